"""What only the ledger on PostgreSQL can show: rights, turns, a network and a server that go away.

What it promises like every store stands in test_ledger.py.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.tests import persistence

import archive.postgres
from archive import ledger_postgres
from archive.adapters.postgres_migration import migrate
from archive.ledger import (
    Ledger,
    LedgerConflict,
    LedgerDamaged,
    LedgerUnavailable,
    Write,
    open_ledger,
)
from archive.ledger_postgres import PostgresBook
from archive.migrating import MigrationRefused
from archive.postgres import conninfo_of
from domain.events.access import ActorAdded, ActorKind
from domain.events.envelope import Event
from tests.kit.postgres import READER, WRITER, Database, new_database
from tests.kit.proxy import network_to
from tests.services.running import Service, free_port

BY = UUID("00000000-0000-4000-8000-00000000000a")
PERSON = UUID("00000000-0000-4000-8000-000000000001")
OTHER = UUID("00000000-0000-4000-8000-000000000002")
TABLE = "hoso_ledger.stored_events"
LOCK = b"SELECT pg_advisory_xact_lock(1752134511, 'hoso_ledger.stored_events'::regclass::oid::int)"
"""The turn that every writer waits for."""


def now() -> datetime:
    return datetime.now(UTC)


def added(name: str = "Trần Thị Bình") -> Event:
    return ActorAdded(recorded_by=BY, actor_id=PERSON, name=name, kind=ActorKind.HUMAN)


def insert(position: str, stream_id: UUID = OTHER) -> str:
    return (
        "INSERT INTO hoso_ledger.stored_events"
        " (originator_id, originator_version, topic, state, notification_id)"
        f" SELECT '{stream_id}', 1, 'x', 'x', {position}"
    )


@pytest.fixture
def database(postgresql_server: Service) -> Database:
    return new_database(postgresql_server)


@pytest.fixture
def ledger(database: Database) -> Iterator[Ledger]:
    with open_ledger(database.writer, clock=now) as opened:
        yield opened


# Who may do what.


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hoso_ledger.stored_events SET topic = 'x'",
        "DELETE FROM hoso_ledger.stored_events",
        "TRUNCATE hoso_ledger.stored_events",
        "ALTER TABLE hoso_ledger.stored_events DISABLE TRIGGER no_update",
        "DROP TABLE hoso_ledger.stored_events",
        "UPDATE hoso_ledger.given SET position = 0",
        "INSERT INTO hoso_ledger.given VALUES (false, 0)",
        "UPDATE hoso_ledger.form SET version = 9",
        "CREATE TABLE hoso_ledger.mine (id int)",
        "CREATE TEMP TABLE mine (notification_id bigint);"
        "CREATE TRIGGER mine AFTER INSERT ON mine REFERENCING NEW TABLE AS fresh"
        " FOR EACH STATEMENT EXECUTE FUNCTION hoso_ledger.give_positions()",
        "SET session_replication_role = 'replica'",
    ],
)
def test_the_writer_may_add_and_read_and_nothing_else(
    database: Database, ledger: Ledger, statement: str
):
    written = ledger.record(Write(PERSON, (added(),), 0))

    with (
        psycopg.connect(database.writer) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())

    assert ledger.after(0) == written.recorded
    assert ledger.missing_guards() == frozenset()


@pytest.mark.parametrize("change", ["UPDATE {} SET topic = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_not_even_the_owner_changes_or_takes_away_a_row_by_mistake(
    database: Database, ledger: Ledger, change: str
):
    written = ledger.record(Write(PERSON, (added(),), 0))

    for url, before in (
        (database.owner, b"SELECT 1"),
        (database.admin, b"SET session_replication_role = 'replica'"),
    ):
        with (
            psycopg.connect(url) as connection,
            pytest.raises(psycopg.errors.RestrictViolation, match="append-only"),
        ):
            connection.execute(before)
            connection.execute(change.format(TABLE).encode())

    assert ledger.after(0) == written.recorded


def test_a_reader_reads_and_is_refused_when_it_writes(database: Database, ledger: Ledger):
    written = ledger.record(Write(PERSON, (added(),), 0))

    with open_ledger(database.reader, clock=now) as reader:
        assert reader.events(PERSON) == written.recorded
        with pytest.raises(LedgerUnavailable) as refused:
            reader.record(Write(OTHER, (added(),), 0))

    assert refused.value.code == "database.notAllowed"
    assert ledger.position() == 1


def test_a_guard_that_was_taken_away_or_put_to_sleep_is_missed(database: Database, ledger: Ledger):
    database.touch(
        "DROP TRIGGER no_delete ON hoso_ledger.stored_events",
        "ALTER TABLE hoso_ledger.stored_events DISABLE TRIGGER no_truncate",
    )

    assert ledger.missing_guards() == {"no_delete", "no_truncate"}


def test_a_program_that_runs_as_the_owner_is_told_that_it_could_change_rows(database: Database):
    with open_ledger(database.owner, clock=now) as ledger:
        assert ledger.missing_guards() == {"writerRights"}


# Positions and turns.


def test_a_write_that_was_taken_back_leaves_no_gap(database: Database, ledger: Ledger):
    ledger.record(Write(PERSON, (added(),), 0))
    with psycopg.connect(database.writer) as connection:
        connection.execute(insert("2").encode())
        connection.rollback()
    with pytest.raises(LedgerConflict):
        ledger.record(Write(OTHER, (added(), added()), 0), Write(PERSON, (added(),), 0))

    written = ledger.record(Write(PERSON, (added(),), 1))

    assert written.position == ledger.highest_given() == 2


@pytest.mark.parametrize(
    "position", ["1", "3", "generate_series(2, 3) + 1", "unnest(ARRAY[2, 4])", "-1"]
)
def test_the_table_itself_refuses_a_position_that_is_not_the_next(
    database: Database, ledger: Ledger, position: str
):
    ledger.record(Write(PERSON, (added(),), 0))

    with psycopg.connect(database.writer) as connection, pytest.raises(psycopg.IntegrityError):
        rows = insert(position).replace(", 1, 'x'", ", nextval('rows'), 'x'")
        connection.execute(b"CREATE TEMP SEQUENCE rows")
        connection.execute(rows.encode())

    assert (ledger.position(), ledger.highest_given()) == (1, 1)


def test_a_position_is_never_used_twice_even_after_a_theft(database: Database, ledger: Ledger):
    ledger.record(Write(PERSON, (added(), added()), 0))
    database.touch(
        "ALTER TABLE hoso_ledger.stored_events DISABLE TRIGGER no_delete",
        "DELETE FROM hoso_ledger.stored_events WHERE notification_id = 2",
    )

    assert (ledger.position(), ledger.highest_given()) == (1, 2)
    assert ledger.record(Write(OTHER, (added(),), 0)).position == 3


def test_a_writer_waits_its_turn(database: Database, ledger: Ledger):
    with psycopg.connect(database.admin) as other:
        other.execute(b"BEGIN")
        other.execute(LOCK)
        thread = Thread(target=lambda: ledger.record(Write(PERSON, (added(),), 0)))
        thread.start()
        thread.join(0.2)

        assert thread.is_alive()
        other.rollback()
    thread.join()
    assert ledger.position() == 1


def test_who_waits_too_long_is_told_that_it_is_busy_and_goes_on_later(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    hasty = archive.postgres._SESSION.replace("'15s'", "'100ms'")
    monkeypatch.setattr(archive.postgres, "_SESSION", hasty)
    with open_ledger(database.writer, clock=now) as ledger:
        with psycopg.connect(database.admin) as other:
            other.execute(LOCK)

            with pytest.raises(LedgerUnavailable) as refused:
                ledger.record(Write(PERSON, (added(),), 0))

        assert refused.value.code == "ledger.busy"
        assert ledger.record(Write(PERSON, (added(),), 0)).position == 1


def test_many_rows_go_in_one_transaction_or_not_at_all(ledger: Ledger):
    streams = [uuid4() for _ in range(50)]
    writes = [Write(one, tuple(added(f"n{number}") for number in range(60)), 0) for one in streams]

    with pytest.raises(LedgerConflict):
        ledger.record(*writes, Write(streams[7], (added(),), 3))
    assert ledger.position() == ledger.highest_given() == 0
    written = ledger.record(*writes)

    assert written.position == ledger.position() == 3000
    assert ledger.events(streams[49]) == written.recorded[-60:]
    assert ledger.after(0, limit=5000) == written.recorded


def test_a_server_that_is_lax_does_not_make_the_ledger_so(database: Database):
    database.touch(
        f"ALTER DATABASE {database.name} SET synchronous_commit = off",
        f"ALTER DATABASE {database.name} SET default_transaction_isolation = 'serializable'",
        f"ALTER DATABASE {database.name} SET timezone = 'Asia/Ho_Chi_Minh'",
    )
    with closing(archive.postgres.connect(conninfo_of(database.writer))) as connection:
        asked = (
            "SELECT current_setting('synchronous_commit') AS forced,"
            " current_setting('transaction_isolation') AS isolation,"
            " current_setting('idle_in_transaction_session_timeout') AS idle"
        )
        found = connection.execute(asked).fetchone()

    assert found == {"forced": "on", "isolation": "read committed", "idle": "10s"}


# What was changed behind the program's back is named.


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("state = '\\x01'", "codec.cutShort"),
        ("state = '\\x02ffffffffffffffff'", "codec.version"),
        ("state = '\\x010000000000000000'", "codec.unstamped"),
        ("state = substring(state FROM 1 FOR length(state) - 1)", "codec.invalid"),
        ("topic = 'os.system'", "codec.unknownTopic"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_never_skipped(
    database: Database, ledger: Ledger, change: str, reason: str
):
    ledger.record(Write(PERSON, (added(), added(), added()), 0))
    database.touch(
        "ALTER TABLE hoso_ledger.stored_events DISABLE TRIGGER no_update",
        f"UPDATE hoso_ledger.stored_events SET {change} WHERE notification_id = 2",  # noqa: S608
    )

    for read in (lambda: ledger.events(PERSON), lambda: ledger.after(0)):
        with pytest.raises(LedgerDamaged) as damage:
            read()
        values = damage.value.values
        assert (values["position"], values["stream_id"], values["version"]) == (2, PERSON, 2)
        assert values["reason"] == reason
    assert [isinstance(one, LedgerDamaged) for one in ledger.walk()] == [False, True, False]


def test_a_missing_version_is_named(database: Database, ledger: Ledger):
    ledger.record(Write(PERSON, (added(), added(), added()), 0))
    database.touch(
        "ALTER TABLE hoso_ledger.stored_events DISABLE TRIGGER no_delete",
        "DELETE FROM hoso_ledger.stored_events WHERE notification_id = 2",
    )

    with pytest.raises(LedgerDamaged) as damage:
        ledger.events(PERSON)

    assert (damage.value.values["reason"], damage.value.values["version"]) == ("gap", 3)


def test_nothing_is_recorded_behind_a_row_whose_time_is_lost(database: Database, ledger: Ledger):
    ledger.record(Write(PERSON, (added(),), 0))
    database.touch(
        "ALTER TABLE hoso_ledger.stored_events DISABLE TRIGGER no_update",
        "UPDATE hoso_ledger.stored_events SET state = '\\xff'",
    )

    with pytest.raises(LedgerDamaged) as damage:
        ledger.record(Write(OTHER, (added(),), 0))

    assert damage.value.values["position"] == 1


# What cannot be opened says why.


def refused(url: str) -> str:
    with pytest.raises(LedgerUnavailable) as told:
        open_ledger(url, clock=now)
    shown = f"{told.value} {told.value.values}"
    assert "secret" not in shown
    assert "@" not in shown
    return told.value.code


def test_what_keeps_it_from_opening_is_named(database: Database, postgresql_server: Service):
    right = postgresql_server.facts["password"]
    assert refused(database.writer.replace(right, "a-secret")) == "database.notLetIn"
    assert refused(database.writer.replace(WRITER, "nobody")) == "database.notLetIn"
    assert refused(database.writer.replace(database.name, "nowhere")) == "database.noDatabase"
    assert refused(database.writer + "?sslmode=require") == "database.notTrusted"
    away = database.writer.replace(str(postgresql_server.port), str(free_port()))
    assert refused(away) == "database.unreachable"
    assert refused("postgresql://a:secret@no.such.host.invalid/b") == "database.unreachable"
    assert refused("postgresql://a:secret@h:port/b") == "database.address"
    assert refused("postgresql://a:secret@h/b?nothing=1") == "database.address"


def test_a_database_that_was_not_migrated_names_the_command_and_is_left_alone(
    postgresql_server: Service,
):
    database = new_database(postgresql_server, migrated=False)

    assert refused(database.owner) == "database.notMigrated"
    assert database.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'hoso%'") == []


def test_tables_of_a_newer_program_are_left_alone(database: Database):
    database.touch("UPDATE hoso_ledger.form SET version = 99")

    assert refused(database.writer) == "database.newer"
    with pytest.raises(MigrationRefused) as told:
        migrate(database.owner, ("ledger", "access"), writer=WRITER, reader=READER)
    assert told.value.code == "database.newer"


def test_a_database_that_may_only_be_read_says_so(database: Database, ledger: Ledger):
    ledger.record(Write(PERSON, (added(),), 0))
    database.touch(f"ALTER DATABASE {database.name} SET default_transaction_read_only = on")

    with open_ledger(database.writer, clock=now) as copy:
        assert len(copy.events(PERSON)) == 1
        with pytest.raises(LedgerUnavailable) as told:
            copy.record(Write(OTHER, (added(),), 0))

    assert told.value.code == "ledger.readOnly"


def test_a_server_without_free_places_says_so(database: Database):
    database.touch(f"ALTER DATABASE {database.name} CONNECTION LIMIT 1")
    with psycopg.connect(database.writer):
        assert refused(database.writer) == "database.tooManyConnections"


def test_the_environment_cannot_turn_the_ledger_into_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    for name, value in {
        "PERSISTENCE_MODULE": "eventsourcing.popo",
        "HOSO_PERSISTENCE_MODULE": "eventsourcing.popo",
        "POSTGRES_DBNAME": "elsewhere",
        "POSTGRES_SCHEMA": "public",
        "POSTGRES_ENABLE_DB_FUNCTIONS": "y",
        "HOSO_POSTGRES_ENABLE_DB_FUNCTIONS": "y",
        "COMPRESSOR_TOPIC": "zlib",
        "CIPHER_TOPIC": "no.such:Cipher",
        "CREATE_TABLE": "y",
        "ORIGINATOR_ID_TYPE": "text",
    }.items():
        monkeypatch.setenv(name, value)

    with open_ledger(database.writer, clock=now) as ledger:
        ledger.record(Write(PERSON, (added("Bình"),), 0))

    ((state,),) = database.ask("SELECT state FROM hoso_ledger.stored_events")
    assert '"name":"Bình"' in bytes(state)[9:].decode()  # type: ignore[arg-type]
    outside = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    assert database.ask(outside) == []


# Migrating.


def test_migrating_twice_changes_nothing_and_rights_come_back(database: Database, ledger: Ledger):
    written = ledger.record(Write(PERSON, (added(),), 0))
    database.touch(
        f"GRANT UPDATE ON hoso_ledger.stored_events TO {WRITER}",
        f"REVOKE INSERT ON hoso_ledger.stored_events FROM {WRITER}",
    )

    again = migrate(database.owner, ("ledger", "access"), writer=WRITER, reader=READER)

    assert [(one.part, one.found, one.form) for one in again] == [
        ("ledger", 1, 1),
        ("access", 1, 1),
    ]
    assert ledger.after(0) == written.recorded
    assert ledger.missing_guards() == frozenset()
    assert ledger.record(Write(PERSON, (added(),), 1)).position == 2


def test_two_migrations_at_once_make_one_archive(postgresql_server: Service):
    database = new_database(postgresql_server, migrated=False)
    answers: list[Sequence[Any]] = []

    def run() -> None:
        answers.append(migrate(database.owner, ("ledger",), writer=WRITER, reader=READER))

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one.found for (one,) in answers) == [0, 1, 1, 1]
    with open_ledger(database.writer, clock=now) as ledger:
        assert ledger.record(Write(PERSON, (added(),), 0)).position == 1


def test_a_role_that_is_missing_and_may_not_be_made_is_named(postgresql_server: Service):
    database = new_database(postgresql_server, migrated=False)
    database.touch("ALTER ROLE test_owner NOCREATEROLE")
    try:
        with pytest.raises(MigrationRefused) as told:
            migrate(database.owner, ("ledger",), writer="hoso_nobody", reader=READER)
    finally:
        database.touch("ALTER ROLE test_owner CREATEROLE")

    assert (told.value.code, told.value.values) == ("database.roleMissing", {"role": "hoso_nobody"})
    assert database.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'hoso%'") == []


# A network that loses things.


def through(database: Database, server: Service, port: int) -> str:
    return database.writer.replace(f":{server.port}/", f":{port}/")


@pytest.mark.parametrize("count", [1, ledger_postgres.COPY_FROM])
def test_an_answer_that_is_lost_behind_the_commit_is_looked_up_and_nothing_written_twice(
    database: Database, postgresql_server: Service, count: int
):
    with (
        network_to(postgresql_server.port) as network,
        open_ledger(through(database, postgresql_server, network.port), clock=now) as ledger,
    ):
        ledger.record(Write(PERSON, (added(),), None))
        network.swallow = b"COMMIT"
        written = ledger.record(Write(PERSON, (added("once"),) * count, None))

        assert network.lost == 1
        assert ledger.events(PERSON)[1:] == written.recorded
        assert written.position == ledger.position() == count + 1


@pytest.mark.parametrize("count", [1, ledger_postgres.COPY_FROM])
def test_a_commit_that_never_arrives_is_written_again_once(
    database: Database, postgresql_server: Service, count: int
):
    with (
        network_to(postgresql_server.port) as network,
        open_ledger(through(database, postgresql_server, network.port), clock=now) as ledger,
    ):
        ledger.record(Write(PERSON, (added(),), None))
        network.cut = b"COMMIT"
        written = ledger.record(Write(PERSON, (added("once"),) * count, 1))

        assert network.lost == 1
        assert ledger.events(PERSON)[1:] == written.recorded
        assert written.position == ledger.position() == ledger.highest_given() == count + 1


def test_what_cannot_be_looked_up_in_time_is_called_uncertain(
    database: Database, postgresql_server: Service, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(archive.postgres, "BACK_WITHIN_S", 0.3)
    with (
        network_to(postgresql_server.port) as network,
        open_ledger(through(database, postgresql_server, network.port), clock=now) as ledger,
    ):
        network.swallow, network.down = b"COMMIT", True

        with pytest.raises(LedgerUnavailable) as told:
            ledger.record(Write(PERSON, (added(),), 0))

        assert told.value.code == "ledger.uncertain"
        network.down = False
        assert ledger.position() == 1


def test_a_session_that_was_ended_is_replaced(database: Database, ledger: Ledger):
    ledger.record(Write(PERSON, (added(),), 0))
    database.touch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'test_writer'"
    )

    assert len(ledger.events(PERSON)) == 1
    assert ledger.record(Write(PERSON, (added(),), 1)).position == 2


def test_a_program_that_stands_still_in_its_turn_loses_it_and_takes_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    hasty = archive.postgres._SESSION.replace("'10s'", "'100ms'")
    monkeypatch.setattr(archive.postgres, "_SESSION", hasty)
    asked = 0

    def slow_once() -> datetime:
        nonlocal asked
        asked += 1
        if asked == 1:
            time.sleep(0.5)
        return now()

    with open_ledger(database.writer, clock=slow_once) as ledger:
        written = ledger.record(Write(PERSON, (added(),), 0))

        assert asked == 2
        assert ledger.after(0) == written.recorded


# The suites that the library ships for stores.


class Unstamped(PostgresBook):
    """Our book without the stamp: the library's suites look for the states they wrote."""

    def _stamping(self, instant: datetime) -> Any:
        return lambda state: state

    def _instant(self, state: bytes) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC)


class _OnOurBook:
    @pytest.fixture(autouse=True)
    def _database(self, database: Database) -> Iterator[None]:
        self._application = ledger_postgres.open_book(
            database.writer, book="ledger", clock=now, types={}
        )
        yield
        self._application.close()

    def create_recorder(self) -> PostgresBook:
        return Unstamped(self._application.recorder.datastore, clock=now)  # type: ignore[attr-defined]


class TestOurBookIsARecorder(_OnOurBook, persistence.ApplicationRecorderTestCase):  # type: ignore[misc,name-defined]
    pass


class TestOurBooksPositionsDoNotInterleave(  # type: ignore[misc]
    _OnOurBook,
    persistence.NonInterleavingNotificationIDsBaseCase,  # type: ignore[name-defined]
):
    insert_num = 200


def test_the_library_may_neither_create_tables_nor_wait_for_a_call(ledger: Ledger):
    recorder = ledger._application.recorder
    assert isinstance(recorder, PostgresBook)

    with pytest.raises(NotImplementedError):
        recorder.create_table()
    with pytest.raises(NotImplementedError):
        recorder.subscribe()
