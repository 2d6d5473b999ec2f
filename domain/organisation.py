"""The directory of units: which unit a printed name means on a day, what went into what.

Names, symbols and superiors change; an event keeps what its paper printed (R-ORG-04) beside the
unit that a person or this directory resolved (R-ORG-01). A merger never rewrites the past.

Source: domain.md 1.3.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from domain.errors import Unknown
from domain.events.envelope import Recorded
from domain.events.organisation import (
    OrgEstablished,
    OrgEvent,
    OrgLevel,
    OrgLevelAbolished,
    OrgMerged,
)
from domain.frozen import Frozen
from domain.unit import Naming, RankHeld, Superior, Unit
from domain.unit_links import added, concerned, day_of, edges, said, walked
from domain.unit_names import (
    PrintedUnit,
    demanded,
    read_unit,
    readings,
    same_place,
    with_parent,
)

__all__ = [
    "Candidate",
    "How",
    "Naming",
    "RankHeld",
    "Resolution",
    "Superior",
    "Unit",
    "Units",
    "keys_of",
    "unit_keys",
]

_MOST_REMEMBERED: Final = 50_000
_MOST_EARLIER: Final = 8


class How(StrEnum):
    """Why a unit is a candidate.

    NAME: name and place agree, or a name that belongs to no place; SYMBOL: its symbol;
    NAME_ONLY: the paper names no place, the unit has one: a person looks.
    """

    NAME = "NAME"
    SYMBOL = "SYMBOL"
    NAME_ONLY = "NAME_ONLY"


class Candidate(Frozen):
    unit_id: UUID
    name: str
    how: How


class Resolution(Frozen):
    """`candidates`, the best kind only; `outside`: units named so, not living on that day."""

    candidates: tuple[Candidate, ...] = ()
    outside: tuple[UUID, ...] = ()

    @property
    def only(self) -> UUID | None:
        """The unit meant, if there is exactly one and its place agrees too."""
        if len(self.candidates) != 1:
            return None
        (one,) = self.candidates
        return one.unit_id if one.how is not How.NAME_ONLY else None


class Units:
    """Every unit, by name and date. Never changed; `extended` gives another.

    `recorded` are the events that it was made of; `position` is that of the last of them.
    """

    def __init__(self, units: Units | None = None) -> None:
        """Empty, or as `units`; `of` and `extended` make what others use."""
        self.recorded: tuple[Recorded, ...] = units.recorded if units is not None else ()
        self._rows = dict(units._rows) if units is not None else {}
        self._units = dict(units._units) if units is not None else {}
        self._by_key = dict(units._by_key) if units is not None else {}
        self._sources = dict(units._sources) if units is not None else {}
        self._targets = dict(units._targets) if units is not None else {}
        self._ends = dict(units._ends) if units is not None else {}
        self._levels = units._levels if units is not None else ()
        self._facts = set(units._facts) if units is not None else set()
        self._earlier: dict[int, Units] = {}
        self._known: dict[tuple[str, date, str | None], Resolution] = {}

    _rows: dict[UUID, tuple[Recorded, ...]]
    _units: dict[UUID, Unit]
    _by_key: dict[str, tuple[UUID, ...]]
    _sources: dict[UUID, tuple[UUID, ...]]
    _targets: dict[UUID, tuple[UUID, ...]]
    _ends: dict[UUID, tuple[date, ...]]
    _levels: tuple[OrgLevelAbolished, ...]
    _facts: set[str]

    @classmethod
    def of(cls, recorded: Iterable[Recorded]) -> Self:
        """From the events of all units, in ledger order; other events are passed over."""
        return cls()._with(recorded)

    def extended(self, *recorded: Recorded) -> Units:
        """With further events behind those that it has."""
        return Units(self)._with(recorded)

    def known_at(self, position: int) -> Units:
        """The directory as it was known when the ledger had reached `position`."""
        if position >= self.position:
            return self
        count = bisect_right(self.recorded, position, key=lambda one: one.position)
        if count not in self._earlier:
            if len(self._earlier) >= _MOST_EARLIER:
                self._earlier.clear()
            self._earlier[count] = Units.of(self.recorded[:count])
        return self._earlier[count]

    @property
    def position(self) -> int:
        return self.recorded[-1].position if self.recorded else 0

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        """In the order of their establishing as it was recorded."""
        return iter(self._units.values())

    def known(self, unit_id: UUID) -> bool:
        return unit_id in self._units

    def unit(self, unit_id: UUID) -> Unit:
        """Raises: Unknown."""
        if unit_id not in self._units:
            raise Unknown("org.unknown", unit_id=str(unit_id))
        return self._units[unit_id]

    def name_on(self, unit_id: UUID, day: date) -> str:
        """Raises: Unknown."""
        return self.unit(unit_id).name_on(day)

    def level_ended_on(self, level: OrgLevel) -> date | None:
        """The first day without a level of government, None while it lasts."""
        days = (one.effective_date.first_day for one in self._levels if one.level is level)
        return min(days, default=None)

    def predecessors(self, unit_id: UUID) -> tuple[UUID, ...]:
        """Every unit that went into this one, all the way back, the nearest first (R-ORG-02)."""
        return walked(unit_id, lambda one: self._sources.get(one, ()))

    def successors(self, unit_id: UUID) -> tuple[UUID, ...]:
        """Every unit that this one went into, the nearest first."""
        return walked(unit_id, lambda one: self._targets.get(one, ()))

    def direct_successors(self, unit_id: UUID) -> tuple[UUID, ...]:
        return self._targets.get(unit_id, ())

    def above(self, unit_id: UUID, day: date) -> tuple[UUID, ...]:
        """Those that it stands under on a day, the nearest first; one that nobody established ends
        the line."""
        found: dict[UUID, None] = {}
        at = self._units[unit_id].parent_on(day) if unit_id in self._units else None
        while at is not None and at != unit_id and at not in found:
            found[at] = None
            at = self._units[at].parent_on(day) if at in self._units else None
        return tuple(found)

    def below(self, *unit_ids: UUID) -> tuple[UUID, ...]:
        """Those that ever stood under one of them, however far down."""
        parts: dict[UUID, list[UUID]] = {}
        for unit in self._units.values():
            for one in unit.superiors:
                if one.parent_id is not None:
                    parts.setdefault(one.parent_id, []).append(unit.unit_id)
        found = (walked(one, lambda above: tuple(parts.get(above, ()))) for one in unit_ids)
        return tuple(dict.fromkeys(one for below in found for one in below))

    def happenings(self, unit_id: UUID) -> tuple[Recorded, ...]:
        """What was recorded of it and of those that went into it or came from it, by its day."""
        own = [row for row in self.recorded if unit_id in concerned(row.event)]
        unit = self._units.get(unit_id)
        ended = unit.ended_on if unit else None
        own += [
            row
            for row in self.recorded
            if isinstance(row.event, OrgLevelAbolished)
            and ended == row.event.effective_date.first_day
            and unit is not None
            and self._ends_with(unit, row.event)
        ]
        return tuple(sorted(own, key=lambda row: (day_of(row.event), row.position)))

    def holds(self, event: OrgEvent | OrgLevelAbolished) -> bool:
        """True if this is recorded already, by whomever and with whatever paper."""
        return said(event) in self._facts

    def established_as(self, name: str, on: date, parent_id: UUID | None) -> UUID | None:
        """The unit that was established on that very day under that name and superior."""
        asked = read_unit(name)
        for unit_id in self._by_key.get(asked.base, ()):
            unit = self._units[unit_id]
            first, above = unit.namings[0], unit.superiors[0]
            if (unit.established_on, above.parent_id) == (on, parent_id) and (
                read_unit(first.name) == asked
            ):
                return unit_id
        return None

    def resolve(self, printed: str, on: date, *, parent: str | None = None) -> Resolution:
        """The units that a printed name or symbol may mean on a day; nothing is decided here.

        `printed` may have several lines (slot 2: the superior above); `parent`: the superior as
        printed apart. Source: R-ORG-01.
        """
        key = (printed, on, parent)
        if key not in self._known:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = self._resolved(printed, on, parent)
        return self._known[key]

    def _resolved(self, printed: str, on: date, parent: str | None) -> Resolution:
        for text, above in readings(printed, parent):
            found = self._found(text, above, on)
            if found.candidates or found.outside:
                return found
        return Resolution()

    def _found(self, text: str, parent: str | None, on: date) -> Resolution:
        asked, symbol = with_parent(read_unit(text), parent), text.strip().casefold()
        living: dict[UUID, Candidate] = {}
        outside: dict[UUID, None] = {}
        near = (*self._by_key.get(asked.base, ()), *self._by_key.get(symbol, ()))
        for unit in (self._units[unit_id] for unit_id in dict.fromkeys(near)):
            for naming in unit.namings:
                used = unit.lives_on(on) and unit.naming_on(on) == naming
                how = self._how(unit, naming, asked, symbol, on if used else naming.from_on)
                if how is not None and used:
                    living[unit.unit_id] = Candidate(
                        unit_id=unit.unit_id, name=naming.name, how=how
                    )
                elif how is not None:
                    outside[unit.unit_id] = None
        best = min((one.how for one in living.values()), key=list(How).index, default=None)
        return Resolution(
            candidates=tuple(one for one in living.values() if one.how is best),
            outside=tuple(unit_id for unit_id in outside if unit_id not in living),
        )

    def _how(
        self, unit: Unit, naming: Naming, asked: PrintedUnit, symbol: str, day: date
    ) -> How | None:
        """None: called otherwise, somewhere else, or standing under something else."""
        own = read_unit(naming.name)
        by_symbol = bool(naming.symbol) and (naming.symbol or "").casefold() == symbol
        if not by_symbol and own.base != asked.base:
            return None
        above = (one for one in self.above(unit.unit_id, day) if one in self._units)
        names = [own, *(read_unit(self._units[one].name_on(day)) for one in above)]
        places = tuple(dict.fromkeys(place for name in names for place in name.places))
        if asked.places and places and not same_place(asked.places, places):
            return None
        superiors = [*own.under, *(name.base for name in names[1:])]
        if superiors and any(base not in superiors for base in demanded(asked, superiors)):
            return None
        # A committee of the province is not one of its districts, which have a place of their own.
        elsewhere = own.places and not any(own.places[0].agrees_with(one) for one in asked.places)
        if (places and not asked.places) or (asked.under and not superiors) or elsewhere:
            return How.NAME_ONLY
        return How.SYMBOL if by_symbol else How.NAME

    def _with(self, recorded: Iterable[Recorded]) -> Self:
        """Take further events in; only while it is being made."""
        touched: dict[UUID, None] = {}
        taken: list[Recorded] = []
        for row in recorded:
            match row.event:
                case OrgLevelAbolished() as abolished:
                    self._levels = (*self._levels, abolished)
                    touched |= dict.fromkeys(self._rows)
                case OrgEvent() as event:
                    own = self._rows.get(event.unit_id, ())
                    self._rows[event.unit_id] = (*own, row)
                    touched |= dict.fromkeys(self._linked(event))
                case _:
                    continue
            self._facts.add(said(row.event))
            taken.append(row)
        self.recorded = (*self.recorded, *taken)
        founded = [one for one in touched if self._is_founded(one)]
        for unit_id in founded:
            self._units[unit_id] = self._folded(unit_id)
        if self._levels:
            for unit_id in (*founded, *(one for one in self.below(*founded) if one not in touched)):
                self._units[unit_id] = self._ended_with_level(self._folded(unit_id))
        for unit_id in founded:
            for key in unit_keys(self._units[unit_id]):
                named = self._by_key.get(key, ())
                self._by_key[key] = tuple(dict.fromkeys((*named, unit_id)))
        return self

    def _linked(self, event: OrgEvent) -> tuple[UUID, ...]:
        """Note what the event makes of several units; whom it concerns."""
        day = event.effective_date.first_day
        for source, target in edges(event):
            self._targets[source] = added(self._targets, source, target)
            self._sources[target] = added(self._sources, target, source)
            if isinstance(event, OrgMerged):
                self._ends[source] = (*self._ends.get(source, ()), day)
        return concerned(event)

    def _is_founded(self, unit_id: UUID) -> bool:
        rows = self._rows.get(unit_id, ())
        return any(isinstance(row.event, OrgEstablished) for row in rows)

    def _folded(self, unit_id: UUID) -> Unit:
        unit = Unit.of(unit_id, self._rows[unit_id])
        ends = [*self._ends.get(unit_id, ()), *([unit.ended_on] if unit.ended_on else [])]
        return unit.model_copy(
            update={
                "ended_on": min(ends, default=None),
                "successor_ids": self._targets.get(unit_id, ()),
                "predecessor_ids": self._sources.get(unit_id, ()),
            }
        )

    def _ended_with_level(self, unit: Unit) -> Unit:
        days = [one.effective_date.first_day for one in self._levels if self._ends_with(unit, one)]
        ends = [day for day in (*days, unit.ended_on) if day is not None]
        return unit.model_copy(update={"ended_on": min(ends)}) if days else unit

    def _ends_with(self, unit: Unit, abolished: OrgLevelAbolished) -> bool:
        """A unit of the level, or a division within one."""
        day = abolished.effective_date.first_day
        if unit.established_on >= day:
            return False
        at: Unit | None = unit
        seen: set[UUID] = set()
        while at is not None and at.level is OrgLevel.PHONG and at.unit_id not in seen:
            seen.add(at.unit_id)
            parent = at.parent_on(day)
            at = self._units.get(parent) if parent is not None else None
        return at is not None and at.level is abolished.level


def keys_of(printed: str) -> frozenset[str]:
    """By which a printed name is looked up: two that share none never mean the same unit."""
    texts = [text for text, _ in readings(printed, None)]
    return frozenset({read_unit(text).base for text in texts} | {one.casefold() for one in texts})


def unit_keys(unit: Unit) -> Iterator[str]:
    """By which it is looked up, under any of its names."""
    for naming in unit.namings:
        yield read_unit(naming.name).base
        if naming.symbol:
            yield naming.symbol.casefold()
