"""Evaluation and awards. Source: domain.md 3.8, 3.9."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.events.entry import Unit
from domain.events.envelope import CareerEvent, Upcast, as_it_was
from domain.labels import Label, personal


class Rating(StrEnum):
    XUAT_SAC = "XUAT_SAC"
    TOT = "TOT"
    HOAN_THANH = "HOAN_THANH"
    HAN_CHE = "HAN_CHE"
    """Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực: to 19/8/2020."""
    KHONG = "KHONG"


class Grantee(StrEnum):
    PERSON = "PERSON"
    COLLECTIVE = "COLLECTIVE"


Score = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
"""Out of 100. Source: domain.md 3.8 (NĐ 335/2025, NĐ 233/2026)."""


class EvaluationRecorded(CareerEvent):
    """Đánh giá, xếp loại chất lượng of one working year; of a month or quarter of it where one is
    named. `split_comment`: the written comment of the unit where the person was before (R-EVA-02).
    """

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "evaluation.recorded"
    label: ClassVar[Label] = Label("Đánh giá, xếp loại", "Evaluation")
    ndb_group: ClassVar[int | None] = 6
    year: Annotated[int, Label("Năm", "Year")]
    rating: Annotated[Rating, personal("Xếp loại", "Rating")]
    evaluator: Annotated[str | None, personal("Người đánh giá", "Evaluator")] = None
    month: Annotated[int | None, Field(ge=1, le=12), Label("Tháng", "Month")] = None
    quarter: Annotated[int | None, Field(ge=1, le=4), Label("Quý", "Quarter")] = None
    score: Annotated[Score | None, personal("Điểm", "Score")] = None
    unit: Unit | None = None
    doc_ref: Annotated[str | None, Label("Văn bản công nhận", "Paper of reference")] = None
    split_comment: Annotated[
        str | None, personal("Nhận xét của đơn vị cũ", "Comment of the former unit")
    ] = None


class AwardGranted(CareerEvent):
    """Khen thưởng: a code of domain.md 3.9 and the words on the paper. `bonus` in đồng."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "award.granted"
    label: ClassVar[Label] = Label("Khen thưởng", "Award")
    ndb_group: ClassVar[int | None] = 6
    code: Annotated[str, Label("Mã hình thức", "Code")]
    full_name: Annotated[str, Label("Hình thức khen thưởng", "Award as printed")]
    achievement_period: Annotated[str | None, Label("Thành tích năm", "Achievement period")] = None
    granted_to: Annotated[Grantee, Label("Đối tượng", "Granted to")] = Grantee.PERSON
    certificate_no: Annotated[str | None, Label("Số vào sổ", "Certificate no.")] = None
    rank: Annotated[str | None, Label("Hạng", "Class of the award")] = None
    bonus: Annotated[int | None, Field(ge=0), Label("Tiền thưởng (đồng)", "Bonus (đồng)")] = None


class AwardRevoked(CareerEvent):
    """Thu hồi, hủy bỏ khen thưởng: with the decision, the item and the money (đồng) recalled."""

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "award.revoked"
    label: ClassVar[Label] = Label("Thu hồi khen thưởng", "Award revoked")
    ndb_group: ClassVar[int | None] = 6
    code: Annotated[str, Label("Mã hình thức", "Code")]
    revoked_no: Annotated[str | None, Label("Số quyết định bị hủy", "Revoked decision")] = None
    item_recalled: Annotated[str | None, Label("Hiện vật thu hồi", "Item recalled")] = None
    money_recalled: Annotated[
        int | None, Field(ge=0), Label("Tiền thưởng thu hồi (đồng)", "Money recalled (đồng)")
    ] = None
