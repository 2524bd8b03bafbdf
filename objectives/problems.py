"""What can go wrong, in messages fit for a user: what cannot be done, why, and what to do next."""


class Problem(Exception):
    """A refusal with a sentence that may be shown as it stands, on a page or in a terminal."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Problem):
    """There is no such thing, or none that this person may know of."""


class NotAllowed(Problem):
    """The thing exists, but this person may not do this to it; the sentence says who may."""


class Conflict(Problem):
    """Somebody else changed the thing in the meantime, or it is no longer in a state that allows the act."""


class Invalid(Problem):
    """What was given is wrong. `faults` maps a field's name to its sentence; all faults at once."""

    def __init__(self, sentence: str = "", faults: dict[str, str] | None = None) -> None:
        self.faults = faults or {}
        super().__init__(sentence or " ".join(self.faults.values()))
