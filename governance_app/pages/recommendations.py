"""A recommendation of an opinion becomes an action in the plan, with an owner and a first date to begin by."""

from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Answers, Form, date_fields, read_form, typed
from governance_app.places import Places
from governance_app.templating import show
from objectives.actions import NewAction
from objectives.assurance_register import request_told
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.opinion_reading import Recommendation, opinion_of
from objectives.permissions import why_not_run
from objectives.problems import Invalid, NotFound
from objectives.request_steps import subjects_of
from objectives.reviewing import adopt
from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.assurance_reply import AssuranceRecommendation
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.strategy import Commitment

ONE = "/requests/{request_id:int}/recommendations/{recommendation_id:int}"
FIELDS = ("title", "owner", "under", *date_fields("planned"))


@get(ONE)
async def ask(
    request: Request[Any, Any, Any], request_id: FromPath[int], recommendation_id: FromPath[int]
) -> Template:
    found = await _found(request, request_id, recommendation_id)
    return await _page(request, request_id, found, Form(await _begun(request_id, found)))


@post(ONE)
async def take(
    request: Request[Any, Any, Any], request_id: FromPath[int], recommendation_id: FromPath[int]
) -> Response[Any]:
    found = await _found(request, request_id, recommendation_id)
    answers = Answers(typed(await read_form(request), FIELDS))
    owner = next((row for row in await _posts(found.agency) if str(row.id) == answers.text("owner")), None)
    under = next((c for c in await _commitments(request_id) if str(c.id) == answers.text("under")), None)
    answers.faults.need(owner, "owner", "Choose the post that owns it; without an owner an action is Red.")
    answers.faults.need(under, "under", "Choose the commitment that it is added under.")
    planned = answers.day("planned")
    faults = answers.faults.found
    if owner and under and not faults:
        new = NewAction(
            title=answers.text("title"),
            agency=await row_of(Agency, found.agency),
            description=found.words,
            owner=owner,
            planned_start_on=planned,
        )
        try:
            person = await row_of(Person, request.user.signed_in.person)
            action = await adopt(person, await row_of(AssuranceRecommendation, found.id), under, new)
        except Invalid as wrong:
            faults = wrong.faults
        else:
            told = await request_told(request_id)
            return Redirect(Places(told.strategy).action(action.reference), status_code=303)
    return await _page(request, request_id, found, Form(answers.words, faults))


async def _found(request: Request[Any, Any, Any], request_id: int, id: int) -> Recommendation:
    """Raises NotAllowed, NotFound."""
    refuse_if(why_not_run(request.user.signed_in))
    judged = await opinion_of((await request_told(request_id)).id)
    found = next((one for one in judged.recommendations if one.id == id), None) if judged else None
    if found is None:
        raise NotFound("There is no such recommendation.")
    return found


async def _begun(request_id: int, found: Recommendation) -> dict[str, str]:
    """The form begins with the recommendation's own words, under the first commitment that it could be for."""
    first = next(iter(await _commitments(request_id)), None)
    return {"title": found.words[:255]} | ({"under": str(first.id)} if first else {})


async def _posts(agency: int) -> list[Post]:
    return await Post.objects().where(Post.agency == agency).order_by(Post.title)


async def _commitments(request_id: int) -> list[Commitment]:
    """The commitments that the request is about; of an action, the one that it stands under."""
    things = await subjects_of((await request_told(request_id)).asking)
    found = [await row_of(Commitment, t.commitment) if isinstance(t, Action) else t for t in things]
    return list({one.id: one for one in found}.values())


async def _page(
    request: Request[Any, Any, Any], request_id: int, found: Recommendation, form: Form
) -> Template:
    told = await request_told(request_id)
    return show(
        request,
        "reviewing/adopt.html",
        422 if form.faults else 200,
        section="Assurance",
        places=Places(told.strategy),
        told=told,
        recommendation=found,
        form=form,
        posts=[(str(row.id), row.title) for row in await _posts(found.agency)],
        commitments=[(str(c.id), f"{c.reference} {c.short_title}") for c in await _commitments(request_id)],
    )


routes = Router("/", route_handlers=[ask, take])
