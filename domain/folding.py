"""What is true of a career while its events go by, and its state on the day. Source: domain.md 3.2.

What each kind of event changes stands in `domain.effects`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from domain.away import SECONDMENT, Absences, uncounted_of
from domain.beside import BesideFold
from domain.events.discipline import DisciplineImposed, DisciplineReviewOpened
from domain.events.envelope import PersonnelClass, UnitRef
from domain.held import Absence, Beside
from domain.intervals import expires_on, plus_days, plus_months
from domain.pay import Pay
from domain.pension import Pension
from domain.posts import Posts, same_unit
from domain.standing import Standing
from domain.state import (
    AwardHeld,
    Because,
    DisciplineHeld,
    DisciplineStatus,
    EducationHeld,
    Employment,
    EndReason,
    EvaluationHeld,
    Identity,
    PostStatus,
    RetirementDates,
    State,
)
from domain.step_clock import ClockRules, Uncounted
from domain.tables.uncounted import Idle, uncounted_since

NOTHING_BESIDE = Beside()


@dataclass(slots=True)
class Sanction:
    """`superseded_on`: a new discipline ended it (R-DIS-04)."""

    event: DisciplineImposed
    start: date
    revoked: bool = False
    superseded_on: date | None = None

    @property
    def expires_on(self) -> date | None:
        printed = expires_on(self.event)
        months = self.event.duration_months
        return printed or (plus_months(self.start, months) if months else None)

    def status_on(self, day: date) -> DisciplineStatus:
        expires = self.expires_on
        if self.revoked:
            return DisciplineStatus.REVOKED
        if self.superseded_on is not None and (expires is None or self.superseded_on < expires):
            return DisciplineStatus.SUPERSEDED
        lapsed = expires is not None and expires <= day
        return DisciplineStatus.LAPSED if lapsed else DisciplineStatus.IN_FORCE


@dataclass(slots=True)
class Review:
    """Under review until a discipline of the same case, or of none that is named, is imposed."""

    event: DisciplineReviewOpened
    start: date
    decided: bool = False

    def shown(self) -> DisciplineHeld:
        return DisciplineHeld(
            form=None,
            effective_date=self.start,
            expires_on=None,
            status=DisciplineStatus.UNDER_REVIEW,
            event_id=self.event.event_id,
        )


@dataclass(frozen=True, slots=True)
class Leaving:
    """Service is to end on that day."""

    reason: EndReason
    day: date
    by: UUID


@dataclass(frozen=True, slots=True)
class Tried:
    """On probation since `start`."""

    start: date
    by: UUID
    cause: Idle

    def uncounted(self, until: date) -> Iterator[Uncounted]:
        since = uncounted_since(self.cause)
        if since is not None and max(self.start, since) < until:
            yield Uncounted(max(self.start, since), until, self.by)


@dataclass(slots=True)
class Folding:
    """Everything while the events go by. `valid_on` is the day that is asked about."""

    valid_on: date
    service: Employment = Employment.NONE
    service_by: UUID | None = None
    ended_reason: EndReason | None = None
    ended_on: date | None = None
    tried: Tried | None = None
    absences: Absences = field(default_factory=Absences)
    personnel_class: PersonnelClass | None = None
    class_by: UUID | None = None
    placement: UnitRef | None = None
    placement_by: UUID | None = None
    placed_on: date | None = None
    job_position: str | None = None
    position_since: date | None = None
    position_code: str | None = None
    posts: Posts = field(default_factory=Posts)
    pay: Pay = field(default_factory=Pay)
    sanctions: list[Sanction] = field(default_factory=list)
    awards: list[AwardHeld] = field(default_factory=list)
    evaluations: list[EvaluationHeld] = field(default_factory=list)
    education: list[EducationHeld] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    pension: Pension = field(default_factory=Pension)
    leaving: Leaving | None = None
    beside: BesideFold | None = None

    def keep(self) -> BesideFold:
        """What is held beside; begun when it is first asked for."""
        if self.beside is None:
            self.beside = BesideFold()
        return self.beside

    def serve(self, status: Employment, day: date, by: UUID) -> None:
        """In service, in another way from that day on; a probation that lasted is over."""
        if self.tried is not None:
            self.pay.uncounted.extend(self.tried.uncounted(day))
        self.service, self.service_by = status, by
        self.tried = self.ended_reason = self.ended_on = self.leaving = None

    def place(
        self,
        unit: UnitRef,
        day: date,
        by: UUID,
        job_position: str | None = None,
        position_code: str | None = None,
    ) -> None:
        """Primary placement, with the position that the paper names. Within one code, or where none
        is told within one position, the time held goes on (5.2)."""
        if self.placement is None or not same_unit(self.placement, unit):
            self.placed_on = day
        self.placement, self.placement_by = unit, by
        told = position_code is not None or self.position_code is not None
        same = position_code == self.position_code if told else job_position == self.job_position
        if not same:
            self.position_since = day
        self.job_position, self.position_code = job_position, position_code
        if job_position is None and position_code is None:
            self.position_since = None

    def stay(self) -> None:
        """Service goes on, by another paper of that day."""
        self.leaving = None

    def leave_after(self, reason: EndReason, day: date, by: UUID) -> None:
        """Leaves on that day, unless a paper of that day says that service goes on."""
        self.leaving = Leaving(reason, day, by)

    def settle_leaving(self, day: date) -> None:
        """What was to end before `day` has ended."""
        if self.leaving is not None and self.leaving.day < day:
            self.leave(self.leaving.reason, self.leaving.day, self.leaving.by)

    def leave(self, reason: EndReason, day: date, by: UUID) -> None:
        self.service, self.service_by = Employment.ENDED, by
        self.ended_reason, self.ended_on = reason, day
        self.tried = self.leaving = None
        self.absences.end_all(day)
        if self.beside is not None:
            self.beside.end_contracts(day)
        self.placement = self.placed_on = self.position_since = None
        self.job_position = self.position_code = None
        self.posts.end_all(day, status=PostStatus.ENDED_BY_LEAVING, by=by)

    def try_out(self, day: date, by: UUID, *, cause: Idle) -> None:
        """On probation. At a part of the pay the clock waits; at full pay it runs, and time is left
        out of it as the law of the day says (domain.md 3.6)."""
        self.serve(Employment.PROBATION, day, by)
        self.tried = Tried(day, by, cause)

    def approve(self, day: date, by: UUID) -> None:
        """Probation is over; what was paid in part is counted from here."""
        self.serve(Employment.ACTIVE, day, by)
        self.pay.start_waiting_clock(day, by)

    def state(self, identity: Identity, rules: ClockRules) -> State:
        """What is true on `valid_on`."""
        because: Because = {}
        self.settle_leaving(plus_days(self.valid_on, 1))
        retirement = self._retirement(identity, because)
        self._discount()
        seconded = self.absences.lasting(SECONDMENT, self.valid_on)
        in_service = self.service is not Employment.ENDED
        posts, former = self.posts.shown(
            self.valid_on, retirement.pension_from if retirement is not None else None
        )
        for number, held in enumerate(posts):
            because[f"posts.{number}"] = held.event_ids
        if self.class_by is not None:
            because["personnelClass"] = (self.class_by,)
        if self.placement_by is not None and in_service:
            because["placement"] = (self.placement_by,)
        placed = self.placement if in_service else None
        return State(
            employment=self._employment(because),
            personnel_class=self.personnel_class,
            posts=posts,
            placement=placed.as_printed if placed is not None else None,
            grade=self.pay.shown(rules, in_service=in_service, because=because),
            discipline=self._discipline(because),
            awards=_reasoned("awards", self.awards, because),
            evaluations=_reasoned("evaluations", self.evaluations, because),
            education=self._education(because),
            retirement=retirement,
            valid_on=self.valid_on,
            former_posts=former,
            placement_unit_id=placed.unit_id if placed is not None else None,
            placement_since=self.placed_on if in_service else None,
            job_position=self.job_position if in_service else None,
            job_position_since=self.position_since if in_service else None,
            position_code=self.position_code if in_service else None,
            absences=self._absences(),
            beside=self.beside.shown() if self.beside is not None else NOTHING_BESIDE,
            seconded_to=seconded.to_unit if seconded is not None else None,
            ended_reason=self.ended_reason,
            ended_on=self.ended_on,
            because=because,
        )

    def state_so_far(self, identity: Identity, rules: ClockRules) -> State:
        """The same, where later events are still to come."""
        counted = len(self.pay.uncounted)
        state = self.state(identity, rules)
        del self.pay.uncounted[counted:]  # of a time that has not ended yet
        return state

    def _employment(self, because: Because) -> Employment:
        if self.service_by is not None:
            because["employment"] = (self.service_by,)
        if self.service is Employment.ACTIVE:
            away = self.absences.hiding(self.valid_on)
            if away is not None and away.kind.status is not None:
                because["employment"] = tuple(away.event_ids)
                return away.kind.status
        return self.service

    def _discount(self) -> None:
        """Time that does not count at the step, as far as the day that is asked about."""
        if self.absences:
            self.pay.uncounted.extend(uncounted_of(self.absences, self.valid_on))
        if self.tried is not None:
            self.pay.uncounted.extend(self.tried.uncounted(self.valid_on))

    def _absences(self) -> tuple[Absence, ...]:
        if not self.absences:
            return ()
        return tuple(sorted((away.shown() for away in self.absences), key=lambda one: one.start))

    def _education(self, because: Because) -> tuple[EducationHeld, ...]:
        for number, one in enumerate(self.education):
            because[f"education.{number}"] = one.event_ids
        return tuple(self.education)

    def _discipline(self, because: Because) -> tuple[DisciplineHeld, ...]:
        """What was imposed, and what is still under review, in the order of the career."""
        held = [
            DisciplineHeld(
                form=sanction.event.form,
                effective_date=sanction.start,
                expires_on=sanction.expires_on,
                status=sanction.status_on(self.valid_on),
                event_id=sanction.event.event_id,
            )
            for sanction in self.sanctions
        ]
        if self.reviews:
            held.extend(review.shown() for review in self.reviews if not review.decided)
            held.sort(key=lambda one: one.effective_date)
        return _reasoned("discipline", held, because)

    def _retirement(self, identity: Identity, because: Because) -> RetirementDates | None:
        """Decided or noticed by then, else by age."""
        found = self.pension.of(identity)
        if found is None:
            return None
        dates, by = found
        for name in ("pensionFrom", "noticeBy", "decisionBy"):
            because[f"retirement.{name}"] = by
        return RetirementDates(
            pension_from=dates.pension_from,
            notice_by=dates.notice_by,
            decision_by=dates.decision_by,
        )


Effect = Callable[[Folding, Standing, Any, date], None]
"""What an event does: the folding so far, how the event stands, what it says, since when."""


class _Evidenced(Protocol):
    @property
    def event_id(self) -> UUID: ...


_E = TypeVar("_E", bound=_Evidenced)


def _reasoned(name: str, held: Iterable[_E], because: Because) -> tuple[_E, ...]:
    listed = tuple(held)
    for number, one in enumerate(listed):
        because[f"{name}.{number}"] = (one.event_id,)
    return listed
