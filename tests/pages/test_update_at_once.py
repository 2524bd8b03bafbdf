"""Two people with one update before them, who press the button that sends it at one moment."""

import asyncio
from typing import Any

import pytest
from litestar import Litestar

from governance_app.pages import update
from objectives.sending import send_update
from tests.pages.filling import SHARED, controls, fill, read
from tests.pages.test_update import count, owner_of_shared
from tests.pages.visitor import Visitor, client_of


async def test_two_people_who_send_at_one_moment_leave_one_update_and_both_texts(
    app: Litestar, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither goes on to the act before the other stands there too; then both go at once."""
    both = asyncio.Barrier(2)

    async def at_once(*words: Any) -> Any:
        await asyncio.wait_for(both.wait(), 20)
        return await send_update(*words)

    people = {"Zoe Example": "The deputy's words.", await owner_of_shared(): "The owner's words."}
    async with client_of(app) as other:
        writers = dict(zip(people, (visitor, Visitor(app, other)), strict=True))
        for name, writer in writers.items():
            await writer.sign_in(name)
        for name, writer in writers.items():
            await fill(writer, SHARED, "check", report="something", output=people[name])
        forms = [
            controls(await writer.open(f"{SHARED}/check"), f"{SHARED}/check") for writer in writers.values()
        ]
        before = await count()
        monkeypatch.setattr(update, "send_update", at_once)
        answers = await asyncio.gather(
            *(
                writer.client.post(f"{SHARED}/check", data=form, follow_redirects=True)
                for writer, form in zip(writers.values(), forms, strict=True)
            )
        )
    headings = sorted(read(answer).heading for answer in answers)
    assert headings == ["There are two texts of this update", "Your update has been sent"]
    (choice,) = [read(answer) for answer in answers if "two texts" in read(answer).heading]
    assert all(words in choice.words for words in people.values())
    assert await count() == before + 1
