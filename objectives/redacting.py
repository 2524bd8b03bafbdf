"""Redaction: taking out of the service what should never have been written into it, and saying so for ever.

An administrator asks, somebody of the business unit agrees, and agreeing does it: the database blanks the row, its
older versions, and every pack and frozen reason that holds its words, and notes each entry that it reached. Files
that must go are noted too; an act touches no file, so whoever has the store removes them afterwards.
"""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from objectives.faults import Faults, refuse_if
from objectives.history import Actor, HistoryRow, acting_as, versions
from objectives.mandates import Act, Operator, acting, fresh, mandate_of
from objectives.permissions import Mandate, why_not_agree_to_redaction, why_not_redact
from objectives.problems import Conflict, NotFound
from objectives.tables.person import Person
from objectives.tables.redaction import FIELDS, RedactedFile, Redaction

BLANKS = {"", "[redacted]", "https://redacted.invalid/", "0" * 64}


class NewRedaction(Struct, frozen=True):
    """`fields` are columns of the row, of those in FIELDS. `why` must not repeat what is redacted: it stays."""

    table: str
    row_id: int
    fields: tuple[str, ...]
    why: str


class PackReached(Struct, frozen=True):
    """A pack whose content holds what is to be blanked. `version` is None for a draft."""

    digest: str
    round: str | None
    as_at_on: dt.date
    version: str | None


class Reach(Struct, frozen=True):
    """What a redaction blanks and where. `texts` are what the fields say now, for whoever may read them.

    `same_file` are other pieces of evidence, by id, that are the same file: it goes for them too. `seen` is the
    place in history of the row's newest version: it travels with a form that shows this reach.
    """

    texts: tuple[tuple[str, str], ...]
    versions: int
    packs: tuple[PackReached, ...]
    files: int
    same_file: tuple[int, ...]
    seen: int


class PackRedaction(Struct, frozen=True):
    """That a pack's content was redacted: when (UTC), asked for and agreed to by whom, by name, and why."""

    redacted_at: dt.datetime
    asked_by: str
    agreed_by: str
    reason: str


async def reach_of(table: str, row_id: int, fields: Sequence[str]) -> Reach:
    """What a redaction of these fields would blank, read and not done. Raises Invalid, NotFound."""
    newest = await _newest(table, row_id, fields)
    names = list(fields)
    row = newest[-1].columns()
    wordless = [name for name in names if name != "sha256"]
    packs = await Redaction.raw(_PACKS, table, row_id, wordless)
    (files,) = await Redaction.raw(
        _FILES, row_id, table, "sha256" in names, [pack["id"] for pack in packs], row_id
    )
    return Reach(
        texts=tuple((name, str(row[name])) for name in names if str(row[name] or "") not in BLANKS),
        versions=len(newest),
        packs=tuple(PackReached(p["digest"], p["round"], p["as_at_on"], p["version"]) for p in packs),
        files=files["files"],
        same_file=tuple(files["same_file"]),
        seen=newest[-1].sequence,
    )


async def ask_redaction(by: Person, new: NewRedaction, seen: int | None = None) -> Redaction:
    """An administrator asks; nothing is blanked yet. `seen` is of the reach that they were shown.

    Raises NotAllowed, Invalid, NotFound, Conflict.
    """
    async with acting(by) as act:
        refuse_if(why_not_redact(act.by))
        await _refuse_asked_already(new)
        return await _ask(act, act.by, new, seen)


async def agree_to_redaction(by: Person, redaction: Redaction, seen: int | None = None) -> Redaction:
    """Somebody of the business unit agrees, and so it is done; it cannot be undone. `seen` is as in asking.

    Raises NotAllowed, Conflict.
    """
    async with acting(by) as act:
        return await _answer(act, act.by, redaction, agreed=True, seen=seen)


async def decline_redaction(by: Person, redaction: Redaction, why: str) -> Redaction:
    """Somebody of the business unit declines and says why; nothing is blanked. Raises NotAllowed, Invalid, Conflict."""
    async with acting(by) as act:
        return await _answer(act, act.by, redaction, agreed=False, why=why)


async def redact_by_command(
    by: Operator, new: NewRedaction, asked_by: Person, agreed_by: Person
) -> Redaction:
    """Both at once, on the server, for two people who are named: it is theirs, and history says who ran it.

    Raises NotAllowed, Invalid, NotFound.
    """
    async with acting(by) as act:
        redaction = await _ask(act, await mandate_of(asked_by.id, act.today), new)
        return await _answer(act, await mandate_of(agreed_by.id, act.today), redaction, agreed=True)


async def _ask(act: Act, asking: Mandate, new: NewRedaction, seen: int | None = None) -> Redaction:
    refuse_if(why_not_redact(asking))
    reach = await reach_of(new.table, new.row_id, new.fields)
    if not reach.texts:
        raise Conflict("These fields hold nothing that could be redacted, or no longer.")
    _refuse_changed(seen, reach.seen)
    faults = Faults()
    why = faults.text(new.why, "why", "Say why, without repeating what is to be redacted.")
    repeated = [name for name, text in reach.texts if len(text) >= 12 and text.casefold() in why.casefold()]
    faults.need(
        not repeated, "why", "This repeats what is to be redacted, and the reason stays. Say it otherwise."
    )
    faults.refuse()
    redaction = Redaction(
        table_name=new.table,
        row_id=new.row_id,
        fields=",".join(dict.fromkeys(new.fields)),
        reason=why,
        asked_by=asking.person,
        asked_at=act.now,
    )
    await redaction.save()
    return redaction


async def _refuse_asked_already(new: NewRedaction) -> None:
    """A form sent twice asks once."""
    waiting = await Redaction.select(Redaction.fields).where(
        (Redaction.table_name == new.table) & (Redaction.row_id == new.row_id) & Redaction.agreed.is_null()
    )
    if any(set(new.fields) & set(row["fields"].split(",")) for row in waiting):
        raise Conflict("This has been asked for already, and waits for the business unit to answer.")


def _refuse_changed(seen: int | None, newest: int) -> None:
    if seen is not None and newest > seen:
        raise Conflict(
            "What is to be redacted has changed since you opened this page; look at what it says now."
        )


async def _answer(
    act: Act, answering: Mandate, redaction: Redaction, agreed: bool, seen: int | None = None, why: str = ""
) -> Redaction:
    asked = await fresh(redaction)
    refuse_if(why_not_agree_to_redaction(answering, asked.asked_by))
    if asked.agreed is not None:
        raise Conflict(
            "This was answered already: it was agreed to." if asked.agreed else "This was declined already."
        )
    if agreed:
        _refuse_changed(seen, (await versions(asked.table_name, asked.row_id))[-1].sequence)
    else:
        faults = Faults()
        asked.answer_reason = faults.text(why, "declined", "Say why not, so that whoever asked knows.")
        faults.refuse()
    asked.agreed, asked.answered_by, asked.answered_at = agreed, answering.person, act.now
    await asked.save()
    return asked


async def _newest(table: str, row_id: int, fields: Sequence[str]) -> list[HistoryRow]:
    faults = Faults()
    known = FIELDS.get(table, ())
    faults.need(
        known, "table", f"“{table}” holds nothing that can be redacted. There are: {', '.join(FIELDS)}."
    )
    faults.need(fields, "fields", "Name at least one field.")
    strange = [name for name in fields if known and name not in known]
    faults.need(
        not strange,
        "fields",
        f"Of {table} these can be redacted: {', '.join(known)}; not {', '.join(strange)}.",
    )
    faults.refuse()
    found = await versions(table, row_id)
    if not found:
        raise NotFound(f"History holds no {table.replace('_', ' ')} {row_id}.")
    return found


async def redactions_of_pack(digest: str) -> list[PackRedaction]:
    """The redactions that reached a pack's content, the oldest first; none for a pack that is as it was built."""
    return [PackRedaction(**row) for row in await Redaction.raw(_OF_PACK, digest)]


async def files_to_remove() -> list[str]:
    """The SHA-256 of each file that was redacted and is not yet noted as removed."""
    waiting = RedactedFile.select(RedactedFile.sha256).where(RedactedFile.removed_at.is_null())
    return sorted({row["sha256"] for row in await waiting})


async def note_removed(by: Actor, sha256: str) -> None:
    """Notes that a redacted file is gone from the store."""
    async with acting_as(by) as act:
        await RedactedFile.update({RedactedFile.removed_at: act.now}).where(
            (RedactedFile.sha256 == sha256) & RedactedFile.removed_at.is_null()
        )


_PACKS = """
WITH texts AS MATERIALIZED (SELECT spellings(texts_held({}, {}, {}::text[])) AS wanted)
SELECT p.id, p.digest, r.name AS round, p.as_at_on,
    (SELECT version FROM pack_issue WHERE pack = p.id ORDER BY id DESC LIMIT 1) AS version
FROM texts CROSS JOIN pack p LEFT JOIN reporting_round r ON r.id = p.round
WHERE stored_without(p.content, wanted) <> p.content ORDER BY p.as_at, p.id
"""

_FILES = """
WITH its AS (SELECT unnest(texts_held(t, {}, ARRAY['sha256'])) AS sha256 FROM (SELECT {}::text AS t) AS one WHERE {}),
    printed AS (
        SELECT f.sha256 FROM pack_format f JOIN pack_issue i ON i.id = f.issue WHERE i.pack = ANY ({}::bigint[]))
SELECT (SELECT count(*) FROM (SELECT sha256 FROM its UNION SELECT sha256 FROM printed) AS every) AS files,
    ARRAY(SELECT id FROM evidence WHERE sha256 IN (SELECT sha256 FROM its) AND id <> {} ORDER BY id) AS same_file
"""

_OF_PACK = """
SELECT r.answered_at AS redacted_at, asker.name AS asked_by, agreer.name AS agreed_by, r.reason
FROM redaction r JOIN person asker ON asker.id = r.asked_by JOIN person agreer ON agreer.id = r.answered_by
WHERE r.agreed AND EXISTS (
    SELECT FROM redacted_entry e JOIN history h ON h.sequence = e.entry JOIN pack p ON p.id = h.row_id
    WHERE e.redaction = r.id AND h.table_name = 'pack' AND p.digest = {})
ORDER BY r.id
"""
