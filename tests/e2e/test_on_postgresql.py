"""Ledger, access ledger and registers on PostgreSQL: by changing addresses alone."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from api.cli.main import main
from tests.kit.postgres import READER, WRITER, Database, new_database
from tests.services.running import Service

ROLES = ("--writer", WRITER, "--reader", READER)


class Office:
    """The commands of one office, with the addresses of whoever runs them."""

    def __init__(self, folder: Path, database: Database, capture: Any) -> None:
        self.folder, self.database, self.capture = folder, database, capture
        self.key: str | None = None

    def hoso(self, *arguments: str, url: str | None = None) -> tuple[int, str, str]:
        url = url or self.database.writer
        environ = {"HOSO_DATA": str(self.folder), "HOSO_LANG": "en"}
        environ |= {f"HOSO_{part}": url for part in ("LEDGER", "ACCESS", "REGISTERS")}
        if self.key is not None:
            environ["HOSO_ACTOR_KEY"] = self.key
        self.capture.readouterr()
        code = main(list(arguments), environ)
        out, err = self.capture.readouterr()
        return code, out, err

    def asks(self, *arguments: str) -> Any:
        code, out, err = self.hoso(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def office(
    postgresql_server: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Office]:
    yield Office(tmp_path / "data", new_database(postgresql_server, migrated=False), capsys)
    logging.getLogger().handlers.clear()


def migrate(office: Office) -> str:
    owner = office.database.owner
    code, out, err = office.hoso("migrate", *ROLES, url=owner)
    assert code == 0, err
    return out + err


def test_an_archive_begins_is_used_and_verified(office: Office):
    assert office.hoso("status")[0] == 9
    told = migrate(office)
    assert told.count("tables made") == 3
    assert f"GRANT {WRITER} TO" in told
    assert office.hoso("status")[0] == 2  # there is no archive yet

    office.key = office.asks("actor", "add", "Mai", "--first")["key"]
    assert "Mai" in [one["name"] for one in office.asks("actor", "list")]

    assert migrate(office).count("tables are in order") == 3
    code, out, err = office.hoso("verify")
    assert code == 0, out + err
    code, out, err = office.hoso("rebuild")
    assert code == 0, out + err
    assert {path.name for path in office.folder.iterdir()}.isdisjoint(
        {"ledger.sqlite", "access.sqlite", "registers.sqlite", "following.lock"}
    )


def test_what_is_wrong_is_said_with_the_cure_and_without_the_password(office: Office):
    database, password = office.database, psycopg.conninfo.conninfo_to_dict(office.database.admin)
    secret = str(password["password"])

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


def test_a_program_that_could_change_rows_is_a_finding(office: Office):
    migrate(office)
    office.key = office.asks("actor", "add", "Mai", "--first")["key"]

    code, out, err = office.hoso("verify", url=office.database.owner)

    assert code == 1, out + err
    assert "hoso_writer" in out + err
