"""Archives whose bytes depend on what is in them alone: no clock, no system, parts always in the same order."""

import io
import zipfile
from collections.abc import Mapping

MADE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a part of an archive can have, as none of these has one of its own."""


def archived(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts, in this order."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, MADE)
            # A picture is packed already; packing it again takes time and saves nothing.
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return whole.getvalue()


def parts_of(archive: bytes) -> dict[str, bytes]:
    """What is in a zip, in its order."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
