"""A pack as HTML: one page that needs nothing beside it, or the parts to stand inside a page of the service.

A pure function of the content's bytes and the cover. No script, no inline style, nothing fetched from elsewhere.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from reports.compiled import KeptBeside
from reports.content import digest_of, read_content
from reports.counts import columns_of
from reports.cover import Cover
from reports.drawing import Drawn
from reports.look import look
from reports.marks import mark_sprite
from reports.printable import shortened
from reports.svg import for_page
from reports.wording import day, short_day

TEMPLATES = Path(__file__).parent / "templates" / "html"

Link = Callable[[str], str | None]
Beside = Callable[[str], str]


def nothing(number: str) -> str:
    """What stands beside a line in a page of its own: nothing."""
    return ""


def nowhere(reference: str) -> None:
    """A link to nothing: a page of its own leads nowhere."""
    return None


def render_html(canonical_content: bytes, cover: Cover, charts: dict[str, Drawn]) -> str:
    """The pack as a page of its own, with its style inside; `charts` are those drawn from the same content."""
    return page_template("pack.html").render(
        _values(canonical_content, cover, charts, nowhere, nowhere, nothing),
        sprite=Markup(mark_sprite()),
        stylesheet=Markup(stylesheet()),
    )


def render_parts(
    canonical_content: bytes,
    cover: Cover,
    charts: dict[str, Drawn],
    link: Link,
    then: Link = nowhere,
    beside: Beside = nothing,
) -> str:
    """The pack's own part of a page: no head, style or marks, which the page brings.

    `link` gives the address of a commitment or action by its reference, or None where there is nothing to open;
    `then` that of its state on the day that the pack is as at. `beside` gives what a page puts beside a numbered line.
    The page needs `stylesheet()` and `mark_sprite()`.
    """
    return page_template("parts.html").render(_values(canonical_content, cover, charts, link, then, beside))


@cache
def stylesheet() -> str:
    """The pack's style sheet, for screen, phone and print; every rule is about classes that begin with `pack-`."""
    return page_template("pack.css").render(look=look())


def _values(
    canonical_content: bytes, cover: Cover, charts: dict[str, Drawn], link: Link, then: Link, beside: Beside
) -> dict[str, Any]:
    content = shortened(read_content(canonical_content))
    return {
        "pack": content,
        "cover": cover,
        "digest": digest_of(canonical_content),
        "sections": {section.number: section for section in content.sections},
        "columns_of": columns_of,
        "charts": {name: Markup(for_page(chart.svg, chart.alt)) for name, chart in charts.items()},
        "alternatives": {name: chart.alt for name, chart in charts.items()},
        "link": link,
        "then": then,
        "beside": beside,
    }


@cache
def page_template(name: str) -> Template:
    """A template of a pack or of an extract of one; what has no value is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=_is_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,
        bytecode_cache=KeptBeside(TEMPLATES),
    )
    environment.filters.update(day=day, short_day=short_day, grouped=grouped)
    return environment.get_template(name)


def _is_html(name: str | None) -> bool:
    return bool(name and name.endswith(".html"))


def grouped(digest: str) -> str:
    """A digest in fours, as a reader compares it."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
