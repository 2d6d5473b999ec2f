"""What was read of a page that nobody may see any more is destroyed: it can be read again."""

from collections.abc import Iterator
from uuid import UUID

from archive.ledger import Ledger
from archive.objects import Area, ObjectStore
from domain.events.dossier import (
    DocumentAssembled,
    DocumentJoined,
    DocumentProposed,
    DocumentSplit,
    ProposalMade,
)
from domain.events.page import PageRefiled, PageTranscribed
from domain.evidence import Digest
from domain.page import Page


def purge_derived(page: Page, *, ledger: Ledger, objects: ObjectStore) -> None:
    """Destroy transcripts of the page, and readings and proposed fields of its documents.

    A page that was never transcribed has given them nothing, and they stay.

    Raises: ObjectsUnavailable.
    """
    for digest in dict.fromkeys(_derived_of(page, ledger)):
        objects.clear(digest, area=Area.DERIVED)


def _derived_of(page: Page, ledger: Ledger) -> Iterator[Digest]:
    dossiers = {page.first_dossier_id, page.dossier_id}
    read = False
    for one in ledger.events(page.page_id):
        match one.event:
            case PageTranscribed(transcript=transcript):
                read = True
                yield transcript
            case PageRefiled(to_dossier_id=dossier_id):
                dossiers.add(dossier_id)
            case _:
                continue
    for dossier_id in dossiers if read else ():
        yield from _read_of(page.page_id, dossier_id, ledger)


def _read_of(page_id: UUID, dossier_id: UUID, ledger: Ledger) -> Iterator[Digest]:
    """Readings and proposed fields of every document that the page ever belonged to."""
    documents: set[UUID] = set()
    for one in ledger.events(dossier_id):
        match one.event:
            case DocumentProposed() as event if page_id in event.page_ids:
                documents.add(event.document_id)
                yield event.reading
            case DocumentAssembled() as event if page_id in event.page_ids:
                documents.add(event.document_id)
            case DocumentSplit() as event if page_id in event.page_ids:
                documents.add(event.new_document_id)
            case DocumentJoined() as event if event.other_document_id in documents:
                documents.add(event.document_id)
            case ProposalMade() as event if event.document_id in documents:
                yield event.fields
            case _:
                continue
