"""The tables of a book on PostgreSQL, and who may do what with them: `hoso migrate` makes them.

A book has a schema of its own: the table of events, the last position that was `given`, and the
`form` that these tables have. Nobody may change or take away a row: triggers refuse it even to the
owner's mistakes, and the writer's role has no right to it. The position is moved by the table's own
trigger, which acts with the owner's rights and accepts nothing but the next ones, one by one. This
stops mistakes and a stolen writer's password, not the server's administrator, against whom the seal
stands.
"""

from collections.abc import Callable
from typing import Any

from psycopg import Connection, Cursor
from psycopg.sql import SQL, Composed, Identifier

from archive.postgres import Refused

FORM = 1
"""Counts up with every change of the tables; each step has a function in `_STEPS`."""

TABLE = "stored_events"
GUARDS = frozenset({"no_update", "no_delete", "no_truncate", "give_positions"})

_BOOK = """
CREATE TABLE {schema}.form (version integer NOT NULL);
INSERT INTO {schema}.form VALUES (1);
CREATE TABLE {schema}.stored_events (
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigint NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
) WITH (autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0.01);
CREATE UNIQUE INDEX stored_events_notification_id_idx ON {schema}.stored_events (notification_id);
CREATE TABLE {schema}.given (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL
) WITH (fillfactor = 20);
INSERT INTO {schema}.given (position) VALUES (0);

CREATE FUNCTION {schema}.give_positions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first bigint; last bigint; many bigint;
BEGIN
    SELECT min(notification_id), max(notification_id), count(*) INTO first, last, many FROM fresh;
    IF many = 0 THEN
        RETURN NULL;
    END IF;
    UPDATE {schema}.given SET position = last WHERE position = first - 1;
    IF NOT FOUND OR last - first + 1 <> many THEN
        RAISE EXCEPTION 'positions are given one by one' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION {schema}.give_positions() FROM PUBLIC;
CREATE FUNCTION {schema}.refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
REVOKE ALL ON FUNCTION {schema}.refuse() FROM PUBLIC;

CREATE TRIGGER give_positions AFTER INSERT ON {schema}.stored_events
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {schema}.give_positions();
CREATE TRIGGER no_update BEFORE UPDATE ON {schema}.stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.refuse();
CREATE TRIGGER no_delete BEFORE DELETE ON {schema}.stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.refuse();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {schema}.stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.refuse();
"""

_GRANTS = """
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {writer}, {reader};
GRANT USAGE ON SCHEMA {schema} TO {writer}, {reader};
GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {writer}, {reader};
GRANT INSERT ON {schema}.stored_events TO {writer};
"""


def _create(connection: Connection[Any], schema: str) -> None:
    connection.execute(SQL("CREATE SCHEMA {schema}").format(schema=Identifier(schema)))
    _all(connection, _of_schema(_BOOK, schema))
    for guard in sorted(GUARDS):
        # Also where rows come in by replication or with triggers switched off for a session.
        connection.execute(
            SQL("ALTER TABLE {schema}.stored_events ENABLE ALWAYS TRIGGER {guard}").format(
                schema=Identifier(schema), guard=Identifier(guard)
            )
        )


_STEPS: tuple[Callable[[Connection[Any], str], None], ...] = (_create,)
"""From nothing to form 1, from 1 to 2 and so on."""


def schema_of(book: str) -> str:
    """The schema of a book of that name."""
    return f"hoso_{book}"


def migrate_book(connection: Connection[Any], book: str, *, writer: str, reader: str) -> int:
    """Bring a book's tables to this program's form, within the caller's transaction.

    Returns: the form that was found, 0 if there was nothing.
    Raises: Refused `newer`: a later program was here; psycopg.Error.
    """
    schema = schema_of(book)
    found = form_of(connection, schema)
    if found > FORM:
        raise Refused("newer")
    for step in _STEPS[found:]:
        step(connection, schema)
    connection.execute(
        SQL("UPDATE {schema}.form SET version = %s").format(schema=Identifier(schema)), (FORM,)
    )
    _all(connection, _of_schema(_GRANTS, schema, writer=writer, reader=reader))
    return found


def form_of(connection: Connection[Any], schema: str) -> int:
    """The form of a schema's tables, 0 if it has none."""
    asked = "SELECT to_regclass(%s) IS NOT NULL AS there"
    there = connection.execute(asked, (f"{schema}.form",)).fetchone()
    if there is None or not there["there"]:
        return 0
    read = SQL("SELECT version FROM {schema}.form").format(schema=Identifier(schema))
    row = connection.execute(read).fetchone()
    return int(row["version"]) if row is not None else 0


def _all(connection: Connection[Any], script: Composed) -> None:
    """Several statements at once: the plain protocol takes them."""
    Cursor(connection).execute(script)


def _of_schema(text: str, schema: str, **names: str) -> Composed:
    identifiers = {name: Identifier(value) for name, value in names.items()}
    return SQL(text).format(schema=Identifier(schema), **identifiers)
