"""What of a discipline rests on other facts: who is not considered now, what a court decided, how
long a review has been open, a forged diploma, and leaving before what was promised.

R-DIS-02, R-DIS-07, R-DIS-08, R-TRN-01, R-TRN-02, R-LEA-01. Source: domain.md 3.7, 3.10, 3.11.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from domain.events.discipline import (
    DisciplineForm,
    DisciplineImposed,
    DisciplineReviewOpened,
    ResignationFromService,
    ServiceTerminated,
)
from domain.events.envelope import PersonnelClass
from domain.events.learning import (
    DiplomaResult,
    DiplomaVerified,
    TrainingCompensation,
    TrainingSent,
)
from domain.intervals import expires_on, plus_days, plus_months
from domain.people import fold
from domain.rules.case import Case
from domain.rules.finding import Finding, RuleSet, Severity, rule_set_on
from domain.rules.leaves import leaves_of
from domain.rules.reviews import open_review
from domain.rules.switches import Switches
from domain.standing import Standing
from domain.state import State

NORMAL_DAYS: Final = 90
COMPLEX_DAYS: Final = 150
_CHILD_MONTHS: Final = 12
_ANSWER_DAYS: Final = 30
_LAW_2025: Final = date(2025, 7, 1)

NOT_NOW: Final = (
    RuleSet("before", None, None, _LAW_2025),
    RuleSet("2025", "NĐ 172/2025/NĐ-CP", _LAW_2025),
)
"""R-DIS-07, by the date of the decision. Without a base: not read, behind a switch."""

BY_JUDGMENT: Final = (RuleSet(True, "Luật 80/2025/QH15", _LAW_2025),)
"""R-DIS-08, by the date of the decision; the older text was not read."""

ANSWERED_WITHIN: Final = (RuleSet(_ANSWER_DAYS, "NĐ 170/2025/NĐ-CP", _LAW_2025),)
"""R-LEA-01, by the date of the decision."""

_PRISON: Final = re.compile(r"\b(?:phat tu|tu giam|tu chung than)\b")
_SUSPENDED_SENTENCE: Final = re.compile(r"\ban treo\b")
_CORRUPT: Final = re.compile(r"\b(?:ket an|toi)\b.*\btham nhung\b|\btoi (?:tham o|nhan hoi lo)\b")
_DETAINED: Final = re.compile(r"\b(?:tam giam|tam giu|khoi to|truy to)\b")
_BY_LAW: Final = frozenset({DisciplineForm.BAI_NHIEM, DisciplineForm.BUOC_THOI_VIEC})


def violation_findings(case: Case) -> Iterator[Finding]:
    event = case.event
    match event:
        case DisciplineImposed():
            yield from _not_now(case)
            yield from _by_judgment(case, event)
        case DiplomaVerified():
            yield from _forged(case, event)
        case ResignationFromService():
            yield from _answered(case, event)
            yield from _commitment(case)
        case ServiceTerminated():
            yield from _commitment(case)
        case _:
            return


def _not_now(case: Case) -> Iterator[Finding]:
    """R-DIS-07: maternity, a child under twelve months; custody before a conclusion."""
    law = rule_set_on(NOT_NOW, case.key_date) if case.key_date else None
    if law is None or (law.legal_base is None and not case.switches.not_considered_before_2025):
        return
    decided = case.issued or case.on or date.min
    for leave in leaves_of(case.others, decided):
        if leave.kind != "maternityLeave":
            continue
        away = leave.end is None or decided < leave.end
        if away or decided < plus_months(_born(case, leave.event_ids[0]), _CHILD_MONTHS):
            yield case.warn(
                "R-DIS-07.maternity",
                law=law.legal_base,
                by=leave.event_ids,
                since=leave.start.isoformat(),
            )
            return
    for standing in case.others:
        held = standing.event.topic == "suspension.started" and _DETAINED.search(
            fold(standing.event.reason or "")
        )
        begun = standing.effective_on
        if held and begun is not None and begun <= decided and not _over(case, standing, decided):
            yield case.warn("R-DIS-07.detained", law=law.legal_base, by=(standing.event_id,))
            return


def _born(case: Case, leave_id: object) -> date:
    """The child's day where the leave prints it, else the first day of the leave."""
    for standing in case.others:
        if standing.event_id == leave_id:
            born = getattr(standing.event, "child_born_on", None)
            return born or standing.effective_on or date.min
    return date.min


def _over(case: Case, begun: Standing, day: date) -> bool:
    end = expires_on(begun.event)
    ended = (
        one.effective_on
        for one in case.others
        if one.event.topic == "suspension.ended"
        and one.effective_on is not None
        and one.effective_on >= (begun.effective_on or date.min)
    )
    first = min((one for one in (end, *ended) if one is not None), default=None)
    return first is not None and first <= day


def _by_judgment(case: Case, event: DisciplineImposed) -> Iterator[Finding]:
    """R-DIS-08: prison without suspension, or corruption: the form follows from the judgment."""
    law = rule_set_on(BY_JUDGMENT, case.key_date) if case.key_date else None
    words = fold(event.violation or "")
    prison = _PRISON.search(words) and not _SUSPENDED_SENTENCE.search(words)
    corrupt = _CORRUPT.search(words)
    if law is None or not (prison or corrupt) or event.form in _BY_LAW:
        return
    if case.personnel_class is PersonnelClass.VIEN_CHUC:
        return  # the Law of 2025 is that of cadres and civil servants
    yield case.warn(
        "R-DIS-08.form",
        field="form",
        law=law.legal_base,
        form=event.form.value,
        ground=event.violation,
    )


def _forged(case: Case, event: DiplomaVerified) -> Iterator[Finding]:
    """R-TRN-01: no limitation period."""
    if event.result is DiplomaResult.FAKE:
        yield case.warn(
            "R-TRN-01.forged",
            field="result",
            law="Luật 80/2025/QH15 Điều 37" if (case.key_date or date.min) >= _LAW_2025 else None,
            diploma=event.diploma_no or event.school,
        )


def _answered(case: Case, event: ResignationFromService) -> Iterator[Finding]:
    """R-LEA-01: decided within thirty days of the application."""
    law = rule_set_on(ANSWERED_WITHIN, case.key_date) if case.key_date else None
    if law is None or event.applied_on is None or case.issued is None:
        return
    if case.issued > plus_days(event.applied_on.last_day, law.says):
        yield case.warn(
            "R-LEA-01.late",
            field="issue_date",
            law=law.legal_base,
            applied=str(event.applied_on),
            issued=case.issued.isoformat(),
            days=law.says,
        )


def _commitment(case: Case) -> Iterator[Finding]:
    """R-TRN-02: who leaves before the time promised for a training pays it back."""
    if case.on is None or any(case.others_of(TrainingCompensation)):
        return
    for standing, sent in case.earlier_of(TrainingSent):
        back = expires_on(sent) or standing.effective_on
        if sent.commitment_months is None or back is None:
            continue
        until = plus_months(back, sent.commitment_months)
        if case.on < until:
            base = "Luật 80/2025/QH15 Điều 29 khoản 4"
            yield case.warn(
                "R-TRN-02.commitment",
                law=base if (case.key_date or date.min) >= _LAW_2025 else None,
                by=(standing.event_id,),
                course=sent.course,
                until=until.isoformat(),
            )


def review_on(
    standings: tuple[Standing, ...], state: State, switches: Switches
) -> Iterator[Finding]:
    """R-DIS-02 on a day: a review that is open longer than the law gives."""
    opened = open_review(standings, state.valid_on)
    if opened is None or not isinstance(opened.event, DisciplineReviewOpened):
        return
    detected = opened.event.detected_at
    start = detected.last_day if detected is not None else opened.effective_on
    if start is None or (start < _LAW_2025 and not switches.review_days_before_2025):
        return
    days = COMPLEX_DAYS if opened.event.complex_case else NORMAL_DAYS
    if state.valid_on > plus_days(start, days):
        yield Finding(
            rule="R-DIS-02",
            severity=Severity.WARN,
            code="R-DIS-02.open",
            values={"detected": start.isoformat(), "days": days},
            event_ids=(opened.event_id,),
            legal_base="NĐ 172/2025/NĐ-CP" if start >= _LAW_2025 else None,
        )
