"""The templates of assurance requests: what each asks, and the business unit's changes, each a version of its own.

A request that was sent keeps its own questions, whatever becomes of its template.
"""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec.structs import replace

from governance_app.forms import Form, number_in, read_form, refused, typed
from governance_app.templating import show
from objectives.assurance_templates import Question, TemplateText, change_template, template_of, templates
from objectives.assurance_templates import Template as AskingTemplate
from objectives.faults import refuse_if
from objectives.mandates import row_of
from objectives.permissions import why_not_run
from objectives.tables.person import Person

HERE = "/requests/templates"
ONE = f"{HERE}/{{template_key:str}}"
WHOLE = ("title", "why", "standard", "acceptable_evidence")
OF_QUESTION = ("title", "words", "hint", "asked")
NEW = ("new-title", "new-words")


@get(HERE)
async def all_templates(request: Request[Any, Any, Any]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    return show(request, "requests/templates.html", section="Assurance", templates=await templates())


@get(ONE)
async def one(request: Request[Any, Any, Any], template_key: FromPath[str]) -> Template:
    refuse_if(why_not_run(request.user.signed_in))
    template = await template_of(template_key)
    return _page(request, template, Form(_begun(template.text)))


@post(ONE)
async def change(request: Request[Any, Any, Any], template_key: FromPath[str]) -> Response[Any]:
    """Writes the next version."""
    refuse_if(why_not_run(request.user.signed_in))
    sent = await read_form(request)
    template = await template_of(template_key, number_in(sent, "seen"))
    words = typed(sent, [*WHOLE, *NEW, *_fields(len(template.text.questions))])
    person = await row_of(Person, request.user.signed_in.person)
    act = change_template(
        person, template_key, _read(words, template.text, template.version + 1), template.version
    )
    if form := await refused(act, words):
        return _page(request, template, form)
    return Redirect(HERE, status_code=303)


def _fields(count: int) -> list[str]:
    return [f"questions-{n}-{what}" for n in range(count) for what in OF_QUESTION]


def _begun(text: TemplateText) -> dict[str, str]:
    words = {field: getattr(text, field) for field in WHOLE}
    for n, question in enumerate(text.questions):
        for what in ("title", "words", "hint"):
            words[f"questions-{n}-{what}"] = getattr(question, what)
        words[f"questions-{n}-asked"] = "yes"
    return words


def _read(words: Mapping[str, str], before: TemplateText, version: int) -> TemplateText:
    """What was typed, as a `version` of its own. A question keeps its kind, and its key, by which the last answers
    to it are found."""
    questions = [
        replace(
            question, **{what: words.get(f"questions-{n}-{what}", "") for what in ("title", "words", "hint")}
        )
        for n, question in enumerate(before.questions)
        if words.get(f"questions-{n}-asked")
    ]
    if any(words.get(field) for field in NEW):
        # Named by the version that brings it in, of which there is one: the answers of another are never found by it.
        questions.append(
            Question(f"added-in-{version}", words.get("new-title", ""), words.get("new-words", ""))
        )
    whole = {field: words.get(field, "") for field in WHOLE}
    return TemplateText(**whole, questions=tuple(questions))


def _page(request: Request[Any, Any, Any], template: AskingTemplate, form: Form) -> Template:
    return show(request, "requests/template.html", form.status, section="Assurance", kept=template, form=form)


routes = Router("/", route_handlers=[all_templates, one, change])
