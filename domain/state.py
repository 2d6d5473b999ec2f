"""What a career is on a day: the answer of a replay. Source: domain.md 3.2, 3.15.

Dumped as JSON these models are the public answer; fields marked `exclude` are for the rules, the
rights and the search for evidence.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import Field, SkipValidation

from domain.dates import PartialDate
from domain.events.discipline import DisciplineForm
from domain.events.envelope import PersonnelClass, UnitRef
from domain.events.merit import Rating
from domain.frozen import Frozen
from domain.held import Absence, Beside
from domain.intervals import plus_days
from domain.people import Gender, Identifier
from domain.step_clock import StepClock

POST_NOTICE_DAYS = 90
"""Calendar days before the end of a term. Source: domain.md 5.1, R-APT-05."""

Because = dict[str, tuple[UUID, ...]]
"""Field path, e.g. `grade.step` or `posts.0`, to the events behind the value."""


class Employment(StrEnum):
    NONE = "NONE"
    PROBATION = "PROBATION"
    ACTIVE = "ACTIVE"
    SECONDED_OUT = "SECONDED_OUT"
    STUDY_LEAVE = "STUDY_LEAVE"
    UNPAID_LEAVE = "UNPAID_LEAVE"
    SUSPENDED = "SUSPENDED"
    ENDED = "ENDED"


PRESENT = frozenset(Employment) - {Employment.NONE, Employment.ENDED}
"""Who is counted on the quota of a unit. Source: domain.md 1.6."""


class EndReason(StrEnum):
    """Why service ended."""

    RETIREMENT = "RETIREMENT"
    EARLY_RETIREMENT = "EARLY_RETIREMENT"
    RESIGNATION = "RESIGNATION"
    """Thôi việc theo nguyện vọng."""
    TERMINATION = "TERMINATION"
    CONTRACT_ENDED = "CONTRACT_ENDED"
    STREAMLINED = "STREAMLINED"
    """Tinh giản biên chế: at once, after study, or off the budget."""
    TRANSFERRED_OUT = "TRANSFERRED_OUT"
    DISCIPLINE = "DISCIPLINE"
    DEATH = "DEATH"


class PostStatus(StrEnum):
    """The first six are held; the others are how a holding ended."""

    ACTING = "ACTING"
    IN_CHARGE = "IN_CHARGE"
    HELD = "HELD"
    EXTENDED = "EXTENDED"
    SUSPENDED = "SUSPENDED"
    """The decision is suspended (decision.suspended)."""
    EXPIRED = "EXPIRED"
    """The term is over and no decision followed."""
    RENEWED = "RENEWED"
    RESIGNED = "RESIGNED"
    RELIEVED = "RELIEVED"
    DISMISSED = "DISMISSED"
    REMOVED = "REMOVED"
    RECALLED = "RECALLED"
    ENDED_BY_TRANSFER = "ENDED_BY_TRANSFER"
    ENDED_BY_REORG = "ENDED_BY_REORG"
    ENDED_BY_LEAVING = "ENDED_BY_LEAVING"
    REVOKED = "REVOKED"
    """The decision was revoked from a later day on (ex nunc)."""


class DisciplineStatus(StrEnum):
    UNDER_REVIEW = "UNDER_REVIEW"
    """Opened, and not yet decided: there is no form yet."""
    IN_FORCE = "IN_FORCE"
    LAPSED = "LAPSED"
    REVOKED = "REVOKED"
    SUPERSEDED = "SUPERSEDED"


class DiplomaStatus(StrEnum):
    """What the school that issued it answered, if it was asked (R-TRN-01)."""

    UNVERIFIED = "UNVERIFIED"
    GENUINE = "GENUINE"
    FAKE = "FAKE"
    NOT_FOUND = "NOT_FOUND"


class AwardStatus(StrEnum):
    GRANTED = "GRANTED"
    REVOKED = "REVOKED"


class PostHeld(Frozen):
    """A post with its term `[effective_date, expires_on)`. `struck`: stripped later (3.10)."""

    post: str | None
    unit: str | None
    effective_date: date
    expires_on: date | None
    status: PostStatus
    primary: bool
    unit_id: UUID | None = Field(default=None, exclude=True)
    concurrent: bool = Field(default=False, exclude=True)
    ended_on: date | None = Field(default=None, exclude=True)
    struck: bool = Field(default=False, exclude=True)
    event_ids: tuple[UUID, ...] = Field(default=(), exclude=True)

    @property
    def notice_by(self) -> date | None:
        """90 calendar days before the term ends."""
        return None if self.expires_on is None else plus_days(self.expires_on, -POST_NOTICE_DAYS)


class GradeHeld(Frozen):
    """`clock` tells how `next_step_due` came about; at the last step it is the next percent."""

    grade_code: str | None
    salary_table: str | None
    step: int | None
    coefficient: Decimal | None
    beyond_scale_percent: int | None
    next_step_due: date | None
    professional_level: int | None = Field(default=None, exclude=True)
    """Bậc nghề nghiệp of viên chức, 1 to 5, from 2026-07-01; no salary step."""
    clock: SkipValidation[StepClock | None] = Field(default=None, exclude=True)


class DisciplineHeld(Frozen):
    """`form` None: under review."""

    form: DisciplineForm | None
    effective_date: date
    expires_on: date | None
    status: DisciplineStatus
    event_id: UUID = Field(exclude=True)


class AwardHeld(Frozen):
    code: str
    full_name: str
    achievement_period: str | None
    effective_date: date
    status: AwardStatus
    event_id: UUID = Field(exclude=True)


class EvaluationHeld(Frozen):
    year: int
    rating: Rating
    effective_date: date | None
    event_id: UUID = Field(exclude=True)


class EducationHeld(Frozen):
    """A diploma, or a training that was completed. `kind`: EDUCATION, or the kind of training;
    `level`: the degree's code, or the level of the training; `title`: as printed."""

    kind: str
    level: str | None
    title: str | None
    major: str | None
    school: str | None
    completed_on: PartialDate | None
    status: DiplomaStatus
    number: str | None = Field(default=None, exclude=True)
    event_ids: tuple[UUID, ...] = Field(default=(), exclude=True)


class RetirementDates(Frozen):
    """Decided, noticed, set for this person, or by age alone."""

    pension_from: date
    notice_by: date
    decision_by: date


class State(Frozen):
    """A career on `valid_on`."""

    employment: Employment
    personnel_class: PersonnelClass | None
    posts: tuple[PostHeld, ...]
    placement: str | None
    """The unit as printed; with the sender while seconded."""
    grade: GradeHeld | None
    discipline: tuple[DisciplineHeld, ...]
    awards: tuple[AwardHeld, ...]
    evaluations: tuple[EvaluationHeld, ...]
    education: tuple[EducationHeld, ...] = ()
    retirement: RetirementDates | None

    valid_on: date = Field(exclude=True)
    former_posts: tuple[PostHeld, ...] = Field(default=(), exclude=True)
    placement_unit_id: UUID | None = Field(default=None, exclude=True)
    placement_since: date | None = Field(default=None, exclude=True)
    job_position: str | None = Field(default=None, exclude=True)
    job_position_since: date | None = Field(default=None, exclude=True)
    """Since when the position is held without a break, through further assignments to it (5.2)."""
    position_code: str | None = Field(default=None, exclude=True)
    """Of the list of positions to be rotated (R-ROT)."""
    absences: tuple[Absence, ...] = Field(default=(), exclude=True)
    """Every one so far, in the order of their start."""
    beside: Beside = Field(default_factory=Beside, exclude=True)
    seconded_to: UnitRef | None = Field(default=None, exclude=True)
    ended_reason: EndReason | None = Field(default=None, exclude=True)
    ended_on: date | None = Field(default=None, exclude=True)
    because: Because = Field(default_factory=dict, exclude=True)

    @property
    def counts_on_quota(self) -> bool:
        """Present in the unit of the placement when heads are counted (1.6)."""
        return self.placement is not None and self.employment in PRESENT


class Identity(Frozen):
    """Who it is. Earlier names stay: they are still searched for."""

    full_name: str | None = None
    other_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    birth_date: PartialDate | None = None
    gender: Gender | None = None
    identifiers: tuple[Identifier, ...] = ()
    birth_place: str | None = None
    native_place: str | None = None
    ethnicity: str | None = None
    religion: str | None = None
    because: Because = Field(default_factory=dict, exclude=True)
