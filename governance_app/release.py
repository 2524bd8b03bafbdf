"""Which version of the service this is."""

from importlib import metadata


def version() -> str:
    """The installed package's version; run from a bare working tree there is none."""
    try:
        return metadata.version("strategy-progress")
    except metadata.PackageNotFoundError:
        return "not installed"
