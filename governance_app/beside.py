"""A database made beside the embedded one, which takes its place when it is whole and is forgotten when it is not.

Loading the example takes many acts. Killed half-way it would leave a database that is neither empty nor an example,
with its clock standing still.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg

from governance_app.database import Connections, address, migrate
from governance_app.embedded import APPLICATION, DATABASE, OWNER, SUPERUSER

UNFINISHED = f"{DATABASE}_unfinished"


@asynccontextmanager
async def whole_or_not_at_all(connections: Connections) -> AsyncIterator[Connections]:
    """An empty, migrated database that becomes the embedded one when the block ends without an error.

    What the embedded one held is lost, so it must hold nothing. A commit does not wait for the disk meanwhile.
    """
    socket_folder = Path(parse_qs(urlsplit(connections.application).query)["host"][0])
    server = await asyncpg.connect(address(socket_folder, SUPERUSER, "postgres"))
    try:
        await server.execute(f"DROP DATABASE IF EXISTS {UNFINISHED} WITH (FORCE)")
        await server.execute(f"CREATE DATABASE {UNFINISHED} OWNER {OWNER}")
        await server.execute(f"REVOKE ALL ON DATABASE {UNFINISHED} FROM PUBLIC")
        await server.execute(f"GRANT CONNECT ON DATABASE {UNFINISHED} TO {APPLICATION}")
        await server.execute(f"ALTER DATABASE {UNFINISHED} SET synchronous_commit = off")
        application, owner = (address(socket_folder, role, UNFINISHED) for role in (APPLICATION, OWNER))
        unfinished = Connections(application, owner, is_embedded=True)
        await migrate(unfinished)
        yield unfinished
        await server.execute(f"ALTER DATABASE {UNFINISHED} RESET synchronous_commit")
        await server.execute("CHECKPOINT")
        await server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
        await server.execute(f"ALTER DATABASE {UNFINISHED} RENAME TO {DATABASE}")
    finally:
        await server.close()
