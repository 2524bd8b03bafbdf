"""Evidence: giving it, accepting it with a grade or returning it, by somebody other than who gave it."""

import datetime as dt

import pytest

from objectives.evidence import KeptFile, accept_evidence, give_evidence, return_evidence
from objectives.problems import Invalid, NotAllowed
from objectives.tables.evidence import EvidenceJudgement, EvidenceLink
from objectives.words import EvidenceForm, Grade
from tests.makers import (
    BEGIN,
    a_commitment,
    a_milestone,
    a_post,
    an_action,
    some_evidence,
)

FILE = KeptFile("a" * 64, "figures.pdf", "application/pdf", 1234)


async def given(p, **changes):
    action = await an_action(p)
    return action, await give_evidence(p.owner, some_evidence(**changes), action)


async def test_a_link_is_given_for_an_action(p):
    action, evidence = await given(p)
    link = await EvidenceLink.objects().get(EvidenceLink.evidence == evidence.id)
    assert (evidence.form, link.action) == (EvidenceForm.LINK, action.id)


async def test_a_kept_file_is_given_by_its_digest(p):
    _, evidence = await given(p, link="", file=FILE)
    assert (evidence.form, evidence.sha256, evidence.file_name, evidence.size) == (
        EvidenceForm.FILE,
        FILE.sha256,
        "figures.pdf",
        1234,
    )


async def test_a_piece_may_be_for_many_things(p):
    action = await an_action(p)
    subjects = (action, await a_milestone(p, action), await a_commitment())
    evidence = await give_evidence(p.moderator, some_evidence(), *subjects)
    assert await EvidenceLink.count().where(EvidenceLink.evidence == evidence.id) == 3


@pytest.mark.parametrize("who", ["owner", "deputy", "executive", "moderator"])
async def test_the_actions_people_and_the_business_unit_give_evidence(p, who):
    person = getattr(p, who)
    assert (await give_evidence(person, some_evidence(), await an_action(p))).given_by == person.id


async def test_strangers_and_administrators_give_none(p):
    action = await an_action(p)
    for person in (p.stranger, p.administrator):
        with pytest.raises(NotAllowed, match="may give evidence for it"):
            await give_evidence(person, some_evidence(), action)


async def test_an_owner_gives_none_for_what_somebody_else_answers_for(p):
    with pytest.raises(NotAllowed, match="Only the people of PROT-4 or the business unit"):
        await give_evidence(p.owner, some_evidence(), await an_action(p), await a_commitment())


async def test_all_faults_of_a_piece_are_said_at_once(p):
    wrong = some_evidence(
        title="",
        shows_on=dt.date(2026, 4, 2),
        expires_on=dt.date(2026, 4, 2),
        declared_free_of_child_data=False,
        link="ftp://example.org",
        statement="And this.",
    )
    with pytest.raises(Invalid) as refused:
        await give_evidence(p.owner, wrong, await an_action(p))
    assert set(refused.value.faults) == {
        "title",
        "shows_on",
        "expires_on",
        "declared_free_of_child_data",
        "form",
        "link",
    }


async def test_evidence_is_for_something(p):
    with pytest.raises(Invalid, match="Say what it is evidence for"):
        await give_evidence(p.owner, some_evidence())


async def test_evidence_is_a_file_a_link_or_a_statement(p):
    with pytest.raises(Invalid, match="one of them"):
        await give_evidence(p.owner, some_evidence(link=""), await an_action(p))


async def test_somebody_else_accepts_it_with_a_grade(p):
    _, evidence = await given(p)
    judgement = await accept_evidence(p.moderator, evidence, Grade.TESTED)
    assert (judgement.accepted, judgement.grade, judgement.judged_by) == (True, Grade.TESTED, p.moderator.id)


async def test_whoever_gave_it_does_not_accept_it(p):
    evidence = await give_evidence(p.moderator, some_evidence(), await an_action(p))
    with pytest.raises(NotAllowed, match="somebody other than who gave it"):
        await accept_evidence(p.moderator, evidence, Grade.DOCUMENT)
    assert (await accept_evidence(p.second_moderator, evidence, Grade.DOCUMENT)).accepted


async def test_nobody_judges_evidence_for_their_own_milestone(p):
    post = await a_post(p.moderator, "Policy officer", p.business_unit, p.moderator)
    milestone = await a_milestone(p, await an_action(p, begun=False, owner=post))
    evidence = await give_evidence(p.second_moderator, some_evidence(), milestone)
    with pytest.raises(NotAllowed, match="Nobody judges their own"):
        await accept_evidence(p.moderator, evidence, Grade.DOCUMENT)


async def test_nobody_outside_the_business_unit_judges_evidence(p):
    _, evidence = await given(p)
    for person in (p.executive, p.stranger, p.administrator):
        with pytest.raises(NotAllowed, match="Only the business unit"):
            await return_evidence(person, evidence, "No.")


async def test_a_return_says_why(p):
    _, evidence = await given(p)
    with pytest.raises(Invalid, match="Say why it is returned"):
        await return_evidence(p.moderator, evidence, " ")
    returned = await return_evidence(p.moderator, evidence, "No denominator.")
    assert (returned.accepted, returned.grade) == (False, Grade.NONE)


async def test_grade_nought_is_not_accepted(p):
    _, evidence = await given(p)
    with pytest.raises(Invalid, match="Grade 0 means none"):
        await accept_evidence(p.moderator, evidence, Grade.NONE)


async def test_a_statement_is_at_most_grade_one(p):
    _, evidence = await given(p, link="", statement="It is going well.")
    with pytest.raises(Invalid, match="A statement by itself is grade 1"):
        await accept_evidence(p.moderator, evidence, Grade.DOCUMENT)
    assert (await accept_evidence(p.moderator, evidence, Grade.STATEMENT)).grade == Grade.STATEMENT


async def test_a_later_judgement_stands_beside_the_earlier(p):
    _, evidence = await given(p)
    await return_evidence(p.moderator, evidence, "No denominator.")
    await accept_evidence(p.second_moderator, evidence, Grade.DOCUMENT, "Denominator sent by e-mail.")
    rows = await EvidenceJudgement.select(EvidenceJudgement.accepted).order_by(EvidenceJudgement.id)
    assert [row["accepted"] for row in rows] == [False, True]


async def test_what_a_piece_shows_may_be_long_past(p):
    _, evidence = await given(p, shows_on=dt.date(2020, 1, 1))
    assert evidence.shows_on < BEGIN
