"""Puts a strategy's standing together from recorded rows. Pure: decides nothing about ratings, reads no database."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import msgspec

from objectives import pieces, rows, standing
from objectives.arising import matters_of
from objectives.assured import requests_by_subject
from objectives.at_risk import risks_by_subject
from objectives.frozen import Frozen
from objectives.moments import Moment, day_of
from objectives.pieces import acceptance, agency, commentary, moderation, piece, reporting_round, update
from objectives.problems import NotFound
from objectives.standing import Standing
from objectives.words import Role

Tables = dict[str, dict[int, Any]]


def assemble(tables: Tables, key: str, moment: Moment) -> Standing:
    """The standing of strategy `key` at a moment, from all recorded rows that were live then.

    Raises NotFound where the strategy was not in the service at that moment.
    """
    strategy: rows.Strategy | None = next((s for s in tables["strategy"].values() if s.key == key), None)
    if strategy is None:
        raise NotFound(
            f"The service held no strategy called “{key}” at that time. See `governance strategy show`."
        )
    return _Gathering(tables, strategy, moment).whole()


class _Gathering:
    """One assembly: the rows grouped by what they belong to, each read once."""

    def __init__(self, tables: Tables, strategy: rows.Strategy, moment: Moment) -> None:
        self.tables, self.strategy, self.moment = tables, strategy, moment
        self.agencies = {a.id: agency(a) for a in tables["agency"].values()}
        self.people = {
            p.id: standing.Person(p.id, p.name, self.agencies[p.agency]) for p in tables["person"].values()
        }
        self.posts = self._posts()
        self.rounds = {r.id: reporting_round(r) for r in tables["reporting_round"].values()}
        self.evidence = {e.id: e for e in self._all_evidence()}
        self.evidence_of = {parent: self._linked(parent) for parent in ("action", "commitment", "milestone")}
        self.milestones_of = self._by("milestone", "action", key=lambda m: (m.position, m.id))
        self.updates_of = self._by("progress_update", "action", key=attrgetter("round", "version"))
        self.returns_of = self._by("update_return", "progress_update")
        self.rebaselines_of = self._by("rebaseline", "milestone")
        self.forecasts_of = self._by("forecast_change", "milestone")
        self.checks_of = self._by("delivery_check", "action", key=lambda c: (c.checked_on, c.id))
        self.supersessions_of = self._by("supersession", "action")
        self.variations_of = self._by("variation", "commitment", key=lambda v: (v.dated_on, v.id))
        self.moderations_of = {p: self._by("moderation", p, key=attrgetter("moderated_at")) for p in SUBJECTS}
        self.acceptances_of = {p: self._by("rating_acceptance", p) for p in SUBJECTS}
        self.answers_of = self._by("rating_answer", "moderation")
        self.frozen_of = {p: self._by("freeze_row", p, key=self._when_frozen) for p in SUBJECTS}
        self.actions_of = self._by("action", "commitment", key=lambda a: _natural(a.reference))
        self.commentaries_of = self._by("commentary", "objective", key=self._when_frozen)
        self.risks_of = risks_by_subject(tables, self.posts, self.people)
        self.requests_of = requests_by_subject(tables, self.agencies, self.people, self.moment.time_zone)
        self.commitments_of = self._by("commitment", "objective", key=lambda c: (c.position, c.id))

    def whole(self) -> Standing:
        installation = next(iter(self.tables["installation"].values()), None)
        mine = [o for o in self.tables["objective"].values() if o.strategy == self.strategy.id]
        return Standing(
            moment=self.moment,
            partnership=self.strategy.partnership,
            example=bool(installation and installation.example),
            key=self.strategy.key,
            title=self.strategy.title,
            short_title=self.strategy.short_title,
            starts_on=self.strategy.starts_on,
            document=self.strategy.document,
            rounds=tuple(sorted(self.rounds.values(), key=lambda r: r.period_starts_on)),
            last_issued=self._last_issued(),
            objectives=tuple(self._objective(o) for o in sorted(mine, key=lambda o: (o.position, o.id))),
            judges=tuple(self._judges()),
            sought=pieces.sought_in(self.tables, self.strategy, self.rounds, self.people),
            matters=matters_of(self.strategy.id, self.tables, self.posts, self.people),
        )

    def _objective(self, row: rows.Objective) -> standing.Objective:
        commitments = tuple(self._commitment(c) for c in self.commitments_of[row.id])
        said = tuple(
            commentary(c, self.rounds[c.round], self.people[c.written_by])
            for c in self.commentaries_of[row.id]
        )
        return standing.Objective(row.key, row.name, row.introduction, row.promise, commitments, said)

    def _commitment(self, row: rows.Commitment) -> standing.Commitment:
        return standing.Commitment(
            id=row.id,
            reference=row.reference,
            short_title=row.short_title,
            wording=row.wording,
            kind=row.kind,
            lead_agency=self.agencies[row.lead_agency] if row.lead_agency else None,
            accountable=self.posts[row.accountable] if row.accountable else None,
            business_as_usual_from=row.business_as_usual_from,
            review_on=row.review_on,
            links=msgspec.json.decode(row.links or "[]", type=tuple[standing.Link, ...]),
            variations=tuple(
                standing.Variation(v.dated_on, v.note, v.wording) for v in self.variations_of[row.id]
            ),
            actions=tuple(self._action(a) for a in self.actions_of[row.id]),
            evidence=self._evidence_for("commitment", row.id),
            moderations=self._moderations("commitment", row.id),
            acceptances=self._acceptances("commitment", row.id),
            requests=self.requests_of["commitment", row.id],
            frozen=self._frozen("commitment", row.id),
            risks=self.risks_of["commitment", row.id],
        )

    def _action(self, row: rows.Action) -> standing.Action:
        milestones = self.milestones_of[row.id]
        return standing.Action(
            id=row.id,
            reference=row.reference,
            title=row.title,
            description=row.description,
            agency=self.agencies[row.agency],
            owner=self.posts[row.owner] if row.owner else None,
            deputy=self._acting(row.deputy),
            accountable=self.posts[row.accountable] if row.accountable else None,
            status=row.status,
            planned_start_on=row.planned_start_on,
            added_on=day_of(row.added_at, self.moment.time_zone),
            delivered_on=row.delivered_on,
            review_on=row.review_on,
            milestones=tuple(self._milestone(m) for m in milestones),
            updates=self._updates(row.id),
            evidence=self._evidence_for("action", row.id, milestones),
            checks=tuple(self._check(c) for c in self.checks_of[row.id]),
            moderations=self._moderations("action", row.id),
            acceptances=self._acceptances("action", row.id),
            requests=self.requests_of["action", row.id],
            frozen=self._frozen("action", row.id),
            supersession=next((self._supersession(s) for s in self.supersessions_of[row.id]), None),
            risks=self.risks_of["action", row.id],
        )

    def _milestone(self, row: rows.Milestone) -> standing.Milestone:
        return standing.Milestone(
            id=row.id,
            title=row.title,
            first_baseline_on=row.first_baseline_on,
            baseline_on=row.baseline_on,
            forecast_on=row.forecast_on,
            met_on=row.met_on,
            rebaselines=tuple(self._rebaseline(r) for r in self.rebaselines_of[row.id]),
            forecast_changes=tuple(
                standing.ForecastChange(
                    f.from_on, f.to_on, f.reason, self.people[f.moved_by].name, f.moved_at
                )
                for f in self.forecasts_of[row.id]
            ),
        )

    def _rebaseline(self, row: rows.Rebaseline) -> standing.Rebaseline:
        return standing.Rebaseline(
            from_on=row.from_on,
            to_on=row.to_on,
            reason=row.reason,
            asked_by=self.people[row.asked_by].name,
            asked_at=row.asked_at,
            approved=row.approved,
            decided_by=self.people[row.decided_by].name if row.decided_by else None,
            decided_at=row.decided_at,
            decision_reason=row.decision_reason,
        )

    def _updates(self, action: int) -> tuple[standing.Update, ...]:
        """For each round the newest version sent in time, and the newest sent after its freeze: the second never
        takes the first one's place."""
        newest = {
            (u.round, u.submitted_at > self.rounds[u.round].freezes_at): u for u in self.updates_of[action]
        }
        told = [update(u, self.rounds[u.round], self.people, self.returns_of[u.id]) for u in newest.values()]
        return tuple(sorted(told, key=lambda u: (u.round.period_starts_on, u.late)))

    def _check(self, row: rows.DeliveryCheck) -> standing.Check:
        name = self.people[row.checked_by].name
        return standing.Check(row.checked_on, row.passed, row.findings, name, row.recorded_at)

    def _supersession(self, row: rows.Supersession) -> standing.Supersession:
        return standing.Supersession(row.reason, self.people[row.superseded_by].name, row.superseded_at)

    def _moderations(self, subject: str, id: int) -> tuple[standing.Moderation, ...]:
        return tuple(
            moderation(m, self.rounds[m.round], self.people, self.answers_of[m.id])
            for m in self.moderations_of[subject][id]
        )

    def _acceptances(self, subject: str, id: int) -> tuple[standing.Acceptance, ...]:
        return tuple(
            acceptance(a, self.rounds[a.round], self.people) for a in self.acceptances_of[subject][id]
        )

    def _frozen(self, subject: str, id: int) -> tuple[Frozen, ...]:
        return tuple(
            Frozen(
                round=self.rounds[f.round].name,
                owners=f.owners,
                calculated=f.calculated,
                moderated=f.moderated,
                published=f.published,
                hollow=f.hollow,
                carried_from=f.carried_from,
                unrated=f.unrated,
                rules=f.rules,
            )
            for f in self.frozen_of[subject][id]
            if f.round in self.rounds and self.rounds[f.round].freezes_at < self.moment.instant
        )

    def _evidence_for(
        self, parent: str, id: int, milestones: Iterable[rows.Milestone] = ()
    ) -> tuple[standing.Evidence, ...]:
        found = {e.id: e for e in self.evidence_of[parent][id]}
        for milestone in milestones:
            for shown in self.evidence_of["milestone"][milestone.id]:
                found[shown.id] = msgspec.structs.replace(shown, milestone=milestone.title)
        return tuple(sorted(found.values(), key=lambda e: (e.shows_on, e.id), reverse=True))

    def _all_evidence(self) -> Iterable[standing.Evidence]:
        judged = {
            j.evidence: j for j in sorted(self.tables["evidence_judgement"].values(), key=lambda j: j.id)
        }
        for row in self.tables["evidence"].values():
            yield piece(row, judged.get(row.id), self.people)

    def _linked(self, parent: str) -> dict[int, list[standing.Evidence]]:
        return defaultdict(
            list,
            {
                id: [self.evidence[link.evidence] for link in links]
                for id, links in self._by("evidence_link", parent).items()
            },
        )

    def _last_issued(self) -> standing.LastIssued | None:
        """The latest recorded as issued by now, with an earlier as-at (handbook, section 3). Only rounds are issued."""
        packs = self.tables["pack"]
        issued = [(i, packs[i.pack]) for i in self.tables["pack_issue"].values() if i.pack in packs]
        mine = [
            (issue.issued_at, pack)
            for issue, pack in issued
            if pack.strategy == self.strategy.id
            and pack.round in self.rounds
            and pack.as_at < self.moment.instant
        ]
        if not mine:
            return None
        _, pack = max(mine, key=lambda pair: (pair[0], pair[1].id))
        return standing.LastIssued(self.rounds[pack.round].name, pack.as_at_on, pack.digest, pack.as_at)

    def _holding(self) -> Iterable[rows.PostHolding]:
        """Who holds each post today; a person who was disabled holds nothing."""
        today = self.moment.today
        for held in sorted(self.tables["post_holding"].values(), key=lambda h: (h.starts_on, h.id)):
            in_post = held.starts_on <= today and (held.ends_on is None or today <= held.ends_on)
            if in_post and self.tables["person"][held.person].disabled_at is None:
                yield held

    def _posts(self) -> dict[int, standing.Post]:
        held = {holding.post: holding for holding in self._holding()}
        read = {taking.holding for taking in self.tables["taking_on"].values()}
        first = {
            post: holdings[0]
            for post, holdings in self._by("post_holding", "post", key=attrgetter("starts_on", "id")).items()
        }
        posts = {}
        for post in self.tables["post"].values():
            now = held.get(post.id)
            to_read = now.starts_on if now and now.id not in read and now.id != first[post.id].id else None
            holder = self.people[now.person] if now else None
            posts[post.id] = standing.Post(
                post.id, post.title, self.agencies[post.agency], holder, to_read_since=to_read
            )
        return posts

    def _judges(self) -> Iterable[standing.Person]:
        """Whoever holds the business unit's role today and may still sign in, by id."""
        today = self.moment.today
        for person in sorted(
            {
                grant.person
                for grant in self.tables["role_grant"].values()
                if grant.role is Role.BUSINESS_UNIT
                and grant.given_on <= today
                and (grant.ended_on is None or today <= grant.ended_on)
            }
        ):
            if self.tables["person"][person].disabled_at is None:
                yield self.people[person]

    def _acting(self, deputy: int | None) -> standing.Person | None:
        """A deputy who was disabled acts no longer."""
        if deputy is None or self.tables["person"][deputy].disabled_at is not None:
            return None
        return self.people[deputy]

    def _when_frozen(self, row: rows.FreezeRow | rows.Commentary) -> dt.date:
        round = self.rounds.get(row.round)
        return round.period_starts_on if round else dt.date.max

    def _by(self, table: str, column: str, key: Any = attrgetter("id")) -> defaultdict[int, list[Any]]:
        """A table's rows grouped by the id in one column, in a stated order; ties by id."""
        grouped: defaultdict[int, list[Any]] = defaultdict(list)
        parent_of = attrgetter(column)
        for _, row in sorted(self.tables[table].items()):
            grouped[parent_of(row)].append(row)
        grouped.pop(None, None)  # type: ignore[call-overload]
        for members in grouped.values():
            members.sort(key=key)
        return grouped


SUBJECTS = ("action", "commitment")


def _natural(reference: str) -> tuple[object, ...]:
    """PREV-1.2 before PREV-1.10."""
    return tuple(int(part) if part.isdigit() else part for part in reference.replace("-", ".").split("."))
