"""One commitment: its locked wording, the three ratings with their reasons, actions, dates, evidence, history."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from governance_app.reading import Reading
from governance_app.showing.actions import action_lines
from governance_app.showing.evidence import evidence_lines
from governance_app.showing.milestones import milestones_under
from governance_app.showing.ratings import three_ratings
from governance_app.showing.tiles import strip_of
from governance_app.showing.timeline import of_commitment
from governance_app.templating import show
from objectives.visibility import why_not_read
from reports.wording import mark_of


@get("/strategies/{key:str}/commitments/{reference:str}")
async def commitment(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    objective, found = reading.commitment(reference)
    rated = reading.judgement.commitments[found.reference]
    closed = why_not_read(request.user.signed_in, found)
    moment = reading.standing.moment
    updates = [(action, reading.judgement.actions[action.reference].update) for action in found.actions]
    return show(
        request,
        "commitments/commitment.html",
        places=reading.places,
        section="Overview",
        standing=reading.standing,
        round=reading.standing.this_round,
        objective=objective,
        commitment=found,
        rated=rated,
        shown=mark_of(rated),
        since=reading.since,
        closed=closed,
        may_read=closed is None,
        asks=[(action, update.ask) for action, update in updates if update and update.ask.strip()],
        ratings=three_ratings(
            rated, moment.time_zone, [reading.judgement.actions[a.reference] for a in found.actions]
        ),
        actions=action_lines(reading, found.actions),
        milestones=milestones_under(found.actions, reading.places),
        evidence=evidence_lines(
            [*found.evidence, *(e for a in found.actions for e in a.evidence)], moment.today
        ),
        strip=strip_of(reading.standing, found.frozen, rated),
        timeline=of_commitment(found, moment.time_zone),
    )


routes = Router("/", route_handlers=[commitment])
