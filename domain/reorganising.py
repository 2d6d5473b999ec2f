"""Decisions on units: let one begin, rename, merge, split, move, rank, end. Each returns the event
or refuses.

Source: domain.md 1.3.
"""

from datetime import date
from uuid import UUID

from domain.dates import PartialDate
from domain.errors import RuleViolation
from domain.events.envelope import Decision
from domain.events.organisation import (
    MergeMode,
    OrgDissolved,
    OrgEstablished,
    OrgLevel,
    OrgLevelAbolished,
    OrgMerged,
    OrgMoved,
    OrgRanked,
    OrgRenamed,
    OrgSplit,
)
from domain.organisation import Unit, Units
from domain.unit_names import unit_key

NOBODY: frozenset[UUID] = frozenset()


class NotLiving(RuleViolation):
    """The unit does not exist on that day: not yet, or no longer."""

    code = "org.notLiving"


def establish(
    units: Units, founded: OrgEstablished, *, ending: frozenset[UUID] = NOBODY
) -> OrgEstablished:
    """Let a unit begin.

    Args:
        ending: units that are known to end on that very day, whose names become free: the old
            department when a new one of the same name begins.

    Raises: RuleViolation `org.exists`, `org.nameTaken`, `org.levelEnded`; NotLiving (parent).
    """
    day = founded.effective_date.first_day
    if units.known(founded.unit_id):
        raise RuleViolation("org.exists", unit_id=str(founded.unit_id))
    ended = units.level_ended_on(founded.level)
    if ended is not None and day >= ended:
        raise RuleViolation("org.levelEnded", level=founded.level.value, ended_on=ended)
    parent = None
    if founded.parent_id is not None:
        _living(units, founded.parent_id, day)
        parent = units.name_on(founded.parent_id, day)
    _check_free(units, founded.name, day, parent, founded.parent_id, ending)
    return founded


def _check_free(
    units: Units,
    name: str,
    day: date,
    parent: str | None,
    parent_id: UUID | None,
    ending: frozenset[UUID],
) -> None:
    """Raises: RuleViolation `org.nameTaken`: a living unit under that superior is called so."""
    taken = units.resolve(name, day, parent=parent).only
    if taken is not None and taken not in ending and units.unit(taken).parent_on(day) == parent_id:
        raise RuleViolation(
            "org.nameTaken",
            unit_id=str(taken),
            name=units.name_on(taken, day),
            established_on=units.unit(taken).established_on,
        )


def rename(
    units: Units,
    unit_id: UUID,
    *,
    new_name: str,
    on: PartialDate,
    by: UUID,
    symbol: str | None = None,
    decision: Decision | None = None,
) -> OrgRenamed:
    """Give a living unit another name.

    Raises: NotLiving; RuleViolation `org.sameName`, `org.nameTaken`.
    """
    unit = _living(units, unit_id, on.first_day)
    old, parent_id = unit.name_on(on.first_day), unit.parent_on(on.first_day)
    if unit_key(old) == unit_key(new_name) and symbol in (None, unit.symbol_on(on.first_day)):
        raise RuleViolation("org.sameName", unit_id=str(unit_id), name=old)
    known = parent_id is not None and units.known(parent_id)
    parent = units.name_on(parent_id, on.first_day) if known and parent_id else None
    _check_free(units, new_name, on.first_day, parent, parent_id, frozenset({unit_id}))
    return OrgRenamed(
        recorded_by=by,
        unit_id=unit_id,
        effective_date=on,
        old_name=old,
        new_name=new_name,
        symbol=symbol,
        decision=decision,
    )


def merge(
    units: Units,
    target_id: UUID,
    source_ids: tuple[UUID, ...],
    *,
    mode: MergeMode,
    on: PartialDate,
    by: UUID,
    decision: Decision | None = None,
) -> OrgMerged:
    """Let living units go into another, which they end in.

    ABSORB: the target lived before; NEW: it is established on that very day.

    Raises: NotLiving; RuleViolation `org.mergesItself`, `org.targetNotNew`.
    """
    day = on.first_day
    if not source_ids or target_id in source_ids or len(set(source_ids)) != len(source_ids):
        raise RuleViolation("org.mergesItself", unit_id=str(target_id))
    target = _living(units, target_id, day)
    if (mode is MergeMode.NEW) != (target.established_on == day):
        raise RuleViolation("org.targetNotNew", unit_id=str(target_id), mode=mode.value)
    for source_id in source_ids:
        _living(units, source_id, day)
    return OrgMerged(
        recorded_by=by,
        unit_id=target_id,
        effective_date=on,
        source_ids=source_ids,
        mode=mode,
        decision=decision,
    )


def dissolve(
    units: Units,
    unit_id: UUID,
    *,
    on: PartialDate,
    by: UUID,
    successor_id: UUID | None = None,
    decision: Decision | None = None,
) -> OrgDissolved:
    """End a unit; `on` is the first day without it. Raises: NotLiving, also of the successor."""
    unit = _living(units, unit_id, on.first_day)
    if unit.established_on == on.first_day:
        raise _not_living(unit, on.first_day)
    if successor_id is not None:
        _living(units, successor_id, on.first_day)
    return OrgDissolved(
        recorded_by=by,
        unit_id=unit_id,
        effective_date=on,
        successor_id=successor_id,
        decision=decision,
    )


def split(
    units: Units,
    unit_id: UUID,
    target_ids: tuple[UUID, ...],
    *,
    on: PartialDate,
    by: UUID,
    decision: Decision | None = None,
) -> OrgSplit:
    """Divide a living unit. Where it is among its own targets it lives on (tách).

    Raises: NotLiving, also of a target; RuleViolation `org.splitsNothing`.
    """
    others = [one for one in target_ids if one != unit_id]
    if not others or len(set(target_ids)) != len(target_ids):
        raise RuleViolation("org.splitsNothing", unit_id=str(unit_id))
    source = _living(units, unit_id, on.first_day)
    if unit_id not in target_ids and source.established_on == on.first_day:
        raise _not_living(source, on.first_day)
    for target_id in others:
        _living(units, target_id, on.first_day)
    return OrgSplit(
        recorded_by=by,
        unit_id=unit_id,
        effective_date=on,
        target_ids=target_ids,
        decision=decision,
    )


def move(
    units: Units,
    unit_id: UUID,
    new_parent_id: UUID | None,
    *,
    on: PartialDate,
    by: UUID,
    decision: Decision | None = None,
) -> OrgMoved:
    """Put a living unit under another living one.

    Raises: NotLiving; RuleViolation `org.sameParent`, `org.underItself`.
    """
    day = on.first_day
    unit = _living(units, unit_id, day)
    if unit.parent_on(day) == new_parent_id:
        raise RuleViolation("org.sameParent", unit_id=str(unit_id), name=unit.name_on(day))
    if new_parent_id is not None:
        _living(units, new_parent_id, day)
        if unit_id in (new_parent_id, *units.above(new_parent_id, day)):
            raise RuleViolation("org.underItself", unit_id=str(unit_id), name=unit.name_on(day))
    return OrgMoved(
        recorded_by=by,
        unit_id=unit_id,
        effective_date=on,
        new_parent_id=new_parent_id,
        decision=decision,
    )


def give_rank(
    units: Units,
    unit_id: UUID,
    *,
    rank: str,
    on: PartialDate,
    by: UUID,
    basis: str | None = None,
    decision: Decision | None = None,
) -> OrgRanked:
    """Rank a living public service unit. Raises: NotLiving; RuleViolation `org.notRanked`."""
    unit = _living(units, unit_id, on.first_day)
    if unit.level is not OrgLevel.DVSN:
        raise RuleViolation("org.notRanked", unit_id=str(unit_id), name=unit.name_on(on.first_day))
    return OrgRanked(
        recorded_by=by,
        unit_id=unit_id,
        effective_date=on,
        rank=rank,
        basis=basis,
        decision=decision,
    )


def abolish_level(
    units: Units,
    level: OrgLevel,
    *,
    on: PartialDate,
    by: UUID,
    decision: Decision | None = None,
) -> OrgLevelAbolished:
    """End a level of government. Raises: RuleViolation `org.levelEnded`: it has ended already."""
    ended = units.level_ended_on(level)
    if ended is not None:
        raise RuleViolation("org.levelEnded", level=level.value, ended_on=ended)
    return OrgLevelAbolished(recorded_by=by, level=level, effective_date=on, decision=decision)


def _living(units: Units, unit_id: UUID, day: date) -> Unit:
    unit = units.unit(unit_id)
    if not unit.lives_on(day):
        raise _not_living(unit, day)
    return unit


def _not_living(unit: Unit, day: date) -> NotLiving:
    return NotLiving(
        unit_id=str(unit.unit_id),
        name=unit.name_on(day),
        on=day,
        established_on=unit.established_on,
        ended_on=unit.ended_on,
    )
