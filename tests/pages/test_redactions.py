"""Redaction on pages: an administrator who never reads it asks, the business unit agrees, it is told for ever."""

import re

import httpx
import pytest

from governance_app.showing.redactions import KINDS
from objectives.history import Actor
from objectives.problems import NotFound
from objectives.redacting import reach_of
from objectives.redactions import _PIECES, piece_of
from objectives.tables.action import Action
from objectives.tables.evidence import Evidence
from objectives.tables.redaction import FIELDS, Redaction
from objectives.tables.update import ProgressUpdate
from reports.pack import build_pack_of
from tests.pages.visitor import Page, Visitor, words_of

HERE = "/redactions"
ASKS, AGREES = "Avery Example", "Morgan Example"
WHY = "The school and the age stand beside each other."
REFERENCE = "SUPP-3.1"


class Written:
    """An update of the example, and where a redaction of two of its fields is asked for."""

    def __init__(self, update: ProgressUpdate) -> None:
        self.update = update
        self.of = f"progress_update-{update.id}"
        self.choose = f"{HERE}/new?of={self.of}"
        self.ask = f"{self.choose}&step=reach&field=output&field=plan"


@pytest.fixture
async def written(visitor: Visitor) -> Written:
    action = await Action.objects().get(Action.reference == REFERENCE)
    update = (
        await ProgressUpdate.objects().where(ProgressUpdate.action == action.id).order_by(ProgressUpdate.id)
    )
    return Written(next(one for one in update if one.plan))


async def switch_to(visitor: Visitor, name: str) -> None:
    await visitor.send("/sign-out", token=(await visitor.open("/privacy")).token())
    await visitor.sign_in(name)


def read(answer: httpx.Response, status: int) -> Page:
    assert answer.status_code == status, answer.text[:300]
    return Page(answer.status_code, answer.text, answer.headers)


async def asked(visitor: Visitor, written: Written, why: str = WHY, **changes: str) -> httpx.Response:
    """Sends the form by which a redaction is asked for, as it stands on the page."""
    if "session" not in visitor.client.cookies:
        await visitor.sign_in(ASKS)
    page = await visitor.open(written.ask)
    return await visitor.send(HERE, page.token(), **{**hidden_in(page), "why": why, **changes})


def hidden_in(page: Page) -> dict[str, str]:
    fields = [f.attrib for f in page.all("input") if f.attrib["type"] == "hidden"]
    return {f["name"]: f["value"] for f in fields if f["name"] in ("of", "fields", "seen")}


async def to_answer(visitor: Visitor, written: Written) -> tuple[str, Page]:
    """A redaction that was asked for, opened by somebody of the business unit."""
    place = str((await asked(visitor, written)).url.path)
    await switch_to(visitor, AGREES)
    return place, await visitor.open(place)


async def agreed(visitor: Visitor, written: Written) -> tuple[str, Page]:
    place, page = await to_answer(visitor, written)
    answer = await visitor.send(f"{place}/agreement", page.token(), sure="yes", **hidden_in(page))
    return place, read(answer, 200)


# ------------------------------------------------------------------------------------------------- asking


@pytest.mark.parametrize(
    "where",
    [
        REFERENCE,
        " supp-3.1 ",
        f"http://testserver.local/strategies/coventry-csa/actions/{REFERENCE}?as-at=2026-05-01",
    ],
)
async def test_an_administrator_finds_what_stands_somewhere_by_reference_or_address(
    visitor: Visitor, written: Written, where: str
) -> None:
    await visitor.sign_in(ASKS)
    page = await visitor.open(f"{HERE}/find?{httpx.QueryParams(where=where)}")
    assert written.choose in page.main_links
    assert "Update, Q4 2025-26, version 1" in page.words


@pytest.mark.parametrize("reference", ["PROT", "PROT-6", "PROT-1.1"])
async def test_what_stands_at_each_kind_of_thing_can_be_opened(visitor: Visitor, reference: str) -> None:
    await visitor.sign_in(ASKS)
    page = await visitor.open(f"{HERE}/find?where={reference}")
    pieces = [link for link in page.main_links if "?of=" in link]
    assert pieces
    for piece in pieces:
        assert "Fields" in (await visitor.open(piece)).words


async def test_a_reference_that_is_nothing_is_said_beside_the_field_with_what_was_typed(
    visitor: Visitor,
) -> None:
    await visitor.sign_in(ASKS)
    page = await visitor.open(f"{HERE}/find?where=PROT-99", status=422)
    assert "Nothing here is called “PROT-99”" in page.words
    assert 'value="PROT-99"' in page.text
    assert page.title.startswith("Error: ")


async def test_the_administrator_never_sees_the_words(visitor: Visitor, written: Written) -> None:
    await asked(visitor, written)
    pages = [await visitor.open(path) for path in (written.choose, written.ask, HERE, f"{HERE}/1")]
    pages.append(await visitor.open(f"{HERE}/find?where={REFERENCE}"))
    update = written.update
    for text in (update.output, update.plan, update.ask, update.confidence_reason):
        assert not [page for page in pages if text in page.words]
    assert f"{len(update.output)} characters" in pages[0].words


async def test_choosing_no_field_is_said(visitor: Visitor, written: Written) -> None:
    await visitor.sign_in(ASKS)
    page = await visitor.open(f"{written.choose}&step=reach", status=422)
    assert page.words.count("Choose at least one field.") == 2


async def test_what_it_reaches_is_told_before_it_is_asked_for(visitor: Visitor, written: Written) -> None:
    await visitor.sign_in(ASKS)
    page = await visitor.open(written.ask)
    reach = await reach_of("progress_update", written.update.id, ["output", "plan"])
    assert "One version of it in history" in page.words
    assert [pack.digest[:12] in page.words for pack in reach.packs] == [True] * len(reach.packs)
    assert reach.packs


async def test_a_reason_must_be_given_and_what_was_typed_is_kept(visitor: Visitor, written: Written) -> None:
    page = read(await asked(visitor, written, why="  "), 422)
    assert page.words.count("Say why, without repeating what is to be redacted.") == 2
    repeating = f"It says: {written.update.output}"
    page = read(await asked(visitor, written, why=repeating), 422)
    assert "This repeats what is to be redacted" in page.words
    assert words_of(page.all("textarea")[0]) == repeating
    assert await Redaction.count() == 0


async def test_asking_twice_asks_once(visitor: Visitor, written: Written) -> None:
    assert (await asked(visitor, written)).url.path == f"{HERE}/1"
    page = read(await asked(visitor, written), 409)
    assert "This has been asked for already" in page.words
    assert await Redaction.count() == 1


async def test_a_page_that_was_overtaken_shows_what_is_there_now_and_keeps_the_typing(
    visitor: Visitor, written: Written
) -> None:
    page = read(await asked(visitor, written, seen="1"), 409)
    assert "has changed since you opened this page" in page.words
    assert WHY in page.words
    again = await visitor.send(HERE, page.token(), **hidden_in(page), why=WHY)
    assert again.url.path == f"{HERE}/1"


@pytest.mark.parametrize(
    "of", ["", "person-1", "progress_update-999999", "progress_update", "action-0x1", "'-1"]
)
async def test_an_address_that_names_nothing_to_redact_has_no_page(visitor: Visitor, of: str) -> None:
    await visitor.sign_in(ASKS)
    await visitor.open(f"{HERE}/new?{httpx.QueryParams(of=of)}", status=404)


async def test_every_kind_of_thing_that_can_be_redacted_has_a_name_and_can_be_found(visitor: Visitor) -> None:
    assert KINDS.keys() == FIELDS.keys()
    for table in FIELDS:
        with pytest.raises(NotFound):
            await piece_of(table, 999_999)
        assert f"'{table}', " in _PIECES


# ---------------------------------------------------------------------------------------------- answering


async def test_whoever_agrees_sees_the_words_and_then_they_are_gone(
    visitor: Visitor, written: Written
) -> None:
    _, before = await to_answer(visitor, written)
    assert written.update.output in before.words
    answer = await visitor.send(f"{HERE}/1/agreement", before.token(), sure="yes", **hidden_in(before))
    after = read(answer, 200)
    assert after.heading.startswith("Redacted on")
    assert after.heading.endswith("by Avery Example")
    assert written.update.output not in after.words
    now = await ProgressUpdate.objects().get(ProgressUpdate.id == written.update.id)
    assert (now.output, now.plan, now.impact) == ("[redacted]", "[redacted]", written.update.impact)


async def test_agreeing_takes_a_tick(visitor: Visitor, written: Written) -> None:
    place, page = await to_answer(visitor, written)
    answer = await visitor.send(f"{place}/agreement", page.token(), **hidden_in(page))
    assert "Tick the box" in read(answer, 422).words
    assert (await Redaction.objects().get(Redaction.id == 1)).agreed is None


async def test_declining_takes_a_reason_that_the_asker_then_reads(visitor: Visitor, written: Written) -> None:
    place, page = await to_answer(visitor, written)
    refused = read(await visitor.send(f"{place}/refusal", page.token()), 422)
    assert "Say why not" in refused.words
    await visitor.send(f"{place}/refusal", page.token(), declined="Nobody can be told from it.")
    await switch_to(visitor, ASKS)
    told = await visitor.open(place)
    assert told.heading.startswith("Declined on")
    assert "Nobody can be told from it." in told.words
    now = await ProgressUpdate.objects().get(ProgressUpdate.id == written.update.id)
    assert now.output == written.update.output


async def test_what_was_answered_is_not_answered_again(visitor: Visitor, written: Written) -> None:
    place, page = await agreed(visitor, written)
    answer = await visitor.send(f"{place}/refusal", page.token(), declined="Too late.")
    assert "This was answered already: it was agreed to." in read(answer, 409).words


async def test_one_that_changed_since_it_was_read_is_not_agreed_to(
    visitor: Visitor, written: Written
) -> None:
    place, page = await to_answer(visitor, written)
    answer = await visitor.send(f"{place}/agreement", page.token(), sure="yes", seen="1")
    assert "has changed since you opened this page" in read(answer, 409).words


# --------------------------------------------------------------------------------------------- the register


async def test_the_register_says_who_when_why_and_which_packs(visitor: Visitor, written: Written) -> None:
    reach = await reach_of("progress_update", written.update.id, ["output", "plan"])
    await agreed(visitor, written)
    words = (await visitor.open(HERE)).words
    for said in (ASKS, AGREES, WHY, "Agreed and done", *(pack.digest[:12] for pack in reach.packs)):
        assert said in words
    assert re.search(r"entries of history blanked and \w+ files removed", words)


# ------------------------------------------------------------------------------------------ where it stood

MARK = re.compile(r"\[redacted on \d{1,2} \w+ \d{4} by Avery Example\]")


@pytest.mark.parametrize("day", ["", "?as-at={}"])
async def test_where_it_stood_it_says_when_and_by_whom_now_and_on_any_earlier_day(
    visitor: Visitor, written: Written, day: str
) -> None:
    page = f"/strategies/coventry-csa/actions/{REFERENCE}{day.format(written.update.submitted_at.date())}"
    await visitor.sign_in(AGREES)
    assert not MARK.search((await visitor.open(page)).words)
    await switch_to(visitor, ASKS)
    await agreed(visitor, written)
    assert len(MARK.findall((await visitor.open(page)).words)) == 2
    assert written.update.output not in (await visitor.open(page)).words


async def redacted(visitor: Visitor, of: str, *fields: str) -> None:
    """Asked for by one and agreed to by the other, who stays signed in."""
    await visitor.sign_in(ASKS)
    chosen = httpx.QueryParams({"of": of, "step": "reach", "field": list(fields)})
    form = await visitor.open(f"{HERE}/new?{chosen}")
    place = (await visitor.send(HERE, form.token(), **hidden_in(form), why=WHY)).url.path
    await switch_to(visitor, AGREES)
    page = await visitor.open(place)
    await visitor.send(f"{place}/agreement", page.token(), sure="yes", **hidden_in(page))


async def test_a_redacted_title_says_so_in_lists_and_on_record(visitor: Visitor) -> None:
    action = await Action.objects().get(Action.reference == REFERENCE)
    await redacted(visitor, f"action-{action.id}", "title")
    for path in ("/actions/SUPP-3.1", "/commitments/SUPP-3", "/objectives/SUPP"):
        assert MARK.search((await visitor.open(f"/strategies/coventry-csa{path}")).words), path


async def test_redacted_evidence_says_so_beside_its_title(visitor: Visitor) -> None:
    action = await Action.objects().get(Action.reference == REFERENCE)
    rows = await Evidence.raw(
        "SELECT e.id FROM evidence e JOIN evidence_link l ON l.evidence = e.id"
        " WHERE l.action = {} AND e.form = 'file'",
        action.id,
    )
    await redacted(visitor, f"evidence-{rows[0]['id']}", "sha256", "file_name")
    words = (await visitor.open(f"/strategies/coventry-csa/actions/{REFERENCE}")).words
    assert re.search(r"· redacted on \d{1,2} \w+ \d{4} by Avery Example", words)


async def test_a_pack_says_whether_it_was_redacted_or_built_from_what_was(
    visitor: Visitor, written: Written
) -> None:
    reach = await reach_of("progress_update", written.update.id, ["output", "plan"])
    await agreed(visitor, written)
    old = await visitor.open(f"/strategies/coventry-csa/packs/{reach.packs[0].digest}")
    assert re.search(r"This pack was redacted on \d{1,2} \w+ \d{4} by Avery Example", old.words)
    built = await build_pack_of(Actor.command("test"), "coventry-csa", reach.packs[0].round or "")
    new = await visitor.open(f"/strategies/coventry-csa/packs/{built.digest}")
    assert "What says [redacted] was redacted before it was built." in new.words
    assert not MARK.search(built.canonical_content.decode())


READERS = {
    "Avery Example": {"register": 200, "waiting": 200, "find": 200, "new": 200, "agree": 403, "ask": True},
    "Morgan Example": {"register": 200, "waiting": 200, "find": 403, "new": 403, "agree": 422, "ask": False},
    "Grace Example": {"register": 200, "waiting": 403, "find": 403, "new": 403, "agree": 403, "ask": False},
    "Lowell Example": {"register": 200, "waiting": 403, "find": 403, "new": 403, "agree": 403, "ask": False},
    "Sam Example": {"register": 403, "waiting": 403, "find": 403, "new": 403, "agree": 403, "ask": False},
}


@pytest.mark.parametrize("name", READERS)
async def test_each_role_may_do_this_much(visitor: Visitor, written: Written, name: str) -> None:
    expected = READERS[name]
    await asked(visitor, written)
    await switch_to(visitor, name)
    register = await visitor.open(HERE, status=int(expected["register"]))
    assert (HERE in register.links) == (expected["register"] == 200)
    assert (f"{HERE}/find" in register.main_links) == expected["ask"]
    assert (f"{HERE}/1" in register.main_links) == (expected["waiting"] == 200)
    await visitor.open(f"{HERE}/1", status=int(expected["waiting"]))
    await visitor.open(f"{HERE}/find", status=int(expected["find"]))
    await visitor.open(written.ask, status=int(expected["new"]))
    for path in (f"{HERE}/1/agreement", f"{HERE}/1/refusal"):
        read(await visitor.send(path, register.token()), int(expected["agree"]))
    if not expected["ask"]:
        read(await visitor.send(HERE, register.token(), of=written.of, fields="output", why=WHY), 403)
    assert (await Redaction.count(), await Redaction.count().where(Redaction.agreed.is_null())) == (1, 1)


async def test_a_form_without_its_token_is_refused(visitor: Visitor, written: Written) -> None:
    await visitor.sign_in(ASKS)
    answer = await visitor.client.post(HERE, data={"of": written.of, "fields": "output", "why": WHY})
    assert "This form could not be accepted" in read(answer, 403).words
    assert await Redaction.count() == 0
