"""An event before its judges: what it says, and what the career was on its eve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from pydantic import JsonValue

from domain.career import Career, EvidenceFilter
from domain.events.envelope import CareerEvent, PersonnelClass
from domain.intervals import effective_on, issued_on, plus_days
from domain.organisation import Units
from domain.rules.finding import Finding, Severity
from domain.rules.switches import Switches
from domain.standing import Force, Standing
from domain.state import Identity, State

E = TypeVar("E", bound=CareerEvent)

CIVIL = frozenset({PersonnelClass.CONG_CHUC, PersonnelClass.CONG_CHUC_XA})


@dataclass(frozen=True, slots=True)
class Case:
    """`before`: the state on the eve of the effective date, claims left out; None: undated.

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
    scanned_on: date | None = None
    units: Units | None = None

    @property
    def key_date(self) -> date | None:
        """The day that picks the wording of a rule: of issue, else of effect (domain.md 0.3)."""
        return self.issued or self.on

    @property
    def personnel_class(self) -> PersonnelClass | None:
        return self.before.personnel_class if self.before is not None else None

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


def case_of(
    event: CareerEvent,
    career: Career,
    *,
    switches: Switches,
    scanned_on: date | None,
    units: Units | None,
) -> Case:
    """The event against the rest of the career, whether it is recorded in it or not."""
    on = effective_on(event)
    eve = plus_days(on, -1) if on is not None else None
    admitted = career.timeline(evidence=EvidenceFilter.RECORDED)
    return Case(
        event=event,
        on=on,
        issued=issued_on(event),
        before=career.state_as_of(eve, evidence=EvidenceFilter.RECORDED) if eve else None,
        others=tuple(
            standing
            for standing in admitted
            if standing.force is Force.IN_FORCE and standing.event_id != event.event_id
        ),
        identity=career.identity(),
        career=career,
        switches=switches,
        scanned_on=scanned_on,
        units=units,
    )
