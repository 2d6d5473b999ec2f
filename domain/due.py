"""What falls due in a career: the vocabulary of the four lists. Source: domain.md 5.1 to 5.4.

Each list is a pure function over a career on a day; `domain.due_terms`, `due_steps`,
`due_retirements` and `due_rotations` hold one each. An item says its rule, how its clock ran and
which events stand behind it; sentences are made at the doors.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domain.career import Career, EvidenceFilter, State
from domain.dates import PartialDate
from domain.events.envelope import CareerEvent
from domain.frozen import Frozen
from domain.intervals import plus_months
from domain.people import Gender
from domain.standing import Standing


class DueReport(StrEnum):
    TERMS = "TERMS"
    STEPS = "STEPS"
    RETIREMENTS = "RETIREMENTS"
    ROTATIONS = "ROTATIONS"


class DueStatus(StrEnum):
    """What is to be done about an item; the first of an item says how urgent it is."""

    UPCOMING = "UPCOMING"
    NOTICE_DUE = "NOTICE_DUE"
    """The last day of the notice is near."""
    OVERDUE = "OVERDUE"
    """The last day has passed and nothing is recorded."""
    EXPIRED_NO_DECISION = "EXPIRED_NO_DECISION"
    EXTEND_NOT_REAPPOINT = "EXTEND_NOT_REAPPOINT"
    SHORT_TERM = "SHORT_TERM"
    DUE = "DUE"
    EXEMPT = "EXEMPT"
    BLOCKED = "BLOCKED"
    """Would be due, but was put off by a rating, a discipline or uncounted time."""
    LAST_STEP = "LAST_STEP"
    EARLY_CANDIDATE = "EARLY_CANDIDATE"
    NOTICED = "NOTICED"
    DECISION_DUE = "DECISION_DUE"
    DECIDED = "DECIDED"


class StepList(StrEnum):
    """The lists of 5.3; DUE is what falls due, regular or beyond the scale, or is blocked."""

    DUE = "DUE"
    REGULAR = "REGULAR"
    BEYOND_SCALE = "BEYOND_SCALE"
    LAST_STEP = "LAST_STEP"
    BLOCKED = "BLOCKED"
    EARLY = "EARLY"


class ExemptReason(StrEnum):
    """Why nobody is rotated now. Source: domain.md 3.5."""

    DISCIPLINE = "DISCIPLINE"
    UNDER_REVIEW = "UNDER_REVIEW"
    FULL_TIME_STUDY = "FULL_TIME_STUDY"
    SECONDED = "SECONDED"
    SMALL_CHILD = "SMALL_CHILD"
    NEAR_RETIREMENT = "NEAR_RETIREMENT"


class DueLineKind(StrEnum):
    """What a line of a clock's history tells."""

    START = "START"
    DELAY = "DELAY"
    UNCOUNTED = "UNCOUNTED"
    EARLY = "EARLY"
    EXTENDED = "EXTENDED"
    NOTICE = "NOTICE"
    DECISION = "DECISION"
    BIRTH = "BIRTH"
    AGE = "AGE"
    PAPER = "PAPER"
    LATEST = "LATEST"


class DueLine(Frozen):
    """One line of a clock's history: what counts since when, and to which day it leads."""

    kind: DueLineKind
    on: date
    months: int | None = None
    days: int | None = None
    due: date | None = None
    cause: str | None = None
    event_id: UUID | None = None


class DueItem(Frozen):
    """Something that falls due for one person.

    `due_on`: end of the term, day of the step, first day of the pension, or first day of the
    rotation's window; `latest_on` closes that window. `first_due_on`: of a step, before anything
    put it off. `remaining_months`: from the end of the term to the pension. Fields of other lists
    are None, and so is `basis` where the law of its day has not been read.
    """

    report: DueReport
    statuses: tuple[DueStatus, ...]
    rules: tuple[str, ...]
    basis: str | None
    due_on: date
    since: date | None = None
    notice_by: date | None = None
    decision_by: date | None = None
    latest_on: date | None = None
    clock: tuple[DueLine, ...] = ()
    event_ids: tuple[UUID, ...] = ()

    post: str | None = None
    post_unit: str | None = None
    remaining_months: int | None = None

    beyond_scale: bool | None = None
    first_due_on: date | None = None
    next_step: int | None = None
    next_coefficient: Decimal | None = None
    next_percent: int | None = None
    award_codes: tuple[str, ...] = ()

    birth_date: PartialDate | None = None
    gender: Gender | None = None

    position_code: str | None = None
    job_position: str | None = None
    exempt: tuple[ExemptReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """Which due days are asked for, both ends included; None: open at that end."""

    start: date | None
    end: date

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and day <= self.end


@dataclass(frozen=True, slots=True)
class Subject:
    """A career on the day of the list, through the evidence filter of the list."""

    career: Career
    evidence: EvidenceFilter
    state: State

    @property
    def on(self) -> date:
        return self.state.valid_on

    @property
    def timeline(self) -> tuple[Standing, ...]:
        return self.career.timeline(evidence=self.evidence)

    def in_force(self) -> tuple[Standing, ...]:
        """Decisions that have begun and count on the day, in the order of the career."""
        return tuple(one for one in self.timeline if one.counts_on(self.on))

    def event(self, event_id: UUID) -> CareerEvent | None:
        return self.career.standing(event_id).event if self.career.has(event_id) else None


def months_between(begin: date, end: date) -> int:
    """Whole months from `begin` to `end`; negative if `end` lies before."""
    months = (end.year - begin.year) * 12 + end.month - begin.month
    return months if plus_months(begin, months) <= end else months - 1
