"""What the child-data guard found in forms: which kind, where, by whom and what was decided. Never the value itself."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from objectives.guard import Kind
from objectives.tables.person import Person
from objectives.words import Verdict, one_of


class GuardFind(Table, tags=["recorded"]):
    """Finds of one kind in one field of a form that was sent. `place` is the address that it was sent to.

    `person` is null where nobody was signed in. Written once, with the act that kept the text or by itself.
    """

    id: Serial
    person = ForeignKey(Person, null=True, on_delete=OnDelete.restrict)
    found_at = Timestamptz(default=None, null=True)
    place = Varchar()
    field = Varchar()
    kind = Varchar()
    times = Integer()
    verdict = Varchar()
    reason = Text()

    guard_find_kind = Check(one_of("kind", Kind))
    guard_find_verdict = Check(one_of("verdict", Verdict))
    guard_find_times = Check("times > 0")
    guard_find_somewhere = Check("place <> '' AND field <> ''")
    guard_find_reason = Check("(verdict = 'let stand') = (reason <> '')")
