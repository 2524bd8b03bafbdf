"""Tidies an SVG so that it can stand inside a page: no prologue, no style attributes, no links to elsewhere.

A page's security policy refuses inline styles, and a page has one set of ids; presentation attributes say the same.
"""

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
FONT = re.compile(r"(?:(?P<weight>\d+|bold) )?(?P<size>[\d.]+)px (?P<family>.+)")


def tidied(svg: bytes) -> str:
    """The same drawing with presentation attributes in place of styles."""
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in [c for c in parent if c.tag in (f"{SVG}metadata", f"{SVG}style")]:
            parent.remove(child)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        for name, value in _attributes(element.attrib.pop("style", "")):
            element.set(name, value)
        if f"{XLINK}href" in element.attrib:
            element.set("href", element.attrib.pop(f"{XLINK}href"))
    root.set("xmlns", SVG.strip("{}"))
    _without_idle_ids(root)
    return ElementTree.tostring(root, encoding="unicode")


def _without_idle_ids(root: ElementTree.Element) -> None:
    """Names that nothing refers to would stand twice in a page of two charts."""
    said = " ".join(value for element in root.iter() for value in element.attrib.values())
    for element in root.iter():
        if f"#{element.get('id')}" not in said:
            element.attrib.pop("id", None)


def _attributes(style: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, _, value = declaration.partition(":")
        found += _font(value.strip()) if name == "font" else [(name, value.strip())]
    return found


def _font(shorthand: str) -> list[tuple[str, str]]:
    said = FONT.fullmatch(shorthand)
    if said is None:
        return []
    weight = [("font-weight", said["weight"])] if said["weight"] else []
    return [("font-size", said["size"]), ("font-family", said["family"]), *weight]


def for_page(svg: str, alternative: str) -> str:
    """A tidied SVG as an image in a page, named for who cannot see it, in the page's own typeface."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        family = element.get("font-family", "")
        if "SmBld" in family:
            element.set("font-weight", "600")
        if family:
            element.set("font-family", "IBM Plex Sans, Segoe UI, Helvetica Neue, arial, sans-serif")
    root.set("role", "img")
    root.set("aria-label", alternative)
    return ElementTree.tostring(root, encoding="unicode")
