"""The action that a decision makes: its form begins with what was decided, and both are linked in one act."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.action_words import FIELDS, chosen_row, offered, read_action
from governance_app.forms import Answers, Form, read_form, refused, typed
from governance_app.planning import acting_person
from governance_app.reading import Reading
from governance_app.templating import show
from governance_app.wording import excerpt
from objectives.faults import refuse_if
from objectives.matters import find_matter, make_action
from objectives.permissions import why_not_run
from objectives.problems import NotFound
from objectives.standing import Matter
from objectives.tables.strategy import Commitment
from reports.arising import called

ACTION = "/strategies/{key:str}/matters/{number:int}/action"


@get(ACTION)
async def action_to_make(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], number: FromPath[int]
) -> Template:
    matter = _matter(request, reading, number)
    promise = matter.reference.partition(".")[0]
    about = reading.standing.by_reference.get(promise)
    words = {
        "title": excerpt(matter.words, 120),
        "description": f"{called(matter)}, pack of {matter.round}: {matter.words}",
        "commitment": str(about.id) if about else "",
        "agency": str(matter.owner.agency.id),
        "owner": str(matter.owner.id),
    }
    return await _ask(request, reading, matter, Form(words))


@post(ACTION, status_code=200)
async def make(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    number: FromPath[int],
) -> Response[Any]:
    matter = _matter(request, reading, number)
    answers = Answers(typed(await read_form(request), (*FIELDS, "commitment")))
    commitment = await chosen_row(answers, "commitment", Commitment)
    answers.faults.need(commitment, "commitment", "Choose the commitment that it is under.")
    new = await read_action(answers)
    form: Form | None = Form(answers.words, answers.faults.found)
    if new:
        act = make_action(await acting_person(request), await find_matter(key, number), commitment, new)
        form = await refused(act, answers.words)
    if form:
        return await _ask(request, reading, matter, form)
    return Redirect(reading.places.matter(number), status_code=303)


async def _ask(request: Request[Any, Any, Any], reading: Reading, matter: Matter, form: Form) -> Template:
    return show(
        request,
        "matters/action.html",
        form.status,
        places=reading.places,
        section="Packs",
        form=form,
        matter=matter,
        called=called(matter),
        commitments=[
            (one.id, f"{one.reference} {one.short_title}") for one in reading.standing.commitments()
        ],
        offered=await offered(reading.standing.moment.today),
    )


def _matter(request: Request[Any, Any, Any], reading: Reading, number: int) -> Matter:
    """Raises NotAllowed, NotFound."""
    refuse_if(why_not_run(request.user.signed_in))
    found = next((one for one in reading.standing.matters if one.number == number), None)
    if found is None:
        raise NotFound(f"There is no matter {number} in this strategy.")
    return found


routes = Router("/", route_handlers=[action_to_make, make])
