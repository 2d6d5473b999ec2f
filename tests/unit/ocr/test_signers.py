"""Signature authority of domain.md 4.3: every prefix, its combinations and its noise forms."""

import pytest

from domain.events.envelope import SignerMode
from ocr.layout import read_layout
from tests.kit.pages_text import decision


@pytest.mark.parametrize(
    ("capacity", "mode", "title"),
    [
        pytest.param(("GIÁM ĐỐC",), "SELF", "GIÁM ĐỐC", id="4.3 head signs"),
        pytest.param(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "TM", "CHỦ TỊCH", id="4.3 TM."),
        pytest.param(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "KT", "PHÓ CHỦ TỊCH", id="4.3 KT."),
        pytest.param(
            ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "TL", "CHÁNH VĂN PHÒNG", id="4.3 TL. seed 003"
        ),
        pytest.param(
            ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"), "TUQ", "GIÁM ĐỐC SỞ NỘI VỤ", id="4.3 TUQ."
        ),
        pytest.param(("Q. GIÁM ĐỐC",), "Q", "GIÁM ĐỐC", id="4.3 Q."),
        pytest.param(
            ("TL. GIÁM ĐỐC", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"),
            "TL",
            "PHÓ TRƯỞNG PHÒNG",
            id="4.3 TL. with KT.",
        ),
        pytest.param(
            ("TUQ. CHỦ TỊCH", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
            "TUQ",
            "PHÓ GIÁM ĐỐC",
            id="4.3 TUQ. with KT.",
        ),
        pytest.param(("K/T GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "KT", "PHÓ GIÁM ĐỐC", id="4.3 noise K/T"),
        pytest.param(("KT, GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "KT", "PHÓ GIÁM ĐỐC", id="4.3 noise KT,"),
        pytest.param(("KT GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "KT", "PHÓ GIÁM ĐỐC", id="4.3 noise KT"),
        pytest.param(("T/M BAN THƯỜNG VỤ", "BÍ THƯ"), "TM", "BÍ THƯ", id="4.3 noise T/M"),
    ],
)
def test_who_signs_for_whom(capacity: tuple[str, ...], mode: str, title: str):
    layout = read_layout(
        decision("Nâng bậc lương thường xuyên cho ông Vi Văn Thắng.", capacity=capacity)[-1]
    )

    assert layout.foot is not None
    assert layout.foot.mode is SignerMode(mode)
    assert layout.foot.title is not None
    assert layout.foot.title.text == title
