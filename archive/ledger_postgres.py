"""The ledger's book on PostgreSQL: one writer at a time, positions without a gap, rights by role.

The library's recorder with these differences. A write takes its turn by an advisory lock, which
the writer's role needs no right to change rows for; versions, the instant and the positions are
settled under it. Positions are not a sequence's, which loses those of a write that was taken back:
they follow the row `given`, which the table's own trigger moves and nobody else may, so that none
is left out and none is used twice. What breaks off in the middle of a commit is looked up before
it is tried again, so that nothing is written twice. Nothing here creates anything: see
`archive/ledger_migration.py`. The library's database functions are never used.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.persistence import (
    ApplicationRecorder,
    InfrastructureFactory,
    IntegrityError,
    Mapper,
    Notification,
    StoredEvent,
    Subscription,
)
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from eventsourcing.utils import Environment, EnvType
from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow

from archive.codec import EventMapper, EventTypes, Undecodable, instant_of, stamping
from archive.ledger_book import RIGHTS, Appended, BookFailed, Draft, placed
from archive.ledger_migration import FORM, GUARDS, TABLE, schema_of
from archive.ledger_statements import Statements
from archive.postgres import AddressWrong, Pool, Refused, code_of, conninfo_of, patiently

COPY_FROM = 200
"""Rows from which on COPY is quicker than one INSERT: 0.8 of its time at 250, 0.6 at 3,000."""

_ANY_POSITION = (1 << 63) - 1

_Row = tuple[UUID, int, str, bytes]
"""Stream, version, topic, state."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a writer finds when its turn comes."""

    given: int
    instant: datetime
    versions: dict[UUID, int]


@dataclass(frozen=True, slots=True)
class _Written:
    rows: Sequence[_Row]
    given: int
    instant: datetime

    @property
    def positions(self) -> tuple[int, ...]:
        return tuple(range(self.given + 1, self.given + 1 + len(self.rows)))


class _Datastore(PostgresDatastore):
    """Our own pool under the library's recorder; errors leave as psycopg names them."""

    def __init__(self, conninfo: str, *, schema: str) -> None:
        # The library's pool is never opened: it keeps the server's refusals to itself.
        super().__init__(dbname="", host="", port="", user="", password="", schema=schema)
        self.pool = Pool(conninfo)  # type: ignore[assignment]

    def register_type_adapters(self) -> None:
        """Composite types are not used."""

    @contextmanager
    def get_connection(self) -> Iterator[Connection[DictRow]]:
        with self.pool.connection() as connection:
            yield connection


class PostgresBook(PostgresApplicationRecorder):
    """What the ledger asks of a store: append, stream, select_notifications, instants."""

    def __init__(self, datastore: PostgresDatastore, *, clock: Callable[[], datetime]) -> None:
        super().__init__(datastore, events_table_name=TABLE)
        self._clock = clock
        self._sql = Statements(datastore.schema)

    def create_table(self) -> None:
        raise NotImplementedError("tables are created by hoso migrate alone")

    def see_form(self) -> None:
        """See that the tables are there, in this program's form; a server that is away is not
        waited for. Raises: BookFailed."""
        with _named(), self.datastore.get_connection() as connection:
            found = connection.execute(self._sql.form).fetchone()
        if found is None:
            raise BookFailed("ledger.dataDamaged")
        if found["version"] != FORM:
            newer = found["version"] > FORM
            raise BookFailed("database.newer" if newer else "database.notMigrated")

    def append(self, drafts: Sequence[Draft]) -> Appended:
        """Insert the drafts in one transaction.

        Raises:
            StreamMoved: a stream is not at its expected version; nothing was written.
            BookFailed: nothing was written, or with `uncertain`: that is not known.
        """
        places: list[tuple[UUID, int]] = []

        def rows(turn: _Turn) -> list[_Row]:
            found = [
                (draft.stream_id, version, row.topic, row.state)
                for draft, first in placed(drafts, turn.versions)
                for version, row in enumerate(draft.rows, start=first)
            ]
            places[:] = [(stream_id, version) for stream_id, version, _, _ in found]
            return found

        streams = list(dict.fromkeys(draft.stream_id for draft in drafts))
        with _named():
            written = self._write(streams, rows)
        return tuple(places), written.positions, written.instant

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """The library's own way in: versions are given, and a taken one is an IntegrityError."""
        rows = [
            (UUID(str(one.originator_id)), one.originator_version, one.topic, one.state)
            for one in stored_events
        ]
        if not rows:
            return []
        with _named():
            return list(self._write([], lambda _turn: rows).positions)

    def _write(self, streams: list[UUID], rows: Callable[[_Turn], list[_Row]]) -> _Written:
        """Take a turn and write what `rows` decides on, again if the server went away."""
        uncertain: _Written | None = None

        def once() -> _Written:
            nonlocal uncertain
            written: _Written | None = None
            with self.datastore.get_connection() as connection:
                try:
                    turn = self._turn(connection, streams)
                    if uncertain is not None and self._stands(connection, uncertain):
                        return uncertain
                    uncertain = None
                    written = _Written(rows(turn), turn.given, turn.instant)
                    self._copy(connection, written)
                    uncertain = written
                    self._commit(connection, written)
                    return written
                except BaseException:
                    if uncertain is not None and written is uncertain and not connection.broken:
                        uncertain = None  # the server itself took it back
                    raise
                finally:
                    _take_back(connection)

        try:
            return patiently(once)
        except (psycopg.Error, Refused) as error:
            if uncertain is not None:
                raise BookFailed("ledger.uncertain") from error
            raise

    def _turn(self, connection: Connection[DictRow], streams: list[UUID]) -> _Turn:
        """Begin, wait for the lock, see where the book is."""
        with connection.pipeline():
            connection.execute("BEGIN")
            connection.execute(self._sql.lock)
            # Statements of their own, so that they see what the writer before us wrote.
            head = connection.execute(self._sql.head)
        # Outside the pipeline: behind one, the server does not count how long we stand still, and
        # who is stopped in the middle would keep all others from writing.
        found = connection.execute(self._sql.versions, (streams,))
        last = head.fetchone()
        if last is None:
            raise BookFailed("ledger.dataDamaged")
        versions = {row["stream"]: row["version"] or 0 for row in found}
        return _Turn(last["given"], self._next_instant(last), versions)

    def _next_instant(self, last: DictRow) -> datetime:
        # Under the lock: nobody can record between this reading of the clock and the insert.
        instant = self._clock().astimezone(UTC)
        if last["position"] is None:
            return instant
        return max(instant, self._instant_of(last["position"], last["head"]))

    def _stands(self, connection: Connection[DictRow], written: _Written) -> bool:
        """True if a write whose answer never came is there: it is whole or not at all."""
        stream_id, version, _, state = written.rows[0]
        found = connection.execute(self._sql.row, (written.given + 1,)).fetchone()
        ours = (stream_id, version, self._stamping(written.instant)(state))
        return found is not None and ours == (
            found["originator_id"],
            found["originator_version"],
            found["state"],
        )

    def _copy(self, connection: Connection[DictRow], written: _Written) -> None:
        """Many rows go by COPY; they count when they are committed."""
        if len(written.rows) < COPY_FROM:
            return
        stamped = self._stamping(written.instant)
        with connection.cursor() as cursor, cursor.copy(self._sql.copy) as copy:
            copy.set_types(("uuid", "int8", "text", "bytea", "int8"))
            for position, (stream, version, topic, state) in enumerate(
                written.rows, start=written.given + 1
            ):
                copy.write_row((stream, version, topic, stamped(state), position))

    def _commit(self, connection: Connection[DictRow], written: _Written) -> None:
        with connection.pipeline():
            if len(written.rows) < COPY_FROM:
                connection.execute(self._sql.insert, self._params(written))
            connection.execute("COMMIT")

    def _params(self, written: _Written) -> tuple[list[Any], ...]:
        stamped = self._stamping(written.instant)
        return (
            [stream_id for stream_id, _, _, _ in written.rows],
            [version for _, version, _, _ in written.rows],
            [topic for _, _, topic, _ in written.rows],
            [stamped(state) for _, _, _, state in written.rows],
            list(written.positions),
        )

    def _stamping(self, instant: datetime) -> Callable[[bytes], bytes]:
        """What writes the instant into states: made once for all rows of a transaction."""
        return stamping(instant)

    def _instant(self, state: bytes) -> datetime:
        return instant_of(state)

    def _instant_of(self, position: int, head: bytes) -> datetime:
        try:
            return self._instant(head)
        except Undecodable as error:
            raise Undecodable(error.code, position=position) from error

    def header(self, position: int) -> tuple[int, datetime] | None:
        """Position and instant of the last row at or before `position`; None if there is none."""
        with _named():
            rows = self._read(self._sql.header, (position,))
        for row in rows:
            return row["position"], self._instant_of(row["position"], row["head"])
        return None

    def highest_given(self) -> int:
        """The highest position ever given; a write that was taken back gives none."""
        with _named():
            (row,) = self._read(self._sql.given)
        return int(row["position"])

    def missing_guards(self) -> frozenset[str]:
        """Which triggers are not there or asleep, and `RIGHTS` if this role may change rows."""
        with _named():
            found = {row["name"] for row in self._read(self._sql.guards)}
            (rights,) = self._read(self._sql.rights)
        too_many = frozenset({RIGHTS}) if rights["change"] else frozenset()
        return (GUARDS - found) | too_many

    def version(self, stream_id: UUID) -> int:
        """The last version of a stream; 0 if there is none."""
        with _named():
            (row,) = self._read(self._sql.version, (stream_id,))
        return int(row["version"] or 0)

    def stream(self, stream_id: UUID, *, upto: int | None) -> list[Notification]:
        """Rows of one stream in order, up to a position of the whole book."""
        return self.streams((stream_id,), upto=upto)

    def streams(self, stream_ids: Sequence[UUID], *, upto: int | None) -> list[Notification]:
        """Rows of several streams, each in order, up to a position of the whole book."""
        until = _ANY_POSITION if upto is None else upto
        with _named():
            rows = self._read(self._sql.streams, (list(stream_ids), until))
        return [
            Notification(
                id=row["notification_id"],
                originator_id=row["originator_id"],
                originator_version=row["originator_version"],
                topic=row["topic"],
                state=row["state"],
            )
            for row in rows
        ]

    def select_notifications(self, *args: Any, **named: Any) -> Sequence[Notification]:
        """As the library's. Raises: BookFailed."""
        with _named():
            return patiently(lambda: super(PostgresBook, self).select_notifications(*args, **named))

    def max_notification_id(self) -> int | None:
        """As the library's. Raises: BookFailed."""
        with _named():
            last: int | None = patiently(super().max_notification_id)
            return last

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        raise NotImplementedError("followers read the log in batches")

    def _read(self, asked: bytes, params: Sequence[Any] = ()) -> list[DictRow]:
        def once() -> list[DictRow]:
            with self.datastore.get_connection() as connection:
                return connection.execute(asked, params, prepare=True).fetchall()

        return patiently(once)


class PostgresApplication(Application[UUID]):
    """The library's application over our book. Its settings are ours alone."""

    name = "hoso"

    def __init__(
        self, conninfo: str, *, schema: str, clock: Callable[[], datetime], types: EventTypes
    ) -> None:
        self._clock, self._types = clock, types
        self._datastore = _Datastore(conninfo, schema=schema)
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        # The process environment could otherwise switch store, cipher or compressor.
        ours = dict.fromkeys(("DBNAME", "HOST", "PORT", "USER", "PASSWORD"), "-")
        return Environment(name, {f"POSTGRES_{key}": value for key, value in ours.items()})

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        factory = PostgresFactory(env)
        factory.datastore.close()
        factory.datastore = self._datastore
        return factory

    def construct_mapper(self) -> Mapper[UUID]:
        return EventMapper(self._types)

    def construct_recorder(self) -> PostgresBook:
        return PostgresBook(self._datastore, clock=self._clock)


def open_book(
    url: str, *, book: str, clock: Callable[[], datetime], types: EventTypes
) -> PostgresApplication:
    """Open the book of that name; it was created by `hoso migrate`.

    Raises: BookFailed: the server is not there, lets nobody in, or has no such book.
    """
    with _named():
        conninfo = conninfo_of(url)
    application = PostgresApplication(conninfo, schema=schema_of(book), clock=clock, types=types)
    try:
        recorder: PostgresBook = application.recorder  # type: ignore[assignment]
        recorder.see_form()
    except BaseException:
        application.close()
        raise
    return application


def _take_back(connection: Connection[DictRow]) -> None:
    """End a transaction that was not committed."""
    if connection.info.transaction_status not in (
        TransactionStatus.IDLE,
        TransactionStatus.UNKNOWN,
    ):
        try:
            connection.execute("ROLLBACK")
        except psycopg.Error:
            connection.close()  # the server takes it back by itself


@contextmanager
def _named() -> Iterator[None]:
    """Name what PostgreSQL says, once. Raises: BookFailed, IntegrityError."""
    try:
        yield
    except (psycopg.Error, AddressWrong, Refused) as error:
        code = code_of(error, part="ledger")
        if code == "ledger.conflict":
            raise IntegrityError("refused by the table") from error
        raise BookFailed(code) from error
