"""The partnership's strategy is the document's own words; a faulty file is refused, every fault named."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from objectives.problems import Invalid
from objectives.strategy_file import CommitmentText, StrategyText, read_strategy, read_strategy_file
from objectives.text import blocks
from objectives.words import Kind

FILE = Path(__file__).parents[2] / "objectives" / "strategies" / "coventry-csa.toml"
TOML = FILE.read_text(encoding="utf-8")
STRATEGY = read_strategy_file(FILE)
SOURCE = Path(__file__).parents[1] / "strategy_document.txt"


def folded(text: str) -> str:
    return " ".join(text.split())


def source_words() -> str:
    """The document's text without the marks that show headings and points."""
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    return folded(" ".join(re.sub(r"^(#+ |- )", "", line).replace("**", "") for line in lines))


def words_of(text: str) -> str:
    return " ".join(line for block in blocks(text) for line in block.lines)


def document_words(strategy: StrategyText) -> list[str]:
    """Everything that the file quotes, in the document's order."""
    text, quotation = strategy.document, strategy.document.quotation
    assert quotation
    words = [text.introduction, text.aim_lead, text.aim, text.values_lead, *text.values]
    words += [quotation.text, quotation.source]
    for definition in text.definitions:
        words += [definition.heading, words_of(definition.text)]
    words += [text.key_facts_heading, text.key_facts_lead]
    words += [f"{fact.text} ({fact.source})" if fact.source else fact.text for fact in text.key_facts]
    words += [text.objectives_heading, text.objectives_lead]
    for objective in strategy.objectives:
        words += [objective.name, objective.introduction, objective.promise]
        words += [commitment.wording for commitment in objective.commitments]
    return ["Introduction", *words, "Governance", text.governance]


def faults_of(toml: str) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        read_strategy(toml, "strategy.toml")
    return refusal.value.faults


def sentence_of(path: Path) -> str:
    with pytest.raises(Invalid) as refusal:
        read_strategy_file(path)
    return refusal.value.sentence


def changed(was: str, now: str) -> str:
    assert was in TOML
    return TOML.replace(was, now, 1)


@pytest.mark.parametrize("commitment", STRATEGY.commitments, ids=lambda commitment: commitment.reference)
def test_each_commitment_is_worded_as_in_the_document(commitment: CommitmentText) -> None:
    points = [
        folded(point) for point in re.findall(r"^- (.*)$", SOURCE.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert commitment.wording in points


def test_the_file_quotes_the_document_word_for_word_and_in_its_order() -> None:
    assert folded(" ".join(document_words(STRATEGY))).casefold() == source_words().casefold()


def test_the_commitments_are_five_eight_and_five() -> None:
    assert [(one.key, len(one.commitments)) for one in STRATEGY.objectives] == [
        ("PREV", 5),
        ("PROT", 8),
        ("SUPP", 5),
    ]


def test_kinds_are_as_the_handbook_lists_them() -> None:
    references: dict[Kind, str] = {}
    for commitment in STRATEGY.commitments:
        references[commitment.kind] = f"{references.get(commitment.kind, '')} {commitment.reference}".strip()
    assert references == {
        Kind.PROGRAMME: "PREV-1 PREV-2 PREV-3 PROT-2 PROT-3 PROT-4 SUPP-5",
        Kind.DELIVERABLE: "PREV-5 PROT-1 PROT-5 PROT-7 PROT-8 SUPP-3",
        Kind.STANDING: "PROT-6 SUPP-1 SUPP-4",
        Kind.ASSURANCE: "PREV-4 SUPP-2",
    }


def test_superseded_guidance_is_noted_beside_the_wording() -> None:
    notes = {one.reference: one.variations[0].note for one in STRATEGY.commitments if one.variations}
    assert "Effective support for children and families in Coventry" in notes["PROT-6"]
    assert (
        "Working Together to Safeguard Children 2023" in STRATEGY.document.definitions[0].variations[0].note
    )


@pytest.mark.parametrize(
    ("was", "now", "path", "sentence"),
    [
        (
            'key = "coventry-csa"',
            'key = "Coventry CSA"',
            "key",
            "must be small letters, digits and single hyphens",
        ),
        ('title = "Child', 'titel = "Child', "titel", "is not a known key; perhaps title was meant"),
        ('title = "Child', 'titel = "Child', "title", "is missing; give one line of 1 to 150 characters"),
        ("starts_on = 2025-04-01", 'starts_on = "April"', "starts_on", "must be a date without quotes"),
        (
            "starts_on = 2025-04-01",
            "starts_on = 2025-04-01T09:00:00",
            "starts_on",
            "it is 2025-04-01 09:00:00",
        ),
        (
            "starts_on = 2025-04-01",
            "starts_on = 2025-04-01\nobjective = 3",
            "objective",
            "perhaps objectives was meant",
        ),
        (
            "dated_on = 2023-12-15",
            "dated_on = 2023",
            "document.definitions[0].variations[0].dated_on",
            "it is 2023",
        ),
        (
            'kind = "standing"',
            'kind = "project"',
            "objectives[1].commitments[5].kind",
            'it is "project" (PROT-6)',
        ),
        (
            'kind = "standing"',
            "kind = true",
            "objectives[1].commitments[5].kind",
            "one of deliverable, programme",
        ),
        (
            'short_title = "Network of champions"',
            f'short_title = "{"n" * 61}"',
            "objectives[1].commitments[2].short_title",
            "must be one line of 1 to 60 characters; it is text of 61 characters (PROT-3)",
        ),
        (
            'reference = "PROT-3"\nshort',
            'reference = "PROT-4"\nshort',
            "objectives[1].commitments[2].reference",
            "must be PROT-3, as references count up under their objective; it is PROT-4",
        ),
        (
            'reference = "PROT-3"\nshort',
            'reference = "prot 3"\nshort',
            "objectives[1].commitments[2].reference",
            "must be a reference, such as PREV-1",
        ),
        ('key = "SUPP"', 'key = "PREV"', "objectives[2].key", "must be used once"),
        (
            'reference = "PROT-2" }]',
            'reference = "PROT-9" }]',
            "objectives[0].commitments[0].links[0].reference",
            "names no commitment of this file; it is PROT-9 (PREV-1)",
        ),
        (
            'disclosing", reference = "PROT-2" }]',
            'disclosing" }]',
            "objectives[0].commitments[0].links[0]",
            "must have an address or a reference, and not both",
        ),
        (
            'address = "https://www.coventry',
            'address = "javascript:www.coventry',
            "objectives[1].commitments[5].links[0].address",
            "must be an address that begins with https://",
        ),
        (
            "dated_on = 2025-04-01",
            'dated_on = 2025-04-01\nwording = "New words"',
            "objectives[1].commitments[5].variations[0].wording",
            "cannot be given here",
        ),
        (
            "values = [",
            "values = []\nother = [",
            "document.values",
            "a list of at least one; it is an empty list",
        ),
        (
            'wording = "Develop a Child Sexual abuse policy"',
            'wording = " "',
            "objectives[1].commitments[0].wording",
            'must be text of 1 to 2,000 characters; it is "" (PROT-1)',
        ),
    ],
)
def test_a_fault_is_named_by_the_path_of_its_key(was: str, now: str, path: str, sentence: str) -> None:
    assert sentence in faults_of(changed(was, now))[path]


def test_an_empty_file_is_told_every_key_that_it_needs() -> None:
    faults = faults_of("")
    assert [*faults] == ["key", "title", "short_title", "partnership", "starts_on", "document", "objectives"]
    assert faults["document"].startswith(
        "document: is missing; give a table with the keys introduction, aim_lead, aim"
    )
    assert faults["objectives"] == "objectives: is missing; give a list of at least one."


def test_two_notes_of_one_day_are_refused_as_one_could_not_be_told_from_the_other() -> None:
    note = '[[objectives.commitments.variations]]\ndated_on = 2025-04-01\nnote = "Again"\n'
    faults = faults_of(
        changed('[[objectives.commitments]]\nreference = "PROT-7"', note + "[[objectives.commitments]]")
    )
    assert "must differ" in faults["objectives[1].commitments[5].variations[1].dated_on"]


def test_all_faults_are_named_at_once() -> None:
    toml = changed('kind = "standing"', 'kind = "project"').replace('key = "SUPP"', 'key = "PREV"')
    toml = toml.replace("aim_lead = ", "aim_leed = ").replace("starts_on = 2025-04-01", "starts_on = 1")
    with pytest.raises(Invalid, match=r"strategy.toml has \d+ faults\.") as refusal:
        read_strategy(toml, "strategy.toml")
    assert {
        "starts_on",
        "document.aim_lead",
        "document.aim_leed",
        "objectives[1].commitments[5].kind",
        "objectives[2].key",
        "objectives[2].commitments[0].reference",
    } <= refusal.value.faults.keys()


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ('key = "a"\ntitle = \n', "s.toml is not valid TOML at line 2, column 9: invalid value."),
        ('key = "a"\ntitle = """open', "s.toml is not valid TOML at line 2, column 16: unterminated string."),
        ('key = "a"\nkey = "b"', "s.toml is not valid TOML at line 2"),
        ("starts_on = 2025-02-30", "s.toml is not valid TOML at line 1"),
        ("key = " + "[" * 50_000, "s.toml is not valid TOML: it is nested too deeply."),
        ("key = " + "9" * 5_000, "s.toml is not valid TOML: exceeds the limit"),
    ],
)
def test_broken_toml_is_refused_in_one_sentence_with_its_place(toml: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_strategy(toml, "s.toml")
    assert refusal.value.sentence.startswith(sentence)
    assert not refusal.value.faults


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert sentence_of(tmp_path / "none.toml") == f"There is no file {tmp_path / 'none.toml'}."


def test_a_folder_and_a_pipe_are_not_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert sentence_of(tmp_path) == f"{tmp_path} is not a file. Name a TOML file."
    assert "is not a file" in sentence_of(tmp_path / "pipe")


def test_a_file_that_is_not_utf_8_is_refused_with_the_byte(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes('title = "Café"'.encode("latin-1"))
    assert sentence_of(tmp_path / "latin.toml").endswith("byte 13 does not fit. Save it as UTF-8.")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.toml").open("wb") as file:
        file.truncate(50_000_000)
    assert sentence_of(tmp_path / "huge.toml").endswith(
        "holds 50,000,000 bytes; such a file holds at most 500,000."
    )


def test_a_name_too_long_for_the_disk_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert "cannot be read: file name too long." in sentence_of(tmp_path / ("n" * 300))


def test_a_file_from_windows_reads_the_same(tmp_path: Path) -> None:
    (tmp_path / "windows.toml").write_bytes(b"\xef\xbb\xbf" + TOML.replace("\n", "\r\n").encode())
    assert read_strategy_file(tmp_path / "windows.toml") == STRATEGY


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(TOML) - 1), st.integers(0, 40), st.text(max_size=4))
def test_no_damage_to_a_file_ends_in_anything_but_a_strategy_or_a_refusal(
    at: int, cut: int, put: str
) -> None:
    try:
        strategy = read_strategy(TOML[:at] + put + TOML[at + cut :], "s.toml")
    except Invalid:
        return
    assert (
        len(strategy.commitments) == sum(len(objective.commitments) for objective in strategy.objectives) > 0
    )
