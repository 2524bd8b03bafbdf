"""Filling an empty database with the example, its packs issued into the evidence store as they would have been."""

import getpass
import mimetypes

from governance_app.issuing import issue_round
from governance_app.settings import Settings
from governance_app.storage import keep, open_store
from governance_app.word_template import read_template
from objectives.days import today_at
from objectives.evidence import KeptFile
from objectives.example.loading import KEY, PackOf, Packs, Progress, load_example, nobody_watches
from objectives.history import Actor, now
from objectives.mandates import Operator
from objectives.packs import pack_called
from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from reports.challengeable import lines_of
from reports.content import read_content
from reports.pack import build_pack_on
from reports.setting_apart import setting_apart


async def fill_with_example(settings: Settings, progress: Progress = nobody_watches) -> None:
    """Loads the example into the database that Piccolo is connected to.

    Raises Conflict where anything is recorded already, and Problem where the evidence store cannot be used.
    """
    store = open_store(settings)

    zone = settings.time_zone.key

    async def issue(round: ReportingRound, issuer: Person) -> PackOf:
        await issue_round(issuer, KEY, round.name, store, time_zone=zone, setting=setting)
        pack = await pack_called(round.name, KEY)
        lines = reversed(lines_of(read_content(pack.content.encode())))
        return PackOf(pack.digest, {line.reference: line.number for line in lines})

    async def draft(by: Person) -> None:
        await build_pack_on(Actor.person(by.id), KEY, today_at(await now()), zone)

    async def keep_file(name: str, content: bytes) -> KeptFile:
        return await keep(store, content, name, mimetypes.guess_type(name)[0] or "application/octet-stream")

    with setting_apart(read_template(settings.pack_template)) as setting:
        await load_example(Operator(getpass.getuser()), progress, Packs(issue, draft), keep_file)
