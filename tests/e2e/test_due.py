"""Lists and printed careers at every door: the command line, HTTP, the desk; and the shape of a
career for programs."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from openpyxl import load_workbook

from api.cli.main import main
from archive.access_log import AnswerExported
from archive.actors import add_first_actor
from archive.desk import Archive
from archive.ledger import Write
from domain.access import Role
from domain.dates import local_day
from tests.kit.callers import Program, client_of, signed_in, words_of
from tests.kit.careers import PERSON, named
from tests.kit.clock import PlayedClock
from tests.kit.doors import Doors
from tests.kit.golden import HEAD, SNV_BG, golden_rows
from tests.kit.scripted import ScriptedEngine
from tests.kit.staff import AN, HUONG, LIEN, NEW, OFFICE, OTHER, PANH, newcomers, settle_in

KEYS = ["person", "on", "knownAt", "evidenceFilter", "position", "state", "timeline", "findings"]
STATE = [
    "employment",
    "personnelClass",
    "posts",
    "placement",
    "grade",
    "discipline",
    "awards",
    "evaluations",
    "education",
    "retirement",
]
GRADE = ["gradeCode", "salaryTable", "step", "coefficient", "beyondScalePercent", "nextStepDue"]
POST = ["post", "unit", "effectiveDate", "expiresOn", "status", "primary"]
ON = {"on": "2026-03-20", "evidence": "ALL"}


@pytest.fixture
def staffed(archive: Archive, engine: ScriptedEngine, clock: PlayedClock) -> Iterator[Doors]:
    """An archive with a department, the golden career, and those who come."""
    doors = Doors(archive, engine, clock)
    added, key = add_first_actor(
        "Quản trị", archive_id=archive.archive_id, ledger=archive.ledger, now=clock()
    )
    doors.ids["admin"], doors.keys["admin"] = added.actor_id, key.secret
    doors.admit("officer", Role.HR_OFFICER)
    doors.admit("clerk", Role.HR_OFFICER, units=(named(OFFICE),))
    settle_in(archive.ledger)
    golden = tuple(event for events in golden_rows().values() for event in events)
    archive.ledger.record(Write(PERSON, golden, 0))
    archive.catch_up()
    yield doors


def program(doors: Doors, who: str = "officer", language: str = "vi") -> Program:
    return Program(client_of(doors), doors.keys[who], language)


def exports(doors: Doors, who: str = "officer") -> list[AnswerExported]:
    access = doors.archive.access
    access.flush()
    looks = access.looks_of(doors.ids[who], local_day(doors.clock.now))
    return [one.event for one in looks if isinstance(one.event, AnswerExported)]


# A career for programs


@pytest.mark.parametrize(
    ("on", "post", "grade", "discipline"),
    [
        (
            "2019-06-30",
            [HEAD, SNV_BG, "2018-06-01", "2023-06-01", "HELD", True],
            ["01.003", "A1", 5, "3.66", None, "2020-05-01"],
            ("KHIEN_TRACH", "2019-04-25", "2020-04-25", "IN_FORCE"),
        ),
        (
            "2020-04-25",
            [HEAD, SNV_BG, "2018-06-01", "2023-06-01", "HELD", True],
            ["01.003", "A1", 5, "3.66", None, "2020-05-01"],
            ("KHIEN_TRACH", "2019-04-25", "2020-04-25", "LAPSED"),
        ),
        (
            "2026-01-01",
            [
                "Phó Giám đốc",
                "Sở Nội vụ tỉnh Bắc Ninh",
                "2025-07-01",
                "2030-07-01",
                "HELD",
                True,
            ],
            ["01.002", "A2.1", 2, "4.74", None, "2027-12-20"],
            ("KHIEN_TRACH", "2019-04-25", "2020-04-25", "LAPSED"),
        ),
    ],
)
def test_the_golden_career_has_exactly_this_shape(
    staffed: Doors, on: str, post: list[Any], grade: list[Any], discipline: tuple[str, ...]
):
    career = program(staffed).get(f"/people/{PERSON}/career", on=on, evidence="ALL")

    assert list(career) == [*KEYS, "withheld"]
    assert (career["person"], career["on"], career["knownAt"]) == (str(PERSON), on, None)
    assert (career["evidenceFilter"], career["withheld"]) == ("ALL", 0)
    assert career["position"] == staffed.archive.ledger.position()
    state = career["state"]
    assert list(state) == STATE
    assert state["employment"] == "ACTIVE" and state["personnelClass"] == "CONG_CHUC"
    assert state["posts"] == [dict(zip(POST, post, strict=True))]
    assert state["grade"] == dict(zip(GRADE, grade, strict=True))
    names = ("form", "effectiveDate", "expiresOn", "status")
    assert state["discipline"] == [dict(zip(names, discipline, strict=True))]
    assert (state["awards"], state["evaluations"], state["education"]) == ([], [], [])
    assert state["retirement"] == {
        "pensionFrom": "2041-04-01",
        "noticeBy": "2040-10-01",
        "decisionBy": "2041-01-01",
    }
    assert len(career["timeline"]) == 18
    assert career["timeline"][-1]["fields"]["full_name"] == "Nguyễn Văn An"  # undated: last


def test_what_the_filter_leaves_out_is_withheld_and_absent_is_null(staffed: Doors):
    career = program(staffed).get(f"/people/{PERSON}/career", on="2026-01-01")

    assert (career["withheld"], career["timeline"]) == (18, [])
    state = career["state"]
    assert (state["employment"], state["posts"], state["grade"]) == ("NONE", [], None)
    assert (state["placement"], state["retirement"]) == (None, None)


def test_the_events_behind_each_value_have_an_address_of_their_own(staffed: Doors):
    career = program(staffed).get(f"/people/{PERSON}/career/evidence", on="2019-06-30", **ALL)

    behind = {one["path"]: one["eventIds"] for one in career["values"]}
    assert behind["posts.0"] == [str(named(9))]
    assert behind["grade.nextStepDue"] == [str(named(7)), str(named(10))]


ALL = {"evidence": "ALL"}


# Lists over HTTP


def test_lists_come_in_pages_with_rule_clock_and_paper(staffed: Doors):
    first = program(staffed).get("/due/steps", limit=1, **ON)
    second = program(staffed).get("/due/steps", limit=1, offset=1, **ON)

    assert first["total"] == second["total"] > 2
    assert len(first["rows"]) == 1 and first["rows"] != second["rows"]
    row = program(staffed).get("/due/terms", unit=NEW, **ON)["rows"][0]
    assert (row["personName"], row["item"]["dueOn"]) == (PANH, "2026-07-15")
    assert row["item"]["statuses"] == ["NOTICE_DUE"] and row["item"]["rules"] == ["R-APT-05"]
    assert [line["kind"] for line in row["item"]["clock"]] == ["START", "NOTICE"]
    assert row["papers"][0]["fullNo"] == "45/QĐ-UBND" and row["papers"][0]["places"]


@pytest.mark.parametrize("path", ["/due/steps", "/roster"])
def test_further_pages_and_the_file_are_of_the_first_pages_list(staffed: Doors, path: str):
    first = program(staffed).get(path, limit=2, **ON)
    staffed.archive.ledger.record(*newcomers(3))

    pinned = {"position": first["position"], **ON}
    second = program(staffed).get(path, limit=9, offset=2, **pinned)
    assert (second["total"], second["position"]) == (first["total"], first["position"])
    assert len(second["rows"]) == first["total"] - 2
    assert program(staffed).get(path, **ON)["total"] == first["total"] + 3
    answer = program(staffed).ask("GET", path, params={"form": "csv", **pinned})
    assert "Người 00" not in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("path", ["/due/terms", "/roster"])
def test_an_officer_of_one_division_is_refused_the_department(staffed: Doors, path: str):
    clerk = program(staffed, "clerk")

    assert clerk.ask("GET", path, params={"unit": NEW, **ON}).status_code == 403
    assert clerk.ask("GET", path, params={"unit": OTHER, **ON}).status_code == 403
    assert clerk.ask("GET", path, params={"unit": OFFICE, **ON}).status_code == 200
    assert program(staffed, "admin").ask("GET", path, params=ON).status_code == 403


def test_a_wrong_question_is_answered_with_the_cure(staffed: Doors):
    asking = program(staffed)

    unknown = asking.ask("GET", "/due/pensions", params=ON)
    assert unknown.status_code == 404 and "retirements" in unknown.json()["detail"]
    assert asking.ask("GET", "/due/terms", params={"unit": "Sở Không Có"}).status_code == 404
    assert asking.ask("GET", "/due/terms", params={"limit": 0}).status_code == 422
    assert asking.ask("GET", "/due/terms", params={"from": "20019-01-01"}).status_code == 422


def test_a_file_evaluates_nothing_and_prints_days_as_people_do(staffed: Doors):
    answer = program(staffed).ask("GET", "/roster", params={"unit": NEW, "form": "xlsx", **ON})

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows())
    headings = next(row for row in rows if row[0].value == "STT")
    named_by = {cell.value: place for place, cell in enumerate(headings)}
    found = {row[1].value: row for row in rows[headings[0].row :]}
    assert list(found) == [HUONG, LIEN, PANH, AN]
    assert found[AN][1].data_type == "s" and found[AN][1].quotePrefix
    born = found[AN][named_by["Ngày sinh"]]
    assert (born.value.date(), born.number_format) == (date(1966, 3, 10), "dd/mm/yyyy")
    assert not any(cell.data_type == "f" for row in rows for cell in row)
    assert [one.form for one in exports(staffed)] == ["XLSX"]
    assert named(AN) in exports(staffed)[0].persons


def test_a_csv_file_holds_no_formula_either(staffed: Doors):
    answer = program(staffed).ask(
        "GET", "/due/retirements", params={"to": "2031-01-01", "form": "csv", **ON}
    )

    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    headings = next(row for row in rows if row[0] == "STT")
    (row,) = rows[rows.index(headings) + 1 :]
    values = dict(zip(headings, row, strict=True))
    assert values["Họ và tên"] == f"'{AN}"
    assert values["Hưởng lương hưu từ"] == "01/01/2028"
    assert values["Việc cần làm"] == "sắp đến hạn"


# A career on paper


def test_a_career_is_printed_as_pdf_with_its_vietnamese_letters(staffed: Doors):
    answer = program(staffed).ask(
        "GET", f"/people/{PERSON}/career/print", params={"on": "2019-06-30", **ALL}
    )

    assert answer.headers["content-type"] == "application/pdf"
    text = text_of(answer.content)
    for words in ("Nguyễn Văn An", "Trưởng phòng", "khiển trách", "01/05/2020", "Trang 1/"):
        assert words in text, words
    assert [one.form for one in exports(staffed)] == ["PDF"]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[at].get_textpage() for at in range(len(document))]
    text = " ".join(page.get_text_bounded() for page in pages)
    for page in pages:
        page.close()
    document.close()
    return " ".join(text.split())


def test_a_career_is_printed_from_the_browser_without_anything_from_elsewhere(staffed: Doors):
    person = signed_in(staffed, "officer")
    html = person.open(f"/people/{PERSON}/print?on=2019-06-30&evidence=ALL")

    assert "Trưởng phòng" in words_of(html)
    assert "<script" not in html and "http" not in html
    assert "/print?" in person.open(f"/people/{PERSON}?evidence=ALL")


# The desk


def test_the_desk_lists_what_falls_due_for_a_unit(staffed: Doors):
    person = signed_in(staffed, "officer")

    assert "Chưa chọn đơn vị" in words_of(person.open("/due"))
    words = words_of(person.open(f"/due?report=terms&unit={NEW}&on=20/03/2026&evidence=ALL"))
    assert PANH in words and "15/07/2026" in words and "đến hạn thông báo" in words
    assert "45/QĐ-UBND" in words
    steps = person.open(f"/due?report=steps&unit={NEW}&end=31/12/2026&on=20/03/2026&evidence=ALL")
    assert "01/04/2026" in words_of(steps)
    assert "không" in words_of(person.open("/due?unit=So+Khong+Co", status=404)).lower()
    assert person.client.get(f"/due?unit={NEW}&form=csv&evidence=ALL").content.startswith(b"\xef")


def test_the_next_page_at_the_desk_is_of_the_same_list(staffed: Doors):
    staffed.archive.ledger.record(*newcomers(60))
    person = signed_in(staffed, "officer")
    first = person.open(f"/due?report=steps&unit={OTHER}&end=31/12/2026&on=20/03/2026&evidence=ALL")
    staffed.archive.ledger.record(*newcomers(70)[60:])

    assert "Dòng 1–50 trên 61" in words_of(first)
    further = next(one for one in links_of(first) if "offset=50" in one)
    second = words_of(person.open(further))
    assert "Dòng 51–61 trên 61" in second and "Người 059" in second and "Người 060" not in second
    back = next(one for one in links_of(person.open(further)) if "offset=0" in one)
    assert "Dòng 1–50 trên 61" in words_of(person.open(back))


def links_of(html: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'href="(/due\?[^"]+)"', html)]


# The command line


@dataclass
class Terminal:
    """The officer at a terminal, with the archive of the fixture."""

    data: Path
    key: str
    capture: pytest.CaptureFixture[str]

    def hoso(self, *words: object, code: int = 0) -> str:
        environ = {"HOSO_DATA": str(self.data), "HOSO_ACTOR_KEY": self.key}
        self.capture.readouterr()
        assert main([str(one) for one in words], environ) == code
        return self.capture.readouterr().out


def test_lists_and_printed_careers_at_the_command_line(
    staffed: Doors, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    terminal = Terminal(tmp_path / "archive", staffed.keys["officer"], capsys)
    common = ("--on", "20/03/2026", "--evidence", "all")

    told = terminal.hoso("due", "terms", "--unit", NEW, *common)
    assert PANH in told and "15/07/2026" in told
    staff = json.loads(terminal.hoso("roster", "--unit", NEW, *common, "--json"))
    assert [row["personName"] for row in staff["rows"]] == [HUONG, LIEN, PANH, AN]
    sheet, paper = tmp_path / "a.xlsx", tmp_path / "a.pdf"
    terminal.hoso("due", "steps", *common, "--xlsx", sheet)
    assert load_workbook(sheet).worksheets[0].max_row > 4
    assert sheet.stat().st_mode & 0o077 == 0
    terminal.hoso("career", "print", PERSON, "--pdf", paper, "--evidence", "all")
    assert paper.read_bytes().startswith(b"%PDF")
    terminal.hoso("career", "print", PERSON, code=2)
    terminal.hoso("roster", "--csv", "a", "--xlsx", "b", code=2)
    terminal.hoso("roster", *common, "--csv", tmp_path / "no" / "a.csv", code=2)
    career = json.loads(terminal.hoso("career", "show", PERSON, "--json"))
    assert list(career) == [*KEYS, "withheld"] and UUID(career["person"]) == PERSON
