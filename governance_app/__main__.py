"""`python -m governance_app` is the same as `governance`."""

from governance_app.commands import governance

governance(prog_name="governance")
