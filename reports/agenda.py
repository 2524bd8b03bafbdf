"""The agenda of a meeting, from the pack it reviews: decisions sought, exceptions, then matters arising. Pure."""

from msgspec import Struct

from reports.content import Content, ExceptionLine
from reports.last_time import Returned
from reports.sections import Decision
from reports.wording import Mark, day


class Item(Struct, frozen=True):
    """One item: `part` says which of how many of its kind. `says` are what it must know, `facts` name and value."""

    number: str
    part: str
    reference: str
    title: str
    mark: Mark | None
    says: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def agenda_of(content: Content) -> tuple[Item, ...]:
    """Every item in the order of the meeting; an exception that a decision tells in full is not called twice."""
    told = {decision.exception for decision in content.decisions}
    found = content.exceptions
    exceptions = [
        line for line in (*found.red, *found.amber, *found.stale, *found.unowned) if line.number not in told
    ]
    decisions, arising = content.decisions, content.last_time.open
    return (
        *(_decision(line, f"Decision {n} of {len(decisions)}") for n, line in enumerate(decisions, 1)),
        *(_exception(line, f"Exception {n} of {len(exceptions)}") for n, line in enumerate(exceptions, 1)),
        *(_arising(line, f"Matter arising {n} of {len(arising)}") for n, line in enumerate(arising, 1)),
    )


def _decision(line: Decision, part: str) -> Item:
    facts = [("Recommended", line.recommendation)] if line.recommendation else []
    facts += [(f"Option {n}", option) for n, option in enumerate(line.options, 1)]
    facts += [("Why", reason) for reason in line.why]
    facts += [("Owner", line.owner)] if line.owner else []
    if line.back_on:
        facts.append(("Plan", f"recovery plan to {day(line.back_on)}"))
    return Item(line.number, part, line.reference, line.title, line.mark, line.asked, tuple(facts))


def _exception(line: ExceptionLine, part: str) -> Item:
    facts = [("Held", line.held)] if line.held else []
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
