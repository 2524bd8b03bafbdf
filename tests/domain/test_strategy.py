"""Loading a strategy: whole, once, with the wording locked and every change said."""

import asyncio

import msgspec
import pytest

from governance_app.database import Connections
from objectives.history import Actor
from objectives.history import now as database_now
from objectives.moments import day_of
from objectives.problems import Invalid, NotFound
from objectives.standing import Standing
from objectives.strategy import document_of, load_strategy, strategy_keys, strategy_standing
from objectives.strategy_file import SHIPPED, StrategyText, read_strategy, read_strategy_file
from objectives.tables.strategy import Commitment, Objective, Strategy, Variation
from objectives.world import world_now

KEY = "coventry-csa"
FILE = SHIPPED / f"{KEY}.toml"
TOML = FILE.read_text(encoding="utf-8")
SHIPPED_TEXT = read_strategy_file(FILE)
ACTOR = Actor.command("keeper")

pytestmark = pytest.mark.usefixtures("database")


def reworded(*changes: tuple[str, str]) -> StrategyText:
    toml = TOML
    for was, now in changes:
        assert was in toml
        toml = toml.replace(was, now, 1)
    return read_strategy(toml, "strategy.toml")


POLICY = (
    'wording = "Develop a Child Sexual abuse policy"',
    'wording = "Publish a child sexual abuse policy"',
)
TITLE = ('short_title = "Network of champions"', 'short_title = "Champions in every agency"')

KIND = 'reference = "SUPP-4"\nshort_title = "Working together after abuse"\nkind = "standing"'


def without(reference: str) -> StrategyText:
    """The shipped strategy as if a commitment, the last of its objective, had been left out."""
    objectives = tuple(
        msgspec.structs.replace(
            one, commitments=tuple(c for c in one.commitments if c.reference != reference)
        )
        for one in SHIPPED_TEXT.objectives
    )
    return msgspec.structs.replace(SHIPPED_TEXT, objectives=objectives)


async def load(text: StrategyText = SHIPPED_TEXT, variation: str | None = None) -> tuple[str, ...]:
    return (await load_strategy(ACTOR, text, variation)).changes


async def faults_of(text: StrategyText) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        await load(text)
    return refusal.value.faults


async def standing() -> Standing:
    return await strategy_standing(KEY)


async def test_the_whole_strategy_is_loaded_in_one_act() -> None:
    assert await load() == ("Child Sexual Abuse Strategy: 3 objectives and 18 commitments loaded.",)
    loaded = await standing()
    assert [c.wording for c in loaded.commitments()] == [c.wording for c in SHIPPED_TEXT.commitments]
    assert [o.name for o in loaded.objectives] == ["Prevention", "Protection", "Support"]
    assert document_of(loaded) == SHIPPED_TEXT.document
    instants = await Strategy.raw("SELECT DISTINCT recorded_at, actor FROM history")
    assert [row["actor"] for row in instants] == ["command:keeper"]


async def test_loading_the_same_again_records_nothing() -> None:
    await load()
    before = (await world_now()).sequence
    assert await load() == ()
    assert (await world_now()).sequence == before


async def test_a_locked_wording_cannot_be_changed_by_loading_another_file() -> None:
    await load()
    before = (await world_now()).sequence
    faults = await faults_of(reworded(POLICY, TITLE))
    assert "its wording is locked" in faults["PROT-1"]
    assert (await world_now()).sequence == before


async def test_a_reason_puts_the_new_wording_beside_the_original() -> None:
    await load()
    changes = await load(reworded(POLICY), "The policy exists; what is missing is that people can read it.")
    assert changes == ("PROT-1, varied wording: added.",)
    commitment = (await standing()).by_reference["PROT-1"]
    assert commitment.wording == "Develop a Child Sexual abuse policy"
    varied = commitment.variations[-1]
    assert varied.wording == "Publish a child sexual abuse policy"
    assert varied.note.startswith("The policy exists")
    assert varied.dated_on == day_of(await database_now())


async def test_a_varied_wording_is_the_one_in_force_from_then_on() -> None:
    await load()
    await load(reworded(POLICY), "Because")
    assert await load(reworded(POLICY)) == ()
    assert await load(reworded(POLICY), "Because") == ()
    assert "locked" in (await faults_of(SHIPPED_TEXT))["PROT-1"]
    await load(SHIPPED_TEXT, "Back to the document")
    assert [note.wording for note in (await standing()).by_reference["PROT-1"].variations] == [
        None,
        "Publish a child sexual abuse policy",
        "Develop a Child Sexual abuse policy",
    ]


async def test_a_blank_reason_is_no_reason() -> None:
    await load()
    with pytest.raises(Invalid):
        await load(reworded(POLICY), " \x00\n")


async def test_a_file_that_lacks_loaded_commitments_is_refused_and_names_each() -> None:
    await load()
    missing = without("SUPP-5")
    objectives = missing.objectives[1:]
    faults = await faults_of(msgspec.structs.replace(missing, objectives=objectives))
    assert sorted(faults) == ["PREV-1", "PREV-2", "PREV-3", "PREV-4", "PREV-5", "SUPP-5"]
    assert faults["SUPP-5"] == "SUPP-5 is loaded but missing from the file; a commitment stays once made."


async def test_a_reason_does_not_excuse_a_missing_commitment() -> None:
    await load()
    with pytest.raises(Invalid, match="SUPP-5 is loaded but missing"):
        await load(without("SUPP-5"), "No longer wanted")


async def test_what_is_not_locked_may_change_and_each_change_is_said() -> None:
    await load()
    file = reworded(
        TITLE,
        ("starts_on = 2025-04-01", "starts_on = 2025-07-01"),
        (KIND, KIND.replace("standing", "programme")),
        ("were clear that ensuring", "were sure that ensuring"),
        ("by someone that they knew.", "by someone whom they knew."),
        ('{ title = "how known offenders are managed"', '{ title = "offenders who are known"'),
    )
    assert await load(file) == (
        "Strategy: starts on is now “2025-07-01”; it was “2025-04-01”.",
        "Strategy: key facts changed.",
        "PREV-4: links changed.",
        "PROT-3: short title is now “Champions in every agency”; it was “Network of champions”.",
        "Support: introduction changed.",
        "SUPP-4: kind is now “programme”; it was “standing”.",
    )
    assert (await standing()).by_reference["PROT-3"].short_title == "Champions in every agency"


async def test_a_note_may_be_added_and_its_words_mended_but_is_never_lost() -> None:
    await load()
    note = '[[objectives.commitments.variations]]\ndated_on = 2026-03-03\nnote = "Boundaries changed."\n\n'
    last = '[[objectives.commitments]]\nreference = "SUPP-4"'
    assert await load(reworded((last, note + last))) == ("SUPP-3, note of 3 March 2026: added.",)
    mended = note.replace("changed.", "were redrawn.")
    assert await load(reworded((last, mended + last))) == ("SUPP-3, note of 3 March 2026: note changed.",)
    assert await load(SHIPPED_TEXT) == ()
    assert [v.note for v in (await standing()).by_reference["SUPP-3"].variations] == [
        "Boundaries were redrawn."
    ]


async def test_a_commitment_can_be_added_at_the_end_of_its_objective() -> None:
    await load(without("SUPP-5"))
    assert await load() == ("SUPP-5: added.",)
    assert [c.reference for c in (await standing()).objectives[2].commitments][-1] == "SUPP-5"


async def test_business_as_usual_keeps_its_kind() -> None:
    await load()
    row = await Commitment.objects().get(Commitment.reference == "SUPP-4")
    assert row
    day = (await standing()).starts_on
    row.business_as_usual_from, row.review_on = day, day
    await row.save()
    faults = await faults_of(reworded((KIND, KIND.replace("standing", "programme"))))
    assert faults["SUPP-4"] == "SUPP-4 is business as usual, so its kind must stay standing."


async def test_another_strategy_lives_beside_the_first() -> None:
    await load()
    await load(reworded(('key = "coventry-csa"', 'key = "neglect"'), POLICY))
    assert await strategy_keys() == (KEY, "neglect")
    assert (await standing()).by_reference["PROT-1"].wording == "Develop a Child Sexual abuse policy"
    assert await Objective.count() == 6
    assert await Variation.count() == 4


async def test_an_unknown_strategy_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFound, match=r"There is no strategy called “neglect”\. None is loaded"):
        await strategy_standing("neglect")
    await load()
    with pytest.raises(NotFound, match=r"Loaded: coventry-csa\."):
        await strategy_standing("neglect")


async def test_the_database_itself_refuses_a_changed_wording(database: Connections) -> None:
    await load()
    with pytest.raises(Exception, match="wording"):
        await Commitment.update({Commitment.wording: "Something else"}).where(
            Commitment.reference == "PROT-1"
        )


async def test_two_loadings_at_once_load_it_once() -> None:
    both = await asyncio.gather(load(), load())
    assert sorted(both) == [(), ("Child Sexual Abuse Strategy: 3 objectives and 18 commitments loaded.",)]
    assert await Commitment.count() == 18


async def test_texts_in_any_script_and_of_any_length_are_loaded_clean() -> None:
    odd = "<b>&</b> =1+1 ਕੋਵੈਂਟਰੀ كوفنتري 👩\u200d👧"
    toml_escapes = "\\u0000\\u000B\\u202E"
    text = reworded(
        ('short_title = "Network of champions"', f'short_title = "{odd}{toml_escapes}"'),
        ('wording = "Develop a Child Sexual abuse policy"', f'wording = "{odd * 50}"'),
        (
            'name = "Support"\nintroduction = """\n',
            f'name = "Support"\nintroduction = """\n{"word " * 3500}\n',
        ),
    )
    await load(text)
    loaded = await standing()
    assert loaded.by_reference["PROT-3"].short_title == odd
    assert loaded.by_reference["PROT-1"].wording == odd * 50
    assert len(loaded.objectives[2].introduction) > 17_000
