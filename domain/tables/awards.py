"""Award codes. Source: domain.md 3.9 (Luật 06/2022, NĐ 98/2023, NĐ 152/2025) [V:S16]."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.labels import Label
from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True)
class Award:
    """`decided_by`: the competent authority, in Vietnamese; its mark is that of the row.

    `bonus_factor`: times the base pay, where it was read [V:S16]; `former`: what papers called it
    before. In force in `[valid_from, valid_to)`; None: not known, or open.
    """

    code: str
    label: Label
    decided_by: str
    collective: bool = False
    mark: Mark = Mark.K
    source: str = "Luật 06/2022/QH15; NĐ 152/2025/NĐ-CP"
    valid_from: date | None = None
    valid_to: date | None = None
    bonus_factor: Decimal | None = None
    former: tuple[str, ...] = ()

    def holds_on(self, on: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


def _row(
    code: str,
    vi: str,
    en: str,
    decided_by: str,
    collective: bool = False,
    *,
    bonus: str | None = None,
    former: tuple[str, ...] = (),
) -> Award:
    factor = Decimal(bonus) if bonus else None
    return Award(code, Label(vi, en), decided_by, collective, bonus_factor=factor, former=former)


_HEAD = "Người đứng đầu cơ quan, đơn vị"
_PROVINCE = "Chủ tịch UBND tỉnh"
_PM = "Thủ tướng Chính phủ"
_MINISTER = "Bộ trưởng"
_STATE = "Chủ tịch nước"

AWARDS: dict[str, Award] = {
    award.code: award
    for award in (
        _row("LDTT", "Lao động tiên tiến", "Advanced worker", _HEAD, bonus="0.3"),
        _row(
            "CSTDCS", "Chiến sĩ thi đua cơ sở", "Emulation soldier, unit level", _HEAD, bonus="1.0"
        ),
        _row(
            "CSTD_TINH",
            "Chiến sĩ thi đua bộ, ban, ngành, tỉnh",
            "Emulation soldier, ministry or province",
            _PROVINCE,
            bonus="3.0",
        ),
        _row(
            "CSTDTQ", "Chiến sĩ thi đua toàn quốc", "National emulation soldier", _PM, bonus="4.5"
        ),
        _row("TTLDTT", "Tập thể lao động tiên tiến", "Advanced collective", _HEAD, True),
        _row(
            "TTLDXS",
            "Tập thể lao động xuất sắc",
            "Excellent collective",
            _PROVINCE,
            True,
            bonus="1.5",
        ),
        _row("CO_TD_TINH", "Cờ thi đua của tỉnh", "Emulation flag, province", _PROVINCE, True),
        _row("CO_TD_CP", "Cờ thi đua của Chính phủ", "Emulation flag, Government", _PM, True),
        _row("GIAY_KHEN", "Giấy khen", "Certificate of commendation", _HEAD),
        _row("BANG_KHEN_TINH", "Bằng khen của tỉnh", "Commendation, province", _PROVINCE),
        _row("BANG_KHEN_BO", "Bằng khen của bộ", "Commendation, ministry", _MINISTER),
        _row("BANG_KHEN_TTG", "Bằng khen của Thủ tướng", "Commendation, Prime Minister", _PM),
        *(
            _row(f"HCLD{rank}", f"Huân chương Lao động hạng {name}", f"Labour Order {rank}", _STATE)
            for rank, name in enumerate(("Nhất", "Nhì", "Ba"), start=1)
        ),
        *(
            _row(
                f"HCDL{rank}",
                f"Huân chương Độc lập hạng {name}",
                f"Independence Order {rank}",
                _STATE,
            )
            for rank, name in enumerate(("Nhất", "Nhì", "Ba"), start=1)
        ),
        _row("HC_KHAC", "Huân chương, huy chương khác", "Other order or medal", _STATE),
        _row(
            "KNC",
            "Kỷ niệm chương",
            "Commemorative medal",
            _MINISTER,
            former=("Huy chương vì sự nghiệp",),
        ),
        _row("NGND", "Nhà giáo nhân dân", "People's teacher", _STATE),
        _row("NGUT", "Nhà giáo ưu tú", "Teacher of merit", _STATE),
        _row("TTND", "Thầy thuốc nhân dân", "People's physician", _STATE),
        _row("TTUT", "Thầy thuốc ưu tú", "Physician of merit", _STATE),
        _row("AHLD", "Anh hùng Lao động", "Hero of Labour", _STATE),
    )
}
"""By code."""


def award_on(code: str, on: date) -> Award | None:
    """The award of that code by a decision of that day; None: the table does not know it."""
    row = AWARDS.get(code)
    return row if row is not None and row.holds_on(on) else None
