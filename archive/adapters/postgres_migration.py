"""Makes the tables of the archive's parts in a PostgreSQL database: all of them, or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import LiteralString

import psycopg
from psycopg import Connection
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from archive.adapters import sql_tables as t
from archive.ledger_migration import FORM, migrate_book
from archive.migrating import Migrated, MigrationRefused
from archive.postgres import AddressWrong, Refused, code_of, connect, conninfo_of

REGISTERS = "registers"
_GRANTS: tuple[LiteralString, ...] = (
    "GRANT USAGE ON SCHEMA {schema} TO {writer}, {reader}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader}",
    "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA {schema} TO {writer}",
)
_LOCK = "SELECT pg_advisory_xact_lock(%s, 0)"
_LOCK_CLASS = int.from_bytes(b"hoso")


def migrate(url: str, parts: Sequence[str], *, writer: str, reader: str) -> tuple[Migrated, ...]:
    """Bring the parts at `url` to this program's form, in one transaction.

    Args:
        url: of the owner, who may create schemas in the database.
        parts: `registers`, and the names of books.
        writer, reader: roles that get their rights; created if they are not there.

    Raises: MigrationRefused.
    """
    try:
        with closing(connect(conninfo_of(url))) as connection, connection.transaction():
            connection.execute(_LOCK, (_LOCK_CLASS,))
            for role in (writer, reader):
                _see_role(connection, role)
            return tuple(
                _migrated(connection, part, writer=writer, reader=reader) for part in parts
            )
    except (psycopg.Error, AddressWrong, Refused) as error:
        raise MigrationRefused(code_of(error, part="database")) from error


def _migrated(connection: Connection[DictRow], part: str, *, writer: str, reader: str) -> Migrated:
    if part == REGISTERS:
        found = migrate_registers(connection, writer=writer, reader=reader)
        return Migrated(part=part, found=found, form=t.FORM, emptied=0 < found < t.FORM)
    found = migrate_book(connection, part, writer=writer, reader=reader)
    return Migrated(part=part, found=found, form=FORM)


def migrate_registers(connection: Connection[DictRow], *, writer: str, reader: str) -> int:
    """The tables of the registers; of another form they are made anew, for all in them is derived.

    Returns: the form that was found, 0 if there was nothing.
    Raises: Refused `newer`; psycopg.Error.
    """
    found = _form_of_registers(connection)
    if found > t.FORM:
        raise Refused("newer")
    names = {"schema": Identifier(t.SCHEMA)}
    if found != t.FORM:
        for statement in ("DROP SCHEMA IF EXISTS {schema} CASCADE", "CREATE SCHEMA {schema}"):
            connection.execute(SQL(statement).format(**names))
        connection.execute("SELECT set_config('search_path', %s, true)", (t.SCHEMA,))
        for made in _tables():
            connection.execute(made.encode())
        followed = "INSERT INTO followed (name, position, form) VALUES (%s, 0, %s)"
        connection.execute(followed, (REGISTERS, t.FORM))
    roles = names | {"writer": Identifier(writer), "reader": Identifier(reader)}
    for statement in _GRANTS:
        connection.execute(SQL(statement).format(**roles))
    return found


def _form_of_registers(connection: Connection[DictRow]) -> int:
    asked = "SELECT to_regclass(%s) IS NOT NULL AS there"
    there = connection.execute(asked, (f"{t.SCHEMA}.{t.FOLLOWED.name}",)).fetchone()
    if there is None or not there["there"]:
        return 0
    read = SQL("SELECT form FROM {}").format(Identifier(t.SCHEMA, t.FOLLOWED.name))
    row = connection.execute(read).fetchone()
    return int(row["form"]) if row is not None else 0


def _tables() -> Iterator[str]:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in t.METADATA.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect))
        for index in sorted(table.indexes, key=lambda one: one.name or ""):
            yield str(CreateIndex(index).compile(dialect=dialect))


def _see_role(connection: Connection[DictRow], role: str) -> None:
    asked = """SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s) AS there,
        (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS may"""
    found = connection.execute(asked, (role,)).fetchone()
    if found is None or found["there"]:
        return
    if not found["may"]:
        raise MigrationRefused("database.roleMissing", role=role)
    connection.execute(SQL("CREATE ROLE {} NOLOGIN").format(Identifier(role)))
