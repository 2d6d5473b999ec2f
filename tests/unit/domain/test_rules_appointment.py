"""R-APT: terms of leadership posts, each judged by the rules of the day of its paper."""

from datetime import date
from typing import Any

import pytest

from domain.events.envelope import Printed
from domain.rules.appointment import notice_by
from domain.rules.check import check_career
from domain.rules.finding import Severity
from domain.rules.switches import NoticeUnit, Switches
from tests.kit.verdicts import career, codes, findings, one, paper, person, recruited, severity_of

BEFORE = (person(), recruited())
TEACHER = (person(), recruited(kind="VIEN_CHUC"))


def appointed(
    name: str = "post",
    on: str = "2018-01-01",
    post: str = "Trưởng phòng",
    term: int | None = 60,
    **more: Any,
):
    return paper("appointment.made", name, on, post=post, term_months=term, **more)


def again(name: str, on: str, term: int | None = 60, post: str = "Trưởng phòng", **more: Any):
    return paper("reappointment.made", name, on, post=post, term_months=term, **more)


def apt(found: Any, rule: str = "R-APT") -> list[str]:
    return codes(found, rule=rule)


# R-APT-01


@pytest.mark.parametrize(("term", "warned"), [(60, False), (None, False), (36, True), (72, True)])
def test_r_apt_01_a_term_is_five_years(term: int | None, warned: bool):
    found = findings(appointed(on="2021-07-15", term=term), *BEFORE)

    assert apt(found) == (["R-APT-01.term"] if warned else [])


@pytest.mark.parametrize(
    ("issued", "law"),
    [
        ("2020-11-30", None),
        ("2020-12-01", "NĐ 138/2020/NĐ-CP Điều 41 khoản 1"),
        ("2025-06-30", "NĐ 138/2020/NĐ-CP Điều 41 khoản 1"),
        ("2025-07-01", "NĐ 170/2025/NĐ-CP Điều 28 khoản 1; Luật 80/2025/QH15 Điều 31"),
    ],
)
def test_r_apt_01_is_judged_by_the_law_of_the_day_of_issue(issued: str, law: str | None):
    found = findings(appointed(on="2025-08-01", issued=issued, term=36), *BEFORE)

    assert one(found, "R-APT-01.term").legal_base == law


def test_r_apt_01_before_december_2020_stands_behind_a_switch():
    off = Switches(five_year_term_before_2020=False)

    assert apt(findings(appointed(on="2020-11-30", term=36), *BEFORE, switches=off)) == []
    assert apt(findings(appointed(on="2020-12-01", term=36), *BEFORE, switches=off)) == [
        "R-APT-01.term"
    ]


def test_r_apt_01_a_term_that_ends_with_retirement_is_as_it_should_be():
    born_1964 = (person(born="1964-02-29"), recruited())

    assert apt(findings(appointed(on="2021-06-01", term=48), *born_1964)) == []


# R-APT-02


def three_terms(third: str, **more: Any):
    return (
        again("third", third, **more),
        appointed("first", on="2013-01-01"),
        again("second", "2018-01-01"),
    )


@pytest.mark.parametrize(
    ("third", "warned"),
    [
        ("2020-11-30", False),
        ("2020-12-01", True),
        ("2025-06-30", True),
        ("2025-07-01", False),
    ],
)
def test_r_apt_02_a_third_term_running_is_warned_of_while_the_law_said_two(
    third: str, warned: bool
):
    event, *before = three_terms(third)

    found = findings(event, *BEFORE, *before)

    assert apt(found, "R-APT-02") == (["R-APT-02.terms"] if warned else [])
    if warned:
        assert one(found, "R-APT-02.terms").values == {"terms": 3, "most": 2}


def test_r_apt_02_another_post_in_between_begins_anew():
    found = findings(
        again("third", "2024-01-01"),
        *BEFORE,
        appointed("first", on="2010-01-01"),
        again("second", "2015-01-01"),
        appointed("other", on="2017-01-01", post="Chánh Văn phòng"),
        appointed("back", on="2019-01-01"),
    )

    assert apt(found, "R-APT-02") == []


def test_r_apt_02_employees_are_free_since_decree_85():
    event, *before = three_terms("2023-12-06")
    later, *_ = three_terms("2023-12-07")

    assert apt(findings(event, *TEACHER, *before), "R-APT-02") == ["R-APT-02.terms"]
    assert apt(findings(later, *TEACHER, *before), "R-APT-02") == []


def test_r_apt_02_eight_years_as_head_count_as_two_terms_when_switched_on():
    event = again("second", "2022-01-01")
    first = appointed("first", on="2013-01-01", term=108)
    on = Switches(eight_years_are_two_terms=True)

    assert apt(findings(event, *BEFORE, first), "R-APT-02") == []
    assert apt(findings(event, *BEFORE, first, switches=on), "R-APT-02") == ["R-APT-02.terms"]


# R-APT-03


def test_r_apt_03_the_same_title_elsewhere_has_a_term_of_its_own():
    found = findings(
        appointed("new", on="2020-01-01", unit="Sở Tài chính"), *BEFORE, appointed(unit="Sở Nội vụ")
    )

    assert severity_of(found, "R-APT-03.restarts") is Severity.INFO


# R-APT-04: M 1964-02-29 goes on 2025-06-01


@pytest.mark.parametrize(
    ("on", "term", "code"),
    [
        ("2020-05-01", 60, None),
        ("2021-06-01", 48, None),
        ("2021-06-01", 60, "R-APT-04.pastRetirement"),
        ("2023-06-01", 24, None),
        ("2023-06-02", 24, "R-APT-04.notRenewed"),
    ],
)
def test_r_apt_04_what_is_left_to_retirement_decides_the_term(on: str, term: int, code: str | None):
    before = (person(born="1964-02-29"), recruited(), appointed(on="2018-06-01"))

    assert apt(findings(again("x", on, term), *before), "R-APT-04") == ([code] if code else [])


def test_r_apt_04_a_term_to_retirement_is_no_longer_than_it():
    before = (person(born="1964-02-29"), recruited(), appointed(on="2018-06-01"))
    event = again("x", "2021-06-01", None, until_retirement=True)

    assert apt(findings(event, *before), "R-APT-04") == []


@pytest.mark.parametrize(("on", "warned"), [("2023-06-01", True), ("2023-06-02", False)])
def test_r_apt_04_a_term_is_extended_only_in_the_last_two_years(on: str, warned: bool):
    before = (person(born="1964-02-29"), recruited(), appointed(on="2018-06-02"))
    event = paper("term.extended", "x", on, post="Trưởng phòng", until_retirement=True)

    assert apt(findings(event, *before), "R-APT-04") == (["R-APT-04.notExtended"] if warned else [])


# R-APT-05


def test_r_apt_05_notice_is_due_ninety_days_before_the_term_ends():
    assert notice_by(date(2026, 7, 15), Switches()) == date(2026, 4, 16)
    assert notice_by(date(2030, 7, 1), Switches()) == date(2030, 4, 2)


def test_r_apt_05_working_days_reach_further_back():
    working = Switches(notice_unit=NoticeUnit.WORKING)

    assert notice_by(date(2026, 7, 15), working) == date(2026, 3, 11)
    assert notice_by(
        date(2026, 7, 15), Switches(notice_days=5, notice_unit=NoticeUnit.WORKING)
    ) == (date(2026, 7, 8))


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 4, 15), None),
        (date(2026, 4, 16), "R-APT-05.notice"),
        (date(2026, 7, 14), "R-APT-05.notice"),
        (date(2026, 7, 15), "R-APT-06.expired"),
    ],
)
def test_r_apt_05_and_06_a_term_calls_and_then_runs_out(on: date, code: str | None):
    told = career(*BEFORE, appointed(on="2021-07-15"))

    assert apt(check_career(told, on=on)) == ([code] if code else [])


# R-APT-06


@pytest.mark.parametrize(
    ("on", "days"), [("2023-01-01", None), ("2022-12-01", None), ("2023-03-02", 60)]
)
def test_r_apt_06_the_next_term_begins_when_the_last_one_ends(on: str, days: int | None):
    found = findings(again("x", on), *BEFORE, appointed(on="2018-01-01"))

    assert apt(found, "R-APT-06") == (["R-APT-06.gap"] if days else [])
    if days:
        assert one(found, "R-APT-06.gap").values == {"expired": "2023-01-01", "days": days}


# R-APT-07


@pytest.mark.parametrize(
    ("on", "warned"),
    [
        ("2023-12-06", False),
        ("2023-12-07", True),
        ("2024-12-31", True),
        ("2025-01-01", False),
    ],
)
def test_r_apt_07_a_manager_spends_two_years_below_a_higher_post(on: str, warned: bool):
    first = appointed(on="2023-01-01", post="Phó Hiệu trưởng")
    event = appointed("x", on=on, post="Hiệu trưởng")

    found = findings(event, *TEACHER, first)

    assert apt(found, "R-APT-07") == (["R-APT-07.twoYears"] if warned else [])


def test_r_apt_07_concerns_employees_alone():
    first = appointed(on="2023-06-01", post="Phó Trưởng phòng")

    assert apt(findings(appointed("x", on="2024-01-01"), *BEFORE, first), "R-APT-07") == []


# R-APT-08


def test_r_apt_08_a_term_of_reappointment_is_wrongly_worded():
    event = again("x", "2023-01-01").model_copy(
        update={"printed": (Printed(field="term_months", text="Thời hạn bổ nhiệm lại là 05 năm"),)}
    )

    found = findings(event, *BEFORE, appointed())

    assert severity_of(found, "R-APT-08.wording") is Severity.INFO


# R-APT-09


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("appointment.made", {"post": "Trưởng phòng", "term_months": 60}),
        ("transfer.made", {"to_unit": "Sở Y tế"}),
        ("secondment.started", {"to_unit": "Sở Y tế", "term_months": 12}),
        ("rotation.leader", {"to_unit": "Sở Y tế", "term_months": 36}),
        (
            "grade.promoted",
            {"new_grade_code": "01.002", "step": 1, "new_coefficient": "4.40"},
        ),
    ],
)
def test_r_apt_09_nobody_is_promoted_or_moved_while_suspended(topic: str, payload: dict[str, Any]):
    suspended = paper("suspension.started", "s", "2021-01-05", term_days=15)

    during = findings(paper(topic, "x", "2021-01-10", **payload), *BEFORE, suspended)
    after = findings(paper(topic, "x", "2021-03-10", **payload), *BEFORE, suspended)

    assert severity_of(during, "R-APT-09.suspended") is Severity.WARN
    assert apt(after, "R-APT-09") == []


@pytest.mark.parametrize(
    ("day", "law"),
    [
        ("2020-06-30", "Luật 22/2008/QH12 Điều 82 khoản 3"),
        ("2020-07-01", "Luật 52/2019/QH14 (Điều 82 khoản 3)"),
        ("2025-07-01", "Luật 80/2025/QH15"),
    ],
)
def test_r_apt_09_is_judged_by_the_law_of_the_day(day: str, law: str):
    suspended = paper("suspension.started", "s", "2020-01-01")
    event = paper("transfer.made", "x", day, to_unit="Sở Y tế")

    found = findings(event, *BEFORE, suspended)
    off = findings(event, *BEFORE, suspended, switches=Switches(review_bars_since_2025=False))

    assert one(found, "R-APT-09.suspended").legal_base == law
    assert bool(apt(off, "R-APT-09")) is (day != "2025-07-01")
