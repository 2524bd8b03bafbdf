"""Compiled templates are kept beside their sources, and never outlive what they were compiled from."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from reports.compiled import KeptBeside


@pytest.fixture(autouse=True)
def kept_as_python_keeps_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)


def rendered(folder: Path, **options: object) -> str:
    """`page.html` as a process of its own would render it."""
    environment = Environment(
        loader=FileSystemLoader(folder), optimized=False, bytecode_cache=KeptBeside(folder), **options
    )
    return environment.get_template("page.html").render(name="A&B")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text("Hello\n{% if name %}\n{{ name }}\n{% endif %}\n")
    return tmp_path


def test_a_second_process_compiles_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rendered(folder)
    monkeypatch.setattr(Environment, "compile", None)

    assert rendered(folder) == first


def test_a_changed_template_is_compiled_anew(folder: Path) -> None:
    rendered(folder)
    (folder / "page.html").write_text("Goodbye {{ name }}")

    assert rendered(folder) == "Goodbye A&B"


def test_one_read_in_another_way_is_compiled_anew(folder: Path) -> None:
    plain = rendered(folder)

    assert rendered(folder, autoescape=True) == plain.replace("&", "&amp;")
    assert rendered(folder, trim_blocks=True) != plain


def test_a_folder_that_cannot_be_written_to_is_in_nobodys_way(folder: Path) -> None:
    (folder / "__pycache__").write_text("not a folder")

    assert "A&B" in rendered(folder)
