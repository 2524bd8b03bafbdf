"""Bad news never improves a rating: a later forecast, less evidence, a missing update, an overdue request.

Where the handbook's own rules let a roll-up look better (a Grey or carried-forward rating is left out of the shares
that make an objective Red), the test states what does hold: nothing is ever added to the Green and Blue columns.
"""

import datetime as dt
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from objectives.publishing import binding_cap
from objectives.rated import Judgement, Rated
from objectives.rating import rate
from objectives.rollup import is_rated
from objectives.standing import Action, AssuranceRequest, Commitment, Standing
from objectives.words import Grade, Issue, Rating, Status
from tests.domain.judged import judged, rated
from tests.standings import THIS, a_request, actions, an_update, commitments, day, standings

modest = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SOLID = (Rating.GREEN, Rating.BLUE)


def caution(thing: Rated) -> int:
    """How cautious the published rating is; the unrated are below all."""
    return thing.published.caution if thing.published else -1


def forecast_later(action: Action, days: int) -> Action:
    """Every open milestone forecast so many days later than it was expected."""
    return replace(
        action,
        milestones=tuple(
            m if m.met_on else replace(m, forecast_on=m.expected_on + dt.timedelta(days))
            for m in action.milestones
        ),
    )


def with_first_action(commitment: Commitment, change: Callable[[Action], Action]) -> Commitment:
    if not commitment.actions:
        return commitment
    first, *others = commitment.actions
    return replace(commitment, actions=(change(first), *others))


def assert_objectives_never_improve(standing: Standing, change: Callable[[Commitment], Commitment]) -> None:
    """Changes each objective's first commitment in turn, and looks at the objective if that one was rated before.

    A commitment that was not rated would join the rated, and the share of red could fall below a quarter.
    """
    before = rate(standing)
    for number, objective in enumerate(standing.objectives):
        if not objective.commitments or not is_rated(before.commitments[objective.commitments[0].reference]):
            continue
        first, *others = objective.commitments
        changed = list(standing.objectives)
        changed[number] = replace(objective, commitments=(change(first), *others))
        after = rate(replace(standing, objectives=tuple(changed)))
        was, now = before.objectives[objective.key].published, after.objectives[objective.key].published
        assert was is not None
        assert now is not None
        assert now.caution >= was.caution


@modest
@given(actions(), st.integers(1, 200))
def test_a_later_forecast_never_improves_an_action(action: Action, days: int) -> None:
    assert caution(rated(forecast_later(action, days))) >= caution(rated(action))


@modest
@given(commitments(), st.integers(1, 200))
def test_a_later_forecast_never_improves_a_commitment(commitment: Commitment, days: int) -> None:
    later = with_first_action(commitment, lambda action: forecast_later(action, days))
    assert caution(judged(later)) >= caution(judged(commitment))


@modest
@given(standings(), st.integers(1, 200))
def test_a_later_forecast_never_improves_an_objective(standing: Standing, days: int) -> None:
    assert_objectives_never_improve(
        standing, lambda c: with_first_action(c, lambda action: forecast_later(action, days))
    )


@modest
@given(actions())
def test_less_evidence_never_improves_an_action(action: Action) -> None:
    """Weak evidence is Amber and none at all is Grey: only so may a rating become less cautious, never greener."""
    before, after = rated(action), rated(replace(action, evidence=action.evidence[1:]))
    weak_to_none = (before.published, after.published) == (Rating.AMBER, Rating.GREY)
    assert after.hollow or weak_to_none or caution(after) >= caution(before)


@modest
@given(actions())
def test_a_lower_grade_never_improves_an_action(action: Action) -> None:
    lowered = tuple(replace(e, grade=Grade.STATEMENT) if e.grade else e for e in action.evidence)
    before, after = rated(action), rated(replace(action, evidence=lowered))
    assert caution(after) >= caution(before)


@modest
@given(standings())
def test_without_evidence_nothing_is_added_to_green_or_blue(standing: Standing) -> None:
    before, after = rate(standing), rate(every_action(standing, lambda a: replace(a, evidence=())))
    assert green_or_blue(after) <= green_or_blue(before)
    assert green_or_blue(after) == 0


def every_action(standing: Standing, change: Callable[[Action], Action]) -> Standing:
    return replace(
        standing,
        objectives=tuple(
            replace(
                o,
                commitments=tuple(replace(c, actions=tuple(map(change, c.actions))) for c in o.commitments),
            )
            for o in standing.objectives
        ),
    )


def green_or_blue(judgement: Judgement) -> int:
    return judgement.all_actions.green + judgement.all_actions.blue


def without_word(action: Action) -> Action:
    return replace(action, updates=tuple(u for u in action.updates if u.round.id != THIS.id))


@modest
@given(actions(), st.sampled_from(SOLID))
def test_a_missing_update_never_improves_on_an_owner_who_sees_no_trouble(
    action: Action, word: Rating
) -> None:
    """Silence keeps an owner's own bad news from the rules, so it is measured against an owner who has none.

    A carried-forward rating counts in a column of its own, so it is no improvement.
    """
    content = an_update(THIS, word, issue=Issue.NONE)
    told = rated(replace(action, updates=(*without_word(action).updates, content)))
    missing = rated(without_word(action))
    assert missing.hollow or not missing.not_updated or caution(missing) >= caution(told)


@modest
@given(actions())
def test_a_missing_update_is_never_solid_green_or_blue(action: Action) -> None:
    missing = rated(replace(without_word(action), moderations=()))
    assert missing.hollow or not missing.not_updated or missing.published not in SOLID


def declining(request: AssuranceRequest) -> AssuranceRequest:
    """The same request, still open before and declined now."""
    return replace(request, declined=True, answered=False)


@modest
@given(actions())
def test_an_overdue_request_never_improves_an_action(action: Action) -> None:
    in_time, overdue = a_request(day(3)), a_request(day(-1))
    before = rated(replace(action, requests=(in_time,)))
    assert caution(rated(replace(action, requests=(overdue,)))) >= caution(before)
    assert caution(rated(replace(action, requests=(declining(in_time),)))) >= caution(before)


@modest
@given(commitments())
def test_an_overdue_request_never_improves_a_commitment(commitment: Commitment) -> None:
    in_time, overdue = a_request(day(3), id=77_777), a_request(day(-1), id=77_777)
    before = judged(replace(commitment, requests=(*commitment.requests, in_time)))
    after = judged(replace(commitment, requests=(*commitment.requests, overdue)))
    assert caution(after) >= caution(before)


@modest
@given(standings())
def test_an_overdue_request_never_improves_an_objective(standing: Standing) -> None:
    overdue = a_request(day(-90), id=77_777)
    assert_objectives_never_improve(standing, lambda c: replace(c, requests=(*c.requests, overdue)))


@modest
@given(actions())
def test_losing_the_owner_never_improves_an_action(action: Action) -> None:
    unowned = replace(action, owner=None, deputy=None)
    assert caution(rated(unowned)) >= caution(rated(action))


@modest
@given(actions())
def test_nothing_is_published_greener_than_the_rules_without_a_moderation(action: Action) -> None:
    judged_action = rated(replace(action, moderations=()))
    if judged_action.calculated and judged_action.published and not judged_action.hollow:
        assert judged_action.published.caution >= judged_action.calculated.caution


@modest
@given(actions())
def test_no_moderation_goes_past_a_cap(action: Action) -> None:
    judged_action = rated(action)
    if judged_action.moderated and judged_action.published:
        assert binding_cap(judged_action.published, judged_action.caps) is None
        expired = rated(replace(action, moderations=(replace(action.moderations[0], expires_on=day(-1)),)))
        assert (expired.moderated, expired.caps) == (None, judged_action.caps)


@modest
@given(actions())
def test_a_solid_green_or_blue_rests_on_accepted_evidence(action: Action) -> None:
    judged_action = rated(action)
    if judged_action.published in SOLID and not judged_action.hollow:
        assert any(e.accepted and e.grade and e.grade >= Grade.DOCUMENT for e in action.evidence)


@modest
@given(actions())
def test_every_rated_action_says_why(action: Action) -> None:
    judged_action = rated(action)
    at_rest = action.status in (Status.SUPERSEDED, Status.BUSINESS_AS_USUAL)
    assert bool(judged_action.because) is (judged_action.published is not None)
    assert judged_action.fired or at_rest
    assert [f.rating.caution for f in judged_action.fired] == sorted(
        (f.rating.caution for f in judged_action.fired), reverse=True
    )
    assert all(f.sentence and "None" not in f.sentence for f in judged_action.fired)
