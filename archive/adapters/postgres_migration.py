"""Makes the tables of the archive's parts in a PostgreSQL database: all of them, or nothing."""

from collections.abc import Sequence
from contextlib import closing

import psycopg
from psycopg import Connection
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from archive.ledger_migration import FORM, migrate_book
from archive.migrating import Migrated, MigrationRefused
from archive.postgres import AddressWrong, Refused, code_of, connect, conninfo_of

_LOCK = "SELECT pg_advisory_xact_lock(%s, 0)"
_LOCK_CLASS = int.from_bytes(b"hoso")


def migrate(url: str, books: Sequence[str], *, writer: str, reader: str) -> tuple[Migrated, ...]:
    """Bring the books at `url` to this program's form, in one transaction.

    Args:
        url: of the owner, who may create schemas in the database.
        writer, reader: roles that get their rights; created if they are not there.

    Raises: MigrationRefused.
    """
    try:
        with closing(connect(conninfo_of(url))) as connection, connection.transaction():
            connection.execute(_LOCK, (_LOCK_CLASS,))
            for role in (writer, reader):
                _see_role(connection, role)
            return tuple(
                Migrated(
                    part=book,
                    found=migrate_book(connection, book, writer=writer, reader=reader),
                    form=FORM,
                )
                for book in books
            )
    except (psycopg.Error, AddressWrong, Refused) as error:
        raise MigrationRefused(code_of(error, part="database")) from error


def _see_role(connection: Connection[DictRow], role: str) -> None:
    asked = """SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s) AS there,
        (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS may"""
    found = connection.execute(asked, (role,)).fetchone()
    if found is None or found["there"]:
        return
    if not found["may"]:
        raise MigrationRefused("database.roleMissing", role=role)
    connection.execute(SQL("CREATE ROLE {} NOLOGIN").format(Identifier(role)))
