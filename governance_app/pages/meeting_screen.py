"""The meeting's screen for a shared display: one item at a time, and what is decided, challenged or asked on it."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from governance_app.forms import Answers, Form, number_in, read_form, refused, typed
from governance_app.matter_words import FIELDS, KINDS, begun, form_for, read_matter
from governance_app.meeting_room import Room, enter
from governance_app.planning import acting_person
from governance_app.reading import Reading
from governance_app.showing.raised import raised_lines
from governance_app.showing.tiles import kept_strip
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.matters import raise_matter
from objectives.permissions import why_not_raise_matter

MEETING = "/strategies/{key:str}/meetings/{meeting_id:int}"


@get(f"{MEETING}/screen")
async def screen(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    meeting_id: FromPath[int],
    item: Annotated[int, QueryParameter(required=False)] = 1,
    kind: Annotated[str, QueryParameter(name="record", required=False)] = "",
) -> Template:
    """One item; with the form for the record where a decision, a challenge or a question is to be put down."""
    return _shown(request, reading, await enter(request, reading, key, meeting_id), item, None, kind)


@post(f"{MEETING}/matters", status_code=200)
async def record(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    meeting_id: FromPath[int],
) -> Response[Any]:
    refuse_if(why_not_raise_matter(request.user.signed_in))
    room = await enter(request, reading, key, meeting_id)
    sent = await read_form(request)
    answers, item = Answers(typed(sent, FIELDS)), number_in(sent, "item")
    new = await read_matter(answers, room.lines, reading.standing, room.meeting)
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        form = await refused(raise_matter(await acting_person(request), room.pack.digest, new), answers.words)
    if form:
        return _shown(request, reading, room, item, form)
    request.app.state.postman.wake()
    return Redirect(f"{reading.places.meeting(meeting_id, 'screen')}?item={item}", status_code=303)


def _shown(
    request: Request[Any, Any, Any],
    reading: Reading,
    room: Room,
    item: int,
    form: Form | None,
    kind: str = "",
) -> Template:
    """The item of a number, or the nearest there is; the form begins with what the item is about."""
    agenda, places = room.agenda, reading.places
    at = min(max(item, 1), len(agenda)) if agenda else 0
    shown = agenda[at - 1] if at else None
    records = why_not_raise_matter(request.user.signed_in) is None and room.signed is None
    about = shown.number if shown else ""
    words = begun(kind, about, room.lines, reading.standing)
    return show(
        request,
        "meetings/screen.html",
        form.status if form else 200,
        places=places,
        section="Meetings",
        room=room,
        item=shown,
        strip_of=kept_strip(shown.strip) if shown and shown.strip else None,
        recording=kind in {str(one) for one, *_ in KINDS},
        at=at,
        before=agenda[at - 2] if at > 1 else None,
        after=agenda[at] if at < len(agenda) else None,
        here=places.meeting(room.meeting.id, "screen"),
        recorded=raised_lines(
            room.on(shown) if shown else room.elsewhere, places, request.app.state.time_zone
        ),
        records=records,
        form=form or Form(words),
        kinds=KINDS,
        asked=form_for(request.user.signed_in, room.lines, reading.standing) if records else None,
    )


routes = Router("/", route_handlers=[screen, record])
