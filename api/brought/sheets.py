"""CSV: one file per kind of event, named by it; and the rows of any sheet made into lines."""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from api.brought.cells import Value, line_of
from api.brought.columns import (
    TOPICS,
    Column,
    column_named,
    columns_of,
    headings_of,
    near,
    near_sheet,
    topic_of_sheet,
)
from api.brought.legacy import Legacy, converted, legacy_in, may_hold_legacy
from archive.lines import MOST_LINES, Fault, Line, ListRefused
from archive.lists import ListLines, separator_of

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_MARK = b"\xef\xbb\xbf"
MOST_COLUMNS = 200

Row = Sequence[Value]


def csv_lines(
    content: bytes, *, name: str, event_type: str | None = None, convert_legacy: bool = False
) -> Iterator[Line]:
    """The lines of a CSV file.

    Args:
        name: of the file: without its ending it names the kind of event, as a sheet's does.
        event_type: the kind of event, where the name does not say it.

    Raises: ListRefused: it is no text of ours, its kind of event or a heading is not known, or it
        has too many lines.
    """
    text, encoding = _text(content, convert_legacy)
    topic = event_type or topic_of_sheet(PurePath(name).stem)
    if topic is None or topic not in TOPICS:
        raise ListRefused("brought.csvType", suggestion=near_sheet(PurePath(name).stem))
    lines = ListLines(text, separator_of(text, _separating(topic)))
    try:
        head = next(lines, None)
        if head is None:
            raise ListRefused("brought.empty")
        columns = columns_in(topic, head[1], sheet=None)
        for number, (at, cells) in enumerate(lines, start=1):
            if number > MOST_LINES:
                raise ListRefused("brought.tooManyLines", most=MOST_LINES)
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                fault = Fault(
                    code="brought.cells", values={"cells": len(cells), "columns": len(columns)}
                )
                yield Line(at, None, faults=(fault,))
                continue
            yield row_line(
                topic, at, cells, columns, convert_legacy=convert_legacy, encoding=encoding
            )
    except csv.Error:
        raise ListRefused("brought.quotes", line=lines.line) from None


def _separating(topic: str) -> list[str]:
    """Every heading in the letters that a first line may have it in."""
    labels = [(one.label.vi, one.label.en, one.name) for one in columns_of(topic)]
    found = {text.casefold() for texts in labels for text in texts}
    return [*found, *(f"{text} *" for text in found), *headings_of(topic)]


def _text(content: bytes, convert_legacy: bool) -> tuple[str, Legacy | None]:
    """The letters of a file, and the old encoding that all of it is in."""
    if content.startswith(_WIDE) or b"\0" in content:
        raise ListRefused("brought.notUtf8")
    try:
        text = content.removeprefix(_MARK).decode("utf-8")
        return unicodedata.normalize("NFC", text), None
    except UnicodeDecodeError as error:
        old = content.decode("latin-1")
        line = content[: error.start].count(b"\n") + 1
        if not may_hold_legacy(old):
            raise ListRefused("brought.notUtf8", line=line) from None
        if not convert_legacy:
            raise ListRefused("brought.legacyFile", line=line) from None
        return old, legacy_in(old)


def columns_in(topic: str, heads: Row, *, sheet: str | None) -> list[Column | None]:
    """The columns that the first row names, in its order; None where there is no heading.

    Raises: ListRefused: a heading is not known, stands twice, or one that is needed is missing.
    """
    found: list[Column | None] = []
    for place, head in enumerate(heads[:MOST_COLUMNS]):
        text = " ".join(str(head).split()) if head is not None else ""
        if not text:
            found.append(None)
            continue
        column = column_named(topic, text) or column_named(topic, _modern(text))
        cell = f"{letters(place)}1"
        if column is None:
            suggestion = near(text.casefold(), headings_of(topic))
            raise ListRefused(
                "brought.headUnknown",
                sheet=sheet,
                cell=cell,
                event_type=topic,
                suggestion=suggestion,
            )
        if column in found:
            raise ListRefused("brought.headTwice", sheet=sheet, cell=cell, event_type=topic)
        found.append(column)
    there = {column.name for column in found if column is not None}
    for column in columns_of(topic):
        if column.required and column.name not in there:
            raise ListRefused(
                "brought.headMissing", sheet=sheet, event_type=topic, field=column.label.vi
            )
    return found


def _modern(text: str) -> str:
    return converted(text, Legacy.TCVN3) if not text.isascii() else text


def row_line(
    topic: str,
    number: int,
    row: Row,
    columns: Sequence[Column | None],
    *,
    sheet: str | None = None,
    convert_legacy: bool = False,
    encoding: Legacy | None = None,
    wrong: dict[str, str] | None = None,
) -> Line:
    """A row as a line; what stands under no heading is refused by its cell."""
    cells: dict[str, tuple[Column, Value]] = {}
    strange = dict(wrong or {})
    for place, value in enumerate(row):
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        cell = f"{letters(place)}{number}"
        column = columns[place] if place < len(columns) else None
        if column is None:
            strange.setdefault(cell, "brought.cellNoHead")
        else:
            cells[cell] = column, value
    said = {column.name for column, _ in cells.values()}
    empty = {
        column.name: f"{letters(place)}{number}"
        for place, column in enumerate(columns)
        if column is not None and column.name not in said
    }
    return line_of(
        topic,
        number,
        cells,
        empty=empty,
        sheet=sheet,
        convert_legacy=convert_legacy,
        encoding=encoding,
        wrong=strange,
    )


def letters(place: int) -> str:
    """`A` for 0, `AA` for 26: a column as a spreadsheet names it."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
