"""What of a person or a dossier can be found at a moment, as facts that can be compared, and the
records that are made of them.

Facts are cheap: only those that a batch has changed become records, for which objects are read.
What is in quarantine, removed, or was read from such a page, is no fact here.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from archive.catalogue_texts import Texts
from archive.moments import Moment
from domain.as_printed import unit_refs
from domain.career import Career
from domain.dossier import Document, Dossier, ProposalState
from domain.events.dossier import Description
from domain.events.envelope import CareerEvent, UnitRef
from domain.evidence import Digest
from domain.organisation import keys_of
from domain.page import Page, PageState, Reading
from domain.standing import Force, Standing
from domain.state import Identity
from search.index import SearchRecord
from search.mapping import MAPPING
from search.reach import Reach
from search.records import (
    Filed,
    document_record,
    dossier_record,
    event_record,
    page_record,
    person_record,
    proposal_record,
)

Paper = tuple[UUID, UUID]
"""Dossier and document."""


class Fact(Protocol):
    """Equal facts make equal records."""

    def record(self, texts: Texts, *, position: int) -> SearchRecord | None:
        """The record as of `position`; None: there is nothing to be found after all."""
        ...


@dataclass(frozen=True)
class Found:
    """Facts by the id of their record. `papers`: the units that may see a document, because an
    event read from it concerns them."""

    facts: dict[str, Fact] = field(default_factory=dict)
    papers: dict[Paper, frozenset[UUID]] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonFact:
    person_id: UUID
    identity: Identity
    reach: Reach

    def record(self, texts: Texts, *, position: int) -> SearchRecord | None:
        return person_record(self.person_id, self.identity, reach=self.reach, position=position)


@dataclass(frozen=True)
class EventFact:
    person_id: UUID
    standing: Standing
    identity: Identity
    reach: Reach

    def record(self, texts: Texts, *, position: int) -> SearchRecord | None:
        return event_record(
            self.standing,
            self.identity,
            person_id=self.person_id,
            reach=self.reach,
            position=position,
        )


@dataclass(frozen=True)
class DossierFact:
    filed: Filed
    file_code: str | None
    person_name: str | None
    identifier: str | None
    pages: int

    def record(self, texts: Texts, *, position: int) -> SearchRecord | None:
        return dossier_record(
            self.filed,
            file_code=self.file_code,
            person_name=self.person_name,
            identifier=self.identifier,
            pages=self.pages,
            position=position,
        )


@dataclass(frozen=True)
class DocumentFact:
    """`closed`: pages of the dossier that nothing may come from any more."""

    document: Document
    filed: Filed
    units: frozenset[UUID]
    closed: frozenset[UUID]

    def record(self, texts: Texts, *, position: int) -> SearchRecord | None:
        return document_record(
            self.document.document_id,
            filed=self.filed,
            doc_type=self.document.doc_type,
            description=_description(self.document, texts, self.closed),
            page_ids=self.document.page_ids,
            confirmed=self.document.confirmed,
            units=self.units,
            position=position,
        )


@dataclass(frozen=True)
class ProposalFact:
    proposal_id: UUID
    document_id: UUID
    page_ids: tuple[UUID, ...]
    fields: Digest
    filed: Filed
    closed: frozenset[UUID]

    def record(self, texts: Texts, *, position: int) -> SearchRecord | None:
        proposed = texts.proposed(self.fields, closed=self.closed)
        if proposed is None:
            return None
        return proposal_record(
            self.proposal_id,
            filed=self.filed,
            document_id=self.document_id,
            page_ids=self.page_ids,
            event_type=proposed.event_type,
            person=proposed.person,
            read=proposed.fields,
            position=position,
        )


@dataclass(frozen=True)
class PageFact:
    """`transcript` None: set aside after its tries."""

    page_id: UUID
    page_no: int
    transcript: Digest | None
    document: Document | None
    filed: Filed
    units: frozenset[UUID]
    closed: frozenset[UUID]

    def record(self, texts: Texts, *, position: int) -> SearchRecord | None:
        text = texts.page(self.transcript) if self.transcript else None
        state = "READ" if text is not None else "TEXT_MISSING" if self.transcript else "UNREAD"
        document = self.document
        return page_record(
            self.page_id,
            filed=self.filed,
            page_no=self.page_no,
            text=text or "",
            state=state,
            document_id=document.document_id if document else None,
            doc_type=document.doc_type if document else None,
            description=_description(document, texts, self.closed) if document else None,
            units=self.units,
            position=position,
        )


def found_of_person(person_id: UUID, at: Moment) -> Found:
    """The person and each career event, annulled ones too; nothing of somebody who is another
    after all: it is found of the stream that goes on."""
    career = at.career(person_id)
    if career is None or career.person_id != person_id or not career.standings:
        return Found()
    identity, reaches = career.identity(), _reaches(career, at)
    facts: dict[str, Fact] = {}
    papers: dict[Paper, frozenset[UUID]] = {}
    whole = Reach(persons=career.person_ids, pages=_cited(career.standings))
    for standing in career.standings:
        reach = reaches[standing.event_id]
        if not _is_closed(standing, at):
            facts[f"event:{standing.event_id}"] = EventFact(person_id, standing, identity, reach)
        if standing.force is Force.ANNULLED:
            continue
        whole = whole.joined(reach)
        for source in standing.sources:
            paper = (source.dossier_id, source.document_id)
            papers[paper] = papers.get(paper, frozenset()) | reach.units
    facts[f"person:{person_id}"] = PersonFact(person_id, identity, whole)
    return Found(facts, papers)


def found_of_dossier(
    dossier_id: UUID,
    at: Moment,
    papers: dict[Paper, frozenset[UUID]],
    *,
    only: frozenset[UUID] | None = None,
) -> Found:
    """The dossier, its documents, pending proposals and pages.

    Args:
        papers: units that may see a document, from the careers of the persons concerned.
        only: these pages and nothing else; None: everything.
    """
    dossier = at.dossier(dossier_id)
    if dossier is None:
        return Found()
    bound_to = at.who(dossier.person_id) if dossier.person_id is not None else None
    filed = Filed(dossier_id, dossier.name, bound_to, dossier.batch_ids)
    units = _units_by_document(dossier, papers)
    closed = frozenset(dossier.removed) | {
        one for one in dossier.page_ids if is_closed(at.page(one))
    }
    facts: dict[str, Fact] = {}
    if only is None:
        facts |= _paper_facts(dossier, filed, units, closed)
    nothing: frozenset[UUID] = frozenset()
    for page_no, page_id in enumerate(dossier.page_ids, start=1):
        page = at.page(page_id) if only is None or page_id in only else None
        if page is None or not _is_findable(page):
            continue
        document = dossier.document_of(page_id)
        facts[f"page:{page_id}"] = PageFact(
            page_id=page_id,
            page_no=page_no,
            transcript=page.transcript,
            document=document,
            filed=filed,
            units=units.get(document.document_id, nothing) if document else nothing,
            closed=closed,
        )
    return Found(facts)


def persons_of(dossier: Dossier | None, at: Moment) -> frozenset[UUID]:
    """Whose careers the dossier's papers speak of, as far as the dossier says."""
    if dossier is None:
        return frozenset()
    confirmed = {one.person_id for one in dossier.proposals if one.person_id is not None}
    bound = {dossier.person_id} if dossier.person_id else set()
    return frozenset(at.who(one) for one in confirmed | bound)


def is_closed(page: Page | None) -> bool:
    """It was read, and now nobody may: quarantined by a later gate, or removed after that."""
    closed = (PageState.QUARANTINED, PageState.REMOVED)
    return page is not None and page.state in closed and page.digest is not None


def _paper_facts(
    dossier: Dossier, filed: Filed, units: dict[UUID, frozenset[UUID]], closed: frozenset[UUID]
) -> dict[str, Fact]:
    facts: dict[str, Fact] = {
        f"dossier:{dossier.dossier_id}": DossierFact(
            filed, dossier.file_code, dossier.person_name, dossier.identifier, dossier.images
        )
    }
    open_documents = {
        one.document_id: one for one in dossier.documents if not closed & set(one.page_ids)
    }
    for document_id, document in open_documents.items():
        seen_by = units.get(document_id, frozenset())
        facts[f"document:{document_id}"] = DocumentFact(document, filed, seen_by, closed)
    for one in dossier.proposals:
        if one.state is ProposalState.PENDING and one.document_id in open_documents:
            facts[f"proposal:{one.proposal_id}"] = ProposalFact(
                one.proposal_id,
                one.document_id,
                open_documents[one.document_id].page_ids,
                one.fields,
                filed,
                closed,
            )
    return facts


def _is_findable(page: Page) -> bool:
    if page.state is not PageState.CUSTODY:
        return False
    if page.transcribed is not None:
        return not page.transcribed.blank and page.transcribed.words > 0
    return page.reading is Reading.UNREAD


def _description(document: Document, texts: Texts, closed: frozenset[UUID]) -> Description | None:
    """What a person said that the document is, else what the machine read."""
    if document.description is not None:
        return document.description
    return texts.description(document.reading, closed=closed) if document.reading else None


def _units_by_document(
    dossier: Dossier, papers: dict[Paper, frozenset[UUID]]
) -> dict[UUID, frozenset[UUID]]:
    """By the document's present id: a joined one has gone where it points to."""
    found: dict[UUID, frozenset[UUID]] = {}
    for (dossier_id, document_id), units in papers.items():
        if dossier_id == dossier.dossier_id:
            seen: set[UUID] = set()
            while document_id in dossier.joined and document_id not in seen:
                seen.add(document_id)
                document_id = dossier.joined[document_id]
            found[document_id] = found.get(document_id, frozenset()) | units
    return found


def _is_closed(standing: Standing, at: Moment) -> bool:
    """All evidence that the event has lies on closed pages."""
    return bool(standing.sources) and all(
        any(is_closed(at.page(citation.page_id)) for citation in source.citations)
        for source in standing.sources
    )


def _cited(standings: Iterable[Standing]) -> frozenset[UUID]:
    return frozenset(
        citation.page_id
        for standing in standings
        for source in standing.sources
        for citation in source.citations
    )


def _reaches(career: Career, at: Moment) -> dict[UUID, Reach]:
    """What each event touches: its person and papers, the units that it names, and the unit where
    the person worked on its day (R-ACC-02)."""
    places = _places(career.standings)
    days = [day for day, _ in places]
    found = {}
    for standing in career.standings:
        units: set[UUID] = set()
        if standing.force is not Force.ANNULLED:
            units |= _units_named(standing.event)
            begun = bisect_right(days, standing.effective_on) if standing.effective_on else 0
            units |= {places[begun - 1][1]} if begun else set()
        dossiers = {source.dossier_id for source in standing.sources}
        filed = [dossier for one in dossiers if (dossier := at.dossier(one)) is not None]
        found[standing.event_id] = Reach(
            persons=career.person_ids,
            units=frozenset(
                above for unit in units for above in at.above(unit, standing.effective_on)
            ),
            names=_names_printed(standing),
            batches=frozenset(batch for dossier in filed for batch in dossier.batch_ids),
            dossiers=frozenset(dossiers),
            pages=_cited((standing,)),
        )
    return found


def _places(standings: Iterable[Standing]) -> list[tuple[date, UUID]]:
    """From which day the person worked in which unit, as far as units are resolved."""
    found: list[tuple[date, UUID]] = []
    for standing in sorted(standings, key=lambda one: one.order):
        mapping, day = MAPPING[standing.event.topic], standing.effective_on
        if standing.force is Force.IN_FORCE and mapping.places and mapping.unit and day:
            unit = getattr(standing.event, mapping.unit)
            if isinstance(unit, UnitRef) and unit.unit_id is not None:
                found.append((day, unit.unit_id))
    return found


def _names_printed(standing: Standing) -> frozenset[str]:
    """By what the units that it names are looked up, where its record does not say which they are,
    or a correction names others.

    A unit that becomes known, or is known otherwise, may then be meant.
    """
    recorded = unit_refs(standing.original)
    printed = [ref.as_printed for ref in recorded.values() if ref.unit_id is None]
    for name, ref in unit_refs(standing.event).items():
        before = recorded.get(name)
        if before is None or before.as_printed != ref.as_printed:
            printed.append(ref.as_printed)
    return frozenset(key for one in printed for key in keys_of(one))


def _units_named(event: CareerEvent) -> set[UUID]:
    refs = (value for value in event.payload.values() if isinstance(value, UnitRef))
    return {ref.unit_id for ref in refs if ref.unit_id is not None}
