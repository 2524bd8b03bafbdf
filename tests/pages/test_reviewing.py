"""Two people at one reply: whoever is overtaken loses no word, and nobody is shown a form that leads nowhere."""

import pytest

from objectives.assurance import withdraw
from objectives.mandates import fresh
from objectives.replies import questions_of
from objectives.reviewing import NewOpinion, give_opinion
from objectives.tables.assurance_reply import AssuranceOpinion
from objectives.tables.assurance_request import AssuranceRequest
from objectives.words import Opinion
from tests.asking import answered
from tests.pages.answering import sent_to_police
from tests.pages.filling import controls
from tests.pages.test_requests import UNIT, come_as, person, under_review
from tests.pages.visitor import Visitor

SECOND = "Teri Example"
WRITTEN = "An hour's work: the return, and a sample of ten."


async def judged_meanwhile(request: AssuranceRequest) -> None:
    year_on = request.issued_on.replace(year=request.issued_on.year + 1, day=1)
    new = NewOpinion(Opinion.REASONABLE, "As the return shows.", year_on)
    await give_opinion(await person(SECOND), request, new)


async def test_whoever_judges_second_keeps_what_they_wrote_and_changes_nothing(visitor: Visitor) -> None:
    request = await under_review(visitor)
    at = f"/requests/{request.id}/opinion"
    form = controls(await visitor.open(at), at) | {"opinion": "Limited", "reasons": WRITTEN}
    await judged_meanwhile(request)
    answer = await visitor.client.post(at, data=form)
    assert answer.status_code == 409
    assert "What you typed was not saved" in answer.text
    assert f"{WRITTEN.replace(chr(39), '&#39;')}</textarea>" in answer.text
    (opinion,) = await AssuranceOpinion.objects().where(AssuranceOpinion.request == request.id)
    assert opinion.opinion == Opinion.REASONABLE


async def test_questions_written_for_a_reply_that_was_judged_meanwhile_are_kept(visitor: Visitor) -> None:
    request = await under_review(visitor)
    (first, *_) = await questions_of(request)
    at = f"/requests/{request.id}/return"
    form = controls(await visitor.open(at), at) | {f"about-{first.id}": "Of which roles?"}
    await judged_meanwhile(request)
    answer = await visitor.client.post(at, data=form)
    assert answer.status_code == 409
    assert "Of which roles?</textarea>" in answer.text


async def test_a_reason_to_withdraw_is_kept_where_the_reply_came_meanwhile(visitor: Visitor) -> None:
    request = await sent_to_police()
    await come_as(visitor, UNIT)
    form = controls(await visitor.open(f"/requests/{request.id}"), f"/requests/{request.id}/withdrawal")
    await answered(request)
    sent = form | {"reason": "It never came."}
    answer = await visitor.client.post(f"/requests/{request.id}/withdrawal", data=sent)
    assert answer.status_code == 409
    assert "It never came.</textarea>" in answer.text
    assert (await fresh(request)).outcome is None


@pytest.mark.parametrize("page", ["opinion", "return"])
async def test_no_form_to_judge_is_shown_where_nothing_is_under_review(visitor: Visitor, page: str) -> None:
    request = await sent_to_police()
    await come_as(visitor, UNIT)
    assert (
        "The agency is to answer first." in (await visitor.open(f"/requests/{request.id}/{page}", 409)).words
    )
    await withdraw(await person(UNIT), request, "Asked in error.")
    assert (await visitor.open(f"/requests/{request.id}/{page}", 409)).status == 409
