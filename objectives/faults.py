"""What is wrong with something given, gathered field by field before anything is refused."""

from objectives.problems import Invalid, NotAllowed
from objectives.text import clean_line, clean_text


class Faults:
    """The faults of one form. The first sentence for a field stands; `refuse` raises them all at once."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def need(self, holds: object, field: str, sentence: str) -> None:
        """Notes `sentence` beside `field` unless the condition holds."""
        if not holds:
            self.found.setdefault(field, sentence)

    def line(self, text: str, field: str, sentence: str, longest: int = 255) -> str:
        """The text cleaned to one line; it must be there and be no longer than `longest` characters."""
        cleaned = clean_line(text)
        self.need(cleaned, field, sentence)
        self.need(
            len(cleaned) <= longest, field, f"Use {longest} characters or fewer; this has {len(cleaned):,}."
        )
        return cleaned

    def text(self, text: str, field: str, sentence: str) -> str:
        """The text cleaned; it must be there."""
        cleaned = clean_text(text)
        self.need(cleaned, field, sentence)
        return cleaned

    def refuse(self) -> None:
        """Raises Invalid if anything was noted."""
        if self.found:
            raise Invalid(faults=self.found)


def refuse_if(reason: str | None) -> None:
    """Raises NotAllowed with the reason, if there is one."""
    if reason:
        raise NotAllowed(reason)
