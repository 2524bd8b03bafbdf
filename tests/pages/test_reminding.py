"""Reminding people of what they have to do: once a day, of what is still so, each thing with its link."""

import asyncio

import pytest
from litestar import Litestar

from governance_app.mail import reminding
from governance_app.mail.reminding import remind_all
from governance_app.showing.my_work import Work
from objectives.mail import SentMail, letter_in_tray, mail_sent
from objectives.mandates import Operator
from objectives.people import disable_person, find_person
from objectives.tables.mail import Mail
from objectives.words import MailOutcome
from tests.pages.visitor import Page, Visitor

ZONE = "Europe/London"


async def first() -> SentMail:
    """The first letter that was queued; in the example there is always somebody with something to do."""
    return (await mail_sent(99))[-1]


def things_to_do(page: Page) -> set[str]:
    (listed,) = [
        found for found in page.all("ul") + page.all("ol") if found.attrib.get("class") == "app-todo"
    ]
    return {link.attrib["href"] for link in listed.iter("a")}


async def test_a_reminder_lists_what_the_page_lists_and_leads_to_each_thing(
    visitor: Visitor, app: Litestar
) -> None:
    await remind_all(ZONE)
    await app.state.postman.send_waiting()
    mail = await first()
    letter = await letter_in_tray(mail.id)
    assert letter
    await visitor.sign_in(mail.name)
    page = await visitor.open("/my-work")
    assert letter.mail.subject == page.heading
    assert set(mail.about) == things_to_do(page) != set()
    for address in mail.about:
        assert f": http://127.0.0.1:8000{address}\n" in letter.text
        await visitor.open(address)


async def test_nobody_is_written_to_twice_on_one_day(visitor: Visitor) -> None:
    at_once = await asyncio.gather(remind_all(ZONE), remind_all(ZONE))
    one, other = sorted(at_once, key=lambda reminded: reminded.already)
    assert (len(one.queued), one.already) == (other.already, 0)
    assert other.queued == ()
    people = await Mail.select(Mail.person).output(as_list=True)
    assert len(people) == len(set(people)) == len(one.queued) > 1


async def test_what_was_done_meanwhile_is_not_asked_for(
    visitor: Visitor, app: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(person: int, time_zone: str) -> Work:
        return Work()

    await remind_all(ZONE)
    monkeypatch.setattr(reminding, "_work_of", nothing)
    await app.state.postman.send_waiting()
    mail = await first()
    assert (mail.outcome, mail.reason) == (
        MailOutcome.NOT_SENT,
        "Nothing was left to do when it was to be sent.",
    )


async def test_nobody_who_has_left_is_reminded(visitor: Visitor, app: Litestar) -> None:
    await remind_all(ZONE)
    mail = await first()
    await disable_person(Operator("test"), await find_person(mail.recipient))
    await app.state.postman.send_waiting()
    assert (await first()).reason == f"{mail.name} can no longer sign in."
