"""Who reaches the age of retirement, with notice and decision. Source: domain.md 5.4, 3.11."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.due import DueItem, DueLine, DueLineKind, DueReport, DueStatus, Subject, Window
from domain.due_bases import of_pension
from domain.intervals import issued_on, plus_days, plus_months
from domain.retirement import retirement_of
from domain.standing import Force
from domain.state import Employment, Identity, RetirementDates
from domain.tables.retirement import DECISION_MONTHS, NOTICE_MONTHS

_NOT_SERVING = frozenset({Employment.NONE, Employment.ENDED})
_DECISIONS = frozenset({"retirement.decided", "retirement.early"})


@dataclass(frozen=True, slots=True)
class RetirementRules:
    """`horizon_months`: what is listed unless a window is asked for; 5.4 plans 1 to 5 years.
    `warned_days`: so long before its last day a notice or decision is shown as due [P]."""

    horizon_months: int = 12
    warned_days: int = 30


DEFAULT_RETIREMENT_RULES = RetirementRules()


def default_window(on: date, rules: RetirementRules = DEFAULT_RETIREMENT_RULES) -> Window:
    return Window(None, plus_months(on, rules.horizon_months))


def retirements_due(
    subject: Subject,
    identity: Identity,
    window: Window,
    *,
    rules: RetirementRules = DEFAULT_RETIREMENT_RULES,
) -> Iterator[DueItem]:
    """The retirement of somebody in service whose pension begins within the window."""
    dates = subject.state.retirement
    if dates is None or subject.state.employment in _NOT_SERVING:
        return
    if not window.holds(dates.pension_from):
        return
    papers = _papers(subject)
    yield DueItem(
        report=DueReport.RETIREMENTS,
        statuses=(_status(subject.on, dates, frozenset(papers), rules),),
        rules=("R-PEN-01", "R-PEN-02", "R-PEN-03"),
        basis=of_pension(dates.pension_from, dates.notice_by, subject.state.personnel_class),
        due_on=dates.pension_from,
        notice_by=dates.notice_by,
        decision_by=dates.decision_by,
        clock=tuple(_clock(subject, identity, dates)),
        event_ids=subject.state.because.get("retirement.pensionFrom", ()),
        birth_date=identity.birth_date,
        gender=identity.gender,
    )


def _papers(subject: Subject) -> tuple[str, ...]:
    """Topics of what has been issued by the day: a notice, a decision."""
    found = []
    for one in subject.timeline:
        topic = one.event.topic
        if topic != "retirement.noticed" and topic not in _DECISIONS:
            continue
        issued = issued_on(one.event) or one.effective_on
        known = issued is not None and issued <= subject.on
        if known and one.force is Force.IN_FORCE and not one.is_paused_on(subject.on):
            found.append(topic)
    return tuple(found)


def _status(
    on: date, dates: RetirementDates, papers: frozenset[str], rules: RetirementRules
) -> DueStatus:
    if papers & _DECISIONS:
        return DueStatus.DECIDED
    if on > dates.decision_by:
        return DueStatus.OVERDUE
    if on >= plus_days(dates.decision_by, -rules.warned_days):
        return DueStatus.DECISION_DUE
    if "retirement.noticed" in papers:
        return DueStatus.NOTICED
    if on > dates.notice_by:
        return DueStatus.OVERDUE
    if on >= plus_days(dates.notice_by, -rules.warned_days):
        return DueStatus.NOTICE_DUE
    return DueStatus.UPCOMING


def _clock(subject: Subject, identity: Identity, dates: RetirementDates) -> Iterator[DueLine]:
    """By age, then what a paper says instead; then what must be done before."""
    born, gender = identity.birth_date, identity.gender
    aged = retirement_of(born, gender) if born is not None and gender is not None else None
    if born is not None and aged is not None:
        by = identity.because.get("birth_date", ())
        yield DueLine(kind=DueLineKind.BIRTH, on=born.first_day, event_id=by[0] if by else None)
        yield DueLine(
            kind=DueLineKind.AGE,
            on=plus_months(born.first_day, aged.age_months),
            months=aged.age_months,
            due=aged.pension_from,
        )
    if aged is None or aged.pension_from != dates.pension_from:
        by = subject.state.because.get("retirement.pensionFrom", ())
        yield DueLine(
            kind=DueLineKind.PAPER,
            on=dates.pension_from,
            due=dates.pension_from,
            event_id=by[0] if by else None,
        )
    yield DueLine(
        kind=DueLineKind.NOTICE, on=dates.notice_by, months=-NOTICE_MONTHS, due=dates.notice_by
    )
    yield DueLine(
        kind=DueLineKind.DECISION,
        on=dates.decision_by,
        months=-DECISION_MONTHS,
        due=dates.decision_by,
    )
