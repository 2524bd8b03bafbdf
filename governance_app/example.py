"""Filling an empty database with the example, its packs issued into the evidence store as they would have been."""

import getpass
import mimetypes

from governance_app.issuing import issue_round
from governance_app.settings import Settings
from governance_app.storage import keep, open_store
from governance_app.word_template import read_template
from objectives.evidence import KeptFile
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
        zone, template = settings.time_zone.key, read_template(settings.pack_template)
        await issue_round(issuer, KEY, round.name, store, time_zone=zone, template=template)

    async def keep_file(name: str, content: bytes) -> KeptFile:
        return await keep(store, content, name, mimetypes.guess_type(name)[0] or "application/octet-stream")

    await load_example(Operator(getpass.getuser()), progress, issue, keep_file)
