"""One meeting with all that its pages show: its pack, who was there, what was recorded, its sign-off."""

import datetime as dt
from typing import Any

from litestar import Request
from msgspec import Struct

from governance_app.open_packs import open_pack, visit_to
from governance_app.reading import Reading
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.meetings import find_meeting, rule_of, seats_of
from objectives.pack_shelf import ShelvedPack
from objectives.quoracy import Quoracy, Seat, quoracy_of
from objectives.standing import Matter
from objectives.tables.meeting import Meeting, PackReview
from objectives.tables.pack import Pack
from objectives.tables.person import Person
from objectives.visibility import why_not_read_meetings
from reports.agenda import Item, agenda_of
from reports.challengeable import PackLine, lines_of
from reports.content import Content, read_content


class Signed(Struct, frozen=True):
    """The pack was signed off: by the chair, written down by whom, and when (UTC)."""

    by: str
    recorded_by: str
    at: dt.datetime
    quoracy: str
    words: str


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
    meeting = await find_meeting(key, id)
    row = await row_of(Pack, meeting.pack)
    pack, content = await open_pack(visit_to(request, key), key, row.digest)
    seats = await seats_of(meeting, reading.standing.moment.today)
    signed = await _signed(meeting)
    chair = await row_of(Person, meeting.chair) if meeting.chair else None
    return Room(
        meeting=meeting,
        pack=pack,
        content=read_content(content.encode()),
        seats=seats,
        quoracy=quoracy_of(await rule_of(meeting.strategy), seats),
        chair=chair.name if chair else "",
        signed=signed,
        matters=tuple(m for m in reading.standing.matters if m.meeting == meeting.id),
    )


async def _signed(meeting: Meeting) -> Signed | None:
    rows = await PackReview.raw(_SIGNED, meeting.id)
    return Signed(**rows[0]) if rows else None


_SIGNED = """
SELECT c.name AS by, CASE WHEN w.id = c.id THEN '' ELSE w.name END AS recorded_by, r.reviewed_at AS at, r.quoracy,
    r.words
FROM pack_review r JOIN person c ON c.id = r.reviewed_by JOIN person w ON w.id = r.recorded_by WHERE r.meeting = {}
"""
