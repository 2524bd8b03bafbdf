"""People and what they may do. What a person owns comes from posts, not from here."""

from piccolo.columns import Date, ForeignKey, OnDelete, Serial, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from objectives.tables.agency import Agency
from objectives.words import Role, one_of


class Person(Table, tags=["recorded"]):
    """Somebody who may sign in. The e-mail address is kept in lower case and is unique."""

    id: Serial
    name = Varchar()
    email = Varchar(unique=True)
    agency = ForeignKey(Agency, null=False, on_delete=OnDelete.restrict)
    disabled_at = Timestamptz(default=None, null=True)

    person_named = Check("name <> ''")
    person_email_lower = Check("email = lower(email) AND email LIKE '%_@_%'")


class RoleGrant(Table, tags=["recorded"]):
    """A role that a person holds from one day until it is ended (the last day is inclusive)."""

    id: Serial
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    role = Varchar()
    given_on = Date(default=None, null=True)
    ended_on = Date(default=None, null=True)

    role_grant_role = Check(one_of("role", Role))
    role_grant_order = Check("ended_on IS NULL OR ended_on >= given_on")
