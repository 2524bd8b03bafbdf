"""Mailed links to one request, and what came of each. Not recorded in history: they are secrets, even hashed."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from objectives.tables.assurance_request import AssuranceContact
from objectives.words import Opening, one_of


class AssuranceLink(Table, tags=["unrecorded"]):
    """Unrecorded: a secret, hashed. It opens its contact's one request, after a code from the same mailbox."""

    id: Serial
    contact = ForeignKey(AssuranceContact, null=False, on_delete=OnDelete.restrict)
    secret_hash = Varchar(unique=True)
    made_at = Timestamptz(default=None, null=True)
    expires_at = Timestamptz(default=None, null=True)
    revoked_at = Timestamptz(default=None, null=True)


class AssuranceCode(Table, tags=["unrecorded"]):
    """Unrecorded: a one-time code, hashed with its link's id. A few wrong tries use it up."""

    id: Serial
    link = ForeignKey(AssuranceLink, null=False, on_delete=OnDelete.restrict)
    code_hash = Varchar()
    tries = Integer(default=0)
    made_at = Timestamptz(default=None, null=True)
    expires_at = Timestamptz(default=None, null=True)
    used_at = Timestamptz(default=None, null=True)


class AssuranceSitting(Table, tags=["unrecorded"]):
    """Unrecorded: a secret, hashed. A confirmed link at work in one browser; it opens one request and nothing else."""

    id: Serial
    link = ForeignKey(AssuranceLink, null=False, on_delete=OnDelete.restrict)
    secret_hash = Varchar(unique=True)
    started_at = Timestamptz(default=None, null=True)
    expires_at = Timestamptz(default=None, null=True)


class AssuranceOpening(Table, tags=["unrecorded"]):
    """Unrecorded: it is itself an append-only log of every opening of a link, and of codes right and wrong."""

    id: Serial
    link = ForeignKey(AssuranceLink, null=False, on_delete=OnDelete.restrict)
    what = Varchar()
    happened_at = Timestamptz(default=None, null=True)

    assurance_opening_what = Check(one_of("what", Opening))
