"""The ledger on PostgreSQL beside a bare insert of the same durability, in one run on one server.

    python tests/benchmarks/bench_ledger_server.py [EVENTS]

A server is started for it that forces every commit to disk. The bare client inserts the same bytes
into a table of the same shape (two unique indexes, no trigger) by one prepared statement and a
commit for each write; a bare bulk load is COPY. Read the ratios and the difference, not the times:
writes take turns, and each figure is a median. `rows ready` leaves out what is the
same on every store: each event is encoded, read back and compared before, and answered after.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg

from archive.codec import encode
from archive.ledger import Ledger, Write, open_ledger
from archive.ledger_book import Draft
from domain.events.access import ActorAdded, ActorKind
from tests.kit.postgres import new_database
from tests.services import servers

BY = UUID(int=1)
EVENT = ActorAdded(recorded_by=BY, actor_id=BY, name="Nguyễn Văn An " * 12, kind=ActorKind.HUMAN)
STATE = encode(EVENT)
SIZES = (1, 10, 100, 1000, 10_000)
COPIED = 1000
"""Rows from which on the bare client copies."""
TABLE = """CREATE TABLE bare (stream uuid NOT NULL, version bigint NOT NULL, topic text NOT NULL,
    state bytea NOT NULL, place bigint NOT NULL UNIQUE, PRIMARY KEY (stream, version))"""
INSERT = """INSERT INTO bare
    SELECT * FROM unnest(%b::uuid[], %b::bigint[], %b::text[], %b::bytea[], %b::bigint[])"""


class Bare:
    """The client alone, with the same rows."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute("DROP TABLE IF EXISTS bare")
        self._connection.execute(TABLE)
        self._place = 0

    def insert(self, size: int) -> None:
        stream, first = uuid4(), self._place + 1
        self._place += size
        places = list(range(first, first + size))
        versions = list(range(1, size + 1))
        rows = ([stream] * size, versions, [EVENT.topic] * size, [STATE] * size, places)
        self._connection.execute(INSERT, rows, prepare=True)

    def adding(self, size: int) -> Callable[[], object]:
        return lambda: self.copy(size) if size >= COPIED else self.insert(size)

    def copy(self, size: int) -> None:
        stream, first = uuid4(), self._place + 1
        self._place += size
        statement = "COPY bare FROM STDIN (FORMAT BINARY)"
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(("uuid", "int8", "text", "bytea", "int8"))
            for number in range(size):
                copy.write_row((stream, number + 1, EVENT.topic, STATE, first + number))

    def read(self) -> int:
        found = 0
        with self._connection.cursor(binary=True) as cursor:
            while rows := cursor.execute(
                "SELECT * FROM bare WHERE place > %s ORDER BY place LIMIT 2000", (found,)
            ).fetchall():
                found += len(rows)
        return found


def took(act: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def compare(
    what: str, ours: Callable[[], object], theirs: Callable[[], object], times: int
) -> None:
    """In turns, so that what else the machine does falls on both."""
    pairs = [(took(theirs), took(ours)) for _ in range(times)]
    bare, mine = (statistics.median(one) for one in zip(*pairs, strict=True))
    print(f"{what:26}{mine:11.2f} ms{bare:11.2f} ms{mine / bare:8.2f} x{mine - bare:+10.2f} ms")


def read(ledger: Ledger) -> None:
    position = 0
    while recorded := ledger.after(position, limit=2000):
        position = recorded[-1].position


def read_rows(ledger: Ledger) -> None:
    position = 0
    while rows := ledger._book.select_notifications(position, 2000, inclusive_of_start=False):
        position = rows[-1].id


def main(count: int) -> None:
    server = servers.postgresql(durable=True)
    try:
        database = new_database(server)
        with open_ledger(database.writer, clock=lambda: datetime.now(UTC)) as ledger:
            bare = Bare(database.owner)
            print(f"{'':26}{'ledger':>14}{'bare':>14}{'ratio':>10}{'more':>13}")
            for size in SIZES:
                times = max(7, count // size)
                compare(
                    f"record, {size} at once", recording(ledger, size), bare.adding(size), times
                )
                if size > 1:
                    compare("  rows ready", appending(ledger, size), bare.adding(size), times)
            compare("read the book", lambda: read(ledger), bare.read, 3)
            compare("  rows as they lie", lambda: read_rows(ledger), bare.read, 3)
            known_at = datetime.now(UTC)
            found = statistics.median(took(lambda: ledger.position_at(known_at)) for _ in range(50))
            print(f"{'an instant to a position':26}{found:11.2f} ms")
    finally:
        server.remove()


def recording(ledger: Ledger, size: int) -> Callable[[], object]:
    return lambda: ledger.record(Write(uuid4(), (EVENT,) * size, 0))


def appending(ledger: Ledger, size: int) -> Callable[[], object]:
    rows = ledger._draft(Write(BY, (EVENT,) * size, 0)).rows
    return lambda: ledger._book.append([Draft(uuid4(), 0, rows)])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
