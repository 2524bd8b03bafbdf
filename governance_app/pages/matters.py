"""Raising a matter against an issued pack, reading one, and what may be done about it."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from msgspec import Struct

from governance_app.forms import Answers, Form, number_in, read_form, refused, typed
from governance_app.matter_words import FIELDS, KINDS, SAID, begun, form_for, read_matter
from governance_app.open_packs import name_of, open_pack, visit_to
from governance_app.planning import acting_person
from governance_app.reading import Reading
from governance_app.showing.raised import asked_by, raised_lines, steps_of_matter
from governance_app.templating import show
from objectives.faults import refuse_if
from objectives.matters import answer_matter, close_matter, find_matter, raise_matter, reopen_matter
from objectives.permissions import (
    why_not_answer_matter,
    why_not_close_matter,
    why_not_raise_matter,
    why_not_run,
)
from objectives.problems import Conflict, NotFound
from objectives.standing import Matter
from objectives.tables.matter import Matter as MatterRow
from objectives.tables.person import Person
from objectives.visibility import why_not_read_matter
from reports.arising import SAID as ACTS
from reports.arising import called
from reports.challengeable import PackLine, lines_of
from reports.content import read_content

HERE = "/strategies/{key:str}"
RAISED = f"{HERE}/packs/{{digest:str}}/matters"
MATTER = f"{HERE}/matters/{{number:int}}"


class Step(Struct, frozen=True):
    """What a step's form says."""

    heading: str
    asks: str
    hint: str
    button: str


STEPS = {
    "answer": Step(
        "Answer it",
        "Your answer",
        "It stands beside the line, and in the next pack.",
        "Give this answer",
    ),
    "closure": Step("Close it", "What became of it?", "The next pack says it once.", "Close it"),
    "reopening": Step("Open it again", "Why is it open again?", "", "Open it again"),
}


class Against(Struct, frozen=True):
    """The issued pack that something is raised against: what it is called, and its lines."""

    digest: str
    name: str
    lines: tuple[PackLine, ...]


# ---------------------------------------------------------------------------------------------------------- raising


@get(RAISED)
async def matter_to_raise(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    digest: FromPath[str],
    about: Annotated[str, QueryParameter(required=False)] = "",
    kind: Annotated[str, QueryParameter(required=False)] = "",
) -> Template:
    pack = await _pack(request, key, digest)
    return _ask(request, reading, pack, Form(begun(kind, about, pack.lines, reading.standing)))


@post(RAISED, status_code=200)
async def raise_one(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    digest: FromPath[str],
) -> Response[Any]:
    pack = await _pack(request, key, digest)
    answers = Answers(typed(await read_form(request), FIELDS))
    new = await read_matter(answers, pack.lines, reading.standing)
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        form = await refused(raise_matter(await acting_person(request), digest, new), answers.words)
    if form:
        return _ask(request, reading, pack, form)
    request.app.state.postman.wake()
    anchor = f"#line-{new.line.replace('.', '-')}" if new.line else "#raised"
    return Redirect(reading.places.pack(digest) + anchor, status_code=303)


async def _pack(request: Request[Any, Any, Any], key: str, digest: str) -> Against:
    """A pack that is open to whoever may raise something. Raises NotAllowed, NotFound, Conflict."""
    refuse_if(why_not_raise_matter(request.user.signed_in))
    found, content = await open_pack(visit_to(request, key), key, digest)
    if not found.version:
        raise Conflict(
            f"{name_of(found)} is a draft. Matters are raised against a pack once it has been issued."
        )
    return Against(found.digest, name_of(found), lines_of(read_content(content.encode())))


def _ask(
    request: Request[Any, Any, Any],
    reading: Reading,
    pack: Against,
    form: Form,
    settles: Matter | None = None,
) -> Template:
    places = reading.places
    return show(
        request,
        "matters/form.html",
        form.status,
        places=places,
        section="Packs",
        form=form,
        heading="Settle it by a decision" if settles else "Challenge, ask or decide",
        settles=settles,
        pack_name=pack.name,
        back=places.matter(settles.number) if settles else places.pack(pack.digest),
        back_to=called(settles) if settles else "The pack",
        at=places.matter_step(settles.number, "decision") if settles else places.raise_matter(pack.digest),
        kinds=() if settles else KINDS,
        asked=form_for(request.user.signed_in, pack.lines, reading.standing),
    )


# ---------------------------------------------------------------------------------------------- one, and its steps


@get(MATTER)
async def one_matter(
    request: Request[Any, Any, Any], reading: NamedDependency[Reading], number: FromPath[int]
) -> Template:
    matter = _matter(reading, number)
    reader = request.user.signed_in
    refuse_if(why_not_read_matter(reader, matter))
    (line,) = raised_lines([matter], reading.places, request.app.state.time_zone)
    return show(
        request,
        "matters/matter.html",
        places=reading.places,
        section="Packs",
        matter=matter,
        line=line,
        acts=ACTS,
        overdue=matter.overdue_on(reading.standing.moment.today),
        steps=steps_of_matter(reader, matter, reading.places),
        asked=asked_by(matter, reading.standing, why_not_run(reader) is None),
    )


@get(f"{MATTER}/decision")
async def decision_to_take(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    number: FromPath[int],
) -> Template:
    matter = _matter(reading, number)
    pack = await _pack(request, key, matter.digest)
    words = {"kind": "decision", "about": matter.line or matter.reference, "owner": str(matter.owner.id)}
    return _ask(request, reading, pack, Form(words), matter)


@post(f"{MATTER}/decision", status_code=200)
async def take_decision(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    number: FromPath[int],
) -> Response[Any]:
    matter = _matter(reading, number)
    pack = await _pack(request, key, matter.digest)
    answers = Answers(typed(await read_form(request), FIELDS))
    row = await find_matter(key, number)
    new = await read_matter(answers, pack.lines, reading.standing, settles=row)
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        form = await refused(raise_matter(await acting_person(request), matter.digest, new), answers.words)
    if form:
        return _ask(request, reading, pack, form, matter)
    request.app.state.postman.wake()
    return Redirect(reading.places.matter(number), status_code=303)


@get(f"{MATTER}/{{step:str}}")
async def step_to_take(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    number: FromPath[int],
    step: FromPath[str],
) -> Template:
    return _ask_step(request, reading, _matter(reading, number), step, Form())


@post(f"{MATTER}/{{step:str}}", status_code=200)
async def take_step(
    request: Request[Any, Any, Any],
    reading: NamedDependency[Reading],
    key: FromPath[str],
    number: FromPath[int],
    step: FromPath[str],
) -> Response[Any]:
    matter = _matter(reading, number)
    _refuse_step(request, matter, step)
    sent = await read_form(request)
    answers = Answers(typed(sent, SAID))
    due_on = answers.day("due_on")
    form: Form | None = Form(answers.words, answers.faults.found)
    if not answers.faults.found:
        by, row, seen = await acting_person(request), await find_matter(key, number), number_in(sent, "seen")
        form = await refused(_taken(by, row, step, answers.text("words"), due_on, seen), answers.words)
    if form:
        return _ask_step(request, reading, matter, step, form)
    request.app.state.postman.wake()
    return Redirect(reading.places.matter(number), status_code=303)


def _taken(by: Person, row: MatterRow, step: str, words: str, due_on: Any, seen: int) -> Any:
    if step == "reopening":
        return reopen_matter(by, row, words, due_on, seen)
    return (answer_matter if step == "answer" else close_matter)(by, row, words, seen)


def _ask_step(
    request: Request[Any, Any, Any], reading: Reading, matter: Matter, step: str, form: Form
) -> Template:
    _refuse_step(request, matter, step)
    told = STEPS[step]
    return show(
        request,
        "matters/step.html",
        form.status,
        places=reading.places,
        section="Packs",
        form=form,
        matter=matter,
        called=called(matter),
        step=step,
        heading=told.heading,
        asks=told.asks,
        hint=told.hint,
        button=told.button,
        seen=reading.standing.moment.sequence,
    )


def _refuse_step(request: Request[Any, Any, Any], matter: Matter, step: str) -> None:
    if step not in STEPS:
        raise NotFound("There is no such page about a matter.")
    why_not = why_not_answer_matter if step == "answer" else why_not_close_matter
    refuse_if(why_not(request.user.signed_in, matter))


def _matter(reading: Reading, number: int) -> Matter:
    """Raises NotFound."""
    for matter in reading.standing.matters:
        if matter.number == number:
            return matter
    raise NotFound(f"There is no matter {number} in this strategy.")


routes = Router(
    "/",
    route_handlers=[
        matter_to_raise,
        raise_one,
        one_matter,
        decision_to_take,
        take_decision,
        step_to_take,
        take_step,
    ],
)
