"""What stands in the registers, for somebody who may see it: dossiers, people, actors, units.

Lists come from the registers, which follow the ledger; what is opened from them reads the ledger.
"""

import re
from datetime import datetime
from uuid import UUID

from archive.access_log import AccessLog, AnswerGiven
from archive.drafting import reading_of
from archive.folding import dossier_of, scope_of
from archive.keys import Keys
from archive.ledger import Ledger
from archive.objects import ObjectStore
from archive.reaching import reached
from archive.registers import (
    ActorRow,
    DossierRow,
    FailureRow,
    PageRow,
    PersonRow,
    Registers,
)
from archive.status import named_failures
from domain.access import Action, Actor, Scope, may, require, require_somewhere
from domain.dates import PartialDate
from domain.dossier import Document, Dossier, StatedCount
from domain.errors import Unknown
from domain.events.dossier import InventoryLine, MissingHint
from domain.frozen import Frozen
from domain.people import IdentifierKind

_MOST_LOOKED_AT = 5_000
"""How many rows a list looks through for those that the reader may see."""
_IDENTIFIER = re.compile(r"^[\d .\-]{8,20}$")


class DossierList(Frozen):
    rows: tuple[DossierRow, ...]
    position: int


class Described(Frozen):
    """What the manifest or a person says of a dossier."""

    person_name: str | None
    identifier: str | None
    birth_date: PartialDate | None
    stated: StatedCount
    inventory: tuple[InventoryLine, ...] | None


class DocumentLine(Frozen):
    """A document in its dossier's list: as a person described it, or as the machine read it."""

    document_id: UUID
    page_ids: tuple[UUID, ...]
    doc_type: str
    number: str | None
    issue_date: PartialDate | None
    title: str | None
    issuer: str | None
    confirmed: bool


class DossierAnswer(Frozen):
    """A dossier with its pages in order and its documents.

    `failures`: files that were refused and pages that could not be read, of its batches.
    `stopped_at`: the first document that nobody has confirmed, where the work goes on.
    """

    row: DossierRow
    person_name: str | None
    described: Described
    pages: tuple[PageRow, ...]
    documents: tuple[DocumentLine, ...]
    hints: tuple[MissingHint, ...]
    stopped_at: UUID | None
    position: int
    failures: tuple[FailureRow, ...] = ()


def list_dossiers(
    *,
    by: Actor,
    registers: Registers,
    now: datetime,
    batch_id: UUID | None = None,
    person_id: UUID | None = None,
    state: str | None = None,
    unbound: bool = False,
    limit: int = 500,
) -> DossierList:
    """Dossiers by name, those that the actor may see."""
    require_somewhere(by, Action.SEE_DOSSIER, on=now)
    rows = registers.dossiers(
        batch_id=batch_id, person_id=person_id, state=state, unbound=unbound, limit=_MOST_LOOKED_AT
    )
    seen = [row for row in rows if may(by, Action.SEE_DOSSIER, _scope(row), on=now)]
    return DossierList(rows=tuple(seen[:limit]), position=registers.position())


def find_dossier(asked: str, *, by: Actor, registers: Registers, now: datetime) -> UUID:
    """The dossier that an id or a folder's name means.

    Raises: Unknown `dossier.unknown`, NotAllowed.
    """
    require_somewhere(by, Action.SEE_DOSSIER, on=now)
    dossier_id = _uuid(asked) or registers.dossier_named(asked.strip())
    row = registers.dossier(dossier_id) if dossier_id else None
    if row is None or not may(by, Action.SEE_DOSSIER, _scope(row), on=now):
        raise Unknown("dossier.unknown")
    return row.dossier_id


def show_dossier(
    dossier_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    access: AccessLog,
    now: datetime,
    key_id: str | None = None,
) -> DossierAnswer:
    """One dossier: whose it is, what is missing, where the work stopped.

    Raises: Unknown (also while the registers have not met the dossier yet), NotAllowed,
        ObjectMissing, ObjectCorrupt.
    """
    dossier = dossier_of(dossier_id, ledger)
    require(by, Action.SEE_DOSSIER, scope_of(dossier), on=now)
    row = registers.dossier(dossier_id)
    if row is None:
        raise Unknown("dossier.unknown")
    access.note(
        AnswerGiven(
            recorded_by=by.id,
            action=Action.SEE_DOSSIER,
            answered_at=now,
            key_id=key_id,
            dossiers=(dossier_id,),
            persons=(dossier.person_id,) if dossier.person_id else (),
        )
    )
    documents = lines_of(dossier, objects)
    person = registers.person(dossier.person_id) if dossier.person_id else None
    return DossierAnswer(
        row=row,
        person_name=person.name if person else None,
        described=_described(dossier),
        pages=registers.pages(dossier_id=dossier_id),
        documents=documents,
        hints=dossier.hints,
        stopped_at=next((one.document_id for one in documents if not one.confirmed), None),
        position=registers.position(),
        failures=named_failures(dossier_id=dossier_id, registers=registers),
    )


def list_people(
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
    after: str | None = None,
    limit: int = 200,
) -> tuple[PersonRow, ...]:
    """People by name, those of whose careers the actor may replay anything."""
    require_somewhere(by, Action.REPLAY, on=now)
    rows = registers.people(after=after, limit=_MOST_LOOKED_AT)
    return _replayable(rows, by=by, ledger=ledger, now=now)[:limit]


def find_people(
    asked: str, *, by: Actor, ledger: Ledger, registers: Registers, keys: Keys, now: datetime
) -> tuple[PersonRow, ...]:
    """Whom an id, an identifier or a name means; several are for a person to choose from."""
    require_somewhere(by, Action.REPLAY, on=now)
    found = _asked_for(asked.strip(), registers=registers, keys=keys)
    return _replayable(found, by=by, ledger=ledger, now=now)


def find_one_person(
    asked: str, *, by: Actor, ledger: Ledger, registers: Registers, keys: Keys, now: datetime
) -> UUID:
    """The one person that `asked` means.

    Raises:
        Unknown: `person.unknown`, or `person.several` (`count`) when a name means more than one.
    """
    found = find_people(asked, by=by, ledger=ledger, registers=registers, keys=keys, now=now)
    if len(found) != 1:
        raise Unknown("person.several" if found else "person.unknown", count=len(found))
    return found[0].person_id


def list_actors(*, by: Actor, registers: Registers, now: datetime) -> tuple[ActorRow, ...]:
    require(by, Action.GRANT, on=now)
    return registers.actors()


def _asked_for(asked: str, *, registers: Registers, keys: Keys) -> tuple[PersonRow, ...]:
    person_id = _uuid(asked)
    if person_id is not None:
        row = registers.person(person_id)
        return (row,) if row else ()
    if _IDENTIFIER.match(asked):
        owners = (
            registers.owner_of(keys.identifier_stream(kind, asked)) for kind in IdentifierKind
        )
        known = dict.fromkeys(owner for owner in owners if owner)
        return tuple(row for owner in known if (row := registers.person(owner)))
    return tuple(one.person for one in registers.find_people(name=asked) if one.by_name)


def _replayable(
    rows: tuple[PersonRow, ...], *, by: Actor, ledger: Ledger, now: datetime
) -> tuple[PersonRow, ...]:
    seen = reached((row.person_id for row in rows), by=by, ledger=ledger, now=now)
    return tuple(row for row in rows if row.person_id in seen)


def _scope(row: DossierRow) -> Scope:
    return Scope(person_id=row.person_id, batch_ids=frozenset(row.batch_ids))


def lines_of(dossier: Dossier, objects: ObjectStore) -> tuple[DocumentLine, ...]:
    """The documents of a dossier as a person described them, else as the machine read them."""
    return tuple(_line(one, objects) for one in dossier.documents)


def _line(document: Document, objects: ObjectStore) -> DocumentLine:
    described = document.description
    if described is None and (reading := reading_of(document, objects)) is not None:
        described = reading.description
    return DocumentLine(
        document_id=document.document_id,
        page_ids=document.page_ids,
        doc_type=described.doc_type if described else document.doc_type,
        number=described.number if described else None,
        issue_date=described.issue_date if described else None,
        title=described.title if described else None,
        issuer=described.issuer if described else None,
        confirmed=document.confirmed,
    )


def _described(dossier: Dossier) -> Described:
    return Described(**{name: getattr(dossier, name) for name in Described.model_fields})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
