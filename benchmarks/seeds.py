"""The statements that plant a strategy's rows by the roomful: the plan first, then a quarter's work, round by round.

Who owns what, what slips and who stays silent follow from the rows' numbers, so a size always grows the same.
"""

AGENCIES = 11


def of_the_plan(commitments: int, actions: int) -> tuple[str, ...]:
    """Agencies, people in posts, further commitments up to the number asked for, actions with milestones."""
    return (
        f"""
        INSERT INTO agency (name, short_name, lead_partner)
        SELECT format('Partner agency %s', n), format('Agency %s', n), 'Chief executive'
        FROM generate_series(1, {AGENCIES}) AS n ORDER BY n
        """,
        f"""
        INSERT INTO person (name, email, agency)
        SELECT format('Person %s Example', n), format('person%s@example.org', n), a.ids[1 + n % {AGENCIES}]
        FROM generate_series(1, 6 * {AGENCIES}) AS n,
            (SELECT array_agg(id ORDER BY id) AS ids FROM agency WHERE NOT is_business_unit) AS a ORDER BY n
        """,
        """
        INSERT INTO post (title, agency)
        SELECT format('Head of area %s', p.id), p.agency FROM person AS p JOIN agency AS a ON a.id = p.agency
        WHERE NOT a.is_business_unit AND p.id % 2 = 0 ORDER BY p.id
        """,
        """
        INSERT INTO post_holding (post, person, starts_on)
        SELECT post.id, person.id, governance_now()::date FROM post
        JOIN person ON post.title = format('Head of area %s', person.id) ORDER BY post.id
        """,
        f"""
        INSERT INTO commitment (strategy, objective, reference, position, wording, short_title, kind, links)
        SELECT o.strategy, o.id, format('%s-%s', o.key, o.held + (n + 2) / 3), o.held + (n + 2) / 3,
            format('Work with all partners to see promise %s through, and say openly what stands in its way.', n),
            format('Promise %s seen through with all partners', n),
            (ARRAY['programme', 'deliverable', 'standing'])[1 + n % 3], '[]'
        FROM generate_series(1, {commitments} - (SELECT count(*)::integer FROM commitment)) AS n
        JOIN (SELECT objective.*, (SELECT count(*) FROM commitment AS c WHERE c.objective = objective.id) AS held,
                     row_number() OVER (ORDER BY id) AS place FROM objective) AS o ON o.place = 1 + (n - 1) % 3
        ORDER BY n
        """,
        f"""
        INSERT INTO action (strategy, commitment, reference, title, description, agency, owner, deputy, accountable,
                            status, planned_start_on, added_at)
        SELECT c.strategy, c.id, format('%s.%s', c.reference, 1 + (n - 1) / {commitments}),
            format('Take step %s with everyone it needs', n),
            'What is done, with whom, and how children and families will notice that it was.',
            post.agency, CASE WHEN n % 59 <> 0 THEN post.id END, deputy.id, boss.id,
            CASE WHEN n % 20 = 0 THEN 'not started' ELSE 'in progress' END,
            governance_now()::date + n % 90, governance_now()
        FROM generate_series(1, {actions}) AS n
        JOIN (SELECT *, row_number() OVER (ORDER BY id) AS place FROM commitment) AS c
            ON c.place = 1 + (n - 1) % {commitments}
        JOIN (SELECT *, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS posts FROM post) AS post
            ON post.place = 1 + n % post.posts
        JOIN LATERAL (SELECT min(id) AS id FROM person WHERE agency = post.agency AND n % 3 = 0) AS deputy ON true
        JOIN LATERAL (SELECT max(id) AS id FROM post AS p WHERE p.agency = post.agency) AS boss ON true
        ORDER BY n
        """,
        """
        INSERT INTO milestone (action, position, title, first_baseline_on, baseline_on)
        SELECT a.id, place, format('Stage %s agreed and in use', place), due, due
        FROM action AS a, generate_series(1, 3) AS place,
            LATERAL (SELECT (governance_now() + make_interval(months => 12 * place - (a.id % 10)::integer,
                                                              days => (a.id % 28)::integer))::date AS due) AS planned
        ORDER BY a.id, place
        """,
    )


def of_a_round(number: int, round: int) -> tuple[str, ...]:
    """A quarter: milestones met or slipping, updates, some returned; evidence, deliveries, checks, moderations."""
    return (
        f"""
        UPDATE milestone AS m SET met_on = m.baseline_on FROM reporting_round AS r
        WHERE r.id = {round} AND m.met_on IS NULL AND m.baseline_on <= r.period_ends_on AND m.id % 37 <> 0
        """,
        f"""
        INSERT INTO forecast_change (milestone, from_on, to_on, reason, moved_by, moved_at)
        SELECT m.id, coalesce(m.forecast_on, m.baseline_on), r.period_ends_on + 75,
            'Two of the three partners have yet to name who will come.', {_SAID_BY}, governance_now()
        FROM milestone AS m JOIN action AS a ON a.id = m.action, reporting_round AS r
        WHERE r.id = {round} AND m.id % 37 = 0 AND (m.id / 37) % 4 = {number} % 4 AND m.baseline_on <= r.period_ends_on
        ORDER BY m.id
        """,
        f"""
        UPDATE milestone AS m SET forecast_on = f.to_on FROM forecast_change AS f
        WHERE f.milestone = m.id AND f.moved_at = governance_now() AND {number} > 0
        """,
        f"""
        INSERT INTO progress_update (action, round, version, submitted_by, submitted_at, output, reach, impact,
            barriers, next_steps, owner_rating, issue, plan, plan_due_on, ask, confidence, confidence_reason,
            good_practice)
        SELECT a.id, {round}, 1, {_SAID_BY}, governance_now(),
            format('Step %s went on in round %s: two sessions were held, and the material was tried in each setting.',
                   a.id, {number}),
            format('%s people from %s settings took part.', 20 + a.id % 70, 2 + a.id % 9),
            'Families say that they know whom to ask; practitioners raise the subject sooner than a year ago.',
            CASE WHEN a.id % 4 = 0 THEN 'Releasing people for a whole day is hard in the winter months.' ELSE '' END,
            'Hold the next two sessions, and look at what changed in practice.',
            CASE WHEN (a.id + {number}) % 31 = 0 THEN 'Red' WHEN (a.id + {number}) % 7 = 0 THEN 'Amber'
                 ELSE 'Green' END,
            CASE WHEN a.id % 19 = 0 THEN 'significant, with a plan' ELSE 'none' END,
            CASE WHEN a.id % 19 = 0 THEN 'Train a second trainer.' ELSE '' END,
            CASE WHEN a.id % 19 = 0 THEN governance_now()::date + 60 END,
            CASE WHEN a.id % 19 = 0 THEN 'Release one trainer for a day a month.' ELSE '' END,
            (ARRAY['High', 'Medium', 'Low'])[1 + (a.id + {number}) % 3], 'Early signs only; too few to be sure.', ''
        FROM action AS a WHERE a.status <> 'complete and embedded' AND (a.id + {number}) % 13 <> 0 ORDER BY a.id
        """,
        f"""
        INSERT INTO update_return (progress_update, questions, returned_by, returned_at)
        SELECT u.id, 'How many of those who were asked took part?', {_MODERATOR}, governance_now()
        FROM progress_update AS u WHERE u.round = {round} AND u.action % 17 = {number} ORDER BY u.id
        """,
        f"""
        INSERT INTO evidence (title, form, kind, link, shows_on, line, sensitivity, declared_free_of_child_data,
            given_by, given_at)
        SELECT format('What step %s showed by round %s', a.id, {number}), 'link',
            (ARRAY['policy or document', 'training figures', 'audit or dip sample'])[1 + a.id % 3],
            'https://example.org/evidence', governance_now()::date - 20, 1 + a.id % 3, 'OFFICIAL-SENSITIVE', true,
            {_SAID_BY}, governance_now()
        FROM action AS a WHERE (a.id + {number}) % 4 = 0 ORDER BY a.id
        """,
        f"""
        INSERT INTO evidence_link (evidence, action)
        SELECT e.id, a.id FROM evidence AS e
        JOIN action AS a ON e.title = format('What step %s showed by round %s', a.id, {number}) ORDER BY e.id
        """,
        f"""
        INSERT INTO evidence_judgement (evidence, accepted, grade, reason, judged_by, judged_at)
        SELECT e.id, e.id % 25 <> 0, CASE WHEN e.id % 25 = 0 THEN 0 ELSE 2 + e.id % 2 END,
            'Read against what was promised.', {_MODERATOR}, governance_now()
        FROM evidence AS e WHERE e.given_at = governance_now() ORDER BY e.id
        """,
        f"""
        UPDATE action SET status = 'delivered, awaiting verification', delivered_on = governance_now()::date - 15
        WHERE {number} = 6 AND id % 10 = 1 AND status = 'in progress'
        """,
        f"""
        INSERT INTO delivery_check (action, checked_on, passed, findings, checked_by, recorded_at)
        SELECT id, governance_now()::date - 3, true, 'Still works as agreed, a year on.', {_MODERATOR}, governance_now()
        FROM action WHERE {number} = 8 AND id % 20 = 1 AND status = 'delivered, awaiting verification' ORDER BY 1
        """,
        f"""
        UPDATE action SET status = 'complete and embedded'
        WHERE {number} = 8 AND id IN (SELECT action FROM delivery_check)
        """,
        f"""
        INSERT INTO moderation (action, round, rating, reason, evidence, moderated_by, moderated_at, expires_on)
        SELECT a.id, r.id, 'Amber', 'The figures do not bear out the rating yet.',
            'The update and what was sent with it.', {_MODERATOR}, governance_now(),
            (r.freezes_at + interval '60 days')::date
        FROM action AS a, reporting_round AS r WHERE r.id = {round} AND a.id % 23 = {number} ORDER BY a.id
        """,
    )


def of_requests(count: int) -> tuple[str, ...]:
    """Requests for assurance over the last three years, to every agency in turn: most judged, the newest open."""
    return (
        f"""
        INSERT INTO assurance_asking (strategy, template, template_version, title, why, covers_from, covers_to,
            standard, acceptable_evidence, sign_off_wanted, drafted_by, drafted_at)
        SELECT s.id, 'generic', 1, format('Assurance of step %s', n), 'The strategy asks for it.',
            governance_now()::date - 1365, governance_now()::date - 1000,
            'Everybody in scope is reached.', 'A return with its total.', true, {_MODERATOR}, governance_now()
        FROM strategy AS s, {_AGENCIES} AS a, generate_series(1, {count} / cardinality(a.ids)) AS n ORDER BY n
        """,
        """
        INSERT INTO assurance_subject (asking, commitment)
        SELECT k.id, c.ids[1 + k.id % cardinality(c.ids)] FROM assurance_asking AS k,
            (SELECT array_agg(id ORDER BY id) AS ids FROM commitment) AS c
        WHERE NOT EXISTS (SELECT FROM assurance_subject AS s WHERE s.asking = k.id) ORDER BY k.id
        """,
        f"""
        INSERT INTO assurance_request (asking, agency, state, issued_on, acknowledge_by, first_due_on, due_on,
            review_due_on, answered_on, outcome)
        SELECT k.id, agency, d.state, d.day, d.day + 7, d.day + 28, d.day + 28,
            CASE WHEN d.state IN ('submitted', 'accepted') THEN d.day + 40 END,
            CASE WHEN d.state IN ('submitted', 'accepted') THEN d.day + 25 END,
            CASE WHEN d.state = 'accepted' THEN d.state END
        FROM assurance_asking AS k, {_AGENCIES} AS a, unnest(a.ids) AS agency,
            LATERAL (SELECT governance_now()::date - (1000 - k.id::integer % 1000) AS day,
                CASE WHEN k.id % 10 < 8 THEN 'accepted' WHEN agency % 3 = 0 THEN 'submitted' ELSE 'issued' END
                    AS state) AS d
        WHERE NOT EXISTS (SELECT FROM assurance_request AS r WHERE r.asking = k.id)
        ORDER BY k.id, agency
        """,
        """
        INSERT INTO assurance_contact (request, part, name, email, named_at)
        SELECT r.id, part, format('Person %s Example', r.agency), format('%s%s@example.org', part, r.agency),
            governance_now()
        FROM assurance_request AS r, unnest(ARRAY['respondent', 'substitute']) AS part
        WHERE NOT EXISTS (SELECT FROM assurance_contact AS c WHERE c.request = r.id) ORDER BY r.id, part
        """,
        f"""
        INSERT INTO assurance_opinion (request, opinion, reasons, review_by, given_by, given_at)
        SELECT r.id, (ARRAY['Substantial', 'Reasonable', 'Limited'])[1 + r.id % 3], 'As the return shows.',
            r.due_on + 365, {_MODERATOR}, governance_now()
        FROM assurance_request AS r WHERE r.state = 'accepted'
            AND NOT EXISTS (SELECT FROM assurance_opinion AS o WHERE o.request = r.id) ORDER BY r.id
        """,
        """
        INSERT INTO assurance_chase (request, step, escalates, runs_from, due_on, written_to, taken_at)
        SELECT r.id, 'reminder', false, r.due_on, r.due_on, 'The respondent', governance_now()
        FROM assurance_request AS r WHERE r.state = 'issued'
            AND NOT EXISTS (SELECT FROM assurance_chase AS c WHERE c.request = r.id) ORDER BY r.id
        """,
    )


_AGENCIES = "(SELECT array_agg(id ORDER BY id) AS ids FROM agency WHERE NOT is_business_unit)"
_MODERATOR = "(SELECT id FROM person WHERE name = 'Morgan Example')"
_SAID_BY = (
    "coalesce((SELECT h.person FROM post_holding AS h WHERE h.post = coalesce(a.owner, a.accountable)),"
    " a.deputy)"
)
