"""Filling an empty database with the example, its packs issued into the evidence store as they would have been."""

import getpass

from governance_app.issuing import issue_round
from governance_app.settings import Settings
from governance_app.storage import open_store
from objectives.example.loading import KEY, Progress, load_example, nobody_watches
from objectives.mandates import Operator
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound


async def fill_with_example(settings: Settings, progress: Progress = nobody_watches) -> None:
    """Loads the example into the database that Piccolo is connected to.

    Raises Conflict where anything is recorded already, and Problem where the evidence store cannot be used.
    """
    store = open_store(settings)

    async def issue(round: ReportingRound, issuer: Person) -> None:
        await issue_round(issuer, KEY, round.name, store, time_zone=settings.time_zone.key)

    await load_example(Operator(getpass.getuser()), progress, issue)
