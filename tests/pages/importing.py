"""Somebody of the business unit who brings in a workbook, step by step, as a browser without a script would."""

import re

import httpx

from tests.pages.filling import HERE, controls, read
from tests.pages.visitor import Page, Visitor

AT = f"{HERE}/import"


async def give(visitor: Visitor, workbook: bytes, name: str = "Plan.xlsx", at: str = AT) -> Page:
    """Gives a workbook; the page that comes back."""
    token = (await visitor.open(at)).token()
    sent = {"workbook": (name, workbook, "application/x-guess")}
    answer = await visitor.client.post(at, data={"_csrf_token": token}, files=sent, follow_redirects=True)
    return checked(visitor, answer)


def checked(visitor: Visitor, answer: httpx.Response) -> Page:
    page = read(answer)
    visitor.check(page)
    return page


async def go_on(visitor: Visitor, page: Page, **changes: str) -> Page:
    """Presses the first button of a step, with some answers changed; dashes in names are written as __."""
    at = page.forms[1].attrib["action"]
    fields = controls(page, at) | {name.replace("__", "-"): text for name, text in changes.items()}
    return checked(visitor, await visitor.client.post(at, data=fields, follow_redirects=True))


async def up_to_check(visitor: Visitor, workbook: bytes, **words: str) -> Page:
    """Gives a workbook and takes every guess as it is, but for the words that are given."""
    page = await give(visitor, workbook)
    assert page.heading == "Which sheet is the plan?", page.words
    columns = await go_on(visitor, page)
    assert columns.heading == "What is each column?", columns.words
    return await go_on(visitor, await go_on(visitor, columns), **words)


def faults_of(page: Page) -> dict[str, str]:
    """Each fault's sentence by its cell or row."""
    rows = re.findall(r'<th class="govuk-table__header" scope="row">(.*?)</th>(.*?)</tr>', page.text, re.S)
    told = [(" ".join(_plain(where).split()), " ".join(_plain(what).split())) for where, what in rows]
    return {where: what for where, what in told}


def _plain(html: str) -> str:
    import html as entities

    return entities.unescape(re.sub("<[^>]*>", " ", html)).replace(" ,", ",")
