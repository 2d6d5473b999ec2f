"""Fixity: every byte what it was, every stream whole, every citation leading somewhere."""

import sqlite3
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from archive.confirming import confirm_proposal
from archive.fixity import FixityReport, verify
from archive.kept import Fault
from archive.objects import Area
from domain.access import Role
from domain.errors import NotAllowed
from domain.events.access import IdentifierReserved
from domain.events.acts import EventVerified
from domain.events.dossier import ProposalConfirmed
from domain.page import Page
from tests.kit import builders
from tests.kit.builders import cccd
from tests.kit.reading_room import ARCHIVIST, HR_OFFICER, SCANNER, Act, Paper, ReadingRoom, an_actor

ADMIN = an_actor("Quản trị", Role.SYS_ADMIN)
APPOINTED = Act("appointment.made", {"post": "Trưởng phòng", "effective_date": "2018-06-01"})


def check(place: ReadingRoom) -> FixityReport:
    return verify(
        by=ADMIN,
        ledger=place.ledger,
        objects=place.objects,
        keys=place.keys,
        now=place.clock(),
    )


def only_fault(place: ReadingRoom) -> Fault:
    faults = check(place).faults
    assert len(faults) == 1, [one.code for one in faults]
    return faults[0]


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person("Nguyễn Văn An", "1979-03-12", cccd("024079000321"))


@pytest.fixture
def paper(place: ReadingRoom, an: UUID) -> Paper:
    """Page 2 of HS-AN, with its event confirmed."""
    found = place.paper(place.dossier("HS-AN", pages=3, person_id=an), APPOINTED, pages=(2,))
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    confirm_proposal(found.proposal_id, by=ARCHIVIST, **at_hand)
    return found


def file_of(folder: Path, area: Area, digest: str) -> Path:
    return folder / "objects" / area.value / digest[:2] / digest[2:4] / digest


def page(place: ReadingRoom, page_id: UUID) -> Page:
    return Page.of(place.ledger.events(page_id))


def damage(path: Path) -> None:
    """Flip one bit, as a bad disk does."""
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def test_a_whole_archive_is_sound(place: ReadingRoom, paper: Paper):
    report = check(place)

    assert report.sound and report.faults == ()
    assert report.position == report.events == place.ledger.position()
    assert report.objects[Area.MASTERS] == 3
    assert report.uncited == ()
    assert report.bytes > 0


def test_it_says_that_rows_are_not_sealed_yet(place: ReadingRoom):
    assert check(place).sealed is False


def test_a_flipped_byte_of_a_page_is_named_with_its_page(
    place: ReadingRoom, tmp_path: Path, paper: Paper
):
    digest = page(place, paper.page_ids[0]).digest
    assert digest is not None
    damage(file_of(tmp_path, Area.MASTERS, digest))

    fault = only_fault(place)

    assert (fault.code, fault.area, fault.digest) == (
        "fixity.objectCorrupt",
        Area.MASTERS,
        digest,
    )
    assert (fault.dossier_name, fault.page_no, fault.page_id) == (
        "HS-AN",
        2,
        paper.page_ids[0],
    )


def test_a_page_that_is_gone_is_named(place: ReadingRoom, tmp_path: Path, paper: Paper):
    digest = page(place, paper.page_ids[0]).digest
    assert digest is not None
    file_of(tmp_path, Area.MASTERS, digest).unlink()

    fault = only_fault(place)

    assert (fault.code, fault.page_no) == ("fixity.objectMissing", 2)


def test_a_transcript_and_a_reading_that_are_gone_are_named(
    place: ReadingRoom, tmp_path: Path, paper: Paper
):
    transcript = page(place, paper.page_ids[0]).transcript
    assert transcript is not None
    place.objects.clear(transcript, area=Area.DERIVED)
    (made,) = [
        one.event
        for one in place.ledger.events(paper.dossier_id)
        if one.event.topic == "document.proposed"
    ]
    place.objects.clear(made.reading, area=Area.DERIVED)  # type: ignore[attr-defined]

    faults = check(place).faults

    assert [one.code for one in faults] == ["fixity.objectMissing"] * 2
    assert {one.page_id for one in faults} == {paper.page_ids[0], None}
    assert {one.document_id for one in faults} == {paper.document_id, None}


def test_an_object_that_nothing_names_is_a_note_and_no_fault(place: ReadingRoom, paper: Paper):
    digest = place.objects.put(b"left by a crash", area=Area.DERIVED)

    report = check(place)

    assert report.sound
    assert [(one.area, one.digest) for one in report.uncited] == [(Area.DERIVED, digest)]


def test_what_waits_in_the_intake_is_named_by_its_page_and_not_by_its_digest(
    place: ReadingRoom, tmp_path: Path
):
    dossier_id, page_id = uuid4(), uuid4()
    digest = place.objects.put(b"perhaps a secret", area=Area.INTAKE)
    waiting = builders.page_accessioned(
        page_id,
        dossier_id=dossier_id,
        recorded_by=SCANNER.id,
        sealed_digest=place.keys.seal_digest(digest, page_id=page_id),
    )
    place.put(page_id, waiting)
    place.put(
        dossier_id,
        builders.dossier_opened("HS-MAT", dossier_id=dossier_id),
        builders.dossier_accessioned((page_id,), dossier_id=dossier_id),
    )
    assert check(place).sound

    damage(file_of(tmp_path, Area.INTAKE, digest))
    fault = only_fault(place)

    assert (fault.area, fault.digest, fault.dossier_name) == (Area.INTAKE, None, "HS-MAT")


def test_a_seal_that_our_key_did_not_make_is_named(place: ReadingRoom):
    page_id = uuid4()
    place.put(page_id, builders.page_accessioned(page_id))

    assert (only_fault(place).code, only_fault(place).page_id) == ("fixity.sealBroken", page_id)


# Rows


def tamper(tmp_path: Path, statement: str, *values: object) -> None:
    """Past the triggers that refuse it, as somebody with the file could."""
    with sqlite3.connect(tmp_path / "ledger.sqlite") as file:
        triggers = file.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            file.execute(f'DROP TRIGGER "{name}"')
        file.execute(statement, values)
        for _, made in triggers:  # and leaves no trace of it
            file.execute(made)
    file.close()


def table(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "ledger.sqlite") as file:
        (name,) = file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND sql LIKE '%originator_version%'"
        ).fetchone()
    file.close()
    return str(name)


def test_a_row_that_cannot_be_decoded_is_named_by_its_place(
    place: ReadingRoom, tmp_path: Path, paper: Paper, an: UUID
):
    row = place.ledger.events(an)[-1]
    tamper(tmp_path, f"UPDATE {table(tmp_path)} SET state = x'00' WHERE rowid = ?", row.position)  # noqa: S608

    fault = only_fault(place)

    assert fault.code == "fixity.rowDamaged"
    assert (fault.stream_id, fault.version, fault.position) == (an, row.version, row.position)
    assert fault.reason


def test_a_stream_with_a_gap_is_named(place: ReadingRoom, tmp_path: Path, paper: Paper):
    page_id = paper.page_ids[0]
    second = place.ledger.events(page_id)[1]
    tamper(tmp_path, f"DELETE FROM {table(tmp_path)} WHERE rowid = ?", second.position)  # noqa: S608

    missing, gap = check(place).faults

    assert (missing.code, missing.position) == ("fixity.rowMissing", second.position)
    assert (gap.code, gap.stream_id, gap.version) == ("fixity.gap", page_id, 2)


def test_a_whole_stream_that_is_gone_is_named_by_its_rows(
    place: ReadingRoom, tmp_path: Path, paper: Paper
):
    rows = [row.position for row in place.ledger.events(paper.page_ids[-1])]
    for position in rows:
        tamper(tmp_path, f"DELETE FROM {table(tmp_path)} WHERE rowid = ?", position)  # noqa: S608

    named = [one.position for one in check(place).faults if one.code == "fixity.rowMissing"]

    assert named
    assert set(named) <= set(rows)


def test_the_last_rows_taken_away_are_named(place: ReadingRoom, tmp_path: Path, paper: Paper):
    last = place.ledger.position()
    tamper(tmp_path, f"DELETE FROM {table(tmp_path)} WHERE rowid = ?", last)  # noqa: S608

    assert ("fixity.rowMissing", last) in {(one.code, one.position) for one in check(place).faults}


def test_a_guard_of_the_book_that_was_taken_away_is_named(place: ReadingRoom, tmp_path: Path):
    with sqlite3.connect(tmp_path / "ledger.sqlite") as file:
        file.execute("DROP TRIGGER no_delete")
    file.close()

    fault = only_fault(place)

    assert (fault.code, fault.reason) == ("fixity.unguarded", "no_delete")


# Citations


def test_a_citation_of_a_page_that_is_not_there_is_named(
    place: ReadingRoom, an: UUID, paper: Paper
):
    event = builders.appointed(
        person_id=an,
        source=builders.source_on(
            uuid4(), dossier_id=paper.dossier_id, document_id=paper.document_id
        ),
    )
    position = place.put(an, event)

    fault = only_fault(place)

    assert (fault.code, fault.event_id, fault.position) == (
        "fixity.pageUnknown",
        event.event_id,
        position,
    )


def test_a_citation_of_an_image_that_is_not_the_pages_is_named(
    place: ReadingRoom, an: UUID, paper: Paper
):
    source = builders.source_on(
        paper.page_ids[0],
        dossier_id=paper.dossier_id,
        document_id=paper.document_id,
        digest="cd" * 32,
    )
    place.put(an, builders.appointed(person_id=an, source=source))

    assert only_fault(place).code == "fixity.imageUnknown"


def test_a_citation_of_an_unknown_document_or_dossier_is_named(
    place: ReadingRoom, an: UUID, paper: Paper
):
    cited = place.cited(paper.page_ids[0])
    for dossier_id in (paper.dossier_id, uuid4()):
        source = builders.Source(dossier_id=dossier_id, document_id=uuid4(), citations=(cited,))
        place.put(an, builders.appointed(person_id=an, source=source))

    codes = {one.code for one in check(place).faults}

    assert codes == {"fixity.documentUnknown", "fixity.dossierUnknown"}


def test_a_look_at_an_event_that_is_not_there_is_named(place: ReadingRoom, an: UUID, paper: Paper):
    looked = EventVerified(recorded_by=ARCHIVIST.id, event_id=uuid4(), person_id=an, target=uuid4())
    place.put(an, looked)

    fault = only_fault(place)

    assert (fault.code, fault.stream_id, fault.event_id) == (
        "fixity.eventUnknown",
        an,
        looked.event_id,
    )


def test_a_confirmed_proposal_whose_event_is_not_there_is_named(
    place: ReadingRoom, an: UUID, paper: Paper
):
    confirmed = ProposalConfirmed(
        recorded_by=ARCHIVIST.id,
        dossier_id=paper.dossier_id,
        proposal_id=uuid4(),
        person_id=an,
        event_id=uuid4(),
    )
    place.put(paper.dossier_id, confirmed)

    assert only_fault(place).event_id == confirmed.event_id


# Identifiers


def test_an_identifier_that_is_not_reserved_for_its_person_is_named(place: ReadingRoom, an: UUID):
    bich = uuid4()
    place.put(bich, builders.identity("Trần Thị Bích", person_id=bich, identifiers=(cccd(),)))

    fault = only_fault(place)

    assert (fault.code, fault.person_id) == ("fixity.identifierUnreserved", bich)


def test_an_identifier_reserved_twice_is_named(place: ReadingRoom, an: UUID):
    number = cccd("024079000321")
    stream_id = place.keys.identifier_stream(number.kind, number.value)
    place.put(stream_id, IdentifierReserved(recorded_by=ARCHIVIST.id, person_id=uuid4()))

    codes = [one.code for one in check(place).faults]

    assert codes == ["fixity.identifierTwice", "fixity.identifierUnreserved"]


def test_progress_is_told(place: ReadingRoom, paper: Paper):
    told: list[tuple[int, int]] = []
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "keys", "now")

    verify(by=ADMIN, progress=lambda done, of: told.append((done, of)), **at_hand)

    assert told[-1][0] == told[-1][1] == len(told)


def test_who_may_not_check_is_refused(place: ReadingRoom):
    with pytest.raises(NotAllowed):
        verify(by=HR_OFFICER, **place.at_hand("ledger", "objects", "keys", "now"))
