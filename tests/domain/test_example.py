"""The example data: what it must show, that it went through the acts, and that the day of loading changes nothing."""

import datetime as dt
import re
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from governance_app.database import connected
from objectives.days import instant_at
from objectives.example import plan
from objectives.example.loading import KEY, load_example
from objectives.example.quarters import example_rounds
from objectives.history import now
from objectives.judging import judged_at, judged_now, moment_of
from objectives.mandates import Operator
from objectives.problems import Conflict
from objectives.rated import Judgement
from objectives.standing import Action
from objectives.starting import Start, set_clock, start_empty
from objectives.tables.person import Person
from objectives.tables.update import ProgressUpdate
from objectives.verifying import verify
from objectives.words import GreyReason, Rating, Status
from tests.conftest import copied
from tests.example_site import EXAMPLE

STANDS = {
    "PREV-1": "Green",
    "PREV-2": "Green",
    "PREV-3": "Amber",
    "PREV-4": "Amber",
    "PREV-5": "Red",
    "PROT-1": "Blue",
    "PROT-2": "Green",
    "PROT-3": "Amber",
    "PROT-4": "Green",
    "PROT-5": "Green",
    "PROT-6": "business as usual",
    "PROT-7": "Green",
    "PROT-8": "Grey",
    "SUPP-1": "Amber",
    "SUPP-2": "Green",
    "SUPP-3": "Red",
    "SUPP-4": "Amber",
    "SUPP-5": "Grey",
}
LOADER = Operator("test")
SEASONS = re.compile(
    r"\b(spring|summer|autumn|winter|christmas|easter|january|february|march|april|june|july|august|september"
    r"|october|november|december)\b",
    re.IGNORECASE,
)


@pytest.fixture
async def judged(example: Path) -> AsyncIterator[Judgement]:
    """The example as it stands now; Piccolo is connected to it."""
    async with copied(example, EXAMPLE) as connections, connected(connections):
        yield await judged_now(KEY)


def actions(judged: Judgement) -> list[Action]:
    return list(judged.standing.actions())


async def test_four_rounds_have_frozen_and_the_fifth_is_open_with_its_updates_still_due(
    judged: Judgement,
) -> None:
    *frozen, fifth = judged.standing.rounds
    instant, today = judged.standing.moment.instant, judged.standing.moment.today
    assert [round.freezes_at < instant for round in frozen] == [True] * 4
    assert fifth.opens_on <= today < fifth.updates_due_on


async def test_every_commitment_has_its_actions_and_eight_agencies_share_them(judged: Judgement) -> None:
    assert len(actions(judged)) == 61
    assert all(commitment.actions for commitment in judged.standing.commitments())
    assert len({action.agency.name for action in actions(judged)}) == 8


async def test_it_is_labelled_as_an_example(judged: Judgement) -> None:
    assert judged.standing.example


async def test_the_commitments_stand_in_every_way(judged: Judgement) -> None:
    assert published(judged) == STANDS
    assert judged.all_commitments.total == 18


async def test_every_status_and_rating_is_there(judged: Judgement) -> None:
    assert {action.status for action in actions(judged)} == set(Status)
    assert {rated.published for rated in judged.actions.values()} == {*Rating, None}


async def test_what_a_pack_must_list_is_there(judged: Judgement) -> None:
    rated = judged.actions.values()
    assert any(r.hollow for r in rated)
    assert any(r.grey_reason is GreyReason.NOT_UPDATED for r in rated)
    assert sum(r.disagrees for r in rated) >= 3
    assert any(r.moderated for r in rated)
    assert any(r.green_if_accepted for r in rated)
    assert any("no owner" in {f.rule for f in r.fired} for r in rated)
    assert any("check overdue" in {f.rule for f in r.fired} for r in rated)


async def test_new_baselines_were_approved_and_refused_and_one_waits(judged: Judgement) -> None:
    asked = [b.approved for a in actions(judged) for m in a.milestones for b in m.rebaselines]
    assert set(asked) == {True, False, None}


async def test_evidence_of_every_grade_was_accepted_and_some_was_returned_and_some_waits(
    judged: Judgement,
) -> None:
    pieces = [piece for action in actions(judged) for piece in action.evidence]
    today = judged.standing.moment.today
    assert {piece.grade for piece in pieces if piece.accepted} == {1, 2, 3, 4}
    assert {piece.accepted for piece in pieces} == {True, False, None}
    assert any(piece.expires_on and piece.expires_on < today for piece in pieces)


async def test_updates_were_late_returned_and_sent_again(judged: Judgement) -> None:
    updates = [update for action in actions(judged) for update in action.updates]
    assert any(update.late for update in updates)
    assert any(update.returned for update in updates)
    assert any(update.version == 2 and not update.returned for update in updates)
    assert any(update.good_practice for update in updates)


async def test_every_objective_was_commented_on_in_every_round(judged: Judgement) -> None:
    rounds = [round.name for round in judged.standing.rounds]
    for objective in judged.standing.objectives:
        assert [said.round for said in objective.commentaries] == rounds


async def test_texts_are_short_and_long(judged: Judgement) -> None:
    lengths = [len(action.title) for action in actions(judged)]
    assert min(lengths) < 30 < 60 < max(lengths)
    assert max(len(action.description) for action in actions(judged)) > 200


async def test_everybody_is_plainly_invented(judged: Judgement) -> None:
    people = await Person.select(Person.name, Person.email).order_by(Person.name)
    assert len(people) > 25
    assert all(person["name"].endswith(" Example") for person in people)
    assert all(person["email"].endswith("@example.org") for person in people)


async def test_owners_spoke_at_their_own_times(judged: Judgement) -> None:
    told = await ProgressUpdate.select(ProgressUpdate.submitted_at, ProgressUpdate.submitted_by)
    days = Counter(row["submitted_at"].date() for row in told)
    assert len(days) > 40
    assert len({row["submitted_by"] for row in told}) > 15


async def test_history_fits_and_the_clock_runs_again(judged: Judgement) -> None:
    assert (await verify()).fault is None
    assert abs(await now() - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    with pytest.raises(Conflict, match="cannot be set again"):
        await set_clock(dt.datetime(2999, 1, 1, tzinfo=dt.UTC))


async def test_it_is_loaded_once(judged: Judgement) -> None:
    with pytest.raises(Conflict, match="This database holds example data, and nothing else can begin in it"):
        await load_example(LOADER)


async def test_it_is_never_mixed_with_real_work(database: object) -> None:
    await start_empty(LOADER, Start(partnership="Ours", administrator="Ash Example", email="ash@example.org"))
    with pytest.raises(Conflict, match="holds the work of Ours"):
        await load_example(LOADER)


async def test_a_loading_that_was_cut_short_is_told_apart(database: object) -> None:
    def power_cut(done: int, of: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await load_example(LOADER, power_cut)
    with pytest.raises(Conflict, match="whose loading was cut short"):
        await load_example(LOADER)


@pytest.mark.parametrize(
    "at",
    [
        instant_at(dt.date(2026, 10, 1), 0),
        instant_at(dt.date(2026, 9, 30), 23),
    ],
    ids=["the minute a round opens", "the last day of a quarter"],
)
async def test_the_day_of_loading_changes_no_rating(at: dt.datetime, database: object) -> None:
    await load_example(LOADER, until=at)
    assert published(await judged_at(KEY, await moment_of(at + dt.timedelta(minutes=1)))) == STANDS


def published(judgement: Judgement) -> dict[str, str]:
    return {
        reference: rated.published or rated.unrated or ""
        for reference, rated in judgement.commitments.items()
    }


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 2, 14, 15, 16, 28])
def test_the_fifth_round_is_open_on_any_day(month: int, day: int) -> None:
    today = dt.date(2027, month, day)
    *earlier, fifth = example_rounds(today)
    assert fifth.opens_on <= today < fifth.updates_due_on
    assert earlier[-1].meets_on < fifth.opens_on
    assert len({round.name for round in (*earlier, fifth)}) == 5


def test_the_story_names_no_month_or_season_for_it_is_told_from_any_day() -> None:
    story = plan.read_actions(plan.read_partnership())
    texts = [
        text
        for action in story
        for update in action.updates
        for text in (update.did, update.why, update.next)
    ]
    for said in plan.read_commentaries():
        texts += [said.working_well, said.worried_about, said.needs_to_happen]
    assert [found for text in texts if (found := SEASONS.search(text))] == []
