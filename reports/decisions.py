"""Section 2, decisions sought: filled by rule from the exceptions that need the Executive Group.

A red asks what its owner asks, who owns it, or how it comes back; an amber from its third round asks what is to
change [ours]. What the business unit recommends is not said here.
"""

from collections.abc import Iterator

from reports.content import ExceptionLine, Exceptions, Need, Section
from reports.sections import Decision
from reports.wording import counted, listed, sentence_case, verb

NAME = "Decisions sought"
NOTHING = (
    "No red asks for anything, lacks a plan or lacks an owner, and no amber has been held for three rounds."
)


def decisions_of(found: Exceptions, needs: tuple[Need, ...]) -> tuple[Decision, ...]:
    """A decision for each need, in the same order, numbered 2.1, 2.2 …"""
    lines = {line.number: line for line in (*found.red, *found.amber)}
    return tuple(_decision(f"2.{n}", lines[need.number]) for n, need in enumerate(needs, 1))


def section_of(decisions: tuple[Decision, ...]) -> Section:
    return Section(2, NAME, headline(decisions), "" if decisions else NOTHING)


def headline(decisions: tuple[Decision, ...]) -> str:
    """How many decisions are sought and over what, without a full stop."""
    if not decisions:
        return "No decision is sought"
    reds = sum(decision.mark.shape == "red" for decision in decisions)
    ambers = len(decisions) - reds
    over = listed(
        [
            words
            for count, words in (
                (reds, counted(reds, "red")),
                (ambers, f"{counted(ambers, 'amber')} held for three rounds or more"),
            )
            if count
        ]
    )
    sought = sentence_case(counted(len(decisions), "decision"))
    return f"{sought} {verb(len(decisions))} sought: on {over}"


def _decision(number: str, line: ExceptionLine) -> Decision:
    plans = [action.back_on for action in line.actions if action.back_on]
    owners = [action.owner for action in line.actions] or [line.owner]
    return Decision(
        number=number,
        exception=line.number,
        reference=line.reference,
        title=line.title,
        mark=line.mark,
        held=line.held,
        asked=tuple(_asked(line)),
        why=tuple(_why(line)),
        owner="; ".join(dict.fromkeys(filter(None, owners))),
        back_on=min(plans, default=None),
    )


def _asked(line: ExceptionLine) -> Iterator[str]:
    if line.asks:
        yield f"What is to change, or is it accepted that {line.reference} stays amber? It has been for {line.held}."
        return
    for action in line.actions:
        if action.ask:
            yield f"{action.reference} asks: {action.ask}"
        if action.unowned:
            yield f"Who owns {action.reference}?"
        if not action.plan:
            yield f"How does {action.reference} come back, and by when? No recovery plan is given."
    if not line.actions:
        yield f"What is to happen to {line.reference}?"


def _why(line: ExceptionLine) -> Iterator[str]:
    """The gravest fact of each action; the exception tells the rest."""
    if not line.actions:
        yield from line.sentences
    for action in line.actions:
        yield f"{action.reference}: {next(iter(action.sentences), '')}"
