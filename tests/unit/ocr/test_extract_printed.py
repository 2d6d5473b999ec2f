"""Dates, terms and clauses of effect in every printed form (domain.md 4.4, 4.8)."""

import pytest

from domain.events.envelope import EffectiveBasis
from ocr.extract.cited import cited_paper
from ocr.extract.pay import pays_in
from ocr.extract.printed import clock_start, decimal_of, first_date, since, term_after, year_at
from ocr.extract.subject import subject_of
from ocr.flow import Flow
from ocr.rows import rows_of
from tests.kit.pages_text import Typist


def _flow(text: str) -> Flow:
    typist = Typist()
    typist.prose(text)
    return Flow.of_rows(row.words for row in rows_of(typist.transcripts()[0]).rows)


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("ngày 04 tháng 9 năm 2018", "2018-09-04"),
        ("ngày 4/9/2018", "2018-09-04"),
        ("ngày 04-09-2018", "2018-09-04"),
        ("ngày 4.9.2018", "2018-09-04"),
        ("01.7.2025", "2025-07-01"),
        ("tháng 8-2007", "2007-08"),
        ("tháng 10/2011", "2011-10"),
        ("tháng 10 năm 2011", "2011-10"),
        ("ngày 31 tháng 12 năm 2025.", "2025-12-31"),
    ],
)
def test_a_date_is_read_in_every_printed_form(printed: str, stored: str):
    found = first_date(_flow(printed))

    assert found is not None
    assert str(found.value) == stored
    assert found.certain


@pytest.mark.parametrize(
    "printed",
    [
        "ngày 0y tháng 9 năm 2018",
        "ngày 31/02/2020",
        "ngày 00/7/2013",
        "tháng g năm 2018",
        "31.1",
        "ngày 15/13/2020",
    ],
)
def test_what_is_no_day_is_not_repaired(printed: str):
    assert first_date(_flow(printed)) is None


def test_a_day_left_blank_is_a_month_that_asks_for_a_look():
    found = first_date(_flow("ngày … tháng 9 năm 2021"))

    assert found is not None
    assert str(found.value) == "2021-09"
    assert not found.certain


def test_a_year_alone_is_a_year():
    found = year_at(_flow("1985"), 0)

    assert found is not None
    assert str(found.value) == "1985"


@pytest.mark.parametrize(
    ("clause", "basis", "day"),
    [
        ("có hiệu lực kể từ ngày 01 tháng 7 năm 2025", EffectiveBasis.EXPLICIT, "2025-07-01"),
        ("kể từ ngày 01/7/2025", EffectiveBasis.EXPLICIT, "2025-07-01"),
        ("từ ngày 01/3/2025 đến hết ngày 28/02/2026", EffectiveBasis.EXPLICIT, "2025-03-01"),
        ("Hưởng từ ngày: 01/10/2018", EffectiveBasis.EXPLICIT, "2018-10-01"),
        ("kể từ tháng 5/2024", EffectiveBasis.FIRST_OF_MONTH, "2024-05"),
        ("kể từ ngày ký", EffectiveBasis.SIGN_DATE, None),
        ("kể từ ngày ký ban hành", EffectiveBasis.SIGN_DATE, None),
        ("kể từ ngày 0l tháng 9 năm 2010", EffectiveBasis.EXPLICIT, None),
    ],
)
def test_a_clause_of_effect(clause: str, basis: EffectiveBasis, day: str | None):
    found = since(_flow(clause))

    assert found is not None
    assert found.basis is basis
    assert (str(found.date.value) if found.date else None) == day


def test_the_clock_of_the_next_step_is_no_effect():
    text = "thời gian tính nâng bậc lương lần sau kể từ ngày 01/5/2025"

    assert since(_flow(text)) is None
    clock = clock_start(_flow(text))
    assert clock is not None
    assert clock.date is not None
    assert str(clock.date.value) == "2025-05-01"


def test_one_date_for_the_new_salary_and_for_the_clock():
    flow = _flow(
        "Thời điểm hưởng lương mới và thời gian tính nâng bậc lương lần sau kể từ ngày 01/6/2018"
    )

    effect, clock = since(flow), clock_start(flow)

    assert effect is not None and effect.date is not None
    assert clock is not None and clock.date is not None
    assert str(effect.date.value) == str(clock.date.value) == "2018-06-01"


def test_a_figure_and_its_word_may_disagree():
    agreed = term_after(_flow("thời hạn 05 (năm) năm"), "thoi han")
    differing = term_after(_flow("thời hạn 05 (ba) năm"), "thoi han")

    assert agreed is not None and agreed.months == 60 and agreed.agrees
    assert differing is not None and differing.months == 60 and not differing.agrees


@pytest.mark.parametrize(
    ("printed", "stored"),
    [("3,66", "3.66"), ("3.66", "3.66"), ("10,00", "10.00"), ("366", None), ("3,6", None)],
)
def test_a_coefficient_has_two_decimals(printed: str, stored: str | None):
    found = decimal_of(printed)

    assert (str(found) if found is not None else None) == stored


def test_steps_and_coefficients_are_paired_in_order():
    pays = pays_in(_flow("từ bậc 3/9, hệ số 3,00 lên bậc 4/9, hệ số 3,33"))

    assert [(pay.step_no, str(pay.factor)) for pay in pays] == [(3, "3.00"), (4, "3.33")]


def test_a_cited_paper_has_number_and_date():
    paper = cited_paper(_flow("thay thế Quyết định số 727-QĐ/TU ngày 15/10/2020 của Tỉnh ủy"))

    assert paper is not None
    assert paper.number.full_no == "727-QĐ/TU"
    assert paper.dated is not None
    assert str(paper.dated.value) == "2020-10-15"


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Bổ nhiệm ông Nguyễn Văn An, Phó Trưởng phòng", "Nguyễn Văn An"),
        ("Điều động bà H'Lan Êban, sinh ngày 17/5/1991", "H'Lan Êban"),
        ("Điều động bà Y Blơi, Chuyên viên", "Y Blơi"),
        ("đối với ông Giàng A Chinh thêm 06 tháng", "Giàng A Chinh"),
        ("đối với đồng chí Vi Văn Thắng giữ chức", "Vi Văn Thắng"),
        ("Tặng Giấy khen cho bà nguyễn Thị Duyên, giáo viên", "nguyễn Thị Duyên"),
        ("Bổ nhiệm ông Tạ Quang Khoát Phó Trưởng phòng Tổ chức", "Tạ Quang Khoát"),
        ("Bổ nhiệm ông ThS. Lê Đức Toại, Chuyên viên", "Lê Đức Toại"),
        ("cho ông (Hoàng Đức Long, Chuyên viên)", "Hoàng Đức Long"),
    ],
)
def test_a_name_ends_where_the_print_goes_on(sentence: str, name: str):
    subject = subject_of(_flow(sentence))

    assert subject is not None
    assert subject.name is not None
    assert subject.name.text == name


@pytest.mark.parametrize(
    "sentence",
    [
        "đến công tác tại tỉnh Bà Rịa - Vũng Tàu",
        "các ông, bà có tên tại Điều 1 chịu trách nhiệm",
        "hạng Ba cho tập thể Phòng Nội vụ",
        "Có 03 Chi cục trực thuộc Sở",
    ],
)
def test_words_that_look_like_an_address_are_no_person(sentence: str):
    assert subject_of(_flow(sentence)) is None
