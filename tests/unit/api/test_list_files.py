"""Files that spreadsheets open: nothing in them is a formula, whatever a paper says."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from api.lists.columns import Column, Value
from api.lists.files import csv_of, harmless, xlsx_of
from api.messages import Messages

SAID = Messages()
TITLE = ("Danh sách", "=Đơn vị")
COLUMNS: tuple[Column[Value], ...] = (Column("due.col.name", lambda row, _: row),)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "  =1",
    "\t=1",
    "\n=1",
    "\r=1",
    "＝1",
    "|calc",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_would_be_a_formula_gets_an_apostrophe(text: str):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["Nguyễn Văn An", "45/QĐ-UBND", "01.003", "(x)", ""])
def test_other_text_stays_as_it_is(text: str):
    assert harmless(text) == text


def test_what_no_cell_can_hold_is_shown_as_such():
    assert harmless("An\x00=1") == "An\ufffd=1"


def test_csv_is_utf8_with_its_mark_and_quotes_everything():
    content = csv_of(TITLE, COLUMNS, (*HOSTILE, date(2026, 7, 15), Decimal("3.33"), None, 5), SAID)

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[:3] == [["Danh sách"], ["'=Đơn vị"], ["STT", "Họ và tên"]]
    assert all(row[1].startswith("'") for row in rows[3 : 3 + len(HOSTILE)])
    assert [row[1] for row in rows[3 + len(HOSTILE) :]] == ["15/07/2026", "3,33", "", "5"]


def test_xlsx_holds_text_as_text_days_as_days_and_numbers_as_numbers():
    rows: tuple[Value, ...] = (*HOSTILE, date(2026, 7, 15), Decimal("3.33"), None, 5)

    sheet = load_workbook(io.BytesIO(xlsx_of(TITLE, COLUMNS, rows, SAID))).worksheets[0]

    cells = [row[1] for row in sheet.iter_rows(min_row=4)]
    assert all(cell.data_type == "s" for cell in cells[: len(HOSTILE)])
    day, number, nothing, whole = cells[len(HOSTILE) :]
    assert (day.value.date(), day.number_format) == (date(2026, 7, 15), "dd/mm/yyyy")
    assert (number.value, nothing.value, whole.value) == (3.33, None, 5)
    assert sheet["A2"].data_type == "s"
