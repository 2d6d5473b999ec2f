"""What a person may do with a dossier's documents: assemble, split, join, reorder, describe.

Pages never change; evidence names pages, so it stands whatever becomes of the documents. On a
split the part with the first page keeps the id; a join keeps the first id and the other points to
it. Source: domain.md 2.10.
"""

from collections import Counter
from uuid import UUID

from domain.access import Actor
from domain.dossier import Document, Dossier
from domain.errors import RuleViolation
from domain.events.dossier import (
    Description,
    DocumentAssembled,
    DocumentDescribed,
    DocumentJoined,
    DocumentReordered,
    DocumentSplit,
)


def assemble(
    dossier: Dossier,
    page_ids: tuple[UUID, ...],
    description: Description,
    *,
    document_id: UUID,
    by: Actor,
) -> DocumentAssembled:
    """Say which pages are one document and what it is; unconfirmed documents give them up.

    Args:
        document_id: for a document that is new; where exactly these pages are one already, that
            one is confirmed.

    Raises:
        RuleViolation: `document.noPages`, `document.pageTwice`, `dossier.pageNotHere`,
            `document.pageConfirmedElsewhere`.
    """
    _check_pages(dossier, page_ids)
    same = next((one for one in dossier.documents if one.page_ids == page_ids), None)
    for page_id in page_ids:
        held_by = dossier.document_of(page_id)
        if held_by is not None and held_by is not same and held_by.confirmed:
            raise RuleViolation("document.pageConfirmedElsewhere", page_id=page_id)
    return DocumentAssembled(
        recorded_by=by.id,
        dossier_id=dossier.dossier_id,
        document_id=same.document_id if same else document_id,
        page_ids=page_ids,
        description=description,
    )


def split(
    dossier: Dossier, document_id: UUID, first_page: UUID, *, new_document_id: UUID, by: Actor
) -> DocumentSplit:
    """A new document begins at `first_page` and takes the pages behind it.

    Raises: Unknown; RuleViolation: `document.pageNotInIt`, `document.splitAtStart`.
    """
    document = dossier.document(document_id)
    place = _place(document, first_page)
    if place == 0:
        raise RuleViolation("document.splitAtStart", page_id=first_page)
    return DocumentSplit(
        recorded_by=by.id,
        dossier_id=dossier.dossier_id,
        document_id=document.document_id,
        new_document_id=new_document_id,
        page_ids=document.page_ids[place:],
    )


def join(
    dossier: Dossier, document_id: UUID, other_document_id: UUID, *, by: Actor
) -> DocumentJoined:
    """The other document's pages follow those of the first.

    Raises: Unknown; RuleViolation: `document.joinedToItself`.
    """
    first, other = dossier.document(document_id), dossier.document(other_document_id)
    if first.document_id == other.document_id:
        raise RuleViolation("document.joinedToItself", document_id=document_id)
    return DocumentJoined(
        recorded_by=by.id,
        dossier_id=dossier.dossier_id,
        document_id=first.document_id,
        other_document_id=other.document_id,
    )


def reorder(
    dossier: Dossier, document_id: UUID, page_ids: tuple[UUID, ...], *, by: Actor
) -> DocumentReordered:
    """The same pages in another order.

    Raises: Unknown; RuleViolation: `document.notTheSamePages`, `document.nothingChanged`.
    """
    document = dossier.document(document_id)
    if Counter(page_ids) != Counter(document.page_ids):
        raise RuleViolation("document.notTheSamePages", document_id=document.document_id)
    if page_ids == document.page_ids:
        raise RuleViolation("document.nothingChanged", document_id=document.document_id)
    return DocumentReordered(
        recorded_by=by.id,
        dossier_id=dossier.dossier_id,
        document_id=document.document_id,
        page_ids=page_ids,
    )


def describe(
    dossier: Dossier, document_id: UUID, description: Description, *, by: Actor
) -> DocumentDescribed:
    """Say what the document is.

    Raises: Unknown; RuleViolation: `document.nothingChanged`.
    """
    document = dossier.document(document_id)
    if document.confirmed and document.description == description:
        raise RuleViolation("document.nothingChanged", document_id=document.document_id)
    return DocumentDescribed(
        recorded_by=by.id,
        dossier_id=dossier.dossier_id,
        document_id=document.document_id,
        description=description,
    )


def _check_pages(dossier: Dossier, page_ids: tuple[UUID, ...]) -> None:
    if not page_ids:
        raise RuleViolation("document.noPages", dossier_id=dossier.dossier_id)
    for page_id, times in Counter(page_ids).items():
        if times > 1:
            raise RuleViolation("document.pageTwice", page_id=page_id)
        dossier.require_page(page_id)


def _place(document: Document, page_id: UUID) -> int:
    if page_id not in document.page_ids:
        raise RuleViolation("document.pageNotInIt", page_id=page_id)
    return document.page_ids.index(page_id)
