"""Searching the words of every strategy at once, for what whoever asks may read. The words stay in the address."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Router, get
from litestar.response import Template

from governance_app.places import Places
from governance_app.showing.found import found_lines
from governance_app.templating import show
from objectives.finding import LONGEST, find
from objectives.judging import judged_now
from objectives.text import clean_line

HERE = "/search"


@get(HERE)
async def search(request: Request[Any, Any, Any]) -> Template:
    words = clean_line(request.query_params.get("q", ""))
    too_long, wanted = len(words) > LONGEST, words[:LONGEST]
    visit, zone = request.user, request.app.state.time_zone
    judgements = {key: await judged_now(key, zone) for key, _ in visit.strategies} if wanted else {}
    standings = [judgement.standing for judgement in judgements.values()]
    found = await find(visit.signed_in, standings, wanted, _page(request))
    return show(
        request,
        "search/search.html",
        section="Search",
        wanted=wanted,
        too_long=too_long,
        longest=LONGEST,
        found=found,
        lines=found_lines(found, judgements, {key: Places(key) for key in judgements}),
        earlier=_at(wanted, found.page - 1) if found.page > 1 else "",
        further=_at(wanted, found.page + 1) if found.page < found.pages else "",
    )


def _page(request: Request[Any, Any, Any]) -> int:
    asked = request.query_params.get("page", "")
    return max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1


def _at(words: str, page: int) -> str:
    return f"{HERE}?{urlencode({'q': words} | ({'page': page} if page > 1 else {}))}"


routes = Router("/", route_handlers=[search])
