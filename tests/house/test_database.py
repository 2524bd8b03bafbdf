"""As whom and in what shape the service meets its database, the embedded one or one that was named."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from governance_app.database import Connections, address, connected, migrate
from governance_app.embedded import SUPERUSER
from piccolo_conf import DB


@pytest.fixture
async def named(server: Path) -> AsyncIterator[Connections]:
    """A database that somebody else made, with roles of their own names."""
    connection = await asyncpg.connect(address(server, SUPERUSER, "postgres"))
    for statement in (
        'ROLE "the owner" LOGIN',
        'ROLE "the reader" LOGIN',
        'DATABASE named OWNER "the owner"',
    ):
        await connection.execute(f"CREATE {statement}")
    yield Connections(
        address(server, "the%20reader", "named"), address(server, "the%20owner", "named"), is_embedded=False
    )
    for statement in ("DATABASE named WITH (FORCE)", 'ROLE "the owner"', 'ROLE "the reader"'):
        await connection.execute(f"DROP {statement}")
    await connection.close()


async def test_the_service_speaks_as_the_application_in_utc_and_waits_five_seconds_for_a_lock(
    database: Connections,
) -> None:
    (found,) = await DB._run_in_pool(
        "SELECT current_user AS role, current_setting('timezone') AS zone,"
        " current_setting('lock_timeout') AS lock,"
        " current_setting('idle_in_transaction_session_timeout') AS idle"
    )
    assert dict(found) == {"role": "governance_app", "zone": "UTC", "lock": "5s", "idle": "10s"}


async def test_a_named_database_may_have_roles_of_any_name(named: Connections) -> None:
    assert await migrate(named) != []
    async with connected(named):
        assert await DB._run_in_pool("SELECT FROM agency") == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await DB._run_in_pool("INSERT INTO history DEFAULT VALUES")


async def test_grants_that_were_cut_short_are_given_at_the_next_migration(named: Connections) -> None:
    await migrate(named)
    owner = await asyncpg.connect(named.owner)
    await owner.execute('REVOKE ALL ON agency FROM "the reader"')
    await owner.close()
    assert await migrate(named) == []
    async with connected(named):
        assert await DB._run_in_pool("SELECT FROM agency") == []
