"""Finding words in what a reader may read: commitments, actions, milestones, updates and evidence.

What may be found is taken from standings by the rules of `visibility`, so the search shows nothing that a page would
not; the words themselves are looked for by PostgreSQL, in the rows as they stand, where what was redacted is gone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from objectives.permissions import Mandate
from objectives.standing import Action, Commitment, Standing
from objectives.tables.installation import Installation
from objectives.text import clean_line
from objectives.visibility import why_not_read

PAGE = 20
LONGEST = 200
RANKED = 200
START, STOP = "\x02", "\x03"
"""What stands around a word that was found. `clean_text` keeps both out of every text."""


class Findable(Struct, frozen=True):
    """Something that a search may find, and the commitment or action whose page shows it."""

    strategy: str
    thing: Commitment | Action


class Hit(Struct, frozen=True):
    """`kind` is commitment, action, milestone, update or evidence. `excerpt` has START and STOP around what fits."""

    kind: str
    strategy: str
    thing: Commitment | Action
    excerpt: str


class Found(Struct, frozen=True):
    """A page of what fits, best first. `says_nothing` where the words are too common, or none, to look for."""

    hits: tuple[Hit, ...]
    total: int
    page: int
    says_nothing: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


Open = dict[str, dict[int, Findable]]


async def find(reader: Mandate, standings: Sequence[Standing], words: str, page: int = 1) -> Found:
    """What holds the words, asked as on the web: "in quotation marks" together, -not, or. One query.

    Words longer than LONGEST characters are cut there; whoever asks can be told so beforehand.
    """
    wanted = clean_line(words)[:LONGEST]
    if not wanted:
        return Found((), 0, 1, says_nothing=True)
    open_to = open_for(reader, standings)
    arguments = [argument for kind in _FROM for argument in (wanted, list(open_to[kind]))]
    rows = await Installation.raw(_FIND, wanted, *arguments, PAGE, (max(1, page) - 1) * PAGE, wanted)
    (facts,) = [row for row in rows if row["kind"] is None]
    hits = [_hit(open_to, row) for row in rows if row["kind"]]
    return Found(tuple(hits), facts["total"], max(1, page), says_nothing=facts["total"] == -1)


def open_for(reader: Mandate, standings: Iterable[Standing]) -> Open:
    """Everything that somebody may find, by kind and id: titles and wording are everybody's, the words are not."""
    found: Open = defaultdict(dict)
    for standing in standings:
        for commitment in standing.commitments():
            _add_commitment(found, reader, standing.key, commitment)
            for action in commitment.actions:
                _add_action(found, reader, standing.key, action)
    return found


def _add_commitment(found: Open, reader: Mandate, key: str, commitment: Commitment) -> None:
    here = Findable(key, commitment)
    found["commitment"][commitment.id] = here
    if commitment.evidence and why_not_read(reader, commitment) is None:
        found["evidence"].update((piece.id, here) for piece in commitment.evidence)


def _add_action(found: Open, reader: Mandate, key: str, action: Action) -> None:
    here = Findable(key, action)
    found["action"][action.id] = here
    if why_not_read(reader, action) is None:
        found["milestone"].update((milestone.id, here) for milestone in action.milestones)
        found["update"].update((update.id, here) for update in action.updates)
        found["evidence"].update((piece.id, here) for piece in action.evidence)


def _hit(open_to: Open, row: dict[str, object]) -> Hit:
    kind = str(row["kind"])
    here = open_to[kind][int(str(row["id"]))]
    return Hit(kind, here.strategy, here.thing, str(row["excerpt"]))


# What is looked through of each kind. The indexes of the same expressions are made by a migration.
_FROM = {
    "commitment": ("commitment", "reference || ' ' || short_title || ' ' || wording"),
    "action": ("action", "reference || ' ' || title || ' ' || description"),
    "milestone": ("milestone", "title"),
    "update": (
        "progress_update",
        "output || ' ' || reach || ' ' || impact || ' ' || barriers || ' ' || next_steps || ' ' || plan || ' ' || "
        "ask || ' ' || confidence_reason || ' ' || good_practice",
    ),
    "evidence": ("evidence", "title || ' ' || coalesce(statement, '')"),
}


def _of_a_kind(kind: str, table: str, texts: str) -> str:
    """Of each kind the newest RANKED that fit are ranked; a word that more texts than that hold ranks little apart."""
    return f"""
        SELECT '{kind}' AS kind, id, words, CASE WHEN nth <= {RANKED} THEN
            ts_rank_cd(to_tsvector('english', words), websearch_to_tsquery('english', {{}})) ELSE 0 END AS rank
        FROM (SELECT id, {texts} AS words, row_number() OVER (ORDER BY id DESC) AS nth FROM {table}
              WHERE to_tsvector('english', {texts}) @@ (SELECT query FROM asked)
                  AND id IN (SELECT unnest({{}}::integer[]))) AS {kind}_that_fits"""


_KINDS = " UNION ALL ".join(_of_a_kind(kind, *where) for kind, where in _FROM.items())

_FIND = f"""
WITH asked AS (SELECT websearch_to_tsquery('english', {{}}) AS query),
fitting AS MATERIALIZED ({_KINDS}),
shown AS (SELECT kind, id, words, rank FROM fitting ORDER BY rank DESC, kind, id DESC LIMIT {{}} OFFSET {{}})
SELECT kind, id, ts_headline('english', words, websearch_to_tsquery('english', {{}}),
    'StartSel={START}, StopSel={STOP}, MaxFragments=2, MinWords=8, MaxWords=28, FragmentDelimiter=" … "') AS excerpt,
    rank, NULL::bigint AS total
FROM shown
UNION ALL
SELECT NULL, NULL, NULL, NULL, CASE WHEN numnode(query) = 0 THEN -1 ELSE (SELECT count(*) FROM fitting) END FROM asked
ORDER BY rank DESC NULLS LAST, kind, id DESC
"""
