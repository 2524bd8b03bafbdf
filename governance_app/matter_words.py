"""A matter as its form holds it: what may be chosen, and what was answered."""

from msgspec import Struct

from governance_app.action_words import chosen_row
from governance_app.choices import members_on, posts_on
from governance_app.forms import Answers, date_fields, date_words
from governance_app.wording import excerpt
from objectives.matters import NewMatter
from objectives.permissions import Mandate
from objectives.standing import Action, Standing
from objectives.tables.action import Action as ActionRow
from objectives.tables.matter import Matter
from objectives.tables.meeting import Meeting
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.tables.strategy import Commitment as CommitmentRow
from objectives.words import MatterKind, Role
from reports.challengeable import PackLine

FIELDS = ("kind", "words", "about", "owner", "raised_by", *date_fields("due_on"))
SAID = ("words", *date_fields("due_on"))
KINDS = (
    (MatterKind.DECISION, "Decision", "What the Group has decided.", ""),
    (MatterKind.CHALLENGE, "Challenge", "You do not believe it, or it is not good enough.", ""),
    (MatterKind.QUESTION, "Question", "You want to know more.", ""),
)


class MatterForm(Struct, frozen=True):
    """Who and what can be chosen. `members` is empty for a member, who raises in their own name."""

    subjects: list[tuple[str, str]]
    posts: list[tuple[int, str]]
    members: list[tuple[int, str]]


def form_for(who: Mandate, lines: tuple[PackLine, ...], standing: Standing) -> MatterForm:
    """The lines of the pack, then whatever the plan holds; the posts; and, for whoever writes it down, the members."""
    is_member = Role.EXECUTIVE_GROUP in who.roles
    return MatterForm(
        subjects=[
            *((line.number, _told(line)) for line in lines),
            *(
                (reference, f"{reference} {_title(thing)}")
                for reference, thing in standing.by_reference.items()
            ),
        ],
        posts=posts_on(standing.moment.today),
        members=[] if is_member else members_on(standing.moment.today),
    )


async def read_matter(
    answers: Answers,
    lines: tuple[PackLine, ...],
    standing: Standing,
    meeting: Meeting | None = None,
    settles: Matter | None = None,
) -> NewMatter:
    """The matter that a form describes; what was not chosen is None, and what cannot be read is noted as a fault."""
    about = answers.text("about")
    line = next((line for line in lines if line.number == about), None)
    thing = standing.by_reference.get(line.reference if line else about)
    answers.faults.need(not about or line or thing, "about", "Choose one of the list.")
    table = ActionRow if isinstance(thing, Action) else CommitmentRow
    return NewMatter(
        kind=next((kind for kind in MatterKind if kind == answers.text("kind")), None),
        words=answers.text("words"),
        owner=await chosen_row(answers, "owner", Post),
        due_on=answers.day("due_on"),
        about=await table.objects().get(table.id == thing.id) if thing else None,
        line=line.number if line else "",
        raised_by=await chosen_row(answers, "raised_by", Person),
        meeting=meeting,
        settles=settles,
    )


def begun(kind: str, about: str, lines: tuple[PackLine, ...], standing: Standing) -> dict[str, str]:
    """What a form begins with: the post that owns, or else is accountable for, what it is about.

    A question that is asked before the meeting is to be answered by then.
    """
    line = next((line for line in lines if line.number == about), None)
    thing = standing.by_reference.get(line.reference if line else about)
    post = getattr(thing, "owner", None) or getattr(thing, "accountable", None)
    words = {"kind": kind, "about": about, "owner": str(post.id) if post else ""}
    round = standing.this_round
    if kind == MatterKind.QUESTION and round and round.meets_on >= standing.moment.today:
        words |= date_words("due_on", round.meets_on)
    return words


def _told(line: PackLine) -> str:
    return excerpt(f"{line.number} {line.reference} {line.title}".replace("  ", " "), 110)


def _title(thing: object) -> str:
    return excerpt(str(getattr(thing, "title", "") or getattr(thing, "short_title", "")), 90)
