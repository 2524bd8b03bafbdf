"""A meeting put into its minutes: what was recorded, item by item, in the words of the record."""

from governance_app.meeting_room import Room
from governance_app.meeting_words import how_there
from governance_app.open_packs import name_of
from objectives.moments import day_of
from objectives.standing import Matter
from reports.arising import called
from reports.minutes import Attendee, MinutedItem, Minutes, Recorded
from reports.wording import day, post_words


def minutes_of(room: Room, time_zone: str) -> Minutes:
    signed = room.signed
    return Minutes(
        title="Executive Group: minutes",
        marking=room.pack.marking or "",
        partnership=room.content.partnership,
        pack=f"{name_of(room.pack)}, version {room.pack.version}",
        held_on=room.meeting.held_on,
        chair=room.chair,
        quoracy=signed.quoracy if signed else room.quoracy.sentence,
        attendees=tuple(Attendee(seat.name, seat.agency_name, how_there(seat)) for seat in room.seats),
        in_attendance=room.in_attendance,
        items=tuple(
            MinutedItem(
                f"{item.number} {item.part}: {item.reference} {item.title}".replace("  ", " "),
                item.says,
                tuple(map(_recorded, room.on(item))),
            )
            for item in room.agenda
        ),
        whole=tuple(map(_recorded, room.elsewhere)),
        signed_off=_signed_off(room, time_zone),
        example=room.content.example,
        recorded_at=signed.at if signed else room.meeting.called_at,
    )


def _recorded(matter: Matter) -> Recorded:
    return Recorded(
        called(matter),
        matter.reference,
        matter.words,
        matter.raised_by,
        post_words(matter.owner, "vacant"),
        matter.due_on,
    )


def _signed_off(room: Room, time_zone: str) -> str:
    signed = room.signed
    if signed is None:
        return ""
    by = f", written down by {signed.recorded_by}" if signed.recorded_by else ""
    said = f" {signed.words}" if signed.words else ""
    return f"The pack was signed off as reviewed by {signed.by}{by}, on {day(day_of(signed.at, time_zone))}.{said}"
