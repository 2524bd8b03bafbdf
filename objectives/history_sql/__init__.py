"""The SQL by which the database writes its own history; migrations run it, and nothing else does.

Every file but `tables` may be run again over an older version of itself. A change to one ships with a migration
that runs it again, and what it says must suit a database that has seen only the migrations before that one.
"""

from pathlib import Path

FILES = ("recording", "clock", "redaction", "reading", "grants")


def sql(name: str) -> str:
    """The text of one file, by its name without `.sql`."""
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")
