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
from governance_app.showing.risks import risk_lines
from governance_app.showing.steps import steps_of_commitment
from governance_app.showing.tiles import strip_of
from governance_app.showing.timeline import of_commitment
from governance_app.templating import show
from objectives.looking import changed_rating
from objectives.permissions import why_not_run
from objectives.redacted import redacted_evidence
from objectives.visibility import why_not_read, why_not_read_beneath
from objectives.world import tables_kept
from reports.wording import mark_of


@get("/strategies/{key:str}/commitments/{reference:str}")
async def commitment(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    objective, found = reading.commitment(reference)
    rated = reading.judgement.commitments[found.reference]
    reader, moment = request.user.signed_in, reading.standing.moment
    closed = why_not_read(reader, found)
    # An agency that leads a commitment reads its own actions under it, and of the others what is published.
    readable = tuple(action for action in found.actions if why_not_read(reader, action) is None)
    behind = {action.reference: reading.judgement.actions[action.reference] for action in readable}
    told = [(action, behind[action.reference].update) for action in readable]
    given = [*found.evidence, *(piece for action in readable for piece in action.evidence)]
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
        thing=found,
        changed=changed_rating(found, rated, reading.standing),
        shown=mark_of(rated),
        since=reading.since,
        closed=closed or why_not_read_beneath(reader, found),
        may_read=closed is None,
        may_ask=why_not_run(reader) is None and reading.places.as_at is None,
        may_read_confidence=rated.confidence_reason in {one.confidence_reason for one in behind.values()},
        asks=[(action, update.ask) for action, update in told if update and update.ask.strip()],
        ratings=three_ratings(rated, moment.time_zone, behind.values()),
        actions=action_lines(reading, found.actions),
        milestones=milestones_under(readable, reading.places),
        evidence=evidence_lines(given, moment.today, redacted_evidence(tables_kept())),
        risks=risk_lines([found, *readable], reading.places, moment.today),
        strip=strip_of(reading.standing, found.frozen, rated),
        steps=steps_of_commitment(reader, found, reading.places),
        timeline=of_commitment(found, readable, moment.time_zone),
    )


routes = Router("/", route_handlers=[commitment])
