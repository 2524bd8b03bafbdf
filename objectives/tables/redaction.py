"""Redactions: what must not be kept, who asked, who agreed, why; and every entry and file that it reached."""

from piccolo.columns import BigInt, Boolean, ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.person import Person

FIELDS = {
    "action": ("title", "description"),
    "assurance_answer": ("value", "words"),
    "assurance_asking": ("title", "why", "standard", "acceptable_evidence"),
    "assurance_evidence": ("title", "link", "statement", "file_name", "sha256"),
    "assurance_extension": ("reason", "decision_reason"),
    "assurance_grade": ("reason",),
    "assurance_opinion": ("reasons",),
    "assurance_question": ("title", "words", "hint"),
    "assurance_recommendation": ("words",),
    "assurance_return": ("words",),
    "assurance_step": ("words",),
    "assurance_submission": ("words",),
    "attendance": ("substitute",),
    "bulk_change": ("reason",),
    "commentary": ("working_well", "worried_about", "needs_to_happen"),
    "decision_sought": ("question", "why", "recommendation", "options", "left_out"),
    "delivery_check": ("findings",),
    "evidence": ("title", "link", "statement", "file_name", "sha256"),
    "evidence_judgement": ("reason",),
    "forecast_change": ("reason",),
    "guard_find": ("reason",),
    "matter": ("words",),
    "matter_step": ("words",),
    "meeting": ("in_attendance",),
    "milestone": ("title",),
    "moderation": ("reason", "evidence"),
    "pack_addendum": ("title", "words", "file_name", "sha256"),
    "pack_review": ("words",),
    "rating_answer": ("answer",),
    "progress_update": (
        "output",
        "reach",
        "impact",
        "barriers",
        "next_steps",
        "plan",
        "ask",
        "confidence_reason",
        "good_practice",
    ),
    "rebaseline": ("reason", "decision_reason"),
    "risk": ("what", "effect", "response"),
    "risk_step": ("words",),
    "starting_note": (
        "plan_reference",
        "rating",
        "status",
        "timescale",
        "progress",
        "evidence",
        "notes",
        "source",
    ),
    "supersession": ("reason",),
    "update_return": ("questions",),
    "variation": ("note", "wording"),
}
"""What can be redacted, by table: what people wrote freely. Evidence's `sha256` stands for the file itself."""


def _of_these() -> str:
    """The SQL condition that a redaction names a table and fields of FIELDS."""
    return " OR ".join(
        f"(table_name = '{table}' AND string_to_array(fields, ',') <@ ARRAY['{names}'])"
        for table, fields in FIELDS.items()
        for names in ["', '".join(fields)]
    )


class Redaction(Table, tags=["recorded"]):
    """Asked for by an administrator; `agreed` is null until somebody of the business unit answers.

    Agreeing is the act itself: the database blanks in the same statement. `fields` are joined by commas.
    `answer_reason` says why it was declined.
    """

    id: Serial
    table_name = Varchar()
    row_id = BigInt()
    fields = Varchar()
    reason = Text()
    asked_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    asked_at = Timestamptz(default=None, null=True)
    agreed = Boolean(default=None, null=True)
    answered_by = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    answered_at = Timestamptz(default=None, null=True)
    answer_reason = Text()

    redaction_of_free_text = Check(_of_these())
    redaction_names_fields = Check("fields <> ''")
    redaction_reason_given = Check("reason <> ''")
    redaction_answered_whole = Check("num_nonnulls(agreed, answered_by, answered_at) IN (0, 3)")
    redaction_answered_by_another = Check("answered_by <> asked_by")


class RedactedEntry(Table, tags=["recorded"]):
    """An entry of history that a redaction blanked. `sha256` is over its new salt and what it holds since."""

    id: Serial
    redaction = ForeignKey(Redaction, null=False, on_delete=OnDelete.restrict)
    entry = BigInt(index=True)
    sha256 = Varchar()

    redacted_entry_sha256 = Check("sha256 ~ '^[0-9a-f]{64}$'")


class RedactedFile(Table, tags=["recorded"]):
    """A file that must go from the evidence store, by its SHA-256; null until it has been removed."""

    id: Serial
    redaction = ForeignKey(Redaction, null=False, on_delete=OnDelete.restrict)
    sha256 = Varchar()
    removed_at = Timestamptz(default=None, null=True)

    redacted_file_once = Unique([redaction, sha256])
    redacted_file_sha256 = Check("sha256 ~ '^[0-9a-f]{64}$'")
