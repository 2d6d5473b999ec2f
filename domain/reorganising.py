"""Decisions on units: let one begin, rename, merge, end. Each returns the event or refuses.

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
    OrgMerged,
    OrgRenamed,
)
from domain.organisation import Unit, Units
from domain.unit_names import unit_key


class NotLiving(RuleViolation):
    """The unit does not exist on that day: not yet, or no longer."""

    code = "org.notLiving"


def establish(
    units: Units,
    founded: OrgEstablished,
) -> OrgEstablished:
    """Let a unit begin. Raises: RuleViolation `org.exists`, `org.nameTaken`; NotLiving (parent)."""
    day = founded.effective_date.first_day
    if units.known(founded.unit_id):
        raise RuleViolation("org.exists", unit_id=str(founded.unit_id))
    parent = None
    if founded.parent_id is not None:
        _living(units, founded.parent_id, day)
        parent = units.name_on(founded.parent_id, day)
    taken = units.resolve(founded.name, day, parent=parent).only
    if taken is not None and units.unit(taken).parent_id == founded.parent_id:
        raise RuleViolation("org.nameTaken", unit_id=str(taken))
    return founded


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
    """Give a living unit another name. Raises: NotLiving; RuleViolation `org.sameName`."""
    old = _living(units, unit_id, on.first_day).name_on(on.first_day)
    if unit_key(old) == unit_key(new_name):
        raise RuleViolation("org.sameName", unit_id=str(unit_id))
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
        raise NotLiving(unit_id=str(unit_id))
    if successor_id is not None:
        _living(units, successor_id, on.first_day)
    return OrgDissolved(
        recorded_by=by,
        unit_id=unit_id,
        effective_date=on,
        successor_id=successor_id,
        decision=decision,
    )


def _living(units: Units, unit_id: UUID, day: date) -> Unit:
    unit = units.unit(unit_id)
    if not unit.lives_on(day):
        raise NotLiving(unit_id=str(unit_id))
    return unit
