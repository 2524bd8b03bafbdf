"""Acts: one transaction, one actor, one instant; every change recorded, whoever makes it."""

import pytest

from objectives.history import Actor, acting_as, now, versions
from objectives.tables.agency import Agency

pytestmark = pytest.mark.usefixtures("database")
ANN = Actor.person(1)


async def add_agency(name: str = "Coventry City Council", actor: Actor = ANN) -> Agency:
    async with acting_as(actor):
        return await Agency.objects().create(name=name, short_name=name[:4], lead_partner="Chief Executive")


async def test_an_insert_is_recorded_with_who_and_when() -> None:
    before = await now()
    agency = await add_agency()
    (version,) = await versions("agency", agency.id)
    assert (version.operation, version.actor, version.shape) == ("insert", "person:1", 1)
    assert version.columns()["name"] == "Coventry City Council"
    assert before < version.recorded_at <= await now()
