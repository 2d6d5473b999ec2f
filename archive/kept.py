"""What the ledger says is kept: walked row by row, then stream by stream, for the fixity check."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from archive.keys import Keys, SealBroken
from archive.ledger import Ledger, LedgerDamaged
from archive.ledger_book import RIGHTS
from archive.objects import Area
from domain.career import Career
from domain.dossier import Dossier, ProposalState
from domain.errors import Unknown
from domain.events.access import IdentifierReleased, IdentifierReserved
from domain.events.dossier import (
    DocumentAssembled,
    DocumentProposed,
    DocumentSplit,
    DossierEvent,
    DossierOpened,
    ProposalConfirmed,
    ProposalMade,
)
from domain.events.entry import SAME_PERSON_STREAM
from domain.events.envelope import PersonEvent, Recorded, StreamKind
from domain.events.page import PageAccessioned, PageTranscribed
from domain.evidence import Digest, Source
from domain.frozen import Frozen
from domain.page import Page, PageState
from domain.people import Identifier
from domain.same_person import Links


class Fault(Frozen):
    """Something that is not as it should be. `code` is its sentence; the rest says where.

    An object of the intake is named by its page, never by its digest: it may have to be forgotten.
    """

    code: str
    area: Area | None = None
    digest: Digest | None = None
    stream_id: UUID | None = None
    version: int | None = None
    position: int | None = None
    reason: str | None = None
    dossier_id: UUID | None = None
    dossier_name: str | None = None
    page_id: UUID | None = None
    page_no: int | None = None
    document_id: UUID | None = None
    event_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """What an object belongs to."""

    page_id: UUID | None = None
    dossier_id: UUID | None = None
    document_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """An event's source, or an event that it names, and where the event stands."""

    recorded: Recorded
    event_id: UUID
    source: Source | None
    target: UUID | None


@dataclass
class Walked:
    """Every row read once: its stream's last version, and what could not be read."""

    events: int = 0
    position: int = 0
    versions: dict[UUID, int] = field(default_factory=dict)
    kinds: dict[UUID, StreamKind] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    damaged: set[UUID] = field(default_factory=set)


@dataclass
class Kept:
    """What must be there, and what may be.

    `needed` objects belong to something live; `named` are all that some event ever named.
    `images` are the page's, by digest and number, as citations name them. Of `damaged` streams
    nothing is known but the damage, which is named once.
    """

    needed: dict[tuple[Area, Digest], list[Owner]] = field(default_factory=dict)
    named: set[tuple[Area, Digest]] = field(default_factory=set)
    images: dict[UUID, frozenset[tuple[Digest, int]]] = field(default_factory=dict)
    closed: set[UUID] = field(default_factory=set)
    dossiers: dict[UUID, tuple[str, tuple[UUID, ...]]] = field(default_factory=dict)
    documents: dict[UUID, set[UUID]] = field(default_factory=dict)
    confirmed: list[tuple[Recorded, ProposalConfirmed]] = field(default_factory=list)
    events: dict[UUID, set[UUID]] = field(default_factory=dict)
    cited: list[Cited] = field(default_factory=list)
    identifiers: list[tuple[UUID, Identifier]] = field(default_factory=list)
    holders: dict[UUID, UUID | None] = field(default_factory=dict)
    links: Links = field(default_factory=lambda: Links({}))
    damaged: set[UUID] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def need(self, area: Area, digest: Digest, owner: Owner) -> None:
        self.needed.setdefault((area, digest), []).append(owner)
        self.named.add((area, digest))

    def events_of(self, person_id: UUID) -> set[UUID]:
        """Of all streams that were ever said to be the same person's."""
        return set().union(*(self.events.get(one, ()) for one in self.links.linked(person_id)))


def walk(ledger: Ledger) -> Walked:
    """Read every row: each decodes, and book and streams count from 1 without a gap."""
    walked = Walked()
    given = ledger.highest_given()  # asked first: others may record while the rows are read
    for name in sorted(ledger.missing_guards()):
        code = "fixity.writerRights" if name == RIGHTS else "fixity.unguarded"
        walked.faults.append(Fault(code=code, reason=name))
    for row in ledger.walk():
        walked.events += 1
        if isinstance(row, LedgerDamaged):
            stream_id, version, position = _address(row)
            reason = str(row.values.get("reason"))
            walked.faults.append(
                Fault(
                    code="fixity.rowDamaged",
                    stream_id=stream_id,
                    version=version,
                    position=position,
                    reason=reason,
                )
            )
        else:
            stream_id, version, position = row.stream_id, row.version, row.position
            walked.kinds.setdefault(stream_id, row.event.stream)
        _note_missing(walked, position)
        walked.position = position
        if isinstance(row, LedgerDamaged):
            walked.damaged.add(stream_id)
        _count(walked, stream_id, version, position)
    _note_missing(walked, given + 1)
    return walked


def _note_missing(walked: Walked, position: int) -> None:
    """Positions between the last row that was read and this one: rows that were taken away."""
    first, last = walked.position + 1, position - 1
    if first <= last:
        reason = str(first) if first == last else f"{first}-{last}"
        walked.faults.append(Fault(code="fixity.rowMissing", position=first, reason=reason))


def _address(damage: LedgerDamaged) -> tuple[UUID, int, int]:
    values = damage.values
    return (
        UUID(str(values["stream_id"])),
        int(str(values["version"])),
        int(str(values["position"])),
    )


def _count(walked: Walked, stream_id: UUID, version: int, position: int) -> None:
    expected = walked.versions.get(stream_id, 0) + 1
    if version != expected:
        walked.damaged.add(stream_id)
        walked.faults.append(
            Fault(
                code="fixity.gap",
                stream_id=stream_id,
                version=expected,
                position=position,
            )
        )
    walked.versions[stream_id] = max(version, walked.versions.get(stream_id, 0))


def kept(walked: Walked, ledger: Ledger, keys: Keys) -> Kept:
    """Fold each whole stream for what it says is kept; damaged streams were named already."""
    found = Kept(damaged=walked.damaged)
    for kind, fold in (
        (StreamKind.PAGE, _page),
        (StreamKind.DOSSIER, _dossier),
        (StreamKind.PERSON, _person),
        (StreamKind.IDENTIFIER, _identifier),
    ):
        for stream_id, stream_kind in walked.kinds.items():
            if stream_kind is not kind or stream_id in walked.damaged:
                continue
            try:
                fold(stream_id, ledger.events(stream_id), found, keys)
            except (Unknown, LedgerDamaged):
                found.damaged.add(stream_id)
                found.faults.append(Fault(code="fixity.streamBroken", stream_id=stream_id))
    return found


def _page(page_id: UUID, recorded: tuple[Recorded, ...], found: Kept, keys: Keys) -> None:
    if not any(isinstance(one.event, PageAccessioned) for one in recorded):
        return  # a dossier's copy of a page's event stands first in no stream of its own
    page = Page.of(recorded)
    owner = Owner(page_id=page_id, dossier_id=page.dossier_id)
    found.images[page_id] = frozenset(
        (image.digest, image.image_no) for image in page.images if image.digest is not None
    )
    if page.state is not PageState.CUSTODY:
        found.closed.add(page_id)
    for image in page.images:
        if image.digest is not None:
            found.need(Area.MASTERS, image.digest, owner)
        elif image.state in (PageState.PENDING, PageState.QUARANTINED):
            try:
                digest = keys.open_digest(image.sealed_digest, page_id=page_id)
            except SealBroken:
                fault = Fault(code="fixity.sealBroken", page_id=page_id, dossier_id=page.dossier_id)
                found.faults.append(fault)
            else:
                found.need(Area.INTAKE, digest, owner)
    if page.transcript is not None:
        found.need(Area.DERIVED, page.transcript, owner)
    for one in recorded:
        if isinstance(one.event, PageTranscribed):
            found.named.add((Area.DERIVED, one.event.transcript))


def _dossier(dossier_id: UUID, recorded: tuple[Recorded, ...], found: Kept, keys: Keys) -> None:
    if not any(isinstance(one.event, DossierOpened) for one in recorded):
        return
    dossier = Dossier.of(recorded)
    found.dossiers[dossier_id] = (dossier.name, dossier.page_ids)
    documents = found.documents.setdefault(dossier_id, set())
    for one in recorded:
        event = one.event
        if not isinstance(event, DossierEvent):
            continue
        match event:
            case DocumentProposed():
                documents.add(event.document_id)
                found.named.add((Area.DERIVED, event.reading))
            case DocumentAssembled():
                documents.add(event.document_id)
            case DocumentSplit():
                documents.add(event.new_document_id)
            case ProposalMade():
                found.named.add((Area.DERIVED, event.fields))
            case ProposalConfirmed():
                found.confirmed.append((one, event))
            case _:
                pass
    for digest, document_id, page_ids in _live_readings(dossier):
        if not found.closed & set(page_ids):  # what was read of a closed page is purged
            owner = Owner(dossier_id=dossier_id, document_id=document_id)
            found.need(Area.DERIVED, digest, owner)


def _live_readings(dossier: Dossier) -> Iterator[tuple[Digest, UUID, tuple[UUID, ...]]]:
    for document in dossier.documents:
        if document.reading is not None:
            yield document.reading, document.document_id, document.page_ids
        for proposal in dossier.proposals_of(document.document_id):
            if proposal.state is not ProposalState.VOID:
                yield proposal.fields, document.document_id, document.page_ids


def _person(person_id: UUID, recorded: tuple[Recorded, ...], found: Kept, keys: Keys) -> None:
    if person_id == SAME_PERSON_STREAM:
        found.links = Links.of(recorded)  # each act stands in a person's stream, too
        return
    events = found.events.setdefault(person_id, set())
    for one in recorded:
        event = one.event
        if not isinstance(event, PersonEvent):
            continue
        events.add(event.event_id)
        source = getattr(event, "source", None)
        target = getattr(event, "target", None) or getattr(event, "attachment", None)
        if source is not None or target is not None:
            found.cited.append(Cited(one, event.event_id, source, target))
    career = Career.of(person_id, recorded)
    found.identifiers += [(person_id, one) for one in career.identity().identifiers]


def _identifier(stream_id: UUID, recorded: tuple[Recorded, ...], found: Kept, keys: Keys) -> None:
    holder: UUID | None = None
    for one in recorded:
        match one.event:
            case IdentifierReserved(person_id=person_id):
                if holder is not None and holder != person_id:
                    found.faults.append(
                        Fault(
                            code="fixity.identifierTwice",
                            stream_id=stream_id,
                            version=one.version,
                            position=one.position,
                            person_id=person_id,
                        )
                    )
                holder = person_id
            case IdentifierReleased():
                holder = None
            case _:
                continue
    found.holders[stream_id] = holder
