"""What every form by which the business unit keeps the plan has in common: who sends it, and how it is shown."""

from typing import Any

from litestar import Request
from litestar.response import Template

from governance_app.forms import Form
from governance_app.reading import Reading
from governance_app.templating import show
from objectives.mandates import row_of
from objectives.standing import Action, Commitment
from objectives.tables.person import Person


async def acting_person(request: Request[Any, Any, Any]) -> Person:
    """Whoever is signed in, as their row."""
    return await row_of(Person, request.user.signed_in.person)


def planned(
    request: Request[Any, Any, Any],
    reading: Reading,
    template: str,
    thing: Action | Commitment,
    form: Form,
    **context: Any,
) -> Template:
    """A form about an action or a commitment. `seen` is what it was shown, so that a stale one is told."""
    return show(
        request,
        template,
        form.status,
        places=reading.places,
        section="Plan",
        thing=thing,
        called=thing.title if isinstance(thing, Action) else thing.short_title,
        form=form,
        seen=reading.standing.moment.sequence,
        **context,
    )
