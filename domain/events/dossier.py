"""Batches, dossiers, documents and proposals. Source: domain.md 2.9, 2.10."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.dates import PartialDate
from domain.events.envelope import Decision, Event, StreamKind, Upcast, as_it_was
from domain.evidence import Confidence, Digest
from domain.frozen import Frozen
from domain.labels import Label, personal

Why = Annotated[str, Field(min_length=3), personal("Lý do", "Reason")]
DocumentId = Annotated[UUID, Label("Văn bản", "Document")]
Pages = Annotated[tuple[UUID, ...], Label("Các trang", "Pages")]

BATCHES_STREAM = UUID("3f0d8a52-6c1e-4b7a-9a57-2d4f8f1c6b03")
"""Where every `batch.opened` stands a second time, so that their numbers run without a gap."""


class BatchEvent(Event):
    stream: ClassVar[StreamKind] = StreamKind.BATCH
    batch_id: Annotated[UUID, Label("Lô", "Batch")]


class DossierEvent(Event):
    stream: ClassVar[StreamKind] = StreamKind.DOSSIER
    dossier_id: Annotated[UUID, Label("Hồ sơ", "Dossier")]


class BatchOpened(BatchEvent):
    """What was handed in, by whom (`recorded_by`), from where. `number` counts the batches.

    Recorded in the batch's stream and in BATCHES_STREAM.
    """

    topic: ClassVar[str] = "batch.opened"
    label: ClassVar[Label] = Label("Mở lô", "Batch opened")
    number: Annotated[int, Field(ge=1), Label("Số lô", "Batch number")]
    folder_digest: Annotated[Digest, Label("Dấu của thư mục", "Digest of the folder's listing")]
    files: Annotated[int, Field(ge=0), Label("Số tệp", "Files")]


class BatchClosed(BatchEvent):
    """Every file of the batch was taken, rejected or found a duplicate."""

    topic: ClassVar[str] = "batch.closed"
    label: ClassVar[Label] = Label("Đóng lô", "Batch closed")
    images_in: Annotated[int, Field(ge=0), Label("Số ảnh vào", "Images in")]


class FileRejected(BatchEvent):
    """A file that cannot be taken in counts as one image. `code` as ocr/errors.py names it, or
    `file.*` for what is wrong with the file itself (archive/delivery.py)."""

    topic: ClassVar[str] = "file.rejected"
    label: ClassVar[Label] = Label("Từ chối tệp", "File rejected")
    dossier_id: Annotated[UUID | None, Label("Hồ sơ", "Dossier")] = None
    file_no: Annotated[int, Field(ge=1), Label("Số thứ tự tệp", "File number in the batch")]
    file_name: Annotated[str, personal("Tên tệp", "File name")]
    code: Annotated[str, Label("Mã lỗi", "Code")]
    images: Annotated[int, Field(ge=1), Label("Số ảnh", "Images")] = 1


class FileDuplicated(BatchEvent):
    """The same bytes twice in one dossier: recorded once, reported."""

    topic: ClassVar[str] = "file.duplicated"
    label: ClassVar[Label] = Label("Tệp trùng", "File duplicated")
    dossier_id: Annotated[UUID, Label("Hồ sơ", "Dossier")]
    file_no: Annotated[int, Field(ge=1), Label("Số thứ tự tệp", "File number in the batch")]
    file_name: Annotated[str, personal("Tên tệp", "File name")]
    images: Annotated[int, Field(ge=1), Label("Số ảnh", "Images")]


class InventoryLine(Frozen):
    """One line of the mục lục văn bản, as given."""

    ordinal: int | None = None
    number: str | None = None
    date: PartialDate | None = None
    type: str | None = None
    title: str | None = None
    sheets: int | None = None


class DossierOpened(DossierEvent):
    """`name`: the sub-folder's or file's name as handed in; `file_code` where one is known."""

    topic: ClassVar[str] = "dossier.opened"
    label: ClassVar[Label] = Label("Mở hồ sơ", "Dossier opened")
    name: Annotated[str, personal("Tên hồ sơ", "Dossier name")]
    file_code: Annotated[str | None, Label("Mã hồ sơ", "File code")] = None


class DossierDescribed(DossierEvent):
    """Whose dossier the manifest or a person says it is, and how many sheets; a later
    description replaces an earlier one field by field (None leaves a field as it was)."""

    topic: ClassVar[str] = "dossier.described"
    label: ClassVar[Label] = Label("Mô tả hồ sơ", "Dossier described")
    person_name: Annotated[str | None, personal("Họ và tên", "Person")] = None
    identifier: Annotated[str | None, personal("Số định danh", "Identifier")] = None
    birth_date: Annotated[PartialDate | None, personal("Ngày sinh", "Birth date")] = None
    sheets: Annotated[int | None, Field(ge=0), Label("Số tờ", "Sheets")] = None
    sides: Annotated[int | None, Field(ge=1, le=2), Label("Số mặt", "Sides")] = None
    blank_sides: Annotated[
        int | None, Field(ge=0), Label("Mặt trắng không quét", "Blank sides not scanned")
    ] = None
    inventory: Annotated[tuple[InventoryLine, ...] | None, personal("Mục lục", "Inventory")] = None


class DossierAccessioned(DossierEvent):
    """What came in with one batch; a later accession appends.

    `before_page`: by the order of their file names the pages stand before this one, which came in
    earlier. Recorded in the dossier's stream and in the batch's.
    """

    topic: ClassVar[str] = "dossier.accessioned"
    label: ClassVar[Label] = Label("Thu nhận hồ sơ", "Dossier accessioned")
    batch_id: Annotated[UUID, Label("Lô", "Batch")]
    images: Annotated[int, Field(ge=0), Label("Số ảnh", "Images")]
    page_ids: Pages
    before_page: Annotated[UUID | None, Label("Trước trang", "Before page")] = None


class DossierBound(DossierEvent):
    """Whose dossier it is, once known."""

    topic: ClassVar[str] = "dossier.bound"
    label: ClassVar[Label] = Label("Gắn hồ sơ với người", "Dossier bound")
    person_id: Annotated[UUID, Label("Mã người", "Person")]


class DossierBalanced(DossierEvent):
    """The count is met."""

    topic: ClassVar[str] = "dossier.balanced"
    label: ClassVar[Label] = Label("Hồ sơ đủ ảnh", "Dossier balanced")
    expected: Annotated[int, Label("Số ảnh phải có", "Expected images")]
    images: Annotated[int, Label("Số ảnh có", "Images")]


class MissingHint(Frozen):
    """Where images may be missing or extra, only where there is a sign of it.

    `kind`: PAGE_NUMBER (printed numbers leave a gap), LIST_ROWS (those of a list's rows do),
    NO_HEAD, NO_END (a document begins without its head, or lacks its signature), INVENTORY (a paper
    listed there was not found, or has too few pages), DOUBLE_SCAN, FOREIGN_PAGE (a paper names only
    somebody else). `after_page`: the page before the place (None: the start); `before_page`: the
    page behind it. `expected_label`: the number of the page, row or paper that is missing.
    """

    kind: str
    after_page: UUID | None = None
    before_page: UUID | None = None
    expected_label: str | None = None


class DossierHeld(DossierEvent):
    """Images are missing (`difference` < 0) or extra (> 0); read and proposed, not confirmed."""

    topic: ClassVar[str] = "dossier.held"
    label: ClassVar[Label] = Label("Giữ lại hồ sơ", "Dossier held")
    expected: Annotated[int, Label("Số ảnh phải có", "Expected images")]
    images: Annotated[int, Label("Số ảnh có", "Images")]
    difference: Annotated[int, Label("Chênh lệch", "Difference")]
    hints: Annotated[tuple[MissingHint, ...], Label("Gợi ý", "Hints")] = ()


class Description(Frozen):
    """What a document is: confirmed or proposed."""

    doc_type: str
    number: str | None = None
    issue_date: PartialDate | None = None
    title: str | None = None
    issuer: str | None = None
    signer: str | None = None
    decision: Decision | None = None


class DocumentProposed(DossierEvent):
    """Segmentation and description by the machine; the fields are an object (`reading`)."""

    topic: ClassVar[str] = "document.proposed"
    label: ClassVar[Label] = Label("Đề xuất văn bản", "Document proposed")
    document_id: DocumentId
    page_ids: Pages
    doc_type: Annotated[str, Label("Loại văn bản", "Document type")]
    reading: Annotated[Digest, Label("Kết quả đọc", "Reading")]
    replaces: Annotated[tuple[UUID, ...], Label("Thay cho", "Replaces")] = ()
    """Unconfirmed documents that this segmentation makes void."""


class DocumentAssembled(DossierEvent):
    """A person confirmed which pages are one document and what it is."""

    topic: ClassVar[str] = "document.assembled"
    label: ClassVar[Label] = Label("Lập văn bản", "Document assembled")
    document_id: DocumentId
    page_ids: Pages
    description: Annotated[Description, personal("Mô tả", "Description")]


class DocumentSplit(DossierEvent):
    """The part with the first page keeps the id; `new_document_id` begins at `page_ids[0]`."""

    topic: ClassVar[str] = "document.split"
    label: ClassVar[Label] = Label("Tách văn bản", "Document split")
    document_id: DocumentId
    new_document_id: Annotated[UUID, Label("Văn bản mới", "New document")]
    page_ids: Pages


class DocumentJoined(DossierEvent):
    """`other_document_id`'s pages follow those of `document_id`, and it points there."""

    topic: ClassVar[str] = "document.joined"
    label: ClassVar[Label] = Label("Ghép văn bản", "Document joined")
    document_id: DocumentId
    other_document_id: Annotated[UUID, Label("Văn bản kia", "Other document")]


class DocumentReordered(DossierEvent):
    topic: ClassVar[str] = "document.reordered"
    label: ClassVar[Label] = Label("Xếp lại trang", "Document reordered")
    document_id: DocumentId
    page_ids: Pages


class DocumentDescribed(DossierEvent):
    topic: ClassVar[str] = "document.described"
    label: ClassVar[Label] = Label("Mô tả văn bản", "Document described")
    document_id: DocumentId
    description: Annotated[Description, personal("Mô tả", "Description")]


class ProposalMade(DossierEvent):
    """What the machine proposes; values, boxes and confidences are in the object `fields`.

    `batch_id` names the paper: the same for all its acts and in every dossier that holds a copy.
    `confidence` is the reader's of the whole, `unsure` the number of fields that it doubts
    (domain.md 4.9); `list_row` counts the rows of a list from 1.
    """

    topic: ClassVar[str] = "proposal.made"
    label: ClassVar[Label] = Label("Đề xuất sự kiện", "Proposal made")
    proposal_id: Annotated[UUID, Label("Đề xuất", "Proposal")]
    document_id: DocumentId
    event_type: Annotated[str, Label("Loại sự kiện", "Event type")]
    fields: Annotated[Digest, Label("Các trường", "Fields")]
    batch_id: Annotated[UUID | None, Label("Cùng văn bản", "Same paper")] = None
    list_row: Annotated[int | None, Field(ge=1), Label("Dòng danh sách", "Row of the list")] = None
    confidence: Annotated[Confidence, Label("Độ tin cậy", "Confidence")]
    unsure: Annotated[int, Field(ge=0), Label("Số trường nghi ngờ", "Doubted fields")]


class ProposalConfirmed(DossierEvent):
    """`event_id` is what it became; `attached` True when it proved an event that existed."""

    topic: ClassVar[str] = "proposal.confirmed"
    label: ClassVar[Label] = Label("Xác nhận đề xuất", "Proposal confirmed")
    proposal_id: Annotated[UUID, Label("Đề xuất", "Proposal")]
    person_id: Annotated[UUID, Label("Mã người", "Person")]
    event_id: Annotated[UUID, Label("Sự kiện", "Event")]
    attached: Annotated[bool, Label("Gắn vào sự kiện đã có", "Attached")] = False
    changed_fields: Annotated[tuple[str, ...], Label("Trường đã sửa", "Changed fields")] = ()


class ProposalRejected(DossierEvent):
    topic: ClassVar[str] = "proposal.rejected"
    label: ClassVar[Label] = Label("Bác đề xuất", "Proposal rejected")
    proposal_id: Annotated[UUID, Label("Đề xuất", "Proposal")]
    why: Why


class SecretStubRegistered(DossierEvent):
    """A stamped paper exists outside: neither content nor person (R-SEC-01).

    The sheets are `sheet_no` to `sheet_to`, or `sheet_no` alone.
    """

    class_version: ClassVar[int] = 2
    upcast_v1_v2: ClassVar[Upcast] = as_it_was
    topic: ClassVar[str] = "secret.stubRegistered"
    label: ClassVar[Label] = Label("Ghi nhận tài liệu mật", "Secret stub registered")
    level: Annotated[str, Label("Độ mật", "Level")]
    sheet_no: Annotated[int | None, Label("Tờ số", "Sheet")] = None
    holder: Annotated[str, Label("Nơi giữ", "Holder")]
    file_code: Annotated[str | None, Label("Mã hồ sơ", "File code")] = None
    sheet_to: Annotated[int | None, Field(ge=1), Label("Đến tờ số", "To sheet")] = None
