"""Which readings are secrecy marks, which are other stamps, which cannot be told."""

import pytest

from domain.evidence import Box
from ocr.marks import Reading, folded, judge_line, judge_stamp, likeness_of
from ocr.transcript import Word


def words(text: str, *, confidence: float = 0.9) -> list[Word]:
    box = Box(left=0, top=0, right=10, bottom=10)
    return [Word(text=one, box=box, confidence=confidence) for one in text.split()]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("MẬT", Reading.MAT),
        ("TỐI MẬT", Reading.TOI_MAT),
        ("TUYỆT MẬT", Reading.TUYET_MAT),
        ("MÃT", Reading.MAT),
        ("MAI", Reading.MAT),
        ("TÔI MÃT]", Reading.TOI_MAT),
        ("TUYỆI!I MẬT.", Reading.TUYET_MAT),
        ("TUYỆT MẬT KHẨN", Reading.TUYET_MAT),
        ("HỎA TỐC TỐI MẬT", Reading.TOI_MAT),
    ],
)
def test_a_stamp_read_well_or_badly_is_a_mark(text: str, reading: Reading) -> None:
    assert judge_stamp(words(text)) is reading


@pytest.mark.parametrize(
    "text",
    [
        *("KHẨN", "THƯỢNG KHẨN", "HỎA TỐC", "HỎA TÚC", "KHẨ!"),
        *("CÔNG VĂN ĐẾN Số: 123 Ngày: 01/02/2010", "SAO Y BẢN CHÍNH", "BẢN SAO", "ĐÃ ĐỐI CHIẾU"),
        *("Tờ 113", "000541", "07/2009 - 12/2010", "LƯU HÀNH NỘI BỘ", "Chuyên viên chính"),
    ],
)
def test_other_stamps_numbers_and_tables_are_not(text: str) -> None:
    assert judge_stamp(words(text)) is Reading.OTHER


@pytest.mark.parametrize("text", ["", "~ |", "xw", "'Q-"])
def test_what_cannot_be_read_is_told_from_what_is_harmless(text: str) -> None:
    assert judge_stamp(words(text, confidence=0.2)) is Reading.UNREAD


def test_small_letters_make_no_mark() -> None:
    assert judge_stamp(words("Bế mạc: giờ")) is Reading.OTHER


@pytest.mark.parametrize(
    ("text", "reading"),
    [("MẬT", Reading.MAT), ("MÂT", Reading.MAT), ("TUYỆT MẬT", Reading.TUYET_MAT)],
)
def test_a_line_of_its_own_is_a_typed_mark(text: str, reading: Reading) -> None:
    assert judge_line(words(text)) is reading


@pytest.mark.parametrize(
    "text",
    [
        *("mật thiết", "bí mật", "BÍ MẬT CÔNG TÁC", "QUYẾT ĐỊNH", "Số: 12/QĐ-UBND", "TỈNH HÀ NAM"),
        *("mật", "NAM", "TÀU", "VŨNG TÀU", "Mật ong", ""),
    ],
)
def test_other_short_lines_are_not(text: str) -> None:
    assert judge_line(words(text)) is Reading.OTHER


def test_folding_drops_accents_and_reads_digits_as_letters() -> None:
    assert folded("TỐI MẬT") == "TOIMAT"
    assert folded("M4T!Đ") == "MATID"


def test_letters_that_look_alike_cost_half() -> None:
    assert likeness_of("MAT", "MAT") == 1.0
    assert likeness_of("MAI", "MAT") > likeness_of("MAC", "MAT")
    assert likeness_of("", "MAT") == 0.0
