"""The table of who may, case by case. Denied by default: a person without a role or a post may do nothing."""

import pytest
from msgspec import Struct

from objectives import permissions as may
from objectives.permissions import Mandate
from objectives.words import Role


class Thing(Struct, frozen=True):
    reference: str = "PROT-4.1"
    owner: int | None = 1
    deputy: int | None = 70
    accountable: int | None = 2


def somebody(*roles, posts=(), person=50, disabled=False):
    return Mandate(person, "Sam Example", 1, frozenset(roles), frozenset(posts), disabled)


NOBODY = somebody()
OWNER, EXECUTIVE, DEPUTY = somebody(posts=[1]), somebody(posts=[2]), somebody(person=70)
UNIT, ADMINISTRATOR = somebody(Role.BUSINESS_UNIT), somebody(Role.ADMINISTRATOR)
SCRUTINEER, GROUP = somebody(Role.SCRUTINEER), somebody(Role.EXECUTIVE_GROUP)
UNIT_OWNER = somebody(Role.BUSINESS_UNIT, posts=[1])
EVERYBODY = {
    "nobody": NOBODY,
    "owner": OWNER,
    "executive": EXECUTIVE,
    "deputy": DEPUTY,
    "unit": UNIT,
    "administrator": ADMINISTRATOR,
    "scrutineer": SCRUTINEER,
    "group": GROUP,
    "unit owner": UNIT_OWNER,
}
OWN = {"owner", "executive", "deputy", "unit owner"}

ALLOWED = {
    "keep people": (may.why_not_keep_people, (), {"administrator"}),
    "change a role": (may.why_not_change_role, (99,), {"administrator"}),
    "run the plan": (may.why_not_run, (), {"unit", "unit owner"}),
    "keep posts": (may.why_not_keep_posts, (), {"unit", "unit owner", "administrator"}),
    "update": (may.why_not_update, (Thing(),), OWN),
    "ask for a baseline": (may.why_not_ask_rebaseline, (Thing(),), OWN | {"unit"}),
    "decide on a baseline": (may.why_not_decide_rebaseline, (Thing(), 99), {"unit"}),
    "judge": (may.why_not_judge, (Thing(),), {"unit"}),
    "give evidence": (may.why_not_give_evidence, (Thing(),), OWN | {"unit"}),
    "judge evidence": (may.why_not_judge_evidence, (99, [Thing()]), {"unit"}),
}


@pytest.mark.parametrize("act", ALLOWED)
def test_exactly_these_may(act):
    why_not, things, expected = ALLOWED[act]
    assert {name for name, person in EVERYBODY.items() if why_not(person, *things) is None} == expected


@pytest.mark.parametrize("act", ALLOWED)
def test_a_disabled_person_may_nothing(act):
    why_not, things, _ = ALLOWED[act]
    everything = somebody(*Role, disabled=True)
    owner_too = somebody(*Role, posts=[1], disabled=True)
    assert why_not(everything, *things)
    assert why_not(owner_too, *things)


@pytest.mark.parametrize("act", ALLOWED)
def test_a_reason_is_a_whole_sentence(act):
    why_not, things, _ = ALLOWED[act]
    reason = why_not(NOBODY, *things)
    assert reason[0].isupper()
    assert reason.endswith(".")


def test_a_vacant_post_and_a_missing_deputy_make_nobody_an_owner():
    unowned = Thing(owner=None, deputy=None, accountable=None)
    assert not any(person.owns(unowned) for person in EVERYBODY.values())


def test_a_commitment_is_owned_by_its_accountable_executive_only():
    class Promise(Struct, frozen=True):
        reference: str = "PROT-4"
        accountable: int | None = 2

    assert [name for name, person in EVERYBODY.items() if person.owns(Promise())] == ["executive"]


def test_a_standings_value_is_owned_like_a_row():
    class Post(Struct, frozen=True):
        id: int

    assert OWNER.owns(Thing(owner=Post(1)))
    assert not OWNER.owns(Thing(owner=Post(3)))


def test_nobody_judges_evidence_that_they_gave():
    assert "somebody other than who gave it" in may.why_not_judge_evidence(UNIT, UNIT.person, [Thing()])


def test_nobody_decides_on_a_date_that_they_asked_for():
    assert "may not decide on it" in may.why_not_decide_rebaseline(UNIT, Thing(), UNIT.person)


def test_evidence_for_several_things_is_judged_by_somebody_who_owns_none_of_them():
    things = [Thing(owner=9, deputy=None, accountable=None), Thing()]
    assert "Nobody judges their own" in may.why_not_judge_evidence(UNIT_OWNER, 99, things)


def test_evidence_for_nothing_is_judged_by_nobody_outside_the_business_unit():
    assert may.why_not_judge_evidence(GROUP, 99, [])
    assert may.why_not_judge_evidence(UNIT, 99, []) is None


def test_the_table_for_readers_names_everybody_with_a_say():
    assert [line.who for line in may.WHO_MAY][:2] == [may.OWN, "Executive Group member"]
    assert all(line.may for line in may.WHO_MAY)
