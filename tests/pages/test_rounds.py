"""Rounds on pages: the next is planned, dates move until they have passed, and one is watched as it runs."""

import datetime as dt
import re

import pytest

from objectives.rounds import all_rounds, label_of
from objectives.tables.round import ReportingRound
from tests.pages.test_steps import page_of, value_of
from tests.pages.visitor import Page, Visitor

HERE = "/rounds"


def fields_of(page: Page) -> dict[str, str]:
    """Everything that the page's last form would send, as it stands."""
    fields = [field.attrib for field in page.forms[-1].iter("input")]
    return {field["name"]: field.get("value", "") for field in fields if field["name"] != "_csrf_token"}


async def this_round() -> ReportingRound:
    """The round that is open in the example."""
    found = await ReportingRound.raw(
        "SELECT name FROM reporting_round WHERE opens_on <= governance_now()::date"
    )
    opened = {row["name"] for row in found}
    return [round for round in await all_rounds() if round.name in opened][-1]


async def at_label() -> str:
    return f"{HERE}/{label_of((await this_round()).name)}"


async def test_the_next_round_is_planned_with_the_dates_that_are_suggested(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    form = await visitor.open(f"{HERE}/new")
    fields = fields_of(form)
    sent = await visitor.send(HERE, form.token(), **fields)
    planned = (await all_rounds())[-1]
    assert page_of(visitor, sent).heading == planned.name == fields["name"]
    assert f"{HERE}/{label_of(planned.name)}" in (await visitor.open(HERE)).links


async def test_dates_out_of_order_are_refused_beside_each_with_the_typing_kept(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    form = await visitor.open(f"{HERE}/new")
    wrong = fields_of(form) | {"updates_due_on-year": "2020", "freezes_time": "5 o’clock", "name": "Mine"}
    refused = page_of(visitor, await visitor.send(HERE, form.token(), **wrong))
    assert refused.status == 422
    assert "Give a time of the day such as 17:00." in refused.words
    again = page_of(visitor, await visitor.send(HERE, form.token(), **(wrong | {"freezes_time": "17:00"})))
    assert (again.status, fields_of(again)["name"]) == (422, "Mine")
    assert "Updates are due on the day of opening or later." in again.words
    assert "#updates_due_on" in again.links


async def test_the_freeze_moves_until_it_passes_and_what_has_passed_stands(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    here = await at_label()
    form = await visitor.open(f"{here}/dates")
    assert "This has passed, so it stands." in form.words
    later = fields_of(form) | {"freezes_time": "23:30"}
    moved = page_of(visitor, await visitor.send(f"{here}/dates", form.token(), **later))
    assert moved.status == 200
    assert "23:30" in moved.words
    stale = page_of(visitor, await visitor.send(f"{here}/dates", form.token(), **later))
    assert (stale.status, "Somebody changed this" in stale.words) == (409, True)


async def test_a_date_that_has_passed_cannot_be_sent_past_the_form(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    here, round = await at_label(), await this_round()
    form = await visitor.open(f"{here}/dates")
    opened = round.opens_on + dt.timedelta(days=1)
    sent = fields_of(form) | {"opens_on": str(opened.day), "opens_on-month": str(opened.month)}
    refused = page_of(visitor, await visitor.send(f"{here}/dates", form.token(), **sent))
    assert refused.status == 422
    assert "has passed, so it stands." in refused.words


async def test_a_frozen_rounds_dates_stand_but_for_the_meeting(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    frozen = (await all_rounds())[0]
    form = await visitor.open(f"{HERE}/{label_of(frozen.name)}/dates")
    assert "Only the day of the meeting can still move" in form.words
    assert value_of(form, "freezes_time") == f"{frozen.freezes_at:%H:%M}" or "at 17:00" in form.words


async def test_the_counts_of_a_round_agree_with_each_other(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(await at_label())
    numbers = _numbers(page)
    assert all(row[0] == sum(row[1:]) for row in numbers)
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert f"Updates: {numbers[-1][1]} of {numbers[-1][0]} in" in page.words


def _numbers(page: Page) -> list[list[int]]:
    """The cells of the table of returns: expected, then each state; the last row is of all agencies."""
    table = page.text.split('app-returns">')[1].split("</table>")[0]
    rows = [re.findall(r"<div>(?:<span[^>]*>|<strong>)?(\d+)", row) for row in table.split("<tr")[2:]]
    return [[int(cell) for cell in row] for row in rows]


async def test_who_is_silent_is_chased_with_words_to_copy(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(await at_label())
    text = next(area for area in page.all("textarea"))
    assert "readonly" in text.attrib
    assert "/update" in (text.text or "")
    assert "“Nothing to report” is an answer." in (text.text or "")


async def test_a_past_round_is_shown_as_it_froze(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(f"{HERE}/{label_of((await all_rounds())[-2].name)}")
    assert "Who to ask" not in page.words


@pytest.mark.parametrize("name", ["Grace Example", "Elliot Example"])
async def test_only_the_business_unit_runs_rounds(visitor: Visitor, name: str) -> None:
    await visitor.sign_in(name)
    assert HERE not in (await visitor.open("/what-the-ratings-mean")).links
    for address in (HERE, f"{HERE}/new", await at_label()):
        await visitor.open(address, 403)
