"""R-GEN: what any event must have, its dates, its paper; R-NUM: the form of its number.

Source: domain.md 3.1, 4.2, 3.12.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from pydantic import JsonValue

from domain.events.acts import (
    DecisionAmended,
    DecisionCorrected,
    DecisionReplaced,
    DecisionRevoked,
    DecisionSuspended,
)
from domain.events.discipline import DeathRecorded, DisciplineImposed, DisciplineRevoked
from domain.events.entry import (
    IdentityCorrected,
    IdentityMerged,
    IdentityRecorded,
    IdentitySeparated,
    ReceptionMade,
    RecruitmentMade,
)
from domain.events.envelope import CareerEvent, Decision, EffectiveBasis
from domain.events.merit import AwardGranted, AwardRevoked, EvaluationRecorded
from domain.numbers import read_number, same_number
from domain.people import fold
from domain.rules.case import Case
from domain.rules.finding import Finding, Severity
from domain.state import Employment

RETROACTIVE_INFO_DAYS = 90

FORM_DOC_TYPES = frozenset(
    {
        "LY_LICH_BOOK",
        "SO_YEU_LY_LICH",
        "GIAY_KHAI_SINH",
        "LY_LICH_TU_PHAP",
        "GIAY_KSK",
        "VAN_BANG_CHUNG_CHI",
        "HD_LAM_VIEC",
        "PL_HOP_DONG",
        "PHIEU_BO_SUNG_LL",
        "TIEU_SU_TOM_TAT",
        "PHIEU_DANH_GIA",
        "BAN_KE_KHAI_TSTN",
        "BANG_KHEN",
        "GIAY_KHEN",
        "HUAN_CHUONG",
        "CCCD_ANH",
        "HO_CHIEU",
    }
)
"""Papers that carry no number of a decision. Source: domain.md 2.2, 2.3."""

ACTS = (
    DecisionCorrected,
    DecisionAmended,
    DecisionReplaced,
    DecisionRevoked,
    DecisionSuspended,
)
_NO_SERVICE = (
    "party.",
    "military.",
    "abroad.",
    "health.",
    "family.",
    "profile.",
    "inspection.",
    "complaint.",
    "partyDiscipline.",
    "claim.",
    "education.",
    "diploma.",
    "training.compensation",
    "training.completed",
    "contract.",
    "election.approved",
    "designation.made",
    "retirementAge.",
    "salary.retained",
    "asset.",
)
"""R-GEN-07: what may be told of somebody who has left: registers, what they declare or studied,
and entering again by election or contract."""

_AFTER_LEAVING = (
    *ACTS,
    RecruitmentMade,
    ReceptionMade,
    DisciplineImposed,
    DisciplineRevoked,
    AwardGranted,
    AwardRevoked,
    IdentityRecorded,
    IdentityCorrected,
    IdentityMerged,
    IdentitySeparated,
    DeathRecorded,
)
"""R-GEN-07, and the death of a pensioner, which ends nothing that had not ended."""

_WITHOUT_EFFECT = (
    *ACTS,
    IdentityRecorded,
    IdentityCorrected,
    IdentityMerged,
    IdentitySeparated,
    AwardGranted,
    AwardRevoked,
    EvaluationRecorded,
)
"""Papers that seldom state since when they count: silence is nothing to warn of."""


_WHO_IT_IS: Final = (IdentityRecorded, IdentityMerged, IdentitySeparated)


def general_findings(case: Case) -> Iterator[Finding]:
    yield from _completeness(case)
    yield from _dates(case)
    yield from _number_form(case)
    yield from _same_paper(case)
    yield from _own_paper(case)
    yield from _after_leaving(case)
    yield from _order(case)


def _completeness(case: Case) -> Iterator[Finding]:
    """R-GEN-01."""
    event = case.event
    undated = event.effective_date is None and event.issue_date is None
    if not event.evidence.is_paper:
        # Who somebody is holds from birth: an identity that a list brought needs no day, and that
        # two are one, or are not, none either.
        if undated and not isinstance(event, _WHO_IT_IS):
            yield case.warn("R-GEN-01.undated", field="effective_date")
        return
    if undated:
        yield case.found("R-GEN-01.date", Severity.BLOCK, field="issue_date")
    if event.source is None:
        yield case.found("R-GEN-01.page", Severity.BLOCK, field="source")
    numbered = event.decision is not None and bool(event.decision.full_no)
    if not numbered and not _is_form(event.decision):
        yield case.found("R-GEN-01.number", Severity.BLOCK, field="decision.full_no")


def _is_form(decision: Decision | None) -> bool:
    return decision is not None and decision.doc_type in FORM_DOC_TYPES


def _dates(case: Case) -> Iterator[Finding]:
    """R-GEN-02, R-GEN-03."""
    event = case.event
    if event.effective_basis is EffectiveBasis.UNSTATED and not isinstance(event, _WITHOUT_EFFECT):
        yield case.warn("R-GEN-02.unstated", field="effective_date")
    if event.issue_date is None:
        return
    if event.effective_date is not None and event.effective_date.last_day < (
        case.issued or date.min
    ):
        days = (event.issue_date.first_day - event.effective_date.last_day).days
        severity = Severity.INFO if days <= RETROACTIVE_INFO_DAYS else Severity.WARN
        yield case.found("R-GEN-02.retroactive", severity, field="effective_date", days=days)
    if case.scanned_on is not None and event.issue_date.first_day > case.scanned_on:
        yield case.found(
            "R-GEN-03.afterScan",
            Severity.BLOCK,
            field="issue_date",
            issued=str(event.issue_date),
            scanned=case.scanned_on.isoformat(),
        )
    yield from _issuer(case, event.issue_date.last_day)


def _issuer(case: Case, issued: date) -> Iterator[Finding]:
    """R-GEN-03: the agency did not exist, or not any more."""
    decision = case.event.decision
    if decision is None or case.units is None:
        return
    if decision.issuer_unit_id is not None:
        known = case.units.known(decision.issuer_unit_id)
        absent = known and not case.units.unit(decision.issuer_unit_id).lives_on(issued)
    elif decision.issuer_as_printed:
        found = case.units.resolve(decision.issuer_as_printed, issued)
        absent = not found.candidates and bool(found.outside)
    else:
        return
    if absent:
        yield case.warn(
            "R-GEN-03.agency",
            field="decision.issuer_as_printed",
            issuer=decision.issuer_as_printed,
            issued=str(case.event.issue_date),
        )


def _number_form(case: Case) -> Iterator[Finding]:
    """R-NUM-01: a normative number is a legal basis, hardly the paper behind a personal event."""
    full_no = case.event.decision.full_no if case.event.decision else None
    read = read_number(full_no) if full_no else None
    if full_no and read is None and not _is_form(case.event.decision):
        yield case.warn("R-NUM-01.form", field="decision.full_no", number=full_no)
    if read is not None and read.is_normative:
        yield case.warn(
            "R-NUM-01.normative",
            field="decision.full_no",
            law="NĐ 30/2020/NĐ-CP",
            number=full_no,
        )


def _same_paper(case: Case) -> Iterator[Finding]:
    """R-GEN-04 (recorded twice), R-GEN-05 (several acts of one paper share a batch)."""
    for standing in case.others:
        other = standing.event
        if not is_same_paper(case.event, other):
            continue
        by = (standing.event_id,)
        number = case.event.decision.full_no if case.event.decision else None
        if other.topic == case.event.topic and _what(other) == _what(case.event):
            yield case.warn("R-GEN-04.duplicate", by=by, field="decision.full_no", number=number)
        elif case.event.batch_id is None or case.event.batch_id != other.batch_id:
            yield case.found(
                "R-GEN-05.batch", Severity.INFO, by=by, field="batch_id", number=number
            )


def is_same_paper(one: CareerEvent, other: CareerEvent) -> bool:
    """Same number, day and, as far as both name it, issuer. Numbering restarts every year."""
    if one.decision is None or other.decision is None:
        return False
    if not same_number(one.decision.full_no, other.decision.full_no):
        return False
    if one.issue_date is None or one.issue_date != other.issue_date:
        return False
    ours, theirs = one.decision, other.decision
    if ours.issuer_unit_id is not None and theirs.issuer_unit_id is not None:
        return ours.issuer_unit_id == theirs.issuer_unit_id
    if not ours.issuer_as_printed or not theirs.issuer_as_printed:
        return True
    return fold(ours.issuer_as_printed) == fold(theirs.issuer_as_printed)


_WHICH = (
    "target",
    "target_no",
    "field",
    "post",
    "kind",
    "code",
    "year",
    "month",
    "quarter",
    "cause",
    "course",
    "organisation",
    "country",
    "degree",
    "diploma_no",
    "contract_no",
)


def _what(event: CareerEvent) -> tuple[JsonValue, ...]:
    """What tells two acts of one type on one paper apart: two posts, two fields put right."""
    told = (str(event.payload[name]) for name in _WHICH if event.payload.get(name) is not None)
    return tuple(fold(value) for value in told)


def _own_paper(case: Case) -> Iterator[Finding]:
    """R-GEN-06: what the authority changes, it changes by a paper of its own."""
    event = case.event
    if not isinstance(event, ACTS):
        return
    if event.target is None:
        if not _is_cited(case, event.target_no):
            yield case.warn("R-GEN-06.absent", field="target_no", number=event.target_no)
        return
    if not case.career.has(event.target):
        yield case.found("R-GEN-06.target", Severity.BLOCK, field="target")
    elif is_same_paper(event, case.career.standing(event.target).event):
        yield case.found(
            "R-GEN-06.ownPaper",
            Severity.BLOCK,
            by=(event.target,),
            field="decision.full_no",
            law="NĐ 30/2020/NĐ-CP Điều 18",
        )


def _is_cited(case: Case, number: str | None) -> bool:
    """A decision of that number is in the career, in force or not."""
    return any(
        standing.event_id != case.event.event_id
        and standing.event.decision is not None
        and same_number(standing.event.decision.full_no, number)
        for standing in case.career.standings
    )


def _after_leaving(case: Case) -> Iterator[Finding]:
    """R-GEN-07."""
    if case.before is None or case.before.employment is not Employment.ENDED:
        return
    if not isinstance(case.event, _AFTER_LEAVING) and not case.event.topic.startswith(_NO_SERVICE):
        ended = case.before.ended_on
        yield case.found(
            "R-GEN-07.ended",
            Severity.BLOCK,
            by=case.before.because.get("employment", ()),
            field="effective_date",
            ended=ended.isoformat() if ended else None,
        )


def _order(case: Case) -> Iterator[Finding]:
    """R-GEN-08: nothing but the order of recording says which of two came first."""
    event = case.event
    if case.on is None or event.decision is None or isinstance(event, _WITHOUT_EFFECT):
        return
    for standing in case.others:
        other = standing.event
        tied = standing.effective_on == case.on and standing.issued_on == case.issued
        if not tied or other.topic != event.topic or _what(other) != _what(event):
            continue
        if other.payload != event.payload and (
            other.decision is None or not other.decision.full_no or not event.decision.full_no
        ):
            yield case.warn("R-GEN-08.order", by=(standing.event_id,), field="effective_date")
