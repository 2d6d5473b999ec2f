"""A writer killed at any moment: what it acknowledged is there, no transaction is there in part."""

import random
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from archive.ledger import Ledger, LedgerUnavailable, Write, open_ledger
from domain.events.access import ActorAdded, ActorKind

BY = UUID("00000000-0000-4000-8000-00000000000a")
ROOT = Path(__file__).parents[2]

# Each transaction puts one event into a stream of its own and two into a stream that all share.
WRITER = """
import sys
from datetime import UTC, datetime
from uuid import UUID, uuid4
from archive.ledger import Write, open_ledger
from domain.events.access import ActorAdded, ActorKind
by, shared = UUID(int=1), UUID(int=2)
event = ActorAdded(recorded_by=by, actor_id=by, name="x" * 300, kind=ActorKind.MACHINE)
with open_ledger(sys.argv[1], clock=lambda: datetime.now(UTC)) as ledger:
    print("open", flush=True)
    while True:
        written = ledger.record(Write(uuid4(), (event,), 0), Write(shared, (event, event), None))
        print(written.position, flush=True)
"""


def now() -> datetime:
    return datetime.now(UTC)


def kill_after(url: str, seconds: float, writers: int) -> list[int]:
    """Start writers, kill them; return the positions that they acknowledged."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for _ in range(writers)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
    time.sleep(seconds)
    for program in programs:
        program.kill()
    # What follows a program's last line end was cut off with it: not acknowledged.
    lines = [line for program in programs for line in program.communicate()[0].split("\n")[:-1]]
    return [int(line) for line in lines]


def holds(ledger: Ledger, file: Path) -> int:
    """Check that every transaction is whole; return the last position."""
    book = [one for one in ledger.walk()]
    assert [one.position for one in book if not isinstance(one, Exception)] == list(
        range(1, len(book) + 1)
    )
    assert len(book) % 3 == 0
    assert len(ledger.events(UUID(int=2))) == len(book) // 3 * 2
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    return len(book)


def test_killed_writers_lose_nothing_acknowledged_and_leave_nothing_in_part(tmp_path: Path):
    file = tmp_path / "ledger.sqlite"
    chance = random.Random(4)
    acknowledged = 0

    for round_no in range(5):
        positions = kill_after(f"sqlite:{file}", chance.uniform(0.01, 0.25), 1 + round_no % 2)
        acknowledged = max([acknowledged, *positions])
        with open_ledger(f"sqlite:{file}", clock=now) as ledger:
            assert holds(ledger, file) >= acknowledged

    assert acknowledged > 0


def test_a_ledger_goes_on_after_its_writer_was_killed(tmp_path: Path):
    url = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    kill_after(url, 0.05, 1)
    event = ActorAdded(recorded_by=BY, actor_id=BY, name="An", kind=ActorKind.HUMAN)

    with open_ledger(url, clock=now) as ledger:
        before = ledger.position()
        written = ledger.record(Write(BY, (event,), 0))

        assert written.position == before + 1
        assert ledger.events(BY) == written.recorded


LIMITED = """
import resource, sys
from datetime import UTC, datetime
from uuid import UUID, uuid4
from archive.ledger import LedgerUnavailable, Write, open_ledger
from domain.events.access import ActorAdded, ActorKind
by = UUID(int=1)
event = ActorAdded(recorded_by=by, actor_id=by, name="x" * 300, kind=ActorKind.MACHINE)
with open_ledger(sys.argv[1], clock=lambda: datetime.now(UTC)) as ledger:
    last = ledger.record(Write(uuid4(), (event,), 0)).position
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        while True:
            last = ledger.record(Write(uuid4(), (event,) * 20, 0)).position
    except LedgerUnavailable as refused:
        print(last, refused.code, ledger.position())
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(ledger.record(Write(uuid4(), (event,), 0)).position)
"""


def test_a_file_that_may_not_grow_refuses_whole_writes_and_goes_on_when_it_may(tmp_path: Path):
    file = tmp_path / "ledger.sqlite"

    program = subprocess.run(
        [sys.executable, "-c", LIMITED, f"sqlite:{file}"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )

    last, code, position, after = program.stdout.split()
    assert code in ("ledger.diskFull", "ledger.diskFailed")
    assert last == position
    assert int(after) == int(last) + 1
    with open_ledger(f"sqlite:{file}", clock=now) as ledger:
        assert len([*ledger.walk()]) == int(after)


def test_a_ledger_on_a_read_only_disk_says_so(tmp_path: Path):
    folder = tmp_path / "data"
    url = f"sqlite:{folder / 'ledger.sqlite'}"
    event = ActorAdded(recorded_by=BY, actor_id=BY, name="An", kind=ActorKind.HUMAN)
    with open_ledger(url, clock=now) as ledger:
        ledger.record(Write(BY, (event,), 0))
        with ledger._application.recorder.datastore.get_connection(commit=True) as connection:
            plain = connection._sqlite_conn
        plain.execute("PRAGMA query_only = ON")

        with pytest.raises(LedgerUnavailable) as refused:
            ledger.record(Write(BY, (event,), 1))

        assert refused.value.code == "ledger.readOnly"
        assert len(ledger.events(BY)) == 1
