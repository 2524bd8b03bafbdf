"""What the service is told from outside. The only module that knows the variables' names."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from governance_app.buckets import why_no_bucket
from governance_app.logbook import LogLines
from governance_app.mail.named import MailServer, Sender, mail_server, sender
from governance_app.word_template import FORM, word_template
from objectives.problems import Invalid

WORKING_TREE = Path(__file__).resolve().parent.parent


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting, checked. `web_address` ends in no slash; `evidence_store` is an address for obstore.

    A megabyte is 1,000,000 bytes, as file managers count.
    """

    database_url: str | None
    database_owner_url: str | None
    home: Path
    host: str
    port: int
    secret_key: str | None
    time_zone: ZoneInfo
    evidence_store: str
    max_upload_mb: int
    web_address: str
    proxies: int
    mail_server: MailServer | None
    mail_from: Sender | None
    log: LogLines | None
    pack_template: Path | None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Reads the settings, an empty variable counting as absent.

    Raises Invalid with one sentence for each variable at fault, each saying what to set.
    """
    given: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for variable in VARIABLES:
        text = environment.get(variable.name, "").strip()
        try:
            given[variable.field] = variable.read(text) if text else None
        except ValueError:
            found = "cannot be used" if variable.private else f"is “{text}”"
            faults[variable.name] = f"{variable.name} {found}; set it to {variable.form}."
    if given.get("database_owner_url") and not environment.get("DATABASE_URL"):
        faults["DATABASE_OWNER_URL"] = "DATABASE_OWNER_URL is set without DATABASE_URL; set both, or neither."
    if given.get("mail_server") and not environment.get("MAIL_FROM"):
        faults["MAIL_FROM"] = f"SMTP_URL is set without MAIL_FROM; set MAIL_FROM to {FROM_FORM}."
    if urlsplit(given.get("evidence_store") or "").scheme == "s3" and (missing := why_no_bucket(environment)):
        faults["EVIDENCE_STORE"] = missing
    if faults:
        raise Invalid(faults=faults)
    return Settings(**_with_defaults(given))


def _with_defaults(given: dict[str, Any]) -> dict[str, Any]:
    chosen = {name: value for name, value in given.items() if value is not None}
    home = chosen.get("home", _home_by_default())
    host, port = chosen.get("host", "127.0.0.1"), chosen.get("port", 8000)
    return {
        "database_url": None,
        "database_owner_url": None,
        "home": home,
        "host": host,
        "port": port,
        "secret_key": None,
        "time_zone": ZoneInfo("Europe/London"),
        "evidence_store": (home / "evidence").as_uri(),
        "max_upload_mb": 25,
        "web_address": f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}",
        "proxies": 0,
        "mail_server": None,
        "mail_from": None,
        "log": None,
        "pack_template": None,
    } | chosen


def _home_by_default() -> Path:
    from_a_clone = (WORKING_TREE / "pyproject.toml").exists()
    return (WORKING_TREE if from_a_clone else Path.cwd()) / ".data"


def _database_address(text: str) -> str:
    if urlsplit(text).scheme not in {"postgresql", "postgres"}:
        raise ValueError(text)
    return text


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        raise ValueError(text)
    return text


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError(text)
    return port


def _megabytes(text: str) -> int:
    megabytes = int(text)
    if not 0 < megabytes <= 1000:
        raise ValueError(text)
    return megabytes


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError(text)
    return text


def _time_zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(text) from error


def _store(text: str) -> str:
    scheme = urlsplit(text).scheme
    if scheme and scheme not in {"s3", "file"}:
        raise ValueError(text)
    return text if scheme else _folder(text).as_uri()


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(text)
    return text.rstrip("/")


def _proxies(text: str) -> int:
    proxies = int(text)
    if not 0 <= proxies <= 9:
        raise ValueError(text)
    return proxies


FROM_FORM = "an address such as progress@example.org, or Strategy progress <progress@example.org>"


class Variable(msgspec.Struct, frozen=True):
    """One variable: its name, the field it fills, how it is read, and what README says of it.

    A private one holds a secret, so its value is never repeated in a message.
    """

    name: str
    field: str
    read: Callable[[str], Any]
    form: str
    when_absent: str
    meaning: str
    private: bool = False


VARIABLES = (
    Variable(
        "DATABASE_URL",
        "database_url",
        _database_address,
        "an address such as postgresql://governance_app:PASSWORD@HOST/governance",
        "an embedded PostgreSQL under `GOVERNANCE_HOME`",
        "The database, as the application's role. When it is set, nothing embedded starts.",
        private=True,
    ),
    Variable(
        "DATABASE_OWNER_URL",
        "database_owner_url",
        _database_address,
        "an address such as postgresql://governance_owner:PASSWORD@HOST/governance",
        "the embedded owner; with `DATABASE_URL` set, migrating is refused",
        "The same database as the role that owns the tables; used to migrate and for nothing else.",
        private=True,
    ),
    Variable(
        "GOVERNANCE_HOME",
        "home",
        _folder,
        "a folder that the service may write in",
        "`.data` in the working tree",
        "Where the embedded database, the secret key and the evidence are kept.",
    ),
    Variable(
        "HOST",
        "host",
        _host,
        "an address of this machine, such as 127.0.0.1 or 0.0.0.0",
        "`127.0.0.1`",
        "The address to listen on.",
    ),
    Variable(
        "PORT",
        "port",
        _port,
        "a whole number from 1 to 65535",
        "`8000`",
        "The port to listen on.",
    ),
    Variable(
        "SECRET_KEY",
        "secret_key",
        _secret,
        "at least 32 characters that nobody can guess",
        "made on the first start, kept in `GOVERNANCE_HOME/secret-key`, mode 0600",
        "Signs sessions and forms. Changing it signs everybody out.",
        private=True,
    ),
    Variable(
        "TIME_ZONE",
        "time_zone",
        _time_zone,
        "the name of a time zone, such as Europe/London",
        "`Europe/London`",
        "Where a day ends. A stored pack keeps the one it was built with.",
    ),
    Variable(
        "EVIDENCE_STORE",
        "evidence_store",
        _store,
        "a folder, or an address such as s3://BUCKET/FOLDER",
        "`evidence` under `GOVERNANCE_HOME`",
        "Where files given as evidence are kept.",
    ),
    Variable(
        "MAX_UPLOAD_MB",
        "max_upload_mb",
        _megabytes,
        "a whole number of megabytes from 1 to 1000",
        "`25`",
        "How large one file given as evidence may be. A proxy in front must let twenty of them through at once.",
    ),
    Variable(
        "WEB_ADDRESS",
        "web_address",
        _web_address,
        "the address people use, such as https://strategy.example.org",
        "`http://HOST:PORT`",
        "What links in messages begin with. With https, cookies are sent over https only.",
    ),
    Variable(
        "PROXIES",
        "proxies",
        _proxies,
        "a whole number from 0 to 9",
        "`0`",
        "How many proxies of yours stand in front, so that limits on asking count visitors and not the proxy.",
    ),
    Variable(
        "SMTP_URL",
        "mail_server",
        mail_server,
        "an address such as smtp://NAME:PASSWORD@HOST:587 (TLS by STARTTLS) or smtps://NAME:PASSWORD@HOST:465 (TLS"
        " from the first byte); a server that offers neither can be smtp://HOST:25?tls=none, without a password",
        "beside example data a tray, `/mail`; otherwise nothing is sent, and `/mail` says so",
        "The mail server. `smtp:` insists on STARTTLS unless `?tls=none` says that there is no TLS to be had.",
        private=True,
    ),
    Variable(
        "MAIL_FROM",
        "mail_from",
        sender,
        FROM_FORM,
        "needed with `SMTP_URL`",
        "Whom mail comes from.",
    ),
    Variable(
        "LOG",
        "log",
        LogLines,
        "all (requests and events), events or none",
        "`all`; at a terminal `events`",
        "Which lines of JSON go to the error stream. None names a person, an address or what was typed.",
    ),
    Variable(
        "PACK_TEMPLATE",
        "pack_template",
        word_template,
        FORM,
        "the service's own look",
        "A Word document (.docx) whose headings, margins and letterhead packs in Word are given.",
    ),
)
