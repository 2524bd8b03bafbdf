"""A meeting on pages: called, attended, its screen with what is recorded on each item, signed off, and its minutes."""

import datetime as dt
import io

from docx import Document

from objectives.dates import in_words
from objectives.days import today_at
from objectives.history import now
from objectives.tables.agency import Agency
from objectives.tables.matter import Matter
from objectives.tables.meeting import Meeting
from objectives.tables.person import Person
from tests.pages.filling import fill, read
from tests.pages.test_matters import DAY, issued, now_as
from tests.pages.visitor import Visitor

ALL = "/strategies/coventry-csa/meetings"


async def grace() -> int:
    return int((await Person.objects().get(Person.name == "Grace Example")).id)


def held(on: dt.date) -> dict[str, str]:
    return {"held_on": str(on.day), "held_on__month": str(on.month), "held_on__year": str(on.year)}


async def called(visitor: Visitor) -> str:
    """The address of a meeting about the pack issued last, with Grace in the chair."""
    await now_as(visitor, "Morgan Example")
    chair = str(await grace())
    await fill(visitor, ALL, pack=await issued(), chair=chair, **held(today_at(await now())))
    return f"{ALL}/{await Meeting.count()}"


async def test_a_meeting_goes_from_its_call_to_its_minutes(visitor: Visitor) -> None:
    at = await called(visitor)
    chair = str(await grace())
    police = (await Agency.objects().get(Agency.name == "West Midlands Police")).id
    page = read(await fill(visitor, ALL, to=f"{ALL}/quorum", least_members="1", police=str(police)))
    assert "Nobody has said yet" not in page.words
    there = {f"presence-{chair}": "present", "chair": chair, "in_attendance": "Morgan Example, minutes"}
    page = read(await fill(visitor, f"{at}/attendance", **there))
    assert "nobody for" in page.words
    member = {"raised_by": chair, "kind": "decision", "words": "We accept the wait.", **DAY}
    page = read(await fill(visitor, f"{at}/screen?record=decision", to=f"{at}/matters", **member))
    assert "We accept the wait." in page.words
    assert f"{at}/screen?item=2" in page.links
    await now_as(visitor, "Grace Example")
    page = read(await fill(visitor, f"{at}/sign-off", words="The Group believes it."))
    assert "Pack reviewed: signed off" in page.words
    assert f"{at}/attendance" not in page.links
    assert "Record a decision" not in (await visitor.open(f"{at}/screen")).words
    minutes = await visitor.client.get(f"{at}/minutes")
    again = await visitor.client.get(f"{at}/minutes")
    assert minutes.content == again.content
    word = Document(io.BytesIO(minutes.content))
    for table in word.tables:
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader"), "its headings stand again on each page"
        assert all(row._tr.trPr.xpath("w:cantSplit") for row in table.rows)
    told = "\n".join(
        [p.text for p in word.paragraphs] + [c.text for t in word.tables for r in t.rows for c in r.cells]
    )
    for said in (
        "We accept the wait.",
        "Grace Example",
        "Not quorate",
        "The Group believes it.",
        "Morgan Example, minutes",
    ):
        assert said in told
    assert "OFFICIAL-SENSITIVE" in word.sections[0].header.paragraphs[0].text


async def test_what_is_missing_on_the_screen_is_said_and_nothing_recorded(visitor: Visitor) -> None:
    at = await called(visitor)
    before = await Matter.count()
    page = read(await fill(visitor, f"{at}/screen?record=decision", to=f"{at}/matters", words="Why?"))
    assert page.status == 422
    assert "Say which member of the Executive Group raised it." in page.words
    assert await Matter.count() == before


async def test_meetings_are_open_to_those_who_read_everything(visitor: Visitor) -> None:
    at = await called(visitor)
    for name, status in (("Lowell Example", 200), ("Sam Example", 403), ("Avery Example", 403)):
        await now_as(visitor, name)
        for path in (ALL, at, f"{at}/screen"):
            await visitor.open(path, status=status)
    await now_as(visitor, "Lowell Example")
    assert "Record a decision" not in (await visitor.open(f"{at}/screen")).words
    await visitor.open(f"{at}/sign-off", status=403)
    await visitor.open(f"{at}/attendance", status=403)


async def test_a_meeting_that_was_put_off_is_recorded_on_its_day_and_not_signed_off_before(
    visitor: Visitor,
) -> None:
    at = await called(visitor)
    ahead = today_at(await now()) + dt.timedelta(days=9)
    page = read(await fill(visitor, f"{at}/attendance", **held(ahead) | {"held_on": ""}))
    assert (page.status, "Give day, month and year" in page.words) == (422, True)
    page = read(await fill(visitor, f"{at}/attendance", chair=str(await grace()), **held(ahead)))
    assert page.heading == f"Meeting of {in_words(ahead)}"
    page = read(await fill(visitor, f"{at}/sign-off", words="The Group believes it."))
    assert (page.status, "signed off once it has been held" in page.words) == (409, True)
    assert "The Group believes it." in page.text
