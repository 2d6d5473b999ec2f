"""Units over time: a fold over their events, and a directory that resolves a printed name by date.

Names, symbols and superiors change; an event keeps what its paper printed (R-ORG-04) beside the
unit that a person or this directory resolved (R-ORG-01). A merger never rewrites the past.

Source: domain.md 1.3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Self
from uuid import UUID

from domain.errors import Unknown
from domain.events.envelope import Recorded
from domain.events.organisation import (
    OrgDissolved,
    OrgEstablished,
    OrgEvent,
    OrgLevel,
    OrgMerged,
    OrgRenamed,
)
from domain.frozen import Frozen
from domain.unit_names import Place, PrintedUnit, read_unit


class Naming(Frozen):
    """What a unit was called from `from_on` until the day before `until` (None: still)."""

    name: str
    symbol: str | None = None
    short_name: str | None = None
    from_on: date
    until: date | None = None


class Unit(Frozen):
    """One unit: its names in order, its superior, and how long it lived (`ended_on` is exclusive).

    An end by merger is known to the directory, not to the unit's own stream.
    """

    unit_id: UUID
    level: OrgLevel
    namings: tuple[Naming, ...]
    parent_id: UUID | None = None
    established_on: date
    ended_on: date | None = None
    successor_id: UUID | None = None
    predecessor_ids: tuple[UUID, ...] = ()
    version: int

    @classmethod
    def of(cls, unit_id: UUID, recorded: Sequence[Recorded]) -> Self:
        """Fold the unit's stream, whatever order its events became known in.

        Raises: Unknown if it was never established.
        """
        events = [one.event for one in recorded if isinstance(one.event, OrgEvent)]
        founded = next((one for one in events if isinstance(one, OrgEstablished)), None)
        if founded is None:
            raise Unknown("org.unknown", unit_id=str(unit_id))
        ends = [event for event in events if isinstance(event, OrgDissolved)]
        mergers = [event for event in events if isinstance(event, OrgMerged)]
        return cls(
            unit_id=unit_id,
            level=founded.level,
            namings=_namings(founded, [one for one in events if isinstance(one, OrgRenamed)]),
            parent_id=founded.parent_id,
            established_on=founded.effective_date.first_day,
            ended_on=min((end.effective_date.first_day for end in ends), default=None),
            successor_id=next((end.successor_id for end in ends if end.successor_id), None),
            predecessor_ids=tuple(source for one in mergers for source in one.source_ids),
            version=max(one.version for one in recorded),
        )

    def naming_on(self, day: date) -> Naming:
        """The name in use on a day; before the first the first, after the end the last."""
        for naming in reversed(self.namings):
            if naming.from_on <= day:
                return naming
        return self.namings[0]

    def name_on(self, day: date) -> str:
        return self.naming_on(day).name

    def symbol_on(self, day: date) -> str | None:
        return self.naming_on(day).symbol

    def lives_on(self, day: date) -> bool:
        return self.established_on <= day and (self.ended_on is None or day < self.ended_on)


def _namings(founded: OrgEstablished, renamed: list[OrgRenamed]) -> tuple[Naming, ...]:
    first = Naming(
        name=founded.name,
        symbol=founded.symbol,
        short_name=founded.short_name,
        from_on=founded.effective_date.first_day,
    )
    rows = [first]
    for event in sorted(renamed, key=lambda one: one.effective_date):
        symbol = event.symbol or rows[-1].symbol
        begun = event.effective_date.first_day
        rows.append(Naming(name=event.new_name, symbol=symbol, from_on=begun))
    closed = [row.model_copy(update={"until": after.from_on}) for row, after in pairwise(rows)]
    return (*closed, rows[-1])


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
        sure = [one for one in self.candidates if one.how is not How.NAME_ONLY]
        return sure[0].unit_id if len(sure) == 1 == len(self.candidates) else None


class Units:
    """The directory: every unit, by name and date. Immutable; made from the units' streams."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {unit.unit_id: unit for unit in units}
        self._by_base: dict[str, list[UUID]] = defaultdict(list)
        self._by_symbol: dict[str, list[UUID]] = defaultdict(list)
        self._followers: dict[UUID, list[UUID]] = defaultdict(list)
        for unit in self._units.values():
            for naming in unit.namings:
                self._by_base[read_unit(naming.name).base].append(unit.unit_id)
                if naming.symbol:
                    self._by_symbol[naming.symbol.casefold()].append(unit.unit_id)
            for source in unit.predecessor_ids:
                self._followers[source].append(unit.unit_id)
            if unit.successor_id is not None:
                self._followers[unit.unit_id].append(unit.successor_id)

    @classmethod
    def of(cls, recorded: Iterable[Recorded]) -> Units:
        """From the events of all units, in ledger order; other events are passed over."""
        streams: dict[UUID, list[Recorded]] = defaultdict(list)
        merged: dict[UUID, OrgMerged] = {}
        for one in recorded:
            if isinstance(one.event, OrgEvent):
                streams[one.event.unit_id].append(one)
            if isinstance(one.event, OrgMerged):
                merged |= dict.fromkeys(one.event.source_ids, one.event)
        units = (
            Unit.of(unit_id, rows)
            for unit_id, rows in streams.items()
            if any(isinstance(row.event, OrgEstablished) for row in rows)
        )
        return cls(_ended(unit, merged.get(unit.unit_id)) for unit in units)

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

    def predecessors(self, unit_id: UUID) -> tuple[UUID, ...]:
        """Every unit that went into this one, all the way back, the nearest first (R-ORG-02)."""
        return _walked(unit_id, lambda one: self._before(one))

    def successors(self, unit_id: UUID) -> tuple[UUID, ...]:
        """Every unit that this one went into, the nearest first."""
        return _walked(unit_id, lambda one: tuple(self._followers.get(one, ())))

    def _before(self, unit_id: UUID) -> tuple[UUID, ...]:
        own = self._units[unit_id].predecessor_ids if unit_id in self._units else ()
        left = (one.unit_id for one in self._units.values() if one.successor_id == unit_id)
        return tuple(dict.fromkeys((*own, *left)))

    def resolve(self, printed: str, on: date, *, parent: str | None = None) -> Resolution:
        """The units that a printed name or symbol may mean on a day; nothing is decided here.

        `printed` may have several lines (slot 2: the superior above); `parent`: the superior as
        printed apart. Source: R-ORG-01.
        """
        for text, above in _readings(printed, parent):
            found = self._found(text, above, on)
            if found.candidates or found.outside:
                return found
        return Resolution()

    def _found(self, text: str, parent: str | None, on: date) -> Resolution:
        asked, symbol = _with_parent(read_unit(text), parent), text.strip().casefold()
        living: dict[UUID, Candidate] = {}
        outside: dict[UUID, None] = {}
        near = (*self._by_base.get(asked.base, ()), *self._by_symbol.get(symbol, ()))
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
        names = [own, *(read_unit(one) for one in self._above(unit, day))]
        places = tuple(dict.fromkeys(place for name in names for place in name.places))
        if asked.places and places and not _same_place(asked.places, places):
            return None
        superiors = [*own.under, *(name.base for name in names[1:])]
        if superiors and any(base not in superiors for base in _demanded(asked, superiors)):
            return None
        if (places and not asked.places) or (asked.under and not superiors):
            return How.NAME_ONLY
        return How.SYMBOL if by_symbol else How.NAME

    def _above(self, unit: Unit, on: date) -> list[str]:
        """Names of its superiors on a day, the nearest first."""
        names: list[str] = []
        seen = {unit.unit_id}
        above = unit.parent_id
        while above is not None and above in self._units and above not in seen:
            seen.add(above)
            names.append(self._units[above].name_on(on))
            above = self._units[above].parent_id
        return names


def _ended(unit: Unit, merger: OrgMerged | None) -> Unit:
    """The source of a merger ends on its day."""
    if merger is None or merger.unit_id == unit.unit_id:
        return unit
    day = merger.effective_date.first_day
    if unit.ended_on is not None and unit.ended_on <= day:
        return unit
    return unit.model_copy(update={"ended_on": day, "successor_id": merger.unit_id})


def _walked(start: UUID, near: Callable[[UUID], tuple[UUID, ...]]) -> tuple[UUID, ...]:
    """Breadth first; what goes round in a circle is met once."""
    found: dict[UUID, None] = {}
    queue = list(near(start))
    while queue:
        one = queue.pop(0)
        if one not in found and one != start:
            found[one] = None
            queue += near(one)
    return tuple(found)


def _readings(printed: str, parent: str | None) -> Iterator[tuple[str, str | None]]:
    """One name broken over lines, or the superior above its unit."""
    lines = [line.strip() for line in printed.split("\n") if line.strip()]
    if not lines:
        return
    yield " ".join(lines), parent
    if len(lines) > 1:
        yield lines[-1], "\n".join(filter(None, (*reversed(lines[:-1]), parent)))


def _with_parent(asked: PrintedUnit, parent: str | None) -> PrintedUnit:
    if not parent:
        return asked
    above = read_unit(parent)
    bases = (above.base, *above.under) if above.base else ()
    return PrintedUnit(asked.base, (*asked.places, *above.places), (*asked.under, *bases))


def _same_place(asked: tuple[Place, ...], places: tuple[Place, ...]) -> bool:
    """The nearest place agrees; a further one may be missing on either side, not differ."""
    if not any(place.agrees_with(asked[0]) for place in places):
        return False
    return all(
        any(place.agrees_with(one) for place in places)
        or all(place.level != one.level for place in places)
        for one in asked[1:]
    )


def _demanded(asked: PrintedUnit, superiors: list[str]) -> tuple[str, ...]:
    """The superiors that the paper names, as far as the directory knows any of that kind.

    A paper may skip levels and a directory may not know the People's Committee above a Sở.
    """
    committee = "uy ban nhan dan"
    return tuple(base for base in asked.under if base != committee or committee in superiors)
