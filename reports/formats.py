"""Every format of a pack: what each is called, and its bytes from the pack's stored content.

The list is the only place that names them: issuing keeps each, the pack's page offers each, the command writes each.
"""

from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor

from msgspec import Struct

from objectives.problems import NotFound
from reports.cover import Cover
from reports.drawing import Draw, Drawn


class Format(Struct, frozen=True):
    """`name` is what it is kept and asked for by, `ending` what follows a file's name."""

    name: str
    title: str
    ending: str
    media_type: str


FORMATS = (
    Format("pdf", "PDF", ".pdf", "application/pdf"),
    Format("html", "Web page", ".html", "text/html"),
    Format(
        "docx", "Word", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    Format("xlsx", "Excel", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Format("csv", "Tables as CSV", "-csv.zip", "application/zip"),
    Format("tables", "Tables as JSON", "-tables.json", "application/json"),
    Format("json", "Content as JSON", ".json", "application/json"),
)
NAMES = tuple(one.name for one in FORMATS)
USUAL = ("pdf", "html", "json")
"""Those that the command writes unless others are asked for."""
DRAWN = frozenset({"pdf", "html", "docx"})
"""Those that hold charts."""


def format_called(name: str) -> Format:
    """Raises NotFound where packs have no such format."""
    for one in FORMATS:
        if one.name == name:
            return one
    raise NotFound(f"Packs are not kept in the format “{name}”, but as {', '.join(NAMES)}.")


def set_formats(
    canonical_content: bytes,
    cover: Cover,
    draw: Draw,
    names: Collection[str] = NAMES,
    template: bytes | None = None,
) -> dict[str, bytes]:
    """The formats that are named, in the order of the list; `json` is the content as it is kept.

    `template` is a partnership's own Word document, whose styles and letterhead the Word one is given.

    All that can be got ready is, while the charts are drawn in another process; Typst works beside Python.
    """
    with ThreadPoolExecutor(max_workers=1) as aside:
        drawn = aside.submit(draw if DRAWN.intersection(names) else _no_charts, canonical_content)
        making = _Making(canonical_content, cover, template, drawn, aside)
        begun = {name: _SETTERS[name](making) for name in NAMES if name in names}
        return {name: finish() for name, finish in begun.items()}


def _no_charts(_: bytes) -> dict[str, Drawn]:
    return {}


class _Making(Struct, frozen=True):
    """What a format is made from, the charts as soon as they are drawn, and a thread for what works beside Python."""

    content: bytes
    cover: Cover
    template: bytes | None
    charts: Future[dict[str, Drawn]]
    aside: ThreadPoolExecutor


_Setter = Callable[[_Making], Callable[[], bytes]]
"""Does what needs no charts, and gives what does the rest. What renders is imported by who asks for it alone."""


def _set_pdf(making: _Making) -> Callable[[], bytes]:
    from reports.render_pdf import prepared_pdf

    rendered = prepared_pdf(making.content, making.cover)
    return making.aside.submit(lambda: rendered(making.charts.result())).result


def _set_html(making: _Making) -> Callable[[], bytes]:
    from reports.render_html import render_html

    return lambda: render_html(making.content, making.cover, making.charts.result()).encode()


def _set_docx(making: _Making) -> Callable[[], bytes]:
    from reports.render_word import render_word

    return lambda: render_word(making.content, making.cover, making.charts.result(), making.template)


def _set_xlsx(making: _Making) -> Callable[[], bytes]:
    from reports.render_excel import render_excel

    workbook = render_excel(making.content, making.cover)
    return lambda: workbook


def _set_csv(making: _Making) -> Callable[[], bytes]:
    from reports.render_csv import render_csv

    return lambda: render_csv(making.content, making.cover)


def _set_tables(making: _Making) -> Callable[[], bytes]:
    from reports.render_tables import render_tables

    return lambda: render_tables(making.content, making.cover)


_SETTERS: dict[str, _Setter] = {
    "pdf": _set_pdf,
    "html": _set_html,
    "docx": _set_docx,
    "xlsx": _set_xlsx,
    "csv": _set_csv,
    "tables": _set_tables,
    "json": lambda making: lambda: making.content,
}
