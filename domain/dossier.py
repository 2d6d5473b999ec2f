"""Dossier: one person's papers, with its documents, proposals and count. Source: domain.md 2.10.

A fold over the dossier's stream. What the count says is computed from the facts, not from what was
last recorded about it: `dossier.balanced` and `dossier.held` only make it known.
"""

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from pydantic import Field

from domain.dates import PartialDate
from domain.dossier_fold import folded
from domain.errors import RuleViolation, Unknown
from domain.events.dossier import DossierBalanced, DossierHeld, InventoryLine, MissingHint
from domain.events.envelope import Recorded
from domain.filing import BalanceState as BalanceState
from domain.filing import Document as Document
from domain.filing import Proposal as Proposal
from domain.filing import ProposalState as ProposalState
from domain.filing import Secret as Secret
from domain.filing import StatedCount as StatedCount
from domain.frozen import Frozen


class Dossier(Frozen):
    """A dossier as its stream tells. `page_ids` are the pages present, in their order; `removed`
    those destroyed as secrets, which came in all the same and count as images."""

    dossier_id: UUID
    name: str
    file_code: str | None = None
    person_id: UUID | None = None
    person_name: str | None = None
    identifier: str | None = None
    birth_date: PartialDate | None = None
    stated: StatedCount = StatedCount()
    moved: int = 0
    """Images that inserts and refilings added to the stated count, or took from it."""
    inventory: tuple[InventoryLine, ...] | None = None
    batch_ids: tuple[UUID, ...] = ()
    page_ids: tuple[UUID, ...] = ()
    removed: tuple[UUID, ...] = ()
    secrets: tuple[Secret, ...] = ()
    documents: tuple[Document, ...] = ()
    """Live ones, in the order of their pages."""
    joined: dict[UUID, UUID] = Field(default_factory=dict)
    """Documents that were joined to another: their id points to it."""
    proposals: tuple[Proposal, ...] = ()
    told: DossierBalanced | DossierHeld | None = None
    """What was last recorded of the count."""
    version: int

    @classmethod
    def of(cls, recorded: Iterable[Recorded]) -> Self:
        """Fold the dossier's stream.

        Raises:
            Unknown: there is no such dossier.
        """
        return cls(**folded(recorded))

    @property
    def images(self) -> int:
        return len(self.page_ids) + len(self.removed)

    @property
    def sheets(self) -> int | None:
        return self.stated.sheets

    @property
    def sides(self) -> int | None:
        return self.stated.sides

    @property
    def blank_sides(self) -> int | None:
        return self.stated.blank_sides

    @property
    def expected(self) -> int | None:
        """Images that should be there; None when no count was stated."""
        return None if self.stated.images is None else max(0, self.stated.images + self.moved)

    @property
    def difference(self) -> int:
        """Below 0: so many images are missing; above: too many. 0 without a stated count."""
        return 0 if self.expected is None else self.images - self.expected

    @property
    def balance_state(self) -> BalanceState:
        if self.expected is None:
            return BalanceState.COUNTED
        return BalanceState.HELD if self.difference else BalanceState.BALANCED

    @property
    def held(self) -> DossierHeld | None:
        """What was recorded when it was held, while it is."""
        is_held = self.balance_state is BalanceState.HELD
        return self.told if is_held and isinstance(self.told, DossierHeld) else None

    @property
    def hints(self) -> tuple[MissingHint, ...]:
        return self.held.hints if self.held is not None else ()

    def document(self, document_id: UUID) -> Document:
        """A live document; the id of a joined one leads to the document it was joined to.

        Raises:
            Unknown: `document.unknown`.
        """
        seen: set[UUID] = set()
        while document_id in self.joined and document_id not in seen:
            seen.add(document_id)
            document_id = self.joined[document_id]
        for document in self.documents:
            if document.document_id == document_id:
                return document
        raise Unknown("document.unknown", document_id=document_id)

    def document_of(self, page_id: UUID) -> Document | None:
        """The document that a page belongs to, if it belongs to one yet."""
        return next((one for one in self.documents if page_id in one.page_ids), None)

    def proposal(self, proposal_id: UUID) -> Proposal:
        """Raises: Unknown: `proposal.unknown`."""
        for proposal in self.proposals:
            if proposal.proposal_id == proposal_id:
                return proposal
        raise Unknown("proposal.unknown", proposal_id=proposal_id)

    def proposals_of(self, document_id: UUID) -> tuple[Proposal, ...]:
        return tuple(one for one in self.proposals if one.document_id == document_id)

    def require_page(self, page_id: UUID) -> None:
        """Raises: RuleViolation: `dossier.pageNotHere`."""
        if page_id not in self.page_ids:
            raise RuleViolation("dossier.pageNotHere", page_id=page_id)
