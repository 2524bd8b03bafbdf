"""Workbooks that somebody is bringing in, between one step and the next. No part of the record."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from objectives.tables.person import Person


class HeldWorkbook(Table, tags=["unrecorded"]):
    """Unrecorded: nothing of it counts until it is brought in, and it is forgotten two days after it was given.

    `purpose` is what it is to become: "plan " and a strategy's key, or "people". `content` is what was read of it
    and `choices` what its owner said it means, both JSON; the file itself is not kept.
    """

    id: Serial
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    purpose = Varchar()
    file_name = Varchar()
    content = Text()
    choices = Text()
    held_at = Timestamptz(default=None, null=True)
