"""Who may judge a thing inside an act: nobody what is their own, nor what was theirs since the open round opened.

Posts that somebody held in the round are in their mandate. What the thing itself said earlier in the round, another
owner, deputy or accountable executive, is read here from its recorded versions.
"""

from objectives.days import time_zone
from objectives.faults import refuse_if
from objectives.mandates import Act
from objectives.permissions import Mandate, was_own_in_round, why_not_judge
from objectives.standing import Action as ActionStanding
from objectives.standing import Commitment as CommitmentStanding
from objectives.tables.action import Action
from objectives.tables.strategy import Commitment


async def refuse_own(act: Act, thing: Action | Commitment) -> None:
    """Raises NotAllowed where whoever acts may not judge the thing."""
    refuse_if(why_not_judge(act.by, thing) or await why_not_judge_since(act.by, thing))


async def why_not_judge_since(
    person: Mandate, thing: Action | Commitment | ActionStanding | CommitmentStanding
) -> str | None:
    """Whether a version of the thing that was in force since the round opened names the person; one query."""
    posts = [str(post) for post in person.posts | person.posts_in_round]
    table = "action" if isinstance(thing, Action | ActionStanding) else "commitment"
    (found,) = await Action.raw(_NAMED, time_zone(), str(person.person), posts, table, thing.id)
    return was_own_in_round(person, thing) if found["named"] else None


_NAMED = """
WITH judge AS (SELECT {}::text AS zone, {}::text AS person, {}::text[] AS posts),
round AS (
    SELECT max(opens_on)::timestamp AT TIME ZONE (SELECT zone FROM judge) AS opened FROM reporting_round
    WHERE opens_on <= (governance_now() AT TIME ZONE (SELECT zone FROM judge))::date
)
SELECT EXISTS (
    SELECT FROM judge, round, history AS h, LATERAL (SELECT h.row_json::jsonb AS said) AS version
    WHERE h.table_name = {} AND h.row_id = {} AND coalesce(h.superseded_at, 'infinity') > round.opened
        AND (said ->> 'deputy' = judge.person OR said ->> 'owner' = ANY(judge.posts)
             OR said ->> 'accountable' = ANY(judge.posts))
) AS named
"""
