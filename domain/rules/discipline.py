"""R-DIS: which form whom, how long, what it bars. Judged by the law of its own day.

Source: domain.md 3.10. R-DIS-07 and R-DIS-08 stand in `domain.rules.violations`.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from domain.dates import PartialDate
from domain.events.appointment import (
    AppointmentMade,
    DesignationMade,
    ElectionApproved,
    PlanningApproved,
)
from domain.events.discipline import DisciplineForm, DisciplineImposed, DisciplineReviewOpened
from domain.events.envelope import EffectiveBasis, PersonnelClass
from domain.events.learning import TrainingSent
from domain.events.movement import LeaderRotated
from domain.events.salary import GradePromoted, TitlePromoted
from domain.intervals import plus_months
from domain.people import fold
from domain.rules.case import Case
from domain.rules.finding import Finding, RuleSet, Severity, rule_set_on
from domain.rules.general import is_same_paper
from domain.rules.rungs import is_higher
from domain.standing import Standing
from domain.state import DisciplineStatus, Employment, State
from domain.tables.discipline import (
    IN_FORCE_MONTHS,
    LEADERS_ONLY,
    NOT_FOR_LEADERS,
    RETIRED_FORMS,
    form_allowed,
    form_row,
)

Form = DisciplineForm

WEIGHT: Final = (
    Form.KHIEN_TRACH,
    Form.CANH_CAO,
    Form.HA_BAC_LUONG,
    Form.GIANG_CHUC,
    Form.CACH_CHUC,
    Form.BAI_NHIEM,
    Form.BUOC_THOI_VIEC,
)
"""The forms from the lightest on."""

Rise = (
    AppointmentMade
    | LeaderRotated
    | GradePromoted
    | TitlePromoted
    | ElectionApproved
    | DesignationMade
    | PlanningApproved
    | TrainingSent
)
"""What the consequences of a discipline bar, in part or as a whole (R-DIS-06)."""
_RISES: Final = (
    AppointmentMade,
    LeaderRotated,
    GradePromoted,
    TitlePromoted,
    ElectionApproved,
    DesignationMade,
    PlanningApproved,
    TrainingSent,
)
_ALWAYS_HIGHER: Final = (GradePromoted, TitlePromoted, PlanningApproved, TrainingSent)

_ENDING: Final = frozenset({Form.BUOC_THOI_VIEC, Form.BAI_NHIEM, Form.XOA_TU_CACH})
_LAW_2019: Final = date(2020, 7, 1)
_LAW_2025: Final = date(2025, 7, 1)
_EMPLOYEES_2026: Final = date(2026, 7, 1)
_LIMIT_WITHOUT: Final = re.compile(
    r"(van bang|chung chi).*\b(gia|khong hop phap)\b|an ninh quoc gia"
)
_CORRUPTION: Final = re.compile(r"\btham nhung\b")


class Limits(NamedTuple):
    """Years within which a violation may be punished: by khiển trách, by any other form."""

    light: int
    heavy: int

    def of(self, form: DisciplineForm) -> int:
        return self.light if form is Form.KHIEN_TRACH else self.heavy


class Bars(NamedTuple):
    """Months without a higher post or grade: after a light form, after giáng chức, cách chức."""

    light: int
    heavy: int

    def of(self, form: DisciplineForm) -> int:
        return self.heavy if form in (Form.GIANG_CHUC, Form.CACH_CHUC) else self.light


LIMITATION: Final = (
    RuleSet(Limits(2, 5), None, None, _LAW_2019),
    RuleSet(Limits(2, 5), "Luật 52/2019/QH14 (Điều 80)", _LAW_2019, _LAW_2025),
    RuleSet(Limits(5, 10), "Luật 80/2025/QH15 Điều 37 khoản 1", _LAW_2025),
)
LIMITATION_OF_EMPLOYEES: Final = (
    RuleSet(Limits(2, 5), "Luật Viên chức 58/2010/QH12", None, _EMPLOYEES_2026),
    RuleSet(Limits(5, 10), "NĐ 234/2026/NĐ-CP", _EMPLOYEES_2026),
)
"""R-DIS-01, by the date of the decision."""

CONSEQUENCES: Final = (
    RuleSet(Bars(12, 12), None, None, _LAW_2019),
    RuleSet(Bars(12, 24), "Luật 52/2019/QH14 (Điều 82)", _LAW_2019, _LAW_2025),
    RuleSet(Bars(12, 24), "Luật 80/2025/QH15 Điều 38", _LAW_2025),
)
CONSEQUENCES_OF_EMPLOYEES: Final = (
    RuleSet(Bars(12, 24), "Luật Viên chức 58/2010/QH12 Điều 56", None, _EMPLOYEES_2026),
    RuleSet(Bars(12, 24), None, _EMPLOYEES_2026),
)
"""R-DIS-06, by the date of the disciplinary decision."""

_NORMAL_DAYS: Final = 90
_COMPLEX_DAYS: Final = 150


def discipline_findings(case: Case) -> Iterator[Finding]:
    event = case.event
    match event:
        case DisciplineImposed():
            yield from _limitation(case, event)
            yield from _duration_of_review(case, event)
            yield from _one_form(case, event)
            yield from _in_force(case, event)
            yield from _party(case, event)
            yield from _form(case, event)
        case _ if isinstance(event, _RISES):
            yield from _barred(case, event)
        case _:
            return


def limitation(kind: PersonnelClass | None, on: date) -> RuleSet[Limits] | None:
    """The wording that a decision of that day is judged by."""
    employee = kind is PersonnelClass.VIEN_CHUC
    return rule_set_on(LIMITATION_OF_EMPLOYEES if employee else LIMITATION, on)


def _limitation(case: Case, event: DisciplineImposed) -> Iterator[Finding]:
    """R-DIS-01: from the violation to its detection, else to the decision."""
    decided = case.key_date
    if event.violated_on is None or decided is None:
        return
    if _LIMIT_WITHOUT.search(fold(event.violation or "")):
        return
    law = limitation(case.personnel_class, decided)
    if law is None:
        return
    years = law.says.of(event.form)
    acted = event.detected_on.first_day if event.detected_on else decided
    if acted >= plus_months(event.violated_on.last_day, 12 * years):
        yield case.warn(
            "R-DIS-01.late",
            field="violated_on",
            law=law.legal_base,
            years=years,
            violated=str(event.violated_on),
        )


def _duration_of_review(case: Case, event: DisciplineImposed) -> Iterator[Finding]:
    """R-DIS-02: 90 days from detection, 150 where it is complex."""
    decided = case.key_date
    detected = event.detected_on or _detected(case, event)
    if detected is None or decided is None:
        return
    if decided < _LAW_2025 and not case.switches.review_days_before_2025:
        return
    days = (decided - detected.last_day).days
    if days <= _NORMAL_DAYS:
        return
    severity = Severity.WARN if days > _COMPLEX_DAYS else Severity.INFO
    law = "NĐ 172/2025/NĐ-CP" if decided >= _LAW_2025 else None
    yield case.found("R-DIS-02.days", severity, field="detected_on", law=law, days=days)


def _detected(case: Case, event: DisciplineImposed) -> PartialDate | None:
    """As the review of the case says, where the decision does not."""
    for _, opened in reversed(list(case.earlier_of(DisciplineReviewOpened))):
        if event.case_id is None or opened.case_id in (None, event.case_id):
            return opened.detected_at
    return None


def _one_form(case: Case, event: DisciplineImposed) -> Iterator[Finding]:
    """R-DIS-03: one form for one decision; heavier than the one that is being served."""
    for standing, other in case.others_of(DisciplineImposed):
        if is_same_paper(event, other) and other.form is not event.form:
            yield case.warn("R-DIS-03.twoForms", field="form", by=(standing.event_id,))
    if case.before is None or event.form not in WEIGHT:
        return
    for served in case.before.discipline:
        if served.status is not DisciplineStatus.IN_FORCE or served.form not in WEIGHT:
            continue
        if WEIGHT.index(event.form) <= WEIGHT.index(served.form):
            yield case.warn(
                "R-DIS-03.notHeavier",
                field="form",
                law="NĐ 172/2025/NĐ-CP" if (case.key_date or date.min) >= _LAW_2025 else None,
                by=(served.event_id,),
                form=event.form.value,
                served=served.form.value,
            )


def _in_force(case: Case, event: DisciplineImposed) -> Iterator[Finding]:
    """R-DIS-04: twelve months."""
    if event.form in _ENDING or event.duration_months == IN_FORCE_MONTHS or case.key_date is None:
        return
    employee = case.personnel_class is PersonnelClass.VIEN_CHUC
    verified = employee and case.key_date >= _EMPLOYEES_2026
    if verified or case.switches.in_force_twelve_months:
        yield case.warn(
            "R-DIS-04.months",
            field="duration_months",
            law="NĐ 234/2026/NĐ-CP" if verified else None,
            months=event.duration_months,
        )


def _party(case: Case, event: DisciplineImposed) -> Iterator[Finding]:
    """R-DIS-05: counted from a Party decision, which the paper then names."""
    counted = event.effective_basis is EffectiveBasis.PARTY_DECISION
    if counted and not event.party_decision_no:
        yield case.warn("R-DIS-05.noPartyDecision", field="party_decision_no")
    employee = case.personnel_class is PersonnelClass.VIEN_CHUC
    bound = employee and case.key_date is not None and case.key_date >= _EMPLOYEES_2026
    if bound and event.party_decision_no and not counted:
        yield case.warn("R-DIS-05.notCounted", field="effective_basis", law="NĐ 234/2026/NĐ-CP")


def _form(case: Case, event: DisciplineImposed) -> Iterator[Finding]:
    """R-DIS-10: the class, and whether a leader, on the day of the decision."""
    before, on = case.before, case.key_date
    if before is None or on is None:
        return
    if before.employment is Employment.ENDED:
        if event.form not in RETIRED_FORMS:
            yield case.warn("R-DIS-10.retired", field="form", form=event.form.value)
        return
    kind = before.personnel_class
    if kind is None:
        return
    if form_allowed(event.form, kind, on) is False:
        row = form_row(kind, on)
        yield case.warn(
            "R-DIS-10.form",
            field="form",
            law=row.source if row else None,
            form=event.form.value,
            personnel_class=kind.value,
        )
    elif event.form in LEADERS_ONLY and not before.posts:
        yield case.warn("R-DIS-10.noPost", field="form", form=event.form.value)
    elif event.form in NOT_FOR_LEADERS and before.posts:
        yield case.warn(
            "R-DIS-10.leader", field="form", form=event.form.value, by=before.posts[0].event_ids
        )


def _barred(case: Case, event: Rise) -> Iterator[Finding]:
    """R-DIS-06: nothing higher while the consequences last."""
    if case.on is None or case.before is None:
        return
    for standing, imposed in case.earlier_of(DisciplineImposed):
        begun = standing.effective_on
        if begun is None:
            continue
        yield from _for_ever(case, event, standing, imposed)
        law = _consequences(case, standing)
        if law is None:
            continue
        until = plus_months(begun, law.says.of(imposed.form))
        heavy = law.says.of(imposed.form) > law.says.light
        if case.on < until and (heavy or _may_be_higher(event, case.before)):
            yield case.warn(
                "R-DIS-06.barred",
                field="effective_date",
                law=law.legal_base,
                by=(standing.event_id,),
                form=imposed.form.value,
                until=until.isoformat(),
            )


def _consequences(case: Case, standing: Standing) -> RuleSet[Bars] | None:
    """By the date of issue of the discipline; None: switched off."""
    on = standing.issued_on or standing.effective_on
    if on is None:
        return None
    employee = case.personnel_class is PersonnelClass.VIEN_CHUC
    if not employee and on < _LAW_2019 and not case.switches.consequences_before_2020:
        return None
    unread = on >= (_EMPLOYEES_2026 if employee else _LAW_2025)
    if unread and not case.switches.consequences_since_2025:
        return None
    return rule_set_on(CONSEQUENCES_OF_EMPLOYEES if employee else CONSEQUENCES, on)


def _may_be_higher(event: Rise, before: State) -> bool:
    """A first post and a grade are; of two posts only what their names tell (see rungs)."""
    if isinstance(event, _ALWAYS_HIGHER):
        return True
    held = before.posts[0] if before.posts else None
    if event.post is None:
        return False
    return held is None or is_higher(event.post, held.post) is True


def _for_ever(
    case: Case,
    event: Rise,
    standing: Standing,
    imposed: DisciplineImposed,
) -> Iterator[Finding]:
    """Removed for corruption: never a leader again (Law 80/2025 Art. 38(3))."""
    since = standing.issued_on or standing.effective_on
    corrupt = imposed.form is Form.CACH_CHUC and bool(
        _CORRUPTION.search(fold(imposed.violation or ""))
    )
    if corrupt and since and since >= _LAW_2025 and not isinstance(event, _ALWAYS_HIGHER):
        yield case.warn(
            "R-DIS-06.corruption",
            law="Luật 80/2025/QH15 Điều 38 khoản 3",
            by=(standing.event_id,),
        )
