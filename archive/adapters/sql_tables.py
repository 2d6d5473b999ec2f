"""The tables of the registers: what is asked for stands in columns, what is answered in `shown`.

Plain SQL types only, so that they lie on SQLite and PostgreSQL alike, and text that both sort and
compare by its bytes, whatever a database's own order of letters is. `shown` is a row model of
archive/registers.py, or a part of one, as JSON.
"""

from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    Uuid,
)

FORM = 3
"""Counts up whenever a table, or a model that stands in `shown`, changes: then rebuild."""

METADATA = MetaData()
SCHEMA = "hoso_registers"
"""Where the tables lie in a database that holds other parts too."""

_LONGEST, _BEGIN = 500, 400
"""Characters of an indexed text, of up to four bytes; PostgreSQL takes some 2,700 bytes."""


class Plain(TypeDecorator[str]):
    """Text that sorts and compares by its bytes.

    PostgreSQL can neither keep the character NUL nor index what is very long: there a mark stands
    in its place, and a digest for the end. What is compared with is changed alike.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(collation=collation))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or dialect.name != "postgresql":
            return value
        if len(value) > _LONGEST:
            value = value[:_BEGIN] + sha256(value.encode()).hexdigest()
        return value.replace("\0", "\ufffd")


FOLLOWED = Table(
    "followed",
    METADATA,
    Column("name", Plain, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("form", Integer, nullable=False),
)
BATCHES = Table(
    "batches",
    METADATA,
    Column("batch_id", Uuid, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("duplicate", Integer, nullable=False),
    Column("shown", Text, nullable=False),
)
REJECTED = Table(
    "rejected_files",
    METADATA,
    Column("batch_id", Uuid, primary_key=True),
    Column("file_no", Integer, primary_key=True),
    Column("dossier_id", Uuid),
    Column("position", BigInteger, nullable=False),
    Column("shown", Text, nullable=False),
)
IMAGES = Table(
    "images",
    METADATA,
    Column("page_id", Uuid, primary_key=True),
    Column("scan_no", Integer, primary_key=True),
    Column("batch_id", Uuid, nullable=False),
    Column("state", Plain, nullable=False),
    Index("images_of_batch", "batch_id", "state"),
)
PAGES = Table(
    "pages",
    METADATA,
    Column("page_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("batch_id", Uuid, nullable=False),
    Column("file_no", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("scan_batch_id", Uuid, nullable=False),  # of the present image
    Column("state", Plain, nullable=False),
    Column("reading", Plain, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("flagged", Boolean, nullable=False),
    Column("poor", Boolean, nullable=False),
    Column("moved_at", BigInteger, nullable=False),
    Column("read_at", Plain),  # ISO 8601, UTC, microseconds: sorts as text
    Column("unread_at", BigInteger),  # position
    Column("unread_on", Plain),
    Column("shown", Text, nullable=False),
    Index("pages_of_dossier", "dossier_id", "state"),
    Index("pages_of_file", "batch_id", "file_no"),
    Index("pages_of_scan_batch", "scan_batch_id", "reading"),
)
DOSSIERS = Table(
    "dossiers",
    METADATA,
    Column("dossier_id", Uuid, primary_key=True),
    Column("name", Plain, nullable=False),
    Column("person_id", Uuid),
    Column("state", Plain, nullable=False),
    Column("moved_at", BigInteger, nullable=False),
    Column("expected", Integer),
    Column("difference", Integer, nullable=False),
    Column("images", Integer, nullable=False),
    Column("shown", Text, nullable=False),
    Index("dossiers_by_name", "name"),
    Index("dossiers_of_person", "person_id"),
)
DOSSIER_BATCHES = Table(
    "dossier_batches",
    METADATA,
    Column("dossier_id", Uuid, primary_key=True),
    Column("batch_id", Uuid, primary_key=True),
    Index("dossiers_of_batch", "batch_id"),
)
DOSSIER_PAGES = Table(
    "dossier_pages",
    METADATA,
    Column("dossier_id", Uuid, primary_key=True),
    Column("page_id", Uuid, primary_key=True),
    Column("place", Integer, nullable=False),
    Index("dossier_of_page", "page_id"),
)
DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("document_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("place", Integer, nullable=False),
    Column("number_key", Plain),
    Column("issue_date", Plain),
    Column("confirmed", Boolean, nullable=False),
    Column("shown", Text, nullable=False),
    Index("documents_of_dossier", "dossier_id"),
    Index("documents_of_paper", "number_key"),
)
JOINED = Table(
    "joined_documents",
    METADATA,
    Column("document_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("into_id", Uuid, nullable=False),
    Index("joined_of_dossier", "dossier_id"),
)
PROPOSALS = Table(
    "proposals",
    METADATA,
    Column("proposal_id", Uuid, primary_key=True),
    Column("dossier_id", Uuid, nullable=False),
    Column("document_id", Uuid, nullable=False),
    Column("paper_id", Uuid),
    Column("event_type", Plain, nullable=False),
    Column("state", Plain, nullable=False),
    Column("unsure", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("waits", Boolean, nullable=False),  # held or unbound: nobody can confirm it yet
    Column("position", BigInteger, nullable=False),
    Column("made_at", Plain, nullable=False),
    Column("shown", Text, nullable=False),
    Index("proposals_of_dossier", "dossier_id"),
    Index("proposals_of_document", "document_id"),
    Index("proposals_of_paper", "paper_id"),
    Index("proposals_to_do", "state", "waits", "unsure", "confidence"),
)
PEOPLE = Table(
    "people",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("name", Plain, nullable=False),
    Column("sort_key", Plain, nullable=False),
    Column("shown", Text, nullable=False),
    Index("people_by_name", "sort_key"),
)
PERSON_NAMES = Table(
    "person_names",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("name_key", Plain, primary_key=True),
    Index("people_of_name", "name_key"),
)
PERSON_IDENTIFIERS = Table(
    "person_identifiers",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("identifier_hash", Plain, primary_key=True),
    Index("people_of_identifier", "identifier_hash"),
)
MERGED = Table(
    "merged_people",
    METADATA,
    Column("person_id", Uuid, primary_key=True),
    Column("goes_on_as", Uuid, nullable=False),
    Index("merged_into", "goes_on_as"),
)
EVENTS = Table(
    "career_events",
    METADATA,
    Column("event_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("number_key", Plain),
    Column("issue_date", Plain),
    Column("awaits_look", Boolean, nullable=False),
    Column("mending", Boolean, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("shown", Text, nullable=False),
    Index("events_of_person", "person_id"),
    Index("events_of_paper", "number_key"),
    Index("events_awaiting", "awaits_look", "position"),
)
UNITS = Table(
    "units",
    METADATA,
    Column("unit_id", Uuid, primary_key=True),
    Column("name", Plain, nullable=False),
    Column("shown", Text, nullable=False),
)
ACTORS = Table(
    "actors",
    METADATA,
    Column("actor_id", Uuid, primary_key=True),
    Column("name", Plain, nullable=False),
    Column("shown", Text, nullable=False),
)
OWNERS = Table(
    "identifier_owners",
    METADATA,
    Column("stream_id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
)
