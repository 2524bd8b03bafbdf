"""Changes made to many actions at once: which, to what, why, and by whom."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from objectives.tables.person import Person
from objectives.tables.strategy import Strategy
from objectives.words import BulkKind, one_of


class BulkChange(Table, tags=["recorded"]):
    """`done` and `left_out` name the actions that were changed, and those that were not: references, by commas."""

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    kind = Varchar()
    what = Varchar()
    reason = Text()
    done = Text()
    left_out = Text()
    made_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    made_at = Timestamptz(default=None, null=True)

    bulk_change_kind = Check(one_of("kind", BulkKind))
    bulk_change_reason_given = Check("reason <> ''")
    bulk_change_done_something = Check("done <> ''")
