"""The front page (an owner's own work, the only strategy, else a list of them) and a strategy's overview."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.response import Redirect, Template
from markupsafe import Markup

from governance_app.places import Places
from governance_app.reading import Reading
from governance_app.showing.attention import attention_of, updates_sentence
from governance_app.showing.beginning import Step, steps_to_begin
from governance_app.showing.kept import kept
from governance_app.showing.rounds import dates_of
from governance_app.showing.tiles import ObjectiveRow, key_after, objective_rows
from governance_app.templating import part, show
from objectives.beginning import beginning_for
from objectives.permissions import Mandate
from objectives.visibility import reads_everything
from reports import headlines


@get("/")
async def front(request: Request[Any, Any, Any]) -> Response[Any]:
    strategies, reader = request.user.strategies, request.user.signed_in
    if not reader.roles:
        return Redirect("/my-work", status_code=303)
    if len(strategies) == 1:
        return Redirect(Places(strategies[0][0]).overview, status_code=303)
    return show(
        request,
        "overview/strategies.html",
        strategies=[(title, Places(key).overview) for key, title in strategies],
        section="Overview",
        begin=await _begin(reader, Places(None)) if not strategies else [],
    )


@get("/strategies/{key:str}")
async def overview(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    reader = request.user.signed_in
    rows = kept(reading, "rows", lambda: objective_rows(reading))
    told = kept(reading, "told", lambda: _told(reading))
    asks, watch = _attention(request, reading)
    return show(
        request,
        "overview/overview.html",
        places=reading.places,
        section="Overview",
        standing=reading.standing,
        round=reading.standing.this_round,
        dates=dates_of(reading.standing),
        **told,
        asks=asks,
        rows=rows,
        key_after=key_after(rows),
        commitments=kept(reading, "commitments", lambda: _commitments(request, reading, rows)),
        total=reading.judgement.all_commitments,
        watch=watch,
        begin=await _begin(reader, reading.places) if _is_beginning(reading) else [],
    )


def _attention(request: Request[Any, Any, Any], reading: Reading) -> tuple[Markup, Markup]:
    """What the Group is asked to do, and what else to watch; the same for everybody who reads everything."""
    reader = request.user.signed_in

    def made() -> tuple[Markup, Markup]:
        found = attention_of(reading, reader)
        return (
            part(request, "overview/asks.html", asks=found.asks),
            part(request, "overview/watch.html", watch=found.watch) if found.watch else Markup(),
        )

    return kept(reading, "attention", made) if reads_everything(reader) else made()


def _is_beginning(reading: Reading) -> bool:
    standing = reading.standing
    nothing = not standing.rounds or not any(c.actions for c in standing.commitments())
    return nothing and not reading.places.as_at


async def _begin(reader: Mandate, places: Places) -> list[Step]:
    found = await beginning_for(reader)
    return steps_to_begin(found, reader, places) if found else []


def _told(reading: Reading) -> dict[str, Any]:
    """How the strategy stands, in sentences."""
    return {
        "position": headlines.position(reading.judgement),
        "movement": headlines.since_last(reading.judgement),
        "updates": updates_sentence(reading.judgement),
    }


def _commitments(request: Request[Any, Any, Any], reading: Reading, rows: tuple[ObjectiveRow, ...]) -> Markup:
    """Every objective with its tiles: nearly all of the page, and the same for everybody."""
    return part(
        request,
        "overview/commitments.html",
        rows=rows,
        key_after=key_after(rows),
        round=reading.standing.this_round,
    )


routes = Router("/", route_handlers=[front, overview])
