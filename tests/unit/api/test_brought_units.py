"""Lists of units as workbooks: read as the CSV that they would be, every fault by its cell."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from api.brought.units import read_units, unit_heading, unit_template
from api.messages import Language, Messages
from archive.lines import ListRefused
from archive.unit_lists import HEADINGS, Happening, UnitList, read_unit_list
from domain.events.organisation import OrgLevel
from tests.kit.lists import a_sheet, workbook

HEADS = ("Việc", "Mã", "Tên", "Ký hiệu", "Cấp", "Cấp trên", "Ngày")
PROVINCE = ("thành lập", "bg", "Ủy ban nhân dân tỉnh Bắc Giang", "UBND", "tỉnh", None, "01/01/1997")
DEPARTMENT = ("thành lập", "snv", "Sở Nội vụ", "SNV", "sở", "bg", "01/09/2003")


def read(*rows: Sequence[Any], heads: Sequence[Any] = HEADS) -> UnitList:
    return read_units(a_sheet("Đơn vị", heads, *rows), file="don-vi.xlsx")


def said(given: UnitList) -> list[tuple[int | None, str, Any]]:
    """Line, code and cell of every problem."""
    return [(one.line, one.code, one.values.get("cell")) for one in given.problems]


def test_a_workbook_says_what_its_csv_says():
    text = "\n".join(
        ",".join(str(cell or "") for cell in row) for row in (HEADS, PROVINCE, DEPARTMENT)
    )

    assert read(PROVINCE, DEPARTMENT) == read_unit_list(text.encode(), file="don-vi.xlsx")
    assert len(read(PROVINCE, DEPARTMENT).statements) == 2


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (datetime(2003, 9, 1), "2003-09-01"),  # noqa: DTZ001
        (date(2003, 9, 1), "2003-09-01"),
        ("9/2003", "2003-09"),
        (2003, "2003"),
    ],
)
def test_a_day_may_be_a_day_of_the_spreadsheet(cell: Any, day: str):
    (one,) = read((*DEPARTMENT[:6], cell)).statements

    assert str(one.date) == day


def test_lines_are_those_of_the_sheet_though_rows_are_empty():
    given = read(PROVINCE, (None,) * 7, ("lập ra", *DEPARTMENT[1:]))

    assert said(given) == [(4, "unitList.eventUnknown", None)]


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (2, "=1+1", (2, "unitList.cellFormula", "C2")),
        (2, "#REF!", (2, "unitList.cellError", "C2")),
        (2, True, (2, "unitList.cellNotText", "C2")),
        (6, datetime(2003, 9, 1, 8, 30), (2, "unitList.cellNotText", "G2")),  # noqa: DTZ001
        (6, 37865, (2, "list.dateSerial", None)),
    ],
)
def test_a_wrong_cell_is_named(place: int, value: Any, fault: tuple[int, str, str | None]):
    row: list[Any] = [*DEPARTMENT]
    row[place] = value

    assert fault in said(read(row))


def test_content_under_no_heading_is_not_lost_silently():
    assert (2, "unitList.cellNoHead", "H2") in said(read((*DEPARTMENT, "ghi chú")))
    heads = (*HEADS[:3], None, *HEADS[4:])
    assert (2, "unitList.cellNoHead", "D2") in said(read(DEPARTMENT, heads=heads))


def test_the_list_stands_on_one_sheet_beside_help():
    def fill(book: Workbook, *names: str) -> None:
        for name in names:
            sheet = book.create_sheet(name)
            sheet.append(HEADS)
            sheet.append(PROVINCE)

    one = read_units(workbook(lambda book: fill(book, "A", "Hướng dẫn")), file="x.xlsx")
    two = read_units(workbook(lambda book: fill(book, "A", "B")), file="x.xlsx")
    none = read_units(workbook(lambda book: fill(book, "Help")), file="x.xlsx")

    assert (len(one.statements), said(one)) == (1, [])
    assert (two.problems[0].code, two.problems[0].values["sheets"]) == (
        "unitList.sheets",
        ["A", "B"],
    )
    assert [one.code for one in none.problems] == ["list.empty"]


def test_merged_cells_and_what_is_no_workbook_are_refused():
    def merged(book: Workbook) -> None:
        sheet = book.create_sheet("A")
        sheet.append(HEADS)
        sheet.append(PROVINCE)
        sheet.merge_cells("B2:C2")

    for content, code in (
        (workbook(merged), "brought.merged"),
        (b"PK\x03\x04 and no more", "brought.notWorkbook"),
        (b"\xd0\xcf\x11\xe0 old", "brought.oldWorkbook"),
    ):
        with pytest.raises(ListRefused) as refused:
            read_units(content, file="x.xlsx")
        assert refused.value.code == code


@pytest.mark.parametrize("language", list(Language))
def test_every_word_of_the_template_is_read(language: Language):
    english = language is Language.EN
    content = unit_template(Messages(language))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    heads = [unit_heading(name, english=english) for name in HEADINGS]
    words = {
        str(one.sqref)[0]: one.formula1.strip('"').split(",")
        for one in sheet.data_validations.dataValidation
    }
    happenings, levels = words["A"], words[chr(ord("A") + list(HEADINGS).index("level"))]
    for row, word in enumerate(happenings, start=2):
        sheet.cell(row=row, column=1, value=word)
        for name, value in FILLED.items():
            sheet.cell(row=row, column=list(HEADINGS).index(name) + 1, value=value)
    for row, level in enumerate(levels, start=2 + len(happenings)):
        for name, value in (FILLED | {"level": level}).items():
            sheet.cell(row=row, column=list(HEADINGS).index(name) + 1, value=value)
    written = io.BytesIO()
    book.save(written)

    empty = read_units(content, file="x.xlsx")
    filled = read_units(written.getvalue(), file="x.xlsx")

    assert [cell.value for cell in sheet[1]] == heads
    assert [one.code for one in empty.problems] == ["list.empty"]
    assert filled.problems == ()
    assert {one.happening for one in filled.statements} == set(Happening)
    assert {one.level for one in filled.statements[len(happenings) :]} == set(OrgLevel)


FILLED = {
    "unit": "Sở Nội vụ",
    "name": "Sở Nội vụ",
    "parent": "UBND",
    "level": "PROVINCE",
    "sources": "A; B",
    "targets": "C",
    "rank": "Hạng I",
    "date": "2003",
}
"""What any happening may need."""
