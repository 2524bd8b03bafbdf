"""Whether a meeting is quorate, by a rule that is data: enough members, and one from each statutory partner. Pure.

The local authority, health and the police are the statutory safeguarding partners (Working Together 2023). How many
members make a quorum is the partnership's to set [ours]; whoever came for a member counts as the member.
"""

from collections.abc import Sequence

from msgspec import Struct

from objectives.words import Presence

HERE = (Presence.PRESENT, Presence.SUBSTITUTE)


class Rule(Struct, frozen=True):
    """`partners` are the statutory partners by agency id, each with its name; an agency may stand for several."""

    least_members: int
    partners: tuple[tuple[int, str], ...] = ()


class Seat(Struct, frozen=True):
    """A member of the Executive Group and how they were at the meeting; None while nobody has said."""

    person: int
    name: str
    agency: int
    agency_name: str
    presence: Presence | None = None
    substitute: str = ""

    @property
    def filled(self) -> bool:
        return self.presence in HERE


class Quoracy(Struct, frozen=True):
    quorate: bool
    sentence: str


def quoracy_of(rule: Rule | None, seats: Sequence[Seat]) -> Quoracy:
    """Whether those who are here make a quorum, said in a sentence; never quorate without a rule."""
    here = [seat for seat in seats if seat.filled]
    counted = f"{len(here)} of {len(seats)} members present or represented"
    if rule is None:
        return Quoracy(False, f"{counted}. Nobody has set when a meeting is quorate, so this one cannot be.")
    partners = ", with every statutory partner" if rule.partners else ""
    if not any(seat.presence for seat in seats):
        needed = f"{rule.least_members} of {len(seats)} members are needed{partners}"
        return Quoracy(False, f"Nobody has recorded yet who is there. {needed}.")
    agencies = {seat.agency for seat in here}
    missing = [name for agency, name in rule.partners if agency not in agencies]
    faults = []
    if len(here) < rule.least_members:
        faults.append(f"{rule.least_members} are needed")
    if missing:
        faults.append(f"there is nobody for {_listed(missing)}")
    if faults:
        return Quoracy(False, f"Not quorate: {counted}; {' and '.join(faults)}.")
    return Quoracy(True, f"Quorate: {counted}{partners}; {rule.least_members} are needed.")


def _listed(names: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
