"""A meeting as its forms hold it: the day and the chair, how each member was there, and when one is quorate."""

from collections.abc import Sequence

from governance_app.action_words import chosen_row
from governance_app.forms import Answers, date_fields, date_words
from objectives.meetings import Attended, NewQuorum
from objectives.quoracy import Seat
from objectives.tables.agency import Agency
from objectives.tables.meeting import Meeting
from objectives.words import Presence

CALLED = (*date_fields("held_on"), "chair")
PARTNERS = (("local_authority", "The local authority"), ("health", "Health"), ("police", "The police"))
QUORUM = ("least_members", *(name for name, _ in PARTNERS))
PRESENCES = (
    (Presence.PRESENT, "Present"),
    (Presence.APOLOGIES, "Apologies"),
    (Presence.SUBSTITUTE, "Sent somebody"),
    (Presence.ABSENT, "Absent"),
)
SAID = {
    None: "Not recorded",
    Presence.PRESENT: "Present",
    Presence.APOLOGIES: "Apologies",
    Presence.ABSENT: "Absent",
}


def attendance_fields(seats: Sequence[Seat]) -> tuple[str, ...]:
    each = (name for seat in seats for name in (f"presence-{seat.person}", f"substitute-{seat.person}"))
    return (*CALLED, "in_attendance", *each)


def attendance_words(meeting: Meeting, seats: Sequence[Seat]) -> dict[str, str]:
    """What is recorded of a meeting, as its form shows it."""
    words = {"in_attendance": meeting.in_attendance, "chair": str(meeting.chair or "")}
    words |= date_words("held_on", meeting.held_on)
    for seat in seats:
        words[f"presence-{seat.person}"] = seat.presence or ""
        words[f"substitute-{seat.person}"] = seat.substitute
    return words


def read_attendance(answers: Answers, seats: Sequence[Seat]) -> dict[int, Attended]:
    """How each member was there, of those of whom it was said."""
    given = {
        seat.person: next((p for p in Presence if p == answers.text(f"presence-{seat.person}")), None)
        for seat in seats
    }
    return {
        person: Attended(presence, answers.text(f"substitute-{person}"))
        for person, presence in given.items()
        if presence
    }


async def read_quorum(answers: Answers) -> NewQuorum:
    least = answers.text("least_members")
    partners = {name: await chosen_row(answers, name, Agency) for name, _ in PARTNERS}
    is_number = least.isascii() and least.isdigit() and len(least) < 3
    return NewQuorum(least_members=int(least) if is_number else 0, **partners)


def how_there(seat: Seat) -> str:
    """`Present`, `Apologies`, or who came: `Represented by Pat Example, deputy head`."""
    if seat.presence is Presence.SUBSTITUTE:
        return f"Represented by {seat.substitute}"
    return SAID[seat.presence]
