"""My work: what I must do, by when and why, then what I wait for, in every strategy at once."""

from typing import Any

from litestar import Request, Router, get
from litestar.response import Template

from governance_app.places import Places
from governance_app.showing.my_work import heading_of
from governance_app.templating import show
from governance_app.work import work_in
from objectives.words import Role


@get("/my-work")
async def my_work(request: Request[Any, Any, Any]) -> Template:
    visit = request.user
    keys = [key for key, _ in visit.strategies]
    work, today = await work_in(keys, visit.signed_in, request.app.state.time_zone)
    return show(
        request,
        "my_work/my_work.html",
        section="My work",
        work=work,
        heading=heading_of(work),
        today=today,
        briefs=[(title, Places(key).brief()) for key, title in visit.strategies]
        if Role.EXECUTIVE_GROUP in visit.signed_in.roles
        else [],
    )


routes = Router("/", route_handlers=[my_work])
