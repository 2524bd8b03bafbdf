"""`governance doctor`: is everything well that the service stands on, and what to do where it is not."""

import asyncio

import click

from governance_app import doctor as examining
from governance_app.commands.terminal import settings
from governance_app.database import open_database
from governance_app.doctor import Finding, Level
from objectives.days import keep_days_in
from objectives.problems import Invalid, Problem


@click.command()
def doctor() -> None:
    """Look at settings, database, store, mail, clock, history and disk; one line each, and what to do.

    Nothing is changed. Ends with code 1 where there is a fault.
    """
    levels = {_told(finding) for finding in asyncio.run(_findings())}
    if Level.FAULT in levels:
        raise SystemExit(1)


async def _findings() -> list[Finding]:
    try:
        chosen = settings()
    except Invalid as invalid:
        return [examining.fault("settings", sentence) for sentence in invalid.faults.values()]
    keep_days_in(chosen.time_zone)
    try:
        with open_database(chosen) as connections:
            return [finding async for finding in examining.examine(chosen, connections)]
    except Problem as problem:
        return [examining.fault("database", problem.sentence)]


def _told(finding: Finding) -> Level:
    click.echo(f"{finding.level:<9}  {finding.subject:<12}  {finding.sentence}")
    return finding.level
