"""The example grown tenfold: every row of what pages list is there nine times more, under names of its own."""

from objectives.history import Actor, acting_as
from objectives.tables.agency import Agency

TIMES = 10
LATER = "+ make_interval(years => 10 * n)"
# Each table, and what each further row says otherwise: `o` is the row that it repeats, `n` is 1 to 9, and `place` is
# the row's number among all that were there.
REPEATED: dict[str, dict[str, str]] = {
    "agency": {
        "name": "format('%s, branch %s', o.name, n)",
        "short_name": "format('%s %s', o.short_name, n)",
        "is_business_unit": "false",
    },
    "person": {"email": "format('branch%s.%s', n, o.email)"},
    "post": {"title": "format('%s, branch %s', o.title, n)"},
    "reporting_round": {
        "name": "format('%s, %s decades on', o.name, n)",
        **{
            day: f"o.{day} {LATER}"
            for day in (
                "period_starts_on",
                "period_ends_on",
                "opens_on",
                "updates_due_on",
                "moderation_due_on",
                "freezes_at",
                "meets_on",
            )
        },
    },
    "action": {"reference": "format('%s.%s', o.reference, n)"},
    "milestone": {"position": "o.position + 100 * n"},
    "progress_update": {"version": "o.version + 100 * n"},
    "risk": {"number": "1000 * n + place", "state": "'open'"},
    "assurance_request": {
        "agency": "(SELECT id FROM agency WHERE name LIKE '%, branch %'"
        " ORDER BY id OFFSET 8 * (n - 1) + place % 8 LIMIT 1)"
    },
}
COLUMNS = """
SELECT column_name AS name FROM information_schema.columns
WHERE table_name = {} AND table_schema = 'public' AND column_name <> 'id' ORDER BY ordinal_position
"""


async def grow_tenfold() -> None:
    """Repeats every row, table by table, in one act."""
    async with acting_as(Actor.command("tenfold")):
        for table, otherwise in REPEATED.items():
            before = await _count(table)
            names = [row["name"] for row in await Agency.raw(COLUMNS, table)]
            said = ", ".join(otherwise.get(name, f'o."{name}"') for name in names)
            listed = ", ".join(f'"{name}"' for name in names)
            await Agency.raw(
                f"INSERT INTO {table} ({listed}) SELECT {said} FROM generate_series(1, {TIMES - 1}) AS n,"
                f" (SELECT *, row_number() OVER (ORDER BY id) AS place FROM {table}) AS o ORDER BY n, place"
            )
            assert await _count(table) == TIMES * before > 0


async def _count(table: str) -> int:
    (row,) = await Agency.raw(f"SELECT count(*) AS found FROM {table}")
    return int(row["found"])
