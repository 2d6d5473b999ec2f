"""An event before its judges: what it says, and what the career was on its eve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from pydantic import JsonValue

from domain.career import Career, EvidenceFilter
from domain.events.envelope import CareerEvent, PersonnelClass, UnitRef
from domain.intervals import effective_on, issued_on, plus_days
from domain.organisation import Units
from domain.rules.finding import Finding, Severity
from domain.rules.policies import Policies
from domain.rules.switches import Switches
from domain.standing import Force, Standing
from domain.state import Identity, State

E = TypeVar("E", bound=CareerEvent)

CIVIL = frozenset({PersonnelClass.CONG_CHUC, PersonnelClass.CONG_CHUC_XA})


@dataclass(frozen=True, slots=True)
class Case:
    """`before`: the state on the eve of the effective date, claims left out; None: undated.
    `switches`: as the policies of the day that the rules key on set them.

    `others`: the events in force beside this one, in the order of their effect, claims left out.
    """

    event: CareerEvent
    on: date | None
    issued: date | None
    before: State | None
    others: tuple[Standing, ...]
    identity: Identity
    career: Career
    switches: Switches
    policies: Policies
    scanned_on: date | None = None
    units: Units | None = None

    @property
    def key_date(self) -> date | None:
        """The day that picks the wording of a rule: of issue, else of effect (domain.md 0.3)."""
        return self.issued or self.on

    @property
    def personnel_class(self) -> PersonnelClass | None:
        return self.before.personnel_class if self.before is not None else None

    @property
    def unit_ids(self) -> frozenset[UUID]:
        """The units that the event and its eve name: whose local policies count."""
        return units_named(self.event) | (units_in(self.before) if self.before else frozenset())

    def others_of(self, kind: type[E]) -> Iterator[tuple[Standing, E]]:
        """Other events of a kind, in the order of their effect."""
        for standing in self.others:
            if isinstance(standing.event, kind):
                yield standing, standing.event

    def earlier_of(self, kind: type[E]) -> Iterator[tuple[Standing, E]]:
        """Those in effect before this one."""
        for standing, event in self.others_of(kind):
            if self.on is not None and (standing.effective_on or date.max) < self.on:
                yield standing, event

    def found(
        self,
        code: str,
        severity: Severity,
        *,
        field: str | None = None,
        law: str | None = None,
        by: tuple[UUID, ...] = (),
        **values: JsonValue,
    ) -> Finding:
        return Finding(
            rule=code.partition(".")[0],
            severity=severity,
            code=code,
            values=values,
            event_ids=(self.event.event_id, *by),
            field=field,
            legal_base=law,
        )

    def warn(
        self,
        code: str,
        *,
        field: str | None = None,
        law: str | None = None,
        by: tuple[UUID, ...] = (),
        **values: JsonValue,
    ) -> Finding:
        return self.found(code, Severity.WARN, field=field, law=law, by=by, **values)


class Shared(NamedTuple):
    """What all events of one career have in common: who it is, the events in force, claims left
    out, in their order, and the states on the eves of those that are judged."""

    identity: Identity
    in_force: tuple[Standing, ...]
    eves: Mapping[date, State]
    places: Mapping[UUID, int]

    def others(self, event_id: UUID) -> tuple[Standing, ...]:
        """The events in force without that one."""
        at = self.places.get(event_id)
        return self.in_force if at is None else self.in_force[:at] + self.in_force[at + 1 :]


def shared_of(career: Career, events: Iterable[CareerEvent]) -> Shared:
    admitted = career.timeline(evidence=EvidenceFilter.RECORDED)
    in_force = tuple(one for one in admitted if one.force is Force.IN_FORCE)
    eves = (eve for event in events if (eve := eve_of(event)) is not None)
    return Shared(
        identity=career.identity(),
        in_force=in_force,
        eves=career.states_on(eves, evidence=EvidenceFilter.RECORDED),
        places={one.event_id: at for at, one in enumerate(in_force)},
    )


def eve_of(event: CareerEvent) -> date | None:
    """The day before it takes effect."""
    on = effective_on(event)
    return plus_days(on, -1) if on is not None else None


def case_of(
    event: CareerEvent,
    career: Career,
    *,
    switches: Switches,
    policies: Policies,
    scanned_on: date | None,
    units: Units | None,
    shared: Shared,
) -> Case:
    """The event, one of those that `shared` was made for, against the rest of the career, whether
    it is recorded in it or not."""
    on, eve = effective_on(event), eve_of(event)
    issued = issued_on(event)
    key_date = issued or on
    return Case(
        event=event,
        on=on,
        issued=issued,
        before=shared.eves[eve] if eve is not None else None,
        others=shared.others(event.event_id),
        identity=shared.identity,
        career=career,
        switches=policies.switches_on(key_date, switches) if key_date else switches,
        policies=policies,
        scanned_on=scanned_on,
        units=units,
    )


def units_named(event: CareerEvent) -> frozenset[UUID]:
    """The units that an event's own fields are resolved to."""
    named = (value for value in event.payload.values() if isinstance(value, UnitRef))
    return frozenset(one.unit_id for one in named if one.unit_id is not None)


def units_in(state: State) -> frozenset[UUID]:
    """Where the person is placed and holds posts on the day of the state."""
    ids = {state.placement_unit_id, *(held.unit_id for held in state.posts)}
    return frozenset(one for one in ids if one is not None)
