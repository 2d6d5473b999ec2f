"""The database under the registers: how it is opened, and what its errors are called."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

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


def engine_at(url: str) -> Engine:
    """Open or create the database. Raises: RegistersUnavailable."""
    scheme, _, path = url.partition(":")
    if scheme != "sqlite" or not path:
        raise RegistersUnavailable("registers.unknownStore", scheme=scheme, known=("sqlite",))
    file = Path(path).absolute()
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


def throw_away_if_damaged(url: str) -> None:
    """Delete registers whose file is no database any more; all in them is derived.

    Raises: RegistersUnavailable, for any other reason.
    """
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


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        raise RegistersUnavailable(_REASONS.get(code, "registers.unavailable")) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise RegistersUnavailable(_REASONS.get(code, "registers.unavailable")) from error
