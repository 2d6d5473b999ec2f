"""Times away from work, as their papers begin and end them. Source: domain.md 3.5."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from domain.intervals import expires_on
from domain.standing import Standing

KINDS: Final = ("unpaidLeave", "studyLeave", "maternityLeave")
"""Each has an event `.started` and an event `.ended`."""


class Leave(NamedTuple):
    """In `[start, end)`; None: nothing says that it is over."""

    kind: str
    start: date
    end: date | None
    event_ids: tuple[UUID, ...]


def leaves_of(standings: Iterable[Standing], on: date) -> tuple[Leave, ...]:
    """The leaves begun by `on`, in the order of their beginning."""
    found: list[Leave] = []
    begun: dict[str, Leave] = {}
    for standing in standings:
        kind, _, what = standing.event.topic.partition(".")
        day = standing.effective_on
        if kind not in KINDS or day is None or day > on:
            continue
        if what == "started":
            begun[kind] = Leave(kind, day, expires_on(standing.event), (standing.event_id,))
            found.append(begun[kind])
        elif kind in begun:
            open_one = begun.pop(kind)
            event_ids = (*open_one.event_ids, standing.event_id)
            found[found.index(open_one)] = open_one._replace(end=day, event_ids=event_ids)
    return tuple(found)
