"""Who may do what, by form and by address: one table, a line for every route that a form is sent to.

Each role sends each form; whoever may not is refused, and whoever may gets anything but a refusal. A new route that is
not in the table fails the last test.
"""

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from governance_app.database import Connections
from objectives.rounds import label_of
from objectives.tables.guard_find import GuardFind
from objectives.tables.person import Person
from objectives.tables.post import PostHolding
from tests.domain.history_makers import connection
from tests.pages.test_roles import ROLES
from tests.pages.visitor import Visitor

HERE = "/strategies/{key:str}"
ACTION = f"{HERE}/actions/{{reference:str}}"
COMMITMENT = f"{HERE}/commitments/{{reference:str}}"
UNIT, GROUP, SCRUTINEER, POLICE, HEALTH, UNIT_OWNER, ADMIN = ROLES

EVERYBODY = frozenset(ROLES)
OWN = frozenset({GROUP, HEALTH})  # of SUPP-3.1 Elliot is the owner, and Grace the accountable executive
HOLDER = HEALTH

# The forms, by route: who may send each of them about health's action SUPP-3.1 and the post that owns it.
MAY: dict[str, frozenset[str]] = {
    f"{ACTION}/begun": OWN,
    f"{ACTION}/change": frozenset({UNIT}),
    f"{ACTION}/milestones": frozenset({UNIT}),
    f"{ACTION}/risks": frozenset({UNIT}),
    f"{ACTION}/superseded": frozenset({UNIT}),
    f"{COMMITMENT}/actions": frozenset({UNIT}),
    f"{COMMITMENT}/risks": frozenset({UNIT}),
    f"{HERE}/plan/change": frozenset({UNIT}),
    f"{HERE}/risks/{{number:int}}/change": frozenset({UNIT}),
    f"{HERE}/risks/{{number:int}}/{{step:str}}": frozenset({UNIT}),
    f"{COMMITMENT}/lead": frozenset({UNIT}),
    f"{COMMITMENT}/variation": frozenset({UNIT}),
    f"{ACTION}/delivered": OWN,
    f"{ACTION}/evidence": OWN | {UNIT},
    f"{ACTION}/new-date": OWN | {UNIT},
    f"{ACTION}/update": OWN,
    f"{ACTION}/update/check": OWN,
    f"{ACTION}/update/choice": OWN,
    f"{HERE}/objectives/{{objective_key:str}}/commentary": frozenset({UNIT}),
    f"{ACTION}/update/evidence": OWN,
    f"{ACTION}/update/evidence/remove": OWN,
    f"{HERE}/import": frozenset({UNIT}),
    f"{HERE}/decisions-sought": frozenset({UNIT}),
    f"{HERE}/decisions-sought/{{origin:str}}": frozenset({UNIT}),
    f"{HERE}/decisions-sought/{{origin:str}}/left-out": frozenset({UNIT}),
    f"{HERE}/decisions-sought/{{origin:str}}/place": frozenset({UNIT}),
    f"{HERE}/decisions-sought/{{origin:str}}/taken-back": frozenset({UNIT}),
    f"{HERE}/packs/{{digest:str}}/matters": frozenset({UNIT, GROUP}),
    f"{HERE}/meetings": frozenset({UNIT}),
    f"{HERE}/meetings/quorum": frozenset({UNIT}),
    f"{HERE}/packs/drafts": frozenset({UNIT}),
    f"{HERE}/packs/{{digest:str}}/addenda": frozenset({UNIT}),
    f"{HERE}/packs/{{digest:str}}/extract": frozenset({UNIT}),
    f"{HERE}/packs/{{digest:str}}/issue": frozenset({UNIT}),
    f"{HERE}/packs/{{digest:str}}/receipt": frozenset({GROUP, SCRUTINEER}),
    f"{HERE}/packs/{{digest:str}}/verification": frozenset({UNIT, GROUP, SCRUTINEER}),
    "/agencies/new": frozenset({ADMIN}),
    "/agencies/{agency_id:int}/details": frozenset({ADMIN}),
    "/agencies/{agency_id:int}/ended": frozenset({ADMIN}),
    "/people/import": frozenset({ADMIN}),
    "/people/new": frozenset({ADMIN}),
    "/people/{person_id:int}/details": frozenset({ADMIN}),
    "/people/{person_id:int}/disabled": frozenset({ADMIN}),
    "/people/{person_id:int}/enabled": frozenset({ADMIN}),
    "/people/{person_id:int}/link": frozenset({ADMIN}),
    "/people/{person_id:int}/roles": frozenset({ADMIN}),
    "/posts/new": frozenset({UNIT, ADMIN}),
    "/posts/{post_id:int}/ended": frozenset({UNIT, ADMIN}),
    "/posts/{post_id:int}/hand-over": frozenset({UNIT, ADMIN, HOLDER}),
    "/posts/{post_id:int}/taken-on": frozenset({HOLDER}),
    "/redactions": frozenset({ADMIN}),
    f"{HERE}/moderation/{{reference:str}}/acceptance": frozenset({UNIT}),
    f"{HERE}/moderation/{{reference:str}}/override": frozenset({UNIT}),
    f"{HERE}/moderation/{{reference:str}}/return": frozenset({UNIT}),
    f"{HERE}/rating-answers/{{reference:str}}": OWN,
    "/rounds": frozenset({UNIT}),
    "/rounds/{label:str}/dates": frozenset({UNIT}),
}
# Sent by whoever is here, or about things that the table's action has not; each has tests of its own.
ELSEWHERE = {
    f"{ACTION}/business-as-usual",
    f"{ACTION}/check",
    f"{ACTION}/milestones/{{milestone_id:int}}/new-date",
    f"{COMMITMENT}/business-as-usual",
    f"{HERE}/evidence/{{evidence_id:int}}/judgement",
    f"{HERE}/matters/{{number:int}}/action",
    f"{HERE}/matters/{{number:int}}/decision",
    f"{HERE}/meetings/{{meeting_id:int}}/attendance",
    f"{HERE}/meetings/{{meeting_id:int}}/matters",
    f"{HERE}/meetings/{{meeting_id:int}}/sign-off",
    f"{HERE}/matters/{{number:int}}/{{step:str}}",
    "/answer/acknowledgement",
    "/answer/check",
    "/answer/colleague",
    "/answer/decline",
    "/answer/end",
    "/answer/link/{secret:str}",
    "/answer/link/{secret:str}/code",
    "/answer/more-time",
    "/answer/nothing-to-report",
    "/answer/questions/{number:int}",
    "/answer/questions/{number:int}/evidence",
    "/answer/questions/{number:int}/evidence/remove",
    "/answer/sign-off",
    "/requests/drafts/{asking_id:int}/discard",
    "/requests/drafts/{asking_id:int}/issue",
    "/requests/new/details",
    "/requests/templates/{template_key:str}",
    "/requests/{request_id:int}/closure",
    "/requests/{request_id:int}/grades",
    "/requests/{request_id:int}/links/revocation",
    "/requests/{request_id:int}/more-time",
    "/requests/{request_id:int}/people",
    "/requests/{request_id:int}/opinion",
    "/requests/{request_id:int}/recommendations/{recommendation_id:int}",
    "/requests/{request_id:int}/reply",
    "/requests/{request_id:int}/return",
    "/requests/{request_id:int}/review",
    "/requests/{request_id:int}/withdrawal",
    f"{HERE}/import/{{workbook_id:int}}/away",
    f"{HERE}/import/{{workbook_id:int}}/check",
    f"{HERE}/import/{{workbook_id:int}}/columns",
    f"{HERE}/import/{{workbook_id:int}}/sheet",
    f"{HERE}/import/{{workbook_id:int}}/words",
    "/people/import/{workbook_id:int}/away",
    "/people/import/{workbook_id:int}/check",
    "/people/import/{workbook_id:int}/columns",
    "/people/import/{workbook_id:int}/sheet",
    "/sign-in/example",
    "/sign-in/link/{secret:str}",
    "/sign-in/links",
    "/sign-out",
    "/redactions/{redaction_id:int}/agreement",
    "/redactions/{redaction_id:int}/refusal",
}
# They read no form: the button alone says everything.
WORDLESS = {f"{HERE}/packs/{{digest:str}}/verification", f"{HERE}/packs/{{digest:str}}/extract"}


async def the_holding() -> tuple[int, int]:
    """The post that owns SUPP-3.1, and its present holding."""
    found = await PostHolding.raw(
        "SELECT h.post, h.id FROM post_holding h JOIN action a ON a.owner = h.post"
        " WHERE a.reference = 'SUPP-3.1' AND h.ends_on IS NULL"
    )
    return int(found[0]["post"]), int(found[0]["id"])


async def addresses() -> dict[str, str]:
    """Each route of the table with its places filled."""
    post, _ = await the_holding()
    (who,) = await PostHolding.raw("SELECT id, agency FROM person WHERE name = 'Jo Example'")
    (pack,) = await PostHolding.raw("SELECT digest FROM pack ORDER BY id LIMIT 1")
    (round,) = await PostHolding.raw("SELECT name FROM reporting_round ORDER BY opens_on DESC LIMIT 1")
    filled = {
        "{key:str}": "coventry-csa",
        "{reference:str}": "SUPP-3.1",
        "{digest:str}": pack["digest"],
        "{objective_key:str}": "SUPP",
        "{label:str}": label_of(round["name"]),
        "{post_id:int}": str(post),
        "{number:int}": "1",
        "{step:str}": "review",
        "{origin:str}": "red-PREV-5",
        "{agency_id:int}": str(who["agency"]),
        "{person_id:int}": str(who["id"]),
    }
    found = {}
    for route in MAY:
        address = route.replace("commitments/{reference:str}", "commitments/SUPP-3")
        for place, value in filled.items():
            address = address.replace(place, value)
        found[route] = address
    return found


@pytest.mark.parametrize("role", ROLES)
async def test_each_form_is_taken_from_those_alone_who_may_send_it(visitor: Visitor, role: str) -> None:
    await visitor.sign_in(ROLES[role][0])
    token = (await visitor.open("/strategies/coventry-csa")).token()
    _, holding = await the_holding()
    taken = set()
    for route, address in (await addresses()).items():
        answer = await visitor.send(address, token, follow=False, holding=str(holding))
        assert answer.status_code < 500, f"{route}: {answer.text[:300]}"
        if answer.status_code != 403:
            taken.add(route)
    assert taken == {route for route, may in MAY.items() if role in may}


async def test_no_form_reaches_an_act_past_the_guard(visitor: Visitor, place: Connections) -> None:
    """Each form, from somebody who may send it, with what no form may hold in a field that it does not even have."""
    tried = set(WORDLESS)
    for role in (HEALTH, UNIT, ADMIN, GROUP):
        await visitor.sign_in(ROLES[role][0])
        token = visitor.client.cookies["form"]
        before = await recorded(place)
        for route, address in (await addresses()).items():
            if role in MAY[route] and route not in tried:
                tried.add(route)
                answer = await visitor.send(address, token, follow=False, words="Child A, DOB 12/03/2015")
                assert answer.status_code == 422, f"{route} answered {answer.status_code}"
                assert "Look at this before it is saved" in answer.text, route
        assert await recorded(place) - before == await finds_of(role)
        visitor.client.cookies.delete("session")
    assert tried == set(MAY)


async def finds_of(role: str) -> int:
    person = await Person.objects().get(Person.name == ROLES[role][0])
    return await GuardFind.count().where(GuardFind.person == person.id)


async def test_nobody_sends_a_form_without_having_signed_in(visitor: Visitor, place: Connections) -> None:
    token = (await visitor.open("/sign-in")).token()
    before = await recorded(place)
    for route, address in (await addresses()).items():
        answer = await visitor.send(address, token, follow=False)
        assert answer.status_code == 303, route
        assert answer.headers["location"].startswith("/sign-in"), route
    assert await recorded(place) == before


@pytest.mark.parametrize("role", [UNIT, HEALTH, ADMIN])
async def test_reading_changes_nothing(
    visitor: Visitor, app: Litestar, place: Connections, role: str
) -> None:
    """Of every form's page, and of every page that leads to one: history stays as it was."""
    await visitor.sign_in(ROLES[role][0])
    before = await recorded(place)
    pages = {address for address in (await addresses()).values() if not address.endswith("/verification")}
    for address in sorted({*pages, "/my-work", "/posts", "/redactions"}):
        answer = await visitor.client.get(address, follow_redirects=True)
        assert answer.status_code in (200, 403, 404, 405), f"{address} answered {answer.status_code}"
    assert await recorded(place) == before


async def recorded(place: Connections) -> int:
    """How many places history has."""
    async with connection(place.application) as opened:
        found: int = await opened.fetchval("SELECT max(sequence) FROM history")
        return found


def test_every_route_of_a_form_is_in_the_table(app: Litestar) -> None:
    routes = {
        route.path
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "POST" in handler.http_methods
    }
    assert routes == set(MAY) | ELSEWHERE
