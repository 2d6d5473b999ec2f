"""A person says which pages are one document, and what it is: assemble, split, join, reorder,
describe. The rules are in domain/documents.py."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from archive.drafting import find_document, reading_of
from archive.folding import dossier_of, retried, scope_of
from archive.ledger import Ledger, Write
from archive.objects import ObjectStore
from archive.registers import Registers
from domain import documents
from domain.access import Action, Actor, require
from domain.dossier import Dossier
from domain.events.dossier import Description, DossierEvent
from domain.frozen import Frozen


class DocumentWritten(Frozen):
    """`document_id`: the document concerned; after a split, the new one."""

    position: int
    dossier_id: UUID
    document_id: UUID


def assemble_document(
    dossier_id: UUID,
    page_ids: tuple[UUID, ...],
    description: Description,
    *,
    by: Actor,
    ledger: Ledger,
    now: datetime,
) -> DocumentWritten:
    """These pages, in this order, are one document. Its acts are proposed anew afterwards.

    Raises: NotAllowed, Unknown, LedgerConflict; RuleViolation: `document.*`,
        `dossier.pageNotHere`.
    """
    require(by, Action.DESCRIBE, scope_of(dossier_of(dossier_id, ledger)), on=now)
    new_id = uuid4()

    def attempt() -> DocumentWritten:
        dossier = dossier_of(dossier_id, ledger)
        event = documents.assemble(dossier, page_ids, description, document_id=new_id, by=by)
        return _written(dossier, event, event.document_id, ledger)

    return retried(attempt)


def split_document(
    document_id: UUID,
    first_page: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
) -> DocumentWritten:
    """A new document begins at `first_page`. Raises: as `assemble_document`."""
    new_id = uuid4()

    def decide(dossier: Dossier) -> tuple[DossierEvent, UUID]:
        event = documents.split(dossier, document_id, first_page, new_document_id=new_id, by=by)
        return event, new_id

    return _changed(document_id, decide, by=by, ledger=ledger, registers=registers, now=now)


def join_documents(
    document_id: UUID,
    other_document_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
) -> DocumentWritten:
    """The other document's pages follow those of the first. Raises: as `assemble_document`."""

    def decide(dossier: Dossier) -> tuple[DossierEvent, UUID]:
        event = documents.join(dossier, document_id, other_document_id, by=by)
        return event, event.document_id

    return _changed(document_id, decide, by=by, ledger=ledger, registers=registers, now=now)


def reorder_document(
    document_id: UUID,
    page_ids: tuple[UUID, ...],
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
) -> DocumentWritten:
    """The same pages in another order. Raises: as `assemble_document`."""

    def decide(dossier: Dossier) -> tuple[DossierEvent, UUID]:
        event = documents.reorder(dossier, document_id, page_ids, by=by)
        return event, event.document_id

    return _changed(document_id, decide, by=by, ledger=ledger, registers=registers, now=now)


def describe_document(
    document_id: UUID,
    description: Description,
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
) -> DocumentWritten:
    """Say what the document is. Raises: as `assemble_document`."""

    def decide(dossier: Dossier) -> tuple[DossierEvent, UUID]:
        event = documents.describe(dossier, document_id, description, by=by)
        return event, event.document_id

    return _changed(document_id, decide, by=by, ledger=ledger, registers=registers, now=now)


def confirm_paper(
    document_id: UUID,
    description: Description | None = None,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    now: datetime,
) -> DocumentWritten:
    """Confirm a paper without acts as the machine grouped it, and described it unless
    `description` is given. Raises: as `assemble_document`."""

    def decide(dossier: Dossier) -> tuple[DossierEvent, UUID]:
        document = dossier.document(document_id)
        reading = reading_of(document, objects)
        read = reading.description if reading else document.description
        said = description or read or Description(doc_type=document.doc_type)
        event = documents.assemble(
            dossier, document.page_ids, said, document_id=document.document_id, by=by
        )
        return event, event.document_id

    return _changed(document_id, decide, by=by, ledger=ledger, registers=registers, now=now)


def _changed(
    document_id: UUID,
    decide: Callable[[Dossier], tuple[DossierEvent, UUID]],
    *,
    by: Actor,
    ledger: Ledger,
    registers: Registers,
    now: datetime,
) -> DocumentWritten:
    dossier, _ = find_document(document_id, ledger=ledger, registers=registers)
    require(by, Action.DESCRIBE, scope_of(dossier), on=now)

    def attempt() -> DocumentWritten:
        present = dossier_of(dossier.dossier_id, ledger)
        event, concerned = decide(present)
        return _written(present, event, concerned, ledger)

    return retried(attempt)


def _written(
    dossier: Dossier, event: DossierEvent, document_id: UUID, ledger: Ledger
) -> DocumentWritten:
    written = ledger.record(Write(dossier.dossier_id, (event,), dossier.version))
    return DocumentWritten(
        position=written.position, dossier_id=dossier.dossier_id, document_id=document_id
    )
