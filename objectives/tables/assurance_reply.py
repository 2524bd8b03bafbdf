"""A reply: answers by question, evidence, sign-off, submission; and what the business unit made of it."""

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
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.agency import Agency
from objectives.tables.assurance import AssuranceQuestion
from objectives.tables.assurance_request import AssuranceContact, AssuranceRequest
from objectives.tables.person import Person
from objectives.words import EvidenceForm, EvidenceKind, Grade, Line, Opinion, one_of


class AssuranceAnswer(Table, tags=["recorded"]):
    """One question answered in one attempt, by the one who wrote it last; history has the others.

    `value` is a number, a percentage, "yes", "no", a day or a choice, as text; `out_of` is a number's total.
    "c" stands for a count between 1 and 5. `still_true` says that the last reply's answer was kept or not.
    """

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, on_delete=OnDelete.restrict)
    question = ForeignKey(AssuranceQuestion, null=False, on_delete=OnDelete.restrict)
    attempt = Integer()
    value = Varchar()
    out_of = Varchar()
    words = Text()
    still_true = Boolean(default=None, null=True)
    answered_by = ForeignKey(AssuranceContact, null=False, on_delete=OnDelete.restrict)
    answered_at = Timestamptz(default=None, null=True)

    assurance_answer_once = Unique([request, question, attempt])
    assurance_answer_given = Check("value <> '' OR words <> ''")


class AssuranceEvidence(Table, tags=["recorded"]):
    """A file, a link or a statement given with an answer. It stays with its reply: who gave it may have no account."""

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, on_delete=OnDelete.restrict)
    question = ForeignKey(AssuranceQuestion, null=False, on_delete=OnDelete.restrict)
    attempt = Integer()
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
    line = Integer()
    declared_free_of_child_data = Boolean()
    given_by = ForeignKey(AssuranceContact, null=False, on_delete=OnDelete.restrict)
    given_at = Timestamptz(default=None, null=True)
    taken_back_at = Timestamptz(default=None, null=True)

    assurance_evidence_titled = Check("title <> ''")
    assurance_evidence_form = Check(one_of("form", EvidenceForm))
    assurance_evidence_kind = Check(one_of("kind", EvidenceKind))
    assurance_evidence_line = Check(one_of("line", Line))
    assurance_evidence_declared = Check("declared_free_of_child_data")
    assurance_evidence_has_substance = Check(
        "(form = 'file' AND sha256 ~ '^[0-9a-f]{64}$' AND file_name IS NOT NULL AND size IS NOT NULL)"
        " OR (form = 'link' AND link ~ '^https?://') OR (form = 'statement' AND statement <> '')"
    )


class AssuranceGrade(Table, tags=["recorded"]):
    """How far a piece of a reply's evidence goes, by the business unit; the newest holds. 0 says that it is no use."""

    id: Serial
    evidence = ForeignKey(AssuranceEvidence, null=False, on_delete=OnDelete.restrict)
    grade = Integer()
    reason = Text()
    graded_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    graded_at = Timestamptz(default=None, null=True)

    assurance_grade = Check(one_of("grade", Grade))
    assurance_grade_nought_has_reason = Check("grade > 0 OR reason <> ''")


class AssuranceSignOff(Table, tags=["recorded"]):
    """A named senior of the agency stands by the reply as it was then; the newest of an attempt holds."""

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, on_delete=OnDelete.restrict)
    attempt = Integer()
    name = Varchar()
    post = Varchar()
    signed_on = Date(default=None, null=True)
    recorded_by = ForeignKey(AssuranceContact, null=False, on_delete=OnDelete.restrict)
    recorded_at = Timestamptz(default=None, null=True)

    assurance_sign_off_named = Check("name <> '' AND post <> ''")


class AssuranceSubmission(Table, tags=["recorded"]):
    """A reply as it was sent, once for each attempt. A nil return says in `words` why there is nothing to report."""

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, on_delete=OnDelete.restrict)
    attempt = Integer()
    nil = Boolean()
    words = Text()
    submitted_by = ForeignKey(AssuranceContact, null=False, on_delete=OnDelete.restrict)
    submitted_at = Timestamptz(default=None, null=True)

    assurance_submission_once = Unique([request, attempt])
    assurance_submission_nil_has_reason = Check("NOT nil OR words <> ''")


class AssuranceReturn(Table, tags=["recorded"]):
    """A specific question about a reply that was returned: about one answer, or about the whole."""

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, on_delete=OnDelete.restrict)
    question = ForeignKey(AssuranceQuestion, null=True, on_delete=OnDelete.restrict)
    words = Text()
    returned_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    returned_at = Timestamptz(default=None, null=True)

    assurance_return_question_given = Check("words <> ''")


class AssuranceOpinion(Table, tags=["recorded"]):
    """The judgement on one request, given once; it accepts the reply. After `review_by` it has lapsed."""

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, unique=True, on_delete=OnDelete.restrict)
    opinion = Varchar()
    reasons = Text()
    review_by = Date(default=None, null=True)
    given_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    given_at = Timestamptz(default=None, null=True)

    assurance_opinion = Check(one_of("opinion", Opinion))
    assurance_opinion_assessed = Check("opinion <> 'Not yet assessed'")
    assurance_opinion_reasons_given = Check("reasons <> ''")


class AssuranceRecommendation(Table, tags=["recorded"]):
    """What an opinion recommends; `action` is what became of it in the plan, once it did."""

    id: Serial
    opinion = ForeignKey(AssuranceOpinion, null=False, on_delete=OnDelete.restrict)
    position = Integer()
    words = Text()
    agency = ForeignKey(Agency, null=False, on_delete=OnDelete.restrict)
    action = ForeignKey(Action, null=True, on_delete=OnDelete.restrict)

    assurance_recommendation_position_once = Unique([opinion, position])
    assurance_recommendation_given = Check("words <> ''")
