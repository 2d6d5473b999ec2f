"""R-DIS: a 2019 reprimand is judged by the rules of 2019, one of 2026 by those of 2026."""

from typing import Any

import pytest

from domain.events.envelope import EffectiveBasis
from domain.rules.finding import Severity
from domain.rules.switches import Switches
from tests.kit.careers import named
from tests.kit.verdicts import codes, findings, one, paper, person, recruited, severity_of

CIVIL = (person(), recruited())
EMPLOYEE = (person(), recruited(kind="VIEN_CHUC"))
CADRE = (person(), recruited(kind="CAN_BO"))
LEADER = paper("appointment.made", "post", "2015-01-01", post="Phó Trưởng phòng", term_months=60)


def imposed(
    on: str = "2022-06-17",
    form: str = "KHIEN_TRACH",
    *,
    name: str = "x",
    months: int = 12,
    **more: Any,
):
    return paper("discipline.imposed", name, on, form=form, duration_months=months, **more)


def dis(found: Any, rule: str = "R-DIS") -> list[str]:
    return codes(found, rule=rule)


# R-DIS-01


@pytest.mark.parametrize(
    ("before", "form", "decided", "violated", "late"),
    [
        (CIVIL, "KHIEN_TRACH", "2019-05-10", "2017-05-11", False),
        (CIVIL, "KHIEN_TRACH", "2019-05-10", "2017-05-10", True),
        (CIVIL, "CANH_CAO", "2019-05-10", "2014-05-11", False),
        (CIVIL, "CANH_CAO", "2019-05-10", "2014-05-10", True),
        (CIVIL, "KHIEN_TRACH", "2025-06-30", "2021-01-01", True),
        (CIVIL, "KHIEN_TRACH", "2025-07-01", "2021-01-01", False),
        (CIVIL, "KHIEN_TRACH", "2025-07-01", "2020-07-01", True),
        (CIVIL, "CANH_CAO", "2025-07-01", "2015-07-02", False),
        (EMPLOYEE, "KHIEN_TRACH", "2026-06-30", "2022-01-01", True),
        (EMPLOYEE, "KHIEN_TRACH", "2026-07-01", "2022-01-01", False),
    ],
)
def test_r_dis_01_a_violation_is_punished_within_the_years_of_its_day(
    before: Any, form: str, decided: str, violated: str, late: bool
):
    found = findings(imposed(decided, form, violated_on=violated), *before)

    assert dis(found, "R-DIS-01") == (["R-DIS-01.late"] if late else [])


def test_r_dis_01_the_years_end_with_detection_not_with_the_decision():
    event = imposed("2019-05-10", violated_on="2017-05-01", detected_on="2019-03-01")

    assert dis(findings(event, *CIVIL), "R-DIS-01") == []


def test_r_dis_01_a_year_counts_by_its_last_day():
    event = imposed("2019-05-10", violated_on="2017")

    assert dis(findings(event, *CIVIL), "R-DIS-01") == []


def test_r_dis_01_forged_diplomas_are_never_too_old():
    event = imposed(
        "2019-05-10", violated_on="2001", violation="Sử dụng văn bằng giả để được tuyển dụng"
    )

    assert dis(findings(event, *CIVIL), "R-DIS-01") == []


# R-DIS-02


@pytest.mark.parametrize(
    ("detected", "severity"),
    [
        ("2025-07-03", None),
        ("2025-07-02", Severity.INFO),
        ("2025-05-04", Severity.INFO),
        ("2025-05-03", Severity.WARN),
    ],
)
def test_r_dis_02_a_case_takes_ninety_days_a_complex_one_a_hundred_and_fifty(
    detected: str, severity: Severity | None
):
    found = findings(imposed("2025-10-01", detected_on=detected), *CIVIL)

    assert severity_of(found, "R-DIS-02.days") is severity


def test_r_dis_02_before_decree_172_stands_behind_a_switch():
    off = Switches(review_days_before_2025=False)
    slow = {"detected_on": "2024-01-01"}

    assert dis(findings(imposed("2025-06-30", **slow), *CIVIL), "R-DIS-02") == ["R-DIS-02.days"]
    assert dis(findings(imposed("2025-06-30", **slow), *CIVIL, switches=off), "R-DIS-02") == []
    assert dis(findings(imposed("2025-07-01", **slow), *CIVIL, switches=off), "R-DIS-02") == [
        "R-DIS-02.days"
    ]


# R-DIS-03


@pytest.mark.parametrize(
    ("form", "on", "warned"),
    [
        ("KHIEN_TRACH", "2022-12-01", True),
        ("CANH_CAO", "2022-12-01", False),
        ("KHIEN_TRACH", "2023-06-17", True),
        ("KHIEN_TRACH", "2023-06-18", False),
    ],
)
def test_r_dis_03_a_new_violation_weighs_more_than_the_form_being_served(
    form: str, on: str, warned: bool
):
    found = findings(imposed(on, form), *CIVIL, imposed(name="first"))

    assert dis(found, "R-DIS-03") == (["R-DIS-03.notHeavier"] if warned else [])


def test_r_dis_03_one_decision_has_one_form():
    first = imposed(name="first", number="45/QĐ-SNV", form="KHIEN_TRACH")
    second = imposed(number="45/QĐ-SNV", form="CANH_CAO")

    assert dis(findings(second, *CIVIL, first), "R-DIS-03") == ["R-DIS-03.twoForms"]


# R-DIS-04


@pytest.mark.parametrize(
    ("before", "on", "law"),
    [
        (CIVIL, "2022-06-17", None),
        (EMPLOYEE, "2026-06-30", None),
        (EMPLOYEE, "2026-07-01", "NĐ 234/2026/NĐ-CP"),
    ],
)
def test_r_dis_04_a_discipline_is_in_force_twelve_months(before: Any, on: str, law: str | None):
    off = Switches(in_force_twelve_months=False)

    odd = findings(imposed(on, months=6), *before)
    spared = findings(imposed(on, months=6), *before, switches=off)

    assert one(odd, "R-DIS-04.months").legal_base == law
    assert bool(dis(spared, "R-DIS-04")) is (law is not None)
    assert dis(findings(imposed(on), *before), "R-DIS-04") == []


def test_r_dis_04_a_dismissal_from_service_has_no_term():
    event = imposed(form="BUOC_THOI_VIEC", months=0)

    assert dis(findings(event, *CIVIL), "R-DIS-04") == []


# R-DIS-05


def test_r_dis_05_what_is_counted_from_a_party_decision_names_it():
    counted = {"effective_basis": EffectiveBasis.PARTY_DECISION}

    bare = findings(imposed(**counted), *CIVIL)
    cited = findings(imposed(party_decision_no="596-QĐ/HU", **counted), *CIVIL)

    assert severity_of(bare, "R-DIS-05.noPartyDecision") is Severity.WARN
    assert dis(cited, "R-DIS-05") == []


@pytest.mark.parametrize(("on", "warned"), [("2026-06-30", False), ("2026-07-01", True)])
def test_r_dis_05_employees_are_bound_to_it_from_july_2026(on: str, warned: bool):
    found = findings(imposed(on, party_decision_no="596-QĐ/HU"), *EMPLOYEE)

    assert dis(found, "R-DIS-05") == (["R-DIS-05.notCounted"] if warned else [])


# R-DIS-06


def head(on: str, post: str = "Trưởng phòng"):
    return paper("appointment.made", "x", on, post=post, term_months=60)


@pytest.mark.parametrize(
    ("form", "disciplined", "on", "barred"),
    [
        ("KHIEN_TRACH", "2019-05-10", "2020-05-09", True),
        ("KHIEN_TRACH", "2019-05-10", "2020-05-10", False),
        ("CACH_CHUC", "2019-05-10", "2020-05-09", True),
        ("CACH_CHUC", "2019-05-10", "2020-05-10", False),
        ("CACH_CHUC", "2020-07-01", "2022-06-30", True),
        ("CACH_CHUC", "2020-07-01", "2022-07-01", False),
        ("CANH_CAO", "2020-07-01", "2021-06-30", True),
        ("CANH_CAO", "2020-07-01", "2021-07-01", False),
        ("GIANG_CHUC", "2024-01-01", "2025-12-31", True),
    ],
)
def test_r_dis_06_nothing_higher_while_the_consequences_of_its_day_last(
    form: str, disciplined: str, on: str, barred: bool
):
    found = findings(head(on), *CIVIL, LEADER, imposed(disciplined, form, name="d"))

    assert dis(found, "R-DIS-06") == (["R-DIS-06.barred"] if barred else [])


def test_r_dis_06_names_the_discipline_and_its_end():
    found = findings(head("2021-01-01"), *CIVIL, LEADER, imposed("2020-07-01", name="d"))

    barred = one(found, "R-DIS-06.barred")
    assert barred.event_ids == (named("x"), named("d"))
    assert barred.values == {"form": "KHIEN_TRACH", "until": "2021-07-01"}


def test_r_dis_06_an_equal_post_is_not_barred_by_a_light_form():
    found = findings(
        head("2021-01-01", "Phó Chánh Văn phòng"), *CIVIL, LEADER, imposed("2020-07-01", name="d")
    )

    assert dis(found, "R-DIS-06") == []


def test_r_dis_06_a_grade_is_barred_as_well():
    promoted = paper(
        "grade.promoted", "x", "2021-01-01", new_grade_code="01.002", step=1, new_coefficient="4.40"
    )

    found = findings(promoted, *CIVIL, imposed("2020-07-01", name="d"))

    assert dis(found, "R-DIS-06") == ["R-DIS-06.barred"]


@pytest.mark.parametrize(
    ("before", "disciplined", "off"),
    [
        (CIVIL, "2020-06-30", Switches(consequences_before_2020=False)),
        (CIVIL, "2025-07-01", Switches(consequences_since_2025=False)),
        (EMPLOYEE, "2026-07-01", Switches(consequences_since_2025=False)),
    ],
)
def test_r_dis_06_what_nobody_read_is_switched_off(before: Any, disciplined: str, off: Switches):
    told = (*before, LEADER, imposed(disciplined, name="d"))
    event = head(f"{int(disciplined[:4]) + 1}-01-01")

    assert dis(findings(event, *told), "R-DIS-06") == ["R-DIS-06.barred"]
    assert dis(findings(event, *told, switches=off), "R-DIS-06") == []


@pytest.mark.parametrize(("disciplined", "warned"), [("2025-06-30", False), ("2025-07-01", True)])
def test_r_dis_06_who_was_removed_for_corruption_leads_no_more(disciplined: str, warned: bool):
    removed = imposed(disciplined, "CACH_CHUC", name="d", violation="Hành vi tham nhũng")

    found = findings(head("2035-01-01"), *CIVIL, LEADER, removed)

    assert dis(found, "R-DIS-06") == (["R-DIS-06.corruption"] if warned else [])


# R-DIS-10


@pytest.mark.parametrize(
    ("before", "form", "on", "warned"),
    [
        (CIVIL, "HA_BAC_LUONG", "2025-06-30", False),
        (CIVIL, "HA_BAC_LUONG", "2025-07-01", True),
        (CIVIL, "HA_BAC_LUONG", "2025-09-15", True),
        ((*CIVIL, LEADER), "GIANG_CHUC", "2025-06-30", False),
        ((*CIVIL, LEADER), "GIANG_CHUC", "2025-07-01", True),
        (CIVIL, "BAI_NHIEM", "2022-06-17", True),
        (CADRE, "BAI_NHIEM", "2022-06-17", False),
        (CADRE, "BUOC_THOI_VIEC", "2022-06-17", True),
        (EMPLOYEE, "HA_BAC_LUONG", "2022-06-17", True),
        (EMPLOYEE, "CANH_CAO", "2022-06-17", False),
        (CIVIL, "XOA_TU_CACH", "2022-06-17", True),
    ],
)
def test_r_dis_10_a_form_exists_for_the_class_on_the_day_of_the_decision(
    before: Any, form: str, on: str, warned: bool
):
    found = findings(imposed(on, form), *before)

    assert dis(found, "R-DIS-10") == (["R-DIS-10.form"] if warned else [])


def test_r_dis_10_only_leaders_lose_a_post_and_only_others_a_step():
    assert dis(findings(imposed(form="CACH_CHUC"), *CIVIL), "R-DIS-10") == ["R-DIS-10.noPost"]
    assert dis(findings(imposed(form="CACH_CHUC"), *CIVIL, LEADER), "R-DIS-10") == []
    assert dis(findings(imposed(form="HA_BAC_LUONG"), *CIVIL, LEADER), "R-DIS-10") == [
        "R-DIS-10.leader"
    ]


@pytest.mark.parametrize(
    ("form", "warned"),
    [("XOA_TU_CACH", False), ("CANH_CAO", False), ("CACH_CHUC", True), ("BUOC_THOI_VIEC", True)],
)
def test_r_dis_10_former_staff_lose_the_name_of_a_post_not_the_post(form: str, warned: bool):
    retired = paper("retirement.decided", "r", "2021-01-01")

    found = findings(imposed(form=form), *CIVIL, retired)

    assert dis(found, "R-DIS-10") == (["R-DIS-10.retired"] if warned else [])


def test_r_dis_10_without_a_known_class_nothing_is_judged():
    received = paper("reception.made", "r", "2015-01-01", unit="Sở Nội vụ")

    assert dis(findings(imposed(form="HA_BAC_LUONG"), person(), received), "R-DIS-10") == []
