"""XLSX: one sheet per kind of event. Nothing in it is run: a formula is refused by its cell.

The file is looked at as a ZIP before any of it is parsed, so that one that swells when it is
unpacked costs nothing; XML with a document type is refused, whatever it declares. Cells are then
read row by row.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from api.brought.cells import Value
from api.brought.columns import HELP_SHEETS, near_sheet, topic_of_sheet
from api.brought.sheets import MOST_COLUMNS, columns_in, letters, row_line
from archive.lines import MOST_LINES, Line, ListRefused
from domain.people import fold

MOST_ENTRIES = 1_000
MOST_UNPACKED_BYTES = 512 * 1024 * 1024
MOST_PART_BYTES = 384 * 1024 * 1024
MOST_RATIO = 200
_SMALL = 1024 * 1024
"""A part below this may be packed as tightly as it likes."""

_CHUNK = 1024 * 1024
_LOOK_BACK = 256
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)\""
)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, InvalidFileException, DefusedXmlException, KeyError,
    ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, SyntaxError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""What the library raises of a file that is none: it has no kind of error of its own for it."""


def workbook_lines(content: bytes, *, convert_legacy: bool = False) -> Iterator[Line]:
    """The lines of every sheet of a workbook, help and lists of choices left out.

    Raises: ListRefused: no workbook, one that swells, a sheet or heading that is not known, merged
        cells, too many lines.
    """
    with opened(content) as (book, merged):
        yield from _book_lines(book, merged, convert_legacy)


@contextmanager
def opened(content: bytes) -> Iterator[tuple[Any, dict[str, str]]]:
    """A workbook that was looked over, and the first merged cells by the part they stand in.

    Raises: ListRefused: no workbook, or one that swells.
    """
    merged = _looked_over(content)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False, keep_vba=False
        )
    except _BROKEN:
        raise ListRefused("brought.notWorkbook") from None
    try:
        yield book, merged
    finally:
        book.close()


def _book_lines(book: Any, merged: dict[str, str], convert_legacy: bool) -> Iterator[Line]:
    sheets = [one for one in book.worksheets if fold(one.title) not in HELP_SHEETS]
    topics: dict[str, str] = {}
    for sheet in sheets:
        topic = topic_of_sheet(sheet.title)
        if topic is None:
            if has_nothing(sheet):
                continue
            suggestion = near_sheet(sheet.title)
            raise ListRefused("brought.sheetUnknown", sheet=sheet.title, suggestion=suggestion)
        if topic in topics.values():
            raise ListRefused("brought.sheetTwice", sheet=sheet.title, event_type=topic)
        topics[sheet.title] = topic
        ref = merged_in(sheet, merged)
        if ref is not None:
            raise ListRefused("brought.merged", sheet=sheet.title, cell=ref)
    if not topics:
        raise ListRefused("brought.empty")
    taken = 0
    for sheet in sheets:
        if sheet.title not in topics:
            continue
        for line in _sheet_lines(sheet, topics[sheet.title], convert_legacy):
            taken += 1
            if taken > MOST_LINES:
                raise ListRefused("brought.tooManyLines", most=MOST_LINES)
            yield line


def merged_in(sheet: Any, merged: dict[str, str]) -> str | None:
    """Its first merged cells, by the part of the ZIP that it is kept in."""
    return merged.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"))


def has_nothing(sheet: Any) -> bool:
    return all(value is None for cells in rows_of(sheet) for value, _ in cells)


def rows_of(sheet: Any) -> Iterator[list[tuple[Any, str]]]:
    """Value and type of every cell, row by row; one cell more than there may be columns.

    Raises: ListRefused: the library cannot read it.
    """
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1)
    while True:
        try:
            row = next(rows, None)
            cells = None if row is None else [(one.value, str(one.data_type)) for one in row]
        except _BROKEN:
            raise ListRefused("brought.notWorkbook") from None
        if cells is None:
            return
        yield cells


def _sheet_lines(sheet: Any, topic: str, convert_legacy: bool) -> Iterator[Line]:
    columns = None
    for number, cells in enumerate(rows_of(sheet), start=1):
        values, wrong = values_of(cells, number)
        if all(value is None for value in values):
            continue
        if columns is None:
            if number != 1:
                raise ListRefused("brought.headNotFirst", sheet=sheet.title, line=number)
            if wrong:
                raise ListRefused("brought.headWrong", sheet=sheet.title, cell=next(iter(wrong)))
            columns = columns_in(topic, values, sheet=sheet.title)
            continue
        yield row_line(
            topic,
            number,
            values,
            columns,
            sheet=sheet.title,
            convert_legacy=convert_legacy,
            wrong=wrong,
        )


def values_of(cells: list[tuple[Any, str]], number: int) -> tuple[list[Value], dict[str, str]]:
    """The values of a row, and what is wrong with a cell by its reference."""
    values: list[Value] = []
    wrong: dict[str, str] = {}
    for place, (value, kind) in enumerate(cells):
        if value is None:
            values.append(None)
            continue
        if kind == "f":
            wrong[f"{letters(place)}{number}"] = "brought.cellFormula"
            value = ""
        elif kind == "e":
            wrong[f"{letters(place)}{number}"] = "brought.cellError"
            value = ""
        known = isinstance(value, str | int | float | bool | date | datetime | time)
        values.append(value if known else str(value))
    return values, wrong


def _looked_over(content: bytes) -> dict[str, str]:
    """Look at every part without parsing it; the first merged cells by part.

    Raises: ListRefused: no ZIP, encrypted, too many parts, one that swells, XML with a document
        type.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            _check_sizes(parts)
            merged: dict[str, str] = {}
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    ref = _look(packed, part)
                    if ref is not None:
                        merged[part.filename] = ref
            return merged
    except ListRefused:
        raise
    except _BROKEN:
        raise ListRefused("brought.notWorkbook") from None


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_ENTRIES:
        raise ListRefused("brought.bomb")
    if any(part.flag_bits & 0x1 for part in parts):
        raise ListRefused("brought.encrypted")
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise ListRefused("brought.bomb")
    for part in parts:
        swollen = part.file_size > _SMALL and part.file_size > MOST_RATIO * part.compress_size
        if swollen or part.file_size > MOST_PART_BYTES:
            raise ListRefused("brought.bomb")


def _look(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> str | None:
    """The first merged cells of a part. The ZIP gives no more bytes than it has declared."""
    before = b""
    found: str | None = None
    with packed.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = before + chunk
            if _DOCTYPE.search(text):
                raise ListRefused("brought.documentType")
            match = _MERGED.search(text) if found is None else None
            if match is not None:
                found = match[1].decode()
            before = text[-_LOOK_BACK:]
    return found
