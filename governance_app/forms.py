"""Reading what a form sent, field by field. Every text that somebody types comes in here and nowhere else.

`read_form` is the only way to what a request sent, and a house rule keeps it so: pages never read a request themselves.
`typed` takes the texts as they came, cleaned, so that they can be shown again or kept as a draft; `Answers` reads them
as what they mean. Each fault is a sentence under its field's name, all of a form's faults at once.
"""

import datetime as dt
import enum
import re
from collections.abc import Awaitable, Iterable, Mapping
from typing import Any, TypeVar

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException
from litestar.types import Empty
from msgspec import Struct

from governance_app.guarding import REASON, SEEN, Sent, look_through
from governance_app.uploads import read_parts
from objectives.dates import MONTHS
from objectives.faults import Faults
from objectives.problems import Conflict, Invalid
from objectives.text import clean_text

Word = TypeVar("Word", bound=enum.Enum)
UNSAVED = "unsaved"  # where a request keeps the texts that a refusal of it shows again
TOKEN = "_csrf_token"  # noqa: S105, the name of the field
YEAR = re.compile("(19|20|21)[0-9]{2}")
DATE_PARTS = ("", "-month", "-year")


class Form(Struct, frozen=True):
    """What a page shows in its controls, the macros of "parts/form.html": what was typed and the faults, by field.

    `sentence` says why nothing was done where no one field is at fault: somebody else was quicker.
    """

    words: Mapping[str, str] = {}
    faults: Mapping[str, str] = {}
    sentence: str = ""

    @property
    def status(self) -> int:
        """The status of the answer that shows it."""
        return 422 if self.faults else 409 if self.sentence else 200

    def word(self, field: str) -> str:
        return self.words.get(field, "")

    def fault(self, field: str) -> str:
        return self.faults.get(field, "")


class FormRequest(Request[Any, Any, Any]):
    """Every request: the framework reads its form too, for the token, before a page does."""

    async def form(self) -> FormMultiDict:
        """What was sent. Raises ClientException where it is in no encoding, or not in the one that it names."""
        try:
            if (
                self._connection_state.form is Empty
                and self.content_type[0] == RequestEncodingType.MULTI_PART
            ):
                self._connection_state.form = await read_parts(self, self.stream())  # type: ignore[assignment]  # our own uploads
            form = await super().form()
        except (LookupError, UnicodeError) as fault:
            raise ClientException("The form is written in no known encoding.") from fault
        if not isinstance(form.get(TOKEN, ""), str):
            raise ClientException("The form's token is a file.")
        return form


async def read_form(request: Request[Any, Any, Any]) -> FormMultiDict:
    """Everything that a form sent, as it came, but for what the child-data guard asked for itself.

    The guard looks at all of it first, and raises Halted where it found something.
    """
    form = await request.form()
    given = list(form.items())  # every one, in the order sent
    await look_through(request, [_sent(name, value) for name, value in given])
    return FormMultiDict([(name, value) for name, value in given if not name.startswith((REASON, SEEN))])


def _sent(name: str, value: Any) -> Sent:
    return Sent(name, value) if isinstance(value, str) else Sent(name, value.filename or "", value)


async def refused(act: Awaitable[Any], words: Mapping[str, str]) -> Form | None:
    """Does what a form asks for. Answers the form to show again, with what was typed, where it could not be done."""
    try:
        await act
    except Invalid as problem:
        return Form(words, problem.faults, "" if problem.faults else problem.sentence)
    except Conflict as problem:
        return Form(words, sentence=problem.sentence)
    return None


def keep_typed(request: Request[Any, Any, Any], words: Mapping[str, str]) -> None:
    """What a refusal of this request shows again, to be copied: whoever was overtaken loses no word."""
    request.scope[UNSAVED] = list(words.values())  # type: ignore[literal-required]  # a key of our own


def number_in(form: FormMultiDict, field: str) -> int:
    """A whole number that a button or a hidden field carries. Raises Invalid."""
    given: Any = form.get(field, "")
    if not isinstance(given, str) or not (given.isascii() and given.isdigit()) or len(given) > 9:
        raise Invalid(
            faults={field: "The form did not say which. Go back, load the page again and choose once more."}
        )
    return int(given)


def typed(form: FormMultiDict, fields: Iterable[str]) -> dict[str, str]:
    """What was typed into these fields, cleaned. What the form did not send, or sent empty, is left out."""
    given = {field: form.get(field) for field in fields}
    cleaned = {field: clean_text(text) for field, text in given.items() if isinstance(text, str)}
    return {field: text for field, text in cleaned.items() if text}


def date_fields(field: str) -> tuple[str, ...]:
    """The names of a date's three controls: day, month and year. The first has the field's own name."""
    return tuple(field + part for part in DATE_PARTS)


def date_words(field: str, day: dt.date | None) -> dict[str, str]:
    """A day as its three controls show it; nothing where there is none."""
    return dict(zip(date_fields(field), map(str, (day.day, day.month, day.year)), strict=True)) if day else {}


class Answers:
    """Typed texts read as what they mean; what is wrong with them gathers in `faults`."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words, self.faults = words, Faults()

    def text(self, field: str) -> str:
        return self.words.get(field, "")

    def ticked(self, field: str) -> bool:
        return field in self.words

    def choice(self, field: str, words: type[Word], sentence: str) -> Word | None:
        """The chosen one of `words` by its value; `sentence` is the fault where none is."""
        chosen = next((word for word in words if str(word.value) == self.words.get(field)), None)
        self.faults.need(chosen is not None, field, sentence)
        return chosen

    def day(self, field: str, sentence: str = "") -> dt.date | None:
        """The day in three controls; None where they are empty, which is a fault if there is a `sentence` for it."""
        parts = [self.words.get(part, "") for part in date_fields(field)]
        if not any(parts):
            self.faults.need(not sentence, field, sentence)
            return None
        try:
            day, month, year = parts
            return dt.date(_year(year), _month(month), int(day))
        except ValueError:
            written = " ".join(part or "–" for part in parts)
            self.faults.need(
                False, field, f"“{written}” is no date. Give day, month and year, such as 2 11 2026."
            )
            return None


def _year(text: str) -> int:
    """A year as people write it. Raises ValueError for "26", which is a year of the Romans, and for 20260."""
    if not YEAR.fullmatch(text):
        raise ValueError
    return int(text)


def _month(text: str) -> int:
    """A month's number, or its name or at least three letters of it, as people write it."""
    named = [n for n, name in enumerate(MONTHS, 1) if len(text) > 2 and name.lower().startswith(text.lower())]
    return named[0] if named else int(text)
