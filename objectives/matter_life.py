"""The life of a matter, as one table: in which state which act leads where. The README's diagram is drawn from it.

Source: handbook, section 6: each item can be challenged; decisions and challenges have an owner and a date, and return
in section 12 until closed. A decision settles a challenge or a question and goes on in its place [ours].
"""

from msgspec import Struct

from objectives.problems import Conflict
from objectives.words import MatterAct, MatterState


class Transition(Struct, frozen=True):
    state: MatterState
    act: MatterAct
    next: MatterState


S, A = MatterState, MatterAct

LIFE: tuple[Transition, ...] = (
    Transition(S.OPEN, A.ANSWER, S.ANSWERED),
    Transition(S.ANSWERED, A.ANSWER, S.ANSWERED),
    Transition(S.OPEN, A.DECIDE, S.CLOSED),
    Transition(S.ANSWERED, A.DECIDE, S.CLOSED),
    Transition(S.OPEN, A.CLOSE, S.CLOSED),
    Transition(S.ANSWERED, A.CLOSE, S.CLOSED),
    Transition(S.CLOSED, A.REOPEN, S.OPEN),
)

_BY_STEP = {(t.state, t.act): t.next for t in LIFE}


def next_state(state: MatterState, act: MatterAct) -> MatterState:
    """Where an act leads from a state. Raises Conflict where it leads nowhere."""
    found = _BY_STEP.get((state, act))
    if found is None:
        raise Conflict(f"This is {state} by now, so nobody can {act} it; read what became of it.")
    return found


def diagram() -> str:
    """The table as a Mermaid state diagram; acts that change no state are left out."""
    steps = "".join(f"    {t.state} --> {t.next}: {t.act}\n" for t in LIFE if t.next is not t.state)
    return f"stateDiagram-v2\n    [*] --> open: raise\n{steps}"
