"""Findings, gaps, local policies and who an actor is, at the command line and over HTTP."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.test_cli import Terminal, quiet_logs, somebody
from tests.kit.callers import Program, client_of
from tests.kit.doors import AN, HANH, Doors, Furnished, opened_copy

__all__ = ["quiet_logs"]

FREEZE = {
    "policy": {
        "kind": "FREEZE",
        "classes": ["CONG_CHUC"],
        "validFrom": "2021-09-20",
        "paper": {"number": "2345/TB-UBND", "decidedOn": "2021-09-17"},
    }
}


@pytest.fixture
def custodian(
    made: Furnished, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Terminal]:
    with opened_copy(made, tmp_path / "archive"):
        pass
    yield Terminal(tmp_path / "archive", capsys, made.keys["custodian"], made.engine)


def program(doors: Doors, who: str) -> Program:
    return Program(client_of(doors), doors.keys[who], "vi")


def test_the_work_list_and_the_gaps_of_one_record_at_the_command_line(
    custodian: Terminal, made: Furnished
):
    said = custodian.does("findings")
    listed = custodian.asks("findings", "--limit", "1")
    gaps = custodian.asks("gaps", AN)

    assert f"{listed['lookedAt']} người" in said or listed["next"] is not None
    assert "INFO" not in {row["severity"] for row in listed["rows"]}
    infos = custodian.asks("findings", "--severity", "INFO", "--person", HANH)
    assert {row["severity"] for row in infos["rows"]} <= {"INFO"}
    assert {row["kind"] for row in gaps["rows"]} >= {"UNPROVED"}
    assert all(row["sentenceVi"] and row["sentenceEn"] for row in gaps["rows"])
    assert AN in custodian.does("gaps", AN)
    operator = somebody(custodian, made, "operator")
    operator.refused(5, "findings")
    custodian.refused(3, "findings", "--unit", str(uuid4()))
    custodian.refused(2, "findings", "--after", "Nguyễn")


def test_policies_are_stated_listed_ended_and_withdrawn_at_the_command_line(
    custodian: Terminal, made: Furnished
):
    by = ("--paper", "12/QĐ-UBND", "--decided", "2020-12-20")
    rotation = custodian.asks(
        "policy",
        "rotation",
        "--position",
        "KT01:Kế toán:24:60",
        "--from",
        "01/01/2021",
        "--basis",
        "NĐ 150/2013/NĐ-CP",
        *by,
    )
    freeze = custodian.asks("policy", "freeze", "--class", "CONG_CHUC", "--from", "2021-09-20", *by)
    custodian.does("policy", "switch", "notice_unit", "WORKING", "--from", "2025-10-01", *by)

    assert "Kế toán 24-60" in custodian.does("policy", "list", "--on", "2021-10-01")
    custodian.does("policy", "end", rotation["policyId"], "--on", "2022-06-01", *by)
    custodian.does("policy", "withdraw", freeze["policyId"], "--why", "của tỉnh khác")
    rows = custodian.asks("policy", "list", "--on", "2022-06-01")["rows"]
    assert {row["kind"]: row["inForce"] for row in rows} == {
        "policy.rotationListed": False,
        "policy.receptionFrozen": False,
        "policy.ruleSwitched": False,
    }
    for wrong, code in (
        (("policy", "switch", "no_such", "1", "--from", "2025-10-01", *by), 4),
        (("policy", "rotation", "--position", "Kế toán", "--from", "2021-01-01", *by), 2),
        (("policy", "withdraw", str(uuid4()), "--why", "ghi nhầm"), 3),
        (("policy", "freeze", "--from", "", *by), 4),
    ):
        custodian.refused(code, *wrong)
    somebody(custodian, made, "officer").refused(5, "policy", "freeze", "--from", "2021-09-20", *by)


def test_policies_and_gaps_over_http(doors: Doors):
    custodian, officer = program(doors, "custodian"), program(doors, "officer")
    made = custodian.post("/policies", FREEZE)

    rows = officer.get("/policies", on="2022-01-01")["rows"]
    assert [(row["paperNo"], row["inForce"]) for row in rows] == [("2345/TB-UBND", True)]
    refused = officer.ask("POST", "/policies", json=FREEZE)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.notAllowed")
    twice = custodian.ask("POST", "/policies", json=FREEZE)
    assert (twice.status_code, twice.json()["code"]) == (409, "policy.twice")
    ending: dict[str, Any] = {
        "validTo": "2022-01-01",
        "paper": {"number": "9/TB-UBND", "decidedOn": "2021-12-20"},
    }
    custodian.post(f"/policies/{made['policyId']}/end", ending)
    custodian.post(f"/policies/{made['policyId']}/withdraw", {"why": "của tỉnh khác"})
    (row,) = officer.get("/policies", on="2021-12-31")["rows"]
    assert (row["endedBy"], row["withdrawn"]) == ("9/TB-UBND", "của tỉnh khác")

    an = custodian.post("/people/find", {"who": AN})[0]["personId"]
    gaps = officer.get(f"/people/{an}/gaps")
    assert gaps["rows"] and "personName" not in gaps


def test_who_an_actor_is_keeps_them_from_their_own_dossier(doors: Doors):
    admin, colleague = program(doors, "admin"), program(doors, "colleague")
    custodian = program(doors, "custodian")
    done = custodian.post(f"/proposals/{doors.proposals('HS-001', 'appointment.made')[0]}/confirm")
    path = f"/people/{done['personId']}/events/{done['eventId']}/verify"
    identified = {"personId": done["personId"]}

    admin.ask("PUT", f"/actors/{doors.ids['colleague']}/person", json=identified)
    refused = colleague.ask("POST", path)

    assert (refused.status_code, refused.json()["code"]) == (409, "access.ownDossier")
    admin.ask("PUT", f"/actors/{doors.ids['colleague']}/person", json={"personId": None})
    assert colleague.ask("POST", path).status_code == 200
