"""Grade, step and its clock while a career is folded. Source: domain.md 1.4, 3.6."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.events.discipline import DisciplineForm, DisciplineImposed
from domain.events.entry import GradeAssigned
from domain.events.envelope import PersonnelClass
from domain.events.merit import EvaluationRecorded
from domain.events.salary import (
    BeyondScaleSet,
    DelayCause,
    GradeConverted,
    GradePromoted,
    RaiseDelayed,
    StepRaised,
    StepRaisedEarly,
    TitlePromoted,
)
from domain.state import Because, GradeHeld
from domain.step_clock import (
    ClockRules,
    Delay,
    StepClock,
    Uncounted,
    clock_after_promotion,
    period_of,
    run_clock,
)
from domain.tables.delays import delay_months
from domain.tables.grades import table_of
from domain.tables.salary import coefficient_of

_DELAYING_FORMS = {
    form: DelayCause(form.value) for form in DisciplineForm if form.value in set(DelayCause)
}


@dataclass(slots=True)
class Pay:
    """What is drawn, since when it is counted, and what puts the next step off."""

    grade_code: str | None = None
    table: str | None = None
    step: int | None = None
    coefficient: Decimal | None = None
    beyond_percent: int | None = None
    professional_level: int | None = None
    clock_start: date | None = None
    because: Because = field(default_factory=dict)
    clock_by: UUID | None = None
    delays: list[Delay] = field(default_factory=list)
    uncounted: list[Uncounted] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        return self.grade_code is not None or self.coefficient is not None

    def enter(
        self,
        grade_code: str | None,
        step: int | None,
        coefficient: Decimal | None,
        *,
        day: date,
        by: UUID,
        counts: bool,
    ) -> None:
        """Recruited or received with a grade; `counts` False: the clock waits (probation)."""
        if grade_code is None and coefficient is None:
            return
        self._grade(grade_code or self.grade_code, table_of(grade_code, day), by)
        self._step(step, coefficient, by)
        self.clock_start, self.clock_by = (day if counts else None), by

    def start_waiting_clock(self, day: date, by: UUID) -> None:
        """Probation is over: from here on the step counts."""
        if self.clock_start is None and self.is_known:
            self._count_from(day, by)

    def assign(self, event: GradeAssigned, day: date) -> None:
        table = event.salary_table or table_of(event.grade_code, day)
        kept = event.coefficient == self.coefficient and self.clock_start is not None
        same = kept and (event.grade_code, event.step) == (self.grade_code, self.step)
        percent, percent_by = self.beyond_percent, self.because.get("grade.beyondScalePercent")
        self._grade(event.grade_code, table, event.event_id)
        self._step(event.step, event.coefficient, event.event_id)
        if same and percent is not None and percent_by is not None:
            self.beyond_percent = percent
            self.because["grade.beyondScalePercent"] = percent_by
        if event.next_clock_start is not None:
            self._count_from(event.next_clock_start.first_day, event.event_id)
        elif not kept:
            self._count_from(day, event.event_id)

    def raise_step(self, event: StepRaised | StepRaisedEarly, day: date) -> None:
        code = event.grade_code or self.grade_code
        if coefficient_of(self.table, event.new_step) != event.new_coefficient:
            dated = table_of(code, day)
            if code != self.grade_code or self.table is None:
                self._grade(code, dated, event.event_id)
            elif coefficient_of(dated, event.new_step) == event.new_coefficient:
                self._grade(code, dated, event.event_id)  # the code has moved to another table
        elif code != self.grade_code:
            self._grade(code, table_of(code, day), event.event_id)
        self._step(event.new_step, event.new_coefficient, event.event_id)
        start = event.next_clock_start.first_day if event.next_clock_start is not None else day
        self._count_from(start, event.event_id)

    def promote(
        self, event: GradePromoted | TitlePromoted, day: date, signed_on: date | None
    ) -> None:
        """The clock by its own date if printed, else by the rule of TT 02/2007."""
        start = clock_after_promotion(
            old_coefficient=event.old_coefficient or self.coefficient,
            new_coefficient=event.new_coefficient,
            old_table=table_of(event.old_grade_code, day) or self.table,
            old_step=self.step,
            beyond_scale_percent=self.beyond_percent,
            old_start=self.clock_start,
            signed_on=signed_on or day,
        )
        if event.next_clock_start is not None:
            start = event.next_clock_start.first_day
        table = table_of(event.new_grade_code, day)
        self._grade(event.new_grade_code, table, event.event_id)
        self._step(event.step, event.new_coefficient, event.event_id)
        self._count_from(start, event.event_id)

    def convert(self, event: GradeConverted, day: date, signed_on: date | None) -> None:
        """Without new values, step and clock are kept."""
        start = self.clock_start
        new = event.new_coefficient
        if new is not None and new != self.coefficient:
            start = clock_after_promotion(
                old_coefficient=self.coefficient,
                new_coefficient=new,
                old_table=self.table,
                old_step=self.step,
                beyond_scale_percent=self.beyond_percent,
                old_start=self.clock_start,
                signed_on=signed_on or day,
            )
        if event.next_clock_start is not None:
            start = event.next_clock_start.first_day
        self._grade(event.new_grade_code, table_of(event.new_grade_code, day), event.event_id)
        if event.step is not None or new is not None:
            self._step(event.step or self.step, new or self.coefficient, event.event_id)
        if start != self.clock_start:
            self._count_from(start, event.event_id)

    def go_beyond(self, event: BeyondScaleSet, day: date) -> None:
        self.beyond_percent = event.new_percent
        self.because["grade.beyondScalePercent"] = (event.event_id,)
        self._count_from(day, event.event_id)

    def lower(self, event: DisciplineImposed) -> None:
        """Hạ bậc lương: one step down; the clock goes on [K]."""
        if self.step is None or self.step <= 1:
            return
        self._step(self.step - 1, coefficient_of(self.table, self.step - 1), event.event_id)

    def delay_by_discipline(
        self, event: DisciplineImposed, day: date, personnel_class: PersonnelClass | None
    ) -> None:
        cause = _DELAYING_FORMS.get(event.form)
        months = delay_months(cause, personnel_class) if cause is not None else None
        if cause is not None and months:
            self.delays.append(Delay(cause, day, months, event.event_id))

    def delay_by_rating(
        self, event: EvaluationRecorded, day: date, personnel_class: PersonnelClass | None
    ) -> None:
        """Once a year, whichever paper says it first."""
        if any(delay.year == event.year for delay in self.delays):
            return
        months = delay_months(DelayCause.NOT_COMPLETED, personnel_class) or 0
        self.delays.append(
            Delay(DelayCause.NOT_COMPLETED, day, months, event.event_id, year=event.year)
        )

    def delay_by_decision(self, event: RaiseDelayed, day: date) -> None:
        self.delays.append(Delay(event.cause, day, event.months, event.event_id, explicit=True))

    def shown(self, rules: ClockRules, *, in_service: bool, because: Because) -> GradeHeld | None:
        """The grade with its next step; adds the events behind each value to `because`."""
        if not self.is_known:
            return None
        because.update(self.because)
        clock = self._clock(rules) if in_service else None
        if clock is not None:
            because["grade.nextStepDue"] = clock.event_ids
        return GradeHeld(
            grade_code=self.grade_code,
            salary_table=self.table,
            step=self.step,
            coefficient=self.coefficient,
            beyond_scale_percent=self.beyond_percent,
            professional_level=self.professional_level,
            next_step_due=clock.due if clock is not None else None,
            clock=clock,
        )

    def _clock(self, rules: ClockRules) -> StepClock | None:
        period = period_of(self.table, step=self.step, beyond_scale_percent=self.beyond_percent)
        if self.clock_start is None or period is None:
            return None
        return run_clock(
            self.clock_start,
            period,
            delays=self.delays,
            uncounted=self.uncounted,
            rules=rules,
            started_by=self.clock_by,
        )

    def _grade(self, code: str | None, table: str | None, by: UUID) -> None:
        self.grade_code, self.table = code, table
        self.because["grade.gradeCode"] = self.because["grade.salaryTable"] = (by,)

    def _step(self, step: int | None, coefficient: Decimal | None, by: UUID) -> None:
        """A new step ends what was held beyond the scale."""
        self.step, self.coefficient, self.beyond_percent = step, coefficient, None
        self.because["grade.step"] = self.because["grade.coefficient"] = (by,)
        self.because.pop("grade.beyondScalePercent", None)

    def _count_from(self, start: date | None, by: UUID) -> None:
        self.clock_start, self.clock_by = start, by
