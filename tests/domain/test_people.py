"""Agencies, people, roles, posts and handovers: who may change them, and what is refused."""

import datetime as dt

import pytest

from objectives.history import newest_sequence
from objectives.mandates import mandate_of, row_of
from objectives.people import (
    NewAgency,
    NewPerson,
    add_agency,
    add_person,
    change_agency,
    change_person,
    disable_person,
    end_role,
    find_agency,
    find_person,
    give_role,
)
from objectives.posts import NewPost, add_post, hand_over, take_on
from objectives.problems import Conflict, Invalid, NotAllowed, NotFound
from objectives.starting import Start, start_empty, start_example
from objectives.tables.person import Person
from objectives.tables.post import PostHolding
from objectives.tenure import post_kept
from objectives.words import Role
from tests.makers import BEGIN, OPERATOR, a_post, it_is

REAL = Start(partnership="A partnership", administrator="Ash Example", email="Ash@Example.org")


async def test_starting_for_real_makes_a_business_unit_and_its_administrator(database):
    person = await start_empty(OPERATOR, REAL)
    mandate = await mandate_of(person.id, dt.date(2100, 1, 1))
    assert (person.email, mandate.roles) == ("ash@example.org", {Role.ADMINISTRATOR})
    assert (await find_agency("business unit")).is_business_unit


async def test_a_service_starts_once(database):
    await start_empty(OPERATOR, REAL)
    with pytest.raises(Conflict, match="holds the work of A partnership since"):
        await start_empty(OPERATOR, REAL)


async def test_example_data_never_mixes_with_real_data(database):
    await start_empty(OPERATOR, REAL)
    with pytest.raises(Conflict, match="holds the work of A partnership"):
        await start_example(OPERATOR, REAL, dt.datetime(2025, 1, 1, tzinfo=dt.UTC))


async def test_example_data_is_not_loaded_over_anything_recorded(database):
    await add_agency(OPERATOR, NewAgency("Probation Service", "Probation"))
    with pytest.raises(Conflict, match="holds recorded data already"):
        await start_example(OPERATOR, REAL, dt.datetime(2025, 1, 1, tzinfo=dt.UTC))


async def test_starting_without_a_name_names_the_fault_and_keeps_nothing(database):
    with pytest.raises(Invalid) as refused:
        await start_empty(OPERATOR, Start(partnership=" ", administrator="", email=""))
    assert refused.value.faults == {"partnership": "Give the partnership's name."}
    assert not await Person.exists()


async def test_an_administrator_adds_an_agency(p):
    await add_agency(
        p.administrator, NewAgency("Public Health", "Public Health", "Director of public health")
    )
    assert (await find_agency("public health")).lead_partner == "Director of public health"


async def test_only_an_administrator_adds_agencies_and_people(p):
    with pytest.raises(NotAllowed, match="Only an administrator"):
        await add_agency(p.moderator, NewAgency("Public Health", "PH"))
    with pytest.raises(NotAllowed, match="Only an administrator"):
        await add_person(p.owner, NewPerson("New Example", "new@example.org", p.police))


async def test_all_faults_of_an_agency_are_said_at_once(p):
    with pytest.raises(Invalid) as refused:
        await add_agency(p.administrator, NewAgency("west midlands police", " ", "", is_business_unit=True))
    assert refused.value.faults == {
        "name": "There is an agency called West Midlands Police already.",
        "short_name": "Give a short name for tables.",
        "is_business_unit": "The business unit is Partnership business unit; there can be only one.",
    }


async def test_an_agency_may_keep_its_own_name_when_changed(p):
    new = NewAgency("West Midlands Police", "WMP", "Chief Constable")
    assert (await change_agency(p.administrator, p.police, new)).short_name == "WMP"


async def test_a_stale_change_is_refused(p):
    seen = await newest_sequence(p.police)
    await change_agency(p.administrator, p.police, NewAgency("West Midlands Police", "WMP"))
    with pytest.raises(Conflict, match="Somebody changed this"):
        await change_agency(p.administrator, p.police, NewAgency("WMP", "W"), seen=seen)


@pytest.mark.parametrize("email", ["", "nobody", "no body@example.org", "a@b", "@example.org"])
async def test_an_e_mail_address_must_be_whole(p, email):
    with pytest.raises(Invalid) as refused:
        await add_person(p.administrator, NewPerson("New Example", email, p.police))
    assert set(refused.value.faults) == {"email"}


async def test_an_e_mail_address_belongs_to_one_person(p):
    with pytest.raises(Invalid, match="Sam Example has this e-mail address already"):
        await add_person(p.administrator, NewPerson("Another", "SAM@example.org", p.police))


async def test_a_person_can_be_renamed(p):
    await change_person(p.administrator, p.owner, NewPerson("Sam Newname", "sam@example.org", p.police))
    assert (await find_person("SAM@example.org ")).name == "Sam Newname"


async def test_roles_are_given_and_ended(p):
    await give_role(p.administrator, p.owner, Role.SCRUTINEER)
    await end_role(p.administrator, p.owner, Role.SCRUTINEER)
    tomorrow = BEGIN + dt.timedelta(days=1)
    assert (await mandate_of(p.owner.id, BEGIN)).roles == {Role.SCRUTINEER}
    assert (await mandate_of(p.owner.id, tomorrow)).roles == set()


async def test_a_role_is_not_given_twice_nor_ended_when_not_held(p):
    with pytest.raises(Conflict, match="has the role business unit already"):
        await give_role(p.administrator, p.moderator, Role.BUSINESS_UNIT)
    with pytest.raises(Conflict, match="does not have the role scrutineer"):
        await end_role(p.administrator, p.moderator, Role.SCRUTINEER)


async def test_nobody_gives_themselves_a_role(p):
    with pytest.raises(NotAllowed, match="ask another administrator"):
        await give_role(p.administrator, p.administrator, Role.BUSINESS_UNIT)


async def test_a_disabled_person_acts_no_more(p):
    await disable_person(p.administrator, p.moderator)
    with pytest.raises(NotAllowed, match="can no longer sign in"):
        await add_post(p.moderator, NewPost("Chief", p.police))
    with pytest.raises(Conflict, match="already"):
        await disable_person(p.administrator, p.moderator)


async def test_a_handover_moves_the_post_on_its_day(p):
    day = dt.date(2026, 5, 1)
    await hand_over(p.moderator, p.owner_post, p.stranger, day)
    before, after = dt.date(2026, 4, 30), day
    assert (await mandate_of(p.owner.id, before)).posts == {p.owner_post.id}
    assert (await mandate_of(p.owner.id, after)).posts == set()
    assert (await mandate_of(p.stranger.id, after)).posts == {p.owner_post.id}


async def test_a_post_can_be_left_vacant_and_filled_again(p):
    await it_is(dt.date(2026, 6, 1))
    await hand_over(p.administrator, p.owner_post, None, dt.date(2026, 5, 1))
    await hand_over(p.administrator, p.owner_post, p.owner, dt.date(2026, 6, 1))
    held = [(await mandate_of(p.owner.id, dt.date(2026, month, 15))).posts for month in (4, 5, 6)]
    assert held == [{p.owner_post.id}, set(), {p.owner_post.id}]


async def test_a_handover_is_refused_to_the_holder_and_before_they_began(p):
    with pytest.raises(Conflict, match="Sam Example holds this post already"):
        await hand_over(p.moderator, p.owner_post, p.owner, dt.date(2026, 5, 1))
    with pytest.raises(Invalid, match="The last holder began on 1 April 2026"):
        await hand_over(p.moderator, p.owner_post, p.stranger, BEGIN)


async def test_a_holder_hands_their_own_post_to_somebody_of_its_agency_from_today_on(p):
    day = dt.date(2026, 5, 1)
    with pytest.raises(Invalid, match="Choose somebody of the post’s own agency"):
        await hand_over(p.owner, p.owner_post, p.moderator, day)
    await it_is(day)
    with pytest.raises(Invalid, match="It is 1 May 2026; give today or a later day"):
        await hand_over(p.owner, p.owner_post, p.stranger, dt.date(2026, 4, 30))
    await hand_over(p.owner, p.owner_post, p.stranger, day)
    assert (await mandate_of(p.stranger.id, day)).posts == {p.owner_post.id}
    with pytest.raises(NotAllowed, match="Only the business unit or an administrator"):
        await hand_over(p.owner, p.owner_post, p.owner, dt.date(2026, 5, 2))


async def test_a_handover_is_refused_to_somebody_who_can_no_longer_sign_in(p):
    await disable_person(p.administrator, p.stranger)
    with pytest.raises(Invalid, match="Kim Example can no longer sign in; choose somebody else"):
        await hand_over(p.moderator, p.owner_post, p.stranger, dt.date(2026, 5, 1))


async def test_of_two_who_hand_over_at_once_the_second_is_told(p):
    kept = await post_kept(p.owner_post.id)
    await hand_over(p.owner, p.owner_post, p.stranger, dt.date(2026, 5, 1), kept.newest)
    with pytest.raises(Conflict, match="has been handed over meanwhile"):
        await hand_over(p.moderator, p.owner_post, p.deputy, dt.date(2026, 5, 2), kept.newest)


async def test_what_a_holder_confirmed_does_not_pass_on(p):
    first = (await post_kept(p.owner_post.id)).tenures[0]
    await take_on(p.owner, await row_of(PostHolding, first.holding))
    await it_is(dt.date(2026, 5, 1))
    await hand_over(p.owner, p.owner_post, p.stranger, dt.date(2026, 5, 1))
    after, before = (await post_kept(p.owner_post.id)).tenures
    assert (after.name, after.taken_on_at) == ("Kim Example", None)
    assert before.taken_on_at is not None
    with pytest.raises(NotAllowed, match="Only whoever holds the post"):
        await take_on(p.owner, await row_of(PostHolding, after.holding))
    await take_on(p.stranger, await row_of(PostHolding, after.holding))
    with pytest.raises(Conflict, match="said already"):
        await take_on(p.stranger, await row_of(PostHolding, after.holding))


async def test_a_post_has_one_title_in_an_agency(p):
    with pytest.raises(Invalid, match="has a post of that title already"):
        await a_post(p.moderator, "Child abuse lead", p.police, None)


async def test_an_unknown_agency_or_person_is_named(p):
    with pytest.raises(NotFound, match="There are: Partnership business unit, West Midlands Police"):
        await find_agency("NHS")
    with pytest.raises(NotFound, match="Nobody has the e-mail address who@"):
        await find_person("who@example.org")
