"""Mail: to whom, what for, about what, when, and what became of it. Never what it said.

A letter is written when it is sent, from the facts of that moment. So no sign-in secret and no words that a redaction
would have to follow lie here, and a mail that waited says nothing that is no longer so.
"""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from objectives.tables.assurance_request import AssuranceContact
from objectives.tables.person import Person
from objectives.words import MailKind, MailOutcome, one_of


class Mail(Table, tags=["unrecorded"]):
    """Unrecorded: it is itself an append-only log. Only its tries and its outcome are written later, each once.

    Mail about an assurance request goes to a `contact` of it, who may have no account.

    `about` holds the addresses of the things it is about, one a line; `recipient` is the address as it was then.
    """

    id: Serial
    kind = Varchar()
    person = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    contact = ForeignKey(AssuranceContact, null=True, on_delete=OnDelete.restrict)
    recipient = Varchar(length=320)
    about = Text()
    queued_at = Timestamptz(default=None, null=True)
    tries = Integer(default=0)
    claimed_at = Timestamptz(default=None, null=True)
    outcome = Varchar(default=None, null=True)
    reason = Text()
    settled_at = Timestamptz(default=None, null=True)

    mail_kind = Check(one_of("kind", MailKind))
    mail_outcome = Check(one_of("outcome", MailOutcome))
    mail_settled_whole = Check("(outcome IS NULL) = (settled_at IS NULL)")
    mail_claimed_when_tried = Check("(tries = 0) = (claimed_at IS NULL)")
    mail_reason_given = Check("reason <> '' OR outcome IS NULL OR outcome IN ('sent', 'tray')")


class TrayLetter(Table, tags=["unrecorded"]):
    """Unrecorded: a letter put into the tray beside example data, in full, so that it can be looked at."""

    id: Serial
    mail = ForeignKey(Mail, null=False, unique=True, on_delete=OnDelete.restrict)
    subject = Text()
    text = Text()
