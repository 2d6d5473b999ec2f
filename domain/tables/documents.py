"""Types of documents in a dossier, and which events each may produce. Source: domain.md 2.2, 2.3.

What a type is called stands at the doors (`docType.*`); its name in Vietnamese is here as the
reference has it. Most pages are no decisions: they produce nothing, and are kept and found.
"""

from dataclasses import dataclass

from domain.tables.dated import Dated
from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class DocType(Dated):
    """`produces`: topics, or a family by its beginning (`salary.`); `at_entry`: part of the dossier
    at first recruitment; `sensitive`: its image is (domain.md 6.4)."""

    code: str
    name: str
    produces: tuple[str, ...] = ()
    at_entry: bool = False
    sensitive: bool = False


_ENTRY = "TT 07/2019/TT-BNV Điều 10"
_SERVICE = "domain.md 2.3"


def _entry(code: str, name: str, mark: Mark = Mark.V, *produces: str, **more: bool) -> DocType:
    return DocType(
        code=code,
        name=name,
        produces=produces,
        at_entry=True,
        source=_ENTRY,
        mark=mark,
        sensitive=more.get("sensitive", False),
    )


def _service(code: str, name: str, *produces: str, mark: Mark = Mark.K, **more: bool) -> DocType:
    return DocType(
        code=code,
        name=name,
        produces=produces,
        source=_SERVICE,
        mark=mark,
        sensitive=more.get("sensitive", False),
    )


DOC_TYPES: dict[str, DocType] = {
    row.code: row
    for row in (
        _entry("LY_LICH_BOOK", "Quyển lý lịch", Mark.V, "identity.recorded"),
        _entry(
            "SO_YEU_LY_LICH",
            "Sơ yếu lý lịch",
            Mark.V,
            "identity.recorded",
            "claim.workPeriod",
            "claim.salaryStep",
            "family.declared",
        ),
        _entry("GIAY_KHAI_SINH", "Giấy khai sinh (bản sao)"),
        _entry("LY_LICH_TU_PHAP", "Phiếu lý lịch tư pháp", sensitive=True),
        _entry("GIAY_KSK", "Giấy chứng nhận sức khỏe", Mark.V, "health.checked", sensitive=True),
        _entry(
            "VAN_BANG_CHUNG_CHI",
            "Văn bằng, chứng chỉ, bảng điểm",
            Mark.V,
            "education.completed",
            "training.completed",
        ),
        _entry("QD_TUYEN_DUNG", "Quyết định tuyển dụng", Mark.K, "recruitment.made"),
        _entry("HD_LAM_VIEC", "Hợp đồng làm việc", Mark.K, "contract."),
        _service("PL_HOP_DONG", "Phụ lục hợp đồng", "contract.amended"),
        _service("PHIEU_BO_SUNG_LL", "Phiếu bổ sung lý lịch", "profile.supplemented"),
        _service("TIEU_SU_TOM_TAT", "Tiểu sử tóm tắt"),
        _service("QD", "Quyết định về cán bộ"),
        _service("QUYET_DINH", "Quyết định"),
        _service("PHIEU_DANH_GIA", "Phiếu đánh giá, xếp loại", "evaluation.recorded"),
        _service("BAN_KE_KHAI_TSTN", "Bản kê khai tài sản", "asset.declared", sensitive=True),
        _service("KET_LUAN_KIEM_TRA", "Kết luận kiểm tra", "inspection.concluded"),
        _service("DON_THU", "Đơn thư khiếu nại, tố cáo", "complaint.resolved"),
        _service("QD_KY_LUAT", "Quyết định kỷ luật", "discipline."),
        _service("BIEN_BAN_HDKL", "Biên bản hội đồng kỷ luật"),
        _service("QD_KHEN_THUONG", "Quyết định khen thưởng", "award.granted"),
        _service("BANG_KHEN", "Bằng khen", "award.granted"),
        _service("GIAY_KHEN", "Giấy khen", "award.granted"),
        _service("HUAN_CHUONG", "Huân chương", "award.granted"),
        _service("QD_LUONG", "Quyết định về lương", "salary."),
        _service("NHAN_XET_BTV", "Nhận xét của ban thường vụ", sensitive=True),
        _service("NQ_CAP_UY", "Nghị quyết của cấp ủy", "party.", sensitive=True),
        _service(
            "QD_DANG", "Quyết định của Đảng", "party.", "partyDiscipline.imposed", sensitive=True
        ),
        _service("PHIEU_GIAO_NHAN", "Phiếu giao nhận hồ sơ", "dossier.transferred"),
        _service("PHIEU_CHUYEN_HS", "Phiếu chuyển hồ sơ", "dossier.transferred"),
        _service("CCCD_ANH", "Ảnh thẻ căn cước", sensitive=True),
        _service("HO_CHIEU", "Hộ chiếu", sensitive=True),
        _service("VB_DINH_CHINH", "Văn bản đính chính, cải chính hộ tịch", "identity.corrected"),
        _service("MUC_LUC_VAN_BAN", "Mục lục văn bản", mark=Mark.P),
        _service("BIA_HO_SO", "Bìa hồ sơ", mark=Mark.P),
        _service("CHUNG_TU_KET_THUC", "Chứng từ kết thúc", mark=Mark.P),
        _service("DON", "Đơn"),
        _service("TO_TRINH", "Tờ trình"),
        _service("BIEN_BAN", "Biên bản"),
        _service("CONG_VAN", "Công văn", "decision.corrected"),
        _service("THONG_BAO", "Thông báo", "assignment.made", "retirement.noticed"),
        _service("KHAC", "Khác", mark=Mark.P),
    )
}
"""By code."""


def is_sensitive_type(code: str | None) -> bool:
    """Whether such a paper is sensitive as a whole (domain.md 6.4); one not known is not."""
    row = DOC_TYPES.get(code or "")
    return row is not None and row.sensitive
