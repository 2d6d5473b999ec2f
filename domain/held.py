"""What a person holds beside post and pay: the parts of a state that the rules, the reports and the
rights ask for, and the public answer leaves out. Source: domain.md 3.3 to 3.13.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domain.events.contract import ContractKind
from domain.events.discipline import PartyForm, StreamliningScheme
from domain.events.envelope import UnitRef
from domain.events.merit import Rating
from domain.events.registers import Organisation
from domain.events.salary import AllowanceKind, RetainedKind
from domain.frozen import Frozen


class Absence(Frozen):
    """Away from plain service in `[start, end)`; `end` None: it lasts. `counts`: time at the step
    goes on. `kind`: a value of `Employment`, or MATERNITY_LEAVE."""

    kind: str
    start: date
    end: date | None
    counts: bool
    event_ids: tuple[UUID, ...]


class Allowance(Frozen):
    """The last of its kind."""

    kind: AllowanceKind
    coefficient: Decimal | None
    percent: int | None
    since: date
    until: date | None
    event_id: UUID


class Retained(Frozen):
    """Kept for a time (bảo lưu), in `[since, until)`."""

    kind: RetainedKind
    coefficient: Decimal | None
    percent: int | None
    since: date
    until: date | None
    event_id: UUID


class Contract(Frozen):
    """`[start, expires_on)` by paper; `ended_on`: by a further one."""

    number: str | None
    kind: ContractKind
    unit: UnitRef | None
    start: date
    expires_on: date | None
    ended_on: date | None
    event_ids: tuple[UUID, ...]


class Planned(Frozen):
    """In the reserve for a post (quy hoạch)."""

    post: str
    unit: UnitRef | None
    term_label: str | None
    since: date
    event_id: UUID


class Membership(Frozen):
    """Of the Party or of a mass organisation. `official_on`: full member of the Party."""

    organisation: Organisation
    joined_on: date | None
    official_on: date | None
    event_ids: tuple[UUID, ...]


class PartyPost(Frozen):
    """A post in the Party or a mass organisation, in `[since, expires_on)`."""

    post: str
    organisation: Organisation
    unit: str | None
    term_label: str | None
    since: date
    expires_on: date | None
    event_id: UUID


class PartyDiscipline(Frozen):
    form: PartyForm
    since: date
    case_id: str | None
    event_id: UUID


class MilitaryService(Frozen):
    since: date
    until: date | None
    highest_rank: str | None
    event_id: UUID


class Training(Frozen):
    """Sent to a course in `[since, until)`; bound to serve until `committed_until`, or until the
    cost was paid back."""

    course: str
    place: str | None
    since: date
    until: date | None
    committed_until: date | None
    repaid_on: date | None = None
    event_id: UUID


class Monitoring(Frozen):
    """A rating of a month or a quarter (from 2026)."""

    year: int
    month: int | None
    quarter: int | None
    rating: Rating
    score: Decimal | None
    event_id: UUID


class Streamlined(Frozen):
    """A person counts once a scheme (domain.md 5.8)."""

    scheme: StreamliningScheme
    decree: str | None
    round: str | None
    since: date
    event_id: UUID


class ClaimKind(StrEnum):
    WORK_PERIOD = "WORK_PERIOD"
    SALARY_STEP = "SALARY_STEP"


class Claimed(Frozen):
    """What the person says of the time `[since, until)`, beside what papers say: it changes
    nothing of the state, and papers are looked for by it (domain.md 2.4, 3.16)."""

    kind: ClaimKind
    unit: UnitRef | None
    post: str | None
    grade_code: str | None
    step: int | None
    coefficient: Decimal | None
    since: date | None
    until: date | None
    event_id: UUID


class Beside(Frozen):
    """All of it on a day, each list in the order of the career."""

    allowances: tuple[Allowance, ...] = ()
    retained: tuple[Retained, ...] = ()
    contracts: tuple[Contract, ...] = ()
    planned: tuple[Planned, ...] = ()
    memberships: tuple[Membership, ...] = ()
    party_posts: tuple[PartyPost, ...] = ()
    party_discipline: tuple[PartyDiscipline, ...] = ()
    military: tuple[MilitaryService, ...] = ()
    trainings: tuple[Training, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    streamlined: tuple[Streamlined, ...] = ()
    claimed: tuple[Claimed, ...] = ()
