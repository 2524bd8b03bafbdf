"""The words that tell what stands beside them: labels such as "DOB" or "NHS no", and one child singled out.

A date is ordinary in a progress update. It is a date of birth only where a label, "born" or an age stands right
beside it; "children born between" two dates are a year group and no child.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]

BEFORE, AFTER = 40, 25  # characters that are beside something

# Short labels are how a person is noted down; the long forms are also how people discuss records.
DOB = r"(?<![\w.])(?=d)(?:d\.?o\.?b\b\.?|d\. o\. b\b\.?|d/o/b\b)"
# Not "the NHS no longer funds": what follows "no" is not another word.
NHS_NO = (
    r"(?<!\w)nhs[ .:\-_]{0,3}(?:nos?\b(?! (?!(?:is|was|are|and|for|of)\b)[a-z])\.?|nr\b\.?|num\b\.?|id\b|#)"
)
UPN_LABEL = r"(?<!\w)upn(?!\w)"
NINO = r"(?<!\w)(?:nino\b|n\.?i\.? ?(?:no\b\.?|num(?:ber)?\b|#))"

WHO = (
    r"child|pupil|student|learner|baby|infant|toddler|boy|girl|teenager|young person|yp|victim|survivor|patient|"
    r"sibling|brother|sister|son|daughter|mother|father|mum|dad|parent|carer|family|client|service user|subject|person|"
    r"adult|male|female"
)
# "Child A", "Pupil B's", "child no. 3", "Child 1"; not "child A&E attendances", "pupil A-level results" or "the child I
# met". A number needs a capital or "no" before it: "each child 3 visits".
SINGLED = (
    rf"(?<!\w)(?:(?i:{WHO})(?:[ -](?:[A-HJ-Z]|[\"'“‘][A-HJ-Z][\"'”’])(?![\w&/]|[- ](?i:levels?\b))"
    r"| (?i:no\.?|number|#) ?[0-9]{1,3}(?!\w))"
    r"|(?:Child|Pupil|Student|Baby|Young [Pp]erson|YP|Victim|Patient|Sibling|Family) ?[0-9]{1,2}(?![\w%,/]|\.[0-9]))"
)
NAMED = rf"(?<!\w)(?i:{WHO})(?:['’]s)? (?i:names?|initials) ?[:=]"

PERSON = re.compile(rf"(?i:{DOB}|{NHS_NO}|date of birth)|{SINGLED}|{NAMED}")
ALONE = re.compile(rf"(?i:{DOB}|{NHS_NO})|{SINGLED}|{NAMED}")
NHS_CALLED = re.compile(rf"(?i:{NHS_NO}|(?<!\w)nhs[ -]number)")
NHS = re.compile(rf"{NHS_CALLED.pattern}|(?i:(?<!\w)nhs\b[ :=#]*$)")
UPN = re.compile(rf"(?i:{UPN_LABEL}|pupil number|pupil no\b)")
NATIONAL_INSURANCE = re.compile(rf"(?i:{NINO}|national insurance|insurance n(?:o|umber)\b)")

# What may stand between a label and what it labels.
BETWEEN = r"[ :;,=()\[\]\-.#]{0,5}(?:(?:is|was|are|on|given as|recorded as)[ :]{1,2})?\(?"
LABEL_ENDS = re.compile(r"[ :;,=()\[\]\-.#]{0,5}(?:(?:is|was)[ :]{1,2})?\Z")

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAY, YEAR = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?", r"(?:(?:19|20)[0-9]{2}|'?[0-9]{2})"
NUMERIC_MONTH = "(?:1[0-2]|0?[1-9])"
GAP = r" ?[/.\- ] ?"
DATE = (
    rf"(?:(?:19|20)[0-9]{{2}}{GAP}{NUMERIC_MONTH}{GAP}{DAY}|{DAY}{GAP}{NUMERIC_MONTH}{GAP}{YEAR}"
    rf"|{DAY}(?: of)?[ \-/.]?{MONTH}[ ,\-/.]{{0,2}}{YEAR}|{MONTH} {DAY},? {YEAR}"
    r"|[0-3][0-9][01][0-9](?:19|20)[0-9]{2})(?![0-9])"
)
BIRTH = rf"(?:{DOB}|(?<!\w)(?:date[ -]of[ -]birth|birth[ -]?date|birthday|born)\b|(?<!\w)b\.)"
AGE = r"(?<!\w)(?:aged?[ :]{1,2}[0-9]{1,2}|[0-9]{1,2} ?(?:years? old|yrs? old|y/?o))(?![\w+\-])"
PART_OF_A_YEAR = rf"(?:in )?{MONTH} (?:19|20)[0-9]{{2}}(?![0-9])"

BIRTH_THEN_DATE = re.compile(rf"{BIRTH}(?:['’]s)?{BETWEEN}(?P<date>{DATE}|{PART_OF_A_YEAR})", re.IGNORECASE)
DATE_THEN_BIRTH = re.compile(
    rf"(?<![\w/.\-])(?P<date>{DATE})[ ,;:()\[\]\-]{{1,3}}(?:{DOB}|date of birth)", re.IGNORECASE
)
AGE_THEN_DATE = re.compile(rf"{AGE}[ ,;:()\[\]\-]{{1,4}}(?P<date>{DATE})", re.IGNORECASE)
DATE_THEN_AGE = re.compile(rf"(?<![\w/.\-])(?P<date>{DATE})[ ,;:()\[\]\-]{{1,4}}{AGE}", re.IGNORECASE)
# Most texts hold neither word, and looking for dates costs more.
CALLED_BIRTH = re.compile(r"birth|born|(?<!\w)(?:d[./]? ?o[./]? ?b|b\.)", re.IGNORECASE)
CALLED_AGE = re.compile(r"(?<!\w)age|[0-9] ?y", re.IGNORECASE)
BY_LABEL = (BIRTH_THEN_DATE, DATE_THEN_BIRTH)
BY_AGE = (AGE_THEN_DATE, DATE_THEN_AGE)


def beside(cue: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether a cue stands shortly before or after a place of folded text."""
    return bool(cue.search(text[max(0, start - BEFORE) : start]) or cue.search(text[end : end + AFTER]))


def labelled(cue: re.Pattern[str], text: str, start: int) -> bool:
    """Whether a cue stands right before a place, as a label does."""
    before = text[max(0, start - BEFORE) : start]
    ends = [found.end() for found in cue.finditer(before)]
    return bool(ends and LABEL_ENDS.match(before, ends[-1]))


def dates_of_birth(text: str) -> Iterator[Span]:
    """Dates with a label, "born" or an age right beside them."""
    if CALLED_BIRTH.search(text):
        yield from (found.span("date") for way in BY_LABEL for found in way.finditer(text))
    if CALLED_AGE.search(text):
        yield from (found.span("date") for way in BY_AGE for found in way.finditer(text))


def is_by_age_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but an age makes a date one of birth: "aged 16, 31 August 2026" may be ordinary."""
    around = text[max(0, start - BEFORE) : end + AFTER]
    return not any(way.search(around) for way in BY_LABEL)


def cues_alone(text: str) -> Iterator[Span]:
    """Cues that single out a child by themselves."""
    return (found.span() for found in ALONE.finditer(text))
