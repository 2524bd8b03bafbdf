"""The child-data guard on forms: every text and upload name is looked at before any page sees it.

What was found stops the form: it comes back with all that was typed, to be taken out or given a reason. What a cue
makes plain cannot be let stand. Nothing that was found is kept anywhere but in the visitor's own page; a mark of it,
which only this service can make, stays in their browser, so that nobody is asked twice about the same words.
"""

import hmac
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct
from msgspec.structs import replace

from governance_app.uploads import Upload
from objectives.guard import Find, Kind, look, masked
from objectives.guarding import Note, Sender, note_kept, note_stopped, written_with_act
from objectives.history import Companion, companions
from objectives.problems import Conflict, Invalid
from objectives.text import clean_line
from objectives.words import Verdict

logger = logging.getLogger("governance")

# Fields that hold somebody's address by nature, by their name or its end ("substitute-0-email"), and what they may
# hold. Nothing else is let through anywhere.
HOLD_ADDRESSES: dict[str, frozenset[Kind]] = {
    "email": frozenset({Kind.EMAIL}),
}
FIELD_NAME = re.compile(r"[A-Za-z_][\w.-]{0,80}", re.ASCII)
REASON, SEEN = "may-stay-", "asked-about-"
OURS = ("_csrf_token",)
FIELD_LABELS = "field_labels"  # a route's option: what its fields are called on the page
MARKS_COOKIE = "let-stand"
MARKS_KEPT = 60
LONGEST_REASON = 300
LONGEST_FORM = 100_000  # characters in all, fifteen thousand words
SHOWN_AGAIN = 1_000_000  # characters of a longer form that still come back to be shortened

LOOKS_LIKE = {
    Kind.NHS_NUMBER: "an NHS number",
    Kind.UPN: "a unique pupil number",
    Kind.NATIONAL_INSURANCE: "a National Insurance number",
    Kind.DATE_OF_BIRTH: "a date of birth",
    Kind.EMAIL: "an e-mail address",
    Kind.PHONE: "a phone number",
    Kind.POSTCODE: "a full postcode",
    Kind.CUE: "words that single out a child",
}


class Sent(Struct, frozen=True):
    """One text that a form sent; of an upload its name, as `text`."""

    name: str
    text: str
    upload: Upload | None = None

    @property
    def is_file(self) -> bool:
        return self.upload is not None


class Looked(Struct, frozen=True):
    """A text of a form and what was found in it. `key` tells it from others of the same field name.

    `fault` is empty where nothing stops it. `kept` says of which file the text is the seal, where it is one's.
    """

    sent: Sent
    key: str
    label: str
    finds: tuple[Find, ...] = ()
    marks: tuple[str, ...] = ()
    reason: str = ""
    fault: str = ""
    kept: str = ""

    @property
    def refused(self) -> bool:
        return any(find.refused for find in self.finds)

    @property
    def said(self) -> list[tuple[str, str, bool]]:
        """What each find looks like, its masked form, and whether it is refused; each once."""
        return list(dict.fromkeys((LOOKS_LIKE[f.kind], f.masked, f.refused) for f in self.finds))


class Halted(Invalid):
    """A form that the guard stopped: every text of it, in order, with what was found. Nothing of it was kept."""

    def __init__(self, looked: Sequence[Looked]) -> None:
        self.looked = looked
        super().__init__(faults={one.key: one.fault for one in looked if one.fault})


class Standing:
    """What one request let stand: noted with its act or by itself, and marked in the visitor's browser."""

    def __init__(self, waiting: list[Companion]) -> None:
        self.waiting, self.marks = waiting, list[str]()
        self.sender: Sender | None = None


async def look_through(request: Request[Any, Any, Any], sent: Sequence[Sent]) -> None:
    """Looks at every text of a form. Raises Halted, and Invalid for a form that is too long to be anybody's typing."""
    if not all(FIELD_NAME.fullmatch(one.name) and not look(one.name) for one in sent):
        raise Invalid(
            "This form has a field that none of our pages has. Load the page again and fill it in there."
        )
    _refuse_too_long(request, sent)
    looked = _looked(request, sent)
    sender = _sender(request)
    if any(one.fault for one in looked):
        await _note_stopped(sender, [note for one in looked if one.fault for note in _notes(one)])
        raise Halted(looked)
    stands = [one for one in looked if one.finds]
    if stands:
        standing: Standing = request.state.standing
        standing.sender = sender
        standing.marks += [mark for one in stands for mark in one.marks]
        standing.waiting.append(written_with_act(sender, [note for one in stands for note in _notes(one)]))


async def _note_stopped(sender: Sender, notes: list[Note]) -> None:
    """Somebody else's long act must not cost a visitor what they typed: then the service's own log has to do."""
    try:
        await note_stopped(sender, notes)
    except Conflict:
        logger.warning("%s in a form could not be noted", ", ".join(note.kind.value for note in notes))


def _refuse_too_long(request: Request[Any, Any, Any], sent: Sequence[Sent]) -> None:
    """Before anything is looked for in it, which takes its time with each character."""
    length = sum(len(one.text) for one in sent)
    if length <= LONGEST_FORM:
        return
    sentence = (
        f"A form can hold {LONGEST_FORM:,} characters; this one has {length:,}. Shorten what you typed."
    )
    typed = _typed(request, sent)
    longest = max(typed, key=lambda one: len(one.sent.text), default=None)
    if length > SHOWN_AGAIN or longest is None or longest.sent.is_file:
        raise Invalid(sentence)
    raise Halted([replace(one, fault=sentence) if one is longest else one for one in typed])


def _looked(request: Request[Any, Any, Any], sent: Sequence[Sent]) -> list[Looked]:
    ours = {one.name: one.text for one in sent if one.name.startswith((REASON, SEEN))}
    known = set(request.cookies.get(MARKS_COOKIE, "").split("."))
    return [_look_at(request, one, ours, known) for one in _typed(request, sent)]


def _typed(request: Request[Any, Any, Any], sent: Sequence[Sent]) -> list[Looked]:
    """Every text but those that the guard and the forms themselves put there, each told from its namesakes."""
    labels = request.route_handler.opt.get(FIELD_LABELS, {})
    named: Counter[str] = Counter()
    typed = []
    for one in sent:
        if one.name.startswith((REASON, SEEN)) or one.name in OURS:
            continue
        named[one.name] += 1
        key = one.name if named[one.name] == 1 else f"{one.name}-{named[one.name]}"
        typed.append(Looked(one, key, labels.get(one.name) or _label(one.name)))
    return typed


def _look_at(request: Request[Any, Any, Any], one: Looked, ours: dict[str, str], known: set[str]) -> Looked:
    allowed = HOLD_ADDRESSES.get(one.sent.name.rpartition("-")[2], frozenset())
    finds = [(find, _mark(request, one, find)) for find in look(one.sent.text) if find.kind not in allowed]
    finds = [(find, mark) for find, mark in finds if find.refused or mark not in known]
    if not finds:
        return one
    reason = clean_line(ours.get(REASON + one.key, ""))
    seen = set(ours.get(SEEN + one.key, "").split("."))
    found, marks = zip(*finds, strict=True)
    asked = replace(one, finds=found, marks=marks, reason=reason)
    return replace(asked, fault=_fault(asked, all_seen=seen.issuperset(marks)))


def _fault(one: Looked, all_seen: bool) -> str:
    """What stops a text, in a sentence; empty where a reason was given for everything that was found."""
    things = _listed(LOOKS_LIKE[find.kind] for find in one.finds)
    if one.refused:
        told = _listed(LOOKS_LIKE[find.kind] for find in one.finds if find.refused)
        return (
            f"Take {told} out of “{one.label}”: what stands beside it says what it is, so it cannot be kept."
        )
    if look(one.reason):
        return f"“{one.label}”: say why it may stay without repeating it or anything like it."
    if len(one.reason) > LONGEST_REASON:
        return f"“{one.label}”: say why it may stay in {LONGEST_REASON} characters or fewer."
    if one.reason and all_seen:
        return ""
    return f"“{one.label}” has what looks like {things}. Take it out, or say why it may stay."


def _listed(words: Iterable[str]) -> str:
    *most, last = dict.fromkeys(words)
    return f"{', '.join(most)} and {last}" if most else last


def _label(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").strip().capitalize() or "A field"


def _mark(request: Request[Any, Any, Any], one: Looked, find: Find) -> str:
    """Tells the same find in the same field of the same person again, and tells nobody else anything."""
    value = "".join(one.sent.text[find.start : find.end].split()).casefold()
    said = "\0".join((str(_person(request)), one.sent.name, find.kind, value))
    key = request.app.state.secret.encode()
    return hmac.new(key, said.encode(), sha256).hexdigest()[:16]


def _notes(one: Looked) -> list[Note]:
    stands = Verdict.ASKED if one.fault else Verdict.LET_STAND
    counted = Counter((find.kind, Verdict.REFUSED if find.refused else stands) for find in one.finds)
    reason = "" if one.fault else one.reason
    return [Note(one.sent.name, kind, times, verdict, reason) for (kind, verdict), times in counted.items()]


def _person(request: Request[Any, Any, Any]) -> int | None:
    mandate = request.user.mandate
    return mandate.person if mandate else None


def _sender(request: Request[Any, Any, Any]) -> Sender:
    """Who, and where to. A secret in an address is left out, and whatever the guard finds in one is masked."""
    path = request.url.path
    secret = request.path_params.get("secret")
    return Sender(_person(request), masked(path.replace(secret, "…") if secret else path))


class Guarding(ASGIMiddleware):
    """Sees to it that whatever was let stand is noted before the form is answered.

    `secure` is whether cookies are sent over https only.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, secure: bool) -> None:
        self.secure = secure

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request = Request[Any, Any, Any](scope)
        with companions() as waiting:
            standing = request.state.standing = Standing(waiting)

            async def send_noted(message: Message) -> None:
                # A form with other faults can be kept too, as a draft is; only a fault of ours keeps nothing.
                if message["type"] == "http.response.start" and message["status"] < 500 and standing.sender:
                    await note_kept(standing.sender, waiting)
                    cookie = _marks_cookie(request, standing.marks, self.secure)
                    MutableScopeHeaders.from_message(message).add("Set-Cookie", cookie)
                await send(message)

            await next_app(scope, receive, send_noted)


def _marks_cookie(request: Request[Any, Any, Any], marks: Sequence[str], secure: bool) -> str:
    """Kept until the browser is closed; the newest marks of those that there is room for."""
    earlier = request.cookies.get(MARKS_COOKIE, "").split(".")
    kept = list(dict.fromkeys([*marks, *filter(None, earlier)]))[:MARKS_KEPT]
    cookie = Cookie(MARKS_COOKIE, value=".".join(kept), httponly=True, samesite="lax", secure=secure)
    return cookie.to_header(header="")
