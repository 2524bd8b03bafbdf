"""Meetings of the Executive Group: which pack was reviewed when, who was there, and that the pack was reviewed."""

from piccolo.columns import Boolean, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.agency import Agency
from objectives.tables.pack import Pack
from objectives.tables.person import Person
from objectives.tables.strategy import Strategy
from objectives.words import Presence, one_of


class Quorum(Table, tags=["recorded"]):
    """When a meeting about a strategy is quorate: enough members, and one from each statutory partner named here."""

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    least_members = Integer()
    local_authority = ForeignKey(Agency, null=True, on_delete=OnDelete.restrict)
    health = ForeignKey(Agency, null=True, on_delete=OnDelete.restrict)
    police = ForeignKey(Agency, null=True, on_delete=OnDelete.restrict)
    set_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    set_at = Timestamptz(default=None, null=True)

    quorum_once_a_strategy = Unique([strategy])
    quorum_of_somebody = Check("least_members BETWEEN 1 AND 99")


class Meeting(Table, tags=["recorded"]):
    """One meeting reviews one issued pack. `in_attendance` are those who are no members, one a line."""

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    pack = ForeignKey(Pack, null=False, on_delete=OnDelete.restrict)
    held_on = Date(default=None, null=True)
    chair = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    in_attendance = Text()
    called_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    called_at = Timestamptz(default=None, null=True)

    meeting_once_a_pack = Unique([pack])


class Attendance(Table, tags=["recorded"]):
    """How a member of the Executive Group was at a meeting. `substitute` is who came for them: name and post."""

    id: Serial
    meeting = ForeignKey(Meeting, null=False, on_delete=OnDelete.restrict)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    presence = Varchar()
    substitute = Varchar()

    attendance_once = Unique([meeting, person])
    attendance_presence = Check(one_of("presence", Presence))
    attendance_substitute_named = Check("(presence = 'substitute') = (substitute <> '')")


class PackReview(Table, tags=["recorded"]):
    """The Executive Group has reviewed a pack: signed off by the chair, with how many were there as a sentence."""

    id: Serial
    meeting = ForeignKey(Meeting, null=False, on_delete=OnDelete.restrict)
    quorate = Boolean()
    quoracy = Text()
    words = Text()
    reviewed_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    recorded_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    reviewed_at = Timestamptz(default=None, null=True)

    pack_review_once = Unique([meeting])
    pack_review_quoracy_said = Check("quoracy <> ''")
