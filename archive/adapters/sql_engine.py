"""The database under the registers: how it is opened, and what its errors are called."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from archive.adapters.sql_tables import SCHEMA
from archive.registers import RegistersUnavailable

_BUSY_TIMEOUT_S = 10
_REASONS = {
    sqlite3.SQLITE_BUSY: "registers.busy",
    sqlite3.SQLITE_FULL: "registers.diskFull",
    sqlite3.SQLITE_IOERR: "registers.diskFailed",
    sqlite3.SQLITE_READONLY: "registers.readOnly",
    sqlite3.SQLITE_CANTOPEN: "registers.cannotOpen",
    sqlite3.SQLITE_CORRUPT: "registers.fileDamaged",
    sqlite3.SQLITE_NOTADB: "registers.fileDamaged",
}


_STORES = ("sqlite", "postgresql")
_TURN = "SELECT pg_advisory_xact_lock(1752134511, 'followed'::regclass::oid::int)"
"""`hoso` as a number, and the table of the position."""


def engine_at(url: str) -> Engine:
    """Open the database, or create the file; a server is not spoken to yet.

    Raises: RegistersUnavailable.
    """
    scheme, _, path = url.partition(":")
    match scheme:
        case "sqlite" if path:
            return _sqlite(Path(path).absolute())
        case "postgresql" if path:
            return _postgresql(url)
    raise RegistersUnavailable("registers.unknownStore", scheme=scheme, known=_STORES)


def _sqlite(file: Path) -> Engine:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise RegistersUnavailable("registers.cannotOpen") from error
    engine = create_engine(
        f"sqlite+pysqlite:///{file}",
        connect_args={"timeout": _BUSY_TIMEOUT_S, "isolation_level": None},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: str) -> Engine:
    # Only here, for who keeps a file need not wait for what a server needs.
    from archive import postgres

    try:
        conninfo = postgres.conninfo_of(url)
    except postgres.AddressWrong as error:
        raise RegistersUnavailable(postgres.code_of(error, part="registers")) from error
    was_there = False

    def connect() -> Any:
        nonlocal was_there

        def once() -> Any:
            return postgres.connect_plainly(conninfo, schema=SCHEMA)

        # A server that was never there is not waited for.
        connection = postgres.patiently(once) if was_there else once()
        was_there = True
        return connection

    engine = create_engine(
        "postgresql+psycopg://",
        creator=connect,
        pool_size=4,
        max_overflow=16,  # a server's threads read at the same time
        pool_pre_ping=True,
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def throw_away_if_damaged(url: str) -> None:
    """Delete registers whose file is no database any more; all in them is derived. Those on a
    server are left to it.

    Raises: RegistersUnavailable, for any other reason.
    """
    if not url.startswith("sqlite:"):
        return
    engine = engine_at(url)
    try:
        with translated(), engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except RegistersUnavailable as error:
        if error.code != "registers.fileDamaged":
            raise
        engine.dispose()
        for ending in ("", "-wal", "-shm"):
            Path(url.partition(":")[2] + ending).unlink(missing_ok=True)
    finally:
        engine.dispose()


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        for left in (4, 3, 2, 1, 0):  # SQLite does not wait for the lock here
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                break
            except sqlite3.OperationalError:
                if left == 0:
                    raise
    # Derived: after a power cut it may stand a little further back, whole.
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    """A writing transaction takes its lock at once, so that the position is read under it."""
    writes = connection.get_execution_options().get("hoso_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """A writer waits its turn; a reader sees one state, however long it reads."""
    if connection.get_execution_options().get("hoso_writes", False):
        connection.exec_driver_sql(_TURN)
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise RegistersUnavailable(_code_of(error.orig)) from error
    except PoolTimeout as error:
        raise RegistersUnavailable("registers.busy") from error
    except sqlite3.Error as error:
        raise RegistersUnavailable(_code_of(error)) from error


def _code_of(error: BaseException | None) -> str:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return _REASONS.get(code, "registers.unavailable")
    from archive import postgres

    code_of = postgres.code_of(error, part="registers") if error else "registers.unavailable"
    return "registers.unavailable" if code_of == "registers.conflict" else code_of
