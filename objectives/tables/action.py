"""Actions: who does what by when under a commitment; their delivery, the check that follows it, and their end."""

from piccolo.columns import Boolean, Date, ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.strategy import Commitment, Strategy
from objectives.words import Status, one_of


class Action(Table, tags=["recorded"]):
    """One action. Its owner is a post; the deputy is a person; both may be missing, and then it is unowned."""

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    commitment = ForeignKey(Commitment, null=False, on_delete=OnDelete.restrict)
    reference = Varchar()
    title = Varchar()
    description = Text()
    agency = ForeignKey(Agency, null=False, on_delete=OnDelete.restrict)
    owner = ForeignKey(Post, null=True, on_delete=OnDelete.restrict)
    deputy = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    accountable = ForeignKey(Post, null=True, on_delete=OnDelete.restrict)
    status = Varchar()
    planned_start_on = Date(default=None, null=True)
    added_at = Timestamptz(default=None, null=True)
    delivered_on = Date(default=None, null=True)
    review_on = Date(default=None, null=True)

    action_reference_once = Unique([strategy, reference])
    action_titled = Check("title <> ''")
    action_status = Check(one_of("status", Status))
    action_delivered_has_date = Check(
        "(status IN ('delivered, awaiting verification', 'complete and embedded')) <= (delivered_on IS NOT NULL)"
    )
    action_as_usual_has_review = Check("status <> 'business as usual' OR review_on IS NOT NULL")


class Delivery(Table, tags=["recorded"]):
    """An owner said that the action is delivered. A failed check later reopens it; the row stays."""

    id: Serial
    action = ForeignKey(Action, null=False, on_delete=OnDelete.restrict)
    delivered_on = Date(default=None, null=True)
    said_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    said_at = Timestamptz(default=None, null=True)


class Supersession(Table, tags=["recorded"]):
    """Somebody ended an action that something else replaces, and said what and why."""

    id: Serial
    action = ForeignKey(Action, null=False, on_delete=OnDelete.restrict)
    reason = Text()
    superseded_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    superseded_at = Timestamptz(default=None, null=True)

    supersession_once = Unique([action])
    supersession_reason_given = Check("reason <> ''")


class DeliveryCheck(Table, tags=["recorded"]):
    """Somebody other than the owner looked whether it still works, three months or more after delivery."""

    id: Serial
    action = ForeignKey(Action, null=False, on_delete=OnDelete.restrict)
    checked_on = Date(default=None, null=True)
    passed = Boolean()
    findings = Text()
    checked_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    recorded_at = Timestamptz(default=None, null=True)
