"""Fields of an event as people see and type them: `12/03/1979`, `3,66`, a unit by its name."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, TypeGuard

from pydantic import JsonValue

from api.messages import Language, Messages
from archive.views import FieldView
from domain.dates import PartialDate
from domain.errors import RuleViolation
from domain.forms import FieldKind, FormField

_DAY = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_MONTH = re.compile(r"^(\d{1,2})[/.\-](\d{4})$")
_PREFIX = "f."
_MARKS = "|;"
"""Between the parts of an item, and between items, as typed."""
_OF_THE_PAPER = ("issue_date", "decision.")
_SELDOM = frozenset({"term_label", "end_date", "last_day", "term_months", "reason", "concurrent"})
"""Asked for only where they have a value."""

_PUT_AWAY = (
    "decision.number",
    "decision.suffix",
    "decision.symbol",
    "decision.legal_bases",
    "decision.abstract",
    "decision.issuer_unit_id",
    "decision.signer_title",
    "decision.signer_mode",
    "subject_as_printed.",
)
"""Parts of what is asked for already, and what the archive hardly uses."""

_USUAL_OF_THE_PAPER = frozenset(
    {"issue_date", "decision.full_no", "decision.doc_type", "decision.issuer_as_printed"}
)


class BadEntry(RuleViolation):
    """A field was typed in a form that cannot be read; `field` is its label, never its value."""

    code = "entry.unreadable"


class Groups(NamedTuple):
    """A form in three parts: what happened, the paper that says so, and what is seldom needed."""

    act: tuple[FormField, ...]
    paper: tuple[FormField, ...]
    seldom: tuple[FormField, ...]

    @property
    def first_doubt(self) -> str | None:
        """The field to begin with: the first of the main ones that the machine doubts."""
        return next((one.name for one in (*self.act, *self.paper) if is_doubted(one)), None)

    @property
    def put_away_doubts(self) -> int:
        return sum(is_doubted(one) for one in self.seldom)


def is_doubted(field: FormField) -> bool:
    """The machine read it and is not sure."""
    return isinstance(field, FieldView) and field.value is not None and not field.sure


def grouped(form: Sequence[FormField]) -> Groups:
    """Which part of the form a field stands in; what matters and has a value is never put away."""
    act, paper, seldom = [], [], []
    for field in form:
        of_paper = field.name.startswith(_OF_THE_PAPER)
        filled = isinstance(field, FieldView) and field.value is not None
        usual = field.name in _USUAL_OF_THE_PAPER if of_paper else _is_usual(field)
        away = field.name.startswith(_PUT_AWAY)
        if away or not (filled or field.required or usual):
            seldom.append(field)
        elif of_paper:
            paper.append(field)
        else:
            act.append(field)
    return Groups(tuple(act), tuple(paper), tuple(seldom))


def _is_usual(field: FormField) -> bool:
    return "." not in field.name and field.name not in _SELDOM


def shown(field: FormField, value: JsonValue, said: Messages) -> str:
    """A stored value as the input shows it; empty for none."""
    if value is None:
        return ""
    match field.kind:
        case FieldKind.DATE | FieldKind.DAY:
            return said.day(PartialDate.parse(str(value)))
        case FieldKind.DECIMAL:
            text = str(value)
            return text.replace(".", ",") if said.language is Language.VI else text
        case FieldKind.UNIT if isinstance(value, dict):
            return str(value.get("asPrinted") or "")
        case FieldKind.JSON if _has_parts(value, field):
            return "; ".join(_joined(field, item) for item in value if isinstance(item, dict))
        case FieldKind.JSON if _is_list_of_words(value):
            return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        case FieldKind.JSON:
            return json.dumps(value, ensure_ascii=False)
        case FieldKind.BOOLEAN:
            return "true" if value else "false"
        case _:
            return str(value)


def read(field: FormField, value: JsonValue, said: Messages) -> str:
    """A stored value in words, for reading: codes by their name."""
    match field.kind:
        case FieldKind.CHOICE if isinstance(value, str) and field.choice_of:
            return said.coded(field.choice_of, value)
        case FieldKind.BOOLEAN if isinstance(value, bool):
            return said.show(value)
        case FieldKind.JSON if isinstance(value, list):
            return "; ".join(_words(part) for part in value)
        case _:
            if field.name == "decision.doc_type" and isinstance(value, str):
                return said.document_type(value)
            return shown(field, value, said) or said.show(None)


def _has_parts(value: JsonValue, field: FormField) -> TypeGuard[list[JsonValue]]:
    """A list of items, each of the field's parts, every one of which is a plain value."""
    return (
        bool(field.parts)
        and isinstance(value, list)
        and all(
            isinstance(item, dict)
            and not any(isinstance(part, list | dict) for part in item.values())
            and not any(mark in str(part) for part in item.values() for mark in _MARKS)
            for item in value
        )
    )


def _joined(field: FormField, item: dict[str, JsonValue]) -> str:
    parts = ["" if item.get(name) is None else str(item[name]) for name in field.parts]
    return " | ".join(parts).rstrip(" |")


def parts_said(field: FormField, said: Messages) -> str:
    """The parts of an item in words, as they are typed."""
    return " | ".join(said.say(f"part.{name}") for name in field.parts)


def _parted(field: FormField, text: str) -> JsonValue:
    """`con | OWN | Nguyễn Văn Bình | 2005; …` as items. Raises: ValueError: too many parts."""
    items: list[JsonValue] = []
    for line in text.replace("\n", ";").split(";"):
        parts = [part.strip() for part in line.split("|")]
        if not any(parts):
            continue
        named = dict(zip(field.parts, parts, strict=False))
        if len(parts) > len(field.parts):
            raise ValueError("more parts than the item has")
        items.append({name: part for name, part in named.items() if part})
    return items


def _is_list_of_words(value: JsonValue) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _words(part: JsonValue) -> str:
    """`CCCD 024079000321` for a model of several values."""
    if isinstance(part, dict):
        return " ".join(str(value) for value in part.values() if value is not None)
    return str(part)


def texts(
    form: Iterable[FormField],
    said: Messages,
    *,
    typed: Mapping[str, str] | None = None,
    values: Mapping[str, JsonValue] | None = None,
) -> dict[str, str]:
    """Field name to the text in its input: as typed before, else as the value is shown."""
    found: dict[str, str] = {}
    for field in form:
        value = (values or {}).get(field.name, getattr(field, "value", None))
        text = shown(field, value, said)
        found[field.name] = (typed or {}).get(_PREFIX + field.name, text)
    return found


def changed(
    form: Iterable[FieldView], typed: Mapping[str, str], said: Messages
) -> dict[str, JsonValue]:
    """Fields that a person made other than they stood, by name; None clears one.

    Raises: BadEntry.
    """
    changes: dict[str, JsonValue] = {}
    for field in form:
        text = typed.get(_PREFIX + field.name)
        if text is None:
            continue
        value = entered(field, text, field.value, said)
        if value != field.value:
            changes[field.name] = value
    return changes


def filled(
    form: Iterable[FormField], typed: Mapping[str, str], said: Messages
) -> dict[str, JsonValue]:
    """What was typed into an empty form, by name. Raises: BadEntry."""
    found = {
        field.name: entered(field, typed.get(_PREFIX + field.name, ""), None, said)
        for field in form
    }
    return {name: value for name, value in found.items() if value is not None}


def entered(field: FormField, text: str, before: JsonValue, said: Messages) -> JsonValue:
    """What was typed as a stored value; None for nothing. `before` is what stood there.

    Raises: BadEntry, naming the field and the form that it takes.
    """
    text = text.strip()
    if text == shown(field, before, said).strip():
        return before
    if not text:
        return None
    try:
        if field.parts and text[0] not in "[{":
            return _parted(field, text)
        return _stored(field.kind, text)
    except (ValueError, InvalidOperation):
        if field.parts:
            parts = parts_said(field, said)
            raise BadEntry("entry.parts", field=said.label_of(field), parts=parts) from None
        code = f"entry.{field.kind.value.lower()}"
        known = code if said.has(code) else None
        raise BadEntry(known, field=said.label_of(field)) from None


def _stored(kind: FieldKind, text: str) -> JsonValue:
    """Raises: ValueError, InvalidOperation."""
    match kind:
        case FieldKind.DATE:
            return str(date_of(text))
        case FieldKind.DAY:
            day = date_of(text)
            if day.exact() is None:
                raise ValueError("a whole day")
            return str(day)
        case FieldKind.INTEGER:
            return int(text)
        case FieldKind.DECIMAL:
            number = Decimal(text.replace(",", "."))
            if not number.is_finite():
                raise ValueError("a number")
            return str(number)
        case FieldKind.BOOLEAN:
            return text == "true"
        case FieldKind.UNIT:
            return {"asPrinted": text}
        case FieldKind.JSON if text[0] in "[{":
            value: JsonValue = json.loads(text)
            return value
        case FieldKind.JSON:
            return [part.strip() for part in text.split(";") if part.strip()]
        case FieldKind.TEXT | FieldKind.CHOICE:
            return text


def date_of(text: str) -> PartialDate:
    """`12/03/1979`, `03/1979`, `1979`, or ISO 8601. Raises: ValueError."""
    if match := _DAY.match(text):
        day, month, year = (int(part) for part in match.groups())
        return PartialDate(year, month, day)
    if match := _MONTH.match(text):
        month, year = (int(part) for part in match.groups())
        return PartialDate(year, month)
    return PartialDate.parse(text)
