"""Updates that are being written, and typing held for somebody whose sign-in ended. Neither is part of the record."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.update import ProgressUpdate


class Draft(Table, tags=["unrecorded"]):
    """Unrecorded: nobody has been told it yet. What is sent becomes a progress update, and the words here are blanked.

    One for each writer of an action in a round. `version` goes up by one with each change. `words` (field to text),
    `aside` (texts that another window saved meanwhile, to choose from) and `pieces` (evidence to go with it) are
    JSON. `begun_from` is the id of the update that its writer saw when beginning it, 0 where there was none.
    `sent_version` is the version that became the update `sent`.
    """

    id: Serial
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    action = ForeignKey(Action, null=False, on_delete=OnDelete.cascade)
    round = ForeignKey(ReportingRound, null=False, on_delete=OnDelete.cascade)
    version = Integer()
    words = Text()
    aside = Text()
    pieces = Text()
    begun_from = Integer()
    saved_at = Timestamptz(default=None, null=True)
    sent = ForeignKey(ProgressUpdate, null=True, on_delete=OnDelete.restrict)
    sent_version = Integer(default=None, null=True)

    draft_one_for_each_writer = Unique([person, action, round])


class HeldTyping(Table, tags=["unrecorded"]):
    """Unrecorded: what somebody sent after their sign-in had ended, found again only with the secret in their cookie.

    `place` is the address of the form; `words` are JSON, field to text.
    """

    id: Serial
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    secret_hash = Varchar(unique=True)
    place = Varchar(length=500)
    words = Text()
    held_at = Timestamptz(default=None, null=True)
