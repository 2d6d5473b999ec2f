"""Lists as offices hold them: lines written as JSON Lines, CSV and XLSX."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from api.brought.columns import Column, columns_of, heading_of, label_of
from domain.forms import FieldKind

Said = Mapping[str, Any]


def json_lines(*lines: Said) -> bytes:
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


def a_row(line: Said, topic: str) -> dict[str, str]:
    """Heading to text, only where the line says something: days as dd/mm/yyyy, decimal comma."""
    cells: dict[str, str] = {}
    for column in columns_of(topic):
        value = _value(line, column)
        if value is not None:
            cells[heading_of(column, topic, english=False)] = value
    return cells


def _value(line: Said, column: Column) -> str | None:
    if column.identifier is not None:
        held = line.get("payload", {}).get("identifiers", ())
        return next((one["value"] for one in held if one["kind"] == column.identifier), None)
    value: Any = line
    for part in column.name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return None if value is None else _text(value, column.kind)


def _text(value: Any, kind: FieldKind) -> str:
    if isinstance(value, list) and kind is FieldKind.TEXT:
        return "; ".join(str(one) for one in value)
    match kind:
        case FieldKind.DATE | FieldKind.DAY:
            return "/".join(reversed(str(value).split("-")))
        case FieldKind.DECIMAL:
            return str(value).replace(".", ",")
        case FieldKind.BOOLEAN:
            return "có" if value else "không"
        case FieldKind.JSON:
            return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def by_type(lines: Iterable[Said]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for line in lines:
        found.setdefault(line["eventType"], []).append(line)
    return found


def a_csv(topic: str, lines: Sequence[Said], *, separator: str = ";") -> bytes:
    rows = [a_row(line, topic) for line in lines]
    heads = list(dict.fromkeys(head for row in rows for head in row))
    return csv_of(heads, *([row.get(head, "") for head in heads] for row in rows), sep=separator)


def csv_of(*rows: Sequence[str], sep: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=sep).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def a_workbook(lines: Iterable[Said]) -> bytes:
    """One sheet per kind of event, named by its Vietnamese label."""

    def fill(book: Workbook) -> None:
        for topic, of_topic in by_type(lines).items():
            rows = [a_row(line, topic) for line in of_topic]
            heads = list(dict.fromkeys(head for row in rows for head in row))
            sheet = book.create_sheet(label_of(topic).vi[:31])
            sheet.append(heads)
            for row in rows:
                sheet.append([row.get(head) for head in heads])

    return workbook(fill)


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    """A workbook that `fill` writes, without the sheet that a new one begins with."""
    book = Workbook()
    book.remove(book.worksheets[0])
    fill(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def a_sheet(name: str, *rows: Sequence[Any]) -> bytes:
    """A workbook of one sheet."""

    def fill(book: Workbook) -> None:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))

    return workbook(fill)
