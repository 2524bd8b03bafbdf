"""A respondent at work: the mailed link and code are read from the tray, as their mailbox would show them."""

import re

from governance_app.mail.sending import Postman
from objectives.actions import find_commitment
from objectives.assurance import ask, issue
from objectives.mail import letter_in_tray, mail_sent
from objectives.tables.agency import Agency
from objectives.tables.assurance_request import AssuranceRequest
from objectives.tables.person import Person
from tests.asking import an_asking
from tests.pages.filling import controls
from tests.pages.visitor import Page, Visitor

KEY = "coventry-csa"


async def sent_to_police(**changes: object) -> AssuranceRequest:
    """A request that Morgan sends to the police, of a kind not asked before; its letters are queued."""
    police = await Agency.objects().get(Agency.short_name == "Police")
    morgan = await Person.objects().get(Person.name == "Morgan Example")
    asking = await ask(
        morgan,
        [await find_commitment(KEY, "SUPP-2")],
        an_asking(police, **({"template": "generic"} | changes)),
    )
    (request,) = await issue(morgan, asking)
    return request


async def newest_letter(visitor: Visitor, recipient: str) -> str:
    """The text of the newest letter to somebody, once all that waits has been sent."""
    await Postman(visitor.app.state.settings).send_waiting()
    for mail in await mail_sent(50):
        if mail.recipient == recipient and (letter := await letter_in_tray(mail.id)):
            return letter.text
    raise AssertionError(f"nothing was sent to {recipient}")


async def link_of(visitor: Visitor, recipient: str = "respondent@example.org") -> str:
    """The path of the link in the newest letter."""
    found = re.search(r"(/answer/link/\S+)", await newest_letter(visitor, recipient))
    assert found
    return found[1]


async def code_of(visitor: Visitor, recipient: str = "respondent@example.org") -> str:
    found = re.search(r"Your code is (\d{6})", await newest_letter(visitor, recipient))
    assert found
    return found[1]


async def sit(visitor: Visitor, recipient: str = "respondent@example.org") -> Page:
    """From the letter to the request: the link, its button, the code."""
    link = await link_of(visitor, recipient)
    await press(visitor, link)
    page = await visitor.open(f"{link}/code")
    await visitor.send(f"{link}/code", page.token(), code=await code_of(visitor, recipient))
    return await visitor.open("/answer")


async def press(visitor: Visitor, at: str, to: str = "", **changes: str) -> Page:
    """Opens a page, changes some of its form and sends it; dashes in names are written as __."""
    to = to or at
    fields = controls(await visitor.open(at), to)
    fields |= {name.replace("__", "-"): text for name, text in changes.items()}
    answer = await visitor.client.post(to, data=fields, follow_redirects=True)
    return Page(answer.status_code, answer.text, answer.headers)
