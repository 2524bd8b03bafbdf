"""A strategy as the partnership wrote it: objectives and commitments with their locked wording."""

from piccolo.columns import Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.words import Kind, one_of


class Strategy(Table, tags=["recorded"]):
    """`document` is the strategy's reading text (aim, values, definitions, key facts) as canonical JSON."""

    id: Serial
    key = Varchar(unique=True)
    title = Varchar()
    short_title = Varchar()
    partnership = Varchar()
    starts_on = Date(default=None, null=True)
    document = Text()

    strategy_key_shape = Check("key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'")


class Objective(Table, tags=["recorded"]):
    """One of a strategy's objectives; `introduction` holds its paragraphs, one blank line between them."""

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    key = Varchar()
    position = Integer()
    name = Varchar()
    introduction = Text()
    promise = Varchar()

    objective_key_once = Unique([strategy, key])


class Commitment(Table, tags=["recorded"]):
    """A promise of the strategy. `wording` is verbatim and locked (the database refuses to change it)."""

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    objective = ForeignKey(Objective, null=False, on_delete=OnDelete.restrict)
    reference = Varchar()
    position = Integer()
    wording = Text()
    short_title = Varchar()
    kind = Varchar()
    links = Text(help_text="JSON list of {title, address or reference}")
    lead_agency = ForeignKey(Agency, null=True, on_delete=OnDelete.restrict)
    accountable = ForeignKey(Post, null=True, on_delete=OnDelete.restrict)
    business_as_usual_from = Date(default=None, null=True)
    review_on = Date(default=None, null=True)

    commitment_reference_once = Unique([strategy, reference])
    commitment_kind = Check(one_of("kind", Kind))
    commitment_short_title = Check("char_length(short_title) BETWEEN 1 AND 60")
    commitment_as_usual_has_review = Check(
        "business_as_usual_from IS NULL OR (kind = 'standing' AND review_on IS NOT NULL)"
    )


class Variation(Table, tags=["recorded"]):
    """A dated note of changed context beside a locked wording; `wording` is given where the words changed too."""

    id: Serial
    commitment = ForeignKey(Commitment, null=False, on_delete=OnDelete.restrict)
    dated_on = Date(default=None, null=True)
    note = Text()
    wording = Text(default=None, null=True)
    recorded_by = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    recorded_at = Timestamptz(default=None, null=True)

    variation_note_given = Check("note <> ''")
