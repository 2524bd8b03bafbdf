"""Drafting section 2 on its pages: what rules propose, in whose words, in which order, and what is left out."""

from objectives.judging import judged_now
from objectives.proposing import agenda_now
from objectives.tables.sought import DecisionSought
from tests.pages.test_steps import page_of, value_of
from tests.pages.visitor import Page, Visitor

KEY = "coventry-csa"
HERE = f"/strategies/{KEY}/decisions-sought"
FIRST = f"{HERE}/red-PREV-5"
WORDS = {
    "question": "May the plan be published?\nWho signs it?",
    "why": "Two partners asked for it.",
    "recommendation": "Publish it in December.",
    "options": "Publish it\nKeep it inside",
}


async def origins() -> list[str]:
    return [entry.origin for entry in agenda_now(await judged_now(KEY)).entries]


async def sent(visitor: Visitor, form: str, to: str = "", **words: str) -> Page:
    """The page that comes back from a form that was opened and sent."""
    page = await visitor.open(form)
    seen = value_of(page, "seen") if 'name="seen"' in page.text else ""
    return page_of(visitor, await visitor.send(to or form, page.token(), **({"seen": seen} | words)))


async def test_the_business_unit_sees_what_rules_propose_from_the_round_s_page(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    rounds = await visitor.open("/rounds")
    (this,) = [link for link in rounds.main_links if link.startswith("/rounds/q2-2026")]
    assert HERE in (await visitor.open(this)).links
    page = await visitor.open(HERE)
    assert page.heading == "Seven decisions are sought"
    assert "Rule: Amber for four rounds" in page.words
    assert "They freeze with the round on" in page.words


async def test_a_decision_is_put_into_other_words_and_says_whose(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    refused = await sent(visitor, FIRST, **(WORDS | {"options": "Only one"}))
    assert (refused.status, "with one there is nothing to decide" in refused.words) == (422, True)
    assert "Publish it in December." in refused.words
    done = await sent(visitor, FIRST, **WORDS)
    assert "Who signs it?" in done.words
    assert "Worded by Morgan Example" in done.words
    assert "What the rule says today" in (await visitor.open(FIRST)).words


async def test_one_of_its_own_is_added_moved_up_left_out_and_put_back(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    wrong = await sent(visitor, f"{HERE}/new", HERE, **(WORDS | {"reference": "PROT-99"}))
    assert (wrong.status, "Nothing in the plan is called PROT-99" in wrong.words) == (422, True)
    await sent(visitor, f"{HERE}/new", HERE, **(WORDS | {"reference": "prot-4"}))
    assert (await origins())[-1] == "own-1"
    await sent(visitor, HERE, f"{HERE}/own-1/place", then="up")
    assert (await origins())[-2] == "own-1"
    left = await sent(visitor, f"{HERE}/own-1", f"{HERE}/own-1/left-out", left_out="It was agreed by mail.")
    assert "It was agreed by mail." in left.words
    assert "own-1" not in await origins()
    await sent(visitor, HERE, f"{HERE}/own-1/taken-back")
    assert "own-1" in await origins()


async def test_leaving_out_without_a_reason_is_refused_beside_the_field(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await sent(visitor, FIRST, f"{FIRST}/left-out", left_out=" ")
    assert (page.status, "Say why it is not put to the Executive Group" in page.words) == (422, True)


async def test_what_was_typed_survives_when_somebody_else_was_faster(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    form = await visitor.open(FIRST)
    words = WORDS | {"seen": value_of(form, "seen")}
    await visitor.send(FIRST, form.token(), **words)
    late = page_of(visitor, await visitor.send(FIRST, form.token(), **(words | {"why": "Mine."})))
    assert (late.status, "Somebody changed this" in late.words, "Mine." in late.words) == (409, True, True)
    assert "Two partners asked for it." in late.words
    (row,) = await DecisionSought.objects()
    assert row.why == WORDS["why"]


async def test_what_no_rule_asks_for_is_not_there(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    assert "no longer asks for it" in (await visitor.open(f"{HERE}/red-PREV-1", 404)).words


async def test_nobody_else_reads_the_draft(visitor: Visitor) -> None:
    for name in ("Grace Example", "Lowell Example", "Elliot Example", "Avery Example"):
        await visitor.sign_in(name)
        for path in (HERE, f"{HERE}/new", FIRST):
            await visitor.open(path, 403)
        visitor.client.cookies.delete("session")
