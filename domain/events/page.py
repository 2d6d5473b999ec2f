"""A page's way into custody and what was read. Source: domain.md 2.9, 2.10."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.events.envelope import Event, StreamKind
from domain.evidence import Digest
from domain.labels import Label, personal

Why = Annotated[str, Field(min_length=2), personal("Lý do", "Reason")]
Image = Annotated[Digest, Label("Dấu của tệp", "Digest of the file")]
SealedImage = Annotated[
    str,
    Field(pattern=r"^[0-9a-f]{64,256}$"),
    Label("Dấu của tệp (niêm phong)", "Sealed digest of the file"),
]
"""The digest of a file that may have to be forgotten: readable with the archive's key alone."""
ImageNo = Annotated[int, Field(ge=1), Label("Ảnh số", "Image number in the file")]


class PageEvent(Event):
    stream: ClassVar[StreamKind] = StreamKind.PAGE
    page_id: Annotated[UUID, Label("Trang", "Page")]


class PageAccessioned(PageEvent):
    """One image of one file lies in the intake.

    `page_id` = page_id_of(dossier, digest, image, copy). All images of a file are recorded
    together. `ordinal` counts the pages that the dossier ever took in, from 1; their present order
    is the dossier's. Width and height are those of the scan as received. `copy_no` is above 1 for
    a blank page whose bytes the dossier holds already: blank pages are never duplicates.
    """

    topic: ClassVar[str] = "page.accessioned"
    label: ClassVar[Label] = Label("Thu nhận trang", "Page accessioned")
    dossier_id: Annotated[UUID, Label("Hồ sơ", "Dossier")]
    batch_id: Annotated[UUID, Label("Lô", "Batch")]
    sealed_digest: SealedImage
    image_no: ImageNo
    copy_no: Annotated[int, Field(ge=1), Label("Bản thứ", "Copy number")] = 1
    file_no: Annotated[int, Field(ge=1), Label("Số thứ tự tệp", "File number in the batch")]
    file_name: Annotated[str, personal("Tên tệp", "File name")]
    file_images: Annotated[int, Field(ge=1), Label("Số ảnh của tệp", "Images in the file")]
    ordinal: Annotated[int, Field(ge=1), Label("Thứ tự", "Ordinal")]
    width_px: Annotated[int, Field(ge=1), Label("Rộng (px)", "Width (px)")]
    height_px: Annotated[int, Field(ge=1), Label("Cao (px)", "Height (px)")]
    dpi: Annotated[int | None, Label("Độ phân giải", "Resolution (dpi)")] = None
    format: Annotated[str, Label("Định dạng", "Format")]


class PagePromoted(PageEvent):
    """The gate was clear, or a person released it: the file is in the masters.

    From now on digest and image number are the page's address, in the clear.
    """

    topic: ClassVar[str] = "page.promoted"
    label: ClassVar[Label] = Label("Nhập kho gốc", "Page promoted")
    digest: Image
    image_no: ImageNo


class PageQuarantined(PageEvent):
    """A stamp was found or could not be ruled out. `level` None: unsure. No content is said.

    `suspected` False: another image of the same file is; the file waits as a whole.
    """

    topic: ClassVar[str] = "page.quarantined"
    label: ClassVar[Label] = Label("Cách ly trang", "Page quarantined")
    suspected: Annotated[bool, Label("Bị nghi", "Suspected")]
    level: Annotated[str | None, Label("Độ mật", "Level")] = None


class PageReleased(PageEvent):
    """A false alarm, says one holder of the right."""

    topic: ClassVar[str] = "page.released"
    label: ClassVar[Label] = Label("Trả trang khỏi cách ly", "Page released")
    why: Why


class PageRemovalRequested(PageEvent):
    """The first of two persons asks that a quarantined page be removed."""

    topic: ClassVar[str] = "page.removalRequested"
    label: ClassVar[Label] = Label("Đề nghị gỡ trang", "Page removal requested")
    why: Why


class PageRemoved(PageEvent):
    """Two persons together: bytes and everything derived are destroyed; no content is named.

    `kept` are the other pages of the file, whose images were taken out of it: `page.extracted`.
    Recorded in the page's stream and in the dossier's.
    """

    topic: ClassVar[str] = "page.removed"
    label: ClassVar[Label] = Label("Gỡ trang", "Page removed")
    first_by: Annotated[UUID, Label("Người đề nghị", "First person")]
    kept: Annotated[tuple[UUID, ...], Label("Trang giữ lại của tệp", "Kept of the file")] = ()


class PageExtracted(PageEvent):
    """The page's file had to go because of another page: its own image was taken out unchanged.

    The page goes on with a file of its own, which passes the gate like any other.
    """

    topic: ClassVar[str] = "page.extracted"
    label: ClassVar[Label] = Label("Tách ảnh khỏi tệp", "Page extracted")
    sealed_digest: SealedImage
    image_no: ImageNo
    width_px: Annotated[int, Field(ge=1), Label("Rộng (px)", "Width (px)")]
    height_px: Annotated[int, Field(ge=1), Label("Cao (px)", "Height (px)")]
    dpi: Annotated[int | None, Label("Độ phân giải", "Resolution (dpi)")] = None
    format: Annotated[str, Label("Định dạng", "Format")]


class PageTranscribed(PageEvent):
    """What was read, by which engine: the transcript is an object in the derived area."""

    topic: ClassVar[str] = "page.transcribed"
    label: ClassVar[Label] = Label("Đọc trang", "Page transcribed")
    digest: Image
    transcript: Annotated[Digest, Label("Bản đọc", "Transcript")]
    engine: Annotated[str, Label("Máy đọc", "Engine, version, model, settings")]
    words: Annotated[int, Field(ge=0), Label("Số từ", "Words")]
    blank: Annotated[bool, Label("Trang trắng", "Blank")]
    flags: Annotated[tuple[str, ...], Label("Chất lượng ảnh", "Quality flags")] = ()
    """BLURRED, LOW_DPI, SKEWED, ROTATED, DAMAGED, FAINT, SEAL_NOT_REMOVABLE, FEW_WORDS."""


class PageUnread(PageEvent):
    """Set aside after three tries; `code` as ocr/errors.py names it."""

    topic: ClassVar[str] = "page.unread"
    label: ClassVar[Label] = Label("Không đọc được trang", "Page unread")
    code: Annotated[str, Label("Mã lỗi", "Code")]
    tries: Annotated[int, Field(ge=1), Label("Số lần thử", "Tries")]


class PageJudged(PageEvent):
    """A person's verdict on the image: accepted, or a rescan wanted."""

    topic: ClassVar[str] = "page.judged"
    label: ClassVar[Label] = Label("Đánh giá ảnh", "Page judged")
    accepted: Annotated[bool, Label("Chấp nhận", "Accepted")]
    why: Why | None = None


class PageRescanned(PageEvent):
    """A new image of the same page takes its place; the earlier one stays in custody.

    It passes the gate like any other: then `page.promoted` names its digest. Recorded in the
    page's stream and in the batch's, where it counts as one image in.
    """

    topic: ClassVar[str] = "page.rescanned"
    label: ClassVar[Label] = Label("Quét lại trang", "Page rescanned")
    sealed_digest: SealedImage
    image_no: ImageNo
    width_px: Annotated[int, Field(ge=1), Label("Rộng (px)", "Width (px)")]
    height_px: Annotated[int, Field(ge=1), Label("Cao (px)", "Height (px)")]
    dpi: Annotated[int | None, Label("Độ phân giải", "Resolution (dpi)")] = None
    format: Annotated[str, Label("Định dạng", "Format")]
    batch_id: Annotated[UUID, Label("Lô", "Batch")]


class PageInserted(PageEvent):
    """A forgotten sheet is placed behind `after_page` (None: at the start).

    Recorded in the page's stream and in the dossier's.
    """

    topic: ClassVar[str] = "page.inserted"
    label: ClassVar[Label] = Label("Chèn trang", "Page inserted")
    dossier_id: Annotated[UUID, Label("Hồ sơ", "Dossier")]
    after_page: Annotated[UUID | None, Label("Sau trang", "After page")] = None


class PageRefiled(PageEvent):
    """A misfiled page goes to another dossier, keeping its history.

    Recorded in the page's stream and in both dossiers'.
    """

    topic: ClassVar[str] = "page.refiled"
    label: ClassVar[Label] = Label("Chuyển trang sang hồ sơ khác", "Page refiled")
    from_dossier_id: Annotated[UUID, Label("Từ hồ sơ", "From dossier")]
    to_dossier_id: Annotated[UUID, Label("Đến hồ sơ", "To dossier")]
    after_page: Annotated[UUID | None, Label("Sau trang", "After page")] = None
    why: Why
