"""What a search found, as lines: what it is, whose page shows it, and the words around what fits."""

from collections.abc import Mapping

from markupsafe import Markup, escape
from msgspec import Struct

from governance_app.places import Places
from objectives.finding import START, STOP, Found, Hit
from objectives.rated import Judgement
from objectives.standing import Action, Commitment
from reports.wording import Mark, mark_of, sentence_case

ANCHORS = {"milestone": "#milestones", "update": "#updates", "evidence": "#evidence"}


class FoundLine(Struct, frozen=True):
    """`excerpt` is HTML: everything in it is escaped but the marks around what fits."""

    kind: str
    reference: str
    title: str
    address: str
    strategy: str
    agency: str
    mark: Mark
    excerpt: Markup


def found_lines(
    found: Found, judgements: Mapping[str, Judgement], places: Mapping[str, Places]
) -> tuple[FoundLine, ...]:
    return tuple(_line(hit, judgements[hit.strategy], places[hit.strategy]) for hit in found.hits)


def _line(hit: Hit, judgement: Judgement, places: Places) -> FoundLine:
    thing = hit.thing
    is_action = isinstance(thing, Action)
    rated = (judgement.actions if is_action else judgement.commitments)[thing.reference]
    page = places.action(thing.reference) if is_action else places.commitment(thing.reference)
    return FoundLine(
        kind=sentence_case(hit.kind),
        reference=thing.reference,
        title=_title(thing),
        address=page + ANCHORS.get(hit.kind, ""),
        strategy=judgement.standing.short_title,
        agency=_agency(thing),
        mark=mark_of(rated),
        excerpt=marked(hit.excerpt),
    )


def marked(excerpt: str) -> Markup:
    """The excerpt as HTML, with what fits marked; every other character is text."""
    return Markup(str(escape(excerpt)).replace(START, "<mark>").replace(STOP, "</mark>"))


def _title(thing: Commitment | Action) -> str:
    return thing.title if isinstance(thing, Action) else thing.short_title


def _agency(thing: Commitment | Action) -> str:
    if isinstance(thing, Action):
        return thing.agency.short_name
    return thing.lead_agency.short_name if thing.lead_agency else "No lead agency yet"
