"""Addenda beside the lines of a pack that they are about. Pure: the pack's own text is not touched."""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from objectives.addenda import Addendum

NOTE = Markup(' <a class="app-beside-line" href="#addendum-{}">{} {}</a> ')
Beside = Callable[[str], str]


def beside_lines(addenda: Iterable[Addendum], more: Beside) -> Beside:
    """What stands beside the line of a number: each addendum that is about it, then what `more` gives."""
    notes: dict[str, str] = {}
    for one in addenda:
        note = NOTE.format(one.number, one.kind.capitalize(), one.number)
        notes[one.line] = notes.get(one.line, Markup("")) + note
    return lambda number: Markup(notes.get(number, "")) + Markup(more(number))
