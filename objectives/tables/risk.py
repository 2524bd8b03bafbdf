"""Risks: what could happen to a commitment or an action, and every time somebody looked at one."""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.strategy import Commitment, Strategy
from objectives.words import Impact, Likelihood, RiskAct, RiskState, one_of


class Risk(Table, tags=["recorded"]):
    """One risk, to a commitment or to one of its actions; its number is unique within the strategy."""

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    number = Integer()
    commitment = ForeignKey(Commitment, null=True, on_delete=OnDelete.restrict)
    action = ForeignKey(Action, null=True, on_delete=OnDelete.restrict)
    what = Text()
    effect = Text()
    likelihood = Varchar()
    impact = Varchar()
    response = Text()
    owner = ForeignKey(Post, null=False, on_delete=OnDelete.restrict)
    review_on = Date(default=None, null=True)
    state = Varchar()
    raised_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    raised_at = Timestamptz(default=None, null=True)

    risk_number_once = Unique([strategy, number])
    risk_to_one_thing = Check("num_nonnulls(commitment, action) = 1")
    risk_told = Check("what <> '' AND effect <> '' AND response <> ''")
    risk_likelihood = Check(one_of("likelihood", Likelihood))
    risk_impact = Check(one_of("impact", Impact))
    risk_state = Check(one_of("state", RiskState))


class RiskStep(Table, tags=["recorded"]):
    """Somebody reviewed a risk, closed it or opened it again, and said why. `review_on` is the next review."""

    id: Serial
    risk = ForeignKey(Risk, null=False, on_delete=OnDelete.restrict)
    act = Varchar()
    words = Text()
    review_on = Date(default=None, null=True)
    taken_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    taken_at = Timestamptz(default=None, null=True)

    risk_step_act = Check(one_of("act", RiskAct))
    risk_step_told = Check("words <> ''")
    risk_step_next_review = Check("(act = 'closed') = (review_on IS NULL)")
