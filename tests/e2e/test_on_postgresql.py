"""Ledger, access ledger and registers on PostgreSQL: by changing addresses alone."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict

from api.cli.main import main
from archive.ledger_postgres import COPY_FROM
from tests.kit.lists import json_lines
from tests.kit.postgres import READER, WRITER, Database, new_database
from tests.services.running import Service

ROLES = ("--writer", WRITER, "--reader", READER)


class Office:
    """The commands of one office, with the addresses of whoever runs them; without: in a folder."""

    def __init__(self, folder: Path, url: str | None, capture: Any) -> None:
        self.folder, self.url, self.capture = folder, url, capture
        self.key: str | None = None

    def hoso(self, *arguments: object, url: str | None = None) -> tuple[int, str, str]:
        environ = {"HOSO_DATA": str(self.folder), "HOSO_LANG": "en"}
        if address := url or self.url:
            environ |= {f"HOSO_{part}": address for part in ("LEDGER", "ACCESS", "REGISTERS")}
        if self.key is not None:
            environ["HOSO_ACTOR_KEY"] = self.key
        self.capture.readouterr()
        code = main([str(one) for one in arguments], environ)
        out, err = self.capture.readouterr()
        return code, out, err

    def asks(self, *arguments: object) -> Any:
        code, out, err = self.hoso(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    def begin(self) -> None:
        """The first actor, who then takes the part of an officer too."""
        self.key = self.asks("actor", "add", "Mai", "--first")["key"]


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def database(postgresql_server: Service) -> Database:
    return new_database(postgresql_server, migrated=False)


@pytest.fixture
def office(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path / "data", database.writer, capsys)


def migrate(office: Office, owner: str) -> str:
    code, out, err = office.hoso("migrate", *ROLES, url=owner)
    assert code == 0, err
    return out + err


def test_an_archive_begins_is_used_and_verified(office: Office, database: Database):
    assert office.hoso("status")[0] == 9
    told = migrate(office, database.owner)
    assert told.count("tables made") == 3
    assert f"GRANT {WRITER} TO" in told
    assert office.hoso("status")[0] == 2  # there is no archive yet

    office.begin()
    assert "Mai" in [one["name"] for one in office.asks("actor", "list")]

    assert migrate(office, database.owner).count("tables are in order") == 3
    code, out, err = office.hoso("verify")
    assert code == 0, out + err
    code, out, err = office.hoso("rebuild")
    assert code == 0, out + err
    assert {path.name for path in office.folder.iterdir()}.isdisjoint(
        {"ledger.sqlite", "access.sqlite", "registers.sqlite", "following.lock"}
    )


def test_what_is_wrong_is_said_with_the_cure_and_without_the_password(
    office: Office, database: Database
):
    secret = str(conninfo_to_dict(database.admin)["password"])

    def told(url: str, *arguments: str) -> str:
        code, out, err = office.hoso(*arguments, url=url)
        assert code == 9, (out, err)
        assert secret not in out + err
        assert "@" not in out + err
        return err

    assert "hoso migrate" in told(database.writer, "status")
    assert "pg_hba.conf" in told(database.writer.replace(WRITER, "nobody"), "status")
    assert "CREATE DATABASE" in told(database.writer.replace(database.name, "no"), "status")
    assert "GRANT hoso_writer" in told(database.writer, "migrate", *ROLES)
    assert "cannot be reached" in told("postgresql://a:b@127.0.0.1:1/c", "status")


def test_a_program_that_could_change_rows_is_a_finding(office: Office, database: Database):
    migrate(office, database.owner)
    office.begin()

    code, out, err = office.hoso("verify", url=database.owner)

    assert code == 1, out + err
    assert "hoso_writer" in out + err


def test_a_long_list_is_brought_over_and_answered_as_in_a_folder(
    office: Office, database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    names = [f"{family} Văn {given}" for family in FAMILIES for given in GIVEN]
    file = tmp_path / "people.jsonl"
    file.write_bytes(json_lines(*(line for name in names for line in lines_of(name))))
    migrate(office, database.owner)
    embedded = Office(tmp_path / "embedded", None, capsys)

    told = []
    for one in (office, embedded):
        one.begin()
        officer = ("actor", "add", "Hạnh", "--role", "HR_OFFICER", "--paper", "1/QĐ")
        one.key = one.asks(*officer)["key"]
        answers = one.asks("record", file)["answers"]
        assert {answer["outcome"] for answer in answers} == {"RECORDED"}
        told.append(
            {
                "again": {answer["outcome"] for answer in one.asks("record", file)["answers"]},
                "found": found(one, "van y"),
                "posts": [posts(one, name) for name in ALONE],
            }
        )

    assert told[0] == told[1]
    assert told[0]["again"] == {"KNOWN"}
    assert told[0]["posts"] == [["Trưởng phòng"]] * len(ALONE)
    assert told[0]["found"]
    ((at_once,),) = database.ask(
        "SELECT count(*) FROM hoso_ledger.stored_events"
        " GROUP BY substring(state FROM 1 FOR 9) ORDER BY 1 DESC LIMIT 1"
    )
    assert int(str(at_once)) >= max(COPY_FROM, 2 * len(names))


FAMILIES = ("Đặng", "Nguyễn", "Trần", "Lê", "Ỷ", "Phạm", "Ý", "Bùi", "Đỗ", "Hồ")
GIVEN = ("An", "Ân", "Ánh", "Ý", "Yên", "Đức", "Dũng", "Oanh", "Ơn", "Uyên")
ALONE = ("Đặng Văn Yên", "Trần Văn Đức", "Hồ Văn Oanh")
"""Whom no other name is like."""


def lines_of(name: str) -> list[dict[str, Any]]:
    head = {"post": "Trưởng phòng", "unit": "Sở Nội vụ tỉnh Bắc Giang"}
    identity = {"fullName": name, "birthDate": "1984-02-29", "gender": "F"}
    return [
        {"person": name, "eventType": "identity.recorded", "payload": identity},
        {
            "person": name,
            "eventType": "appointment.made",
            "effectiveDate": "2018-06-01",
            "payload": head,
        },
    ]


def posts(office: Office, name: str) -> list[str]:
    career = office.asks("career", "show", name, "--evidence", "RECORDED")
    return [held["post"] for held in career["state"]["posts"]]


def found(office: Office, words: str) -> list[str]:
    code, out, err = office.hoso("search", words)
    assert code == 0, err
    return sorted(line for line in out.splitlines() if "Văn" in line)
