"""Reads a TOML file into frozen Structs: every text cleaned, every fault named at once by its key's path.

The Structs are the file's form: each field is a key, the `description` in its Meta is what a fault asks for.
Paths count from 0: `objectives[1].commitments[3].kind`. What the keys mean is the caller's business.
"""

import datetime
import difflib
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from objectives.problems import Invalid
from objectives.text import clean_line, clean_prose

LARGEST_FILE = 500_000  # bytes; the partnership's own strategy takes 20,000

Form = TypeVar("Form", bound=msgspec.Struct)


def text_of(path: Path) -> str:
    """The text of the file at `path`, at most LARGEST_FILE bytes. Raises Invalid if it cannot be had."""
    try:
        if not path.exists():
            raise Invalid(f"There is no file {path}.")
        if not path.is_file():
            raise Invalid(f"{path} is not a file. Name a TOML file.")
        if (size := path.stat().st_size) > LARGEST_FILE:
            raise Invalid(f"{path} holds {size:,} bytes; such a file holds at most {LARGEST_FILE:,}.")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            f"{path} is not text in UTF-8: byte {error.start + 1} does not fit. Save it as UTF-8."
        ) from None
    except OSError as error:
        raise Invalid(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None


def parsed(toml: str, name: str) -> dict[str, Any]:
    """The keys of a TOML text. Raises Invalid with the line and column where it stops being TOML."""
    try:
        return tomllib.loads(toml)
    except RecursionError:
        raise Invalid(f"{name} is not valid TOML: it is nested too deeply.") from None
    except ValueError as error:  # besides TOMLDecodeError: a number of thousands of digits
        raise Invalid(_syntax_fault(str(error), toml, name)) from None


def read_form(form: type[Form], keys: dict[str, Any]) -> tuple[Form, dict[str, str]]:
    """`keys` as a `form`, and every fault by its path. What is faulty is None, "" or () in the form."""
    faults: dict[str, str] = {}
    asked = inspect.type_info(form)
    assert isinstance(asked, inspect.StructType)
    return _table(asked, keys, "", faults), faults


def _syntax_fault(fault: str, toml: str, name: str) -> str:
    what, _, where = fault.removesuffix(")").partition(" (at ")
    lines = toml.split("\n")
    place = where.replace("end of document", f"line {len(lines)}, column {len(lines[-1]) + 1}")
    return f"{name} is not valid TOML{place and f' at {place}'}: {what[:1].lower()}{what[1:]}."


def _table(asked: inspect.StructType, given: dict[str, Any], path: str, faults: dict[str, str]) -> Any:
    known = {field.name: field for field in asked.fields}
    for key in given:
        if key not in known:
            faults[_join(path, clean_line(key)[:60])] = "is not a known key" + _nearest(key, list(known))
    values = {}
    for key, field in known.items():
        if key in given:
            values[key] = _value(field.type, given[key], _join(path, key), faults)
        elif field.required:
            faults[_join(path, key)] = f"is missing; give {_wanted(field.type)}"
            values[key] = _nothing(field.type)
    return asked.cls(**values)


def _value(asked: inspect.Type, given: Any, path: str, faults: dict[str, str]) -> Any:
    match _bare(asked):
        case inspect.StructType() as form if isinstance(given, dict):
            return _table(form, given, path, faults)
        case inspect.VarTupleType() as rows if isinstance(given, list) and len(given) >= (
            rows.min_length or 0
        ):
            return tuple(_value(rows.item_type, row, f"{path}[{n}]", faults) for n, row in enumerate(given))
        case inspect.StrType() as text if isinstance(given, str):
            given = clean_prose(given) if _is_prose(asked) else clean_line(given)
            if _fits(given, text):
                return given
        case inspect.EnumType() as words if isinstance(given, str) and given in {
            word.value for word in words.cls
        }:
            return words.cls(given)
        case inspect.DateType() if type(given) is datetime.date:
            return given
    faults[path] = f"must be {_wanted(asked)}; it is {_shown(given)}"
    return _nothing(asked)


def _fits(text: str, asked: inspect.StrType) -> bool:
    shortest, longest = asked.min_length or 0, asked.max_length or len(text)
    return shortest <= len(text) <= longest and (
        asked.pattern is None or bool(re.search(asked.pattern, text))
    )


def _bare(asked: inspect.Type) -> inspect.Type:
    """The type without its description and without None: TOML says nothing by leaving a key out."""
    if isinstance(asked, inspect.UnionType):
        return _bare(next(one for one in asked.types if not isinstance(one, inspect.NoneType)))
    return _bare(asked.type) if isinstance(asked, inspect.Metadata) else asked


def _described(asked: inspect.Type) -> inspect.Metadata | None:
    if isinstance(asked, inspect.UnionType):
        return next((one for one in asked.types if isinstance(one, inspect.Metadata)), None)
    return asked if isinstance(asked, inspect.Metadata) else None


def _is_prose(asked: inspect.Type) -> bool:
    described = _described(asked)
    return bool(described and described.extra and described.extra.get("prose"))


def _wanted(asked: inspect.Type) -> str:
    bare, described = _bare(asked), _described(asked)
    if described and described.extra_json_schema:
        return str(described.extra_json_schema["description"])
    if isinstance(bare, inspect.VarTupleType):
        return "a list of at least one" if bare.min_length else "a list"
    return (
        f"a table with the keys {', '.join(field.name for field in bare.fields)}"
        if isinstance(bare, inspect.StructType)
        else "text"
    )


def _nothing(asked: inspect.Type) -> Any:
    """What stands in for a fault, so that the rest of the file can still be checked."""
    match _bare(asked):
        case inspect.StructType() as form:
            return form.cls(**{field.name: _nothing(field.type) for field in form.fields})
        case inspect.VarTupleType():
            return ()
        case inspect.StrType():
            return ""
    return None


def _shown(given: Any) -> str:
    if isinstance(given, dict):
        return "a table"
    if isinstance(given, list):
        return "a list" if given else "an empty list"
    if isinstance(given, str):
        return f"text of {len(given):,} characters" if len(given) > 60 else f'"{given}"'
    return str(given)[:60]


def _nearest(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key[:60], known, 1)
    return f"; perhaps {near[0]} was meant" if near else f"; the keys here are {', '.join(known)}"


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
