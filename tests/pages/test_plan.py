"""The business unit keeps the plan on pages: what waits, what is decided, what is added and changed."""

import datetime as dt

import httpx
import pytest

from objectives.evidence import NewEvidence, give_evidence
from objectives.judging import judged_now
from objectives.mandates import row_of
from objectives.milestones import ask_rebaseline
from objectives.tables.action import Action
from objectives.tables.evidence import Evidence
from objectives.tables.milestone import Milestone, Rebaseline
from objectives.tables.person import Person
from objectives.tables.strategy import Variation
from objectives.words import EvidenceKind, Status
from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa"
PLAN = f"{HERE}/plan"
UNIT = "Morgan Example"
OTHERS = ("Grace Example", "Lowell Example", "Avery Example", "Elliot Example")


def page_of(visitor: Visitor, answer: httpx.Response) -> Page:
    page = Page(answer.status_code, answer.text, answer.headers)
    visitor.check(page)
    return page


def value_of(page: Page, name: str) -> str:
    return next(f.attrib["value"] for f in page.all("input") if f.attrib.get("name") == name)


def day(field: str, on: dt.date) -> dict[str, str]:
    return {field: str(on.day), f"{field}-month": str(on.month), f"{field}-year": str(on.year)}


async def sent(visitor: Visitor, path: str, form: Page, **fields: str) -> Page:
    hidden = {
        f.attrib["name"]: f.attrib["value"] for f in form.all("input") if f.attrib.get("name") == "seen"
    }
    return page_of(visitor, await visitor.send(path, form.token(), **{**hidden, **fields}))


@pytest.fixture
async def waiting_date(visitor: Visitor) -> str:
    """The address at which a new date that was asked for is decided."""
    (row,) = await Rebaseline.raw(
        "SELECT a.reference, m.id FROM rebaseline r JOIN milestone m ON m.id = r.milestone"
        " JOIN action a ON a.id = m.action WHERE r.approved IS NULL"
    )
    return f"{HERE}/actions/{row['reference']}/milestones/{row['id']}/new-date"


@pytest.fixture
async def waiting_piece(visitor: Visitor) -> str:
    """The address at which a piece of evidence that waits is judged."""
    rows = await Evidence.raw(
        "SELECT id FROM evidence e WHERE NOT EXISTS (SELECT FROM evidence_judgement WHERE evidence = e.id) ORDER BY id"
    )
    return f"{HERE}/evidence/{rows[0]['id']}/judgement"


# ---------------------------------------------------------------------------------------------- what waits


async def test_everything_that_waits_is_counted_and_leads_to_where_it_is_decided(
    visitor: Visitor, waiting_date: str, waiting_piece: str
) -> None:
    await visitor.sign_in(UNIT)
    page = await visitor.open(PLAN)
    assert {waiting_date, waiting_piece} <= page.main_links
    assert "things in the plan wait for you" in page.heading
    counted = sum(len(list(one)) for one in page.all("ol") if one.attrib.get("class") == "app-waiting")
    assert page.heading.split()[0].lower() in (
        ["five", "six", "seven", "eight", "nine", "ten"] if counted <= 10 else [str(counted)]
    )
    judgement = await judged_now("coventry-csa", "Europe/London")
    stale = [ref for ref, rated in judgement.actions.items() if rated.not_updated]
    assert stale
    assert all(f"{HERE}/actions/{reference}" in page.main_links for reference in stale)


async def test_what_is_ones_own_is_shown_with_why_somebody_else_must_decide(visitor: Visitor) -> None:
    action = await Action.objects().get(Action.reference == "PREV-4.1")
    judge = await Person.objects().get(Person.name == UNIT)
    assert action
    await visitor.sign_in(UNIT)
    offered = NewEvidence(
        title="Standard, signed off",
        kind=EvidenceKind.POLICY,
        shows_on=dt.date(2026, 6, 1),
        declared_free_of_child_data=True,
        statement="It is signed.",
    )
    given = await give_evidence(judge, offered, action)
    page = await visitor.open(PLAN)
    assert "Nobody judges their own" in page.words
    assert f"{HERE}/evidence/{given.id}/judgement" not in page.main_links
    refused = await visitor.open(f"{HERE}/evidence/{given.id}/judgement", status=403)
    assert "Nobody judges their own" in refused.words


@pytest.mark.parametrize("name", OTHERS)
async def test_nobody_else_keeps_the_plan(
    visitor: Visitor, waiting_date: str, waiting_piece: str, name: str
) -> None:
    await visitor.sign_in(name)
    token = (await visitor.open(HERE)).token()
    assert PLAN not in (await visitor.open(HERE)).links
    forms = [
        waiting_date,
        waiting_piece,
        f"{HERE}/actions/PREV-3.3/check",
        f"{HERE}/actions/PROT-6.1/business-as-usual",
        f"{HERE}/commitments/PROT-6/business-as-usual",
    ]
    for path in (PLAN, *forms):
        await visitor.open(path, status=403)
    for path in forms:
        answer = await visitor.send(path, token, follow=False, seen="1")
        assert answer.status_code == 403, path


# ---------------------------------------------------------------------------------------------- deciding


async def test_a_new_date_is_approved_and_the_rating_follows(visitor: Visitor, waiting_date: str) -> None:
    await visitor.sign_in(UNIT)
    form = await visitor.open(waiting_date)
    undecided = await sent(visitor, waiting_date, form, reason="Agreed with partners.")
    assert (undecided.status, "Say whether the date is approved." in undecided.words) == (422, True)
    assert "Agreed with partners." in undecided.text
    done = await sent(visitor, waiting_date, undecided, decision="approve", reason="Agreed with partners.")
    assert "approved by Morgan Example" in done.words
    asked = await Rebaseline.objects().order_by(Rebaseline.decided_at, ascending=False).first()
    assert asked
    moved = await row_of(Milestone, asked.milestone)
    assert moved.baseline_on == asked.to_on
    again = await visitor.send(waiting_date, done.token(), decision="approve", seen="999999999")
    assert (again.status_code, "decided already" in again.text) == (409, True)


async def test_a_new_date_is_refused_with_a_reason_that_the_owner_reads(
    visitor: Visitor, waiting_date: str
) -> None:
    await visitor.sign_in(UNIT)
    form = await visitor.open(waiting_date)
    without = await sent(visitor, waiting_date, form, decision="refuse")
    assert "Say why the new date is refused." in without.words
    done = await sent(visitor, waiting_date, without, decision="refuse", reason="The first date can be kept.")
    assert "refused by Morgan Example: The first date can be kept." in done.words


async def test_whoever_asked_for_a_date_does_not_approve_it(visitor: Visitor) -> None:
    (row,) = await Milestone.raw(
        "SELECT m.id, a.reference FROM milestone m JOIN action a ON a.id = m.action WHERE m.met_on IS NULL"
        " AND a.reference = 'PROT-5.3' ORDER BY m.id LIMIT 1"
    )
    judge = await Person.objects().get(Person.name == UNIT)
    assert judge
    await ask_rebaseline(judge, await row_of(Milestone, row["id"]), dt.date(2031, 1, 1), "The print run.")
    await visitor.sign_in(UNIT)
    path = f"{HERE}/actions/{row['reference']}/milestones/{row['id']}/new-date"
    form = await visitor.open(path)
    refused = await visitor.send(path, form.token(), decision="approve", seen=value_of(form, "seen"))
    assert refused.status_code == 403
    assert "may not decide on it" in refused.text


async def test_evidence_is_accepted_at_a_grade_or_returned(visitor: Visitor, waiting_piece: str) -> None:
    await visitor.sign_in(UNIT)
    form = await visitor.open(waiting_piece)
    nothing = await sent(visitor, waiting_piece, form)
    assert "Say at which grade it is accepted, or return it." in nothing.words
    returned = await sent(visitor, waiting_piece, nothing, judgement="return")
    assert (returned.status, "Say why it is returned" in returned.words) == (422, True)
    done = await sent(visitor, waiting_piece, returned, judgement="3", reason="A trial in three teams.")
    assert "Accepted by Morgan Example" in done.words
    assert "3 Tested practice" in done.words
    stale = await visitor.send(waiting_piece, form.token(), judgement="1", seen=value_of(form, "seen"))
    page = page_of(visitor, stale)
    assert (page.status, "Somebody changed this" in page.words) == (409, True)
    assert "Accepted by Morgan Example" in page.words


async def test_a_check_after_three_months_embeds_or_reopens(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    path = f"{HERE}/actions/PREV-3.3/check"
    form = await visitor.open(path)
    faults = await sent(visitor, path, form)
    assert "Give the day on which somebody looked." in faults.words
    assert "Say whether it still works." in faults.words
    done = await sent(
        visitor,
        path,
        faults,
        passed="no",
        findings="The guide is no longer in use.",
        **day("checked_on", dt.date(2026, 11, 1)),
    )
    assert "No longer works" in done.words
    action = await Action.objects().get(Action.reference == "PREV-3.3")
    assert action
    assert action.status == Status.IN_PROGRESS
    await visitor.open(path, status=409)


# ---------------------------------------------------------------------------------------------- adding, changing


async def test_an_action_is_added_then_given_a_milestone(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    path = f"{HERE}/commitments/PREV-5/actions"
    form = await visitor.open(path)
    faults = await sent(visitor, path, form, description="Kept while the rest is mended.")
    assert faults.status == 422
    assert "Say in one line what will be done." in faults.words
    assert "Say whose action it is." in faults.words
    assert "Kept while the rest is mended." in faults.text
    agency = (await Action.raw("SELECT agency, owner FROM action WHERE reference = 'PREV-5.1'"))[0]
    new = {"title": "Publish the profile", "agency": str(agency["agency"]), "owner": str(agency["owner"])}
    added = await sent(visitor, path, faults, **new)
    assert "Milestones of PREV-5.4" in added.heading
    at = f"{HERE}/actions/PREV-5.4/milestones"
    dated = await sent(
        visitor, at, added, title="Profile published", **day("baseline_on", dt.date(2027, 3, 31))
    )
    assert "Profile published, approved for 31 March 2027" in dated.words
    page = await visitor.open(f"{HERE}/actions/PREV-5.4")
    assert "Publish the profile" in page.heading
    assert "Profile published" in page.words


async def test_a_stale_change_overwrites_nothing_and_shows_both(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    path = f"{HERE}/actions/SUPP-3.1/change"
    first, second = await visitor.open(path), await visitor.open(path)
    row = (await Action.raw("SELECT agency, owner, accountable FROM action WHERE reference = 'SUPP-3.1'"))[0]
    kept = {name: str(value) for name, value in row.items()}
    done = await sent(visitor, path, first, title="Map every service for children", **kept)
    assert "Map every service for children" in done.heading
    stale = await sent(visitor, path, second, title="Map the services in the city", **kept)
    assert stale.status == 409
    assert "Somebody changed this" in stale.words
    assert "Now it says: Map every service for children." in stale.words
    assert value_of(stale, "title") == "Map the services in the city"
    chosen = await sent(visitor, path, stale, title="Map the services in the city", **kept)
    assert "Map the services in the city" in chosen.heading


async def test_a_made_up_choice_is_a_fault_beside_its_list(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    path = f"{HERE}/actions/SUPP-3.1/change"
    form = await visitor.open(path)
    page = await sent(visitor, path, form, title="Map", agency="999999", owner="x")
    assert (page.status, page.words.count("Choose one of the list.")) == (422, 4)


async def test_an_action_is_superseded_with_a_reason(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    path = f"{HERE}/actions/PROT-5.3/superseded"
    form = await visitor.open(path)
    without = await sent(visitor, path, form)
    assert "Say what replaces it, and why." in without.words
    done = await sent(visitor, path, without, reason="The web directory replaces it.")
    assert "Superseded" in done.words
    assert "The web directory replaces it." in done.words
    await visitor.open(f"{HERE}/actions/PROT-5.3/change", status=409)


async def test_what_is_standing_goes_to_business_as_usual_and_is_reviewed(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    path = f"{HERE}/commitments/SUPP-1/business-as-usual"
    form = await visitor.open(path)
    past = await sent(visitor, path, form, **day("review_on", dt.date(2020, 1, 1)))
    assert "Give a review date that lies ahead." in past.words
    done = await sent(visitor, path, past, **day("review_on", dt.date(2031, 1, 31)))
    assert "Review by 31 January 2031" in done.words
    again = await sent(visitor, path, await visitor.open(path), **day("review_on", dt.date(2031, 6, 30)))
    assert "Review by 30 June 2031" in again.words
    await visitor.open(f"{HERE}/commitments/PREV-5/business-as-usual", status=409)


async def test_an_action_leaves_business_as_usual_when_it_needs_work_again(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    path = f"{HERE}/actions/PROT-6.1/business-as-usual"
    form = await visitor.open(path)
    reviewed = await sent(visitor, path, form, **day("review_on", dt.date(2031, 1, 31)))
    assert "31 January 2031" in reviewed.words
    done = await sent(visitor, path, await visitor.open(path), then="reopen")
    assert "In progress" in done.words


async def test_a_variation_note_stands_beside_the_locked_wording(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    path = f"{HERE}/commitments/PREV-1/variation"
    form = await visitor.open(path)
    empty = await sent(visitor, path, form)
    assert "Say what has changed, and since when." in empty.words or "Give the day" in empty.words
    note = {"note": "The guidance was replaced this autumn.", **day("dated_on", dt.date(2026, 10, 1))}
    done = await sent(visitor, path, empty, **note)
    assert "Variation note, 1 October 2026. The guidance was replaced this autumn." in done.words
    twice = await sent(visitor, path, form, **note)
    assert "This note stands there already." in twice.words
    assert await Variation.count().where(Variation.note == note["note"]) == 1


async def test_who_leads_a_commitment_is_named(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    path = f"{HERE}/commitments/PREV-5/lead"
    row = (await Action.raw("SELECT agency, owner FROM action WHERE reference = 'SUPP-3.1'"))[0]
    form = await visitor.open(path)
    done = await sent(visitor, path, form, agency=str(row["agency"]), accountable=str(row["owner"]))
    assert "Elliot Example" in done.words
