"""Section 2, decisions sought: what rules propose, as the business unit worded, ordered and added to it.

The rules are in `objectives.proposing`; here each decision gets its number, its rating and the line that tells it in
full. What was proposed and left out is listed after them, with the reason.
"""

from objectives.problems import NotFound
from objectives.rated import Judgement
from objectives.sought import Agenda, Entry
from objectives.standing import Action
from reports.content import ExceptionLine, Exceptions, Section
from reports.sections import Decision, LeftOut
from reports.wording import (
    NOT_RATED_THEN,
    Mark,
    counted,
    listed,
    mark_of,
    owner_of,
    post_words,
    sentence_case,
    verb,
)

NAME = "Decisions sought"
NOTHING = (
    "No red asks for anything, lacks a plan or lacks an owner, no amber has been held for three rounds, and nothing "
    "escalated."
)
THE_WHOLE = "The strategy as a whole"
OVER = (
    ("red", "{0}", "red"),
    ("amber", "{0} held for three rounds or more", "amber"),
    ("assurance", "{0}", "assurance request"),
    ("date", "{0}", "new date"),
    ("own", "{0} that the business unit raises", "matter"),
)
"""In the order in which a headline says them: the rule, its words, and the noun that is counted."""


def decisions_of(agenda: Agenda, found: Exceptions, judgement: Judgement) -> tuple[Decision, ...]:
    """Every decision that is put to the Group, in its order, numbered 2.1, 2.2 …"""
    lines = {line.reference: line for line in (*found.red, *found.amber)}
    return tuple(
        _decision(f"2.{n}", entry, lines.get(entry.reference), judgement)
        for n, entry in enumerate(agenda.entries, 1)
    )


def left_out_of(agenda: Agenda, judgement: Judgement) -> tuple[LeftOut, ...]:
    """What a rule proposed and is not put to the Group; the business unit's own thoughts are its own."""
    return tuple(
        LeftOut(
            reference=entry.reference,
            title=title_of(entry.reference, judgement),
            because=entry.proposal.because,
            reason=entry.said.left_out,
            by=entry.said.written_by,
        )
        for entry in agenda.left_out
        if entry.proposal and entry.said
    )


def section_of(decisions: tuple[Decision, ...]) -> Section:
    return Section(2, NAME, headline(decisions), "" if decisions else NOTHING)


def headline(decisions: tuple[Decision, ...]) -> str:
    """How many decisions are sought and over what, without a full stop."""
    if not decisions:
        return "No decision is sought"
    counts = [(sum(one.rule == rule for one in decisions), words, noun) for rule, words, noun in OVER]
    over = listed([words.format(counted(count, noun)) for count, words, noun in counts if count])
    return f"{sentence_case(counted(len(decisions), 'decision'))} {verb(len(decisions))} sought: on {over}"


def title_of(reference: str, judgement: Judgement) -> str:
    """The title of what a decision is about; a reference that has gone from the plan is a fault of the caller."""
    if not reference:
        return THE_WHOLE
    thing = judgement.standing.by_reference.get(reference)
    if thing is None:
        raise NotFound(f"Nothing in the plan is called {reference}.")
    return thing.title if isinstance(thing, Action) else thing.short_title


def mark_for(reference: str, judgement: Judgement) -> Mark:
    rated = judgement.actions.get(reference) or judgement.commitments.get(reference)
    return mark_of(rated) if rated else NOT_RATED_THEN


def _decision(number: str, entry: Entry, line: ExceptionLine | None, judgement: Judgement) -> Decision:
    plans = [action.back_on for action in line.actions if action.back_on] if line else []
    return Decision(
        number=number,
        exception=line.number if line else "",
        reference=entry.reference,
        title=title_of(entry.reference, judgement),
        mark=mark_for(entry.reference, judgement),
        held=line.held if line else "",
        asked=entry.wording.question,
        why=entry.wording.why,
        owner=_owner(entry.reference, line, judgement),
        back_on=min(plans, default=None),
        rule=entry.origin.split("-", 1)[0],
        because=entry.proposal.because if entry.proposal else entry.wording.question[0],
        recommendation=entry.wording.recommendation,
        options=entry.wording.options,
        worded_by=entry.said.written_by if entry.said and entry.said.is_worded else "",
    )


def _owner(reference: str, line: ExceptionLine | None, judgement: Judgement) -> str:
    """Who owns what is behind it: of a commitment the red actions' owners, else who is accountable for it."""
    if line:
        owners = [action.owner for action in line.actions] or [line.owner]
        return "; ".join(dict.fromkeys(filter(None, owners)))
    thing = judgement.standing.by_reference.get(reference)
    if thing is None:
        return ""
    return owner_of(thing) if isinstance(thing, Action) else post_words(thing.accountable, "vacant")
