"""What an action's own people say beside its updates: begun, delivered, a new approved date wanted."""

import datetime as dt

import httpx
import pytest

from objectives.mandates import row_of
from objectives.milestones import meet_milestone
from objectives.tables.milestone import Milestone, Rebaseline
from objectives.tables.person import Person
from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa/actions"
OTHERS = ("Grace Example", "Lowell Example", "Avery Example", "Elliot Example")


def page_of(visitor: Visitor, answer: httpx.Response) -> Page:
    page = Page(answer.status_code, answer.text, answer.headers)
    visitor.check(page)
    return page


def value_of(page: Page, name: str) -> str:
    return next(f.attrib["value"] for f in page.all("input") if f.attrib.get("name") == name)


async def test_an_owner_asks_for_a_new_approved_date(visitor: Visitor) -> None:
    row = (await Milestone.raw(OPEN))[0]
    await visitor.sign_in(row["owner"])
    page = await visitor.open(f"{HERE}/{row['reference']}")
    assert f"{HERE}/{row['reference']}/new-date" in page.links
    form = await visitor.open(f"{HERE}/{row['reference']}/new-date")
    asked = {"milestone": str(row["id"]), "to": "1", "to-month": "9", "to-year": "2031"}
    refused = page_of(
        visitor, await visitor.send(f"{HERE}/{row['reference']}/new-date", form.token(), **asked)
    )
    assert (refused.status, "Say why the approved date should move." in refused.words) == (422, True)
    assert value_of(refused, "to-year") == "2031"
    asked["reason"] = "The venue was lost."
    done = page_of(
        visitor, await visitor.send(f"{HERE}/{row['reference']}/new-date", refused.token(), **asked)
    )
    assert "The venue was lost." in done.words
    kept = await Rebaseline.objects().get((Rebaseline.milestone == row["id"]) & Rebaseline.approved.is_null())
    assert kept
    assert kept.reason == "The venue was lost."
    again = await visitor.send(f"{HERE}/{row['reference']}/new-date", done.token(), **asked)
    assert "Choose the milestone whose date should move." in page_of(visitor, again).words


async def test_an_action_with_an_open_milestone_is_not_delivered_yet(visitor: Visitor) -> None:
    row = (await Milestone.raw(OPEN))[0]
    await visitor.sign_in(row["owner"])
    page = await visitor.open(f"{HERE}/{row['reference']}/delivered")
    assert "It cannot be said yet" in page.words
    assert row["title"] in page.words


async def test_an_owner_says_that_an_action_is_delivered(visitor: Visitor) -> None:
    row = (await Milestone.raw(OPEN))[0]
    owner = await Person.objects().get(Person.name == row["owner"])
    await meet_milestone(owner, await row_of(Milestone, row["id"]), dt.date(2026, 6, 1))
    await visitor.sign_in(row["owner"])
    form = await visitor.open(f"{HERE}/{row['reference']}/delivered")
    path, seen = f"{HERE}/{row['reference']}/delivered", value_of(form, "seen")
    ahead = {"on": "1", "on-month": "1", "on-year": "2040"}
    refused = page_of(visitor, await visitor.send(path, form.token(), **ahead, seen=seen))
    assert "give the day on which it was delivered." in refused.words
    assert value_of(refused, "on-year") == "2040"
    day = {"on": "1", "on-month": "6", "on-year": "2026"}
    stale = await visitor.send(path, form.token(), **day, seen="1")
    assert (stale.status_code, "Somebody changed this" in stale.text) == (409, True)
    done = page_of(visitor, await visitor.send(path, refused.token(), **day, seen=seen))
    assert "Delivered, awaiting verification" in done.words
    again = await visitor.send(path, done.token(), **day, seen=seen)
    assert again.status_code == 409


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("step", ["begun", "delivered", "new-date"])
async def test_a_step_is_for_the_actions_own_people(visitor: Visitor, name: str, step: str) -> None:
    await visitor.sign_in(name)
    page = await visitor.open(f"{HERE}/SUPP-2.1")
    assert f"{HERE}/SUPP-2.1/{step}" not in page.links
    await visitor.open(f"{HERE}/SUPP-2.1/{step}", status=403)
    answer = await visitor.send(f"{HERE}/SUPP-2.1/{step}", page.token(), seen="999999")
    assert answer.status_code == 403


async def test_no_step_is_offered_on_a_page_of_another_day(visitor: Visitor) -> None:
    row = (await Milestone.raw(OPEN))[0]
    await visitor.sign_in(row["owner"])
    page = await visitor.open(f"{HERE}/{row['reference']}?as-at=2026-09-30")
    assert not [link for link in page.links if link.endswith("/new-date")]


_OWNED = """
FROM action a JOIN post_holding h ON h.post = a.owner AND h.ends_on IS NULL JOIN person p ON p.id = h.person
"""
OPEN = f"""
SELECT m.id, m.title, a.reference, p.name AS owner {_OWNED} JOIN milestone m ON m.action = a.id
WHERE a.status = 'in progress' AND m.met_on IS NULL
  AND NOT EXISTS (SELECT FROM rebaseline r WHERE r.milestone IN (SELECT id FROM milestone WHERE action = a.id))
  AND (SELECT count(*) FROM milestone n WHERE n.action = a.id AND n.met_on IS NULL) = 1 ORDER BY a.id
"""
