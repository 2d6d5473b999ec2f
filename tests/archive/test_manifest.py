"""Lists as people make them: read as far as they are clear, every problem with line and cure."""

import unicodedata

import pytest

from archive.manifest import (
    ManifestRow,
    Problem,
    matched,
    read_inventory,
    read_manifest,
)
from domain.dates import PartialDate
from domain.events.dossier import InventoryLine
from domain.filing import StatedCount

HEAD = "dossier,person_name,identifier,birth_date,sheets,sides,blank_sides\n"
WHOLE = HEAD + "HS01,Nguyễn Văn An,001079012345,1979-03-12,12,2,3\n"


def only_row(text: str) -> ManifestRow:
    manifest = read_manifest(text.encode())
    assert manifest.problems == ()
    (row,) = manifest.rows
    return row


def only_problem(content: bytes | str) -> Problem:
    manifest = read_manifest(content.encode() if isinstance(content, str) else content)
    (problem,) = manifest.problems
    return problem


def test_a_row_says_whose_dossier_it_is_and_how_many_sheets():
    assert only_row(WHOLE) == ManifestRow(
        line=2,
        dossier="HS01",
        person_name="Nguyễn Văn An",
        identifier="001079012345",
        birth_date=PartialDate(1979, 3, 12),
        stated=StatedCount(sheets=12, sides=2, blank_sides=3),
    )


@pytest.mark.parametrize(
    "content",
    [
        WHOLE.encode(),
        WHOLE.encode("utf-8-sig"),
        WHOLE.replace(",", ";").encode(),
        WHOLE.replace(",", "\t").encode(),
        WHOLE.replace("\n", "\r\n").encode(),
        ("sep=;\n" + WHOLE.replace(",", ";")).encode(),
        unicodedata.normalize("NFD", WHOLE).encode(),
        WHOLE.replace("dossier,person_name", "Dossier, Person Name ").encode(),
        WHOLE.replace("12,2,3", "12.0,2, 3 ").encode(),
        WHOLE.replace("001079012345", "001 079 012 345").encode(),
        WHOLE.replace("1979-03-12", "12/3/1979").encode(),
        WHOLE.replace("Nguyễn Văn An", '"Nguyễn Văn An"').encode(),
        (WHOLE + "\n,,,,,,\n").encode(),
    ],
)
def test_the_same_list_in_any_form_is_the_same_list(content: bytes):
    manifest = read_manifest(content)

    assert manifest.problems == ()
    assert [row.model_copy(update={"line": 2}) for row in manifest.rows] == [only_row(WHOLE)]


def test_everything_but_the_dossier_may_be_empty():
    assert only_row(HEAD + "HS01,,,,,,\n") == ManifestRow(line=2, dossier="HS01")


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("1979", PartialDate(1979)),
        ("1979-03", PartialDate(1979, 3)),
        ("3/1979", PartialDate(1979, 3)),
        ("04.09.1979", PartialDate(1979, 9, 4)),
    ],
)
def test_a_birth_date_may_be_a_year_or_a_month(written: str, understood: PartialDate):
    assert only_row(HEAD + f"HS01,,,{written},,,\n").birth_date == understood


@pytest.mark.parametrize(
    ("row", "code", "column", "suggestion"),
    [
        ("HS01,,1079012345,,,,", "manifest.identifierZero", "identifier", "001079012345"),
        ("HS01,,24085000123,,,,", "manifest.identifierZero", "identifier", "024085000123"),
        ("HS01,,12345678,,,,", "manifest.identifierShort", "identifier", "012345678"),
        ("HS01,,1.08E+09,,,,", "manifest.identifierPower", "identifier", None),
        ("HS01,,không rõ,,,,", "manifest.identifierForm", "identifier", None),
        ("HS01,,,28926,,,", "list.dateSerial", "birth_date", "1979-03-12"),
        ("HS01,,,31/02/1979,,,", "list.date", "birth_date", None),
        ("HS01,,,12/3/79,,,", "list.date", "birth_date", None),
        ("HS01,,,0079-03-12,,,", "list.date", "birth_date", None),
        ("HS01,,,,mười,1,", "list.number", "sheets", None),
        ("HS01,,,,-1,1,", "list.number", "sheets", None),
        ("HS01,,,,12.5,1,", "list.number", "sheets", None),
        ("HS01,,,,12,3,", "list.number", "sides", None),
        ("HS01,,,,2,1,3", "manifest.blanksTooMany", "blank_sides", None),
        ("HS01,,,,12,,", "manifest.countIncomplete", "sides", None),
        ("HS01,,,,,2,1", "manifest.countIncomplete", "sheets", None),
    ],
)
def test_a_value_that_is_not_clear_is_left_out_and_named(
    row: str, code: str, column: str, suggestion: str | None
):
    manifest = read_manifest((HEAD + row + "\n").encode())

    (problem,) = manifest.problems
    assert (problem.code, problem.line, problem.column) == (code, 2, column)
    assert problem.values.get("suggestion") == suggestion
    assert manifest.rows == (ManifestRow(line=2, dossier="HS01"),)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "list.empty", None),
        (b"\xef\xbb\xbf\n\n", "list.empty", None),
        (WHOLE.encode("utf-16"), "list.notUtf8", None),
        (HEAD.encode() + b"HS01,Nguy\xea\xden\n", "list.notUtf8", 2),
        (b"PK\x03\x04\0\0\0\0", "list.notUtf8", None),
        ("tên,số\n1,2\n".encode(), "list.noColumn", 1),
        (b"person_name,sheets\nAn,2\n", "list.noColumn", 1),
        (b"dossier,sheets,sides,sheets\nHS01,2,1,3\n", "list.columnTwice", 1),
    ],
)
def test_a_list_that_cannot_be_read_says_so_once(content: bytes, code: str, line: int | None):
    manifest = read_manifest(content)

    assert manifest.rows == ()
    assert [(one.code, one.line) for one in manifest.problems][:1] == [(code, line)]


def test_missing_and_strange_columns_are_named_and_the_rest_is_used():
    manifest = read_manifest(b"dossier,note,sheets,sides,blank_sides\nHS01,x,2,1,\n")

    assert [(one.code, one.column) for one in manifest.problems] == [
        ("list.columnUnknown", "note"),
        ("list.columnMissing", "person_name"),
        ("list.columnMissing", "identifier"),
        ("list.columnMissing", "birth_date"),
    ]
    assert manifest.rows[0].stated.images == 2


def test_a_row_whose_cells_do_not_fit_the_head_is_not_used():
    problem = only_problem(HEAD + "HS01,Nguyễn Văn An, nguyên Trưởng phòng,,,,,\n")

    assert (problem.code, problem.line) == ("list.cells", 2)
    assert (problem.values["cells"], problem.values["columns"]) == (8, 7)


def test_a_quote_that_is_never_closed_stops_at_its_line():
    manifest = read_manifest((WHOLE + 'HS02,"Lý Thị Bình,,,,,\nHS03,,,,,,\n').encode())

    assert [row.dossier for row in manifest.rows] == ["HS01"]
    assert [(one.code, one.line) for one in manifest.problems] == [("list.quotes", 3)]


def test_lines_are_counted_as_the_editor_counts_them():
    text = HEAD + '\nHS01,"Nguyễn\nVăn An",,,,,\nHS02,,,x,,,\n'

    assert only_problem(text).line == 5


def test_a_row_without_its_dossier_is_named():
    assert only_problem(HEAD + ",Nguyễn Văn An,,,,,\n").code == "manifest.noDossier"


def test_a_dossier_twice_with_other_words_has_no_row():
    manifest = read_manifest((HEAD + "HS01,An,,,,,\nHS02,Bình,,,,,\nHS01,Anh,,,,,\n").encode())

    assert [row.dossier for row in manifest.rows] == ["HS02"]
    assert [(one.code, one.line) for one in manifest.problems] == [("manifest.twice", 4)]


def test_a_dossier_twice_with_the_same_words_keeps_the_first():
    manifest = read_manifest((HEAD + "HS01,An,,,,,\nHS01,An,,,,,\n").encode())

    assert [row.line for row in manifest.rows] == [2]
    assert [one.code for one in manifest.problems] == ["manifest.twiceSame"]


def test_a_row_that_names_nothing_is_answered_with_what_was_probably_meant():
    manifest = read_manifest((HEAD + "1,,,,,,\nhs02,,,,,,\nHS3x,,,,,,\nQQQ,,,,,,\n").encode())

    found, problems = matched(manifest, ["0001", "HS02", "HS3"])

    assert found == {}
    told = [(one.code, one.line, one.values.get("suggestion")) for one in problems if one.line]
    assert told == [
        ("manifest.noSuchDossierNear", 2, "0001"),
        ("manifest.noSuchDossierNear", 3, "HS02"),
        ("manifest.noSuchDossierNear", 4, "HS3"),
        ("manifest.noSuchDossier", 5, None),
    ]
    assert [one.dossier for one in problems if one.code == "manifest.notListed"] == [
        "0001",
        "HS02",
        "HS3",
    ]


def test_a_loose_file_may_be_named_without_its_ending():
    manifest = read_manifest((HEAD + "HS01,An,,,,,\nHS02.pdf,,,,,,\nHS01.pdf,,,,,,\n").encode())

    found, problems = matched(manifest, ["HS01.pdf", "HS02.pdf"])

    assert {name: row.line for name, row in found.items()} == {"HS01.pdf": 2, "HS02.pdf": 3}
    assert [(one.code, one.line) for one in problems] == [("manifest.twice", 4)]


def test_an_inventory_says_what_to_expect():
    content = (
        "ordinal;number;date;type;title;sheets\n"
        "1;12/QĐ-SNV;05/01/2012;Quyết định;Tuyển dụng;2\n"
        "2;;2013;;Bản tự kiểm điểm;\n"
        "x;;;;;\n"
    ).encode()

    inventory = read_inventory(content, file="HS01/inventory.csv")

    assert inventory.lines == (
        InventoryLine(
            ordinal=1,
            number="12/QĐ-SNV",
            date=PartialDate(2012, 1, 5),
            type="Quyết định",
            title="Tuyển dụng",
            sheets=2,
        ),
        InventoryLine(ordinal=2, date=PartialDate(2013), title="Bản tự kiểm điểm"),
    )
    assert [(one.file, one.line, one.column) for one in inventory.problems] == [
        ("HS01/inventory.csv", 4, "ordinal")
    ]
