"""Searching: what fits is found and marked, nobody finds what they may not read, and any input is safe."""

import re
from urllib.parse import quote

import pytest

from objectives.judging import judged_now
from objectives.standing import Action
from objectives.tables.evidence import Evidence
from objectives.tables.update import ProgressUpdate
from tests.domain.history_makers import run_past_the_service
from tests.pages.visitor import Page, Visitor

UNIT, ADMINISTRATOR = "Morgan Example", "Avery Example"
EVIL = '<script>alert(1)</script> & "quoted"'


async def looked_for(visitor: Visitor, words: str, status: int = 200, page: int = 1) -> Page:
    return await visitor.open(f"/search?q={quote(words)}&page={page}", status=status)


def kinds(page: Page) -> set[str]:
    return set(re.findall(r"<p class=\"app-small app-muted\">(\w+) ·", page.text))


async def an_update_told() -> tuple[Action, str]:
    """An action with an update, and a phrase of eight words that it alone says."""
    standing = (await judged_now("coventry-csa", "Europe/London")).standing
    for action in standing.actions():
        for update in action.updates:
            if len(update.output.split()) > 8:
                return action, " ".join(update.output.split()[:8])
    raise AssertionError("the example has no update with eight words")


async def test_a_word_is_found_in_another_form_and_marked(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    page = await looked_for(visitor, "train")
    assert "<mark>training</mark>" in page.text.lower()
    assert page.main_links


async def test_a_reference_finds_its_action(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    page = await looked_for(visitor, "SUPP-3.1")
    assert "/strategies/coventry-csa/actions/SUPP-3.1" in page.main_links


async def test_the_words_of_an_update_are_found_only_by_those_who_may_read_them(visitor: Visitor) -> None:
    action, phrase = await an_update_told()
    asked = f'"{phrase}"'
    address = f"/strategies/coventry-csa/actions/{action.reference}#updates"
    await visitor.sign_in(UNIT)
    assert address in (await looked_for(visitor, asked)).main_links
    await visitor.client.post("/sign-out", data={"_csrf_token": (await visitor.open("/search")).token()})
    await visitor.sign_in(ADMINISTRATOR)
    closed = await looked_for(visitor, asked)
    assert address not in closed.main_links
    assert "Update" not in kinds(closed)
    assert "<mark>" not in closed.text


async def test_an_owner_finds_their_agencys_words_and_no_other_agencys(visitor: Visitor) -> None:
    """Every page of results of a common word, held against the rule of who may read what."""
    await visitor.sign_in("Sam Example")
    standing = (await judged_now("coventry-csa", "Europe/London")).standing
    words = set()
    for number in range(1, 4):
        page = await looked_for(visitor, "children or training or staff", page=number)
        words |= {link for link in page.main_links if "#" in link}
    assert words
    agencies = {standing.by_reference[re.search(r"/([^/#]+)#", w)[1]].agency.short_name for w in words}  # type: ignore[index,union-attr]
    assert len(agencies) == 1


async def test_evidence_is_found_by_its_title(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    title = (await Evidence.select(Evidence.title).order_by(Evidence.id).first())["title"]
    assert "Evidence" in kinds(await looked_for(visitor, f'"{title}"'))


async def test_what_was_redacted_is_found_no_more(visitor: Visitor, place: object) -> None:
    action, phrase = await an_update_told()
    await run_past_the_service(
        place.owner,  # type: ignore[attr-defined]
        "ALTER TABLE progress_update DISABLE TRIGGER USER",
        "UPDATE progress_update SET output = '[redacted]'",
    )
    await visitor.sign_in(UNIT)
    page = await looked_for(visitor, f'"{phrase}"')
    assert f"/strategies/coventry-csa/actions/{action.reference}#updates" not in page.main_links


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Words in commitments"),
        ("the and of", "Try one that says more"),
        ("zyzzogeton", "Nothing that you may read holds zyzzogeton"),
        ("' | & ! <-> :* ( ) \\ % \"", "Try one that says more"),
        ("\0\0", "Words in commitments"),
        ("ਬੱਚੇ ਸੁਰੱਖਿਆ", "Nothing that you may read holds ਬੱਚੇ"),
        ("word " * 2000, "Only the first 200 characters were looked for."),
        (EVIL, "Nothing that you may read holds"),
        ("{} {0} $1 %s", "Nothing that you may read holds"),
        ("-children", "fit -children"),
    ],
)
async def test_odd_words_get_a_calm_answer(visitor: Visitor, words: str, said: str) -> None:
    await visitor.sign_in(UNIT)
    page = await looked_for(visitor, words)
    assert said in page.words
    assert "<script>alert" not in page.text


async def test_what_is_found_is_shown_as_text_and_only_the_mark_is_markup(
    visitor: Visitor, place: object
) -> None:
    row = await ProgressUpdate.select(ProgressUpdate.id).order_by(ProgressUpdate.id).first()
    evidence = await Evidence.select(Evidence.id).order_by(Evidence.id).first()
    assert row
    assert evidence
    await run_past_the_service(
        place.owner,  # type: ignore[attr-defined]
        "ALTER TABLE evidence DISABLE TRIGGER USER",
        f"UPDATE evidence SET title = 'zebra <img src=x onerror=alert(1)> crossing' WHERE id = {evidence['id']}",
    )
    await visitor.sign_in(UNIT)
    page = await looked_for(visitor, "zebra")
    assert "<mark>zebra</mark>" in page.text
    assert "<img" not in page.text


async def test_every_page_of_what_fits_shows_something_else(visitor: Visitor) -> None:
    await visitor.sign_in(UNIT)
    first, second = [await looked_for(visitor, "children", page=number) for number in (1, 2)]
    assert re.search(r"Page 2 of \d", second.words)
    shown = [re.findall(r'<p class="app-found__words".*?</p>', page.text) for page in (first, second)]
    assert shown[0]
    assert not set(shown[0]) & set(shown[1])
    assert "/search?q=children" in second.main_links


async def test_nobody_signed_out_searches(visitor: Visitor) -> None:
    page = await visitor.open("/search?q=training", status=200)
    assert page.heading != "Search"
