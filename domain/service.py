"""What contracts, leaves, learning and leaving do to a career. Source: domain.md 3.3 to 3.13."""

from datetime import date

from domain.away import (
    MATERNITY_LEAVE,
    STUDY_LEAVE,
    STUDY_OFF_THE_PAYROLL,
    UNPAID_LEAVE,
    Away,
)
from domain.dates import PartialDate
from domain.events.appointment import PlanningApproved, PlanningRemoved
from domain.events.contract import ContractAmended, ContractEnded, ContractKind, ContractSigned
from domain.events.discipline import (
    DisciplineReviewOpened,
    PartyDisciplineImposed,
    ResignationFromService,
    RetirementAgeOverridden,
    RetirementEarly,
    ServiceExtended,
    ServiceTransferredOut,
    StreamliningApplied,
    StreamliningScheme,
)
from domain.events.envelope import CareerEvent, PersonnelClass
from domain.events.learning import (
    DiplomaResult,
    DiplomaVerified,
    EducationCompleted,
    TrainingCompensation,
    TrainingCompleted,
    TrainingSent,
)
from domain.events.movement import (
    MaternityLeaveEnded,
    MaternityLeaveStarted,
    StudyLeaveEnded,
    StudyLeaveStarted,
    UnpaidLeaveEnded,
    UnpaidLeaveStarted,
)
from domain.events.registers import (
    MilitaryServed,
    PartyJoined,
    PartyOfficial,
    PartyPostHeld,
    SalaryStepClaimed,
    WorkPeriodClaimed,
)
from domain.events.salary import AllowanceSet, SalaryRetained
from domain.folding import Effect, Folding, Review
from domain.held import PartyDiscipline, Streamlined
from domain.intervals import expires_on
from domain.moves import returned
from domain.numbers import same_number
from domain.standing import Standing
from domain.state import DiplomaStatus, EducationHeld, Employment, EndReason

_CLASS_OF_CONTRACT = {
    ContractKind.FIXED_TERM: PersonnelClass.VIEN_CHUC,
    ContractKind.INDEFINITE: PersonnelClass.VIEN_CHUC,
    ContractKind.LABOUR: PersonnelClass.HOP_DONG,
    ContractKind.CIVIL_TASK: PersonnelClass.HOP_DONG_NVCC,
}
"""Where neither the contract nor another paper says it. Source: domain.md 1.1."""

_NOT_BY_CONTRACT = frozenset({PersonnelClass.CAN_BO, PersonnelClass.CONG_CHUC})
"""Who does not serve under a contract: the one that ends has been left behind (class.changed)."""


def _signed(f: Folding, _s: Standing, event: ContractSigned, day: date) -> None:
    f.keep().sign(event, day)
    by = event.event_id
    if f.service in (Employment.NONE, Employment.ENDED):
        f.serve(Employment.ACTIVE, day, by)
    f.stay()
    if event.personnel_class is not None:
        f.personnel_class, f.class_by = event.personnel_class, by
    elif f.personnel_class is None:
        f.personnel_class, f.class_by = _CLASS_OF_CONTRACT[event.kind], by
    if event.unit is not None:
        f.place(event.unit, day, by, event.job_position)
    if event.coefficient != f.pay.coefficient or event.grade_code != f.pay.grade_code:
        counts = (event.pay_percent or 100) >= 100
        f.pay.enter(event.grade_code, event.step, event.coefficient, day=day, by=by, counts=counts)


def _amended(f: Folding, _s: Standing, event: ContractAmended, day: date) -> None:
    f.keep().amend(event)
    if event.unit is not None:
        f.place(event.unit, day, event.event_id, event.job_position)


def _contract_ended(f: Folding, _s: Standing, event: ContractEnded, day: date) -> None:
    """Out of service with the last contract, unless another begins that day, or one serves without
    a contract by now."""
    held = f.keep()
    held.end_contract(event, day)
    serving = f.service not in (Employment.NONE, Employment.ENDED)
    if serving and not held.is_under_contract() and f.personnel_class not in _NOT_BY_CONTRACT:
        f.leave_after(EndReason.CONTRACT_ENDED, day, event.event_id)


def _streamlined(f: Folding, _s: Standing, event: StreamliningApplied, day: date) -> None:
    """Who studies first leaves when the time of study is over."""
    by = event.event_id
    f.keep().streamlined.append(
        Streamlined(
            scheme=event.scheme,
            decree=event.decree,
            round=event.round,
            since=day,
            event_id=by,
        )
    )
    match event.scheme:
        case StreamliningScheme.EARLY_RETIREMENT:
            f.leave(EndReason.EARLY_RETIREMENT, day, by)
        case StreamliningScheme.IMMEDIATE_LEAVE | StreamliningScheme.MOVE_OFF_BUDGET:
            f.leave(EndReason.STREAMLINED, day, by)
        case StreamliningScheme.STUDY_THEN_LEAVE:
            end = expires_on(event)
            f.absences.begin(Away(STUDY_LEAVE, day, end, [by]))
            if end is not None:
                f.leave_after(EndReason.STREAMLINED, end, by)


def left(reason: EndReason) -> Effect:
    def effect(f: Folding, _s: Standing, event: CareerEvent, day: date) -> None:
        f.leave(reason, day, event.event_id)

    return effect


def _reviewed(f: Folding, _s: Standing, event: DisciplineReviewOpened, day: date) -> None:
    f.reviews.append(Review(event, day))


def _by_the_party(f: Folding, _s: Standing, event: PartyDisciplineImposed, day: date) -> None:
    f.keep().party_discipline.append(
        PartyDiscipline(form=event.form, since=day, case_id=event.case_id, event_id=event.event_id)
    )


def _on_unpaid_leave(f: Folding, _s: Standing, event: UnpaidLeaveStarted, day: date) -> None:
    f.absences.begin(Away(UNPAID_LEAVE, day, expires_on(event), [event.event_id]))


def _at_study(f: Folding, _s: Standing, event: StudyLeaveStarted, day: date) -> None:
    kind = STUDY_OFF_THE_PAYROLL if event.on_payroll is False else STUDY_LEAVE
    f.absences.begin(Away(kind, day, expires_on(event), [event.event_id]))


def _on_maternity_leave(f: Folding, _s: Standing, event: MaternityLeaveStarted, day: date) -> None:
    f.absences.begin(Away(MATERNITY_LEAVE, day, expires_on(event), [event.event_id]))


def _graduated(f: Folding, _s: Standing, event: EducationCompleted, _day: date) -> None:
    dated = event.effective_date or event.issue_date
    by_year = PartialDate(event.year) if event.year is not None else None
    f.education.append(
        EducationHeld(
            kind="EDUCATION",
            level=event.degree.value,
            title=event.degree_as_printed,
            major=event.major,
            school=event.school,
            completed_on=by_year if dated is None else dated,
            status=DiplomaStatus.UNVERIFIED,
            number=event.diploma_no,
            event_ids=(event.event_id,),
        )
    )


def _trained(f: Folding, _s: Standing, event: TrainingCompleted, _day: date) -> None:
    f.education.append(
        EducationHeld(
            kind=event.kind.value,
            level=event.level,
            title=event.course,
            major=event.language,
            school=event.place,
            completed_on=event.certificate_date or event.effective_date or event.issue_date,
            status=DiplomaStatus.UNVERIFIED,
            number=event.certificate_no,
            event_ids=(event.event_id,),
        )
    )


def _verified(f: Folding, _s: Standing, event: DiplomaVerified, _day: date) -> None:
    """By its number, else the last diploma; of the school, if it is named."""
    for place in reversed(range(len(f.education))):
        held = f.education[place]
        if event.diploma_no is not None:
            meant = same_number(held.number, event.diploma_no)
        else:
            meant = held.kind == "EDUCATION" and event.school in (None, held.school)
        if meant:
            f.education[place] = held.model_copy(
                update={
                    "status": _STATUS_BY_RESULT[event.result],
                    "event_ids": (*held.event_ids, event.event_id),
                }
            )
            return


_STATUS_BY_RESULT = {
    DiplomaResult.GENUINE: DiplomaStatus.GENUINE,
    DiplomaResult.FAKE: DiplomaStatus.FAKE,
    DiplomaResult.NOT_FOUND: DiplomaStatus.NOT_FOUND,
}


def _announced(_f: Folding, _s: Standing, _event: CareerEvent, _day: date) -> None:
    """Says only when the pension begins; see `domain.pension`."""


SERVICE: dict[type[CareerEvent], Effect] = {
    ContractSigned: _signed,
    ContractAmended: _amended,
    ContractEnded: _contract_ended,
    StreamliningApplied: _streamlined,
    RetirementEarly: left(EndReason.EARLY_RETIREMENT),
    ResignationFromService: left(EndReason.RESIGNATION),
    ServiceTransferredOut: left(EndReason.TRANSFERRED_OUT),
    ServiceExtended: _announced,
    RetirementAgeOverridden: _announced,
    DisciplineReviewOpened: _reviewed,
    PartyDisciplineImposed: _by_the_party,
    UnpaidLeaveStarted: _on_unpaid_leave,
    UnpaidLeaveEnded: returned(UNPAID_LEAVE),
    StudyLeaveStarted: _at_study,
    StudyLeaveEnded: returned(STUDY_LEAVE),
    MaternityLeaveStarted: _on_maternity_leave,
    MaternityLeaveEnded: returned(MATERNITY_LEAVE),
    EducationCompleted: _graduated,
    TrainingCompleted: _trained,
    DiplomaVerified: _verified,
    AllowanceSet: lambda f, _s, event, day: f.keep().allow(event, day),
    SalaryRetained: lambda f, _s, event, day: f.keep().retain(event, day),
    PlanningApproved: lambda f, _s, event, day: f.keep().plan(event, day),
    PlanningRemoved: lambda f, _s, event, _day: f.keep().unplan(event),
    PartyJoined: lambda f, _s, event, day: f.keep().join(event, day),
    PartyOfficial: lambda f, _s, event, day: f.keep().make_official(event, day),
    PartyPostHeld: lambda f, _s, event, day: f.keep().hold_party_post(event, day),
    MilitaryServed: lambda f, _s, event, day: f.keep().serve_in_arms(event, day),
    TrainingSent: lambda f, _s, event, day: f.keep().send_to_training(event, day),
    TrainingCompensation: lambda f, _s, event, day: f.keep().repay(event, day),
    WorkPeriodClaimed: lambda f, _s, event, day: f.keep().claim_period(event, day),
    SalaryStepClaimed: lambda f, _s, event, day: f.keep().claim_step(event, day),
}
"""By kind of event."""
