"""Signing in: one-time links and sessions. Not recorded in history: they are secrets, even hashed."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table

from objectives.tables.person import Person


class SignInLink(Table, tags=["unrecorded"]):
    """Unrecorded: a secret, hashed. Used up by POST only, because mail scanners open every link."""

    id: Serial
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    secret_hash = Varchar(unique=True)
    made_at = Timestamptz(default=None, null=True)
    expires_at = Timestamptz(default=None, null=True)
    used_at = Timestamptz(default=None, null=True)


class SignInSession(Table, tags=["unrecorded"]):
    """Unrecorded: a secret, hashed. Ended by signing out, by expiry, or when the person is disabled."""

    id: Serial
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    secret_hash = Varchar(unique=True)
    started_at = Timestamptz(default=None, null=True)
    expires_at = Timestamptz(default=None, null=True)


class LinkAsked(Table, tags=["unrecorded"]):
    """Unrecorded: who asked for a link, kept for a day so that nobody asks without end. Keyed digests, no addresses."""

    id: Serial
    address = Varchar()
    origin = Varchar()
    asked_at = Timestamptz(default=None, null=True)


class AccessEntry(Table, tags=["unrecorded"]):
    """Unrecorded: it is itself an append-only log of openings and downloads, larger than all else together."""

    id: Serial
    person = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    happened_at = Timestamptz(default=None, null=True)
    what = Varchar()
    about = Text()
