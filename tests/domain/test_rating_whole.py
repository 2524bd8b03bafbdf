"""What holds for any standing: `rate` is pure, counts add up, and grey or carried-forward ratings are never green."""

from hypothesis import HealthCheck, given, settings

from objectives.rated import Judgement
from objectives.rating import rate
from objectives.rollup import column
from objectives.standing import Standing
from objectives.words import Rating
from tests.standings import example_standing, standings

modest = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@modest
@given(standings())
def test_a_standing_judged_twice_gives_the_same_judgement(standing: Standing) -> None:
    assert rate(standing) == rate(standing)


@modest
@given(standings())
def test_every_distribution_adds_up(standing: Standing) -> None:
    judgement = rate(standing)
    assert judgement.all_actions.total == len(list(standing.actions()))
    assert judgement.all_commitments.total == len(list(standing.commitments()))
    assert sum(o.commitments.total for o in judgement.objectives.values()) == judgement.all_commitments.total
    assert sum(o.actions.total for o in judgement.objectives.values()) == judgement.all_actions.total


@modest
@given(standings())
def test_grey_and_carried_forward_never_count_as_green(standing: Standing) -> None:
    judgement = rate(standing)
    for rated in (*judgement.actions.values(), *judgement.commitments.values()):
        if rated.hollow or rated.published is Rating.GREY:
            assert column(rated) in ("carried_forward", "grey")
    solid_green = [r for r in judgement.actions.values() if r.published is Rating.GREEN and not r.hollow]
    assert judgement.all_actions.green == len(solid_green)


def test_the_example_holds_every_condition() -> None:
    judgement: Judgement = rate(example_standing())
    counts = judgement.all_actions
    assert min(counts.red, counts.amber, counts.green, counts.blue, counts.grey, counts.carried_forward) >= 2
    assert min(counts.business_as_usual, counts.superseded) >= 1
    assert [len(o.commitments) for o in judgement.standing.objectives] == [5, 8, 5]
