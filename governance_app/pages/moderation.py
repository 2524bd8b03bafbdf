"""Moderation: one rating after another, let stand, returned with questions or given another, and what is left."""

import datetime as dt
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Answers, Form, date_fields, date_words, number_in, read_form, typed
from governance_app.reading import Reading
from governance_app.showing.evidence import evidence_lines
from governance_app.showing.queue import queue_of
from governance_app.showing.ratings import three_ratings
from governance_app.showing.tiles import strip_of
from governance_app.templating import show
from objectives.days import time_zone
from objectives.faults import refuse_if
from objectives.judges import why_not_judge_since
from objectives.looking import changed_rating, look_of, seen_of
from objectives.mandates import row_of
from objectives.moderating import NewModeration, accept_rating, answer_rating, moderate
from objectives.permissions import Mandate, why_not_answer_rating, why_not_judge, why_not_run
from objectives.problems import Conflict, Invalid, NotFound
from objectives.progress import return_update
from objectives.publishing import binding_cap
from objectives.rated import Judgement, Rated
from objectives.redacted import redacted_evidence
from objectives.rounds import freeze_day
from objectives.standing import Action, Commitment, Round, Standing
from objectives.tables.action import Action as ActionRow
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment as CommitmentRow
from objectives.tables.update import ProgressUpdate
from objectives.words import Rating
from objectives.world import tables_kept
from reports.wording import mark_of

HERE = "/strategies/{key:str}/moderation"
ONE = f"{HERE}/{{reference:str}}"
OVERRIDE = ("rating", "reason", "on_evidence", *date_fields("expires_on"))


@get(HERE)
async def queue(request: Request[Any, Any, Any], reading: NamedDependency[Reading]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    return show(
        request,
        "moderation/queue.html",
        places=reading.places,
        section="Rounds",
        round=reading.standing.this_round,
        queue=queue_of(reading.judgement, request.user.signed_in),
    )


@get(ONE)
async def one(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    return await _ask(request, reading, _thing(reading, reference))


@post(f"{ONE}/acceptance", status_code=200)
async def accept(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    thing = _to_judge(request, reading, reference)
    sent = typed(await read_form(request), ("shown",))
    try:
        await accept_rating(await _person(request), await _row(thing), sent.get("shown", ""))
    except Conflict as refused:
        return await _ask(request, reading, thing, Form(sent), refused.sentence)
    return _on(request, reading, reference)


@post(f"{ONE}/return", status_code=200)
async def send_back(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    thing = _to_judge(request, reading, reference)
    sent = await read_form(request)
    words = typed(sent, ("questions",))
    try:
        update = await row_of(ProgressUpdate, number_in(sent, "update"))
        await return_update(await _person(request), update, words.get("questions", ""))
    except Invalid as refused:
        return await _ask(request, reading, thing, Form(words, refused.faults))
    except Conflict as refused:
        return await _ask(request, reading, thing, Form(words), refused.sentence)
    return _on(request, reading, reference)


@post(f"{ONE}/override", status_code=200)
async def override(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    thing = _to_judge(request, reading, reference)
    answers = Answers(typed(await read_form(request), (*OVERRIDE, "shown")))
    rating = answers.choice("rating", Rating, "Choose the rating that you give it.")
    expires_on = answers.day("expires_on", "Give the day until which it holds.")
    if rating is None or expires_on is None:
        return await _ask(request, reading, thing, Form(answers.words, answers.faults.found))
    new = NewModeration(rating, answers.text("reason"), answers.text("on_evidence"), expires_on)
    try:
        await moderate(await _person(request), await _row(thing), new, answers.text("shown"))
    except Invalid as refused:
        return await _ask(request, reading, thing, Form(answers.words, _beside(refused.faults)))
    except Conflict as refused:
        return await _ask(request, reading, thing, Form(answers.words), refused.sentence)
    request.app.state.postman.wake()
    return _on(request, reading, reference)


@get("/strategies/{key:str}/rating-answers/{reference:str}")
async def changed(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Template:
    thing = _thing(reading, reference)
    refuse_if(why_not_answer_rating(request.user.signed_in, thing))
    return _ask_answer(request, reading, thing, Form())


@post("/strategies/{key:str}/rating-answers/{reference:str}", status_code=200)
async def answer(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], reference: FromPath[str]
) -> Response[Any]:
    thing = _thing(reading, reference)
    refuse_if(why_not_answer_rating(request.user.signed_in, thing))
    sent = await read_form(request)
    words = typed(sent, ("answer",))
    try:
        moderation = number_in(sent, "moderation")
        await answer_rating(await _person(request), await _row(thing), moderation, words.get("answer", ""))
    except Invalid as refused:
        return _ask_answer(request, reading, thing, Form(words, refused.faults))
    return Redirect(reading.places.thing(reference) + "#ratings", status_code=303)


def _beside(faults: dict[str, str]) -> dict[str, str]:
    """The act's faults under the form's fields: "evidence" is a section of this page."""
    return {("on_evidence" if name == "evidence" else name): fault for name, fault in faults.items()}


def _ask_answer(
    request: Request[Any, Any, Any], reading: Reading, thing: Action | Commitment, form: Form
) -> Template:
    rated = reading.judgement.actions.get(thing.reference) or reading.judgement.commitments[thing.reference]
    moderation = changed_rating(thing, rated, reading.standing)
    if moderation is None:
        raise NotFound(f"No changed rating of {thing.reference} stands, so there is nothing to answer.")
    round = next(one for one in reading.standing.rounds if one.name == moderation.round)
    return show(
        request,
        "moderation/answer.html",
        422 if form.faults else 200,
        places=reading.places,
        section="My work",
        thing=thing,
        title=thing.title if isinstance(thing, Action) else thing.short_title,
        rated=rated,
        moderation=moderation,
        round=round,
        form=form,
    )


def _latest(standing: Standing, round: Round) -> dt.date:
    """The last day until which a rating given now may hold."""
    ahead = [one.freezes_at for one in standing.rounds if one.period_starts_on > round.period_starts_on]
    return freeze_day(ahead[0] if ahead else None, round.period_starts_on)


def _said(thing: Action | Commitment, round: int) -> dict[str, Any]:
    """What it is called, whose it is, and what its owner said in the round with this id and last before it."""
    if not isinstance(thing, Action):
        return {"title": thing.short_title, "agency": thing.lead_agency, "update": None, "last": None}
    given = [update for update in thing.updates if update.round.id == round]
    earlier = [update for update in thing.updates if update.round.id != round]
    return {
        "title": thing.title,
        "agency": thing.agency,
        "update": given[-1] if given else None,
        "last": earlier[-1] if earlier else None,
    }


def _behind(thing: Action | Commitment, judgement: Judgement) -> list[Rated]:
    """What the ratings of a commitment are rolled up from."""
    return (
        [] if isinstance(thing, Action) else [judgement.actions[action.reference] for action in thing.actions]
    )


async def _why_not(reader: Mandate, thing: Action | Commitment) -> str | None:
    return why_not_judge(reader, thing) or await why_not_judge_since(reader, thing)


def _thing(reading: Reading, reference: str) -> Action | Commitment:
    """By the shape of its reference: an action's has a dot. Raises NotFound."""
    return reading.action(reference)[1] if "." in reference else reading.commitment(reference)[1]


def _to_judge(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Action | Commitment:
    refuse_if(why_not_run(request.user.signed_in))
    thing = _thing(reading, reference)
    refuse_if(why_not_judge(request.user.signed_in, thing))
    return thing


async def _person(request: Request[Any, Any, Any]) -> Person:
    return await row_of(Person, request.user.signed_in.person)


async def _row(thing: Action | Commitment) -> ActionRow | CommitmentRow:
    if isinstance(thing, Action):
        return await row_of(ActionRow, thing.id)
    return await row_of(CommitmentRow, thing.id)


def _on(request: Request[Any, Any, Any], reading: Reading, reference: str) -> Redirect:
    """To the next that is left, or back to the queue where none is."""
    left = queue_of(reading.judgement, request.user.signed_in).next_after(reference)
    address = reading.places.moderate(left.reference) if left else reading.places.moderation
    return Redirect(address, status_code=303)


async def _ask(
    request: Request[Any, Any, Any],
    reading: Reading,
    thing: Action | Commitment,
    form: Form | None = None,
    sentence: str = "",
) -> Template:
    """Everything that a rating is judged by. After a refusal the typing is kept, beside what stands now."""
    judgement, standing = reading.judgement, reading.standing
    is_action = isinstance(thing, Action)
    rated = (judgement.actions if is_action else judgement.commitments)[thing.reference]
    round = standing.this_round
    if round is None:
        raise Conflict("No round has opened yet, so there is nothing to moderate.")
    latest = _latest(standing, round)
    return show(
        request,
        "moderation/one.html",
        422 if form and form.faults else 409 if sentence else 200,
        places=reading.places,
        section="Rounds",
        round=round,
        thing=thing,
        is_action=is_action,
        rated=rated,
        shown=mark_of(rated),
        ratings=three_ratings(rated, time_zone(), _behind(thing, judgement)),
        **_said(thing, round.id),
        rounds=strip_of(standing, thing.frozen, rated),
        evidence=evidence_lines(thing.evidence, standing.moment.today, redacted_evidence(tables_kept())),
        look=look_of(thing, rated, standing),
        why_not=await _why_not(request.user.signed_in, thing),
        changed=changed_rating(thing, rated, standing),
        choices=[(rating, binding_cap(rating, rated.caps)) for rating in reversed(Rating)],
        latest=latest,
        has_frozen=round.freezes_at <= standing.moment.instant,
        seen=seen_of(thing, rated),
        queue=queue_of(judgement, request.user.signed_in),
        form=form or Form(date_words("expires_on", latest)),
        sentence=sentence,
    )


routes = Router("/", route_handlers=[queue, one, accept, send_back, override, changed, answer])
