"""A form that the child-data guard stops: it comes back whole, passes with a reason, and what was found is noted."""

import re
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import httpx
import pytest
from litestar import Litestar, Request, post
from litestar.response import Redirect

from governance_app.app import create_app
from governance_app.forms import read_form
from governance_app.settings import Settings
from governance_app.signing_in import start_example_session
from objectives.history import Actor, acting_as, versions
from objectives.problems import Conflict
from objectives.tables.agency import Agency
from objectives.tables.draft import Draft
from objectives.tables.guard_find import GuardFind
from objectives.tables.person import Person
from tests.example_site import settings_for
from tests.pages.conftest import turned
from tests.pages.filling import FORM as UPDATE
from tests.pages.filling import OWNER, controls, fill
from tests.pages.visitor import Page, Visitor, client_of

NUMBER, MASKED = "943 476 5919", "94• ••• ••••"
FORM = "/tried"


@post("/tried")
async def tried(request: Request[Any, Any, Any]) -> Redirect:
    """Adds an agency, if it is given a name; a page of its own, so that every way through the guard can be tried."""
    form = await read_form(request)
    if form.get("name"):
        async with acting_as(Actor.person(request.user.signed_in.person)):
            await Agency(name=form["name"], short_name=form["name"][:40]).save()
            if form.get("then") == "fail":
                raise Conflict("Somebody else was faster.")
    return Redirect("/privacy", status_code=303)


@pytest.fixture
def app(settings: Settings) -> Litestar:
    return turned(_application(), settings)


@cache
def _application() -> Litestar:
    app = create_app(settings_for())
    app.register(tried)
    return app


@pytest.fixture
async def morgan(app: Litestar) -> AsyncIterator[Visitor]:
    """Signed in, with the token of a page that costs little."""
    person = await Person.objects().get(Person.name == "Morgan Example")
    async with client_of(app) as client:
        client.cookies.set("session", await start_example_session(person.id))
        await client.get("/privacy")
        yield Visitor(app, client)


async def send(visitor: Visitor, **fields: object) -> httpx.Response:
    sent = {"_csrf_token": visitor.client.cookies["form"], **fields}
    return await visitor.client.post(FORM, data=sent, follow_redirects=True)


def page_of(visitor: Visitor, answer: httpx.Response) -> Page:
    page = Page(answer.status_code, answer.text, answer.headers)
    visitor.check(page)
    return page


def fields_of(page: Page) -> dict[str, str]:
    """What the form on a page would send if its button were pressed."""
    return controls(page, FORM)


async def noted() -> list[tuple[str, str, int, str, str]]:
    rows = await GuardFind.objects().order_by(GuardFind.id)
    return [(row.field, row.kind, row.times, row.verdict, row.reason) for row in rows]


async def stopped(visitor: Visitor, **fields: str) -> Page:
    answer = await send(visitor, **fields)
    assert answer.status_code == 422, answer.text[-600:]
    return page_of(visitor, answer)


async def test_a_form_comes_back_with_everything_that_was_typed(morgan: Visitor) -> None:
    page = await stopped(morgan, name=f"Lighthouse {NUMBER}", plan="Line one\nline “two” <b>", then="go")
    fields = fields_of(page)
    assert fields["name"] == f"Lighthouse {NUMBER}"
    assert fields["plan"] == "Line one\nline “two” <b>"
    assert fields["then"] == "go"
    assert not await Agency.exists().where(Agency.name.like("Lighthouse 9%"))


async def test_the_summary_leads_to_the_field_and_shows_what_was_found_masked(morgan: Visitor) -> None:
    page = await stopped(morgan, next_steps=f"Ring about {NUMBER}")
    assert "#next_steps" in page.main_links
    assert page.title.startswith("Error: ")
    assert (
        "“Next steps” has what looks like an NHS number. Take it out, or say why it may stay." in page.words
    )
    assert MASKED in page.words
    shown = re.sub(r"<textarea.*?</textarea>", "", page.text, flags=re.S)
    assert NUMBER not in shown


async def test_with_a_reason_it_passes_and_is_noted_with_the_act(morgan: Visitor) -> None:
    page = await stopped(morgan, name=f"Lighthouse {NUMBER}")
    fields = fields_of(page) | {"may-stay-name": "It is a purchase order."}
    assert (await morgan.client.post(FORM, data=fields)).status_code == 303
    assert await noted() == [
        ("name", "NHS number", 1, "asked about", ""),
        ("name", "NHS number", 1, "let stand", "It is a purchase order."),
    ]
    agency = await Agency.objects().get(Agency.name == f"Lighthouse {NUMBER}")
    find = await GuardFind.objects().get(GuardFind.verdict == "let stand")
    (kept,), (log,) = await versions("agency", agency.id), await versions("guard_find", find.id)
    assert (kept.recorded_at, kept.actor) == (log.recorded_at, log.actor)


async def test_nothing_that_was_found_is_anywhere_in_the_log(morgan: Visitor) -> None:
    page = await stopped(morgan, name=f"Lighthouse {NUMBER}", plan="DOB 12/03/2015")
    await morgan.client.post(FORM, data=fields_of(page) | {"may-stay-name": "It is an order."})
    rows = await GuardFind.raw("SELECT row_json FROM history WHERE table_name = 'guard_find'")
    kept = " ".join(row["row_json"] for row in rows)
    assert "9434765919" not in re.sub(r"\W", "", kept)
    assert "12/03/2015" not in kept
    assert '"plan"' in kept


@pytest.mark.parametrize("name", [NUMBER, "child A", "x" * 100, "<b>"])
async def test_a_field_that_no_page_has_is_refused(morgan: Visitor, name: str) -> None:
    answer = await send(morgan, **{name: "something"})
    assert answer.status_code == 422
    assert "a field that none of our pages has" in answer.text
    assert name not in answer.text


async def test_where_the_act_fails_it_is_noted_all_the_same_that_it_was_let_stand(morgan: Visitor) -> None:
    page = await stopped(morgan, name=f"Lighthouse {NUMBER}", then="fail")
    answer = await morgan.client.post(FORM, data=fields_of(page) | {"may-stay-name": "It is an order."})
    assert answer.status_code == 409
    assert [verdict for *_, verdict, _ in await noted()] == ["asked about", "let stand"]


async def test_what_no_act_takes_along_is_noted_by_itself(morgan: Visitor) -> None:
    page = await stopped(morgan, note=f"Lighthouse {NUMBER}")
    await morgan.client.post(FORM, data=fields_of(page) | {"may-stay-note": "It is an order."})
    assert [verdict for *_, verdict, _ in await noted()] == ["asked about", "let stand"]


async def test_a_reason_that_repeats_it_is_no_reason(morgan: Visitor) -> None:
    page = await stopped(morgan, name=f"Lighthouse {NUMBER}")
    answer = await morgan.client.post(FORM, data=fields_of(page) | {"may-stay-name": f"{NUMBER} is ours"})
    assert answer.status_code == 422
    assert "without repeating it" in answer.text


async def test_a_reason_covers_what_was_shown_and_nothing_typed_since(morgan: Visitor) -> None:
    page = await stopped(morgan, name=f"Lighthouse {NUMBER}")
    fields = fields_of(page) | {"may-stay-name": "It is an order.", "name": f"{NUMBER} and 987 654 3210"}
    answer = await morgan.client.post(FORM, data=fields)
    assert answer.status_code == 422
    assert "98• ••• ••••" in answer.text
    assert fields_of(page_of(morgan, answer))["may-stay-name"] == "It is an order."


async def test_a_refused_find_passes_with_no_reason(morgan: Visitor) -> None:
    page = await stopped(morgan, name="NHS no 943 476 5919")
    assert "cannot be kept" in page.words
    assert not [name for name in fields_of(page) if name.startswith("may-stay-")]
    forged = fields_of(page) | {"may-stay-name": "Because.", "asked-about-name": "0" * 16}
    assert (await morgan.client.post(FORM, data=forged)).status_code == 422
    assert ("name", "NHS number", 1, "refused", "") in await noted()
    assert not await Agency.exists().where(Agency.name.like("NHS no 9%"))


async def test_taken_out_it_passes_at_once(morgan: Visitor) -> None:
    page = await stopped(morgan, name=f"Lighthouse {NUMBER}")
    assert (await morgan.client.post(FORM, data=fields_of(page) | {"name": "Lighthouse"})).status_code == 303
    assert await Agency.exists().where(Agency.name == "Lighthouse")


async def test_nobody_is_asked_twice_about_the_same_words_in_the_same_field(morgan: Visitor) -> None:
    page = await stopped(morgan, note=f"Order {NUMBER}")
    await morgan.client.post(FORM, data=fields_of(page) | {"may-stay-note": "It is an order."})
    assert (await send(morgan, note=f"Still order 943-476-5919, {NUMBER}")).status_code == 422
    assert (await send(morgan, note=f"Still order {NUMBER}")).status_code == 200
    assert (await send(morgan, plan=f"Order {NUMBER}")).status_code == 422
    assert (await send(morgan, note=f"NHS no {NUMBER}")).status_code == 422


async def test_the_mark_in_the_browser_tells_nobody_what_was_found(morgan: Visitor) -> None:
    page = await stopped(morgan, note=f"Order {NUMBER}")
    answer = await morgan.client.post(FORM, data=fields_of(page) | {"may-stay-note": "It is an order."})
    (cookie,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith("let-stand=")]
    assert re.match(r"let-stand=[0-9a-f]{16};.*HttpOnly.*SameSite=lax", cookie)


async def test_a_form_saved_again_and_again_is_noted_once(morgan: Visitor) -> None:
    for _ in range(3):
        await stopped(morgan, note=f"Order {NUMBER}")
    assert await noted() == [("note", "NHS number", 1, "asked about", "")]


async def test_a_field_for_an_address_may_hold_one_and_nothing_else(morgan: Visitor) -> None:
    assert (await send(morgan, email="jo@example.org")).status_code == 200
    assert (await send(morgan, email="jo@example.org 07700 900123")).status_code == 422
    assert (await send(morgan, note="jo@example.org")).status_code == 422


async def test_fields_of_one_name_are_told_apart(morgan: Visitor) -> None:
    page = page_of(morgan, await send(morgan, line=["one", NUMBER, "987 654 3210"]))
    assert {"#line-2", "#line-3"} <= page.main_links


async def test_a_file_is_looked_at_by_its_name(morgan: Visitor) -> None:
    token = morgan.client.cookies["form"]
    files = {"file": ("smith_DOB_12-03-2015.pdf", b"%PDF", "application/pdf"), "other": ("figures.csv", b"1")}
    answer = await morgan.client.post(FORM, data={"_csrf_token": token, "note": "kept"}, files=files)
    page = page_of(morgan, answer)
    assert page.status == 422
    assert "Give the file another name, then choose it again" in page.words
    assert "Choose the file again: figures.csv" in page.words
    assert "smith" not in page.text
    assert 'enctype="multipart/form-data"' in page.text


async def test_a_form_of_a_hundred_thousand_characters_is_too_long(morgan: Visitor) -> None:
    page = await stopped(morgan, note="a" * 100_001, plan="Typed for an hour.")
    assert "A form can hold 100,000 characters; this one has 100," in page.words
    assert "#note" in page.main_links
    fields = fields_of(page)
    assert (len(fields["note"]), fields["plan"]) == (100_001, "Typed for an hour.")
    answer = await morgan.client.post(FORM, data=fields | {"note": "Shortened."})
    assert answer.status_code == 303
    beyond = await send(morgan, note="a" * 1_000_001)
    assert (beyond.status_code, "Shorten what you typed" in beyond.text, len(beyond.text) < 20_000) == (
        422,
        True,
        True,
    )


async def test_whoever_has_not_signed_in_is_stopped_too_and_nobody_is_named(visitor: Visitor) -> None:
    page = await visitor.open("/sign-in")
    answer = await visitor.send("/sign-in/example", page.token(), person="1", next=f"/{NUMBER}")
    assert answer.status_code == 422
    (find,) = await GuardFind.objects()
    assert (find.person, find.place, find.field) == (None, "/sign-in/example", "next")


async def test_an_update_comes_back_under_its_own_questions_and_goes_on_with_a_reason(
    visitor: Visitor,
) -> None:
    """The guard knows nothing of updates: this is any form of the service, kept as a draft."""
    await visitor.sign_in(OWNER)
    answer = await fill(
        visitor, UPDATE, "check", follow=False, output=f"Paid by order {NUMBER}.", reach="All."
    )
    page = page_of(visitor, answer)
    assert "“What was done” has what looks like an NHS number" in page.words
    assert not await Draft.exists()
    sent = controls(page, UPDATE) | {"may-stay-output": "It is the number of an order."}
    await visitor.client.post(UPDATE, data=sent)
    (draft,) = await Draft.objects()
    assert NUMBER in draft.words
    assert ("output", "NHS number", 1, "let stand", "It is the number of an order.") in await noted()
    assert (await fill(visitor, UPDATE, "later")).status_code == 200


async def test_an_address_may_be_typed_where_one_is_asked_for_and_a_number_may_not(visitor: Visitor) -> None:
    """Digits that would be a telephone number elsewhere are part of an address here."""
    page = await visitor.open("/sign-in")
    for email, stopped in [
        ("07700900123@example.org", False),
        ("jo.02476551234@example.org", False),
        ("07700 900123", True),
    ]:
        answer = await visitor.send("/sign-in/links", page.token(), email=email, next="/")
        assert ("Look at this before it is saved" in answer.text) == stopped, email
    (find,) = await GuardFind.objects()
    assert (find.field, find.kind) == ("email", "phone number")
