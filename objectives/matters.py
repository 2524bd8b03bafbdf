"""Matters: a decision, a challenge or a question raised against an issued pack or one line of it, until it is closed.

The Executive Group raises them, at a meeting or between meetings; the business unit may write down what a member said.
Whoever holds the owning post answers, the Group or the business unit closes each with what became of it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from objectives.actions import NewAction, add_action
from objectives.assurance import NewAsking, ask
from objectives.dates import in_words
from objectives.days import time_zone
from objectives.faults import Faults, refuse_if
from objectives.mail import queue_what_to_do
from objectives.mandates import Act, acting, fresh, mandate_of, refuse_stale, write
from objectives.matter_life import next_state
from objectives.packs import kept_pack
from objectives.permissions import (
    why_not_answer_matter,
    why_not_close_matter,
    why_not_raise_for,
    why_not_raise_matter,
    why_not_run,
)
from objectives.problems import Conflict, NotFound
from objectives.tables.action import Action
from objectives.tables.assurance import AssuranceAsking
from objectives.tables.matter import Matter, MatterOutcome, MatterStep
from objectives.tables.meeting import Meeting, PackReview
from objectives.tables.pack import Pack, PackIssue
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.strategy import Commitment
from objectives.words import MatterAct, MatterKind, MatterState, Role


class NewMatter(Struct, frozen=True, kw_only=True):
    """What is raised: about a commitment, an action, or the whole pack; `line` is the number printed beside it.

    None stands for what was not chosen, which is a fault for `kind`, `owner` and `due_on`. `raised_by` is the member
    who said it, where somebody else writes it down. `settles` is the challenge or question that a decision answers.
    """

    kind: MatterKind | None
    words: str
    owner: Post | None
    due_on: dt.date | None
    about: Commitment | Action | None = None
    line: str = ""
    raised_by: Person | None = None
    meeting: Meeting | None = None
    settles: Matter | None = None


async def raise_matter(person: Person, digest: str, new: NewMatter) -> Matter:
    """Raises a matter against the issued pack of a digest, under the strategy's next number.

    A decision that settles a challenge or a question closes it. The same said twice, as by a button pressed twice, is
    one matter: the first. Whoever holds the owning post is written to. Raises NotAllowed, NotFound, Conflict, Invalid.
    """
    async with acting(person) as act:
        refuse_if(why_not_raise_matter(act.by))
        columns = _written(new, act)
        raised_by = await _raiser(act, new.raised_by or person)
        pack = await kept_pack(digest)
        await _refuse_unissued(pack)
        await refuse_signed_off(new.meeting)
        if already := await _said_already(pack, raised_by, new, columns):
            return already
        matter = Matter(
            strategy=pack.strategy,
            number=1 + await Matter.count().where(Matter.strategy == pack.strategy),
            pack=pack.id,
            meeting=new.meeting.id if new.meeting else None,
            line=new.line,
            commitment=new.about.id if isinstance(new.about, Commitment) else None,
            action=new.about.id if isinstance(new.about, Action) else None,
            state=MatterState.OPEN,
            arose_from=new.settles.id if new.settles else None,
            raised_by=raised_by,
            recorded_by=person.id,
            raised_at=act.now,
            **columns,
        )
        await matter.save()
        if new.settles:
            await _settle(act, await fresh(new.settles), matter)
        await _write_to_owner(act, matter)
        return matter


async def answer_matter(person: Person, matter: Matter, words: str, seen: int | None = None) -> MatterStep:
    """Answers a matter, as the holder of the post that owns it. Raises NotAllowed, Conflict, Invalid."""
    async with acting(person) as act:
        found = await fresh(matter)
        refuse_if(why_not_answer_matter(act.by, found))
        return await _take(act, found, MatterAct.ANSWER, words, "Give your answer.", seen)


async def close_matter(person: Person, matter: Matter, became: str, seen: int | None = None) -> MatterStep:
    """Closes a matter with what became of it. Raises NotAllowed, Conflict, Invalid."""
    async with acting(person) as act:
        found = await fresh(matter)
        refuse_if(why_not_close_matter(act.by, found))
        return await _take(act, found, MatterAct.CLOSE, became, "Say what became of it.", seen)


async def reopen_matter(
    person: Person, matter: Matter, why: str, due_on: dt.date | None, seen: int | None = None
) -> MatterStep:
    """Opens a closed matter again, with a new due date, and writes to its owner.

    Raises NotAllowed, Conflict, Invalid.
    """
    async with acting(person) as act:
        found = await fresh(matter)
        refuse_if(why_not_close_matter(act.by, found))
        faults = Faults()
        faults.text(why, "words", "Say why it is open again.")
        _need_due(faults, due_on, act.today)
        faults.refuse()
        step = await _take(act, found, MatterAct.REOPEN, why, "", seen)
        await write(found, {"due_on": due_on})
        await _write_to_owner(act, found)
        return step


async def link_outcome(person: Person, matter: Matter, made: Action | AssuranceAsking) -> MatterOutcome:
    """Says that a decision made an action or an assurance request. Raises NotAllowed, Conflict.

    Made in the same act as the thing itself, by whoever makes it.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        decision = await fresh(matter)
        if decision.kind != MatterKind.DECISION:
            raise Conflict(
                "Only a decision makes an action or an assurance request; record the decision first."
            )
        outcome = MatterOutcome(
            matter=decision.id,
            action=made.id if isinstance(made, Action) else None,
            asking=made.id if isinstance(made, AssuranceAsking) else None,
            made_by=person.id,
            made_at=act.now,
        )
        await outcome.save()
        return outcome


async def make_action(person: Person, matter: Matter, commitment: Commitment, new: NewAction) -> Action:
    """Adds an action that a decision made, both linked in one act. Raises NotAllowed, Conflict, Invalid."""
    async with acting(person):
        action = await add_action(person, commitment, new)
        await link_outcome(person, matter, action)
        return action


async def make_asking(
    person: Person, matter: Matter, subjects: Sequence[Commitment | Action], new: NewAsking
) -> AssuranceAsking:
    """Drafts an assurance request that a decision made, both linked in one act. Raises as `ask` does."""
    async with acting(person):
        asking = await ask(person, subjects, new)
        await link_outcome(person, matter, asking)
        return asking


async def decision_of(asking: int) -> int | None:
    """The number of the decision that made an asking; None where none did."""
    rows = await Matter.raw(
        "SELECT m.number FROM matter_outcome o JOIN matter m ON m.id = o.matter WHERE o.asking = {}", asking
    )
    return rows[0]["number"] if rows else None


async def find_matter(strategy: str, number: int) -> Matter:
    """The matter of a number in the strategy of a key. Raises NotFound."""
    found = await Matter.objects().get((Matter.strategy.key == strategy) & (Matter.number == number))
    if found is None:
        raise NotFound(f"There is no matter {number} in this strategy.")
    return found


async def refuse_signed_off(meeting: Meeting | None) -> None:
    """Raises Conflict where the meeting has signed its pack off: what it said and who was there then stands."""
    if meeting and await PackReview.exists().where(PackReview.meeting == meeting.id):
        raise Conflict(
            "This meeting has signed the pack off, so its record stands. Whatever comes later is raised from the pack."
        )


async def _write_to_owner(act: Act, matter: Matter) -> None:
    """Queues the holder's letter of what to do, unless they have had today's or this is their own doing.

    It names the matter and leads to it; what was said stays on its page.
    """
    rows = await Matter.raw(_HOLDER, matter.owner, act.today, matter.strategy)
    told = [
        (row["person"], (f"/strategies/{row['key']}/matters/{matter.number}",))
        for row in rows
        if row["person"] != act.by.person
    ]
    await queue_what_to_do(told, time_zone())


async def _raiser(act: Act, raised_by: Person) -> int:
    if raised_by.id == act.by.person:
        refuse_if(why_not_raise_for(act.by))
    else:
        refuse_if(why_not_raise_for(await mandate_of(raised_by.id, act.today)))
    return raised_by.id


async def _said_already(pack: Pack, raised_by: int, new: NewMatter, columns: dict[str, Any]) -> Matter | None:
    """The open matter that says just this of the same pack and line, in the name of the same member."""
    if new.settles:  # deciding twice is refused by the life of what is settled
        return None
    same = (Matter.pack == pack.id) & (Matter.line == new.line) & (Matter.raised_by == raised_by)
    about = new.about.id if new.about else None
    for matter in await Matter.objects().where(same & (Matter.state == MatterState.OPEN)).order_by(Matter.id):
        stands = {"kind": matter.kind, "words": matter.words, "owner": matter.owner, "due_on": matter.due_on}
        if stands == columns and about in (matter.action, matter.commitment):
            return matter
    return None


async def _refuse_unissued(pack: Pack) -> None:
    if not await PackIssue.exists().where(PackIssue.pack == pack.id):
        raise Conflict("This pack is a draft. Matters are raised against a pack once it has been issued.")


def _written(new: NewMatter, act: Act) -> dict[str, Any]:
    faults = Faults()
    columns = {
        "kind": new.kind,
        "words": faults.text(new.words, "words", "Say what is decided, challenged or asked."),
        "owner": new.owner.id if new.owner else None,
        "due_on": new.due_on,
    }
    faults.need(new.kind, "kind", "Choose whether it is a decision, a challenge or a question.")
    faults.need(new.owner, "owner", "Choose the post that answers for it.")
    _need_due(faults, new.due_on, act.today)
    is_member = Role.EXECUTIVE_GROUP in act.by.roles
    faults.need(new.raised_by or is_member, "raised_by", "Say which member of the Executive Group raised it.")
    if new.settles:
        faults.need(
            new.kind is MatterKind.DECISION, "kind", "Only a decision settles a challenge or a question."
        )
    faults.refuse()
    return columns


def _need_due(faults: Faults, due_on: dt.date | None, today: dt.date) -> None:
    faults.need(due_on, "due_on", "Give the day by which it is answered or done.")
    faults.need(
        not due_on or due_on >= today,
        "due_on",
        f"Give a day that has not passed: {in_words(today)} or later.",
    )


async def _settle(act: Act, settled: Matter, decision: Matter) -> None:
    if settled.kind == MatterKind.DECISION:
        raise Conflict(
            "A decision is carried out and closed, not decided again; raise the new decision by itself."
        )
    await _take(act, settled, MatterAct.DECIDE, f"Settled by decision {decision.number}.", "", None)


async def _take(
    act: Act, matter: Matter, kind: MatterAct, words: str, missing: str, seen: int | None
) -> MatterStep:
    state = next_state(MatterState(matter.state), kind)
    await refuse_stale(seen, matter)
    faults = Faults()
    said = faults.text(words, "words", missing)
    faults.refuse()
    await write(matter, {"state": state})
    step = MatterStep(matter=matter.id, act=kind, words=said, taken_by=act.by.person, taken_at=act.now)
    await step.save()
    return step


_HOLDER = """
SELECT h.person, s.key FROM post_holding h, strategy s
WHERE h.post = {} AND {} BETWEEN h.starts_on AND coalesce(h.ends_on, 'infinity') AND s.id = {}
"""
