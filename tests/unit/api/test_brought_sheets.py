"""CSV and XLSX as offices have them: every fault is named with sheet, line, cell and cure; nothing
in them is run."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from api.brought import workbook as reader
from api.brought.columns import TOPICS, column_named, columns_of, heading_of, topic_of_sheet
from api.brought.reading import read_list
from api.brought.sheets import csv_lines, letters
from api.brought.template import template
from api.brought.workbook import workbook_lines
from api.messages import Language, Messages
from archive.line_forms import entry_of, event_of
from archive.lines import Line, LineRefused, ListRefused
from tests.kit.careers import PERSON, named
from tests.kit.lists import a_sheet, csv_of, workbook

HEADS = ("Người", "Chức vụ", "Đơn vị", "Ngày hiệu lực", "Thời hạn (tháng)")
ROW = ("An", "Trưởng phòng", "Sở Nội vụ", "01/06/2018", "60")
WHO = ("Person", "Full name", "Birth date", "CCCD number")


def faults(lines: Iterable[Line]) -> list[tuple[str | None, str]]:
    """Cell and code of every fault."""
    return [(fault.cell, fault.code) for line in lines for fault in line.faults]


def refusal(content: bytes, name: str = "a.xlsx", **how: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(ListRefused) as refused:
        list(read_list(content, name=name, **how))
    return refused.value.code, refused.value.values


def in_book(*row: Any, heads: Sequence[Any] = HEADS) -> list[Line]:
    return list(workbook_lines(a_sheet("appointment.made", heads, row)))


# What a row says


def test_a_row_of_a_csv_file_is_a_line():
    (line,) = csv_lines(csv_of(HEADS, ROW, sep=";"), name="Bổ nhiệm.csv")

    assert line.number == 2 and line.faults == ()
    assert line.said == {
        "eventType": "appointment.made",
        "person": "An",
        "effectiveDate": "2018-06-01",
        "termMonths": 60,
        "payload": {"post": "Trưởng phòng", "unit": "Sở Nội vụ"},
    }


def test_english_headings_and_names_are_taken_too():
    heads = ("Person", "payload.post", "UNIT *", "effectiveDate", "Term (months)")

    (line,) = csv_lines(csv_of(heads, ROW), name="x.csv", event_type="appointment.made")

    assert line.said is not None and line.said["termMonths"] == 60


def test_true_dates_and_numbers_of_a_workbook_are_taken():
    (line,) = in_book("An", "Trưởng phòng", "Sở Nội vụ", datetime(2018, 6, 1), 60)  # noqa: DTZ001

    assert line.faults == () and line.said is not None
    assert (line.said["effectiveDate"], line.said["termMonths"]) == ("2018-06-01", 60)


def test_numbers_of_a_person_stand_in_columns_of_their_own():
    rows = (("An", "Nguyễn Văn An", 1979, "024079000321"),)

    (line,) = workbook_lines(a_sheet("Nhân thân", WHO, *rows))

    assert line.faults == () and line.said is not None
    assert line.said["payload"] == {
        "fullName": "Nguyễn Văn An",
        "birthDate": "1979",
        "identifiers": [{"kind": "CCCD", "value": "024079000321"}],
    }


def test_choices_are_taken_by_word_and_by_code():
    for word in ("KHIEN_TRACH", "khiển trách", "Reprimand"):
        (line,) = csv_lines(
            csv_of(("person", "form", "durationMonths"), ("An", word, "12")),
            name="discipline.imposed.csv",
        )
        assert line.said is not None and line.said["payload"] == {
            "form": "KHIEN_TRACH",
            "durationMonths": 12,
        }


def test_a_coefficient_has_a_comma_or_a_point_and_no_noise():
    heads = ("person", "newStep", "newCoefficient")
    for value in ("3,66", "3.66", 3.66, 3.6600000000000001):
        (line,) = workbook_lines(a_sheet("salary.stepRaised", heads, ("An", 5, value)))
        assert line.said is not None
        assert line.said["payload"] == {"newStep": 5, "newCoefficient": "3.66"}


CITING = ("Người", "Chức vụ", "Đơn vị", "Hồ sơ dẫn chứng", "Document cited", "Trang dẫn chứng")


def citing(pages: Any) -> list[Line]:
    row = ("An", "Trưởng phòng", "Sở Nội vụ", "HS-001", "127/QĐ-SNV", pages)
    return in_book(*row, heads=CITING)


@pytest.mark.parametrize(
    ("cell", "pages"),
    [
        ("3", [3]),
        (3, [3]),
        ("3; 5", [3, 5]),
        ("3,5", [3, 5]),
        ("3-5", [3, 4, 5]),
        ("3 – 5; 9", [3, 4, 5, 9]),
        (
            "5F0C4A9E-8D1B-4C57-9A34-0123456789AB",
            ["5f0c4a9e-8d1b-4c57-9a34-0123456789ab"],
        ),
    ],
)
def test_pages_are_cited_by_number_from_to_or_id(cell: Any, pages: list[Any]):
    (line,) = citing(cell)

    assert line.faults == () and line.said is not None
    assert line.said["source"] == {"dossier": "HS-001", "document": "127/QĐ-SNV", "pages": pages}


@pytest.mark.parametrize(
    "cell",
    ["ba", "0", "5-3", "1-501", "1-9;1-499", "3;;5", 3.5, datetime(2018, 6, 3), True],  # noqa: DTZ001
)
def test_what_is_no_page_is_named_by_its_cell(cell: Any):
    assert faults(citing(cell)) == [("F2", "brought.cellPages")]


# What is wrong with a cell


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (1, "=1+1", "brought.cellFormula"),
        (1, '=HYPERLINK("http://example.test","x")', "brought.cellFormula"),
        (1, "#REF!", "brought.cellError"),
        (1, 45, "brought.cellNumber"),
        (1, True, "brought.cellNotText"),
        (0, 24079000321, "brought.cellLostZero"),
        (0, "24079000321", "brought.cellLostZero"),
        (3, 43252, "brought.cellSerial"),
        (3, "43252", "brought.cellSerial"),
        (3, "32/01/2018", "brought.cellDate"),
        (3, "1/6/0202", "brought.year"),
        (3, "01/06/20019", "brought.cellDate"),
        (3, datetime(2018, 6, 1, 8, 30), "brought.cellTime"),  # noqa: DTZ001
        (4, "năm năm", "brought.cellInteger"),
        (4, 60.5, "brought.cellInteger"),
        (1, "Tr­ëng phßng", "brought.legacyText"),
        (1, "Tröôûng phoøng", "brought.legacyText"),
    ],
)
def test_a_wrong_cell_is_named(place: int, value: Any, code: str):
    row = [*ROW[:3], "01/06/2018", 60]
    row[place] = value

    assert faults(in_book(*row)) == [(f"{letters(place)}2", code)]


def test_what_is_missing_is_named_by_its_empty_cell():
    (line,) = in_book("An", None, "Sở Nội vụ", "01/06/2018")

    with pytest.raises(LineRefused) as refused:
        event_of(entry_of(line), event_id=named(1), person_id=PERSON, recorded_by=named(2))

    (fault,) = refused.value.faults
    assert (fault.code, fault.field, fault.cell) == ("brought.fieldMissing", "payload.post", "B2")


def test_a_serial_number_comes_with_the_day_that_it_may_be():
    (line,) = in_book(*ROW[:3], 43252, 60)

    assert line.faults[0].values["suggestion"] == date(2018, 6, 1).isoformat()


def test_a_lost_zero_is_not_put_back_and_not_repeated():
    (line,) = workbook_lines(a_sheet("identity.recorded", WHO, ("An", "An", "1979", 24079000321)))

    (fault,) = line.faults
    assert (fault.cell, fault.code, fault.values["digits"]) == ("D2", "brought.cellLostZero", 11)
    assert "24079000321" not in str(fault)


def test_a_grade_code_that_lost_its_zero_is_refused():
    heads = ("person", "gradeCode", "step", "coefficient")
    (line,) = csv_lines(csv_of(heads, ("An", "1.003", "1", "2,34")), name="grade.assigned.csv")

    assert faults([line]) == [("B2", "brought.cellLostZero")]


def test_content_under_no_heading_is_not_lost_silently():
    assert faults(in_book(*ROW[:4], 60, "ghi chú")) == [("F2", "brought.cellNoHead")]
    assert faults(in_book(*ROW, heads=(*HEADS[:4], None))) == [("E2", "brought.cellNoHead")]


def test_text_that_looks_like_a_formula_and_is_none_is_text():
    def fill(book: Workbook) -> None:
        sheet = book.create_sheet("appointment.made")
        sheet.append(HEADS)
        sheet.append([*ROW[:4], 60])
        sheet["B2"].value = "=Trưởng phòng"
        sheet["B2"].data_type = "s"

    (line,) = workbook_lines(workbook(fill))

    assert line.faults == ()


# What is wrong with a file


def test_merged_cells_are_refused_with_their_place():
    def fill(book: Workbook) -> None:
        sheet = book.create_sheet("appointment.made")
        sheet.append(HEADS)
        sheet.append(ROW)
        sheet.merge_cells("B2:C2")

    code, values = refusal(workbook(fill))

    assert (code, values["cell"], values["sheet"]) == (
        "brought.merged",
        "B2:C2",
        "appointment.made",
    )


def test_a_wrong_sheet_name_is_refused_with_the_nearest():
    code, values = refusal(a_sheet("Bổ nhiêm lại chức", HEADS, ROW))

    assert code == "brought.sheetUnknown"
    assert values["suggestion"] == "reappointment.made"


def test_an_empty_sheet_of_another_name_is_passed_over():
    def fill(book: Workbook) -> None:
        book.create_sheet("appointment.made").append(HEADS)
        book["appointment.made"].append(ROW)
        book.create_sheet("Sheet1")

    assert len(list(workbook_lines(workbook(fill)))) == 1


def test_two_sheets_of_one_kind_are_refused():
    def fill(book: Workbook) -> None:
        for name in ("appointment.made", "Bổ nhiệm"):
            book.create_sheet(name).append(HEADS)

    assert refusal(workbook(fill))[0] == "brought.sheetTwice"


@pytest.mark.parametrize(
    ("heads", "code"),
    [
        (("Người", "Chức vu nào đó", "Đơn vị"), "brought.headUnknown"),
        (("Người", "Chức vụ", "Chức vụ", "Đơn vị"), "brought.headTwice"),
        (("Người", "Đơn vị"), "brought.headMissing"),
        ((), "brought.headNotFirst"),
        (("=A2", "Chức vụ", "Đơn vị"), "brought.headWrong"),
    ],
)
def test_headings_are_known_once_and_whole(heads: tuple[str, ...], code: str):
    assert refusal(a_sheet("appointment.made", heads, ROW))[0] == code


def test_a_csv_file_whose_kind_is_not_known_is_refused():
    assert refusal(csv_of(HEADS, ROW), name="danh sách.csv")[0] == "brought.csvType"
    assert list(read_list(csv_of(HEADS, ROW), name="a.csv", event_type="appointment.made"))


def test_a_csv_file_in_an_old_encoding_is_refused_or_converted():
    old = "person;post;unit\nAn;Tr\xadëng phßng;Së Néi vô\n".encode("latin-1")

    code, values = refusal(old, name="appointment.made.csv")
    (line,) = read_list(old, name="appointment.made.csv", convert_legacy=True)

    assert (code, values["line"]) == ("brought.legacyFile", 2)
    assert line.said is not None
    assert line.said["payload"] == {"post": "Trưởng phòng", "unit": "Sở Nội vụ"}
    assert line.verbatim["post"] == "Tr\xadëng phßng"


def test_a_quote_that_does_not_close_is_refused():
    content = b'person,post,unit\nAn,"Tr,So\n'

    assert refusal(content, name="appointment.made.csv")[0] == "brought.quotes"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "brought.empty"),
        (b"PK\x03\x04 and then nothing", "brought.notWorkbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "brought.oldWorkbook"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, code: str):
    assert refusal(content)[0] == code


def packed(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name.replace("__", "/") + ".xml", content)
    return written.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch):
    bomb = packed(xl__worksheets__sheet1=b" " * (64 * 1024 * 1024))
    monkeypatch.setattr(openpyxl, "load_workbook", None)

    assert len(bomb) < 100_000
    assert refusal(bomb)[0] == "brought.bomb"


def test_too_many_parts_are_refused():
    many = packed(**{f"p{number}": b"x" for number in range(reader.MOST_ENTRIES + 1)})

    assert refusal(many)[0] == "brought.bomb"


def test_xml_with_a_document_type_is_refused_whatever_it_declares():
    lol = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><l>&b;</l>'
    whole = io.BytesIO(a_sheet("appointment.made", HEADS, ROW))
    with zipfile.ZipFile(whole, "a") as book:
        book.writestr("xl/worksheets/evil.xml", lol)

    assert refusal(whole.getvalue())[0] == "brought.documentType"


def test_two_hundred_thousand_rows_are_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch):
    # The limit is the same for every form; the whole number of rows is tried as CSV, which is fast.
    rows = b"person,post,unit\n" + b"An,TP,SNV\n" * 200_000
    assert refusal(rows, name="appointment.made.csv")[0] == "brought.tooManyLines"

    monkeypatch.setattr(reader, "MOST_LINES", 20)
    assert refusal(a_sheet("appointment.made", HEADS, *[ROW] * 21))[0] == "brought.tooManyLines"


# The template


@pytest.mark.parametrize("language", list(Language))
def test_the_template_is_read_as_the_form_that_it_is(language: Language):
    wanted = ("identity.recorded", "appointment.made", "record.corrected")
    content = template(Messages(language), wanted)

    assert list(workbook_lines_or_empty(content)) == []
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[1:4] == list(wanted)
    for topic in wanted:
        heads = [cell.value for cell in book[topic][1]]
        english = language is Language.EN
        assert heads == [heading_of(one, topic, english=english) for one in columns_of(topic)]
    rules = {one.type for one in book["appointment.made"].data_validations.dataValidation}
    assert {"list", "whole", "textLength"} <= rules
    assert book["appointment.made"]["A2"].number_format == "@"


def workbook_lines_or_empty(content: bytes) -> Iterable[Line]:
    return workbook_lines(content)


def test_a_filled_template_is_taken():
    content = template(Messages(Language.VI), ("appointment.made",))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["appointment.made"]
    places = {str(cell.value).rstrip(" *"): cell.column for cell in sheet[1]}
    for head, value in zip(HEADS, ROW, strict=True):
        sheet.cell(row=2, column=places[head], value=value)
    written = io.BytesIO()
    book.save(written)

    (line,) = workbook_lines(written.getvalue())

    assert line.faults == () and line.said is not None and line.said["termMonths"] == 60


@pytest.mark.parametrize("topic", TOPICS)
def test_every_kind_has_a_sheet_whose_headings_lead_back_to_its_columns(topic: str):
    assert topic_of_sheet(topic) == topic and len(topic) <= 31
    for english in (False, True):
        heads = [heading_of(one, topic, english=english) for one in columns_of(topic)]
        assert [column_named(topic, head) for head in heads] == list(columns_of(topic))
