"""The words of the field, each spelt once: ratings, statuses, kinds, grades. Knows no rule about them."""

import enum


class Rating(enum.StrEnum):
    """What the colours mean is in the handbook, section 3; the value is the word a reader sees."""

    BLUE = "Blue"
    GREEN = "Green"
    GREY = "Grey"
    AMBER = "Amber"
    RED = "Red"

    @property
    def caution(self) -> int:
        """How cautious the rating is: Red > Amber > Grey > Green > Blue. Larger is more cautious."""
        return CAUTION[self]


CAUTION = {Rating.BLUE: 0, Rating.GREEN: 1, Rating.GREY: 2, Rating.AMBER: 3, Rating.RED: 4}


class Status(enum.StrEnum):
    """Where an action is in its life. Status is not rating."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    DELIVERED = "delivered, awaiting verification"
    EMBEDDED = "complete and embedded"
    BUSINESS_AS_USUAL = "business as usual"
    SUPERSEDED = "superseded"


class Kind(enum.StrEnum):
    """The kind of a commitment decides what done means."""

    DELIVERABLE = "deliverable"
    PROGRAMME = "programme"
    STANDING = "standing"
    ASSURANCE = "assurance"


class Role(enum.StrEnum):
    """What a person may do beyond owning actions. Owner, deputy and accountable executive come from posts."""

    BUSINESS_UNIT = "business unit"
    EXECUTIVE_GROUP = "executive group"
    SCRUTINEER = "scrutineer"
    ADMINISTRATOR = "administrator"


class Issue(enum.StrEnum):
    """The answer to "is there an issue that needs help?", asked in each update."""

    NONE = "none"
    WITH_PLAN = "significant, with a plan"
    WITHOUT_PLAN = "significant, without a plan"


class Confidence(enum.StrEnum):
    """How confident the owner is that children will be better off. It never moves the rating."""

    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


class EvidenceForm(enum.StrEnum):
    FILE = "file"
    LINK = "link"
    STATEMENT = "statement"


class EvidenceKind(enum.StrEnum):
    POLICY = "policy or document"
    TRAINING = "training figures"
    DATA = "data"
    AUDIT = "audit or dip sample"
    OBSERVATION = "observation"
    MINUTES = "minutes"
    VOICE = "voice of children, families or survivors (aggregate)"
    INSPECTION = "external inspection"


class Grade(enum.IntEnum):
    """How far evidence goes, from nothing to independently corroborated (handbook, section 4)."""

    NONE = 0
    STATEMENT = 1
    DOCUMENT = 2
    TESTED = 3
    CORROBORATED = 4


class Line(enum.IntEnum):
    """Line of assurance, after HM Treasury's three lines."""

    OPERATIONAL = 1
    OVERSIGHT = 2
    INDEPENDENT = 3


class Sensitivity(enum.StrEnum):
    OFFICIAL = "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"


class Opinion(enum.StrEnum):
    """The judgement on an assurance request; an opinion is not a rating."""

    SUBSTANTIAL = "Substantial"
    REASONABLE = "Reasonable"
    LIMITED = "Limited"
    NONE = "None"
    NOT_YET_ASSESSED = "Not yet assessed"


class Direction(enum.StrEnum):
    """Movement since the last issued pack."""

    IMPROVED = "improved"
    NO_CHANGE = "no change"
    WORSENED = "worsened"
    NEW = "new"
    NOT_COMPARABLE = "not comparable"


class Verdict(enum.StrEnum):
    """What became of something that the child-data guard found. What is refused or asked about is not kept."""

    REFUSED = "refused"
    ASKED = "asked about"
    LET_STAND = "let stand"


class GreyReason(enum.StrEnum):
    """Why a rating is Grey: nothing is due yet, or what was sent cannot carry a rating."""

    NOT_YET_DUE = "not yet due"
    INSUFFICIENT_EVIDENCE = "insufficient evidence"
    NOT_UPDATED = "not updated for two rounds"
    NOTHING_TO_RATE = "too few actions can be rated"


class MailKind(enum.StrEnum):
    """What a mail is for."""

    SIGN_IN_LINK = "sign-in link"
    WHAT_TO_DO = "what to do"
    TEST = "test"


class MailOutcome(enum.StrEnum):
    """What became of a mail. The tray is where mail goes beside example data; nothing in it has left the service."""

    SENT = "sent"
    FAILED = "failed"
    NOT_SENT = "not sent"
    TRAY = "tray"


def one_of(column: str, words: type[enum.Enum]) -> str:
    """The SQL condition that `column` holds one of `words`, for a table's named check."""
    values = ", ".join(
        f"'{word.value}'" if isinstance(word.value, str) else str(word.value) for word in words
    )
    return f"{column} IN ({values})"
