"""Every table of a pack, in the pack's order: what the spreadsheet, the CSV files and the JSON of tables repeat.

Pure: from the content's bytes and the cover. A table of something that this pack does not hold is left out.
"""

from collections.abc import Iterator
from functools import lru_cache

from reports.content import Content, digest_of, read_content
from reports.cover import Cover
from reports.plan_tables import plan_tables
from reports.printable import LONGEST_CELL, shortened
from reports.section_tables import section_tables
from reports.tabled import Table, Under, table, text
from reports.wording import day


@lru_cache(maxsize=4)  # the formats of a pack are set one after the other, each from these
def tables_of(canonical_content: bytes, cover: Cover, longest: int = LONGEST_CELL) -> tuple[Table, ...]:
    """The one with the cover's facts comes first. A text has at most `longest` characters: a spreadsheet's cell's."""
    content = shortened(read_content(canonical_content), longest)
    found = [*section_tables(content), *plan_tables(content)]
    filled = sorted((one for one in found if one.rows), key=lambda one: one.section)
    return (cover_table(content, cover, digest_of(canonical_content)), *filled)


def cover_table(content: Content, cover: Cover, digest: str) -> Table:
    facts = [Under(name, said) for name, said in cover_facts(content, cover, digest)]
    return table(
        "cover", "Cover", 1, facts, text("Fact", "whole", 20), text("What the cover says", "part", 100)
    )


def cover_facts(content: Content, cover: Cover, digest: str) -> Iterator[tuple[str, str]]:
    """What every format says of the pack as a whole, by name."""
    yield "Marking", cover.marking
    yield "Partnership", content.partnership
    yield "Pack", content.title
    if content.example:
        yield (
            "Example data",
            "Only the commitments are real; everything else was made up to show the service.",
        )
    yield "As at", f"{content.as_at_words} ({content.time_zone})"
    if round := content.round:
        yield (
            "Round",
            f"{round.name}: {day(round.period_starts_on)} to {day(round.period_ends_on)}. "
            f"Freezes {round.freezes}, and the Executive Group meets on {day(round.meets_on)}.",
        )
    yield "Finding", f"{content.finding}. {content.standfirst}"
    yield "Of the actions", content.of_the_actions
    yield "Compared with", content.last_issued
    yield "Status", cover.status_words
    yield "Distribution", cover.distribution
    yield "Digest", digest
    yield "History anchor", f"{content.anchor.sequence}:{content.anchor.chain_digest}"
    yield "Made by", f"rules {content.rules}, format {content.format}"
