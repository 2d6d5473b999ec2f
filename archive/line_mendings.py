"""Lines that correct, annul or reinstate a record: they name it by the key of its own line.

What is mended stands before what mends it, in the file or in the archive; a circle is refused.
"""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from pydantic import JsonValue

from archive.keys import Keys
from archive.line_forms import Entry, canonical_digest, shape_of
from archive.lines import LineRefused, fault_of
from domain import mending
from domain.access import Actor
from domain.career import Career
from domain.errors import HosoError, Unknown
from domain.events.acts import RecordAnnulled, RecordCorrected
from domain.standing import MendingEvent

Lines = Mapping[str, tuple[Entry, UUID]]
"""Key to line and the id of its event, of one person."""

_SAID = frozenset({"target", "changes", "field", "value", "why"})
_PREFIX = "payload."


class Mended(NamedTuple):
    """`event` None: the line is recorded already."""

    event_id: UUID
    event: MendingEvent | None


def mend(entry: Entry, career: Career, lines: Lines, *, by: Actor, keys: Keys) -> Mended:
    """What the line does to a record of the career.

    Raises: LineRefused: what it concerns is not there, stands later, in a circle, or was refused;
        else what the domain says of such a mending.
    """
    if set(entry.payload) - _SAID:
        known: list[str] = sorted(_SAID)
        raise LineRefused("brought.fieldsUnknown", event_type=entry.topic, known=known)
    if entry.cited is not None or entry.evidence is not None:
        raise LineRefused("brought.mendingCites", field="source")
    asked = entry.payload.get("target")
    if not isinstance(asked, str):
        raise LineRefused("brought.fieldMissing", field="payload.target", event_type=entry.topic)
    target = _target(entry, asked.strip(), career, lines, keys)
    event_id = mending_id(entry, career.person_id, keys)
    held = career.mending(event_id)
    try:
        made = _decided(entry, target, career, by=by, event_id=event_id, again=held is not None)
    except HosoError as error:
        if isinstance(error, LineRefused):
            raise
        fault = fault_of(error)
        raise LineRefused(fault.code, faults=(fault,)) from None
    if held is not None:
        if (held.event.topic, held.event.target) != (entry.topic, target) or (
            _why(entry) != held.event.why
        ):
            raise LineRefused("event.keyTaken", field="key", event_id=event_id)
        return Mended(event_id, None)
    return Mended(event_id, made)


def mending_id(entry: Entry, person_id: UUID, keys: Keys) -> UUID:
    """The id of what the line does: the same line, the same id."""
    key = entry.key or canonical_digest([entry.topic, entry.payload])
    return keys.line_event(person_id, key)


def _decided(
    entry: Entry, target: UUID, career: Career, *, by: Actor, event_id: UUID, again: bool
) -> MendingEvent | None:
    if again:
        return None
    why = _why(entry)
    if entry.topic == RecordCorrected.topic:
        changes = _changes(entry, target, career)
        return mending.correct(career, target, changes, why, by=by, event_id=event_id)
    if entry.topic == RecordAnnulled.topic:
        return mending.annul(career, target, why, by=by, event_id=event_id)
    return mending.reinstate(career, target, why, by=by, event_id=event_id)


def _why(entry: Entry) -> str:
    return " ".join(str(entry.payload.get("why") or "").split())


def _changes(entry: Entry, target: UUID, career: Career) -> dict[str, JsonValue]:
    """Field to its right value; a unit may be told by its printed name alone."""
    given = entry.payload.get("changes")
    if given is None and isinstance(name := entry.payload.get("field"), str):
        given = {name: entry.payload.get("value")}
    if not isinstance(given, dict) or not given:
        raise LineRefused("brought.fieldMissing", field="payload.changes", event_type=entry.topic)
    try:
        units = shape_of(career.standing(target).event.topic).units
    except Unknown:  # of a correction: the domain leads to its original
        units = frozenset()
    changes: dict[str, JsonValue] = {}
    for name, value in given.items():
        bare = name.removeprefix(_PREFIX)
        is_name = bare in units and isinstance(value, str)
        changes[bare] = {"asPrinted": value} if is_name else value
    return changes


def _target(entry: Entry, asked: str, career: Career, lines: Lines, keys: Keys) -> UUID:
    found = lines.get(asked)
    if found is not None:
        other, event_id = found
        _refuse_circle(entry, lines)
        if other.line.number >= entry.line.number and other.line.sheet == entry.line.sheet:
            line = other.line.number
            raise LineRefused("brought.targetLater", field="payload.target", line=line)
        if other.faults:
            line = other.line.number
            raise LineRefused("brought.targetRefused", field="payload.target", line=line)
        return mending_id(other, career.person_id, keys) if other.mends else event_id
    for standing in career.standings:
        if asked in (standing.original.key, str(standing.event_id)):
            return standing.event_id
    for mended in (keys.line_event(career.person_id, asked), _uuid(asked)):
        if mended is not None and career.mending(mended) is not None:
            return mended
    raise LineRefused("brought.targetUnknown", field="payload.target")


def _refuse_circle(entry: Entry, lines: Lines) -> None:
    """Raises: LineRefused: the line comes back to itself by what it concerns."""
    seen: list[Entry] = [entry]
    asked = entry.payload.get("target")
    while isinstance(asked, str) and (found := lines.get(asked.strip())) is not None:
        other = found[0]
        if any(other is one for one in seen):
            numbers = [one.line.number for one in seen]
            raise LineRefused("brought.circle", field="payload.target", lines=numbers)
        if not other.mends:
            return
        seen.append(other)
        asked = other.payload.get("target")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
