"""Moderations: the business unit's own rating with reason and expiry, what it let stand, and the agency's answer."""

from piccolo.columns import Date, ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Commitment
from objectives.tables.update import ProgressUpdate
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


class RatingAcceptance(Table, tags=["recorded"]):
    """The business unit looked at a published rating in a round and let it stand. It changes no rating.

    It is of what was seen: a newer update, or another published rating, is looked at anew.
    """

    id: Serial
    action = ForeignKey(Action, null=True, on_delete=OnDelete.restrict)
    commitment = ForeignKey(Commitment, null=True, on_delete=OnDelete.restrict)
    round = ForeignKey(ReportingRound, null=False, on_delete=OnDelete.restrict)
    progress_update = ForeignKey(ProgressUpdate, null=True, on_delete=OnDelete.restrict)
    rating = Varchar()
    accepted_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    accepted_at = Timestamptz(default=None, null=True)

    rating_acceptance_of_one_thing = Check("num_nonnulls(action, commitment) = 1")
    rating_acceptance_rating = Check(one_of("rating", Rating))


class RatingAnswer(Table, tags=["recorded"]):
    """What the agency's own people say to a rating that was changed, before the Executive Group meets; once."""

    id: Serial
    moderation = ForeignKey(Moderation, null=False, on_delete=OnDelete.restrict)
    answer = Text()
    answered_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    answered_at = Timestamptz(default=None, null=True)

    rating_answer_once = Unique([moderation])
    rating_answer_given = Check("answer <> ''")
