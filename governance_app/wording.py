"""How instants, counts of times and long texts are put on a page. Pure; what packs say too is in `reports.wording`."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape
from msgspec import Struct

from objectives.redacting import PackReached
from reports.wording import day, short_day

FOLD_CHARACTERS = 700
FOLD_LINES = 12
REFERENCE = re.compile(r"\b[A-Z]{2,8}-[0-9]+(?:\.[0-9]+)?\b")
SENTENCE_END = re.compile(r"[.?!][”’)]*(?= |$)")


class Folded(Struct, frozen=True):
    """A text to show at once, and the rest of it, which is empty unless the text is long."""

    start: str
    rest: str

    @property
    def words(self) -> int:
        return len(self.rest.split())


def whole_references(text: str) -> Markup:
    """A text in which no reference, such as SUPP-3.1, is broken at its hyphen where a line ends."""
    return Markup(REFERENCE.sub(r'<span class="app-nowrap">\g<0></span>', str(escape(text))))


def instant(moment: dt.datetime, zone: ZoneInfo) -> str:
    """`6 November 2026 at 14:05`, in a time zone."""
    local = moment.astimezone(zone)
    return f"{day(local)} at {local:%H:%M}"


def instant_day(moment: dt.datetime, zone: ZoneInfo) -> str:
    return short_day(moment.astimezone(zone))


def weekday(on: dt.date) -> str:
    """`Thursday 19 November 2026`."""
    return f"{on:%A} {day(on)}"


def times(count: int) -> str:
    """How often: `once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def excerpt(text: str, length: int = 200) -> str:
    """The text's first words, at most `length` characters of them, cut between words where there are any."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    return _cut(flat, length - 1) + "…"


def first_sentences(text: str, length: int = 200) -> str:
    """The whole sentences that fit into `length` characters; where not even the first one does, its first words."""
    flat = " ".join(text.split())
    ends = [found.end() for found in SENTENCE_END.finditer(flat) if found.end() <= length]
    return flat[: ends[-1]] if ends else excerpt(flat, length)


def fold(text: str) -> Folded:
    """Splits a long text so that a page stays readable; one that is only a little too long stays whole."""
    lines = text.split("\n")
    if len(text) <= FOLD_CHARACTERS + 200 and len(lines) <= FOLD_LINES + 3:
        return Folded(text, "")
    start = _cut(text, min(FOLD_CHARACTERS, len("\n".join(lines[:FOLD_LINES]))))
    return Folded(start.rstrip(), text[len(start) :].lstrip())


def _cut(text: str, length: int) -> str:
    """At most `length` characters, ending between words where the second half of them holds a space or a new line."""
    if length >= len(text) or text[length].isspace():
        return text[:length]
    end = max(text.rfind(" ", length // 2, length), text.rfind("\n", length // 2, length))
    return text[: end if end > 0 else length]


def size(octets: int) -> str:
    """How large a file is, or the room that is left: `812 bytes`, `34 kB`, `2.1 MB`, `68.3 GB`."""
    if octets < 1000:
        return f"{octets} bytes"
    if octets < 1_000_000:
        return f"{octets / 1000:.0f} kB"
    return f"{octets / 10**6:.1f} MB" if octets < 10**9 else f"{octets / 10**9:.1f} GB"


def of_a_pack(pack: PackReached) -> str:
    """A pack that a redaction reaches: "the pack of Q1 2026-27, version 1.0 (digest 0123abcd4567)"."""
    what = f"of {pack.round}" if pack.round else f"as at {day(pack.as_at_on)}"
    return f"the pack {what}, {f'version {pack.version}' if pack.version else 'a draft'} (digest {pack.digest[:12]})"
