"""Packs: content frozen by value and kept by its digest, and the cover records that draft or issue it."""

from piccolo.columns import BigInt, Date, ForeignKey, Integer, OnDelete, Serial, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from objectives.tables.person import Person
from objectives.tables.round import ReportingRound
from objectives.tables.strategy import Strategy
from objectives.words import AddendumKind, one_of


class Pack(Table, tags=["recorded"]):
    """`content` is canonical JSON text (not JSONB, which rewrites it); `digest` its SHA-256. One row a content.

    `sequence` and `chain_digest` are the place in history that it was read at, as printed on it.
    """

    id: Serial
    strategy = ForeignKey(Strategy, null=False, on_delete=OnDelete.restrict)
    round = ForeignKey(ReportingRound, null=True, on_delete=OnDelete.restrict)
    as_at = Timestamptz(default=None, null=True)
    as_at_on = Date(default=None, null=True)
    sequence = BigInt()
    chain_digest = Varchar()
    content = Text()
    digest = Varchar(unique=True)
    built_at = Timestamptz(default=None, null=True)

    pack_digest_shape = Check("digest ~ '^[0-9a-f]{64}$'")
    pack_chain_digest_shape = Check("chain_digest ~ '^[0-9a-f]{64}$'")


class PackIssue(Table, tags=["recorded"]):
    """A pack was issued: version, marking, distribution, by whom and when. An issue is never changed."""

    id: Serial
    pack = ForeignKey(Pack, null=False, on_delete=OnDelete.restrict)
    version = Varchar()
    marking = Varchar()
    distribution = Text()
    issued_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    issued_at = Timestamptz(default=None, null=True)

    pack_issue_version_once = Unique([pack, version])


class PackFormat(Table, tags=["recorded"]):
    """One format's bytes of an issued pack, kept in the evidence store by SHA-256 and served for ever."""

    id: Serial
    issue = ForeignKey(PackIssue, null=False, on_delete=OnDelete.restrict)
    format = Varchar()
    sha256 = Varchar()
    size = BigInt()

    pack_format_once = Unique([issue, format])
    pack_format_sha256 = Check("sha256 ~ '^[0-9a-f]{64}$'")


class PackAddendum(Table, tags=["recorded"]):
    """A correction or a late paper, dated and added to an issued pack, whose own numbers stay. Written once.

    `line` is the number printed beside a line of the pack, empty where it is about the whole. The file is optional.
    """

    id: Serial
    issue = ForeignKey(PackIssue, null=False, on_delete=OnDelete.restrict)
    number = Integer()
    kind = Varchar()
    title = Varchar()
    words = Text()
    line = Varchar()
    file_name = Varchar()
    media_type = Varchar()
    sha256 = Varchar(null=True, default=None)
    size = BigInt(null=True, default=None)
    added_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    added_at = Timestamptz(default=None, null=True)

    pack_addendum_number_once = Unique([issue, number])
    pack_addendum_kind = Check(one_of("kind", AddendumKind))
    pack_addendum_told = Check("title <> '' AND words <> ''")
    pack_addendum_sha256 = Check("sha256 ~ '^[0-9a-f]{64}$'")
    pack_addendum_file_whole = Check(
        "(sha256 IS NULL) = (file_name = '') AND (sha256 IS NULL) = (size IS NULL)"
    )


class PackExtract(Table, tags=["recorded"]):
    """The public extract of an issued pack: `content` is canonical JSON, `digest` its SHA-256. Written once."""

    id: Serial
    issue = ForeignKey(PackIssue, null=False, on_delete=OnDelete.restrict)
    content = Text()
    digest = Varchar()
    made_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    made_at = Timestamptz(default=None, null=True)

    pack_extract_once = Unique([issue])
    pack_extract_digest_shape = Check("digest ~ '^[0-9a-f]{64}$'")


class PackExtractFormat(Table, tags=["recorded"]):
    """One format's bytes of a public extract, kept in the evidence store by SHA-256."""

    id: Serial
    extract = ForeignKey(PackExtract, null=False, on_delete=OnDelete.restrict)
    format = Varchar()
    sha256 = Varchar()
    size = BigInt()

    pack_extract_format_once = Unique([extract, format])
    pack_extract_format_sha256 = Check("sha256 ~ '^[0-9a-f]{64}$'")
