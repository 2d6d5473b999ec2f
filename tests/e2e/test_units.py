"""Units at every door: brought over, shown as of a day, and in a search with their predecessors."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from tests.kit.callers import Program, client_of, signed_in, words_of
from tests.kit.doors import AN, Doors, Furnished, opened_copy
from tests.kit.lists import a_sheet

LIST = """\
việc,mã,đơn vị,tên,ký hiệu,cấp,cấp trên,từ,ngày
thành lập,ub,,Ủy ban nhân dân tỉnh Bắc Giang,UBND,tỉnh,,,1997
thành lập,cu,,Sở Nội vụ,SNV,sở,ub,,1997
thành lập,ub-bn,,Ủy ban nhân dân tỉnh Bắc Ninh,UBND,tỉnh,,,01/07/2025
thành lập,moi,,Sở Nội vụ,SNV,sở,ub-bn,,01/07/2025
hợp nhất,,moi,,,,,cu,01/07/2025
"""
OLD, NEW = "Sở Nội vụ tỉnh Bắc Giang", "Sở Nội vụ tỉnh Bắc Ninh"


def asking(doors: Doors, who: str) -> Program:
    return Program(client_of(doors), doors.keys[who])


def brought(doors: Doors, who: str = "officer", text: str = LIST, **fields: str) -> Any:
    file = {"file": ("don-vi.csv", text.encode(), "text/csv")}
    answer = asking(doors, who).ask("POST", "/units/import", files=file, data=fields)
    doors.archive.catch_up()
    return answer


def confirmed(doors: Doors) -> None:
    """An's appointment of 2012 in the old department."""
    proposal_id, *_ = doors.proposals("HS-001", "appointment.made")
    asking(doors, "custodian").post(f"/proposals/{proposal_id}/confirm")
    doors.archive.catch_up()


def test_over_http_a_list_is_taken_and_what_was_printed_is_found_by_its_unit(doors: Doors):
    confirmed(doors)
    question = {"text": "", "kinds": ["EVENT"], "eventType": "appointment.made", "units": [NEW]}
    officer = asking(doors, "officer")
    dry = brought(doors, dryRun="true").json()
    assert officer.get("/units") == []

    done = brought(doors).json()
    again = brought(doors).json()

    assert (dry["recorded"], done["recorded"], again["known"]) == (5, 5, 5)
    assert done["lines"][4]["eventType"] == "org.merged"
    assert officer.post("/search", question)["total"] == 0
    whole = officer.post("/search", {**question, "predecessors": True})
    assert whole["total"] == 1
    (facet,) = (one for one in whole["facets"] if one["field"] == "unit")
    assert [one["name"] for one in facet["counts"]] == ["Sở Nội vụ"]
    shown = officer.get("/units/one", name=OLD, on="2020-01-01")
    assert shown["living"] is True
    assert [one["name"] for one in shown["successors"]] == ["Sở Nội vụ"]


def test_over_http_a_bad_line_is_answered_and_strangers_are_refused(doors: Doors):
    bad = brought(doors, text=LIST + "giải thể,,Sở Y tế,,,,,,2001\n")
    operator = brought(doors, "operator")
    unknown = asking(doors, "officer").ask("GET", "/units/one", params={"name": OLD})

    assert bad.status_code == 422
    assert bad.json()["lines"][-1]["problems"][0]["code"] == "unitList.unknown"
    assert (operator.status_code, operator.json()["code"]) == (403, "access.notAllowed")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "org.unknownName")


def as_workbook(text: str = LIST) -> bytes:
    return a_sheet("Đơn vị", *csv.reader(text.splitlines()))


def test_over_http_a_workbook_is_taken_as_its_csv_is(doors: Doors):
    def sent(content: bytes) -> Any:
        files = {"file": ("don-vi.xlsx", content)}
        return asking(doors, "officer").ask("POST", "/units/import", files=files)

    assert sent(as_workbook()).json()["recorded"] == 5
    assert brought(doors).json()["known"] == 5
    bad = sent(as_workbook(LIST + "giải thể,,=SNV,,,,,,2001\n"))
    assert bad.status_code == 422
    assert bad.json()["lines"][-1]["problems"][0]["values"]["cell"] == "C7"
    assert sent(b"PK\x03\x04").status_code == 422


@pytest.mark.parametrize("language", ["vi", "en"])
def test_at_the_pages_units_are_looked_up(doors: Doors, language: str):
    brought(doors)
    person = signed_in(doors, "officer", language=language)

    listed = words_of(person.open("/units"))
    shown = words_of(person.open(f"/units?name={OLD}"))
    missing = words_of(person.open("/units?name=Sở Y tế", status=404))

    assert "Ủy ban nhân dân tỉnh Bắc Ninh" in listed
    assert "202" in shown and "Sở Nội vụ, Ủy ban nhân dân tỉnh Bắc Giang → Sở Nội vụ" in shown
    assert "hoso unit list" in missing


@pytest.fixture
def hoso(
    made: Furnished, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The command, by the officer, on a copy of the furnished archive."""
    with opened_copy(made, tmp_path / "archive") as doors:
        confirmed(doors)
    environ = {
        "HOSO_DATA": str(tmp_path / "archive"),
        "HOSO_WORKERS": "1",
        "HOSO_ACTOR_KEY": made.keys["officer"],
    }

    def ask(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([str(one) for one in arguments], environ)
        out, err = capsys.readouterr()
        return code, out, err

    return ask


def test_at_the_command_line_units_are_brought_shown_and_searched(
    hoso: Callable[..., tuple[int, str, str]], tmp_path: Path
):
    file = tmp_path / "don-vi.csv"
    file.write_text(LIST + "giải thể,,SNV,,,,,,2001\n", encoding="utf-8")

    code, _, why = hoso("unit", "import", file)
    assert (code, "dòng 7" in why) == (1, True)
    file.write_text(LIST, encoding="utf-8")
    assert hoso("unit", "import", file, "--dry-run")[0] == 0
    code, out, _ = hoso("unit", "import", file)
    assert (code, "Đã ghi 5 việc" in out) == (0, True)
    assert "5 việc đã có" in hoso("unit", "import", file)[1]
    assert "Đơn vị kế thừa" in hoso("unit", "show", OLD, "--on", "01/01/2020")[1]
    assert "Ủy ban nhân dân tỉnh Bắc Ninh" in hoso("unit", "list")[1]
    assert hoso("unit", "show", "Sở Y tế")[0] == 3
    assert hoso("unit", "import")[0] == 2

    empty, book = tmp_path / "mau.xlsx", tmp_path / "don-vi.xlsx"
    assert hoso("unit", "template", empty)[0] == 0
    assert hoso("unit", "template", empty)[0] == 2  # never over a file that is there
    assert hoso("unit", "import", empty)[0] == 1
    book.write_bytes(as_workbook())
    assert "5 việc đã có" in hoso("unit", "import", book)[1]

    found = ("search", "trưởng phòng", "--kind", "event", "--unit", NEW, "--json")
    alone, whole = (json.loads(hoso(*found, *more)[1]) for more in ((), ("--with-predecessors",)))
    assert (alone["total"], whole["total"]) == (0, 1)
    career = hoso("career", "show", AN, "--on", "01/01/2026", "--evidence", "all")[1]
    assert "suy đoán" in career
