"""A visitor who reads pages as a browser would, and notices at once what no page may get wrong."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib
import httpx
from litestar import Litestar
from lxml import etree as tree

TAG = re.compile(r"</?[a-zA-Z][^\s/>]*")
INLINE = {"a", "b", "em", "i", "span", "strong", "time"}


class Page:
    """One answer: its status, and what a reader sees of it."""

    def __init__(self, status: int, text: str, headers: Any) -> None:
        self.status, self.text, self.headers = status, text, headers
        self.root = parsed(text)

    def all(self, tag: str) -> list[tree._Element]:
        return list(self.root.iter(tag))

    @property
    def title(self) -> str:
        (title,) = [element for element in self.all("title")]
        return words_of(title)

    @property
    def heading(self) -> str:
        (heading,) = self.all("h1")
        return words_of(heading)

    @property
    def words(self) -> str:
        """Everything that the page says, in one line."""
        (body,) = self.all("body")
        return words_of(body)

    @property
    def links(self) -> set[str]:
        return {link.attrib["href"] for link in self.all("a")}

    @property
    def main_links(self) -> set[str]:
        (main,) = self.all("main")
        return {link.attrib["href"] for link in main.iter("a")}

    @property
    def forms(self) -> list[tree._Element]:
        return self.all("form")

    def token(self) -> str:
        return _token_in(self.text)


def parsed(page: str) -> tree._Element:
    """Raises where html5lib's strict parser finds a fault, which takes ten times as long as reading the page does.

    So it looks once at each sequence of tags: pages that differ in words alone are sound or faulty together.
    """
    shape = hash(tuple(TAG.findall(page)))
    if shape not in _sound:
        html5lib.HTMLParser(strict=True).parse(page)
        _sound.add(shape)
    return tree.fromstring(page, tree.HTMLParser(remove_comments=True))


_sound: set[int] = set()


def _token_in(text: str) -> str:
    token = re.search(r'name="_csrf_token" value="([^"]+)"', text)
    assert token, "the page has no form with a token"
    return token.group(1)


def words_of(element: tree._Element) -> str:
    """What an element says, in one line; what stands in different blocks is never run together."""
    return " ".join("".join(_said(element)).split())


def _said(element: tree._Element) -> Iterator[str]:
    around = "" if element.tag in INLINE else " "
    yield around + (element.text or "")
    for child in element:
        yield from _said(child)
        yield child.tail or ""
    yield around


def client_of(app: Litestar, address: str = "http://testserver.local") -> httpx.AsyncClient:
    """A client in the test's own event loop, where the pool of connections lives."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=address)


class Visitor:
    """Opens pages and sends forms; every page that comes back is checked against the rules for all pages."""

    def __init__(self, app: Litestar, client: httpx.AsyncClient) -> None:
        self.app, self.client = app, client

    async def open(self, path: str, status: int = 200) -> Page:
        answer = await self.client.get(path, follow_redirects=True)
        page = Page(answer.status_code, answer.text, answer.headers)
        assert page.status == status, f"{path} answered {page.status}: {page.words[:300]}"
        self.check(page)
        return page

    async def send(self, path: str, token: str, follow: bool = True, **fields: str) -> httpx.Response:
        """Sends a form with the token of the page that it is on."""
        return await self.client.post(path, data={"_csrf_token": token, **fields}, follow_redirects=follow)

    async def sign_in(self, name: str) -> None:
        """Presses the button of an example person on the sign-in page."""
        page = (await self.client.get("/sign-in")).text
        person = re.search(rf'value="(\d+)"><b dir="auto">{name}', page)
        assert person, f"{name} is not offered: {page}"
        answer = await self.send(
            "/sign-in/example", token=_token_in(page), follow=False, person=person.group(1), next="/"
        )
        assert answer.status_code == 303, answer.text

    def check(self, page: Page) -> None:
        assert page.title.endswith(" – Strategy progress")
        assert page.heading
        ids = [element.attrib["id"] for element in page.root.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), sorted(ids)
        assert all(
            script.attrib["src"].startswith("/static/") and not script.text for script in page.all("script")
        )
        assert " style=" not in page.text
        assert "<style" not in page.text
        for form in page.forms:
            self._check_form(form)

    def _check_form(self, form: tree._Element) -> None:
        action, method = form.attrib["action"], form.attrib["method"].upper()
        routes = [route for route in self.app.routes if _matches(route.path, action)]
        assert any(method in route.methods for route in routes), f"{method} {action} leads nowhere"
        if method == "POST":
            names = [field.attrib.get("name") for field in form.iter("input")]
            assert "_csrf_token" in names, f"the form to {action} has no token"


def _matches(route: str, path: str) -> bool:
    pattern = re.sub(r"\{[^}]*\}", "[^/]+", route)
    return re.fullmatch(pattern, path.split("?")[0]) is not None
