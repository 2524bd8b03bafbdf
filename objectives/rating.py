"""Rates a standing: every action, commitment and objective, each with every rule that fired and its sentence.

The one entrance is `rate`. Pure: a standing in, a judgement out; the same standing always gives the same
judgement. `action_rating` and `commitment_rating` put the rules together; the rules stand in
`delivery_rules`, `evidence_rules` and `assurance_rules`, whose word counts in `owners_word`, what is
published in `publishing`.
"""

from collections.abc import Mapping

from objectives.action_rating import rate_action
from objectives.calendar import calendar_of
from objectives.commitment_rating import rate_commitment
from objectives.rated import Judgement, Rated, RolledUp
from objectives.rollup import distribution, objective_from
from objectives.standing import Objective, Standing
from objectives.thresholds import THRESHOLDS, Thresholds


def rate(standing: Standing, rules: Thresholds = THRESHOLDS) -> Judgement:
    """Everything the rules say of a standing, as at its moment's `today` (handbook, section 3)."""
    calendar = calendar_of(standing, rules)
    actions = {a.reference: rate_action(a, calendar) for a in standing.actions()}
    commitments = {
        c.reference: rate_commitment(c, [actions[a.reference] for a in c.actions], calendar)
        for c in standing.commitments()
    }
    return Judgement(
        standing=standing,
        rules=rules.version,
        actions=actions,
        commitments=commitments,
        objectives={o.key: _rate_objective(o, commitments, actions, rules) for o in standing.objectives},
        all_commitments=distribution(commitments.values()),
        all_actions=distribution(actions.values()),
    )


def _rate_objective(
    objective: Objective, commitments: Mapping[str, Rated], actions: Mapping[str, Rated], rules: Thresholds
) -> RolledUp:
    mine = [commitments[c.reference] for c in objective.commitments]
    rolled = objective_from(mine, rules)
    return RolledUp(
        key=objective.key,
        published=rolled.rating,
        sentence=rolled.sentence,
        commitments=distribution(mine),
        actions=distribution(actions[a.reference] for c in objective.commitments for a in c.actions),
    )
