"""Posts, and who holds them when. Owners leave; the post and its history stay."""

from piccolo.columns import Date, ForeignKey, OnDelete, Serial, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.agency import Agency
from objectives.tables.person import Person


class Post(Table, tags=["recorded"]):
    """A job in an agency that can own actions or be accountable for them. One that has ended can be held no more."""

    id: Serial
    title = Varchar()
    agency = ForeignKey(Agency, null=False, on_delete=OnDelete.restrict)
    ended_on = Date(default=None, null=True)

    post_titled = Check("title <> ''")
    post_once_in_agency = Unique([title, agency])


class PostHolding(Table, tags=["recorded"]):
    """A person in a post from one day to another (both inclusive); a post has one holder at a time."""

    id: Serial
    post = ForeignKey(Post, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    starts_on = Date(default=None, null=True)
    ends_on = Date(default=None, null=True)

    post_holding_order = Check("ends_on IS NULL OR ends_on >= starts_on")


class TakingOn(Table, tags=["recorded"]):
    """A holder said that they have read what they took on with a post; whoever follows says it anew."""

    id: Serial
    holding = ForeignKey(PostHolding, null=False, on_delete=OnDelete.restrict)
    taken_on_at = Timestamptz(default=None, null=True)

    taking_on_once = Unique([holding])
