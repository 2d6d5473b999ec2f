"""Event <-> stored bytes. The one place that knows the stored form.

A row's state is 1 byte version (0x01), 8 bytes instant (microseconds since 1970, UTC, unsigned,
big-endian), then the event as UTF-8 JSON in camelCase, with `classVersion` inside when it is
above 1. The instant is zero until the ledger stamps it under the writer's lock. Which class a topic
means is looked up in an allow-list; what a row names is never imported.

A changed class raises its `class_version` and brings a static `upcast_v1_v2(state)`, which edits
the stored JSON object in place; every step from the stored version to the present one is run.
"""

import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from domain.errors import HosoError
from domain.events.catalogue import EVENT_TYPES
from domain.events.envelope import Event

CODEC_VERSION = 1
HEAD_BYTES = 9
_HEAD = struct.Struct(">BQ")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_UNIT = re.compile(rb'"asPrinted":("(?:[^"\\]|\\.)*"),"unitId":(?:null|"([0-9a-f-]{36})")')
"""A `UnitRef` in the stored JSON."""

_CHANGING = ("record.", "decision.", "identity.merged", "identity.separated")
"""Topics of events that change what others say."""

EventTypes = Mapping[str, type[Event]]
"""An allow-list: topic to class."""


class Undecodable(HosoError):
    """Stored bytes that are no event of ours. Says which rule of the form is broken, no content."""

    code = "codec.undecodable"


class Unstorable(HosoError):
    """An event that would not be read back as it is: a mistake of the program, refused early."""

    code = "codec.unstorable"


def encode(event: Event) -> bytes:
    """Return the stored form, unstamped. What it returns has been read back and compared.

    Raises:
        Unstorable: a value would change on the way (not a number, a lone surrogate).
    """
    kind = type(event)
    try:
        body = event.model_dump_json(by_alias=True).encode()
        if kind.class_version > 1:
            body = b'{"classVersion":%d,%s' % (kind.class_version, body[1:])
        same = _read(kind, body) == event
    except (PydanticSerializationError, ValueError, Undecodable) as error:
        raise Unstorable(topic=kind.topic) from error
    if not same:
        raise Unstorable(topic=kind.topic)
    return _HEAD.pack(CODEC_VERSION, 0) + body


def stamp(state: bytes, instant: datetime) -> bytes:
    """Return `state` with `instant` (aware, after 1970) written into its head.

    Raises:
        ValueError: the instant is naive or not after 1970.
        Undecodable: `state` does not begin with our version.
    """
    return stamping(instant)(state)


def stamping(instant: datetime) -> Callable[[bytes], bytes]:
    """`stamp` for many states that share an instant. Raises: as `stamp`."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    microseconds = (instant - _EPOCH) // _MICROSECOND
    if microseconds <= 0:
        raise ValueError("an instant lies after 1970")
    head = _HEAD.pack(CODEC_VERSION, microseconds)

    def stamped(state: bytes) -> bytes:
        _check_head(state)
        return head + state[HEAD_BYTES:]

    return stamped


def instant_of(state: bytes) -> datetime:
    """When the row was recorded; its first `HEAD_BYTES` are enough.

    Raises:
        Undecodable: not our version, cut short, or never stamped.
    """
    _check_head(state)
    _, microseconds = _HEAD.unpack_from(state)
    if microseconds == 0:
        raise Undecodable("codec.unstamped")
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError as error:
        raise Undecodable("codec.instant") from error


def decode(topic: str, state: bytes, *, types: EventTypes = EVENT_TYPES) -> tuple[Event, datetime]:
    """Return the event, upcast to the present class, and when it was recorded.

    Raises:
        Undecodable: unknown topic, other version, not stamped, newer than this program, or not
            valid for its class. Its code says which; never the content.
    """
    recorded_at = instant_of(state)
    kind = types.get(topic)
    if kind is None:
        raise Undecodable("codec.unknownTopic")
    return _read(kind, state[HEAD_BYTES:]), recorded_at


def units_named(topic: str, state: bytes) -> Iterator[tuple[str, UUID | None]] | None:
    """The units that a stored event names, as printed and as resolved, read off without decoding.

    Returns:
        None: only decoding could tell (a correction, an amendment, a merger of persons).
    """
    if topic.startswith(_CHANGING):
        return None
    return (
        (json.loads(found[1]), UUID(found[2].decode()) if found[2] else None)
        for found in _UNIT.finditer(state)
    )


def _check_head(state: bytes) -> None:
    if not isinstance(state, bytes):  # a store may hold anything once somebody has been at it
        raise Undecodable("codec.notBytes")
    if len(state) < HEAD_BYTES:
        raise Undecodable("codec.cutShort")
    if state[0] != CODEC_VERSION:
        raise Undecodable("codec.version", found=state[0])


def _read(kind: type[Event], body: bytes) -> Event:
    try:
        return kind.model_validate_json(_of_today(kind, body), by_alias=True, by_name=False)
    except ValidationError as error:
        # The error's text names fields and reasons only (hide_input_in_errors); we name less.
        raise Undecodable("codec.invalid", topic=kind.topic, faults=error.error_count()) from None


def _of_today(kind: type[Event], body: bytes) -> bytes:
    """The body as the present class reads it. One that was written by it is not parsed twice."""
    if kind.class_version == 1:
        return body
    mark = b'{"classVersion":%d,' % kind.class_version
    return b"{" + body[len(mark) :] if body.startswith(mark) else _upcast(kind, body)


def _upcast(kind: type[Event], body: bytes) -> bytes:
    try:
        state: Any = json.loads(body)
    except ValueError:
        raise Undecodable("codec.invalid", topic=kind.topic, faults=1) from None
    if not isinstance(state, dict):
        raise Undecodable("codec.invalid", topic=kind.topic, faults=1)
    stored = state.pop("classVersion", 1)
    if not isinstance(stored, int) or not 1 <= stored <= kind.class_version:
        raise Undecodable("codec.newer", topic=kind.topic)
    for version in range(stored, kind.class_version):
        step = getattr(kind, f"upcast_v{version}_v{version + 1}", None)
        if step is None:
            raise Undecodable("codec.noUpcast", topic=kind.topic, found=version)
        try:
            step(state)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Undecodable("codec.upcast", topic=kind.topic, found=version) from None
    return json.dumps(state, ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in its stream, as the store's mapper takes and gives it."""

    originator_id: UUID
    originator_version: int
    event: Event
    recorded_at: datetime | None = None


class EventMapper(Mapper[UUID]):
    """Puts the codec into the event store, in place of the library's own forms."""

    def __init__(self, types: EventTypes) -> None:
        super().__init__(JSONTranscoder())  # required by the library, not used by us
        self._types = types

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        event: Event = domain_event.event
        if self._types.get(event.topic) is not type(event):
            raise Unstorable("codec.unknownTopic", topic=event.topic)
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=event.topic,
            state=encode(event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        stream_id = stored_event.originator_id
        if not isinstance(stream_id, UUID):
            raise Undecodable("codec.streamId")
        event, recorded_at = decode(stored_event.topic, stored_event.state, types=self._types)
        return Entry(stream_id, stored_event.originator_version, event, recorded_at)
