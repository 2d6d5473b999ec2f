"""R-PEN: retirement is noticed and decided in time, at the age of the day; R-ENT-03: freezes.

Source: domain.md 3.3, 3.11, 5.4.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from domain.events.discipline import RetirementDecided, RetirementNoticed
from domain.events.entry import ReceptionMade
from domain.events.envelope import CareerEvent, PersonnelClass
from domain.intervals import plus_months
from domain.retirement import retirement_of
from domain.rules.case import Case
from domain.rules.finding import Finding, RuleSet, Severity, rule_set_on
from domain.rules.switches import Switches
from domain.standing import Standing
from domain.state import Employment, RetirementDates, State
from domain.tables.retirement import DECISION_MONTHS, NOTICE_MONTHS

_ND170: Final = date(2025, 7, 1)
_ND135: Final = date(2021, 1, 1)
_PUT_OFF_MONTHS: Final = 6
"""The moment may be put off by at most so much (NĐ 115/2020 Art. 59)."""
_SERVING: Final = frozenset(Employment) - {Employment.NONE, Employment.ENDED}
_OTHER_AGE: Final = frozenset(
    {"retirementAge.overridden", "retirement.early", "streamlining.applied", "service.extended"}
)
"""With one of these the age of the schedule is not the one that counts."""


class Ahead(NamedTuple):
    """Months before the pension begins: by when it is noticed, and decided."""

    notice: int
    decision: int


AHEAD: Final = (
    RuleSet(Ahead(NOTICE_MONTHS, DECISION_MONTHS), None, None, _ND170),
    RuleSet(Ahead(NOTICE_MONTHS, DECISION_MONTHS), "NĐ 170/2025/NĐ-CP", _ND170),
)
"""R-PEN-01 and 02, by the date of issue. Without a base: not read, behind a switch, said only."""


def leaving_findings(case: Case) -> Iterator[Finding]:
    event = case.event
    match event:
        case RetirementNoticed():
            yield from _ahead(case, event, event.pension_from, "R-PEN-01.late")
        case RetirementDecided():
            if case.on is not None:
                yield from _ahead(case, event, case.on, "R-PEN-02.late")
                yield from _age(case, case.on)
        case ReceptionMade():
            yield from _freeze(case, event)
        case _:
            return


def _law(day: date, kind: PersonnelClass | None, switches: Switches) -> RuleSet[Ahead] | None:
    law = rule_set_on(AHEAD, day)
    if law is None or (law.legal_base is None and not switches.retirement_notice_before_2025):
        return None
    if kind is PersonnelClass.VIEN_CHUC and law.legal_base is not None:
        return RuleSet(law.says, None, law.valid_from, law.valid_to)  # the decree is công chức's
    return law


def _ahead(case: Case, event: CareerEvent, pension: date, code: str) -> Iterator[Finding]:
    """R-PEN-01, R-PEN-02: so many months before the pension begins."""
    law = _law(case.issued, case.personnel_class, case.switches) if case.issued else None
    if law is None or case.issued is None:
        return
    months = law.says.notice if isinstance(event, RetirementNoticed) else law.says.decision
    by = plus_months(pension, -months)
    if case.issued <= by:
        return
    yield case.found(
        code,
        Severity.WARN if law.legal_base else Severity.INFO,
        field="issue_date",
        law=law.legal_base,
        months=months,
        pension=pension.isoformat(),
        by_day=by.isoformat(),
    )


def _age(case: Case, pension: date) -> Iterator[Finding]:
    """R-PEN-03: the pension begins at another time than the schedule of the day says."""
    born, gender = case.identity.birth_date, case.identity.gender
    if born is None or gender is None or pension < _ND135:
        return
    if any(one.event.topic in _OTHER_AGE for one in case.others):
        return
    right = retirement_of(born, gender)
    if right is None or pension == right.pension_from:
        return
    put_off = right.pension_from < pension <= plus_months(right.pension_from, _PUT_OFF_MONTHS)
    yield case.found(
        "R-PEN-03.putOff" if put_off else "R-PEN-03.age",
        Severity.INFO if put_off else Severity.WARN,
        field="effective_date",
        law="NĐ 135/2020/NĐ-CP",
        by=case.identity.because.get("birth_date", ()),
        printed=pension.isoformat(),
        expected=right.pension_from.isoformat(),
    )


def _freeze(case: Case, event: ReceptionMade) -> Iterator[Finding]:
    """R-ENT-03: received while a local policy says that nobody is."""
    if case.key_date is None:
        return
    into = event.to_class or case.personnel_class
    policy = case.policies.freeze_on(case.key_date, into, case.unit_ids)
    if policy is not None:
        yield case.warn(
            "R-ENT-03.frozen",
            law=policy.legal_base,
            since=policy.adopted.valid_from.isoformat(),
            until=policy.ends_on.isoformat() if policy.ends_on else None,
        )


def _base_of(code: str, dates: RetirementDates, kind: PersonnelClass | None) -> str | None:
    """The law of the day that was missed; None: not read, or not theirs."""
    if code == "R-PEN-03.passed":
        return "NĐ 135/2020/NĐ-CP" if dates.pension_from >= _ND135 else None
    missed = dates.notice_by if code == "R-PEN-01.due" else dates.decision_by
    law = rule_set_on(AHEAD, missed)
    return law.legal_base if law is not None and kind is not PersonnelClass.VIEN_CHUC else None


def retirement_on(
    standings: Iterable[Standing], state: State, switches: Switches
) -> Iterator[Finding]:
    """R-PEN on a day, the last step that is late: noticed, decided, left."""
    law = _law(state.valid_on, state.personnel_class, switches)
    if state.retirement is None or state.employment not in _SERVING or law is None:
        return
    on, dates = state.valid_on, state.retirement
    papers = [one for one in standings if (one.issued_on or one.effective_on or date.max) <= on]
    noticed = [one for one in papers if isinstance(one.event, RetirementNoticed)]
    decided = any(isinstance(one.event, RetirementDecided) for one in papers)
    if on >= dates.pension_from:
        code = "R-PEN-03.passed"
    elif on >= dates.decision_by and not decided:
        code = "R-PEN-02.due"
    elif on >= dates.notice_by and not noticed and not decided:
        code = "R-PEN-01.due"
    else:
        return
    yield Finding(
        rule=code.partition(".")[0],
        severity=Severity.WARN,
        code=code,
        values={
            "pension": dates.pension_from.isoformat(),
            "notice": dates.notice_by.isoformat(),
            "decision": dates.decision_by.isoformat(),
        },
        event_ids=state.because.get("retirement.pensionFrom", ())
        or tuple(one.event_id for one in noticed),
        legal_base=_base_of(code, dates, state.personnel_class),
    )
