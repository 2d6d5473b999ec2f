"""Terms of posts that end: re-appointment, extension, or neither. Source: domain.md 5.1, 3.4."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.due import (
    DueItem,
    DueLine,
    DueLineKind,
    DueReport,
    DueStatus,
    Subject,
    Window,
    months_between,
)
from domain.due_bases import of_term
from domain.intervals import effective_on, plus_days, plus_months
from domain.state import PostHeld, PostStatus

_HELD = frozenset({PostStatus.HELD, PostStatus.EXTENDED, PostStatus.EXPIRED, PostStatus.SUSPENDED})
_WITH_TERM_OF_OFFICE = frozenset({"election.approved", "designation.made"})
"""Held for a nhiệm kỳ: ends with its year range, not listed."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class TermRules:
    """What domain.md leaves to configuration: R-APT-05 `notice = {n, unit}`, R-APT-04, 5.1.

    `notice_days` before the end of the term; `working_days` counts Mondays to Fridays without
    `holidays`. `warned_days`: so long before the last day of the notice it is shown as due [P].
    """

    notice_days: int = 90
    working_days: bool = False
    holidays: frozenset[date] = frozenset()
    upcoming_months: int = 6
    warned_days: int = 30
    extend_below_months: int = 24
    short_below_months: int = 60


DEFAULT_TERM_RULES = TermRules()


def default_window(on: date, rules: TermRules = DEFAULT_TERM_RULES) -> Window:
    """Everything that has expired or will within the six months of 5.1."""
    return Window(None, plus_months(on, rules.upcoming_months))


def notice_by(expires_on: date, rules: TermRules = DEFAULT_TERM_RULES) -> date:
    """The last day on which the process may begin, or the notice be given (R-APT-05)."""
    if not rules.working_days:
        return plus_days(expires_on, -rules.notice_days)
    day, left = expires_on, rules.notice_days
    while left > 0 and day > date.min:
        day = plus_days(day, -1)
        if day.weekday() < _SATURDAY and day not in rules.holidays:
            left -= 1
    return day


def terms_due(
    subject: Subject, window: Window, *, rules: TermRules = DEFAULT_TERM_RULES
) -> Iterator[DueItem]:
    """Posts whose term ends within the window; the answer to a term that outlasts service is the
    pension, and not in this list."""
    retirement = subject.state.retirement
    pension_from = retirement.pension_from if retirement is not None else None
    for held in subject.state.posts:
        expires = held.expires_on
        if held.status not in _HELD or expires is None or not window.holds(expires):
            continue
        if _has_term_of_office(subject, held):
            continue
        if pension_from is not None and pension_from <= expires:
            continue
        yield _item(subject, held, expires, pension_from, rules)


def _has_term_of_office(subject: Subject, held: PostHeld) -> bool:
    events = (subject.event(event_id) for event_id in held.event_ids[:1])
    return any(one is not None and one.topic in _WITH_TERM_OF_OFFICE for one in events)


def _item(
    subject: Subject, held: PostHeld, expires: date, pension_from: date | None, rules: TermRules
) -> DueItem:
    noticed_by = notice_by(expires, rules)
    remaining = months_between(expires, pension_from) if pension_from is not None else None
    urgency = _urgency(subject.on, expires, noticed_by, rules)
    advice = _advice(remaining, rules)
    names = ["R-APT-06" if urgency is DueStatus.EXPIRED_NO_DECISION else "R-APT-05"]
    if advice is not None:
        names.append("R-APT-04")
    return DueItem(
        report=DueReport.TERMS,
        statuses=tuple(one for one in (urgency, advice) if one is not None),
        rules=tuple(names),
        basis=of_term(expires, subject.state.personnel_class),
        due_on=expires,
        since=held.effective_date,
        notice_by=noticed_by,
        clock=tuple(_clock(subject, held, expires, noticed_by, rules)),
        event_ids=held.event_ids,
        post=held.post,
        post_unit=held.unit,
        remaining_months=remaining,
    )


def _urgency(on: date, expires: date, noticed_by: date, rules: TermRules) -> DueStatus | None:
    """None: the window asked for reaches further than the six months of 5.1."""
    if on >= expires:
        return DueStatus.EXPIRED_NO_DECISION
    if on > noticed_by:
        return DueStatus.OVERDUE
    if on >= plus_days(noticed_by, -rules.warned_days):
        return DueStatus.NOTICE_DUE
    return DueStatus.UPCOMING if plus_months(on, rules.upcoming_months) >= expires else None


def _advice(remaining: int | None, rules: TermRules) -> DueStatus | None:
    """What follows from the service that remains at the end of the term (R-APT-04)."""
    if remaining is None or remaining >= rules.short_below_months:
        return None
    if remaining < rules.extend_below_months:
        return DueStatus.EXTEND_NOT_REAPPOINT
    return DueStatus.SHORT_TERM


def _clock(
    subject: Subject, held: PostHeld, expires: date, noticed_by: date, rules: TermRules
) -> Iterator[DueLine]:
    extensions = [
        (event_id, event)
        for event_id in held.event_ids[1:]
        if (event := subject.event(event_id)) is not None and event.topic == "term.extended"
    ]
    yield DueLine(
        kind=DueLineKind.START,
        on=held.effective_date,
        months=None if extensions else months_between(held.effective_date, expires),
        due=None if extensions else expires,
        event_id=held.event_ids[0] if held.event_ids else None,
    )
    for event_id, event in extensions:
        yield DueLine(
            kind=DueLineKind.EXTENDED,
            on=effective_on(event) or held.effective_date,
            due=expires,
            event_id=event_id,
        )
    yield DueLine(
        kind=DueLineKind.NOTICE,
        on=noticed_by,
        days=-rules.notice_days,
        due=noticed_by,
        cause="WORKING_DAYS" if rules.working_days else "CALENDAR_DAYS",
    )
