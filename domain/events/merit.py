"""Evaluation and awards. Source: domain.md 3.8, 3.9."""

from enum import StrEnum
from typing import Annotated, ClassVar

from domain.events.envelope import CareerEvent
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


class EvaluationRecorded(CareerEvent):
    """Đánh giá, xếp loại chất lượng of one working year."""

    topic: ClassVar[str] = "evaluation.recorded"
    label: ClassVar[Label] = Label("Đánh giá, xếp loại", "Evaluation")
    ndb_group: ClassVar[int | None] = 6
    year: Annotated[int, Label("Năm", "Year")]
    rating: Annotated[Rating, personal("Xếp loại", "Rating")]
    evaluator: Annotated[str | None, personal("Người đánh giá", "Evaluator")] = None


class AwardGranted(CareerEvent):
    """Khen thưởng: a code of domain.md 3.9 and the words on the paper."""

    topic: ClassVar[str] = "award.granted"
    label: ClassVar[Label] = Label("Khen thưởng", "Award")
    ndb_group: ClassVar[int | None] = 6
    code: Annotated[str, Label("Mã hình thức", "Code")]
    full_name: Annotated[str, Label("Hình thức khen thưởng", "Award as printed")]
    achievement_period: Annotated[str | None, Label("Thành tích năm", "Achievement period")] = None
    granted_to: Annotated[Grantee, Label("Đối tượng", "Granted to")] = Grantee.PERSON
    certificate_no: Annotated[str | None, Label("Số vào sổ", "Certificate no.")] = None


class AwardRevoked(CareerEvent):
    """Thu hồi, hủy bỏ khen thưởng."""

    topic: ClassVar[str] = "award.revoked"
    label: ClassVar[Label] = Label("Thu hồi khen thưởng", "Award revoked")
    ndb_group: ClassVar[int | None] = 6
    code: Annotated[str, Label("Mã hình thức", "Code")]
    revoked_no: Annotated[str | None, Label("Số quyết định bị hủy", "Revoked decision")] = None
