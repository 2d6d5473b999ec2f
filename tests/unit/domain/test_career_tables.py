"""Dated tables: a code is judged by the table of the date of the paper (domain.md 1.4, 3.10)."""

from datetime import date

import pytest

from domain.events.discipline import DisciplineForm
from domain.events.envelope import PersonnelClass
from domain.tables.awards import AWARDS
from domain.tables.discipline import form_allowed
from domain.tables.grades import GRADES, grade_on, grades_of, table_of
from domain.tables.salary import SALARY_TABLES, step_difference


@pytest.mark.parametrize(
    ("code", "on", "name", "table"),
    [
        ("01.002", "2021-12-20", "Chuyên viên chính", "A2.1"),
        ("01.003", "2005-08-01", "Chuyên viên", "A1"),
        ("01.004", "2021-07-31", "Cán sự", "B"),
        ("01.004", "2021-08-01", "Cán sự", "A0"),
        ("01.005", "2010-01-01", "Kỹ thuật viên đánh máy", None),
        ("01.005", "2022-01-01", "Nhân viên", "B"),
        ("V.07.04.31", "2021-03-20", "Giáo viên trung học cơ sở hạng II", "A2.2"),
        ("v.07.04.11 ", "2024-01-01", "Giáo viên trung học cơ sở hạng II", "A1"),
    ],
)
def test_name_and_table_of_a_code_depend_on_the_day(
    code: str, on: str, name: str, table: str | None
):
    grade = grade_on(code, date.fromisoformat(on))

    assert grade is not None
    assert (grade.name, grade.table) == (name, table)


def test_a_code_before_its_time_is_not_there_but_its_nearest_table_is():
    early = date(2021, 3, 19)

    assert grade_on("V.07.04.31", early) is None
    assert table_of("V.07.04.31", early) == "A2.2"
    assert grades_of("99.999") == ()
    assert table_of(None, early) is None


def test_every_table_of_a_grade_is_known():
    assert {grade.table for grade in GRADES} - {None} <= set(SALARY_TABLES)


@pytest.mark.parametrize(
    ("step", "difference"), [(1, "0.33"), (8, "0.33"), (9, "0.33"), (None, "0.33"), (99, "0.33")]
)
def test_the_difference_of_a_step_never_leaves_the_table(step: int | None, difference: str):
    assert str(step_difference("A1", step)) == difference


@pytest.mark.parametrize(
    ("form", "personnel_class", "on", "allowed"),
    [
        ("HA_BAC_LUONG", "CONG_CHUC", "2025-06-30", True),
        ("HA_BAC_LUONG", "CONG_CHUC", "2025-09-01", False),
        ("GIANG_CHUC", "CONG_CHUC", "2025-07-01", False),
        ("GIANG_CHUC", "VIEN_CHUC", "2020-01-01", False),
        ("CACH_CHUC", "VIEN_CHUC", "2020-01-01", True),
        ("BUOC_THOI_VIEC", "CAN_BO", "2020-01-01", False),
        ("BAI_NHIEM", "CAN_BO", "2020-01-01", True),
        ("KHIEN_TRACH", "HOP_DONG", "2020-01-01", None),
    ],
)
def test_r_dis_10_which_form_for_whom_and_when(
    form: str, personnel_class: str, on: str, allowed: bool | None
):
    found = form_allowed(
        DisciplineForm(form), PersonnelClass(personnel_class), date.fromisoformat(on)
    )

    assert found is allowed


def test_the_award_codes_of_3_9_are_there_and_collectives_are_marked():
    assert {"LDTT", "CSTDCS", "GIAY_KHEN", "BANG_KHEN_TINH", "HCLD1", "KNC", "AHLD"} <= set(AWARDS)
    collective = {code for code, award in AWARDS.items() if award.collective}
    assert collective == {"TTLDTT", "TTLDXS", "CO_TD_TINH", "CO_TD_CP"}
