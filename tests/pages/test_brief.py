"""The brief of each member before the meeting: from the issued pack, or plainly a draft, and for nobody else."""

import asyncpg
import pytest

from governance_app.database import Connections
from governance_app.embedded import APPLICATION, SUPERUSER
from objectives.tables.matter import Matter
from objectives.tables.person import Person
from objectives.tables.post import PostHolding
from tests.pages.filling import fill
from tests.pages.visitor import Visitor

HERE = "/strategies/coventry-csa"


@pytest.fixture
async def issued(visitor: Visitor, place: Connections) -> str:
    """The digest of the draft that the example leaves, as if it were this round's pack and had been issued."""
    connection = await asyncpg.connect(place.application.replace(f"//{APPLICATION}@", f"//{SUPERUSER}@"))
    await connection.execute("SET session_replication_role = replica")
    digest = await connection.fetchval(
        "UPDATE pack SET round = (SELECT max(id) FROM reporting_round WHERE opens_on <= now()::date)"
        " WHERE id NOT IN (SELECT pack FROM pack_issue) RETURNING digest"
    )
    await connection.execute(
        "INSERT INTO pack_issue (pack, version, marking, distribution, issued_by, issued_at)"
        " SELECT p.id, '1.0', i.marking, i.distribution, i.issued_by, now() FROM pack p, pack_issue i"
        " WHERE p.digest = $1 ORDER BY i.id DESC LIMIT 1",
        digest,
    )
    await connection.execute(
        "UPDATE history h SET row_json = jsonb_set(row_json::jsonb, '{round}', to_jsonb(p.round))::text"
        " FROM pack p WHERE p.digest = $1 AND h.table_name = 'pack' AND h.row_id = p.id",
        digest,
    )
    await connection.close()
    return str(digest)


LATER = {"due_on": "20", "due_on__month": "12", "due_on__year": "2031"}


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


async def test_a_question_is_asked_from_the_brief_and_answered_before_the_meeting(
    visitor: Visitor, issued: str
) -> None:
    await visitor.sign_in("Grace Example")
    page = await visitor.open(f"{HERE}/brief")
    assert "Nobody has asked anything about this pack yet." in page.words
    at = f"{HERE}/packs/{issued}/matters"
    asked = {link for link in page.main_links if link.startswith(at)}
    assert f"{at}?kind=question&about=2.1" in asked
    words = "Has the partner named somebody?"
    await fill(visitor, f"{at}?kind=question&about=2.1", to=at, words=words, **LATER)
    await fill(visitor, f"{at}?about=2.1", to=at, kind="decision", words="It stays as it is.", **LATER)
    (one,) = [m for m in await Matter.objects().where(Matter.words == words)]
    brief = await visitor.open(f"{HERE}/brief")
    assert words in brief.words
    assert "not answered yet" in brief.words
    assert "It stays as it is." not in brief.words[brief.words.index("Asked before the meeting") :][:400]
    await answer_as_owner(visitor, one, "She starts on Monday.")
    visitor.client.cookies.delete("session")
    await visitor.sign_in("Grace Example")
    brief = await visitor.open(f"{HERE}/brief")
    assert "She starts on Monday." in brief.words
    assert "She starts on Monday." in (await visitor.open(f"{HERE}/packs/{issued}")).words


async def answer_as_owner(visitor: Visitor, matter: Matter, words: str) -> None:
    """Whoever holds the post that answers for it finds it in their work, and answers."""
    (held,) = await PostHolding.raw(
        "SELECT p.name FROM post_holding h JOIN person p ON p.id = h.person WHERE h.post = {} AND h.ends_on IS NULL",
        matter.owner,
    )
    visitor.client.cookies.delete("session")
    await visitor.sign_in(held["name"])
    at = f"{HERE}/matters/{matter.number}"
    assert at in (await visitor.open("/my-work")).links
    await fill(visitor, f"{at}/answer", words=words)


@pytest.mark.parametrize("name", ["Lowell Example", "Elliot Example", "Avery Example"])
async def test_nobody_else_reads_it(visitor: Visitor, name: str) -> None:
    await visitor.sign_in(name)
    await visitor.open(f"{HERE}/brief", 403)
    await visitor.open(f"{HERE}/briefs/{await id_of('Grace')}", 403)


async def test_no_brief_is_made_for_somebody_who_is_no_member(visitor: Visitor) -> None:
    await visitor.sign_in("Morgan Example")
    await visitor.open(f"{HERE}/briefs/{await id_of('Elliot')}", 403)
    await visitor.open(f"{HERE}/briefs/99999", 404)
