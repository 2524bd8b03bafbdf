"""Bringing in a plan: one act, all of it or nothing, written in few statements so that nobody waits long behind it.

What is written is worked out anew inside the act and compared with what was looked at; nothing is written on trust.
"""

from typing import Any

from msgspec import Struct

from objectives.faults import refuse_if
from objectives.importing.lines import Choices, Lines, read_lines
from objectives.importing.present import Present, present_of
from objectives.importing.proposal import CHANGED, NEW, Change, Proposal, propose
from objectives.importing.sheets import Sheet
from objectives.importing.words import Vocabulary, vocabulary_of
from objectives.mandates import Act, acting
from objectives.people import NewAgency, add_agency
from objectives.permissions import why_not_keep_people, why_not_run
from objectives.posts import NewPost, add_post
from objectives.problems import Conflict
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.milestone import Milestone
from objectives.tables.person import Person
from objectives.tables.starting_note import StartingNote
from objectives.words import Status

STALE = (
    "The plan here has changed since this was worked out, so nothing was brought in. Below is what it would change "
    "now: look through it and press the button again."
)
LONGEST_SHORT_NAME = 30


class Plan(Struct, frozen=True):
    """A workbook's sheet with what somebody said that it means, and the name of its file."""

    sheet: Sheet
    choices: Choices
    file_name: str


class Brought(Struct, frozen=True):
    """What came of it, counted."""

    new: int
    changed: int
    agencies: int
    posts: int


class Understood(Struct, frozen=True):
    """A plan as it reads over what there is."""

    lines: Lines
    words: Vocabulary
    present: Present
    proposal: Proposal


async def understand(plan: Plan, key: str, act: Act) -> Understood:
    """Reads a plan over the strategy of a key as it is now; changes nothing. Raises NotFound."""
    present = await present_of(key, act.today)
    lines = read_lines(plan.sheet, plan.choices)
    words = vocabulary_of(lines.lines, plan.choices, present, why_not_keep_people(act.by) is None)
    return Understood(lines, words, present, propose(plan.sheet, lines, words, present))


async def bring_in(person: Person, key: str, plan: Plan, seen: str) -> Brought:
    """Brings in all of a plan, if it would still change what was `seen` (a proposal's digest).

    A plan that changes nothing writes nothing. Raises NotAllowed, and Conflict where the plan has faults or the
    service has changed meanwhile.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        understood = await understand(plan, key, act)
        proposal = understood.proposal
        if proposal.faults or proposal.digest != seen:
            raise Conflict(STALE)
        if not proposal.changes_nothing:
            await _Writing(person, act, plan, understood).write()
        return Brought(proposal.of(NEW), proposal.of(CHANGED), len(proposal.agencies), len(proposal.posts))


class _Writing:
    def __init__(self, person: Person, act: Act, plan: Plan, understood: Understood) -> None:
        self.person, self.act, self.plan = person, act, plan
        self.proposal, self.present = understood.proposal, understood.present
        self.agencies: dict[str, int] = {}
        self.posts: dict[str, int] = {}

    async def write(self) -> None:
        await self.make_agencies()
        await self.make_posts()
        ids = await self.add_actions()
        await self.change_actions()
        await self.add_milestones(ids)
        await self.note(ids)

    async def make_agencies(self) -> None:
        for made in self.proposal.agencies:
            new = NewAgency(made.title, made.title[:LONGEST_SHORT_NAME].strip())
            self.agencies[made.key] = (await add_agency(self.person, new)).id

    async def make_posts(self) -> None:
        rows = {row.id: row for row in await Agency.objects().order_by(Agency.id)}
        for made in self.proposal.posts:
            agency = rows[self.agency(made.agency)]
            self.posts[made.key] = (await add_post(self.person, NewPost(made.title, agency))).id

    def agency(self, choice: str) -> int:
        return int(choice) if choice not in self.agencies else self.agencies[choice]

    def columns(self, change: Change) -> dict[str, Any]:
        columns = dict(change.fill.columns)
        if "agency" in columns:
            columns["agency"] = self.agency(columns["agency"])
        for name in ("owner", "accountable"):
            if name in columns:
                columns[name] = self.posts.get(columns[name]) or int(columns[name])
        return columns

    async def add_actions(self) -> dict[int, int]:
        """Adds the new ones under the next references of their commitments; their ids by row."""
        new = [change for change in self.proposal.changes if change.state == NEW]
        used: dict[int, int] = {}
        for kept in self.present.actions:
            used[kept.commitment] = used.get(kept.commitment, 0) + 1
        rows = []
        for change in new:
            used[change.commitment] = used.get(change.commitment, 0) + 1
            rows.append(
                Action(
                    strategy=self.present.strategy,
                    commitment=change.commitment,
                    reference=f"{change.called}.{used[change.commitment]}",
                    status=Status.NOT_STARTED,
                    added_at=self.act.now,
                    **self.columns(change),
                )
            )
        added = await Action.insert(*rows) if rows else []
        return {change.row: row["id"] for change, row in zip(new, added, strict=True)}

    async def change_actions(self) -> None:
        for change in self.proposal.changes:
            if change.state == CHANGED and change.fill.columns:
                columns: dict[Any, Any] = self.columns(change)
                await Action.update(columns).where(Action.id == change.action)

    async def add_milestones(self, ids: dict[int, int]) -> None:
        there = {kept.id: len(kept.milestones) for kept in self.present.actions}
        rows = [
            Milestone(
                action=ids.get(change.row, change.action),
                position=there.get(change.action, 0) + place,
                title=due.title,
                first_baseline_on=due.on,
                baseline_on=due.on,
            )
            for change in self.proposal.changes
            for place, due in enumerate(change.fill.milestones, 1)
        ]
        if rows:
            await Milestone.insert(*rows)

    async def note(self, ids: dict[int, int]) -> None:
        """What the plan said of itself, beside each action, with where it stood and who brought it in."""
        notes = {kept.id: kept.note.id for kept in self.present.actions}
        rows = []
        for change in self.proposal.changes:
            source = f"{self.plan.file_name}, {self.plan.sheet.name}, row {change.row}"[:500]
            columns: dict[Any, Any] = {
                **change.fill.note,
                "source": source,
                "written_by": self.person.id,
                "written_at": self.act.now,
            }
            if not change.fill.note or change.state not in (NEW, CHANGED):
                continue
            if existing := notes.get(change.action):
                await StartingNote.update(columns).where(StartingNote.id == existing)
            else:
                rows.append(StartingNote(action=ids.get(change.row, change.action), **columns))
        if rows:
            await StartingNote.insert(*rows)
