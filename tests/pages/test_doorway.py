"""How requests and answers go to and fro, whatever the route: HEAD, and forms that cannot be taken."""

import pytest
from litestar import Litestar

from tests.pages.visitor import Visitor

MULTIPART = "multipart/form-data; boundary=here"
TOO_MUCH = 11 * 1024 * 1024


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/health", 200),
        ("/sign-in", 200),
        ("/", 303),
        ("/pack.css", 200),
        ("/nothing", 404),
        ("/sign-out", 405),
    ],
)
async def test_head_is_answered_as_get_is_without_the_body(visitor: Visitor, path: str, status: int) -> None:
    got = await visitor.client.get(path, follow_redirects=False)
    head = await visitor.client.head(path, follow_redirects=False)
    assert (head.status_code, head.content) == (status, b"")
    assert got.content or status == 303
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers.keys() | {"set-cookie"} == got.headers.keys() | {"set-cookie"}


async def test_head_sends_whoever_is_not_signed_in_to_the_page_that_was_asked_for(visitor: Visitor) -> None:
    answer = await visitor.client.head("/strategies/coventry-csa/packs", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in?next=%2Fstrategies%2Fcoventry-csa%2Fpacks"


def part(head: str, content: bytes) -> bytes:
    return (
        f'--here\r\nContent-Disposition: form-data; name="person"\r\n{head}\r\n'.encode() + content + b"\r\n"
    )


@pytest.mark.parametrize(
    "body",
    [
        part("Content-Type: text/plain; charset=unheard-of\r\n", b"1") + b"--here--\r\n",
        part("", b"\xff\xfe") + b"--here--\r\n",
        part("", b"1"),
        b'--here\r\nContent-Disposition: form-data; name="_csrf_token"; filename="a"\r\n\r\n1\r\n--here--\r\n',
        b"no form at all",
    ],
    ids=["unknown charset", "not the charset it says", "cut short", "a file for a token", "no form"],
)
async def test_a_form_that_cannot_be_read_is_refused_with_a_page(visitor: Visitor, body: bytes) -> None:
    answer = await visitor.client.post("/sign-in/example", content=body, headers={"content-type": MULTIPART})
    assert answer.status_code == 400
    assert "Go back, load the page again and try once more" in answer.text


async def test_a_form_that_is_too_large_is_refused_with_a_page_once_all_of_it_has_come(app: Litestar) -> None:
    left = [b"x" * (1024 * 1024)] * 12
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": left.pop(), "more_body": bool(left)}

    async def send(message: dict) -> None:
        assert not left, "an answer while the browser is still sending is one that nobody reads"
        sent.append(message)

    await app(form_of(TOO_MUCH), receive, send)
    assert sent[0]["status"] == 413
    assert b"It holds more than the 10 MB that this form may have." in b"".join(
        message.get("body", b"") for message in sent
    )


def form_of(size: int) -> dict:
    length = str(size).encode()
    return {
        "type": "http",
        "method": "POST",
        "path": "/sign-in/example",
        "raw_path": b"/sign-in/example",
        "query_string": b"",
        "headers": [
            (b"host", b"testserver.local"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", length),
        ],
        "server": ("testserver.local", 80),
        "client": ("127.0.0.1", 1),
        "scheme": "http",
        "http_version": "1.1",
    }
