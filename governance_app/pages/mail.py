"""Which mail went to whom and what became of it; and beside example data the tray, where letters can be read."""

from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.exceptions import NotAuthorizedException
from litestar.params import FromPath
from litestar.response import Template

from governance_app.arriving import OPEN_TO_ALL
from governance_app.mail.letters import STYLE_DIGEST, html_of, linked
from governance_app.mail.letters import Letter as Written
from governance_app.mail.sending import has_tray
from governance_app.templating import show
from objectives.mail import Letter, letter_in_tray, mail_sent
from objectives.problems import NotAllowed, NotFound
from objectives.visibility import why_not_see_mail

AT_MOST = 200
GREATEST_NUMBER = 2**31 - 1
# A letter has one style sheet of its own, and nothing in it may load or send anything.
LETTER_POLICY = f"default-src 'none'; style-src '{STYLE_DIGEST}'; base-uri 'none'; frame-ancestors 'none'"


@get("/", opt={OPEN_TO_ALL: True})
async def sent(request: Request[Any, Any, Any]) -> Template:
    """The tray is open to all, as anybody may be any of the example people; elsewhere few see who was written to."""
    tray = _in_tray(request)
    if not tray:
        _only_for_keepers(request)
    settings = request.app.state.settings
    return show(
        request,
        "mail/tray.html" if tray else "mail/sent.html",
        section="Mail",
        mails=await mail_sent(AT_MOST),
        at_most=AT_MOST,
        no_server=settings.mail_server is None,
    )


@get("/{number:int}", opt={OPEN_TO_ALL: True})
async def letter(request: Request[Any, Any, Any], number: FromPath[int]) -> Template:
    found = await _letter(request, number)
    pieces = linked(found.text, request.app.state.settings.web_address)
    return show(request, "mail/letter.html", section="Mail", mail=found.mail, pieces=pieces)


@get("/{number:int}/html", media_type=MediaType.HTML, opt={OPEN_TO_ALL: True})
async def letter_as_html(request: Request[Any, Any, Any], number: FromPath[int]) -> Response[str]:
    """What a mail reader shows."""
    found = await _letter(request, number)
    html = html_of(Written(found.mail.subject, found.text), request.app.state.settings.web_address)
    return Response(html, headers={"Content-Security-Policy": LETTER_POLICY})


def _in_tray(request: Request[Any, Any, Any]) -> bool:
    return has_tray(request.app.state.settings, request.user)


def _only_for_keepers(request: Request[Any, Any, Any]) -> None:
    if request.user.mandate is None:
        raise NotAuthorizedException("Sign in first.")
    if reason := why_not_see_mail(request.user.mandate):
        raise NotAllowed(reason)


async def _letter(request: Request[Any, Any, Any], number: int) -> Letter:
    found = await letter_in_tray(number) if _in_tray(request) and number <= GREATEST_NUMBER else None
    if found is None:
        raise NotFound("There is no such letter in the tray.")
    return found


routes = Router("/mail", route_handlers=[sent, letter, letter_as_html])
