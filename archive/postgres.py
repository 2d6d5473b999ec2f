"""PostgreSQL, as the ledger, the registers and the followers' lock use it.

Where it is, connections that are kept between uses, going on after the server was away, and a word
of ours for what it says went wrong. An address is a URL, `postgresql://USER@HOST:PORT/DATABASE`;
what it leaves out libpq takes from its own variables and from the password file. Connect to the
server itself, or to a pooler in session mode: locks and settings belong to the session.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, Cursor
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow, dict_row

BACK_WITHIN_S = 20.0
"""How long is waited for a server that went away: a restart, or another one taking its place."""

_FREE_WITHIN_S = 30.0
_KEPT = 4
_LONGEST_PAUSE_S = 0.5

T = TypeVar("T")
AWAY = "unreachable"

_DEFAULTS = {
    "application_name": "hoso",
    "connect_timeout": "5",
    # A network that swallows everything is noticed within half a minute.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
_SESSION = """SELECT
    set_config('lock_timeout', '15s', false),
    set_config('statement_timeout', '300s', false),
    set_config('idle_in_transaction_session_timeout', '10s', false),
    set_config('default_transaction_isolation', 'read committed', false),
    set_config('timezone', 'UTC', false),
    CASE WHEN current_setting('synchronous_commit') = 'off'
        THEN set_config('synchronous_commit', 'on', false) END"""
"""Who waits for a lock waits longer than a writer that stands still may hold one."""

_BY_STATE = {
    "23505": "conflict",
    "25006": "readOnly",
    "25P03": AWAY,  # a program that was stopped in the middle: its session was ended
    "28000": "notLetIn",
    "28P01": "notLetIn",
    "3D000": "noDatabase",
    "3F000": "notMigrated",
    "40001": "busy",
    "40P01": "busy",
    "42501": "notAllowed",
    "42P01": "notMigrated",
    "53100": "diskFull",
    "53300": "tooManyConnections",
    "55P03": "busy",
    "57014": "busy",
    "58030": "diskFailed",
    "XX001": "dataDamaged",
    "XX002": "dataDamaged",
}
_BY_CLASS = {"08": AWAY, "57": AWAY, "23": "conflict"}
_BY_WORDS = (
    # What is said before a session begins comes without a code.
    ("for connection option", "address"),
    ("too many", "tooManyConnections"),
    ("connection slots are reserved", "tooManyConnections"),
    ("authentication failed", "notLetIn"),
    ("no password supplied", "notLetIn"),
    ("no pg_hba.conf entry", "notLetIn"),
    ("not permitted to log in", "notLetIn"),
    ("permission denied for database", "notAllowed"),
    ('role "', "notLetIn"),
    ('database "', "noDatabase"),
    ("certificate", "notTrusted"),
    ("SSL", "notTrusted"),
)
_OF_DATABASE = frozenset(
    {
        *(AWAY, "address", "newer", "noDatabase", "notAllowed", "notLetIn"),
        *("notMigrated", "notTrusted", "tooManyConnections"),
    }
)


class AddressWrong(Exception):
    """The address is none of PostgreSQL's. Says no more: it may hold a password."""


class Refused(Exception):
    """It answers, but cannot be used; `reason` as those of `reason_of`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def conninfo_of(url: str) -> str:
    """The address as libpq takes it, completed. Raises: AddressWrong."""
    try:
        given = conninfo_to_dict(url)
        completed = make_conninfo("", **(_DEFAULTS | given))
    except psycopg.Error:
        raise AddressWrong from None
    if not str(given.get("port", "")).replace(",", "").isdigit() and "port" in given:
        raise AddressWrong
    return completed


def connect(conninfo: str) -> Connection[DictRow]:
    """A session in autocommit mode that reads rows by name, and bytes as bytes.

    Raises: psycopg.Error.
    """
    connection = Connection.connect(
        conninfo, autocommit=True, row_factory=dict_row, cursor_factory=_BinaryCursor
    )
    try:
        connection.execute(_SESSION)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_plainly(conninfo: str, *, schema: str) -> Connection[tuple[Any, ...]]:
    """A session as psycopg makes them, for SQLAlchemy, that finds its tables in `schema`.

    Raises: psycopg.Error.
    """
    connection = psycopg.connect(conninfo)
    try:
        connection.execute(_SESSION)
        connection.execute("SELECT set_config('search_path', %s, false)", (schema,))
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


class _BinaryCursor(Cursor[Any]):
    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.format = psycopg.pq.Format.BINARY


class Pool:
    """Up to `size` connections at a time, a few kept between uses. Safe between threads, not forks.

    Who finds no kept one makes a new one, and so gets the server's own words when it refuses.
    """

    def __init__(self, conninfo: str, *, size: int = 20) -> None:
        self._conninfo = conninfo
        self._free = BoundedSemaphore(size)
        self._lock = Lock()
        self._kept: list[Connection[DictRow]] = []
        self._closed = False

    def open(self, _wait: bool = False, _timeout: float = 0.0) -> None:
        """Nothing to do: connections are made when they are asked for."""

    @contextmanager
    def connection(self) -> Iterator[Connection[DictRow]]:
        """A connection outside any transaction; one that is left within is thrown away.

        Raises: Refused, psycopg.Error.
        """
        if not self._free.acquire(timeout=_FREE_WITHIN_S):
            raise Refused("busy")
        try:
            connection = self._take() or connect(self._conninfo)
            try:
                yield connection
            finally:
                self._give_back(connection)
        finally:
            self._free.release()

    def _take(self) -> Connection[DictRow] | None:
        with self._lock:
            if self._closed:
                raise Refused("closed")
            return self._kept.pop() if self._kept else None

    def _give_back(self, connection: Connection[DictRow]) -> None:
        whole = connection.info.transaction_status is TransactionStatus.IDLE
        gone = [] if whole else [connection]
        with self._lock:
            if whole and not self._closed and len(self._kept) < _KEPT:
                self._kept.append(connection)
            elif whole:
                gone = [connection]
            elif connection.broken:  # the server went away, and with it the others
                gone += self._kept
                self._kept = []
        for one in gone:
            one.close()

    def close(self) -> None:
        """Close what is kept, and what is in use when it comes back. Closing twice is fine."""
        with self._lock:
            self._closed = True
            kept, self._kept = self._kept, []
        for one in kept:
            one.close()


def patiently(act: Callable[[], T]) -> T:
    """Do it, and again while the server is away, for `BACK_WITHIN_S` seconds.

    `act` must be safe to repeat. Raises: what `act` raised at last.
    """
    until = time.monotonic() + BACK_WITHIN_S
    pause = 0.02
    while True:
        try:
            return act()
        except psycopg.Error as error:
            if reason_of(error) != AWAY or time.monotonic() + pause > until:
                raise
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE_S)


def code_of(error: BaseException, *, part: str) -> str:
    """The code of our error for it: a part's own, or one that all parts in a database share."""
    reason = reason_of(error)
    return f"database.{reason}" if reason in _OF_DATABASE else f"{part}.{reason}"


def reason_of(error: BaseException) -> str:
    """A stable word for what PostgreSQL says went wrong.

    `unreachable`, `notLetIn` (user or password), `noDatabase`, `notAllowed` (a role's rights),
    `notMigrated`, `newer`, `readOnly` (a standby), `busy`, `tooManyConnections`, `diskFull`,
    `diskFailed`, `dataDamaged`, `notTrusted` (TLS), `address` (none of PostgreSQL's), `conflict`,
    `closed`, else `unavailable`.
    """
    if isinstance(error, AddressWrong):
        return "address"
    if isinstance(error, Refused):
        return error.reason
    if not isinstance(error, psycopg.Error):
        return "unavailable"
    if state := error.sqlstate:
        return _BY_STATE.get(state) or _BY_CLASS.get(state[:2], "unavailable")
    said = str(error)
    for words, reason in _BY_WORDS:
        if words in said:
            return reason
    known = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return AWAY if known else "unavailable"
