"""The minutes of a meeting as a Word draft. A pure function of what was recorded: the same record, the same bytes.

Real headings, styles and tables, and the marking at the head and foot of every page. It is a draft: the record stands
in the service.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Row
from msgspec import Struct

from reports.look import look
from reports.wording import day

PAGE, MARGIN = (Cm(21), Cm(29.7)), Cm(2)
TEXT_WIDTH = PAGE[0] - 2 * MARGIN
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day that an archive can hold


class Attendee(Struct, frozen=True):
    """A member, their agency, and how they were there, in words."""

    name: str
    agency: str
    how: str


class Recorded(Struct, frozen=True):
    """A decision, challenge or question that was recorded at the meeting."""

    called: str
    about: str
    words: str
    raised_by: str
    owner: str
    due_on: dt.date


class MinutedItem(Struct, frozen=True):
    """An item of the agenda and what was recorded on it."""

    heading: str
    says: tuple[str, ...]
    recorded: tuple[Recorded, ...]


class Minutes(Struct, frozen=True):
    """`signed_off` says by whom and when, empty while the pack has not been signed off. `recorded_at` is UTC."""

    title: str
    marking: str
    partnership: str
    pack: str
    held_on: dt.date
    chair: str
    quoracy: str
    attendees: tuple[Attendee, ...]
    in_attendance: tuple[str, ...]
    items: tuple[MinutedItem, ...]
    whole: tuple[Recorded, ...]
    signed_off: str
    example: bool
    recorded_at: dt.datetime


def render_minutes(minutes: Minutes) -> bytes:
    """The document's bytes."""
    word = Document()
    _dressed(word, minutes)
    word.add_heading(minutes.title, level=0)
    word.add_paragraph(f"{minutes.partnership}. {day(minutes.held_on)}. {minutes.pack}.")
    word.add_paragraph(
        "Draft minutes. The record itself stands in the service and is not changed by this document."
    )
    _attendance(word, minutes)
    for item in minutes.items:
        word.add_heading(item.heading, level=2)
        for sentence in item.says:
            word.add_paragraph(sentence)
        _recorded(word, item.recorded)
    if minutes.whole:
        word.add_heading("On the whole pack, and on other lines", level=2)
        _recorded(word, minutes.whole)
    word.add_heading("Sign-off", level=1)
    word.add_paragraph(minutes.signed_off or "The pack has not been signed off yet.")
    return _repeatable(word)


def _dressed(word: Word, minutes: Minutes) -> None:
    """Style, properties, and the marking on every page."""
    word.styles["Normal"].font.name = "Calibri"
    word.styles["Normal"].font.size = Pt(11)
    for name in ("Title", "Heading 1", "Heading 2"):
        word.styles[name].font.color.rgb = RGBColor.from_string(look().colours["brand"].removeprefix("#"))
    about = word.core_properties
    about.title, about.author, about.language = minutes.title, minutes.partnership, "en-GB"
    about.comments, about.last_modified_by, about.revision = "", minutes.partnership, 1
    about.created = about.modified = minutes.recorded_at.replace(tzinfo=None, microsecond=0)
    section = word.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    marking = minutes.marking + (" · Example data" if minutes.example else "")
    section.header.paragraphs[0].text = marking
    section.footer.paragraphs[0].text = f"{marking} · {minutes.title}, {day(minutes.held_on)} · draft"


def _attendance(word: Word, minutes: Minutes) -> None:
    word.add_heading("Attendance", level=1)
    word.add_paragraph(f"Chair: {minutes.chair or 'not recorded'}. {minutes.quoracy}")
    rows = [(a.name, a.agency, a.how) for a in minutes.attendees]
    _table(word, {"Member": 4, "Agency": 6, "Attendance": 7}, rows)
    if minutes.in_attendance:
        word.add_paragraph(f"In attendance: {'; '.join(minutes.in_attendance)}.")
    word.add_heading("Items", level=1)


def _recorded(word: Word, recorded: tuple[Recorded, ...]) -> None:
    if not recorded:
        word.add_paragraph("Nothing was recorded on it.")
        return
    rows = [
        (
            f"{one.called}{', ' + one.about if one.about else ''}",
            one.words,
            one.raised_by,
            one.owner,
            day(one.due_on),
        )
        for one in recorded
    ]
    _table(word, {"What": 3, "What was said": 6, "Raised by": 3, "Answers for it": 4, "By": 3}, rows)


def _table(word: Word, heads: dict[str, int], rows: Sequence[tuple[str, ...]]) -> None:
    """`heads` gives each column's share of the width. The headings stand again on each page, and no row is parted."""
    table = word.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for column, share in zip(table.columns, heads.values(), strict=True):
        column.width = TEXT_WIDTH * share // sum(heads.values())
        for cell in column.cells:
            cell.width = column.width
    _mark(table.rows[0], "w:tblHeader")
    for one in table.rows:
        _mark(one, "w:cantSplit")
    word.add_paragraph()


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _repeatable(word: Word) -> bytes:
    """The archive with the same time on every part: it would else say when it was packed."""
    packed, again = io.BytesIO(), io.BytesIO()
    word.save(packed)
    with zipfile.ZipFile(packed) as given, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as made:
        for part in given.infolist():
            made.writestr(zipfile.ZipInfo(part.filename, EPOCH), given.read(part), zipfile.ZIP_DEFLATED)
    return again.getvalue()
