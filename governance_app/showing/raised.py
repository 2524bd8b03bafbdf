"""Matters as pages show them: beside the line of a pack that they are about, and what may be done with one. Pure."""

from collections.abc import Iterable

from msgspec import Struct

from governance_app.places import Places
from governance_app.showing.steps import StepOffered
from objectives.permissions import Mandate, why_not_answer_matter, why_not_close_matter, why_not_run
from objectives.standing import Matter, Standing
from objectives.words import MatterKind, MatterState
from reports.arising import called, step_told
from reports.wording import post_words


class RaisedLine(Struct, frozen=True):
    """A matter with its name, where it leads, who answers for it, and what was last said of it."""

    matter: Matter
    called: str
    address: str
    owner: str
    latest: str


def raised_lines(matters: Iterable[Matter], places: Places, time_zone: str) -> tuple[RaisedLine, ...]:
    return tuple(
        RaisedLine(
            matter,
            called(matter),
            places.matter(matter.number),
            post_words(matter.owner, "vacant"),
            step_told(matter.steps[-1], time_zone) if matter.steps else "",
        )
        for matter in matters
    )


def unanswered(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    """Questions and challenges of which nobody has said anything yet, the soonest due first."""
    waiting = (m for m in matters if m.state is MatterState.OPEN and m.kind is not MatterKind.DECISION)
    return tuple(sorted(waiting, key=lambda matter: (matter.due_on, matter.number)))


def steps_of_matter(reader: Mandate, matter: Matter, places: Places) -> tuple[StepOffered, ...]:
    """What a reader may do with a matter. Nothing of a page as at another day."""
    if places.as_at:
        return ()
    found = []
    if matter.is_open and why_not_answer_matter(reader, matter) is None:
        found.append(("Answer it", "answer"))
    if why_not_close_matter(reader, matter) is None:
        found.append(("Close it", "closure") if matter.is_open else ("Open it again", "reopening"))
    if (
        matter.is_open
        and matter.kind is not MatterKind.DECISION
        and why_not_close_matter(reader, matter) is None
    ):
        found.append(("Settle it by a decision", "decision"))
    if matter.kind is MatterKind.DECISION and matter.is_open and why_not_run(reader) is None:
        found.append(("Make an action of it", "action"))
    steps = [StepOffered(label, places.matter_step(matter.number, name)) for label, name in found]
    if found and found[-1][1] == "action":
        steps.append(
            StepOffered("Ask an agency for assurance of it", places.ask_by(matter.number, matter.reference))
        )
    return tuple(steps)


def asked_by(matter: Matter, standing: Standing, may_run: bool) -> tuple[tuple[str, str], ...]:
    """The requests that a decision made, by the agency asked, each with its address; one not sent yet is a draft."""
    of_commitments = (request for commitment in standing.commitments() for request in commitment.requests)
    of_actions = (request for action in standing.actions() for request in action.requests)
    sent = {request.id: request for request in (*of_commitments, *of_actions)}
    found = [one for one in sent.values() if one.asking in matter.askings]
    drafts = set(matter.askings) - {one.asking for one in found} if may_run else set()
    return (
        *((one.agency.name, f"/requests/{one.id}") for _, one in sorted(sent.items()) if one in found),
        *(("not sent yet", f"/requests/drafts/{asking}") for asking in sorted(drafts)),
    )
