"""Evidence: a file (kept by its SHA-256), a link or a statement; who accepted it, and what it is for."""

from piccolo.columns import (
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.milestone import Milestone
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment
from objectives.words import EvidenceForm, EvidenceKind, Grade, Line, Sensitivity, one_of


class Evidence(Table, tags=["recorded"]):
    """`shows_on` is the date the evidence shows, never the day it was uploaded.

    `redacted_at` is written by the redaction that last reached it, and by nothing else.
    """

    id: Serial
    title = Varchar()
    form = Varchar()
    kind = Varchar()
    sha256 = Varchar(default=None, null=True)
    file_name = Varchar(default=None, null=True)
    media_type = Varchar(default=None, null=True)
    size = BigInt(default=None, null=True)
    link = Text(default=None, null=True)
    statement = Text(default=None, null=True)
    shows_on = Date(default=None, null=True)
    expires_on = Date(default=None, null=True)
    line = Integer()
    sensitivity = Varchar()
    declared_free_of_child_data = Boolean()
    given_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    given_at = Timestamptz(default=None, null=True)
    redacted_at = Timestamptz(default=None, null=True)

    evidence_titled = Check("title <> ''")
    evidence_form = Check(one_of("form", EvidenceForm))
    evidence_kind = Check(one_of("kind", EvidenceKind))
    evidence_line = Check(one_of("line", Line))
    evidence_sensitivity = Check(one_of("sensitivity", Sensitivity))
    evidence_declared = Check("declared_free_of_child_data")
    evidence_shows_date = Check("shows_on IS NOT NULL")
    evidence_has_substance = Check(
        "(form = 'file' AND sha256 ~ '^[0-9a-f]{64}$' AND file_name IS NOT NULL AND size IS NOT NULL)"
        " OR (form = 'link' AND link ~ '^https?://') OR (form = 'statement' AND statement <> '')"
    )


class EvidenceLink(Table, tags=["recorded"]):
    """What a piece of evidence is for: one action, commitment or milestone a row; a piece may have many rows."""

    id: Serial
    evidence = ForeignKey(Evidence, null=False, on_delete=OnDelete.restrict)
    action = ForeignKey(Action, null=True, on_delete=OnDelete.restrict)
    commitment = ForeignKey(Commitment, null=True, on_delete=OnDelete.restrict)
    milestone = ForeignKey(Milestone, null=True, on_delete=OnDelete.restrict)

    evidence_link_to_one_thing = Check("num_nonnulls(action, commitment, milestone) = 1")


class EvidenceJudgement(Table, tags=["recorded"]):
    """Somebody other than the giver accepted evidence with a grade, or returned it with a reason. The newest holds."""

    id: Serial
    evidence = ForeignKey(Evidence, null=False, on_delete=OnDelete.restrict)
    accepted = Boolean()
    grade = Integer()
    reason = Text()
    judged_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    judged_at = Timestamptz(default=None, null=True)

    evidence_judgement_grade = Check(one_of("grade", Grade))
    evidence_judgement_return_has_reason = Check("accepted OR reason <> ''")
