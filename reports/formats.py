"""Every format of a pack from its stored content: charts first, then the page and the PDF side by side."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from reports.cover import Cover
from reports.drawing import Drawn


class Formats(Struct, frozen=True):
    """A pack as files; `json` is its content as it is kept."""

    json: bytes
    html: bytes
    pdf: bytes


def set_formats(canonical_content: bytes, cover: Cover, draw: Callable[[bytes], dict[str, Drawn]]) -> Formats:
    """Renders every format; `draw` gives the charts of the content.

    What sets the page and the PDF is imported while the charts are drawn, and Typst works beside Python.
    """
    with ThreadPoolExecutor(max_workers=1) as aside:
        drawn = aside.submit(draw, canonical_content)

        from reports.render_html import render_html
        from reports.render_pdf import render_pdf

        charts = drawn.result()
        pdf = aside.submit(render_pdf, canonical_content, cover, charts)
        page = render_html(canonical_content, cover, charts)
        return Formats(canonical_content, page.encode(), pdf.result())
