"""The one row about this installation: whose it is, and whether what it holds is example data."""

from piccolo.columns import Boolean, Serial, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class Installation(Table, tags=["recorded"]):
    """One row (id 1), written when the service is started for real or with example data; never changed after."""

    id: Serial
    partnership = Varchar()
    example = Boolean()
    started_at = Timestamptz(default=None, null=True)

    installation_only_one = Check("id = 1")
