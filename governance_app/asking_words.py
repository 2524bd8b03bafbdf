"""The form of an asking: which fields it has, what it begins with, and what was read out of it."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from governance_app.forms import Answers, date_fields, date_words
from objectives.assurance import Asked, NewAsking
from objectives.assurance_contacts import NewContact
from objectives.assurance_templates import Question, Template, own_question
from objectives.dates import months_after
from objectives.tables.agency import Agency
from objectives.words import ContactPart

PARTS = {
    "respondent": ContactPart.RESPONDENT,
    "substitute": ContactPart.SUBSTITUTE,
    "lead": ContactPart.AGENCY_LEAD,
    "delegated": ContactPart.DELEGATED_PARTNER,
}
OWN = ("own-1", "own-2")
FIELDS = (
    "title",
    "why",
    "standard",
    "acceptable_evidence",
    "sign_off_wanted",
    *date_fields("covers_from"),
    *date_fields("covers_to"),
    *date_fields("due_on"),
    *(f"{own}-{part}" for own in OWN for part in ("title", "words")),
)


class Choice(Struct, frozen=True):
    """What the first page chose: a template's key, references, agencies by id; and the decision that it carries out."""

    template: str
    about: tuple[str, ...]
    agencies: tuple[int, ...]
    decision: int | None = None


def asked_agencies(count: int) -> list[str]:
    """The names of the fields of so many agencies."""
    return [f"{part}-{n}-{what}" for n in range(count) for part in PARTS for what in ("name", "email")]


def the_questions(template: Template) -> list[str]:
    """The names of the ticks that keep a template's questions."""
    return [f"ask-{question.key}" for question in template.text.questions]


def begun_words(
    template: Template, known: Sequence[Mapping[ContactPart, NewContact]], today: dt.date
) -> dict[str, str]:
    """What the form begins with: the template's words, the last year, and whom the agencies named last time."""
    text = template.text
    words = {
        "title": text.title,
        "why": text.why,
        "standard": text.standard,
        "acceptable_evidence": text.acceptable_evidence,
        "sign_off_wanted": "yes",
        **dict.fromkeys(the_questions(template), "yes"),
        **date_words("covers_from", months_after(today, -12)),
        **date_words("covers_to", today - dt.timedelta(days=1)),
    }
    for number, contacts in enumerate(known):
        for part, word in PARTS.items():
            if word in contacts:
                words[f"{part}-{number}-name"] = contacts[word].name
                words[f"{part}-{number}-email"] = contacts[word].email
    return words


def read_asking(
    words: Mapping[str, str], template: Template, agencies: Sequence[Agency]
) -> tuple[NewAsking | None, dict[str, str]]:
    """What the form asks for, and what is wrong with its dates; the act finds everything else."""
    answers = Answers(words)
    covers_from = answers.day("covers_from", "Say from which day it covers.")
    covers_to = answers.day("covers_to", "Say until which day it covers.")
    due_on = answers.day("due_on")
    if covers_from is None or covers_to is None or answers.faults.found:
        return None, answers.faults.found
    new = NewAsking(
        template=template.key,
        title=answers.text("title"),
        why=answers.text("why"),
        covers_from=covers_from,
        covers_to=covers_to,
        standard=answers.text("standard"),
        acceptable_evidence=answers.text("acceptable_evidence"),
        questions=_questions(answers, template),
        agencies=tuple(_asked(answers, number, agency) for number, agency in enumerate(agencies)),
        due_on=due_on,
        sign_off_wanted=answers.ticked("sign_off_wanted"),
    )
    return new, {}


def _questions(answers: Answers, template: Template) -> tuple[Question, ...]:
    kept = [question for question in template.text.questions if answers.ticked(f"ask-{question.key}")]
    own = [
        own_question(answers.text(f"{name}-title"), answers.text(f"{name}-words"))
        for name in OWN
        if answers.text(f"{name}-title") or answers.text(f"{name}-words")
    ]
    return (*kept, *own)


def _asked(answers: Answers, number: int, agency: Agency) -> Asked:
    lead, delegated = (_contact(answers, part, number) for part in ("lead", "delegated"))
    return Asked(
        agency=agency,
        respondent=_contact(answers, "respondent", number),
        substitute=_contact(answers, "substitute", number),
        lead=lead if lead.name or lead.email else None,
        delegated=delegated if delegated.name or delegated.email else None,
    )


def _contact(answers: Answers, part: str, number: int) -> NewContact:
    return NewContact(answers.text(f"{part}-{number}-name"), answers.text(f"{part}-{number}-email"))
