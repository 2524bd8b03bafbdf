"""The rules of the house that a machine can keep. What cannot be stated as a test is in README."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import click
import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.routes import HTTPRoute
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from governance_app.app import create_app
from governance_app.arriving import OPEN_TO_ALL, WITHOUT_VISIT, only_signed_in
from governance_app.commands import governance
from governance_app.database import Connections
from governance_app.piccolo_app import APP_CONFIG
from governance_app.settings import VARIABLES, read_settings
from governance_app.templating import template_engine
from reports import render_html

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("governance_app", "reports", "objectives")
SOURCES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted(
    file
    for package in PACKAGES
    for file in (ROOT / package).rglob("templates/**/*")
    if file.is_file() and file.parent.name != "__pycache__"
)
# Open to somebody who has not signed in; every other route is closed to them.
OPENED = [
    "GET /accessibility",
    "GET /answer",
    "GET /answer/check",
    "GET /answer/colleague",
    "GET /answer/decline",
    "GET /answer/evidence/{evidence_id:int}/file",
    "GET /answer/left",
    "GET /answer/link/{secret:str}",
    "GET /answer/link/{secret:str}/code",
    "GET /answer/more-time",
    "GET /answer/nothing-to-report",
    "GET /answer/questions/{number:int}",
    "GET /answer/questions/{number:int}/evidence",
    "GET /answer/sent",
    "GET /answer/sign-off",
    "GET /health",
    "GET /icon.svg",
    "GET /mail",
    "GET /mail/{number:int}",
    "GET /mail/{number:int}/html",
    "GET /pack.css",
    "GET /privacy",
    "GET /sign-in",
    "GET /sign-in/asked",
    "GET /sign-in/link/{secret:str}",
    "GET /static/{file_path:path}",
    "GET /what-the-ratings-mean",
    "POST /answer/acknowledgement",
    "POST /answer/check",
    "POST /answer/colleague",
    "POST /answer/decline",
    "POST /answer/end",
    "POST /answer/link/{secret:str}",
    "POST /answer/link/{secret:str}/code",
    "POST /answer/more-time",
    "POST /answer/nothing-to-report",
    "POST /answer/questions/{number:int}",
    "POST /answer/questions/{number:int}/evidence",
    "POST /answer/questions/{number:int}/evidence/remove",
    "POST /answer/sign-off",
    "POST /sign-in/example",
    "POST /sign-in/link/{secret:str}",
    "POST /sign-in/links",
]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: nothing says which files are committed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def functions(files: list[Path]) -> Iterator[tuple[str, int]]:
    """Each function's place and its length in lines, its docstring and decorators not counted."""
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                has_docstring = ast.get_docstring(node, clean=False) is not None
                docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
                yield f"{name(file)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1 - docstring


# ---------------------------------------------------------------------------------------------- the database


async def test_the_tables_equal_the_migrations() -> None:
    differences = [
        statement
        for alterations in await AutoMigrationManager().get_alter_statements(APP_CONFIG)
        for statement in alterations.statements
    ]
    assert differences == []


def test_every_table_says_whether_it_is_recorded() -> None:
    unclear = [
        table._meta.tablename
        for table in APP_CONFIG.table_classes
        if len({"recorded", "unrecorded"} & set(table._meta.tags)) != 1
    ]
    assert APP_CONFIG.table_classes
    assert unclear == []


async def test_recorded_tables_and_no_others_carry_the_history_trigger(database: Connections) -> None:
    connection = await asyncpg.connect(database.application)
    rows = await connection.fetch(
        "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE proname = 'record_history' AND tgenabled IN ('O', 'A') AND NOT tgisinternal"
    )
    await connection.close()
    tagged = {table._meta.tablename for table in APP_CONFIG.table_classes if "recorded" in table._meta.tags}
    assert {row["relname"] for row in rows} == tagged


# ------------------------------------------------------------------------------------- the documentation


def commands(group: click.Group, path: str) -> Iterator[str]:
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {word}")
        else:
            yield f"{path} {word}"


def test_readme_names_every_command_and_no_other() -> None:
    named = re.findall(r"^\| `(governance(?: [a-z][a-z-]*)+)", README, re.M)
    assert sorted(named) == sorted(commands(governance, "governance"))


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_readme_says_of_every_setting_what_the_code_says(variable) -> None:
    assert f"| `{variable.name}` | {variable.meaning} | {variable.when_absent} |" in README


def test_every_make_target_has_a_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.M).group(1).split()
    helped = re.findall(r"^([a-z-]+):.*## \S", makefile, re.M)
    assert sorted(helped) == sorted(targets)


# ------------------------------------------------------------------------------------------------- the pages


Handler = tuple[str, HTTPRouteHandler]


@pytest.fixture(scope="module")
def handlers() -> list[Handler]:
    """Every "METHOD /path" with what answers it. HEAD and OPTIONS come by themselves."""
    app = create_app(read_settings({"SECRET_KEY": "x" * 32}))
    return sorted(
        (
            (f"{method} {route.path}", handler)
            for route in app.routes
            if isinstance(route, HTTPRoute)
            for handler in route.route_handlers
            for method in handler.http_methods - {"HEAD", "OPTIONS"}
        ),
        key=lambda pair: pair[0],
    )


def test_every_route_is_guarded(handlers: list[Handler]) -> None:
    assert [route for route, handler in handlers if only_signed_in not in handler.resolve_guards()] == []


def test_few_routes_are_open_to_somebody_who_has_not_signed_in(handlers: list[Handler]) -> None:
    opened = [route for route, handler in handlers if {OPEN_TO_ALL, WITHOUT_VISIT} & set(handler.opt)]
    assert opened == OPENED


def test_no_form_is_taken_without_the_token_that_shows_it_is_ours(handlers: list[Handler]) -> None:
    assert [route for route, handler in handlers if "exclude_from_csrf" in handler.opt] == []


# What reads the body of a request, by name. Handlers of Litestar can also be given it, as "data" or "body".
BODY = re.compile(
    r"\.(form|body|stream|json)\(\)|\b(UploadFile|RequestEncodingType)\b|litestar\.params\.Body\b"
)
READS_FORMS = ["governance_app/forms.py"]


def test_what_a_form_sends_is_read_in_one_place() -> None:
    reading = [name(file) for file in SOURCES if BODY.search(file.read_text(encoding="utf-8"))]
    assert reading == READS_FORMS


# What the framework itself reads, for the token, before `read_form` has the guard look at what came.
FOR_THE_TOKEN = {"form"}


@pytest.mark.parametrize("file", READS_FORMS)
def test_whatever_reads_a_form_has_the_guard_look_at_it(file: str) -> None:
    unseen = {
        node.name
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and BODY.search(text := ast.unparse(node))
        and "await look_through(" not in text
    }
    assert unseen <= FOR_THE_TOKEN


def test_no_form_has_typed_words_in_its_address(handlers: list[Handler]) -> None:
    worded = [
        route
        for route, handler in handlers
        for parameter in handler.parsed_fn_signature.parameters.values()
        if not route.startswith("GET ") and isinstance(parameter.kwarg_definition, QueryParameter)
    ]
    assert worded == []


def test_no_page_is_given_a_form_past_the_one_place(handlers: list[Handler]) -> None:
    assert [
        route for route, handler in handlers if {"data", "body"} & set(handler.parsed_fn_signature.parameters)
    ] == []


def test_routes_come_and_go_only_knowingly(handlers: list[Handler]) -> None:
    assert [route for route, _ in handlers] == (ROOT / "tests" / "routes.txt").read_text().splitlines()


def test_every_template_compiles() -> None:
    pages = ROOT / "governance_app" / "templates"
    engine = template_engine(read_settings({}))
    for file in pages.rglob("*.html"):
        engine.get_template(file.relative_to(pages).as_posix())
    for file in render_html.TEMPLATES.glob("*.html"):
        render_html.page_template(file.name)


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_every_template_is_used(template: Path) -> None:
    called = re.compile(rf"[\"'/]{re.escape(template.name)}[\"']")
    assert any(called.search(file.read_text()) for file in SOURCES + TEMPLATES if file != template)


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("governance_app.app", {"matplotlib", "typst", "rich"}),
        ("governance_app.commands.pack", {"piccolo", "asyncpg", "matplotlib"}),
        ("governance_app.commands.pack_building", {"matplotlib", "litestar", "rich", "holidays", "psutil"}),
    ],
)
def test_pages_and_packs_do_not_pay_for_what_they_do_not_use(module: str, unwanted: set[str]) -> None:
    program = f"import sys, {module}; print({unwanted} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


# ----------------------------------------------------------------------------------------------- the budgets


def code_lines(file: Path) -> int:
    return sum(
        bool(line.strip()) and not line.strip().startswith("#") for line in file.read_text().splitlines()
    )


def test_no_file_has_more_than_300_lines_of_code() -> None:
    assert {name(file): size for file in SOURCES + TESTS if (size := code_lines(file)) > 300} == {}


def test_functions_stay_short() -> None:
    lengths = dict(functions(SOURCES))
    ordered = sorted(lengths.values())
    assert {place: length for place, length in lengths.items() if length > 40} == {}
    assert ordered[len(ordered) * 9 // 10] <= 20
    assert statistics.median(ordered) <= 6


def test_tests_stay_short() -> None:
    lengths = [length for place, length in functions(TESTS) if ":test_" in place]
    assert statistics.median(lengths) <= 15


def test_no_template_has_more_than_120_lines() -> None:
    assert {
        name(file): size for file in TEMPLATES if (size := len(file.read_text().splitlines())) > 120
    } == {}


# ------------------------------------------------------------------------------------------------- the words

BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "service", "data", "info"}


def test_no_module_or_name_is_called_by_a_word_that_says_nothing() -> None:
    modules = [name(file) for file in SOURCES if file.stem in BANNED or file.parent.name in BANNED]
    names = [
        f"{name(file)}:{node.lineno} {given}"
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for given in given_names(node)
        if given in BANNED or given.startswith(("process_", "handle_"))
    ]
    assert modules + names == []


def given_names(node: ast.AST) -> list[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Name(ctx=ast.Store()):
            return [node.id]
        case ast.arg():
            return [node.arg]
    return []


CLOCKS = re.compile(
    r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time|time\.gmtime|time\.localtime)\b"
)


def test_there_is_no_clock_but_the_database() -> None:
    clocks = [
        f"{name(file)}:{number}"
        for file in SOURCES
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if CLOCKS.search(line)
    ]
    assert clocks == []


# --------------------------------------------------------------------------------------- what is committed

BUILT = re.compile(
    r"(^|/)(node_modules|\.venv|\.data|static|fonts|__pycache__|dist)/|\.(woff2?|ttf|otf|pyc)$"
)
OF_A_MACHINE = (
    "/" + "root/",
    "/" + "work/",
    "/" + "home/",
    "registry." + "npmjs",
    "pypi" + ".org",
    "--index" + "-url",
)


def test_nothing_built_or_third_party_is_committed() -> None:
    assert [name(file) for file in tracked() if BUILT.search(name(file))] == []


def test_no_committed_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{name(file)}: {word}"
        for file in tracked()
        if file.suffix not in {".png", ".pdf", ".ico"}
        for word in OF_A_MACHINE
        if word in file.read_text(encoding="utf-8")
    ]
    assert found == []


def test_the_lock_of_the_assets_names_no_address() -> None:
    assert '"resolved"' not in (ROOT / "governance_app" / "assets" / "package-lock.json").read_text()
