"""The key that signs forms: from the settings, else made once and kept in the service's own folder."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from governance_app.settings import Settings
from objectives.problems import Problem

KEY_FILE = "secret-key"


def secret_key(settings: Settings) -> str:
    """The key, made with mode 0600 where there is none yet; processes that start at once agree on one.

    Raises Problem when the folder cannot be written or the kept key cannot be read.
    """
    if settings.secret_key:
        return settings.secret_key
    file = settings.home / KEY_FILE
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _make(file)
        return file.read_text().strip()
    except OSError as error:
        raise Problem(
            f"The secret key in {file} cannot be read or made ({error.strerror}); make the folder writable, "
            "or set SECRET_KEY."
        ) from error


def _make(file: Path) -> None:
    """Whole or not at all: another process either finds no file or a finished one."""
    with NamedTemporaryFile("w", prefix=f"{KEY_FILE}.", dir=file.parent) as draft:
        draft.write(secrets.token_urlsafe(48))
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, file)
