"""What the README draws from the code must equal the code."""

from pathlib import Path

from objectives import matter_life
from objectives.actions import NEXT
from objectives.lifecycle import diagram
from objectives.permissions import WHO_MAY
from objectives.words import Status

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_readme_says_who_may_in_the_words_of_the_code() -> None:
    rows = "".join(f"| {line.who} | {line.may} |\n" for line in WHO_MAY)
    assert f"| Who | May |\n|---|---|\n{rows}\n" in README


def test_readme_draws_the_life_of_an_action_as_the_code_allows_it() -> None:
    names = "".join(f'    state "{status.value}" as {status.name.lower()}\n' for status in Status)
    steps = "".join(
        f"    {now.name.lower()} --> {then.name.lower()}\n"
        for now in Status
        for then in Status
        if then in NEXT[now]
    )
    assert f"stateDiagram-v2\n{names}{steps}```\n" in README


def test_readme_draws_the_life_of_an_assurance_request_from_its_table() -> None:
    assert f"```mermaid\n{diagram()}```\n" in README


def test_readme_draws_the_life_of_a_matter_from_its_table() -> None:
    assert f"```mermaid\n{matter_life.diagram()}```\n" in README
