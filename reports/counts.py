"""The columns of every table that counts ratings, in their order. Knows names and fields, not how they are drawn."""

from msgspec import Struct

from objectives.rated import Distribution


class Column(Struct, frozen=True):
    """A column of the counts, and the field of a distribution that it shows."""

    shape: str
    name: str
    field: str

    def of(self, stands: Distribution) -> int:
        count: int = getattr(stands, self.field)
        return count


ALWAYS = (
    Column("red", "Red", "red"),
    Column("amber", "Amber", "amber"),
    Column("green", "Green", "green"),
    Column("blue", "Blue", "blue"),
    Column("green-hollow", "Carried forward", "carried_forward"),
    Column("grey", "Grey", "grey"),
)
SELDOM = (
    Column("business-as-usual", "Business as usual", "business_as_usual"),
    Column("superseded", "Superseded", "superseded"),
)


def columns_of(*counted: Distribution) -> list[Column]:
    """The columns of a table of counts; the two that are seldom used only where something counts in them."""
    return [*ALWAYS, *(column for column in SELDOM if any(map(column.of, counted)))]
