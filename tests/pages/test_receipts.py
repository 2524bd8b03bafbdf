"""Read receipts on their pages: a button and never an opening, and who has and has not read a pack."""

import asyncpg
import pytest

from objectives.history import Actor
from objectives.personal import personal_to
from objectives.problems import Conflict, NotAllowed
from objectives.receipts import confirm_reading
from objectives.tables.pack import Pack
from objectives.tables.person import Person
from objectives.tables.receipt import PackReceipt
from objectives.tables.round import ReportingRound
from reports.pack import build_pack_on
from tests.example_site import issued_digests
from tests.pages.test_steps import page_of
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa"


@pytest.fixture
async def digest(visitor: Visitor) -> str:
    """The pack that was issued last."""
    return (await issued_digests())[0]


async def person(name: str):
    return await Person.objects().get(Person.name == f"{name} Example")


async def receipts_of(digest: str) -> int:
    return await PackReceipt.count().where(PackReceipt.issue.pack.digest == digest)


async def test_opening_a_pack_is_no_receipt_and_pressing_the_button_twice_is_one(visitor, digest):
    await visitor.sign_in("Grace Example")
    page = await visitor.open(f"{HERE}/packs/{digest}")
    assert "Have you read it?" in page.words
    assert await receipts_of(digest) == 0
    for _ in range(2):
        done = page_of(visitor, await visitor.send(f"{HERE}/packs/{digest}/receipt", page.token()))
        assert "You have read this pack You said so on" in done.words
    assert await receipts_of(digest) == 1


async def test_the_business_unit_sees_who_has_not_and_copies_a_text_to_them(visitor, digest):
    await confirm_reading(await person("Grace"), digest)
    await visitor.sign_in("Morgan Example")
    assert f"{HERE}/packs/{digest}/readers" in (await visitor.open(f"{HERE}/packs/{digest}")).links
    page = await visitor.open(f"{HERE}/packs/{digest}/readers")
    (text,) = page.all("textarea")
    assert "Lowell Example" in (text.text or "")
    assert "Grace Example" not in (text.text or "")
    assert f"{HERE}/packs/{digest}" in (text.text or "")
    assert page.heading.startswith("1 of ")


async def test_only_the_business_unit_sees_who_has_read_it(visitor, digest):
    for name in ("Grace", "Lowell", "Elliot", "Avery"):
        await visitor.sign_in(f"{name} Example")
        await visitor.open(f"{HERE}/packs/{digest}/readers", 403)
        visitor.client.cookies.delete("session")


async def test_whom_a_pack_is_not_for_confirms_nothing(visitor, digest):
    for name in ("Morgan", "Elliot", "Avery"):
        with pytest.raises(NotAllowed):
            await confirm_reading(await person(name), digest)


async def test_a_draft_is_not_confirmed(visitor):
    (today,) = await Pack.raw("SELECT governance_now()::date AS today")
    draft = await build_pack_on(Actor.command("test"), "coventry-csa", today["today"])
    with pytest.raises(Conflict, match="draft"):
        await confirm_reading(await person("Grace"), draft.digest)


async def test_a_receipt_stands_as_it_was_given(visitor, digest):
    receipt = await confirm_reading(await person("Grace"), digest)
    with pytest.raises(asyncpg.PostgresError, match="never changed"):
        await PackReceipt.update({PackReceipt.confirmed_at: receipt.confirmed_at.replace(year=2001)}).where(
            PackReceipt.id == receipt.id
        )
    with pytest.raises(asyncpg.PostgresError, match="never deleted"):
        await PackReceipt.delete().where(PackReceipt.id == receipt.id)


async def test_an_unread_pack_is_work_until_the_meeting_or_the_receipt(visitor, digest):
    grace = await person("Grace")
    (round,) = await ReportingRound.raw(
        "SELECT r.meets_on FROM pack p JOIN reporting_round r ON r.id = p.round WHERE p.digest = {}", digest
    )
    (one,) = [u for u in (await personal_to(grace.id, round["meets_on"])).unread if u.digest == digest]
    assert one.meets_on == round["meets_on"]
    await confirm_reading(grace, digest)
    assert digest not in [u.digest for u in (await personal_to(grace.id, round["meets_on"])).unread]
