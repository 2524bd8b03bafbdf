"""What was raised against a strategy's packs, for its standing. Pure: recorded rows in, values out."""

from collections import defaultdict
from operator import attrgetter
from typing import Any

from objectives import matter_rows, standing

Tables = dict[str, dict[int, Any]]


def matters_of(
    strategy: int, tables: Tables, posts: dict[int, standing.Post], people: dict[int, standing.Person]
) -> tuple[standing.Matter, ...]:
    """Every matter of a strategy in the order of their numbers."""
    mine = [row for row in tables["matter"].values() if row.strategy == strategy]
    steps, outcomes = _by_matter(tables["matter_step"]), _by_matter(tables["matter_outcome"])
    return tuple(
        _matter(row, tables, posts, people, steps[row.id], outcomes[row.id])
        for row in sorted(mine, key=attrgetter("number"))
    )


def _by_matter(rows: dict[int, Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in sorted(rows.values(), key=attrgetter("id")):
        found[row.matter].append(row)
    return found


def _matter(
    row: matter_rows.Matter,
    tables: Tables,
    posts: dict[int, standing.Post],
    people: dict[int, standing.Person],
    steps: list[matter_rows.MatterStep],
    outcomes: list[matter_rows.MatterOutcome],
) -> standing.Matter:
    pack = tables["pack"][row.pack]
    reference, title = _about(row, tables)
    return standing.Matter(
        id=row.id,
        number=row.number,
        kind=row.kind,
        words=row.words,
        reference=reference,
        title=title,
        line=row.line,
        digest=pack.digest,
        round=tables["reporting_round"][pack.round].name,
        meeting=row.meeting,
        owner=posts[row.owner],
        due_on=row.due_on,
        state=row.state,
        raised_by=people[row.raised_by].name,
        recorded_by="" if row.recorded_by == row.raised_by else people[row.recorded_by].name,
        raised_at=row.raised_at,
        settled=tables["matter"][row.arose_from].number if row.arose_from else None,
        steps=tuple(standing.MatterStep(s.act, s.words, people[s.taken_by].name, s.taken_at) for s in steps),
        actions=tuple(tables["action"][made.action].reference for made in outcomes if made.action),
        askings=tuple(made.asking for made in outcomes if made.asking),
    )


def _about(row: matter_rows.Matter, tables: Tables) -> tuple[str, str]:
    """The reference and title of what it is about; both empty where it is the whole pack."""
    if row.action:
        action = tables["action"][row.action]
        return action.reference, action.title
    if row.commitment:
        commitment = tables["commitment"][row.commitment]
        return commitment.reference, commitment.short_title
    return "", ""
