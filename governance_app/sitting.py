"""Somebody at work on an action of their own in the open round: what every page of an update begins with."""

from typing import Any

from litestar import Request
from litestar.response import Redirect
from msgspec import Struct

from governance_app.arriving import is_https
from governance_app.holding import HELD, held_cookie
from governance_app.reading import Reading
from governance_app.showing.desk import Before, before_writer
from objectives.drafts import Desk
from objectives.faults import refuse_if
from objectives.permissions import why_not_update
from objectives.problems import Conflict
from objectives.standing import Action


class Sitting(Struct, frozen=True):
    """Somebody at the update of an action of their own, in the open round."""

    reading: Reading
    action: Action
    before: Before
    desk: Desk

    def at(self, page: str = "") -> str:
        return self.reading.places.update(self.action.reference, page)


def sit_down(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Sitting:
    """Raises NotFound, NotAllowed, and Conflict before the first round opens."""
    _, action = reading.action(reference)
    mandate = request.user.signed_in
    refuse_if(why_not_update(mandate, action))
    before = before_writer(reading.standing, action)
    if before is None:
        raise Conflict("No round has opened yet, so no update is asked for.")
    return Sitting(reading, action, before, Desk(mandate.person, action.id, before.round.id))


def on_to(request: Request[Any, Any, Any], address: str) -> Redirect:
    """On to another page, with nothing held for this one any more."""
    secure = is_https(request.app.state.settings)
    cookies = [held_cookie("", secure)] if HELD in request.cookies else []
    return Redirect(address, status_code=303, cookies=cookies)
