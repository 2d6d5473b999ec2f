"""The ledger beside bare SQLite, in one run on one disk: read the ratios, not the times.

    python tests/benchmarks/bench_ledger.py [EVENTS]

Bare SQLite inserts the same bytes into a table of the same shape, in WAL mode, forced to disk at
every commit; reading is compared with fetching the rows without understanding them.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from archive.codec import encode
from archive.ledger import Write, open_ledger
from domain.events.access import ActorAdded, ActorKind
from infra.memory import spare_the_collector

BY = UUID(int=1)
EVENT = ActorAdded(recorded_by=BY, actor_id=BY, name="Nguyễn Văn An " * 12, kind=ActorKind.HUMAN)
TABLE = """CREATE TABLE rows (stream TEXT NOT NULL, version INTEGER NOT NULL, topic TEXT NOT NULL,
    state BLOB NOT NULL, place INTEGER PRIMARY KEY AUTOINCREMENT, UNIQUE (stream, version))"""
INSERT = "INSERT INTO rows (stream, version, topic, state) VALUES (?, ?, ?, ?)"


def seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def bare(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(TABLE)
    return connection


def insert(connection: sqlite3.Connection, count: int, size: int) -> None:
    state = encode(EVENT)
    for _ in range(0, count, size):
        stream = uuid4().hex
        connection.execute("BEGIN IMMEDIATE")
        for version in range(1, size + 1):
            connection.execute(INSERT, (stream, version, EVENT.topic, state))
        connection.execute("COMMIT")


def main(count: int) -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        open_ledger(f"sqlite:{name}/ledger.sqlite", clock=lambda: datetime.now(UTC)) as ledger,
    ):
        connection = bare(Path(name))

        def record(size: int) -> None:
            for _ in range(0, count, size):
                ledger.record(Write(uuid4(), (EVENT,) * size, 0))

        def read() -> None:
            position = 0
            while recorded := ledger.after(position, limit=2000):
                position = recorded[-1].position

        def row(what: str, ours: float, theirs: float) -> None:
            print(f"{what:32}{count / ours:10.0f}/s{count / theirs:12.0f}/s{ours / theirs:8.1f} x")

        print(f"{'events: ' + str(count):32}{'ledger':>12}{'bare':>14}{'ratio':>10}")
        for size in (1, 10, 100):
            ours, theirs = (
                seconds(lambda size=size: record(size)),  # type: ignore[misc]
                seconds(lambda size=size: insert(connection, count, size)),  # type: ignore[misc]
            )
            row(f"append, {size} a transaction", ours, theirs)
        rows = seconds(lambda: connection.execute("SELECT * FROM rows").fetchall())
        row("read the whole book, an event", seconds(read) / 3, rows / 3)
        known_at = datetime.now(UTC)
        resolving = seconds(lambda: [ledger.position_at(known_at) for _ in range(100)]) / 100
        print(f"{'resolve an instant to a position':32}{resolving * 1000:10.2f} ms")
        connection.close()


if __name__ == "__main__":
    spare_the_collector()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
