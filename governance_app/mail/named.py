"""The mail server and the sender as the settings name them. Each reading raises ValueError for what cannot be used."""

import enum
import ipaddress
import re
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

from objectives.text import clean_line

NAME_AND_ADDRESS = re.compile(r"(?P<name>[^<>]*?) ?<(?P<address>[^<>]+)>")
PART = r"[^\s.@<>()\[\]\\,;:\"]+"
ADDRESS = re.compile(rf"{PART}(\.{PART})*@{PART}(\.{PART})*")
PORTS = {"smtp": 587, "smtps": 465}


class Tls(enum.StrEnum):
    """How the way to the server is kept private."""

    FROM_THE_START = "from the first byte"
    STARTTLS = "by STARTTLS"
    NONE = "not at all"


class MailServer(Struct, frozen=True):
    """`user` is empty where nobody signs in. It does not print its password."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port}, TLS {self.tls})"


class Sender(Struct, frozen=True):
    """`name` is what readers see; `address` is where answers and bounces go."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def mail_server(text: str) -> MailServer:
    """From smtp://NAME:PASSWORD@HOST:PORT or smtps://…; a password travels without TLS on this machine alone."""
    parts = urlsplit(text)
    wishes = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    usable = parts.scheme in PORTS and parts.hostname and parts.path in {"", "/"} and not parts.fragment
    if not usable or wishes not in ({}, {"tls": "none"}) or (wishes and parts.scheme == "smtps"):
        raise ValueError("not the address of a mail server")
    tls = Tls.NONE if wishes else Tls.FROM_THE_START if parts.scheme == "smtps" else Tls.STARTTLS
    server = MailServer(
        host=parts.hostname or "",
        port=parts.port or PORTS[parts.scheme],
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    if bool(server.user) != bool(server.password) or (
        server.user and tls is Tls.NONE and not _is_here(server.host)
    ):
        raise ValueError("a password that anybody on the way could read, or half of a name and password")
    return server


def sender(text: str) -> Sender:
    """From an address, or a name and an address in angle brackets."""
    found = NAME_AND_ADDRESS.fullmatch(text)
    address = found["address"] if found else text
    if not is_address(address) or clean_line(text) != text:
        raise ValueError(text)
    return Sender((found["name"].strip('"') if found else "") or "Strategy progress", address)


def is_address(text: str) -> bool:
    """Whether it is one e-mail address and nothing else, with nothing in it that means something to a mail server."""
    return ADDRESS.fullmatch(text) is not None and text.isprintable()


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
