"""The business unit's commentary on an objective: its form, and who reads it on the objective's page."""

from objectives.tables.commentary import Commentary
from tests.pages.test_steps import page_of, value_of
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa/objectives/SUPP"
FORM = f"{HERE}/commentary"
SAID = {
    "working_well": "Waits are down.\nFamilies say so.",
    "worried_about": "Two posts are vacant.",
    "needs_to_happen": "Fill them.",
}


async def newest() -> Commentary:
    found = await Commentary.objects().order_by(Commentary.written_at, ascending=False).first()
    assert found
    return found


async def test_the_business_unit_comments_and_reads_it_on_the_objective_s_page(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    assert FORM in (await visitor.open(HERE)).links
    form = await visitor.open(FORM)
    assert "The middle wait is 24 weeks" in form.words
    assert "Said in " in form.words
    sent = SAID | {"seen": value_of(form, "seen")}
    refused = page_of(visitor, await visitor.send(FORM, form.token(), **(sent | {"worried_about": " "})))
    assert (refused.status, "Say what you are worried about." in refused.words) == (422, True)
    assert "Waits are down." in refused.words
    done = page_of(visitor, await visitor.send(FORM, refused.token(), **sent))
    assert "Families say so." in done.words
    assert (await newest()).needs_to_happen == "Fill them."


async def test_what_was_typed_survives_when_somebody_else_was_faster(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    form = await visitor.open(FORM)
    sent = SAID | {"seen": value_of(form, "seen")}
    await visitor.send(FORM, form.token(), **sent)
    late = page_of(visitor, await visitor.send(FORM, form.token(), **(sent | {"working_well": "Mine."})))
    assert (late.status, "Somebody changed this" in late.words) == (409, True)
    assert "Mine." in late.words
    assert (await newest()).working_well == SAID["working_well"]


async def test_nobody_else_writes_commentary_and_only_who_reads_everything_reads_it(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    page = await visitor.open(HERE)
    assert FORM not in page.links
    assert (await visitor.open(FORM, 403)).status == 403


async def test_an_owner_meets_it_in_packs_only(visitor: Visitor) -> None:
    await visitor.sign_in("Elliot Example")
    assert "What difference it made for children" not in (await visitor.open(HERE)).words
