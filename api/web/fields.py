"""Fields of an event as people see and type them: `12/03/1979`, `3,66`, a unit by its name."""

import json
import re

from pydantic import JsonValue

from api.messages import Language, Messages
from domain.dates import PartialDate
from domain.errors import RuleViolation
from domain.forms import FieldKind, FormField

_DAY = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_MONTH = re.compile(r"^(\d{1,2})[/.\-](\d{4})$")


class BadEntry(RuleViolation):
    """A field was typed in a form that cannot be read; `field` is its label, never its value."""

    code = "entry.unreadable"


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
        case FieldKind.JSON:
            return json.dumps(value, ensure_ascii=False)
        case FieldKind.BOOLEAN:
            return "true" if value else "false"
        case _:
            return str(value)


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
        match field.kind:
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
                return f"{float(text.replace(',', '.')):.2f}"
            case FieldKind.BOOLEAN:
                return text == "true"
            case FieldKind.UNIT:
                return {"asPrinted": text}
            case FieldKind.JSON:
                return _json(text)
            case FieldKind.TEXT | FieldKind.CHOICE:
                return text
    except ValueError:
        code = f"entry.{field.kind.value.lower()}"
        raise BadEntry(code if said.has(code) else None, field=_label(field, said)) from None


def _json(text: str) -> JsonValue:
    value: JsonValue = json.loads(text)
    return value


def date_of(text: str) -> PartialDate:
    if match := _DAY.match(text):
        day, month, year = (int(part) for part in match.groups())
        return PartialDate(year, month, day)
    if match := _MONTH.match(text):
        month, year = (int(part) for part in match.groups())
        return PartialDate(year, month)
    return PartialDate.parse(text)


def _label(field: FormField, said: Messages) -> str:
    return field.label_en if said.language is Language.EN else field.label_vi
