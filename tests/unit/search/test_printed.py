"""Numbers, days and identifiers as papers print them."""

from datetime import date

import pytest

from search.printed import (
    blanked,
    days_in,
    decision_numbers_in,
    identifiers_in,
    masked,
    number_key,
    without_sensitive,
)
from search.words import composed


def numbers(text: str) -> list[str]:
    return [one.value for one in decision_numbers_in(composed(text))]


@pytest.mark.parametrize(
    "number",
    [
        "45/QĐ-SNV",
        "45/qd-snv",
        "45 / QÐ - SNV",
        "045/QĐ–SNV",
        "Số: 45/QĐ-SNV",
        "45/QD_SNV",
        "45/QĐSNV",
    ],
)
def test_a_number_has_one_key_however_it_is_written(number: str):
    assert number_key(number) == "45/qdsnv"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("123/QĐ-UBND", "123/qdubnd"),
        ("15/2019/QĐ-UBND", "15/2019/qdubnd"),
        ("464/QĐ-TTg", "464/qdttg"),
        ("12/HĐLV", "12/hdlv"),
        ("45/TCCQ", "45/tccq"),
        ("1234/SGDĐT-TCCB", "1234/sgddttccb"),
        ("123-QĐ/UB", "123/qdub"),
        ("80-QĐ/TU", "80/qdtu"),
        ("587 /QĐ-TNVN", "587/qdtnvn"),
        ("230L/QĐ-UBND", "230/lqdubnd"),
        ("08/QĐ-THCSND", "8/qdthcsnd"),
        ("346/TTr-TNMT", "346/ttrtnmt"),
    ],
)
def test_the_forms_of_the_reference_are_recognised(text: str, key: str):
    assert numbers(f"theo {text} ngày") == [key]
    assert number_key(text) == key


@pytest.mark.parametrize(
    "text",
    ["30/6/2025", "ngày 04/9/2018", "12/QĐ", "3-Nguyễn Trãi", "113/QĐ Nguyễn", "2.34/3.66", "1/2"],
)
def test_what_only_looks_like_a_number_is_none(text: str):
    assert numbers(text) == []


def test_a_suffix_makes_another_number():
    assert number_key("15a/QĐ-SNV") != number_key("15/QĐ-SNV")


def test_places_are_those_of_the_text():
    text = composed("Căn cứ Quyết định số 113/QĐ-UBND ngày 04 tháng 9 năm 2018 và 45/QĐ-SNV")

    assert [text[one.start : one.end] for one in decision_numbers_in(text)] == [
        "113/QĐ-UBND",
        "45/QĐ-SNV",
    ]
    assert [text[one.start : one.end] for one in days_in(text)] == ["ngày 04 tháng 9 năm 2018"]


@pytest.mark.parametrize(
    "text",
    [
        "04/9/2018",
        "4-9-2018",
        "04.09.2018",
        "ngày 04 tháng 9 năm 2018",
        "ngày 4/9/2018",
        "2018-09-04",
    ],
)
def test_a_day_is_read_in_all_its_forms(text: str):
    assert [one.value for one in days_in(f"Ký {text}.")] == [date(2018, 9, 4)]


@pytest.mark.parametrize(
    "text", ["31/02/2019", "ngày 0y tháng 9", "tháng 9/2018", "9/2018", "31.1"]
)
def test_what_is_no_whole_day_is_none(text: str):
    assert days_in(text) == []


@pytest.mark.parametrize("text", ["024085000123", "024 085 000 123", "CCCD: 024085000123, cấp"])
def test_an_identifier_is_read_with_or_without_spaces(text: str):
    assert [one.value for one in identifiers_in(text)] == ["024085000123"]


@pytest.mark.parametrize("text", ["1234567", "0240850001234", "12.345.678.901", "2018"])
def test_other_digits_are_no_identifier(text: str):
    assert identifiers_in(text) == []


def test_an_identifier_is_masked_as_lists_show_it():
    assert masked("CCCD 024085000123") == "CCCD 024•••••0123"
    assert masked("CMND 121234567") == "CMND 12••••567"
    assert masked("024 085 000 123") == "024 ••• ••0 123"
    assert masked("không có gì") == "không có gì"


def test_what_is_blanked_keeps_the_places_of_the_rest():
    assert blanked("abcdef", [(1, 3)]) == "a  def"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("6) Dân tộc: Tày, 7) Tôn giáo: Không", "6) Dân tộc:    , 7) Tôn giáo:      "),
        ("Dân tộc (ghi rõ): Ê Đê 8. Quê quán", "Dân tộc (ghi rõ):      8. Quê quán"),
        ("Dân tộc:......Kinh......\nNơi sinh", "Dân tộc:......          \nNơi sinh"),
        ("Ban Dân tộc tỉnh. Giao Sở Nội vụ", "Ban Dân tộc tỉnh. Giao Sở Nội vụ"),
    ],
)
def test_what_a_form_says_of_ethnicity_and_religion_is_left_out(text: str, left: str):
    assert without_sensitive(text) == left
