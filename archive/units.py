"""Units for somebody who asks: one as of a day, the list, and what a question for a unit means.

Units carry no personal data; whoever works in the archive may see them.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from archive.folding import Known, Who, directory_of, known_position, who_is
from archive.ledger import Ledger
from domain.access import Action, Actor
from domain.dates import PartialDate
from domain.errors import NotAllowed, Unknown
from domain.events.envelope import Event, Recorded
from domain.events.organisation import (
    OrgDissolved,
    OrgEstablished,
    OrgEvent,
    OrgLevel,
    OrgLevelAbolished,
    OrgMerged,
    OrgMoved,
    OrgRanked,
    OrgRenamed,
    OrgSplit,
)
from domain.frozen import Frozen
from domain.organisation import Naming, Unit, Units
from search.index import Answer, FacetCount
from search.query import FacetField

_MOST_CANDIDATES: Final = 10


class UnitNamed(Frozen):
    """A unit and its name as of the day asked about; `under` is the one that it stands under."""

    unit_id: UUID
    name: str
    symbol: str | None
    under: str | None


class UnitHappened(Frozen):
    """One thing recorded of the unit. `names`: what it names beside the unit, as of its day."""

    event_type: str
    effective_date: PartialDate
    names: tuple[str, ...]
    full_no: str | None
    recorded_by: Who
    recorded_at: datetime
    position: int


class UnitAnswer(Frozen):
    """A unit on the day `on`, as known at `position`.

    `above` the nearest first; `parts` stand right under it on that day; `predecessors` and
    `successors` all the way, the nearest first. `ended_on` is the first day without it.
    """

    unit_id: UUID
    on: date
    position: int
    name: str
    short_name: str | None
    symbol: str | None
    level: OrgLevel
    rank: str | None
    living: bool
    established_on: date
    ended_on: date | None
    above: tuple[UnitNamed, ...]
    parts: tuple[UnitNamed, ...]
    predecessors: tuple[UnitNamed, ...]
    successors: tuple[UnitNamed, ...]
    names: tuple[Naming, ...]
    history: tuple[UnitHappened, ...]


class UnitListed(Frozen):
    """A unit in a list, as of the day."""

    unit_id: UUID
    name: str
    symbol: str | None
    level: OrgLevel
    rank: str | None
    parent: UnitNamed | None
    established_on: date
    ended_on: date | None


def show_unit(
    asked: str,
    *,
    on: date,
    by: Actor,
    ledger: Ledger,
    now: datetime,
    known_at: datetime | date | None = None,
) -> UnitAnswer:
    """One unit by id, name or symbol, as of a day and as known at a moment.

    Raises:
        Unknown: `org.unknownName`, or `org.several` with the candidates, of whom none is guessed.
        NotAllowed.
    """
    _require_any_grant(by)
    known = known_position(known_at, ledger, now=now)
    units = directory_of(ledger).known_at(known.position)
    unit = units.unit(_one_meant(asked, on, units))
    return _answer(unit, units, on, known, ledger)


def list_units(
    *,
    on: date,
    by: Actor,
    ledger: Ledger,
    ended: bool = False,
    known_at: datetime | date | None = None,
    now: datetime,
) -> tuple[UnitListed, ...]:
    """The units living on a day, with `ended` all of them, under their superiors.

    Raises: NotAllowed.
    """
    _require_any_grant(by)
    known = known_position(known_at, ledger, now=now)
    units = directory_of(ledger).known_at(known.position)
    rows = [unit for unit in units if ended or unit.lives_on(on)]
    return tuple(
        UnitListed(
            unit_id=unit.unit_id,
            name=unit.name_on(on),
            symbol=unit.symbol_on(on),
            level=unit.level,
            rank=_rank(unit, on),
            parent=next(iter(_named(units.above(unit.unit_id, on)[:1], units, on)), None),
            established_on=unit.established_on,
            ended_on=unit.ended_on,
        )
        for unit in sorted(rows, key=lambda one: _line_of(one, units, on))
    )


def units_asked(
    names: Iterable[str], *, on: date, ledger: Ledger, predecessors: bool = False
) -> tuple[str, ...]:
    """What to look for when somebody asks for units: their ids, with those of all that went into
    them where `predecessors` ("kể cả đơn vị tiền thân", R-ORG-02).

    A name that the directory does not know is looked for as it is printed.

    Raises: Unknown: `org.several`.
    """
    units = directory_of(ledger)
    found: dict[str, None] = {}
    for name in names:
        unit_id = _meant(name, on, units)
        if unit_id is None:
            found[name] = None
            continue
        walked = units.predecessors(unit_id) if predecessors else ()
        found |= dict.fromkeys(str(one) for one in (unit_id, *walked))
    return tuple(found)


def with_unit_names(answer: Answer, *, on: date, ledger: Ledger) -> Answer:
    """The answer of a search with its units called as they are on a day: the index keeps ids, so
    that a renaming costs it nothing."""
    units = directory_of(ledger)

    def named(count: FacetCount) -> FacetCount:
        unit_id = _id_of(count.value)
        if unit_id is None or not units.known(unit_id):
            return count
        return count.model_copy(update={"name": units.name_on(unit_id, on)})

    facets = tuple(
        facet.model_copy(update={"counts": tuple(named(one) for one in facet.counts)})
        if facet.field is FacetField.UNIT
        else facet
        for facet in answer.facets
    )
    return answer.model_copy(update={"facets": facets})


def _require_any_grant(by: Actor) -> None:
    if not by.grants:
        raise NotAllowed(action=Action.SEE_STATUS.value, roles=())


def _one_meant(asked: str, on: date, units: Units) -> UUID:
    """Raises: Unknown."""
    found = _meant(asked, on, units)
    if found is None:
        raise Unknown("org.unknownName")
    return found


def _meant(asked: str, on: date, units: Units) -> UUID | None:
    """By id, by name or symbol on the day, else by a name of another time; None: not known.

    Raises: Unknown: `org.several`.
    """
    unit_id = _id_of(asked)
    if unit_id is not None:
        return unit_id if units.known(unit_id) else None
    found = units.resolve(asked, on)
    if found.only is not None:
        return found.only
    named = tuple(one.unit_id for one in found.candidates) or found.outside
    if not named:
        return None
    if len(named) == 1:
        return named[0]
    candidates = [_shown(one, on, units) for one in named[:_MOST_CANDIDATES]]
    raise Unknown("org.several", count=len(named), candidates=candidates)


def _shown(unit_id: UUID, on: date, units: Units) -> str:
    above = (one.name for one in _named(units.above(unit_id, on), units, on))
    return f"{', '.join((units.name_on(unit_id, on), *above))} ({unit_id})"


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _answer(unit: Unit, units: Units, on: date, known: Known, ledger: Ledger) -> UnitAnswer:
    unit_id, naming = unit.unit_id, unit.naming_on(on)
    parts = (one.unit_id for one in units if one.parent_on(on) == unit_id and one.lives_on(on))
    return UnitAnswer(
        unit_id=unit_id,
        on=on,
        position=known.position,
        name=naming.name,
        short_name=naming.short_name,
        symbol=naming.symbol,
        level=unit.level,
        rank=_rank(unit, on),
        living=unit.lives_on(on),
        established_on=unit.established_on,
        ended_on=unit.ended_on,
        above=_named(units.above(unit_id, on), units, on),
        parts=_named(parts, units, on),
        predecessors=_named(units.predecessors(unit_id), units, on),
        successors=_named(units.successors(unit_id), units, on),
        names=unit.namings,
        history=tuple(_happened(row, units, ledger) for row in units.happenings(unit_id)),
    )


def _happened(row: Recorded, units: Units, ledger: Ledger) -> UnitHappened:
    event = row.event
    if not isinstance(event, OrgEvent | OrgLevelAbolished):
        raise TypeError("no event of units")
    decision = event.decision
    return UnitHappened(
        event_type=event.topic,
        effective_date=event.effective_date,
        names=_names_in(event, units),
        full_no=decision.full_no if decision is not None else None,
        recorded_by=who_is(event.recorded_by, ledger),
        recorded_at=row.recorded_at,
        position=row.position,
    )


def _names_in(event: Event, units: Units) -> tuple[str, ...]:
    match event:
        case OrgEstablished(name=name):
            return (name,)
        case OrgRenamed(old_name=old, new_name=new):
            return (old, new)
        case OrgRanked(rank=rank):
            return (rank,)
        case OrgLevelAbolished(level=level):
            return (level.value,)
        case OrgMerged(unit_id=target, source_ids=sources):
            ids = (*sources, target)
        case OrgSplit(unit_id=source, target_ids=targets):
            ids = (source, *targets)
        case OrgMoved(new_parent_id=parent):
            ids = (parent,) if parent is not None else ()
        case OrgDissolved(successor_id=successor):
            ids = (successor,) if successor is not None else ()
        case _:
            return ()
    day = event.effective_date.first_day if isinstance(event, OrgEvent) else date.max
    return tuple(_with_superior(one, units, day) for one in ids if units.known(one))


def _with_superior(unit_id: UUID, units: Units, day: date) -> str:
    under = _under(unit_id, units, day)
    name = units.name_on(unit_id, day)
    return f"{name}, {under}" if under else name


def _under(unit_id: UUID, units: Units, day: date) -> str | None:
    parent = units.unit(unit_id).parent_on(day)
    return units.name_on(parent, day) if parent is not None and units.known(parent) else None


def _rank(unit: Unit, on: date) -> str | None:
    held = unit.rank_on(on)
    return held.rank if held is not None else None


def _named(ids: Iterable[UUID], units: Units, on: date) -> tuple[UnitNamed, ...]:
    return tuple(
        UnitNamed(
            unit_id=one,
            name=units.name_on(one, on),
            symbol=units.unit(one).symbol_on(on),
            under=_under(one, units, on),
        )
        for one in ids
        if units.known(one)
    )


def _line_of(unit: Unit, units: Units, on: date) -> tuple[str, ...]:
    """Sorts a unit behind the one that it stands under."""
    above = [one for one in units.above(unit.unit_id, on) if units.known(one)]
    return tuple(units.name_on(one, on) for one in (*reversed(above), unit.unit_id))
