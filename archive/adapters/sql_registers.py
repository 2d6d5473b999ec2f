"""The registers in SQL tables, through SQLAlchemy Core: a follower of the ledger.

A batch of events names the streams that moved. Each of them is read again as of the batch's end and
folded by the domain, its rows are replaced, and the position is stored, in one transaction. So a
batch that comes again changes nothing, and a rebuild gives the same rows as following did.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import (
    Connection,
    Table,
    bindparam,
    delete,
    inspect,
    select,
    update,
)

from archive.adapters import sql_career_rows as career_rows
from archive.adapters import sql_counts as counts
from archive.adapters import sql_reading as reading
from archive.adapters import sql_rows as rows
from archive.adapters import sql_tables as t
from archive.adapters.sql_engine import engine_at, translated
from archive.adapters.sql_streams import moved_streams
from archive.registers import (
    ActorRow,
    BatchRow,
    Candidate,
    DocumentRow,
    DossierRow,
    EventRow,
    FailureRow,
    PageRow,
    PersonRow,
    ProposalRow,
    RegistersUnavailable,
    SettledDossier,
    UnitRow,
)
from domain.dates import PartialDate
from domain.dossier import ProposalState
from domain.events.entry import SAME_PERSON_STREAM
from domain.events.envelope import Recorded, StreamKind
from domain.events.organisation import UNITS_STREAM
from domain.page import PageState
from domain.people import Identifier
from domain.same_person import Links
from search.words import composed

History = Callable[[UUID, int], tuple[Recorded, ...]]
"""A stream up to a position of the ledger."""

_NAME = "registers"
_OWNED: dict[StreamKind, tuple[tuple[Table, str], ...]] = {
    StreamKind.PAGE: ((t.PAGES, "page_id"), (t.IMAGES, "page_id")),
    StreamKind.BATCH: ((t.BATCHES, "batch_id"), (t.REJECTED, "batch_id")),
    StreamKind.DOSSIER: tuple(
        (table, "dossier_id")
        for table in (
            *(t.DOSSIERS, t.DOSSIER_BATCHES, t.DOSSIER_PAGES),
            *(t.DOCUMENTS, t.JOINED, t.PROPOSALS),
        )
    ),
    StreamKind.PERSON: tuple(
        (table, "person_id")
        for table in (t.PEOPLE, t.PERSON_NAMES, t.PERSON_IDENTIFIERS, t.EVENTS, t.MERGED)
    ),
    StreamKind.UNIT: ((t.UNITS, "unit_id"),),
    StreamKind.ACTOR: ((t.ACTORS, "actor_id"),),
    StreamKind.IDENTIFIER: ((t.OWNERS, "stream_id"),),
}
"""Whose rows are whose: replaced together when the stream moves."""


class SqlRegisters:
    """Registers in one database. Safe between threads and processes, not across a fork."""

    name = _NAME

    def __init__(self, url: str, *, history: History, hashed: Callable[[Identifier], str]) -> None:
        """Open the tables; in a file they are created, in a database `hoso migrate` did it.

        Args:
            url: `sqlite:` and a path, or `postgresql://...`.
            history: of the ledger that is followed.
            hashed: the keyed hash that an identifier is kept as.

        Raises: RegistersUnavailable.
        """
        self._history, self._hashed = history, hashed
        self._engine = engine_at(url)
        self._on_server = self._engine.dialect.name == "postgresql"
        try:
            with self._writing() as connection:
                self._prepare(connection)
        except BaseException:
            self._engine.dispose()
            raise

    def _prepare(self, connection: Connection) -> None:
        if self._on_server:
            self._check_form(connection)
        elif not inspect(connection).has_table(t.FOLLOWED.name):
            t.METADATA.create_all(connection)
            connection.execute(t.FOLLOWED.insert().values(name=_NAME, position=0, form=t.FORM))

    def position(self) -> int:
        with self._reading() as connection:
            return self._position(connection)

    def _position(self, connection: Connection) -> int:
        asked = select(t.FOLLOWED.c.position).where(t.FOLLOWED.c.name == _NAME)
        return int(connection.execute(asked).scalar_one())

    def follow(self, recorded: Sequence[Recorded], *, position: int) -> None:
        moved = moved_streams(recorded)
        links = Links.of(self._history(SAME_PERSON_STREAM, position))
        if StreamKind.PERSON in moved:
            every = (one for moved_id in moved[StreamKind.PERSON] for one in links.linked(moved_id))
            moved[StreamKind.PERSON] = list(dict.fromkeys(every))
        laid: dict[StreamKind, rows.Rows] = {
            kind: self._rows_of(kind, streams, position, links)
            for kind, streams in moved.items()
            if kind is not StreamKind.UNIT
        }
        with self._writing() as connection:
            self._check_form(connection)
            if self._position(connection) >= position:
                return
            if StreamKind.UNIT in moved:
                laid[StreamKind.UNIT] = self._unit_rows(
                    connection, moved[StreamKind.UNIT], position
                )
            for kind, streams in moved.items():
                _replace(connection, kind, streams, laid[kind])
            connection.execute(
                update(t.FOLLOWED).where(t.FOLLOWED.c.name == _NAME).values(position=position)
            )

    def _rows_of(
        self, kind: StreamKind, streams: list[UUID], position: int, links: Links
    ) -> rows.Rows:
        laid: rows.Rows = {}
        for stream_id in streams:
            read = links.linked(stream_id) if kind is StreamKind.PERSON else (stream_id,)
            recorded = tuple(row for one in read for row in self._history(one, position))
            for table, found in self._fold(kind, stream_id, recorded).items():
                laid.setdefault(table, []).extend(found)
        return laid

    def _fold(self, kind: StreamKind, stream_id: UUID, recorded: Sequence[Recorded]) -> rows.Rows:
        match kind:
            case StreamKind.PAGE:
                return rows.folded(rows.page_rows, recorded)
            case StreamKind.BATCH:
                return rows.folded(rows.batch_rows, recorded)
            case StreamKind.DOSSIER:
                return rows.folded(rows.dossier_rows, recorded)
            case StreamKind.ACTOR:
                return rows.folded(career_rows.actor_rows, recorded)
            case StreamKind.PERSON:
                return career_rows.person_rows(stream_id, recorded, hashed=self._hashed)
            case StreamKind.IDENTIFIER:
                return career_rows.owner_rows(stream_id, recorded)
            case StreamKind.UNIT | StreamKind.ARCHIVE:
                return {}

    def _unit_rows(self, connection: Connection, moved: list[UUID], position: int) -> rows.Rows:
        """All units, for an event on one may end another; `moved` grows by those known."""
        moved += connection.execute(select(t.UNITS.c.unit_id)).scalars()
        return career_rows.unit_rows(self._history(UNITS_STREAM, position))

    def clear(self) -> None:
        with self._writing() as connection:
            if self._on_server:
                self._check_form(connection)
                self._empty(connection)
            else:
                t.METADATA.drop_all(connection)
                self._prepare(connection)

    def _empty(self, connection: Connection) -> None:
        """What is derived goes; the tables are the owner's and stay."""
        tables = ", ".join(one.name for one in t.METADATA.tables.values() if one is not t.FOLLOWED)
        connection.exec_driver_sql(f"TRUNCATE {tables}")
        connection.execute(update(t.FOLLOWED).values(position=0))

    def close(self) -> None:
        self._engine.dispose()

    def batches(self) -> tuple[BatchRow, ...]:
        with self._reading() as connection:
            return counts.batches(connection)

    def batch(self, batch_id: UUID) -> BatchRow | None:
        with self._reading() as connection:
            return next(iter(counts.batches(connection, batch_id)), None)

    def next_batch_no(self) -> int:
        with self._reading() as connection:
            return counts.next_batch_no(connection)

    def dossiers(
        self,
        *,
        batch_id: UUID | None = None,
        person_id: UUID | None = None,
        state: str | None = None,
        unbound: bool = False,
        after: str | None = None,
        limit: int = 100,
    ) -> tuple[DossierRow, ...]:
        asked = t.DOSSIERS.c
        wheres = [
            *([asked.person_id.in_(reading.same_person(person_id))] if person_id else []),
            *([asked.state == state] if state else []),
            *([asked.person_id.is_(None)] if unbound else []),
            *([asked.name > composed(after)] if after is not None else []),
        ]
        with self._reading() as connection:
            return counts.dossiers(connection, wheres=wheres, batch_id=batch_id, limit=limit)

    def dossier(self, dossier_id: UUID) -> DossierRow | None:
        wheres = [t.DOSSIERS.c.dossier_id == dossier_id]
        with self._reading() as connection:
            return next(iter(counts.dossiers(connection, wheres=wheres)), None)

    def dossiers_named(self, name: str) -> tuple[UUID, ...]:
        asked = select(t.DOSSIERS.c.dossier_id).where(t.DOSSIERS.c.name == composed(name))
        with self._reading() as connection:
            found = connection.execute(asked.order_by(t.DOSSIERS.c.dossier_id))
            return tuple(found.scalars())

    def dossier_named(self, name: str) -> UUID | None:
        found = self.dossiers_named(name)
        return found[0] if len(found) == 1 else None

    def settled(self, dossier_ids: Iterable[UUID]) -> tuple[SettledDossier, ...]:
        with self._reading() as connection:
            return counts.settled(connection, dossier_ids)

    def pages(
        self,
        *,
        dossier_id: UUID | None = None,
        batch_id: UUID | None = None,
        state: PageState | None = None,
        flagged: bool = False,
        limit: int = 1000,
    ) -> tuple[PageRow, ...]:
        asked = t.PAGES.c
        wheres = [
            *([asked.dossier_id == dossier_id] if dossier_id else []),
            *([asked.batch_id == batch_id] if batch_id else []),
            *([asked.state == state.value] if state else []),
            *([asked.flagged] if flagged else []),
        ]
        with self._reading() as connection:
            return reading.pages(connection, wheres, limit=limit)

    def page(self, page_id: UUID) -> PageRow | None:
        with self._reading() as connection:
            found = reading.pages(connection, [t.PAGES.c.page_id == page_id], limit=1)
            return next(iter(found), None)

    def documents(self, dossier_id: UUID) -> tuple[DocumentRow, ...]:
        with self._reading() as connection:
            return reading.documents(connection, t.DOCUMENTS.c.dossier_id == dossier_id)

    def document(self, document_id: UUID) -> DocumentRow | None:
        with self._reading() as connection:
            return reading.document(connection, document_id)

    def document_dossier(self, document_id: UUID) -> UUID | None:
        with self._reading() as connection:
            found = reading.document(connection, document_id)
            return found.dossier_id if found else None

    def documents_of_paper(
        self, full_no: str, issue_date: PartialDate | None
    ) -> tuple[DocumentRow, ...]:
        with self._reading() as connection:
            return reading.documents_of_paper(connection, full_no, issue_date)

    def work_list(
        self,
        *,
        batch_id: UUID | None = None,
        dossier_id: UUID | None = None,
        event_type: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[ProposalRow, ...]:
        asked = t.PROPOSALS.c
        of_batch = select(t.DOSSIER_BATCHES.c.dossier_id).where(
            t.DOSSIER_BATCHES.c.batch_id == batch_id
        )
        wheres = [
            asked.state == ProposalState.PENDING.value,
            *([asked.dossier_id.in_(of_batch)] if batch_id else []),
            *([asked.dossier_id == dossier_id] if dossier_id else []),
            *([asked.event_type == event_type] if event_type else []),
        ]
        with self._reading() as connection:
            return reading.proposals(
                connection, *wheres, order=reading.BY_DOUBT, offset=offset, limit=limit
            )

    def proposal(self, proposal_id: UUID) -> ProposalRow | None:
        with self._reading() as connection:
            found = reading.proposals(connection, t.PROPOSALS.c.proposal_id == proposal_id)
            return next(iter(found), None)

    def proposals_of(self, document_id: UUID) -> tuple[ProposalRow, ...]:
        with self._reading() as connection:
            return reading.proposals(connection, t.PROPOSALS.c.document_id == document_id)

    def proposals_of_paper(self, paper_id: UUID) -> tuple[ProposalRow, ...]:
        with self._reading() as connection:
            return reading.proposals(connection, t.PROPOSALS.c.paper_id == paper_id)

    def people(self, *, after: str | None = None, limit: int = 100) -> tuple[PersonRow, ...]:
        with self._reading() as connection:
            return reading.people(connection, after=after, limit=limit)

    def person(self, person_id: UUID) -> PersonRow | None:
        same = reading.same_person(person_id)
        asked = select(t.PEOPLE.c.shown).where(t.PEOPLE.c.person_id.in_(same))
        with self._reading() as connection:
            shown = connection.execute(asked).scalar_one_or_none()
            return PersonRow.model_validate_json(shown) if shown else None

    def find_people(
        self,
        *,
        name: str | None = None,
        birth_date: PartialDate | None = None,
        identifiers: tuple[Identifier, ...] = (),
    ) -> tuple[Candidate, ...]:
        hashes = [self._hashed(one) for one in identifiers]
        with self._reading() as connection:
            return reading.find_people(connection, name=name, birth_date=birth_date, hashes=hashes)

    def names_borne(self, names: Iterable[str]) -> frozenset[str]:
        with self._reading() as connection:
            return reading.names_borne(connection, names)

    def events_of_paper(self, full_no: str, issue_date: PartialDate | None) -> tuple[EventRow, ...]:
        with self._reading() as connection:
            return reading.events_of_paper(connection, full_no, issue_date)

    def events_of_person(self, person_id: UUID) -> tuple[EventRow, ...]:
        mine = (t.EVENTS.c.person_id.in_(reading.same_person(person_id)), ~t.EVENTS.c.mending)
        with self._reading() as connection:
            return reading.events(connection, *mine)

    def awaiting_look(self, *, offset: int = 0, limit: int = 50) -> tuple[EventRow, ...]:
        with self._reading() as connection:
            return reading.events(connection, t.EVENTS.c.awaits_look, offset=offset, limit=limit)

    def units(self) -> tuple[UnitRow, ...]:
        with self._reading() as connection:
            return reading.units(connection)

    def actors(self) -> tuple[ActorRow, ...]:
        with self._reading() as connection:
            return reading.actors(connection)

    def owner_of(self, identifier_stream: UUID) -> UUID | None:
        asked = select(t.OWNERS.c.person_id).where(t.OWNERS.c.stream_id == identifier_stream)
        with self._reading() as connection:
            owner = connection.execute(asked).scalar_one_or_none()
            return reading.going_on(connection).get(owner, owner) if owner else None

    def failures(
        self,
        *,
        batch_id: UUID | None = None,
        dossier_id: UUID | None = None,
        limit: int = 200,
    ) -> tuple[FailureRow, ...]:
        with self._reading() as connection:
            return reading.failures(
                connection, batch_id=batch_id, dossier_id=dossier_id, limit=limit
            )

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            translated(),
            self._engine.connect().execution_options(hoso_writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """One state of all tables, however long it is read."""
        with translated(), self._engine.connect() as connection, connection.begin():
            self._check_form(connection)
            yield connection

    def _check_form(self, connection: Connection) -> None:
        form = connection.execute(select(t.FOLLOWED.c.form)).scalar_one()
        if form == t.FORM:
            return
        code = "registers.outdated"
        if self._on_server:
            code = "database.newer" if form > t.FORM else "database.notMigrated"
        raise RegistersUnavailable(code, found=form, expected=t.FORM)


def _replace(
    connection: Connection, kind: StreamKind, streams: list[UUID], laid: rows.Rows
) -> None:
    for table, column in _OWNED[kind]:
        gone = delete(table).where(table.c[column] == bindparam("stream"))
        connection.execute(gone, [{"stream": stream_id} for stream_id in streams])
    for table, _ in _OWNED[kind]:
        if laid.get(table):
            connection.execute(table.insert(), laid[table])
