"""A proposal or a keyed form made into the event that would be recorded, with its evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from pydantic import JsonValue

from archive.folding import dossier_of, page_of
from archive.keys import Keys
from archive.ledger import Ledger
from archive.objects import Area, ObjectStore
from archive.registers import Registers
from domain.access import Actor
from domain.as_printed import with_units
from domain.career import Career
from domain.dates import local_day
from domain.dossier import Document, Dossier, Proposal
from domain.errors import RuleViolation, Unknown
from domain.events.acts import SampleDrawn
from domain.events.envelope import (
    CareerEvent,
    Extraction,
    Method,
    PersonEvent,
    Printed,
    Recorded,
)
from domain.evidence import Box, Citation, Rank, Source
from domain.forms import build, event_type
from domain.frozen import Frozen
from domain.numbers import same_number
from domain.organisation import Units
from domain.page import Page
from domain.second_look import Sample, policy_of
from domain.standing import Force
from ocr.reading import DocumentReading, ProposedEvent

_RANK = "evidence"
"""The reader's name for a copy's mark (SAO Y): not a field of the form."""

_STANDS_ON = ("decision.full_no", "issue_date", "subject_as_printed.name", "effective_date")


@dataclass(frozen=True)
class Found:
    """A proposal where it stands, with what the machine read."""

    dossier: Dossier
    document: Document
    proposal: Proposal
    read: ProposedEvent


def find_proposal(
    proposal_id: UUID, *, ledger: Ledger, objects: ObjectStore, registers: Registers
) -> Found:
    """Raises: Unknown (`proposal.unknown`), ObjectMissing, ObjectCorrupt."""
    row = registers.proposal(proposal_id)
    if row is None:
        raise Unknown("proposal.unknown", proposal_id=proposal_id)
    return found_in(dossier_of(row.dossier_id, ledger), proposal_id, objects)


def found_in(dossier: Dossier, proposal_id: UUID, objects: ObjectStore) -> Found:
    """The proposal in a dossier that is at hand. Raises: as `find_proposal`."""
    proposal = dossier.proposal(proposal_id)
    stored = objects.get(proposal.fields, area=Area.DERIVED)
    return Found(
        dossier=dossier,
        document=dossier.document(proposal.document_id),
        proposal=proposal,
        read=ProposedEvent.model_validate_json(stored),
    )


def find_document(
    document_id: UUID, *, ledger: Ledger, registers: Registers
) -> tuple[Dossier, Document]:
    """Raises: Unknown (`document.unknown`)."""
    dossier_id = registers.document_dossier(document_id)
    if dossier_id is None:
        raise Unknown("document.unknown", document_id=document_id)
    dossier = dossier_of(dossier_id, ledger)
    return dossier, dossier.document(document_id)


def reading_of(document: Document, objects: ObjectStore) -> DocumentReading | None:
    """What the machine made of the document, None if a person made it."""
    if document.reading is None:
        return None
    return DocumentReading.model_validate_json(objects.get(document.reading, area=Area.DERIVED))


def read_rank(read: ProposedEvent) -> Rank:
    """What the paper shows itself to be: a certified copy where it is marked so (SAO Y)."""
    for field in read.fields:
        if field.field == _RANK and isinstance(field.value, str):
            return Rank(field.value)
    return Rank.ORIGINAL


def doubted_fields(read: ProposedEvent) -> tuple[str, ...]:
    """The fields that ask to be looked at: what a proposal stands on (number, day, person and
    effect) unless it was surely read, and what it says, where the reader doubts it.

    Source: domain.md 4.9, where a proposal is sure with its number, issue date, person, type and
    effective date; that its own values are sure is asked besides.
    """
    sure = {one.field for one in read.fields if one.sure}
    own = set(event_type(read.event_type).payload_fields())
    missing = [name for name in _STANDS_ON if name not in sure]
    return (*missing, *(one.field for one in read.fields if one.field in own and not one.sure))


def read_values(found: Found) -> dict[str, JsonValue]:
    """The values of the form as the machine read them, completed by what its models demand."""
    values = {one.field: one.value for one in found.read.fields if one.field != _RANK}
    if found.read.person.name:
        values.setdefault("subject_as_printed.name", found.read.person.name)
    values.setdefault("decision.doc_type", found.document.doc_type)
    if "effective_date" not in values and "issue_date" in values:
        values["effective_date"] = values["issue_date"]
        values.setdefault("effective_basis", "UNSTATED")
    values.setdefault("effective_basis", "EXPLICIT" if "effective_date" in values else "UNSTATED")
    return values


def drafted(
    found: Found,
    person_id: UUID,
    changes: Mapping[str, JsonValue],
    *,
    rank: Rank | None,
    by: Actor,
    ledger: Ledger,
) -> CareerEvent:
    """The event that confirming would record; a person's `changes` override what was read.

    Raises: RuleViolation: `event.fieldsInvalid`; `review.pageChanged`, if a page that the machine
        read has another image now.
    """
    read = found.read
    together = read.list_row is not None or _acts(found.dossier, found.document) > 1
    return build(
        read.event_type,
        {**read_values(found), **changes},
        event_id=uuid4(),
        person_id=person_id,
        recorded_by=by.id,
        evidence=rank or read_rank(read),
        source=_source(found, changes, ledger),
        extraction=Extraction(method=Method.OCR, confidence=read.confidence),
        printed=_printed(read),
        batch_id=found.proposal.batch_id if together else None,
    )


def _acts(dossier: Dossier, document: Document) -> int:
    return len(dossier.proposals_of(document.document_id))


def _printed(read: ProposedEvent) -> tuple[Printed, ...]:
    return tuple(
        Printed(field=one.field, text=one.as_printed)
        for one in read.fields
        if one.as_printed and one.as_printed != one.value and one.field != _RANK
    )


def _source(found: Found, changes: Mapping[str, JsonValue], ledger: Ledger) -> Source:
    """Every field's place on the paper; a field that was cleared cites nothing."""
    cleared = {name for name, value in changes.items() if value in (None, "")}
    cited = [
        one.citation.model_copy(update={"field": one.field})
        for one in found.read.fields
        if one.citation is not None and one.field not in cleared and one.field != _RANK
    ]
    pages = {page_id: page_of(page_id, ledger) for page_id in found.document.page_ids}
    for citation in cited:
        check_shown(citation, pages.get(citation.page_id))
    return Source(
        dossier_id=found.dossier.dossier_id,
        document_id=found.document.document_id,
        citations=tuple(cited) or (pages[found.document.page_ids[0]].citation(),),
    )


def check_shown(citation: Citation, page: Page | None) -> None:
    """Raises: RuleViolation: `review.pageChanged`: the place cited is not on the present image."""
    shown = page.shown if page is not None else None
    if shown is None or (shown.digest, shown.image_no) != (citation.digest, citation.image_no):
        raise RuleViolation("review.pageChanged", page_id=citation.page_id)


class FieldPlace(Frozen):
    """Where a person saw a value: a page, and a box on it if given; None: the whole event."""

    page_id: UUID
    box: Box | None = None
    field: str | None = None


def placed_source(
    dossier: Dossier, document: Document, places: Iterable[FieldPlace], ledger: Ledger
) -> Source:
    """The places that a person gave as a source; without any, the document's pages.

    Raises: RuleViolation: `document.pageNotInIt`, `page.notInCustody`.
    """
    given = tuple(places) or tuple(FieldPlace(page_id=one) for one in document.page_ids)
    for place in given:
        if place.page_id not in document.page_ids:
            raise RuleViolation("document.pageNotInIt", page_id=place.page_id)
    return Source(
        dossier_id=dossier.dossier_id,
        document_id=document.document_id,
        citations=tuple(
            page_of(place.page_id, ledger).citation(place.box, place.field) for place in given
        ),
    )


def resolved(event: CareerEvent, career: Career, units: Units) -> CareerEvent:
    """Printed units resolved by name and date, an act's target by its number: where there is
    exactly one. What is printed stays beside it (R-ORG-04)."""
    target = _target_of(event, career)
    named = with_units(event, units)
    return named if target is None else named.model_copy(update={"target": target})


def _target_of(event: CareerEvent, career: Career) -> UUID | None:
    """The one event of the career that an act's `target_no` names."""
    number = getattr(event, "target_no", None)
    if number is None or getattr(event, "target", None) is not None:
        return None
    named = [
        standing.event_id
        for standing in career.standings
        if standing.force is not Force.ANNULLED
        and standing.event.decision is not None
        and same_number(standing.event.decision.full_no, number)
    ]
    return named[0] if len(named) == 1 else None


def scanned_on(source: Source | None, ledger: Ledger) -> date | None:
    """The day on which the first image of a cited page came in: no paper is younger (R-GEN-03)."""
    if source is None:
        return None
    days = [
        local_day(ledger.events(page_id)[0].recorded_at)
        for page_id in {citation.page_id for citation in source.citations}
    ]
    return min(days)


def with_event(career: Career, event: PersonEvent, *, ledger: Ledger, now: datetime) -> Career:
    """The career as it will be once `event` is recorded behind it."""
    next_one = Recorded(
        event=event,
        stream_id=career.person_id,
        version=career.version + 1,
        position=max(ledger.position(), career.position) + 1,
        recorded_at=now,
    )
    return Career.of(career.person_id, (*career.recorded, next_one), units=career.units)


def drawn(
    event: CareerEvent, *, rank: Rank, by: Actor, keys: Keys, now: datetime
) -> tuple[SampleDrawn, ...]:
    """Whether a sampled event is looked at twice, decided by the archive's key (domain.md 3.17)."""
    match policy_of(event, local_day(now), rank=rank):
        case Sample(percent):
            return (
                SampleDrawn(
                    recorded_by=by.id,
                    event_id=uuid4(),
                    person_id=event.person_id,
                    target=event.event_id,
                    drawn=keys.draws(event.event_id, percent),
                    percent=percent,
                ),
            )
        case _:
            return ()
