"""`governance run`: the whole service in one command, from an empty folder to a page that answers."""

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from urllib.error import URLError

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from litestar import Litestar

from governance_app.app import create_app
from governance_app.commands.terminal import settings
from governance_app.database import Connections, connected, migrate, open_database, refuse_an_old_shape
from governance_app.logbook import keep_log
from governance_app.settings import Settings
from objectives.problems import Problem
from objectives.starting import is_untouched

PATIENCE = 120.0  # seconds to wait for the first page before saying nothing more


@click.command()
def run() -> None:
    """Serve the pages, with the database started and brought up to date first.

    An empty embedded database is filled with example data; `governance start --empty` begins for real.
    """
    began = time.perf_counter()
    chosen = settings()
    _refuse_a_port_in_use(chosen)
    with open_database(chosen) as connections:
        create_app(chosen)  # so that whatever is wrong is said here, in a sentence, and not by a worker
        if asyncio.run(_bring_up_to_date(connections)):
            began += _load_example()
        _serve(chosen, began)


def _refuse_a_port_in_use(chosen: Settings) -> None:
    family, _, _, _, place = _resolved(chosen)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(place)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Problem(
                    f"Port {chosen.port} of {chosen.host} is in use; stop what uses it, or set PORT."
                ) from error
            raise Problem(f"{chosen.host}:{chosen.port} cannot be listened on ({error.strerror}).") from error


def _resolved(chosen: Settings) -> tuple[int, int, int, str, tuple[str, int]]:
    try:
        return socket.getaddrinfo(chosen.host, chosen.port, type=socket.SOCK_STREAM)[0]  # type: ignore[return-value]
    except socket.gaierror as error:
        raise Problem(f"HOST is “{chosen.host}”, which is no address of this machine.") from error


async def _bring_up_to_date(connections: Connections) -> bool:
    """Migrates where the owner is known; says whether this is an embedded database with nothing in it yet."""
    if connections.owner is None:
        await refuse_an_old_shape(connections)
    else:
        await migrate(connections)
    if not connections.is_embedded:
        return False
    async with connected(connections):
        return await is_untouched()


def _load_example() -> float:
    """Gives the seconds it took. It has a process of its own, as the one that serves need not know how to draw."""
    began = time.perf_counter()
    click.echo("Loading a year of example data; this once, it takes about half a minute.")
    done = subprocess.run([sys.executable, "-m", "governance_app", "demo", "load"], stdout=subprocess.DEVNULL)
    if done.returncode < 0:
        raise Problem(
            "Loading the example was stopped before it was whole; nothing of it was kept. Start again."
        )
    if done.returncode:
        raise SystemExit(done.returncode)  # it has said why
    took = time.perf_counter() - began
    click.echo(f"example  {took:.0f} s")
    return took


def _serve(chosen: Settings, began: float) -> None:
    server = Granian(
        f"{__name__}:application",
        factory=True,
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_level=LogLevels.warning,
    )
    server.on_startup(lambda: threading.Thread(target=_announce, args=(chosen, began), daemon=True).start())
    server.serve()


def application() -> Litestar:
    """What the server's worker serves. A worker whose parent is killed leaves too, and its port with it."""
    threading.Thread(target=_leave_after, args=(os.getppid(),), daemon=True).start()
    chosen = settings()
    keep_log(chosen.log)
    return create_app(chosen)


def _leave_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _announce(chosen: Settings, began: float) -> None:
    """Says where to go once the first page answers, and how long the start took."""
    while time.perf_counter() - began < PATIENCE:
        time.sleep(0.1)
        try:
            with urllib.request.urlopen(f"http://{_local(chosen)}/health", timeout=2):
                break
        except (URLError, OSError):
            continue
    else:
        return
    click.echo(f"start    {time.perf_counter() - began:.1f} s")
    click.echo(f"\nStrategy progress is at {chosen.web_address}")
    click.echo(
        "With example data, choose one of its people there; otherwise print a link: governance sign-in-link EMAIL"
    )
    click.echo("Stop it with Ctrl-C.")


def _local(chosen: Settings) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(chosen.host, chosen.host)
    return f"[{host}]:{chosen.port}" if ":" in host else f"{host}:{chosen.port}"
