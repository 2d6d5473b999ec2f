"""What a career lacks: events without proof, days without a place, papers that others cite.

Nothing here is a fault of the person or a breach of a rule: it is what to look for.

Source: domain.md 5.10.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple
from uuid import UUID

from pydantic import Field, JsonValue

from domain.career import Career, EvidenceFilter, State
from domain.events.envelope import CareerEvent, UnitRef
from domain.events.registers import WorkPeriodClaimed
from domain.evidence import Rank
from domain.frozen import Frozen
from domain.intervals import expires_on, plus_days, plus_months
from domain.numbers import number_key, read_number
from domain.organisation import Units
from domain.rules.placing import overlaps
from domain.standing import Force, Standing
from domain.state import Employment
from domain.unit_names import unit_key

_CITES: Final = (
    "target_no",
    "revoked_no",
    "party_decision_no",
    "previous_no",
    "state_decision_no",
    "list_decision_no",
)
"""Fields that hold the number of another paper."""
_NUMBER: Final = re.compile(r"(?:số|Số)\s*:?\s*(\d{1,5}\s?[A-Za-z]?\s*[/-]\s*[^\s,;()]+)")
_LEAST: Final = 1
"""Months: a shorter time without a place is no gap (domain.md 5.10)."""


class GapKind(StrEnum):
    """In the order in which they are told."""

    UNPROVED = "UNPROVED"
    """No paper behind it: imported, presumed, or claimed with the number of its decision."""
    CLAIM_WITHOUT_DECISION = "CLAIM_WITHOUT_DECISION"
    UNVERIFIED = "UNVERIFIED"
    """A paper is there, and another person has not compared it yet, or found a difference."""
    NO_PLACEMENT = "NO_PLACEMENT"
    OVERLAP = "OVERLAP"
    CITED_ABSENT = "CITED_ABSENT"
    NOT_IN_DOSSIER = "NOT_IN_DOSSIER"
    """A line of the inventory that no document answers to."""
    UNIT_UNRESOLVED = "UNIT_UNRESOLVED"


class Gap(Frozen):
    """`code` is the key of its sentence, `values` fill it; the days are half-open, `until` None:
    still. `dossier_id`: of an inventory's line."""

    kind: GapKind
    code: str
    event_ids: tuple[UUID, ...] = ()
    since: date | None = None
    until: date | None = None
    values: dict[str, JsonValue] = Field(default_factory=dict)
    dossier_id: UUID | None = None


class Cited(NamedTuple):
    """A decision's number as others cite it, and the events whose papers do."""

    number: str
    event_ids: tuple[UUID, ...]


def gaps_of(career: Career, on: date, units: Units) -> tuple[Gap, ...]:
    """What a career lacks on a day, but for what its dossiers tell (see `cited`)."""
    timeline = career.timeline(evidence=EvidenceFilter.ALL)
    live = tuple(one for one in timeline if one.force is Force.IN_FORCE)
    return (
        *_unproved(live),
        *_unplaced(career, live, on, units),
        *_overlaps(live),
        *_unresolved(live, units),
    )


def _unproved(live: Iterable[Standing]) -> Iterator[Gap]:
    for one in live:
        number = one.event.decision.full_no if one.event.decision else None
        if one.rank is Rank.CLAIM and not number:
            kind = GapKind.CLAIM_WITHOUT_DECISION
        elif not one.rank.is_paper:
            kind = GapKind.UNPROVED
        elif one.look.is_due or one.disputed_by is not None:
            kind = GapKind.UNVERIFIED
        else:
            continue
        disputed = kind is GapKind.UNVERIFIED and one.disputed_by is not None
        yield Gap(
            kind=kind,
            code="gap.DISPUTED" if disputed else f"gap.{kind.value}",
            event_ids=(one.event_id,),
            since=one.effective_on,
            values={
                "event": one.event.topic,
                "number": number,
                "rank": one.rank.value,
                "day": one.effective_on.isoformat() if one.effective_on else None,
            },
        )


# Days without a place


class _Span(NamedTuple):
    start: date
    end: date


def _unplaced(career: Career, live: tuple[Standing, ...], on: date, units: Units) -> Iterator[Gap]:
    """From the first day that anything places the person to the end of service."""
    claimed = tuple(_claims(live, on))
    days = sorted({*_turns(live, units), *(one.start for one in claimed), on})
    days = [day for day in days if day <= on]
    covered = list(claimed)
    serving: list[_Span] = []
    for start, end in pairwise(days):
        state = career.state_as_of(start, evidence=EvidenceFilter.RECORDED)
        if state.employment is Employment.ENDED or _is_placed(state, start, units):
            covered.append(_Span(start, end))
        elif state.employment is not Employment.NONE:
            serving.append(_Span(start, end))
    begun = min((one.start for one in (*covered, *serving)), default=None)
    if begun is None:
        return
    for start, end in _holes(covered, begun, on):
        if plus_months(start, _LEAST) < end:
            near = [one.event_id for one in live if one.effective_on in (start, end)]
            yield Gap(
                kind=GapKind.NO_PLACEMENT,
                code="gap.NO_PLACEMENT",
                event_ids=tuple(near),
                since=start,
                until=None if end == on else end,
                values={
                    "since": start.isoformat(),
                    "until": plus_days(end, -1).isoformat(),
                },
            )


def _claims(live: Iterable[Standing], on: date) -> Iterator[_Span]:
    for one in live:
        if isinstance(one.event, WorkPeriodClaimed) and one.effective_on is not None:
            until = one.event.until
            printed = plus_days(until.last_day, 1) if until else expires_on(one.event)
            if one.effective_on < (end := min(printed or on, on)):
                yield _Span(one.effective_on, end)


def _turns(live: Iterable[Standing], units: Units) -> Iterator[date]:
    """The days on which a place may begin or end."""
    for one in live:
        if one.effective_on is None:
            continue
        yield one.effective_on
        if (end := expires_on(one.event)) is not None:
            yield end
        if one.ends_on is not None:
            yield one.ends_on
        for ref in _refs(one.event):
            ended = _end_of_unit(ref.unit_id, units)
            if ended is not None and ended > one.effective_on:
                yield ended


def _end_of_unit(unit_id: UUID | None, units: Units) -> date | None:
    known = unit_id is not None and units.known(unit_id)
    return units.unit(unit_id).ended_on if known and unit_id is not None else None


def _is_placed(state: State, day: date, units: Units) -> bool:
    """In a unit that exists. A unit that was abolished places nobody any more (R-ORG-03)."""
    for unit_id, printed in (
        (state.placement_unit_id, state.placement),
        *((held.unit_id, held.unit) for held in state.posts),
    ):
        if printed is None:
            continue
        ended = _end_of_unit(unit_id, units)
        if ended is None or day < ended:
            return True
    return False


def _holes(covered: Iterable[_Span], begun: date, on: date) -> Iterator[_Span]:
    reached = begun
    for start, end in sorted(covered):
        if start > reached:
            yield _Span(reached, start)
        reached = max(reached, end)
    if reached < on:
        yield _Span(reached, on)


def _overlaps(live: Iterable[Standing]) -> Iterator[Gap]:
    for one, other, start, end in overlaps(live):
        yield Gap(
            kind=GapKind.OVERLAP,
            code="gap.OVERLAP",
            event_ids=(one.event_id, other.event_id),
            since=start,
            until=end,
            values={
                "one": one.unit.as_printed,
                "other": other.unit.as_printed,
                "since": start.isoformat(),
            },
        )


# Units and cited papers


def _refs(event: CareerEvent) -> Iterator[UnitRef]:
    for value in event.payload.values():
        if isinstance(value, UnitRef):
            yield value


def _unresolved(live: Iterable[Standing], units: Units) -> Iterator[Gap]:
    """One for each printed name, with the events that print it."""
    names: dict[str, tuple[str, list[UUID]]] = {}
    for one in live:
        day = one.effective_on or one.issued_on
        for ref in _refs(one.event):
            if ref.unit_id is not None:
                continue
            if day is not None and units.resolve(ref.as_printed, day).only is not None:
                continue
            key = unit_key(ref.as_printed)
            _, events = names.setdefault(key, (" ".join(ref.as_printed.split()), []))
            if one.event_id not in events:
                events.append(one.event_id)
    for printed, events in names.values():
        yield Gap(
            kind=GapKind.UNIT_UNRESOLVED,
            code="gap.UNIT_UNRESOLVED",
            event_ids=tuple(events),
            values={"unit": printed, "count": len(events)},
        )


def cited(career: Career) -> tuple[Cited, ...]:
    """Decisions that papers of the career cite and the career has not, normative ones apart."""
    known = {
        number_key(one.event.decision.full_no)
        for one in career.standings
        if one.event.decision is not None and one.event.decision.full_no
    }
    found: dict[str, tuple[str, list[UUID]]] = {}
    for standing in career.timeline(evidence=EvidenceFilter.ALL):
        for number in _numbers(standing.event):
            key = number_key(number)
            if key not in known:
                _, events = found.setdefault(key, (number, []))
                if standing.event_id not in events:
                    events.append(standing.event_id)
    return tuple(Cited(number, tuple(events)) for number, events in found.values())


def absent(one: Cited) -> Gap:
    return Gap(
        kind=GapKind.CITED_ABSENT,
        code="gap.CITED_ABSENT",
        event_ids=one.event_ids,
        values={"number": one.number},
    )


def _numbers(event: CareerEvent) -> Iterator[str]:
    """As printed, without spaces; the number of a law or of a normative decision is none."""
    said = [getattr(event, name, None) for name in _CITES]
    texts = event.decision.legal_bases if event.decision is not None else ()
    said += [match for text in texts for match in _NUMBER.findall(text)]
    for text in said:
        read = read_number(text) if text else None
        if read is not None and not read.is_normative:
            yield read.full_no
