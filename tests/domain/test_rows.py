"""The rows that a standing is read from must keep up with the tables."""

import importlib
import pkgutil

import msgspec
import pytest
from piccolo.table import Table

import objectives.tables
from objectives.rows import ROWS

LEFT_OUT = {
    "person": {"email"},
    "assurance_asking": {
        "template",
        "template_version",
        "why",
        "covers_from",
        "covers_to",
        "standard",
        "acceptable_evidence",
        "sign_off_wanted",
        "drafted_by",
        "drafted_at",
    },
    "assurance_request": {"attempt", "acknowledge_by"},
    "pack": {"chain_digest", "content", "built_at"},
    "pack_issue": {"marking", "distribution", "issued_by"},
}
NEVER_IN_A_STANDING = {
    "bulk_change",
    "guard_find",
    "delivery",
    "pack_format",
    "pack_addendum",
    "pack_extract",
    "pack_extract_format",
    "pack_receipt",
    "attendance",
    "meeting",
    "pack_review",
    "quorum",
    "redaction",
    "starting_note",
    "redacted_entry",
    "redacted_file",
    "assurance_template",
    "assurance_question",
    "assurance_contact",
    "assurance_step",
    "assurance_extension",
    "assurance_answer",
    "assurance_evidence",
    "assurance_grade",
    "assurance_sign_off",
    "assurance_submission",
    "assurance_return",
    "assurance_recommendation",
}


def recorded_tables() -> dict[str, type[Table]]:
    names = [m.name for m in pkgutil.iter_modules(objectives.tables.__path__)]
    modules = [importlib.import_module(f"objectives.tables.{name}") for name in names]
    found = {t for m in modules for t in vars(m).values() if isinstance(t, type) and issubclass(t, Table)}
    return {t._meta.tablename: t for t in found if "recorded" in t._meta.tags}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_row_has_its_tables_columns(name: str) -> None:
    columns = {column._meta.name for column in recorded_tables()[name]._meta.columns}
    fields = {field.name for field in msgspec.structs.fields(ROWS[name])}
    assert fields == columns - LEFT_OUT.get(name, set())


def test_every_recorded_table_is_read_or_left_out_knowingly() -> None:
    assert set(recorded_tables()) == set(ROWS) | NEVER_IN_A_STANDING
