"""What a dossier is made of: documents, proposals, a stated count. Source: domain.md 2.10."""

from enum import StrEnum
from uuid import UUID

from domain.events.dossier import Description
from domain.evidence import Confidence, Digest
from domain.frozen import Frozen


class BalanceState(StrEnum):
    """COUNTED: no count was stated, so the images are only counted."""

    COUNTED = "COUNTED"
    BALANCED = "BALANCED"
    HELD = "HELD"


class ProposalState(StrEnum):
    """VOID: its document was replaced or changed by a later reading, or by a person."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    REJECTED = "REJECTED"
    VOID = "VOID"


class Document(Frozen):
    """An ordered run of pages. `confirmed`: a person has said which pages, or what it is; then no
    machine touches it any more. `reading` is the object of the last reading by the machine."""

    document_id: UUID
    page_ids: tuple[UUID, ...]
    doc_type: str
    description: Description | None = None
    confirmed: bool = False
    confirmed_by: UUID | None = None
    reading: Digest | None = None


class Proposal(Frozen):
    """A career event that the machine read; `event_id` and `person_id` say what it became."""

    proposal_id: UUID
    document_id: UUID
    event_type: str
    fields: Digest
    batch_id: UUID | None = None
    list_row: int | None = None
    confidence: Confidence
    unsure: int
    state: ProposalState = ProposalState.PENDING
    person_id: UUID | None = None
    event_id: UUID | None = None
    attached: bool = False
    changed_fields: tuple[str, ...] = ()
    decided_by: UUID | None = None

    @property
    def sure(self) -> bool:
        return self.unsure == 0


class StatedCount(Frozen):
    """What a list or a person says is in the folder: sheets, sides each, blanks not scanned."""

    sheets: int | None = None
    sides: int | None = None
    blank_sides: int | None = None

    @property
    def images(self) -> int | None:
        """Images to expect; None unless sheets and sides are known. Never below 0."""
        if self.sheets is None or self.sides is None:
            return None
        return max(0, self.sheets * self.sides - (self.blank_sides or 0))


class Secret(Frozen):
    """A stamped paper that exists outside (R-SEC-01): neither content nor person."""

    level: str
    sheet_no: int | None
    holder: str


def added(earlier: StatedCount, later: StatedCount) -> StatedCount:
    """The count of two deliveries together, each counted on its own.

    Sheets add up; where one was counted by one side and the other by two, the reverse sides of
    the first are blanks that were not scanned.
    """
    if earlier.images is None or later.images is None:
        return StatedCount()
    sheets = (earlier.sheets or 0) + (later.sheets or 0)
    sides = max(earlier.sides or 1, later.sides or 1)
    blanks = sheets * sides - earlier.images - later.images
    return StatedCount(sheets=sheets, sides=sides, blank_sides=blanks)
