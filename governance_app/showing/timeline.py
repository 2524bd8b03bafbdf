"""What happened to an action or a commitment, newest first, told from its standing: who did what on which day."""

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct

from objectives.moments import day_of
from objectives.standing import Action, Commitment, Evidence, Moderation, Update
from objectives.words import Grade
from reports.wording import day


class Event(Struct, frozen=True):
    on: dt.date
    sentence: str


def of_action(action: Action, time_zone: str) -> tuple[Event, ...]:
    """Updates, moved dates, evidence, checks and moderations of one action. Days are days in the time zone."""
    events = [Event(action.added_on, "Added to the plan.")]
    events += _updates(action.updates, time_zone)
    events += _dates(action, time_zone)
    events += _evidence(action.evidence, time_zone)
    events += _moderations(action.moderations, time_zone)
    events += [
        Event(
            c.checked_on,
            f"{c.checked_by} checked whether it still works: {'it does' if c.passed else 'it does not'}.",
        )
        for c in action.checks
    ]
    if ended := action.supersession:
        on = day_of(ended.superseded_at, time_zone)
        events.append(Event(on, f"{ended.superseded_by} superseded it: {ended.reason}"))
    if action.delivered_on:
        events.append(Event(action.delivered_on, "Said to be delivered; waits to be verified."))
    return _newest_first(events)


def of_commitment(commitment: Commitment, readable: Iterable[Action], time_zone: str) -> tuple[Event, ...]:
    """What happened to the commitment itself, when its actions were added, and what the readable ones said."""
    events = [Event(v.dated_on, f"Variation noted: {v.note}") for v in commitment.variations]
    events += _moderations(commitment.moderations, time_zone)
    events += _evidence(commitment.evidence, time_zone)
    events += [
        Event(action.added_on, f"{action.reference} added to the plan: {action.title}")
        for action in commitment.actions
    ]
    for action in readable:
        events += [
            Event(event.on, f"{action.reference}: {event.sentence}")
            for event in [*_moderations(action.moderations, time_zone), *_updates(action.updates, time_zone)]
        ]
    if commitment.business_as_usual_from:
        events.append(Event(commitment.business_as_usual_from, "Moved to business as usual."))
    return _newest_first(events)


def _updates(updates: Iterable[Update], time_zone: str) -> Iterator[Event]:
    for update in updates:
        late = ", after the freeze" if update.late else ""
        said = "Nothing to report" if update.nothing_to_report else "Update given"
        yield Event(
            day_of(update.submitted_at, time_zone),
            f"{said} for {update.round.name}{late} by {update.submitted_by}: owner’s rating {update.owner_rating}.",
        )


def _dates(action: Action, time_zone: str) -> Iterator[Event]:
    for milestone in action.milestones:
        for move in milestone.forecast_changes:
            moved = f"from {day(move.from_on)} to {day(move.to_on)}"
            yield Event(
                day_of(move.moved_at, time_zone),
                f"{move.moved_by} moved the forecast of “{milestone.title}” {moved}: {move.reason}",
            )
        for asked in milestone.rebaselines:
            to = f"a new approved date for “{milestone.title}”, {day(asked.to_on)}"
            yield Event(day_of(asked.asked_at, time_zone), f"{asked.asked_by} asked for {to}: {asked.reason}")
            if asked.decided_at:
                verb = "approved" if asked.approved else "refused"
                yield Event(day_of(asked.decided_at, time_zone), f"{asked.decided_by} {verb} {to}.")
        if milestone.met_on:
            yield Event(milestone.met_on, f"Milestone met: “{milestone.title}”.")


def _evidence(pieces: Iterable[Evidence], time_zone: str) -> Iterator[Event]:
    for piece in pieces:
        yield Event(day_of(piece.given_at, time_zone), f"{piece.given_by} gave evidence: “{piece.title}”.")
        if piece.judged_at:
            verb = f"accepted at grade {piece.grade or Grade.NONE:d}" if piece.accepted else "returned"
            yield Event(day_of(piece.judged_at, time_zone), f"{piece.judged_by} {verb} “{piece.title}”.")


def _moderations(moderations: Iterable[Moderation], time_zone: str) -> Iterator[Event]:
    for moderation in moderations:
        yield Event(
            day_of(moderation.moderated_at, time_zone),
            f"Moderated to {moderation.rating} by {moderation.moderated_by}: {moderation.reason}",
        )


def _newest_first(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: event.on, reverse=True))
