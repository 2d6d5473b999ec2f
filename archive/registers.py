"""Port Registers: what lists, balances and look-ups are answered from.

A follower of the ledger keeps it; it can be thrown away and made again. Nobody decides by it alone:
it says where to look, the ledger says what is there. It may hold personal data, for it is the
archive's own database, and neither an identifier in the clear nor the digest of a page.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from archive.folding import directory_of
from archive.ledger import Ledger
from domain.access import Grant, Role
from domain.batch import Balance
from domain.dates import PartialDate
from domain.dossier import BalanceState, ProposalState
from domain.errors import HosoError
from domain.events.access import ActorKind
from domain.events.envelope import Recorded
from domain.events.organisation import OrgLevel
from domain.evidence import Digest, Rank
from domain.frozen import Frozen
from domain.organisation import Naming, Units
from domain.page import PageState, Reading
from domain.people import Gender, Identifier
from domain.standing import Look


class RegistersUnavailable(HosoError):
    """The registers cannot be reached or used (exit 9, HTTP 503); cure: see the code.

    Codes: `registers.busy`, `registers.diskFull`, `registers.outdated` (made by another program:
    `hoso rebuild`), `registers.fileDamaged` (`hoso rebuild`).
    """

    code = "registers.unavailable"


class BatchRow(Frozen):
    """`read`, `unread` and `unseen` (in custody, to be read) count pages by their present image;
    `poor` are those of the read that a person should look at."""

    batch_id: UUID
    number: int
    opened_at: datetime
    opened_by: UUID
    closed: bool
    files: int
    balance: Balance
    read: int
    unread: int
    unseen: int
    poor: int
    dossiers: int
    held: int
    first_read_at: datetime | None
    last_read_at: datetime | None


class DossierRow(Frozen):
    """`moved_at`: position of the last event that assembling must see. `settled`: nothing more is
    to be read of its pages."""

    dossier_id: UUID
    name: str
    file_code: str | None
    person_id: UUID | None
    described_name: str | None
    batch_ids: tuple[UUID, ...]
    state: BalanceState
    expected: int | None
    difference: int
    images: int
    pending: int
    quarantined: int
    custody: int
    removed: int
    read: int
    unread: int
    documents: int
    confirmed_documents: int
    pending_proposals: int
    settled: bool
    moved_at: int


SET_STRAIGHT = frozenset({"ROTATED", "SKEWED"})
"""Flags of pages that lay another way up or askew: they were set straight to be read."""


class PageRow(Frozen):
    """`place` counts the dossier's present pages from 1; None: it is none of them any more.

    `code`: why it could not be read. `accepted`: a person's verdict on the image.
    """

    page_id: UUID
    dossier_id: UUID
    batch_id: UUID
    file_no: int
    file_images: int
    place: int | None
    state: PageState
    reading: Reading
    flags: tuple[str, ...]
    blank: bool
    words: int
    accepted: bool | None
    code: str | None

    @property
    def is_poor(self) -> bool:
        """Read, but its image should be looked at, and nobody has judged it yet."""
        is_here = self.state is PageState.CUSTODY and self.reading is Reading.READ
        return is_here and self.accepted is None and not SET_STRAIGHT.issuperset(self.flags)


class DocumentRow(Frozen):
    document_id: UUID
    dossier_id: UUID
    page_ids: tuple[UUID, ...]
    doc_type: str
    number: str | None
    issue_date: PartialDate | None
    issuer: str | None
    title: str | None
    confirmed: bool
    reading: Digest | None


class ProposalRow(Frozen):
    """`paper_id` is the same for all acts of a decision and all its copies (`batch_id` of
    `proposal.made`). `held`, `bound_to`: of its dossier; neither held nor unbound is confirmed."""

    proposal_id: UUID
    dossier_id: UUID
    dossier_name: str
    document_id: UUID
    event_type: str
    fields: Digest
    paper_id: UUID | None
    list_row: int | None
    confidence: float
    unsure: int
    state: ProposalState
    person_id: UUID | None
    event_id: UUID | None
    position: int
    made_at: datetime
    held: bool
    bound_to: UUID | None


class PersonRow(Frozen):
    person_id: UUID
    name: str
    other_names: tuple[str, ...]
    birth_date: PartialDate | None
    gender: Gender | None


class Candidate(Frozen):
    """Somebody who may be meant, and by what. None: not asked, or not known of this person."""

    person: PersonRow
    by_identifier: bool | None
    by_name: bool | None
    by_birth_date: bool | None


class EventRow(Frozen):
    """A career event, or (in `awaiting_look`) the mending of one. `in_force` False: annulled or
    void."""

    event_id: UUID
    person_id: UUID
    person_name: str | None
    event_type: str
    full_no: str | None
    issue_date: PartialDate | None
    effective_date: PartialDate | None
    rank: Rank | None
    look: Look
    in_force: bool
    recorded_by: UUID
    recorded_at: datetime
    dossier_id: UUID | None
    document_id: UUID | None
    position: int


class UnitRow(Frozen):
    unit_id: UUID
    level: OrgLevel
    parent_id: UUID | None
    established_on: date
    ended_on: date | None
    names: tuple[Naming, ...]


class KeyRow(Frozen):
    key_id: str
    expires_at: datetime | None
    roles: tuple[Role, ...]
    revoked: bool


class ActorRow(Frozen):
    actor_id: UUID
    name: str
    kind: ActorKind
    office: str | None
    simulated: bool
    grants: tuple[Grant, ...]
    keys: tuple[KeyRow, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        return tuple(dict.fromkeys(grant.role for grant in self.grants))


class FailureKind(StrEnum):
    FILE_REJECTED = "FILE_REJECTED"
    PAGE_UNREAD = "PAGE_UNREAD"


class FailureRow(Frozen):
    """What could not be taken in or read, and why.

    `file_name`: of a file that was refused, for terminal and desk; a log cites batch and number.
    `dossier_name` is filled where the row is shown.
    """

    kind: FailureKind
    batch_id: UUID
    dossier_id: UUID | None
    page_id: UUID | None
    file_no: int
    code: str
    recorded_at: datetime
    file_name: str | None = None
    dossier_name: str | None = None


class SettledDossier(Frozen):
    """A dossier of which nothing more is to be read, as of the event at `moved_at`."""

    dossier_id: UUID
    moved_at: int


class Registers(Protocol):
    """See tests/contract/test_registers.py. Raises from every method: RegistersUnavailable."""

    name: str

    def position(self) -> int: ...

    def follow(self, recorded: Sequence[Recorded], *, position: int) -> None: ...

    def clear(self) -> None:
        """Forget everything and begin at position 0, also when outdated."""
        ...

    def close(self) -> None: ...

    def batches(self) -> tuple[BatchRow, ...]:
        """By number."""
        ...

    def batch(self, batch_id: UUID) -> BatchRow | None: ...

    def next_batch_no(self) -> int: ...

    def dossiers(
        self,
        *,
        batch_id: UUID | None = None,
        person_id: UUID | None = None,
        state: str | None = None,
        unbound: bool = False,
        after: str | None = None,
        limit: int = 100,
    ) -> tuple[DossierRow, ...]:
        """By name; `after` is the name of the last one seen."""
        ...

    def dossier(self, dossier_id: UUID) -> DossierRow | None: ...

    def dossiers_named(self, name: str) -> tuple[UUID, ...]:
        """All dossiers of that name, whichever way its marks are composed."""
        ...

    def dossier_named(self, name: str) -> UUID | None:
        """The dossier of that name; None if there is none, or more than one."""
        ...

    def settled(self, dossier_ids: Iterable[UUID]) -> tuple[SettledDossier, ...]:
        """Those of the dossiers that have pages, all of them settled."""
        ...

    def pages(
        self,
        *,
        dossier_id: UUID | None = None,
        batch_id: UUID | None = None,
        state: PageState | None = None,
        flagged: bool = False,
        limit: int = 1000,
    ) -> tuple[PageRow, ...]:
        """By dossier and place. `flagged`: with quality flags, or unread."""
        ...

    def page(self, page_id: UUID) -> PageRow | None: ...

    def documents(self, dossier_id: UUID) -> tuple[DocumentRow, ...]:
        """Live ones, in the order of their pages."""
        ...

    def document(self, document_id: UUID) -> DocumentRow | None:
        """A joined document's id leads to the one it was joined to."""
        ...

    def document_dossier(self, document_id: UUID) -> UUID | None: ...

    def documents_of_paper(
        self, full_no: str, issue_date: PartialDate | None
    ) -> tuple[DocumentRow, ...]:
        """Copies of one decision: number as written in any form, and day; None: of any day."""
        ...

    def work_list(
        self,
        *,
        batch_id: UUID | None = None,
        dossier_id: UUID | None = None,
        event_type: str | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[ProposalRow, ...]:
        """Pending proposals: the doubtful first, those that nobody can confirm yet last."""
        ...

    def proposal(self, proposal_id: UUID) -> ProposalRow | None: ...

    def proposals_of(self, document_id: UUID) -> tuple[ProposalRow, ...]: ...

    def proposals_of_paper(self, paper_id: UUID) -> tuple[ProposalRow, ...]:
        """In any state, the oldest first."""
        ...

    def people(self, *, after: str | None = None, limit: int = 100) -> tuple[PersonRow, ...]:
        """In the order of Vietnamese names; `after` is the name of the last one seen."""
        ...

    def person(self, person_id: UUID) -> PersonRow | None: ...

    def find_people(
        self,
        *,
        name: str | None = None,
        birth_date: PartialDate | None = None,
        identifiers: tuple[Identifier, ...] = (),
    ) -> tuple[Candidate, ...]:
        """Whoever has one of the identifiers or the name (marks and case apart); the best first."""
        ...

    def names_borne(self, names: Iterable[str]) -> frozenset[str]:
        """Those of the names by which `find_people` finds somebody: one question for a list."""
        ...

    def events_of_paper(
        self, full_no: str, issue_date: PartialDate | None
    ) -> tuple[EventRow, ...]: ...

    def events_of_person(self, person_id: UUID) -> tuple[EventRow, ...]: ...

    def awaiting_look(self, *, offset: int = 0, limit: int = 50) -> tuple[EventRow, ...]:
        """Events, corrections and annulments that wait for a second person, the oldest first."""
        ...

    def units(self) -> tuple[UnitRow, ...]: ...

    def actors(self) -> tuple[ActorRow, ...]: ...

    def owner_of(self, identifier_stream: UUID) -> UUID | None:
        """The person that an identifier belongs to, by the id of its stream."""
        ...

    def failures(
        self,
        *,
        batch_id: UUID | None = None,
        dossier_id: UUID | None = None,
        limit: int = 200,
    ) -> tuple[FailureRow, ...]:
        """The newest first."""
        ...


def units_of(registers: Registers, ledger: Ledger) -> Units:
    """The directory of units, as the ledger has it."""
    return directory_of(ledger)
