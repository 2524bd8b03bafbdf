"""The register counts by the rules that rate: what it calls overdue is what the pack calls so."""

import datetime as dt

from objectives.answering import decline
from objectives.assurance import close
from objectives.assurance_register import Filter, Register, burdens, register
from objectives.days import time_zone
from objectives.judging import judged_now
from objectives.tables.assurance_request import AssuranceRequest
from reports.assurance import assurance_of
from tests.asking import a_request, judged, respondent
from tests.makers import KEY, Partnership, it_is

LAPSES = dt.date(2026, 6, 30)
LATE = LAPSES + dt.timedelta(days=1)


async def overdue_of(p: Partnership) -> Register:
    """What the register holds to be overdue, once the agency's view, its burden and section 6 are seen to agree."""
    whole, wanted = await register(Filter()), await register(Filter(agency=p.police.id, standing="overdue"))
    told = assurance_of(await judged_now(KEY, time_zone()))
    (of_police,) = told.agencies
    assert wanted.burden
    counted = {
        whole.counts["overdue"],
        wanted.counts["overdue"],
        wanted.total,
        len(wanted.lines),
        wanted.burden.overdue,
        (await burdens([p.police.id], wanted.today))[p.police.id].overdue,
        of_police.overdue,
        len(told.overdue),
    }
    assert len(counted) == 1
    return wanted


async def three_overdue(p: Partnership) -> tuple[AssuranceRequest, AssuranceRequest, AssuranceRequest]:
    """One that was declined, one with an opinion that lapsed, and one never answered."""
    declined, lapsed, silent = [await a_request(p, reference) for reference in ("SUPP-2", "PREV-4", "PROT-7")]
    await decline(await respondent(declined), "It is for the court.")
    await close(p.moderator, declined)
    await close(p.moderator, await judged(p, lapsed, review_by=LAPSES))
    return declined, lapsed, silent


async def test_nothing_is_overdue_while_replies_can_still_come(p: Partnership) -> None:
    await a_request(p)
    assert (await overdue_of(p)).lines == ()


async def test_late_declined_and_lapsed_are_overdue_in_the_register_as_in_the_pack(p: Partnership) -> None:
    declined, lapsed, silent = await three_overdue(p)
    assert [one.id for one in (await overdue_of(p)).lines] == [declined.id]
    await it_is(LATE)
    assert [one.id for one in (await overdue_of(p)).lines] == [silent.id, lapsed.id, declined.id]


async def test_asked_anew_and_answered_nothing_is_overdue_any_more(p: Partnership) -> None:
    _, _, silent = await three_overdue(p)
    await it_is(LATE)
    for reference in ("SUPP-2", "PREV-4"):
        await judged(p, await a_request(p, reference))
    assert [one.id for one in (await overdue_of(p)).lines] == [silent.id]
