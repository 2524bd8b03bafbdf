"""The cover record: what is said about a pack's content without being part of it. Draft until issued."""

import datetime as dt

from msgspec import Struct

from reports.wording import day

MARKING = "OFFICIAL-SENSITIVE"
DRAFT_DISTRIBUTION = "Business unit only, until it is issued."


class Cover(Struct, frozen=True):
    """A draft has no version. `issued_on` is a day in the partnership's time zone."""

    marking: str = MARKING
    distribution: str = DRAFT_DISTRIBUTION
    version: str | None = None
    issued_by: str | None = None
    issued_on: dt.date | None = None

    @property
    def version_words(self) -> str:
        return f"Version {self.version}" if self.version else "Draft"

    @property
    def status_words(self) -> str:
        if self.issued_on is None:
            return "Draft: not issued, and not to be shared beyond its distribution"
        return f"{self.version_words}, issued {day(self.issued_on)} by {self.issued_by}"

    def words(self) -> dict[str, str]:
        """Everything that a cover says, in the words that a pack prints."""
        return {
            "marking": self.marking,
            "distribution": self.distribution,
            "version_words": self.version_words,
            "status_words": self.status_words,
        }
