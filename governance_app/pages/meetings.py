"""Meetings of the Executive Group: all of them, one, who was there, its sign-off, and its minutes."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.action_words import chosen_row
from governance_app.choices import agencies_now, members_on
from governance_app.forms import Answers, Form, number_in, read_form, refused, typed
from governance_app.meeting_room import Room, enter
from governance_app.meeting_words import (
    CALLED,
    PARTNERS,
    PRESENCES,
    QUORUM,
    attendance_fields,
    attendance_words,
    how_there,
    read_attendance,
    read_quorum,
)
from governance_app.minuting import minutes_of
from governance_app.planning import acting_person
from governance_app.reading import Reading
from governance_app.showing.raised import raised_lines, unanswered
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.held import calendar_of
from objectives.meetings import call_meeting, note_attendance, set_quorum, sign_off
from objectives.permissions import why_not_run, why_not_sign_off
from objectives.tables.person import Person
from objectives.visibility import why_not_read_meetings

HERE = "/strategies/{key:str}/meetings"
MEETING = f"{HERE}/{{meeting_id:int}}"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Asked = Request[Any, Any, Any]
Reads = NamedDependency[Reading]


@get(HERE)
async def meetings(request: Asked, reading: Reads, key: FromPath[str]) -> Template:
    return await _all(request, reading, key, Form(), Form())


@post(HERE, status_code=200)
async def call(request: Asked, reading: Reads, key: FromPath[str]) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    answers = Answers(typed(await read_form(request), (*CALLED, "pack")))
    held_on, chair = answers.day("held_on"), await chosen_row(answers, "chair", Person)
    answers.faults.need(answers.text("pack"), "pack", "Choose the pack that it reviews.")
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        act = call_meeting(await acting_person(request), answers.text("pack"), held_on, chair)
        form = await refused(act, answers.words)
    if form:
        return await _all(request, reading, key, form, Form())
    return Redirect(reading.places.meetings, status_code=303)


@post(f"{HERE}/quorum", status_code=200)
async def quorum(request: Asked, reading: Reads, key: FromPath[str]) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    answers = Answers(typed(await read_form(request), QUORUM))
    new = await read_quorum(answers)
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        form = await refused(set_quorum(await acting_person(request), key, new), answers.words)
    if form:
        return await _all(request, reading, key, Form(), form)
    return Redirect(reading.places.meetings, status_code=303)


async def _all(request: Asked, reading: Reading, key: str, form: Form, quorum_form: Form) -> Template:
    refuse_if(why_not_read_meetings(request.user.signed_in))
    keeps, today = why_not_run(request.user.signed_in) is None, reading.standing.moment.today
    found = await calendar_of(key)
    set_now = {name: str(value or "") for name, value in (found.quorum or {}).items()}
    return show(
        request,
        "meetings/meetings.html",
        max(form.status, quorum_form.status),
        places=reading.places,
        section="Meetings",
        meetings=found.meetings,
        unanswered=raised_lines(
            unanswered(reading.standing.matters), reading.places, request.app.state.time_zone
        ),
        today=today,
        keeps=keeps,
        form=form,
        quorum_form=quorum_form if quorum_form.words or quorum_form.faults else Form(set_now),
        packs=found.uncalled,
        members=members_on(today),
        agencies=agencies_now(),
        partners=PARTNERS,
        quorum_set=found.quorum is not None,
    )


# ------------------------------------------------------------------------------------------------------ one meeting


@get(MEETING)
async def meeting(request: Asked, reading: Reads, key: FromPath[str], meeting_id: FromPath[int]) -> Template:
    room = await enter(request, reading, key, meeting_id)
    reader = request.user.signed_in
    return show(
        request,
        "meetings/meeting.html",
        places=reading.places,
        section="Meetings",
        room=room,
        there=[(seat, how_there(seat)) for seat in room.seats],
        recorded=raised_lines(room.matters, reading.places, request.app.state.time_zone),
        keeps=why_not_run(reader) is None and room.signed is None,
        signs=why_not_sign_off(reader, room.meeting.chair) is None and room.signed is None,
    )


@get(f"{MEETING}/attendance")
async def attendance(
    request: Asked, reading: Reads, key: FromPath[str], meeting_id: FromPath[int]
) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    room = await enter(request, reading, key, meeting_id)
    return _ask_attendance(request, reading, room, Form(attendance_words(room.meeting, room.seats)))


@post(f"{MEETING}/attendance", status_code=200)
async def attend(
    request: Asked, reading: Reads, key: FromPath[str], meeting_id: FromPath[int]
) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    room = await enter(request, reading, key, meeting_id)
    sent = await read_form(request)
    answers = Answers(typed(sent, attendance_fields(room.seats)))
    chair = await chosen_row(answers, "chair", Person)
    held_on = answers.day("held_on", "Give the day of the meeting.")
    attended, seen = read_attendance(answers, room.seats), number_in(sent, "seen")
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        by, others = await acting_person(request), answers.text("in_attendance")
        act = note_attendance(by, room.meeting, chair, attended, others, seen, held_on)
        form = await refused(act, answers.words)
    if form:
        return _ask_attendance(request, reading, room, form)
    return Redirect(reading.places.meeting(meeting_id), status_code=303)


def _ask_attendance(request: Asked, reading: Reading, room: Room, form: Form) -> Template:
    return show(
        request,
        "meetings/attendance.html",
        form.status,
        places=reading.places,
        section="Meetings",
        room=room,
        form=form,
        presences=PRESENCES,
        noted={seat.person: how_there(seat) for seat in room.seats} if form.sentence else {},
        seen=reading.standing.moment.sequence,
        members=members_on(reading.standing.moment.today),
    )


@get(f"{MEETING}/sign-off")
async def to_sign_off(
    request: Asked, reading: Reads, key: FromPath[str], meeting_id: FromPath[int]
) -> Template:
    return _ask_sign_off(request, reading, await enter(request, reading, key, meeting_id), Form())


@post(f"{MEETING}/sign-off", status_code=200)
async def sign(
    request: Asked, reading: Reads, key: FromPath[str], meeting_id: FromPath[int]
) -> Response[Any]:
    room = await enter(request, reading, key, meeting_id)
    refuse_if(why_not_sign_off(request.user.signed_in, room.meeting.chair))
    sent = await read_form(request)
    words, seen = typed(sent, ("words",)), number_in(sent, "seen")
    act = sign_off(await acting_person(request), room.meeting, words.get("words", ""), seen)
    form = await refused(act, words)
    if form:
        return _ask_sign_off(request, reading, room, form)
    return Redirect(reading.places.meeting(meeting_id), status_code=303)


def _ask_sign_off(request: Asked, reading: Reading, room: Room, form: Form) -> Template:
    refuse_if(why_not_sign_off(request.user.signed_in, room.meeting.chair))
    return show(
        request,
        "meetings/sign_off.html",
        form.status,
        seen=reading.standing.moment.sequence,
        places=reading.places,
        section="Meetings",
        room=room,
        form=form,
    )


@get(f"{MEETING}/minutes")
async def minutes(
    request: Asked, reading: Reads, key: FromPath[str], meeting_id: FromPath[int]
) -> Response[bytes]:
    """The minutes as a Word draft, to be saved; the record stands in the service."""
    # Imported here: only who asks for minutes needs what writes Word.
    from reports.minutes import render_minutes

    room = await enter(request, reading, key, meeting_id)
    name = f"{key}-minutes-{room.meeting.held_on.isoformat()}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    document = render_minutes(minutes_of(room, request.app.state.time_zone))
    return Response(document, media_type=WORD, headers=headers)


routes = Router(
    "/",
    route_handlers=[
        meetings,
        call,
        quorum,
        meeting,
        attendance,
        attend,
        to_sign_off,
        sign,
        minutes,
    ],
)
