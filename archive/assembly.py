"""From transcripts to documents and proposals: what the machine makes of a dossier.

It touches only what nobody has confirmed: documents that a person assembled, or decided a proposal
of, stand as they are, and what lies between them is read again by itself. The same reading is
recorded once. A list is proposed once, by the dossier that proposed it first; other copies propose
the rows of their own person (domain.md 2.10).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from archive.drafting import doubted_fields
from archive.folding import career_of, dossier_of, page_of, retried
from archive.ledger import Ledger, Write
from archive.objects import Area, ObjectStore
from archive.registers import Registers
from domain.access import Action, Actor, require
from domain.dates import PartialDate
from domain.dossier import Document, Dossier, ProposalState
from domain.events.dossier import DocumentProposed, DossierEvent, ProposalMade
from domain.events.merit import Grantee
from domain.evidence import Digest
from domain.frozen import Frozen
from domain.numbers import number_key
from domain.page import Page
from domain.people import same_name
from domain.unit_names import unit_key
from ocr.assemble import read_document, read_dossier
from ocr.reading import DocumentReading, PageText, ProposedEvent, ProposedPerson
from ocr.transcript import Transcript

_PAPERS = UUID("3f0b7a56-2c1e-4f0e-9a57-6f2f6f0a4c11")
_DECIDED = frozenset({ProposalState.CONFIRMED, ProposalState.REJECTED})
_TAIL = 2000


@dataclass(frozen=True)
class _Task:
    """What one assembly needs at hand."""

    dossier: Dossier
    by: Actor
    ledger: Ledger
    objects: ObjectStore
    registers: Registers
    own: ProposedPerson | None


def assemble_dossier(
    dossier_id: UUID,
    *,
    by: Actor,
    ledger: Ledger,
    objects: ObjectStore,
    registers: Registers,
    now: datetime,
) -> int | None:
    """Group the dossier's pages into documents and propose their events.

    Returns:
        The ledger position; None if a page still waits to be read, or nothing new was found.

    Raises: Unknown, ObjectMissing, ObjectCorrupt, LedgerConflict.
    """
    require(by, Action.READ_PAGES, on=now)

    def attempt() -> int | None:
        dossier = dossier_of(dossier_id, ledger)
        pages = [page_of(page_id, ledger) for page_id in dossier.page_ids]
        if not all(page.is_settled for page in pages):
            return None
        own = own_person(dossier, ledger)
        task = _Task(dossier, by, ledger, objects, registers, own)
        texts = {page.page_id: _text(page, objects) for page in pages}
        events = tuple(_assembled(task, texts))
        if not events:
            return None
        return ledger.record(Write(dossier_id, events, dossier.version)).position

    return retried(attempt)


def paper_id(
    issuer: str | None, full_no: str | None, issue_date: PartialDate | None
) -> UUID | None:
    """The identity of a decision, the same wherever a copy of it lies; None if a part is missing.

    Source: domain.md 2.10, "a decision is (issuer, fullNo, issueDate)".
    """
    if not (issuer and full_no and issue_date):
        return None
    return uuid5(_PAPERS, f"{unit_key(issuer)}|{number_key(full_no)}|{issue_date}")


def own_person(dossier: Dossier, ledger: Ledger) -> ProposedPerson | None:
    """Whose dossier it is: the person bound, else what the manifest says, else nobody known."""
    if dossier.person_id is not None:
        identity = career_of(dossier.person_id, ledger).identity()
        return ProposedPerson(
            name=identity.full_name,
            birth_date=identity.birth_date,
            gender=identity.gender,
            identifiers=identity.identifiers,
        )
    if dossier.person_name:
        return ProposedPerson(name=dossier.person_name, birth_date=dossier.birth_date)
    return None


def _text(page: Page, objects: ObjectStore) -> PageText:
    if page.transcript is None:
        return PageText(page_id=page.page_id, transcript=None)
    stored = objects.get(page.transcript, area=Area.DERIVED)
    return PageText(page_id=page.page_id, transcript=Transcript.model_validate_json(stored))


def _assembled(task: _Task, texts: dict[UUID, PageText]) -> Iterator[DossierEvent]:
    fixed = [document for document in task.dossier.documents if _is_fixed(task.dossier, document)]
    for run in _open_runs(task.dossier.page_ids, fixed):
        readings = read_dossier(tuple(texts[page_id] for page_id in run), person=task.own)
        yield from _proposed(task, run, readings)
    for document in fixed:
        if _has_proposals(task.dossier, document):
            continue
        pages = tuple(texts[page_id] for page_id in document.page_ids if page_id in texts)
        if pages:
            reading = read_document(pages, person=task.own)
            yield from _proposals(task, document.document_id, reading, known=frozenset())


def _is_fixed(dossier: Dossier, document: Document) -> bool:
    return document.confirmed or any(
        proposal.document_id == document.document_id and proposal.state in _DECIDED
        for proposal in dossier.proposals
    )


def _has_proposals(dossier: Dossier, document: Document) -> bool:
    return any(
        proposal.document_id == document.document_id and proposal.state is not ProposalState.VOID
        for proposal in dossier.proposals
    )


def _open_runs(page_ids: Sequence[UUID], fixed: Sequence[Document]) -> Iterator[tuple[UUID, ...]]:
    """Stretches of pages that belong to no fixed document, in order."""
    taken = {page_id for document in fixed for page_id in document.page_ids}
    run: list[UUID] = []
    for page_id in page_ids:
        if page_id not in taken:
            run.append(page_id)
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _proposed(
    task: _Task, run: tuple[UUID, ...], readings: Sequence[DocumentReading]
) -> Iterator[DossierEvent]:
    """Events for one stretch: new documents in place of the old ones that are not the same."""
    within = set(run)
    old = [document for document in task.dossier.documents if within & set(document.page_ids)]
    stored = [(reading, _keep(reading, task.objects)) for reading in readings]
    same = {_as_read(document): document for document in old}
    kept = {
        same[as_read].document_id
        for reading, digest in stored
        if (as_read := (reading.page_ids, digest)) in same
    }
    stale = [document for document in old if document.document_id not in kept]
    for reading, digest in stored:
        document = same.get((reading.page_ids, digest))
        if document is not None:
            known = _known_fields(task.dossier, document)
            yield from _proposals(task, document.document_id, reading, known=known)
            continue
        replaced = [one for one in stale if set(one.page_ids) & set(reading.page_ids)]
        stale = [one for one in stale if one not in replaced]
        document_id = uuid4()
        yield DocumentProposed(
            recorded_by=task.by.id,
            dossier_id=task.dossier.dossier_id,
            document_id=document_id,
            page_ids=reading.page_ids,
            doc_type=reading.description.doc_type,
            reading=digest,
            replaces=tuple(one.document_id for one in replaced),
        )
        yield from _proposals(task, document_id, reading, known=frozenset())


def _as_read(document: Document) -> tuple[tuple[UUID, ...], Digest | None]:
    return document.page_ids, document.reading


def _known_fields(dossier: Dossier, document: Document) -> frozenset[Digest]:
    return frozenset(
        proposal.fields
        for proposal in dossier.proposals
        if proposal.document_id == document.document_id and proposal.state is not ProposalState.VOID
    )


def _proposals(
    task: _Task, document_id: UUID, reading: DocumentReading, *, known: frozenset[Digest]
) -> Iterator[ProposalMade]:
    """A proposal for each act that is wanted of this copy and not proposed yet."""
    description = reading.description
    full_no = description.decision.full_no if description.decision else description.number
    paper = paper_id(description.issuer, full_no, description.issue_date)
    together = paper or (document_id if len(reading.proposals) > 1 else None)
    for proposed in _wanted(task, reading.proposals, paper):
        digest = _keep(proposed, task.objects)
        if digest in known:
            continue
        yield ProposalMade(
            recorded_by=task.by.id,
            dossier_id=task.dossier.dossier_id,
            proposal_id=uuid4(),
            document_id=document_id,
            event_type=proposed.event_type,
            fields=digest,
            batch_id=together,
            list_row=proposed.list_row,
            confidence=proposed.confidence,
            unsure=len(doubted_fields(proposed)),
        )


def _wanted(
    task: _Task, proposals: tuple[ProposedEvent, ...], paper: UUID | None
) -> tuple[ProposedEvent, ...]:
    personal = tuple(one for one in proposals if not _is_collective(one))
    is_list = any(one.list_row is not None for one in personal)
    if not is_list or paper is None or not _listed_elsewhere(task, paper):
        return personal
    return tuple(one for one in personal if _is_own(one.person, task.own))


def _is_collective(proposed: ProposedEvent) -> bool:
    """An award to a collective is nobody's career; it stays readable on its paper."""
    return any(
        field.field == "granted_to" and field.value == Grantee.COLLECTIVE
        for field in proposed.fields
    )


def _is_own(printed: ProposedPerson, own: ProposedPerson | None) -> bool:
    if own is None or not printed.name or not same_name(printed.name, own.name):
        return False
    if printed.birth_date is None or own.birth_date is None:
        return True
    return printed.birth_date.agrees_with(own.birth_date)


def _listed_elsewhere(task: _Task, paper: UUID) -> bool:
    """True if another dossier proposed this list before this one did.

    The register says where to look, the ledger says what is there; what the register has not
    followed yet is read from the ledger's end.
    """
    rows = task.registers.proposals_of_paper(paper)
    holders = {row.dossier_id for row in rows}
    holders |= {made.dossier_id for made in _not_followed(task) if made.batch_id == paper}
    own_first = _first_proposed(task.dossier.dossier_id, paper, task.ledger)
    for holder in holders - {task.dossier.dossier_id}:
        live = any(
            proposal.batch_id == paper and proposal.state is not ProposalState.VOID
            for proposal in dossier_of(holder, task.ledger).proposals
        )
        first = _first_proposed(holder, paper, task.ledger)
        if live and first is not None and (own_first is None or first < own_first):
            return True
    return False


def _not_followed(task: _Task) -> Iterator[ProposalMade]:
    position = task.registers.position()
    while recorded := task.ledger.after(position, limit=_TAIL):
        for one in recorded:
            if isinstance(one.event, ProposalMade):
                yield one.event
        position = recorded[-1].position


def _first_proposed(dossier_id: UUID, paper: UUID, ledger: Ledger) -> int | None:
    for one in ledger.events(dossier_id):
        if isinstance(one.event, ProposalMade) and one.event.batch_id == paper:
            return one.position
    return None


def _keep(value: Frozen, objects: ObjectStore) -> Digest:
    """Store as JSON in the derived area; the same value gives the same digest."""
    return objects.put(value.model_dump_json().encode(), area=Area.DERIVED)
