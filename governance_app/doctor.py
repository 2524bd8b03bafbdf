"""Looks at everything that the service stands on, changes nothing, and says of each what it found and what to do."""

import asyncio
import enum
import secrets
import shutil
import stat
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
from msgspec import Struct

from governance_app.database import Connections, connected, refuse_an_old_shape
from governance_app.mail.server import NotDelivered, reach
from governance_app.secret import KEY_FILE
from governance_app.settings import Settings
from governance_app.storage import fetch, keep, open_store, remove
from governance_app.wording import size
from objectives.problems import NotFound, Problem
from objectives.starting import started
from objectives.tables.installation import Installation
from objectives.verifying import verify

DRIFT_NOTED, DRIFT_TOO_MUCH = 5.0, 60.0  # seconds
ROOM_WISHED, ROOM_NEEDED = 2_000_000_000, 200_000_000  # bytes


class Level(enum.StrEnum):
    OK = "ok"
    ATTENTION = "attention"
    FAULT = "fault"


class Finding(Struct, frozen=True):
    """What was looked at, how it is, and a sentence: of a fault also what to do."""

    subject: str
    level: Level
    sentence: str


async def examine(settings: Settings, connections: Connections) -> AsyncIterator[Finding]:
    """Every finding, as soon as it is there. Nothing that needs the database is looked at where it is out of reach."""
    yield ok("settings", "All that are set can be read.")
    yield look_at_key(settings)
    for finding in look_at_room(settings):
        yield finding
    yield await _looked("store", look_at_store(settings))
    try:
        async with connected(connections):
            yield await _looked("database", look_at_rights(connections))
            yield await _looked("migrations", look_at_migrations(connections))
            for subject, look in WITHIN.items():
                yield await _looked(subject, look())
            yield await look_at_mail(settings, await _is_example())
    except Problem as problem:
        yield fault("database", problem.sentence)
        yield await look_at_mail(settings, example=False)


def ok(subject: str, sentence: str) -> Finding:
    return Finding(subject, Level.OK, sentence)


def attention(subject: str, sentence: str) -> Finding:
    return Finding(subject, Level.ATTENTION, sentence)


def fault(subject: str, sentence: str) -> Finding:
    return Finding(subject, Level.FAULT, sentence)


async def _looked(subject: str, looking: Awaitable[Finding]) -> Finding:
    """Whatever comes in the way of looking is a finding too."""
    try:
        return await looking
    except Problem as problem:
        return fault(subject, problem.sentence)
    except asyncpg.PostgresError as error:
        return fault(subject, f"It could not be looked at ({error}).")


def look_at_key(settings: Settings) -> Finding:
    """The key that signs forms: nobody but the service's own user may read it."""
    file = settings.home / KEY_FILE
    if settings.secret_key:
        return ok("secret key", "It is set by SECRET_KEY.")
    if not file.exists():
        return ok("secret key", f"There is none yet; the first start makes {file}.")
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        return fault("secret key", f"{file} can be read by others (mode {mode:04o}); run chmod 600 {file}.")
    return ok("secret key", f"{file} is its owner's alone.")


def look_at_room(settings: Settings) -> list[Finding]:
    """Room on the disk of the service's folder, and of the evidence store if that is another folder."""
    places = [settings.home, *([folder] if (folder := _folder_of_store(settings)) else [])]
    devices = {_existing(place).stat().st_dev: _existing(place) for place in reversed(places)}
    return [_room(place, shutil.disk_usage(place).free) for place in devices.values()]


def _folder_of_store(settings: Settings) -> Path | None:
    try:
        return open_store(settings).folder
    except Problem:
        return None  # it has a finding of its own


def _existing(place: Path) -> Path:
    return next(folder for folder in (place, *place.parents) if folder.exists())


def _room(place: Path, free: int) -> Finding:
    if free < ROOM_NEEDED:
        return fault("disk", f"{place} has {size(free)} left; make room now, or nothing can be saved.")
    if free < ROOM_WISHED:
        return attention("disk", f"{place} has {size(free)} left; make room soon.")
    return ok("disk", f"{place} has {size(free)} left.")


async def look_at_store(settings: Settings) -> Finding:
    """Keeps a file that nobody else can have, reads it again and removes it."""
    store = open_store(settings)
    probe = await keep(store, secrets.token_bytes(64), "probe", "text/plain")
    try:
        await fetch(store, probe.sha256)
    finally:
        await remove(store, probe.sha256)
    try:
        await fetch(store, probe.sha256)
    except NotFound:
        return ok("store", f"A file could be kept in {store.place}, read and removed.")
    return fault(
        "store", f"A file could be kept in {store.place} but not removed; give the service that right."
    )


async def look_at_rights(connections: Connections) -> Finding:
    """The application's role reads and writes rows, writes no history but through triggers, and owns nothing."""
    (found,) = await Installation.raw(RIGHTS)
    if found["unreadable"]:
        return fault(
            "database",
            f"{found['role']} may not use the table {found['unreadable']}; run `governance migrate`.",
        )
    if found["too_much"]:
        return fault(
            "database",
            f"{found['role']} is a superuser, owns tables or may change history; name a role in DATABASE_URL that may "
            "only read and write rows, then run `governance migrate`.",
        )
    if connections.owner is None:
        return attention(
            "database",
            f"It answers {found['role']}. DATABASE_OWNER_URL is not set, so nothing can be migrated.",
        )
    return ok("database", f"It answers; {found['role']} may read and write rows and nothing else.")


RIGHTS = """
SELECT current_user AS role,
    (SELECT min(relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND NOT has_table_privilege(oid, 'SELECT')) AS unreadable,
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
    OR EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner = current_user::regrole)
    OR has_table_privilege('history', 'INSERT, UPDATE, DELETE, TRUNCATE') AS too_much
"""


async def look_at_migrations(connections: Connections) -> Finding:
    """Whether the tables have the shape that this version expects."""
    await refuse_an_old_shape(connections)
    return ok("migrations", "The tables are as this version expects them.")


async def look_at_clock() -> Finding:
    """The database's clock, which is the service's, against this machine's; and against what history has reached."""
    (row,) = await Installation.raw(
        "SELECT extract(epoch FROM clock_timestamp())::double precision AS now,"
        " greatest(extract(epoch FROM instant - governance_now()), extract(epoch FROM instant - clock_timestamp()))"
        "::double precision AS ahead FROM history_head WHERE isfinite(instant)"
        " UNION ALL SELECT extract(epoch FROM clock_timestamp())::double precision, 0 LIMIT 1"
    )
    # The one place that asks the machine for its time: to hold the database's against it.
    drift = abs(row["now"] - time.clock_gettime(time.CLOCK_REALTIME))
    if row["ahead"] > DRIFT_NOTED:
        return attention(
            "clock", f"The clock was put back: history has reached a moment {row['ahead']:.0f} s ahead of it."
        )
    return _drifted(drift)


def _drifted(drift: float) -> Finding:
    if drift > DRIFT_TOO_MUCH:
        return fault(
            "clock", f"The database's clock and this machine's are {drift:.0f} s apart; set both by NTP."
        )
    if drift > DRIFT_NOTED:
        return attention("clock", f"The database's clock and this machine's are {drift:.0f} s apart.")
    return ok("clock", "The database's clock and this machine's agree.")


async def look_at_history() -> Finding:
    """All of it, as `governance history verify` does."""
    verdict = await verify()
    if verdict.fault:
        return fault("history", f"{verdict.fault} Find out who changed it; a backup holds it as it was.")
    return ok("history", f"It fits together up to {verdict.head}")


async def look_at_installation() -> Finding:
    """Whether this is example data or the real thing."""
    begun = await started()
    if begun is None:
        return attention("installation", "Nothing has begun here yet; run `governance start --empty`.")
    what = "Example data, not to be worked with" if begun.example else "Real work"
    return ok("installation", f"{what}: {begun.partnership}.")


WITHIN: dict[str, Callable[[], Awaitable[Finding]]] = {
    "clock": look_at_clock,
    "history": look_at_history,
    "installation": look_at_installation,
}


async def _is_example() -> bool:
    try:
        begun = await started()
    except asyncpg.PostgresError:
        return False
    return bool(begun and begun.example)


async def look_at_mail(settings: Settings, example: bool) -> Finding:
    """Greets the mail server as if a letter were to follow; sends nothing."""
    if settings.mail_server is None or settings.mail_from is None:
        if example:
            return ok("mail", "None is sent: beside example data letters go to the tray, /mail.")
        return attention("mail", "No mail is sent; set SMTP_URL and MAIL_FROM.")
    try:
        await asyncio.wait_for(reach(settings.mail_server, settings.mail_from), timeout=60)
    except NotDelivered as error:
        return fault("mail", f"{error.reason} Check SMTP_URL.")
    return ok(
        "mail", f"{settings.mail_server.host}:{settings.mail_server.port} answers and lets the service in."
    )
