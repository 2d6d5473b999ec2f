"""Where a dossier is kept, sealed, counted, and what becomes of it. Source: domain.md 2.8, 3.13,
6.3, 6.5."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.dates import PartialDate
from domain.events.dossier import DossierEvent, InventoryLine, Why
from domain.events.envelope import SecrecyLevel, UnitRef
from domain.labels import Label, personal

Sheets = Annotated[int, Field(ge=0), Label("Số tờ", "Sheets")]
SlipNo = Annotated[str, Label("Số phiếu chuyển", "Slip no.")]
On = Annotated[PartialDate, Label("Ngày", "Date")]
From = Annotated[UnitRef, Label("Bên giao", "Handed over by")]
To = Annotated[UnitRef, Label("Bên nhận", "Received by")]
Row = Annotated[str, Label("Dòng thời hạn bảo quản", "Row of the retention table")]


class DossierTransferred(DossierEvent):
    """Bàn giao hồ sơ: handed over with slip and inventory; the holder keeps a register entry."""

    topic: ClassVar[str] = "dossier.transferred"
    label: ClassVar[Label] = Label("Chuyển giao hồ sơ", "Dossier transferred")
    from_unit: From | None = None
    to_unit: To
    transferred_on: On
    sheets: Sheets | None = None
    slip_no: SlipNo | None = None


class DossierReceived(DossierEvent):
    """Tiếp nhận hồ sơ: the sheets as counted on arrival (R-DOS-01)."""

    topic: ClassVar[str] = "dossier.received"
    label: ClassVar[Label] = Label("Tiếp nhận hồ sơ", "Dossier received")
    from_unit: From
    to_unit: To | None = None
    received_on: On
    sheets: Sheets | None = None
    slip_no: SlipNo | None = None


class DossierSealed(DossierEvent):
    """Niêm phong hồ sơ, or the part of it that is named."""

    topic: ClassVar[str] = "dossier.sealed"
    label: ClassVar[Label] = Label("Niêm phong hồ sơ", "Dossier sealed")
    sealed_on: On
    part: Annotated[str | None, personal("Phần niêm phong", "Part sealed")] = None
    why: Why


class DossierInventoried(DossierEvent):
    """Kiểm kê hồ sơ: what was counted, with the lines of the inventory where they were taken."""

    topic: ClassVar[str] = "dossier.inventoried"
    label: ClassVar[Label] = Label("Kiểm kê hồ sơ", "Dossier inventoried")
    inventoried_on: On
    sheets: Sheets
    lines: Annotated[tuple[InventoryLine, ...], personal("Mục lục", "Inventory")] = ()


class SecretDeclassified(DossierEvent):
    """Giải mật: a paper lowers the secrecy of a stub or a document (domain.md 6.5)."""

    topic: ClassVar[str] = "secret.declassified"
    label: ClassVar[Label] = Label("Giải mật", "Declassified")
    paper: Annotated[str, Field(min_length=1), Label("Văn bản giải mật", "Paper")]
    declassified_on: On
    level: Annotated[SecrecyLevel, Label("Độ mật mới", "New level")]
    document_id: Annotated[UUID | None, Label("Văn bản", "Document")] = None
    sheet_no: Annotated[int | None, Field(ge=1), Label("Tờ số", "Sheet")] = None


class DispositionProposed(DossierEvent):
    """Đề nghị tiêu hủy: never of what is kept for ever (R-RET-01)."""

    topic: ClassVar[str] = "disposition.proposed"
    label: ClassVar[Label] = Label("Đề nghị tiêu hủy", "Disposition proposed")
    row: Row
    retention_until: Annotated[PartialDate, Label("Bảo quản đến", "Retained until")]


class DispositionApproved(DossierEvent):
    """Hội đồng xác định giá trị tài liệu đồng ý tiêu hủy."""

    topic: ClassVar[str] = "disposition.approved"
    label: ClassVar[Label] = Label("Đồng ý tiêu hủy", "Disposition approved")
    council_paper: Annotated[str, Label("Biên bản của hội đồng", "Paper of the council")]
    approved_on: On


class DispositionExecuted(DossierEvent):
    """Đã tiêu hủy bản giấy theo biên bản; scans and events stay (R-RET-01)."""

    topic: ClassVar[str] = "disposition.executed"
    label: ClassVar[Label] = Label("Đã tiêu hủy", "Disposition executed")
    record_no: Annotated[str, Label("Biên bản tiêu hủy", "Record of destruction")]
    executed_on: On
