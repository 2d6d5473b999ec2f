"""Provinces by code: of birth registration (CCCD), and administrative, by date.

A code outlives its province: from 2025-07-01 some two-digit codes carry another name, while the
first three digits of a card keep the province that registered the birth.

Source: domain.md 4.7 (codes), 1.3 (merge map of Resolution 202/2025/QH15; the names of rows
without a mark there are not verified).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.tables.marks import Mark

TWO_LEVEL_FROM: Final = date(2025, 7, 1)
"""34 provinces in place of 63, and no districts, from this day on."""

RESOLUTION: Final = "Nghị quyết 202/2025/QH15 (domain.md 1.3 [S26])"

REGISTRATION_PROVINCES: Final[dict[str, str]] = {
    "001": "Hà Nội",
    "002": "Hà Giang",
    "004": "Cao Bằng",
    "006": "Bắc Kạn",
    "008": "Tuyên Quang",
    "010": "Lào Cai",
    "011": "Điện Biên",
    "012": "Lai Châu",
    "014": "Sơn La",
    "015": "Yên Bái",
    "017": "Hòa Bình",
    "019": "Thái Nguyên",
    "020": "Lạng Sơn",
    "022": "Quảng Ninh",
    "024": "Bắc Giang",
    "025": "Phú Thọ",
    "026": "Vĩnh Phúc",
    "027": "Bắc Ninh",
    "030": "Hải Dương",
    "031": "Hải Phòng",
    "033": "Hưng Yên",
    "034": "Thái Bình",
    "035": "Hà Nam",
    "036": "Nam Định",
    "037": "Ninh Bình",
    "038": "Thanh Hóa",
    "040": "Nghệ An",
    "042": "Hà Tĩnh",
    "044": "Quảng Bình",
    "045": "Quảng Trị",
    "046": "Thừa Thiên Huế",
    "048": "Đà Nẵng",
    "049": "Quảng Nam",
    "051": "Quảng Ngãi",
    "052": "Bình Định",
    "054": "Phú Yên",
    "056": "Khánh Hòa",
    "058": "Ninh Thuận",
    "060": "Bình Thuận",
    "062": "Kon Tum",
    "064": "Gia Lai",
    "066": "Đắk Lắk",
    "067": "Đắk Nông",
    "068": "Lâm Đồng",
    "070": "Bình Phước",
    "072": "Tây Ninh",
    "074": "Bình Dương",
    "075": "Đồng Nai",
    "077": "Bà Rịa - Vũng Tàu",
    "079": "TP. Hồ Chí Minh",
    "080": "Long An",
    "082": "Tiền Giang",
    "083": "Bến Tre",
    "084": "Trà Vinh",
    "086": "Vĩnh Long",
    "087": "Đồng Tháp",
    "089": "An Giang",
    "091": "Kiên Giang",
    "092": "Cần Thơ",
    "093": "Hậu Giang",
    "094": "Sóc Trăng",
    "095": "Bạc Liêu",
    "096": "Cà Mau",
}

PROVINCES_FROM_2025: Final[dict[str, str]] = {
    "01": "Hà Nội",
    "04": "Cao Bằng",
    "08": "Tuyên Quang",
    "11": "Điện Biên",
    "12": "Lai Châu",
    "14": "Sơn La",
    "15": "Lào Cai",
    "19": "Thái Nguyên",
    "20": "Lạng Sơn",
    "22": "Quảng Ninh",
    "24": "Bắc Ninh",
    "25": "Phú Thọ",
    "31": "Hải Phòng",
    "33": "Hưng Yên",
    "37": "Ninh Bình",
    "38": "Thanh Hóa",
    "40": "Nghệ An",
    "42": "Hà Tĩnh",
    "44": "Quảng Trị",
    "46": "Huế",
    "48": "Đà Nẵng",
    "51": "Quảng Ngãi",
    "52": "Gia Lai",
    "56": "Khánh Hòa",
    "66": "Đắk Lắk",
    "68": "Lâm Đồng",
    "75": "Đồng Nai",
    "79": "TP. Hồ Chí Minh",
    "80": "Tây Ninh",
    "82": "Đồng Tháp",
    "86": "Vĩnh Long",
    "91": "An Giang",
    "92": "Cần Thơ",
    "96": "Cà Mau",
}


@dataclass(frozen=True, slots=True)
class ProvinceMerge:
    """`new` begins on `TWO_LEVEL_FROM`; `sources` are the old ones that end in it, its namesake
    last."""

    new: str
    sources: tuple[str, ...]
    mark: Mark = Mark.V
    source: str = RESOLUTION


MERGES_2025: Final = (
    ProvinceMerge("Tuyên Quang", ("Hà Giang", "Tuyên Quang")),
    ProvinceMerge("Lào Cai", ("Yên Bái", "Lào Cai")),
    ProvinceMerge("Thái Nguyên", ("Bắc Kạn", "Thái Nguyên")),
    ProvinceMerge("Phú Thọ", ("Vĩnh Phúc", "Hòa Bình", "Phú Thọ")),
    ProvinceMerge("Bắc Ninh", ("Bắc Giang", "Bắc Ninh")),
    ProvinceMerge("Hưng Yên", ("Thái Bình", "Hưng Yên")),
    ProvinceMerge("Hải Phòng", ("Hải Dương", "Hải Phòng")),
    ProvinceMerge("Ninh Bình", ("Hà Nam", "Nam Định", "Ninh Bình")),
    ProvinceMerge("Quảng Trị", ("Quảng Bình", "Quảng Trị")),
    ProvinceMerge("Đà Nẵng", ("Quảng Nam", "Đà Nẵng")),
    ProvinceMerge("Quảng Ngãi", ("Kon Tum", "Quảng Ngãi")),
    ProvinceMerge("Gia Lai", ("Bình Định", "Gia Lai")),
    ProvinceMerge("Khánh Hòa", ("Ninh Thuận", "Khánh Hòa")),
    ProvinceMerge("Lâm Đồng", ("Đắk Nông", "Bình Thuận", "Lâm Đồng")),
    ProvinceMerge("Đắk Lắk", ("Phú Yên", "Đắk Lắk")),
    ProvinceMerge(
        "TP. Hồ Chí Minh", ("Bình Dương", "Bà Rịa - Vũng Tàu", "TP. Hồ Chí Minh"), Mark.K
    ),
    ProvinceMerge("Đồng Nai", ("Bình Phước", "Đồng Nai")),
    ProvinceMerge("Tây Ninh", ("Long An", "Tây Ninh"), Mark.K),
    ProvinceMerge("Cần Thơ", ("Sóc Trăng", "Hậu Giang", "Cần Thơ")),
    ProvinceMerge("Vĩnh Long", ("Bến Tre", "Trà Vinh", "Vĩnh Long"), Mark.K),
    ProvinceMerge("Đồng Tháp", ("Tiền Giang", "Đồng Tháp")),
    ProvinceMerge("Cà Mau", ("Bạc Liêu", "Cà Mau")),
    ProvinceMerge("An Giang", ("Kiên Giang", "An Giang")),
)
"""The merge map of domain.md 1.3; the other eleven provinces went on unchanged."""

CITIES: Final = frozenset({"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "TP. Hồ Chí Minh", "Cần Thơ"})
"""The six under central government among the 34; before 2025 Huế was none of them."""

MERGED_INTO: Final[dict[str, str]] = {
    **{old: one.new for one in MERGES_2025 for old in one.sources if old != one.new},
    "Thừa Thiên Huế": "Huế",
}
"""Province to 2025-06-30 -> the one that goes on; provinces that kept their name are not listed."""


@dataclass(frozen=True, slots=True)
class ProvinceCode:
    """An administrative code of two digits and the name that it carries in `[from_on, until)`;
    None: since before the archive's time, or still."""

    code: str
    name: str
    from_on: date | None
    until: date | None
    mark: Mark
    source: str


def province_codes() -> tuple[ProvinceCode, ...]:
    """The 63 of old and the 34 of today, by code; a code may carry another name from 2025-07-01."""
    old = (
        ProvinceCode(code[1:], name, None, TWO_LEVEL_FROM, Mark.V, "domain.md 4.7 [S27]")
        for code, name in REGISTRATION_PROVINCES.items()
    )
    new = (
        ProvinceCode(code, name, TWO_LEVEL_FROM, None, Mark.WEAK, "QĐ 19/2025/QĐ-TTg")
        for code, name in PROVINCES_FROM_2025.items()
    )
    return tuple(sorted((*old, *new), key=lambda one: (one.code, one.from_on or date.min)))


def province_name(code: str, on: date) -> str | None:
    """Name of an administrative code of two digits on a day; None if no province has it then."""
    if on >= TWO_LEVEL_FROM:
        return PROVINCES_FROM_2025.get(code)
    return REGISTRATION_PROVINCES.get(f"0{code}") if len(code) == 2 else None


def successor_province(name: str) -> str:
    """The province of today for one of the 63, itself if it kept its name."""
    return MERGED_INTO.get(name, name)
