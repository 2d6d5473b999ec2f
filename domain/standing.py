"""How each recorded event stands: corrected, annulled, evidenced, looked at.

Source: domain.md 3.12, 3.16, 3.17.

What the archive did to its own records is settled here; what the authority did to its decisions is
settled in `domain.in_force`. The reading of a stream into standings is `domain.settling`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import JsonValue, ValidationError
from pydantic.alias_generators import to_camel

from domain.events.acts import (
    FieldChange,
    FindingExplained,
    RecordAnnulled,
    RecordCorrected,
    RecordReinstated,
)
from domain.events.envelope import CareerEvent, PersonEvent
from domain.evidence import Rank, Source
from domain.intervals import effective_on, implied_on

FIXED_FIELDS = frozenset({"event_id", "person_id", "recorded_by", "source", "key", "extraction"})
"""What no correction may touch: who, where from and how; attach evidence or annul instead."""

_DIGITS = re.compile(r"\d+")

Order = tuple[date, date, int, str, int]
"""(effective, issued, number, full number, position); undated last. Source: R-GEN-08."""


class EvidenceFilter(StrEnum):
    """PROVED: paper, and looked at where needed; RECORDED: also unverified and imported."""

    PROVED = "PROVED"
    RECORDED = "RECORDED"
    ALL = "ALL"


class Look(StrEnum):
    """The second look at an event. A sampled type whose draw is missing counts as REQUIRED."""

    NOT_NEEDED = "NOT_NEEDED"
    DRAWN = "DRAWN"
    REQUIRED = "REQUIRED"
    DONE = "DONE"

    @property
    def is_due(self) -> bool:
        return self in (Look.DRAWN, Look.REQUIRED)


class Force(StrEnum):
    """ANNULLED: should never have been recorded. VOID: taken back by the authority from its start.
    REPLACED: void from its start as well, another decision stands in its place."""

    IN_FORCE = "IN_FORCE"
    ANNULLED = "ANNULLED"
    VOID = "VOID"
    REPLACED = "REPLACED"


@dataclass(frozen=True, slots=True)
class Pause:
    """The decision is out of force in `[start, end)`."""

    start: date
    end: date | None
    by: UUID


Days = tuple[date, date | None]
"""A half-open stretch; None: without end."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """While one of `spans` lasts the decision has these values. `loosely`: the act names only the
    paper, so that only those fields change that say what the act says was there."""

    spans: tuple[Days, ...]
    changes: tuple[FieldChange, ...]
    loosely: bool
    by: UUID

    def holds_on(self, day: date) -> bool:
        return any(start <= day and (end is None or day < end) for start, end in self.spans)

    def applied_to(self, event: CareerEvent) -> CareerEvent | None:
        """None if nothing fits, or it would be no valid event."""
        fitting = fitting_changes(event, self.changes, loosely=self.loosely)
        return changed(event, fitting) if fitting else None


class Standing(NamedTuple):
    """One career event as it stands; a tuple, for speed.

    `event` has the corrections, `original` is as recorded. `ends_on`: revoked from that day on (ex
    nunc). `pending`: corrections, annulments and reinstatements that still await their second look.
    `touched_by`: who keyed, corrected or attached.
    """

    event: CareerEvent
    original: CareerEvent
    position: int
    version: int
    recorded_at: datetime
    effective_on: date | None
    issued_on: date | None
    order: Order
    rank: Rank
    sources: tuple[Source, ...]
    attachments: tuple[UUID, ...]
    look: Look
    verified_by: UUID | None
    verified_at: datetime | None
    disputed_by: UUID | None
    touched_by: frozenset[UUID]
    mended_by: tuple[UUID, ...]
    pending: tuple[UUID, ...]
    force: Force
    force_by: UUID | None
    ends_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    amendments: tuple[Amendment, ...] = ()

    @property
    def event_id(self) -> UUID:
        return self.original.event_id

    @property
    def recorded_by(self) -> UUID:
        return self.original.recorded_by

    def is_admitted(self, evidence: EvidenceFilter) -> bool:
        if evidence is EvidenceFilter.ALL:
            return True
        if evidence is EvidenceFilter.RECORDED:
            return self.rank.is_paper or self.rank is Rank.IMPORTED
        return self.rank.is_paper and not self.look.is_due and self.disputed_by is None

    def event_on(self, day: date) -> CareerEvent:
        """What the decision says on that day, amended as of then."""
        said = self.event
        for amendment in self.amendments:
            if amendment.holds_on(day):
                said = amendment.applied_to(said) or said
        return said

    def is_paused_on(self, day: date) -> bool:
        if not self.pauses:
            return False
        return any(p.start <= day and (p.end is None or day < p.end) for p in self.pauses)

    def counts_on(self, day: date) -> bool:
        """True if the decision has begun and is in force on that day."""
        if self.force is not Force.IN_FORCE or self.is_paused_on(day):
            return False
        if self.ends_on is not None and day >= self.ends_on:
            return False
        begins = effective_on(self.event_on(day)) if self.amendments else self.effective_on
        return begins is not None and begins <= day


MendingEvent = RecordCorrected | RecordAnnulled | RecordReinstated


@dataclass(frozen=True, slots=True)
class Mending:
    """What somebody of the archive did to a record; in force once another person has looked."""

    event: MendingEvent
    position: int
    recorded_at: datetime
    look: Look
    verified_by: UUID | None
    verified_at: datetime | None
    disputed_by: UUID | None

    @property
    def in_force(self) -> bool:
        return self.look is Look.DONE

    @property
    def is_pending(self) -> bool:
        return self.look is not Look.DONE and self.disputed_by is None


@dataclass(frozen=True, slots=True)
class Settled:
    """A person's stream, read record by record."""

    standings: tuple[Standing, ...]
    mendings: tuple[Mending, ...]
    explained: tuple[FindingExplained, ...]


def order_of(
    event: CareerEvent, effective: date | None, issued: date | None, position: int
) -> Order:
    """Where the event stands among the others of a career."""
    begins = effective or implied_on(event) or date.max
    full_no = (event.decision.full_no if event.decision is not None else None) or ""
    digits = _DIGITS.match(full_no) if full_no else None
    number = int(digits.group()[:12]) if digits else 0
    return begins, issued or begins, number, full_no, position


def changed(event: CareerEvent, changes: Iterable[FieldChange]) -> CareerEvent | None:
    """The event with the new values; None if it would be no valid event."""
    state: dict[str, Any] = event.model_dump(mode="json", by_alias=True)
    for change in changes:
        name = to_camel(change.field)
        if name not in state:
            return None
        state[name] = change.after
    try:
        return type(event).model_validate(state)
    except ValidationError:
        return None


def fitting_changes(
    event: CareerEvent, changes: Iterable[FieldChange], *, loosely: bool
) -> tuple[FieldChange, ...]:
    """The changes that concern this event. `loosely`: the act names only the paper, which may have
    several events; then those fields count that still say what the act says was there."""
    if not loosely:
        return tuple(changes)
    fields = type(event).model_fields
    return tuple(
        change
        for change in changes
        if change.field in fields
        and (change.before is None or stored_value(event, change.field) == change.before)
    )


def stored_value(event: PersonEvent, field: str) -> JsonValue:
    """The value of a field as its stored JSON."""
    value: JsonValue = event.model_dump(mode="json", by_alias=True, include={field})[
        to_camel(field)
    ]
    return value
