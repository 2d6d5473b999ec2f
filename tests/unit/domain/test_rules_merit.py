"""R-EVA: one rating a year, by the levels of its day; R-AWD: what an award may rest on."""

from typing import Any

import pytest

from domain.rules.check import check_career
from domain.rules.finding import Severity
from domain.rules.merit import years_of
from domain.rules.switches import Switches
from tests.kit.careers import named
from tests.kit.verdicts import career, codes, findings, one, paper, person, recruited, severity_of

CIVIL = (person(), recruited())
EMPLOYEE = (person(), recruited(kind="VIEN_CHUC"))


def rated(
    year: int, rating: str = "TOT", issued: str | None = None, *, name: str = "", **more: Any
) -> Any:
    return paper(
        "evaluation.recorded",
        name or f"rated {year}",
        None,
        issued=issued or f"{year}-12-10",
        year=year,
        rating=rating,
        **more,
    )


def reprimanded(on: str = "2022-06-17", name: str = "dis", **more: Any) -> Any:
    form = more.pop("form", "KHIEN_TRACH")
    return paper("discipline.imposed", name, on, form=form, duration_months=12, **more)


def eva(found: Any, rule: str = "R-EVA") -> list[str]:
    return codes(found, rule=rule)


# R-EVA-01


def test_r_eva_01_a_year_has_one_rating():
    found = findings(rated(2022, "TOT", name="x"), *CIVIL, rated(2022, "XUAT_SAC"))

    twice = one(found, "R-EVA-01.twice")
    assert twice.event_ids == (named("x"), named("rated 2022"))
    assert (twice.values["rating"], twice.values["other"]) == ("TOT", "XUAT_SAC")


def test_r_eva_01_the_monitoring_of_a_quarter_is_no_second_rating():
    found = findings(rated(2026, name="x"), *CIVIL, rated(2026, name="q1", quarter=1))

    assert eva(found, "R-EVA-01.twice") == []


@pytest.mark.parametrize(
    ("issued", "warned"), [("2020-08-19", False), ("2020-08-20", True), ("2026-01-01", True)]
)
def test_r_eva_01_limited_ability_was_a_level_until_19_8_2020(issued: str, warned: bool):
    found = findings(rated(int(issued[:4]), "HAN_CHE", issued), *CIVIL)

    assert eva(found, "R-EVA-01.level") == (["R-EVA-01.level"] if warned else [])


@pytest.mark.parametrize(
    ("before", "year", "issued", "said"),
    [
        (CIVIL, 2019, "2019-12-20", False),
        (CIVIL, 2020, "2020-12-14", False),
        (CIVIL, 2020, "2020-12-15", True),
        (CIVIL, 2025, "2025-12-15", True),
        (CIVIL, 2026, "2026-12-20", False),
        (EMPLOYEE, 2025, "2025-12-20", True),
        (EMPLOYEE, 2026, "2026-12-20", False),
    ],
)
def test_r_eva_01_it_is_done_before_15_december_under_decree_90(
    before: Any, year: int, issued: str, said: bool
):
    found = findings(rated(year, issued=issued), *before)

    assert severity_of(found, "R-EVA-01.late") is (Severity.INFO if said else None)


def test_r_eva_01_a_rating_of_a_year_to_come_is_misread():
    assert eva(findings(rated(2023, issued="2022-12-10"), *CIVIL)) == ["R-EVA-01.beforeYear"]


@pytest.mark.parametrize(
    ("before", "issued", "score", "rating", "warned"),
    [
        (CIVIL, "2026-12-10", "90", "XUAT_SAC", False),
        (CIVIL, "2026-12-10", "89.99", "XUAT_SAC", True),
        (CIVIL, "2026-12-10", "70", "TOT", False),
        (CIVIL, "2026-12-10", "69", "TOT", True),
        (CIVIL, "2026-12-10", "50", "HOAN_THANH", False),
        (CIVIL, "2026-12-10", "95", "KHONG", False),  # special grounds lead to the lowest
        (CIVIL, "2025-12-10", "60", "TOT", False),
        (EMPLOYEE, "2026-06-30", "60", "TOT", False),
        (EMPLOYEE, "2026-07-01", "60", "TOT", True),
    ],
)
def test_r_eva_01_the_level_follows_from_the_score(
    before: Any, issued: str, score: str, rating: str, warned: bool
):
    found = findings(rated(int(issued[:4]), rating, issued, score=score), *before)

    assert eva(found, "R-EVA-01.score") == (["R-EVA-01.score"] if warned else [])


def test_r_eva_01_full_years_without_a_rating_are_told_together_and_only_said():
    from datetime import date

    whole = career(person(), recruited("2018-03-01"), rated(2019), rated(2021))

    found = check_career(whole, on=date(2023, 5, 1))

    missing = one(found, "R-EVA-01.missing")
    assert missing.severity is Severity.INFO
    assert missing.values["years"] == "2018, 2020, 2022"
    unrated = check_career(career(person(), recruited()), on=date(2023, 5, 1))
    assert eva(unrated, "R-EVA-01.missing") == []


# R-EVA-02


def moved(on: str) -> Any:
    return paper("transfer.made", "moved", on, to_unit="Sở Y tế")


@pytest.mark.parametrize(
    ("on", "issued", "missing"),
    [
        ("2022-06-30", "2022-12-10", False),
        ("2022-07-01", "2022-12-10", True),
        ("2023-01-01", "2022-12-10", False),
        ("2020-08-01", "2020-08-19", False),
        ("2020-08-01", "2020-12-10", True),
    ],
)
def test_r_eva_02_after_six_months_the_former_unit_comments(on: str, issued: str, missing: bool):
    found = findings(rated(int(issued[:4]), issued=issued), *CIVIL, moved(on))

    assert eva(found, "R-EVA-02") == (["R-EVA-02.noComment"] if missing else [])


def test_r_eva_02_its_comment_is_enough():
    event = rated(2022, split_comment="Hoàn thành tốt nhiệm vụ 7 tháng")

    assert eva(findings(event, *CIVIL, moved("2022-08-01")), "R-EVA-02") == []


# R-EVA-03


@pytest.mark.parametrize(
    ("before", "year", "rating", "law"),
    [
        (CIVIL, 2019, "TOT", ""),
        (CIVIL, 2020, "TOT", "NĐ 90/2020/NĐ-CP"),
        (CIVIL, 2025, "HOAN_THANH", "NĐ 90/2020/NĐ-CP"),
        (CIVIL, 2025, "KHONG", ""),
        (CIVIL, 2026, "TOT", "NĐ 335/2025/NĐ-CP"),
        (EMPLOYEE, 2026, "TOT", "NĐ 233/2026/NĐ-CP"),
    ],
)
def test_r_eva_03_disciplined_in_the_year_and_rated_better_than_the_lowest(
    before: Any, year: int, rating: str, law: str
):
    found = findings(rated(year, rating), *before, reprimanded(f"{year}-06-17"))

    assert eva(found, "R-EVA-03") == (["R-EVA-03.tooGood"] if law else [])
    if law:
        assert one(found, "R-EVA-03.tooGood").legal_base == law


def test_r_eva_03_it_makes_no_difference_which_of_the_two_was_recorded_first():
    first = findings(reprimanded(), *CIVIL, rated(2022))

    assert set(one(first, "R-EVA-03.tooGood").event_ids) == {named("dis"), named("rated 2022")}


def test_r_eva_03_the_years_of_decree_90_stand_behind_a_switch():
    off = Switches(rating_after_discipline_before_2026=False)

    assert eva(findings(rated(2022), *CIVIL, reprimanded(), switches=off), "R-EVA-03") == []


# R-EVA-04


@pytest.mark.parametrize(
    ("years", "law"),
    [
        ((2018, 2019), "Luật 22/2008/QH12"),
        ((2019, 2020), "Luật 52/2019/QH14"),
        ((2025, 2026), "Luật 80/2025/QH15 Điều 27"),
        ((2018, 2020), None),
    ],
)
def test_r_eva_04_two_failed_years_running_ask_for_a_decision(
    years: tuple[int, int], law: str | None
):
    first, second = years

    found = findings(rated(second, "KHONG"), *CIVIL, rated(first, "KHONG"))

    assert eva(found, "R-EVA-04") == (["R-EVA-04.twoFailed"] if law else [])
    if law:
        assert one(found, "R-EVA-04.twoFailed").legal_base == law


def test_r_eva_04_the_law_of_2008_stands_behind_a_switch():
    off = Switches(two_failed_years_before_2026=False)

    found = findings(rated(2019, "KHONG"), *CIVIL, rated(2018, "KHONG"), switches=off)

    assert eva(found, "R-EVA-04") == []


# R-AWD-01


def award(on: str, period: str | None = "năm 2023", name: str = "award") -> Any:
    return paper(
        "award.granted",
        name,
        on,
        code="CSTDCS",
        full_name="Chiến sĩ thi đua cơ sở",
        achievement_period=period,
    )


@pytest.mark.parametrize(
    ("issued", "period", "disciplined", "warned"),
    [
        ("2023-12-31", "năm 2023", "2023-06-17", False),
        ("2024-01-01", "năm 2023", "2023-06-17", True),
        ("2024-01-01", "năm 2023", "2024-06-17", False),
        ("2025-01-01", "giai đoạn 2020 - 2024", "2022-06-17", True),
        ("2025-01-01", None, "2022-06-17", False),
    ],
)
def test_r_awd_01_no_award_for_years_with_a_discipline(
    issued: str, period: str | None, disciplined: str, warned: bool
):
    found = findings(award(issued, period), *CIVIL, reprimanded(disciplined))

    assert codes(found, rule="R-AWD-01") == (["R-AWD-01.disciplined"] if warned else [])


@pytest.mark.parametrize(("issued", "warned"), [("2023-12-31", False), ("2024-01-01", True)])
def test_r_awd_01_a_revocation_says_why_since_the_law_of_2022(issued: str, warned: bool):
    told = paper("award.revoked", "x", issued, code="CSTDCS")
    why = paper("award.revoked", "x", issued, code="CSTDCS", reason="kê khai gian dối")

    before = (*CIVIL, award("2020-01-01"))
    assert codes(findings(told, *before), rule="R-AWD-01") == (
        ["R-AWD-01.noGround"] if warned else []
    )
    assert codes(findings(why, *before), rule="R-AWD-01") == []


def test_the_years_of_a_period_are_read_as_printed():
    assert years_of("giai đoạn 2020 - 2024") == (2020, 2024)
    assert years_of("Năm học 2022-2023") == (2022, 2023)
    assert years_of(None) == ()


# R-AWD-02


def early(on: str = "2013-11-01") -> Any:
    return paper(
        "salary.stepRaisedEarly",
        "early",
        on,
        ground="EXCELLENT",
        months_early=9,
        new_step=4,
        new_coefficient="3.33",
    )


@pytest.mark.parametrize(
    ("awarded", "code", "severity"),
    [
        ("2011-07-31", "R-AWD-02.outside", Severity.WARN),
        ("2011-08-01", None, None),
        ("2013-11-01", None, None),
        ("2013-11-02", "R-AWD-02.outside", Severity.WARN),
        (None, "R-AWD-02.none", Severity.INFO),
    ],
)
def test_r_awd_02_an_award_speeds_up_the_step_during_which_it_was_decided(
    awarded: str | None, code: str | None, severity: Severity | None
):
    graded = paper(
        "grade.assigned",
        "g",
        "2011-08-01",
        grade_code="01.003",
        step=3,
        coefficient="3.00",
    )
    before = (*CIVIL, graded, *([award(awarded)] if awarded else []))

    found = findings(early(), *before)

    assert codes(found, rule="R-AWD-02") == ([code] if code else [])
    assert severity is None or severity_of(found, str(code)) is severity
    off = Switches(award_within_the_step=False)
    assert codes(findings(early(), *before, switches=off), rule="R-AWD-02") == []
