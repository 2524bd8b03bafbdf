"""`governance redact`: blanking what should never have been written, for two people who are named."""

import getpass

import click

from governance_app.commands.terminal import in_database, settings
from governance_app.removing import remove_redacted_files
from governance_app.storage import open_store
from governance_app.wording import of_a_pack
from objectives.mandates import Operator
from objectives.people import find_person
from objectives.redacting import NewRedaction, Reach, reach_of, redact_by_command
from reports.wording import counted, sentence_case


@click.command()
@click.argument("table")
@click.argument("row_id", metavar="ID", type=int)
@click.option("--field", "fields", multiple=True, required=True, help="A field to blank; repeatable.")
@click.option("--why", required=True, help="The reason, without repeating what is redacted: it stays.")
@click.option("--asked-by", required=True, metavar="EMAIL", help="The administrator who asks.")
@click.option("--agreed-by", required=True, metavar="EMAIL", help="Who agrees, of the business unit.")
@click.option("--yes", is_flag=True, help="Do it without asking once more.")
def redact(
    table: str, row_id: int, fields: tuple[str, ...], why: str, asked_by: str, agreed_by: str, yes: bool
) -> None:
    """Blank fields of a row for good: in the row, its history, the packs that hold the words, and files.

    TABLE and ID are as `governance history show` takes them. What would be blanked is shown first.
    """
    new = NewRedaction(table.lower().replace(" ", "_").replace("-", "_"), row_id, fields, why)
    _show(in_database(lambda: reach_of(new.table, new.row_id, new.fields)))
    if not yes:
        click.confirm("It cannot be undone. Redact?", abort=True)
    removed = in_database(lambda: _redacted(new, asked_by, agreed_by))
    click.echo("Redacted. History says who asked, who agreed and why, and that it was done.")
    click.echo(f"{sentence_case(counted(removed, 'file'))} removed.")
    click.echo("Backups taken before now still hold what was redacted.")


async def _redacted(new: NewRedaction, asked_by: str, agreed_by: str) -> int:
    operator, store = Operator(getpass.getuser()), open_store(settings())
    await redact_by_command(operator, new, await find_person(asked_by), await find_person(agreed_by))
    return await remove_redacted_files(operator.actor, store)


def _show(reach: Reach) -> None:
    for field, text in reach.texts:
        click.echo(f"{field}: {counted(len(text), 'character')}")
    click.echo(f"in {counted(reach.versions, 'version')} of the row")
    for pack in reach.packs:
        click.echo(f"in {of_a_pack(pack)}")
    click.echo(f"and in {counted(reach.files, 'file')}")
    for other in reach.same_file:
        click.echo(f"evidence {other} is the same file; it goes for that too")
