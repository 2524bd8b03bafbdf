"""Decisions sought of the Executive Group: what the business unit made of each for a round's pack, and its own."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Strategy


class DecisionSought(Table, tags=["recorded"]):
    """What the business unit says of one decision in a round, by whoever wrote last; history has what it said before.

    `origin` names the proposal of a rule ("red-PROT-6"), or is the business unit's own ("own-1"). `reference` is what
    it is about, empty for the strategy as a whole. The four texts are empty while a rule's own words stand; `options`
    holds one a line. `left_out` is the reason for which it is not put to the Group. `position` is null until ordered.
    """

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    round = ForeignKey(ReportingRound, null=False, on_delete=OnDelete.restrict)
    origin = Varchar()
    reference = Varchar()
    question = Text()
    why = Text()
    recommendation = Text()
    options = Text()
    left_out = Text()
    position = Integer(default=None, null=True)
    written_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    written_at = Timestamptz(default=None, null=True)

    decision_sought_once = Unique([strategy, round, origin])
    decision_sought_worded_whole = Check(
        "(question = '') = (why = '') AND (question = '') = (recommendation = '') AND (question = '') = (options = '')"
    )
    decision_sought_own_is_worded = Check("origin NOT LIKE 'own-%' OR question <> ''")
