"""What the authority's later acts did to its decisions. Source: domain.md 3.12, 3.9, 3.10.

An act may itself be corrected, revoked or replaced; acts are settled before what they concern. In a
circle of acts the one that comes first in the order of the career is settled last.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.events.acts import (
    DecisionAmended,
    DecisionCorrected,
    DecisionReplaced,
    DecisionRevoked,
    DecisionSuspended,
    VoidMode,
)
from domain.events.discipline import DisciplineImposed, DisciplineRevoked
from domain.events.envelope import CareerEvent
from domain.events.merit import AwardGranted, AwardRevoked
from domain.intervals import effective_on, expires_on, issued_on
from domain.numbers import same_number
from domain.standing import (
    Amendment,
    Days,
    Force,
    Pause,
    Standing,
    changed,
    fitting_changes,
    order_of,
)

ACTS = (
    DecisionCorrected,
    DecisionAmended,
    DecisionReplaced,
    DecisionRevoked,
    DecisionSuspended,
    DisciplineRevoked,
    AwardRevoked,
)
_ACT_TYPES = frozenset(ACTS)


def under_acts(standings: Iterable[Standing]) -> tuple[tuple[Standing, ...], tuple[UUID, ...]]:
    """Standings in the order of the career, acts applied; and the acts without their target."""
    ordered = sorted(standings, key=lambda standing: standing.order)
    acts = [standing for standing in ordered if type(standing.event) in _ACT_TYPES]
    if not acts:
        return tuple(ordered), ()
    known = {standing.event_id: standing for standing in ordered}
    unresolved: list[UUID] = []
    upon: dict[UUID, list[UUID]] = {}
    for act in acts:
        targets = _targets(act, ordered, known)
        if not targets:
            unresolved.append(act.event_id)
        for target in targets:
            upon.setdefault(target, []).append(act.event_id)
    for target in _acts_first(upon):
        concerned = [known[act] for act in upon[target]]
        known[target] = _affected(known[target], concerned)
    # A corrected date moves the event.
    settled = sorted((known[one.event_id] for one in ordered), key=lambda one: one.order)
    return tuple(settled), tuple(unresolved)


def _acts_first(upon: Mapping[UUID, Sequence[UUID]]) -> list[UUID]:
    """Targets, each behind those of its acts that are targets themselves; circles are cut."""
    placed: list[UUID] = []
    seen: set[UUID] = set()
    for root in upon:
        waiting = [(root, False)]
        while waiting:
            target, ready = waiting.pop()
            if ready:
                placed.append(target)
            elif target not in seen:
                seen.add(target)
                waiting.append((target, True))
                waiting.extend((act, False) for act in reversed(upon[target]) if act in upon)
    return placed


def _targets(
    act: Standing, ordered: Sequence[Standing], known: Mapping[UUID, Standing]
) -> tuple[UUID, ...]:
    event = act.event
    match event:
        case DisciplineRevoked():
            return _of_kind(act, ordered, DisciplineImposed, event.revoked_no)
        case AwardRevoked():
            awards = [
                one
                for one in ordered
                if isinstance(one.event, AwardGranted) and one.event.code == event.code
            ]
            return _of_kind(act, awards, AwardGranted, event.revoked_no)
        case (
            DecisionCorrected()
            | DecisionAmended()
            | DecisionReplaced()
            | DecisionRevoked()
            | DecisionSuspended()
        ):
            if event.target is not None:
                return (event.target,) if event.target in known else ()
            spared = {act.event_id, getattr(event, "successor", None)}
            others = [one for one in ordered if one.event_id not in spared]
            return tuple(one.event_id for one in _numbered(others, event.target_no, act))
        case _:
            return ()


def _of_kind(
    act: Standing, ordered: Sequence[Standing], kind: type[CareerEvent], number: str | None
) -> tuple[UUID, ...]:
    """By the number of the decision, or the last of its kind that had begun."""
    candidates = [one for one in ordered if isinstance(one.event, kind)]
    if number is not None:
        return tuple(one.event_id for one in _numbered(candidates, number, act))
    begun = [one for one in candidates if one.order[:2] <= act.order[:2]]
    return (begun[-1].event_id,) if begun else ()


def _numbered(
    candidates: Sequence[Standing], number: str | None, act: Standing
) -> tuple[Standing, ...]:
    """What that paper decided. Numbering restarts yearly: the last such paper before the act."""
    if number is None:
        return ()
    same = [one for one in candidates if same_number(_full_no(one), number)]
    if act.issued_on is not None:
        before = [one for one in same if one.issued_on is None or one.issued_on <= act.issued_on]
        same = before or same
    last = max((one.issued_on for one in same if one.issued_on is not None), default=None)
    return tuple(one for one in same if last is None or one.issued_on == last)


def _full_no(standing: Standing) -> str | None:
    decision = standing.event.decision
    return decision.full_no if decision is not None else None


def _affected(target: Standing, acts: Iterable[Standing]) -> Standing:
    for act in acts:
        if act.force is not Force.IN_FORCE or act.event_id == target.event_id:
            continue
        target = _under(target, act)
    return target


def _under(target: Standing, act: Standing) -> Standing:
    event, by = act.event, act.event_id
    match event:
        case DecisionCorrected():
            return _with_values(target, event, act)
        case DecisionAmended():
            return _amended(target, event, _spans(act, act.effective_on), by)
        case DecisionReplaced():
            return _void(target, act, force=Force.REPLACED)
        case DisciplineRevoked() | DecisionRevoked(void_mode=VoidMode.EX_TUNC):
            return _void(target, act)
        case DecisionRevoked() | AwardRevoked():
            return _ended(target, act)
        case DecisionSuspended():
            return _paused(target, _spans(act, act.effective_on, expires_on(event)), by)
        case _:
            return target


def _spans(act: Standing, start: date | None, end: date | None = None) -> tuple[Days, ...]:
    """When the act is felt, from `start`: it may be suspended, or revoked from a day on, itself.
    An act without any date cannot be placed, and is felt on no day."""
    if start is None:
        return ()
    spans: list[Days] = []
    end = _earliest(end, act.ends_on)
    for pause in sorted(act.pauses, key=lambda pause: pause.start):
        if start is not None and start < pause.start and (end is None or start < end):
            spans.append((start, _earliest(pause.start, end)))
        if start is not None:
            start = None if pause.end is None else max(start, pause.end)
    if start is not None and (end is None or start < end):
        spans.append((start, end))
    return tuple(spans)


def _void(target: Standing, act: Standing, *, force: Force = Force.VOID) -> Standing:
    """Void from its start, as long as the act stands."""
    spans = _spans(act, date.min)
    if spans != ((date.min, None),):
        return _paused(target, spans, act.event_id)
    return target._replace(
        force=force,
        force_by=act.event_id,
        mended_by=(*target.mended_by, act.event_id),
    )


def _ended(target: Standing, act: Standing) -> Standing:
    spans = _spans(act, act.effective_on)
    if spans != ((act.effective_on, None),):
        return _paused(target, spans, act.event_id)
    return target._replace(
        ends_on=_earliest(target.ends_on, act.effective_on),
        force_by=act.event_id,
        mended_by=(*target.mended_by, act.event_id),
    )


def _paused(target: Standing, spans: Sequence[Days], by: UUID) -> Standing:
    if not spans:
        return target
    return target._replace(
        pauses=(*target.pauses, *(Pause(start, end, by) for start, end in spans)),
        mended_by=(*target.mended_by, by),
    )


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _with_values(target: Standing, event: DecisionCorrected, act: Standing) -> Standing:
    """The paper says so from its start, as long as the act stands."""
    spans = _spans(act, date.min)
    if spans != ((date.min, None),):
        return _amended(target, event, spans, act.event_id)
    fitting = fitting_changes(target.event, event.changes, loosely=event.target is None)
    new = changed(target.event, fitting) if fitting else None
    if new is None:
        return target
    effective, issued = effective_on(new), issued_on(new)
    return target._replace(
        event=new,
        effective_on=effective,
        issued_on=issued,
        order=order_of(new, effective, issued, target.position),
        mended_by=(*target.mended_by, act.event_id),
    )


def _amended(
    target: Standing,
    event: DecisionAmended | DecisionCorrected,
    spans: tuple[Days, ...],
    by: UUID,
) -> Standing:
    amendment = Amendment(spans, event.changes, event.target is None, by)
    said = target.event
    for earlier in target.amendments:
        said = earlier.applied_to(said) or said
    if not spans or amendment.applied_to(said) is None:
        return target
    return target._replace(
        amendments=(*target.amendments, amendment),
        mended_by=(*target.mended_by, by),
    )
