"""The command line: `governance NOUN VERB`. One module for each noun, put together here and nowhere else."""

import atexit
import gc
import importlib
from typing import Any

import click

from objectives.problems import Invalid, Problem

# Each is imported when it is called for: drawing charts costs a second that signing in should not pay.
COMMANDS = {
    "agency": "governance_app.commands.agency:agency",
    "backup": "governance_app.commands.backup:backup",
    "chase": "governance_app.commands.chase:chase",
    "database": "governance_app.commands.database:database",
    "demo": "governance_app.commands.demo:demo",
    "doctor": "governance_app.commands.doctor:doctor",
    "evidence": "governance_app.commands.evidence:evidence",
    "history": "governance_app.commands.history:history",
    "mail": "governance_app.commands.mail:mail",
    "migrate": "governance_app.commands.database:migrate",
    "pack": "governance_app.commands.pack:pack",
    "person": "governance_app.commands.person:person",
    "redact": "governance_app.commands.redact:redact",
    "restore": "governance_app.commands.backup:restore",
    "run": "governance_app.commands.run:run",
    "sign-in-link": "governance_app.commands.sign_in:sign_in_link",
    "start": "governance_app.commands.start:start",
    "strategy": "governance_app.commands.strategy:strategy",
    "upgrade": "governance_app.commands.backup:upgrade",
}


class Refused(click.ClickException):
    """A problem's sentences, as they stand, on the error stream; the exit code is 1."""

    def __init__(self, problem: Problem) -> None:
        faults = list(problem.faults.values()) if isinstance(problem, Invalid) else []
        of_its_own = [problem.sentence] if problem.sentence != " ".join(faults) else []
        super().__init__("\n".join(of_its_own + faults))

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


class Lazy(click.Group):
    """A group whose commands are imported when they are called for; `places` gives each as MODULE:NAME."""

    def __init__(self, *arguments: Any, places: dict[str, str], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return None
        module, name = self.places[cmd_name].split(":")
        found: click.Command = getattr(importlib.import_module(module), name)
        return found


class Nouns(Lazy):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuses a word that is not text, such as one pasted in another encoding: nothing could store or find it."""
        for word in args:
            shown = word.encode(errors="replace").decode()
            if shown != word:
                raise Refused(Invalid(f"“{shown}” is not text in UTF-8. Type it again."))
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        # What is left at the end goes with the process; looking it through for garbage takes a tenth of a second.
        atexit.register(gc.freeze)
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise Refused(problem) from problem


@click.group(cls=Nouns, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def governance() -> None:
    """Strategy progress: the partnership's commitments, from wording to evidence."""
