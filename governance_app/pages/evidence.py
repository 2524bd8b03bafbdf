"""Evidence: given with an update's draft or at any time, and its files saved again by whoever may read it.

A file is kept before any act names it. Opening a page changes nothing; saving a file goes to the access log.
"""

import hashlib
from typing import Any

import msgspec
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Stream, Template

from governance_app.evidence_words import LABELS
from governance_app.file_names import attachment
from governance_app.forms import read_form
from governance_app.guarding import FIELD_LABELS
from governance_app.holding import KEEPS_TYPING
from governance_app.offering import Giving, forget_held, offered_on, offering, things_of
from governance_app.reading import Reading
from governance_app.sitting import Sitting, on_to, sit_down
from governance_app.storage import open_store, stream
from governance_app.uploads import TAKES_FILES
from objectives.drafts import add_pieces, drop_piece, written_at
from objectives.evidence import NewEvidence, give_pieces
from objectives.faults import refuse_if
from objectives.files import file_of
from objectives.mandates import row_of
from objectives.pack_shelf import note_opening
from objectives.permissions import why_not_give_evidence
from objectives.problems import Conflict, NotFound
from objectives.tables.action import Action as ActionRow
from objectives.tables.person import Person
from objectives.visibility import why_not_read

AT = "/strategies/{key:str}/actions/{reference:str}"
OFFERS = {KEEPS_TYPING: True, TAKES_FILES: True, FIELD_LABELS: LABELS}
NOT_OPEN = (
    "There is no such file in this strategy, or it is not open to you. Evidence is open to its own agency, the "
    "business unit, the Executive Group and the independent scrutineer. If you need it, ask the business unit."
)
AWAY = "Evidence is given here for now, not for another day. Open the page from the menu."


def tag_of(piece: NewEvidence) -> str:
    """Names a piece in a draft, so that a button pressed twice takes nothing else out."""
    return hashlib.sha256(msgspec.json.encode(piece)).hexdigest()[:16]


def _giving_at(sitting: Sitting, request: Request[Any, Any, Any]) -> Giving:
    return Giving(sitting.reading, sitting.action, sitting.at("evidence"), request.user.signed_in)


@get(f"{AT}/update/evidence")
async def beside_update(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    sitting = sit_down(request, reading, reference)
    if sitting.before.locked:
        return Redirect(sitting.at(), status_code=303)
    return await _with_draft(request, sitting)


@post(f"{AT}/update/evidence", opt=OFFERS, request_max_body_size=None)
async def add(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    """Puts evidence to the draft; it is given when the update is sent."""
    sitting = _open_draft(request, reading, reference)
    offered = await offered_on(request, _giving_at(sitting, request))
    if not offered.pieces:
        return await _with_draft(request, sitting, offered=offered)
    await add_pieces(sitting.desk, offered.pieces, sitting.before.newest)
    await forget_held(request)
    return on_to(request, sitting.at("evidence"))


@post(f"{AT}/update/evidence/remove")
async def take_out(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Redirect:
    sitting = _open_draft(request, reading, reference)
    tag = (await read_form(request)).get("piece")
    draft, _ = await written_at(sitting.desk)
    for piece in draft.pieces:
        if tag_of(piece) == tag:
            await drop_piece(sitting.desk, piece)
    return Redirect(sitting.at("evidence"), status_code=303)


def _open_draft(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Sitting:
    """Raises Conflict where the update is locked."""
    sitting = sit_down(request, reading, reference)
    if sitting.before.locked:
        raise Conflict(sitting.before.locked)
    return sitting


async def _with_draft(request: Request[Any, Any, Any], sitting: Sitting, **context: Any) -> Template:
    draft, _ = await written_at(sitting.desk)
    return await offering(
        request,
        _giving_at(sitting, request),
        "evidence/with_update.html",
        before=sitting.before,
        pieces=[(tag_of(piece), piece) for piece in draft.pieces],
        **context,
    )


def _any_time(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Giving:
    """Raises NotFound, NotAllowed."""
    _, action = reading.action(reference)
    refuse_if(why_not_give_evidence(request.user.signed_in, action))
    if reading.places.as_at:
        raise Conflict(AWAY)
    return Giving(reading, action, reading.places.evidence(reference), request.user.signed_in)


@get(f"{AT}/evidence")
async def offer(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    return await offering(request, _any_time(request, reading, reference), "evidence/offer.html")


@post(f"{AT}/evidence", opt=OFFERS, request_max_body_size=None)
async def give(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    giving = _any_time(request, reading, reference)
    offered = await offered_on(request, giving)
    if not offered.pieces:
        return await offering(request, giving, "evidence/offer.html", offered)
    person, action = await row_of(Person, giving.who.person), await row_of(ActionRow, giving.action.id)
    await give_pieces(person, action, offered.pieces)
    await forget_held(request)
    return on_to(request, f"{reading.places.action(reference)}#evidence")


@get("/strategies/{key:str}/evidence/{evidence_id:int}/file")
async def file(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], evidence_id: FromPath[int]
) -> Response[Any]:
    """A file, to be saved. Raises NotFound, NotAllowed, and Redacted where it is gone."""
    _refuse_closed(request, reading, evidence_id)
    kept = await file_of(evidence_id)
    content = await stream(open_store(request.app.state.settings), kept.sha256)
    await note_opening(request.user.signed_in.person, "evidence downloaded", f"evidence {evidence_id}")
    headers = {"Content-Disposition": attachment(kept.file_name), "Content-Length": str(kept.size)}
    return Stream(content, media_type=kept.media_type, headers=headers)


def _refuse_closed(request: Request[Any, Any, Any], reading: Reading, evidence: int) -> None:
    """Open to whoever may read one of the things that it is for; to others it is as if it were not there."""
    things = [thing for thing in things_of(reading) if any(piece.id == evidence for piece in thing.evidence)]
    if all(why_not_read(request.user.signed_in, thing) for thing in things):
        raise NotFound(NOT_OPEN)


routes = Router("/", route_handlers=[beside_update, add, take_out, offer, give, file])
