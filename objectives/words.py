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


class RequestState(enum.StrEnum):
    """Where an assurance request is in its life (handbook, section 5). `lifecycle` says what may follow what."""

    DRAFT = "draft"
    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    IN_RESPONSE = "in response"
    SUBMITTED = "submitted"
    IN_REVIEW = "in review"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_ACTIONS = "accepted with actions"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class RequestAct(enum.StrEnum):
    """What can be done to an assurance request."""

    ISSUE = "issue"
    ACKNOWLEDGE = "acknowledge"
    NAME_COLLEAGUE = "name a colleague"
    ANSWER = "answer a part"
    SIGN_OFF = "sign off"
    SUBMIT = "submit"
    RETURN_NIL = "make a nil return"
    DECLINE = "decline"
    ASK_FOR_TIME = "ask for more time"
    DECIDE_ON_TIME = "decide on more time"
    BEGIN_REVIEW = "begin the review"
    GRADE = "grade evidence"
    RETURN = "return with questions"
    ACCEPT = "give an opinion"
    ACCEPT_WITH_ACTIONS = "give an opinion with actions"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class QuestionKind(enum.StrEnum):
    """What a question of an assurance request asks for."""

    TEXT = "text"
    NUMBER = "number of a total"
    PERCENTAGE = "percentage"
    YES_NO = "yes or no, with a reason"
    DATE = "date"
    CHOICE = "choice"
    EVIDENCE = "evidence"


class ContactPart(enum.StrEnum):
    """What somebody is to an assurance request. The last two are written to when it is late, and answer nothing."""

    RESPONDENT = "respondent"
    SUBSTITUTE = "substitute"
    COLLEAGUE = "colleague"
    AGENCY_LEAD = "agency lead"
    DELEGATED_PARTNER = "delegated safeguarding partner"


class Opening(enum.StrEnum):
    """What happened to a mailed link, for the log of openings."""

    SHOWN = "shown"
    CODE_SENT = "code sent"
    CODE_WRONG = "code wrong"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DOWNLOADED = "file opened"


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
    ASSURANCE_REQUEST = "assurance request"
    ASSURANCE_CODE = "assurance code"
    ASSURANCE_CHASE = "assurance chase"


class MailOutcome(enum.StrEnum):
    """What became of a mail. The tray is where mail goes beside example data; nothing in it has left the service."""

    SENT = "sent"
    FAILED = "failed"
    NOT_SENT = "not sent"
    TRAY = "tray"


class Likelihood(enum.StrEnum):
    """How likely a risk is thought to be, as words: nobody here can tell 20% from 30%."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"


class Impact(enum.StrEnum):
    """How much a risk would mean for children if it came true."""

    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"


class RiskState(enum.StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class RiskAct(enum.StrEnum):
    """What somebody did about a risk that stays on record."""

    REVIEWED = "reviewed"
    CLOSED = "closed"
    REOPENED = "reopened"


class BulkKind(enum.StrEnum):
    """What can be changed of many actions at once."""

    OWNER = "owner post"
    AGENCY = "agency"
    ACCOUNTABLE = "accountable executive"
    DATES_BY = "new dates, by weeks"
    DATES_TO = "new dates, to a day"
    APPROVE = "new dates, approved"


class PackState(enum.StrEnum):
    """How far a pack has come; only a round's own pack, as at its freeze, goes further than a draft."""

    DRAFT = "draft"
    FROZEN = "frozen"
    ISSUED = "issued"
    REVIEWED = "reviewed"


class AddendumKind(enum.StrEnum):
    """What is added to an issued pack, whose numbers stay."""

    CORRECTION = "correction"
    LATE_PAPER = "late paper"


class MatterKind(enum.StrEnum):
    """What the Executive Group raises against an issued pack."""

    DECISION = "decision"
    CHALLENGE = "challenge"
    QUESTION = "question"


class MatterState(enum.StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class MatterAct(enum.StrEnum):
    """What somebody did about a matter, as it is kept; in the words of its life's table."""

    ANSWER = "answer"
    DECIDE = "decide"
    CLOSE = "close"
    REOPEN = "open again"


class Presence(enum.StrEnum):
    """How a member of the Executive Group was at a meeting; somebody else may have come for them."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    SUBSTITUTE = "substitute"
    ABSENT = "absent"


def one_of(column: str, words: type[enum.Enum]) -> str:
    """The SQL condition that `column` holds one of `words`, for a table's named check."""
    values = ", ".join(
        f"'{word.value}'" if isinstance(word.value, str) else str(word.value) for word in words
    )
    return f"{column} IN ({values})"
