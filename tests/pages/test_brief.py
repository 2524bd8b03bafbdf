"""The brief of each member before the meeting: from the issued pack, or plainly a draft, and for nobody else."""

import pytest

from objectives.tables.person import Person
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa"


async def id_of(name: str) -> int:
    (found,) = await Person.select(Person.id).where(Person.name == f"{name} Example")
    return int(found["id"])


async def test_a_member_s_brief_is_a_draft_without_decisions_until_the_pack_is_issued(
    visitor: Visitor,
) -> None:
    await visitor.sign_in("Grace Example")
    assert f"{HERE}/brief" in (await visitor.open("/my-work")).links
    page = await visitor.open(f"{HERE}/brief")
    assert "Draft. The pack of Q2 2026-27 has not been issued" in page.words
    assert "What you must decide" not in page.words
    assert "What you are asked to decide comes with the pack." in page.words
    assert "answers for" in page.words


async def test_the_business_unit_reads_a_member_s_brief_with_what_is_drafted(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    page = await visitor.open(f"{HERE}/briefs/{await id_of('Grace')}")
    assert "Brief for Grace Example" in page.words
    assert "What you must decide" in page.words


@pytest.mark.parametrize("name", ["Lowell Example", "Elliot Example", "Avery Example"])
async def test_nobody_else_reads_it(visitor: Visitor, name: str) -> None:
    await visitor.sign_in(name)
    await visitor.open(f"{HERE}/brief", 403)
    await visitor.open(f"{HERE}/briefs/{await id_of('Grace')}", 403)


async def test_no_brief_is_made_for_somebody_who_is_no_member(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    await visitor.open(f"{HERE}/briefs/{await id_of('Elliot')}", 403)
    await visitor.open(f"{HERE}/briefs/99999", 404)
