"""Progress updates: one for each action in a round, every version kept."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.words import Confidence, Issue, one_of


class ProgressUpdate(Table, tags=["recorded"]):
    """What an owner said about an action in a round. A resubmission is a further version, never a change."""

    id: Serial
    action = ForeignKey(Action, null=False, on_delete=OnDelete.restrict)
    round = ForeignKey(ReportingRound, null=False, on_delete=OnDelete.restrict)
    version = Integer()
    submitted_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    submitted_at = Timestamptz(default=None, null=True)
    nothing_to_report = Boolean()
    output = Text()
    reach = Text()
    impact = Text()
    barriers = Text()
    next_steps = Text()
    owner_rating = Varchar()
    issue = Varchar()
    plan = Text()
    plan_due_on = Date(default=None, null=True)
    ask = Text()
    confidence = Varchar()
    confidence_reason = Text()
    good_practice = Text()

    progress_update_version_once = Unique([action, round, version])
    progress_update_owner_never_grey = Check("owner_rating IN ('Red', 'Amber', 'Green', 'Blue')")
    progress_update_issue = Check(one_of("issue", Issue))
    progress_update_confidence = Check(one_of("confidence", Confidence))
    progress_update_plan_whole = Check(
        "issue <> 'significant, with a plan' OR (plan <> '' AND plan_due_on IS NOT NULL AND ask <> '')"
    )


class UpdateReturn(Table, tags=["recorded"]):
    """The business unit sent an update back with questions; a later version answers it."""

    id: Serial
    progress_update = ForeignKey(ProgressUpdate, null=False, on_delete=OnDelete.restrict)
    questions = Text()
    returned_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    returned_at = Timestamptz(default=None, null=True)

    update_return_questions_given = Check("questions <> ''")
