"""One agency's request: where it is in its life, its dates, its people, every step taken, and more time asked for."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.agency import Agency
from objectives.tables.assurance import AssuranceAsking
from objectives.tables.person import Person
from objectives.words import ContactPart, RequestAct, RequestState, one_of

ENDS = ("accepted", "accepted with actions", "declined", "withdrawn")
ENDED = ", ".join(f"'{end}'" for end in ENDS)


class AssuranceRequest(Table, tags=["recorded"]):
    """`due_on` is the reply date in force: as asked, extended, or of the return; null while it is a draft.

    `first_due_on` is the reply date that was asked for at first. `attempt` is 1, and 2 once it was returned.
    `outcome` says how it came to its end, and stays when it is closed.
    """

    id: Serial
    asking = ForeignKey(AssuranceAsking, null=False, on_delete=OnDelete.restrict)
    agency = ForeignKey(Agency, null=False, on_delete=OnDelete.restrict)
    state = Varchar()
    attempt = Integer(default=1)
    issued_on = Date(default=None, null=True)
    acknowledge_by = Date(default=None, null=True)
    first_due_on = Date(default=None, null=True)
    due_on = Date(default=None, null=True)
    review_due_on = Date(default=None, null=True)
    answered_on = Date(default=None, null=True)
    outcome = Varchar(default=None, null=True)

    assurance_request_agency_once = Unique([asking, agency])
    assurance_request_state = Check(one_of("state", RequestState))
    assurance_request_outcome = Check(f"outcome IN ({ENDED})")
    assurance_request_end_has_outcome = Check(f"(state IN ({ENDED}, 'closed')) = (outcome IS NOT NULL)")
    assurance_request_returned_once = Check("attempt IN (1, 2)")
    assurance_request_issued_has_dates = Check(
        "state IN ('draft', 'withdrawn', 'closed') OR num_nulls(issued_on, acknowledge_by, first_due_on, due_on) = 0"
    )


class AssuranceContact(Table, tags=["recorded"]):
    """Somebody of an agency who answers a request, or is written to when it is late. They may have no account.

    `person` is their account where they have one. Ended contacts answer no more; what they answered stays theirs.
    """

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, on_delete=OnDelete.restrict)
    part = Varchar()
    name = Varchar()
    email = Varchar(length=320)
    person = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    named_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)

    assurance_contact_once = Unique([request, part, email])
    assurance_contact_part = Check(one_of("part", ContactPart))
    assurance_contact_named = Check("name <> ''")
    assurance_contact_email = Check(
        "email ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$' AND email = lower(email)"
    )


class AssuranceStep(Table, tags=["recorded"]):
    """One step in the life of a request: what was done, by whom, and the words that came with it."""

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, on_delete=OnDelete.restrict)
    act = Varchar()
    state_before = Varchar()
    state_after = Varchar()
    person = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    contact = ForeignKey(AssuranceContact, null=True, on_delete=OnDelete.restrict)
    words = Text()
    taken_at = Timestamptz(default=None, null=True)

    assurance_step_by_somebody = Check("num_nonnulls(person, contact) >= 1")
    assurance_step_act = Check(one_of("act", RequestAct))
    assurance_step_before = Check(one_of("state_before", RequestState))
    assurance_step_after = Check(one_of("state_after", RequestState))
    assurance_step_reason_given = Check(
        "words <> '' OR act NOT IN ('decline', 'withdraw', 'make a nil return')"
    )


class AssuranceExtension(Table, tags=["recorded"]):
    """More time asked for; `granted` is null until the business unit decides, once."""

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, on_delete=OnDelete.restrict)
    from_on = Date(default=None, null=True)
    to_on = Date(default=None, null=True)
    reason = Text()
    asked_by = ForeignKey(AssuranceContact, null=False, on_delete=OnDelete.restrict)
    asked_at = Timestamptz(default=None, null=True)
    granted = Boolean(default=None, null=True)
    decided_by = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    decided_at = Timestamptz(default=None, null=True)
    decision_reason = Text()

    assurance_extension_later = Check("to_on > from_on")
    assurance_extension_reason_given = Check("reason <> ''")
    assurance_extension_decided_whole = Check("num_nonnulls(granted, decided_by, decided_at) IN (0, 3)")
    assurance_extension_refusal_has_reason = Check("granted IS NOT false OR decision_reason <> ''")
