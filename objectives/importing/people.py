"""People brought in from a workbook: each row somebody new, changed or known already; all of it or nothing.

It gives roles and ends none, hands over vacant posts and takes none away, and makes nobody an administrator: those
are done to one person at a time, on their own page.
"""

import datetime as dt
import hashlib
import re

import msgspec
from msgspec import Struct

from objectives.faults import refuse_if
from objectives.importing.bringing_in import STALE, Brought, Plan
from objectives.importing.lines import LONGEST_LINE, Fault, unusable
from objectives.importing.present import Position, positions_on
from objectives.importing.proposal import CHANGED, LETTERS, NEW, SAME
from objectives.importing.sheets import Row, Sheet, address
from objectives.mandates import Act, acting, row_of
from objectives.people import EMAIL, NewPerson, add_person, change_person, give_role
from objectives.permissions import why_not_keep_people
from objectives.posts import NewPost, add_post, hand_over
from objectives.problems import Conflict
from objectives.register import Listed, Member, agencies_listed, people_listed
from objectives.tables.agency import Agency
from objectives.tables.person import Person
from objectives.tables.post import Post
from objectives.text import clean_line
from objectives.words import Role

MOST_PEOPLE = 500
TOO_MANY = f"The sheet has more than {MOST_PEOPLE} people. Give it in parts."


class Entry(Struct, frozen=True):
    """What becomes of one row. `person` is 0 for somebody new; `post` is one there is, 0 for one to be made."""

    row: int
    state: str
    name: str
    email: str
    agency: int
    roles: tuple[Role, ...]
    person: int
    post_title: str
    post: int
    what: tuple[str, ...]


class Proposal(Struct, frozen=True):
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]

    def of(self, state: str) -> int:
        return sum(entry.state == state for entry in self.entries)

    @property
    def changes_nothing(self) -> bool:
        return self.of(SAME) == len(self.entries)

    @property
    def digest(self) -> str:
        """Tells it from any other, in letters only."""
        content = msgspec.json.encode(self.entries, order="sorted")
        return hashlib.sha256(content).hexdigest().translate(LETTERS)


async def propose_people(plan: Plan, act: Act) -> Proposal:
    """Compares every row of a sheet with who there is; changes nothing."""
    comparing = _Comparing(
        plan, act, await people_listed(act.today), await agencies_listed(), await positions_on(act.today)
    )
    entries = [
        entry
        for row in plan.sheet.rows
        if row.number > plan.choices.heading and (entry := comparing.entry(row))
    ]
    if len(entries) > MOST_PEOPLE:
        raise Conflict(TOO_MANY)
    return Proposal(tuple(entries), tuple(comparing.faults))


async def bring_in_people(by: Person, plan: Plan, seen: str) -> Brought:
    """Brings in everybody, if it would still change what was `seen`. Raises NotAllowed, Conflict, Invalid."""
    async with acting(by) as act:
        refuse_if(why_not_keep_people(act.by))
        proposal = await propose_people(plan, act)
        if proposal.faults or proposal.digest != seen:
            raise Conflict(STALE)
        for entry in proposal.entries:
            if entry.state != SAME:
                await _write(by, act.today, entry)
        return Brought(proposal.of(NEW), proposal.of(CHANGED), 0, 0)


async def _write(by: Person, today: dt.date, entry: Entry) -> None:
    agency = await row_of(Agency, entry.agency)
    new = NewPerson(entry.name, entry.email, agency)
    if entry.state == NEW:
        person = await add_person(by, new, entry.roles)
    else:
        person = await row_of(Person, entry.person)
        if (person.name, person.agency) != (entry.name, entry.agency):
            person = await change_person(by, person, new)
        for role in entry.roles:
            await give_role(by, person, role)
    if entry.post_title:
        post = await row_of(Post, entry.post) if entry.post else await _made(by, entry.post_title, agency)
        await hand_over(by, post, person, today)


async def _made(by: Person, title: str, agency: Agency) -> Post:
    return await add_post(by, NewPost(title, agency))


class _Comparing:
    def __init__(
        self, plan: Plan, act: Act, people: list[Listed], agencies: list[Member], posts: tuple[Position, ...]
    ) -> None:
        self.sheet: Sheet = plan.sheet
        self.by = act.by
        self.column_of = {field: column for column, field in plan.choices.columns.items()}
        self.people = {person.email: person for person in people}
        self.agencies = {
            word.casefold(): agency
            for agency in agencies
            if not agency.ended_on
            for word in (agency.name, agency.short_name)
        }
        self.posts = {(post.agency, post.title.casefold()): post for post in posts}
        self.faults: list[Fault] = []
        self.rows: dict[str, int] = {}

    def entry(self, row: Row) -> Entry | None:
        words = self.words(row)
        if not any(words.values()):
            return None
        before = len(self.faults)
        email = self.email(row.number, words["email"])
        agency = self.agency(row.number, words["agency"])
        roles = self.roles(row.number, words["roles"])
        self.need(words["name"], row.number, "name", "Give their name, or delete the row.")
        known = self.people.get(email)
        if known:
            self.refuse_known(row.number, known, roles)
        post = self.post(row.number, words["post"], agency, email) if agency else None
        if len(self.faults) > before or agency is None:
            return None
        return self.compared(row.number, words, known, agency, roles, post)

    def words(self, row: Row) -> dict[str, str]:
        words = {field: "" for field in ("name", "email", "agency", "roles", "post")}
        for field, column in self.column_of.items():
            cell = row.cell(column)
            words[field] = clean_line(cell.text)
            if sentence := unusable(cell):
                self.fault(row.number, field, sentence)
            self.need(
                len(words[field]) <= LONGEST_LINE,
                row.number,
                field,
                f"Use {LONGEST_LINE} characters or fewer; this has {len(words[field]):,}.",
            )
        return words

    def email(self, row: int, text: str) -> str:
        email = text.lower()
        self.need(EMAIL.fullmatch(email), row, "email", "Give an e-mail address such as morgan@example.org.")
        first = self.rows.setdefault(email, row)
        self.need(
            first == row, row, "email", f"Row {first} has this e-mail address too. Keep one of the two."
        )
        return email

    def agency(self, row: int, word: str) -> Member | None:
        found = self.agencies.get(word.casefold())
        said = f"“{word}” is no agency known here" if word else "No agency is given"
        self.need(found, row, "agency", f"{said}. Add it under Agencies, or write it as it is called there.")
        return found

    def roles(self, row: int, text: str) -> tuple[Role, ...]:
        words = [word.casefold() for part in re.split("[,;\n]", text) if (word := part.strip())]
        known = {role.value: role for role in Role}
        for word in words:
            if word == Role.ADMINISTRATOR:
                sentence = "An administrator is made on the person’s own page, one at a time. Leave the role out here."
                self.fault(row, "roles", sentence)
            elif word not in known:
                self.fault(
                    row,
                    "roles",
                    f"“{word[:60]}” is no role. There are: business unit, executive group, scrutineer.",
                )
        return tuple(known[word] for word in dict.fromkeys(words) if word in known)

    def refuse_known(self, row: int, known: Listed, roles: tuple[Role, ...]) -> None:
        self.need(
            not known.disabled_at,
            row,
            "email",
            f"{known.name} can no longer sign in. Let them in on their page first.",
        )
        own = known.id == self.by.person and set(roles) - set(known.roles)
        self.need(not own, row, "roles", "Nobody may change their own roles; ask another administrator.")

    def post(self, row: int, title: str, agency: Member, email: str) -> Position | None:
        """A post that there is in the agency. One that somebody else holds is a fault."""
        found = self.posts.get((agency.id, title.casefold()))
        taken = self.rows.setdefault(f"post {agency.id} {title.casefold()}", row) if title else row
        self.need(
            taken == row, row, "post", f"Row {taken} gives this post to somebody too. One person holds it."
        )
        if found and found.holder and found.email != email:
            self.fault(row, "post", f"{found.holder} holds this post. Hand it over on the post’s own page.")
        return found

    def compared(
        self,
        row: int,
        words: dict[str, str],
        known: Listed | None,
        agency: Member,
        roles: tuple[Role, ...],
        post: Position | None,
    ) -> Entry:
        new_roles = tuple(role for role in roles if not known or role not in known.roles)
        takes = words["post"] if words["post"] and not (post and post.holder) else ""
        what = [f"Role: {role}" for role in new_roles]
        what += [f"Post: {takes}, from today" + ("" if post else " (made)")] if takes else []
        if known and known.name != words["name"]:
            what.append(f"Name: {words['name']}, not {known.name}")
        if known is None or known.agency != agency.id:
            what.append(f"Agency: {agency.name}")
        return Entry(
            row=row,
            state=NEW if known is None else CHANGED if what else SAME,
            name=words["name"],
            email=words["email"].lower(),
            agency=agency.id,
            roles=new_roles,
            person=known.id if known else 0,
            post_title=takes,
            post=post.id if post else 0,
            what=tuple(what),
        )

    def need(self, holds: object, row: int, field: str, sentence: str) -> None:
        if not holds:
            self.fault(row, field, sentence)

    def fault(self, row: int, field: str, sentence: str) -> None:
        column = self.column_of.get(field)
        self.faults.append(
            Fault(self.sheet.name, row, "" if column is None else address(column, row), sentence)
        )
