"""Letters about assurance requests, each written when it is sent: what is asked, codes, and what is late."""

from governance_app.answer_links import CODE_MINUTES, LINK_DAYS, make_answer_link, make_code
from governance_app.mail.letters import From, Letter, written
from governance_app.settings import Settings
from objectives.assurance_register import Told, request_told
from objectives.chasing import ladder
from objectives.lifecycle import WITH_AGENCY
from objectives.mail import Claimed
from objectives.mandates import row_of
from objectives.problems import Conflict
from objectives.request_steps import ANSWERING
from objectives.tables.assurance_request import AssuranceContact
from objectives.words import MailKind
from reports.wording import day

NO_LONGER = "The request was answered or came to its end before this was sent."


async def assurance_letter(of: From, settings: Settings, claimed: Claimed) -> Letter:
    """The letter of a claimed mail of one of the three kinds. Raises Problem where it would be of no use."""
    if claimed.kind is MailKind.ASSURANCE_CODE:
        return await _code(of, settings, claimed)
    told = await request_told(int(claimed.about[0].rpartition("/")[2]))
    if told.state not in WITH_AGENCY:
        raise Conflict(NO_LONGER)
    if claimed.kind is MailKind.ASSURANCE_CHASE:
        return await _chase(of, claimed, told)
    return written(
        "assurance_request.txt",
        f"Please reply by {_due(told)}: {told.title}",
        of,
        claimed.name,
        told=told,
        title=told.title,
        due=_due(told),
        link=await _link(of, claimed.contact or 0),
        days=LINK_DAYS,
    )


async def _code(of: From, settings: Settings, claimed: Claimed) -> Letter:
    code = await make_code(settings, int("".join(claimed.about)))
    return written(
        "assurance_code.txt",
        "Your code for the assurance request",
        of,
        claimed.name,
        code=code,
        minutes=CODE_MINUTES,
    )


async def _chase(of: From, claimed: Claimed, told: Told) -> Letter:
    step = claimed.about[1]
    title = next((rung.title for rung in ladder() if rung.key == step), "Late")
    return written(
        "assurance_chase.txt",
        f"{_how_late(title)}: {told.title}",
        of,
        claimed.name,
        told=told,
        step=step,
        title=told.title,
        about=", ".join(told.about),
        due=_due(told),
        issued=day(told.issued_on) if told.issued_on else "",
        link=await _link(of, claimed.contact) if claimed.contact and await _answers(claimed.contact) else "",
        address=f"{of.address}/requests/{told.id}",
    )


def _how_late(title: str) -> str:
    """A step's title as the subject says it: not to whom it goes, which whoever reads it knows."""
    return title if title.startswith("Reminder") else title.partition(":")[0]


async def _answers(contact: int) -> bool:
    return (await row_of(AssuranceContact, contact)).part in ANSWERING


async def _link(of: From, contact: int) -> str:
    return f"{of.address}/answer/link/{await make_answer_link(contact)}"


def _due(told: Told) -> str:
    return day(told.due_on) if told.due_on else ""
