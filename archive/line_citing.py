"""What a line cites by the names that people know: a dossier, a document of it, its page numbers.

Found before anything else is judged, so that a page cited by its number and one cited by its id
make the same line.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from archive.drafting import find_document
from archive.folding import dossier_of
from archive.ledger import Ledger
from archive.line_forms import Cited, CitedByName, Entry, Place
from archive.lines import Fault, LineRefused, fault_of
from archive.listing import find_dossier, lines_of
from archive.objects import ObjectStore
from archive.registers import Registers
from domain.access import Actor
from domain.dossier import Document, Dossier
from domain.errors import HosoError, Unknown
from domain.numbers import same_number


@dataclass(slots=True)
class Citing:
    """Finds what lines cite by name; each name once."""

    by: Actor
    now: datetime
    ledger: Ledger
    objects: ObjectStore
    registers: Registers
    _found: dict[CitedByName, Cited | tuple[Fault, ...]] = field(default_factory=dict)

    def settle(self, entries: Iterable[Entry]) -> None:
        """Put ids where names were; a line whose page is not found is refused."""
        for entry in entries:
            if isinstance(entry.cited, CitedByName):
                found = self._settled(entry.cited)
                if isinstance(found, Cited):
                    entry.cited = found
                else:
                    entry.faults.extend(found)

    def _settled(self, named: CitedByName) -> Cited | tuple[Fault, ...]:
        if named not in self._found:
            try:
                self._found[named] = self._cited(named)
            except LineRefused as error:
                self._found[named] = error.faults
            except HosoError as error:  # the dossier may not be looked at, or is damaged
                fault = fault_of(error).model_copy(update={"field": "source.dossier"})
                self._found[named] = (fault,)
        return self._found[named]

    def _cited(self, named: CitedByName) -> Cited:
        dossier, document = self._where(named)
        page_ids = [_page(one, dossier) for one in named.pages]
        if document is None:
            document = _document_of(page_ids, dossier)
        return Cited(
            document_id=document.document_id,
            places=tuple(Place(page_id=one) for one in page_ids),
        )

    def _where(self, named: CitedByName) -> tuple[Dossier, Document | None]:
        dossier = self._dossier(named.dossier) if named.dossier is not None else None
        if named.document is None:
            if dossier is None:
                raise LineRefused("brought.citedWhere", field="source.pages")
            return dossier, None
        try:
            document_id = UUID(named.document.strip())
        except ValueError:
            if dossier is None:
                raise LineRefused("brought.citedWhere", field="source.document") from None
            return dossier, self._by_number(named.document, dossier)
        return self._by_id(document_id, dossier)

    def _dossier(self, asked: str) -> Dossier:
        try:
            dossier_id = find_dossier(asked, by=self.by, registers=self.registers, now=self.now)
        except Unknown:
            raise LineRefused("brought.citedDossier", field="source.dossier") from None
        return dossier_of(dossier_id, self.ledger)

    def _by_id(self, document_id: UUID, within: Dossier | None) -> tuple[Dossier, Document]:
        unknown = LineRefused("brought.citedDocument", field="source.document")
        try:
            dossier, document = find_document(
                document_id, ledger=self.ledger, registers=self.registers
            )
        except Unknown:
            raise unknown from None
        if within is not None and within.dossier_id != dossier.dossier_id:
            raise unknown
        return dossier, document

    def _by_number(self, number: str, dossier: Dossier) -> Document:
        found = [
            one.document_id
            for one in lines_of(dossier, self.objects)
            if same_number(one.number, number)
        ]
        if not found:
            raise LineRefused("brought.citedDocument", field="source.document")
        if len(found) > 1:
            raise LineRefused("brought.citedTwice", field="source.document", count=len(found))
        return dossier.document(found[0])


def _page(asked: int | UUID, dossier: Dossier) -> UUID:
    if isinstance(asked, UUID):
        if asked in dossier.page_ids:
            return asked
    elif asked <= len(dossier.page_ids):
        return dossier.page_ids[asked - 1]
    raise LineRefused(
        "brought.citedPage", field="source.pages", page=asked, pages=len(dossier.page_ids)
    )


def _document_of(page_ids: list[UUID], dossier: Dossier) -> Document:
    """The one document that all the pages are of."""
    if not page_ids:
        raise LineRefused("brought.citedNothing", field="source.dossier")
    found = {one.document_id: one for one in map(dossier.document_of, page_ids) if one is not None}
    if any(dossier.document_of(one) is None for one in page_ids):
        raise LineRefused("brought.citedLoose", field="source.pages")
    if len(found) > 1:
        raise LineRefused("brought.citedSeveral", field="source.pages", count=len(found))
    return next(iter(found.values()))
