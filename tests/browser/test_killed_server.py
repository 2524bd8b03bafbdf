"""The service is killed while somebody writes, sends or uploads: what they typed is there, or what they sent is."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.service import Service
from tests.browser.test_update_journey import HERE, enter
from tests.conftest import copied
from tests.example_site import EXAMPLE, copied_store
from tests.pages.filling import NEWS, controls, read

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Each has an update to give.
SENDERS = {"Priya": "PROT-5.3", "Toni": "PREV-4.3", "Zoe": "PROT-4.4", "Robin": "SUPP-5.1", "Jo": "PROT-3.3"}


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def service(example: Path) -> AsyncIterator[Service]:
    async with copied(example, EXAMPLE) as connections:
        with copied_store() as store:
            service = Service(connections.application, store)
            await service.start()
            yield service
            service.kill()


async def test_a_service_that_dies_under_somebody_who_types_costs_no_word(
    browser: Browser, service: Service
) -> None:
    context = await browser.new_context(base_url=service.address)
    page = await context.new_page()
    await enter(page, "Devon Example")
    await page.goto(f"{HERE}/actions/SUPP-5.2/update")
    await page.get_by_label("Yes", exact=True).check()
    await page.get_by_label("What was done").fill("Typed before it died.")
    await page.get_by_text("Draft saved at").wait_for()
    service.kill()
    await page.get_by_label("Who it reached").fill("Typed while it was gone.")
    await page.get_by_role("button", name="Check your answers").click()
    await page.get_by_text("the service cannot be reached").wait_for()
    assert await page.get_by_label("Who it reached").input_value() == "Typed while it was gone."
    await service.start()
    await page.get_by_role("button", name="Check your answers").click()
    await page.wait_for_url("**/check")
    for words in ("Typed before it died.", "Typed while it was gone."):
        assert words in await page.inner_text("main")
    await page.get_by_role("button", name="Send this update").click()
    await page.get_by_role("heading", name="Your update has been sent").wait_for()
    service.kill()
    await service.start()
    await page.goto(f"{HERE}/actions/SUPP-5.2")
    assert "Typed while it was gone." in await page.inner_text("main")
    await context.close()


class Sender:
    """Somebody with an update that has been checked, whose next press of the button sends it."""

    def __init__(self, service: Service, name: str, reference: str) -> None:
        self.client = httpx.AsyncClient(base_url=service.address, follow_redirects=True)
        self.name, self.form = f"{name} Example", f"{HERE}/actions/{reference}/update"

    async def sign_in(self) -> None:
        page = read(await self.client.get("/sign-in"))
        person = re.search(rf'value="(\d+)"><b dir="auto">{self.name}', page.text)
        assert person
        sent = {"_csrf_token": page.token(), "person": person.group(1), "next": "/"}
        await self.client.post("/sign-in/example", data=sent)

    async def write(self) -> None:
        fields = controls(read(await self.client.get(self.form)), self.form)
        words = fields | NEWS | {"then": "check", "output": f"By {self.name}."}
        checked = await self.client.post(self.form, data=words)
        assert "Check your answers" in read(checked).heading
        self.fields = controls(read(checked), f"{self.form}/check")

    async def send(self) -> bool:
        """Whether the service said that it was sent."""
        try:
            answer = await self.client.post(f"{self.form}/check", data=self.fields)
        except httpx.TransportError:
            return False
        return read(answer).heading == "Your update has been sent"

    async def was_sent(self) -> bool:
        answer = await self.client.get(f"{self.form}/sent", follow_redirects=False)
        return answer.status_code == 200


@pytest_asyncio.fixture(loop_scope="session")
async def senders(service: Service) -> AsyncIterator[list[Sender]]:
    senders = [Sender(service, name, reference) for name, reference in SENDERS.items()]
    yield senders
    for sender in senders:
        await sender.client.aclose()


async def test_of_updates_under_way_when_the_service_dies_each_is_sent_or_still_a_draft(
    service: Service, senders: list[Sender]
) -> None:
    """The first answer is the sign to kill it: the others are anywhere between arriving and being answered."""
    for sender in senders:
        await sender.sign_in()
        await sender.write()
    pdf = ("files", ("Q2.pdf", b"%PDF-1.7 totals %%EOF", "application/pdf"))
    evidence = f"{senders[-1].form}/evidence"
    fields = controls(read(await senders[-1].client.get(evidence)), evidence) | {
        "kind": "minutes",
        "shows_on": "30",
        "shows_on-month": "9",
        "shows_on-year": "2026",
        "declared_free_of_child_data": "yes",
        "then": "add",
    }
    assert (await senders[-1].client.post(evidence, data=fields, files=[pdf])).status_code == 200
    sending = [asyncio.create_task(sender.send()) for sender in senders]
    await asyncio.wait(sending, return_when=asyncio.FIRST_COMPLETED)
    service.kill()
    acknowledged = await asyncio.gather(*sending)
    assert any(acknowledged)
    await service.start()
    for sender, told in zip(senders, acknowledged, strict=True):
        sent = await sender.was_sent()
        assert sent or not told, f"{sender.name} was told that it was sent"
        if not sent:
            assert f"By {sender.name}." in (await sender.client.get(sender.form)).text
            assert await sender.send()
        await assert_given_once(sender)
    await assert_file_is_there(senders[-1])


async def assert_given_once(sender: Sender) -> None:
    action = read(await sender.client.get(sender.form.removesuffix("/update")))
    assert action.words.count(f"By {sender.name}.") == 1


async def assert_file_is_there(sender: Sender) -> None:
    """What was uploaded before it died, and answered, went with the update."""
    action = read(await sender.client.get(sender.form.removesuffix("/update")))
    (file,) = [link for link in action.links if link.endswith("/file") and "Q2" in text_of(action, link)]
    assert (await sender.client.get(file)).content == b"%PDF-1.7 totals %%EOF"


def text_of(page, link: str) -> str:
    return "".join("".join(found.itertext()) for found in page.all("a") if found.attrib.get("href") == link)
