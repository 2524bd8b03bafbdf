"""What stands in the Word document of a pack, in the pack's order: its cover, then each section that it holds.

Most sections are their headline and their tables; the cover, the plan, the exceptions and the annex are set apart.
"""

from collections.abc import Iterator, Mapping, Sequence

from reports.content import ActionLine, CommitmentLine, Content, ExceptionLine, Judged, RedAction, Section
from reports.counts import columns_of
from reports.tabled import Table
from reports.word_tables import fact, set_table, shared
from reports.word_xml import contents, heading, mark, paragraph, run, table
from reports.wording import Mark, day, short_day

APART = {
    *(
        "cover",
        "sections",
        "needs",
        "objectives",
        "commitments",
        "actions",
        "rounds",
        "milestones",
        "reasons",
    ),
    *("variations", "exceptions", "ways_back"),
}
"""Tables that are not set as such: the cover, the plan, the exceptions and the annex say it in their own way."""

SHORT = 22
NEW_PAGE = '<w:r><w:br w:type="page"/></w:r>'
CHARTS = {6: "assurance", 10: "milestones"}
"""The chart of a section, by its number; those of the third have places of their own."""
Charts = Mapping[str, str]
"""The charts as paragraphs, by name."""


def cover_page(content: Content, facts: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    yield paragraph("PackQuiet", run(content.partnership, bold=True))
    yield paragraph("Title", run(content.title))
    named = f"{content.round.name}, as at " if content.round else "As at "
    yield paragraph("Subtitle", run(named + day(content.as_at_on)))
    yield paragraph("PackHeadline", run(f"{content.finding}."))
    yield paragraph("Normal", run(content.standfirst))
    yield from _spread(content, width)
    yield paragraph("PackQuiet", run(content.of_the_actions))
    yield from _needs(content)
    yield paragraph("PackPart", run("In this pack"))
    yield contents(
        [(_bookmark(one)[1], f"{one.number}  {one.name}") for one in content.sections if one.number > 1]
    )
    yield paragraph("PackPart", run("What this pack is"))
    told = ("Partnership", "Pack", "Finding", "Of the actions", "Example data")
    yield from (fact(name, run(said)) for name, said in facts if name not in told)
    if any(one.number == 2 for one in content.sections):
        yield paragraph("PackAfterTable", NEW_PAGE)


def _spread(content: Content, width: int) -> Iterator[str]:
    columns = columns_of(content.commitments)
    heads = [column.name for column in columns] + ["All"]
    counts = [(column.shape, column.of(content.commitments)) for column in columns]
    cells = [paragraph("PackCount", mark(shape), run(str(count))) for shape, count in counts]
    cells.append(paragraph("PackCount", run(str(content.commitments.total))))
    yield table("Commitments by rating", shared(width, [1] * len(heads)), heads, [cells])


def _needs(content: Content) -> Iterator[str]:
    if content.needs:
        yield paragraph("PackPart", run("What needs the Executive Group"))
    for place, need in enumerate(content.needs):
        number = content.decisions[place].number if place < len(content.decisions) else need.number
        named = run(f"  {need.reference} ", bold=True)
        yield paragraph(
            "PackFact", run(f"{number}  "), _mark(need.mark), named, run(f"{need.title}. {need.why}")
        )


def front(section: Section) -> Iterator[str]:
    """A section's heading, its headline, and why there is nothing in it."""
    yield heading(1, run(f"{section.number}  {section.name}"), bookmark=_bookmark(section))
    yield paragraph("PackHeadline", run(f"{section.headline.removesuffix('.')}."))
    if section.nothing:
        yield paragraph("PackQuiet", run(section.nothing))


def usual(
    content: Content, section: Section, tables: Sequence[Table], charts: Charts, width: int
) -> Iterator[str]:
    """A section as its headline, its chart if it has one, and its tables."""
    yield from front(section)
    if section.number == 10 and content.changes.summary:
        yield paragraph("PackQuiet", run(content.changes.summary))
    yield charts.get(CHARTS.get(section.number, ""), "")
    for found in tables:
        yield from set_table(found, width)


def plan(content: Content, section: Section, width: int) -> Iterator[str]:
    yield from front(section)
    heads = ("Commitment", "Rating", "Movement", "Rounds", "Next milestone", "Lead")
    widths = shared(width, (71, 21, 19, 15, 41, 24))
    for objective in content.objectives:
        yield heading(
            2, run(f"{objective.name}: "), _mark(objective.published), run(objective.published.word)
        )
        yield table(objective.name, widths, heads, [_tile(line) for line in objective.lines])
    said = (
        "Rounds, oldest first: ♦ red, ▲ amber, ● green, ■ blue, ▬ grey, · none then; hollow: carried forward."
    )
    yield paragraph("PackFact", run(f"{said} Movement: since the last issued pack."))


def _tile(line: CommitmentLine) -> list[str]:
    then = f"{short_day(line.next.on)}  {_short(line.next.title)}" if line.next else ""
    return [
        paragraph("PackTile", run(line.reference, bold=True), run(f" {line.short_title}")),
        paragraph("PackTile", _mark(line.judged.published), run(line.judged.published.word, bold=True)),
        paragraph("PackTile", run(line.judged.direction)),
        paragraph("PackTile", *(_mark(then.mark) or run("– ") for then in line.strip)),
        paragraph("PackTile", run(then)),
        paragraph("PackTile", run(line.lead)),
    ]


def _short(title: str) -> str:
    """The plan is a page; the annex has the whole of it."""
    return title if len(title) <= SHORT else title[: SHORT - 1].rstrip() + "…"


def position(content: Content, tables: Sequence[Table], charts: Charts, width: int) -> Iterator[str]:
    """Where the plan stands and how it moved; its heading is a second-level one of section 3."""
    yield heading(2, run("The position"))
    yield paragraph("PackHeadline", run(content.movement))
    yield from (charts[name] for name in ("movement", "objectives") if name in charts)
    for objective in content.objectives:
        said = run(f" {objective.sentence}")
        yield fact(objective.name, _rated(objective.published), run("."), said)
    for found in tables:
        yield from set_table(found, width)


def exceptions(content: Content, section: Section) -> Iterator[str]:
    yield from front(section)
    found = content.exceptions
    groups = {
        "Red": found.red,
        "Amber for two rounds or more": found.amber,
        "Not updated, or without evidence to rate": found.stale,
        "Without an owner": found.unowned,
    }
    for name, lines in groups.items():
        if lines:
            yield heading(2, run(name))
        for line in lines:
            yield from _exception(line)


def _exception(line: ExceptionLine) -> Iterator[str]:
    named = run(f" {line.reference} {line.title}")
    held = [run(f", {line.held}")] if line.held else []
    yield heading(3, run(f"{line.number}  "), _mark(line.mark), run(line.mark.spoken), *held, run("."), named)
    for action in line.actions:
        yield from _way_back(action)
    if not line.actions:
        yield from (paragraph("Normal", run(sentence)) for sentence in line.sentences)
        if line.owner:
            yield fact("Owner", run(line.owner))
    if line.asks:
        yield paragraph("Normal", run(line.asks, bold=True))


def _way_back(action: RedAction) -> Iterator[str]:
    yield paragraph("Normal", run(f"{action.reference} ", bold=True), run(action.title))
    yield paragraph("Normal", run(" ".join(action.sentences)))
    yield fact("Recovery plan", run(action.plan or "No recovery plan given", bold=not action.plan))
    yield fact("Back on track", run(day(action.back_on) if action.back_on else "No date given"))
    yield fact("Ask", run(action.ask or "Nothing asked", bold=bool(action.ask)))
    yield fact("Owner", run(action.owner))


def annex(content: Content, section: Section, tables: Sequence[Table], width: int) -> Iterator[str]:
    yield from front(section)
    yield paragraph("PackQuiet", run("Wording as adopted, locked; actions below their commitment."))
    heads = ("Commitment or action", "Ratings", "Reasons")
    widths = shared(width, (50, 20, 54))
    for objective in content.objectives:
        yield heading(2, run(objective.name))
        rows = []
        for line in objective.lines:
            rows.append([_promise(line), _three(line.judged), _reasons(line, of_owner=False)])
            rows += [[_task(action), _three(action.judged), _reasons(action)] for action in line.actions]
        yield table(f"Full plan: {objective.name}", widths, heads, rows)
    for found in tables:
        yield from set_table(found, width)


def _promise(line: CommitmentLine) -> str:
    said = [paragraph("PackCell", run(f"{line.reference} ", bold=True), run(line.wording, bold=True))]
    for noted in line.variations:
        new = f" New wording: “{noted.wording}”" if noted.wording else ""
        said.append(paragraph("PackCell", run(f"Variation, {day(noted.dated_on)}: {noted.note}{new}")))
    accountable = f" Accountable: {line.accountable}." if line.accountable else ""
    said.append(paragraph("PackCell", run(f"{line.lead}. {line.kind}. {line.status}.{accountable}")))
    return "".join(said)


def _task(action: ActionLine) -> str:
    named = paragraph("PackCell", run(f"{action.reference} ", bold=True), run(action.title))
    return named + paragraph("PackCell", run(f"{action.owner}. {action.status}."))


def _three(judged: Judged) -> str:
    said = [paragraph("PackCell", _rated(judged.published))]
    if judged.owners or judged.calculated:
        said.append(paragraph("PackCell", run(f"Owner’s {judged.owners or 'none'}")))
        said.append(paragraph("PackCell", run(f"Calculated {judged.calculated or 'none'}")))
    if judged.moderated:
        said.append(paragraph("PackCell", run(f"Moderated {judged.moderated}")))
    return "".join(said)


def _reasons(line: CommitmentLine | ActionLine, of_owner: bool = True) -> str:
    judged = line.judged
    said = [paragraph("PackCell", _mark(reason.mark), run(reason.sentence)) for reason in judged.reasons]
    if judged.moderation:
        said.append(paragraph("PackCell", run(judged.moderation)))
    notes = [f"Next: {line.next.title}, {short_day(line.next.on)}"] if line.next else []
    notes += [judged.dates_moved] if judged.dates_moved else []
    notes += judged.notes
    if judged.confidence:
        because = f" ({judged.confidence_reason})" if judged.confidence_reason and of_owner else ""
        notes.append(f"Outcome confidence: {judged.confidence}{because}")
    said.append(paragraph("PackCell", run("".join(f"{note}. " for note in notes).strip())))
    return "".join(said)


def _rated(shown: Mark) -> str:
    note = run(f", {shown.note}") if shown.note else ""
    return _mark(shown) + run(shown.word, bold=True) + note


def _mark(shown: Mark) -> str:
    return mark(shown.shape)


def _bookmark(section: Section) -> tuple[int, str]:
    return section.number, f"section_{section.number}"
