"""What the database holds beside its columns, as text: constraints, indexes, triggers, functions and grants.

Piccolo sees none of it when it compares tables with migrations, so it is compared with `tests/schema.txt`.
`python -m tests.schema` writes that file anew from a freshly migrated database.
"""

import asyncio
import tempfile
from pathlib import Path

import asyncpg

from governance_app.database import Connections, address, migrate
from governance_app.embedded import APPLICATION, OWNER, embedded_server

STORED = Path(__file__).with_name("schema.txt")

LISTED = """
SELECT format('must be given in %s: %s', c.relname, string_agg(a.attname, ', ' ORDER BY a.attname)) COLLATE "C" AS line
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.attnotnull
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.relname
UNION ALL
SELECT format('constraint of %s: %s: %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL
SELECT format('index of %s: %s', tablename, indexdef)
FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT IN (SELECT conname FROM pg_constraint)
UNION ALL
SELECT format('trigger of %s: %s', string_agg(name, ', ' ORDER BY name), definition)
FROM (SELECT relname AS name, replace(pg_get_triggerdef(t.oid), 'public.' || relname, 'each') AS definition
      FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal) AS triggers GROUP BY definition
UNION ALL
SELECT format('grant of %s to %s: %s', privileges, grantee, string_agg(name, ', ' ORDER BY name))
FROM (SELECT relname AS name, grantee::regrole, string_agg(privilege_type, ', ' ORDER BY privilege_type) AS privileges
      FROM pg_class c CROSS JOIN aclexplode(relacl)
      WHERE relnamespace = 'public'::regnamespace AND grantee <> relowner GROUP BY 1, 2) AS granted
GROUP BY privileges, grantee
UNION ALL
SELECT format('function %s, by %s, with %s, for %s', p.oid::regprocedure,
    CASE WHEN prosecdef THEN 'its owner' ELSE 'who calls it' END, coalesce(array_to_string(proconfig, ', '), 'nothing'),
    coalesce((SELECT string_agg(CASE grantee WHEN 0 THEN 'everybody' ELSE grantee::regrole::text END, ', ')
              FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee <> proowner), 'nobody'))
FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
ORDER BY line
"""


async def schema(connection_string: str) -> str:
    """The list, one thing a line, in the order of the alphabet."""
    connection = await asyncpg.connect(connection_string)
    try:
        return "".join(f"{row['line']}\n" for row in await connection.fetch(LISTED))
    finally:
        await connection.close()


async def write(socket_folder: Path) -> None:
    application, owner = (address(socket_folder, role) for role in (APPLICATION, OWNER))
    await migrate(Connections(application, owner, is_embedded=True))
    STORED.write_text(await schema(owner), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home, embedded_server(Path(home) / "home") as folder:
        asyncio.run(write(folder))
