"""The register of risks on pages: raised, changed, reviewed, closed; read by those who may read what it is about."""

import datetime as dt

from objectives.tables.risk import Risk, RiskStep
from tests.pages.filling import controls, fill, read
from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa"
REGISTER = f"{HERE}/risks"
NEW = f"{HERE}/actions/SUPP-3.1/risks"
TOLD = {
    "what": "The one accredited therapist leaves.",
    "effect": "Children wait half a year longer.",
    "response": "A second is being trained.",
    "likelihood": "likely",
    "impact": "severe",
    "review_on": "1",
    "review_on__month": "3",
    "review_on__year": "2031",
}


async def raised(visitor: Visitor, **changes: str) -> Page:
    form = await visitor.open(NEW)
    post = next(one.attrib["value"] for one in form.all("option") if one.attrib["value"].isdigit())
    return read(await fill(visitor, NEW, owner=post, **(TOLD | changes)))


async def number() -> int:
    return int(await Risk.count())


async def test_a_risk_is_raised_and_stands_on_top_of_the_register(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    assert NEW in (await visitor.open(f"{HERE}/actions/SUPP-3.1")).links
    page = await raised(visitor)
    assert page.heading != "Raise a risk to SUPP-3.1"
    assert "The one accredited therapist leaves." in page.words
    register = await visitor.open(REGISTER)
    assert register.words.index("The one accredited therapist") < register.words.index(
        "The national training"
    )
    assert "Likely, severe" in register.words


async def test_what_is_missing_is_said_and_the_typing_kept(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    before = await number()
    page = await raised(visitor, effect="", likelihood="", review_on__year="")
    assert page.status == 422
    assert "is no date" in page.words
    page = await raised(visitor, effect="", likelihood="")
    assert "Say what it would mean for children." in page.words
    assert "Choose how likely it is." in page.words
    assert controls(page, NEW)["what"] == TOLD["what"]
    assert await number() == before


async def test_the_register_says_what_is_overdue_and_why_one_was_closed(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(REGISTER)
    assert page.heading == "Two risks open, one review overdue"
    assert "Overdue" in page.words
    assert "what could delay the adverts is told in their own action" in page.words


async def test_a_risk_is_reviewed_closed_and_opened_again(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    at = f"{REGISTER}/2"
    later = {"review_on": "1", "review_on__month": "3", "review_on__year": "2031"}
    page = read(await fill(visitor, f"{at}/review", words="Half a day was found.", **later))
    assert "Half a day was found." in page.words
    assert "1 March 2031" in page.words
    page = read(await fill(visitor, f"{at}/closure", words="Somebody keeps it up now."))
    assert f"{at}/reopening" in page.links
    assert f"{at}/change" not in page.links
    assert "Somebody keeps it up now." in (await visitor.open(f"{HERE}/commitments/PROT-5")).words
    page = read(await fill(visitor, f"{at}/reopening", words="They left.", **later))
    assert f"{at}/change" in page.links
    assert await RiskStep.count().where(RiskStep.taken_by.name == "Morgan Example") >= 3


async def test_of_two_who_change_it_the_second_sees_what_stands_and_keeps_the_typing(
    visitor: Visitor,
) -> None:
    await visitor.sign_in("Morgan Example")
    at = f"{REGISTER}/2/change"
    form = await visitor.open(at)
    fields = controls(form, at)
    first = read(await fill(visitor, at, what="The first to say so."))
    assert first.heading == "The first to say so."
    late = await visitor.client.post(at, data=fields | {"what": "The second."})
    page = read(late)
    assert page.status == 409
    assert "It says now: The first to say so." in page.words
    assert controls(page, at)["what"] == "The second."
    again = await visitor.client.post(at, data=controls(page, at), follow_redirects=True)
    assert read(again).heading == "The second."


async def test_who_may_not_read_a_thing_reads_none_of_its_risks(visitor: Visitor) -> None:
    await visitor.sign_in("Elliot Example")
    page = await visitor.open(REGISTER)
    assert "The national training" not in page.words
    assert "more risk" in page.words
    await visitor.open(f"{REGISTER}/3", 403)
    assert "Raise a risk" not in (await visitor.open(f"{HERE}/actions/SUPP-3.1")).words


async def test_a_day_before_it_was_raised_has_no_such_risk(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    first = await Risk.objects().order_by(Risk.raised_at).first()
    assert first
    before = first.raised_at.date() - dt.timedelta(days=1)
    page = await visitor.open(f"{REGISTER}?as-at={before.isoformat()}")
    assert page.heading == "No open risk"


async def test_an_address_that_names_no_risk_has_no_page(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    for path in (f"{REGISTER}/99", f"{REGISTER}/1/nothing", f"{REGISTER}/99/review"):
        await visitor.open(path, 404)


async def test_the_guard_looks_at_what_is_typed(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    before = await number()
    assert "Look at this before it is saved" in (await raised(visitor, what="Child A, DOB 12/03/2015")).words
    assert await number() == before
