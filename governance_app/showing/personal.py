"""What waits for one person beside the plan itself, as `My work` and the letter about it say it. Pure."""

import datetime as dt
from collections.abc import Iterator

from governance_app.places import Places
from governance_app.showing.desk import from_today
from governance_app.showing.my_work import ToDo, Waiting, Work
from objectives.permissions import Mandate
from objectives.personal import Awaited, Personal, Replies
from objectives.visibility import READS_ISSUED_PACKS
from objectives.words import RequestState, Role
from reports.wording import number

REQUESTS = "/requests"


def personal_work(personal: Personal, who: Mandate, today: dt.date) -> Work:
    """What of it falls to somebody by their roles, soonest first."""
    to_do = [*_to_answer(personal, today)]
    waiting: list[Waiting] = []
    if who.roles & READS_ISSUED_PACKS:
        to_do += _to_read(personal, today)
    if Role.BUSINESS_UNIT in who.roles:
        to_do += _to_judge(personal.to_judge, today)
        waiting += _awaited(personal.awaited)
    return Work(tuple(sorted(to_do, key=lambda item: item.due_on)), tuple(waiting))


def _to_answer(personal: Personal, today: dt.date) -> Iterator[ToDo]:
    for one in personal.to_answer:
        is_returned = one.state is RequestState.RETURNED
        yield ToDo(
            one.due_on,
            from_today(one.due_on, today),
            f"{'Answer the questions on your reply' if is_returned else 'Reply'}: {one.title}",
            "",
            "The business unit has read your reply and asks something more."
            if is_returned
            else "A request for assurance that names you. You can put it down and come back, have a colleague "
            "answer a part, ask for more time, or say that there is nothing to report.",
            "See the request",
            f"{REQUESTS}/{one.request}",
        )


def _to_read(personal: Personal, today: dt.date) -> Iterator[ToDo]:
    """The issued packs that a member or scrutineer has not confirmed to have read, before the meeting on each."""
    for one in personal.unread:
        yield ToDo(
            one.meets_on,
            from_today(one.meets_on, today),
            f"Read the pack of {one.round}",
            "",
            "It opens with what the Executive Group is asked to decide. Say at its end that you have read it.",
            "Read the pack",
            Places(one.strategy).pack(one.digest),
        )


def _to_judge(replies: Replies, today: dt.date) -> Iterator[ToDo]:
    if replies.count and replies.first_on:
        one = replies.count == 1
        yield ToDo(
            replies.first_on,
            from_today(replies.first_on, today),
            f"Judge {'a reply' if one else f'{number(replies.count)} replies'} to requests for assurance",
            "",
            f"{'It has' if one else 'Each has'} a day by which it is to be judged"
            f"{'' if one else '; the first is shown here'}. Until it has an opinion, no reply counts as assurance.",
            "See the reply" if one else "See the replies",
            f"{REQUESTS}?standing=review",
        )


def _awaited(awaited: Awaited) -> Iterator[Waiting]:
    if awaited.count:
        one = awaited.count == 1
        replies = "A reply" if one else f"{number(awaited.count).capitalize()} replies"
        late = f"{number(awaited.late).capitalize()} late." if awaited.late else "None is late."
        yield Waiting(
            "Agencies asked", f"{replies} to requests for assurance. {late}", f"{REQUESTS}?standing=open"
        )
