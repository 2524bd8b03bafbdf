"""Numbers given to people, found in folded text by their form and check digit: NHS, pupil, National Insurance, phone.

A tenth of all ten-digit numbers pass the NHS check, so the groups that digits are written in count too: nobody
writes an NHS number as a date and an hour.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from objectives import guard_cues as cues

Span = tuple[int, int]

# Digits with at most a little between them. Slashes and commas are left out: they write dates and amounts.
RUN = re.compile(r"\+?\(?[0-9](?:[ ().\-_]{0,3}[0-9])*")
GROUP = re.compile("[0-9]+")
NHS_GROUPS = {(10,), (3, 3, 4), (3, 7), (6, 4), (5, 5), (4, 3, 3), (2,) * 5, (1,) * 10}
PHONE_BEGUN = re.compile(r"(?:0[ ().\-_]{0,3}0[ ().\-_]{0,3})?(?:0[ ().\-_]{0,3}[127]|4[ ().\-_]{0,3}4)")
YEARS = ("19", "20")
PHONE = re.compile("(?:0|44|440|0044|00440)[127][0-9]{9}")


class Digits(Struct, frozen=True):
    """Neighbouring groups of digits: where they stand, how long each is, and all their digits together."""

    start: int
    end: int
    lengths: tuple[int, ...]
    number: str


def nhs_numbers(text: str) -> Iterator[Span]:
    """Ten digits that pass the check in groups that NHS numbers are written in; or that a label calls so."""
    for digits in _neighbours(text, {10}):
        called = cues.labelled(cues.NHS_CALLED, text, digits.start)
        usual = digits.lengths in NHS_GROUPS and not _begins_with_a_year(digits)
        alone = _stands_alone(text, digits) or cues.labelled(cues.NHS, text, digits.start)
        if called or (usual and alone and is_nhs_number(digits.number)):
            yield digits.start, digits.end


def is_nhs_number(number: str) -> bool:
    """Whether ten digits pass the NHS's modulus 11 check (NHS Data Dictionary)."""
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11
    return check != 10 and check % 11 == int(number[9]) and len(set(number)) > 1


def phone_numbers(text: str) -> Iterator[Span]:
    """United Kingdom numbers of homes, offices and mobiles: 01, 02 and 07, with or without +44.

    Not 03 and 08: Ofcom gives those to organisations, and the helplines that work on abuse depends on are among them.
    """
    for digits in _neighbours(text, {11, 12, 13, 14, 15}, begun=PHONE_BEGUN):
        alone = PHONE.fullmatch(digits.number) and _stands_alone(text, digits)
        if alone and _is_grouped_as_phone(text, digits):
            yield _with_sign(text, digits)


def _is_grouped_as_phone(text: str, digits: Digits) -> bool:
    """Its first group is a dialling code, or it is written in twos; a date begins with a day alone."""
    if digits.number.startswith("44"):
        return digits.lengths[0] == 2 or text[max(0, digits.start - 1) : digits.start].endswith("+")
    return digits.lengths[0] != 2 or max(digits.lengths) <= 2


def _with_sign(text: str, digits: Digits) -> Span:
    start = digits.start
    while start and text[start - 1] in "+(":
        start -= 1
    return start, digits.end


def _neighbours(text: str, lengths: set[int], begun: re.Pattern[str] = GROUP) -> Iterator[Digits]:
    """Every place where neighbouring groups that begin so have one of these numbers of digits together.

    Digits that stand singly belong together: none of their places but the first is where a number begins.
    """
    for run in RUN.finditer(text):
        if len(run[0]) < min(lengths):
            continue
        groups = [found.span() for found in GROUP.finditer(text, *run.span())]
        singly = [end - start == 1 for start, end in groups]
        for first, (start, _) in enumerate(groups):
            goes_on = first and singly[first] and singly[first - 1]
            if not goes_on and begun.match(text, start):
                yield from (
                    _digits(text, groups[first : last + 1]) for last in _lasts(groups, first, lengths)
                )


def _lasts(groups: list[Span], first: int, lengths: set[int]) -> Iterator[int]:
    total, longest = 0, max(lengths)
    for place in range(first, len(groups)):
        total += groups[place][1] - groups[place][0]
        if total > longest:
            return
        if total in lengths:
            yield place


def _digits(text: str, groups: list[Span]) -> Digits:
    return Digits(
        start=groups[0][0],
        end=groups[-1][1],
        lengths=tuple(end - start for start, end in groups),
        number="".join(text[start:end] for start, end in groups),
    )


def _begins_with_a_year(digits: Digits) -> bool:
    return digits.lengths[0] == 4 and digits.number.startswith(YEARS)


def _stands_alone(text: str, digits: Digits) -> bool:
    """Not part of a word, an amount of money, or a number with thousands or decimals."""
    before, after = text[max(0, digits.start - 2) : digits.start], text[digits.end : digits.end + 2]
    in_word = before[-1:].isalpha() or after[:1].isalpha()
    in_amount = before[-1:] in ("£", "$", "€") or (before.endswith((".", ",")) and before[:1].isdigit())
    goes_on = (after[:1] in (".", ",") and after[1:].isdigit()) or after[:1] == "%"
    return not (in_word or in_amount or goes_on)


PUPIL = re.compile(r"(?<!\w)[A-HJ-NP-RT-Z](?:[ \-_]?[0-9]){11}[ \-_]?[0-9A-HJ-NP-RT-Z](?!\w)", re.IGNORECASE)
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def pupil_numbers(text: str) -> Iterator[Span]:
    """Unique pupil numbers, permanent and temporary (a letter at the end), that pass the check."""
    return (found.span() for found in PUPIL.finditer(text) if is_pupil_number(found[0]))


def is_pupil_number(number: str) -> bool:
    """Whether a check letter fits the twelve characters after it, by the Department for Education's modulus 23."""
    plain = re.sub(r"[ \-_]", "", number).upper()
    values = [CHECK_LETTERS.index(mark) if mark.isalpha() else int(mark) for mark in plain[1:]]
    return CHECK_LETTERS[sum(value * weight for weight, value in enumerate(values, 2)) % 23] == plain[0]


INSURANCE = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?P<digits>(?:[ \-_.]?[0-9]){6})"
    r"(?P<gap>[ \-_.]?)[A-D](?!\w)",
    re.IGNORECASE,
)


def national_insurance_numbers(text: str) -> Iterator[Span]:
    """Numbers with a prefix that HMRC gives out. In small letters only unbroken: "by 150000 a year" is none."""
    for found in INSURANCE.finditer(text):
        if found[0] == found[0].upper() or (found["digits"].isdigit() and not found["gap"]):
            yield found.span()
