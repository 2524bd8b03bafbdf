"""Who may read what, page by page: one line for each role, with the links and words that it sees."""

import pytest

from objectives.tables.person import Person
from objectives.tables.strategy import Commitment
from objectives.tables.update import ProgressUpdate
from tests.example_site import draft_digest, issued_digests
from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa"
POLICE_ACTION, HEALTH_ACTION, UNIT_ACTION = (
    f"{HERE}/actions/{ref}" for ref in ("SUPP-2.1", "SUPP-3.1", "PROT-1.1")
)

# Each role, with one of its people and which agencies' words it may read: the police's, health's, the business unit's.
ROLES = {
    "business unit": ("Morgan Example", (True, True, True)),
    "Executive Group": ("Grace Example", (True, True, True)),
    "scrutineer": ("Lowell Example", (True, True, True)),
    "owner in the police": ("Sam Example", (True, False, False)),
    "owner in health": ("Elliot Example", (False, True, False)),
    "owner in the business unit": ("Devon Example", (False, False, True)),
    "administrator": ("Avery Example", (False, False, False)),
}
# What each is offered to do on health's action: Elliot owns it, and Grace is accountable for it.
STEPS = {
    "business unit": ("new-date", "evidence", "change", "milestones", "risks", "superseded"),
    "Executive Group": ("delivered", "new-date", "evidence"),
    "owner in health": ("delivered", "new-date", "evidence"),
}
READS_PACKS = {"business unit", "Executive Group", "scrutineer"}
KEEPS_PLAN = {"business unit"}
KEEPS_PEOPLE = {"administrator"}
SEES_MAIL = {"business unit", "administrator"}
MENU = {HERE, "/my-work", f"{HERE}/packs", f"{HERE}/document", f"{HERE}/actions", "/search"}
READS_REDACTIONS = READS_PACKS | {"administrator"}
FOOT = {"/accessibility", "/privacy", "/what-the-ratings-mean", "#main"}


def shows_words(page: Page) -> bool:
    """Whether a page shows what is closed to others; it must show all of it or none."""
    parts = ("ratings", "milestones", "updates", "evidence", "recorded")
    (all_or_none,) = {f'id="{part}"' in page.text for part in parts}
    assert all_or_none != ("What is not shown here" in page.words)
    return all_or_none


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_reads_the_words_of_those_agencies_alone(visitor: Visitor, role: str) -> None:
    name, expected = ROLES[role]
    await visitor.sign_in(name)
    pages = [await visitor.open(path) for path in (POLICE_ACTION, HEALTH_ACTION, UNIT_ACTION)]
    assert tuple(shows_words(page) for page in pages) == expected


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_sees_every_published_rating(visitor: Visitor, role: str) -> None:
    await visitor.sign_in(ROLES[role][0])
    overview = await visitor.open(HERE)
    tiles = {link for link in overview.main_links if "/commitments/" in link}
    assert len(tiles) == 18
    for path in (POLICE_ACTION, HEALTH_ACTION, UNIT_ACTION):
        assert "Published rating" in (await visitor.open(path)).words


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_has_these_links_on_the_page_of_another_agencys_action(
    visitor: Visitor, role: str
) -> None:
    name, (_, reads_health, _) = ROLES[role]
    await visitor.sign_in(name)
    page = await visitor.open(HEALTH_ACTION)
    evidence = {link for link in page.links if link.startswith("https://") or link.endswith("/file")}
    steps = {f"{HEALTH_ACTION}/{step}" for step in STEPS.get(role, ())}
    register = {"/redactions"} if role in READS_REDACTIONS else set()
    register |= {"/requests", f"{HERE}/meetings"} if role in READS_PACKS else set()
    register |= {"/people"} if role in KEEPS_PEOPLE else set()
    register |= {f"{HERE}/plan", "/rounds", "/requests/new?about=SUPP-3.1"} if role in KEEPS_PLAN else set()
    menu = MENU | {"/mail"} if role in SEES_MAIL else MENU
    assert page.links - evidence == menu | FOOT | steps | register | {f"{HERE}/commitments/SUPP-3"}
    assert bool(evidence) == reads_health


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_finds_the_issued_packs_that_it_may_read(visitor: Visitor, role: str) -> None:
    await visitor.sign_in(ROLES[role][0])
    digests = await issued_digests()
    page = await visitor.open(f"{HERE}/packs")
    expected = {f"{HERE}/packs/{digest}" for digest in digests} if role in READS_PACKS else set()
    if role == "business unit":
        expected.add(f"{HERE}/packs/{await draft_digest()}")
    assert page.main_links == expected
    opened = await visitor.open(f"{HERE}/packs/{digests[0]}", status=200 if role in READS_PACKS else 403)
    assert role in READS_PACKS or "was not sent to you or to your agency" in opened.words


async def test_the_asks_of_others_are_not_shown_to_an_owner(visitor: Visitor) -> None:
    await visitor.sign_in("Sam Example")
    page = await visitor.open(HERE)
    assert "SUPP-3 Trauma-informed and therapeutic support" in page.words
    assert "Pathway map agreed" not in page.words
    assert "SUPP-3.1" not in page.words.split("Carried forward, or without enough to rate")[0]


# Each agency's owner, a commitment that it leads, what its own actions say there, and what another agency's say.
@pytest.mark.parametrize(
    ("name", "commitment", "own", "others"),
    [
        ("Sam Example", "PREV-4", "PREV-4.2: Update given", "PREV-4.1: Update given"),
        ("Jo Example", "PROT-1", "PROT-1.1: Update given", "What the young people's group said"),
        ("Jo Example", "PROT-4", "PROT-4.1: Update given", "Records show better reasoning"),
        ("Priya Example", "PROT-3", "PROT-3.1: Update given", "Offered to all, taken up by 9 of 83."),
        ("Priya Example", "SUPP-4", "SUPP-4.1: Update given", "Designated leads of six schools say"),
    ],
)
async def test_leading_a_commitment_opens_no_other_agencys_words(
    visitor: Visitor, name: str, commitment: str, own: str, others: str
) -> None:
    await visitor.sign_in("Grace Example")
    whole = await visitor.open(f"{HERE}/commitments/{commitment}")
    assert own in whole.words
    assert others in whole.words
    await visitor.client.post("/sign-out", data={"_csrf_token": whole.token()})
    await visitor.sign_in(name)
    page = await visitor.open(f"{HERE}/commitments/{commitment}")
    assert own in page.words
    assert others not in page.words
    assert "are open to the agency that answers for each" in page.words


async def test_no_other_agencys_words_stand_on_the_page_of_any_commitment(visitor: Visitor) -> None:
    """Of every commitment and every role that reads its own agency alone: no reason and no title of the others'."""
    told = await ProgressUpdate.raw(WORDS)
    for name in ("Sam Example", "Elliot Example", "Devon Example", "Priya Example"):
        await visitor.sign_in(name)
        (agency,) = await Person.select(Person.agency).where(Person.name == name).output(as_list=True)
        pages = [await visitor.open(path) for path in [HERE, *await commitment_pages()]]
        said = " ".join(page.words for page in pages)
        own = {row["words"] for row in told if row["agency"] == agency}
        assert any(words in said for words in own)
        assert not [row for row in told if row["words"] not in own and row["words"] in said]
        await visitor.client.post("/sign-out", data={"_csrf_token": pages[0].token()})


WORDS = """
SELECT a.agency, w.words FROM progress_update u JOIN action a ON a.id = u.action,
    unnest(ARRAY[u.confidence_reason, u.ask, u.plan]) AS w (words) WHERE length(w.words) > 30
UNION
SELECT coalesce(a.agency, b.agency, c.lead_agency), e.title FROM evidence e JOIN evidence_link l ON l.evidence = e.id
    LEFT JOIN action a ON a.id = l.action LEFT JOIN milestone m ON m.id = l.milestone
    LEFT JOIN action b ON b.id = m.action LEFT JOIN commitment c ON c.id = l.commitment
"""


async def commitment_pages() -> list[str]:
    references = await Commitment.select(Commitment.reference).output(as_list=True)
    return [f"{HERE}/commitments/{reference}" for reference in references]
