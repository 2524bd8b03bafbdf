"""PostgreSQL's own programs for taking a database out and putting it back, given only what they need to know."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

from governance_app.embedded import programs
from objectives.problems import Problem

# Roles are named differently elsewhere, so rights are granted anew after a restore.
WITHOUT_ROLES = ("--no-owner", "--no-privileges")


def dump(address: str, snapshot: str, without_rows_of: Sequence[str], into: IO[bytes]) -> None:
    """Writes the database at `address`, as it is in an exported snapshot, compressed. Raises Problem."""
    left_out = [f"--exclude-table-data=public.{table}" for table in without_rows_of]
    words = ["--format=custom", "--schema=public", f"--snapshot={snapshot}", *WITHOUT_ROLES, *left_out]
    _run("pg_dump", address, words, stdout=into)


def put_back(address: str, dumped: IO[bytes]) -> None:
    """Restores a dump into an empty database, all of it or nothing. Raises Problem."""
    # The schema itself is there already, in every new database.
    with (
        tempfile.TemporaryFile() as contents,
        tempfile.NamedTemporaryFile(prefix="governance-", suffix=".list") as listed,
    ):
        _run("pg_restore", None, ["--list"], stdin=dumped, stdout=contents)
        contents.seek(0)
        listed.writelines(line for line in contents if b" SCHEMA - public " not in line)
        listed.flush()
        dumped.seek(0)
        whole = ["--single-transaction", "--exit-on-error", f"--use-list={listed.name}", *WITHOUT_ROLES]
        _run("pg_restore", address, whole, stdin=dumped)


def _run(
    program: str,
    address: str | None,
    words: Sequence[str],
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
) -> None:
    named, password = _parted(address) if address else (None, "")
    to = [f"--dbname={named}"] if named else []
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(programs() / "bin" / program), *words, *to],
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.DEVNULL,
            stderr=said,
            env=_environment(password),
        )
        if done.returncode:
            said.seek(0)
            lines = [
                line.strip() for line in said.read().decode(errors="replace").splitlines() if line.strip()
            ]
            raise Problem(f"{program} ended before it was done ({lines[0] if lines else 'no reason given'}).")


def _parted(address: str) -> tuple[str, str]:
    """The address without its password, and the password: whoever lists processes reads every word of a command."""
    parts = urlsplit(address)
    user, at, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    return urlunsplit(parts._replace(netloc=f"{name}{at}{host}")), unquote(password)


def _environment(password: str) -> dict[str, str]:
    """What libpq reads itself, such as PGSSLROOTCERT, stays; messages are in English."""
    given = {name: value for name, value in os.environ.items() if name.startswith("PG") or name == "HOME"}
    return given | {"LC_ALL": "C", "PATH": os.defpath} | ({"PGPASSWORD": password} if password else {})


def version() -> str:
    """Which PostgreSQL the programs come from, such as 18.4."""
    done = subprocess.run(
        [str(programs() / "bin" / "pg_dump"), "--version"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()[-1]
