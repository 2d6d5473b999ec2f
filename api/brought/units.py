"""Lists of units as workbooks: the one sheet is read as the CSV that it would be.

Nothing in it is run, and what a spreadsheet makes of a day or a number is named by its cell.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from api.brought.cells import Value
from api.brought.columns import HELP_SHEETS
from api.brought.reading import OLD_OFFICE, ZIP
from api.brought.sheets import letters
from api.brought.workbook import has_nothing, merged_in, opened, rows_of, values_of
from api.messages import Language, Messages
from archive.lines import ListRefused
from archive.lists import Problem, problem
from archive.unit_lists import HEADINGS, LEVEL_WORDS, NEEDED, WORDS, UnitList, read_unit_list
from domain.events.organisation import OrgLevel
from domain.people import fold

_ROWS: Final = 2_000
"""So far down reach the choices of the empty workbook; more rows are read all the same."""

_HEAD: Final = PatternFill("solid", fgColor="DCE6F1")
_WIDTHS: Final = {"name": 44, "unit": 34, "parent": 34, "sources": 44, "targets": 44}


def read_units(content: bytes, *, file: str) -> UnitList:
    """A list of units: a workbook by its first bytes, JSON Lines or CSV by its name.

    Raises: ListRefused: a workbook that cannot be opened, that swells, or has merged cells.
    """
    if content.startswith(OLD_OFFICE):
        raise ListRefused("brought.oldWorkbook")
    if not content.startswith(ZIP):
        return read_unit_list(content, file=file)
    with opened(content) as (book, merged):
        sheets = [one for one in book.worksheets if fold(one.title) not in HELP_SHEETS]
        filled = [one for one in sheets if not has_nothing(one)]
        if len(filled) != 1:
            names = [str(one.title) for one in filled]
            code = "unitList.sheets" if filled else "list.empty"
            return UnitList(problems=(problem(code, file=file, values={"sheets": list(names)}),))
        ref = merged_in(filled[0], merged)
        if ref is not None:
            raise ListRefused("brought.merged", sheet=filled[0].title, cell=ref)
        problems: list[Problem] = []
        text = io.StringIO(newline="")
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows(_texts(filled[0], file, problems))
    read = read_unit_list(text.getvalue().encode(), file=file)
    return UnitList(statements=read.statements, problems=(*problems, *read.problems))


def _texts(sheet: Any, file: str, problems: list[Problem]) -> Iterator[list[str]]:
    """Every row as texts, as wide as the first one that says something."""
    heads: list[str] = []
    for number, cells in enumerate(rows_of(sheet), start=1):
        values, wrong = values_of(cells, number)
        texts = [_text(value) for value in values]
        if not heads:
            heads = [text or "" for text in texts]
            while heads and not heads[-1]:
                heads.pop()
        codes = {cell: _WRONG[code] for cell, code in wrong.items()}
        for place, text in enumerate(texts):
            cell = f"{letters(place)}{number}"
            if text and not (place < len(heads) and heads[place]):
                codes.setdefault(cell, "unitList.cellNoHead")
            elif text is None:
                codes.setdefault(cell, "unitList.cellNotText")
        problems += (
            problem(code, file=file, line=number, values={"cell": cell})
            for cell, code in codes.items()
        )
        width = len(heads)
        yield [text or "" for text in (*texts, *[""] * width)][:width]


_WRONG: Final = {
    "brought.cellFormula": "unitList.cellFormula",
    "brought.cellError": "unitList.cellError",
}


def _text(value: Value) -> str | None:
    """As a person would have typed it; None: nothing that a list of units may hold."""
    match value:
        case None:
            return ""
        case str():
            return " ".join(value.split())
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case bool() | datetime() | time():
            return None
        case date():
            return value.isoformat()
        case int():
            return str(value)
        case float():
            return format(Decimal(repr(value)).normalize(), "f")


def unit_template(said: Messages) -> bytes:
    """The empty workbook that `read_units` reads: headings, choices, and a sheet of help."""
    english = said.language is Language.EN
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Units" if english else "Đơn vị"
    choices = {
        "event": tuple(_last_words() if english else _first_words()),
        "level": tuple(
            one.value.replace("_", " ").lower() for one in OrgLevel
        ) if english else tuple(LEVEL_WORDS),
    }  # fmt: skip
    for place, name in enumerate(HEADINGS, start=1):
        letter = get_column_letter(place)
        head = sheet.cell(row=1, column=place, value=unit_heading(name, english=english))
        head.font, head.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 18)
        sheet.column_dimensions[letter].number_format = "@"
        if name in choices:
            words = ",".join(choices[name])
            validation = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            validation.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(validation)
    sheet.freeze_panes = "B2"
    _help(book.create_sheet("Help" if english else "Hướng dẫn"), said, english=english)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def unit_heading(name: str, *, english: bool) -> str:
    text = name.replace("_", " ") if english else HEADINGS[name][0]
    return f"{text[:1].upper()}{text[1:]}"


def _first_words() -> list[str]:
    """The Vietnamese word of each happening: the first that is read."""
    return list({one: word for word, one in reversed(WORDS.items())}.values())[::-1]


def _last_words() -> list[str]:
    """The English word: the last that is read."""
    return list({one: word for word, one in WORDS.items()}.values())


def _help(sheet: Any, said: Messages, *, english: bool) -> None:
    for letter, width in (("A", 30), ("B", 80)):
        sheet.column_dimensions[letter].width = width
    row = 1
    for code in ("title", "rows", "named", "several", "dates", "whole"):
        cell = sheet.cell(row=row, column=1, value=said.say(f"unitList.help.{code}"))
        cell.font = Font(bold=code == "title")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        sheet.row_dimensions[row].height = 18 * (1 + len(str(cell.value)) // 105)
        row += 1
    heads = (unit_heading("event", english=english), said.say("unitList.help.needs"))
    for place, text in enumerate(heads, start=1):
        sheet.cell(row=row + 1, column=place, value=text).font = Font(bold=True)
    words = _last_words() if english else _first_words()
    for at, word in enumerate(words, start=row + 2):
        names = (unit_heading(name, english=english) for name in NEEDED[WORDS[word]])
        sheet.cell(row=at, column=1, value=word)
        sheet.cell(row=at, column=2, value=", ".join(names))
