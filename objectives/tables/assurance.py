"""Assurance that is asked for: templates, one asking of one or many agencies, what it is about, and its questions."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.action import Action
from objectives.tables.person import Person
from objectives.tables.strategy import Commitment, Strategy
from objectives.words import QuestionKind, one_of


class AssuranceTemplate(Table, tags=["recorded"]):
    """A template as the business unit changed it; the newest version holds. Version 1 is the one that is shipped.

    `questions` is JSON, as `assurance_templates` reads and writes it. What was sent keeps questions of its own.
    """

    id: Serial
    key = Varchar()
    version = Integer()
    title = Varchar()
    why = Text()
    standard = Text()
    acceptable_evidence = Text()
    questions = Text()
    changed_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    changed_at = Timestamptz(default=None, null=True)

    assurance_template_version_once = Unique([key, version])
    assurance_template_after_shipped = Check("version > 1")
    assurance_template_titled = Check("title <> ''")


class AssuranceAsking(Table, tags=["recorded"]):
    """What was asked, once, of one or many agencies: each has its own request, and all share the questions."""

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    template = Varchar()
    template_version = Integer()
    title = Varchar()
    why = Text()
    covers_from = Date(default=None, null=True)
    covers_to = Date(default=None, null=True)
    standard = Text()
    acceptable_evidence = Text()
    sign_off_wanted = Boolean()
    drafted_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    drafted_at = Timestamptz(default=None, null=True)

    assurance_asking_titled = Check("title <> ''")
    assurance_asking_reason_given = Check("why <> ''")
    assurance_asking_standard_given = Check("standard <> ''")
    assurance_asking_covers = Check("covers_from <= covers_to")


class AssuranceSubject(Table, tags=["recorded"]):
    """What an asking is about: one commitment or action a row."""

    id: Serial
    asking = ForeignKey(AssuranceAsking, null=False, on_delete=OnDelete.restrict)
    commitment = ForeignKey(Commitment, null=True, on_delete=OnDelete.restrict)
    action = ForeignKey(Action, null=True, on_delete=OnDelete.restrict)

    assurance_subject_one_thing = Check("num_nonnulls(commitment, action) = 1")


class AssuranceQuestion(Table, tags=["recorded"]):
    """A question as it was asked, whatever became of its template. `options` are those of a choice, one a line.

    `key` finds the same question in an earlier request. `out_of` says what a number is counted against.
    """

    id: Serial
    asking = ForeignKey(AssuranceAsking, null=False, on_delete=OnDelete.restrict)
    position = Integer()
    key = Varchar()
    title = Varchar()
    words = Text()
    hint = Text()
    kind = Varchar()
    options = Text()
    out_of = Varchar()
    required = Boolean()

    assurance_question_key_once = Unique([asking, key])
    assurance_question_position_once = Unique([asking, position])
    assurance_question_titled = Check("title <> '' AND words <> ''")
    assurance_question_kind = Check(one_of("kind", QuestionKind))
    assurance_question_choice_has_options = Check("(kind = 'choice') = (options <> '')")
