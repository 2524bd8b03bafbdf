"""Takes redacted files out of the evidence store, after the redaction: an act touches no file.

Safe to repeat: what a failure left behind goes at the next redaction or the next start, and a file that is gone
already only gets its note.
"""

import logging

from governance_app.settings import Settings
from governance_app.storage import Store, open_store, remove
from objectives.history import Actor
from objectives.problems import Problem
from objectives.redacting import files_to_remove, note_removed

logger = logging.getLogger("governance")


async def remove_redacted_files(by: Actor, store: Store) -> int:
    """Removes every file that was redacted and is still there, and answers how many.

    One that cannot be removed does not keep the others. Raises Problem, the first, when all have been tried.
    """
    waiting = await files_to_remove()
    problems = []
    for sha256 in waiting:
        try:
            await remove(store, sha256)
            await note_removed(by, sha256)
        except Problem as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
    return len(waiting)


async def remove_what_is_left(by: Actor, settings: Settings) -> None:
    """As `remove_redacted_files`, for whoever cannot wait for the store: what cannot be removed is logged and stays."""
    try:
        if await files_to_remove():
            await remove_redacted_files(by, open_store(settings))
    except Problem as problem:
        logger.error("Redacted files are still in the evidence store: %s", problem.sentence)
