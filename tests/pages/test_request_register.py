"""The register of requests: a page at a time however long it is, and what one agency is asked more than once."""

from objectives.actions import find_commitment
from objectives.assurance import ask, issue, withdraw
from objectives.assurance_register import PAGE
from objectives.tables.agency import Agency
from objectives.tables.assurance_request import AssuranceRequest
from tests.asking import an_asking
from tests.makers import KEY
from tests.pages.answering import sent_to_police
from tests.pages.test_requests import UNIT, come_as, person
from tests.pages.visitor import Visitor


async def test_a_long_register_comes_a_page_at_a_time(visitor: Visitor) -> None:
    await sent_to_police()
    await AssuranceRequest.raw(_MANY, PAGE)
    await come_as(visitor, UNIT)
    page = await visitor.open("/requests")
    assert "Page 1 of" in page.words
    assert "/requests?page=2" in page.main_links
    assert "Page 2 of" in (await visitor.open("/requests?page=2")).words


_MANY = """
WITH asked AS (
    INSERT INTO assurance_asking (strategy, template, template_version, title, why, covers_from, covers_to, standard,
        acceptable_evidence, sign_off_wanted, drafted_by, drafted_at)
    SELECT strategy, template, 1, title || n, why, covers_from, covers_to, standard, acceptable_evidence, false,
        drafted_by, drafted_at
    FROM (SELECT * FROM assurance_asking ORDER BY id DESC LIMIT 1) AS one, generate_series(1, {}) AS n RETURNING id
)
INSERT INTO assurance_request (asking, agency, state, attempt, issued_on, acknowledge_by, first_due_on, due_on)
SELECT asked.id, one.agency, 'issued', 1, one.issued_on, one.acknowledge_by, one.first_due_on, one.due_on
FROM asked, (SELECT * FROM assurance_request ORDER BY id DESC LIMIT 1) AS one
"""


async def test_an_agencys_register_names_what_it_is_asked_twice_until_one_is_over(visitor: Visitor) -> None:
    police = await Agency.objects().get(Agency.short_name == "Police")
    assert police is not None
    await come_as(visitor, UNIT)
    at = f"/requests?agency={police.id}"
    assert "none of it is over" not in (await visitor.open(at)).words
    again = await sent_to_police()
    page = await visitor.open(at)
    assert "Asked twice about SUPP-2, and none of it is over" in page.words
    assert f"/requests/{again.id}" in page.main_links
    await withdraw(await person(UNIT), again, "Asked already.")
    assert "none of it is over" not in (await visitor.open(at)).words


async def test_the_same_questions_about_different_things_are_named_before_and_after_sending(
    visitor: Visitor,
) -> None:
    police = await Agency.objects().get(Agency.short_name == "Police")
    assert police is not None
    await come_as(visitor, UNIT)
    first = await sent_to_police(template="education")
    about = await find_commitment(KEY, "PROT-7")
    drafted = await ask(await person(UNIT), [about], an_asking(police, template="education"))
    page = await visitor.open(f"/requests/drafts/{drafted.id}")
    assert "Open there already" in page.words
    assert f"/requests/{first.id}" in page.main_links
    await issue(await person(UNIT), drafted)
    page = await visitor.open(f"/requests?agency={police.id}")
    assert "Asked the questions of one template twice at once, about PROT-7, SUPP-2" in page.words
