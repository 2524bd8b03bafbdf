"""The page to beat: Litestar, asyncpg and Jinja with one query, a plain template and nothing else.

It keeps nobody out, judges nothing and remembers nothing; it shows what the frameworks themselves cost for as many
rows. Served by granian with the same options as the service.
"""

import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from jinja2 import DictLoader, Environment
from litestar import Litestar, Request, get
from litestar.params import FromPath
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig

ADDRESS = "BARE_DATABASE"

ROWS = """
SELECT a.reference, a.title, p.title AS owner, g.name AS agency, a.status, u.owner_rating,
    u.submitted_at::date AS said_on
FROM progress_update AS u JOIN action AS a ON a.id = u.action JOIN agency AS g ON g.id = a.agency
LEFT JOIN post AS p ON p.id = a.owner ORDER BY u.id DESC LIMIT $1
"""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ rows | length }} rows</title></head><body>
<h1>{{ rows | length }} rows</h1>
<table><thead><tr><th>Action<th>Title<th>Owner<th>Agency<th>Status<th>Rating<th>Said on</tr></thead><tbody>
{% for row in rows %}
<tr><td><a href="/actions/{{ row.reference }}">{{ row.reference }}</a></td><td>{{ row.title }}</td>
<td>{{ row.owner }}</td><td>{{ row.agency }}</td><td>{{ row.status }}</td><td>{{ row.owner_rating }}</td>
<td>{{ row.said_on }}</td></tr>
{% endfor %}
</tbody></table></body></html>
"""


@get("/{count:int}")
async def page(request: Request[Any, Any, Any], count: FromPath[int]) -> Template:
    return Template("page.html", context={"rows": await request.app.state.pool.fetch(ROWS, count)})


async def _left_as_it_is(connection: asyncpg.Connection) -> None:
    """Nothing: the page changes nothing in its session."""


@asynccontextmanager
async def _connected(app: Litestar) -> AsyncIterator[None]:
    # As the service's: no query of its own after each query, to make the connection good as new.
    async with asyncpg.create_pool(
        os.environ[ADDRESS], min_size=1, max_size=10, reset=_left_as_it_is
    ) as app.state.pool:
        gc.collect()
        gc.freeze()
        yield


def create_app() -> Litestar:
    environment = Environment(loader=DictLoader({"page.html": PAGE}), autoescape=True, auto_reload=False)
    return Litestar(
        route_handlers=[page],
        lifespan=[_connected],
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment)),
        openapi_config=None,
        logging_config=None,
    )


def serve(port: int) -> None:
    Granian(
        "benchmarks.bare:create_app",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_level=LogLevels.warning,
        process_name=None,
    ).serve()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
