"""R-APT: terms of leadership posts, how often, how long, and what bars them.

Source: domain.md 3.4.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.events.appointment import (
    AppointmentMade,
    DesignationMade,
    ElectionApproved,
    ReappointmentMade,
    TermExtended,
)
from domain.events.discipline import ResignationFromService
from domain.events.envelope import CareerEvent, PersonnelClass
from domain.events.learning import TrainingSent
from domain.events.movement import (
    LeaderRotated,
    SecondmentStarted,
    TransferMade,
)
from domain.events.salary import GradePromoted, TitlePromoted
from domain.intervals import expires_on, plus_days, plus_months
from domain.people import fold
from domain.posts import same_post
from domain.rules.case import CIVIL, Case
from domain.rules.finding import Finding, RuleSet, Severity, rule_set_on
from domain.rules.reviews import open_review
from domain.rules.rungs import is_head, is_higher
from domain.rules.switches import NoticeUnit, Switches
from domain.rules.transitions import holds
from domain.state import Employment, PostStatus, State

TERM_MONTHS: Final = 60
SHORT_MONTHS: Final = 24
"""Less than this to retirement: the term is extended, not renewed (R-APT-04)."""
EIGHT_YEARS: Final = 96
_MONTH_DAYS: Final = 31

_ND138 = date(2020, 12, 1)
_ND170 = date(2025, 7, 1)

FIVE_YEARS: Final = (
    RuleSet(TERM_MONTHS, None, None, _ND138),
    RuleSet(TERM_MONTHS, "NĐ 138/2020/NĐ-CP Điều 41 khoản 1", _ND138, _ND170),
    RuleSet(TERM_MONTHS, "NĐ 170/2025/NĐ-CP Điều 28 khoản 1; Luật 80/2025/QH15 Điều 31", _ND170),
)
"""R-APT-01, by the date of issue."""

MOST_TERMS: Final = (RuleSet(2, "NĐ 138/2020/NĐ-CP Điều 41 khoản 2", _ND138, _ND170),)
"""R-APT-02: consecutive terms in one post; before and after the law sets no number."""

REVIEW_BARS: Final = (
    RuleSet("2008", "Luật 22/2008/QH12 Điều 82 khoản 3", date(2010, 1, 1), date(2020, 7, 1)),
    RuleSet("2019", "Luật 52/2019/QH14 (Điều 82 khoản 3)", date(2020, 7, 1), _ND170),
    RuleSet("2025", "Luật 80/2025/QH15", _ND170),
)
"""R-APT-09. The wording of 2025 was not read: a switch."""

_BARRED = (
    AppointmentMade,
    ReappointmentMade,
    TransferMade,
    LeaderRotated,
    SecondmentStarted,
    GradePromoted,
    TitlePromoted,
    ElectionApproved,
    DesignationMade,
    TrainingSent,
    ResignationFromService,
)


def appointment_findings(case: Case) -> Iterator[Finding]:
    yield from _under_review(case)
    event = case.event
    if case.before is None:
        return
    match event:
        case AppointmentMade():
            yield from _term(case, event)
            yield from _clock_restarts(case, event, case.before)
            yield from _two_years_before(case, event, case.before)
        case ReappointmentMade():
            yield from _remaining(case, event, case.before)
            yield from _how_often(case, event)
            yield from _gap(case, event, case.before)
            yield from _wording(case)
        case TermExtended():
            yield from _remaining(case, event, case.before)
            yield from _gap(case, event, case.before)
        case _:
            return


def _term(case: Case, event: AppointmentMade | ReappointmentMade) -> Iterator[Finding]:
    """R-APT-01."""
    months = event.term_months
    if months is None or months == TERM_MONTHS or case.key_date is None:
        return
    if case.key_date < _ND138 and not case.switches.five_year_term_before_2020:
        return
    ends, left = expires_on(event), case.before.retirement if case.before else None
    if ends and left and abs((left.pension_from - ends).days) <= _MONTH_DAYS:
        return  # to retirement: the shorter term that the law itself asks for
    law = rule_set_on(FIVE_YEARS, case.key_date)
    yield case.warn(
        "R-APT-01.term", field="term_months", law=law.legal_base if law else None, months=months
    )


def _remaining(
    case: Case, event: ReappointmentMade | TermExtended, before: State
) -> Iterator[Finding]:
    """R-APT-04: by what is left to retirement; else R-APT-01."""
    pension = before.retirement.pension_from if before.retirement else None
    law = "Trả lời của Bộ Nội vụ về QĐ 105-QĐ/TW"
    left = _months_between(case.on, pension) if case.on and pension else None
    match event:
        case TermExtended():
            if left is not None and left >= SHORT_MONTHS:
                yield case.warn("R-APT-04.notExtended", law=law, months=left)
        case ReappointmentMade():
            ends = expires_on(event, default_months=TERM_MONTHS)
            if left is not None and left < SHORT_MONTHS:
                yield case.warn("R-APT-04.notRenewed", law=law, months=left)
            elif left is not None and left < TERM_MONTHS:
                if ends and pension and ends > pension and not event.until_retirement:
                    yield case.warn(
                        "R-APT-04.pastRetirement",
                        field="term_months",
                        law=law,
                        pension=pension.isoformat(),
                    )
            else:
                yield from _term(case, event)


def _months_between(start: date, end: date) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if plus_months(start, months) <= end else months - 1


def _how_often(case: Case, event: ReappointmentMade) -> Iterator[Finding]:
    """R-APT-02: of one post, without a break; viên chức only until NĐ 85/2023."""
    law = rule_set_on(MOST_TERMS, case.key_date) if case.key_date else None
    employee = case.personnel_class is PersonnelClass.VIEN_CHUC
    if law is None or case.key_date is None:
        return
    if employee and case.key_date >= case.switches.two_terms_of_employees_before:
        return
    if not employee and case.personnel_class not in CIVIL:
        return
    terms, since, by = _consecutive(case, event)
    months = _months_between(since, case.on) if since and case.on else 0
    if case.switches.eight_years_are_two_terms and is_head(event.post) and months >= EIGHT_YEARS:
        terms = max(terms, law.says)
    if terms >= law.says:
        yield case.warn(
            "R-APT-02.terms",
            field="post",
            law=law.legal_base,
            by=by,
            terms=terms + 1,
            most=law.says,
        )


def _consecutive(case: Case, event: ReappointmentMade) -> tuple[int, date | None, tuple[UUID, ...]]:
    """Terms in that post just before, since when, by which decisions."""
    terms, since, by = 0, None, []
    for standing, other in reversed(list(case.earlier_of(CareerEvent))):
        if isinstance(other, ReappointmentMade | AppointmentMade):
            if not same_post(other.post, event.post):
                break
            terms, since = terms + 1, standing.effective_on
            by.append(standing.event_id)
            if isinstance(other, AppointmentMade):
                break
    return terms, since, tuple(by)


def _gap(case: Case, event: ReappointmentMade | TermExtended, before: State) -> Iterator[Finding]:
    """R-APT-06: the successor's term begins on the day that the last one ends, or earlier."""
    held = holds(before, event.post, event.unit)
    if held is None or held.expires_on is None or case.on is None:
        return
    if case.on > held.expires_on:
        yield case.warn(
            "R-APT-06.gap",
            field="effective_date",
            by=held.event_ids,
            expired=held.expires_on.isoformat(),
            days=(case.on - held.expires_on).days,
        )


def _clock_restarts(case: Case, event: AppointmentMade, before: State) -> Iterator[Finding]:
    """R-APT-03: the same title elsewhere is a new post with a term of its own."""
    held = next((one for one in before.posts if same_post(one.post, event.post)), None)
    if held is not None and holds(before, event.post, event.unit) is None:
        yield case.found(
            "R-APT-03.restarts",
            Severity.INFO,
            by=held.event_ids,
            law="Trả lời của Bộ Nội vụ năm 2015",
            post=event.post,
        )


def _two_years_before(case: Case, event: AppointmentMade, before: State) -> Iterator[Finding]:
    """R-APT-07: managers of public units spend two years in a post before a higher one."""
    since = case.switches.two_terms_of_employees_before
    if case.personnel_class is not PersonnelClass.VIEN_CHUC or case.on is None:
        return
    if case.key_date is None or case.key_date < since or not before.posts:
        return
    current = before.posts[0]
    if is_higher(event.post, current.post) is not True:
        return
    months = sum(
        _months_between(held.effective_date, held.ended_on or case.on)
        for held in (*before.posts, *before.former_posts)
        if is_higher(current.post, held.post) is False and held.status is not PostStatus.REVOKED
    )
    if months < SHORT_MONTHS:
        yield case.warn(
            "R-APT-07.twoYears",
            field="post",
            law="NĐ 85/2023/NĐ-CP",
            by=current.event_ids,
            months=months,
        )


def _wording(case: Case) -> Iterator[Finding]:
    """R-APT-08: `Thời hạn giữ chức vụ là 05 năm`, not `thời hạn bổ nhiệm lại`."""
    wrong = "thoi han bo nhiem lai"
    if any(wrong in fold(printed.text) for printed in case.event.printed):
        yield case.found(
            "R-APT-08.wording",
            Severity.INFO,
            field="term_months",
            law="Trả lời của Bộ Nội vụ năm 2020",
        )


def _under_review(case: Case) -> Iterator[Finding]:
    """R-APT-09: a review is open, or suspension from work is the sign of one."""
    event = case.event
    if case.before is None or not isinstance(event, _BARRED) or case.key_date is None:
        return
    opened = open_review(case.others, case.before.valid_on)
    if opened is None and case.before.employment is not Employment.SUSPENDED:
        return
    law = rule_set_on(REVIEW_BARS, case.key_date)
    if law is None or (law.says == "2025" and not case.switches.review_bars_since_2025):
        return
    if opened is not None:
        since = opened.effective_on
        yield case.warn(
            "R-APT-09.underReview",
            law=law.legal_base,
            by=(opened.event_id,),
            since=since.isoformat() if since else None,
        )
        return
    yield case.warn(
        "R-APT-09.suspended",
        law=law.legal_base,
        by=case.before.because.get("employment", ()),
    )


# The career on a day


def notice_by(expires: date, switches: Switches) -> date:
    """By when the procedure begins (R-APT-05). Working days leave out Saturday and Sunday only."""
    if switches.notice_unit is NoticeUnit.CALENDAR:
        return plus_days(expires, -switches.notice_days)
    day, left = expires, switches.notice_days
    while left:
        day -= timedelta(days=1)
        left -= day.weekday() < 5
    return day


def terms_on(switches: Switches, state: State) -> Iterator[Finding]:
    """R-APT-05, R-APT-06 of the posts held on the day of the state."""
    for held in state.posts:
        if held.expires_on is None:
            continue
        notice = notice_by(held.expires_on, switches)
        if held.status is PostStatus.EXPIRED:
            code, law = "R-APT-06.expired", None
        elif state.valid_on >= notice:
            code, law = "R-APT-05.notice", "QĐ 727/QĐ-BNV năm 2025"
        else:
            continue
        yield Finding(
            rule=code.partition(".")[0],
            severity=Severity.WARN,
            code=code,
            values={
                "post": held.post,
                "expires": held.expires_on.isoformat(),
                "notice": notice.isoformat(),
            },
            event_ids=held.event_ids,
            legal_base=law,
        )
