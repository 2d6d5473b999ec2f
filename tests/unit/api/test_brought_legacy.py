"""Old encodings of Vietnamese (domain.md 4.6): seen where they are certain, converted letter by
letter."""

import pytest

from api.brought.legacy import Legacy, converted, legacy_in

TCVN3 = {
    "NguyÔn V¨n A": "Nguyễn Văn A",
    "TrÇn ThÞ H¶i": "Trần Thị Hải",
    "§ç V¨n B×nh": "Đỗ Văn Bình",
    "Phã Tr­ëng phßng": "Phó Trưởng phòng",
}
VNI = {
    "Nguyeãn Vaên A": "Nguyễn Văn A",
    "Leâ Vaên Taùm": "Lê Văn Tám",
    "Phoù Tröôûng phoøng": "Phó Trưởng phòng",
    "ÑAËNG THÒ HÖÔNG": "ĐẶNG THỊ HƯƠNG",
}


@pytest.mark.parametrize(("old", "new"), TCVN3.items())
def test_tcvn3_is_seen_and_converted(old: str, new: str):
    assert legacy_in(old) is Legacy.TCVN3
    assert converted(old, Legacy.TCVN3) == new


@pytest.mark.parametrize(("old", "new"), VNI.items())
def test_vni_is_seen_and_converted(old: str, new: str):
    assert legacy_in(old) is Legacy.VNI
    assert converted(old, Legacy.VNI) == new


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Văn An", "Nguyên", "hoà bình", "Hoá chất", "Thuý", "Lò Văn Hoà", "toà án", "quý",
     "Y Moan Êñuôl", "H’Lan Êban", "«Bằng khen»", "Triệu Tả Phàn", "Hà Giang", "45/QĐ-SNV", "tàu",
     "QÐ 12", "Bé Hoà", "Lý Tài"],
)  # fmt: skip
def test_true_vietnamese_is_never_taken_for_it(text: str):
    assert legacy_in(text) is None
