"""Offering evidence: what the two pages that ask for it share, with an update or at any time."""

from collections.abc import Iterator
from typing import Any

from litestar import Request
from litestar.response import Template
from msgspec import Struct

from governance_app.evidence_words import (
    FIELDS,
    KINDS,
    LINES_OFFERED,
    SENSITIVITIES,
    TO_BEGIN_WITH,
    about_offered,
    again,
    read_about,
    read_offer,
)
from governance_app.forms import Form, number_in, read_form, typed
from governance_app.guarding import Halted
from governance_app.holding import HELD, writer_seal
from governance_app.reading import Reading
from governance_app.storage import open_store
from governance_app.taking_in import KEPT, Taken, keep_beside, sealed, take_in
from governance_app.templating import show
from governance_app.uploads import MOST_FILES
from objectives.drafts import Words, held_at, release_typing
from objectives.evidence import NewEvidence
from objectives.mandates import row_of
from objectives.permissions import Mandate
from objectives.problems import NotFound
from objectives.standing import Action, Commitment
from objectives.tables.evidence import Evidence as EvidenceRow
from objectives.visibility import why_not_read
from reports.wording import day

MOST_EARLIER = 200


class Giving(Struct, frozen=True):
    """Where evidence is offered: for which action, at which address, by whom."""

    reading: Reading
    action: Action
    at: str
    who: Mandate


class Offered(Struct, frozen=True):
    """What a form gave: pieces without fault, or the form with its faults and what it holds already."""

    pieces: tuple[NewEvidence, ...] = ()
    form: Form = Form()
    taken: Taken = Taken(())


async def offered_on(request: Request[Any, Any, Any], giving: Giving) -> Offered:
    """Reads the form, keeping its files. Raises NotFound where evidence given before is not theirs to use again."""
    state = request.app.state
    try:
        form = await read_form(request)
    except Halted as halted:
        raise await keep_beside(
            halted, open_store(state.settings), state.secret, giving.who.person
        ) from halted
    words = typed(form, FIELDS)
    if form.get("then") == "again":
        row = await _earlier(giving, number_in(form, "earlier"))
        return Offered((again(row, read_about(words, giving.action)),))
    taken = await take_in(form, open_store(state.settings), state.secret, giving.who.person)
    offer = read_offer(words, taken.files, giving.action, giving.reading.standing.moment.today)
    faults = {"files": taken.fault} | offer.faults if taken.fault else offer.faults
    if taken.fault:
        faults["files"] = taken.fault
    return Offered(() if faults else offer.pieces, Form(words, faults), taken)


async def offering(
    request: Request[Any, Any, Any],
    giving: Giving,
    template: str,
    offered: Offered | None = None,
    **context: Any,
) -> Template:
    """The page that asks for evidence, with what was typed before where there is any."""
    secret = request.cookies.get(HELD, "")
    held: Words = await held_at(giving.who.person, secret, giving.at) if secret and not offered else {}
    form = offered.form if offered else Form(held or TO_BEGIN_WITH)
    taken = offered.taken if offered else Taken(())
    state = request.app.state
    return show(
        request,
        template,
        422 if form.faults else 200,
        places=giving.reading.places,
        section="My work",
        action=giving.action,
        at=giving.at,
        form=form,
        held=bool(held),
        kept=sealed(taken.files, state.secret, giving.who.person),
        kept_field=KEPT,
        kinds=KINDS,
        lines=LINES_OFFERED,
        sensitivities=SENSITIVITIES,
        about=about_offered(giving.action),
        earlier=earlier_offered(giving),
        most_files=MOST_FILES,
        max_mb=state.settings.max_upload_mb,
        writer=writer_seal(state.secret, giving.who.person, giving.at),
        **context,
    )


def earlier_offered(giving: Giving) -> list[tuple[str, str]]:
    """Evidence given for other things that somebody may read, newest first by the date it shows."""
    own = {piece.id for piece in giving.action.evidence}
    found = {
        piece.id: (piece, thing.reference)
        for thing in things_of(giving.reading)
        if why_not_read(giving.who, thing) is None
        for piece in thing.evidence
        if piece.id not in own and piece.redacted_at is None
    }
    newest = sorted(found.values(), key=lambda one: (one[0].shows_on, one[0].id), reverse=True)
    return [
        (str(piece.id), f"{piece.title} ({reference}, shows {day(piece.shows_on)})")
        for piece, reference in newest[:MOST_EARLIER]
    ]


def things_of(reading: Reading) -> Iterator[Action | Commitment]:
    """Everything that evidence can be for; a milestone's is its action's too."""
    for commitment in reading.standing.commitments():
        yield commitment
        yield from commitment.actions


async def _earlier(giving: Giving, id: int) -> EvidenceRow:
    if str(id) not in dict(earlier_offered(giving)):
        raise NotFound("This piece of evidence is not one that you can give again.")
    return await row_of(EvidenceRow, id)


async def forget_held(request: Request[Any, Any, Any]) -> None:
    """What was typed before the sign-in ended has been sent now."""
    secret = request.cookies.get(HELD, "")
    if secret:
        await release_typing(secret)
