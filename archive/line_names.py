"""A line under the catalogue's own names, where it uses those of the reference; and no hidden sign.

The reference calls some fields of a table otherwise than the catalogue does (`domain.events.
synonyms`), writes parts of them one below the other (`to.unit`), and sets some of the envelope's
among a table's data. A line may say either; the same thing said twice, and not the same, is
refused.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue
from pydantic.alias_generators import to_camel

from archive.lines import LineRefused
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.synonyms import SYNONYMS
from domain.numbers import read_number

_ENVELOPE = frozenset(
    {"effectiveDate", "effectiveBasis", "endDate", "lastDay", "termMonths", "issueDate", "reason"}
)
_BESIDE = ("from", "to")
"""Of the reference's envelope; the catalogue holds them as fields of each type."""

_DOC_TYPES = {"QĐ": "QUYET_DINH", "TB": "THONG_BAO", "TTr": "TO_TRINH", "BB": "BIEN_BAN"}
_OTHER = "KHAC"

_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control signs, and those that turn the direction of what follows. Line ends and tabs stay: names
of units are printed on several lines."""


def by_own_names(
    topic: str, said: Mapping[str, JsonValue], payload: Mapping[str, JsonValue]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The line and its payload, renamed; what has no other name stays as it is.

    Raises: LineRefused `brought.saidTwice`.
    """
    whole, own = dict(said), dict(payload)
    if topic not in CAREER_EVENT_TYPES:
        return whole, own
    for name in _BESIDE:
        if name in whole:
            _put(own, name, whole.pop(name))
    fields = {to_camel(name) for name in CAREER_EVENT_TYPES[topic].payload_fields()}
    for called, name in SYNONYMS.get(topic, {}).items():
        for value in _taken(own, called, fields):
            _put(own if name in fields else whole, name, value)
    for name in _ENVELOPE & own.keys() - fields:
        _put(whole, name, own.pop(name))
    _decide(whole)
    return whole, own


def _taken(own: dict[str, Any], called: str, fields: set[str]) -> list[Any]:
    """The value under the reference's name, taken out; none where nothing is called so."""
    head, _, part = called.partition(".")
    if head not in own or head in fields:
        return []
    if not part:
        return [own.pop(head)]
    parts = own[head]
    if not isinstance(parts, dict) or part not in parts:
        return []
    rest = {name: value for name, value in parts.items() if name != part}
    if rest:
        own[head] = rest
    else:
        del own[head]
    return [parts[part]]


def _put(place: dict[str, Any], name: str, value: Any) -> None:
    if place.get(name) in (None, ""):
        place[name] = value
    elif value not in (None, "") and place[name] != value:
        raise LineRefused("brought.saidTwice", field=name)


def _decide(whole: dict[str, Any]) -> None:
    """Legal bases that stand beside the decision; a type where the paper's number says it."""
    bases = whole.pop("legalBases", None)
    decision = whole.get("decision")
    if not isinstance(decision, dict):
        if bases is not None:
            whole["legalBases"] = bases  # without a decision they are nobody's: named as strange
        return
    decision = dict(decision)
    if bases is not None:
        _put(decision, "legalBases", bases)
    if decision.get("docType") in (None, ""):
        decision["docType"] = _type_of(decision.get("fullNo"))
    whole["decision"] = decision


def _type_of(full_no: object) -> str:
    """By the abbreviation in its number; any other paper where that tells nothing."""
    read = read_number(full_no) if isinstance(full_no, str) else None
    return _DOC_TYPES.get(read.type_abbreviation or "", _OTHER) if read is not None else _OTHER


def check_signs(said: Mapping[str, JsonValue], payload: Mapping[str, JsonValue]) -> None:
    """Raises: LineRefused: a sign that nobody sees, and that can make a text look like another."""
    for name, value in said.items():
        if name != "payload" and _hides(value):
            raise LineRefused("brought.hiddenSign", field=name)
    for name, value in payload.items():
        if _hides(value):
            raise LineRefused("brought.hiddenSign", field=f"payload.{name}")


def _hides(value: JsonValue) -> bool:
    match value:
        case str():
            return _HIDDEN.search(value) is not None
        case dict():
            return any(_hides(one) for one in value.values())
        case list():
            return any(_hides(one) for one in value)
        case _:
            return False
