"""Many actions changed at once, on pages: chosen, looked at, made, reported; without any script."""

from typing import Any

import httpx

from objectives.mandates import fresh
from objectives.milestones import ask_rebaseline
from objectives.tables.action import Action
from objectives.tables.bulk_change import BulkChange
from objectives.tables.milestone import Milestone, Rebaseline
from objectives.tables.person import Person
from tests.pages.filling import read
from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa/plan/change"
WHY = "The trainers’ contract was renewed late."


def boxes(page: Page) -> dict[str, bool]:
    """The references of the actions to choose from, and whether each is ticked."""
    return {
        field.attrib["value"]: "checked" in field.attrib
        for field in page.all("input")
        if field.attrib.get("name") == "action" and field.attrib["type"] == "checkbox"
    }


def option(page: Page, name: str, words: str) -> str:
    (select,) = [one for one in page.all("select") if one.attrib["id"] == name]
    return next(one.attrib["value"] for one in select.iter("option") if (one.text or "").startswith(words))


async def send(visitor: Visitor, page: Page, references: list[str], then: str, **said: str) -> Page:
    sent: dict[str, Any] = {"_csrf_token": page.token(), "action": references, "then": then, "reason": WHY}
    return read(await visitor.client.post(HERE, data=sent | said))


async def pressed(visitor: Visitor, page: Page, then: str) -> httpx.Response:
    """Sends the preview's form as a browser would, with one of its buttons."""
    sent: dict[str, list[str]] = {"then": [then]}
    form = next(one for one in page.forms if one.attrib["action"].startswith(HERE))
    for field in form.iter("input"):
        sent.setdefault(field.attrib["name"], []).append(field.attrib["value"])
    return await visitor.client.post(HERE, data=sent)


async def test_a_new_owner_is_looked_at_then_given_and_reported_row_by_row(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    assert HERE in (await visitor.open("/strategies/coventry-csa/plan")).links
    page = await visitor.open(HERE)
    post = option(page, "post", "Performance analyst")
    preview = await send(visitor, page, ["PREV-1.1", "PREV-1.2"], "look", kind="owner post", post=post)
    visitor.check(preview)
    assert preview.heading == "Two changes would be made"
    assert "→ Performance analyst" in preview.words
    assert await BulkChange.count() == 0
    done = read(await pressed(visitor, preview, "make"))
    visitor.check(done)
    assert done.heading == "Two changes made"
    rows = await Action.objects().where(Action.reference.is_in(["PREV-1.1", "PREV-1.2"]))
    assert {str(row.owner) for row in rows} == {post}
    assert WHY in (await visitor.open("/strategies/coventry-csa/plan/changes")).words


async def test_pressing_twice_does_it_once_and_shows_how_things_stand(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(HERE)
    post = option(page, "post", "Performance analyst")
    preview = await send(visitor, page, ["PREV-1.1"], "look", kind="owner post", post=post)
    await pressed(visitor, preview, "make")
    again = read(await pressed(visitor, preview, "make"))
    visitor.check(again)
    assert again.status == 409
    assert again.heading == "Nothing would be changed"
    assert "It is Performance analyst already." in again.words
    assert await BulkChange.count() == 1


async def test_what_changed_meanwhile_is_shown_anew_before_anything_is_done(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    milestone = await Milestone.objects().where(Milestone.met_on.is_null()).order_by(Milestone.id).first()
    assert milestone
    action = await Action.objects().get(Action.id == milestone.action)
    assert action
    page = await visitor.open(HERE)
    weeks = {"kind": "new dates, by weeks", "weeks": "3"}
    preview = await send(visitor, page, [action.reference], "look", **weeks)
    by = await Person.objects().get(Person.name == "Morgan Example")
    assert by
    before = await Rebaseline.count()
    await ask_rebaseline(by, milestone, milestone.baseline_on.replace(year=2031), "A course was put off.")
    late = read(await pressed(visitor, preview, "make"))
    assert late.status == 409
    assert "The plan has changed since this was shown" in late.words
    assert "has been asked for already" in late.words
    assert await Rebaseline.count() == before + 1
    assert (await fresh(milestone)).baseline_on == milestone.baseline_on


async def test_going_back_keeps_what_was_chosen_and_typed(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(HERE)
    weeks = {"kind": "new dates, by weeks", "weeks": "3"}
    preview = await send(visitor, page, ["PREV-1.1"], "look", **weeks)
    back = read(await pressed(visitor, preview, "back"))
    visitor.check(back)
    assert [reference for reference, ticked in boxes(back).items() if ticked] == ["PREV-1.1"]
    assert WHY in back.words
    assert [f.attrib["value"] for f in back.all("input") if f.attrib.get("id") == "weeks"] == ["3"]


async def test_what_is_left_open_is_asked_for_with_the_typing_kept(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(HERE)
    nothing = await send(visitor, page, [], "look", reason="")
    assert nothing.status == 422
    assert "Say what is to change." in nothing.words
    nothing = await send(visitor, page, [], "look", kind="new dates, by weeks", weeks="a few", reason="")
    assert "“a few” is no number of weeks." in nothing.words
    nothing = await send(visitor, page, ["PREV-1.1"], "look", kind="agency")
    visitor.check(nothing)
    assert "Choose the agency." in nothing.words
    assert boxes(nothing)["PREV-1.1"]


async def test_the_address_narrows_what_there_is_to_choose_from(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    everything = await visitor.open(HERE)
    assert not any(boxes(everything).values())
    narrowed = await visitor.open(f"{HERE}?objective=SUPP&choose=all")
    assert boxes(narrowed)
    assert all(boxes(narrowed).values())
    assert {reference[:4] for reference in boxes(narrowed)} == {"SUPP"}
    agency = option(everything, "by-agency", "West Midlands Police")
    owner = option(everything, "by-owner", "Performance analyst")
    assert set(boxes(await visitor.open(f"{HERE}?agency={agency}"))) < set(boxes(everything))
    both = await visitor.open(f"{HERE}?agency={agency}&owner={owner}")
    assert boxes(both) == {}
    assert "No action is both" in both.words


async def test_nobody_else_changes_many(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    for path in (HERE, f"{HERE}s"):
        await visitor.open(path, 403)
