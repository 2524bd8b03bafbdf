"""Keeps compiled templates beside their sources, as Python keeps compiled modules: in `__pycache__`, never in the way.

A template that changed, or is to be read in another way, is compiled anew. Where the folder cannot be written to, each
process compiles its own.
"""

import sys
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

SYNTAX = ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "optimized")


class KeptBeside(FileSystemBytecodeCache):
    """For an environment with `optimized=False`: else what a filter makes of a constant would be kept with the
    template, and outlive a change of the filter."""

    def __init__(self, templates: Path) -> None:
        tag = f"{sys.implementation.cache_tag}-{jinja2.__version__}"
        super().__init__(str(templates / "__pycache__"), f"%s.jinja-{tag}.pyc")

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.checksum += _read_by(bucket.environment)
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


def _read_by(environment: Environment) -> str:
    """What the code of a template depends on besides its source."""
    escaped = environment.autoescape
    said = [getattr(environment, name) for name in SYNTAX]
    return repr([*said, escaped.__qualname__ if callable(escaped) else escaped, *environment.extensions])
