"""Pages that lines cite: looked at as when an event is keyed on its document."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from archive.deciding import check_dossier, described_by
from archive.drafting import FieldPlace, find_document, placed_source, reading_of, scanned_on
from archive.folding import page_of, scope_of
from archive.ledger import Ledger, Write
from archive.line_forms import Cited
from archive.lines import LineRefused, fault_of
from archive.objects import ObjectStore
from archive.registers import Registers
from domain.access import Action, Actor, require
from domain.dossier import Document, Dossier
from domain.errors import HosoError
from domain.events.dossier import Description, DocumentAssembled
from domain.events.envelope import CareerEvent
from domain.evidence import Source


@dataclass(slots=True)
class Papers:
    """Documents that a file cites, each read once; what they have to write in the end."""

    by: Actor
    now: datetime
    ledger: Ledger
    objects: ObjectStore
    registers: Registers
    _dossiers: dict[UUID, Dossier] = field(default_factory=dict)
    _assembled: dict[UUID, DocumentAssembled] = field(default_factory=dict)
    _pages: set[UUID] = field(default_factory=set)

    def source_of(self, cited: Cited) -> tuple[Source, Document]:
        """Raises: LineRefused: what is said when an event is keyed on such a document."""
        try:
            return self._source_of(cited)
        except HosoError as error:
            fault = fault_of(error).model_copy(update={"field": "source"})
            raise LineRefused(error.code, faults=(fault,)) from None

    def _source_of(self, cited: Cited) -> tuple[Source, Document]:
        dossier, document = find_document(
            cited.document_id, ledger=self.ledger, registers=self.registers
        )
        require(self.by, Action.RECORD, scope_of(dossier), on=self.now)
        check_dossier(dossier)
        places = tuple(
            FieldPlace(page_id=one.page_id, box=one.box, field=one.field) for one in cited.places
        )
        source = placed_source(dossier, document, places, self.ledger)
        self._dossiers.setdefault(dossier.dossier_id, dossier)
        return source, document

    def scanned_on(self, source: Source) -> date | None:
        return scanned_on(source, self.ledger)

    def take(self, document: Document, source: Source, event: CareerEvent) -> None:
        """The line will be recorded: its document is assembled, if no person has done so."""
        self._pages |= {citation.page_id for citation in source.citations}
        if document.confirmed or document.document_id in self._assembled:
            return
        reading = reading_of(document, self.objects)
        read = reading.description if reading else Description(doc_type=document.doc_type)
        self._assembled[document.document_id] = DocumentAssembled(
            recorded_by=self.by.id,
            dossier_id=source.dossier_id,
            document_id=document.document_id,
            page_ids=document.page_ids,
            description=described_by(event, read),
        )

    def writes(self) -> list[Write]:
        """What is assembled, and guards on every dossier and page cited."""
        writes = [
            Write(
                one,
                tuple(a for a in self._assembled.values() if a.dossier_id == one),
                dossier.version,
            )
            for one, dossier in self._dossiers.items()
        ]
        guards = [Write(one, (), page_of(one, self.ledger).version) for one in sorted(self._pages)]
        return [*writes, *guards]
