"""What letters say. Each is one text; its HTML is made from that text, so the two cannot say different things.

A line of a letter that ends in ": " and an address of ours becomes a link in HTML, with the words before it as its
words; the first paragraph that is nothing else becomes a button. No other address becomes a link, no picture is
loaded and nothing tells us that a letter was opened.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from objectives.text import blocks, clean_line, clean_text

STYLE = Markup(
    (Path(__file__).parent.parent / "templates" / "letters" / "letter.css").read_text(encoding="utf-8")
)


class Letter(Struct, frozen=True):
    """A subject on one line, and a text in paragraphs parted by blank lines."""

    subject: str
    text: str


class From(Struct, frozen=True):
    """Whose service writes, and where it is: an address without a slash at its end."""

    partnership: str
    address: str
    example: bool = False


class Due(Struct, frozen=True):
    """Something to do: in words, with its day in words, and the address of its page, beginning with a slash."""

    what: str
    when: str
    address: str


class Piece(Struct, frozen=True):
    """Words, and where they lead if they are a link."""

    words: str
    address: str = ""


class Part(Struct, frozen=True):
    """One part of a letter as HTML shows it; `form` is paragraph, points, quotation or button."""

    form: str
    lines: tuple[Piece, ...]

    @property
    def is_link(self) -> bool:
        return self.form == "paragraph" and len(self.lines) == 1 and bool(self.lines[0].address)


def sign_in_letter(of: From, name: str, secret: str, onward: str, minutes: int) -> Letter:
    """The link that signs somebody in, and then leads on to `onward`, a path on this service."""
    leads = onward not in {"", "/"}
    link = f"{of.address}/sign-in/link/{secret}" + (f"?next={quote(onward, safe='/')}" if leads else "")
    return written("sign_in.txt", "Sign in to Strategy progress", of, name=name, link=link, minutes=minutes)


def trial_letter(of: From) -> Letter:
    """What `governance mail test` sends."""
    return written("trial.txt", "A trial letter from Strategy progress", of)


def what_to_do_letter(of: From, name: str, heading: str, due: Sequence[Due]) -> Letter:
    """All that somebody has to do, soonest first, each with a link that opens the thing itself."""
    listed = [
        Due(_line(item.what), _line(item.when), f"{of.address}{quote(item.address, safe='/?=&#%')}")
        for item in due
    ]
    return written("what_to_do.txt", heading, of, name=name, heading=_line(heading), due=listed)


def parts_of(text: str, address: str) -> tuple[Part, ...]:
    """A letter's text as its HTML shows it, for a service at `address`."""
    parts = [Part(block.form, tuple(_piece(line, address) for line in block.lines)) for block in blocks(text)]
    button = next((number for number, part in enumerate(parts) if part.is_link), None)
    return tuple(
        Part("button", part.lines) if number == button else part for number, part in enumerate(parts)
    )


def html_of(letter: Letter, address: str) -> str:
    """The letter as HTML that needs nothing but itself; a content security policy allows its style by STYLE_DIGEST."""
    parts = parts_of(letter.text, address)
    return _templates().get_template("letter.html").render(subject=letter.subject, parts=parts, style=STYLE)


def linked(text: str, address: str) -> Iterator[Piece]:
    """The plain text as it stands, in pieces: our own addresses lead where they say, and nothing else does."""
    for piece in re.split(rf"({re.escape(address)}/\S*)", text):
        yield Piece(piece, piece if piece.startswith(f"{address}/") else "")


def _piece(line: str, address: str) -> Piece:
    found = re.fullmatch(rf"(?P<words>.+): (?P<address>{re.escape(address)}/\S*)", line)
    return Piece(found["words"], found["address"]) if found else Piece(line)


def written(template: str, subject: str, of: From, name: str = "", **words: object) -> Letter:
    """A letter from its template in "letters"; what people wrote among `words` stays within its line."""
    text = _templates().get_template(template).render(of=of, name=_line(name), **words)
    return Letter(clean_line(subject), re.sub(r"\n{3,}", "\n\n", clean_text(text)) + "\n")


def _line(text: str) -> str:
    """What somebody wrote, on one line, so that it stays within the line that it is put into."""
    return clean_line(text)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("governance_app", "templates/letters"),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".html")),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


STYLE_DIGEST = "sha256-" + b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
