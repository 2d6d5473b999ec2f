"""A line's object made into what it says: its kind of event, person, key, and the event's fields.

Names are those of domain.md 3.1, camelCase; nothing is guessed, and what is strange is named by
its place. Values are never repeated: a line is personal data.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, JsonValue, StrictInt, ValidationError
from pydantic.alias_generators import to_camel

from archive.line_names import by_own_names, check_signs
from archive.lines import Fault, Line, LineRefused
from domain.dates import PartialDate
from domain.events.acts import RecordAnnulled, RecordCorrected, RecordReinstated
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.envelope import CareerEvent, PersonEvent, SecrecyLevel
from domain.evidence import Box, Rank
from domain.forms import FieldKind, form_of
from domain.frozen import Frozen

MENDINGS: Mapping[str, type[PersonEvent]] = {
    kind.topic: kind for kind in (RecordCorrected, RecordAnnulled, RecordReinstated)
}
"""What is done to a record, told in a file by the key of the line that it concerns."""

NOT_FROM_LISTS = frozenset({"identity.merged", "identity.separated"})
"""Two streams are joined or parted by a person who sees both, never by a list (R-IDN-01)."""

ENVELOPE = (
    "effectiveDate", "effectiveBasis", "endDate", "lastDay", "termMonths", "issueDate", "decision",
    "subjectAsPrinted", "reason", "secrecyLevel", "sourceRecordedOn", "batchId",
)  # fmt: skip
"""What a line may say of the envelope, under the names of domain.md 3.1."""

_KEYED = (
    "effective_date", "effective_basis", "end_date", "last_day", "term_months", "issue_date",
    "decision", "subject_as_printed", "reason",
)  # fmt: skip
_TARGETS = ("target", "successor")
_OF_THE_LINE = frozenset(
    {"person", "eventType", "schemaVersion", "key", "asNew", "evidence", "source", "payload"}
)
_OURS = frozenset(
    {"eventId", "personId", "seq", "recordedAt", "recordedBy", "extraction", "ndbGroup", "printed"}
)
_A_NAME = re.compile(r"[a-z][A-Za-z0-9]{0,39}(?:\.[a-z][A-Za-z0-9]{0,39})?")


MOST_PAGES = 500
"""That one line may cite."""

_LONGEST_KEY = 200
_LONGEST_NAME = 300
_LONGEST_PERSON = 200
_OLDEST_YEAR, _NEWEST_YEAR = 1850, 2199


class Place(Frozen):
    page_id: UUID
    box: Box | None = None
    field: str | None = None


class Cited(Frozen):
    """`source` of a line: a document of the archive, and pages of it (none: all of them)."""

    document_id: UUID
    places: tuple[Place, ...] = ()


class CitedByName(Frozen):
    """The same by what people know: `dossier` its folder's name or id, `document` its number or
    id, `pages` their numbers in the dossier from 1, or their ids."""

    dossier: str | None = Field(default=None, min_length=1, max_length=_LONGEST_NAME)
    document: str | None = Field(default=None, min_length=1, max_length=_LONGEST_NAME)
    pages: tuple[Annotated[StrictInt, Field(ge=1)] | UUID, ...] = Field(
        default=(), max_length=MOST_PAGES
    )


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a kind of event, asked once."""

    kind: type[CareerEvent]
    payload: frozenset[str]
    units: frozenset[str]
    targets: tuple[str, ...]
    days: tuple[str, ...]
    said: set[str]
    """What two lines of one key must have in common, by Python name."""


@cache
def shape_of(topic: str) -> Shape:
    """Raises: KeyError."""
    kind = CAREER_EVENT_TYPES[topic]
    lines = {line.name: line for line in form_of(topic)}
    payload = kind.payload_fields()
    return Shape(
        kind=kind,
        payload=frozenset(to_camel(name) for name in payload),
        units=frozenset(to_camel(n) for n in payload if lines[n].kind is FieldKind.UNIT),
        targets=tuple(name for name in _TARGETS if name in payload),
        said={*payload, *_KEYED} - set(_TARGETS),
        days=tuple(
            name
            for name in ("effective_date", "issue_date", "end_date", "last_day", *payload)
            if lines[name].kind in (FieldKind.DATE, FieldKind.DAY)
        ),
    )


@dataclass(slots=True, eq=False)
class Entry:
    """One readable line on its way. `event_id` names what it will be, or already is."""

    line: Line
    topic: str
    person: str
    key: str | None
    as_new: bool
    evidence: Rank | None
    cited: Cited | CitedByName | None
    envelope: dict[str, Any]
    payload: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    @property
    def mends(self) -> bool:
        return self.topic in MENDINGS

    def refuse(self, error: LineRefused) -> None:
        self.faults.extend(error.faults)


def entry_of(line: Line) -> Entry:
    """Raises: LineRefused, with every fault of the line's form."""
    said = line.said
    if line.faults or said is None:
        raise LineRefused("brought.refused", faults=line.faults)
    topic = _topic(said)
    payload = said.get("payload", {})
    if not isinstance(payload, dict):
        raise LineRefused("brought.notAnObject", field="payload")
    said, payload = by_own_names(topic, said, payload)
    _check_names(said)
    _check_version(said, topic)
    check_signs(said, payload)
    rank = _rank(said)
    return Entry(
        line=line,
        topic=topic,
        person=_person(said.get("person")),
        key=_key(said.get("key")),
        as_new=said.get("asNew") is True,
        evidence=rank,
        cited=_cited(said.get("source"), rank),
        envelope={n: said[n] for n in ENVELOPE if said.get(n) not in (None, "")},
        payload={n: value for n, value in payload.items() if value not in (None, "")},
    )


def _topic(said: Mapping[str, JsonValue]) -> str:
    topic = said.get("eventType")
    if not isinstance(topic, str) or not topic:
        raise LineRefused("brought.noType", field="eventType")
    if topic in NOT_FROM_LISTS:
        raise LineRefused("brought.typeNotHere", field="eventType", event_type=topic)
    if topic not in CAREER_EVENT_TYPES and topic not in MENDINGS:
        raise LineRefused("brought.typeUnknown", field="eventType")
    return topic


def _check_names(said: Mapping[str, JsonValue]) -> None:
    strange = [n for n in said if n not in _OF_THE_LINE and n not in ENVELOPE]
    ours = [name for name in strange if name in _OURS]
    if ours:
        raise LineRefused("brought.oursAlone", field=ours[0], fields=ours)
    if strange:
        raise LineRefused("brought.namesUnknown", names=_tellable(strange), known=sorted(ENVELOPE))


def _check_version(said: Mapping[str, JsonValue], topic: str) -> None:
    version = said.get("schemaVersion")
    kind = MENDINGS[topic] if topic in MENDINGS else CAREER_EVENT_TYPES[topic]
    if version is not None and (version != kind.class_version or isinstance(version, bool)):
        raise LineRefused(
            "brought.version", field="schemaVersion", event_type=topic, known=kind.class_version
        )


def _person(given: JsonValue) -> str:
    if isinstance(given, dict) and set(given) == {"kind", "value"}:
        given = f"{given['kind']}:{given['value']}"
    if not isinstance(given, str) or not given.strip() or len(given) > _LONGEST_PERSON:
        raise LineRefused("brought.noPerson", field="person")
    return " ".join(given.split())


def _key(given: JsonValue) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str) or not given.strip() or len(given) > _LONGEST_KEY:
        raise LineRefused("brought.key", field="key", most=_LONGEST_KEY)
    return given.strip()


def _rank(said: Mapping[str, JsonValue]) -> Rank | None:
    """None: by what the line cites. Raises: LineRefused: a paper's rank without its page."""
    given = said.get("evidence")
    if given is None:
        return None
    rank = next((one for one in Rank if one.value == given), None)
    if rank is None or rank is Rank.PRESUMED:
        raise LineRefused("brought.evidence", field="evidence")
    if rank.is_paper and not said.get("source"):
        raise LineRefused("event.needsPaper", field="evidence", rank=rank.value)
    return rank


def _cited(given: JsonValue, rank: Rank | None) -> Cited | CitedByName | None:
    if given is None:
        return None
    if rank is not None and not rank.is_paper:
        raise LineRefused("brought.evidenceOfPage", field="evidence")
    try:
        by_id = isinstance(given, dict) and not {"dossier", "document", "pages"} & set(given)
        form = Cited if by_id else CitedByName
        return form.model_validate(given, by_alias=True, by_name=False)
    except ValidationError:
        raise LineRefused("brought.source", field="source") from None


def event_of(
    entry: Entry,
    *,
    event_id: UUID,
    person_id: UUID,
    recorded_by: UUID,
    targets: Mapping[str, UUID] | None = None,
) -> CareerEvent:
    """The event that the line says, unresolved and without its source and key.

    Raises: LineRefused: what is missing, unknown or badly written, by name.
    """
    shape = shape_of(entry.topic)
    strange = sorted(name for name in entry.payload if name not in shape.payload)
    if strange:
        raise LineRefused(
            "brought.fieldsUnknown" if shape.payload else "brought.fieldsNone",
            event_type=entry.topic,
            names=_tellable(strange),
            known=sorted(shape.payload),
        )
    data: dict[str, Any] = {
        "effectiveBasis": "EXPLICIT" if "effectiveDate" in entry.envelope else "UNSTATED",
        **entry.envelope,
        **{
            name: {"asPrinted": value} if name in shape.units and isinstance(value, str) else value
            for name, value in entry.payload.items()
        },
        **(targets or {}),
        "eventId": event_id,
        "personId": person_id,
        "recordedBy": recorded_by,
        "evidence": entry.evidence or (Rank.ORIGINAL if entry.cited else Rank.IMPORTED),
        "extraction": {"method": "IMPORT"},
        "printed": [
            {"field": name, "text": text} for name, text in sorted(entry.line.verbatim.items())
        ],
    }
    try:
        event = shape.kind.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        raise LineRefused("brought.fields", faults=_faults(entry, error)) from None
    _check_years(event, shape)
    return event


def _tellable(names: Iterable[str]) -> list[str]:
    """Names as programs write them; what else was made up by the sender may be anything."""
    return [name if _A_NAME.fullmatch(name) else "…" for name in names]


def _faults(entry: Entry, error: ValidationError) -> tuple[Fault, ...]:
    """One per field, by its name in the line, with what is wrong and never with its value."""
    found: dict[str, Fault] = {}
    shape = shape_of(entry.topic)
    for one in error.errors(include_input=False, include_url=False):
        names = [part for part in one["loc"] if isinstance(part, str)]
        head = names[0] if names else "payload"
        dotted = ".".join(_known_names(names[:2]))
        name = f"payload.{dotted}" if head in shape.payload else dotted
        code = "brought.fieldMissing" if one["type"] == "missing" else "brought.fieldWrong"
        values: dict[str, JsonValue] = {"event_type": entry.topic, "field": name}
        found.setdefault(
            name,
            Fault(code=code, field=name, cell=entry.line.cells.get(name), values=values),
        )
    return tuple(found.values())


def _known_names(names: list[str]) -> Iterable[str]:
    """Names that the catalogue has; one of the sender's own making is not repeated."""
    for name in names:
        yield name if name.isidentifier() and name in _catalogue_names() else "…"


@cache
def _catalogue_names() -> frozenset[str]:
    names = {"value", "kind", "validFrom", "validTo", *ENVELOPE}
    for topic in CAREER_EVENT_TYPES:
        for line in form_of(topic):
            names |= {to_camel(part) for part in line.name.split(".")}
    return frozenset(names)


def _check_years(event: CareerEvent, shape: Shape) -> None:
    """Raises: LineRefused: a year such as 0202 that no paper of a career bears."""
    subject = event.subject_as_printed
    days = [(name, getattr(event, name)) for name in shape.days]
    if subject is not None:
        days.append(("subject_as_printed.dob", subject.dob))
    days.append(("source_recorded_on", event.source_recorded_on))
    for name, day in days:
        match day:
            case PartialDate() | date() if not _OLDEST_YEAR <= day.year <= _NEWEST_YEAR:
                dotted = ".".join(to_camel(part) for part in name.split("."))
                where = f"payload.{dotted}" if dotted in shape.payload else dotted
                raise LineRefused("brought.year", field=where, year=day.year)


def same_content(one: CareerEvent, other: CareerEvent) -> bool:
    """Both say the same, whatever units and targets were found for what they print."""
    return one.topic == other.topic and _content(one) == _content(other)


def _content(event: CareerEvent) -> dict[str, Any]:
    shape = shape_of(event.topic)
    stored = event.model_dump(mode="json", by_alias=True, include=shape.said)
    for name in shape.units:
        if stored.get(name):
            stored[name] = stored[name]["asPrinted"]
    if stored["decision"]:
        stored["decision"]["issuerUnitId"] = None
    return stored


def digest_of(entry: Entry, event: CareerEvent) -> str:
    """The key of a line without one: SHA-256 of what it says, its person resolved.

    Only what the line says counts, as the event holds it: the order of names, and 3.5 for 3.50,
    make no other line. 64 hexadecimal digits behind `line:`.
    """
    stored = event.model_dump(mode="json", by_alias=True)
    said = {name: stored[name] for name in (*entry.envelope, *entry.payload) if name in stored}
    form: dict[str, Any] = {
        "eventType": entry.topic,
        "person": str(event.person_id),
        "evidence": event.evidence.value,
        "said": _bare(said),
    }
    if event.secrecy_level is not SecrecyLevel.NONE:
        form["secrecy"] = event.secrecy_level.value
    if entry.cited is not None:
        form["source"] = entry.cited.model_dump(mode="json")
    return f"line:{canonical_digest(form)}"


def canonical_digest(form: object) -> str:
    text = json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _bare(value: Any) -> Any:
    """Without what is empty: a field added to a class later changes no digest."""
    match value:
        case dict():
            return {n: _bare(one) for n, one in value.items() if one not in (None, [], {})}
        case list():
            return [_bare(one) for one in value]
        case _:
            return value
