"""R-SAL: coefficients and steps by the table of the day; R-STP: when a step is due."""

from typing import Any

import pytest

from domain.rules.finding import Severity
from domain.rules.switches import Switches
from tests.kit.careers import named
from tests.kit.verdicts import codes, findings, one, paper, person, recruited, severity_of

BEFORE = (person(), recruited())


def graded(
    on: str = "2020-04-01",
    code: str = "01.003",
    step: int = 3,
    coefficient: str = "3.00",
    **more: Any,
):
    return paper(
        "grade.assigned",
        "grade",
        on,
        grade_code=code,
        step=step,
        coefficient=coefficient,
        **more,
    )


def raised(on: str = "2023-04-01", step: int = 4, coefficient: str = "3.33", **more: Any):
    return paper("salary.stepRaised", "x", on, new_step=step, new_coefficient=coefficient, **more)


def early(
    months: int = 9,
    on: str = "2022-07-01",
    *,
    name: str = "x",
    step: int = 4,
    coefficient: str = "3.33",
    ground: str = "EXCELLENT",
):
    return paper(
        "salary.stepRaisedEarly",
        name,
        on,
        ground=ground,
        months_early=months,
        new_step=step,
        new_coefficient=coefficient,
    )


def pay(found: Any) -> list[str]:
    return [code for code in codes(found) if code[:5] in ("R-SAL", "R-STP")]


# R-SAL-01, R-SAL-02


@pytest.mark.parametrize(
    ("code", "step", "coefficient", "found"),
    [
        ("01.003", 3, "3.00", []),
        ("01.003", 3, "3.33", ["R-SAL-01.coefficient"]),
        ("V.07.01.02", 3, "4.40", ["R-SAL-01.coefficient"]),
        ("01.002", 8, "6.78", []),
        ("01.002", 9, "6.78", ["R-SAL-02.step"]),
        ("99.999", 1, "2.34", ["R-SAL-01.unknownGrade"]),
    ],
)
def test_r_sal_01_a_coefficient_is_that_of_its_step(
    code: str, step: int, coefficient: str, found: list[str]
):
    event = graded("2022-01-01", code, step, coefficient)

    assert pay(findings(event, *BEFORE)) == found


def test_r_sal_01_says_what_was_printed_and_what_the_table_has():
    found = findings(graded("2022-01-01", "V.07.01.02", 3, "4.40"), *BEFORE)

    finding = one(found, "R-SAL-01.coefficient")
    assert finding.values == {"printed": "4.40", "expected": "5.08", "step": 3, "table": "A2.1"}
    assert (finding.severity, finding.field) == (Severity.WARN, "coefficient")


def test_r_sal_01_an_unknown_code_is_said_and_not_warned_of():
    found = findings(graded("2022-01-01", "99.999", 1, "2.34"), *BEFORE)

    assert severity_of(found, "R-SAL-01.unknownGrade") is Severity.INFO


@pytest.mark.parametrize(
    ("on", "coefficient", "found"),
    [
        ("2021-07-31", "1.86", []),
        ("2021-07-31", "2.10", ["R-SAL-01.coefficient"]),
        ("2021-08-01", "2.10", []),
        ("2021-08-01", "1.86", ["R-SAL-01.coefficient"]),
    ],
)
def test_r_sal_01_a_code_is_judged_by_the_table_of_its_day(
    on: str, coefficient: str, found: list[str]
):
    assert pay(findings(graded(on, "01.004", 1, coefficient), *BEFORE)) == found


def test_r_sal_01_pay_before_the_decree_of_2004_is_not_judged():
    event = graded("2004-09-30", "01.003", 3, "2.58")

    assert pay(findings(event, person(), recruited("2000-01-01"))) == []


def test_r_sal_01_a_raise_without_a_code_is_judged_by_the_grade_held():
    wrong = raised(coefficient="3.30")

    assert pay(findings(wrong, *BEFORE, graded())) == ["R-SAL-01.coefficient"]
    assert pay(findings(wrong, *BEFORE)) == []


def test_r_sal_02_the_old_step_is_judged_too():
    event = raised(on="2023-04-01", old_step=10, old_coefficient="4.98", grade_code="01.003")

    assert "R-SAL-02.step" in pay(findings(event, *BEFORE))


# R-SAL-03, R-STP-05


def beyond(new: int, on: str, *, old: int | None = None, name: str = "x"):
    return paper("salary.beyondScaleSet", name, on, old_percent=old, new_percent=new)


def last_step(on: str = "2017-01-01"):
    return graded(on, "01.003", 9, "4.98")


def test_r_sal_03_only_the_last_step_goes_beyond_the_scale():
    assert pay(findings(beyond(5, "2023-04-01"), *BEFORE, graded())) == ["R-SAL-03.lastStep"]
    assert pay(findings(beyond(5, "2020-01-01"), *BEFORE, last_step())) == []


@pytest.mark.parametrize(
    ("new", "on", "old", "found"),
    [
        (5, "2020-01-01", None, []),
        (5, "2019-12-31", None, ["R-STP-05.early"]),
        (6, "2020-01-01", None, ["R-STP-05.percent"]),
    ],
)
def test_r_stp_05_five_percent_come_after_three_years(
    new: int, on: str, old: int | None, found: list[str]
):
    assert pay(findings(beyond(new, on, old=old), *BEFORE, last_step())) == found


@pytest.mark.parametrize(
    ("new", "on", "old", "found"),
    [
        (6, "2021-01-01", 5, []),
        (6, "2020-12-31", 5, ["R-STP-05.early"]),
        (8, "2021-01-01", 5, ["R-STP-05.percent"]),
        (11, "2021-01-01", 10, ["R-STP-05.from"]),
    ],
)
def test_r_stp_05_then_one_more_each_year(new: int, on: str, old: int, found: list[str]):
    before = (*BEFORE, last_step(), beyond(5, "2020-01-01", name="first"))

    assert pay(findings(beyond(new, on, old=old), *before)) == found


def test_r_stp_05_two_years_for_drivers_stand_behind_a_switch():
    driver = graded("2017-01-01", "01.005", 12, "4.06", salary_table="B")
    off = Switches(beyond_scale_of_tables_with_24_months=False)
    event = beyond(5, "2018-12-31")

    judged = findings(event, *BEFORE, driver)
    spared = findings(event, *BEFORE, driver, switches=off)

    assert pay(judged) == ["R-STP-05.early"]
    assert pay(spared) == []


# R-STP-01


def test_r_stp_01_a_raise_from_an_unknown_step_misses_a_paper():
    event = raised("2023-04-01", 6, "3.99", old_step=5, old_coefficient="3.66")

    found = findings(event, *BEFORE, graded())

    assert pay(found) == ["R-STP-01.step"]
    assert one(found, "R-STP-01.step").values == {"printed": 5, "known": 3}


def test_r_stp_01_a_raise_is_by_one_step_in_the_grade_held():
    jump = raised(step=5, coefficient="3.66", old_step=3, old_coefficient="3.00")
    other = raised(step=4, coefficient="5.42", grade_code="01.002")

    assert pay(findings(jump, *BEFORE, graded())) == ["R-STP-01.jump"]
    assert pay(findings(other, *BEFORE, graded())) == ["R-STP-01.grade"]


# R-STP-02: step 3 of A1 held from 2020-04-01


@pytest.mark.parametrize(
    ("on", "code", "severity"),
    [
        ("2023-04-01", None, None),
        ("2023-03-31", "R-STP-02.early", Severity.WARN),
        ("2023-05-01", "R-STP-02.late", Severity.WARN),
        ("2023-04-15", "R-STP-02.day", Severity.INFO),
    ],
)
def test_r_stp_02_a_step_is_raised_on_the_day_that_the_clock_says(
    on: str, code: str | None, severity: Severity | None
):
    found = findings(raised(on), *BEFORE, graded())

    assert pay(found) == ([code] if code else [])
    if code:
        assert severity_of(found, code) is severity
        assert one(found, code).values["expected"] == "2023-04-01"


@pytest.mark.parametrize(("kind", "on"), [("CONG_CHUC", "2023-10-01"), ("VIEN_CHUC", "2023-07-01")])
def test_r_stp_02_a_reprimand_puts_the_step_off_and_nothing_is_wrong(kind: str, on: str):
    reprimand = paper(
        "discipline.imposed", "d", "2021-05-01", form="KHIEN_TRACH", duration_months=12
    )

    found = findings(raised(on), person(), recruited(kind=kind), graded(), reprimand)

    assert pay(found) == []


def test_r_stp_02_a_raise_that_forgets_the_reprimand_is_early():
    reprimand = paper(
        "discipline.imposed", "d", "2021-05-01", form="KHIEN_TRACH", duration_months=12
    )

    found = findings(raised("2023-04-01"), *BEFORE, graded(), reprimand)

    early_by = one(found, "R-STP-02.early")
    assert early_by.values["expected"] == "2023-10-01"
    assert named("d") in early_by.event_ids


@pytest.mark.parametrize(
    ("months", "on", "found"),
    [
        (9, "2022-07-01", []),
        (12, "2022-04-01", []),
        (6, "2022-07-01", ["R-STP-02.early"]),
        (9, "2022-10-01", ["R-STP-02.late"]),
    ],
)
def test_r_stp_02_an_early_raise_comes_so_many_months_before_the_due_day(
    months: int, on: str, found: list[str]
):
    assert pay(findings(early(months, on), *BEFORE, graded())) == found


def test_r_stp_02_nothing_is_judged_by_a_clock_that_nobody_knows():
    assert pay(findings(raised("2023-04-01", grade_code="01.003"), *BEFORE)) == []


@pytest.mark.parametrize(
    ("day", "law"),
    [
        ("2021-08-14", "TT 08/2013/TT-BNV"),
        ("2021-08-15", "TT 08/2013/TT-BNV; TT 03/2021/TT-BNV"),
    ],
)
def test_r_stp_02_cites_the_circular_of_the_day(day: str, law: str):
    found = findings(raised(day), *BEFORE, graded())

    assert one(found, "R-STP-02.early").legal_base == law


# R-STP-03


def test_r_stp_03_the_next_step_is_counted_from_the_day_of_this_one():
    right = raised(next_clock_start="2023-04-01")
    month = raised(next_clock_start="2023-04")
    wrong = raised(next_clock_start="2022-10-01")

    assert pay(findings(right, *BEFORE, graded())) == []
    assert pay(findings(month, *BEFORE, graded())) == []
    assert pay(findings(wrong, *BEFORE, graded())) == ["R-STP-03.clock"]


# R-STP-04


def test_r_stp_04_twelve_months_early_are_the_most():
    assert pay(findings(early(12, "2022-04-01"), *BEFORE, graded())) == []
    assert pay(findings(early(13, "2022-03-01"), *BEFORE, graded())) == ["R-STP-04.months"]


def test_r_stp_04_not_twice_in_a_row_for_excellence():
    first = early(9, "2022-07-01", name="first")
    second = early(9, "2024-10-01", step=5, coefficient="3.66")
    regular = paper(
        "salary.stepRaised", "regular", "2025-07-01", new_step=5, new_coefficient="3.66"
    )
    third = early(9, "2027-10-01", step=6, coefficient="3.99")
    leaving = early(9, "2024-10-01", step=5, coefficient="3.66", ground="PRE_RETIREMENT")

    assert pay(findings(second, *BEFORE, graded(), first)) == ["R-STP-04.twice"]
    assert pay(findings(third, *BEFORE, graded(), first, regular)) == []
    assert pay(findings(leaving, *BEFORE, graded(), first)) == []


def test_r_stp_04_the_last_step_is_raised_no_further():
    event = early(9, "2020-01-01", step=10, coefficient="4.98")

    assert "R-STP-04.lastStep" in pay(findings(event, *BEFORE, last_step()))


# R-STP-06, R-STP-07


def promoted(step: int, coefficient: str, on: str = "2021-12-20", **more: Any):
    return paper(
        "grade.promoted",
        "x",
        on,
        new_grade_code="01.002",
        step=step,
        new_coefficient=coefficient,
        **more,
    )


def test_r_stp_06_the_new_coefficient_is_the_first_that_is_not_lower():
    sixth = graded("2020-05-01", step=6, coefficient="3.99")

    right = findings(promoted(1, "4.40"), *BEFORE, sixth)
    wrong = findings(promoted(2, "4.74"), *BEFORE, sixth)

    assert pay(right) == []
    assert pay(wrong) == ["R-STP-06.coefficient"]
    assert one(wrong, "R-STP-06.coefficient").values == {"printed": "4.74", "expected": "4.40"}


def test_r_stp_06_what_was_held_beyond_the_scale_counts():
    before = (*BEFORE, last_step(), beyond(5, "2020-01-01", name="vk"))

    assert pay(findings(promoted(4, "5.42"), *before)) == []
    assert pay(findings(promoted(3, "5.08"), *before)) == ["R-STP-06.coefficient"]


@pytest.mark.parametrize(
    ("start", "found"), [("2021-12-20", []), ("2020-05-01", ["R-STP-03.clock"])]
)
def test_r_stp_03_a_promotion_by_a_full_step_starts_the_clock_anew(start: str, found: list[str]):
    sixth = graded("2020-05-01", step=6, coefficient="3.99")

    assert pay(findings(promoted(1, "4.40", next_clock_start=start), *BEFORE, sixth)) == found


def test_r_stp_03_a_smaller_gain_keeps_the_old_clock():
    seventh = graded("2020-05-01", step=7, coefficient="4.32")

    kept = promoted(1, "4.40", next_clock_start="2020-05-01")
    anew = promoted(1, "4.40", next_clock_start="2021-12-20")

    assert pay(findings(kept, *BEFORE, seventh)) == []
    assert pay(findings(anew, *BEFORE, seventh)) == ["R-STP-03.clock"]


@pytest.mark.parametrize(
    ("on", "kind", "found"),
    [
        ("2025-06-30", "CONG_CHUC", []),
        ("2025-07-01", "CONG_CHUC", ["R-STP-07.noExams"]),
        ("2025-07-01", "VIEN_CHUC", []),
    ],
)
def test_r_stp_07_grade_exams_of_civil_servants_ended(on: str, kind: str, found: list[str]):
    sixth = graded("2020-05-01", step=6, coefficient="3.99")

    assert pay(findings(promoted(1, "4.40", on), person(), recruited(kind=kind), sixth)) == found


# R-DIS-09


@pytest.mark.parametrize(
    ("kind", "cause", "months", "warned"),
    [
        ("CONG_CHUC", "KHIEN_TRACH", 6, False),
        ("VIEN_CHUC", "KHIEN_TRACH", 3, False),
        ("VIEN_CHUC", "KHIEN_TRACH", 6, True),
        ("CONG_CHUC", "CACH_CHUC", 12, False),
        ("CONG_CHUC", "CANH_CAO", 12, True),
        ("CONG_CHUC", "OTHER", 5, False),
    ],
)
def test_r_dis_09_a_step_is_put_off_by_the_months_of_the_table(
    kind: str, cause: str, months: int, warned: bool
):
    event = paper("salary.raiseDelayed", "x", "2021-06-01", months=months, cause=cause)

    found = findings(event, person(), recruited(kind=kind))

    assert codes(found, rule="R-DIS-09") == (["R-DIS-09.months"] if warned else [])


@pytest.mark.parametrize(("issued", "warned"), [("2026-06-30", False), ("2026-07-01", True)])
def test_r_stp_07_public_employees_are_not_promoted_in_title_any_more(issued: str, warned: bool):
    event = paper(
        "title.promoted",
        "x",
        issued,
        new_grade_code="V.07.04.31",
        step=1,
        new_coefficient="4.00",
    )
    employee = (person(), recruited(kind="VIEN_CHUC"))

    found = codes(findings(event, *employee), rule="R-STP-07")
    off = findings(event, *employee, switches=Switches(titles_end_on=None))

    assert found == (["R-STP-07.noTitles"] if warned else [])
    assert codes(off, rule="R-STP-07") == []
