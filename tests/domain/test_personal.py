"""What waits for one person beside the plan: a request while it is with them, a reply until it is judged."""

import datetime as dt

from governance_app.showing.personal import personal_work
from objectives.mandates import mandate_of
from objectives.people import NewPerson, add_person
from objectives.personal import Personal, personal_to
from objectives.reviewing import AboutAnswer, begin_review, return_reply
from objectives.tables.person import Person
from tests.asking import a_judge_of, a_request, answered, judged
from tests.makers import BEGIN, Partnership, it_is


async def told(person: Person, today: dt.date = BEGIN) -> tuple[list[str], list[str]]:
    """What My work says of it: to do, with the days left, and waited for."""
    who = await mandate_of(person.id, today)
    work = personal_work(await personal_to(person.id, today), who, today)
    return [f"{item.what}, {item.when}" for item in work.to_do], [wait.what for wait in work.waiting]


async def an_account(p: Partnership) -> Person:
    """The respondent's mailbox, with an account of the agency that is asked."""
    return await add_person(
        p.administrator, NewPerson("Sam Respondent", "respondent@example.org", p.police), ()
    )


async def test_a_request_is_its_respondents_then_the_business_units_then_nobodys(p: Partnership) -> None:
    sam = await an_account(p)
    assert (await told(sam), await told(p.moderator)) == (([], []), ([], []))
    request = await a_request(p)
    assert await told(sam) == (["Reply: Child-led training, in 30 days"], [])
    awaited = "A reply to requests for assurance. None is late."
    assert await told(p.moderator) == ([], [awaited])
    late = request.due_on + dt.timedelta(1)
    assert (await told(p.moderator, late))[1] == ["A reply to requests for assurance. One late."]
    await answered(request)
    assert await told(sam) == ([], [])
    assert await told(p.moderator) == (["Judge a reply to requests for assurance, in 16 days"], [])
    await it_is(dt.date(2026, 4, 2))
    await begin_review(p.moderator, request)
    await return_reply(p.moderator, request, (AboutAnswer(None, "Of which roles?"),))
    assert [what.partition(",")[0] for what in (await told(sam))[0]] == [
        "Answer the questions on your reply: Child-led training"
    ]


async def test_replies_are_counted_and_nobody_is_told_to_judge_their_own_agencys(p: Partnership) -> None:
    seconded = await a_judge_of(p, p.police)
    for reference in ("SUPP-2", "PROT-3"):
        await answered(await a_request(p, reference))
    assert (await told(p.moderator))[0] == ["Judge two replies to requests for assurance, in 16 days"]
    assert await told(seconded) == ([], [])
    assert (await personal_to(seconded.id, BEGIN)) == Personal()


async def test_what_is_judged_waits_for_nobody(p: Partnership) -> None:
    await judged(p, await a_request(p))
    assert await told(p.moderator) == ([], [])
