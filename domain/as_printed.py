"""Units as printed, resolved when they are read: by name or symbol, and the date of the event.

Nothing recorded changes: a unit that is established later resolves what was recorded before it, and
a question about what was known earlier is answered with the directory as it was known then.

Source: domain.md 1.3, R-ORG-01, R-ORG-04.
"""

from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar, get_args
from uuid import UUID

from domain.events.envelope import CareerEvent, UnitRef
from domain.organisation import Units
from domain.standing import Settled, Standing

E = TypeVar("E", bound=CareerEvent)

_LEFT = frozenset({"from_unit"})
"""A unit that one comes from may have ended on the very day of the move."""


def with_units(event: E, units: Units) -> E:
    """The event with the units that its names mean, where that is exactly one; else as it is.

    A unit that a person resolved stays.
    """
    if not len(units):
        return event
    update: dict[str, object] = {}
    for name in _unit_fields(type(event)):
        ref = getattr(event, name)
        if not isinstance(ref, UnitRef) or ref.unit_id is not None:
            continue
        day = _first_day(event)
        if day is not None:
            asked_on = day - timedelta(days=1) if name in _LEFT and day > date.min else day
            only = units.resolve(ref.as_printed, asked_on).only
            if only is not None:
                update[name] = ref.model_copy(update={"unit_id": only})
    issuer = issuer_of(event, units)
    if issuer is not None and event.decision is not None:
        update["decision"] = event.decision.model_copy(update={"issuer_unit_id": issuer})
    return event.model_copy(update=update) if update else event


def issuer_of(event: CareerEvent, units: Units) -> UUID | None:
    """The unit that issued the paper, where its printed name means exactly one and nobody has said
    which."""
    decision, issued = event.decision, event.issue_date
    if decision is None or decision.issuer_unit_id is not None or issued is None:
        return None
    if not decision.issuer_as_printed:
        return None
    return units.resolve(decision.issuer_as_printed, issued.first_day).only


def unit_refs(event: CareerEvent) -> dict[str, UnitRef]:
    """The units that an event names, by field."""
    values = ((name, getattr(event, name)) for name in _unit_fields(type(event)))
    return {name: value for name, value in values if isinstance(value, UnitRef)}


@cache
def _unit_fields(kind: type[CareerEvent]) -> tuple[str, ...]:
    """The fields of a type that may hold a unit."""
    return tuple(
        name for name in kind.payload_fields() if _may_be_unit(kind.model_fields[name].annotation)
    )


def _may_be_unit(annotation: Any) -> bool:
    return annotation is UnitRef or any(_may_be_unit(part) for part in get_args(annotation))


def settled_with(settled: Settled, units: Units | None) -> Settled:
    """The standings of a career with their units resolved."""
    if units is None or not len(units):
        return settled
    standings = tuple(_standing_with(one, units) for one in settled.standings)
    return Settled(standings, settled.mendings, settled.explained)


def _standing_with(standing: Standing, units: Units) -> Standing:
    event = with_units(standing.event, units)
    return standing if event is standing.event else standing._replace(event=event)


def _first_day(event: CareerEvent) -> date | None:
    when = event.effective_date or event.issue_date
    return when.first_day if when is not None else None
