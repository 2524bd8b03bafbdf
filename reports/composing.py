"""Turns a judged strategy into a pack's content. Pure: asks nobody, decides no rating, and knows no format."""

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import structs

from objectives.moments import Moment, end_of_day
from objectives.proposing import agenda_now
from objectives.rated import Judgement
from objectives.standing import Round, Standing
from objectives.thresholds import THRESHOLDS
from reports import (
    ahead,
    arising,
    assurance,
    changes,
    decisions,
    difference,
    disagreements,
    exceptions,
    headlines,
    risks,
)
from reports.content import FORMAT, Anchor, Content, Definition, RoundFacts, Section
from reports.definitions import DEFINITIONS
from reports.exceptions import exceptions_of, needs_of
from reports.plan_lines import part_of_plan
from reports.since_last import compared_with_last, not_comparable, those_that_moved
from reports.wording import day


def content_of(judgement: Judgement) -> Content:
    """Everything that the pack of this judgement prints. The same judgement always gives the same content."""
    standing, moment = judgement.standing, judgement.standing.moment
    found, compared = exceptions_of(judgement), compared_with_last(judgement)
    content = Content(
        format=FORMAT,
        rules=judgement.rules,
        partnership=standing.partnership,
        strategy=standing.key,
        title=f"{standing.short_title}: progress pack",
        example=standing.example,
        as_at=moment.instant,
        as_at_on=moment.today,
        as_at_words=as_at_words(standing),
        time_zone=moment.time_zone,
        round=_round_facts(standing.this_round, moment.time_zone),
        last_issued=_last_issued(standing),
        anchor=Anchor(moment.sequence, moment.chain_digest),
        finding=headlines.position(judgement),
        standfirst=f"{headlines.since_last(judgement)} {headlines.coverage(judgement)}",
        of_the_actions=headlines.of_the_actions(judgement),
        needs=needs_of(found, judgement),
        sections=(),
        commitments=judgement.all_commitments,
        actions=judgement.all_actions,
        objectives=tuple(part_of_plan(objective, judgement) for objective in standing.objectives),
        movement=headlines.movement(judgement),
        moved=those_that_moved(compared),
        not_comparable=not_comparable(compared),
        exceptions=found,
        definitions=DEFINITIONS,
        thresholds=tuple(Definition(*pair) for pair in THRESHOLDS.definitions()),
        compared=compared,
        disagreements=disagreements.disagreements_of(judgement),
        difference=difference.difference_of(judgement),
        risks=risks.risks_of(judgement),
        changes=changes.changes_of(judgement),
        next_days=ahead.next_days_of(judgement),
    )
    content = _with_what_is_asked(content, judgement)
    return structs.replace(content, sections=_sections(judgement, content))


def _with_what_is_asked(content: Content, judgement: Judgement) -> Content:
    """With what is asked of the Executive Group, was asked last time, and is asked of agencies."""
    agenda = agenda_now(judgement)
    return structs.replace(
        content,
        decisions=decisions.decisions_of(agenda, content.exceptions, judgement),
        left_out=decisions.left_out_of(agenda, judgement),
        last_time=arising.last_time_of(judgement),
        assurance=assurance.assurance_of(judgement),
    )


def _sections(judgement: Judgement, content: Content) -> tuple[Section, ...]:
    """Those that can be filled: indicators (8) cannot exist yet."""
    return (
        Section(1, "Cover", headlines.position(judgement)),
        decisions.section_of(content.decisions),
        Section(3, "Plan on a page", headlines.objectives(judgement)),
        exceptions.section_of(content.exceptions),
        disagreements.section_of(content.disagreements),
        assurance.section_of(content.assurance),
        difference.section_of(content.difference),
        risks.section_of(content.risks),
        changes.section_of(content.changes),
        ahead.section_of(content.next_days),
        arising.section_of(content.last_time),
        Section(13, "Annex", "The full plan, with the reasons for each rating"),
    )


def as_at_words(standing: Standing) -> str:
    """The instant in local words: a round's freeze, the end of a day, or a time of day."""
    moment, round = standing.moment, standing.this_round
    if round and round.freezes_at == moment.instant:
        return f"the freeze of {round.name}, {local_words(moment)}"
    if moment.instant == end_of_day(moment.today, moment.time_zone):
        return f"the end of {day(moment.today)}"
    return local_words(moment)


def local_words(moment: Moment) -> str:
    return _local(moment.instant, moment.time_zone)


def _local(instant: dt.datetime, time_zone: str) -> str:
    there = instant.astimezone(ZoneInfo(time_zone))
    return f"{day(there.date())}, {there:%H:%M}"


def _round_facts(round: Round | None, time_zone: str) -> RoundFacts | None:
    if round is None:
        return None
    return RoundFacts(
        name=round.name,
        period_starts_on=round.period_starts_on,
        period_ends_on=round.period_ends_on,
        updates_due_on=round.updates_due_on,
        freezes=_local(round.freezes_at, time_zone),
        meets_on=round.meets_on,
    )


def _last_issued(standing: Standing) -> str:
    last = standing.last_issued
    if last is None:
        return "none issued before this one"
    return f"the pack of {last.round}, as at {day(last.as_at_on)}, digest {last.digest[:12]}"
