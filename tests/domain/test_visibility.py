"""Who may read what: published ratings are everybody's, the words behind them are not."""

import pytest

from objectives.permissions import Mandate
from objectives.visibility import why_not_read, why_not_read_pack
from objectives.words import Role
from tests.standing_parts import EDUCATION, POLICE, PUBLIC_HEALTH, a_commitment, a_person, a_post, an_action

THEIRS = an_action(agency=EDUCATION, owner=a_post("Head of Safeguarding"), deputy=a_person("Dee Nair"))
PACK = "Executive Group members; West Midlands Police\nPriya Nair"


def a_reader(*roles: Role, agency: int = POLICE.id, **more: object) -> Mandate:
    return Mandate(
        **({"person": 900, "name": "Kim Example", "agency": agency, "roles": frozenset(roles)} | more)
    )


@pytest.mark.parametrize("role", [Role.BUSINESS_UNIT, Role.EXECUTIVE_GROUP, Role.SCRUTINEER])
def test_three_roles_read_every_agencys_words(role: Role) -> None:
    assert why_not_read(a_reader(role), THEIRS) is None


def test_somebody_reads_the_words_of_their_own_agency() -> None:
    assert why_not_read(a_reader(agency=EDUCATION.id), THEIRS) is None


def test_somebody_elses_words_are_closed_and_the_reason_says_to_whom_they_are_open() -> None:
    why = why_not_read(a_reader(), THEIRS)
    assert why is not None
    assert "its own agency, the business unit, the Executive Group and the independent scrutineer" in why


@pytest.mark.parametrize("agency", [POLICE.id, EDUCATION.id])
def test_an_administrator_and_nothing_else_reads_no_words(agency: int) -> None:
    assert why_not_read(a_reader(Role.ADMINISTRATOR, agency=agency), THEIRS)


def test_an_administrator_who_also_holds_a_post_reads_their_agencys_words() -> None:
    assert (
        why_not_read(a_reader(Role.ADMINISTRATOR, agency=EDUCATION.id, posts=frozenset({7})), THEIRS) is None
    )


def test_an_owner_and_a_deputy_read_their_action_whatever_their_agency() -> None:
    assert THEIRS.owner is not None
    assert THEIRS.deputy is not None
    assert why_not_read(a_reader(posts=frozenset({THEIRS.owner.id})), THEIRS) is None
    assert why_not_read(a_reader(person=THEIRS.deputy.id), THEIRS) is None


def test_a_commitment_is_its_lead_agencys() -> None:
    assert why_not_read(a_reader(agency=PUBLIC_HEALTH.id), a_commitment(lead_agency=PUBLIC_HEALTH)) is None
    assert why_not_read(a_reader(), a_commitment(lead_agency=PUBLIC_HEALTH))
    assert why_not_read(a_reader(), a_commitment(lead_agency=None))


def test_whoever_was_disabled_reads_nothing() -> None:
    assert why_not_read(a_reader(Role.BUSINESS_UNIT, disabled=True), THEIRS)
    assert why_not_read_pack(a_reader(Role.BUSINESS_UNIT, disabled=True), "Police", PACK)


@pytest.mark.parametrize("role", [Role.EXECUTIVE_GROUP, Role.SCRUTINEER, Role.ADMINISTRATOR])
def test_a_draft_is_the_business_units_alone(role: Role) -> None:
    assert "not been issued" in str(why_not_read_pack(a_reader(role), "Police", None))
    assert why_not_read_pack(a_reader(Role.BUSINESS_UNIT), "Business unit", None) is None


@pytest.mark.parametrize(
    ("name", "agency", "opens"),
    [
        ("Kim Example", "West Midlands Police", True),
        ("PRIYA NAIR", "Education", True),
        ("Kim Example", "Education", False),
        ("Kim Example", "Police", False),
        ("", "Executive", False),
    ],
)
def test_an_issued_pack_is_open_to_those_whom_its_distribution_names(
    name: str, agency: str, opens: bool
) -> None:
    assert (why_not_read_pack(a_reader(name=name), agency, PACK) is None) == opens


@pytest.mark.parametrize("role", [Role.EXECUTIVE_GROUP, Role.SCRUTINEER])
def test_an_issued_pack_is_open_to_the_group_and_the_scrutineer(role: Role) -> None:
    assert why_not_read_pack(a_reader(role), "Education", "Nobody else.") is None
