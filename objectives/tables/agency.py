"""Agencies: the partners of the partnership. The business unit is an agency of its own."""

from piccolo.columns import Boolean, Date, Serial, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class Agency(Table, tags=["recorded"]):
    """`lead_partner` is the post that speaks for the agency among the lead safeguarding partners."""

    id: Serial
    name = Varchar(unique=True)
    short_name = Varchar(unique=True)
    lead_partner = Varchar()
    is_business_unit = Boolean()
    ended_on = Date(default=None, null=True)

    agency_name_given = Check("name <> '' AND short_name <> ''")
