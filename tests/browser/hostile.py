"""What people paste: the longest, strangest texts that the acts accept, put into the example."""

import datetime as dt

from objectives.actions import NewAction, add_action, find_commitment, start_action
from objectives.evidence import NewEvidence, give_evidence
from objectives.milestones import NewMilestone, add_milestone
from objectives.people import find_person
from objectives.posts import NewPost, add_post, hand_over
from objectives.progress import NewProgress, report_progress
from objectives.rounds import round_at
from objectives.tables.agency import Agency
from objectives.tables.installation import Installation
from objectives.words import Confidence, EvidenceKind, Issue, Rating

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC = "حماية الأطفال من الاعتداء الجنسي"
GURMUKHI = "ਬੱਚਿਆਂ ਦੀ ਸੁਰੱਖਿਆ"
MARKUP = '<script>document.title="taken"</script><b>bold</b> {{ 7 * 7 }} =HYPERLINK("x") $$'
EMOJI = "👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿"
LINE = f"{WORD} {ARABIC} {GURMUKHI} {EMOJI} {MARKUP}"[:255]
LONG = (f"{LINE}\n\n" * 500)[:100_000]
TEXT = LONG[:3_000]
KEY = "coventry-csa"


async def add_hostile_texts() -> str:
    """An action with such texts everywhere; returns its reference."""
    morgan, asha = [await find_person(f"{name}.example@example.org") for name in ("morgan", "asha")]
    health = await Agency.objects().get(Agency.id == asha.agency)
    now = (await Installation.raw("SELECT governance_now() AS now"))[0]["now"]
    post = await add_post(morgan, NewPost(f"{WORD} {ARABIC}", health))
    await hand_over(morgan, post, asha, now.date())
    commitment = await find_commitment(KEY, "PREV-1")
    new = NewAction(title=LINE, agency=health, description=TEXT, owner=post, planned_start_on=now.date())
    action = await start_action(asha, await add_action(morgan, commitment, new))
    await add_milestone(morgan, action, NewMilestone(LINE, now.date() + dt.timedelta(days=60)))
    await report_progress(asha, action, await round_at(now), hostile_progress(now.date()))
    await give_evidence(asha, hostile_evidence(now.date()), action)
    return action.reference


def hostile_progress(today: dt.date) -> NewProgress:
    return NewProgress(
        owner_rating=Rating.RED,
        confidence=Confidence.LOW,
        confidence_reason=TEXT,
        output=LONG,
        impact=WORD * 20,
        barriers=ARABIC * 50,
        issue=Issue.WITH_PLAN,
        plan=TEXT,
        plan_due_on=today + dt.timedelta(days=30),
        ask=TEXT,
    )


def hostile_evidence(today: dt.date) -> NewEvidence:
    return NewEvidence(
        title=LINE,
        kind=EvidenceKind.DATA,
        shows_on=today,
        declared_free_of_child_data=True,
        statement=TEXT,
    )
