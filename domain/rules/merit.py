"""R-EVA: yearly ratings; R-AWD: what an award may rest on and speed up.

Source: domain.md 3.8, 3.9, 5.5.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from domain.events.discipline import DisciplineImposed
from domain.events.entry import ReceptionMade, RecruitmentMade
from domain.events.envelope import CareerEvent, PersonnelClass
from domain.events.merit import AwardGranted, AwardRevoked, EvaluationRecorded, Grantee, Rating
from domain.events.movement import LeaderRotated, TransferMade
from domain.events.salary import EarlyGround, StepRaisedEarly
from domain.intervals import plus_months
from domain.rules.case import CIVIL, Case
from domain.rules.finding import Finding, RuleSet, Severity, rule_set_on
from domain.standing import Force, Standing
from domain.state import State

_ND90: Final = date(2020, 8, 20)
_ND335: Final = date(2026, 1, 1)
_EMPLOYEES_2026: Final = date(2026, 7, 1)
_LAW_06: Final = date(2024, 1, 1)
_YEAR: Final = re.compile(r"\b((?:19|20)\d{2})\b")
_HALF: Final = 6
"""Months of service in a year from which on a rating is expected [P] (domain.md 5.5), and of work
at the former unit after which it comments (R-EVA-02)."""
_MOVES: Final = (TransferMade, LeaderRotated, ReceptionMade)


class Deadline(NamedTuple):
    """The last day of the year on which the year is rated."""

    month: int
    day: int


DONE_BY: Final = (RuleSet(Deadline(12, 15), "NĐ 90/2020/NĐ-CP Điều 20", _ND90, _ND335),)
DONE_BY_OF_EMPLOYEES: Final = (
    RuleSet(Deadline(12, 15), "NĐ 90/2020/NĐ-CP Điều 20", _ND90, _EMPLOYEES_2026),
)
"""R-EVA-01, by the day itself. Education and the like keep their own calendar: only said."""

LEVELS: Final = (
    RuleSet(frozenset(Rating), None, None, _ND90),
    RuleSet(frozenset(Rating) - {Rating.HAN_CHE}, "NĐ 90/2020/NĐ-CP", _ND90, _ND335),
    RuleSet(frozenset(Rating) - {Rating.HAN_CHE}, "NĐ 335/2025/NĐ-CP", _ND335),
)
"""R-EVA-01: the levels that there are, by the date of issue."""

LOWEST_AFTER_DISCIPLINE: Final = (
    RuleSet("2020", "NĐ 90/2020/NĐ-CP", date(2020, 1, 1), _ND335),
    RuleSet("2026", "NĐ 335/2025/NĐ-CP", _ND335),
)
LOWEST_AFTER_DISCIPLINE_OF_EMPLOYEES: Final = (
    RuleSet("2020", "NĐ 90/2020/NĐ-CP", date(2020, 1, 1), _ND335),
    RuleSet("2026", "NĐ 233/2026/NĐ-CP", _ND335),
)
"""R-EVA-03, by the year that is rated."""

SCORES: Final = (
    (Decimal(90), Rating.XUAT_SAC),
    (Decimal(70), Rating.TOT),
    (Decimal(50), Rating.HOAN_THANH),
)
SCORED: Final = (RuleSet(SCORES, "NĐ 335/2025/NĐ-CP", _ND335),)
SCORED_OF_EMPLOYEES: Final = (RuleSet(SCORES, "NĐ 233/2026/NĐ-CP", _EMPLOYEES_2026),)
"""R-EVA-01: the least score of each level, by the date of issue."""

FORMER_UNIT_SPEAKS: Final = (
    RuleSet(_HALF, "NĐ 90/2020/NĐ-CP", _ND90, _ND335),
    RuleSet(_HALF, "NĐ 335/2025/NĐ-CP", _ND335),
)
"""R-EVA-02, by the date of issue."""

TWO_FAILED_YEARS: Final = (
    RuleSet("2008", "Luật 22/2008/QH12", date(2010, 1, 1), date(2020, 7, 1)),
    RuleSet("2008", "Luật 52/2019/QH14", date(2020, 7, 1), _ND335),
    RuleSet("2025", "Luật 80/2025/QH15 Điều 27", _ND335),
)
"""R-EVA-04, by the date of issue of the second."""


def merit_findings(case: Case) -> Iterator[Finding]:
    event = case.event
    match event:
        case EvaluationRecorded():
            yield from _one_a_year(case, event)
            yield from _level(case, event)
            yield from _score(case, event)
            yield from _former_unit(case, event)
            yield from _in_time(case, event)
            yield from _two_failed(case, event)
            for standing, _ in case.others_of(DisciplineImposed):
                if standing.effective_on and standing.effective_on.year == event.year:
                    yield from _rated_too_well(case, event.rating, event.year, standing)
                    break
        case DisciplineImposed():
            yield from _rated_before(case)
        case AwardGranted():
            yield from _clean_period(case, event)
        case AwardRevoked():
            if event.reason is None and (case.key_date or date.min) >= _LAW_06:
                yield case.warn("R-AWD-01.noGround", field="reason", law="Luật 06/2022/QH15")
        case StepRaisedEarly():
            yield from _award_behind(case, event)
        case _:
            return


def _is_yearly(event: EvaluationRecorded) -> bool:
    """Not the monitoring of a month or quarter."""
    return event.month is None and event.quarter is None


def _one_a_year(case: Case, event: EvaluationRecorded) -> Iterator[Finding]:
    """R-EVA-01: two ratings of one year contradict each other."""
    if not _is_yearly(event):
        return
    for standing, other in case.others_of(EvaluationRecorded):
        if other.year == event.year and _is_yearly(other):
            yield case.warn(
                "R-EVA-01.twice",
                field="year",
                by=(standing.event_id,),
                year=str(event.year),
                rating=event.rating.value,
                other=other.rating.value,
            )


def _level(case: Case, event: EvaluationRecorded) -> Iterator[Finding]:
    """R-EVA-01: a level that the rules of the day do not have; the score that the level asks."""
    law = rule_set_on(LEVELS, case.key_date) if case.key_date else None
    if law is not None and event.rating not in law.says:
        yield case.warn(
            "R-EVA-01.level", field="rating", law=law.legal_base, rating=event.rating.value
        )
    if case.issued is not None and case.issued.year < event.year:
        yield case.warn("R-EVA-01.beforeYear", field="year", year=str(event.year))


def rating_of(score: Decimal) -> Rating:
    """The level that a score of 0 to 100 is."""
    return next((rating for least, rating in SCORES if score >= least), Rating.KHONG)


def _score(case: Case, event: EvaluationRecorded) -> Iterator[Finding]:
    """R-EVA-01: the level follows from the score; special grounds lead to the lowest."""
    employee = case.personnel_class is PersonnelClass.VIEN_CHUC
    sets = SCORED_OF_EMPLOYEES if employee else SCORED
    law = rule_set_on(sets, case.key_date) if case.key_date else None
    if law is None or event.score is None or event.rating is Rating.KHONG:
        return
    expected = rating_of(event.score)
    if expected is not event.rating:
        yield case.warn(
            "R-EVA-01.score",
            field="rating",
            law=law.legal_base,
            score=str(event.score),
            rating=event.rating.value,
            expected=expected.value,
        )


def _former_unit(case: Case, event: EvaluationRecorded) -> Iterator[Finding]:
    """R-EVA-02: moved during the year after six months at the old unit, whose comment is needed."""
    law = rule_set_on(FORMER_UNIT_SPEAKS, case.key_date) if case.key_date else None
    if law is None or event.split_comment or not _is_yearly(event) or not 1 <= event.year < 9999:
        return
    start, end = date(event.year, 1, 1), date(event.year + 1, 1, 1)
    since = start
    for standing, move in case.others_of(CareerEvent):
        day = standing.effective_on
        if not isinstance(move, _MOVES) or day is None or day >= end:
            continue
        if day > start and plus_months(since, _HALF) <= day and not _is_gone(case, move, day):
            yield case.warn(
                "R-EVA-02.noComment",
                field="split_comment",
                law=law.legal_base,
                by=(standing.event_id,),
                moved=day.isoformat(),
                year=str(event.year),
            )
            return
        since = max(day, start)


def _is_gone(case: Case, move: TransferMade | LeaderRotated | ReceptionMade, day: date) -> bool:
    """The former unit does not exist any more: nobody is left to comment."""
    old = move.from_unit
    if old is None or old.unit_id is None or case.units is None:
        return False
    return case.units.known(old.unit_id) and not case.units.unit(old.unit_id).lives_on(day)


def _in_time(case: Case, event: EvaluationRecorded) -> Iterator[Finding]:
    if case.issued is None or not _is_yearly(event):
        return
    employee = case.personnel_class is PersonnelClass.VIEN_CHUC
    sets = DONE_BY_OF_EMPLOYEES if employee else DONE_BY
    law = rule_set_on(sets, date(event.year, 12, 15)) if 1 <= event.year <= 9999 else None
    if law is None or (not employee and case.personnel_class not in CIVIL):
        return
    last = date(event.year, law.says.month, law.says.day)
    if case.issued >= last:
        yield case.found(
            "R-EVA-01.late",
            Severity.INFO,
            field="issue_date",
            law=law.legal_base,
            year=str(event.year),
            issued=case.issued.isoformat(),
        )


def _rated_before(case: Case) -> Iterator[Finding]:
    """R-EVA-03 from the other side: the year of the discipline has a rating already."""
    for standing, rated in case.others_of(EvaluationRecorded):
        if case.on is not None and rated.year == case.on.year and _is_yearly(rated):
            yield from _rated_too_well(case, rated.rating, rated.year, standing)


def _rated_too_well(case: Case, rating: Rating, year: int, other: Standing) -> Iterator[Finding]:
    """R-EVA-03: disciplined in the year, and rated better than the lowest level."""
    if rating is Rating.KHONG or not 1 <= year <= 9999:
        return
    employee = case.personnel_class is PersonnelClass.VIEN_CHUC
    sets = LOWEST_AFTER_DISCIPLINE_OF_EMPLOYEES if employee else LOWEST_AFTER_DISCIPLINE
    law = rule_set_on(sets, date(year, 12, 31))
    if law is None or (
        law.says == "2020" and not case.switches.rating_after_discipline_before_2026
    ):
        return
    yield case.warn(
        "R-EVA-03.tooGood",
        field="rating" if isinstance(case.event, EvaluationRecorded) else None,
        law=law.legal_base,
        by=(other.event_id,),
        year=str(year),
        rating=rating.value,
    )


def _two_failed(case: Case, event: EvaluationRecorded) -> Iterator[Finding]:
    """R-EVA-04."""
    law = rule_set_on(TWO_FAILED_YEARS, case.key_date) if case.key_date else None
    if event.rating is not Rating.KHONG or law is None or not _is_yearly(event):
        return
    if law.says == "2008" and not case.switches.two_failed_years_before_2026:
        return
    for standing, other in case.others_of(EvaluationRecorded):
        failed = other.rating is Rating.KHONG and _is_yearly(other)
        if failed and other.year == event.year - 1:
            yield case.warn(
                "R-EVA-04.twoFailed",
                field="rating",
                law=law.legal_base,
                by=(standing.event_id,),
                first=str(other.year),
                second=str(event.year),
            )
            return


def missing_ratings(standings: Iterable[Standing], state: State) -> Iterator[Finding]:
    """R-EVA-01 on a day: full years of service without a rating, told together and only said.

    Asked of those of whom at least one rating is recorded: the others were not digitised yet.
    """
    live = tuple(one for one in standings if one.force is Force.IN_FORCE)
    rated = {one.event.year for one in live if isinstance(one.event, EvaluationRecorded)}
    begun = [
        one.effective_on
        for one in live
        if isinstance(one.event, RecruitmentMade | ReceptionMade) and one.effective_on
    ]
    if not rated or not begun:
        return
    first, end = min(begun), min(state.ended_on or state.valid_on, state.valid_on)
    years = [
        year for year in range(first.year, end.year + 1) if _half_a_year(year, first, end, state)
    ]
    missing = [year for year in years if year not in rated]
    if missing:
        yield Finding(
            rule="R-EVA-01",
            severity=Severity.INFO,
            code="R-EVA-01.missing",
            values={"years": ", ".join(map(str, missing)), "count": len(missing)},
            event_ids=state.because.get("employment", ()),
        )


def _half_a_year(year: int, first: date, end: date, state: State) -> bool:
    if year >= state.valid_on.year:
        return False  # not over yet
    start = max(first, date(year, 1, 1))
    return plus_months(start, _HALF) <= min(end, date(year + 1, 1, 1))


def _clean_period(case: Case, event: AwardGranted) -> Iterator[Finding]:
    """R-AWD-01: disciplined in the very years that are praised."""
    if (case.key_date or date.min) < _LAW_06 or event.granted_to is not Grantee.PERSON:
        return
    years = years_of(event.achievement_period)
    for standing, _ in case.others_of(DisciplineImposed):
        day = standing.effective_on
        if day is not None and years and min(years) <= day.year <= max(years):
            yield case.warn(
                "R-AWD-01.disciplined",
                field="achievement_period",
                law="Luật 06/2022/QH15",
                by=(standing.event_id,),
                period=event.achievement_period,
                disciplined=day.isoformat(),
            )
            return


def years_of(period: str | None) -> tuple[int, ...]:
    """The years that a printed period names: `năm 2024`, `giai đoạn 2020 - 2024`."""
    return tuple(int(year) for year in _YEAR.findall(period or ""))


def _award_behind(case: Case, event: StepRaisedEarly) -> Iterator[Finding]:
    """R-AWD-02: the award that speeds up a step was decided while that step was held."""
    grade = case.before.grade if case.before is not None else None
    start = grade.clock.start if grade is not None and grade.clock is not None else None
    if event.ground is not EarlyGround.EXCELLENT or start is None or case.on is None:
        return
    if not case.switches.award_within_the_step:
        return
    awards = [
        standing
        for standing, award in case.others_of(AwardGranted)
        if award.granted_to is Grantee.PERSON
    ]
    days = [one.issued_on or one.effective_on for one in awards]
    if any(day is not None and start <= day <= case.on for day in days):
        return
    yield case.found(
        "R-AWD-02.outside" if awards else "R-AWD-02.none",
        Severity.WARN if awards else Severity.INFO,
        field="ground",
        by=tuple(one.event_id for one in awards),
        start=start.isoformat(),
        end=case.on.isoformat(),
    )
