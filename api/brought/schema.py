"""The form of a line as JSON Schema (2020-12), made from the classes that read it."""

from typing import Any

from pydantic.alias_generators import to_camel

from api.brought.columns import TOPICS
from archive.line_forms import ENVELOPE, MENDINGS, Cited, CitedByName, shape_of
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.envelope import CareerEvent
from domain.evidence import Rank

_REF = "#/$defs/{model}"


def json_schema() -> dict[str, Any]:
    """One line of JSON Lines: the envelope, and the payload that its `eventType` has."""
    shared: dict[str, Any] = {}
    kinds = [_kind(topic, shared) for topic in TOPICS]
    envelope = CareerEvent.model_json_schema(by_alias=True, ref_template=_REF)
    shared |= envelope.get("$defs", {})
    cited = [
        form.model_json_schema(by_alias=True, ref_template=_REF) for form in (Cited, CitedByName)
    ]
    for one in cited:
        shared |= one.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of `hoso record`",
        "type": "object",
        "required": ["person", "eventType"],
        "properties": {
            "person": {
                "anyOf": [
                    {"type": "string", "minLength": 1, "maxLength": 200},
                    {
                        "type": "object",
                        "properties": {"kind": {"type": "string"}, "value": {"type": "string"}},
                        "required": ["kind", "value"],
                        "additionalProperties": False,
                    },
                ]
            },
            "eventType": {"enum": list(TOPICS)},
            "schemaVersion": {"type": "integer"},
            "key": {"type": "string", "minLength": 1, "maxLength": 200},
            "asNew": {"type": "boolean"},
            "evidence": {"enum": [rank.value for rank in Rank if rank is not Rank.PRESUMED]},
            "source": {"anyOf": cited},
            **{name: envelope["properties"][name] for name in ENVELOPE},
            "payload": {"type": "object"},
        },
        "additionalProperties": False,
        "oneOf": kinds,
        "$defs": shared,
    }


def _kind(topic: str, shared: dict[str, Any]) -> dict[str, Any]:
    if topic in MENDINGS:
        return _mending(topic)
    kind = CAREER_EVENT_TYPES[topic]
    shape = shape_of(topic)
    own = kind.model_json_schema(by_alias=True, ref_template=_REF)
    shared |= own.get("$defs", {})
    fields = {to_camel(name): own["properties"][to_camel(name)] for name in kind.payload_fields()}
    for name in shape.units:  # a unit may be told by its printed name alone
        fields[name] = {"anyOf": [{"type": "string", "minLength": 1}, fields[name]]}
    for name in shape.targets:  # by the key of its line, or by its id
        fields[name] = {"type": ["string", "null"]}
    return {
        "title": kind.label.vi,
        "description": kind.label.en,
        "properties": {
            "eventType": {"const": topic},
            "schemaVersion": {"const": kind.class_version},
            "payload": {
                "type": "object",
                "properties": fields,
                "required": [name for name in own.get("required", ()) if name in fields],
                "additionalProperties": False,
            },
        },
    }


def _mending(topic: str) -> dict[str, Any]:
    kind = MENDINGS[topic]
    text = {"type": "string", "minLength": 1}
    fields: dict[str, Any] = {"target": text, "why": {"type": "string", "minLength": 3}}
    if topic == "record.corrected":
        fields |= {"changes": {"type": "object", "minProperties": 1}, "field": text, "value": {}}
    return {
        "title": kind.label.vi,
        "description": kind.label.en,
        "properties": {
            "eventType": {"const": topic},
            "schemaVersion": {"const": kind.class_version},
            "payload": {
                "type": "object",
                "properties": fields,
                "required": ["target", "why"],
                "additionalProperties": False,
            },
        },
    }
