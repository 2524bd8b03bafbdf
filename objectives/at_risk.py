"""What the register of risks says in a standing. Pure: recorded rows in, values out."""

from collections import defaultdict
from operator import attrgetter
from typing import Any

from objectives import risk_rows, standing

Tables = dict[str, dict[int, Any]]
RisksBySubject = defaultdict[tuple[str, int], tuple[standing.Risk, ...]]


def risks_by_subject(
    tables: Tables, posts: dict[int, standing.Post], people: dict[int, standing.Person]
) -> RisksBySubject:
    """The risks to each thing, by "action" or "commitment" and its id, in the order of their numbers."""
    steps: defaultdict[int, list[risk_rows.RiskStep]] = defaultdict(list)
    for step in sorted(tables["risk_step"].values(), key=attrgetter("id")):
        steps[step.risk].append(step)
    found: RisksBySubject = defaultdict(tuple)
    for row in sorted(tables["risk"].values(), key=attrgetter("number", "id")):
        subject = ("action", row.action) if row.action else ("commitment", row.commitment)
        found[subject] += (_risk(row, posts[row.owner], people, steps[row.id]),)
    return found


def _risk(
    row: risk_rows.Risk,
    owner: standing.Post,
    people: dict[int, standing.Person],
    steps: list[risk_rows.RiskStep],
) -> standing.Risk:
    return standing.Risk(
        id=row.id,
        number=row.number,
        what=row.what,
        effect=row.effect,
        likelihood=row.likelihood,
        impact=row.impact,
        response=row.response,
        owner=owner,
        review_on=row.review_on,
        state=row.state,
        raised_by=people[row.raised_by].name,
        raised_at=row.raised_at,
        steps=tuple(
            standing.RiskStep(s.act, s.words, s.review_on, people[s.taken_by].name, s.taken_at) for s in steps
        ),
    )
