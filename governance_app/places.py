"""The address of every page about a strategy, in one place. A page as at another day links to pages as at that day."""

import datetime as dt
from functools import lru_cache
from urllib.parse import quote, urlencode

from msgspec import Struct


class Places(Struct, frozen=True):
    """`key` is None before any strategy is loaded; only `overview` can be asked for then."""

    key: str | None
    as_at: dt.date | None = None

    @property
    def overview(self) -> str:
        return self._at("") if self.key else "/"

    @property
    def packs(self) -> str:
        return self._strategy("/packs")

    @property
    def document(self) -> str:
        """The strategy's own text; a commitment's reference names its place in it."""
        return self._at("/document")

    def objective(self, key: str) -> str:
        return self._at(f"/objectives/{_quoted(key)}")

    def commentary(self, objective: str) -> str:
        """Where the business unit comments on an objective in the open round."""
        return self._strategy(f"/objectives/{_quoted(objective)}/commentary")

    @property
    def moderation(self) -> str:
        """Where the business unit looks at one rating after another."""
        return self._strategy("/moderation")

    def rating_answer(self, reference: str) -> str:
        """Where the people of an action or commitment answer a rating that was changed."""
        return self._strategy(f"/rating-answers/{_quoted(reference)}")

    def moderate(self, reference: str, act: str = "") -> str:
        """Where one action or commitment is moderated; `act` is where its form goes: acceptance, return, override."""
        return f"{self.moderation}/{_quoted(reference)}" + (f"/{act}" if act else "")

    def commitment(self, reference: str) -> str:
        return self._at(f"/commitments/{_quoted(reference)}")

    def action(self, reference: str) -> str:
        return self._at(f"/actions/{_quoted(reference)}")

    def actions(self, **chosen: str) -> str:
        """The register of actions, narrowed and sorted by what was chosen; an empty word chooses nothing."""
        day = {"as-at": self.as_at.isoformat()} if self.as_at else {}
        words = urlencode({name: word for name, word in chosen.items() if word} | day)
        return self._strategy("/actions") + (f"?{words}" if words else "")

    def update(self, reference: str, page: str = "") -> str:
        """The form of an action's update; `page` is one of those behind it: check, sent, choice, evidence."""
        return self._strategy(f"/actions/{_quoted(reference)}/update") + (f"/{page}" if page else "")

    def evidence(self, reference: str) -> str:
        """Where evidence for an action is given, at any time."""
        return self._strategy(f"/actions/{_quoted(reference)}/evidence")

    def step(self, reference: str, name: str) -> str:
        """Where somebody takes a step on an action: begun, delivered, new-date."""
        return self._strategy(f"/actions/{_quoted(reference)}/{name}")

    @property
    def plan(self) -> str:
        """Where the business unit keeps the plan: what waits for it, and every action by commitment."""
        return self._strategy("/plan")

    def commitment_step(self, reference: str, name: str) -> str:
        """Where the business unit changes a commitment: actions, lead, business-as-usual, variation."""
        return self._strategy(f"/commitments/{_quoted(reference)}/{name}")

    def new_date(self, reference: str, milestone: int) -> str:
        """Where a new approved date that was asked for is decided."""
        return self.step(reference, f"milestones/{milestone}/new-date")

    def judgement(self, evidence: int) -> str:
        """Where a piece of evidence is accepted or returned."""
        return self._strategy(f"/evidence/{evidence}/judgement")

    def file(self, evidence: int) -> str:
        """The file of a piece of evidence, to be saved: as it is kept, whatever day the page is of."""
        return self._strategy(f"/evidence/{evidence}/file")

    def thing(self, reference: str) -> str:
        """A commitment or an action, by the shape of its reference: an action's has a dot."""
        return self.action(reference) if "." in reference else self.commitment(reference)

    def pack(self, digest: str) -> str:
        return self._strategy(f"/packs/{digest}")

    def receipt(self, digest: str) -> str:
        """Where somebody confirms that they have read a pack."""
        return f"{self.pack(digest)}/receipt"

    def readers(self, digest: str) -> str:
        """Where the business unit sees who has confirmed to have read a pack."""
        return f"{self.pack(digest)}/readers"

    def brief(self, person: int | None = None) -> str:
        """A member's brief before the meeting: the reader's own, or for the business unit somebody else's."""
        return self._strategy(f"/briefs/{person}" if person else "/brief")

    def stored_pack(self, digest: str, form: str) -> str:
        return f"{self.pack(digest)}/{form}"

    def pack_step(self, digest: str, name: str) -> str:
        """Where the business unit takes a pack further: issue, addenda, extract."""
        return f"{self.pack(digest)}/{name}"

    @property
    def choose_packs(self) -> str:
        return self._strategy("/packs/compare")

    def comparison(self, before: str, after: str) -> str:
        return f"{self.pack(quote(before, safe=''))}/compare/{quote(after, safe='')}"

    def verification(self, digest: str) -> str:
        return f"{self.pack(digest)}/verification"

    @property
    def plan_change(self) -> str:
        """Where the business unit changes many actions at once."""
        return self._strategy("/plan/change")

    @property
    def plan_changes(self) -> str:
        """What was changed at once before, and why."""
        return self._strategy("/plan/changes")

    def decisions_sought(self, origin: str = "") -> str:
        """Where the business unit drafts section 2 of the round's pack: all of it, or one decision."""
        return self._strategy("/decisions-sought") + (f"/{_quoted(origin)}" if origin else "")

    @property
    def risks(self) -> str:
        return self._at("/risks")

    def risk(self, number: int) -> str:
        return self._at(f"/risks/{number}")

    def risk_step(self, number: int, name: str) -> str:
        """Where the business unit does something about a risk: change, review, closure, reopening."""
        return self._strategy(f"/risks/{number}/{name}")

    def raise_matter(self, digest: str, about: str = "") -> str:
        """Where something is raised against an issued pack; `about` is a line's number or a reference."""
        return f"{self.pack(digest)}/matters" + (f"?about={_quoted(about)}" if about else "")

    def ask_ahead(self, digest: str, about: str = "") -> str:
        """Where a question is asked before the meeting; `about` as for `raise_matter`."""
        return f"{self.pack(digest)}/matters?kind=question" + (f"&about={_quoted(about)}" if about else "")

    def matter(self, number: int) -> str:
        return self._at(f"/matters/{number}")

    def ask_by(self, number: int, about: str) -> str:
        """Where the business unit asks for the assurance that a decision wants; `about` may be empty."""
        return f"/requests/new?decision={number}" + (f"&about={about}" if about else "")

    def matter_step(self, number: int, name: str) -> str:
        """Where somebody does something about a matter: answer, closure, reopening, decision, action."""
        return self._strategy(f"/matters/{number}/{name}")

    @property
    def meetings(self) -> str:
        return self._strategy("/meetings")

    def meeting(self, id: int, page: str = "") -> str:
        """A meeting, or one of the pages behind it: attendance, screen, matters, sign-off, minutes."""
        return self._strategy(f"/meetings/{id}") + (f"/{page}" if page else "")

    @property
    def plan_import(self) -> str:
        """Where the business unit brings in an action plan that is kept in Excel."""
        return self._strategy("/import")

    def now(self) -> "Places":
        return Places(self.key)

    def _strategy(self, rest: str) -> str:
        return f"/strategies/{self.key}{rest}"

    def _at(self, rest: str) -> str:
        return self._strategy(rest) + (f"?as-at={self.as_at.isoformat()}" if self.as_at else "")


# A page names the same hundreds of references again and again.
_quoted = lru_cache(maxsize=8192)(quote)
