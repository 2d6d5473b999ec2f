"""The ledger, on every store that it runs on. A new store joins as one line in STORES."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from eventsourcing.tests import persistence

from archive.codec import Unstorable
from archive.ledger import (
    Ledger,
    LedgerConflict,
    LedgerDamaged,
    LedgerUnavailable,
    Write,
    open_ledger,
)
from archive.ledger_sqlite import SqliteApplication, SqliteBook
from domain.events.access import AccessGranted, ActorAdded, ActorKind, ArchiveOpened
from domain.events.acts import FieldChange, RecordCorrected
from domain.events.envelope import Event, UnitRef
from domain.labels import Label
from tests.kit.builders import UNIT, appointed, identity
from tests.kit.postgres import new_database

BY = UUID("00000000-0000-4000-8000-00000000000a")
PERSON = UUID("00000000-0000-4000-8000-000000000001")
OTHER = UUID("00000000-0000-4000-8000-000000000002")

STORES: dict[str, Callable[[pytest.FixtureRequest, Path], str]] = {
    "sqlite": lambda _, folder: f"sqlite:{folder / 'ledger.sqlite'}",
    "postgresql": lambda request, _: (
        new_database(request.getfixturevalue("postgresql_server")).writer
    ),
}


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def at(self, text: str) -> datetime:
        self.now = datetime.fromisoformat(text)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return STORES[request.param](request, tmp_path)


@pytest.fixture
def ledger(url: str, clock: Clock) -> Iterator[Ledger]:
    with open_ledger(url, clock=clock) as opened:
        yield opened


def added(name: str = "Trần Thị Bình") -> Event:
    return ActorAdded(recorded_by=BY, actor_id=PERSON, name=name, kind=ActorKind.HUMAN)


def test_what_is_recorded_is_read_back_with_its_place_and_time(ledger: Ledger, clock: Clock):
    written = ledger.record(Write(PERSON, (added("An"), added("Bình")), 0))

    assert written.position == 2
    assert ledger.events(PERSON) == written.recorded
    first, second = written.recorded
    assert (first.event, first.version, first.position) == (added("An"), 1, 1)
    assert (second.event, second.version, second.position) == (added("Bình"), 2, 2)
    assert first.recorded_at == second.recorded_at == clock.now


def test_an_empty_ledger_has_no_position_and_no_events(ledger: Ledger):
    assert ledger.position() == 0
    assert ledger.after(0) == ()
    assert ledger.events(PERSON) == ()
    assert ledger.position_at(datetime(2030, 1, 1, tzinfo=UTC)) == 0


def test_the_second_writer_on_a_stream_gets_a_conflict_and_writes_nothing(ledger: Ledger):
    ledger.record(Write(PERSON, (added("first"),), 0))

    with pytest.raises(LedgerConflict) as refused:
        ledger.record(Write(PERSON, (added("second"),), 0))

    assert refused.value.code == "ledger.conflict"
    assert refused.value.values == {"stream_id": PERSON, "expected": 0, "found": 1}
    assert ledger.position() == 1


def test_a_version_that_was_never_reached_is_a_conflict_not_a_gap(ledger: Ledger):
    ledger.record(Write(PERSON, (added(),), 0))

    with pytest.raises(LedgerConflict):
        ledger.record(Write(PERSON, (added(),), 5))


def test_a_conflict_on_one_stream_takes_back_all_streams(ledger: Ledger):
    ledger.record(Write(PERSON, (added(),), 0))

    with pytest.raises(LedgerConflict):
        ledger.record(Write(OTHER, (added(),), 0), Write(PERSON, (added(),), 0))

    assert ledger.events(OTHER) == ()


def test_without_an_expected_version_events_go_behind_what_is_there(ledger: Ledger):
    ledger.record(Write(PERSON, (added("1"), added("2")), None))
    ledger.record(Write(PERSON, (added("3"),), None))

    assert [one.version for one in ledger.events(PERSON)] == [1, 2, 3]


def test_two_writes_to_one_stream_follow_each_other(ledger: Ledger):
    written = ledger.record(
        Write(PERSON, (added("1"),), 0),
        Write(OTHER, (added(),), 0),
        Write(PERSON, (added("2"),), 1),
    )

    assert [(one.stream_id, one.version) for one in written.recorded] == [
        (PERSON, 1),
        (OTHER, 1),
        (PERSON, 2),
    ]


def test_a_write_without_events_guards_the_stream_it_names(ledger: Ledger):
    ledger.record(Write(PERSON, (added(),), 0))

    ledger.record(Write(PERSON, (), 1), Write(OTHER, (added(),), 0))
    with pytest.raises(LedgerConflict):
        ledger.record(Write(PERSON, (), 7), Write(OTHER, (added(),), 1))

    assert len(ledger.events(OTHER)) == 1


def test_recording_nothing_is_a_mistake(ledger: Ledger):
    with pytest.raises(ValueError, match="nothing to record"):
        ledger.record(Write(PERSON, (), 0))


def test_the_book_is_read_in_its_order_in_batches(ledger: Ledger):
    for name in "abcde":
        ledger.record(Write(uuid4(), (added(name),), 0))

    first = ledger.after(0, limit=2)
    rest = ledger.after(first[-1].position, limit=10)

    assert [one.event.name for one in first + rest] == ["a", "b", "c", "d", "e"]  # type: ignore[attr-defined]
    assert ledger.after(5) == ()


def test_a_stream_is_read_up_to_a_position(ledger: Ledger):
    ledger.record(Write(PERSON, (added("1"),), 0))
    ledger.record(Write(OTHER, (added(),), 0))
    ledger.record(Write(PERSON, (added("3"),), 1))

    assert len(ledger.events(PERSON, upto=2)) == 1
    assert len(ledger.events(PERSON, upto=3)) == 2
    assert ledger.events(PERSON, upto=0) == ()


def test_many_streams_are_read_in_one_pass(ledger: Ledger):
    ledger.record(Write(PERSON, (added("An"), added("Bình")), 0), Write(OTHER, (added(),), 0))
    until = ledger.record(Write(PERSON, (added("Chi"),), 2)).position

    whole = {stream[0].stream_id: stream for stream in ledger.streams((OTHER, PERSON, uuid4()))}
    before = {stream[0].stream_id: stream for stream in ledger.streams((PERSON,), upto=until - 1)}

    assert whole == {PERSON: ledger.events(PERSON), OTHER: ledger.events(OTHER)}
    assert before == {PERSON: ledger.events(PERSON, upto=until - 1)}


def test_only_streams_that_name_a_unit_are_decoded_where_that_is_asked(ledger: Ledger):
    finance, health = UnitRef(as_printed="Sở Tài chính", unit_id=UNIT), 'Sở Y tế "cũ"'
    ledger.record(
        Write(PERSON, (identity(), appointed(unit=finance)), 0),
        Write(OTHER, (identity(), appointed(unit=UnitRef(as_printed=health))), 0),
    )

    def naming(*wanted: object) -> set[UUID]:
        asked: list[tuple[str, UUID | None]] = []

        def names(printed: str, unit_id: UUID | None) -> bool:
            asked.append((printed, unit_id))
            return (unit_id or printed) in wanted

        found = ledger.streams((PERSON, OTHER), naming=names)
        return {stream[0].stream_id for stream in found}

    assert naming(UNIT) == {PERSON}
    assert naming(health) == {OTHER}
    assert naming() == set()


def test_a_stream_with_a_correction_is_always_decoded(ledger: Ledger):
    corrected = RecordCorrected(
        event_id=uuid4(),
        person_id=PERSON,
        recorded_by=BY,
        target=uuid4(),
        changes=(FieldChange(field="unit", before=None, after=None),),
        why="đọc nhầm",
    )
    ledger.record(Write(PERSON, (identity(), corrected), 0))

    found = ledger.streams((PERSON,), naming=lambda printed, unit_id: False)

    assert [stream[0].stream_id for stream in found] == [PERSON]


def test_a_clock_that_goes_back_does_not_take_the_ledger_with_it(ledger: Ledger, clock: Clock):
    noon = clock.at("2026-03-01T12:00:00.000001+00:00")
    ledger.record(Write(PERSON, (added(),), 0))
    clock.at("2026-03-01T11:00:00+00:00")
    ledger.record(Write(OTHER, (added(),), 0))
    later = clock.at("2026-03-01T13:00:00.123456+00:00")
    ledger.record(Write(PERSON, (added(),), 1))

    assert [one.recorded_at for one in ledger.after(0)] == [noon, noon, later]


def test_an_instant_is_kept_to_the_microsecond_whatever_its_zone(ledger: Ledger, clock: Clock):
    clock.at("2026-03-01T15:00:00.999999+07:00")

    recorded = ledger.record(Write(PERSON, (added(),), 0)).recorded[0]

    assert recorded.recorded_at.isoformat() == "2026-03-01T08:00:00.999999+00:00"
    assert ledger.events(PERSON)[0].recorded_at == recorded.recorded_at


def test_known_at_resolves_to_the_last_position_recorded_by_then(ledger: Ledger, clock: Clock):
    for minute in (1, 2, 2, 2, 5):
        clock.at(f"2026-03-01T08:0{minute}:00+00:00")
        ledger.record(Write(uuid4(), (added(),), 0))

    def at(text: str) -> int:
        return ledger.position_at(datetime.fromisoformat(text))

    assert at("2026-03-01T08:00:59.999999+00:00") == 0
    assert at("2026-03-01T08:01:00+00:00") == 1
    assert at("2026-03-01T08:01:59.999999+00:00") == 1
    assert at("2026-03-01T15:02:00+07:00") == 4
    assert at("2026-03-01T08:04:59+00:00") == 4
    assert at("2026-03-01T08:05:00+00:00") == 5
    assert at("2040-01-01T00:00:00+00:00") == 5


def test_known_at_agrees_with_reading_the_whole_book(ledger: Ledger, clock: Clock):
    start = clock.now
    for seconds in (0, 0, 1, 1, 1, 4, 9, 9, 30, 31, 31, 60):
        clock.now = start + timedelta(seconds=seconds)
        ledger.record(Write(uuid4(), (added(),), 0))

    book = ledger.after(0)
    for seconds in range(-1, 62):
        known_at = start + timedelta(seconds=seconds)
        by_then = [one.position for one in book if one.recorded_at <= known_at]
        assert ledger.position_at(known_at) == max(by_then, default=0)


def test_an_instant_without_a_zone_is_refused(ledger: Ledger):
    with pytest.raises(ValueError, match="time zone"):
        ledger.position_at(datetime(2026, 3, 1))  # noqa: DTZ001 - that is the point


def test_a_ledger_opened_again_holds_the_same(url: str, clock: Clock):
    with open_ledger(url, clock=clock) as ledger:
        written = ledger.record(Write(PERSON, (added(),), 0))

    with open_ledger(url, clock=clock) as ledger:
        assert ledger.after(0) == written.recorded


def test_an_event_of_a_kind_that_is_not_allowed_is_not_written(ledger: Ledger):
    class Foreign(Event):
        topic: ClassVar[str] = "foreign.made"
        label: ClassVar[Label] = Label("Lạ", "Foreign")

    with pytest.raises(Unstorable) as refused:
        ledger.record(Write(PERSON, (Foreign(recorded_by=BY),), 0))

    assert refused.value.code == "codec.unknownTopic"
    assert ledger.position() == 0


def test_threads_that_append_to_one_stream_lose_nothing(ledger: Ledger):
    def append() -> None:
        for _ in range(10):
            ledger.record(Write(PERSON, (added(),), None))

    threads = [Thread(target=append) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [one.version for one in ledger.events(PERSON)] == list(range(1, 41))


WRITER = """
import sys
from datetime import UTC, datetime
from uuid import UUID
from archive.ledger import LedgerConflict, Write, open_ledger
from domain.events.access import ActorAdded, ActorKind
by, stream = UUID(sys.argv[2]), UUID(sys.argv[3])
event = ActorAdded(recorded_by=by, actor_id=stream, name="x", kind=ActorKind.MACHINE)
with open_ledger(sys.argv[1], clock=lambda: datetime.now(UTC)) as ledger:
    won = lost = 0
    while won < 25:
        version = len(ledger.events(stream))
        try:
            ledger.record(Write(stream, (event,), version))
            won += 1
        except LedgerConflict:
            lost += 1
    print(won, lost)
"""


def test_two_programs_on_one_stream_each_decide_on_what_they_read(url: str):
    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", WRITER, url, str(BY), str(PERSON)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    programs = [start(), start()]
    answers = [program.communicate()[0].split() for program in programs]

    assert [program.returncode for program in programs] == [0, 0]
    assert [answer[0] for answer in answers] == ["25", "25"]
    with open_ledger(url, clock=lambda: datetime.now(UTC)) as ledger:
        recorded = ledger.events(PERSON)
        assert [one.version for one in recorded] == list(range(1, 51))
        instants = [one.recorded_at for one in ledger.after(0)]
        assert instants == sorted(instants)


def test_an_unknown_kind_of_store_is_named(clock: Clock):
    with pytest.raises(LedgerUnavailable) as refused:
        open_ledger("oracle://db/archive", clock=clock)

    assert refused.value.code == "ledger.unknownStore"
    assert refused.value.values["scheme"] == "oracle"


# What only the SQLite file can show.


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def book(file: Path, clock: Clock) -> Iterator[Ledger]:
    with open_ledger(f"sqlite:{file}", clock=clock) as opened:
        yield opened


def touch(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET state = x'00'",
        "UPDATE stored_events SET originator_version = 9",
        "DELETE FROM stored_events",
        "REPLACE INTO stored_events SELECT * FROM stored_events",
        "INSERT OR REPLACE INTO stored_events (originator_id, originator_version, topic, state)"
        " SELECT originator_id, originator_version, 'x', x'00' FROM stored_events",
    ],
)
def test_the_file_refuses_to_change_or_lose_an_event(book: Ledger, file: Path, statement: str):
    written = book.record(Write(PERSON, (added(),), 0))

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        touch(file, statement)

    assert book.after(0) == written.recorded


def test_a_position_is_never_used_twice_even_after_a_theft(book: Ledger, file: Path):
    book.record(Write(PERSON, (added(), added()), 0))
    touch(file, "DROP TRIGGER no_delete", "DELETE FROM stored_events WHERE rowid = 2")

    assert book.record(Write(OTHER, (added(),), 0)).position == 3


def test_an_event_is_forced_to_disk_before_it_is_acknowledged(file: Path, clock: Clock):
    application = SqliteApplication(file, clock=clock, types={})

    with application.recorder.datastore.get_connection(commit=True) as connection:
        plain = connection._sqlite_conn
        assert plain.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert plain.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    application.close()


def test_only_its_owner_reads_the_file(book: Ledger, file: Path):
    book.record(Write(PERSON, (added(),), 0))

    modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
    assert modes == {
        "ledger.sqlite": 0o600,
        "ledger.sqlite-wal": 0o600,
        "ledger.sqlite-shm": 0o600,
    }


def test_the_environment_cannot_turn_the_ledger_into_another(
    tmp_path: Path, file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    for name, value in {
        "PERSISTENCE_MODULE": "eventsourcing.popo",
        "HOSO_PERSISTENCE_MODULE": "eventsourcing.popo",
        "SQLITE_DBNAME": str(tmp_path / "elsewhere.sqlite"),
        "HOSO_SQLITE_DBNAME": str(tmp_path / "elsewhere.sqlite"),
        "COMPRESSOR_TOPIC": "zlib",
        "CIPHER_TOPIC": "no.such:Cipher",
        "MAPPER_TOPIC": "no.such:Mapper",
        "APPLICATION_RECORDER_TOPIC": "no.such:Recorder",
        "IS_SNAPSHOTTING_ENABLED": "y",
        "CREATE_TABLE": "n",
        "ORIGINATOR_ID_TYPE": "text",
    }.items():
        monkeypatch.setenv(name, value)

    with open_ledger(f"sqlite:{file}", clock=clock) as ledger:
        ledger.record(Write(PERSON, (added("Bình"),), 0))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.sqlite"]
    connection = sqlite3.connect(file)
    state = connection.execute("SELECT state FROM stored_events").fetchone()[0]
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    connection.close()
    assert '"name":"Bình"' in state[9:].decode()
    assert {name for (name,) in tables} == {"stored_events", "sqlite_sequence"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("state = x'01'", "codec.cutShort"),
        ("state = x'02ffffffffffffffff'", "codec.version"),
        ("state = x'010000000000000000'", "codec.unstamped"),
        ("state = x'01ffffffffffffffff'", "codec.instant"),
        ("state = x'01' || substr(state, 2)", "codec.notBytes"),
        ("state = 'a text'", "codec.notBytes"),
        ("state = substr(state, 1, length(state) - 1)", "codec.invalid"),
        ("topic = 'os.system'", "codec.unknownTopic"),
        ("topic = 'archive.opened'", "codec.invalid"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_never_skipped(
    book: Ledger, file: Path, change: str, reason: str
):
    book.record(Write(PERSON, (added(), added(), added()), 0))
    touch(
        file,
        "DROP TRIGGER no_update",
        f"UPDATE stored_events SET {change} WHERE rowid = 2",  # noqa: S608
    )

    for read in (lambda: book.events(PERSON), lambda: book.after(0)):
        with pytest.raises(LedgerDamaged) as damage:
            read()
        values = damage.value.values
        assert (values["position"], values["stream_id"], values["version"]) == (2, PERSON, 2)
        assert values["reason"] == reason
    walked = list(book.walk())
    assert [isinstance(one, LedgerDamaged) for one in walked] == [False, True, False]


def test_a_row_whose_stream_or_version_is_spoilt_is_named_in_the_walk(book: Ledger, file: Path):
    book.record(Write(PERSON, (added(), added(), added()), 0))
    touch(
        file,
        "DROP TRIGGER no_update",
        "UPDATE stored_events SET originator_id = 'nobody' WHERE rowid = 1",
        "UPDATE stored_events SET originator_version = 'two' WHERE rowid = 2",
    )

    first, second, third = book.walk()

    assert isinstance(first, LedgerDamaged)
    assert first.values["reason"] == "codec.streamId"
    assert isinstance(second, LedgerDamaged)
    assert (second.values["reason"], second.values["position"]) == ("version", 2)
    assert not isinstance(third, LedgerDamaged)


def test_a_missing_version_is_named(book: Ledger, file: Path):
    book.record(Write(PERSON, (added(), added(), added()), 0))
    touch(file, "DROP TRIGGER no_delete", "DELETE FROM stored_events WHERE rowid = 2")

    with pytest.raises(LedgerDamaged) as damage:
        book.events(PERSON)

    assert damage.value.values["reason"] == "gap"
    assert damage.value.values["version"] == 3


def test_nothing_is_recorded_behind_a_row_whose_time_is_lost(book: Ledger, file: Path):
    book.record(Write(PERSON, (added(),), 0))
    touch(file, "DROP TRIGGER no_update", "UPDATE stored_events SET state = x'ff'")

    with pytest.raises(LedgerDamaged) as damage:
        book.record(Write(OTHER, (added(),), 0))

    assert damage.value.values["position"] == 1


def test_a_full_disk_refuses_the_whole_write_and_the_ledger_lives_on(file: Path, clock: Clock):
    with open_ledger(f"sqlite:{file}", clock=clock) as ledger:
        ledger.record(Write(PERSON, (added(),), 0))
        with ledger._application.recorder.datastore.get_connection(commit=True) as connection:
            plain = connection._sqlite_conn
            pages = plain.execute("PRAGMA page_count").fetchone()[0]
            plain.execute(f"PRAGMA max_page_count = {pages + 2}")

        with pytest.raises(LedgerUnavailable) as refused:
            ledger.record(Write(OTHER, tuple(added("x" * 900) for _ in range(50)), 0))

        assert refused.value.code == "ledger.diskFull"
        assert ledger.events(OTHER) == ()
        plain.execute("PRAGMA max_page_count = 1000000")
        assert ledger.record(Write(OTHER, (added(),), 0)).position == 2


@pytest.mark.parametrize("foreign", ["another program's file", "no database at all"])
def test_a_file_that_is_no_ledger_is_refused_and_left_alone(file: Path, clock: Clock, foreign: str):
    if foreign == "no database at all":
        file.write_bytes(b"Danh sach can bo" * 100)
    else:
        touch(file, "CREATE TABLE payroll (salary INTEGER)")
    before = file.read_bytes()

    with pytest.raises((LedgerUnavailable, LedgerDamaged)):
        open_ledger(f"sqlite:{file}", clock=clock)

    assert file.read_bytes()[100:] == before[100:]


def test_a_folder_that_cannot_hold_a_ledger_is_named(tmp_path: Path, clock: Clock):
    (tmp_path / "taken").write_text("a file, not a folder")

    with pytest.raises(LedgerUnavailable) as refused:
        open_ledger(f"sqlite:{tmp_path / 'taken' / 'ledger.sqlite'}", clock=clock)

    assert refused.value.code == "ledger.cannotOpen"


def test_a_busy_ledger_is_waited_for(book: Ledger, file: Path):
    blocker = sqlite3.connect(file, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    thread = Thread(target=lambda: book.record(Write(PERSON, (added(),), 0)))
    thread.start()
    thread.join(0.2)

    assert thread.is_alive()
    blocker.execute("COMMIT")
    blocker.close()
    thread.join()
    assert book.position() == 1


# The suites that the library ships for stores; they need pycryptodome.


class Unstamped(SqliteBook):
    """Our book without the stamp: the library's suites look for the states they wrote."""

    def _stamping(self, instant: datetime) -> Callable[[bytes], bytes]:
        return lambda state: state

    def _instant(self, state: bytes) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC)


class _OnOurBook:
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> Iterator[None]:
        self._application = SqliteApplication(
            tmp_path / "suite.sqlite", clock=lambda: datetime.now(UTC), types={}
        )
        before = set(threading.enumerate())
        yield
        # The library tells its readers to stop and does not wait for them; SQLite must not be
        # closed under their hands.
        for thread in set(threading.enumerate()) - before:
            thread.join()
        self._application.close()

    def create_recorder(self) -> SqliteBook:
        return Unstamped(self._application.recorder.datastore, clock=lambda: datetime.now(UTC))


class TestOurBookIsARecorder(_OnOurBook, persistence.ApplicationRecorderTestCase):  # type: ignore[misc,name-defined]
    pass


class TestOurBooksPositionsDoNotInterleave(  # type: ignore[misc]
    _OnOurBook,
    persistence.NonInterleavingNotificationIDsBaseCase,  # type: ignore[name-defined]
):
    pass


def test_no_test_of_the_library_reads_our_settings():
    assert "PERSISTENCE_MODULE" not in os.environ


def test_recorded_at_cannot_be_given_by_a_caller():
    assert "recorded_at" not in ArchiveOpened.model_fields
    assert "recorded_at" not in AccessGranted.model_fields
    assert [name for name in Write.__dataclass_fields__] == [
        "stream_id",
        "events",
        "expected_version",
    ]
