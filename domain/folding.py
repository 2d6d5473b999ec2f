"""What is true of a career while its events go by, and its state on the day. Source: domain.md 3.2.

What each kind of event changes stands in `domain.effects`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from domain.events.discipline import DisciplineImposed
from domain.events.envelope import PersonnelClass, UnitRef
from domain.intervals import expires_on, plus_months
from domain.pay import Pay
from domain.posts import Posts
from domain.retirement import retirement_from, retirement_of
from domain.standing import Standing
from domain.state import (
    AwardHeld,
    Because,
    DisciplineHeld,
    DisciplineStatus,
    Employment,
    EndReason,
    EvaluationHeld,
    Identity,
    PostStatus,
    RetirementDates,
    State,
)
from domain.step_clock import ClockRules, Uncounted

_AWAY = (
    Employment.SUSPENDED,
    Employment.UNPAID_LEAVE,
    Employment.STUDY_LEAVE,
    Employment.SECONDED_OUT,
)
"""What hides plain service, the strongest first."""

_NOT_COUNTED = frozenset({Employment.SUSPENDED, Employment.UNPAID_LEAVE})
"""No time at the step. Source: domain.md 3.6."""


@dataclass(slots=True)
class Away:
    """Out of plain service in `[start, end)`."""

    start: date
    end: date | None
    event_ids: list[UUID]
    to_unit: UnitRef | None = None


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
class Folding:
    """Everything while the events go by. `valid_on` is the day that is asked about."""

    valid_on: date
    service: Employment = Employment.NONE
    service_by: UUID | None = None
    ended_reason: EndReason | None = None
    ended_on: date | None = None
    away: dict[Employment, Away] = field(default_factory=dict)
    personnel_class: PersonnelClass | None = None
    class_by: UUID | None = None
    placement: UnitRef | None = None
    placement_by: UUID | None = None
    job_position: str | None = None
    posts: Posts = field(default_factory=Posts)
    pay: Pay = field(default_factory=Pay)
    sanctions: list[Sanction] = field(default_factory=list)
    awards: list[AwardHeld] = field(default_factory=list)
    evaluations: list[EvaluationHeld] = field(default_factory=list)
    pension_from: date | None = None
    pension_by: UUID | None = None

    def serve(self, status: Employment, by: UUID) -> None:
        self.service, self.service_by = status, by
        self.ended_reason = self.ended_on = None

    def place(self, unit: UnitRef, by: UUID, job_position: str | None = None) -> None:
        self.placement, self.placement_by = unit, by
        self.job_position = job_position

    def leave(self, reason: EndReason, day: date, by: UUID) -> None:
        self.service, self.service_by = Employment.ENDED, by
        self.ended_reason, self.ended_on = reason, day
        self.away.clear()
        self.posts.end_all(day, status=PostStatus.ENDED_BY_LEAVING, by=by)

    def begin_away(self, status: Employment, away: Away) -> None:
        self.end_away(status, away.start)
        self.away[status] = away

    def end_away(self, status: Employment, day: date) -> None:
        away = self.away.pop(status, None)
        if away is not None:
            self._discount(status, away, day)

    def _discount(self, status: Employment, away: Away, day: date) -> None:
        end = day if away.end is None else min(day, away.end)
        if status in _NOT_COUNTED and away.start < end:
            self.pay.uncounted.append(Uncounted(away.start, end, away.event_ids[0]))

    def present(self, status: Employment) -> Away | None:
        """The absence that lasts on `valid_on`."""
        away = self.away.get(status)
        lasts = away is not None and (away.end is None or self.valid_on < away.end)
        return away if lasts else None

    def state(self, identity: Identity, rules: ClockRules) -> State:
        """What is true on `valid_on`."""
        because: Because = {}
        retirement = self._retirement(identity, because)
        for status, away in self.away.items():
            self._discount(status, away, self.valid_on)
        seconded = self.present(Employment.SECONDED_OUT)
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
            retirement=retirement,
            valid_on=self.valid_on,
            former_posts=former,
            placement_unit_id=placed.unit_id if placed is not None else None,
            job_position=self.job_position if in_service else None,
            seconded_to=seconded.to_unit if seconded is not None else None,
            ended_reason=self.ended_reason,
            ended_on=self.ended_on,
            because=because,
        )

    def _employment(self, because: Because) -> Employment:
        if self.service_by is not None:
            because["employment"] = (self.service_by,)
        if self.service is Employment.ACTIVE:
            for status in _AWAY:
                away = self.present(status)
                if away is not None:
                    because["employment"] = tuple(away.event_ids)
                    return status
        return self.service

    def _discipline(self, because: Because) -> tuple[DisciplineHeld, ...]:
        held = tuple(
            DisciplineHeld(
                form=sanction.event.form,
                effective_date=sanction.start,
                expires_on=sanction.expires_on,
                status=sanction.status_on(self.valid_on),
                event_id=sanction.event.event_id,
            )
            for sanction in self.sanctions
        )
        return _reasoned("discipline", held, because)

    def _retirement(self, identity: Identity, because: Because) -> RetirementDates | None:
        """Decided or noticed by then, else by age."""
        by: tuple[UUID, ...] = ()
        if self.pension_from is not None and self.pension_by is not None:
            dates, by = retirement_from(self.pension_from), (self.pension_by,)
        elif identity.birth_date is not None and identity.gender is not None:
            aged = retirement_of(identity.birth_date, identity.gender)
            if aged is None:
                return None
            known = identity.because
            by = tuple(dict.fromkeys((*known["birth_date"], *known["gender"])))
            dates = aged
        else:
            return None
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
