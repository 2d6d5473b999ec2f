"""Lists brought over at the doors: `hoso record`, `hoso event-types`, `POST /v1/events`."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_cli import Terminal
from tests.kit.callers import Program, client_of
from tests.kit.doors import AN, Doors, Furnished, opened_copy
from tests.kit.lists import a_workbook, json_lines

HOA: dict[str, Any] = {
    "person": "hoa",
    "eventType": "identity.recorded",
    "payload": {"fullName": "Đặng Thị Hoa", "birthDate": "1984-02-29", "gender": "F"},
}
HEAD: dict[str, Any] = {
    "person": "hoa",
    "eventType": "appointment.made",
    "effectiveDate": "2018-06-01",
    "payload": {"post": "Trưởng phòng", "unit": "Sở Nội vụ tỉnh Bắc Giang"},
}


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def officer(made: Furnished, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    with opened_copy(made, tmp_path / "archive"):
        pass
    return Terminal(tmp_path / "archive", capsys, made.keys["officer"], made.engine)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_list_is_tried_recorded_and_found_again(officer: Terminal, tmp_path: Path):
    file = written(tmp_path, "hoa.jsonl", json_lines(HOA, HEAD))

    assert "chưa ghi gì" in officer.does("record", file, "--dry-run")
    told = officer.does("record", file)
    assert "đã ghi 2" in told and "R-ORG-01" in told
    assert "đã có 2" in officer.does("record", file)

    career = officer.asks("career", "show", "Đặng Thị Hoa", "--evidence", "RECORDED")
    assert [held["post"] for held in career["state"]["posts"]] == ["Trưởng phòng"]
    assert "Đặng Thị Hoa" in officer.does("search", "dang thi hoa")


def test_a_refused_list_is_told_by_line_and_cell_and_leaves_with_exit_4(
    officer: Terminal, tmp_path: Path
):
    bad = {**HEAD, "effectiveDate": "2018-13-01"}
    file = written(tmp_path, "hoa.xlsx", a_workbook([HOA, {**HEAD, "termMonths": "năm năm"}, bad]))

    answer = officer.hoso("record", file)
    as_json = officer.hoso("record", file, "--json")

    assert answer.code == as_json.code == 4
    assert "trang tính “Bổ nhiệm”, dòng 2 · bị từ chối" in answer.out
    assert "Không ghi dòng nào" in answer.out
    lines = json.loads(as_json.out)["answers"]
    assert [one["outcome"] for one in lines] == ["WITHHELD", "REFUSED", "REFUSED"]
    assert lines[1]["faults"][0]["cell"] and lines[1]["told"]
    assert "năm năm" not in as_json.out


def test_a_file_that_is_no_list_is_refused(officer: Terminal, tmp_path: Path):
    file = written(tmp_path, "xa.csv", b"a,b\n1,2\n")

    assert "hoso event-types" in officer.refused(4, "record", file)
    assert "không mở được" in officer.refused(2, "record", tmp_path / "absent.csv").lower()


def test_the_catalogue_is_printed_as_names_schema_and_workbook(officer: Terminal, tmp_path: Path):
    assert "appointment.made" in officer.does("event-types")
    assert "payload.post" in officer.does("event-types", "appointment.made")
    schema = json.loads(officer.does("event-types", "--json-schema"))
    kinds = {one["properties"]["eventType"]["const"] for one in schema["oneOf"]}
    assert kinds == {one["eventType"] for one in officer.asks("event-types")}

    file = tmp_path / "mau.xlsx"
    officer.does("event-types", "appointment.made", "--template", file)
    assert file.read_bytes()[:2] == b"PK"
    officer.refused(2, "event-types", "--template", file)
    officer.refused(2, "event-types", "no.such")


def asking(doors: Doors, who: str) -> Program:
    return Program(client_of(doors), doors.keys[who])


def test_a_list_is_posted_as_lines_or_as_a_file(doors: Doors):
    officer = asking(doors, "officer")
    head = {"content-type": "application/x-ndjson"}
    body = json_lines(HOA, HEAD)

    tried = officer.told(
        officer.ask("POST", "/events", params={"dryRun": True}, content=body, headers=head)
    )
    done = officer.told(officer.ask("POST", "/events", content=body, headers=head))
    files = {"file": ("hoa.xlsx", a_workbook([HOA, HEAD]))}
    again = officer.told(officer.ask("POST", "/events", files=files))
    of_another_office = {**HOA, "payload": {**HOA["payload"], "birthPlace": "Bắc Ninh"}}
    more = json_lines(of_another_office, {**HEAD, "person": "hoa"})
    known = officer.told(officer.ask("POST", "/events", content=more, headers=head))

    assert (tried["recorded"], tried["withheld"], tried["taken"]) == (0, 2, False)
    assert (done["recorded"], done["taken"]) == (2, True)
    assert [one["outcome"] for one in again["answers"]] == ["KNOWN", "KNOWN"]
    assert [one["outcome"] for one in known["answers"]] == ["RECORDED", "KNOWN"]
    assert known["newPeople"] == 0
    assert done["answers"][1]["position"] and done["answers"][1]["told"]


def test_a_refused_line_is_answered_over_http_without_what_it_said(doors: Doors):
    officer = asking(doors, "officer")
    body = json_lines({**HEAD, "person": "Lò Văn Bí Mật", "effectiveDate": "Lò Văn Bí Mật"})

    response = officer.ask(
        "POST", "/events", content=body, headers={"content-type": "application/x-ndjson"}
    )

    (line,) = officer.told(response)["answers"]
    assert line["outcome"] == "REFUSED" and line["told"]
    assert "Bí Mật" not in response.text


def test_what_is_no_list_is_422_and_who_may_not_record_403(doors: Doors):
    officer, operator = asking(doors, "officer"), asking(doors, "operator")
    files = {"file": ("x.csv", b"a,b\n1,2\n")}

    assert officer.ask("POST", "/events", files=files).status_code == 422
    body, head = json_lines(HOA), {"content-type": "application/x-ndjson"}
    assert operator.ask("POST", "/events", content=body, headers=head).status_code == 403
    assert AN not in officer.ask("POST", "/events", files=files).text
