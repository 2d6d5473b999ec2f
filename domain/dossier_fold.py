"""How a dossier's stream becomes a Dossier: one rule per event. Source: domain.md 2.10.

Refiling and inserting move the stated count along, so that a person's deliberate act never unsets
a balance: an inserted page fills a gap where one is known, otherwise it brings its own side; a
page that leaves takes its side with it, unless it was the one too many.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from domain.errors import Unknown
from domain.events.dossier import (
    DocumentAssembled,
    DocumentDescribed,
    DocumentJoined,
    DocumentProposed,
    DocumentReordered,
    DocumentSplit,
    DossierAccessioned,
    DossierBalanced,
    DossierBound,
    DossierDescribed,
    DossierHeld,
    DossierOpened,
    ProposalConfirmed,
    ProposalMade,
    ProposalRejected,
    SecretStubRegistered,
)
from domain.events.envelope import Event, Recorded
from domain.events.page import PageInserted, PageRefiled, PageRemoved
from domain.filing import Document, Proposal, ProposalState, Secret, StatedCount

_UNDESCRIBED = "KHAC"
"""A document that nobody has described: domain.md 2.3."""


def folded(recorded: Iterable[Recorded]) -> dict[str, Any]:
    """The fields of the Dossier. Raises: Unknown: there is no such dossier."""
    fold = _Fold()
    for one in recorded:
        fold.apply(one.event)
        fold.version = one.version
    if fold.opened is None:
        raise Unknown("dossier.unknown")
    return fold.fields()


class _Fold:
    """The dossier while its stream is read."""

    def __init__(self) -> None:
        self.opened: DossierOpened | None = None
        self.person_id: UUID | None = None
        self.described: dict[str, Any] = {}
        self.moved = 0
        self.batch_ids: list[UUID] = []
        self.page_ids: list[UUID] = []
        self.removed: list[UUID] = []
        self.secrets: list[Secret] = []
        self.documents: dict[UUID, Document] = {}
        self.joined: dict[UUID, UUID] = {}
        self.proposals: dict[UUID, Proposal] = {}
        self.told: DossierBalanced | DossierHeld | None = None
        self.version = 0

    def fields(self) -> dict[str, Any]:
        assert self.opened is not None  # noqa: S101 - `folded` asked
        place = {page_id: number for number, page_id in enumerate(self.page_ids)}
        behind = len(place)
        documents = sorted(
            self.documents.values(),
            key=lambda one: min((place.get(page, behind) for page in one.page_ids), default=behind),
        )
        return {
            "dossier_id": self.opened.dossier_id,
            "name": self.opened.name,
            "file_code": self.opened.file_code,
            "person_id": self.person_id,
            "stated": self._stated(),
            "moved": self.moved,
            "batch_ids": tuple(self.batch_ids),
            "page_ids": tuple(self.page_ids),
            "removed": tuple(self.removed),
            "secrets": tuple(self.secrets),
            "documents": tuple(documents),
            "joined": self.joined,
            "proposals": tuple(self.proposals.values()),
            "told": self.told,
            "version": self.version,
            **{
                name: self.described.get(name)
                for name in ("person_name", "identifier", "birth_date", "inventory")
            },
        }

    def apply(self, event: Event) -> None:
        match event:
            case DossierOpened():
                self.opened = event
            case DossierDescribed():
                self._describe(event)
            case DossierAccessioned():
                self._accession(event)
            case DossierBound():
                self.person_id = event.person_id
            case DossierBalanced() | DossierHeld():
                self.told = event
            case SecretStubRegistered():
                self.secrets.append(
                    Secret(level=event.level, sheet_no=event.sheet_no, holder=event.holder)
                )
            case PageInserted() | PageRefiled() | PageRemoved():
                self._move(event)
            case ProposalMade() | ProposalConfirmed() | ProposalRejected():
                self._propose(event)
            case _:
                self._arrange(event)

    # What came in

    def _describe(self, event: DossierDescribed) -> None:
        said = event.model_dump(by_alias=False, exclude={"recorded_by", "dossier_id", "inventory"})
        said = {name: value for name, value in said.items() if value is not None}
        if event.inventory is not None:
            said["inventory"] = event.inventory
        if said.keys() & {"sheets", "sides", "blank_sides"}:
            self.moved = 0  # the new count counts what moved, too
        self.described |= said

    def _stated(self) -> StatedCount:
        names = ("sheets", "sides", "blank_sides")
        return StatedCount(**{name: self.described.get(name) for name in names})

    @property
    def _difference(self) -> int:
        expected = self._stated().images
        images = len(self.page_ids) + len(self.removed)
        return 0 if expected is None else images - expected - self.moved

    def _accession(self, event: DossierAccessioned) -> None:
        if event.batch_id not in self.batch_ids:
            self.batch_ids.append(event.batch_id)
        place = len(self.page_ids)
        if event.before_page in self.page_ids:
            place = self.page_ids.index(event.before_page)
        self.page_ids[place:place] = event.page_ids

    # Pages that move

    def _move(self, event: PageInserted | PageRefiled | PageRemoved) -> None:
        match event:
            case PageInserted():
                self._place(event.page_id, after=event.after_page)
                self.moved += 1 if self._difference > 0 else 0
            case PageRefiled() if self._is_here(event.to_dossier_id):
                self._place(event.page_id, after=event.after_page)
                self.moved += 1 if self._difference > 0 else 0
            case PageRefiled():
                self.moved -= 1 if self._difference <= 0 else 0
                self._lose(event.page_id)
            case PageRemoved():
                if event.page_id in self.page_ids:
                    self.removed.append(event.page_id)
                self._lose(event.page_id)

    def _is_here(self, dossier_id: UUID) -> bool:
        return self.opened is not None and self.opened.dossier_id == dossier_id

    def _place(self, page_id: UUID, *, after: UUID | None) -> None:
        if page_id in self.page_ids:
            self.page_ids.remove(page_id)
        place = 0 if after is None else len(self.page_ids)
        if after in self.page_ids:
            place = self.page_ids.index(after) + 1
        self.page_ids.insert(place, page_id)

    def _lose(self, page_id: UUID) -> None:
        if page_id in self.page_ids:
            self.page_ids.remove(page_id)
        self._take_from_documents((page_id,), but=None)

    # Documents

    def _arrange(self, event: Event) -> None:
        match event:
            case DocumentProposed():
                for document_id in event.replaces:
                    self._drop(document_id)
                self.documents[event.document_id] = Document(
                    document_id=event.document_id,
                    page_ids=event.page_ids,
                    doc_type=event.doc_type,
                    reading=event.reading,
                )
            case DocumentAssembled():
                self._assemble(event)
            case DocumentDescribed():
                said = {"description": event.description, "doc_type": event.description.doc_type}
                self._touch(event.document_id, event.recorded_by, **said)
            case DocumentSplit():
                self._split(event)
            case DocumentJoined():
                self._join(event)
            case DocumentReordered():
                self._void(event.document_id)
                self._touch(event.document_id, event.recorded_by, page_ids=event.page_ids)
            case _:
                pass  # another family's: nothing of the dossier changes

    def _assemble(self, event: DocumentAssembled) -> None:
        self._take_from_documents(event.page_ids, but=event.document_id)
        known = self.documents.get(event.document_id)
        self.documents[event.document_id] = Document(
            document_id=event.document_id,
            page_ids=event.page_ids,
            doc_type=event.description.doc_type,
            description=event.description,
            confirmed=True,
            confirmed_by=event.recorded_by,
            reading=known.reading if known else None,
        )

    def _split(self, event: DocumentSplit) -> None:
        known = self.documents.get(event.document_id)
        if known is None:
            return
        self._void(event.document_id)
        kept = tuple(page for page in known.page_ids if page not in event.page_ids)
        self._touch(event.document_id, event.recorded_by, page_ids=kept)
        self.documents[event.new_document_id] = Document(
            document_id=event.new_document_id,
            page_ids=event.page_ids,
            doc_type=_UNDESCRIBED,
            confirmed=True,
            confirmed_by=event.recorded_by,
        )

    def _join(self, event: DocumentJoined) -> None:
        first = self.documents.get(event.document_id)
        other = self.documents.pop(event.other_document_id, None)
        if first is None or other is None:
            return
        self._void(event.document_id)
        self._void(event.other_document_id)
        pages = first.page_ids + tuple(p for p in other.page_ids if p not in first.page_ids)
        self._touch(event.document_id, event.recorded_by, page_ids=pages)
        self.joined[event.other_document_id] = event.document_id

    def _touch(self, document_id: UUID, by: UUID, **update: Any) -> None:
        known = self.documents.get(document_id)
        if known is not None:
            update |= {"confirmed": True, "confirmed_by": by}
            self.documents[document_id] = known.model_copy(update=update)

    def _take_from_documents(self, page_ids: Iterable[UUID], *, but: UUID | None) -> None:
        """The pages belong elsewhere now; a document without pages is none."""
        taken = frozenset(page_ids)
        for document in tuple(self.documents.values()):
            if document.document_id == but or not taken & set(document.page_ids):
                continue
            left = tuple(page for page in document.page_ids if page not in taken)
            self._void(document.document_id)
            if left:
                changed = document.model_copy(update={"page_ids": left})
                self.documents[document.document_id] = changed
            else:
                self.documents.pop(document.document_id)

    def _drop(self, document_id: UUID) -> None:
        self.documents.pop(document_id, None)
        self._void(document_id)

    # Proposals

    def _propose(self, event: ProposalMade | ProposalConfirmed | ProposalRejected) -> None:
        match event:
            case ProposalMade():
                fields = event.model_dump(by_alias=False, exclude={"recorded_by", "dossier_id"})
                self.proposals[event.proposal_id] = Proposal(**fields)
            case ProposalConfirmed():
                self._decide(
                    event.proposal_id,
                    state=ProposalState.CONFIRMED,
                    person_id=event.person_id,
                    event_id=event.event_id,
                    attached=event.attached,
                    changed_fields=event.changed_fields,
                    decided_by=event.recorded_by,
                )
            case ProposalRejected():
                self._decide(
                    event.proposal_id, state=ProposalState.REJECTED, decided_by=event.recorded_by
                )

    def _decide(self, proposal_id: UUID, **update: Any) -> None:
        known = self.proposals.get(proposal_id)
        if known is not None:
            self.proposals[proposal_id] = known.model_copy(update=update)

    def _void(self, document_id: UUID) -> None:
        for proposal in tuple(self.proposals.values()):
            is_its = proposal.document_id == document_id
            if is_its and proposal.state is ProposalState.PENDING:
                self._decide(proposal.proposal_id, state=ProposalState.VOID)
