"""Who the embedded PostgreSQL runs as when root starts it, as PostgreSQL refuses to run as root.

It gets an account of its own. That account must be able to reach the data and the programs, and no permission
of a folder that is not ours is ever loosened: what it cannot reach is put under /var/lib, behind a link.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from objectives.problems import Problem

ACCOUNT = "governance"
PLACE = Path("/var/lib/strategy-progress")
SYSTEM_PROGRAMS = "/usr/sbin:/sbin:/usr/bin:/bin"


def for_root(folder: Path, programs: Path) -> tuple[str, Path, Path]:
    """The account, the server's folder and its programs, made where missing. Raises Problem or OSError."""
    _make_account()
    if not folder.exists():
        _make_folder(folder)
    return ACCOUNT, folder, programs if _reachable(programs / "bin" / "postgres") else _copied(programs)


def number_of(account: str) -> int:
    return pwd.getpwnam(account).pw_uid


def running_as(account: str | None) -> dict[str, Any]:
    """What to give to `subprocess.run` so that the program runs as the account and in no other group."""
    if account is None:
        return {}
    return {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []}


def _make_account() -> None:
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        _add_account()


def _add_account() -> None:
    program = shutil.which("useradd", path=SYSTEM_PROGRAMS)
    if program is None:
        raise Problem(
            "PostgreSQL cannot run as root, and there is no useradd to make an account for it; "
            "start the service as an ordinary user, or set DATABASE_URL."
        )
    wanted = ["--system", "--no-create-home", "--home-dir", str(PLACE), "--shell", "/usr/sbin/nologin"]
    done = subprocess.run([program, *wanted, ACCOUNT], capture_output=True, text=True)
    if done.returncode not in {0, 9}:  # 9: made by another process in the meantime
        raise Problem(f"The account {ACCOUNT} for PostgreSQL could not be made: {done.stderr.strip()}")


def _make_folder(folder: Path) -> None:
    if _reachable(folder.parent):
        folder.mkdir(mode=0o700)
        shutil.chown(folder, ACCOUNT, ACCOUNT)
        return
    PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
    elsewhere = Path(tempfile.mkdtemp(prefix="postgres-", dir=PLACE))
    shutil.chown(elsewhere, ACCOUNT, ACCOUNT)
    folder.unlink(missing_ok=True)
    folder.symlink_to(elsewhere)


def _reachable(path: Path) -> bool:
    """Whether everybody may pass through every folder on the way, and through the last one itself."""
    path = path.resolve()
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def _copied(programs: Path) -> Path:
    """A copy that the account can reach, one for each build; with the libraries that the wheel keeps beside itself."""
    wheel = programs.parent
    copy = PLACE / f"programs-{(programs / 'bin' / 'postgres').stat().st_mtime_ns:x}"
    if not copy.exists():
        PLACE.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix="programs-", dir=PLACE))
        shutil.copytree(programs, unfinished / wheel.name / programs.name, symlinks=True)
        if (libraries := wheel.with_name(f"{wheel.name}.libs")).exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        _open_to_all(unfinished)
        _move_into_place(unfinished, copy)
    return copy / wheel.name / programs.name


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | stat.S_IROTH | (stat.S_IXOTH if _enters(path) else 0))


def _enters(path: Path) -> bool:
    return path.is_dir() or bool(path.stat().st_mode & stat.S_IXUSR)


def _move_into_place(unfinished: Path, copy: Path) -> None:
    try:
        os.rename(unfinished, copy)
    except OSError:  # another process was first; its copy is the same
        shutil.rmtree(unfinished)
