"""A person's stream, read record by record: how each event stands.

Source: domain.md 3.12, 3.16, 3.17.

Two passes: what was done to which event is gathered first, so that the order of recording decides
only where it must. Nothing raises: a history may contradict itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from uuid import UUID

from domain.events.acts import (
    EventDisputed,
    EventVerified,
    EvidenceAttached,
    EvidenceWithdrawn,
    FindingExplained,
    RecordAnnulled,
    RecordCorrected,
    RecordReinstated,
    SampleDrawn,
)
from domain.events.envelope import CareerEvent, PersonEvent, Recorded
from domain.evidence import Rank, Source
from domain.intervals import effective_on, issued_on
from domain.second_look import Always, LookPolicy, Never, Sample, SecondLook, policy_of
from domain.standing import (
    Force,
    Look,
    Mending,
    MendingEvent,
    Settled,
    Standing,
    changed,
    order_of,
)

LOCAL = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh has had no other offset since 1975. Source: domain.md 2.10."""


@dataclass(slots=True)
class _Looked:
    """One second look: verified, or disputed."""

    by: UUID
    at: datetime
    position: int
    agreed: bool


@dataclass(slots=True)
class _Gathered:
    """The stream by what its events concern, each list in recording order."""

    careers: dict[UUID, tuple[Recorded, CareerEvent]] = field(default_factory=dict)
    mendings: dict[UUID, tuple[Recorded, MendingEvent]] = field(default_factory=dict)
    attached: dict[UUID, list[tuple[int, EvidenceAttached]]] = field(default_factory=dict)
    withdrawn: set[UUID] = field(default_factory=set)
    looks: dict[UUID, list[_Looked]] = field(default_factory=dict)
    draws: dict[UUID, bool] = field(default_factory=dict)
    explained: list[FindingExplained] = field(default_factory=list)

    @property
    def touched(self) -> set[UUID]:
        """What somebody has looked at, drawn, or attached a paper to."""
        return self.attached.keys() | self.looks.keys() | self.draws.keys()


def settle(recorded: Iterable[Recorded], policy: SecondLook) -> Settled:
    """Standings and mendings in recording order; `recorded` in the order of the ledger."""
    gathered = _gather(recorded)
    mendings = {
        event_id: _mending(row, event, gathered.looks.get(event_id, ()))
        for event_id, (row, event) in gathered.mendings.items()
    }
    by_target: dict[UUID, list[Mending]] = {}
    for mending in mendings.values():
        by_target.setdefault(_original(mending.event, mendings), []).append(mending)
    policies = _policies(policy)
    touched = gathered.touched | by_target.keys()
    standings = tuple(
        _standing(row, event, by_target.get(event_id, ()), gathered, policies)
        if event_id in touched
        else _untouched(row, event, policies)
        for event_id, (row, event) in gathered.careers.items()
    )
    return Settled(standings, tuple(mendings.values()), tuple(gathered.explained))


def _gather(recorded: Iterable[Recorded]) -> _Gathered:
    found = _Gathered()
    for row in recorded:
        event = row.event
        if isinstance(event, CareerEvent):
            found.careers.setdefault(event.event_id, (row, event))
        elif isinstance(event, PersonEvent):
            _gather_other(found, row, event)
    return found


def _gather_other(found: _Gathered, row: Recorded, event: PersonEvent) -> None:
    match event:
        case RecordCorrected() | RecordAnnulled() | RecordReinstated():
            found.mendings.setdefault(event.event_id, (row, event))
        case EventVerified() | EventDisputed():
            agreed = isinstance(event, EventVerified)
            look = _Looked(event.recorded_by, row.recorded_at, row.position, agreed)
            found.looks.setdefault(event.target, []).append(look)
        case EvidenceAttached():
            found.attached.setdefault(event.target, []).append((row.position, event))
        case EvidenceWithdrawn():
            found.withdrawn.add(event.attachment)
        case SampleDrawn():
            # A later draw adds to an earlier one: nobody draws again until it comes out.
            found.draws[event.target] = event.drawn or found.draws.get(event.target, False)
        case FindingExplained():
            found.explained.append(event)
        case _:
            pass  # another kind of fact about the person, without a say in this


def _original(event: MendingEvent, mendings: dict[UUID, Mending]) -> UUID:
    """The career event meant: a correction of a correction targets the original."""
    target, seen = event.target, {event.event_id}
    while target in mendings and target not in seen:
        seen.add(target)
        target = mendings[target].event.target
    return target


def _mending(row: Recorded, event: MendingEvent, looks: Sequence[_Looked]) -> Mending:
    last = _last_look(looks, frozenset({event.recorded_by}), since=row.position)
    agreed = last is not None and last.agreed
    return Mending(
        event=event,
        position=row.position,
        recorded_at=row.recorded_at,
        look=Look.DONE if agreed else Look.REQUIRED,
        verified_by=last.by if last and agreed else None,
        verified_at=last.at if last and agreed else None,
        disputed_by=last.by if last and not agreed else None,
    )


def _last_look(
    looks: Sequence[_Looked], touched_by: frozenset[UUID], *, since: int
) -> _Looked | None:
    """The last look after `since` by somebody who has not touched the event."""
    for look in reversed(looks):
        if look.position > since and look.by not in touched_by:
            return look
    return None


def _standing(
    row: Recorded,
    original: CareerEvent,
    mendings: Sequence[Mending],
    gathered: _Gathered,
    policies: "_Policies",
) -> Standing:
    event_id = original.event_id
    attached = gathered.attached.get(event_id, ())
    looks = gathered.looks.get(event_id, ())
    drawn = gathered.draws.get(event_id)
    event, force, force_by = original, Force.IN_FORCE, None
    mended_by: tuple[UUID, ...] = ()
    if mendings:
        event, force, force_by, mended_by = _mended(original, mendings)
    rank, paper_since = event.evidence, row.position
    sources: tuple[Source, ...] = (event.source,) if event.source is not None else ()
    touched_by = frozenset((original.recorded_by,))
    live: Sequence[tuple[int, EvidenceAttached]] = ()
    if attached:
        live = [one for one in attached if one[1].event_id not in gathered.withdrawn]
    if live:
        rank, added, paper_since = _evidenced(event, row.position, live)
        sources += added
        touched_by |= {attachment.recorded_by for _, attachment in live}
    if mendings:
        correctors = (m.event for m in mendings if isinstance(m.event, RecordCorrected))
        touched_by |= {correction.recorded_by for correction in correctors}
    last = _seen(looks, mendings, touched_by, since=paper_since) if looks else None
    agreed = last is not None and last.agreed
    disputed = last is not None and not last.agreed
    effective, issued = effective_on(event), issued_on(event)
    return Standing(
        event=event,
        original=original,
        position=row.position,
        version=row.version,
        recorded_at=row.recorded_at,
        effective_on=effective,
        issued_on=issued,
        order=order_of(event, effective, issued, row.position),
        rank=rank,
        sources=sources,
        attachments=tuple(attachment.event_id for _, attachment in live) if live else (),
        look=Look.DONE
        if agreed
        else Look.REQUIRED
        if disputed
        else _look_of(policies.of(event, row, rank), drawn),
        verified_by=last.by if last and agreed else None,
        verified_at=last.at if last and agreed else None,
        disputed_by=last.by if last and disputed else None,
        touched_by=touched_by,
        mended_by=mended_by,
        pending=tuple(m.event.event_id for m in mendings if m.is_pending) if mendings else (),
        force=force,
        force_by=force_by,
    )


def _untouched(row: Recorded, event: CareerEvent, policies: "_Policies") -> Standing:
    """As recorded, and nothing was done to it since: most events, so the shortest way."""
    effective, issued, rank = effective_on(event), issued_on(event), event.evidence
    return Standing(
        event,
        event,
        row.position,
        row.version,
        row.recorded_at,
        effective,
        issued,
        order_of(event, effective, issued, row.position),
        rank,
        (event.source,) if event.source is not None else (),
        (),
        _look_of(policies.of(event, row, rank), None),
        None,
        None,
        None,
        frozenset((event.recorded_by,)),
        (),
        (),
        Force.IN_FORCE,
        None,
    )


class _Policies:
    """A second-look policy asked once per kind, rank and, if its rows are dated, day."""

    __slots__ = ("_asked", "_dated", "_policy")

    def __init__(self, policy: SecondLook) -> None:
        self._policy, self._dated = policy, policy.is_dated
        self._asked: dict[tuple[type[CareerEvent], Rank, date | None], LookPolicy] = {}

    def of(self, event: CareerEvent, row: Recorded, rank: Rank) -> LookPolicy:
        day = row.recorded_at.astimezone(LOCAL).date() if self._dated else None
        key = type(event), rank, day
        known = self._asked.get(key)
        if known is None:
            known = policy_of(event, day or date.min, rank=rank, policy=self._policy)
            self._asked[key] = known
        return known


@lru_cache(maxsize=4)
def _policies(policy: SecondLook) -> _Policies:
    """An archive has one policy, and asks it for every career."""
    return _Policies(policy)


def _look_of(policy: LookPolicy, drawn: bool | None) -> Look:
    match policy:
        case Always():
            return Look.REQUIRED
        case Sample():
            if drawn is None:
                return Look.REQUIRED  # who leaves out the draw does not escape the look
            return Look.DRAWN if drawn else Look.NOT_NEEDED
        case Never():
            return Look.NOT_NEEDED


def _mended(
    original: CareerEvent, mendings: Sequence[Mending]
) -> tuple[CareerEvent, Force, UUID | None, tuple[UUID, ...]]:
    """The event with the corrections in force, whether it is annulled, by what."""
    event, force, force_by = original, Force.IN_FORCE, None
    mended_by: list[UUID] = []
    for mending in mendings:
        if not mending.in_force:
            continue
        act = mending.event
        match act:
            case RecordCorrected():
                corrected = changed(event, act.changes)
                if corrected is None:
                    continue
                event = corrected
            case RecordAnnulled():
                force, force_by = Force.ANNULLED, act.event_id
            case RecordReinstated():
                force, force_by = Force.IN_FORCE, None
        mended_by.append(act.event_id)
    return event, force, force_by, tuple(mended_by)


def _evidenced(
    event: CareerEvent, position: int, attached: Sequence[tuple[int, EvidenceAttached]]
) -> tuple[Rank, tuple[Source, ...], int]:
    """Best rank, sources added, and since which position there is a paper to compare with."""
    rank = event.evidence
    sources: list[Source] = []
    paper_since = position
    for attached_at, attachment in attached:
        sources.append(attachment.source)
        if attachment.rank.is_better_than(rank):
            if attachment.rank.is_paper and not rank.is_paper:
                paper_since = attached_at
            rank = attachment.rank
    return rank, tuple(sources), paper_since


def _seen(
    looks: Sequence[_Looked],
    mendings: Sequence[Mending],
    touched_by: frozenset[UUID],
    *,
    since: int,
) -> _Looked | None:
    """The look that stands; a dispute is answered by a correction that somebody verified."""
    last = _last_look(looks, touched_by, since=since)
    if last is None or last.agreed:
        return last
    for mending in reversed(mendings):
        answers = isinstance(mending.event, RecordCorrected) and mending.position > last.position
        if not answers or not mending.in_force:
            continue
        by, at = mending.verified_by, mending.verified_at
        if by is None or at is None or by in touched_by:
            return None
        return _Looked(by, at, mending.position, True)
    return last
