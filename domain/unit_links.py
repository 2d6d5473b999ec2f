"""What an event makes of several units: from which to which, and whom it concerns.

Source: domain.md 1.3.
"""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from domain.events.envelope import Event
from domain.events.organisation import (
    OrgDissolved,
    OrgEvent,
    OrgLevelAbolished,
    OrgMerged,
    OrgSplit,
)


def edges(event: OrgEvent) -> Iterator[tuple[UUID, UUID]]:
    """From what to what."""
    match event:
        case OrgMerged(unit_id=target, source_ids=sources):
            yield from ((source, target) for source in sources if source != target)
        case OrgSplit(unit_id=source, target_ids=targets):
            yield from ((source, target) for target in targets if target != source)
        case OrgDissolved(unit_id=source, successor_id=UUID() as target) if target != source:
            yield source, target
        case _:
            return


def concerned(event: Event) -> tuple[UUID, ...]:
    """The units that an event names as coming or going; none for other events."""
    if not isinstance(event, OrgEvent):
        return ()
    others = (one for edge in edges(event) for one in edge)
    return tuple(dict.fromkeys((event.unit_id, *others)))


def day_of(event: Event) -> date:
    """When it begins to count; the last of days for other events."""
    if isinstance(event, OrgEvent | OrgLevelAbolished):
        return event.effective_date.first_day
    return date.max


def said(event: Event) -> str:
    """What it says, whoever recorded it and by whatever paper: the same text, the same fact."""
    return f"{event.topic} {event.model_dump_json(exclude={'recorded_by', 'decision'})}"


def added(edges: dict[UUID, tuple[UUID, ...]], from_id: UUID, further: UUID) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys((*edges.get(from_id, ()), further)))


def walked(start: UUID, near: Callable[[UUID], tuple[UUID, ...]]) -> tuple[UUID, ...]:
    """Breadth first; what goes round in a circle is met once."""
    found: dict[UUID, None] = {}
    queue = list(near(start))
    while queue:
        one = queue.pop(0)
        if one not in found and one != start:
            found[one] = None
            queue += near(one)
    return tuple(found)
