"""R-STM-01: a step that cannot follow from what is known: most often a paper is missing.

The event is accepted; the warning says which paper to look for.

Source: domain.md 3.2.
"""

from collections.abc import Iterable, Iterator

from domain.events.appointment import (
    AppointmentMade,
    DismissalMade,
    PostRelieved,
    ReappointmentMade,
    ResignationAccepted,
    TermExtended,
)
from domain.events.discipline import (
    DisciplineImposed,
    DisciplineRevoked,
    SuspensionEnded,
    SuspensionStarted,
)
from domain.events.entry import ProbationEnded, ProbationStarted, ReceptionMade, RecruitmentMade
from domain.events.envelope import CareerEvent, UnitRef
from domain.events.merit import AwardGranted, AwardRevoked
from domain.events.movement import (
    ConcurrentEnded,
    SecondmentEnded,
    SecondmentExtended,
    SecondmentStarted,
)
from domain.posts import same_post
from domain.rules.case import Case
from domain.rules.finding import Finding, Severity
from domain.standing import Standing
from domain.state import Employment, PostHeld, PostStatus, State
from domain.unit_names import unit_key

_HOLDING = frozenset({PostStatus.HELD, PostStatus.EXTENDED, PostStatus.EXPIRED})


def holds(
    state: State, post: str | None, unit: UnitRef | None, *, acting: bool = False
) -> PostHeld | None:
    """The post of that name held on the day; in another unit only if the paper names none.

    `acting`: a post that one is only in charge of counts too.
    """
    for held in state.posts:
        if not acting and held.status in (PostStatus.ACTING, PostStatus.IN_CHARGE):
            continue
        if (post is None or same_post(held.post, post)) and _may_be_there(held, unit):
            return held
    return None


def _may_be_there(held: PostHeld, unit: UnitRef | None) -> bool:
    if unit is None or held.unit is None:
        return True
    if unit.unit_id is not None and held.unit_id is not None:
        return unit.unit_id == held.unit_id
    short, long = sorted((unit_key(held.unit), unit_key(unit.as_printed)), key=len)
    return short in long  # papers name the division alone, or with all that stands above it


def transition_findings(case: Case) -> Iterator[Finding]:
    if case.before is None:
        return
    yield from _posts(case, case.before)
    yield from _service(case, case.before)
    yield from _undoing(case, case.before)


def _posts(case: Case, before: State) -> Iterator[Finding]:
    match case.event:
        case ReappointmentMade(post=post, unit=unit):
            if holds(before, post, unit) is None:
                yield case.warn("R-STM-01.postNotHeld", field="post", post=post)
        case TermExtended(post=post, unit=unit):
            if holds(before, post, unit) is None:
                yield case.warn("R-STM-01.postNotHeld", field="post", post=post)
        case (
            PostRelieved(post=post, unit=unit)
            | ResignationAccepted(post=post, unit=unit)
            | DismissalMade(post=post, unit=unit)
        ):
            if holds(before, post, unit, acting=True) is None:
                yield case.warn("R-STM-01.postNotHeld", field="post", post=post)
        case AppointmentMade(post=post, unit=unit):
            held = holds(before, post, unit)
            if held is not None and held.status in _HOLDING and unit is not None:
                yield case.warn(
                    "R-STM-01.postHeldAlready", field="post", by=held.event_ids, post=post
                )
        case _:
            return


def _service(case: Case, before: State) -> Iterator[Finding]:
    now = before.employment
    by = before.because.get("employment", ())
    odd = None
    match case.event:
        case RecruitmentMade() | ReceptionMade():
            if now is not Employment.NONE and now is not Employment.ENDED and _moves_nowhere(case):
                odd = "alreadyServing"
        case ProbationStarted():
            odd = "alreadyServing" if now is Employment.ACTIVE else None
        case ProbationEnded():
            odd = None if now is Employment.PROBATION else "noProbation"
        case SecondmentStarted():
            odd = "alreadySeconded" if now is Employment.SECONDED_OUT else None
        case SecondmentExtended() | SecondmentEnded():
            open_still = _is_open(case, SecondmentStarted, SecondmentEnded)
            odd = None if open_still else "notSeconded"
        case ConcurrentEnded(post=post):
            odd = None if _is_beside(before, post) else "notConcurrent"
        case _ if case.event.topic.endswith("Leave.ended"):
            odd = None if _is_away(case) else "notOnLeave"
        case SuspensionStarted():
            odd = "alreadySuspended" if now is Employment.SUSPENDED else None
        case SuspensionEnded():
            open_still = _is_open(case, SuspensionStarted, SuspensionEnded)
            odd = None if open_still else "notSuspended"
        case _:
            pass
    if odd is not None:
        yield case.warn(f"R-STM-01.{odd}", by=by, employment=now.value)


def _is_beside(before: State, post: str) -> bool:
    return any(same_post(held.post, post) for held in before.posts)


def _is_away(case: Case) -> bool:
    """The leave of the kind was begun and not ended, though its time may be over."""
    kind = case.event.topic.partition(".")[0]
    begun = False
    for _, event in case.earlier_of(CareerEvent):
        if event.topic.startswith(f"{kind}."):
            begun = event.topic.endswith(".started")
    return begun


def _is_open(case: Case, start: type[CareerEvent], end: type[CareerEvent]) -> bool:
    """Begun and not ended by a paper, though its time may be over (R-MOV-02)."""
    begun = False
    for _, event in case.earlier_of(CareerEvent):
        if isinstance(event, start | end):
            begun = isinstance(event, start)
    return begun


def _moves_nowhere(case: Case) -> bool:
    """From another body, or into another class, one is received out of service; not hired twice."""
    event = case.event
    if isinstance(event, ReceptionMade):
        return event.from_unit is None and event.from_class is None
    if isinstance(event, RecruitmentMade) and case.personnel_class is not None:
        return event.personnel_class is case.personnel_class
    return True


def _undoing(case: Case, before: State) -> Iterator[Finding]:
    match case.event:
        case DisciplineRevoked(revoked_no=number):
            imposed = any(case.others_of(DisciplineImposed))
            # Revoked already, it is void, not gone: the career lists it as revoked.
            if not imposed and not before.discipline:
                yield case.warn("R-STM-01.noDiscipline", field="revoked_no", number=number)
        case AwardRevoked(code=code):
            granted = any(event.code == code for _, event in case.others_of(AwardGranted))
            if not granted and not any(one.code == code for one in before.awards):
                yield case.warn("R-STM-01.noAward", field="code", award=code)
        case _:
            return


def entry_finding(standings: Iterable[Standing], state: State) -> Iterator[Finding]:
    """Asked once for a whole career: the paper by which service began is not there."""
    if state.employment is Employment.NONE:
        return
    if not any(isinstance(one.event, RecruitmentMade | ReceptionMade) for one in standings):
        yield Finding(
            rule="R-STM-01",
            severity=Severity.INFO,
            code="R-STM-01.noEntry",
            event_ids=state.because.get("employment", ()),
        )
