"""What was answered to a request, row by row: its questions, answers, evidence, returns, and the last time's answers.

It reads and decides nothing; `reply_reading` puts a whole reply together from it, for pages.
"""

import datetime as dt

from msgspec import Struct

from objectives.tables.assurance import AssuranceAsking, AssuranceQuestion
from objectives.tables.assurance_reply import AssuranceAnswer, AssuranceEvidence, AssuranceReturn
from objectives.tables.assurance_request import AssuranceRequest


class Signed(Struct, frozen=True):
    """Who of the agency stands by the reply. `stands` is false where something was changed since."""

    name: str
    post: str
    on: dt.date
    attempt: int
    stands: bool


async def questions_of(request: AssuranceRequest) -> list[AssuranceQuestion]:
    """The questions that this request asks, in their order; they are its own, whatever became of the template."""
    return (
        await AssuranceQuestion.objects()
        .where(AssuranceQuestion.asking == request.asking)
        .order_by(AssuranceQuestion.position)
    )


async def answers_in_force(request: AssuranceRequest) -> list[AssuranceAnswer]:
    """Each question's newest answer: of the second attempt, where a returned request has one, else of the first."""
    newest: dict[int, AssuranceAnswer] = {}
    for row in await answers_of(request):
        newest[row.question] = row
    return list(newest.values())


async def answers_of(request: AssuranceRequest) -> list[AssuranceAnswer]:
    """All answers, the first attempt's first."""
    return (
        await AssuranceAnswer.objects()
        .where(AssuranceAnswer.request == request.id)
        .order_by(AssuranceAnswer.attempt)
        .order_by(AssuranceAnswer.id)
    )


async def evidence_of(request: AssuranceRequest) -> list[AssuranceEvidence]:
    """The evidence of a reply that was not taken back, in the order in which it was given."""
    given = (AssuranceEvidence.request == request.id) & AssuranceEvidence.taken_back_at.is_null()
    return await AssuranceEvidence.objects().where(given).order_by(AssuranceEvidence.id)


async def signed_off(request: AssuranceRequest) -> Signed | None:
    """The sign-off that was noted last, of whichever attempt; None where there is none."""
    rows = await AssuranceRequest.raw(_SIGNED, request.id)
    return Signed(**rows[0]) if rows else None


async def returned_about(request: AssuranceRequest) -> list[AssuranceReturn]:
    """What the business unit asked when it returned the reply; nothing where it never did."""
    return (
        await AssuranceReturn.objects()
        .where(AssuranceReturn.request == request.id)
        .order_by(AssuranceReturn.id)
    )


async def last_reply(request: AssuranceRequest) -> AssuranceRequest | None:
    """The newest earlier request from the same template that this agency answered in full."""
    asking = await AssuranceAsking.objects().get(AssuranceAsking.id == request.asking)
    assert asking is not None
    rows = await AssuranceRequest.raw(_LAST, request.agency, request.id, asking.template, asking.strategy)
    return await AssuranceRequest.objects().get(AssuranceRequest.id == rows[0]["id"]) if rows else None


async def carried_forward(request: AssuranceRequest) -> dict[int, AssuranceAnswer]:
    """By the id of this request's question: what the agency answered to the same question last time."""
    last = await last_reply(request)
    if last is None:
        return {}
    keys = {question.id: question.key for question in await questions_of(last)}
    answered = {keys[row.question]: row for row in await answers_in_force(last)}
    return {
        question.id: answered[question.key]
        for question in await questions_of(request)
        if question.key in answered
    }


# Whoever signs a reply off stands by what it holds then, so evidence taken out counts as much as evidence put in.
_SIGNED = """
SELECT s.name, s.post, s.signed_on AS on, s.attempt, s.attempt = r.attempt AND s.recorded_at >= greatest(
    (SELECT max(answered_at) FROM assurance_answer WHERE request = r.id),
    (SELECT max(greatest(given_at, taken_back_at)) FROM assurance_evidence WHERE request = r.id),
    s.recorded_at) AS stands
FROM assurance_sign_off s JOIN assurance_request r ON r.id = s.request
WHERE r.id = {} ORDER BY s.id DESC LIMIT 1
"""

_LAST = """
SELECT r.id FROM assurance_request r JOIN assurance_asking a ON a.id = r.asking
JOIN assurance_submission s ON s.request = r.id AND s.attempt = r.attempt AND NOT s.nil
WHERE r.agency = {} AND r.id < {} AND a.template = {} AND a.strategy = {}
ORDER BY s.submitted_at DESC, r.id DESC LIMIT 1
"""
