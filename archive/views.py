"""What a person is shown of a paper and of an event: values with their evidence, field by field."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from pydantic import JsonValue

from archive.drafting import reading_of
from archive.folding import Who, dossier_of, page_of, who_is
from archive.ledger import Ledger
from archive.objects import ObjectStore
from domain.dossier import Document, Dossier
from domain.errors import Unknown
from domain.events.dossier import Description
from domain.events.envelope import CareerEvent
from domain.evidence import Citation, Digest, Source
from domain.forms import FormField, flat, form_of
from domain.frozen import Frozen
from domain.page import PageState, Reading
from ocr.reading import ProposedField


class FieldView(FormField):
    """A line of the form with its value, the words on the paper, and where they stand.

    `confidence` is None for what no machine read; `sure` False asks a person to look.
    """

    value: JsonValue = None
    as_printed: str | None = None
    confidence: float | None = None
    sure: bool = True
    citations: tuple[Citation, ...] = ()


class PageView(Frozen):
    """A page of a document. `page_no` counts the dossier's pages from 1; None: it left it."""

    page_id: UUID
    page_no: int | None
    digest: Digest | None
    image_no: int
    width_px: int
    height_px: int
    state: PageState
    reading: Reading
    flags: tuple[str, ...]


class DocumentView(Frozen):
    """A paper. `description` is the confirmed one, else the machine's; `described_by` where the
    machine read number, date, type, title, issuer and signer."""

    document_id: UUID
    dossier_id: UUID
    dossier_name: str
    doc_type: str
    description: Description | None
    confirmed: bool
    confirmed_by: Who | None
    pages: tuple[PageView, ...]
    described_by: tuple[ProposedField, ...]


def document_view(
    dossier: Dossier, document: Document, *, ledger: Ledger, objects: ObjectStore
) -> DocumentView:
    """Raises: ObjectMissing, ObjectCorrupt."""
    reading = reading_of(document, objects)
    read = reading.description if reading else None
    return DocumentView(
        document_id=document.document_id,
        dossier_id=dossier.dossier_id,
        dossier_name=dossier.name,
        doc_type=document.doc_type,
        description=document.description or read,
        confirmed=document.confirmed,
        confirmed_by=who_is(document.confirmed_by, ledger) if document.confirmed_by else None,
        pages=tuple(page_view(one, dossier, ledger) for one in document.page_ids),
        described_by=reading.described_by if reading else (),
    )


def page_view(page_id: UUID, dossier: Dossier, ledger: Ledger) -> PageView:
    page = page_of(page_id, ledger)
    shown = page.shown or page.image
    return PageView(
        page_id=page_id,
        page_no=page_number(page_id, dossier),
        digest=shown.digest,
        image_no=shown.image_no,
        width_px=shown.width_px,
        height_px=shown.height_px,
        state=page.state,
        reading=page.reading,
        flags=page.flags,
    )


def page_number(page_id: UUID, dossier: Dossier) -> int | None:
    """The page's place in its dossier, from 1; None if it is no longer there."""
    return dossier.page_ids.index(page_id) + 1 if page_id in dossier.page_ids else None


def proposed_fields(
    topic: str, values: Mapping[str, JsonValue], read: Iterable[ProposedField]
) -> tuple[FieldView, ...]:
    """The form of a proposal, filled with what the machine read.

    A value that the machine put in without reading it is not sure.
    """
    found = {one.field: one for one in read}
    lines: list[FieldView] = []
    for line in form_of(topic):
        one = found.get(line.name)
        value = values.get(line.name)
        lines.append(
            FieldView(
                **line.model_dump(by_alias=False),
                value=value,
                as_printed=one.as_printed if one else None,
                confidence=one.confidence if one else None,
                sure=one.sure if one else value is None and not line.required,
                citations=(one.citation,) if one and one.citation else (),
            )
        )
    return tuple(lines)


def recorded_fields(event: CareerEvent, sources: Iterable[Source]) -> tuple[FieldView, ...]:
    """The form of a recorded event, each value with the places cited for it."""
    values = flat(event)
    printed = {one.field: one.text for one in event.printed}
    places: dict[str | None, list[Citation]] = {}
    for source in sources:
        for citation in source.citations:
            places.setdefault(citation.field, []).append(citation)
    return tuple(
        FieldView(
            **line.model_dump(by_alias=False),
            value=values.get(line.name),
            as_printed=printed.get(line.name),
            citations=tuple(places.get(line.name, ())),
        )
        for line in form_of(event.topic)
    )


def documents_of(
    sources: Iterable[Source], *, ledger: Ledger, objects: ObjectStore
) -> tuple[DocumentView, ...]:
    """The papers that the sources name, each once; a paper that was taken apart is left out, its
    pages are still cited."""
    views: dict[UUID, DocumentView] = {}
    for source in sources:
        dossier = dossier_of(source.dossier_id, ledger)
        try:
            document = dossier.document(source.document_id)
        except Unknown:
            continue
        if document.document_id not in views:
            views[document.document_id] = document_view(
                dossier, document, ledger=ledger, objects=objects
            )
    return tuple(views.values())
