"""Where Piccolo looks for the engine and the tables; `governance_app.database` gives it the address."""

from typing import Any

from asyncpg import Connection
from piccolo.engine.postgres import PostgresEngine

from objectives.problems import Problem


class Engine(PostgresEngine):
    """Piccolo's engine, silent until it is given an address.

    The stock engine connects as soon as the module is imported, to whatever PGHOST happens to name.
    """

    async def check_version(self) -> None:
        pass

    async def get_new_connection(self) -> Connection:
        if not self.config:
            raise Problem("No database is open. Start the service with `governance run`.")
        return await super().get_new_connection()


DB = Engine(config={})


def __getattr__(name: str) -> Any:
    """APP_REGISTRY, for whoever migrates. Its module imports a code formatter, which serving pages need not carry."""
    if name != "APP_REGISTRY":
        raise AttributeError(name)
    from piccolo.conf.apps import AppRegistry

    return AppRegistry(apps=["governance_app.piccolo_app"])
