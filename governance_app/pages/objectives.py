"""One objective: its headline rating with the rule behind it, its commitments as tiles, and all their actions."""

from typing import Any

from litestar import Request, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from governance_app.reading import Reading
from governance_app.showing.actions import action_lines
from governance_app.showing.kept import kept
from governance_app.showing.tiles import objective_row
from governance_app.templating import part, show
from objectives.permissions import why_not_run
from objectives.standing import Objective
from objectives.visibility import why_not_read_commentary


@get("/strategies/{key:str}/objectives/{objective_key:str}")
async def objective(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], objective_key: FromPath[str]
) -> Template:
    found, reader = reading.objective(objective_key), request.user.signed_in
    row = kept(reading, f"row of {found.key}", lambda: objective_row(reading, found))
    said = found.commentaries[-1] if found.commentaries else None
    return show(
        request,
        "objectives/objective.html",
        places=reading.places,
        section="Overview",
        standing=reading.standing,
        row=row,
        tiles=kept(
            reading, f"tiles of {found.key}", lambda: part(request, "objectives/tiles.html", tiles=row.tiles)
        ),
        actions=kept(reading, f"actions of {found.key}", lambda: _actions(request, reading, found)),
        said=said if why_not_read_commentary(reader) is None else None,
        may_comment=reading.places.as_at is None and why_not_run(reader) is None,
    )


def _actions(request: Request[Any, Any, Any], reading: Reading, objective: Objective) -> Markup:
    lines = action_lines(reading, [a for c in objective.commitments for a in c.actions])
    return part(request, "parts/actions.html", actions=lines, since=reading.since)


routes = Router("/", route_handlers=[objective])
