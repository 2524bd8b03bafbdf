"""What points to a child in a text: identifiers, dates of birth, addresses and the cues that stand beside them.

Pure, and in time linear in the text's length. It knows how such things are written; what becomes of a find is decided
by `guarding`. It is no judge of names: nothing could tell a child's from a street's.
"""

import enum
import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from objectives import guard_cues as cues
from objectives import guard_numbers as numbers
from objectives.guard_folding import Folded, fold


class Kind(enum.StrEnum):
    """What a find is, in the words a person is shown. The order decides where two kinds could be meant."""

    NHS_NUMBER = "NHS number"
    UPN = "unique pupil number"
    NATIONAL_INSURANCE = "National Insurance number"
    DATE_OF_BIRTH = "date of birth"
    EMAIL = "e-mail address"
    PHONE = "phone number"
    POSTCODE = "full postcode"
    CUE = "words that single out a child"


class Find(Struct, frozen=True):
    """Something found between two places of the text (`end` is after it).

    `masked` may be shown and logged nowhere; `refused` says that a cue beside it tells what it is.
    """

    kind: Kind
    start: int
    end: int
    masked: str
    refused: bool


# Beside an address only what names a person tells that it is theirs; a number may also be called by its name.
OWN_CUES = {
    Kind.NHS_NUMBER: cues.NHS,
    Kind.UPN: cues.UPN,
    Kind.NATIONAL_INSURANCE: cues.NATIONAL_INSURANCE,
}
SHOWN = 2  # characters of a value that its masked form shows
LONGEST_MASKED = 40

Spans = Iterable[tuple[int, int]]


def look(text: str) -> tuple[Find, ...]:
    """Everything found in a text, in its order; no two finds overlap."""
    folded = fold(text)
    found = [(start, end, kind) for kind, spans in SEEKERS.items() for start, end in spans(folded.text)]
    return tuple(_find(folded, *span) for span in _apart(found))


def _find(folded: Folded, start: int, end: int, kind: Kind) -> Find:
    value = folded.text[start:end]
    return Find(
        kind=kind,
        start=folded.places[start],
        end=folded.places[end - 1] + 1,
        masked=value if kind is Kind.CUE else mask(value),
        refused=_has_cue(folded.text, start, end, kind),
    )


def _has_cue(text: str, start: int, end: int, kind: Kind) -> bool:
    if kind is Kind.CUE:
        return False
    if kind is Kind.DATE_OF_BIRTH:
        return not cues.is_by_age_alone(text, start, end)
    own = OWN_CUES.get(kind)
    return cues.beside(cues.PERSON, text, start, end) or bool(own and cues.beside(own, text, start, end))


def mask(value: str) -> str:
    """A value with all but its first two letters or digits hidden; its spaces and hyphens still show its shape."""
    shown = 0
    masked = ""
    for character in value[:LONGEST_MASKED]:
        hidden = character.isalnum() and shown >= SHOWN
        shown += character.isalnum()
        masked += "•" if hidden else character
    return masked


def masked(text: str) -> str:
    """A text with everything masked that is found in it."""
    for find in reversed(look(text)):
        text = text[: find.start] + find.masked + text[find.end :]
    return text


def _apart(found: list[tuple[int, int, Kind]]) -> list[tuple[int, int, Kind]]:
    """Of finds that overlap, the one that begins first; of those, the one whose kind comes first."""
    order = {kind: position for position, kind in enumerate(Kind)}
    apart: list[tuple[int, int, Kind]] = []
    for span in sorted(found, key=lambda span: (span[0], order[span[2]])):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


# The two-letter areas first, so that a shorter one never wins over them.
AREAS = (
    r"AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|"
    r"EX|FK|FY|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|"
    r"NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|"
    r"TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE|B|E|G|L|M|N|S|W"
)
# Few digits are followed by two letters, so the end of a postcode is looked for first.
INWARD = re.compile("[0-9][ABD-HJLNP-UW-Z]{2}(?!\\w)", re.IGNORECASE)
OUTWARD = re.compile(rf"(?<![\w£])(?:{AREAS})[0-9][0-9A-Z]?(?P<gap>(?: ?- ?| )?)\Z", re.IGNORECASE)
LONGEST_OUTWARD = 7
ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "0th")


def _postcodes(text: str) -> Spans:
    """Letters of one case: "Room E2 4th floor" is none. Without a gap only in capitals."""
    for inward in INWARD.finditer(text):
        outward = OUTWARD.search(text, max(0, inward.start() - LONGEST_OUTWARD), inward.start())
        if outward is None:
            continue
        code = outward[0] + inward[0]
        if code == code.upper() or (code == code.lower() and outward["gap"] and inward[0] not in ORDINALS):
            yield outward.start(), inward.end()


EMAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]{1,64} ?@ ?(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?![\w@])")


def _emails(text: str) -> Spans:
    return (found.span() for found in EMAIL.finditer(text)) if "@" in text else ()


SEEKERS: dict[Kind, Callable[[str], Spans]] = {
    Kind.NHS_NUMBER: numbers.nhs_numbers,
    Kind.UPN: numbers.pupil_numbers,
    Kind.NATIONAL_INSURANCE: numbers.national_insurance_numbers,
    Kind.DATE_OF_BIRTH: cues.dates_of_birth,
    Kind.EMAIL: _emails,
    Kind.PHONE: numbers.phone_numbers,
    Kind.POSTCODE: _postcodes,
    Kind.CUE: cues.cues_alone,
}
