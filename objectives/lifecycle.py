"""The life of an assurance request, as one table: in which state which act leads where, and who may do it.

Source: handbook, section 5. Whatever is not in the table is refused. The README's diagram is drawn from it.
"""

import enum

from msgspec import Struct

from objectives.problems import Conflict
from objectives.words import RequestAct, RequestState


class Side(enum.StrEnum):
    """Whose act it is. A judge is of the business unit, and neither of the agency asked nor owner of the subject."""

    UNIT = "the business unit"
    JUDGE = "the business unit, for another agency"
    RESPONDENT = "the respondent"


class Transition(Struct, frozen=True):
    state: RequestState
    act: RequestAct
    next: RequestState
    who: Side


S, A = RequestState, RequestAct

WITH_AGENCY = (S.ISSUED, S.ACKNOWLEDGED, S.IN_RESPONSE, S.RETURNED)
"""The agency is to answer: its reply date runs."""
WITH_UNIT = (S.SUBMITTED, S.IN_REVIEW)
"""The agency has answered, by a nil return too; the business unit is to judge."""
JUDGED = (S.ACCEPTED, S.ACCEPTED_WITH_ACTIONS)
OVER = (*JUDGED, S.DECLINED, S.WITHDRAWN)

WHILE_WITH_AGENCY = (
    (A.NAME_COLLEAGUE, None, Side.RESPONDENT),
    (A.SIGN_OFF, None, Side.RESPONDENT),
    (A.RETURN_NIL, S.SUBMITTED, Side.RESPONDENT),
    (A.DECLINE, S.DECLINED, Side.RESPONDENT),
    (A.ASK_FOR_TIME, None, Side.RESPONDENT),
    (A.DECIDE_ON_TIME, None, Side.UNIT),
    (A.WITHDRAW, S.WITHDRAWN, Side.UNIT),
)

LIFECYCLE: tuple[Transition, ...] = (
    Transition(S.DRAFT, A.ISSUE, S.ISSUED, Side.UNIT),
    Transition(S.DRAFT, A.WITHDRAW, S.WITHDRAWN, Side.UNIT),
    Transition(S.ISSUED, A.ACKNOWLEDGE, S.ACKNOWLEDGED, Side.RESPONDENT),
    Transition(S.ISSUED, A.ANSWER, S.IN_RESPONSE, Side.RESPONDENT),
    Transition(S.ACKNOWLEDGED, A.ANSWER, S.IN_RESPONSE, Side.RESPONDENT),
    Transition(S.IN_RESPONSE, A.ANSWER, S.IN_RESPONSE, Side.RESPONDENT),
    Transition(S.IN_RESPONSE, A.SUBMIT, S.SUBMITTED, Side.RESPONDENT),
    Transition(S.RETURNED, A.ANSWER, S.RETURNED, Side.RESPONDENT),
    Transition(S.RETURNED, A.SUBMIT, S.SUBMITTED, Side.RESPONDENT),
    *(
        Transition(state, act, next or state, who)
        for state in WITH_AGENCY
        for act, next, who in WHILE_WITH_AGENCY
    ),
    Transition(S.SUBMITTED, A.BEGIN_REVIEW, S.IN_REVIEW, Side.JUDGE),
    Transition(S.SUBMITTED, A.WITHDRAW, S.WITHDRAWN, Side.UNIT),
    Transition(S.IN_REVIEW, A.GRADE, S.IN_REVIEW, Side.JUDGE),
    Transition(S.IN_REVIEW, A.RETURN, S.RETURNED, Side.JUDGE),
    Transition(S.IN_REVIEW, A.ACCEPT, S.ACCEPTED, Side.JUDGE),
    Transition(S.IN_REVIEW, A.ACCEPT_WITH_ACTIONS, S.ACCEPTED_WITH_ACTIONS, Side.JUDGE),
    Transition(S.IN_REVIEW, A.WITHDRAW, S.WITHDRAWN, Side.UNIT),
    *(Transition(state, A.CLOSE, S.CLOSED, Side.UNIT) for state in OVER),
)

_BY_STEP = {(t.state, t.act): t for t in LIFECYCLE}


def transition(state: RequestState, act: RequestAct) -> Transition:
    """Where an act leads from a state, and whose act it is. Raises Conflict where it leads nowhere."""
    found = _BY_STEP.get((state, act))
    if found is None:
        raise Conflict(f"This request is {_told(state)}, so nobody can {act.value} now.{_instead(state)}")
    return found


def acts_of(state: RequestState, side: Side) -> tuple[RequestAct, ...]:
    """What one side can do in a state, in the order of the table."""
    return tuple(t.act for t in LIFECYCLE if t.state is state and t.who is side)


def diagram() -> str:
    """The table as a Mermaid state diagram; acts that change no state are left out."""
    names = "".join(f'    state "{state.value}" as {state.name.lower()}\n' for state in S)
    steps = "".join(
        f"    {t.state.name.lower()} --> {t.next.name.lower()}: {t.act.value}\n"
        for t in LIFECYCLE
        if t.next is not t.state
    )
    return f"stateDiagram-v2\n{names}    [*] --> draft\n{steps}    closed --> [*]\n"


def _told(state: RequestState) -> str:
    return {S.DRAFT: "a draft", S.IN_RESPONSE: "being answered", S.RETURNED: "returned with questions"}.get(
        state, state.value
    )


def _instead(state: RequestState) -> str:
    if state in WITH_AGENCY:
        return " The agency is to answer first."
    if state in WITH_UNIT:
        return " The business unit is to judge the reply that it has."
    if state is S.CLOSED:
        return " Whatever more is wanted is asked in a new request."
    return ""
