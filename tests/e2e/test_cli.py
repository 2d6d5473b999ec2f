"""The command `hoso`: what it answers, in which form and language, and its exit codes."""

import json
import logging
import os
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image

from api.cli.main import main
from archive.working import work
from domain.page import PageState
from infra.bootstrap import open_archive
from infra.settings import Settings
from tests.kit.doors import AN, HANH, MAI, Furnished, opened_copy
from tests.kit.pages import page_png, write_dossier
from tests.kit.scripted import ScriptedEngine

HOSO = Path(sys.executable).with_name("hoso")


@dataclass
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


@dataclass
class Terminal:
    """Somebody at a terminal, with a key in HOSO_ACTOR_KEY."""

    data: Path
    capture: pytest.CaptureFixture[str]
    key: str | None = None
    engine: ScriptedEngine = field(default_factory=ScriptedEngine)
    language: str = "vi"

    def hoso(self, *arguments: object) -> Answer:
        environ = {"HOSO_DATA": str(self.data), "HOSO_LANG": self.language, "HOSO_WORKERS": "1"}
        if self.key is not None:
            environ["HOSO_ACTOR_KEY"] = self.key
        self.capture.readouterr()
        code = main([str(one) for one in arguments], environ)
        out, err = self.capture.readouterr()
        return Answer(code, out, err)

    def does(self, *arguments: object) -> str:
        """A command that must succeed; what it says."""
        answer = self.hoso(*arguments)
        assert answer.code == 0, (arguments, answer.err)
        return answer.out

    def asks(self, *arguments: object) -> Any:
        """The same with --json."""
        return self.hoso(*arguments, "--json").json

    def refused(self, code: int, *arguments: object) -> str:
        """A command that must fail with this exit code; why."""
        answer = self.hoso(*arguments)
        assert answer.code == code, (arguments, answer.code, answer.out, answer.err)
        return answer.err

    def read(self) -> None:
        """What workers would do, with the scripted engine."""
        settings = Settings.in_folder(self.data, workers=1)
        with open_archive(settings, engine=self.engine, create=False) as archive:
            work(archive)


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    """The command sets up the logs of its process; a test gives them back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "data", capsys)


@pytest.fixture
def custodian(made: Furnished, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """At the furnished archive."""
    with opened_copy(made, tmp_path / "archive"):
        pass
    return Terminal(tmp_path / "archive", capsys, made.keys["custodian"], made.engine)


def somebody(custodian: Terminal, made: Furnished, who: str) -> Terminal:
    return Terminal(custodian.data, custodian.capture, made.keys[who], made.engine)


def proposal_of(terminal: Terminal, dossier: str, event_type: str) -> dict[str, Any]:
    found = terminal.asks("review", "list", "--dossier", dossier)
    return next(one for one in found["items"] if one["eventType"] == event_type)


# An archive begins


def test_the_first_person_begins_an_archive(empty: Terminal):
    added = empty.asks("actor", "add", "Quản trị", "--first")
    empty.key = added["key"]

    assert [one["name"] for one in empty.asks("actor", "list")][-1] == "Quản trị"
    empty.refused(4, "actor", "add", "Kẻ thứ hai", "--first")
    assert empty.asks("status")["batches"] == []


def test_where_there_is_no_archive_the_way_to_begin_one_is_told(empty: Terminal):
    assert "hoso actor add" in empty.refused(2, "status")


def test_the_key_may_lie_in_a_file_that_only_its_owner_reads(empty: Terminal, tmp_path: Path):
    key = empty.asks("actor", "add", "Quản trị", "--first")["key"]
    file = tmp_path / "my.key"
    file.write_text(key + "\n")
    empty.key = str(file)

    file.chmod(0o644)
    assert "chmod 600" in empty.refused(2, "status")
    file.chmod(0o600)
    empty.does("status")


def test_without_a_key_nothing_is_done(empty: Terminal):
    empty.does("actor", "add", "Quản trị", "--first")

    assert "HOSO_ACTOR_KEY" in empty.refused(5, "status")


def test_a_folder_is_taken_in_read_bound_and_told(empty: Terminal, tmp_path: Path):
    admin = empty.asks("actor", "add", "Quản trị", "--first")["key"]
    empty.key = admin
    added = empty.asks("actor", "add", "Lan", "--role", "DOSSIER_CUSTODIAN", "--paper", "1/QĐ")
    empty.key = added["key"]
    folder = tmp_path / "in"
    write_dossier(folder, "HS-001", 1, 2)
    (folder / "HS-001" / "0003.png").write_bytes(b"no scan")

    answer = empty.hoso("accession", folder, "--no-wait")
    assert answer.code == 1  # something was refused
    assert "HS-001/0003.png" in answer.out and "3 ảnh vào" in answer.out
    empty.read()
    status = empty.asks("status")
    balance = status["batches"][0]["row"]["balance"]
    assert (balance["imagesIn"], balance["custody"], balance["rejected"]) == (3, 2, 1)
    status_said = empty.does("status")
    assert "✓" in status_said and "HS-001/0003.png: " in status_said
    assert "HS-001/0003.png: " in empty.does("dossier", "show", "HS-001")

    empty.does("dossier", "bind", "HS-001", "--new", "--name", "Vũ Văn Tám", "--born", "1970")
    empty.does("dossier", "count", "HS-001", "--sheets", "2")
    said = empty.does("dossier", "list")
    assert "HS-001" in said and "đã gắn" in said and "cân đối" in said
    shown = empty.asks("dossier", "show", "HS-001")
    assert shown["personName"] == "Vũ Văn Tám"


def begun(empty: Terminal) -> Terminal:
    """A new archive with a custodian at the terminal."""
    empty.key = empty.asks("actor", "add", "Quản trị", "--first")["key"]
    empty.key = empty.asks("actor", "add", "Lan", "--role", "DOSSIER_CUSTODIAN")["key"]
    return empty


def test_a_folder_without_scans_and_a_list_that_cannot_be_read_are_said(
    empty: Terminal, tmp_path: Path
):
    custodian, folder = begun(empty), tmp_path / "in"
    folder.mkdir()
    assert "không có ảnh quét nào" in custodian.does("accession", folder)

    write_dossier(folder, "HS-001", 1)
    (folder / "manifest.csv").symlink_to(tmp_path / "elsewhere.csv")

    assert "! manifest.csv: " in custodian.hoso("accession", folder, "--no-wait").out


def test_a_full_disk_names_the_file_at_which_it_stopped(empty: Terminal, tmp_path: Path):
    custodian, folder = begun(empty), tmp_path / "in"
    noise = np.random.default_rng(4).integers(0, 255, (900, 900), dtype=np.uint8)
    (folder / "HS-001").mkdir(parents=True)
    Image.fromarray(noise).save(folder / "HS-001" / "0001.png")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, hard))
    try:
        said = custodian.refused(9, "accession", folder, "--no-wait")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert "\nHS-001/0001.png: Ổ đĩa của kho tệp đã đầy" in said


def test_a_page_with_a_poor_image_is_named_in_its_dossier(empty: Terminal, tmp_path: Path):
    custodian = begun(empty)
    write_dossier(tmp_path / "in", "HS-001", 1, 2)
    custodian.engine.says(2, "a")
    custodian.hoso("accession", tmp_path / "in", "--no-wait")

    custodian.read()

    assert "1 trang có ảnh kém" in custodian.does("status")
    shown = custodian.does("dossier", "show", "HS-001")
    assert "! trang 2: Đọc được rất ít chữ" in shown and "! trang 1" not in shown


# Reviewing


def test_the_work_list_and_a_proposal_are_printed_for_people(custodian: Terminal):
    said = custodian.does("review", "list")
    appointment = proposal_of(custodian, "HS-001", "appointment.made")
    shown = custodian.does("review", "show", appointment["proposalId"])

    assert AN in said and appointment["proposalId"] in said
    assert "Chức vụ" in shown and "Trưởng phòng" in shown


def test_a_proposal_is_confirmed_by_one_and_verified_by_another(
    custodian: Terminal, made: Furnished
):
    proposal_id = proposal_of(custodian, "HS-001", "appointment.made")["proposalId"]

    done = custodian.asks("review", "confirm", proposal_id, "--set", "term_months=48")
    assert done["changedFields"] == ["term_months"]
    person, event = done["personId"], done["eventId"]
    custodian.refused(4, "review", "verify", person, event)
    colleague = somebody(custodian, made, "colleague")
    assert event in colleague.does("review", "looks")
    assert "48" in colleague.does("review", "verify", person, event, "--show")
    colleague.does("review", "verify", person, event)
    assert event not in json.dumps(colleague.asks("review", "looks"))
    career = custodian.does("career", "show", person, "--on", "30/06/2019")
    assert AN in career and "Colleague thẩm tra" in career
    custodian.refused(4, "review", "confirm", proposal_id)


def test_a_proposal_is_rejected(custodian: Terminal):
    proposal_id = proposal_of(custodian, "HS-001", "discipline.imposed")["proposalId"]

    assert custodian.asks("review", "reject", proposal_id, "--why", "bản dự thảo")["position"] > 0

    listed = custodian.asks("review", "list", "--dossier", "HS-001")["items"]
    assert proposal_id not in [one["proposalId"] for one in listed]


def test_a_list_is_confirmed_whole_and_what_is_left_is_told(custodian: Terminal):
    proposal_id = proposal_of(custodian, "HS-001", "award.granted")["proposalId"]

    answer = custodian.hoso("review", "confirm", proposal_id, "--document")

    assert answer.code == 1
    assert "✗" in answer.out  # people whom the archive does not know


def test_an_event_is_disputed_corrected_annulled_reinstated_and_explained(
    custodian: Terminal, made: Furnished
):
    proposal_id = proposal_of(custodian, "HS-001", "appointment.made")["proposalId"]
    done = custodian.asks("review", "confirm", proposal_id)
    target = (done["personId"], done["eventId"])
    colleague = somebody(custodian, made, "colleague")

    colleague.does("review", "dispute", *target, "--why", "thời hạn là 48 tháng")
    correct = ("event", "correct", *target, "appointment.made", "--set", "term_months=48")
    mended = custodian.asks(*correct, "--why", "đọc nhầm thời hạn")
    colleague.does("review", "verify", target[0], mended["eventId"])
    for act in ("annul", "reinstate"):
        mended = custodian.asks("event", act, *target, "--why", "ghi nhầm người")
        colleague.does("review", "verify", target[0], mended["eventId"])
    custodian.does(
        "event", "explain", target[0], "R-APT-01", target[1], "--why", "theo quy định cũ"
    )

    career = custodian.asks("career", "show", target[0], "--evidence", "all")
    (event,) = [one for one in career["timeline"] if one["eventId"] == target[1]]
    assert event["fields"]["term_months"] == 48 and event["force"] == "IN_FORCE"


def test_an_event_is_keyed_on_its_paper(custodian: Terminal):
    shown = custodian.asks("dossier", "show", "HS-001")
    document = shown["documents"][1]
    form = custodian.asks("event", "types", "evaluation.recorded")
    (rating, *_) = next(one["choices"] for one in form if one["name"] == "rating")
    keyed = [
        "year=2018",
        f"rating={rating}",
        "effective_date=31/12/2018",
        "effective_basis=EXPLICIT",
        "issue_date=31/12/2018",
        "decision.full_no=77/QĐ-SNV",
        "decision.doc_type=QD",
    ]
    add = ["event", "add", "evaluation.recorded", "--document", document["documentId"]]
    place = ["--place", f"{document['pageIds'][0]}:10,10,400,60:rating", "--key", "k-1"]
    sets = [part for pair in keyed for part in ("--set", pair)]

    assert "Căn cứ hiệu lực" in custodian.refused(4, *add, *sets[:6])
    first = custodian.asks(*add, *place, *sets)
    again = custodian.asks(*add, *place, *sets)

    assert again["eventId"] == first["eventId"] and again["again"] is True
    assert "appointment.made" in custodian.does("event", "types")
    assert "year" in custodian.refused(2, *add, "--set", "no.such=1")


def test_what_a_person_declares_is_keyed_part_by_part(custodian: Terminal):
    person = custodian.asks("career", "show", "Nguyễn Văn An")["person"]
    members = "vợ | SPOUSE | Lê Thị Bé | 1980; con | OWN | Nguyễn Văn Nam | 2008 | học sinh"
    add = ["event", "add", "family.declared", "--person", person, "--rank", "CLAIM"]

    keyed = custodian.asks(*add, "--set", f"members={members}", "--set", "effective_basis=UNSTATED")

    career = custodian.asks("career", "show", person, "--evidence", "all", "--full")
    (event,) = [one for one in career["events"] if one["eventId"] == keyed["eventId"]]
    assert [one["birthYear"] for one in event["fields"]["members"]] == [1980, 2008]
    assert "quan hệ | bên" in custodian.refused(4, *add, "--set", "members=a|b|c|d|e|f")


def test_two_people_are_made_one_and_parted_again_by_two(custodian: Terminal, made: Furnished):
    one = custodian.asks("career", "show", AN)["person"]
    other = custodian.asks("career", "show", HANH)["person"]
    colleague = somebody(custodian, made, "colleague")

    merged = custodian.asks("person", "merge", one, other, "--why", "cùng một người")
    assert merged["look"] == "REQUIRED"
    custodian.refused(4, "review", "verify", one, merged["eventId"])
    colleague.does("review", "verify", one, merged["eventId"])
    assert custodian.asks("career", "show", other)["person"] == one

    parted = custodian.asks("person", "separate", one, other, "--why", "hai anh em")
    colleague.does("review", "verify", one, parted["eventId"])
    assert custodian.asks("career", "show", other)["person"] == other


# Papers and pages


def test_documents_are_split_joined_reordered_described_and_assembled(
    custodian: Terminal, tmp_path: Path
):
    shown = custodian.asks("dossier", "show", "HS-003")
    long, award = shown["documents"][0], shown["documents"][1]
    pages = long["pageIds"]
    description = tmp_path / "description.json"
    description.write_text('{"docType": "QD", "number": "12/QĐ-SNV", "issueDate": "2019-05-02"}')

    new = custodian.asks("document", "split", long["documentId"], pages[1])["documentId"]
    custodian.does("document", "join", long["documentId"], new)
    custodian.does("document", "reorder", long["documentId"], pages[2], pages[0], pages[1])
    custodian.does("document", "describe", long["documentId"], description)
    custodian.does("document", "confirm", award["documentId"])
    hs4 = custodian.asks("dossier", "show", "HS-004")["pages"]
    ids = [page["pageId"] for page in hs4]
    custodian.does("document", "assemble", "HS-004", *ids, "--description", description)

    said = custodian.does("document", "show", long["documentId"])
    assert "12/QĐ-SNV" in said and "đã xác nhận" in said
    description.write_text("[1]")
    custodian.refused(2, "document", "describe", long["documentId"], description)
    custodian.refused(2, "document", "describe", long["documentId"], tmp_path / "none.json")


def test_a_paper_is_attached_to_an_event(custodian: Terminal):
    proposal_id = proposal_of(custodian, "HS-001", "appointment.made")["proposalId"]
    done = custodian.asks("review", "confirm", proposal_id)
    document = custodian.asks("dossier", "show", "HS-001")["documents"][2]["documentId"]

    attach = ("document", "attach", document, AN, done["eventId"], "--rank", "PLAIN_COPY")

    assert custodian.asks(*attach)["position"] > done["position"]


def test_pages_are_scanned_again_inserted_refiled_judged_and_shown(
    custodian: Terminal, tmp_path: Path
):
    scan = tmp_path / "scan.png"
    scan.write_bytes(page_png(8001))
    first, second = (one["pageId"] for one in custodian.asks("dossier", "show", "HS-002")["pages"])

    custodian.does("page", "insert", "HS-002", scan, "--after", first, "--no-wait")
    scan.write_bytes(page_png(8002))
    custodian.does("page", "rescan", second, scan, "--no-wait")
    custodian.read()
    custodian.does("page", "judge", second, "--accepted")
    custodian.does("page", "refile", second, "HS-003", "--why", "kẹp nhầm hồ sơ")
    picture = tmp_path / "page.jpg"
    custodian.does("page", "image", first, picture)

    pages = [one["pageId"] for one in custodian.asks("dossier", "show", "HS-002")["pages"]]
    assert len(pages) == 2 and pages[0] == first and second not in pages
    assert picture.read_bytes().startswith(b"\xff\xd8\xff")
    scan.write_bytes(b"no scan")
    custodian.refused(7, "page", "rescan", first, scan, "--no-wait")


def test_a_quarantined_page_is_removed_by_two(custodian: Terminal, made: Furnished):
    with open_archive(Settings.in_folder(custodian.data), create=False) as archive:
        (row,) = archive.registers.pages(state=PageState.QUARANTINED)
    page = row.page_id
    waiting = custodian.asks("page", "quarantine")
    assert [one["pageId"] for one in waiting] == [str(page)]
    remove = ("page", "remove", page, "--level", "MAT", "--holder", "Văn thư mật", "--no-wait")

    custodian.does("page", "remove", page, "--why", "có dấu MẬT")
    custodian.refused(4, *remove)
    colleague = somebody(custodian, made, "colleague")
    assert "Custodian" in colleague.does("page", "quarantine")
    colleague.does(*remove)

    assert custodian.asks("page", "quarantine") == []


# Careers and search


def test_what_was_known_when_is_compared(custodian: Terminal):
    before = "2026-03-01T00:00:00+07:00"
    proposal_id = proposal_of(custodian, "HS-001", "discipline.imposed")["proposalId"]
    custodian.does("review", "confirm", proposal_id)
    diff = (
        "career",
        "diff",
        AN,
        "--known-at",
        before,
        "--known-at",
        "2100-01-01",
        "--on",
        "2019-06-30",
    )

    said = custodian.does(*diff)
    changes = custodian.asks(*diff)["changes"]

    assert "khiển trách" in said and "{" not in said
    assert "discipline.imposed" in [one["kind"] for one in changes]
    custodian.refused(4, "career", "diff", AN, "--known-at", before)
    custodian.refused(4, "career", "show", AN, "--on", "hôm qua")


def test_somebody_is_found_without_marks(custodian: Terminal):
    said = custodian.does("search", "nguyen", "van", "an")
    people = custodian.asks("search", "nong thi hanh", "--kind", "person")

    assert AN in said
    assert [one["title"] for one in people["hits"]] == [HANH]


def test_a_name_that_means_nobody_is_told(custodian: Terminal):
    custodian.refused(3, "career", "show", "Không Có Ai")
    custodian.refused(3, "career", "show", uuid4())
    custodian.refused(3, "dossier", "show", "HS-999")
    custodian.refused(3, "review", "show", uuid4())
    custodian.refused(2, "review", "show", "no-id")


def test_what_a_role_may_not_is_refused(custodian: Terminal, made: Furnished):
    officer = somebody(custodian, made, "officer")

    assert "quyền" in officer.refused(5, "review", "list")
    officer.does("career", "show", AN)


# Keeping


def test_custody_is_checked_and_a_flipped_byte_is_named(custodian: Terminal):
    assert custodian.asks("verify")["faults"] == []
    masters = custodian.data / "objects" / "masters"
    scan = next(path for path in masters.rglob("*") if path.is_file())
    content = bytearray(scan.read_bytes())
    content[len(content) // 2] ^= 1
    scan.chmod(0o600)
    scan.write_bytes(content)

    answer = custodian.hoso("verify")

    assert answer.code == 1
    assert "✗" in answer.out and "chưa được niêm phong" in answer.out


def test_what_is_derived_is_thrown_away_and_made_again(custodian: Terminal):
    before = custodian.asks("search", "nguyen van an")

    position = custodian.asks("rebuild")["position"]

    assert position == before["position"]
    assert custodian.asks("search", "nguyen van an")["hits"] == before["hits"]


def test_registers_of_another_version_or_damaged_are_made_again(custodian: Terminal):
    registers = custodian.data / "registers.sqlite"
    before = custodian.does("dossier", "list")
    with closing(sqlite3.connect(registers)) as connection:
        connection.execute("UPDATE followed SET form = form - 1")
        connection.commit()
    assert "hoso rebuild" in custodian.refused(9, "dossier", "list")
    custodian.does("rebuild")
    assert custodian.does("dossier", "list") == before

    for left in custodian.data.glob("registers.sqlite*"):
        left.unlink()
    registers.write_bytes(b"no database at all" * 100)
    assert "hoso rebuild" in custodian.refused(9, "dossier", "list")
    custodian.does("rebuild")
    assert custodian.does("dossier", "list") == before


def test_rights_are_granted_and_taken_back(custodian: Terminal, made: Furnished):
    admin = somebody(custodian, made, "admin")
    added = admin.asks("actor", "add", "Vi Thị Sáng", "--role", "SCAN_OPERATOR")
    newcomer = Terminal(custodian.data, custodian.capture, added["key"])
    newcomer.does("status")
    granted = admin.asks("actor", "grant", added["actorId"], "HR_OFFICER", "--until", "2099-12-31")
    second = admin.asks("actor", "key", added["actorId"], "--role", "HR_OFFICER")
    newcomer.key = second["key"]
    newcomer.refused(5, "accession", custodian.data, "--no-wait")

    admin.does("actor", "revoke", added["actorId"], "--grant", granted["grantId"])
    newcomer.refused(5, "status")
    admin.does("actor", "revoke", "--key", second["keyId"])
    assert "thu hồi" in newcomer.refused(5, "status")
    admin.refused(2, "actor", "revoke")


# How it speaks


def test_it_speaks_english_when_asked(custodian: Terminal):
    custodian.language = "en"

    said = custodian.does("dossier", "list")
    assert "Dossier" in said and "unbound" in said
    assert "no such" in custodian.refused(3, "dossier", "show", "HS-999").lower()
    assert "Exit codes" in custodian.does("--help")


def test_help_is_vietnamese_unless_english_is_asked_for(custodian: Terminal):
    said = custodian.does("actor", "add", "--help")
    assert "Cách dùng: hoso actor add" in said and "Một trong: DATA_SUBJECT" in said
    assert not {"Usage", "Options", "Arguments", "required", "exit"} & set(said.split())

    custodian.language = "en"
    assert "Usage: hoso actor add" in custodian.does("actor", "add", "--help")


def test_a_wrongly_typed_command_is_answered_with_the_cure(custodian: Terminal):
    assert "Thiếu PERSON" in custodian.refused(2, "career", "show")
    assert "--on" in custodian.refused(2, "career", "show", AN, "--onn", "2019-06-30")
    assert "PERSON, DOCUMENT" in custodian.refused(2, "search", "an", "--kind", "sach")
    assert "hoso review list --help" in custodian.refused(2, "review", "list", "--limit", "x")
    assert "Không có lệnh" in custodian.refused(2, "bo")


def test_every_json_is_one_document(custodian: Terminal):
    for command in (
        ("status",),
        ("dossier", "list"),
        ("dossier", "show", "HS-001"),
        ("review", "list"),
        ("review", "looks"),
        ("career", "show", AN),
        ("search", "an"),
        ("event", "types"),
        ("verify",),
    ):
        assert json.loads(custodian.does(*command, "--json")) is not None, command


def test_a_mistake_at_the_keyboard_exits_2(custodian: Terminal):
    for command in (
        ("no-such",),
        ("review", "list", "--no-such"),
        ("career", "show"),
        ("dossier", "bind", "HS-004"),
    ):
        assert custodian.refused(2, *command)


def test_the_real_command_paints_nothing_into_a_pipe(custodian: Terminal):
    environ = {
        "PATH": os.environ["PATH"],
        "HOSO_DATA": str(custodian.data),
        "HOSO_ACTOR_KEY": custodian.key or "",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "FORCE_COLOR": "1",
    }

    done = subprocess.run(
        [HOSO, "dossier", "list"], env=environ, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stderr
    assert MAI in done.stdout
    assert not re.search("\x1b\\[[0-9;]*3[0-7]m", done.stdout), "a colour although NO_COLOR"


def test_a_reader_that_has_seen_enough_is_no_mistake(custodian: Terminal):
    environ = {
        "PATH": os.environ["PATH"],
        "HOSO_DATA": str(custodian.data),
        "HOSO_ACTOR_KEY": custodian.key or "",
    }
    with subprocess.Popen(
        [HOSO, "event", "types", "--json"],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.wait(60) == 0, running.stderr.read()
