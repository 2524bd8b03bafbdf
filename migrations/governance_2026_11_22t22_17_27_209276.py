from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import BigInt
from piccolo.columns.column_types import Boolean
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Serial
from piccolo.columns.column_types import Text
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.constraints import Unique
from piccolo.table import Table


class Person(Table, tablename="person", schema=None):
    id = Serial(
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name="id",
        secret=False,
    )


class Redaction(Table, tablename="redaction", schema=None):
    id = Serial(
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name="id",
        secret=False,
    )


ID = "2026-11-22T22:17:27:209276"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="governance", description=DESCRIPTION)

    manager.add_table(
        class_name="RedactedFile",
        tablename="redacted_file",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="RedactedEntry",
        tablename="redacted_entry",
        schema=None,
        columns=None,
    )

    manager.add_table(class_name="Redaction", tablename="redaction", schema=None, columns=None)

    manager.add_column(
        table_class_name="RedactedFile",
        tablename="redacted_file",
        column_name="redaction",
        db_column_name="redaction",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Redaction,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="RedactedFile",
        tablename="redacted_file",
        column_name="sha256",
        db_column_name="sha256",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 255,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="RedactedFile",
        tablename="redacted_file",
        column_name="removed_at",
        db_column_name="removed_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="RedactedEntry",
        tablename="redacted_entry",
        column_name="redaction",
        db_column_name="redaction",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Redaction,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="RedactedEntry",
        tablename="redacted_entry",
        column_name="entry",
        db_column_name="entry",
        column_class_name="BigInt",
        column_class=BigInt,
        params={
            "default": 0,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": True,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="RedactedEntry",
        tablename="redacted_entry",
        column_name="sha256",
        db_column_name="sha256",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 255,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Redaction",
        tablename="redaction",
        column_name="table_name",
        db_column_name="table_name",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 255,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Redaction",
        tablename="redaction",
        column_name="row_id",
        db_column_name="row_id",
        column_class_name="BigInt",
        column_class=BigInt,
        params={
            "default": 0,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Redaction",
        tablename="redaction",
        column_name="fields",
        db_column_name="fields",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 255,
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Redaction",
        tablename="redaction",
        column_name="reason",
        db_column_name="reason",
        column_class_name="Text",
        column_class=Text,
        params={
            "default": "",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Redaction",
        tablename="redaction",
        column_name="asked_by",
        db_column_name="asked_by",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Person,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Redaction",
        tablename="redaction",
        column_name="asked_at",
        db_column_name="asked_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Redaction",
        tablename="redaction",
        column_name="agreed",
        db_column_name="agreed",
        column_class_name="Boolean",
        column_class=Boolean,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Redaction",
        tablename="redaction",
        column_name="answered_by",
        db_column_name="answered_by",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Person,
            "on_delete": OnDelete.restrict,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_column(
        table_class_name="Redaction",
        tablename="redaction",
        column_name="answered_at",
        db_column_name="answered_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="RedactedFile",
        tablename="redacted_file",
        constraint_name="redacted_file_once",
        constraint_class=Unique,
        params={"columns": ["redaction", "sha256"], "nulls_distinct": True},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="RedactedFile",
        tablename="redacted_file",
        constraint_name="redacted_file_sha256",
        constraint_class=Check,
        params={"condition": "sha256 ~ '^[0-9a-f]{64}$'"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="RedactedEntry",
        tablename="redacted_entry",
        constraint_name="redacted_entry_sha256",
        constraint_class=Check,
        params={"condition": "sha256 ~ '^[0-9a-f]{64}$'"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Redaction",
        tablename="redaction",
        constraint_name="redaction_of_free_text",
        constraint_class=Check,
        params={
            "condition": "(table_name = 'action' AND string_to_array(fields, ',') <@ ARRAY['title', 'description']) OR (table_name = 'delivery_check' AND string_to_array(fields, ',') <@ ARRAY['findings']) OR (table_name = 'evidence' AND string_to_array(fields, ',') <@ ARRAY['title', 'link', 'statement', 'file_name', 'sha256']) OR (table_name = 'evidence_judgement' AND string_to_array(fields, ',') <@ ARRAY['reason']) OR (table_name = 'forecast_change' AND string_to_array(fields, ',') <@ ARRAY['reason']) OR (table_name = 'milestone' AND string_to_array(fields, ',') <@ ARRAY['title']) OR (table_name = 'moderation' AND string_to_array(fields, ',') <@ ARRAY['reason', 'evidence']) OR (table_name = 'progress_update' AND string_to_array(fields, ',') <@ ARRAY['output', 'reach', 'impact', 'barriers', 'next_steps', 'plan', 'ask', 'confidence_reason', 'good_practice']) OR (table_name = 'rebaseline' AND string_to_array(fields, ',') <@ ARRAY['reason', 'decision_reason']) OR (table_name = 'update_return' AND string_to_array(fields, ',') <@ ARRAY['questions']) OR (table_name = 'variation' AND string_to_array(fields, ',') <@ ARRAY['note', 'wording'])"
        },
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Redaction",
        tablename="redaction",
        constraint_name="redaction_names_fields",
        constraint_class=Check,
        params={"condition": "fields <> ''"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Redaction",
        tablename="redaction",
        constraint_name="redaction_reason_given",
        constraint_class=Check,
        params={"condition": "reason <> ''"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Redaction",
        tablename="redaction",
        constraint_name="redaction_answered_whole",
        constraint_class=Check,
        params={"condition": "num_nonnulls(agreed, answered_by, answered_at) IN (0, 3)"},
        schema=None,
    )

    manager.add_constraint(
        table_class_name="Redaction",
        tablename="redaction",
        constraint_name="redaction_answered_by_another",
        constraint_class=Check,
        params={"condition": "answered_by <> asked_by"},
        schema=None,
    )

    return manager
