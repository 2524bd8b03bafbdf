"""Chasing and escalation: which step of the ladder was taken for which request, when, and who was written to."""

from piccolo.columns import Boolean, Date, ForeignKey, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.assurance_request import AssuranceRequest


class AssuranceChase(Table, tags=["recorded"]):
    """One step taken, once for each date that ran out: an extension or a return begins the ladder anew.

    `step` is its key in the ladder; `escalates` tells steps above the respondent from reminders. `written_to` are
    the names and posts, one a line; empty where nobody of the kind is known, and the business unit writes itself.
    """

    id: Serial
    request = ForeignKey(AssuranceRequest, null=False, on_delete=OnDelete.restrict)
    step = Varchar()
    escalates = Boolean()
    runs_from = Date(default=None, null=True)
    due_on = Date(default=None, null=True)
    written_to = Text()
    taken_at = Timestamptz(default=None, null=True)

    assurance_chase_once = Unique([request, step, runs_from])
    assurance_chase_step_named = Check("step <> ''")
