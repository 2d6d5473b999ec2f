"""The worked career of domain.md 3.15 as the lines of a list, and when each was recorded."""

from datetime import datetime, timedelta
from typing import Any

from pydantic import JsonValue
from pydantic.alias_generators import to_camel

from domain.events.envelope import CareerEvent
from tests.kit.careers import Book
from tests.kit.golden import golden_rows

PERSON = "An"
"""A label: what the list calls him."""

_ENVELOPE = ("effectiveDate", "effectiveBasis", "issueDate", "termMonths", "decision")


def golden_events() -> dict[str, CareerEvent]:
    """Key of the line (`row-2b`) to its event."""
    return {
        f"row-{row}{letter}": event
        for row, events in golden_rows().items()
        for letter, event in zip(("", "b"), events, strict=False)
    }


def golden_lines() -> dict[str, dict[str, JsonValue]]:
    """Key of the line to the line."""
    return {key: {"key": key, **line_of(event)} for key, event in golden_events().items()}


def golden_book() -> Book:
    """The same as a stream, recorded on the same days at noon."""
    book, events = Book(), golden_events()
    for day, keys in golden_days():
        noon = datetime.fromisoformat(f"{day}T12:00:00+07:00")
        book.tell(*(events[key] for key in keys), at=noon)
    return book


def line_of(event: CareerEvent) -> dict[str, JsonValue]:
    """An event as a person writes it down for a list: only what it says."""
    stored: dict[str, Any] = event.model_dump(mode="json", by_alias=True)
    payload = {to_camel(n): stored[to_camel(n)] for n in event.payload_fields()}
    said = {name: stored[name] for name in _ENVELOPE if stored[name] is not None}
    told = {n: _plain(value) for n, value in payload.items() if value not in (None, [])}
    line = {"person": PERSON, "eventType": event.topic, **said}
    return {**line, "payload": told} if told else line


def _plain(value: Any) -> Any:
    """A unit by its printed name, an identifier by its kind and value."""
    match value:
        case {"asPrinted": str(printed)}:
            return printed
        case dict():
            return {name: one for name, one in value.items() if one is not None}
        case list():
            return [_plain(one) for one in value]
        case _:
            return value


def golden_days() -> list[tuple[str, list[str]]]:
    """When what was recorded: three days after its paper, the reprimand on 2019-09-01.

    The identity came first, on 2004-07-01.
    """
    days: dict[str, list[str]] = {"2004-07-01": ["row-0"]}
    for key, line in golden_lines().items():
        if key == "row-0":
            continue
        issued = datetime.fromisoformat(str(line["issueDate"])) + timedelta(days=3)
        day = "2019-09-01" if key == "row-10" else issued.date().isoformat()
        days.setdefault(day, []).append(key)
    return sorted(days.items())
