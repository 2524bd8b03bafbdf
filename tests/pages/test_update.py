"""Giving an update without a script: the form, the draft, what the rules say before it is sent, and sending it."""

import pytest

from governance_app.forms import date_words
from objectives.dates import in_words
from objectives.days import today_at
from objectives.history import now
from objectives.tables.draft import Draft, HeldTyping
from objectives.tables.milestone import Milestone
from objectives.tables.sign_in import SignInSession
from objectives.tables.update import ProgressUpdate, UpdateReturn
from tests.pages.filling import ACTION, FORM, HERE, NEWS, OWNER, SHARED, controls, fill, read
from tests.pages.visitor import Visitor


@pytest.fixture
async def owner(visitor: Visitor) -> Visitor:
    await visitor.sign_in(OWNER)
    return visitor


async def become(visitor: Visitor, name: str) -> None:
    """Somebody else at the same browser."""
    visitor.client.cookies.delete("session")
    await visitor.sign_in(name)


async def count() -> int:
    return await ProgressUpdate.count()


async def test_the_form_shows_what_was_said_last_and_restates_the_judgements(owner: Visitor) -> None:
    page = await owner.open(FORM)
    assert "Printed and sent to every champion" in page.words
    held = controls(page, FORM)
    assert (held["owner_rating"], held["confidence"], held["issue"]) == ("Green", "Medium", "none")
    assert (held["output"], held.get("report")) == ("", None)


async def test_an_update_is_checked_on_the_rules_and_sent(owner: Visitor) -> None:
    before = await count()
    checked = read(await fill(owner, FORM, "check", **NEWS, owner_rating="Amber"))
    assert "Check your answers" in checked.heading
    assert "Second edition printed." in checked.words
    assert "Calculated by the rules Green" in checked.words
    assert await count() == before
    sent = read(await fill(owner, f"{FORM}/check"))
    assert sent.heading == "Your update has been sent"
    assert "Amber" in sent.words
    (row,) = await ProgressUpdate.select().order_by(ProgressUpdate.id, ascending=False).limit(1)
    assert (row["output"], row["owner_rating"], row["version"]) == (NEWS["output"], "Amber", 1)
    assert "Second edition printed." in (await owner.open(ACTION)).words


async def test_an_unchanged_update_is_confirmed_in_three_clicks_from_its_form(owner: Visitor) -> None:
    await fill(owner, FORM, "check", report="nothing")
    assert read(await fill(owner, f"{FORM}/check")).heading == "Your update has been sent"
    (row,) = await ProgressUpdate.select().order_by(ProgressUpdate.id, ascending=False).limit(1)
    assert (row["nothing_to_report"], row["owner_rating"]) == (True, "Green")


async def test_all_that_is_wrong_is_said_beside_its_box_with_the_typing_kept(owner: Visitor) -> None:
    milestone = (await milestones())[0]
    wrong = {
        "report": "something",
        "reach": "83 <champions>",
        "issue": "significant, with a plan",
        "plan_due_on": "31",
        f"on__{milestone}": "1",
    }
    answer = await fill(owner, FORM, "check", **wrong)
    page = read(answer)
    owner.check(page)
    assert answer.status_code == 422
    assert page.title.startswith("Error: ")
    faults = [link.attrib["href"] for link in page.all("a") if link.attrib["href"].startswith("#")]
    assert faults == ["#main", "#output", "#plan", "#plan_due_on", "#ask", f"#why-{milestone}"]
    held = controls(page, FORM)
    assert (held["reach"], held["plan_due_on"]) == ("83 <champions>", "31")
    ids = {element.attrib.get("id") for element in page.root.iter()}
    assert {fault.removeprefix("#") for fault in faults} <= ids


async def milestones() -> list[int]:
    rows = await Milestone.raw(
        "SELECT m.id FROM milestone m JOIN action a ON a.id = m.action"
        " WHERE a.reference = 'PROT-3.3' AND m.met_on IS NULL ORDER BY m.id"
    )
    return [row["id"] for row in rows]


async def test_a_moved_date_and_a_met_milestone_are_sent_with_the_update(owner: Visitor) -> None:
    (milestone,) = await milestones()
    today = today_at(await now())
    met = date_words(f"on-{milestone}", today) | {f"state-{milestone}": "done"}
    checked = read(await fill(owner, FORM, "check", **NEWS, **met))
    assert f"Met on {in_words(today)}" in checked.words
    assert "what difference has it made" in checked.words.lower()
    await fill(owner, f"{FORM}/check")
    assert await milestones() == []


async def test_prompts_ask_and_stop_nothing(owner: Visitor) -> None:
    last = "Printed and sent to every champion, with a page for the team to fill in."
    page = read(await fill(owner, FORM, "check", report="something", output=last, next_steps="Ask them."))
    assert "word for word what you said last round of what was done" in page.words
    assert "What happens next has no date" in page.words
    assert read(await fill(owner, f"{FORM}/check")).heading == "Your update has been sent"


async def test_a_draft_is_kept_by_any_button_and_found_again(owner: Visitor) -> None:
    saved = read(await fill(owner, FORM, "save", output="Half a", plan_due_on="3"))
    assert "Go on with this update" in saved.words
    held = controls(await owner.open(FORM), FORM)
    assert (held["output"], held["plan_due_on"]) == ("Half a", "3")


async def test_autosave_answers_with_the_version_and_keeps_the_words(owner: Visitor) -> None:
    answer = await fill(owner, FORM, "autosave", output="Half a")
    assert (answer.status_code, answer.json()) == (200, {"version": 1})
    assert controls(await owner.open(FORM), FORM)["version"] == "1"


async def test_pressing_send_twice_sends_once(owner: Visitor) -> None:
    await fill(owner, FORM, "check", **NEWS)
    before, fields = await count(), controls(await owner.open(f"{FORM}/check"), f"{FORM}/check")
    for _ in range(2):
        answer = await owner.client.post(f"{FORM}/check", data=fields, follow_redirects=True)
        assert read(answer).heading == "Your update has been sent"
    assert await count() == before + 1


async def test_two_windows_are_shown_side_by_side_and_nothing_is_lost(owner: Visitor) -> None:
    first = controls(await owner.open(FORM), FORM)
    await owner.client.post(FORM, data=first | {"then": "autosave", "output": "One.", "reach": "Same."})
    answer = await owner.client.post(
        FORM, data=first | {"then": "autosave", "output": "Two.", "reach": "Same."}
    )
    assert answer.status_code == 409
    page = await owner.open(FORM)
    assert page.heading == "There are two texts of this update"
    assert "One." in page.words
    assert "Two." in page.words
    assert "Same." not in page.words
    await fill(owner, FORM, to=f"{FORM}/choice", take__output="theirs")
    held = controls(await owner.open(FORM), FORM)
    assert (held["output"], held["reach"]) == ("One.", "Same.")


async def test_the_second_of_two_people_chooses_between_both_texts(visitor: Visitor) -> None:
    """Zoe deputises for Rosa: both have the form open, and Rosa sends first."""
    await visitor.sign_in("Zoe Example")
    zoes = controls(await visitor.open(SHARED), SHARED)
    await become(visitor, await owner_of_shared())
    await fill(visitor, SHARED, "check", output="The owner's words.", report="something")
    await fill(visitor, f"{SHARED}/check")
    await become(visitor, "Zoe Example")
    changes = {"then": "check", "report": "something", "output": "The deputy's words."}
    token = controls(await visitor.open(SHARED), SHARED)["_csrf_token"]
    answer = await visitor.client.post(
        SHARED, data=zoes | changes | {"_csrf_token": token}, follow_redirects=True
    )
    page = read(answer)
    assert page.heading == "There are two texts of this update"
    assert "The owner's words." in page.words
    assert "The deputy's words." in page.words
    newest = await count()
    assert read(await fill(visitor, f"{SHARED}/check", to=SHARED + "/choice")).status == 200
    assert controls(await visitor.open(SHARED), SHARED)["output"] == "The deputy's words."
    assert await count() == newest


async def test_the_page_that_sends_says_what_is_wrong_and_sends_nothing(owner: Visitor) -> None:
    """Somebody who goes there by its address, or whose draft went stale on the way."""
    await fill(owner, FORM, "save", report="something", reach="All of them.")
    before = await count()
    page = await owner.open(f"{FORM}/check", status=422)
    assert page.title.startswith("Error: ")
    assert "#output" in page.links
    held = controls(page, FORM)
    assert held["reach"] == "All of them."
    sent = {"_csrf_token": held["_csrf_token"], "version": held["version"]}
    answer = await owner.client.post(f"{FORM}/check", data=sent)
    assert (answer.status_code, "#output" in read(answer).links) == (422, True)
    assert await count() == before


async def owner_of_shared() -> str:
    (row,) = await Draft.raw(
        "SELECT p.name FROM action a JOIN post_holding h ON h.post = a.owner JOIN person p ON p.id = h.person"
        " WHERE a.reference = 'PREV-1.4' AND h.ends_on IS NULL"
    )
    return str(row["name"])


async def test_what_was_sent_may_be_opened_again_and_every_version_is_kept(owner: Visitor) -> None:
    for output in ("First.", "Second."):
        await fill(owner, FORM, "check", **NEWS | {"output": output})
        await fill(owner, f"{FORM}/check")
    page = await owner.open(FORM)
    assert "it may be changed and sent anew" in page.words
    assert controls(page, FORM)["output"] == "Second."
    versions = await ProgressUpdate.select(ProgressUpdate.output).order_by(ProgressUpdate.id, ascending=False)
    assert [row["output"] for row in versions[:2]] == ["Second.", "First."]


async def test_a_returned_update_shows_its_questions_and_is_answered(owner: Visitor) -> None:
    await fill(owner, FORM, "check", **NEWS)
    await fill(owner, f"{FORM}/check")
    await UpdateReturn.raw(
        "INSERT INTO update_return (progress_update, questions, returned_by, returned_at)"
        " SELECT max(u.id), 'Of how many?', min(p.id), governance_now() FROM progress_update u, person p"
    )
    assert "Answer the questions on PROT-3.3" in (await owner.open("/my-work")).words
    assert "Of how many?" in (await owner.open(FORM)).words
    await fill(owner, FORM, "check", reach="83 of 90.")
    assert "as version 2" in read(await fill(owner, f"{FORM}/check")).words
    assert "Answer the questions" not in (await owner.open("/my-work")).words


async def test_what_was_asked_last_round_and_never_answered_stands_on_this_rounds_form(
    owner: Visitor,
) -> None:
    await UpdateReturn.raw(
        "INSERT INTO update_return (progress_update, questions, returned_by, returned_at)"
        " SELECT max(u.id), 'Of how many?', min(p.id), governance_now() FROM progress_update u, person p"
        " WHERE u.action = (SELECT id FROM action WHERE reference = 'PROT-3.3')"
    )
    page = await owner.open(FORM)
    assert "Asked in Q1 2026-27 and not answered Of how many?" in page.words
    await fill(owner, FORM, "check", **NEWS)
    await fill(owner, f"{FORM}/check")
    assert "Of how many?" not in (await owner.open(FORM)).words


async def move_due_date() -> None:
    await ProgressUpdate.raw(
        "UPDATE reporting_round SET updates_due_on = (governance_now() - interval '1 day')::date"
        " WHERE opens_on = (SELECT max(opens_on) FROM reporting_round WHERE opens_on <= governance_now()::date)"
    )


async def test_a_locked_update_cannot_be_changed_and_what_was_typed_is_kept(owner: Visitor) -> None:
    await fill(owner, FORM, "check", **NEWS)
    await fill(owner, f"{FORM}/check")
    fields = controls(await owner.open(FORM), FORM)
    await move_due_date()
    before = await count()
    changes = {"then": "check", "output": "Changed after the day."}
    answer = await owner.client.post(FORM, data=fields | changes, follow_redirects=True)
    page = read(answer)
    assert "so it is locked" in page.words
    assert "Changed after the day." in page.words
    version = str(int(fields["version"]) + 1)
    sent = await owner.client.post(
        f"{FORM}/check", data={"_csrf_token": fields["_csrf_token"], "version": version}
    )
    assert sent.status_code == 409
    assert "so it is locked" in sent.text
    assert await count() == before


# ------------------------------------------------------------------------------ when the sign-in has ended


async def end_sign_in() -> None:
    await SignInSession.raw("UPDATE sign_in_session SET expires_at = governance_now()")


async def test_what_was_typed_outlives_the_sign_in_for_the_same_person_alone(owner: Visitor) -> None:
    fields = controls(await owner.open(FORM), FORM)
    await end_sign_in()
    answer = await owner.client.post(FORM, data=fields | {"then": "check", "output": "Typed for an hour."})
    assert answer.headers["location"] == f"/sign-in?next={FORM.replace('/', '%2F')}"
    assert await Draft.count() == 0
    await become(owner, "Zoe Example")
    assert (await owner.client.get(FORM)).status_code == 403
    await become(owner, OWNER)
    page = await owner.open(FORM)
    assert "Your sign-in had ended" in page.words
    assert controls(page, FORM)["output"] == "Typed for an hour."
    assert await HeldTyping.count() == 1
    await fill(owner, FORM, "save")
    assert controls(await owner.open(FORM), FORM)["output"] == "Typed for an hour."
    assert await HeldTyping.count() == 0


async def test_nothing_is_held_of_a_form_that_was_given_to_nobody(visitor: Visitor) -> None:
    await visitor.sign_in(OWNER)
    fields = controls(await visitor.open(FORM), FORM)
    await end_sign_in()
    forged = fields | {"then": "save", "writer": "1." + fields["writer"].split(".")[1]}
    answer = await visitor.client.post(FORM, data=forged)
    assert answer.headers["location"] == "/sign-in"
    assert await HeldTyping.count() == 0


# ----------------------------------------------------------------------------------------- who may, and what GET does


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (OWNER, 200),
        ("Teri Example", 403),
        ("Grace Example", 403),
        ("Lowell Example", 403),
        ("Sam Example", 403),
        ("Avery Example", 403),
    ],
)
async def test_only_its_own_people_reach_an_update_by_address_or_by_form(
    visitor: Visitor, name: str, status: int
) -> None:
    await visitor.sign_in(OWNER)
    fields = controls(await visitor.open(FORM), FORM)
    await become(visitor, name)
    token = (await visitor.open("/my-work")).token()
    for page in ("", "/check", "/sent"):
        answer = await visitor.client.get(FORM + page, follow_redirects=True)
        assert answer.status_code == status, page
    for page in ("", "/choice", "/check"):
        sent = fields | {"_csrf_token": token, "then": "save", "newest": "0"}
        answer = await visitor.client.post(FORM + page, data=sent, follow_redirects=True)
        assert (answer.status_code == 403) == (status == 403), page
    assert await Draft.count() == (1 if status == 200 else 0)


async def test_opening_pages_changes_no_row(owner: Visitor) -> None:
    await fill(owner, FORM, "check", **NEWS)
    tables = ("history", "draft", "held_typing", "sign_in_session", "access_entry")

    async def rows() -> list[int]:
        return [(await Draft.raw(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in tables]

    before = await rows()
    for path in ("/my-work", FORM, f"{FORM}/check", f"{FORM}/sent", ACTION):
        await owner.open(path)
    assert await rows() == before


async def test_there_is_no_update_of_what_is_not_there(owner: Visitor) -> None:
    assert (await owner.client.get(f"{HERE}/actions/PROT-99.1/update")).status_code == 404
