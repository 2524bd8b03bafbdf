"""`governance evidence`: what lies in the evidence store and belongs to nothing."""

import click

from governance_app.commands.terminal import in_database, settings
from governance_app.storage import open_store
from governance_app.sweeping import LeftBehind, left_behind, sweep
from governance_app.wording import size


@click.group()
def evidence() -> None:
    """The files given as evidence."""


@evidence.command()
@click.option("--remove", is_flag=True, help="Remove them; without it they are only shown.")
def orphans(remove: bool) -> None:
    """Show the files in the store that nothing names and that are older than a day.

    They come from forms that were never sent and from processes that were killed.
    """
    left, removed = in_database(lambda: _swept(remove))
    for one in left.files:
        click.echo(f"{one.kept_at:%Y-%m-%d}  {size(one.size):>9}  {one.path}")
    total = size(sum(one.size for one in left.files))
    click.echo(
        f"Named: {left.named:,}; younger than a day: {left.young:,}; left behind: {len(left.files):,}, {total}."
    )
    if remove:
        click.echo(f"Removed: {removed:,}.")
    elif left.files:
        click.echo("Nothing was removed; --remove does it.")


async def _swept(remove: bool) -> tuple[LeftBehind, int]:
    store = open_store(settings())
    left = await left_behind(store)
    return left, await sweep(store, left) if remove else 0
