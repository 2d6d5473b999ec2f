"""What appointments and movements do to a career. Source: domain.md 3.4, 3.5."""

from datetime import date

from domain.away import SECONDMENT, Away, AwayKind
from domain.events.appointment import (
    ActingAssigned,
    ActingMode,
    AppointmentMade,
    DesignationMade,
    DismissalMade,
    ElectionApproved,
    ElectionOutcome,
    PostRelieved,
    ReappointmentMade,
    ResignationAccepted,
    TermExtended,
)
from domain.events.envelope import CareerEvent, PersonnelClass
from domain.events.movement import (
    AssignmentMade,
    ConcurrentEnded,
    ConcurrentStarted,
    LeaderRotated,
    PlacementChanged,
    PositionRotationMade,
    SecondmentEnded,
    SecondmentExtended,
    SecondmentStarted,
    TransferMade,
)
from domain.folding import Effect, Folding
from domain.intervals import expires_on, plus_months
from domain.posts import DEFAULT_TERM_MONTHS, Holding
from domain.standing import Standing
from domain.state import PostStatus

_Giving = (
    AppointmentMade
    | ReappointmentMade
    | ActingAssigned
    | LeaderRotated
    | TransferMade
    | ElectionApproved
    | DesignationMade
    | ConcurrentStarted
)
"""What gives a post."""


def _holding(
    f: Folding,
    standing: Standing,
    event: _Giving,
    day: date,
    *,
    default_months: int | None,
) -> Holding:
    unit = event.to_unit if isinstance(event, LeaderRotated | TransferMade) else event.unit
    return Holding(
        post=event.post,
        unit=unit,
        start=day,
        expires_on=expires_on(event, default_months=default_months),
        event_ids=[event.event_id],
        cut_on=standing.ends_on,
        suspended=standing.is_paused_on(f.valid_on),
    )


def _appointed(f: Folding, standing: Standing, event: AppointmentMade, day: date) -> None:
    months = DEFAULT_TERM_MONTHS if event.term_label is None else None
    new = _holding(f, standing, event, day, default_months=months)
    new.concurrent = event.concurrent
    f.posts.appoint(new)
    if event.unit is not None and not event.concurrent and standing.counts_on(f.valid_on):
        f.place(event.unit, day, event.event_id)


def _elected(f: Folding, standing: Standing, event: ElectionApproved, day: date) -> None:
    """A cadre's post to the end of the term of office; or the approval that it has ended."""
    match event.outcome:
        case ElectionOutcome.ELECTED:
            _for_a_term(f, standing, event, day)
            if not event.concurrent and standing.counts_on(f.valid_on):
                f.personnel_class, f.class_by = PersonnelClass.CAN_BO, event.event_id
        case ElectionOutcome.DISMISSED:
            f.posts.leave(
                event.post, event.unit, day, status=PostStatus.DISMISSED, by=event.event_id
            )
        case ElectionOutcome.RECALLED:
            f.posts.leave(
                event.post, event.unit, day, status=PostStatus.RECALLED, by=event.event_id
            )


def _for_a_term(
    f: Folding, standing: Standing, event: ElectionApproved | DesignationMade, day: date
) -> None:
    new = _holding(f, standing, event, day, default_months=None)
    new.concurrent = event.concurrent
    f.posts.appoint(new)
    if event.unit is not None and not event.concurrent and standing.counts_on(f.valid_on):
        f.place(event.unit, day, event.event_id)


def _beside(f: Folding, standing: Standing, event: ConcurrentStarted, day: date) -> None:
    new = _holding(f, standing, event, day, default_months=None)
    new.concurrent = True
    f.posts.appoint(new)


def _no_longer_beside(f: Folding, _s: Standing, event: ConcurrentEnded, day: date) -> None:
    f.posts.leave(
        event.post,
        event.unit,
        day,
        status=PostStatus.RELIEVED,
        by=event.event_id,
        concurrent_only=True,
    )


def _reappointed(f: Folding, standing: Standing, event: ReappointmentMade, day: date) -> None:
    months = None if event.until_retirement else DEFAULT_TERM_MONTHS
    new = _holding(f, standing, event, day, default_months=months)
    new.until_retirement = event.until_retirement
    f.posts.reappoint(new)


def _acting(f: Folding, standing: Standing, event: ActingAssigned, day: date) -> None:
    new = _holding(f, standing, event, day, default_months=None)
    acting_q = event.mode is ActingMode.ACTING_Q
    new.status = PostStatus.ACTING if acting_q else PostStatus.IN_CHARGE
    f.posts.act(new)


def _extended(f: Folding, _s: Standing, event: TermExtended, day: date) -> None:
    f.posts.extend(event, day)


def _left_post(status: PostStatus) -> Effect:
    def effect(f: Folding, _s: Standing, event: PostRelieved, day: date) -> None:
        f.posts.leave(event.post, event.unit, day, status=status, by=event.event_id)

    return effect


def _transferred(f: Folding, standing: Standing, event: TransferMade, day: date) -> None:
    """A post named with the transfer counts from here, unless a paper of that day gives it; the
    transfer itself sets no term (domain.md 3.5, R-APT-03)."""
    f.place(event.to_unit, day, event.event_id, event.job_position)
    f.posts.move(event.to_unit, day, status=PostStatus.ENDED_BY_TRANSFER, by=event.event_id)
    if event.post is not None and not f.posts.given_on(day, event.post):
        new = _holding(f, standing, event, day, default_months=None)
        new.expires_on, new.by_transfer = None, True
        f.posts.appoint(new)


def _rotated(f: Folding, standing: Standing, event: LeaderRotated, day: date) -> None:
    if standing.counts_on(f.valid_on):
        f.place(event.to_unit, day, event.event_id)
    f.posts.move(event.to_unit, day, status=PostStatus.ENDED_BY_TRANSFER, by=event.event_id)
    if event.post is not None:
        f.posts.appoint(_holding(f, standing, event, day, default_months=None))


def _reorganised(f: Folding, _s: Standing, event: PlacementChanged, day: date) -> None:
    f.place(event.to_unit, day, event.event_id, event.job_position)
    f.posts.move(event.to_unit, day, status=PostStatus.ENDED_BY_REORG, by=event.event_id)


def _assigned(f: Folding, _s: Standing, event: AssignmentMade, day: date) -> None:
    unit = event.unit or f.placement
    told = (event.unit, event.job_position, event.position_code)
    if unit is not None and any(one is not None for one in told):
        f.place(unit, day, event.event_id, event.job_position, event.position_code)


def _position_rotated(f: Folding, _s: Standing, event: PositionRotationMade, day: date) -> None:
    unit = event.to_unit or f.placement
    if unit is not None:
        f.place(unit, day, event.event_id, event.job_position, event.position_code)


def _seconded(f: Folding, _s: Standing, event: SecondmentStarted, day: date) -> None:
    """The placement stays with the sender, on whose quota the person is."""
    f.absences.begin(Away(SECONDMENT, day, expires_on(event), [event.event_id], event.to_unit))


def _seconded_longer(f: Folding, _s: Standing, event: SecondmentExtended, day: date) -> None:
    away = f.absences.open.get(SECONDMENT.name)
    if away is None:
        return
    printed = event.end_date is not None or event.last_day is not None
    if printed or away.end is None:
        away.end = expires_on(event)
    elif event.term_months is not None:
        away.end = plus_months(max(away.end, day), event.term_months)
    away.event_ids.append(event.event_id)


def returned(kind: AwayKind) -> Effect:
    def effect(f: Folding, _s: Standing, event: CareerEvent, day: date) -> None:
        f.absences.end(kind, day, event.event_id)

    return effect


MOVES: dict[type[CareerEvent], Effect] = {
    AppointmentMade: _appointed,
    ReappointmentMade: _reappointed,
    ElectionApproved: _elected,
    DesignationMade: _for_a_term,
    ConcurrentStarted: _beside,
    ConcurrentEnded: _no_longer_beside,
    ActingAssigned: _acting,
    TermExtended: _extended,
    PostRelieved: _left_post(PostStatus.RELIEVED),
    ResignationAccepted: _left_post(PostStatus.RESIGNED),
    DismissalMade: _left_post(PostStatus.DISMISSED),
    TransferMade: _transferred,
    LeaderRotated: _rotated,
    PlacementChanged: _reorganised,
    AssignmentMade: _assigned,
    PositionRotationMade: _position_rotated,
    SecondmentStarted: _seconded,
    SecondmentExtended: _seconded_longer,
    SecondmentEnded: returned(SECONDMENT),
}
"""By kind of event."""
