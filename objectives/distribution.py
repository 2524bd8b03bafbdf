"""Who a pack goes to, as its cover lists them: the Executive Group, the scrutineer, and whoever else is named.

A person, a post or an agency that is named can read the pack here; a post is named with its agency, as "Head of
Safeguarding, Education". Whoever is outside the service gets it by hand, and their entry says so.
"""

import re

from objectives.faults import Faults
from objectives.tables.pack import Pack

USUAL = ("Executive Group members", "Independent scrutineer")
SPOKEN = frozenset({"executive group", "the executive group", *(entry.casefold() for entry in USUAL)})
BY_HAND = "by hand: "
ENTRIES_END = re.compile(r"\s*[;\n]\s*")


def entries_of(distribution: str) -> tuple[str, ...]:
    """The entries of a distribution list, which semicolons or ends of lines part; each once, in their order."""
    return tuple(dict.fromkeys(entry for entry in ENTRIES_END.split(distribution.strip()) if entry))


async def read_distribution(text: str, faults: Faults, field: str = "distribution") -> str:
    """The list as a cover says it, on one line. An entry that nobody here is called by is a fault beside the field."""
    entries = entries_of(text)
    faults.need(entries, field, "Say who the pack goes to.")
    known = await _known()
    strange = [entry for entry in entries if not _is_known(entry, known)]
    faults.need(
        not strange,
        field,
        f"Nobody here is called {_quoted(strange)}. Give a person’s name, an agency, or a post with its agency such "
        f"as “Head of Safeguarding, Education”. For somebody outside the service write “{BY_HAND}” before the name.",
    )
    return "; ".join(entries)


async def _known() -> frozenset[str]:
    rows = await Pack.raw(_NAMES)
    return SPOKEN | {row["name"] for row in rows}


def _is_known(entry: str, known: frozenset[str]) -> bool:
    folded = entry.casefold()
    return folded in known or (folded.startswith(BY_HAND) and len(folded) > len(BY_HAND))


def _quoted(entries: list[str]) -> str:
    return " or ".join(f"“{entry}”" for entry in entries[:3])


_NAMES = """
SELECT lower(name) AS name FROM person WHERE disabled_at IS NULL
UNION SELECT lower(name) FROM agency WHERE ended_on IS NULL
UNION SELECT lower(p.title || ', ' || a.short_name) FROM post p JOIN agency a ON a.id = p.agency
    WHERE p.ended_on IS NULL
ORDER BY 1
"""
