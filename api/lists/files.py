"""A list as a file that a spreadsheet opens: CSV or XLSX, in which nothing is ever evaluated.

A name or a number comes from papers and from other programs: a cell that begins with `=`, `+`, `-`
or `@` would be a formula to the program that opens it. In XLSX every text is stored as text; in CSV
it gets the apostrophe that spreadsheets take as "text follows".

Source: OWASP, "CSV Injection".
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from api.lists.columns import Column, R, Value
from api.messages import Messages

_FORMULA = re.compile(r"^[\s\x00-\x20]*[=+\-@\t\r\n|＝＋－＠]")
_NOT_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What neither XML nor a spreadsheet can hold."""

_DAY_FORM = "dd/mm/yyyy"
_MOST_IN_A_CELL = 32_767
_WIDEST, _NARROWEST = 48, 9


def csv_of(
    title: Sequence[str], columns: Sequence[Column[R]], rows: Iterable[R], said: Messages
) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the Vietnamese letters.

    Args:
        title: lines above the table: what the list is, of which unit, as of when.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for line in title:
        writer.writerow([harmless(line)])
    writer.writerow([said.say("due.col.no"), *(said.say(one.heading) for one in columns)])
    for number, row in enumerate(rows, start=1):
        values = (column.value(row, said) for column in columns)
        writer.writerow([number, *(_written(value, said) for value in values)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", errors="replace")


def xlsx_of(
    title: Sequence[str], columns: Sequence[Column[R]], rows: Iterable[R], said: Messages
) -> bytes:
    """One sheet: days as days printed dd/mm/yyyy, numbers as numbers, everything else as text."""
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(said.say("due.sheet"))
    headings = [said.say("due.col.no"), *(said.say(one.heading) for one in columns)]
    found = [[column.value(row, said) for column in columns] for row in rows]
    for at, width in enumerate(_widths(headings, found), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = f"B{len(title) + 2}"
    for place, line in enumerate(title):
        sheet.append([_cell(sheet, line, bold=place == 0)])
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for number, values in enumerate(found, start=1):
        sheet.append([_cell(sheet, value) for value in (number, *values)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    clean = _NOT_IN_A_CELL.sub("\ufffd", text)
    return f"'{clean}" if _FORMULA.match(clean) else clean


def _written(value: Value, said: Messages) -> str:
    match value:
        case None:
            return ""
        case date():
            return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
        case Decimal():
            return said.show(value)
        case int():
            return str(value)
        case str():
            return harmless(value)


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool = False) -> WriteOnlyCell:
    if isinstance(value, str):
        clean = _NOT_IN_A_CELL.sub("\ufffd", value)[:_MOST_IN_A_CELL]
        cell = WriteOnlyCell(sheet, value=clean)
        cell.data_type = "s"  # a text that begins with "=" would be taken for a formula
        cell.quotePrefix = _FORMULA.match(clean) is not None
    else:
        cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, date):
        cell.number_format = _DAY_FORM
    elif isinstance(value, Decimal):
        cell.number_format = "0.00"
    if bold:
        cell.font = Font(bold=True)
    elif isinstance(value, str) and "\n" in value:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _widths(headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> list[int]:
    """In letters, by what stands in the first rows."""
    widest = [len(heading) + 2 for heading in headings]
    for row in rows[:200]:
        for at, value in enumerate(row, start=1):
            lines = value.split("\n") if isinstance(value, str) else ["0" * 10]
            widest[at] = max(widest[at], *(len(line) + 2 for line in lines))
    return [min(max(width, _NARROWEST), _WIDEST) for width in widest]
