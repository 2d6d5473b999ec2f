"""Fictitious staff, agencies and signers. No real person is described."""

from __future__ import annotations

from datetime import date
from typing import Final

from domain.events.envelope import SignerMode
from domain.frozen import Frozen
from domain.people import Gender
from infra.demo.papers import Person, Seal, Signature


def _person(
    name: str, gender: Gender, born: date, identifier: str | None, ethnicity: str, native: str
) -> Person:
    return Person(
        name=name,
        gender=gender,
        birth_date=born,
        identifier=identifier,
        ethnicity=ethnicity,
        native_place=native,
    )


_LANG_GIANG = "huyện Lạng Giang, tỉnh Bắc Giang"
_LUC_NAM = "huyện Lục Nam, tỉnh Bắc Giang"
_LUC_NGAN = "huyện Lục Ngạn, tỉnh Bắc Giang"

AN: Final = _person(
    "Nguyễn Văn An", Gender.M, date(1979, 3, 12), "024079000321", "Kinh", _LANG_GIANG
)
"""The worked career of domain.md 3.15."""
MAI: Final = _person("Lương Thị Mai", Gender.F, date(1993, 1, 14), "024193004417", "Tày", _LUC_NGAN)
LIEN: Final = _person("Ma Thị Liên", Gender.F, date(1982, 9, 2), "024182003306", "Tày", _LUC_NGAN)
BICH: Final = _person(
    "Trần Thị Bích", Gender.F, date(1976, 6, 20), "024176001928", "Kinh", _LUC_NAM
)
THUAN: Final = _person(
    "Bùi Quang Thuận", Gender.M, date(1980, 12, 5), "024080007712", "Kinh", _LANG_GIANG
)
LOC: Final = _person("Đỗ Hữu Lộc", Gender.M, date(1964, 5, 20), "024064000518", "Kinh", _LANG_GIANG)
HANH: Final = _person(
    "Nông Thị Hạnh", Gender.F, date(1988, 7, 30), "024188006243", "Nùng", _LUC_NGAN
)
HUONG_OFFICE: Final = _person(
    "Nguyễn Thị Hương", Gender.F, date(1985, 4, 11), "024185009105", "Kinh", _LANG_GIANG
)
HUONG_TEACHER: Final = _person(
    "Nguyễn Thị Hương", Gender.F, date(1990, 10, 23), "024190003377", "Kinh", _LUC_NAM
)
"""Shares her name, and nothing else, with `HUONG_OFFICE`."""
CUONG: Final = _person(
    "Trịnh Văn Cường", Gender.M, date(1978, 8, 15), "024078002864", "Kinh", _LUC_NAM
)
THANG: Final = _person("Vi Văn Thắng", Gender.M, date(1975, 3, 8), "024075004539", "Nùng", _LUC_NAM)
HLAN: Final = _person(
    "H'Lan Êban",
    Gender.F,
    date(1991, 5, 17),
    "066191005620",
    "Ê Đê",
    "huyện Cư M'gar, tỉnh Đắk Lắk",
)
CHINH: Final = _person(
    "Giàng A Chinh", Gender.M, date(1997, 2, 9), None, "Mông", "huyện Sơn Động, tỉnh Bắc Giang"
)
NGOC: Final = _person(
    "Phan Thị Ngọc", Gender.F, date(1989, 8, 19), "024189002751", "Kinh", _LUC_NAM
)
"""On lists only: no dossier of hers is in the demo. So are the two below."""
LONG: Final = _person(
    "Hoàng Đức Long", Gender.M, date(1983, 11, 27), "024083006190", "Sán Dìu", _LUC_NGAN
)
TUAN: Final = _person(
    "Vũ Minh Tuấn", Gender.M, date(1987, 3, 30), "024087001446", "Kinh", _LANG_GIANG
)


class Agency(Frozen):
    """A body that issues papers. `unit` is its full name inside a sentence.

    `by_whom` is the authority line in capitals; `symbol` the body's part of a number.
    """

    parent: str | None
    body: str
    symbol: str
    place: str
    by_whom: str
    unit: str
    seal: Seal


SNV_BG: Final = Agency(
    parent="UBND TỈNH BẮC GIANG",
    body="SỞ NỘI VỤ",
    symbol="SNV",
    place="Bắc Giang",
    by_whom="GIÁM ĐỐC SỞ NỘI VỤ",
    unit="Sở Nội vụ tỉnh Bắc Giang",
    seal=Seal(ring="ỦY BAN NHÂN DÂN TỈNH BẮC GIANG", centre=("SỞ", "NỘI VỤ")),
)
SNV_BN: Final = Agency(
    parent="UBND TỈNH BẮC NINH",
    body="SỞ NỘI VỤ",
    symbol="SNV",
    place="Bắc Ninh",
    by_whom="GIÁM ĐỐC SỞ NỘI VỤ",
    unit="Sở Nội vụ tỉnh Bắc Ninh",
    seal=Seal(ring="ỦY BAN NHÂN DÂN TỈNH BẮC NINH", centre=("SỞ", "NỘI VỤ")),
)
"""The new province's, in being from 2025-07-01 (Resolution 202/2025/QH15; domain.md 1.3)."""
SGD_BG: Final = Agency(
    parent="UBND TỈNH BẮC GIANG",
    body="SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    symbol="SGDĐT",
    place="Bắc Giang",
    by_whom="GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    unit="Sở Giáo dục và Đào tạo tỉnh Bắc Giang",
    seal=Seal(ring="ỦY BAN NHÂN DÂN TỈNH BẮC GIANG", centre=("SỞ GIÁO DỤC", "VÀ ĐÀO TẠO")),
)
SGD_BN: Final = Agency(
    parent="UBND TỈNH BẮC NINH",
    body="SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    symbol="SGDĐT",
    place="Bắc Ninh",
    by_whom="GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    unit="Sở Giáo dục và Đào tạo tỉnh Bắc Ninh",
    seal=Seal(ring="ỦY BAN NHÂN DÂN TỈNH BẮC NINH", centre=("SỞ GIÁO DỤC", "VÀ ĐÀO TẠO")),
)
UB_BG: Final = Agency(
    parent=None,
    body="ỦY BAN NHÂN DÂN\nTỈNH BẮC GIANG",
    symbol="UBND",
    place="Bắc Giang",
    by_whom="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC GIANG",
    unit="Ủy ban nhân dân tỉnh Bắc Giang",
    seal=Seal(
        ring="NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", centre=("ỦY BAN", "NHÂN DÂN", "TỈNH")
    ),
)
UB_BN: Final = Agency(
    parent=None,
    body="ỦY BAN NHÂN DÂN\nTỈNH BẮC NINH",
    symbol="UBND",
    place="Bắc Ninh",
    by_whom="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH BẮC NINH",
    unit="Ủy ban nhân dân tỉnh Bắc Ninh",
    seal=Seal(
        ring="NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", centre=("ỦY BAN", "NHÂN DÂN", "TỈNH")
    ),
)
UB_LN: Final = Agency(
    parent=None,
    body="ỦY BAN NHÂN DÂN\nHUYỆN LỤC NAM",
    symbol="UBND",
    place="Lục Nam",
    by_whom="CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN LỤC NAM",
    unit="Ủy ban nhân dân huyện Lục Nam",
    seal=Seal(ring="TỈNH BẮC GIANG", centre=("ỦY BAN", "NHÂN DÂN", "H. LỤC NAM")),
)
"""District level, abolished on 2025-07-01; its papers stay valid for history (domain.md 1.3)."""

SCHOOL_LG: Final = "Trường THPT Lạng Giang số 2"
SCHOOL_ND: Final = "Trường THCS Nguyễn Du"


class _Turn(Frozen):
    """Who signs for an agency from a day on."""

    since: date
    capacity: tuple[str, ...]
    name: str
    mode: SignerMode = SignerMode.SELF


_DEPUTY_DIRECTOR = ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
_DEPUTY_CHAIR = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")

_SIGNERS: Final[dict[str, tuple[_Turn, ...]]] = {
    SNV_BG.unit: (
        _Turn(since=date(2000, 1, 1), capacity=("GIÁM ĐỐC",), name="Hoàng Đình Lượng"),
        _Turn(since=date(2009, 6, 1), capacity=("GIÁM ĐỐC",), name="Tạ Quang Khoát"),
        _Turn(
            since=date(2016, 4, 1),
            capacity=_DEPUTY_DIRECTOR,
            name="Phạm Quốc Huy",
            mode=SignerMode.KT,
        ),
        _Turn(since=date(2018, 1, 1), capacity=("GIÁM ĐỐC",), name="Đoàn Khắc Việt"),
        _Turn(since=date(2023, 1, 1), capacity=("GIÁM ĐỐC",), name="Thân Thị Diệu Hiền"),
    ),
    SNV_BN.unit: (
        _Turn(since=date(2025, 7, 1), capacity=("GIÁM ĐỐC",), name="Thân Thị Diệu Hiền"),
    ),
    SGD_BG.unit: (
        _Turn(
            since=date(2000, 1, 1),
            capacity=_DEPUTY_DIRECTOR,
            name="Ngô Xuân Bảng",
            mode=SignerMode.KT,
        ),
    ),
    SGD_BN.unit: (_Turn(since=date(2025, 7, 1), capacity=("GIÁM ĐỐC",), name="Khổng Thị Lan Chi"),),
    UB_BG.unit: (
        _Turn(
            since=date(2000, 1, 1), capacity=_DEPUTY_CHAIR, name="Lại Thế Phong", mode=SignerMode.KT
        ),
        _Turn(since=date(2021, 7, 1), capacity=("CHỦ TỊCH",), name="Đào Trọng Nghĩa"),
    ),
    UB_BN.unit: (_Turn(since=date(2020, 1, 1), capacity=("CHỦ TỊCH",), name="Quách Đình Tường"),),
    UB_LN.unit: (
        _Turn(
            since=date(2000, 1, 1), capacity=_DEPUTY_CHAIR, name="Giáp Văn Lịch", mode=SignerMode.KT
        ),
    ),
}


def signature_of(agency: Agency, day: date) -> Signature:
    """Who signed for `agency` on `day`, with its seal."""
    turn = [turn for turn in _SIGNERS[agency.unit] if turn.since <= day][-1]
    return Signature(capacity=turn.capacity, name=turn.name, mode=turn.mode, seal=agency.seal)
