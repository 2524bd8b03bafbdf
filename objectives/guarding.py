"""What became of the guard's finds, noted without their values: with the act that keeps the text, or by itself."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from objectives.guard import Kind
from objectives.history import Act, Actor, Companion, acting_as
from objectives.tables.guard_find import GuardFind
from objectives.words import Verdict


class Note(Struct, frozen=True):
    """Finds of one kind in one field. `reason` says why they may stay, where they were let stand."""

    field: str
    kind: Kind
    times: int
    verdict: Verdict
    reason: str = ""


class Sender(Struct, frozen=True):
    """Who sent a form (None where nobody is signed in) and the address that they sent it to."""

    person: int | None
    place: str

    @property
    def actor(self) -> Actor:
        return Actor.system("guard") if self.person is None else Actor.person(self.person)


def written_with_act(sender: Sender, notes: Sequence[Note]) -> Companion:
    """What writes the notes as part of an act."""

    async def write(act: Act) -> None:
        rows = [GuardFind(**_columns(sender, note), found_at=act.now) for note in notes]
        await GuardFind.insert(*rows)

    return write


async def note_stopped(sender: Sender, notes: Sequence[Note]) -> None:
    """Notes what was not kept, in an act of its own; once in ten minutes, as a form may be saved every few seconds."""
    known = {
        (row["field"], row["kind"], row["verdict"]) for row in await GuardFind.raw(_LATELY, *_of(sender))
    }
    new = [note for note in notes if (note.field, note.kind, note.verdict) not in known]
    if new:
        async with acting_as(sender.actor) as act:
            await written_with_act(sender, new)(act)


async def note_kept(sender: Sender, waiting: Sequence[Companion]) -> None:
    """Notes what was let stand where no act took it along: a draft was kept, or nothing at all.

    The act is empty but for what waits for it.
    """
    if waiting:
        async with acting_as(sender.actor):
            pass


def _columns(sender: Sender, note: Note) -> dict[str, Any]:
    return {
        "person": sender.person,
        "place": sender.place,
        "field": note.field,
        "kind": note.kind,
        "times": note.times,
        "verdict": note.verdict,
        "reason": note.reason,
    }


def _of(sender: Sender) -> tuple[int, str]:
    return sender.person or 0, sender.place


_LATELY = """
SELECT DISTINCT field, kind, verdict FROM guard_find
WHERE coalesce(person, 0) = {} AND place = {} AND found_at > governance_now() - interval '10 minutes'
ORDER BY field, kind, verdict
"""
