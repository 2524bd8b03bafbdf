"""One action: the three ratings with their reasons, its dates, what its owner said each round, evidence and history."""

import datetime as dt
from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from governance_app.reading import Reading
from governance_app.showing.evidence import evidence_lines
from governance_app.showing.kept import kept
from governance_app.showing.milestones import milestone_lines
from governance_app.showing.ratings import three_ratings
from governance_app.showing.risks import risk_lines
from governance_app.showing.steps import steps_of
from governance_app.showing.tiles import strip_of
from governance_app.showing.timeline import of_action
from governance_app.templating import part, show
from objectives.looking import changed_rating
from objectives.permissions import why_not_run
from objectives.record import Record, recorded_of
from objectives.redacted import redacted_evidence
from objectives.standing import Action
from objectives.visibility import why_not_read
from objectives.world import tables_kept
from reports.wording import mark_of


@get("/strategies/{key:str}/actions/{reference:str}")
async def action(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    commitment, found = reading.action(reference)
    rated = reading.judgement.actions[found.reference]
    closed = why_not_read(request.user.signed_in, found)
    moment = reading.standing.moment
    record = await _recorded(found, moment.instant) if closed is None else Record()
    return show(
        request,
        "actions/action.html",
        places=reading.places,
        section="Overview",
        standing=reading.standing,
        round=reading.standing.this_round,
        commitment=commitment,
        action=found,
        rated=rated,
        thing=found,
        changed=changed_rating(found, rated, reading.standing),
        shown=mark_of(rated),
        since=reading.since,
        closed=closed,
        may_read=closed is None,
        may_ask=why_not_run(request.user.signed_in) is None and reading.places.as_at is None,
        ratings=three_ratings(rated, moment.time_zone),
        milestones=milestone_lines(found),
        evidence=evidence_lines(found.evidence, moment.today, redacted_evidence(tables_kept())),
        risks=risk_lines([found], reading.places, moment.today),
        updates=Markup()
        if closed
        else kept(reading, f"updates of {found.reference}", lambda: _updates(request, found)),
        strip=strip_of(reading.standing, found.frozen, rated),
        steps=steps_of(request.user.signed_in, found, reading.places),
        timeline=of_action(found, moment.time_zone),
        recorded=record.versions,
        starting_note=record.starting_note,
    )


def _updates(request: Request[Any, Any, Any], action: Action) -> Markup:
    return part(request, "actions/updates.html", updates=tuple(reversed(action.updates)))


async def _recorded(action: Action, until: dt.datetime) -> Record:
    return await recorded_of(action.id, [milestone.id for milestone in action.milestones], until)


routes = Router("/", route_handlers=[action])
