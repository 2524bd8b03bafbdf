"""Matters on pages: raised beside the line that they are about, answered, settled and closed; read by those who may."""

import re

from litestar import Litestar

from objectives.mail import letter_in_tray, mail_sent
from objectives.tables.agency import Agency
from objectives.tables.matter import Matter
from objectives.tables.pack import PackIssue
from tests.pages.filling import controls, fill, read
from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa"
DAY = {"due_on": "1", "due_on__month": "3", "due_on__year": "2031"}
TOLD = {"kind": "challenge", "words": "Do we believe this date?", **DAY}


async def now_as(visitor: Visitor, name: str) -> None:
    """Signs somebody else in."""
    visitor.client.cookies.delete("session")
    await visitor.sign_in(name)


async def issued() -> str:
    """The digest of the pack issued last."""
    (row,) = await PackIssue.raw(
        "SELECT p.digest FROM pack_issue i JOIN pack p ON p.id = i.pack ORDER BY p.as_at DESC, i.id DESC LIMIT 1"
    )
    return str(row["digest"])


async def form_on(about: str) -> str:
    return f"{HERE}/packs/{await issued()}/matters?about={about}"


async def raised(visitor: Visitor, about: str = "SUPP-3.1", **changes: str) -> Page:
    at = await form_on(about)
    return read(await fill(visitor, at, to=at.partition("?")[0], **(TOLD | changes)))


async def number() -> int:
    return int(await Matter.count())


async def test_a_member_challenges_a_line_and_it_stands_beside_it(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    pack = f"{HERE}/packs/{await issued()}"
    assert f"{pack}/matters?about=4.1" in (await visitor.open(pack)).links
    page = await raised(visitor, "4.1")
    told = page.words
    assert (
        "Do we believe this date?" in told[told.index("Exceptions") : told.index("What was raised against")]
    )
    assert f"{HERE}/matters/{await number()}" in page.links


async def test_the_business_unit_sees_what_nobody_has_answered(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    await raised(visitor, words="Do we believe this date yet?")
    asked = await number()
    await now_as(visitor, "Morgan Example")
    meetings = f"{HERE}/meetings"
    assert f"{meetings}#unanswered" in (await visitor.open("/my-work")).main_links
    page = await visitor.open(meetings)
    listed = page.words[page.words.index("Waiting for an answer") :]
    assert listed.index("Do we believe this date yet?") > listed.index("Which assessment is missing")
    await now_as(visitor, "Elliot Example")
    assert f"{meetings}#unanswered" not in (await visitor.open("/my-work")).main_links
    await fill(visitor, f"{HERE}/matters/{asked}/answer", words="Yes.")
    await now_as(visitor, "Morgan Example")
    assert "Do we believe this date yet?" not in (await visitor.open(meetings)).words


async def test_its_owner_gets_one_letter_that_leads_to_it_and_does_not_repeat_it(
    visitor: Visitor, app: Litestar
) -> None:
    await visitor.sign_in("Grace Example")
    await raised(visitor, kind="question", words="Why did Ashgrove Road wait until May?")
    await raised(visitor, kind="question", words="Why did Ashgrove Road wait until May?")
    await app.state.postman.send_waiting()
    (mail,) = await mail_sent(9)
    letter = await letter_in_tray(mail.id)
    assert letter
    assert mail.name == "Elliot Example"
    asked = await number()
    assert f"Answer question {asked} " in letter.text
    assert f", by 1 March 2031: http://127.0.0.1:8000{HERE}/matters/{asked}\n" in letter.text
    assert "Ashgrove" not in letter.mail.subject + letter.text


async def test_what_is_missing_is_said_and_the_typing_kept(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    before = await number()
    page = await raised(visitor, kind="", due_on__year="")
    assert page.status == 422
    assert "is no date" in page.words
    page = await raised(visitor, kind="")
    assert "Choose whether it is a decision, a challenge or a question." in page.words
    assert controls(page, (await form_on("")).partition("?")[0])["words"] == TOLD["words"]
    assert await number() == before


async def test_its_owner_answers_and_a_member_settles_it(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    await raised(visitor)
    at = f"{HERE}/matters/{await number()}"
    await now_as(visitor, "Elliot Example")
    assert f"{at}/answer" in (await visitor.open(at)).links
    page = read(await fill(visitor, f"{at}/answer", words="The contract was signed."))
    assert "The contract was signed." in page.words
    assert (await visitor.open(f"{at}/closure", status=403)).status == 403
    await now_as(visitor, "Morgan Example")
    form = await visitor.open(f"{at}/decision")
    assert re.search(r"Pack of Q\d 20\d\d-\d\d Settle it by a decision", form.words)
    assert "What is decided?" in form.words
    member = next(
        one.attrib["value"] for one in form.all("option") if "Grace Example" in "".join(one.itertext())
    )
    page = read(
        await fill(visitor, f"{at}/decision", kind="decision", words="We stay.", raised_by=member, **DAY)
    )
    assert "Settled by decision" in page.words
    await now_as(visitor, "Grace Example")
    assert "We stay." in (await visitor.open(f"{HERE}/matters/{await number()}")).words


async def test_a_matter_is_closed_and_opened_again(visitor: Visitor) -> None:
    await now_as(visitor, "Grace Example")
    await raised(visitor)
    at = f"{HERE}/matters/{await number()}"
    await now_as(visitor, "Morgan Example")
    assert "Say what became of it." in read(await fill(visitor, f"{at}/closure", words=" ")).words
    page = read(await fill(visitor, f"{at}/closure", words="It was answered at the meeting."))
    assert "Closed" in page.words
    page = read(await fill(visitor, f"{at}/reopening", words="It slipped.", **DAY))
    assert "Opened again" in page.words


async def test_its_owner_finds_it_in_their_work_and_a_decision_makes_an_action(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    await raised(visitor, kind="decision", words="Fund two more places.")
    at = f"{HERE}/matters/{await number()}"
    await now_as(visitor, "Elliot Example")
    assert at in (await visitor.open("/my-work")).links
    await now_as(visitor, "Morgan Example")
    assert f"{at}/action" in (await visitor.open(at)).links
    page = read(await fill(visitor, f"{at}/action"))
    assert "It made SUPP-3." in page.words


async def test_a_decision_asks_for_assurance_and_each_leads_to_the_other(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    await raised(visitor, kind="decision", words="Have the police show that it works.")
    decided = await number()
    at = f"{HERE}/matters/{decided}"
    asks = f"/requests/new?decision={decided}&about=SUPP-3.1"
    assert asks not in (await visitor.open(at)).links
    await now_as(visitor, "Morgan Example")
    assert asks in (await visitor.open(at)).links
    assert "Have the police show that it works." in (await visitor.open(asks)).words
    police = await Agency.objects().get(Agency.short_name == "Police")
    assert police is not None
    details = f"/requests/new/details?decision={decided}&about=SUPP-3.1&agency={police.id}&template=generic"
    form = controls(await visitor.open(details), "/requests/new/details")
    assert form["why"] == "The Executive Group decided: Have the police show that it works."
    people = {f"{part}-0-{what}": f"{part}{'@example.org' * (what == 'email')}"
              for part in ("respondent", "substitute") for what in ("name", "email")}  # fmt: skip
    draft = read(
        await visitor.client.post("/requests/new/details", data={**form, **people}, follow_redirects=True)
    )
    assert "not sent yet" in (await visitor.open(at)).words
    to = next(one.get("action", "") for one in draft.forms if one.get("action", "").endswith("/issue"))
    sent = read(await visitor.client.post(to, data=controls(draft, to), follow_redirects=True))
    assert f"Decision {decided} of the Executive Group" in sent.words
    made = await visitor.open(at)
    assert "It asked for assurance: West Midlands Police." in made.words
    await now_as(visitor, "Grace Example")
    (request,) = [link for link in (await visitor.open(at)).main_links if link.startswith("/requests/")]
    assert at in (await visitor.open(request)).links


async def test_only_a_decision_asks_for_assurance(visitor: Visitor) -> None:
    await visitor.sign_in("Grace Example")
    await raised(visitor)
    await now_as(visitor, "Morgan Example")
    page = await visitor.open(f"{HERE}/matters/{await number()}")
    assert not [link for link in page.links if "decision=" in link]
    assert (await visitor.open("/requests/new?decision=9999", status=404)).status == 404


async def test_a_matter_is_closed_to_everybody_else(visitor: Visitor) -> None:
    await now_as(visitor, "Grace Example")
    await raised(visitor)
    at = f"{HERE}/matters/{await number()}"
    for name, status in (("Sam Example", 403), ("Avery Example", 403), ("Lowell Example", 200)):
        await now_as(visitor, name)
        assert (await visitor.open(at, status=status)).status == status


async def test_a_draft_is_not_raised_against(visitor: Visitor) -> None:
    await now_as(visitor, "Morgan Example")
    rows = await PackIssue.raw(
        "SELECT digest FROM pack WHERE id NOT IN (SELECT pack FROM pack_issue) LIMIT 1"
    )
    for row in rows:
        await visitor.open(f"{HERE}/packs/{row['digest']}/matters", status=409)
