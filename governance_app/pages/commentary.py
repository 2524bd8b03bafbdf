"""The business unit's commentary on an objective in the open round: what works, what worries, what needs to happen."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Form, number_in, read_form, typed
from governance_app.reading import Reading
from governance_app.templating import show
from objectives.commentary import NewCommentary, comment_on, find_objective
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.permissions import why_not_run
from objectives.problems import Conflict, Invalid
from objectives.standing import Commentary, Objective, Round
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound

AT = "/strategies/{key:str}/objectives/{objective_key:str}/commentary"
FIELDS = ("working_well", "worried_about", "needs_to_happen")


@get(AT)
async def commentary(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], objective_key: FromPath[str]
) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    found, round = reading.objective(objective_key), _open_round(reading)
    said = next((c for c in found.commentaries if c.round == round.name), None)
    words = {field: getattr(said, field) for field in FIELDS} if said else {}
    return _ask(request, reading, found, round, Form(words))


@post(AT, status_code=200)
async def comment(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    objective_key: FromPath[str],
) -> Response[Any]:
    refuse_if(why_not_run(request.user.signed_in))
    found, round = reading.objective(objective_key), _open_round(reading)
    sent = await read_form(request)
    words = typed(sent, FIELDS)
    new = NewCommentary(*(words.get(field, "") for field in FIELDS))
    try:
        by = await row_of(Person, request.user.signed_in.person)
        row = await row_of(ReportingRound, round.id)
        await comment_on(by, await find_objective(key, objective_key), row, new, number_in(sent, "seen"))
    except Invalid as refused:
        return _ask(request, reading, found, round, Form(words, refused.faults))
    except Conflict as refused:
        return _ask(request, reading, found, round, Form(words), refused.sentence)
    return Redirect(reading.places.objective(objective_key), status_code=303)


def _open_round(reading: Reading) -> Round:
    """Raises Conflict where no round has opened."""
    round = reading.standing.this_round
    if round is None:
        raise Conflict("No round has opened yet, so there is nothing to comment on.")
    return round


def _ask(
    request: Request[Any, Any, Any],
    reading: Reading,
    objective: Objective,
    round: Round,
    form: Form,
    sentence: str = "",
) -> Template:
    """The form with what was typed; beside it what was said in the round before. A conflict brings what stands now."""
    status = 422 if form.faults else 409 if sentence else 200
    earlier = [c for c in objective.commentaries if c.round != round.name]
    stands = next((c for c in objective.commentaries if c.round == round.name), None)
    last: Commentary | None = stands if sentence and stands else earlier[-1] if earlier else None
    return show(
        request,
        "objectives/commentary.html",
        status,
        places=reading.places,
        section="Overview",
        objective=objective,
        round=round,
        form=form,
        sentence=sentence,
        last=last,
        seen=reading.standing.moment.sequence,
    )


routes = Router("/", route_handlers=[commentary, comment])
