"""What the ledger asks of its tables on PostgreSQL, in SQL."""

from typing import LiteralString

from psycopg.sql import SQL, Composable, Identifier, Literal

from archive.ledger_migration import TABLE

_LOCK_CLASS = int.from_bytes(b"hoso")
_COLUMNS = "originator_id, originator_version, topic, state, notification_id"


class Statements:
    """What is asked of the tables in one schema."""

    def __init__(self, schema: str) -> None:
        named: dict[str, Composable] = {
            "columns": SQL(_COLUMNS),
            "form": Identifier(schema, "form"),
            "given": Identifier(schema, "given"),
            "given_name": Literal(f"{schema}.given"),
            "last": SQL(
                "SELECT notification_id AS position, substring(state FROM 1 FOR 9) AS head"
            ),
            "lock_class": Literal(_LOCK_CLASS),
            "table": Identifier(schema, TABLE),
            "table_name": Literal(f"{schema}.{TABLE}"),
            "version": SQL(
                "SELECT max(originator_version) FROM {table} WHERE originator_id"
            ).format(table=Identifier(schema, TABLE)),
        }

        def sql(text: LiteralString) -> bytes:
            return SQL(text).format(**named).as_bytes()

        self.form = sql("SELECT version FROM {form}")
        self.lock = sql(
            "SELECT pg_advisory_xact_lock({lock_class}, {table_name}::regclass::oid::int)"
        )
        self.head = sql(
            """SELECT g.position AS given, l.position, l.head FROM {given} g LEFT JOIN LATERAL
            ({last} FROM {table} ORDER BY notification_id DESC LIMIT 1) l ON true"""
        )
        self.header = sql(
            """{last} FROM {table} WHERE notification_id <= %b
            ORDER BY notification_id DESC LIMIT 1"""
        )
        self.given = sql("SELECT position FROM {given}")
        self.version = sql("SELECT ({version} = %b) AS version")
        # One search for each stream: the index alone, however long the stream is.
        self.versions = sql(
            """SELECT asked AS stream, ({version} = asked) AS version
            FROM unnest(%b::uuid[]) AS asked"""
        )
        self.row = sql("SELECT {columns} FROM {table} WHERE notification_id = %b")
        self.streams = sql(
            """SELECT {columns} FROM {table} WHERE originator_id = ANY(%b)
            AND notification_id <= %b ORDER BY originator_id, originator_version"""
        )
        self.insert = sql(
            """INSERT INTO {table} ({columns}) SELECT * FROM
            unnest(%b::uuid[], %b::bigint[], %b::text[], %b::bytea[], %b::bigint[])"""
        )
        self.copy = sql("COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)")
        self.guards = sql(
            """SELECT tgname::text AS name FROM pg_catalog.pg_trigger
            WHERE tgrelid = {table_name}::regclass AND tgenabled IN ('O', 'A')"""
        )
        self.rights = sql(
            """SELECT has_table_privilege({table_name}, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
            OR has_table_privilege({given_name}, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
            AS change"""
        )
