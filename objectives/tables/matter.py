"""Matters: what the Executive Group decided, challenged or asked about an issued pack, and what became of each."""

from typing import Any

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.assurance import AssuranceAsking
from objectives.tables.meeting import Meeting
from objectives.tables.pack import Pack
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.strategy import Commitment, Strategy
from objectives.words import MatterAct, MatterKind, MatterState, one_of


class Matter(Table, tags=["recorded"]):
    """One decision, challenge or question; its number is unique within the strategy.

    `line` is the number printed beside a line of the pack, empty where it is about the whole; `arose_from` is the
    matter that a decision settled. `recorded_by` typed it, for `raised_by` where they are two.
    """

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    number = Integer()
    pack = ForeignKey(Pack, null=False, on_delete=OnDelete.restrict)
    meeting = ForeignKey(Meeting, null=True, on_delete=OnDelete.restrict)
    line = Varchar()
    commitment = ForeignKey(Commitment, null=True, on_delete=OnDelete.restrict)
    action = ForeignKey(Action, null=True, on_delete=OnDelete.restrict)
    kind = Varchar()
    words = Text()
    owner = ForeignKey(Post, null=False, on_delete=OnDelete.restrict)
    due_on = Date(default=None, null=True)
    state = Varchar()
    arose_from: ForeignKey[Any] = ForeignKey("self", null=True, on_delete=OnDelete.restrict)
    raised_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    recorded_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    raised_at = Timestamptz(default=None, null=True)

    matter_number_once = Unique([strategy, number])
    matter_about_one_thing = Check("num_nonnulls(commitment, action) <= 1")
    matter_told = Check("words <> ''")
    matter_line = Check("line = '' OR line ~ '^[0-9]{1,2}[.][0-9]{1,4}$'")
    matter_kind = Check(one_of("kind", MatterKind))
    matter_state = Check(one_of("state", MatterState))
    matter_settled_by_decision = Check("arose_from IS NULL OR kind = 'decision'")


class MatterStep(Table, tags=["recorded"]):
    """Somebody answered a matter, settled it by a decision, closed it with what became of it, or opened it again."""

    id: Serial
    matter = ForeignKey(Matter, null=False, on_delete=OnDelete.restrict)
    act = Varchar()
    words = Text()
    taken_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    taken_at = Timestamptz(default=None, null=True)

    matter_step_act = Check(one_of("act", MatterAct))
    matter_step_told = Check("words <> ''")


class MatterOutcome(Table, tags=["recorded"]):
    """What a decision made: an action of the plan, or an assurance request as it was drafted."""

    id: Serial
    matter = ForeignKey(Matter, null=False, on_delete=OnDelete.restrict)
    action = ForeignKey(Action, null=True, on_delete=OnDelete.restrict)
    asking = ForeignKey(AssuranceAsking, null=True, on_delete=OnDelete.restrict)
    made_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    made_at = Timestamptz(default=None, null=True)

    matter_outcome_is_one = Check("num_nonnulls(action, asking) = 1")
    matter_outcome_action_once = Unique([action])
    matter_outcome_asking_once = Unique([asking])
