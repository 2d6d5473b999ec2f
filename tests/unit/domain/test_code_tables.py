"""Codes as dated tables with source and mark: new years are new rows (domain.md 0.1, 1.4, 2, 3)."""

from datetime import date
from decimal import Decimal

import pytest

from domain.events.envelope import PersonnelClass
from domain.events.learning import Degree, TrainingKind
from domain.events.merit import Rating
from domain.tables.awards import AWARDS, award_on
from domain.tables.base_pay import (
    BASE_PAY_ROWS,
    COMMUNE_ALLOWANCE_ROWS,
    PROFESSIONAL_LEVEL_ROWS,
    base_pay_on,
    table_of_level,
)
from domain.tables.documents import DOC_TYPES, is_sensitive_type
from domain.tables.grades import GRADES
from domain.tables.learning import DEGREE_ROWS, TRAINING_ROWS, degree_rank, training_on
from domain.tables.posts import POST_ROWS, post_rows
from domain.tables.ratings import RATING_ROWS, rating_of_score, ratings_on
from domain.tables.retention import RETENTION_ROWS, RetentionKind, retained_until, retention_on
from domain.tables.salary import SALARY_TABLES, salary_table_on

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    "rows",
    [
        AWARDS.values(),
        BASE_PAY_ROWS,
        COMMUNE_ALLOWANCE_ROWS,
        DEGREE_ROWS,
        DOC_TYPES.values(),
        GRADES,
        POST_ROWS,
        PROFESSIONAL_LEVEL_ROWS,
        RATING_ROWS,
        RETENTION_ROWS,
        SALARY_TABLES.values(),
        TRAINING_ROWS,
    ],
)
def test_every_row_has_its_source_its_mark_and_its_time(rows):
    for row in rows:
        assert row.source and row.mark
        assert row.valid_from is None or row.valid_to is None or row.valid_from < row.valid_to


def test_every_kind_of_training_and_degree_has_a_row():
    assert {row.kind for row in TRAINING_ROWS} == set(TrainingKind)
    assert {row.degree for row in DEGREE_ROWS} == set(Degree)


def test_political_theory_and_state_management_have_levels():
    theory = training_on(TrainingKind.LLCT, TODAY)
    state = training_on(TrainingKind.QLNN, TODAY)

    assert theory is not None and theory.levels == ("Cao cấp", "Trung cấp", "Sơ cấp")
    assert state is not None and state.levels[0] == "Chuyên viên cao cấp"


def test_the_highest_degree_is_that_of_the_highest_rank():
    assert degree_rank(Degree.THAC_SI) > degree_rank(Degree.KY_SU) == degree_rank(Degree.CU_NHAN)


@pytest.mark.parametrize(
    ("on", "personnel_class", "short"),
    [
        ("2018-12-01", "CONG_CHUC", "HTNV còn hạn chế"),
        ("2018-12-01", "VIEN_CHUC", "HTNV"),
        ("2020-08-19", "CONG_CHUC", "HTNV còn hạn chế"),
        ("2020-08-20", "CONG_CHUC", "HTNV"),
        ("2026-01-01", "CONG_CHUC", "HTNV"),
    ],
)
def test_levels_are_named_as_in_their_time(on: str, personnel_class: str, short: str):
    found = ratings_on(date.fromisoformat(on), PersonnelClass(personnel_class))

    assert len(found) == 4
    assert short in {row.short for row in found}


@pytest.mark.parametrize(
    ("score", "rating"),
    [("90", "XUAT_SAC"), ("89.99", "TOT"), ("70", "TOT"), ("50", "HOAN_THANH"), ("49.9", "KHONG")],
)
def test_a_score_is_a_level_from_2026_on(score: str, rating: str):
    civil, employee = PersonnelClass.CONG_CHUC, PersonnelClass.VIEN_CHUC

    assert rating_of_score(Decimal(score), date(2026, 1, 1), civil) is Rating(rating)
    assert rating_of_score(Decimal(score), date(2025, 12, 31), civil) is None
    assert rating_of_score(Decimal(score), date(2026, 6, 30), employee) is None
    assert rating_of_score(Decimal(score), date(2026, 7, 1), employee) is Rating(rating)


def test_retention_is_that_of_the_table_when_the_record_was_closed():
    before = retention_on(RetentionKind.PLANNING, date(2023, 2, 14))
    after = retention_on(RetentionKind.PLANNING, date(2023, 2, 15))
    dossier = retention_on(RetentionKind.ORIGINAL_DOSSIER, date(2012, 1, 1))

    assert before is not None and before.years == 20
    assert after is not None and after.years == 10
    assert retained_until(after, 2023) == date(2033, 12, 31)
    assert dossier is not None and retained_until(dossier, 2012) is None
    assert retention_on(RetentionKind.DISCIPLINE, date(2024, 1, 1)) is None, "not read: a new row"


def test_a_district_post_ends_with_the_districts():
    assert [row.level for row in post_rows("Chủ tịch UBND huyện Lục Nam", date(2025, 6, 30))] == [
        "DISTRICT"
    ]
    assert post_rows("Chủ tịch UBND huyện Lục Nam", date(2025, 7, 1)) == ()
    deputy, *_ = post_rows("Phó Giám đốc Sở Nội vụ", date(2025, 7, 1))
    assert (deputy.name, deputy.head) == ("Phó Giám đốc Sở", False)


def test_levels_of_vien_chuc_begin_in_july_2026():
    assert table_of_level(3, date(2026, 7, 1)) == "A1"
    assert table_of_level(3, date(2026, 6, 30)) is None
    assert base_pay_on(date(2026, 7, 1)) == 2_530_000


def test_a_salary_table_and_an_award_are_asked_for_on_a_day():
    assert salary_table_on("A1", date(2004, 9, 30)) is None
    assert salary_table_on("A1", date(2004, 10, 1)) is SALARY_TABLES["A1"]
    granted = award_on("CSTDCS", TODAY)
    assert granted is not None and granted.bonus_factor == Decimal("1.0")
    assert AWARDS["KNC"].former == ("Huy chương vì sự nghiệp",)


def test_papers_on_health_assets_the_party_and_cards_are_sensitive_as_a_whole():
    assert {code for code in DOC_TYPES if is_sensitive_type(code)} == {
        "LY_LICH_TU_PHAP",
        "GIAY_KSK",
        "BAN_KE_KHAI_TSTN",
        "NHAN_XET_BTV",
        "NQ_CAP_UY",
        "QD_DANG",
        "CCCD_ANH",
        "HO_CHIEU",
    }
