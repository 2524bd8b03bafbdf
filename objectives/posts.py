"""Posts and who holds them. An owner leaves and the post stays: a handover ends one holding and begins the next."""

import datetime as dt

from msgspec import Struct

from objectives.dates import in_words
from objectives.faults import Faults, refuse_if
from objectives.mandates import Act, Operator, acting, fresh
from objectives.permissions import why_not_hand_over, why_not_keep_posts
from objectives.problems import Conflict, NotAllowed
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.post import Post, PostHolding, TakingOn


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
        faults.need(not new.agency.ended_on, "agency", f"{new.agency.name} has ended; choose another agency.")
        faults.refuse()
        await post.save()
        return post


async def end_post(by: Person | Operator, post: Post) -> Post:
    """Ends a post that nobody holds and nothing belongs to; its history stays. Raises NotAllowed, Conflict."""
    async with acting(by) as act:
        refuse_if(why_not_keep_posts(act.by))
        ended = await fresh(post)
        if ended.ended_on:
            raise Conflict(f"{ended.title} has ended already.")
        if why := await why_not_end(ended.id, act.today):
            raise Conflict(why)
        ended.ended_on = act.today
        await ended.save()
        return ended


async def why_not_end(post: int, today: dt.date) -> str | None:
    """What must be done before a post can end."""
    (row,) = await Post.raw(_STILL_HAS, today, post)
    if row["things"]:
        return f"{', '.join(row['things'])} still belong to this post. Give them to another post first."
    if row["held"]:
        return "Somebody holds this post, or will. Hand it over to nobody first; it can end on the day after."
    return None


async def hand_over(
    by: Person | Operator, post: Post, to: Person | None, on: dt.date, newest: int | None = None
) -> PostHolding | None:
    """Gives a post to somebody from a day, or leaves it vacant (None); the last holder's day is the one before.

    A day may lie ahead. A holder who hands on their own post gives it to somebody of its agency, from today at the
    earliest. `newest` is the newest holding that a form showed, 0 where there was none. Raises NotAllowed, Invalid,
    and Conflict when that person holds it already or somebody else has handed it over meanwhile.
    """
    async with acting(by) as act:
        refuse_if(why_not_hand_over(act.by, post.id))
        given, to = await fresh(post), await fresh(to) if to else None
        if given.ended_on:
            raise Conflict(f"{given.title} has ended; nobody can hold it.")
        last = await _last_holding(given)
        if newest is not None and newest != (last.id if last else 0):
            raise Conflict(f"{given.title} has been handed over meanwhile; look at who holds it now.")
        faults = Faults()
        check_handover(faults, act, given.agency, last.starts_on if last else None, to, on)
        faults.refuse()
        if last and (not last.ends_on or last.ends_on >= on):
            _refuse_same_holder(last, to)
            last.ends_on = on - dt.timedelta(days=1)
            await last.save()
        if to is None:
            return None
        holding = PostHolding(post=post.id, person=to.id, starts_on=on)
        await holding.save()
        return holding


def check_handover(
    faults: Faults, act: Act, agency: int, began: dt.date | None, to: Person | None, on: dt.date
) -> None:
    """Notes what is wrong with giving a post of an agency to somebody from a day; its last holder began on `began`."""
    if to:
        faults.need(not to.disabled_at, "to", f"{to.name} can no longer sign in; choose somebody else.")
    if began:
        faults.need(
            on > began, "on", f"The last holder began on {in_words(began)}; hand over on a later day."
        )
    if why_not_keep_posts(act.by) is None:
        return
    faults.need(
        to is None or to.agency == agency,
        "to",
        "Choose somebody of the post’s own agency; the business unit can give it to somebody of another.",
    )
    faults.need(on >= act.today, "on", f"It is {in_words(act.today)}; give today or a later day.")


def _refuse_same_holder(last: PostHolding, to: Person | None) -> None:
    if to and last.person == to.id and not last.ends_on:
        raise Conflict(f"{to.name} holds this post already.")


async def take_on(by: Person, holding: PostHolding) -> TakingOn:
    """A holder says that they have read what they took on. Raises NotAllowed, and Conflict when it was said before."""
    async with acting(by) as act:
        held = await fresh(holding)
        if held.person != by.id:
            raise NotAllowed("Only whoever holds the post can say that they have read what they took on.")
        if await TakingOn.exists().where(TakingOn.holding == held.id):
            raise Conflict("This has been said already.")
        taken = TakingOn(holding=held.id, taken_on_at=act.now)
        await taken.save()
        return taken


async def _last_holding(post: Post) -> PostHolding | None:
    return (
        await PostHolding.objects()
        .where(PostHolding.post == post.id)
        .order_by(PostHolding.starts_on, ascending=False)
        .first()
    )


_STILL_HAS = """
SELECT EXISTS (SELECT FROM post_holding WHERE post = p.id AND coalesce(ends_on, 'infinity') >= {}::date) AS held,
    ARRAY(SELECT reference FROM action WHERE p.id IN (owner, accountable) AND status <> 'superseded'
          UNION SELECT reference FROM commitment WHERE accountable = p.id ORDER BY reference) AS things
FROM post p WHERE p.id = {}
"""
