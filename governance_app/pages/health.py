"""`GET /health`: whether the service can answer, and which version it is. Open to all; says nothing else."""

from typing import Any

from litestar import Response, Router, get

from governance_app.arriving import WITHOUT_VISIT
from governance_app.release import version
from objectives.tables.installation import Installation


@get("/health", opt={WITHOUT_VISIT: True})
async def health() -> Response[dict[str, Any]]:
    try:
        await Installation.raw("SELECT 1")
    except Exception:  # whatever keeps the database away, the answer is the same
        return Response({"status": "the database cannot be reached", "version": version()}, status_code=503)
    return Response({"status": "well", "version": version()})


routes = Router("/", route_handlers=[health])
