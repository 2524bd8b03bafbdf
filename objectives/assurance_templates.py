"""Templates of assurance requests: shipped as TOML, changed by the business unit, each change a version of its own.

Pages call `templates()` for the newest of each, `template_of(key)` for one, and `change_template(...)` to write the
next version. What was sent keeps its own questions, whatever happens to its template.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from objectives.faults import Faults, refuse_if
from objectives.mandates import acting
from objectives.permissions import why_not_run
from objectives.problems import Conflict, Invalid, NotFound
from objectives.tables.assurance import AssuranceTemplate
from objectives.tables.person import Person
from objectives.text import clean_line, clean_text
from objectives.toml_file import parsed, read_form, text_of
from objectives.words import QuestionKind

SHIPPED = Path(__file__).parent / "requests"
FIRST = "generic"
MOST = 40

Key = Annotated[
    str, Meta(pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=60, description="small letters and hyphens")
]
Title = Annotated[str, Meta(min_length=1, max_length=150, description="one line of 1 to 150 characters")]
Words = Annotated[str, Meta(min_length=1, max_length=2_000, description="text of 1 to 2,000 characters")]
Hint = Annotated[str, Meta(max_length=2_000, description="text of at most 2,000 characters")]
Option = Annotated[str, Meta(min_length=1, max_length=150, description="one line of 1 to 150 characters")]
KnownKind = Annotated[QuestionKind, Meta(description=f"one of {', '.join(QuestionKind)}")]


class Question(Struct, frozen=True):
    """`key` stays when the words are mended, so that the last answer is found. `out_of` names a number's total."""

    key: Key
    title: Title
    words: Words
    kind: KnownKind = QuestionKind.TEXT
    hint: Hint = ""
    options: tuple[Option, ...] = ()
    out_of: Hint = ""
    need: Annotated[str, Meta(pattern=r"\A(required|optional)\Z", description="required or optional")] = (
        "required"
    )

    @property
    def required(self) -> bool:
        return self.need == "required"


def own_question(title: str, words: str) -> Question:
    """A question that one asking has beside its template's. Its key is of its words: only the same question asked
    again finds the last answer, never another that stood in the same place."""
    return Question(f"own-{sha256(clean_line(words).encode()).hexdigest()[:16]}", title, words)


class TemplateText(Struct, frozen=True):
    """What a template file holds, and what the business unit may change."""

    title: Title
    why: Words
    standard: Words
    acceptable_evidence: Words
    questions: Annotated[tuple[Question, ...], Meta(min_length=1)]


class Template(Struct, frozen=True):
    key: str
    version: int
    text: TemplateText


async def templates() -> tuple[Template, ...]:
    """The newest version of every template, the generic one first, then by title."""
    newest = {template.key: template for template in _shipped()}
    for row in await AssuranceTemplate.objects().order_by(AssuranceTemplate.version):
        newest[row.key] = _template(row)
    return tuple(sorted(newest.values(), key=lambda one: (one.key != FIRST, one.text.title)))


async def template_of(key: str, version: int | None = None) -> Template:
    """A template, in its newest version unless one is named. Raises NotFound."""
    known = [template for template in _shipped() if template.key == key]
    rows = (
        await AssuranceTemplate.objects()
        .where(AssuranceTemplate.key == key)
        .order_by(AssuranceTemplate.version)
    )
    known += [_template(row) for row in rows]
    found = [template for template in known if version is None or template.version == version]
    if not found:
        raise NotFound(f"There is no template “{key}”.")
    return found[-1]


async def change_template(person: Person, key: str, text: TemplateText, seen: int) -> Template:
    """Writes the next version of a template; `seen` is the version that was changed.

    Raises NotAllowed, NotFound, Invalid with faults at "title", "questions" and "questions-N-title" (from 0), and
    Conflict where somebody else changed it meanwhile.
    """
    async with acting(person) as act:
        refuse_if(why_not_run(act.by))
        now = await template_of(key)
        if now.version != seen:
            raise Conflict(
                "Somebody changed this template while you were; read what it says now, then try again."
            )
        changed = checked_template(text)
        row = AssuranceTemplate(
            key=key,
            version=now.version + 1,
            title=changed.title,
            why=changed.why,
            standard=changed.standard,
            acceptable_evidence=changed.acceptable_evidence,
            questions=msgspec.json.encode(changed.questions).decode(),
            changed_by=person.id,
            changed_at=act.now,
        )
        await row.save()
        return _template(row)


def checked_template(text: TemplateText) -> TemplateText:
    """The text cleaned. Raises Invalid, all faults at once."""
    faults = Faults()
    checked = TemplateText(
        title=faults.line(text.title, "title", "Give it a title.", longest=150),
        why=faults.text(text.why, "why", "Say why it is asked."),
        standard=faults.text(text.standard, "standard", "Say which standard is tested."),
        acceptable_evidence=faults.text(
            text.acceptable_evidence, "acceptable_evidence", "Say which evidence would be accepted."
        ),
        questions=check_questions(faults, text.questions),
    )
    faults.refuse()
    return checked


def check_questions(faults: Faults, questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Notes what is wrong with questions; answers them cleaned."""
    faults.need(questions, "questions", "Ask at least one question.")
    faults.need(len(questions) <= MOST, "questions", f"Ask at most {MOST} questions; nobody answers more.")
    keys = [question.key for question in questions]
    faults.need(len(set(keys)) == len(keys), "questions", "Two questions have the same key.")
    return tuple(_checked(faults, number, question) for number, question in enumerate(questions))


def _checked(faults: Faults, number: int, question: Question) -> Question:
    options = tuple(filter(None, map(clean_line, question.options)))
    choice = question.kind is QuestionKind.CHOICE
    faults.need(
        not choice or len(options) >= 2, f"questions-{number}-options", "Give at least two to choose from."
    )
    return msgspec.structs.replace(
        question,
        title=faults.line(question.title, f"questions-{number}-title", "Give the question a title.", 150),
        words=faults.text(question.words, f"questions-{number}-words", "Write the question."),
        hint=clean_text(question.hint),
        options=options if choice else (),
        out_of=clean_line(question.out_of) if question.kind is QuestionKind.NUMBER else "",
    )


@cache
def _shipped() -> tuple[Template, ...]:
    """Those that come with the service, as version 1. Raises Invalid for a file that is not of the form."""
    return tuple(_read(file) for file in sorted(SHIPPED.glob("*.toml")))


def _read(file: Path) -> Template:
    text, faults = read_form(TemplateText, parsed(text_of(file), file.name))
    if faults:
        raise Invalid(f"{file.name}: " + "; ".join(f"{path} {fault}" for path, fault in faults.items()))
    return Template(file.stem, 1, checked_template(text))


def _template(row: AssuranceTemplate) -> Template:
    questions = msgspec.json.decode(row.questions, type=tuple[Question, ...])
    text = TemplateText(row.title, row.why, row.standard, row.acceptable_evidence, questions)
    return Template(row.key, row.version, text)
