"""The ledger's book in one SQLite file: locks, stamps, positions, and triggers against change.

The library's recorder with four differences. A writing transaction takes the writer's lock at its
beginning, so that versions, the instant and the positions are settled under it. Every state is
stamped there. Positions are declared AUTOINCREMENT: they are never used twice, not even after
somebody cut off the tail. Triggers refuse UPDATE, DELETE and REPLACE; they stop mistakes, not an
attacker with the file, against whom the seal stands.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import (
    InfrastructureFactory,
    IntegrityError,
    Mapper,
    Notification,
    OperationalError,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
    SQLiteTransaction,
)
from eventsourcing.utils import Environment, EnvType

from archive.codec import EventMapper, EventTypes, Undecodable, instant_of, stamping
from archive.ledger_book import Appended, Draft, placed

BUSY_TIMEOUT_S = 10
_SCHEMA_VERSION = 1
_APPLICATION_ID = int.from_bytes(b"hoso")

_SCHEMA = (
    # `rowid` is declared, so that the library's own queries read our never re-used positions.
    """CREATE TABLE stored_events (
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        rowid INTEGER PRIMARY KEY AUTOINCREMENT,
        UNIQUE (originator_id, originator_version))""",
    """CREATE TRIGGER no_update BEFORE UPDATE ON stored_events
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER no_delete BEFORE DELETE ON stored_events
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    # REPLACE deletes without asking the trigger above.
    """CREATE TRIGGER no_replace BEFORE INSERT ON stored_events
        WHEN EXISTS (SELECT 1 FROM stored_events WHERE originator_id = NEW.originator_id
                     AND originator_version = NEW.originator_version)
          OR EXISTS (SELECT 1 FROM stored_events WHERE rowid = NEW.rowid)
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    f"PRAGMA application_id = {_APPLICATION_ID}",
    f"PRAGMA user_version = {_SCHEMA_VERSION}",
)

_GUARDS = frozenset({"no_update", "no_delete", "no_replace"})

_FORM = """SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)
    FROM pragma_application_id, pragma_user_version"""
_HEADER = "SELECT rowid, substr(state, 1, 9) FROM stored_events"
_LAST = f"{_HEADER} ORDER BY rowid DESC LIMIT 1"
_LAST_UPTO = f"{_HEADER} WHERE rowid<=? ORDER BY rowid DESC LIMIT 1"
_STREAM = """SELECT rowid, originator_version, topic, state FROM stored_events
    WHERE originator_id=? AND rowid<=? ORDER BY originator_version"""
_STREAMS = """SELECT originator_id, rowid, originator_version, topic, state FROM stored_events
    WHERE originator_id IN (SELECT value FROM json_each(?)) AND rowid<=?
    ORDER BY originator_id, originator_version"""
_VERSION = "SELECT MAX(originator_version) FROM stored_events WHERE originator_id=?"
_INSERT = """INSERT INTO stored_events (originator_id, originator_version, topic, state)
    VALUES (?,?,?,?)"""
_LAST_GIVEN = "SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'"
_ANY_POSITION = (1 << 63) - 1


_Placed = tuple[str, int, list[tuple[str, bytes]]]
"""A stream as the table writes it, the version of its first row, topic and state of its rows."""


class _Transaction(SQLiteTransaction):
    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        try:
            # A deferred transaction that reads before it writes fails at once when another
            # process wrote in between; an immediate one waits its turn.
            cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error
        return cursor

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        try:
            super().__exit__(exc_type, exc_val, exc_tb)
        except BaseException:
            # A commit that failed (disk full) leaves the transaction open: no half-done write
            # may go back to the pool with its connection.
            self.connection.rollback()
            raise


class _Connection(SQLiteConnection):
    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        with _Transaction(self, commit=commit) as cursor, cursor:
            yield cursor


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        plain = super()._create_connection()._sqlite_conn
        plain.execute("PRAGMA synchronous=FULL")  # an acknowledged event survives a power cut
        plain.execute("PRAGMA trusted_schema=OFF")
        # Text that is none is the mapper's to name, row by row.
        plain.text_factory = lambda raw: raw.decode(errors="replace")
        return _Connection(sqlite_conn=plain, max_age=self.max_age)


class _Datastore(SQLiteDatastore):
    def __init__(self, path: Path) -> None:
        super().__init__(db_name=str(path), originator_id_type="uuid")
        self.pool = _Pool(
            db_name=str(path),
            lock_timeout=BUSY_TIMEOUT_S,
            pool_size=8,
            max_overflow=56,  # a server's threads read at the same time
            pool_timeout=30.0,
        )


class SqliteBook(SQLiteApplicationRecorder):
    """What the ledger asks of a store: append, stream, select_notifications, instants."""

    def __init__(self, datastore: SQLiteDatastore, *, clock: Callable[[], datetime]) -> None:
        super().__init__(datastore)
        self._clock = clock
        self.insert_events_statement = _INSERT

    def construct_create_table_statements(self) -> list[str]:
        return list(_SCHEMA)

    def create_table(self) -> None:
        """Create what is missing; leave a finished file alone, without its writer's lock.

        Raises: OperationalError if a newer program made the file, or another one altogether.
        """
        with self.datastore.transaction(commit=False) as c:
            if self._is_finished(c):
                return
        super().create_table()

    def _create_table(self, c: SQLiteCursor) -> None:
        if not self._is_finished(c):  # asked again under the lock: another program may be first
            super()._create_table(c)

    def _is_finished(self, c: SQLiteCursor) -> bool:
        c.execute(_FORM)
        program, version, tables = c.fetchone()
        if (program, version) == (_APPLICATION_ID, _SCHEMA_VERSION):
            return True
        if (program, version, tables) != (0, 0, 0):
            raise OperationalError("not a ledger of this program")
        return False

    def append(self, drafts: Sequence[Draft]) -> Appended:
        """Insert the drafts in one transaction.

        Raises:
            StreamMoved: a stream is not at its expected version; nothing was written.
        """
        # What can be made ready is, for nobody else writes while the lock is held.
        ready = [[(row.topic, row.state) for row in draft.rows] for draft in drafts]
        count = sum(len(rows) for rows in ready)
        with self.datastore.transaction(commit=True) as c:
            streams = dict.fromkeys(draft.stream_id for draft in drafts)
            found = {stream_id: self._version(c, stream_id) for stream_id in streams}
            begins = list(placed(drafts, found))
            instant = self._next_instant(c)
            begin = self._last_given(c)
            rows = [
                (draft.stream_id.hex, first, rows)
                for (draft, first), rows in zip(begins, ready, strict=True)
            ]
            c.executemany(self.insert_events_statement, self._params(rows, instant))
            if self._last_given(c) != begin + count:
                raise IntegrityError("positions were not given one by one")
        stored = tuple(
            (draft.stream_id, version)
            for draft, first in begins
            for version in range(first, first + len(draft.rows))
        )
        return stored, tuple(range(begin + 1, begin + count + 1)), instant

    def _params(
        self, placed: Sequence[_Placed], instant: datetime
    ) -> Iterator[tuple[str, int, str, bytes]]:
        """Rows for the table, stamped."""
        stamped = self._stamping(instant)
        for stream, first, rows in placed:
            for version, (topic, state) in enumerate(rows, start=first):
                yield stream, version, topic, stamped(state)

    def _last_given(self, c: SQLiteCursor) -> int:
        """The last position that was ever given; they go up by one within a transaction."""
        c.execute(_LAST_GIVEN)
        row = c.fetchone()
        return row[0] if row is not None else 0

    def _version(self, c: SQLiteCursor, stream_id: UUID) -> int:
        c.execute(_VERSION, (stream_id.hex,))
        return c.fetchone()[0] or 0

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        stamped, _ = self._stamped(c, stored_events)
        return super()._insert_events(c, stamped, **kwargs)

    def _stamped(
        self, c: SQLiteCursor, rows: Sequence[StoredEvent]
    ) -> tuple[list[StoredEvent], datetime]:
        instant = self._next_instant(c)
        stamped = self._stamping(instant)
        return [replace(row, state=stamped(row.state)) for row in rows], instant

    def _next_instant(self, c: SQLiteCursor) -> datetime:
        # Under the lock: nobody can record between this reading of the clock and the insert.
        instant = self._clock().astimezone(UTC)
        previous = self._header(c, None)
        return instant if previous is None else max(instant, previous[1])

    def _stamping(self, instant: datetime) -> Callable[[bytes], bytes]:
        """What writes the instant into states: made once for all rows of a transaction."""
        return stamping(instant)

    def _instant(self, state: bytes) -> datetime:
        return instant_of(state)

    def convert_originator_id(self, originator_id: str) -> UUID | str:
        try:
            return UUID(originator_id)
        except ValueError:
            return originator_id  # for the mapper to name

    def header(self, position: int) -> tuple[int, datetime] | None:
        """Position and instant of the last row at or before `position`; None if there is none."""
        with self.datastore.transaction(commit=False) as c:
            return self._header(c, position)

    def _header(self, c: SQLiteCursor, position: int | None) -> tuple[int, datetime] | None:
        if position is None:
            c.execute(_LAST)
        else:
            c.execute(_LAST_UPTO, (position,))
        row = c.fetchone()
        if row is None:
            return None
        try:
            return row[0], self._instant(row[1])
        except Undecodable as error:
            raise Undecodable(error.code, position=row[0]) from error

    def highest_given(self) -> int:
        """The highest position ever given; a write that was rolled back gives none."""
        with self.datastore.transaction(commit=False) as c:
            c.execute("SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'")
            row = c.fetchone()
            return int(row[0]) if row else 0

    def missing_guards(self) -> frozenset[str]:
        """Which triggers that keep the book append-only are not there."""
        with self.datastore.transaction(commit=False) as c:
            c.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            return _GUARDS - {row[0] for row in c.fetchall()}

    def version(self, stream_id: UUID) -> int:
        """The last version of a stream; 0 if there is none."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(_VERSION, (stream_id.hex,))
            row = c.fetchone()
            return int(row[0] or 0)

    def stream(self, stream_id: UUID, *, upto: int | None) -> list[Notification]:
        """Rows of one stream in order, up to a position of the whole book."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(_STREAM, (stream_id.hex, _ANY_POSITION if upto is None else upto))
            return [
                Notification(
                    id=row["rowid"],
                    originator_id=stream_id,
                    originator_version=row["originator_version"],
                    topic=row["topic"],
                    state=row["state"],
                )
                for row in c.fetchall()
            ]

    def streams(self, stream_ids: Sequence[UUID], *, upto: int | None) -> list[Notification]:
        """Rows of several streams, each in order, up to a position of the whole book."""
        asked = {stream_id.hex: stream_id for stream_id in stream_ids}
        wanted = json.dumps(list(asked))
        with self.datastore.transaction(commit=False) as c:
            c.execute(_STREAMS, (wanted, _ANY_POSITION if upto is None else upto))
            return [
                Notification(
                    id=row["rowid"],
                    originator_id=asked[row["originator_id"]],
                    originator_version=row["originator_version"],
                    topic=row["topic"],
                    state=row["state"],
                )
                for row in c.fetchall()
            ]


class SqliteApplication(Application[UUID]):
    """The library's application over our book. Its settings are ours alone."""

    name = "hoso"

    def __init__(self, path: Path, *, clock: Callable[[], datetime], types: EventTypes) -> None:
        self._path, self._clock, self._types = path, clock, types
        self._datastore = _Datastore(path)
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        # The process environment could otherwise switch store, cipher or compressor.
        return Environment(name, {"SQLITE_DBNAME": str(self._path)} | dict(env or {}))

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        factory = SQLiteFactory(env)
        factory.datastore.close()
        factory.datastore = self._datastore
        return factory

    def construct_mapper(self) -> Mapper[UUID]:
        return EventMapper(self._types)

    def construct_recorder(self) -> SqliteBook:
        book = SqliteBook(self._datastore, clock=self._clock)
        book.create_table()
        return book


def open_book(path: Path, *, clock: Callable[[], datetime], types: EventTypes) -> SqliteApplication:
    """Open or create the file, for its owner alone (0600; SQLite gives -wal and -shm the same).

    Raises: PersistenceError, OSError.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    for left in (4, 3, 2, 1, 0):
        try:
            return SqliteApplication(path, clock=clock, types=types)
        except (PersistenceError, sqlite3.Error) as error:
            # Two programs that turn a new file into WAL mode at once: SQLite does not wait here.
            if left == 0 or reason_of(error) != "busy":
                raise
    raise AssertionError("unreachable")


_REASONS = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_FULL: "diskFull",
    sqlite3.SQLITE_IOERR: "diskFailed",
    sqlite3.SQLITE_READONLY: "readOnly",
    sqlite3.SQLITE_CANTOPEN: "cannotOpen",
    sqlite3.SQLITE_PERM: "cannotOpen",
    sqlite3.SQLITE_CORRUPT: "fileDamaged",
    sqlite3.SQLITE_NOTADB: "notALedger",
}


def reason_of(error: BaseException) -> str:
    """A stable word for what SQLite, or the library around it, says went wrong."""
    seen: BaseException | None = error
    while seen is not None:
        code = getattr(seen, "sqlite_errorcode", None)
        if code is not None:
            return _REASONS.get(code & 0xFF, "unavailable")
        seen = seen.__cause__ or seen.__context__
    return "unavailable"
