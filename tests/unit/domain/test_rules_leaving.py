"""R-PEN: retirement is noticed and decided in time, at the age of the day."""

from datetime import date
from typing import Any

import pytest

from domain.rules.check import check_career
from domain.rules.finding import Severity
from domain.rules.switches import Switches
from tests.kit.verdicts import career, codes, findings, one, paper, person, recruited, severity_of

BORN = "1966-03-10"
"""A man: 61 years and 9 months, pension from 2028-01-01 (domain.md 3.11)."""
CIVIL = (person(BORN), recruited("1990-01-01"))
EMPLOYEE = (person(BORN), recruited("1990-01-01", kind="VIEN_CHUC"))


def noticed(issued: str, pension: str = "2028-01-01") -> Any:
    day = date.fromisoformat(pension)
    return paper("retirement.noticed", "notice", None, issued=issued, pension_from=day)


def decided(issued: str, pension: str = "2028-01-01") -> Any:
    return paper("retirement.decided", "decision", pension, issued=issued)


def pen(found: Any) -> list[str]:
    return codes(found, rule="R-PEN")


@pytest.mark.parametrize(
    ("issued", "late"), [("2027-07-01", False), ("2027-07-02", True), ("2027-12-01", True)]
)
def test_r_pen_01_it_is_noticed_six_months_before(issued: str, late: bool):
    found = findings(noticed(issued), *CIVIL)

    assert pen(found) == (["R-PEN-01.late"] if late else [])


@pytest.mark.parametrize(("issued", "late"), [("2027-10-01", False), ("2027-10-02", True)])
def test_r_pen_02_it_is_decided_three_months_before(issued: str, late: bool):
    found = findings(decided(issued), *CIVIL)

    assert pen(found) == (["R-PEN-02.late"] if late else [])
    if late:
        assert one(found, "R-PEN-02.late").legal_base == "NĐ 170/2025/NĐ-CP"


@pytest.mark.parametrize(
    ("issued", "severity", "off"),
    [("2025-06-30", Severity.INFO, None), ("2025-07-01", Severity.WARN, Severity.WARN)],
)
def test_r_pen_02_what_held_before_decree_170_was_not_read_and_is_only_said(
    issued: str, severity: Severity, off: Severity | None
):
    before = (person("1964-02-29"), recruited("1990-01-01"))
    event = decided(issued, "2025-08-01")
    quiet = Switches(retirement_notice_before_2025=False)

    assert severity_of(findings(event, *before), "R-PEN-02.late") is severity
    assert severity_of(findings(event, *before, switches=quiet), "R-PEN-02.late") is off


def test_r_pen_the_decree_is_that_of_civil_servants():
    late = one(findings(decided("2027-12-01"), *EMPLOYEE), "R-PEN-02.late")

    assert (late.severity, late.legal_base) == (Severity.INFO, None)


@pytest.mark.parametrize(
    ("pension", "code"),
    [
        ("2028-01-01", None),
        ("2027-12-01", "R-PEN-03.age"),
        ("2028-02-01", "R-PEN-03.putOff"),
        ("2028-07-01", "R-PEN-03.putOff"),
        ("2028-08-01", "R-PEN-03.age"),
    ],
)
def test_r_pen_03_the_pension_begins_at_the_age_of_the_schedule(pension: str, code: str | None):
    found = findings(decided("2027-06-01", pension), *CIVIL)

    assert pen(found) == ([code] if code else [])


def test_r_pen_03_another_age_by_its_own_paper_is_not_judged():
    other = paper("retirementAge.overridden", "age", "2027-01-01", ground="HAZARDOUS_WORK")

    assert pen(findings(decided("2026-06-01", "2027-02-01"), *CIVIL, other)) == []


@pytest.mark.parametrize(
    ("on", "papers", "code"),
    [
        ("2027-06-30", (), None),
        ("2027-07-01", (), "R-PEN-01.due"),
        ("2027-10-01", (), "R-PEN-02.due"),
        ("2028-01-01", (), "R-PEN-03.passed"),
        ("2027-09-30", (noticed("2027-06-01"),), None),
        ("2027-10-01", (noticed("2027-06-01"),), "R-PEN-02.due"),
        ("2027-12-31", (decided("2027-09-01"),), None),
        ("2028-01-01", (decided("2027-09-01"),), None),
    ],
)
def test_r_pen_on_a_day_the_step_that_is_late_is_said(
    on: str, papers: tuple[Any, ...], code: str | None
):
    found = check_career(career(*CIVIL, *papers), on=date.fromisoformat(on))

    assert pen(found) == ([code] if code else [])
