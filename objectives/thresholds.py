"""The numbers behind the ratings, as data: one version, every number, and the words in which a pack prints
them.

Changing a number means a new version; ratings made under another version are never compared (handbook,
section 3).
"""

from msgspec import Struct

from objectives.words import Grade


class Share(Struct, frozen=True):
    """A part of a whole, kept as a fraction so that a quarter of eight is two and never nearly two."""

    part: int
    whole: int
    words: str

    def reached_by(self, some: int, of: int) -> bool:
        """Whether `some` of `of` is this share or more. Nothing is a share of nothing."""
        return of > 0 and some * self.whole >= of * self.part


class Thresholds(Struct, frozen=True):
    """Days are calendar days, but for escalation; months are calendar months with the end of the month clamped."""

    version: str = "2026-11"
    red_over_days_late: int = 30
    red_over_months_slipped: int = 3
    green_from_grade: Grade = Grade.DOCUMENT
    evidence_lasts_months: int = 12
    check_after_months: int = 3
    check_amber_over_days_overdue: int = 30
    blue_from_grade: Grade = Grade.TESTED
    grey_from_rounds_without_update: int = 2
    objective_red_share: Share = Share(1, 4, "a quarter")
    objective_amber_share: Share = Share(1, 4, "a quarter")
    rated_share: Share = Share(1, 2, "half")
    listed_from_amber_rounds: int = 2
    decide_from_amber_rounds: int = 3
    decide_over_months_moved: int = 3
    decide_from_moves: int = 3
    assurance_escalates_after_days: int = 20  # working days, as on the ladder

    def definitions(self) -> tuple[tuple[str, str], ...]:
        """What a pack's annex prints: a name and a sentence for each rule, in the order of the handbook."""
        return tuple((name, sentence.format(by=self)) for name, sentence in DEFINITIONS)


DEFINITIONS = (
    (
        "Late",
        "A milestone not met by its approved date is Amber for {by.red_over_days_late} days, then Red.",
    ),
    (
        "Slip",
        "A milestone expected up to {by.red_over_months_slipped} calendar months after its approved"
        " date is Amber; one expected later than that is Red.",
    ),
    (
        "Evidence",
        "Once a milestone is due, Green needs accepted evidence of grade {by.green_from_grade:d} or"
        " more, not expired, that shows a date in the last {by.evidence_lasts_months} months.",
    ),
    (
        "Check",
        "What is delivered is checked {by.check_after_months} months later; over"
        " {by.check_amber_over_days_overdue} days overdue, the check makes it Amber.",
    ),
    (
        "Blue",
        "Blue needs a check passed {by.check_after_months} months or more after delivery, with accepted"
        " evidence of grade {by.blue_from_grade:d} or more that shows a date on or after delivery.",
    ),
    (
        "Not updated",
        "An action without an update shows its last published rating, carried forward and counted"
        " apart; without one for {by.grey_from_rounds_without_update} rounds running it is Grey.",
    ),
    (
        "Commitment",
        "Red if any action is Red; Grey if under {by.rated_share.words} of the actions due can be"
        " rated; else the worst rated; Blue only if all are Blue.",
    ),
    (
        "Objective",
        "Red if {by.objective_red_share.words} or more of the rated commitments are Red; Grey if under"
        " {by.rated_share.words} can be rated; Blue if all are Blue; Amber if any is Red or"
        " {by.objective_amber_share.words} or more are Amber; else Green.",
    ),
    (
        "Held at Amber",
        "A thing is listed from its round {by.listed_from_amber_rounds} at Amber in a row; from round"
        " {by.decide_from_amber_rounds} the Executive Group is asked to decide.",
    ),
    (
        "Decisions sought",
        "Also put to the Executive Group: a red without a plan or an owner, or whose owner asks for something;"
        " assurance that was declined or is {by.assurance_escalates_after_days} working days late; a new date over"
        " {by.decide_over_months_moved} calendar months after the first approved one, or move"
        " {by.decide_from_moves} of it.",
    ),
)

THRESHOLDS = Thresholds()
