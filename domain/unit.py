"""One unit over time: its names, its superiors, its ranks, and how long it lived.

Source: domain.md 1.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Self, TypeVar
from uuid import UUID

from domain.errors import Unknown
from domain.events.envelope import Recorded
from domain.events.organisation import (
    OrgDissolved,
    OrgEstablished,
    OrgEvent,
    OrgLevel,
    OrgMerged,
    OrgMoved,
    OrgRanked,
    OrgRenamed,
    OrgSplit,
)
from domain.frozen import Frozen


class Naming(Frozen):
    """What a unit was called from `from_on` until the day before `until` (None: still)."""

    name: str
    symbol: str | None = None
    short_name: str | None = None
    from_on: date
    until: date | None = None


class Superior(Frozen):
    """Under which unit it stood from `from_on` until the day before `until` (None: still)."""

    parent_id: UUID | None
    from_on: date
    until: date | None = None


class RankHeld(Frozen):
    """A rank from `from_on` until the day before `until` (None: still)."""

    rank: str
    basis: str | None = None
    from_on: date
    until: date | None = None


class Unit(Frozen):
    """One unit; `ended_on` is exclusive.

    An end by merger or with its level, and where it came from by a split, are known to the
    directory (domain/organisation.py), not to the unit's own events.
    """

    unit_id: UUID
    level: OrgLevel
    namings: tuple[Naming, ...]
    superiors: tuple[Superior, ...]
    ranks: tuple[RankHeld, ...] = ()
    established_on: date
    ended_on: date | None = None
    successor_ids: tuple[UUID, ...] = ()
    predecessor_ids: tuple[UUID, ...] = ()

    @classmethod
    def of(cls, unit_id: UUID, recorded: Sequence[Recorded]) -> Self:
        """Fold the unit's events, whatever order they became known in.

        Raises: Unknown if it was never established.
        """
        events = [one.event for one in recorded if isinstance(one.event, OrgEvent)]
        founded = next((one for one in events if isinstance(one, OrgEstablished)), None)
        if founded is None:
            raise Unknown("org.unknown", unit_id=str(unit_id))
        dissolved = _by_day(events, OrgDissolved)
        splits = _by_day(events, OrgSplit)
        ends = [one.effective_date.first_day for one in dissolved]
        ends += [one.effective_date.first_day for one in splits if unit_id not in one.target_ids]
        followers = [one.successor_id for one in dissolved if one.successor_id is not None]
        followers += [target for one in splits for target in one.target_ids if target != unit_id]
        sources = [source for one in _by_day(events, OrgMerged) for source in one.source_ids]
        return cls(
            unit_id=unit_id,
            level=founded.level,
            namings=_namings(founded, _by_day(events, OrgRenamed)),
            superiors=_superiors(founded, _by_day(events, OrgMoved)),
            ranks=_ranks(_by_day(events, OrgRanked)),
            established_on=founded.effective_date.first_day,
            ended_on=min(ends, default=None),
            successor_ids=tuple(dict.fromkeys(followers)),
            predecessor_ids=tuple(dict.fromkeys(sources)),
        )

    @property
    def parent_id(self) -> UUID | None:
        """The superior that it has now, or had last."""
        return self.superiors[-1].parent_id

    @property
    def successor_id(self) -> UUID | None:
        """The one unit that it went into; None if there is none, or more than one."""
        return self.successor_ids[0] if len(self.successor_ids) == 1 else None

    def naming_on(self, day: date) -> Naming:
        """The name in use on a day; before the first the first, after the end the last."""
        return _on(self.namings, day)

    def name_on(self, day: date) -> str:
        return self.naming_on(day).name

    def symbol_on(self, day: date) -> str | None:
        return self.naming_on(day).symbol

    def parent_on(self, day: date) -> UUID | None:
        """The superior on a day; before the first the first, after the end the last."""
        return _on(self.superiors, day).parent_id

    def rank_on(self, day: date) -> RankHeld | None:
        """The rank on a day, None before the first."""
        return next((one for one in reversed(self.ranks) if one.from_on <= day), None)

    def lives_on(self, day: date) -> bool:
        return self.established_on <= day and (self.ended_on is None or day < self.ended_on)


E = TypeVar("E", bound=OrgEvent)
Dated = TypeVar("Dated", Naming, Superior, RankHeld)


def _by_day(events: Iterable[OrgEvent], kind: type[E]) -> list[E]:
    found = [one for one in events if isinstance(one, kind)]
    return sorted(found, key=lambda one: one.effective_date)


def _on(rows: tuple[Dated, ...], day: date) -> Dated:
    return next((row for row in reversed(rows) if row.from_on <= day), rows[0])


def _closed(rows: list[Dated]) -> tuple[Dated, ...]:
    """Each ends where the next begins."""
    until: list[date | None] = [*(row.from_on for row in rows[1:]), None]
    closed = zip(rows, until, strict=True) if rows else ()
    return tuple(row.model_copy(update={"until": end}) for row, end in closed)


def _namings(founded: OrgEstablished, renamed: list[OrgRenamed]) -> tuple[Naming, ...]:
    rows = [
        Naming(
            name=founded.name,
            symbol=founded.symbol,
            short_name=founded.short_name,
            from_on=founded.effective_date.first_day,
        )
    ]
    for event in renamed:
        symbol = event.symbol or rows[-1].symbol
        begun = event.effective_date.first_day
        rows.append(Naming(name=event.new_name, symbol=symbol, from_on=begun))
    return _closed(rows)


def _superiors(founded: OrgEstablished, moved: list[OrgMoved]) -> tuple[Superior, ...]:
    first = Superior(parent_id=founded.parent_id, from_on=founded.effective_date.first_day)
    later = (
        Superior(parent_id=one.new_parent_id, from_on=one.effective_date.first_day) for one in moved
    )
    return _closed([first, *later])


def _ranks(ranked: list[OrgRanked]) -> tuple[RankHeld, ...]:
    return _closed(
        [
            RankHeld(rank=one.rank, basis=one.basis, from_on=one.effective_date.first_day)
            for one in ranked
        ]
    )
