"""The ladder of chasing and escalation: what goes to whom on which day, once, whoever runs it and how often."""

import asyncio
import datetime as dt

from governance_app.showing.assurance import lateness
from objectives.answering import acknowledge, ask_for_time
from objectives.assurance_register import Filter, register
from objectives.chasing import chase, ladder, ladder_of, next_rung, steps_taken
from objectives.history import Actor, versions
from objectives.people import NewPerson, add_person
from objectives.reviewing import decide_on_time
from objectives.tables.assurance_request import AssuranceRequest
from objectives.tables.mail import Mail
from objectives.words import MailKind, Role
from tests.asking import a_request, answered, asked_of, respondent
from tests.makers import Partnership, it_is

TIMER = Actor.command("timer")
CHASES = Mail.kind == MailKind.ASSURANCE_CHASE


async def taken_on(day: dt.date) -> list[str]:
    await it_is(day)
    return [step.title for step in await chase(TIMER)]


async def recipients() -> list[str]:
    return [mail.recipient for mail in await Mail.objects().where(CHASES).order_by(Mail.id)]


async def test_the_ladder_is_climbed_in_working_days_and_each_step_once(p: Partnership) -> None:
    member = await add_person(
        p.administrator, NewPerson("Erin Example", "erin@example.org", p.police), (Role.EXECUTIVE_GROUP,)
    )
    request = await a_request(p)
    await acknowledge(await respondent(request))
    titles = {rung.key: rung.title for rung in ladder()}
    assert await taken_on(dt.date(2026, 4, 29)) == []
    for day, keys in (
        (dt.date(2026, 4, 30), ["day-before"]),
        (dt.date(2026, 5, 1), []),
        (dt.date(2026, 5, 5), ["day-after"]),
        (dt.date(2026, 5, 11), ["agency-lead"]),
        (dt.date(2026, 5, 18), ["delegated-partner"]),
        (dt.date(2026, 6, 2), ["executive-group", "letter"]),
        (dt.date(2026, 7, 1), []),
    ):
        assert await taken_on(day) == [titles[key] for key in keys], day
        assert await chase(TIMER) == ()
    both = ["respondent@example.org", "substitute@example.org"]
    assert await recipients() == [*both, *both, "lead@example.org", "delegated@example.org", member.email]


async def test_each_step_is_on_record_with_who_what_and_when(p: Partnership) -> None:
    request = await a_request(p)
    await it_is(dt.date(2026, 5, 5))
    await chase(TIMER)
    (step,) = [step for step in await steps_taken(request.id) if step.step == "day-after"]
    assert step.written_to.splitlines() == ["Sam Respondent, respondent", "Robin Substitute, substitute"]
    assert (step.runs_from, step.due_on, step.escalates) == (dt.date(2026, 5, 1), dt.date(2026, 5, 5), False)
    (recorded,) = await versions("assurance_chase", step.id)
    assert recorded.actor == "command:timer"


async def test_two_processes_at_the_same_moment_take_each_step_once(p: Partnership) -> None:
    await a_request(p)
    await it_is(dt.date(2026, 6, 2))
    found = await asyncio.gather(*(chase(Actor.command(f"timer {n}")) for n in range(4)))
    assert sorted(map(len, found)) == [0, 0, 0, 5]
    assert await Mail.count().where(CHASES) == 4


async def test_a_missed_acknowledgement_only_reminds(p: Partnership) -> None:
    request = await a_request(p)
    assert await taken_on(dt.date(2026, 4, 13)) == ["Reminder: not acknowledged yet"]
    assert [step.escalates for step in await steps_taken(request.id)] == [False]


async def test_more_time_begins_the_ladder_anew_and_an_answer_ends_it(p: Partnership) -> None:
    extended, replied = await a_request(p), await a_request(p, "PREV-4")
    await answered(replied)
    await acknowledge(await respondent(extended))
    await it_is(dt.date(2026, 5, 5))
    await chase(TIMER)
    asked = await ask_for_time(await respondent(extended), dt.date(2026, 5, 15), "Leave.")
    await decide_on_time(p.moderator, asked, granted=True)
    assert await taken_on(dt.date(2026, 5, 13)) == []
    assert await taken_on(dt.date(2026, 5, 18)) == ["Late: respondent and substitute"]
    assert await steps_taken(replied.id) == []


async def test_where_nobody_of_the_kind_is_known_the_step_says_so(p: Partnership) -> None:
    request = await a_request(p, agencies=(asked_of(p.police, lead=None),))
    await it_is(dt.date(2026, 5, 11))
    (lead,) = [step for step in await chase(TIMER) if step.title.endswith("agency lead")]
    assert (lead.request, lead.written_to) == (request.id, ())


async def test_every_rung_has_its_day_on_the_page_of_a_request(p: Partnership) -> None:
    request = await AssuranceRequest.objects().get(AssuranceRequest.id == (await a_request(p)).id)
    days = {rung.key: day for rung, day in ladder_of(request)}
    assert (days["day-before"], days["acknowledgement"], days["executive-group"]) == (
        dt.date(2026, 4, 30),
        dt.date(2026, 4, 13),
        dt.date(2026, 6, 2),
    )


def test_a_late_reply_is_told_what_it_comes_to_next() -> None:
    due_on = dt.date(2026, 5, 1)
    for today, key, on in (
        (dt.date(2026, 5, 4), "day-after", dt.date(2026, 5, 5)),
        (dt.date(2026, 5, 5), "agency-lead", dt.date(2026, 5, 11)),
        (dt.date(2026, 6, 1), "executive-group", dt.date(2026, 6, 2)),
    ):
        found = next_rung(due_on, today)
        assert found is not None
        assert (found[0].key, found[1]) == (key, on)
    assert next_rung(due_on, dt.date(2026, 6, 2)) is None


async def test_the_register_says_how_late_a_reply_is_and_what_comes_next(p: Partnership) -> None:
    await a_request(p)
    for today, said in (
        (dt.date(2026, 5, 1), ""),
        (dt.date(2026, 5, 5), "One working day late. Next: agency lead, 11 May 2026."),
        (dt.date(2026, 5, 12), "Six working days late. Next: delegated safeguarding partner, 18 May 2026."),
        (dt.date(2026, 6, 2), "20 working days late. No step is left."),
    ):
        await it_is(today)
        found = await register(Filter())
        (told,) = found.lines
        assert lateness(told, found) == said
