"""The form of an event type: its fields flat, as a person reads, changes and keys them, and back.

A part of a nested value has a dotted name: `decision.full_no`, `subject_as_printed.dob`. Values are
stored JSON: a date is EDTF text, a coefficient text with a point, a unit `{"asPrinted": ...}`.
"""

import types
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from pydantic import JsonValue, ValidationError
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo

from domain.dates import PartialDate
from domain.errors import RuleViolation, Unknown
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.envelope import CareerEvent, Decision, Extraction, Printed, Subject, UnitRef
from domain.evidence import Rank, Source
from domain.frozen import Frozen
from domain.labels import Label, Privacy

_ENVELOPE = (
    "effective_date",
    "effective_basis",
    "issue_date",
    "term_months",
    "end_date",
    "last_day",
    "decision",
    "subject_as_printed",
    "reason",
)
"""What of the envelope a person keys; the rest is the archive's own."""

_NESTED: dict[str, type[Frozen]] = {"decision": Decision, "subject_as_printed": Subject}


OWN_DOOR = frozenset({"identity.merged", "identity.separated"})
"""Recorded of two people at once (archive/same_person.py), never from a form."""


class FieldKind(StrEnum):
    """How a value is shown and keyed. DATE: a year, month or day; DAY: a calendar day."""

    TEXT = "TEXT"
    DATE = "DATE"
    DAY = "DAY"
    INTEGER = "INTEGER"
    DECIMAL = "DECIMAL"
    BOOLEAN = "BOOLEAN"
    CHOICE = "CHOICE"
    UNIT = "UNIT"
    JSON = "JSON"


class FormField(Frozen):
    """One line of the form. `choice_of` names the vocabulary that `choices` are codes of; `parts`
    the parts of each item, where the field is a list of such."""

    name: str
    label_vi: str
    label_en: str
    privacy: Privacy
    kind: FieldKind
    required: bool
    choices: tuple[str, ...] = ()
    choice_of: str | None = None
    parts: tuple[str, ...] = ()


def event_type(topic: str) -> type[CareerEvent]:
    """The class of a career event's topic. Raises: Unknown (`event.typeUnknown`)."""
    kind = CAREER_EVENT_TYPES.get(topic)
    if kind is None:
        raise Unknown("event.typeUnknown", event_type=topic)
    return kind


def form_of(topic: str) -> tuple[FormField, ...]:
    """The fields of a type: its own first, then those of the envelope that a person may key.

    Raises: Unknown, if there is no such career event.
    """
    kind = event_type(topic)
    found: list[FormField] = []
    for name in (*kind.payload_fields(), *_ENVELOPE):
        nested = _NESTED.get(name)
        if nested is None:
            found.append(_form_field(name, kind.model_fields[name]))
            continue
        for part, field in nested.model_fields.items():
            # A part that its own model demands is optional where the whole is.
            line = _form_field(f"{name}.{part}", field)
            found.append(line.model_copy(update={"required": False}))
    return tuple(found)


def flat(event: CareerEvent) -> dict[str, JsonValue]:
    """Name to stored value, for every field of the form that is filled."""
    values: dict[str, JsonValue] = {}
    stored = event.model_dump(mode="json", by_alias=True)
    for name in (*event.payload_fields(), *_ENVELOPE):
        value = stored[to_camel(name)]
        if name in _NESTED:
            parts: dict[str, Any] = value or {}
            nested = ((part, parts.get(to_camel(part))) for part in _NESTED[name].model_fields)
            values |= {f"{name}.{part}": held for part, held in nested if held not in (None, [])}
        elif value not in (None, []):
            values[name] = value
    return values


def build(
    topic: str,
    fields: Mapping[str, JsonValue],
    *,
    event_id: UUID,
    person_id: UUID,
    recorded_by: UUID,
    evidence: Rank,
    source: Source | None,
    extraction: Extraction,
    printed: Iterable[Printed] = (),
    batch_id: UUID | None = None,
    key: str | None = None,
) -> CareerEvent:
    """Make the event from its flat fields. A None value is a field left empty.

    Raises:
        Unknown: no such type.
        RuleViolation: `event.fieldsInvalid`; `fields` names those that are missing, unknown or of
            the wrong form, never their values. `identity.ownDoor`: of `OWN_DOOR`.
    """
    kind = event_type(topic)
    if topic in OWN_DOOR:
        raise RuleViolation("identity.ownDoor", event_type=topic)
    known = {line.name for line in form_of(topic)}
    strange = tuple(sorted(name for name in fields if name not in known))
    if strange:
        raise RuleViolation("event.fieldsInvalid", event_type=topic, fields=strange)
    envelope = {
        "event_id": event_id,
        "person_id": person_id,
        "recorded_by": recorded_by,
        "evidence": evidence,
        "source": source,
        "extraction": extraction,
        "printed": tuple(printed),
        "batch_id": batch_id,
        "key": key,
    }
    try:
        return kind.model_validate({**_nested(topic, fields), **envelope}, by_name=True)
    except ValidationError as error:
        wrong = {_dotted(fault["loc"], known) for fault in error.errors(include_input=False)}
        raise RuleViolation(
            "event.fieldsInvalid", event_type=topic, fields=tuple(sorted(wrong))
        ) from None


def _nested(topic: str, fields: Mapping[str, JsonValue]) -> dict[str, Any]:
    """The flat names folded into the models that hold them; printed units made units."""
    whole: dict[str, Any] = {}
    kinds = {line.name: line.kind for line in form_of(topic)}
    for name, value in fields.items():
        if value is None or value == "":
            continue
        if kinds[name] is FieldKind.UNIT and isinstance(value, str):
            value = {"asPrinted": value}
        head, _, part = name.partition(".")
        if part:
            whole.setdefault(head, {})[part] = value
        else:
            whole[name] = value
    if "decision" in whole and "doc_type" not in whole["decision"]:
        raise RuleViolation("event.fieldsInvalid", event_type=topic, fields=("decision.doc_type",))
    if "subject_as_printed" in whole and "name" not in whole["subject_as_printed"]:
        raise RuleViolation(
            "event.fieldsInvalid", event_type=topic, fields=("subject_as_printed.name",)
        )
    return whole


def _dotted(location: tuple[int | str, ...], known: set[str]) -> str:
    names = [_snake(part) for part in location if isinstance(part, str)]
    dotted = ".".join(names[:2])
    return dotted if dotted in known else names[0]


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _form_field(name: str, field: FieldInfo) -> FormField:
    label = _label(field)
    kind, choices = _kind(field.annotation)
    return FormField(
        name=name,
        label_vi=label.vi,
        label_en=label.en,
        privacy=label.privacy,
        kind=kind,
        required=field.is_required(),
        choices=tuple(str(choice.value) for choice in choices) if choices else (),
        choice_of=choices.__name__ if choices else None,
        parts=_parts(field.annotation),
    )


def _parts(annotation: Any) -> tuple[str, ...]:
    """Stored names of the parts of an item: of a member of a family, of a stripped post."""
    bare = _bare(annotation)
    item = _bare(get_args(bare)[0]) if get_origin(bare) is tuple else None
    if not (isinstance(item, type) and issubclass(item, Frozen)):
        return ()
    return tuple(field.alias or name for name, field in item.model_fields.items())


def _label(field: FieldInfo) -> Label:
    """The first label is the outermost: `Annotated[Coefficient, Label(...)]` may bear several."""
    within = [
        mark for part in get_args(field.annotation) for mark in getattr(part, "__metadata__", ())
    ]
    found = [mark for mark in (*field.metadata, *within) if isinstance(mark, Label)]
    return found[-1]


def _kind(annotation: Any) -> tuple[FieldKind, type[Enum] | None]:
    bare = _bare(annotation)
    if isinstance(bare, type):
        if issubclass(bare, Enum):
            return FieldKind.CHOICE, bare
        for known, kind in _KINDS:
            if issubclass(bare, known):
                return kind, None
    return FieldKind.JSON, None


_KINDS: tuple[tuple[type, FieldKind], ...] = (
    (bool, FieldKind.BOOLEAN),
    (int, FieldKind.INTEGER),
    (Decimal, FieldKind.DECIMAL),
    (PartialDate, FieldKind.DATE),
    (date, FieldKind.DAY),
    (UnitRef, FieldKind.UNIT),
    (str, FieldKind.TEXT),
    (UUID, FieldKind.TEXT),
)


def _bare(annotation: Any) -> Any:
    """The type within `Annotated[...]` and `... | None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        parts = [part for part in get_args(annotation) if part is not types.NoneType]
        return _bare(parts[0]) if len(parts) == 1 else annotation
    return annotation
