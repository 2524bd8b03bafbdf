"""Posts and who holds them. An owner leaves and the post stays: a handover ends one holding and begins the next."""

import datetime as dt

from msgspec import Struct

from objectives.dates import in_words
from objectives.faults import Faults, refuse_if
from objectives.mandates import Operator, acting, fresh
from objectives.permissions import why_not_keep_posts
from objectives.problems import Conflict
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.post import Post, PostHolding


class NewPost(Struct, frozen=True):
    title: str
    agency: Agency


async def add_post(by: Person | Operator, new: NewPost) -> Post:
    """Adds a post, which nobody holds yet. Raises NotAllowed, Invalid."""
    async with acting(by) as act:
        refuse_if(why_not_keep_posts(act.by))
        faults = Faults()
        post = Post(title=faults.line(new.title, "title", "Give the post's title."), agency=new.agency.id)
        there = await Post.exists().where((Post.title == post.title) & (Post.agency == new.agency.id))
        faults.need(not there, "title", f"{new.agency.name} has a post of that title already.")
        faults.refuse()
        await post.save()
        return post


async def hand_over(by: Person | Operator, post: Post, to: Person | None, on: dt.date) -> PostHolding | None:
    """Gives a post to somebody from a day, or leaves it vacant (None); the last holder's day is the one before.

    A day may lie ahead. Raises NotAllowed, Invalid, Conflict when that person holds it already.
    """
    async with acting(by) as act:
        refuse_if(why_not_keep_posts(act.by))
        await fresh(post)
        last = await _last_holding(post)
        if last and (not last.ends_on or last.ends_on >= on):
            _refuse_handover(last, to, on)
            last.ends_on = on - dt.timedelta(days=1)
            await last.save()
        if to is None:
            return None
        holding = PostHolding(post=post.id, person=to.id, starts_on=on)
        await holding.save()
        return holding


def _refuse_handover(last: PostHolding, to: Person | None, on: dt.date) -> None:
    if to and last.person == to.id and not last.ends_on:
        raise Conflict(f"{to.name} holds this post already.")
    faults = Faults()
    began = last.starts_on
    faults.need(on > began, "on", f"The last holder began on {in_words(began)}; hand over on a later day.")
    faults.refuse()


async def _last_holding(post: Post) -> PostHolding | None:
    return (
        await PostHolding.objects()
        .where(PostHolding.post == post.id)
        .order_by(PostHolding.starts_on, ascending=False)
        .first()
    )
