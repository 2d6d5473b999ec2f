"""R-SAL: coefficient, step and table; R-STP: when a step is due, and raises before their time.

Codes and tables are dated: a paper is judged by the table of its own day.

Source: domain.md 1.4, 3.6, 5.3.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from domain.dates import PartialDate
from domain.events.entry import GradeAssigned, ReceptionMade, RecruitmentMade
from domain.events.salary import (
    BeyondScaleSet,
    EarlyGround,
    GradeConverted,
    GradePromoted,
    RaiseDelayed,
    StepRaised,
    StepRaisedEarly,
    TitlePromoted,
)
from domain.intervals import plus_months
from domain.rules.case import CIVIL, Case
from domain.rules.finding import Finding, Severity
from domain.state import GradeHeld
from domain.step_clock import clock_after_promotion, coefficient_on_promotion
from domain.tables.delays import delay_months
from domain.tables.grades import grade_on, grades_of, table_of
from domain.tables.marks import Mark
from domain.tables.salary import (
    BEYOND_FIRST_PERCENT,
    BEYOND_NEXT_PERCENT,
    SALARY_TABLES,
    coefficient_of,
    steps_of,
)

NEAR: Final = Decimal("0.005")
MOST_MONTHS_EARLY: Final = 12
_LAW_SALARY: Final = "NĐ 204/2004/NĐ-CP"
_LAW_STEPS: Final = "TT 08/2013/TT-BNV"
_LAW_STEPS_2021: Final = "TT 08/2013/TT-BNV; TT 03/2021/TT-BNV"
_TT03: Final = date(2021, 8, 15)
_LAW_80_2025: Final = date(2025, 7, 1)


class Printed(NamedTuple):
    """One step and coefficient that a paper states, and the fields that they stand in."""

    code: str | None
    step: int | None
    coefficient: Decimal | None
    step_field: str = "step"
    coefficient_field: str = "coefficient"
    table: str | None = None


def pay_findings(case: Case) -> Iterator[Finding]:
    for printed in _printed(case):
        yield from _by_table(case, printed)
    event = case.event
    grade = case.before.grade if case.before is not None else None
    match event:
        case StepRaised() | StepRaisedEarly():
            yield from _from_what(case, event, grade)
            yield from _when(case, event, grade)
            yield from _clock_start(case, event)
            if isinstance(event, StepRaisedEarly):
                yield from _early(case, event, grade)
        case BeyondScaleSet():
            yield from _beyond(case, event, grade)
        case GradePromoted() | TitlePromoted():
            yield from _promoted(case, event, grade)
        case RaiseDelayed():
            yield from _delayed(case, event)
        case _:
            return


def _law_of_steps(case: Case) -> str:
    return _LAW_STEPS_2021 if (case.key_date or date.min) >= _TT03 else _LAW_STEPS


def _printed(case: Case) -> tuple[Printed, ...]:
    event = case.event
    held = case.before.grade.grade_code if case.before and case.before.grade else None
    match event:
        case RecruitmentMade() | ReceptionMade():
            return (Printed(event.grade_code, event.step, event.coefficient),)
        case GradeAssigned():
            stated = Printed(event.grade_code, event.step, event.coefficient)
            return (stated._replace(table=event.salary_table),)
        case StepRaised() | StepRaisedEarly():
            code = event.grade_code or held
            return (
                Printed(code, event.old_step, event.old_coefficient, "old_step", "old_coefficient"),
                Printed(code, event.new_step, event.new_coefficient, "new_step", "new_coefficient"),
            )
        case GradePromoted() | GradeConverted() | TitlePromoted():
            stated = Printed(event.new_grade_code, event.step, event.new_coefficient)
            return (stated._replace(coefficient_field="new_coefficient"),)
        case _:
            return ()


def _by_table(case: Case, printed: Printed) -> Iterator[Finding]:
    """R-SAL-01, R-SAL-02."""
    day = case.key_date
    if printed.code is not None and not grades_of(printed.code):
        yield case.found("R-SAL-01.unknownGrade", Severity.INFO, grade=printed.code)
    if day is None or (case.on or day) < SALARY_TABLES["A1"].valid_from:
        return  # paid by the tables before NĐ 204/2004, which nobody collected
    table = printed.table or _table_on(printed.code, day)
    steps = steps_of(table)
    if table is None or steps is None or printed.step is None:
        return
    if printed.step > steps:
        yield case.warn(
            "R-SAL-02.step",
            field=printed.step_field,
            law=_LAW_SALARY,
            step=printed.step,
            steps=steps,
            table=table,
        )
        return
    right = coefficient_of(table, printed.step)
    if right is None or printed.coefficient is None or abs(right - printed.coefficient) <= NEAR:
        return
    yield case.warn(
        "R-SAL-01.coefficient",
        field=printed.coefficient_field,
        law=_LAW_SALARY,
        printed=str(printed.coefficient),
        expected=str(right),
        step=printed.step,
        table=table,
    )


def _table_on(code: str | None, day: date) -> str | None:
    """Of the row that holds on the day; a code that did not exist then has no table to judge by."""
    row = grade_on(code, day) if code else None
    return row.table if row is not None else None


def _from_what(
    case: Case, event: StepRaised | StepRaisedEarly, grade: GradeHeld | None
) -> Iterator[Finding]:
    """R-STP-01: the paper raises from another step than the one known: a paper is missing."""
    old = event.old_step or event.new_step - 1
    if event.old_step is not None and event.new_step != event.old_step + 1:
        yield case.warn("R-STP-01.jump", field="new_step", old=event.old_step, new=event.new_step)
    if grade is None or grade.step is None:
        return
    same_grade = event.grade_code is None or event.grade_code == grade.grade_code
    if not same_grade:
        yield case.warn(
            "R-STP-01.grade", field="grade_code", printed=event.grade_code, known=grade.grade_code
        )
    elif grade.step != old:
        yield case.warn("R-STP-01.step", field="old_step", printed=old, known=grade.step)


def _is_next(event: StepRaised | StepRaisedEarly, grade: GradeHeld) -> bool:
    return grade.step == event.new_step - 1 and event.grade_code in (None, grade.grade_code)


def _when(
    case: Case, event: StepRaised | StepRaisedEarly, grade: GradeHeld | None
) -> Iterator[Finding]:
    """R-STP-02: effective on the day that the clock says, or so many months before it."""
    if (
        grade is None
        or grade.next_step_due is None
        or case.on is None
        or not _is_next(event, grade)
    ):
        return
    early = event.months_early if isinstance(event, StepRaisedEarly) else 0
    expected = plus_months(grade.next_step_due, -early)
    if case.on == expected:
        return
    month = (case.on.year, case.on.month) == (expected.year, expected.month)
    way = "early" if case.on < expected else "late"
    yield case.found(
        "R-STP-02.day" if month else f"R-STP-02.{way}",
        Severity.INFO if month else Severity.WARN,
        field="effective_date",
        law=_law_of_steps(case),
        by=tuple(one for one in grade.clock.event_ids if one) if grade.clock else (),
        expected=expected.isoformat(),
        due=grade.next_step_due.isoformat(),
        printed=case.on.isoformat(),
    )


def _clock_start(case: Case, event: StepRaised | StepRaisedEarly) -> Iterator[Finding]:
    """R-STP-03: the next step is counted from the day of this one, unless the paper says why."""
    start = event.next_clock_start
    if start is None or event.effective_date is None or start.agrees_with(event.effective_date):
        return
    yield _clock_finding(case, start, event.effective_date)


def _clock_finding(case: Case, printed: PartialDate, expected: PartialDate) -> Finding:
    return case.warn(
        "R-STP-03.clock",
        field="next_clock_start",
        law=_law_of_steps(case),
        printed=str(printed),
        expected=str(expected),
    )


def _early(case: Case, event: StepRaisedEarly, grade: GradeHeld | None) -> Iterator[Finding]:
    """R-STP-04: at most twelve months, not at the last step, for excellence not twice in a row."""
    law = _law_of_steps(case)
    if event.months_early > MOST_MONTHS_EARLY:
        yield case.warn("R-STP-04.months", field="months_early", law=law, months=event.months_early)
    if grade is not None and grade.step is not None and grade.step == steps_of(grade.salary_table):
        yield case.warn("R-STP-04.lastStep", law=law, step=grade.step)
    if event.ground is not EarlyGround.EXCELLENT:
        return
    raises = [
        (standing.event_id, other)
        for kind in (StepRaised, StepRaisedEarly)
        for standing, other in case.earlier_of(kind)
    ]
    last = max(raises, key=lambda one: (one[1].effective_date, str(one[0])), default=None)
    if last and isinstance(last[1], StepRaisedEarly) and last[1].ground is EarlyGround.EXCELLENT:
        yield case.warn("R-STP-04.twice", field="ground", law=law, by=(last[0],))


def _beyond(case: Case, event: BeyondScaleSet, grade: GradeHeld | None) -> Iterator[Finding]:
    """R-SAL-03: only at the last step; R-STP-05: 5 % first, then one more each year."""
    if grade is None:
        return
    steps = steps_of(grade.salary_table)
    if steps is not None and grade.step is not None and grade.step != steps:
        yield case.warn("R-SAL-03.lastStep", law=_LAW_SALARY, step=grade.step, steps=steps)
        return
    held = grade.beyond_scale_percent
    if event.old_percent is not None and held is not None and event.old_percent != held:
        yield case.warn("R-STP-05.from", field="old_percent", printed=event.old_percent, known=held)
        return
    old = event.old_percent or held
    expected = old + BEYOND_NEXT_PERCENT if old else BEYOND_FIRST_PERCENT
    if event.new_percent != expected:
        yield case.warn(
            "R-STP-05.percent", field="new_percent", printed=event.new_percent, expected=expected
        )
    elif case.on is not None and grade.next_step_due is not None and case.on < grade.next_step_due:
        table = SALARY_TABLES.get(grade.salary_table or "")
        judged = held or (
            table is not None
            and (table.beyond_mark is Mark.V or case.switches.beyond_scale_of_tables_with_24_months)
        )
        if judged:
            yield case.warn(
                "R-STP-05.early",
                field="effective_date",
                law=_law_of_steps(case),
                expected=grade.next_step_due.isoformat(),
            )


def _promoted(
    case: Case, event: GradePromoted | TitlePromoted, grade: GradeHeld | None
) -> Iterator[Finding]:
    """R-STP-06: the first coefficient not below the old; R-STP-03: its clock; R-STP-07: exams."""
    after_exams = case.key_date is not None and case.key_date >= _LAW_80_2025
    if isinstance(event, TitlePromoted):
        ended = case.switches.titles_end_on
        if ended is not None and case.key_date is not None and case.key_date >= ended:
            yield case.warn("R-STP-07.noTitles", law="NĐ 259/2026/NĐ-CP")
    elif after_exams and case.personnel_class in CIVIL:
        yield case.warn("R-STP-07.noExams", law="NĐ 170/2025/NĐ-CP")
    old = event.old_coefficient or (grade.coefficient if grade else None)
    table = _table_on(event.new_grade_code, case.key_date) if case.key_date else None
    if old is None or table is None:
        return
    percent = grade.beyond_scale_percent if grade else None
    right = coefficient_on_promotion(old, table, beyond_scale_percent=percent)
    if right is not None and right[1] != event.new_coefficient:
        yield case.warn(
            "R-STP-06.coefficient",
            field="new_coefficient",
            law="TT 02/2007/TT-BNV",
            printed=str(event.new_coefficient),
            expected=str(right[1]),
        )
        return
    if event.next_clock_start is None or grade is None or case.issued is None:
        return
    start = clock_after_promotion(
        old_coefficient=old,
        new_coefficient=event.new_coefficient,
        old_table=grade.salary_table or table_of(grade.grade_code, case.issued),
        old_step=grade.step,
        beyond_scale_percent=percent,
        old_start=grade.clock.start if grade.clock else None,
        signed_on=case.issued,
    )
    if not event.next_clock_start.agrees_with(PartialDate.of(start)):
        yield _clock_finding(case, event.next_clock_start, PartialDate.of(start))


def _delayed(case: Case, event: RaiseDelayed) -> Iterator[Finding]:
    """R-DIS-09: the months of the table, for the class of the person."""
    if case.personnel_class is None:
        return
    expected = delay_months(event.cause, case.personnel_class)
    if expected is not None and event.months != expected:
        yield case.warn(
            "R-DIS-09.months",
            field="months",
            law=_law_of_steps(case),
            printed=event.months,
            expected=expected,
            cause=event.cause.value,
        )
