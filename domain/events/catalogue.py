"""Topic to class: the allow-list of what a ledger may hold."""

from collections.abc import Iterator

from domain.events import (
    access,
    acts,
    appointment,
    contract,
    discipline,
    dossier,
    entry,
    holding,
    learning,
    merit,
    movement,
    organisation,
    page,
    policy,
    quota,
    registers,
    salary,
    storage,
)
from domain.events.envelope import CareerEvent, Event, PersonEvent

_FAMILIES = (
    access,
    acts,
    appointment,
    contract,
    discipline,
    dossier,
    entry,
    holding,
    learning,
    merit,
    movement,
    organisation,
    page,
    policy,
    quota,
    registers,
    salary,
    storage,
)


def _classes() -> Iterator[type[Event]]:
    for family in _FAMILIES:
        for value in vars(family).values():
            if isinstance(value, type) and issubclass(value, Event) and value.topic:
                yield value


EVENT_TYPES: dict[str, type[Event]] = {kind.topic: kind for kind in _classes()}
"""Every kind of event by its topic."""

PERSON_EVENT_TYPES: dict[str, type[PersonEvent]] = {
    topic: kind for topic, kind in EVENT_TYPES.items() if issubclass(kind, PersonEvent)
}

CAREER_EVENT_TYPES: dict[str, type[CareerEvent]] = {
    topic: kind for topic, kind in EVENT_TYPES.items() if issubclass(kind, CareerEvent)
}
