"""The job queue in one SQLite file: a table of leases, shared by any number of processes.

A claim takes the writer's lock first, so that no two workers get the same job. A lease ends when
its time runs out, or at once when the process that holds it is seen to be dead: on the same
machine, in the same space of process ids, no process with that number and start. A worker that lost
its lease can change nothing any more: a job is its holder's by the number of its claim.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from pydantic import JsonValue

from archive.jobs import (
    Job,
    JobCounts,
    JobKind,
    JobState,
    NewJob,
    QueueUnavailable,
    SetAside,
)

_BUSY_TIMEOUT_S = 10.0
_SCHEMA_VERSION = 1
_APPLICATION_ID = int.from_bytes(b"hjob")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_SCHEMA = (
    """CREATE TABLE jobs (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        state TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0,
        due_us INTEGER NOT NULL,
        holder TEXT,
        code TEXT)""",
    "CREATE TABLE dispatching (place INTEGER PRIMARY KEY, position INTEGER NOT NULL)",
    "INSERT INTO dispatching VALUES (1, 0)",
    # `due_us`: waiting, from when it may be taken; running, when its lease runs out.
    "CREATE INDEX jobs_order ON jobs (state, kind, place)",
    f"PRAGMA application_id = {_APPLICATION_ID}",
    f"PRAGMA user_version = {_SCHEMA_VERSION}",
)
_FORM = """SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)
    FROM pragma_application_id, pragma_user_version"""
_PUT = """INSERT INTO jobs (key, kind, payload, state, due_us) VALUES (?, ?, ?, 'waiting', ?)
    ON CONFLICT (key) DO NOTHING"""
_WAITING = """SELECT place, key, kind, payload, tries FROM jobs
    WHERE state = 'waiting' AND kind = ? AND due_us <= ? ORDER BY place LIMIT 1"""
_RUNNING = """SELECT place, key, kind, payload, tries, due_us, holder FROM jobs
    WHERE state = 'running' AND kind = ? ORDER BY place"""
_TAKE = """UPDATE jobs SET state = 'running', tries = tries + 1, due_us = ?, holder = ?, code = NULL
    WHERE place = ?"""
_EXTEND = "UPDATE jobs SET due_us = ? WHERE key = ? AND tries = ? AND state = 'running'"
_END = """UPDATE jobs SET state = ?, due_us = ?, code = ?, holder = NULL
    WHERE key = ? AND tries = ? AND state = 'running'"""
_GIVE_BACK = """UPDATE jobs SET state = 'waiting', due_us = ?, code = ?, holder = NULL,
    tries = tries - 1 WHERE key = ? AND tries = ? AND state = 'running'"""
_AGAIN = """UPDATE jobs SET state = 'waiting', tries = 0, due_us = ?, code = NULL
    WHERE key = ? AND state = 'setAside'"""
_SET_ASIDE = """SELECT key, kind, payload, code, tries FROM jobs
    WHERE state = 'setAside' ORDER BY place LIMIT ?"""
_DISPATCHED = "SELECT position FROM dispatching"
_REACH = "UPDATE dispatching SET position = max(position, ?)"
_COUNT = "SELECT kind, state, count(*) FROM jobs GROUP BY kind, state ORDER BY kind, state"
_REASONS = {
    sqlite3.SQLITE_BUSY: "queue.busy",
    sqlite3.SQLITE_FULL: "queue.diskFull",
    sqlite3.SQLITE_IOERR: "queue.diskFailed",
    sqlite3.SQLITE_READONLY: "queue.readOnly",
    sqlite3.SQLITE_CANTOPEN: "queue.cannotOpen",
    sqlite3.SQLITE_CORRUPT: "queue.fileDamaged",
    sqlite3.SQLITE_NOTADB: "queue.fileDamaged",
}


class LocalJobs:
    """A JobQueue of this machine. Safe between threads and processes, not across a fork."""

    def __init__(self, path: Path, *, clock: Callable[[], datetime]) -> None:
        """Open or create the file for its owner alone. Raises: QueueUnavailable."""
        self._clock = clock
        self._lock = Lock()
        self._holder = _process_name(os.getpid())
        try:
            path.absolute().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise QueueUnavailable("queue.cannotOpen") from error
        with _translated():
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        if self._connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            _patiently(lambda: self._connection.execute("PRAGMA journal_mode=WAL"))
        self._connection.execute("PRAGMA synchronous=FULL")
        with self._writing() as connection:
            program, version, tables = connection.execute(_FORM).fetchone()
            if (program, version, tables) == (0, 0, 0):
                for statement in _SCHEMA:
                    connection.execute(statement)
            elif (program, version) != (_APPLICATION_ID, _SCHEMA_VERSION):
                raise QueueUnavailable("queue.notOurs")

    def put(self, key: str, kind: JobKind, payload: dict[str, JsonValue]) -> None:
        with self._writing() as connection:
            connection.execute(_PUT, (key, kind.value, _text(payload), self._now()))

    def put_all(self, jobs: Sequence[NewJob], *, position: int) -> None:
        with self._writing() as connection:
            now = self._now()
            connection.executemany(
                _PUT, [(job.key, job.kind.value, _text(job.payload), now) for job in jobs]
            )
            connection.execute(_REACH, (position,))

    def dispatched(self) -> int:
        with self._lock, _translated():
            position: int = self._connection.execute(_DISPATCHED).fetchone()[0]
        return position

    def claim(self, *, lease_s: float, kinds: frozenset[JobKind] | None = None) -> Job | None:
        with self._writing() as connection:
            now = self._now()
            row = _first_free(connection, now, frozenset(JobKind) if kinds is None else kinds)
            if row is None:
                return None
            place, key, kind, payload, tries = row
            until = now + _microseconds(lease_s)
            connection.execute(_TAKE, (until, self._holder, place))
        return Job(
            key=key,
            kind=JobKind(kind),
            payload=json.loads(payload),
            tries=tries + 1,
            lease_until=_instant(until),
        )

    def extend(self, job: Job, *, lease_s: float) -> bool:
        with self._writing() as connection:
            until = self._now() + _microseconds(lease_s)
            return connection.execute(_EXTEND, (until, job.key, job.tries)).rowcount == 1

    def done(self, job: Job) -> None:
        """Finish it. A worker that lost its lease changes nothing."""
        self._end(job, JobState.DONE, None, 0.0)

    def fail(self, job: Job, *, code: str, retry_in_s: float | None) -> None:
        """Give it back or set it aside. A worker that lost its lease changes nothing."""
        if retry_in_s is None:
            self._end(job, JobState.SET_ASIDE, code, 0.0)
        else:
            self._end(job, JobState.WAITING, code, retry_in_s)

    def _end(self, job: Job, state: JobState, code: str | None, in_s: float) -> None:
        with self._writing() as connection:
            due = self._now() + _microseconds(in_s)
            connection.execute(_END, (state.value, due, code, job.key, job.tries))

    def give_back(self, job: Job, *, code: str, retry_in_s: float) -> None:
        """As if it had not been claimed. A worker that lost its lease changes nothing."""
        with self._writing() as connection:
            due = self._now() + _microseconds(retry_in_s)
            connection.execute(_GIVE_BACK, (due, code, job.key, job.tries))

    def counts(self) -> tuple[JobCounts, ...]:
        with self._lock, _translated():
            rows = self._connection.execute(_COUNT).fetchall()
        return tuple(
            JobCounts(kind=JobKind(kind), state=JobState(state), count=count)
            for kind, state, count in rows
        )

    def set_aside(self, *, limit: int = 100) -> tuple[SetAside, ...]:
        with self._lock, _translated():
            rows = self._connection.execute(_SET_ASIDE, (limit,)).fetchall()
        return tuple(
            SetAside(
                key=key, kind=JobKind(kind), payload=json.loads(payload), code=code, tries=tries
            )
            for key, kind, payload, code, tries in rows
        )

    def again(self, key: str) -> bool:
        with self._writing() as connection:
            return connection.execute(_AGAIN, (self._now(), key)).rowcount == 1

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _now(self) -> int:
        return (self._clock() - _EPOCH) // timedelta(microseconds=1)


def _first_free(
    connection: sqlite3.Connection, now: int, kinds: frozenset[JobKind]
) -> tuple[int, str, str, str, int] | None:
    """The oldest job that may be taken: place, key, kind, payload, tries so far."""
    free = []
    dead: dict[str | None, bool] = {}
    for kind in kinds:
        free += connection.execute(_WAITING, (kind.value, now)).fetchall()
        for *row, due, holder in connection.execute(_RUNNING, (kind.value,)):
            if due > now and holder not in dead:
                dead[holder] = _is_dead(holder)
            if due <= now or dead[holder]:
                free.append(tuple(row))
    return min(free, default=None)


def _text(payload: dict[str, JsonValue]) -> str:
    return json.dumps(payload, ensure_ascii=False, allow_nan=False)


def _microseconds(seconds: float) -> int:
    return round(seconds * 1_000_000)


def _instant(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def _process_name(pid: int) -> str | None:
    """`machine:space:pid:start`, None where /proc does not tell: then only time ends a lease."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        space = Path("/proc/self/ns/pid").readlink().name
        # The name in field 2 may hold spaces and brackets: count behind its last bracket.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else f"{boot}:{space}:{pid}:{fields[19]}"


def _is_dead(holder: str | None) -> bool:
    """True only if the holder lived on this machine, in our space of ids, and is gone."""
    own = _process_name(os.getpid())
    if holder is None or own is None:
        return False
    pid = holder.split(":")[-2]
    here = own.rsplit(":", 2)[0] == holder.rsplit(":", 2)[0]
    return here and _process_name(int(pid)) != holder


def _patiently(act: Callable[[], object]) -> None:
    """SQLite does not wait for the lock when a new file is turned into WAL mode: ask again."""
    for left in (4, 3, 2, 1, 0):
        try:
            act()
            return
        except sqlite3.OperationalError:
            if left == 0:
                raise


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise QueueUnavailable(_REASONS.get(code, "queue.unavailable")) from error
