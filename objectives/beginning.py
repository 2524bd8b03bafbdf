"""What is still to be done before an installation that was begun for real has a first round, and by whom."""

from msgspec import Struct

from objectives.permissions import Mandate
from objectives.tables.installation import Installation
from objectives.words import Role

KEEPERS = frozenset({Role.BUSINESS_UNIT, Role.ADMINISTRATOR})


class Beginning(Struct, frozen=True):
    """What there is, counted. People are those who can sign in; `runners` are those of the business unit's role."""

    strategies: int
    agencies: int
    people: int
    runners: int
    posts: int
    actions: int
    rounds: int

    @property
    def is_over(self) -> bool:
        return bool(self.strategies and self.actions and self.rounds)


async def beginning_for(reader: Mandate) -> Beginning | None:
    """What there is, for those who fill an installation; None for others, and once the first round has been made."""
    if not reader.roles & KEEPERS:
        return None
    (row,) = await Installation.raw(_COUNTED)
    found = Beginning(**row)
    return None if found.is_over else found


_COUNTED = """
SELECT (SELECT count(*) FROM strategy) AS strategies,
    (SELECT count(*) FROM agency WHERE ended_on IS NULL AND NOT is_business_unit) AS agencies,
    (SELECT count(*) FROM person WHERE disabled_at IS NULL) AS people,
    (SELECT count(DISTINCT person) FROM role_grant WHERE role = 'business unit' AND ended_on IS NULL) AS runners,
    (SELECT count(*) FROM post WHERE ended_on IS NULL) AS posts,
    (SELECT count(*) FROM action) AS actions,
    (SELECT count(*) FROM reporting_round) AS rounds
"""
