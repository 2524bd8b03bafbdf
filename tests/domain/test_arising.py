"""Section 12: what was raised returns in the next packs until it is closed, then once as closed, then no more."""

import datetime as dt

from objectives.history import Actor
from objectives.matters import answer_matter, close_matter, reopen_matter
from objectives.rounds import find_round
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.words import MatterKind
from reports.content import Content
from reports.cover import Cover
from reports.drawing import Drawn
from reports.pack import build_pack_of
from reports.render_html import render_html
from tests.makers import KEY, Partnership, a_commitment, an_action, it_is
from tests.raising import a_later_round, a_matter, a_member, an_issued_pack

NEXT = (dt.date(2026, 4, 1), dt.date(2026, 7, 1), dt.date(2026, 10, 1))


async def a_year(p: Partnership) -> tuple[Person, str]:
    """Three more rounds are planned and the first pack is issued; it is the day after."""
    await an_action(p)
    for starts_on in NEXT:
        await a_later_round(p, starts_on)
    member = await a_member(p)
    return member, (await an_issued_pack(p)).digest


async def issued_of(p: Partnership, starts_on: dt.date) -> Content:
    round = await ReportingRound.objects().get(ReportingRound.period_starts_on == starts_on)
    return (await an_issued_pack(p, round)).content


def told(content: Content) -> tuple[list[str], list[str]]:
    found = content.last_time
    return [line.matter for line in found.open], [line.matter for line in found.closed]


async def test_a_decision_returns_until_it_is_closed_then_once_as_closed(p: Partnership) -> None:
    member, digest = await a_year(p)
    decision = await a_matter(
        p, member, digest, p.round.meets_on, kind=MatterKind.DECISION, about=await a_commitment()
    )
    second = await issued_of(p, NEXT[0])
    assert told(second) == (["Decision 1"], [])
    assert (second.last_time.open[0].raised_in, second.last_time.open[0].overdue) == (p.round.name, True)
    await answer_matter(p.owner, decision, "The course is booked.")
    third = await issued_of(p, NEXT[1])
    assert told(third) == (["Decision 1"], [])
    assert third.last_time.open[0].so_far[0].endswith("The course is booked.")
    await close_matter(member, decision, "The course was held.")
    fourth = await issued_of(p, NEXT[2])
    assert told(fourth) == ([], ["Decision 1"])
    assert fourth.last_time.closed[0].became == "The course was held."
    after = await a_later_round(p, dt.date(2027, 1, 1))
    assert told((await an_issued_pack(p, after)).content) == ([], [])


async def test_what_is_closed_on_the_day_of_a_freeze_is_told_by_one_pack(p: Partnership) -> None:
    member, digest = await a_year(p)
    early, late = [
        await a_matter(p, member, digest, p.round.meets_on, words=words) for words in ("One.", "Two.")
    ]
    freeze = (await find_round("Q1 2026-27")).freezes_at
    await it_is(freeze.date(), 9)
    await close_matter(member, early, "In the morning.")
    await it_is(freeze.date(), 20)
    await close_matter(member, late, "In the evening.")
    second, third = await issued_of(p, NEXT[0]), await issued_of(p, NEXT[1])
    assert told(second) == (["Challenge 2"], ["Challenge 1"])
    assert told(third) == ([], ["Challenge 2"])


async def test_a_matter_that_is_opened_again_returns_again(p: Partnership) -> None:
    member, digest = await a_year(p)
    matter = await a_matter(p, member, digest, p.round.meets_on)
    await close_matter(member, matter, "It was answered.")
    await issued_of(p, NEXT[0])
    await reopen_matter(member, matter, "It came back.", dt.date(2027, 1, 1))
    assert told(await issued_of(p, NEXT[1])) == (["Challenge 1"], [])


async def test_a_pack_built_again_tells_the_matters_of_its_own_freeze(p: Partnership) -> None:
    member, digest = await a_year(p)
    matter = await a_matter(p, member, digest, p.round.meets_on)
    await issued_of(p, NEXT[0])
    await close_matter(member, matter, "It was answered.")
    again = await build_pack_of(Actor.person(p.moderator.id), KEY, "Q1 2026-27")
    assert told(again.content) == (["Challenge 1"], [])


async def test_the_page_says_what_became_of_each(p: Partnership) -> None:
    member, digest = await a_year(p)
    for words in ("Is the course <held>?", "Who checks it?"):
        matter = await a_matter(p, member, digest, p.round.meets_on, words=words)
    await close_matter(member, matter, "An auditor does.")
    await it_is(dt.date(2026, 8, 20))
    built = await build_pack_of(Actor.person(p.moderator.id), KEY, "Q1 2026-27")
    page = render_html(built.canonical_content, Cover(), {"objectives": Drawn("<svg/>", "A chart")})
    assert "Is the course &lt;held&gt;?" in page
    assert "An auditor does." in page
    assert "One matter is open and overdue; one was closed" in page
