"""The update form's fields: what they hold to begin with, and what is read out of them.

A draft keeps the fields as they were typed, so that half a date is there again tomorrow.
"""

from collections.abc import Iterator

from msgspec import Struct

from governance_app.forms import Answers, date_fields, date_words
from objectives.drafts import Words
from objectives.evidence import NewEvidence
from objectives.faults import Faults
from objectives.progress import TEXTS, NewProgress
from objectives.said import Met, Moved, Said
from objectives.standing import Action, Milestone, Update
from objectives.words import Confidence, Issue, Rating

NOTHING, SOMETHING = "nothing", "something"
DONE, EXPECTED = "done", "expected"
# In the order of the page; what was answered to the first five is shown again beside its box next round.
LABELS = {
    "report": "Is there anything to report this round?",
    "output": "What was done",
    "reach": "Who it reached",
    "impact": "What difference it made for children",
    "barriers": "What is in the way",
    "next_steps": "What happens next",
    "owner_rating": "How is it going?",
    "issue": "Is there an issue that needs help?",
    "plan": "What is the plan?",
    "plan_due_on": "By when will the plan be done?",
    "ask": "What do you need, and from whom?",
    "confidence": "How confident are you that children will be better off?",
    "confidence_reason": "Why are you that confident?",
    "good_practice": "Good practice worth sharing",
}
TOLD = ("output", "reach", "impact", "barriers", "next_steps")


class Asked(Struct, frozen=True):
    """One question of the form: its name, how it is called, and the fields that hold its answer."""

    name: str
    label: str
    fields: tuple[str, ...]

    def shown(self, words: Words) -> str:
        """The answer in running text, empty where there is none."""
        return " ".join(words[field] for field in self.fields if field in words)


class Read(Struct, frozen=True):
    """What the typed words mean, and what of them means nothing yet, by field."""

    said: Said
    faults: dict[str, str]


def asked_of(action: Action) -> Iterator[Asked]:
    """Every question of an action's form, in the order of the page."""
    for name, label in LABELS.items():
        yield Asked(name, label, date_fields(name) if name == "plan_due_on" else (name,))
    for milestone in open_milestones(action):
        on = f"on-{milestone.id}"
        yield Asked(
            on, f"“{milestone.title}”", (f"state-{milestone.id}", *date_fields(on), f"why-{milestone.id}")
        )


def fields_of(action: Action) -> Iterator[str]:
    """Every field of an action's form."""
    for asked in asked_of(action):
        yield from asked.fields


def open_milestones(action: Action) -> list[Milestone]:
    return [milestone for milestone in action.milestones if milestone.met_on is None]


def words_to_begin_with(action: Action, last: Update | None) -> Words:
    """Last round's judgements, to be restated, and the dates as they are expected; no words of last round's."""
    words: Words = {}
    for milestone in open_milestones(action):
        words[f"state-{milestone.id}"] = EXPECTED
        words |= date_words(f"on-{milestone.id}", milestone.expected_on)
    return words | (_judgements(last) if last else {"issue": Issue.NONE.value})


def words_of(action: Action, update: Update) -> Words:
    """An update that was sent, as its form would hold it, to be opened again."""
    texts = {field: getattr(update, field) for field in TEXTS if getattr(update, field)}
    report = NOTHING if update.nothing_to_report else SOMETHING
    return words_to_begin_with(action, update) | texts | {"report": report}


def _judgements(update: Update) -> Words:
    """What stands until it is said otherwise: an issue does not go away by having nothing to report."""
    words = {
        "owner_rating": update.owner_rating.value,
        "confidence": update.confidence.value,
        "issue": update.issue.value,
    }
    texts = {"confidence_reason": update.confidence_reason}
    if update.issue is not Issue.NONE:
        texts |= {"plan": update.plan, "ask": update.ask}
        words |= date_words("plan_due_on", update.plan_due_on)
    return words | {field: text for field, text in texts.items() if text}


def read_words(words: Words, action: Action, pieces: tuple[NewEvidence, ...] = ()) -> Read:
    """What was typed, as the acts take it. Where a fault stands in the way of reading, something stands in for it."""
    answers = Answers(words)
    nothing = _whether_nothing(answers)
    rating = answers.choice("owner_rating", Rating, "Choose the rating that you would give it.")
    issue = answers.choice("issue", Issue, "Say whether something needs help.")
    confidence = answers.choice("confidence", Confidence, "Say how confident you are.")
    progress = NewProgress(
        owner_rating=rating or Rating.RED,
        confidence=confidence or Confidence.LOW,
        issue=issue or Issue.NONE,
        plan_due_on=answers.day("plan_due_on"),
        nothing_to_report=nothing,
        **{field: answers.text(field) for field in TEXTS},
    )
    met, moved = _dates(answers, action)
    return Read(Said(progress, met, moved, pieces), answers.faults.found)


def _whether_nothing(answers: Answers) -> bool:
    chosen = answers.text("report")
    answers.faults.need(
        chosen in (NOTHING, SOMETHING), "report", "Say whether there is anything to report this round."
    )
    told = any(answers.text(field) for field in TOLD)
    answers.faults.need(
        not (chosen == NOTHING and told),
        "report",
        "You chose “nothing to report” and wrote what happened below; choose Yes, or empty those boxes.",
    )
    return chosen == NOTHING


def _dates(answers: Answers, action: Action) -> tuple[tuple[Met, ...], tuple[Moved, ...]]:
    met, moved = [], []
    for milestone in open_milestones(action):
        day = answers.day(f"on-{milestone.id}")
        reason = answers.text(f"why-{milestone.id}")
        if answers.text(f"state-{milestone.id}") == DONE:
            _need_a_day(answers.faults, day, milestone)
            if day:
                met.append(Met(milestone.id, day))
        elif day and day != milestone.expected_on:
            moved.append(Moved(milestone.id, day, reason))
    return tuple(met), tuple(moved)


def _need_a_day(faults: Faults, day: object, milestone: Milestone) -> None:
    faults.need(day, f"on-{milestone.id}", f"Give the day on which “{milestone.title}” was met.")
