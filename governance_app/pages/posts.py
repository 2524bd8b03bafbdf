"""Posts: who holds them, what goes with them, and the handover of one to whoever comes next.

The handover is asked for in two steps: to whom and when, then a page that says all that this moves.
"""

import datetime as dt
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from governance_app.forms import Answers, Form, date_fields, date_words, number_in, read_form, typed
from governance_app.templating import show
from objectives.days import today_at
from objectives.faults import refuse_if
from objectives.history import now
from objectives.mandates import Act, row_of
from objectives.permissions import why_not_hand_over, why_not_keep_posts
from objectives.posts import NewPost, add_post, check_handover, end_post, hand_over, take_on, why_not_end
from objectives.problems import Conflict, Invalid
from objectives.register import agencies_listed
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.post import Post, PostHolding
from objectives.tenure import Kept, post_kept, posts_kept, successors
from objectives.visibility import why_not_read_post

HERE = "/posts"
NOBODY = "nobody"
FIELDS = ("to", *date_fields("on"))


@get(HERE)
async def posts(request: Request[Any, Any, Any]) -> Template:
    """One's own posts; all of them for whoever keeps posts."""
    reader = request.user.signed_in
    keeps_all = why_not_keep_posts(reader) is None
    return show(
        request,
        "posts/posts.html",
        posts=await posts_kept(None if keeps_all else reader.posts),
        keeps_all=keeps_all,
        today=today_at(await now()),
    )


@get(f"{HERE}/new")
async def new(request: Request[Any, Any, Any]) -> Template:
    refuse_if(why_not_keep_posts(request.user.signed_in))
    return await _ask_new(request, Form())


@post(f"{HERE}/new", status_code=200)
async def add(request: Request[Any, Any, Any]) -> Response[Any]:
    refuse_if(why_not_keep_posts(request.user.signed_in))
    words = typed(await read_form(request), ("title", "agency"))
    chosen = words.get("agency", "")
    known = dict(await _agencies())
    try:
        if chosen not in known:
            raise Invalid(faults={"agency": "Choose the agency that the post belongs to."})
        wanted = NewPost(words.get("title", ""), await row_of(Agency, int(chosen)))
        made = await add_post(await row_of(Person, request.user.signed_in.person), wanted)
    except Invalid as refused:
        return await _ask_new(request, Form(words, refused.faults))
    return Redirect(f"{HERE}/{made.id}", status_code=303)


@post(f"{HERE}/{{post_id:int}}/ended", status_code=200)
async def end(request: Request[Any, Any, Any], post_id: FromPath[int]) -> Response[Any]:
    refuse_if(why_not_keep_posts(request.user.signed_in))
    await read_form(request)
    try:
        await end_post(await row_of(Person, request.user.signed_in.person), await row_of(Post, post_id))
    except Conflict as refused:
        return await _one(request, post_id, refused.sentence)
    return Redirect(HERE, status_code=303)


async def _ask_new(request: Request[Any, Any, Any], form: Form) -> Template:
    status = 422 if form.faults else 200
    return show(request, "posts/new.html", status, form=form, agencies=await _agencies())


async def _agencies() -> list[tuple[str, str]]:
    return [(str(agency.id), agency.name) for agency in await agencies_listed() if not agency.ended_on]


@get(f"{HERE}/{{post_id:int}}")
async def one_post(request: Request[Any, Any, Any], post_id: FromPath[int]) -> Template:
    return await _one(request, post_id)


async def _one(request: Request[Any, Any, Any], post_id: int, sentence: str = "") -> Template:
    reader, kept = request.user.signed_in, await post_kept(post_id)
    refuse_if(why_not_read_post(reader, kept.agency))
    today = today_at(await now())
    holds = kept.on(today)
    follower = holds if holds and holds != kept.tenures[-1] else None
    return show(
        request,
        "posts/post.html",
        409 if sentence else 200,
        sentence=sentence,
        may_end=why_not_keep_posts(reader) is None and not kept.ended_on,
        why_not_end=await why_not_end(kept.id, today),
        post=kept,
        today=today,
        holds=holds,
        follows=kept.after(today),
        may_hand_over=why_not_hand_over(reader, kept.id) is None and not kept.ended_on,
        follower=follower,
        is_to_read=follower is not None and follower.is_unread_by(reader.person),
    )


@get(f"{HERE}/{{post_id:int}}/hand-over")
async def begin(request: Request[Any, Any, Any], post_id: FromPath[int]) -> Template:
    kept = await _to_hand_over(request, post_id)
    return await _ask(request, kept, Form(date_words("on", today_at(await now()))))


@post(f"{HERE}/{{post_id:int}}/hand-over", status_code=200)
async def go_on(request: Request[Any, Any, Any], post_id: FromPath[int]) -> Response[Any]:
    """First all that the answers move, to be checked; the handover itself at the press of that page's button."""
    kept = await _to_hand_over(request, post_id)
    sent = await read_form(request)
    answers = Answers(typed(sent, FIELDS))
    on = answers.day("on", "Say from which day.")
    to = await _chosen(answers)
    if on:
        instant = await now()
        act = Act(instant, today_at(instant), request.user.signed_in)
        check_handover(answers.faults, act, kept.agency, kept.began, to, on)
    if on is None or answers.faults.found:
        return await _ask(request, kept, Form(answers.words, answers.faults.found))
    if sent.get("then") != "hand over":
        return _check(request, kept, Form(answers.words), to, on)
    by = await row_of(Person, request.user.signed_in.person)
    await hand_over(by, await row_of(Post, kept.id), to, on, number_in(sent, "newest"))
    return Redirect(f"{HERE}/{kept.id}", status_code=303)


@post(f"{HERE}/{{post_id:int}}/taken-on")
async def taken_on(request: Request[Any, Any, Any], post_id: FromPath[int]) -> Redirect:
    sent = await read_form(request)
    holding = await row_of(PostHolding, number_in(sent, "holding"))
    await take_on(await row_of(Person, request.user.signed_in.person), holding)
    return Redirect(f"{HERE}/{post_id}", status_code=303)


async def _to_hand_over(request: Request[Any, Any, Any], id: int) -> Kept:
    kept = await post_kept(id)
    refuse_if(why_not_hand_over(request.user.signed_in, kept.id))
    return kept


async def _chosen(answers: Answers) -> Person | None:
    """Who is to hold it next; None for nobody, and where nothing usable was chosen, which is then a fault."""
    chosen = answers.text("to")
    if chosen == NOBODY:
        return None
    found = (
        await Person.objects().get(Person.id == int(chosen))
        if chosen.isdecimal() and len(chosen) < 10
        else None
    )
    answers.faults.need(found, "to", "Choose who holds it next, or that nobody does yet.")
    return found


async def _ask(request: Request[Any, Any, Any], kept: Kept, form: Form) -> Template:
    reader = request.user.signed_in
    everybody = await successors(kept.agency if why_not_keep_posts(reader) else None)
    holds = kept.on(today_at(await now()))
    return show(
        request,
        "posts/hand_over.html",
        422 if form.faults else 200,
        post=kept,
        form=form,
        holds=holds,
        people=[one for one in everybody if not holds or one.id != holds.person],
        nobody=NOBODY,
    )


def _check(
    request: Request[Any, Any, Any], kept: Kept, form: Form, to: Person | None, on: dt.date
) -> Template:
    return show(request, "posts/check.html", post=kept, form=form, to=to, on=on)


routes = Router("/", route_handlers=[posts, new, add, one_post, end, begin, go_on, taken_on])
