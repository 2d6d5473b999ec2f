"""One at a time, between all programs on all machines: a lock that a session holds."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import Connection
from psycopg.rows import DictRow

from archive.ledger import LedgerUnavailable
from archive.postgres import AddressWrong, code_of, connect, conninfo_of, patiently

_SESSION = """SELECT
    set_config('lock_timeout', '0', false), set_config('statement_timeout', '0', false),
    set_config('tcp_keepalives_idle', '10', false),
    set_config('tcp_keepalives_interval', '5', false),
    set_config('tcp_keepalives_count', '3', false)"""
"""Who waits, waits as long as it takes; the server notices a holder whose machine is gone."""

_LOCK = "SELECT pg_advisory_lock(%s, hashtext(%s))"
_CLASS = int.from_bytes(b"hoso")


class PostgresLock:
    """Held while `hold()` is entered, by a session of its own; the server lets it go with that.

    A holder whose session was lost does not know it before the end. So the lock keeps programs from
    doing the same work side by side; that nothing is derived twice, each follower's position says.
    """

    def __init__(self, url: str, name: str) -> None:
        """`name` tells the locks of one database apart. Raises: LedgerUnavailable."""
        with _named():
            self._conninfo = conninfo_of(url)
        self._name = name

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Wait for the lock and keep it. Not to be entered twice by one thread.

        Raises: LedgerUnavailable: the server is not there.
        """
        with _named():
            session = patiently(self._locked)
        try:
            yield
        finally:
            session.close()

    def _locked(self) -> Connection[DictRow]:
        session = connect(self._conninfo)
        try:
            session.execute(_SESSION)
            session.execute(_LOCK, (_CLASS, self._name))
        except BaseException:
            session.close()
            raise
        return session


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except (psycopg.Error, AddressWrong) as error:
        raise LedgerUnavailable(code_of(error, part="ledger")) from error
