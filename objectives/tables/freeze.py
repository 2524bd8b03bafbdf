"""Freeze rows: what each action and commitment was rated at a round's freeze. Written once, never recomputed."""

from piccolo.columns import Boolean, ForeignKey, OnDelete, Serial, Text, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Commitment, Strategy
from objectives.words import Rating, one_of


class FreezeRow(Table, tags=["recorded"]):
    """A null `published` means unrated (superseded or business as usual), and `unrated` says which.

    `reasons` is a JSON list of the rules that fired, `rules` the version of the rules that judged.
    """

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    round = ForeignKey(ReportingRound, null=False, on_delete=OnDelete.restrict)
    action = ForeignKey(Action, null=True, on_delete=OnDelete.restrict)
    commitment = ForeignKey(Commitment, null=True, on_delete=OnDelete.restrict)
    owners = Varchar(default=None, null=True)
    calculated = Varchar(default=None, null=True)
    moderated = Varchar(default=None, null=True)
    published = Varchar(default=None, null=True)
    hollow = Boolean()
    carried_from = Varchar(default=None, null=True)
    unrated = Varchar(default=None, null=True)
    reasons = Text()
    rules = Varchar()

    freeze_row_of_one_thing = Check("num_nonnulls(action, commitment) = 1")
    freeze_row_published = Check("published IS NULL OR " + one_of("published", Rating))
    freeze_row_rated_or_not = Check("(published IS NULL) = (unrated IS NOT NULL)")
    freeze_row_hollow_says_from = Check("hollow = (carried_from IS NOT NULL)")
