"""Milestones with their three dates, and every time a date was moved."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.person import Person


class Milestone(Table, tags=["recorded"]):
    """`baseline_on` is approved; `forecast_on` is the owner's (null: on the baseline); `met_on` the actual."""

    id: Serial
    action = ForeignKey(Action, null=False, on_delete=OnDelete.restrict)
    position = Integer()
    title = Varchar()
    first_baseline_on = Date(default=None, null=True)
    baseline_on = Date(default=None, null=True)
    forecast_on = Date(default=None, null=True)
    met_on = Date(default=None, null=True)

    milestone_position_once = Unique([action, position])
    milestone_titled = Check("title <> ''")
    milestone_has_baseline = Check("baseline_on IS NOT NULL AND first_baseline_on IS NOT NULL")


class Rebaseline(Table, tags=["recorded"]):
    """A new baseline asked for. Until it is approved it changes nothing; `approved` is null while undecided."""

    id: Serial
    milestone = ForeignKey(Milestone, null=False, on_delete=OnDelete.restrict)
    from_on = Date(default=None, null=True)
    to_on = Date(default=None, null=True)
    reason = Text()
    asked_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    asked_at = Timestamptz(default=None, null=True)
    approved = Boolean(default=None, null=True)
    decided_by = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    decided_at = Timestamptz(default=None, null=True)
    decision_reason = Text(default=None, null=True)

    rebaseline_reason_given = Check("reason <> ''")
    rebaseline_decided_whole = Check("(approved IS NULL) = (decided_by IS NULL)")
    rebaseline_decided_by_another = Check("decided_by IS NULL OR decided_by <> asked_by")


class ForecastChange(Table, tags=["recorded"]):
    """An owner moved the date by which a milestone is expected, and said why."""

    id: Serial
    milestone = ForeignKey(Milestone, null=False, on_delete=OnDelete.restrict)
    from_on = Date(default=None, null=True)
    to_on = Date(default=None, null=True)
    reason = Text()
    moved_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    moved_at = Timestamptz(default=None, null=True)

    forecast_change_reason_given = Check("reason <> ''")
