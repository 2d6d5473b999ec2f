"""The registers, on every store. A new store joins as one line in STORES.

Whatever is asked, three ways lead to the same answers: following event by event, in one batch, and
from the beginning after everything was thrown away.
"""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from archive.adapters import sql_counts as counts
from archive.adapters.postgres_migration import migrate
from archive.adapters.sql_registers import SqlRegisters
from archive.following import catch_up
from archive.keys import Keys
from archive.ledger import Ledger, Write, open_ledger
from archive.migrating import MigrationRefused
from archive.registers import FailureKind, Registers, RegistersUnavailable, units_of
from domain.access import Grant, Role
from domain.dates import PartialDate
from domain.dossier import BalanceState, ProposalState
from domain.events.access import (
    AccessGranted,
    ActorAdded,
    ActorKind,
    IdentifierReleased,
    IdentifierReserved,
    KeyIssued,
)
from domain.events.acts import EventVerified, RecordAnnulled
from domain.events.dossier import (
    BatchClosed,
    Description,
    DocumentAssembled,
    DocumentJoined,
    DossierBound,
    DossierDescribed,
    DossierHeld,
    FileDuplicated,
    FileRejected,
    ProposalConfirmed,
    ProposalRejected,
)
from domain.events.entry import IdentityCorrected
from domain.events.envelope import Event
from domain.events.organisation import UNITS_STREAM, MergeMode, OrgMerged
from domain.events.page import PageJudged, PageQuarantined, PageUnread
from domain.evidence import Rank
from domain.page import PageState, Reading, page_id_of
from domain.standing import Look
from tests.kit import builders as b
from tests.kit.postgres import READER, WRITER, Database, new_database
from tests.services.running import Service

KEYS = Keys(bytes(range(32)))
PAGES = tuple(page_id_of(b.DOSSIER, f"{number:064x}", 1) for number in range(1, 5))

STORES: dict[str, Callable[[pytest.FixtureRequest, Path], str]] = {
    "sqlite": lambda _, folder: f"sqlite:{folder / 'registers.sqlite'}",
    "postgresql": lambda request, _: (
        new_database(request.getfixturevalue("postgresql_server")).writer
    ),
}


class Desk:
    """A ledger and its registers; `tell` records, `catch_up` follows."""

    def __init__(self, folder: Path, url: str) -> None:
        self.now = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
        self.folder, self.url = folder, url
        self.ledger: Ledger = open_ledger(
            f"sqlite:{folder / 'ledger.sqlite'}", clock=lambda: self.now
        )
        self.registers: Registers = self.opened()

    def opened(self) -> SqlRegisters:
        return SqlRegisters(
            self.url,
            history=lambda stream_id, upto: self.ledger.events(stream_id, upto=upto),
            hashed=lambda one: KEYS.identifier_hash(one.kind, one.value),
        )

    def tell(self, stream_id: UUID, *events: Event) -> None:
        self.now += timedelta(seconds=1)
        self.ledger.record(Write(stream_id, tuple(events), None))

    def catch_up(self, batch: int = 2000) -> Registers:
        catch_up(self.ledger, self.registers, batch=batch)
        return self.registers

    def close(self) -> None:
        self.registers.close()
        self.ledger.close()


@pytest.fixture(params=STORES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path, STORES[request.param](request, tmp_path))
    yield opened
    opened.close()


def take_in(desk: Desk, *pages: UUID) -> None:
    """One batch, one dossier, these pages: all wait at the gate."""
    desk.tell(b.BATCH, b.batch_opened(files=len(pages)))
    desk.tell(b.DOSSIER, b.dossier_opened())
    for place, page_id in enumerate(pages, start=1):
        desk.tell(page_id, b.page_accessioned(page_id, place))
    taken = b.dossier_accessioned(pages)
    desk.ledger.record(Write(b.DOSSIER, (taken,), None), Write(b.BATCH, (taken,), None))


def promote(desk: Desk, *pages: UUID) -> None:
    for page_id in pages:
        desk.tell(page_id, b.page_promoted(page_id))


def read(desk: Desk, *pages: UUID) -> None:
    for page_id in pages:
        desk.tell(page_id, b.page_transcribed(page_id))


def tell_everything(desk: Desk) -> None:
    """A little of all there is."""
    actor = uuid4()
    desk.tell(actor, ActorAdded(recorded_by=actor, actor_id=actor, name="Mai", kind="HUMAN"))
    desk.tell(UNITS_STREAM, b.unit_established())
    take_in(desk, *PAGES[:3])
    desk.tell(
        b.BATCH,
        FileRejected(
            recorded_by=b.ARCHIVIST,
            batch_id=b.BATCH,
            file_no=9,
            file_name="x.doc",
            code="scan.notAScan",
        ),
    )
    promote(desk, *PAGES[:2])
    read(desk, PAGES[0])
    desk.tell(
        PAGES[1],
        PageUnread(recorded_by=b.MACHINE, page_id=PAGES[1], code="engine.timeout", tries=3),
    )
    desk.tell(PAGES[2], PageQuarantined(recorded_by=b.MACHINE, page_id=PAGES[2], suspected=True))
    document = b.document_proposed(PAGES[:2])
    desk.tell(b.DOSSIER, document, b.proposal_made(document.document_id))
    desk.tell(b.PERSON, b.identity(identifiers=(b.cccd(),)), b.appointed())
    desk.tell(
        b.DOSSIER, DossierBound(recorded_by=b.ARCHIVIST, dossier_id=b.DOSSIER, person_id=b.PERSON)
    )
    stream = KEYS.identifier_stream(b.cccd().kind, b.cccd().value)
    desk.tell(stream, IdentifierReserved(recorded_by=b.ARCHIVIST, person_id=b.PERSON))


def answers(registers: Registers) -> dict[str, Any]:
    return {
        "batches": registers.batches(),
        "dossiers": registers.dossiers(),
        "pages": registers.pages(),
        "documents": registers.documents(b.DOSSIER),
        "work": registers.work_list(),
        "people": registers.people(),
        "found": registers.find_people(name="nguyen van an", identifiers=(b.cccd(),)),
        "events": registers.events_of_person(b.PERSON),
        "waiting": registers.awaiting_look(),
        "units": registers.units(),
        "actors": registers.actors(),
        "failures": registers.failures(),
        "settled": registers.settled([b.DOSSIER]),
        "position": registers.position(),
    }


def test_following_one_by_one_in_one_batch_and_anew_give_the_same_answers(desk: Desk):
    tell_everything(desk)

    one_by_one = answers(desk.catch_up(batch=1))
    desk.registers.clear()
    assert desk.registers.position() == 0
    assert desk.registers.batches() == ()
    anew = answers(desk.catch_up())

    assert one_by_one == anew
    assert anew["position"] == desk.ledger.position()
    assert all(anew.values())


def test_a_batch_that_comes_again_changes_nothing(desk: Desk):
    tell_everything(desk)
    before = answers(desk.catch_up())

    everything = desk.ledger.after(0)
    desk.registers.follow(everything, position=everything[-1].position)
    desk.registers.follow(everything[:5], position=everything[4].position)

    assert answers(desk.registers) == before


def test_killed_in_the_middle_of_a_batch_it_stands_before_it(desk: Desk):
    take_in(desk, *PAGES[:2])
    before = answers(desk.catch_up())
    promote(desk, *PAGES[:2])
    calls = 0

    def dying(stream_id: UUID, upto: int) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return desk.ledger.events(stream_id, upto=upto)

    killed = SqlRegisters(desk.url, history=dying, hashed=lambda one: one.value)
    with pytest.raises(KeyboardInterrupt):
        catch_up(desk.ledger, killed)
    killed.close()

    assert answers(desk.registers) == before
    assert desk.catch_up().batches()[0].balance.custody == 2


def test_opened_again_it_goes_on_where_it_was(desk: Desk):
    tell_everything(desk)
    before = answers(desk.catch_up())

    again = desk.opened()

    assert answers(again) == before
    again.close()


def test_neither_digests_of_pages_nor_identifiers_in_the_clear_are_kept(desk: Desk):
    tell_everything(desk)
    desk.catch_up()
    desk.registers.close()

    kept = kept_by(desk)

    assert b"Nguy" in kept
    assert b.SEALED.encode() not in kept
    assert b.DIGEST.encode() not in kept
    assert b.cccd().value.encode() not in kept


def kept_by(desk: Desk) -> bytes:
    """All that the store holds, as it lies there."""
    if desk.url.startswith("sqlite:"):
        return b"".join(file.read_bytes() for file in desk.folder.glob("registers.sqlite*"))
    with psycopg.connect(desk.url) as connection:
        names = connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " WHERE relnamespace = 'hoso_registers'::regnamespace AND relkind = 'r'"
        ).fetchall()
        rows = [connection.execute(f"SELECT t::text FROM {name} t".encode()) for (name,) in names]  # noqa: S608
        return "\n".join(row for found in rows for (row,) in found).encode()


def test_names_that_no_index_could_hold_are_found_all_the_same(desk: Desk):
    long, strange = "Hồ sơ " + "ạ" * 9000, "Hồ sơ\0 lạ"
    other = uuid4()
    desk.tell(b.DOSSIER, b.dossier_opened(long))
    desk.tell(other, b.dossier_opened(strange, dossier_id=other))

    registers = desk.catch_up()

    assert registers.dossiers_named(long) == (b.DOSSIER,)
    assert registers.dossiers_named(long + "ạ") == ()
    assert registers.dossier_named(strange) == other
    assert registers.dossier_named("Hồ sơ lạ") is None


# Batches and dossiers


def test_the_balance_of_a_batch_holds_at_every_moment(desk: Desk):
    take_in(desk, *PAGES[:3])
    desk.tell(
        b.BATCH,
        FileRejected(
            recorded_by=b.ARCHIVIST, batch_id=b.BATCH, file_no=4, file_name="x", code="scan.empty"
        ),
        FileDuplicated(
            recorded_by=b.ARCHIVIST,
            batch_id=b.BATCH,
            dossier_id=b.DOSSIER,
            file_no=5,
            file_name="y",
            images=2,
        ),
        BatchClosed(recorded_by=b.ARCHIVIST, batch_id=b.BATCH, images_in=6),
    )
    promote(desk, PAGES[0])
    quarantined = PageQuarantined(recorded_by=b.MACHINE, page_id=PAGES[1], suspected=True)
    desk.tell(PAGES[1], quarantined)

    row = desk.catch_up().batches()[0]

    assert row.balance.holds
    assert row.balance.images_in == 6
    assert (row.balance.custody, row.balance.quarantine, row.balance.pending) == (1, 1, 1)
    assert (row.balance.rejected, row.balance.duplicate) == (1, 2)
    assert row.closed


def test_a_batch_tells_what_was_read_and_since_when(desk: Desk):
    take_in(desk, *PAGES)
    promote(desk, *PAGES)
    read(desk, PAGES[0], PAGES[1])
    desk.tell(
        PAGES[2],
        PageUnread(recorded_by=b.MACHINE, page_id=PAGES[2], code="engine.timeout", tries=3),
    )

    row = desk.catch_up().batch(b.BATCH)

    assert row is not None
    assert (row.read, row.unread, row.unseen) == (2, 1, 1)
    assert row.first_read_at is not None
    assert row.last_read_at == row.first_read_at + timedelta(seconds=1)
    assert desk.registers.next_batch_no() == 2


def test_a_dossier_is_held_while_its_count_is_not_met(desk: Desk):
    take_in(desk, *PAGES[:3])
    desk.tell(
        b.DOSSIER,
        DossierDescribed(recorded_by=b.ARCHIVIST, dossier_id=b.DOSSIER, sheets=4, sides=1),
        DossierHeld(
            recorded_by=b.MACHINE, dossier_id=b.DOSSIER, expected=4, images=3, difference=-1
        ),
    )

    (row,) = desk.catch_up().dossiers(state="HELD")

    assert (row.state, row.expected, row.images, row.difference) == (BalanceState.HELD, 4, 3, -1)
    assert desk.registers.batches()[0].held == 1
    assert desk.registers.dossiers(state="COUNTED") == ()


def test_dossiers_are_found_by_name_however_its_marks_are_composed(desk: Desk):
    desk.tell(b.DOSSIER, b.dossier_opened("Hồ sơ Bình"))
    registers = desk.catch_up()

    assert registers.dossiers_named("Hồ sơ Bình") == (b.DOSSIER,)
    assert registers.dossier_named("Hồ sơ Bình") == b.DOSSIER
    assert registers.dossiers_named("Hồ sơ") == ()


def test_a_dossier_is_settled_when_nothing_more_is_to_be_read(desk: Desk):
    take_in(desk, *PAGES[:3])
    promote(desk, *PAGES[:2])
    read(desk, PAGES[0])
    assert desk.catch_up().settled([b.DOSSIER]) == ()

    read(desk, PAGES[1])
    assert desk.catch_up().settled([b.DOSSIER]) == ()

    quarantined = PageQuarantined(recorded_by=b.MACHINE, page_id=PAGES[2], suspected=True)
    desk.tell(PAGES[2], quarantined)
    (settled,) = desk.catch_up().settled([b.DOSSIER, uuid4()])
    assert settled.moved_at == desk.ledger.position()


def test_what_assembling_records_itself_does_not_move_a_dossier(desk: Desk):
    take_in(desk, PAGES[0])
    promote(desk, PAGES[0])
    read(desk, PAGES[0])
    (before,) = desk.catch_up().settled([b.DOSSIER])

    document = b.document_proposed(PAGES[:1])
    desk.tell(b.DOSSIER, document, b.proposal_made(document.document_id))
    desk.tell(PAGES[0], PageJudged(recorded_by=b.ARCHIVIST, page_id=PAGES[0], accepted=True))

    assert desk.catch_up().settled([b.DOSSIER]) == (before,)


# Pages, documents, proposals


def test_pages_come_in_the_dossiers_order_with_their_state(desk: Desk):
    take_in(desk, *PAGES[:3])
    promote(desk, PAGES[2])
    flagged = b.page_transcribed(PAGES[2], flags=("BLURRED",), words=3)
    desk.tell(PAGES[2], flagged)

    rows = desk.catch_up().pages(dossier_id=b.DOSSIER)

    assert [row.page_id for row in rows] == list(PAGES[:3])
    assert [row.place for row in rows] == [1, 2, 3]
    assert [row.state for row in rows] == [PageState.PENDING, PageState.PENDING, PageState.CUSTODY]
    assert rows[2].reading is Reading.READ
    assert [row.page_id for row in desk.registers.pages(flagged=True)] == [PAGES[2]]
    assert [batch.poor for batch in desk.registers.batches()] == [1]
    assert desk.registers.page(PAGES[2]) == rows[2]
    assert desk.registers.page(uuid4()) is None


def test_a_page_set_straight_or_judged_is_no_poor_one(desk: Desk):
    take_in(desk, *PAGES[:2])
    for page_id, flags in zip(PAGES[:2], (("ROTATED", "SKEWED"), ("BLURRED",)), strict=True):
        promote(desk, page_id)
        desk.tell(page_id, b.page_transcribed(page_id, flags=flags, words=90))
    assert [batch.poor for batch in desk.catch_up().batches()] == [1]

    desk.tell(PAGES[1], PageJudged(recorded_by=b.ARCHIVIST, page_id=PAGES[1], accepted=True))

    assert [batch.poor for batch in desk.catch_up().batches()] == [0]


def test_a_joined_document_leads_to_the_one_it_was_joined_to(desk: Desk):
    take_in(desk, *PAGES[:2])
    first, second = b.document_proposed(PAGES[:1]), b.document_proposed(PAGES[1:2])
    desk.tell(
        b.DOSSIER,
        first,
        second,
        DocumentJoined(
            recorded_by=b.ARCHIVIST,
            dossier_id=b.DOSSIER,
            document_id=first.document_id,
            other_document_id=second.document_id,
        ),
    )

    row = desk.catch_up().document(second.document_id)

    assert row is not None
    assert row.document_id == first.document_id
    assert row.page_ids == PAGES[:2]
    assert desk.registers.document_dossier(second.document_id) == b.DOSSIER
    assert desk.registers.documents(b.DOSSIER) == (row,)


def test_copies_of_a_decision_are_found_by_number_and_day(desk: Desk):
    take_in(desk, *PAGES[:2])
    described = Description(
        doc_type="QUYET_DINH", number="45/QĐ-SNV", issue_date=PartialDate.parse("2019-01-01")
    )
    desk.tell(
        b.DOSSIER,
        DocumentAssembled(
            recorded_by=b.ARCHIVIST,
            dossier_id=b.DOSSIER,
            document_id=uuid4(),
            page_ids=PAGES[:1],
            description=described,
        ),
    )
    desk.tell(b.PERSON, b.identity(), b.appointed("2019-01-01"))
    registers = desk.catch_up()

    assert len(registers.documents_of_paper("045/QĐ-SNV", PartialDate.parse("2019-01-01"))) == 1
    assert len(registers.documents_of_paper("45/QD-SNV", None)) == 1
    assert registers.documents_of_paper("45/QĐ-SNV", PartialDate.parse("2020-01-01")) == ()
    (row,) = registers.events_of_paper("45/QĐ-SNV", PartialDate.parse("2019-01-01"))
    assert row.event_type == "appointment.made"


def test_the_work_list_begins_with_what_is_in_doubt_and_ends_with_what_cannot_be_confirmed(
    desk: Desk,
):
    other = uuid4()
    take_in(desk, *PAGES[:2])
    document = b.document_proposed(PAGES[:1])
    sure = b.proposal_made(document.document_id, confidence=0.99)
    doubted = b.proposal_made(document.document_id, confidence=0.9, unsure=2)
    weak = b.proposal_made(document.document_id, confidence=0.5)
    desk.tell(b.DOSSIER, document, sure, doubted, weak)
    bound = DossierBound(recorded_by=b.ARCHIVIST, dossier_id=b.DOSSIER, person_id=b.PERSON)
    desk.tell(b.DOSSIER, bound)
    unbound = b.document_proposed(PAGES[1:2], dossier_id=other)
    waiting = b.proposal_made(unbound.document_id, dossier_id=other, unsure=9)
    desk.tell(other, b.dossier_opened("HS-002", dossier_id=other), unbound, waiting)

    rows = desk.catch_up().work_list()

    wanted = [one.proposal_id for one in (doubted, weak, sure, waiting)]
    assert [row.proposal_id for row in rows] == wanted
    assert [row.bound_to for row in rows] == [b.PERSON] * 3 + [None]
    assert rows[0].dossier_name == "HS-001"
    assert [row.proposal_id for row in desk.registers.work_list(offset=1, limit=2)] == wanted[1:3]
    in_batch = desk.registers.work_list(batch_id=b.BATCH)
    assert [row.proposal_id for row in in_batch] == wanted[:3]


def test_a_decided_proposal_leaves_the_work_list_and_stays_known(desk: Desk):
    paper = uuid4()
    take_in(desk, PAGES[0])
    document = b.document_proposed(PAGES[:1])
    first = b.proposal_made(document.document_id, batch_id=paper, list_row=1)
    second = b.proposal_made(document.document_id, batch_id=paper, list_row=2)
    event_id = uuid4()
    desk.tell(
        b.DOSSIER,
        document,
        first,
        second,
        ProposalConfirmed(
            recorded_by=b.ARCHIVIST,
            dossier_id=b.DOSSIER,
            proposal_id=first.proposal_id,
            person_id=b.PERSON,
            event_id=event_id,
        ),
        ProposalRejected(
            recorded_by=b.ARCHIVIST,
            dossier_id=b.DOSSIER,
            proposal_id=second.proposal_id,
            why="đọc nhầm",
        ),
    )

    registers = desk.catch_up()

    assert registers.work_list() == ()
    rows = registers.proposals_of_paper(paper)
    assert [row.state for row in rows] == [ProposalState.CONFIRMED, ProposalState.REJECTED]
    assert [row.list_row for row in rows] == [1, 2]
    assert (rows[0].event_id, rows[0].person_id) == (event_id, b.PERSON)
    assert registers.proposals_of(document.document_id) == rows
    assert registers.proposal(first.proposal_id) == rows[0]


# People and events


def test_people_are_found_by_name_without_marks_and_by_identifier(desk: Desk):
    namesake = uuid4()
    born = PartialDate.parse("1985-03-12")
    desk.tell(b.PERSON, b.identity("Nguyễn Văn An", identifiers=(b.cccd(),), birth_date=born))
    other = b.identity("Nguyễn Văn Ân", person_id=namesake, birth_date=PartialDate.parse("1990"))
    desk.tell(namesake, other)

    found = desk.catch_up().find_people(
        name="ông NGUYỄN VĂN AN",
        birth_date=born,
        identifiers=(b.cccd("024 085 000 123".replace(" ", "")),),
    )

    assert [one.person.person_id for one in found] == [b.PERSON, namesake]
    assert (found[0].by_identifier, found[0].by_name, found[0].by_birth_date) == (True, True, True)
    assert (found[1].by_identifier, found[1].by_birth_date) == (False, False)
    assert desk.registers.find_people(name="Trần Thị Bình") == ()
    assert desk.registers.find_people() == ()


def test_of_many_names_those_are_borne_by_which_somebody_is_found(desk: Desk):
    desk.tell(b.PERSON, b.identity("Nguyễn Văn An"))
    strangers = [f"Trần Thị {number}" for number in range(1000)]

    registers = desk.catch_up()
    asked = ["ông NGUYỄN VĂN AN", *strangers, "Nguyễn Văn Ân", ""]

    borne = registers.names_borne(asked)
    assert borne == {"ông NGUYỄN VĂN AN", "Nguyễn Văn Ân"}
    assert borne == {name for name in asked if registers.find_people(name=name)}
    assert registers.names_borne(()) == frozenset()


def test_a_former_name_finds_its_person(desk: Desk):
    desk.tell(
        b.PERSON,
        b.identity("Nguyễn Văn An"),
        b.career_event(
            IdentityCorrected, "2020-01-01", field="fullName", old="Nguyễn Văn An", new="Nguyễn An"
        ),
    )

    registers = desk.catch_up()

    assert [one.person.name for one in registers.find_people(name="Nguyễn Văn An")] == ["Nguyễn An"]
    assert registers.person(b.PERSON) is not None


def test_people_come_in_the_order_of_vietnamese_names(desk: Desk):
    for name in ("Trần Thị Ý", "Lê Văn Ánh", "Nguyễn An", "Hoàng Đức"):
        person_id = uuid4()
        desk.tell(person_id, b.identity(name, person_id=person_id))

    registers = desk.catch_up()

    assert [row.name for row in registers.people()] == [
        "Nguyễn An",
        "Lê Văn Ánh",
        "Hoàng Đức",
        "Trần Thị Ý",
    ]
    assert [row.name for row in registers.people(after="Lê Văn Ánh", limit=1)] == ["Hoàng Đức"]


def test_events_wait_for_the_second_look_until_another_person_verified_them(desk: Desk):
    event = b.appointed(evidence=Rank.ORIGINAL)
    desk.tell(b.PERSON, b.identity(), event)

    waiting = desk.catch_up().awaiting_look()

    assert event.event_id in {row.event_id for row in waiting}
    assert all(row.look in (Look.REQUIRED, Look.DRAWN) for row in waiting)
    desk.tell(
        b.PERSON,
        EventVerified(
            recorded_by=b.COLLEAGUE,
            event_id=uuid4(),
            person_id=b.PERSON,
            target=event.event_id,
        ),
    )
    after = {row.event_id for row in desk.catch_up().awaiting_look()}
    assert event.event_id not in after


def test_an_annulment_waits_for_the_second_look_too(desk: Desk):
    event = b.appointed()
    annulled = RecordAnnulled(
        recorded_by=b.ARCHIVIST,
        event_id=uuid4(),
        person_id=b.PERSON,
        target=event.event_id,
        why="ghi nhầm người",
    )
    desk.tell(b.PERSON, b.identity(), event, annulled)

    waiting = {row.event_id: row for row in desk.catch_up().awaiting_look()}

    assert waiting[annulled.event_id].event_type == "record.annulled"
    events = {row.event_id for row in desk.registers.events_of_person(b.PERSON)}
    assert annulled.event_id not in events
    assert event.event_id in events


# Units, actors, identifiers, failures


def test_a_unit_that_was_merged_ends_although_nothing_was_recorded_of_it(desk: Desk):
    target = uuid4()
    desk.tell(UNITS_STREAM, b.unit_established("Sở Nội vụ tỉnh Bắc Giang"))
    desk.tell(UNITS_STREAM, b.unit_established("Sở Nội vụ tỉnh Bắc Ninh", unit_id=target))
    desk.catch_up()
    merged = OrgMerged(
        recorded_by=b.ARCHIVIST,
        unit_id=target,
        effective_date=PartialDate.parse("2025-07-01"),
        source_ids=(b.UNIT,),
        mode=MergeMode.ABSORB,
    )
    desk.tell(UNITS_STREAM, merged)

    rows = {row.unit_id: row for row in desk.catch_up().units()}

    assert rows[b.UNIT].ended_on == datetime(2025, 7, 1, tzinfo=UTC).date()
    assert rows[target].ended_on is None
    assert units_of(desk.registers, desk.ledger).known(b.UNIT)


def test_an_actor_is_shown_with_grants_and_keys_but_no_hash(desk: Desk):
    actor = uuid4()
    grant = Grant(grant_id=uuid4(), role=Role.ARCHIVIST)
    desk.tell(
        actor,
        ActorAdded(recorded_by=actor, actor_id=actor, name="Mai", kind=ActorKind.HUMAN),
        KeyIssued(recorded_by=actor, actor_id=actor, key_id="abc", key_hash="secret-hash"),
        AccessGranted(recorded_by=actor, actor_id=actor, grant=grant),
    )

    (row,) = desk.catch_up().actors()

    assert (row.name, row.grants, [key.key_id for key in row.keys]) == ("Mai", (grant,), ["abc"])
    assert "secret-hash" not in row.model_dump_json()


def test_an_identifier_belongs_to_its_person_until_it_is_released(desk: Desk):
    stream = KEYS.identifier_stream(b.cccd().kind, b.cccd().value)
    desk.tell(stream, IdentifierReserved(recorded_by=b.ARCHIVIST, person_id=b.PERSON))
    assert desk.catch_up().owner_of(stream) == b.PERSON

    desk.tell(stream, IdentifierReleased(recorded_by=b.ARCHIVIST, person_id=b.PERSON))
    assert desk.catch_up().owner_of(stream) is None


def test_failures_name_the_file_and_say_why(desk: Desk):
    take_in(desk, PAGES[0])
    promote(desk, PAGES[0])
    desk.tell(
        b.BATCH,
        FileRejected(
            recorded_by=b.ARCHIVIST,
            batch_id=b.BATCH,
            file_no=7,
            file_name="Nguyễn Văn An.doc",
            code="scan.notAScan",
        ),
    )
    desk.tell(
        PAGES[0],
        PageUnread(recorded_by=b.MACHINE, page_id=PAGES[0], code="engine.timeout", tries=3),
    )

    unread, rejected = desk.catch_up().failures(batch_id=b.BATCH)

    assert (unread.kind, unread.code, unread.page_id) == (
        FailureKind.PAGE_UNREAD,
        "engine.timeout",
        PAGES[0],
    )
    assert (rejected.kind, rejected.code, rejected.file_no) == (
        FailureKind.FILE_REJECTED,
        "scan.notAScan",
        7,
    )
    assert rejected.file_name == "Nguyễn Văn An.doc"
    assert desk.registers.failures(dossier_id=b.DOSSIER) == (unread,)
    read(desk, PAGES[0])
    assert [one.kind for one in desk.catch_up().failures()] == [FailureKind.FILE_REJECTED]


# What only a file can show.


def test_tables_made_by_another_program_are_told_and_cleared(tmp_path: Path):
    desk = Desk(tmp_path, f"sqlite:{tmp_path / 'registers.sqlite'}")
    tell_everything(desk)
    before = answers(desk.catch_up())
    with sqlite3.connect(desk.folder / "registers.sqlite") as connection:
        connection.execute("UPDATE followed SET form = form - 1")
    connection.close()

    with pytest.raises(RegistersUnavailable) as refused:
        desk.registers.position()

    assert refused.value.code == "registers.outdated"
    desk.registers.clear()
    assert answers(desk.catch_up()) == before
    desk.close()


# What only a database can show.


@pytest.fixture
def database(postgresql_server: Service) -> Database:
    return new_database(postgresql_server)


@pytest.fixture
def served(database: Database, tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path, database.writer)
    yield opened
    opened.close()


def test_tables_of_another_form_are_made_anew_by_migrating_and_filled_again(
    database: Database, served: Desk
):
    tell_everything(served)
    before = answers(served.catch_up())
    database.touch("UPDATE hoso_registers.followed SET form = form - 1")

    for refuse in (served.registers.position, served.registers.clear, served.opened):
        with pytest.raises(RegistersUnavailable) as refused:
            refuse()
        assert refused.value.code == "database.notMigrated"
    (migrated,) = migrate(database.owner, ("registers",), writer=WRITER, reader=READER)

    assert migrated.emptied
    assert served.registers.position() == 0
    assert answers(served.catch_up()) == before


def test_tables_of_a_newer_program_are_left_alone(database: Database, served: Desk):
    database.touch("UPDATE hoso_registers.followed SET form = form + 1")

    with pytest.raises(RegistersUnavailable) as refused:
        served.registers.position()
    with pytest.raises(MigrationRefused) as kept:
        migrate(database.owner, ("registers",), writer=WRITER, reader=READER)

    assert refused.value.code == kept.value.code == "database.newer"


def test_migrating_again_keeps_what_is_derived(database: Database, served: Desk):
    tell_everything(served)
    before = answers(served.catch_up())

    (migrated,) = migrate(database.owner, ("registers",), writer=WRITER, reader=READER)

    assert (migrated.found, migrated.emptied) == (migrated.form, False)
    assert answers(served.registers) == before


def test_a_reader_sees_one_state_while_another_program_follows(database: Database, served: Desk):
    take_in(served, *PAGES[:3])
    served.catch_up()
    registers = served.registers
    assert isinstance(registers, SqlRegisters)
    with registers._reading() as connection:
        before = counts.batches(connection)
        promote(served, *PAGES[:2])
        other = served.opened()
        catch_up(served.ledger, other)
        other.close()

        assert counts.batches(connection) == before
    assert registers.batches() != before


def test_the_programs_that_follow_wait_their_turn(database: Database, served: Desk):
    take_in(served, *PAGES[:3])
    turn = (
        b"SELECT pg_advisory_xact_lock(1752134511, 'hoso_registers.followed'::regclass::oid::int)"
    )
    with psycopg.connect(database.writer) as other:
        other.execute(turn)
        thread = Thread(target=served.catch_up)
        thread.start()
        thread.join(0.3)

        assert thread.is_alive()
        assert served.registers.position() == 0
        other.rollback()
    thread.join()
    assert served.registers.position() == served.ledger.position()


def test_a_reader_may_look_and_not_follow(database: Database, served: Desk):
    tell_everything(served)
    before = answers(served.catch_up())
    served.tell(b.PERSON, b.appointed())
    reader = Desk(served.folder, database.reader)

    assert answers(reader.registers) == before
    with pytest.raises(RegistersUnavailable) as refused:
        reader.catch_up()

    assert refused.value.code == "database.notAllowed"
    reader.close()


def test_what_keeps_them_from_opening_is_named(database: Database, served: Desk):
    def refused(url: str) -> str:
        served.url = url
        with pytest.raises(RegistersUnavailable) as told:
            served.opened()
        assert "@" not in f"{told.value} {told.value.values}"
        return told.value.code

    assert refused(database.writer.replace(WRITER, "nobody")) == "database.notLetIn"
    assert refused(database.writer.replace(database.name, "nowhere")) == "database.noDatabase"
    assert refused("postgresql://a:b@h:port/c") == "database.address"
    assert refused("oracle://db") == "registers.unknownStore"


def test_sessions_that_were_ended_are_replaced(database: Database, served: Desk):
    tell_everything(served)
    before = answers(served.catch_up())
    database.touch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'test_writer'"
    )

    assert answers(served.registers) == before
