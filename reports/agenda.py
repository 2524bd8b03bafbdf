"""The agenda of a meeting, from the pack it reviews: decisions sought, exceptions, then matters arising. Pure."""

from msgspec import Struct
from msgspec.structs import replace

from reports.content import ActionLine, CommitmentLine, Content, ExceptionLine, Judged, Then
from reports.last_time import Returned
from reports.sections import Decision
from reports.wording import Mark, day

HELD = "Held"


class Item(Struct, frozen=True):
    """One item: `part` says which of how many of its kind. `says` are what it must know, `facts` name and value.

    `judged` and `strip` are how the thing that it is about stands in the pack; whose it is is `whose`.
    """

    number: str
    part: str
    reference: str
    title: str
    mark: Mark | None
    says: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    recommended: str = ""
    options: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    judged: Judged | None = None
    strip: tuple[Then, ...] = ()
    whose: str = ""

    @property
    def heading(self) -> str:
        """What the room is to answer, where it is one question; else what the item is about."""
        return self.says[0] if self.options and len(self.says) == 1 else self.title

    @property
    def below(self) -> tuple[str, ...]:
        """What it must know that is not its heading."""
        return () if self.heading in self.says else self.says


def agenda_of(content: Content) -> tuple[Item, ...]:
    """Every item in the order of the meeting; an exception that a decision tells in full is not called twice."""
    told = {decision.exception for decision in content.decisions}
    found, standing = content.exceptions, _standing(content)
    exceptions = [
        line for line in (*found.red, *found.amber, *found.stale, *found.unowned) if line.number not in told
    ]
    decisions, arising = content.decisions, content.last_time.open
    items = (
        *(_decision(line, f"Decision {n} of {len(decisions)}") for n, line in enumerate(decisions, 1)),
        *(_exception(line, f"Exception {n} of {len(exceptions)}") for n, line in enumerate(exceptions, 1)),
        *(_arising(line, f"Matter arising {n} of {len(arising)}") for n, line in enumerate(arising, 1)),
    )
    return tuple(_beside(item, standing.get(item.reference)) for item in items)


def _standing(content: Content) -> dict[str, CommitmentLine | ActionLine]:
    """Every commitment and action of the pack by its reference."""
    commitments = [line for objective in content.objectives for line in objective.lines]
    every: dict[str, CommitmentLine | ActionLine] = {line.reference: line for line in commitments}
    return every | {action.reference: action for line in commitments for action in line.actions}


def _beside(item: Item, line: CommitmentLine | ActionLine | None) -> Item:
    if line is None:
        return item
    strip = line.strip if isinstance(line, CommitmentLine) else ()
    whose = line.lead if isinstance(line, CommitmentLine) else line.agency
    facts = tuple(fact for fact in item.facts if fact[0] != HELD)
    mark = item.mark or line.judged.published
    return replace(item, mark=mark, facts=facts, judged=line.judged, strip=strip, whose=whose)


def _decision(line: Decision, part: str) -> Item:
    facts = [("Owner", line.owner)] if line.owner else []
    if line.back_on:
        facts.append(("Plan", f"recovery plan to {day(line.back_on)}"))
    return Item(
        line.number,
        part,
        line.reference,
        line.title,
        line.mark,
        line.asked,
        tuple(facts),
        line.recommendation,
        line.options,
        line.why,
    )


def _exception(line: ExceptionLine, part: str) -> Item:
    facts = [(HELD, line.held)] if line.held else []
    for action in line.actions:
        facts.append((action.reference, " ".join(action.sentences)))
        facts.append(("Recovery plan", action.plan or "No recovery plan given"))
        facts += [("Ask", action.ask)] if action.ask else []
    facts += [("Owner", line.owner)] if line.owner else []
    return Item(line.number, part, line.reference, line.title, line.mark, line.sentences, tuple(facts))


def _arising(line: Returned, part: str) -> Item:
    overdue = "Overdue since" if line.overdue else "By"
    facts = [("Raised", f"{line.raised}, pack of {line.raised_in}"), ("Answers for it", line.owner)]
    facts += [("So far", step) for step in line.so_far] or [("So far", "No answer yet")]
    facts += [("Made", made) for made in line.made]
    facts.append((overdue, day(line.due_on)))
    title = f"{line.matter}: {line.title}" if line.title else f"{line.matter} on the whole pack"
    return Item(line.number, part, line.about, title, None, (line.words,), tuple(facts))
