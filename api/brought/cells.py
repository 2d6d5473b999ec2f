"""A cell as a value of a line: what people write, and what spreadsheets make of it.

What a spreadsheet has changed (a date made a number, a zero lost from a number) is named with a
suggestion and never mended.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from uuid import UUID

from pydantic import JsonValue

from api.brought.columns import PAGES, Column
from api.brought.legacy import Legacy, converted, legacy_in, may_be_legacy
from api.fields import date_of
from api.messages import Language, Messages
from archive.line_forms import MOST_PAGES
from archive.lines import Fault, Line
from archive.lists import serial_day
from domain.forms import FieldKind
from domain.people import IdentifierKind, fold, plain_identifier

Value = str | int | float | bool | date | datetime | time | None

_YES = frozenset({"true", "co", "yes", "x", "1", "dung"})
_NO = frozenset({"false", "khong", "no", "0", "sai"})
_OLDEST, _NEWEST = 1850, 2199
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 99_999
_CCCD_DIGITS = 12
_FROM_TO = re.compile(r"(?P<first>\d{1,5})(?:\s*[-–]\s*(?P<last>\d{1,5}))?")
_EXACT = 15
"""Significant digits of a spreadsheet's number."""


class CellWrong(Exception):
    """A cell that cannot be taken, and why."""

    def __init__(self, code: str, **values: JsonValue) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def line_of(
    topic: str,
    number: int,
    cells: Mapping[str, tuple[Column, Value]],
    *,
    empty: Mapping[str, str] | None = None,
    sheet: str | None = None,
    convert_legacy: bool = False,
    encoding: Legacy | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Line:
    """A row as a line.

    Args:
        encoding: of the whole file, where it is known to be an old one.
        cells: reference (`B7`) to column and value, only those with something in them.
        empty: name of a column to the cell in which nothing stands: where something is missing.
        wrong: reference to the code of what is wrong with that cell (a formula, an error).
    """
    said: dict[str, JsonValue] = {"eventType": topic}
    places: dict[str, str] = {}
    verbatim: dict[str, str] = {}
    texts = [value for _, value in cells.values() if isinstance(value, str)]
    row_code = encoding or next((code for code in map(legacy_in, texts) if code), None)
    faults = [Fault(code=code, cell=cell) for cell, code in (wrong or {}).items()]
    for cell, (column, value) in cells.items():
        places[column.name] = cell
        if column.identifier is not None:
            places.setdefault("payload.identifiers", cell)
        if cell in (wrong or {}):
            continue
        try:
            if isinstance(value, str) and row_code is not None and may_be_legacy(value):
                code = legacy_in(value)
                if code is not None and not convert_legacy:
                    raise CellWrong("brought.legacyText", encoding=code.value)
                if convert_legacy:
                    verbatim[column.name.removeprefix("payload.")] = value
                    value = converted(value, row_code)
            _put(said, column, value_of(column, value))
        except CellWrong as error:
            faults.append(
                Fault(
                    code=error.code,
                    cell=cell,
                    field=column.name,
                    values={**error.values, "field": column.name},
                )
            )
    return Line(number, said, sheet, tuple(faults), {**(empty or {}), **places}, verbatim)


def _put(said: dict[str, JsonValue], column: Column, value: JsonValue) -> None:
    if value is None:
        return
    if column.identifier is not None:
        payload = said.setdefault("payload", {})
        if isinstance(payload, dict):
            held = payload.setdefault("identifiers", [])
            if isinstance(held, list):
                held.append({"kind": column.identifier.value, "value": value})
        return
    head, _, rest = column.name.partition(".")
    if not rest:
        said[head] = value
        return
    inside = said.setdefault(head, {})
    if isinstance(inside, dict):
        inside[rest] = value


def value_of(column: Column, value: Value) -> JsonValue:
    """What the cell says, as the JSON of a line. Raises: CellWrong."""
    if isinstance(value, str):
        value = " ".join(value.split())
        if not value:
            return None
    if value is None:
        return None
    if column.name == PAGES:
        return _pages(value)
    match column.kind:
        case FieldKind.DATE | FieldKind.DAY:
            return _day(column, value)
        case FieldKind.INTEGER:
            return _integer(value)
        case FieldKind.DECIMAL:
            return _decimal(value)
        case FieldKind.BOOLEAN:
            return _truth(value)
        case FieldKind.CHOICE:
            return _choice(column, value)
        case FieldKind.JSON:
            return _parts(column, _text(column, value))
        case FieldKind.TEXT | FieldKind.UNIT:
            return _text(column, value)


def _text(column: Column, value: Value) -> str:
    """Text only: a number in a column of text may have lost a zero, a date its form."""
    match value:
        case str():
            _check_zero(column, value)
            return value
        case bool():
            raise CellWrong("brought.cellNotText")
        case int() | float() if _holds_number(column):
            raise CellWrong("brought.cellLostZero", digits=len(_digits(value)))
        case int() | float():
            raise CellWrong("brought.cellNumber")
        case _:
            raise CellWrong("brought.cellNotText")


def _holds_number(column: Column) -> bool:
    return column.identifier is not None or column.name == "person"


def _check_zero(column: Column, text: str) -> None:
    """Digits that a zero is missing from: suggested, never added (domain.md 4.7)."""
    bare = plain_identifier(text)
    of_card = column.identifier is IdentifierKind.CCCD or column.name == "person"
    if of_card and bare.isdigit() and len(bare) in (_CCCD_DIGITS - 1, _CCCD_DIGITS - 2):
        raise CellWrong("brought.cellLostZero", digits=len(bare))
    if column.name.endswith(("radeCode",)) and re.fullmatch(r"\d\.\d{3}", text):
        raise CellWrong("brought.cellLostZero", digits=len(text))


def _digits(value: float) -> str:
    return f"{value:.0f}"


def _day(column: Column, value: Value) -> str:
    match value:
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | time():
            raise CellWrong("brought.cellTime")
        case date():
            return value.isoformat()
        case bool():
            raise CellWrong("brought.cellDate")
        case int() | float():
            return _numbered_day(column, value)
        case str():
            return _printed_day(column, value)
        case _:
            raise CellWrong("brought.cellDate")


def _numbered_day(column: Column, value: float) -> str:
    """A year may be typed as a number; a day that became one is named with what it may be."""
    if value == int(value):
        whole = int(value)
        if column.kind is FieldKind.DATE and _OLDEST <= whole <= _NEWEST:
            return str(whole)
        if _FIRST_SERIAL <= whole <= _LAST_SERIAL:
            raise CellWrong("brought.cellSerial", suggestion=serial_day(str(whole)))
    raise CellWrong("brought.cellDate")


def _printed_day(column: Column, text: str) -> str:
    suggestion = serial_day(text)
    if suggestion is not None and not text.startswith("0"):
        raise CellWrong("brought.cellSerial", suggestion=suggestion)
    try:
        day = date_of(text)
    except ValueError:
        raise CellWrong("brought.cellDate") from None
    if not _OLDEST <= day.year <= _NEWEST:
        raise CellWrong("brought.year", year=day.year)
    if column.kind is FieldKind.DAY and day.exact() is None:
        raise CellWrong("brought.cellDay")
    return str(day)


def _pages(value: Value) -> JsonValue:
    """`3`, `3; 5`, `3-6`: numbers of pages; or their ids."""
    match value:
        case bool() | date() | time():  # 3-6 that a spreadsheet took for a day
            raise CellWrong("brought.cellPages")
        case int() | float():
            parts = [format(value, f".{_EXACT}g")]
        case _:
            parts = re.split(r"\s*[;,]\s*", str(value).strip(" ;,"))
    pages: list[JsonValue] = []
    for part in parts:
        pages += _some_pages(part)
        if len(pages) > MOST_PAGES:
            raise CellWrong("brought.cellPages")
    return pages


def _some_pages(part: str) -> list[JsonValue]:
    named = _FROM_TO.fullmatch(part)
    if named is None:
        try:
            return [str(UUID(part))]
        except ValueError:
            raise CellWrong("brought.cellPages") from None
    first, last = int(named["first"]), int(named["last"] or named["first"])
    if not 1 <= first <= last < first + MOST_PAGES:
        raise CellWrong("brought.cellPages")
    return list(range(first, last + 1))


def _integer(value: Value) -> int:
    match value:
        case bool():
            raise CellWrong("brought.cellInteger")
        case int():
            return value
        case float() if value == int(value):
            return int(value)
        case str() if re.fullmatch(r"\d{1,9}", value):
            return int(value)
        case _:
            raise CellWrong("brought.cellInteger")


def _decimal(value: Value) -> str:
    """`3,66` or `3.66`; a spreadsheet's own number without the noise of its last digits."""
    match value:
        case bool():
            raise CellWrong("brought.cellDecimal")
        case int():
            return str(value)
        case float():
            return format(value, f".{_EXACT}g")
        case str():
            try:
                number = Decimal(value.replace(",", "."))
            except InvalidOperation:
                raise CellWrong("brought.cellDecimal") from None
            if not number.is_finite():
                raise CellWrong("brought.cellDecimal")
            return str(number)
        case _:
            raise CellWrong("brought.cellDecimal")


def _truth(value: Value) -> bool:
    match value:
        case bool():
            return value
        case int() if value in (0, 1):
            return bool(value)
        case str() if fold(value) in _YES:
            return True
        case str() if fold(value) in _NO:
            return False
        case _:
            raise CellWrong("brought.cellBoolean")


def _choice(column: Column, value: Value) -> str:
    """A code, or its word in either language."""
    if isinstance(value, str):
        words = _words(column.choice_of or "", column.choices)
        found = words.get(fold(value))
        if found is not None:
            return found
    raise CellWrong("brought.cellChoice", choices=list(column.choices))


@cache
def _words(vocabulary: str, codes: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in Language:
        said = Messages(language)
        for code in codes:
            found.setdefault(fold(said.coded(vocabulary, code)), code)
    return found | {fold(code): code for code in codes}


def _parts(column: Column, text: str) -> JsonValue:
    """Parts between semicolons, or JSON for what has parts of its own."""
    if text[0] in "[{":
        try:
            value: JsonValue = json.loads(text)
        except (ValueError, RecursionError):
            raise CellWrong("brought.cellJson") from None
        return value
    return [part.strip() for part in text.split(";") if part.strip()]
