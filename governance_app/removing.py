"""Takes redacted files out of the evidence store, after the redaction: an act touches no file.

Safe to repeat: what a failure left behind goes the next time, and a file that is gone already only gets its note.
"""

from governance_app.storage import Store, remove
from objectives.mandates import Operator
from objectives.redacting import files_to_remove, note_removed
from objectives.tables.person import Person


async def remove_redacted_files(by: Person | Operator, store: Store) -> int:
    """Removes every file that was redacted and is still there, and answers how many. Raises Problem."""
    waiting = await files_to_remove()
    for sha256 in waiting:
        await remove(store, sha256)
        await note_removed(by, sha256)
    return len(waiting)
