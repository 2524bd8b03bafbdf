"""Redactions in a reader's words: what a piece is called, what its fields are, and what a redaction reached."""

from collections.abc import Iterable

from msgspec import Struct

from governance_app.places import Places
from objectives.redacting import Reach
from objectives.redactions import Piece, Registered, Stand
from reports.wording import counted, listed, sentence_case

KINDS = {
    "action": "The action itself",
    "assurance_answer": "Answer to an assurance request",
    "assurance_asking": "Assurance request",
    "assurance_evidence": "Evidence of an answer",
    "assurance_extension": "More time asked for",
    "assurance_grade": "Grade of an answer’s evidence",
    "assurance_opinion": "Assurance opinion",
    "assurance_question": "Question of an assurance request",
    "assurance_recommendation": "Recommendation",
    "assurance_return": "Question about a reply",
    "assurance_step": "Step of an assurance request",
    "assurance_submission": "Reply to an assurance request",
    "attendance": "Who came to a meeting",
    "bulk_change": "Change of many actions at once",
    "commentary": "Commentary",
    "decision_sought": "Decision sought",
    "delivery_check": "Check after delivery",
    "evidence": "Evidence",
    "evidence_judgement": "Judgement on evidence",
    "forecast_change": "Change of forecast",
    "guard_find": "Why a text that the guard had stopped stands",
    "matter": "What was raised against a pack",
    "matter_step": "What became of a matter",
    "meeting": "Meeting",
    "milestone": "Milestone",
    "moderation": "Moderation",
    "pack_addendum": "Addendum to a pack",
    "pack_review": "Sign-off of a pack",
    "progress_update": "Update",
    "rating_answer": "Answer to a changed rating",
    "rebaseline": "New baseline asked for",
    "risk": "Risk",
    "risk_step": "What was said of a risk",
    "starting_note": "What the plan said when it was brought in",
    "supersession": "End of the action, replaced",
    "update_return": "Return of an update",
    "variation": "Variation note",
}
FIELD_NAMES = {
    "output": "What was done",
    "reach": "Who it reached",
    "impact": "What difference it made for children",
    "barriers": "What are we worried about",
    "next_steps": "What needs to happen",
    "plan": "Plan for the issue",
    "ask": "Asked of the Executive Group",
    "confidence_reason": "Why this confidence",
    "good_practice": "Good practice to share",
    "plan_reference": "The plan’s own reference",
    "source": "Workbook, sheet and row",
    "link": "Address of the link",
    "file_name": "Name of the file",
    "sha256": "The file itself",
    "decision_reason": "Reason of the decision",
    "evidence": "Evidence for it, in words",
    "why": "Why it is asked",
    "left_out": "Why it is left out",
    "standard": "Standard tested",
    "acceptable_evidence": "Evidence that would be acceptable",
    "value": "What was answered",
    "words": "What was written",
    "hint": "Hint",
    "reasons": "Reasons",
    "in_attendance": "Who else was there",
    "substitute": "Who came for a member",
    "working_well": "What is working well",
    "worried_about": "What are we worried about",
    "needs_to_happen": "What needs to happen",
}


class Choice(Struct, frozen=True):
    """A field to choose, and how much it holds."""

    name: str
    label: str
    holds: str


def kind_of(table: str, said: str) -> str:
    """`Update, Q1 2026-27, version 1`."""
    return f"{KINDS[table]}, {said}" if said else KINDS[table]


def field_name(name: str) -> str:
    return FIELD_NAMES.get(name, sentence_case(name.replace("_", " ")))


def fields_told(names: Iterable[str]) -> str:
    return listed([f"“{field_name(name)}”" for name in names])


def choices_of(piece: Piece) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            held.name,
            field_name(held.name),
            "It goes from the store for good"
            if held.name == "sha256"
            else counted(held.characters, "character"),
        )
        for held in piece.fields
    )


def address_of(stand: Stand) -> str:
    """The page of what a piece stands under."""
    places = Places(stand.key)
    if "-" not in stand.reference:
        return places.objective(stand.reference)
    return places.thing(stand.reference)


def reach_told(reach: Reach) -> tuple[str, ...]:
    """Where the words are beside their own page, and what goes with them."""
    told = [f"{sentence_case(counted(reach.versions, 'version'))} of it in history"]
    if reach.files:
        told.append(
            f"{sentence_case(counted(reach.files, 'file'))} in the evidence store, which are removed for good"
        )
    if reach.same_file:
        told.append(
            f"{sentence_case(counted(len(reach.same_file), 'other piece', 'other pieces'))} of evidence with the same "
            "file: it goes for them too"
        )
    return tuple(told)


def done_told(redaction: Registered) -> str:
    """What it came to: entries blanked, files removed, and what is still to be removed."""
    parts = [f"{counted(redaction.entries, 'entry', 'entries')} of history blanked"]
    if redaction.files:
        parts.append(f"{counted(redaction.files - redaction.files_left, 'file')} removed")
    if redaction.files_left:
        parts.append(f"{counted(redaction.files_left, 'file')} still to be removed")
    return f"{sentence_case(listed(parts))}."
