"""The business unit's changes of templates: each a version; what was sent keeps its questions."""

from objectives.assurance_templates import template_of
from objectives.replies import questions_of
from tests.pages.answering import press, sent_to_police
from tests.pages.filling import controls
from tests.pages.test_requests import GROUP, UNIT, come_as, details_page
from tests.pages.visitor import Visitor

GENERIC = "/requests/templates/generic"


async def test_a_change_is_a_new_version_and_what_was_sent_keeps_its_questions(visitor: Visitor) -> None:
    request = await sent_to_police()
    asked = [question.words for question in await questions_of(request)]
    await come_as(visitor, UNIT)
    page = await press(
        visitor,
        GENERIC,
        questions__0__words="What is in place today?",
        new__title="Cost",
        new__words="What does it cost?",
    )
    assert page.heading == "Templates"
    now = await template_of("generic")
    assert now.version == 2
    assert now.text.questions[0].words == "What is in place today?"
    assert now.text.questions[0].key == (await template_of("generic", 1)).text.questions[0].key
    assert now.text.questions[-1].key == "added-in-2"
    assert [question.words for question in await questions_of(request)] == asked


async def test_a_form_that_was_overtaken_changes_nothing_and_keeps_the_typing(visitor: Visitor) -> None:
    await come_as(visitor, UNIT)
    page = await visitor.open(GENERIC)
    await press(visitor, GENERIC, title="Newer title")
    answer = await visitor.send(GENERIC, page.token(), seen="1", title="My title")
    assert answer.status_code == 409
    assert "Somebody changed this template" in answer.text
    assert "My title" in answer.text
    assert (await template_of("generic")).text.title == "Newer title"


async def test_an_empty_title_comes_back_with_the_typing_kept(visitor: Visitor) -> None:
    await come_as(visitor, UNIT)
    page = await press(visitor, GENERIC, title="", why="Because it is needed.")
    assert page.status == 422
    assert "Give it a title." in page.words
    assert "Because it is needed." in page.text


async def test_only_the_business_unit_keeps_templates(visitor: Visitor) -> None:
    await come_as(visitor, GROUP)
    await visitor.open("/requests/templates", 403)
    await visitor.open(GENERIC, 403)
    assert (await template_of("generic")).version == 1


async def test_a_template_changed_meanwhile_is_looked_through_once_more(visitor: Visitor) -> None:
    await come_as(visitor, UNIT)
    at = await details_page(visitor, "Police")
    form = controls(await visitor.open(at), "/requests/new/details")
    await press(visitor, "/requests/templates/generic", new__title="Cost", new__words="What does it cost?")
    people = {f"{part}-0-name": part for part in ("respondent", "substitute")}
    people |= {f"{part}-0-email": f"{part}@example.org" for part in ("respondent", "substitute")}
    answer = await visitor.client.post("/requests/new/details", data=form | people)
    assert answer.status_code == 422
    assert "Somebody changed this template while you were writing" in answer.text
    assert "What does it cost?" in answer.text
