"""What was redacted says when and by whom where it stood, for readers; packs stay free of it."""

import datetime as dt

from objectives import redacted, rows
from objectives.gathering import Tables
from objectives.words import EvidenceForm, EvidenceKind, Line, Sensitivity

AT = dt.datetime(2026, 5, 3, 12, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 6, 4, 12, tzinfo=dt.UTC)


def redaction(id: int, fields: str, at: dt.datetime, **changes: object) -> redacted.Redaction:
    known = {"table_name": "milestone", "row_id": 1, "agreed": True, "asked_by": 1, "answered_at": at}
    return redacted.Redaction(id=id, fields=fields, **{**known, **changes})  # type: ignore[arg-type]


def milestone(id: int, title: str) -> rows.Milestone:
    day = dt.date(2026, 6, 30)
    return rows.Milestone(id, 1, 1, title, day, day, None, None)


def piece(id: int, sha256: str) -> rows.Evidence:
    return rows.Evidence(
        id=id,
        title="Minutes",
        form=EvidenceForm.FILE,
        kind=EvidenceKind.MINUTES,
        sha256=sha256,
        file_name="minutes.pdf",
        media_type="application/pdf",
        size=10,
        link=None,
        statement=None,
        shows_on=dt.date(2026, 4, 1),
        expires_on=None,
        line=Line.OPERATIONAL,
        sensitivity=Sensitivity.OFFICIAL,
        declared_free_of_child_data=True,
        given_by=1,
        given_at=AT,
        redacted_at=None,
    )


def live(*redactions: redacted.Redaction, **tables: dict[int, object]) -> Tables:
    people = {1: rows.Person(1, "Jo Lee", 1, None), 2: rows.Person(2, "Sam Roe", 1, None)}
    done = {one.id: one for one in redactions}
    return {"person": people, "redaction": done, "redacted_file": {}, "evidence": {}, **tables}


def test_only_what_is_blanked_says_so_and_no_other_row_or_table_is_touched() -> None:
    milestones = {1: milestone(1, "[redacted]"), 2: milestone(2, "[redacted]")}
    tables: Tables = {"milestone": milestones, "action": {}}
    said = redacted.told(tables, live(redaction(1, "title", AT)))
    assert said["milestone"][1].title == "[redacted on 3 May 2026 by Jo Lee]"
    assert said["milestone"][2].title == "[redacted]"
    assert said["action"] is tables["action"]
    assert milestones[1].title == "[redacted]"


def test_one_that_waits_or_was_declined_says_nothing() -> None:
    tables: Tables = {"milestone": {1: milestone(1, "[redacted]")}}
    for agreed in (None, False):
        said = redacted.told(tables, live(redaction(1, "title", AT, agreed=agreed)))
        assert said["milestone"][1].title == "[redacted]"


def test_of_two_redactions_of_one_field_the_last_speaks() -> None:
    known = live(redaction(1, "title", AT), redaction(2, "title", LATER, asked_by=2))
    said = redacted.told({"milestone": {1: milestone(1, "[redacted]")}}, known)
    assert said["milestone"][1].title == "[redacted on 4 June 2026 by Sam Roe]"
    assert redacted.teller(known)("milestone", 1, "title", "[redacted]") == said["milestone"][1].title


def test_a_text_that_was_written_after_a_redaction_stands() -> None:
    known = live(redaction(1, "title", AT))
    said = redacted.told({"milestone": {1: milestone(1, "Drafted anew")}}, known)
    assert said["milestone"][1].title == "Drafted anew"
    assert redacted.teller(known)("milestone", 1, "title", "Drafted anew") == "Drafted anew"


def test_a_file_that_was_removed_is_told_of_every_piece_of_evidence_that_is_the_same_file() -> None:
    of_the_first = redaction(1, "sha256", AT, table_name="evidence")
    known = live(
        of_the_first,
        redacted_file={1: redacted.RedactedFile(1, 1, "ab" * 32)},
        evidence={1: piece(1, "0" * 64), 2: piece(2, "ab" * 32), 3: piece(3, "cd" * 32)},
    )
    told = "redacted on 3 May 2026 by Jo Lee"
    assert redacted.redacted_evidence(known) == {1: told, 2: told}
