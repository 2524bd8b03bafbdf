"""The letter to a lead partner about a reply that has not come: its words, settled once for page and Word."""

import datetime as dt
import io
from collections.abc import Sequence

from docx import Document
from docx.shared import Mm, Pt
from msgspec import Struct

from objectives.assurance_register import Told
from reports.printable import showable
from reports.wording import day, listed


class Letter(Struct, frozen=True):
    """`before` are paragraphs above the list of `steps`, `after` those below it."""

    to: tuple[str, ...]
    on: str
    subject: str
    before: tuple[str, ...]
    steps: tuple[str, ...]
    after: tuple[str, ...]
    signed: tuple[str, ...]


def letter_of(
    told: Told, why: str, steps: Sequence[tuple[dt.date, str]], partnership: str, today: dt.date
) -> Letter:
    """Drafted from the facts of `today`; `steps` are those of the ladder that were taken, oldest first."""
    names = listed([name for name in (told.respondent, told.substitute) if name])
    return Letter(
        to=(told.lead_partner or "Lead partner", told.agency_name),
        on=day(today),
        subject=f"Assurance requested: {told.title}",
        before=(
            _asked(told, partnership, today),
            why,
            f"{names} were asked to reply. These steps were taken:",
        ),
        steps=tuple(f"{day(on)}: {what}" for on, what in steps) or ("None yet.",),
        after=(
            "Until a reply is judged, what it is about is reported to the Executive Group as Amber at best. Please see "
            "that the request is answered, that more time is asked for with a reason, that the agency says that there "
            "is nothing to report, or that it declines with a reason.",
        ),
        signed=("Partnership business unit", partnership),
    )


def _asked(told: Told, partnership: str, today: dt.date) -> str:
    asked = day(told.issued_on) if told.issued_on else "a day to come"
    said = f"On {asked} {partnership} asked {told.agency_name} for assurance about {listed(told.about)}."
    if told.due_on is None:
        return said
    late = told.is_late(today)
    said += f" The reply {'was' if late else 'is'} due on {day(told.due_on)}"
    if told.first_due_on and told.first_due_on != told.due_on:
        said += f", extended from {day(told.first_due_on)}"
    return f"{said}, and has not come." if late else f"{said}."


def letter_as_word(letter: Letter) -> bytes:
    """The letter as a Word document, to be put on headed paper, changed and signed."""
    document = Document()
    document.core_properties.title = showable(letter.subject)
    document.core_properties.author = showable(letter.signed[-1])
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Arial", Pt(11)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
    document.add_paragraph(showable("\n".join(letter.to)))
    document.add_paragraph(letter.on)
    document.add_heading(showable(letter.subject), level=1)
    for text in letter.before:
        document.add_paragraph(showable(text))
    for step in letter.steps:
        document.add_paragraph(showable(step), style="List Bullet")
    for text in (*letter.after, "\n".join(letter.signed)):
        document.add_paragraph(showable(text))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
