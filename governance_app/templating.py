"""How templates are found and what they may call: two environments, the filters, and `show`.

Ours is strict: a name that a page forgot to give is an error and not a gap. The GOV.UK macros need a lenient
environment, so they live in one of their own and are reached through `govuk`.
"""

import hashlib
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, StrictUndefined
from litestar import Request
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from markupsafe import Markup
from msgspec import Struct

from governance_app import wording
from governance_app.marks import MARKS
from governance_app.places import Places
from governance_app.settings import Settings
from governance_app.signing_in import Visit
from objectives.importing.sheets import in_runs
from objectives.permissions import why_not_keep_people, why_not_run
from objectives.text import blocks
from objectives.visibility import (
    why_not_read_meetings,
    why_not_read_redactions,
    why_not_read_requests,
    why_not_see_mail,
)
from reports import wording as spoken
from reports.compiled import KeptBeside
from reports.marks import mark_sprite
from reports.render_html import stylesheet as pack_style

STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"


class MenuItem(Struct, frozen=True):
    label: str
    address: str
    current: bool


def show(request: Request[Any, Any, Any], template: str, status: int = 200, **context: Any) -> Template:
    """A page from a template, for whoever is visiting. `section` names the item of the menu that it belongs to.

    The menu leads through one strategy: the page's own, or else the first one loaded.
    """
    visit: Visit = request.user
    places = context.pop("places", None) or Places(visit.strategies[0][0] if visit.strategies else None)
    menu = _menu(visit, places.now(), context.pop("section", ""))
    return Template(
        template, status_code=status, context={"visit": visit, "places": places, "menu": menu, **context}
    )


def part(request: Request[Any, Any, Any], template: str, **context: Any) -> Markup:
    """A part of a page that is the same for every visitor, so that it can be kept."""
    engine = request.app.template_engine
    assert isinstance(engine, JinjaTemplateEngine)
    return Markup(engine.get_template(template).render(context))


def _of_strategy(visit: Visit, places: Places) -> dict[str, str]:
    """The pages of one strategy that are open to whoever is visiting."""
    if not places.key:
        return {}
    pages = {"Packs": places.packs, "Strategy": places.document, "Actions": places.actions()}
    if visit.mandate and why_not_read_meetings(visit.mandate) is None:
        pages["Meetings"] = places.meetings
    return pages


def _menu(visit: Visit, places: Places, section: str) -> tuple[MenuItem, ...]:
    pages = {"Overview": places.overview, "My work": "/my-work"} | _of_strategy(visit, places)
    if visit.mandate and why_not_run(visit.mandate) is None:
        if places.key:
            pages["Plan"] = places.plan
        pages["Rounds"] = "/rounds"
    if visit.mandate and why_not_read_requests(visit.mandate) is None:
        pages["Assurance"] = "/requests"
    if visit.mandate and why_not_read_redactions(visit.mandate) is None:
        pages |= {"Redactions": "/redactions"}
    if visit.mandate and why_not_keep_people(visit.mandate) is None:
        pages["People"] = "/people"
    if visit.mandate and why_not_see_mail(visit.mandate) is None:
        pages["Mail"] = "/mail"
    pages["Search"] = "/search"
    return tuple(MenuItem(label, address, label == section) for label, address in pages.items())


def template_engine(settings: Settings) -> JinjaTemplateEngine:
    """The engine for all pages. Instants are shown in the partnership's time zone."""
    environment = Environment(
        loader=PackageLoader("governance_app", "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        optimized=False,
        bytecode_cache=KeptBeside(TEMPLATES),
    )
    environment.filters.update(
        day=spoken.day,
        short_day=spoken.short_day,
        weekday=wording.weekday,
        instant=partial(wording.instant, zone=settings.time_zone),
        instant_day=partial(wording.instant_day, zone=settings.time_zone),
        excerpt=wording.excerpt,
        first_sentences=wording.first_sentences,
        fold=wording.fold,
        blocks=blocks,
        runs=in_runs,
        size=wording.size,
        whole_references=wording.whole_references,
        times=wording.times,
        counted=spoken.counted,
        number=spoken.number,
        capitalised=spoken.sentence_case,
        post=spoken.post_words,
    )
    environment.globals.update(
        **MARKS,
        govuk=Govuk(),
        sprite=Markup(mark_sprite()),
        stylesheet=_static("app.css"),
        autosave=_static("autosave.js"),
        meeting_keys=_static("meeting.js"),
        pack_stylesheet=_pack_stylesheet(),
    )
    return JinjaTemplateEngine.from_environment(environment)


class Govuk:
    """The GOV.UK Frontend macros, as `govuk.input({...})` or `govuk.error_summary({...})`."""

    def __getattr__(self, name: str) -> Callable[[dict[str, Any]], Markup]:
        return partial(_render, name.replace("_", "-"))


def _render(component: str, params: dict[str, Any]) -> Markup:
    macro = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    return Markup(getattr(_macros(component), macro)(params))


@cache
def _macros(component: str) -> Any:
    return _lenient().get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module


@cache
def _lenient() -> Environment:
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(
        loader=loader,
        undefined=ChainableUndefined,
        autoescape=True,
        optimized=False,
        bytecode_cache=KeptBeside(TEMPLATES),
    )


def _static(name: str) -> str:
    """The address of a built file with its digest, so that it may be kept for a year and never be stale."""
    file = STATIC / name
    return f"/static/{name}?v={_version(file.read_bytes()) if file.exists() else 'not-built'}"


def _pack_stylesheet() -> str:
    return f"/pack.css?v={_version(pack_style().encode())}"


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
