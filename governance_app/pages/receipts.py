"""Read receipts: the button by which somebody says that they have read a pack, and who has and has not."""

from typing import Any

from litestar import Request, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import read_form
from governance_app.open_packs import name_of, open_pack, visit_to
from governance_app.places import Places
from governance_app.planning import acting_person
from governance_app.templating import show
from objectives.days import today_at
from objectives.faults import refuse_if
from objectives.history import now
from objectives.permissions import why_not_run
from objectives.receipts import Reader, confirm_reading, readers_of
from objectives.words import Role

PACK = "/strategies/{key:str}/packs/{digest:str}"


@post(f"{PACK}/receipt", status_code=200)
async def confirm(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Redirect:
    visit = visit_to(request, key)
    await read_form(request)
    await open_pack(visit, key, digest)
    await confirm_reading(await acting_person(request), digest)
    return Redirect(f"{Places(key).pack(digest)}#receipt", status_code=303)


@get(f"{PACK}/readers")
async def readers(request: Request[Any, Any, Any], key: FromPath[str], digest: FromPath[str]) -> Template:
    visit = visit_to(request, key)
    refuse_if(why_not_run(visit.signed_in))
    pack, _ = await open_pack(visit, key, digest)
    found, places = await readers_of(digest, today_at(await now())), Places(key)
    left = [reader for reader in found if reader.confirmed_at is None]
    site = request.app.state.settings.web_address
    return show(
        request,
        "packs/readers.html",
        places=places,
        section="Packs",
        pack=pack,
        name=name_of(pack),
        left=left,
        read=[reader for reader in found if reader.confirmed_at],
        text=_asking(name_of(pack), f"{site}{places.pack(digest)}", left),
        member=Role.EXECUTIVE_GROUP.value,
    )


def _asking(name: str, address: str, left: list[Reader]) -> str:
    """What the business unit copies into a mail of its own to those who have not read it."""
    if not left:
        return ""
    return (
        f"To: {', '.join(reader.name for reader in left)}\n\n"
        f"{name} has been issued, and you have not yet said that you have read it. It opens with what you are asked "
        "to decide. Please read it before the meeting, ask what you want to ask beside the line that it is about, and "
        f"press “I have read this pack” at its end:\n\n{address}\n"
    )


routes = Router("/", route_handlers=[confirm, readers])
