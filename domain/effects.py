"""What each kind of event does to a career. Source: domain.md 3.2 to 3.11.

Total: an event that contradicts what is known (a further term without a post held) is taken as the
paper says; the rules find the contradiction. A kind without an entry changes nothing.
"""

from collections.abc import Iterable
from datetime import date

from domain.away import SUSPENSION, Away
from domain.events.appointment import (
    ActingAssigned,
    AppointmentMade,
    DesignationMade,
    ElectionApproved,
    ReappointmentMade,
    TermExtended,
)
from domain.events.discipline import (
    DeathRecorded,
    DisciplineForm,
    DisciplineImposed,
    RetirementDecided,
    RetirementNoticed,
    ServiceTerminated,
    SuspensionEnded,
    SuspensionStarted,
)
from domain.events.entry import (
    ClassChanged,
    GradeAssigned,
    ProbationEnded,
    ProbationStarted,
    ReceptionMade,
    RecruitmentMade,
)
from domain.events.envelope import CareerEvent
from domain.events.merit import AwardGranted, EvaluationRecorded, Grantee, Rating
from domain.events.movement import (
    AssignmentMade,
    ConcurrentStarted,
    LeaderRotated,
    MaternityLeaveStarted,
    PlacementChanged,
    PositionRotationMade,
    SecondmentStarted,
    StudyLeaveStarted,
    TransferMade,
    UnpaidLeaveStarted,
)
from domain.events.salary import (
    BeyondScaleSet,
    GradeConverted,
    GradePromoted,
    RaiseDelayed,
    SalaryRetained,
    StepRaised,
    StepRaisedEarly,
    TitlePromoted,
)
from domain.folding import Effect, Folding, Sanction
from domain.held import Monitoring
from domain.intervals import effective_on, expires_on, implied_on, plus_days
from domain.moves import MOVES, returned
from domain.pension import ANNOUNCING
from domain.service import SERVICE, left
from domain.standing import Force, Standing
from domain.state import AwardHeld, AwardStatus, Employment, EndReason, EvaluationHeld, PostStatus
from domain.tables.uncounted import Idle


def fold(standings: Iterable[Standing], valid_on: date) -> Folding:
    """Fold standings, in the order of the career, to what is true on `valid_on`."""
    folding = Folding(valid_on)
    for standing in standings:
        if type(standing.event) in ANNOUNCING:
            folding.pension.announce(standing, standing.event_on(valid_on), valid_on)
        take(folding, standing)
    return folding


def take(folding: Folding, standing: Standing) -> None:
    """Let one event do what it does by the day that is asked about."""
    event, day = standing.event, standing.effective_on
    effect = EFFECTS.get(type(event))
    if effect is None:
        return
    valid_on = folding.valid_on
    if standing.amendments:
        event = standing.event_on(valid_on)
        day = effective_on(event)
    day = day or implied_on(event)
    if day is None or day > valid_on:
        return
    if folding.leaving is not None:
        folding.settle_leaving(day)
    touched = standing.force is not Force.IN_FORCE or standing.pauses or standing.ends_on
    if touched and not _still_felt(folding, standing, event, day):
        return
    if folding.service is Employment.NONE and type(event) in _IMPLYING_SERVICE:
        folding.serve(Employment.ACTIVE, day, event.event_id)
    effect(folding, standing, event, day)


def _still_felt(folding: Folding, standing: Standing, event: CareerEvent, day: date) -> bool:
    """True if a decision that was taken back or suspended still goes to its effect.

    Posts, awards and discipline show what became of them; of all else nothing is left.
    """
    if standing.force is Force.IN_FORCE:
        return type(event) in _OUTLIVING or standing.counts_on(folding.valid_on)
    if standing.force is Force.VOID and isinstance(event, DisciplineImposed):
        folding.sanctions.append(Sanction(event, day, revoked=True))
    return False


def _recruited(f: Folding, _s: Standing, event: RecruitmentMade, day: date) -> None:
    in_part = (event.pay_percent or 100) < 100
    tried = bool(event.probation_months) or in_part
    waits = tried and (in_part or event.pay_percent is None)
    if tried:
        cause = Idle.UNPAID_PROBATION if waits else Idle.PROBATION
        f.try_out(day, event.event_id, cause=cause)
    else:
        f.serve(Employment.ACTIVE, day, event.event_id)
    f.personnel_class, f.class_by = event.personnel_class, event.event_id
    f.place(event.unit, day, event.event_id, event.job_position)
    f.pay.enter(
        event.grade_code,
        event.step,
        event.coefficient,
        day=day,
        by=event.event_id,
        counts=not waits,
    )


def _received(f: Folding, _s: Standing, event: ReceptionMade, day: date) -> None:
    f.serve(Employment.ACTIVE, day, event.event_id)
    if event.to_class is not None:
        f.personnel_class, f.class_by = event.to_class, event.event_id
    f.place(event.unit, day, event.event_id)
    if event.coefficient != f.pay.coefficient or event.grade_code != f.pay.grade_code:
        f.pay.enter(
            event.grade_code,
            event.step,
            event.coefficient,
            day=day,
            by=event.event_id,
            counts=True,
        )


def _tried(f: Folding, _s: Standing, event: ProbationStarted, day: date) -> None:
    """Beside a recruitment that says so too it adds nothing; after service it has no place."""
    if f.service not in (Employment.ENDED, Employment.PROBATION):
        f.try_out(day, event.event_id, cause=Idle.PROBATION)


def _approved(f: Folding, _s: Standing, event: ProbationEnded, day: date) -> None:
    if f.service in (Employment.PROBATION, Employment.NONE):
        f.approve(day, event.event_id)


def _reclassed(f: Folding, _s: Standing, event: ClassChanged, _day: date) -> None:
    f.personnel_class, f.class_by = event.to_class, event.event_id


def _graded(f: Folding, _s: Standing, event: GradeAssigned, day: date) -> None:
    if f.service is Employment.PROBATION:
        f.approve(day, event.event_id)
    f.pay.assign(event, day)
    f.pay.professional_level = event.professional_level or f.pay.professional_level


def _suspended(f: Folding, _s: Standing, event: SuspensionStarted, day: date) -> None:
    end = expires_on(event)
    if end is None and event.term_days is not None:
        end = plus_days(day, event.term_days)
    f.absences.begin(Away(SUSPENSION, day, end, [event.event_id]))


def _raised(f: Folding, _s: Standing, event: StepRaised | StepRaisedEarly, day: date) -> None:
    f.pay.raise_step(event, day)


def _promoted(f: Folding, standing: Standing, event: GradePromoted, day: date) -> None:
    f.pay.promote(event, day, standing.issued_on)


def _title_promoted(f: Folding, standing: Standing, event: TitlePromoted, day: date) -> None:
    f.pay.promote(event, day, standing.issued_on)
    f.pay.professional_level = event.professional_level or f.pay.professional_level


def _converted(f: Folding, standing: Standing, event: GradeConverted, day: date) -> None:
    f.pay.convert(event, day, standing.issued_on)
    f.pay.professional_level = event.professional_level or f.pay.professional_level


def _beyond(f: Folding, _s: Standing, event: BeyondScaleSet, day: date) -> None:
    f.pay.go_beyond(event, day)


def _delayed(f: Folding, _s: Standing, event: RaiseDelayed, day: date) -> None:
    f.pay.delay_by_decision(event, day)


def _disciplined(f: Folding, standing: Standing, event: DisciplineImposed, day: date) -> None:
    if standing.is_paused_on(f.valid_on):
        return
    if not standing.counts_on(f.valid_on):
        f.sanctions.append(Sanction(event, day, revoked=True))
        return
    for earlier in f.sanctions:
        if not earlier.revoked and earlier.superseded_on is None:
            earlier.superseded_on = day
    f.sanctions.append(Sanction(event, day))
    _decided(f, event)
    f.pay.delay_by_discipline(event, day, f.personnel_class)
    by = event.event_id
    match event.form:
        case DisciplineForm.KHIEN_TRACH | DisciplineForm.CANH_CAO:
            pass
        case DisciplineForm.HA_BAC_LUONG:
            f.pay.lower(event)
        case DisciplineForm.GIANG_CHUC:
            f.posts.end_all(day, status=PostStatus.REMOVED, by=by, concurrent_too=False)
        case DisciplineForm.CACH_CHUC:
            f.posts.end_all(day, status=PostStatus.REMOVED, by=by)
        case DisciplineForm.BAI_NHIEM:
            f.posts.end_all(day, status=PostStatus.RECALLED, by=by)
        case DisciplineForm.BUOC_THOI_VIEC:
            f.leave(EndReason.DISCIPLINE, day, by)
        case DisciplineForm.XOA_TU_CACH:
            f.posts.strip(event.stripped_posts, by)


def _decided(f: Folding, event: DisciplineImposed) -> None:
    """The reviews that it ends: of its case, or of no case that is named."""
    for review in f.reviews:
        if event.case_id is None or review.event.case_id in (None, event.case_id):
            review.decided = True


def _rated(f: Folding, standing: Standing, event: EvaluationRecorded, day: date) -> None:
    """A year's rating; of a month or a quarter it only watches over the year."""
    if event.month is not None or event.quarter is not None:
        f.keep().monitoring.append(
            Monitoring(
                year=event.year,
                month=event.month,
                quarter=event.quarter,
                rating=event.rating,
                score=event.score,
                event_id=event.event_id,
            )
        )
        return
    f.evaluations.append(
        EvaluationHeld(
            year=event.year,
            rating=event.rating,
            effective_date=standing.effective_on,
            event_id=event.event_id,
        )
    )
    if event.rating is Rating.KHONG:
        f.pay.delay_by_rating(event, day, f.personnel_class)


def _awarded(f: Folding, standing: Standing, event: AwardGranted, day: date) -> None:
    if event.granted_to is not Grantee.PERSON or standing.is_paused_on(f.valid_on):
        return
    kept = standing.counts_on(f.valid_on)
    f.awards.append(
        AwardHeld(
            code=event.code,
            full_name=event.full_name,
            achievement_period=event.achievement_period,
            effective_date=day,
            status=AwardStatus.GRANTED if kept else AwardStatus.REVOKED,
            event_id=event.event_id,
        )
    )


def _nothing(_f: Folding, _s: Standing, _event: CareerEvent, _day: date) -> None:
    """Announces only."""


EFFECTS: dict[type[CareerEvent], Effect] = {
    **MOVES,
    **SERVICE,
    RecruitmentMade: _recruited,
    ReceptionMade: _received,
    ProbationStarted: _tried,
    ProbationEnded: _approved,
    ClassChanged: _reclassed,
    GradeAssigned: _graded,
    SuspensionStarted: _suspended,
    SuspensionEnded: returned(SUSPENSION),
    StepRaised: _raised,
    StepRaisedEarly: _raised,
    GradePromoted: _promoted,
    TitlePromoted: _title_promoted,
    GradeConverted: _converted,
    BeyondScaleSet: _beyond,
    RaiseDelayed: _delayed,
    DisciplineImposed: _disciplined,
    EvaluationRecorded: _rated,
    AwardGranted: _awarded,
    RetirementNoticed: _nothing,
    RetirementDecided: left(EndReason.RETIREMENT),
    ServiceTerminated: left(EndReason.TERMINATION),
    DeathRecorded: left(EndReason.DEATH),
}
"""By kind of event."""

_OUTLIVING = frozenset(
    {
        AppointmentMade,
        ReappointmentMade,
        ActingAssigned,
        ElectionApproved,
        DesignationMade,
        ConcurrentStarted,
        LeaderRotated,
        DisciplineImposed,
        AwardGranted,
    }
)
_IMPLYING_SERVICE = frozenset(
    {
        GradeAssigned,
        AppointmentMade,
        ReappointmentMade,
        ActingAssigned,
        TermExtended,
        TransferMade,
        LeaderRotated,
        PlacementChanged,
        AssignmentMade,
        PositionRotationMade,
        SecondmentStarted,
        StepRaised,
        StepRaisedEarly,
        GradePromoted,
        GradeConverted,
        BeyondScaleSet,
        EvaluationRecorded,
        ElectionApproved,
        DesignationMade,
        ConcurrentStarted,
        TitlePromoted,
        SalaryRetained,
        SuspensionStarted,
        UnpaidLeaveStarted,
        StudyLeaveStarted,
        MaternityLeaveStarted,
    }
)
"""Who is appointed or raised is in service, though the paper of entry is missing (R-STM-01)."""
