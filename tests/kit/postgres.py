"""A database of the tests on a real server: migrated, its names sorted as Việt Nam does, its roles.

The programs get the writer's address alone, as in an office: what only the owner may do is shown to
be refused. Databases are copied from one that was migrated once.
"""

from dataclasses import dataclass
from uuid import uuid4

import psycopg

from archive.adapters.postgres_migration import migrate
from tests.services.running import Service

_TEMPLATE = "hoso_template"
WRITER, READER = "test_writer", "test_reader"
PARTS = ("ledger", "access", "registers")


@dataclass(frozen=True)
class Database:
    """Addresses of one database, by who connects; `admin` is the server's superuser."""

    name: str
    admin: str
    owner: str
    writer: str
    reader: str

    def touch(self, *statements: str) -> None:
        """Do it as the superuser, who may do everything."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            return list(connection.execute(question.encode()).fetchall())


def new_database(server: Service, *, migrated: bool = True) -> Database:
    """An empty database of its own, with the tables of every part unless not `migrated`."""
    with psycopg.connect(server.facts["url"], autocommit=True) as connection:
        _prepare(connection, server)
        name = f"t{uuid4().hex[:12]}"
        source = _TEMPLATE if migrated else "template0"
        connection.execute(_create(name, source))
    return _addresses(server, name)


def _prepare(connection: psycopg.Connection, server: Service) -> None:
    asked = "SELECT 1 FROM pg_database WHERE datname = %s"
    if connection.execute(asked, (_TEMPLATE,)).fetchone():
        return
    password = server.facts["password"]
    for role, rights in (("test_owner", "LOGIN CREATEROLE"), (WRITER, "LOGIN"), (READER, "LOGIN")):
        connection.execute(f"CREATE ROLE {role} {rights} PASSWORD '{password}'".encode())
    connection.execute(_create(_TEMPLATE, "template0"))
    made = _addresses(server, _TEMPLATE)
    migrate(made.owner, PARTS, writer=WRITER, reader=READER)


def _create(name: str, source: str) -> bytes:
    # Another order of letters than the bytes' own: what is sorted must not depend on it.
    sorting = "LOCALE_PROVIDER icu ICU_LOCALE 'vi-VN' LOCALE 'C.UTF-8'"
    return f"CREATE DATABASE {name} OWNER test_owner TEMPLATE {source} {sorting}".encode()


def _addresses(server: Service, name: str) -> Database:
    password, port = server.facts["password"], server.port

    def of(user: str) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{port}/{name}"

    return Database(name, of("hoso"), of("test_owner"), of(WRITER), of(READER))
