"""The way to the database that all tables share. What is read and written through it is not its concern."""

from piccolo.engine.postgres import PostgresEngine

from objectives.tables.installation import Installation


def shared_engine() -> PostgresEngine:
    """The engine of every table, as whoever opened the database gave it to them."""
    found = Installation._meta.db
    assert isinstance(found, PostgresEngine)
    return found
