"""The marks as SVG symbols, for pages and for the pack in HTML. Knows shapes, not who earned them."""

from functools import cache

from reports.look import Part, Point, look


@cache
def mark_sprite() -> str:
    """One hidden SVG that defines every mark as a symbol: `#m-red`, `#m-green-hollow`, `#m-improved`.

    Put it once at the top of a page. Symbols take the text's colour (`currentColor`).
    """
    symbols = "".join(
        f'<symbol id="m-{name}" viewBox="0 0 16 16">{"".join(map(part_svg, parts))}</symbol>'
        for name, parts in look().marks.items()
    )
    return (
        '<svg width="0" height="0" aria-hidden="true" focusable="false" class="mark-sprite">'
        f"<defs>{symbols}</defs></svg>"
    )


def part_svg(part: Part) -> str:
    """One part of a mark as an SVG element."""
    paint = f'fill="{ink(part.fill)}"'
    if part.stroke:
        paint += f' stroke="{ink(part.pen)}" stroke-width="{part.stroke:g}" stroke-linejoin="round"'
    if part.circle:
        x, y, radius = part.circle
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {paint}/>'
    if part.rect:
        x, y, width, height, round_by = part.rect
        return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round_by:g}" {paint}/>'
    return f'<path d="{outline(part)}" {paint}/>'


def outline(part: Part) -> str:
    """The path of a polygon, a line or a curve."""
    if part.curve:
        (start,), *pieces = part.curve
        return f"M{pair(start)}" + "".join("C" + " ".join(map(pair, piece)) for piece in pieces)
    points = " ".join(map(pair, part.polygon or part.line))
    return f"M{points}z" if part.polygon else f"M{points}"


def pair(point: Point) -> str:
    return f"{point[0]:g} {point[1]:g}"


def ink(paint: str | None) -> str:
    return {"ink": "currentColor", "paper": "#fff", None: "none"}[paint]
