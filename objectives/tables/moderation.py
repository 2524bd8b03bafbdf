"""Moderations: the business unit's own rating of an action or commitment, with reason and expiry."""

from piccolo.columns import Date, ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Commitment
from objectives.words import Rating, one_of


class Moderation(Table, tags=["recorded"]):
    """In force from its instant to `expires_on` (inclusive), at latest the next round's freeze. The newest holds."""

    id: Serial
    action = ForeignKey(Action, null=True, on_delete=OnDelete.restrict)
    commitment = ForeignKey(Commitment, null=True, on_delete=OnDelete.restrict)
    round = ForeignKey(ReportingRound, null=False, on_delete=OnDelete.restrict)
    rating = Varchar()
    reason = Text()
    evidence = Text()
    moderated_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    moderated_at = Timestamptz(default=None, null=True)
    expires_on = Date(default=None, null=True)

    moderation_of_one_thing = Check("num_nonnulls(action, commitment) = 1")
    moderation_rating = Check(one_of("rating", Rating))
    moderation_reason_given = Check("reason <> '' AND evidence <> ''")
    moderation_expires = Check("expires_on IS NOT NULL")
