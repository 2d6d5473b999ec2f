"""R-MOV: secondment and rotation; R-ORG-01: units by name and date; R-POS-01: one placement.

Source: domain.md 1.3, 1.5, 3.5.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from domain.events.appointment import PlanningApproved
from domain.events.discipline import DeathRecorded, RetirementDecided, ServiceTerminated
from domain.events.entry import ReceptionMade
from domain.events.envelope import CareerEvent, PersonnelClass, UnitRef
from domain.events.movement import (
    LeaderRotated,
    PlacementChanged,
    SecondmentEnded,
    SecondmentExtended,
    SecondmentStarted,
    TransferMade,
)
from domain.intervals import effective_on, expires_on, plus_months
from domain.organisation import Units
from domain.rules.case import Case
from domain.rules.finding import Finding, RuleSet, Severity, rule_set_on
from domain.rules.placing import overlaps
from domain.standing import Standing
from domain.state import Employment, State

MOST_MONTHS: Final = 36
_ND138: Final = date(2020, 12, 1)
_ND170: Final = date(2025, 7, 1)
_EMPLOYEES_2026: Final = date(2026, 7, 1)
_QD65: Final = date(2022, 4, 28)

LONGEST_SECONDMENT: Final = (
    RuleSet(MOST_MONTHS, None, None, _ND138),
    RuleSet(MOST_MONTHS, "NĐ 138/2020/NĐ-CP Điều 27", _ND138, _ND170),
    RuleSet(MOST_MONTHS, "NĐ 170/2025/NĐ-CP Điều 26", _ND170),
)
LONGEST_SECONDMENT_OF_EMPLOYEES: Final = (
    RuleSet(MOST_MONTHS, None, None, _EMPLOYEES_2026),
    RuleSet(MOST_MONTHS, "NĐ 259/2026/NĐ-CP", _EMPLOYEES_2026),
)
"""R-MOV-01, by the date of issue. Without a base: not read, behind a switch."""

_ENDS_SECONDMENT: Final = (
    SecondmentEnded,
    TransferMade,
    ReceptionMade,
    PlacementChanged,
    RetirementDecided,
    ServiceTerminated,
    DeathRecorded,
)
_SERVING: Final = frozenset(Employment) - {Employment.NONE, Employment.ENDED}


class Secondment(NamedTuple):
    """From the first day to the day after the last that any of its decisions names."""

    start: date
    end: date | None
    event_ids: tuple[UUID, ...]


def movement_findings(case: Case) -> Iterator[Finding]:
    match case.event:
        case SecondmentStarted():
            if expires_on(case.event) is None:
                yield case.found("R-MOV-01.noTerm", Severity.INFO, field="term_months")
            yield from _too_long(case)
        case SecondmentExtended():
            yield from _too_long(case)
        case LeaderRotated():
            yield from _rotation(case, case.event)
        case _:
            pass
    yield from _units(case)


def _too_long(case: Case) -> Iterator[Finding]:
    """R-MOV-01: more than 36 months, extensions counted in."""
    employee = case.personnel_class is PersonnelClass.VIEN_CHUC
    sets = LONGEST_SECONDMENT_OF_EMPLOYEES if employee else LONGEST_SECONDMENT
    law = rule_set_on(sets, case.key_date) if case.key_date else None
    if law is None or (law.legal_base is None and not case.switches.secondment_limit_before_2020):
        return
    whole = _secondment_with(case)
    if whole is None or whole.end is None or whole.end <= plus_months(whole.start, law.says):
        return
    yield case.warn(
        "R-MOV-01.long",
        field="term_months",
        law=law.legal_base,
        by=tuple(one for one in whole.event_ids if one != case.event.event_id),
        until=whole.end.isoformat(),
        most=law.says,
    )


def _secondment_with(case: Case) -> Secondment | None:
    """The secondment that ends, as far as known, with this event."""
    upto = [(standing.event_id, event) for standing, event in case.earlier_of(CareerEvent)]
    return _last_secondment([*upto, (case.event.event_id, case.event)])


def _last_secondment(events: list[tuple[UUID, CareerEvent]]) -> Secondment | None:
    """Folded in the order of effect; None if the last one has ended or there was none."""
    found: Secondment | None = None
    for event_id, event in events:
        if isinstance(event, SecondmentStarted):
            begun = effective_on(event)
            found = Secondment(begun, expires_on(event), (event_id,)) if begun else None
        elif isinstance(event, SecondmentExtended) and found is not None:
            further = expires_on(event)
            found = Secondment(found.start, further or found.end, (*found.event_ids, event_id))
        elif isinstance(event, _ENDS_SECONDMENT):
            found = None
    return found


def _rotation(case: Case, event: LeaderRotated) -> Iterator[Finding]:
    """R-MOV-03: a luân chuyển has a term, of 36 months or more [K]."""
    end = expires_on(event)
    planned = any(case.earlier_of(PlanningApproved))
    if not planned and case.key_date is not None and case.key_date >= _QD65:
        yield case.found("R-MOV-03.notPlanned", Severity.INFO, law="QĐ 65-QĐ/TW")
    if end is None:
        yield case.warn("R-MOV-03.noTerm", field="term_months", law="QĐ 65-QĐ/TW")
        return
    least = case.switches.rotation_months
    if least is not None and case.on is not None and end < plus_months(case.on, least):
        yield case.warn("R-MOV-03.short", field="term_months", law="QĐ 65-QĐ/TW", least=least)


def _units(case: Case) -> Iterator[Finding]:
    """R-ORG-01: not known, outside its life, or one of several: left as printed until a person
    resolves it."""
    day = case.on or case.issued
    if case.units is None or day is None:
        return
    for name in type(case.event).payload_fields():
        value = getattr(case.event, name)
        if not isinstance(value, UnitRef):
            continue
        there, ever = _meant(value, case.units, _day_of(name, day))
        if there > 1:
            yield case.warn("R-ORG-01.several", field=name, unit=value.as_printed, count=there)
        elif there == 0:
            code = "R-ORG-01.outside" if ever else "R-ORG-01.unknown"
            yield case.warn(code, field=name, unit=value.as_printed)


def _meant(printed: UnitRef, units: Units, day: date) -> tuple[int, bool]:
    """How many units of the day may be meant, and whether any other day has one."""
    if printed.unit_id is not None:
        known = units.known(printed.unit_id)
        return int(known and units.unit(printed.unit_id).lives_on(day)), known
    found = units.resolve(printed.as_printed, day)
    return len(found.candidates), bool(found.outside)


def _day_of(field: str, day: date) -> date:
    """A unit that one comes from may have ended on the very day of the move."""
    return date.fromordinal(max(day.toordinal() - 1, 1)) if field == "from_unit" else day


# The career on a day


def overdue_secondment(standings: tuple[Standing, ...], on: date) -> Iterator[Finding]:
    """R-MOV-02: its time is over, and nobody decided to end or extend it."""
    begun = [one for one in standings if one.effective_on is not None and one.effective_on <= on]
    last = _last_secondment([(one.event_id, one.event) for one in begun])
    if last is not None and last.end is not None and last.end <= on:
        yield Finding(
            rule="R-MOV-02",
            severity=Severity.WARN,
            code="R-MOV-02.undecided",
            values={"expired": last.end.isoformat()},
            event_ids=last.event_ids,
            legal_base="NĐ 170/2025/NĐ-CP Điều 26" if last.end >= _ND170 else None,
        )


def placements(standings: tuple[Standing, ...], state: State) -> Iterator[Finding]:
    """R-POS-01: one primary placement while in service. A fold never gives two: papers may."""
    for one, other, start, _ in overlaps(standings):
        yield Finding(
            rule="R-POS-01",
            severity=Severity.WARN,
            code="R-POS-01.two",
            values={
                "one": one.unit.as_printed,
                "other": other.unit.as_printed,
                "since": start.isoformat(),
            },
            event_ids=(one.event_id, other.event_id),
        )
    if state.employment not in _SERVING:
        return
    if state.placement is None and not state.posts:
        yield Finding(
            rule="R-POS-01",
            severity=Severity.WARN,
            code="R-POS-01.none",
            event_ids=state.because.get("employment", ()),
        )
