"""What pages put before a reader, made from standings without a database."""

import datetime as dt

import pytest

from governance_app.marks import noted, strip
from governance_app.places import Places
from governance_app.reading import Reading
from governance_app.showing.attention import attention_of, updates_sentence
from governance_app.showing.evidence import evidence_lines, standing_of
from governance_app.showing.milestones import milestone_lines
from governance_app.showing.ratings import three_ratings
from governance_app.showing.rounds import dates_of
from governance_app.showing.tiles import key_after, objective_rows, strip_of
from governance_app.showing.timeline import of_action
from objectives.permissions import Mandate
from objectives.rating import rate
from objectives.standing import Action
from objectives.words import Grade, Rating, Role
from reports.exceptions import exceptions_of, needs_of
from reports.wording import Mark
from tests import standings
from tests.standings import TODAY, an_action, an_update, day, example_standing, frozen, some_evidence

LONDON = "Europe/London"
GROUP = Mandate(person=1, name="Jo Example", agency=99, roles=frozenset({Role.EXECUTIVE_GROUP}))
STRANGER = Mandate(person=2, name="Kim Example", agency=99)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return Reading(rate(example_standing()), Places("csa"))


def reading_of(*actions: Action, today: dt.date = TODAY) -> Reading:
    return Reading(rate(standings.a_standing_of(*actions, today=today)), Places("csa"))


def test_the_overview_asks_exactly_what_the_packs_cover_asks(reading: Reading) -> None:
    asked = [ask.reference for ask in attention_of(reading, GROUP).asks]
    assert asked
    assert asked == [need.reference for need in needs_of(exceptions_of(reading.judgement), reading.judgement)]


def test_nothing_red_is_left_unsaid(reading: Reading) -> None:
    attention = attention_of(reading, GROUP)
    said = {ask.reference for ask in attention.asks} | {
        line.reference for w in attention.watch for line in w.lines
    }
    red = {ref for ref, rated in reading.judgement.commitments.items() if rated.published is Rating.RED}
    assert red <= said


def test_a_stranger_reads_what_is_published_and_no_reason(reading: Reading) -> None:
    for ask in attention_of(reading, STRANGER).asks:
        assert ask.question == ""
        assert ask.why in {
            f"{ask.mark.word}.",
            *(f"{ask.mark.word} for {n} rounds." for n in ("two", "three", "four")),
        }
    kinds = {watch.heading for watch in attention_of(reading, STRANGER).watch}
    assert "Owner and rules disagree" not in kinds


def test_a_kind_of_worry_without_any_is_left_out() -> None:
    assert attention_of(reading_of(an_action()), GROUP).watch == ()


def silent(reference: str) -> Action:
    """An action that was updated last round and not since."""
    return an_action(reference, updates=(an_update(standings.BEFORE),))


@pytest.mark.parametrize(
    ("actions", "today", "said"),
    [
        ([an_action()], TODAY, "Every update expected for Q2 2026-27 is in."),
        ([an_action(), silent("PREV-1.2")], TODAY, "1 of 2 actions were updated this round."),
        (
            [silent("PREV-1.1"), silent("PREV-1.2")],
            dt.date(2026, 10, 5),
            "0 of 2 updates for Q2 2026-27 are in; the rest are due by 15 October 2026.",
        ),
    ],
)
def test_how_many_updates_are_in(actions: list[Action], today: dt.date, said: str) -> None:
    assert updates_sentence(reading_of(*actions, today=today).judgement) == said


def test_before_the_first_round_there_is_nothing_to_say_of_it() -> None:
    standing = standings.a_standing_of(an_action(), rounds=(), last_issued=None)
    assert updates_sentence(rate(standing)) == ""
    assert dates_of(standing) == ()


def test_a_strip_reads_past_rounds_from_what_was_frozen() -> None:
    action = an_action(frozen=(frozen(hollow=True, carried_from="Q4 2025-26"),))
    reading = reading_of(action)
    shown = strip_of(reading.standing, action.frozen, reading.judgement.actions[action.reference])
    assert shown.past[-1].mark.shape == "green-hollow"
    assert "Q1 2026-27 Green, carried forward from Q4 2025-26" in shown.sentence
    assert shown.past[0].mark.shape == "no-round"
    assert shown.round == "Q2 2026-27"


@pytest.mark.parametrize(("counts", "row"), [((5, 8, 5), 2), ((5, 10), 0), ((4, 9), 0), ((1,), 1), ((), 0)])
def test_the_key_stands_where_a_row_of_tiles_leaves_room(counts: tuple[int, ...], row: int) -> None:
    objectives = [
        standings.an_objective(
            *(standings.a_commitment(reference=f"O{n}-{m}") for m in range(count)), key=f"O{n}"
        )
        for n, count in enumerate(counts)
    ]
    assert key_after(objective_rows(Reading(rate(standings.a_standing(*objectives)), Places("csa")))) == row


def test_what_a_milestone_says_of_its_dates() -> None:
    moved = standings.a_milestone(
        baseline=dt.date(2026, 12, 1),
        first_baseline_on=dt.date(2026, 9, 1),
        rebaselines=(
            standings.a_rebaseline(dt.date(2026, 9, 1), dt.date(2026, 12, 1)),
            standings.a_rebaseline(dt.date(2026, 12, 1), dt.date(2027, 3, 1), approved=None),
            standings.a_rebaseline(dt.date(2026, 9, 1), dt.date(2027, 6, 1), approved=False),
        ),
    )
    (line,) = milestone_lines(an_action(milestones=(moved,)))
    assert (line.moves, line.days_moved) == (1, "91 days later")
    assert [note.split(":")[0] for note in line.notes] == [
        "Moved from 1 September 2026 to 1 December 2026, approved by Farah Aziz",
        "1 March 2027 has been asked for and not approved yet",
        "1 June 2027 was asked for and refused by Farah Aziz",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Accepted by Farah Aziz"),
        ({"grade": None}, "Waiting to be judged; it does not count yet"),
        ({"shows": day(-400)}, "Accepted; now over 12 months old"),
        ({"expires_on": day(-1)}, f"Accepted; expired on {day(-1).day} October 2026"),
        ({"expires_on": TODAY}, "Accepted by Farah Aziz"),
        ({"accepted": False, "judgement_reason": "No denominator"}, "Returned by Farah Aziz: No denominator"),
    ],
)
def test_what_has_become_of_evidence(changes: dict[str, object], said: str) -> None:
    assert standing_of(some_evidence(**changes), TODAY) == said


def test_evidence_for_several_things_is_listed_once_newest_first() -> None:
    older, newer = some_evidence(id=1, shows=day(-90)), some_evidence(Grade.TESTED, day(-3), id=2)
    lines = evidence_lines([older, newer, older], TODAY, {older.id: "redacted on 1 May 2026 by Jo Lee"})
    assert [line.evidence.id for line in lines] == [2, 1]
    assert lines[0].grade == "3 Tested practice"


def test_exactly_one_of_three_ratings_is_marked_as_published(reading: Reading) -> None:
    for rated in [*reading.judgement.actions.values(), *reading.judgement.commitments.values()]:
        published = [one for one in three_ratings(rated, LONDON).three if one.published]
        assert len(published) <= 1
        assert all(one.mark.word == rated.published for one in published)
        given = {rated.calculated, rated.owners, rated.moderated} - {None}
        assert bool(published) == (rated.published in given and not rated.hollow)


def test_a_commitments_reasons_name_the_actions_behind_them(reading: Reading) -> None:
    rated = reading.judgement.commitments["SUPP-3"]
    behind = [r for ref, r in reading.judgement.actions.items() if ref.startswith("SUPP-3.")]
    sentences = [fired.sentence for fired in three_ratings(rated, LONDON, behind).reasons]
    assert any(sentence.startswith("SUPP-3.3: ") for sentence in sentences)


def test_a_timeline_tells_newest_first_who_did_what() -> None:
    action = an_action(
        updates=(an_update(),),
        evidence=(some_evidence(),),
        moderations=(standings.a_moderation(Rating.AMBER),),
        checks=(standings.a_check(day(-5)),),
    )
    events = of_action(action, LONDON)
    assert [event.on for event in events] == sorted((event.on for event in events), reverse=True)
    told = " ".join(event.sentence for event in events)
    for part in (
        "Update given for Q2 2026-27 by Priya Nair",
        "accepted at grade 2 “Visit log”",
        "Moderated to Amber",
    ):
        assert part in told
    assert events[-1].sentence == "Added to the plan."


def test_what_people_typed_never_becomes_markup() -> None:
    hostile = Mark("green", "<b>Green</b>", "<script>")
    assert "<b>" not in noted(hostile)
    assert "<script>" not in noted(hostile)
    reading = reading_of(an_action(frozen=(frozen(hollow=True, carried_from='"><script>'),)))
    action = next(reading.standing.actions())
    assert "<script>" not in strip(
        strip_of(reading.standing, action.frozen, reading.judgement.actions["PREV-1.1"])
    )
