"""Every format of a pack from its stored content: charts first, then the page and the PDF side by side."""

from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from reports.cover import Cover
from reports.drawing import Draw


class Formats(Struct, frozen=True):
    """A pack as files; `json` is its content as it is kept."""

    json: bytes
    html: bytes
    pdf: bytes


def set_formats(canonical_content: bytes, cover: Cover, draw: Draw) -> Formats:
    """Renders every format. All that can be got ready is, while the charts are drawn; Typst works beside Python."""
    with ThreadPoolExecutor(max_workers=1) as aside:
        drawn = aside.submit(draw, canonical_content)

        from reports.render_html import render_html
        from reports.render_pdf import prepared_pdf

        render_pdf = prepared_pdf(canonical_content, cover)
        charts = drawn.result()
        pdf = aside.submit(render_pdf, charts)
        page = render_html(canonical_content, cover, charts)
        return Formats(canonical_content, page.encode(), pdf.result())
