"""Where Piccolo looks for the engine and the tables; `governance_app.database` gives it the address."""

from asyncpg import Connection
from piccolo.conf.apps import AppRegistry
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

APP_REGISTRY = AppRegistry(apps=["governance_app.piccolo_app"])
