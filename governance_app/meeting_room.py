"""One meeting with all that its pages show: its pack, who was there, what was recorded, its sign-off."""

from typing import Any

from litestar import Request
from msgspec import Struct

from governance_app.open_packs import refuse_closed, visit_to
from governance_app.reading import Reading
from objectives.faults import refuse_if
from objectives.held import Signed, held_meeting
from objectives.pack_shelf import ShelvedPack
from objectives.quoracy import Quoracy, Seat, quoracy_of
from objectives.standing import Matter
from objectives.tables.meeting import Meeting
from objectives.visibility import why_not_read_meetings
from reports.agenda import Item, agenda_of
from reports.challengeable import PackLine, lines_of
from reports.content import Content, read_content


class Room(Struct, frozen=True):
    """`signed` is None while the meeting goes on; its quoracy is from then on what was signed with it."""

    meeting: Meeting
    pack: ShelvedPack
    content: Content
    seats: tuple[Seat, ...]
    quoracy: Quoracy
    chair: str
    signed: Signed | None
    matters: tuple[Matter, ...]

    @property
    def agenda(self) -> tuple[Item, ...]:
        return agenda_of(self.content)

    @property
    def lines(self) -> tuple[PackLine, ...]:
        return lines_of(self.content)

    @property
    def in_attendance(self) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, self.meeting.in_attendance.splitlines())))

    def on(self, item: Item) -> tuple[Matter, ...]:
        """What was recorded at the meeting on an item."""
        return tuple(matter for matter in self.matters if matter.line == item.number)

    @property
    def elsewhere(self) -> tuple[Matter, ...]:
        """What was recorded at the meeting on the whole pack or on a line that is no item."""
        items = {item.number for item in self.agenda}
        return tuple(matter for matter in self.matters if matter.line not in items)


async def enter(request: Request[Any, Any, Any], reading: Reading, key: str, id: int) -> Room:
    """The meeting of an id, for whoever may read meetings. Raises NotAllowed, NotFound."""
    refuse_if(why_not_read_meetings(request.user.signed_in))
    held = await held_meeting(key, id, reading.standing.moment.today)
    refuse_closed(visit_to(request, key), held.pack)
    return Room(
        meeting=held.meeting,
        pack=held.pack,
        content=read_content(held.content.encode()),
        seats=held.seats,
        quoracy=quoracy_of(held.rule, held.seats),
        chair=held.chair,
        signed=held.signed,
        matters=tuple(m for m in reading.standing.matters if m.meeting == id),
    )
