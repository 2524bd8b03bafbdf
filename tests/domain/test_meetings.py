"""Meetings: called for an issued pack, who was there, whether that is a quorum, and the pack signed off for good."""

import datetime as dt

import pytest
from asyncpg.exceptions import PostgresError

from objectives.history import newest_sequence
from objectives.mandates import fresh
from objectives.meetings import (
    Attended,
    NewQuorum,
    call_meeting,
    note_attendance,
    rule_of,
    seats_of,
    set_quorum,
    sign_off,
)
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.quoracy import Rule, Seat, quoracy_of
from objectives.tables.meeting import Attendance, Meeting
from objectives.tables.person import Person
from objectives.words import Presence
from reports.pack import BuiltPack
from tests.makers import KEY, Partnership, an_action, it_is
from tests.raising import a_matter, a_member, an_issued_pack

POLICE, HEALTH, COUNCIL = 1, 2, 3
RULE = Rule(2, ((COUNCIL, "the council"), (POLICE, "the police")))


def seat(agency: int, presence: Presence | None = Presence.PRESENT) -> Seat:
    return Seat(agency, f"Member {agency}", agency, "An agency", presence)


@pytest.mark.parametrize(
    ("seats", "quorate", "said"),
    [
        ([seat(POLICE), seat(COUNCIL)], True, "Quorate: 2 of 2 members"),
        ([seat(POLICE), seat(COUNCIL, Presence.SUBSTITUTE)], True, "every statutory partner"),
        ([seat(POLICE), seat(HEALTH)], False, "nobody for the council"),
        ([seat(COUNCIL)], False, "2 are needed and there is nobody for the police"),
        ([seat(POLICE, Presence.APOLOGIES), seat(COUNCIL), seat(HEALTH)], False, "2 of 3 members"),
        ([seat(POLICE, None), seat(COUNCIL, Presence.ABSENT)], False, "0 of 2 members"),
        (
            [seat(POLICE, None), seat(COUNCIL, None)],
            False,
            "Nobody has recorded yet who is there. 2 of 2 members",
        ),
    ],
)
def test_a_quorum_is_enough_members_and_every_statutory_partner(
    seats: list[Seat], quorate: bool, said: str
) -> None:
    found = quoracy_of(RULE, seats)
    assert (found.quorate, said in found.sentence) == (quorate, True)


def test_without_a_rule_no_meeting_is_quorate() -> None:
    found = quoracy_of(None, [seat(POLICE)])
    assert not found.quorate
    assert "Nobody has set when a meeting is quorate" in found.sentence


@pytest.fixture
async def pack(p: Partnership) -> BuiltPack:
    await an_action(p)
    return await an_issued_pack(p)


@pytest.fixture
async def chair(p: Partnership) -> Person:
    return await a_member(p)


async def a_meeting(p: Partnership, pack: BuiltPack, chair: Person) -> Meeting:
    meeting = await call_meeting(p.moderator, pack.digest, p.round.meets_on, chair)
    await it_is(p.round.meets_on)
    return meeting


async def test_one_meeting_is_called_for_an_issued_pack(
    p: Partnership, pack: BuiltPack, chair: Person
) -> None:
    with pytest.raises(NotAllowed, match="Only the business unit"):
        await call_meeting(chair, pack.digest, p.round.meets_on)
    with pytest.raises(Invalid, match="Give the day of the meeting"):
        await call_meeting(p.moderator, pack.digest, None)
    await a_meeting(p, pack, chair)
    with pytest.raises(Conflict, match="has been called already"):
        await call_meeting(p.moderator, pack.digest, p.round.meets_on)


async def test_members_on_the_day_have_a_seat_and_a_substitute_is_named(
    p: Partnership, pack: BuiltPack, chair: Person
) -> None:
    second = await a_member(p, "Dana Example")
    meeting = await a_meeting(p, pack, chair)
    attended = {chair.id: Attended(Presence.PRESENT), second.id: Attended(Presence.SUBSTITUTE, " ")}
    with pytest.raises(Invalid, match="Say who came for them"):
        await note_attendance(p.moderator, meeting, chair, attended)
    attended[second.id] = Attended(Presence.SUBSTITUTE, "Pat Example, deputy head")
    await note_attendance(p.moderator, meeting, chair, attended, "Morgan Example, minutes")
    told = [(s.name, s.presence, s.substitute) for s in await seats_of(meeting, p.round.meets_on)]
    assert told == [
        ("Chris Example", Presence.PRESENT, ""),
        ("Dana Example", Presence.SUBSTITUTE, "Pat Example, deputy head"),
    ]
    await note_attendance(p.moderator, meeting, chair, {second.id: Attended(Presence.APOLOGIES)})
    assert await Attendance.count() == 2


async def test_the_quorum_is_set_by_the_business_unit_and_can_change(p: Partnership) -> None:
    with pytest.raises(NotAllowed):
        await set_quorum(p.owner, KEY, NewQuorum(least_members=3))
    with pytest.raises(Invalid, match="from 1 to 99"):
        await set_quorum(p.moderator, KEY, NewQuorum(least_members=0))
    await set_quorum(p.moderator, KEY, NewQuorum(least_members=3, police=p.police))
    quorum = await set_quorum(p.moderator, KEY, NewQuorum(least_members=1, police=p.police))
    assert await rule_of(quorum.strategy) == Rule(1, ((p.police.id, "West Midlands Police"),))


async def test_a_signed_off_pack_and_its_meeting_stand(
    p: Partnership, pack: BuiltPack, chair: Person
) -> None:
    await set_quorum(p.moderator, KEY, NewQuorum(least_members=1, police=p.police))
    meeting = await a_meeting(p, pack, chair)
    await note_attendance(p.moderator, meeting, chair, {chair.id: Attended(Presence.PRESENT)})
    await a_matter(p, chair, pack.digest, p.round.meets_on, meeting=meeting)
    for person in (p.owner, p.executive):
        with pytest.raises(NotAllowed, match="Only the chair"):
            await sign_off(person, meeting)
    review = await sign_off(p.moderator, meeting, "The Group believes the pack.")
    assert (review.quorate, review.reviewed_by, review.recorded_by) == (True, chair.id, p.moderator.id)
    assert review.quoracy.startswith("Quorate: 1 of 1 members")
    for late in (
        sign_off(chair, meeting),
        note_attendance(p.moderator, meeting, chair, {chair.id: Attended(Presence.ABSENT)}),
        a_matter(p, chair, pack.digest, p.round.meets_on, meeting=meeting),
    ):
        with pytest.raises(Conflict, match="has signed the pack off"):
            await late
    await a_matter(p, chair, pack.digest, p.round.meets_on)


async def test_the_database_keeps_a_signed_off_meeting_as_it_was(
    p: Partnership, pack: BuiltPack, chair: Person
) -> None:
    meeting = await a_meeting(p, pack, chair)
    await note_attendance(p.moderator, meeting, chair, {chair.id: Attended(Presence.PRESENT)})
    review = await sign_off(chair, await fresh(meeting))
    row = await Attendance.objects().first()
    assert row is not None
    row.presence = Presence.ABSENT
    changed = await fresh(meeting)
    changed.held_on = dt.date(2026, 1, 1)
    for one in (row, changed):
        with pytest.raises(PostgresError, match="its meeting has signed the pack off"):
            await one.save()
    review.words = "Something else."
    with pytest.raises(PostgresError, match="written once and never changed"):
        await review.save()


async def test_nobody_signs_off_without_a_chair(p: Partnership, pack: BuiltPack, chair: Person) -> None:
    meeting = await call_meeting(p.moderator, pack.digest, p.round.meets_on)
    with pytest.raises(Conflict, match="Say who chaired"):
        await sign_off(p.moderator, meeting)


async def test_who_was_there_is_not_overwritten_nor_signed_for_unseen(
    p: Partnership, pack: BuiltPack, chair: Person
) -> None:
    meeting = await a_meeting(p, pack, chair)
    await note_attendance(p.moderator, meeting, chair, {chair.id: Attended(Presence.PRESENT)})
    (row,) = await Attendance.objects()
    seen = await newest_sequence(row)
    absent = {chair.id: Attended(Presence.APOLOGIES)}
    await note_attendance(p.moderator, meeting, chair, absent, seen=seen)
    for stale in (
        note_attendance(p.moderator, meeting, chair, {}, seen=seen),
        sign_off(chair, meeting, seen=seen),
    ):
        with pytest.raises(Conflict, match="Somebody changed this"):
            await stale
    assert (await fresh(row)).presence == Presence.APOLOGIES
