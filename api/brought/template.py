"""The empty workbook: one sheet per kind of event, with validations, choices and a help sheet.

What it writes is what `workbook_lines` reads.
"""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from api.brought.columns import TOPICS, Column, columns_of, heading_of, label_of
from api.messages import Language, Messages
from archive.lines import MOST_LINES
from domain.forms import FieldKind

_ROWS = 2_000
"""Validations and text formats reach so far down; more rows are read all the same."""

_TEXT = "@"
_WIDEST, _NARROWEST = 40, 12
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_NEEDED = PatternFill("solid", fgColor="FFE699")
_HELP_WIDTHS = (34, 46, 22, 12)


def template(said: Messages, topics: Iterable[str] = ()) -> bytes:
    """The workbook's bytes. `topics`: the kinds of event wanted; none: every kind."""
    wanted = tuple(topics) or TOPICS
    book = Workbook()
    english = said.language is Language.EN
    choices = _Choices(said)
    _help(book.active, wanted, said)
    for topic in wanted:
        _sheet(book.create_sheet(topic), topic, choices, said, english=english)
    choices.write(book.create_sheet("Lists" if english else "Danh mục"))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


class _Choices:
    """The words that a cell may choose from, kept on a sheet of their own: a validation's own text
    ends at 255 signs."""

    def __init__(self, said: Messages) -> None:
        self._said = said
        self._lists: dict[tuple[str, ...], str] = {}
        self._sheet = "Lists" if said.language is Language.EN else "Danh mục"

    def range_of(self, words: tuple[str, ...]) -> str:
        if words not in self._lists:
            letter = get_column_letter(len(self._lists) + 1)
            last = len(words)
            self._lists[words] = f"{quote_sheetname(self._sheet)}!${letter}$1:${letter}${last}"
        return f"={self._lists[words]}"

    def words_of(self, column: Column) -> tuple[str, ...]:
        if column.kind is FieldKind.BOOLEAN:
            return self._said.show(True), self._said.show(False)
        return tuple(self._said.coded(column.choice_of or "", code) for code in column.choices)

    def write(self, sheet: Any) -> None:
        for place, words in enumerate(self._lists, start=1):
            for row, word in enumerate(words, start=1):
                sheet.cell(row=row, column=place, value=word)
        sheet.sheet_state = "hidden"


def _sheet(sheet: Any, topic: str, choices: _Choices, said: Messages, *, english: bool) -> None:
    for place, column in enumerate(columns_of(topic), start=1):
        letter = get_column_letter(place)
        heading = heading_of(column, topic, english=english)
        head = sheet.cell(row=1, column=place, value=heading)
        head.font = Font(bold=True)
        head.fill = _NEEDED if column.required else _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="top")
        shape = sheet.column_dimensions[letter]
        shape.width = min(max(len(heading) + 2, _NARROWEST), _WIDEST)
        if column.kind not in (FieldKind.INTEGER, FieldKind.DECIMAL):
            shape.number_format = _TEXT
            for row in range(2, _TEXT_ROWS + 2):
                sheet.cell(row=row, column=place).number_format = _TEXT
        validation = _validation(column, choices, said)
        if validation is not None:
            validation.add(f"{letter}2:{letter}{_ROWS}")
            sheet.add_data_validation(validation)
    sheet.freeze_panes = "B2"


_TEXT_ROWS = 50
"""Cells that are formatted as text one by one: some programs pass over a column's own format."""


def _validation(column: Column, choices: _Choices, said: Messages) -> DataValidation | None:
    hint = said.say(f"brought.hint.{column.kind.value}")
    more: dict[str, Any] = {
        "allow_blank": True,
        "showErrorMessage": True,
        "showInputMessage": True,
        "promptTitle": said.label(column.label)[:32],
        "prompt": hint[:255],
        "error": hint[:255],
    }
    match column.kind:
        case FieldKind.CHOICE | FieldKind.BOOLEAN:
            words = choices.words_of(column)
            return DataValidation(type="list", formula1=choices.range_of(words), **more)
        case FieldKind.INTEGER:
            return DataValidation(
                type="whole", operator="between", formula1="0", formula2="99999", **more
            )
        case FieldKind.DECIMAL:
            return DataValidation(
                type="decimal", operator="greaterThanOrEqual", formula1="0", **more
            )
        case FieldKind.DATE | FieldKind.DAY:
            return DataValidation(
                type="textLength", operator="between", formula1="4", formula2="10", **more
            )
        case _:
            return None


def _help(sheet: Any, topics: tuple[str, ...], said: Messages) -> None:
    sheet.title = "Help" if said.language is Language.EN else "Hướng dẫn"
    for width, letter in zip(_HELP_WIDTHS, "ABCD", strict=True):
        sheet.column_dimensions[letter].width = width
    row = 1
    for code in ("title", "sheets", "headings", "person", "key", "dates", "numbers", "choices",
                 "evidence", "source", "whole", "again"):  # fmt: skip
        text = said.say(f"brought.help.{code}", most=MOST_LINES)
        cell = sheet.cell(row=row, column=1, value=text)
        cell.font = Font(bold=code == "title")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
        sheet.row_dimensions[row].height = 18 * (1 + len(text) // 105)
        row += 1
    row = _row(sheet, row + 1, ("sheet", "event"), said)
    for topic in topics:
        sheet.cell(row=row, column=1, value=topic)
        sheet.cell(row=row, column=2, value=said.label(label_of(topic)))
        row += 1
    row = _row(sheet, row + 1, ("sheet", "heading", "form", "needed"), said)
    for topic in topics:
        for column in columns_of(topic):
            values = (
                topic,
                heading_of(column, topic, english=said.language is Language.EN),
                said.say(f"brought.form.{column.kind.value}"),
                said.show(column.required),
            )
            for place, value in enumerate(values, start=1):
                sheet.cell(row=row, column=place, value=value)
            row += 1


def _row(sheet: Any, row: int, heads: tuple[str, ...], said: Messages) -> int:
    for place, head in enumerate(heads, start=1):
        sheet.cell(row=row, column=place, value=said.say(f"brought.help.{head}")).font = Font(
            bold=True
        )
    return row + 1
