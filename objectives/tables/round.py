"""Reporting rounds: each reports on one quarter. Its freeze is an instant, not a job."""

from piccolo.columns import Date, Serial, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class ReportingRound(Table, tags=["recorded"]):
    """Shared by all strategies. Dates are days in the partnership's time zone; `freezes_at` is an instant."""

    id: Serial
    name = Varchar(unique=True)
    period_starts_on = Date(default=None, null=True, unique=True)
    period_ends_on = Date(default=None, null=True)
    opens_on = Date(default=None, null=True)
    updates_due_on = Date(default=None, null=True)
    moderation_due_on = Date(default=None, null=True)
    freezes_at = Timestamptz(default=None, null=True)
    meets_on = Date(default=None, null=True)

    reporting_round_order = Check(
        "period_starts_on < period_ends_on AND period_ends_on < opens_on AND opens_on <= updates_due_on"
        " AND updates_due_on <= moderation_due_on"
    )
    reporting_round_freeze_order = Check(
        "freezes_at > (moderation_due_on::timestamp AT TIME ZONE 'UTC')"
        " AND (meets_on + 1)::timestamp AT TIME ZONE 'UTC' >= freezes_at"
    )
