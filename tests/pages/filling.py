"""Filling in a form as a browser would: what its controls hold, changed, and sent with the button that was pressed."""

import httpx

from tests.pages.visitor import Page, Visitor

HERE = "/strategies/coventry-csa"
# Jo owns PROT-3.3, and the example leaves its update for the open round to be given. Of PREV-1.4 Zoe is the deputy.
OWNER, ACTION = "Jo Example", f"{HERE}/actions/PROT-3.3"
FORM = f"{ACTION}/update"
SHARED = f"{HERE}/actions/PREV-1.4/update"


def controls(page: Page, action: str) -> dict[str, str]:
    """What the first form to an address would send, without any button."""
    form = next(form for form in page.forms if form.attrib["action"] == action)
    sent = {}
    for field in form.iter():
        name = field.attrib.get("name")
        if name and field.tag == "textarea":
            sent[name] = (field.text or "").removeprefix("\n")
        elif name and field.tag == "select":
            chosen = [option for option in field.iter("option") if "selected" in option.attrib]
            sent[name] = chosen[0].attrib["value"] if chosen else ""
        elif name and field.tag == "input" and _counts(field.attrib):
            sent[name] = field.attrib.get("value", "")
    return sent


def _counts(control: dict[str, str]) -> bool:
    kind = control.get("type", "")
    return kind != "file" and (kind not in ("radio", "checkbox") or "checked" in control)


async def fill(
    visitor: Visitor, at: str, then: str = "", follow: bool = True, to: str = "", **changes: str
) -> httpx.Response:
    """Opens a page, changes some answers of its form and presses a button; dashes in names are written as __."""
    fields = controls(await visitor.open(at), to or at)
    fields |= {name.replace("__", "-"): text for name, text in changes.items()}
    if then:
        fields["then"] = then
    return await visitor.client.post(to or at, data=fields, follow_redirects=follow)


def read(answer: httpx.Response) -> Page:
    return Page(answer.status_code, answer.text, answer.headers)


NEWS = {
    "report": "something",
    "output": "Second edition printed.",
    "next_steps": "Ask 83 champions by 15 December.",
}
