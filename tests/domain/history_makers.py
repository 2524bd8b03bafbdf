"""What the tests of history arrange with: agencies, and connections past the service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from objectives.history import Actor, acting_as
from objectives.tables.agency import Agency

ANN = Actor.person(1)
BOB = Actor.person(2)


async def add_agency(name: str = "Coventry City Council", actor: Actor = ANN) -> Agency:
    async with acting_as(actor):
        return await Agency.objects().create(name=name, short_name=name, lead_partner="Chief Executive")


async def rename(agency: Agency, name: str, actor: Actor = ANN) -> None:
    async with acting_as(actor):
        await Agency.update({Agency.name: name}).where(Agency.id == agency.id)


async def remove(agency: Agency, actor: Actor = ANN) -> None:
    async with acting_as(actor):
        await Agency.delete().where(Agency.id == agency.id)


@asynccontextmanager
async def connection(address: str) -> AsyncIterator[asyncpg.Connection]:
    """Straight to the database, as with psql."""
    opened = await asyncpg.connect(address)
    try:
        yield opened
    finally:
        await opened.close()


async def run_past_the_service(address: str, *statements: str) -> None:
    async with connection(address) as opened:
        for statement in statements:
            await opened.execute(statement)
