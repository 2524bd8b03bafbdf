"""What a good answer is, by the kind of its question; and what a reply still lacks. Pure: reads no database."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from objectives.dates import read_day
from objectives.faults import Faults
from objectives.problems import Invalid
from objectives.tables.assurance import AssuranceQuestion
from objectives.tables.assurance_reply import AssuranceAnswer
from objectives.text import clean_line, clean_text
from objectives.words import QuestionKind

SUPPRESSED = "c"  # a count between 1 and 5 (handbook, section 7)
SMALLEST, LARGEST = 1, 5
LONGEST = 20_000  # some ten pages; a judge reads forty answers beside the last ones
COUNT = re.compile(r"[0-9]{1,9}")
SHARE = re.compile(r"(100(\.0)?|[0-9]{1,2}(\.[0-9])?)")


class NewAnswer(Struct, frozen=True):
    """As typed. `value` is the number, share, "yes" or "no", day (2026-09-30) or choice; `words` explain it.

    `still_true` says that the last reply's answer still holds: its value and words are then taken over.
    """

    value: str = ""
    out_of: str = ""
    words: str = ""
    still_true: bool | None = None


def check_answer(question: AssuranceQuestion, new: NewAnswer) -> dict[str, Any]:
    """The columns of an answer, cleaned. Raises Invalid with faults at "value", "out_of" and "words"."""
    faults = Faults()
    value, out_of, words = (
        clean_line(new.value).replace(",", ""),
        clean_line(new.out_of),
        clean_text(new.words),
    )
    match QuestionKind(question.kind):
        case QuestionKind.TEXT:
            value = ""
            faults.need(words, "words", "Write your answer; “nothing” is an answer too.")
        case QuestionKind.NUMBER:
            value, out_of = _counts(faults, value, out_of.replace(",", ""))
        case QuestionKind.PERCENTAGE:
            value = value.removesuffix("%").strip()
            faults.need(SHARE.fullmatch(value), "value", "Give a percentage to one decimal, such as 81.3.")
        case QuestionKind.YES_NO:
            value = value.lower()
            faults.need(value in {"yes", "no"}, "value", "Choose yes or no.")
            faults.need(words, "words", "Say why, in a sentence.")
        case QuestionKind.DATE:
            faults.need(_is_day(value), "value", "Give a day, month and year, such as 30 9 2026.")
        case QuestionKind.CHOICE:
            value = clean_line(new.value)
            faults.need(value in question.options.splitlines(), "value", "Choose one of these.")
            faults.need(words, "words", "Say why, in a sentence or two.")
        case QuestionKind.EVIDENCE:
            value = ""
            faults.need(words, "words", "Say what it shows, or why there is none.")
    fits = len(words) <= LONGEST
    faults.need(
        fits, "words", f"Use {LONGEST:,} characters or fewer, and give what is longer as a file beside it."
    )
    faults.refuse()
    out_of = out_of if question.kind == QuestionKind.NUMBER else ""
    return {"value": value, "out_of": out_of, "words": words, "still_true": new.still_true}


def share_of(answer: AssuranceAnswer) -> str | None:
    """A number of a total as a percentage to one decimal; None where either is suppressed or the total is none."""
    if not (COUNT.fullmatch(answer.value) and COUNT.fullmatch(answer.out_of)) or int(answer.out_of) == 0:
        return None
    return f"{int(answer.value) * 100 / int(answer.out_of):.1f}%"


def lacking(
    questions: Iterable[AssuranceQuestion],
    answers: Mapping[int, AssuranceAnswer],
    with_evidence: frozenset[int],
    to_answer_anew: frozenset[int],
    attempt: int,
) -> list[AssuranceQuestion]:
    """The questions that a reply still lacks: required ones unanswered, and returned ones not answered anew.

    `answers` are those in force, by question; a question of evidence is answered by a piece of it too.
    """
    return [
        question
        for question in questions
        if (question.required and question.id not in answers and question.id not in with_evidence)
        or (question.id in to_answer_anew and not _anew(answers.get(question.id), attempt))
    ]


def _anew(answer: AssuranceAnswer | None, attempt: int) -> bool:
    return answer is not None and answer.attempt == attempt


def _counts(faults: Faults, value: str, out_of: str) -> tuple[str, str]:
    value, out_of = value.lower(), out_of.lower()
    for field, number in (("value", value), ("out_of", out_of)):
        fits = number == SUPPRESSED or COUNT.fullmatch(number)
        faults.need(fits, field, "Give a whole number; write c where it is between 1 and 5.")
        small = COUNT.fullmatch(number) and SMALLEST <= int(number) <= LARGEST
        faults.need(not small, field, "Write c: a number between 1 and 5 could point to a child.")
    if not faults.found:
        part, whole = (
            (SMALLEST if value == SUPPRESSED else int(value)),
            (LARGEST if out_of == SUPPRESSED else int(out_of)),
        )
        faults.need(part <= whole, "value", "This is more than the total beside it.")
    return value, out_of


def _is_day(text: str) -> dt.date | None:
    try:
        return read_day(text)
    except Invalid:
        return None
