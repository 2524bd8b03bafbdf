"""Asking for assurance: what is drafted, sent and refused, and the templates behind it."""

import datetime as dt

import pytest

from objectives.assurance import ask, issue, requests_of
from objectives.assurance_contacts import NewContact
from objectives.assurance_templates import TemplateText, change_template, template_of, templates
from objectives.mandates import fresh
from objectives.problems import Conflict, Invalid, NotAllowed
from objectives.replies import questions_of
from objectives.tables.assurance import AssuranceAsking
from objectives.tables.mail import Mail
from objectives.words import RequestState
from tests.asking import (
    a_draft,
    a_partner,
    a_request,
    an_asking,
    asked_of,
)
from tests.makers import Partnership, a_commitment


async def test_one_asking_goes_to_many_agencies_each_with_its_own_reply(p: Partnership) -> None:
    health, school = await a_partner(p, "Health Board"), await a_partner(p, "Education Service")
    asking = await ask(p.moderator, [await a_commitment("SUPP-2")], an_asking(p.police, health, school))
    assert {request.state for request in await requests_of(asking)} == {RequestState.DRAFT}
    assert await Mail.count() == 0
    sent = await issue(p.moderator, asking)
    assert [request.agency for request in sent] == [p.police.id, health.id, school.id]
    assert {(r.state, r.acknowledge_by, r.due_on) for r in sent} == {
        (RequestState.ISSUED, dt.date(2026, 4, 10), dt.date(2026, 5, 1))
    }
    assert await Mail.count() == 6
    with pytest.raises(Conflict, match="is issued, so nobody can issue now"):
        await issue(p.moderator, asking)


async def test_everything_wrong_with_an_asking_is_said_at_once(p: Partnership) -> None:
    same = NewContact("Sam", "Respondent@example.org")
    wrong = an_asking(
        title=" ",
        covers_to=dt.date(2025, 3, 31),
        due_on=dt.date(2026, 4, 1),
        questions=(),
        agencies=(asked_of(p.police, substitute=same, lead=NewContact("", "nobody")), asked_of(p.police)),
    )
    with pytest.raises(Invalid) as refused:
        await ask(p.moderator, [], wrong)
    assert set(refused.value.faults) == {
        "title", "subjects", "covers_to", "due_on", "questions", "agency-0", "agency-1",
        "substitute-0-email", "lead-0-name", "lead-0-email",
    }  # fmt: skip


async def test_only_the_business_unit_asks_and_only_of_whom_somebody_else_can_judge(p: Partnership) -> None:
    with pytest.raises(NotAllowed):
        await ask(p.owner, [await a_commitment("SUPP-2")], an_asking(p.police))
    with pytest.raises(Invalid, match="nobody could judge its reply"):
        await ask(p.moderator, [await a_commitment("SUPP-2")], an_asking(p.business_unit))


async def test_a_draft_that_is_drafted_anew_is_withdrawn(p: Partnership) -> None:
    old = await a_draft(p)
    asking = await AssuranceAsking.objects().get(AssuranceAsking.id == old.asking)
    await ask(p.moderator, [await a_commitment("SUPP-2")], an_asking(p.police), instead_of=asking)
    assert (await fresh(old)).state == RequestState.WITHDRAWN


async def test_a_sent_request_keeps_its_own_questions_when_the_template_changes(p: Partnership) -> None:
    first = await template_of("generic")
    request = await a_request(p, template="generic", questions=first.text.questions)
    shorter = TemplateText("Shorter", "Why", "Standard", "Evidence", first.text.questions[:1])
    second = await change_template(p.moderator, "generic", shorter, seen=1)
    assert (second.version, len((await template_of("generic")).text.questions)) == (2, 1)
    assert [q.key for q in await questions_of(request)] == [q.key for q in first.text.questions]
    assert await template_of("generic", 1) == first
    assert next(t.key for t in await templates()) == "generic"
    with pytest.raises(Conflict, match="Somebody changed this template"):
        await change_template(p.moderator, "generic", shorter, seen=1)
    with pytest.raises(NotAllowed):
        await change_template(p.owner, "generic", shorter, seen=2)
