"""Read receipts: somebody said that they have read an issued pack. Said, never observed."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Timestamptz
from piccolo.constraints import Unique
from piccolo.table import Table

from objectives.tables.pack import PackIssue
from objectives.tables.person import Person


class PackReceipt(Table, tags=["recorded"]):
    """A person confirmed that they have read one version of a pack; once, and written once."""

    id: Serial
    issue = ForeignKey(PackIssue, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    confirmed_at = Timestamptz(default=None, null=True)

    pack_receipt_once = Unique([issue, person])
