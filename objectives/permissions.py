"""Who may do what. Denied unless a rule here says otherwise; every question answers a reason, or None for "yes".

Knows people by their mandate (roles, and the posts they hold) and things by whose they are. It reads nothing: page,
act and test ask the same question of the same values and get the same sentence.
"""

from typing import Any

from msgspec import Struct

from objectives.words import Role


class Mandate(Struct, frozen=True):
    """What one person may act as on one day.

    `posts` are the ids of the posts they hold on it, `posts_in_round` of those they held at any time since the round
    that is open on it opened.
    """

    person: int
    name: str
    agency: int
    roles: frozenset[Role] = frozenset()
    posts: frozenset[int] = frozenset()
    disabled: bool = False
    posts_in_round: frozenset[int] = frozenset()

    def owns(self, thing: Any) -> bool:
        """Whether the action or commitment is their own: as owner, deputy or accountable executive of it.

        Takes a row or a standing's value. A commitment has no owner and no deputy.
        """
        return bool(_posts_of(thing) & self.posts) or _id(getattr(thing, "deputy", None)) == self.person

    def owned_in_round(self, thing: Any) -> bool:
        """Whether a post that they held since the round opened is its owner or accountable executive."""
        return bool(_posts_of(thing) & self.posts_in_round)


class Line(Struct, frozen=True):
    """One line of the table of who may: for people and README."""

    who: str
    may: str


OWN = "Owner, deputy, accountable executive"
OPERATOR = "Whoever runs commands on the server"

WHO_MAY = (
    Line(
        OWN,
        "strategy and published tiles of all; text and evidence of own agency; update own actions; packs if on"
        " distribution",
    ),
    Line(
        "Executive Group member",
        "everything but drafts and unissued packs; challenge, ask, decide; change no plan",
    ),
    Line("Scrutineer", "read everything issued or published, comment; change nothing"),
    Line("Business unit", "run everything, but judge nothing of their own; agree to a redaction"),
    Line("Respondent by link", "one assurance request of their own agency; nothing else"),
    Line("Administrator", "people, agencies, settings; ask for a redaction; no rating, no evidence"),
    Line(
        OPERATOR,
        "start the service, load a strategy, add agencies and people, redact for two people who are named",
    ),
)


def _posts_of(thing: Any) -> set[int | None]:
    return {_id(getattr(thing, "owner", None)), _id(thing.accountable)}


def _id(thing: Any) -> int | None:
    """The id of a row, of a standing's value, or of a bare foreign key."""
    id: int | None = getattr(thing, "id", thing)
    return id


def why_not_act_at_all(person: Mandate) -> str | None:
    if person.disabled:
        return f"{person.name} can no longer sign in; an administrator can change that."
    return None


def why_not_keep_people(person: Mandate) -> str | None:
    """Agencies, people and roles are the administrators'."""
    if Role.ADMINISTRATOR not in person.roles:
        return "Only an administrator may change agencies, people and roles."
    return why_not_act_at_all(person)


def why_not_change_role(person: Mandate, of: int) -> str | None:
    """Nobody gives a role to themselves, so an administrator who rates is always two people's decision."""
    if person.person == of:
        return "Nobody may change their own roles; ask another administrator."
    return why_not_keep_people(person)


def why_not_run(person: Mandate) -> str | None:
    """Posts, actions, milestones, rounds and business as usual are the business unit's to run."""
    if Role.BUSINESS_UNIT not in person.roles:
        return "Only the business unit may do this."
    return why_not_act_at_all(person)


def why_not_keep_posts(person: Mandate) -> str | None:
    """Posts and who holds them belong to the plan and to the register of people: either keeper may change them."""
    if not person.roles & {Role.BUSINESS_UNIT, Role.ADMINISTRATOR}:
        return "Only the business unit or an administrator may change posts and who holds them."
    return why_not_act_at_all(person)


def why_not_hand_over(person: Mandate, post: int) -> str | None:
    """Whoever holds a post may hand it on; whoever keeps posts may hand over any."""
    if post in person.posts:
        return why_not_act_at_all(person)
    return why_not_keep_posts(person)


def why_not_update(person: Mandate, action: Any) -> str | None:
    """Progress, delivery, actual dates and forecasts are for the action's own people to give."""
    if not person.owns(action):
        return (
            f"Only the owner, the deputy or the accountable executive of {action.reference} may do this; "
            "the business unit can say who they are."
        )
    return why_not_act_at_all(person)


def why_not_ask_rebaseline(person: Mandate, action: Any) -> str | None:
    """A new baseline is asked for by the action's own people, or by the business unit for them."""
    if Role.BUSINESS_UNIT not in person.roles and not person.owns(action):
        return f"Only the people of {action.reference} or the business unit may ask for a new baseline."
    return why_not_act_at_all(person)


def why_not_decide_rebaseline(person: Mandate, action: Any, asked_by: int) -> str | None:
    if person.person == asked_by:
        return "Whoever asks for a new baseline may not decide on it; somebody else in the business unit decides."
    return why_not_judge(person, action)


def why_not_judge(person: Mandate, thing: Any) -> str | None:
    """Returning an update, moderating, checking: the business unit judges, and nothing of its judge's own.

    What was theirs earlier in the open round counts as their own until the next one opens, so that nobody hands a
    post on to judge by the way.
    """
    if Role.BUSINESS_UNIT not in person.roles:
        return "Only the business unit may judge this."
    if person.owns(thing):
        return (
            f"Nobody judges their own: {person.name} is owner, deputy or accountable executive of "
            f"{thing.reference}. Somebody else in the business unit can do it."
        )
    if person.owned_in_round(thing):
        return was_own_in_round(person, thing)
    return why_not_act_at_all(person)


def was_own_in_round(person: Mandate, thing: Any) -> str:
    return (
        f"Nobody judges their own: {person.name} was owner, deputy or accountable executive of {thing.reference} "
        "earlier in this round. Somebody else in the business unit can do it."
    )


def why_not_answer_rating(person: Mandate, thing: Any) -> str | None:
    """A changed rating is answered by the people of the action or commitment that it is about."""
    if not person.owns(thing):
        return (
            f"Only the owner, the deputy or the accountable executive of {thing.reference} may answer for it; "
            "the business unit can say who they are."
        )
    return why_not_act_at_all(person)


def why_not_give_evidence(person: Mandate, thing: Any) -> str | None:
    """Evidence comes from the thing's own people, or is filed for them by the business unit."""
    if Role.BUSINESS_UNIT not in person.roles and not person.owns(thing):
        return f"Only the people of {thing.reference} or the business unit may give evidence for it."
    return why_not_act_at_all(person)


def why_not_judge_evidence(person: Mandate, given_by: int, things: Any) -> str | None:
    """`things` are the actions and commitments that the evidence is for, directly or by a milestone."""
    if person.person == given_by:
        return "Evidence is accepted or returned by somebody other than who gave it."
    return next((why for thing in things if (why := why_not_judge(person, thing))), None) or why_not_run(
        person
    )


def why_not_redact(person: Mandate) -> str | None:
    """Asking for a redaction is the administrators'; the business unit agrees, so it is always two people's act."""
    if Role.ADMINISTRATOR not in person.roles:
        return "Only an administrator may ask for a redaction; the business unit then agrees to it."
    return why_not_act_at_all(person)


def why_not_agree_to_redaction(person: Mandate, asked_by: int) -> str | None:
    if person.person == asked_by:
        return "Whoever asks for a redaction may not agree to it; somebody else in the business unit does."
    if Role.BUSINESS_UNIT not in person.roles:
        return "Only the business unit may agree to a redaction, or decline it."
    return why_not_act_at_all(person)


def why_not_judge_reply(person: Mandate, agency: int, things: Any = ()) -> str | None:
    """Reviewing, returning and giving an opinion on an agency's reply; `things` are what the request is about."""
    if Role.BUSINESS_UNIT not in person.roles:
        return "Only the business unit may judge a reply."
    if person.agency == agency:
        return (
            "Nobody judges their own agency’s reply; somebody of the business unit from another agency can."
        )
    return next((why for thing in things if (why := why_not_judge(person, thing))), None) or why_not_run(
        person
    )


RAISES = frozenset({Role.EXECUTIVE_GROUP, Role.BUSINESS_UNIT})


def why_not_raise_matter(person: Mandate) -> str | None:
    """The Executive Group decides, challenges and asks; the business unit may write down what a member said."""
    if not person.roles & RAISES:
        return "Only the Executive Group decides, challenges and asks; the business unit writes it down for them."
    return why_not_act_at_all(person)


def why_not_raise_for(member: Mandate) -> str | None:
    """Whose words a matter is: a member's. The business unit judges and decides nothing by itself."""
    if Role.EXECUTIVE_GROUP not in member.roles:
        return f"{member.name} is not on the Executive Group; say which member raised it."
    return why_not_act_at_all(member)


def why_not_answer_matter(person: Mandate, matter: Any) -> str | None:
    """A matter is answered by whoever holds the post that owns it."""
    if _id(matter.owner) not in person.posts:
        return (
            "Only whoever holds the post that owns this may answer it; the business unit can say who that is."
        )
    return why_not_act_at_all(person)


def why_not_close_matter(person: Mandate, matter: Any) -> str | None:
    """The Executive Group or the business unit closes and reopens, and nobody what they answer for themselves."""
    if not person.roles & RAISES:
        return "Only the Executive Group or the business unit may close this, or open it again."
    if _id(matter.owner) in person.posts:
        return f"{person.name} holds the post that answers for this, so somebody else says when it is closed."
    return why_not_act_at_all(person)


def why_not_sign_off(person: Mandate, chair: int | None) -> str | None:
    """The chair signs the pack off; the business unit may write it down for them."""
    if person.person != chair and Role.BUSINESS_UNIT not in person.roles:
        return (
            "Only the chair of the meeting signs its pack off; the business unit may write it down for them."
        )
    return why_not_act_at_all(person)
