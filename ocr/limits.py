"""What a file is, by its content, and how large it may be: asked before anything is decoded."""

from enum import StrEnum

from pydantic import Field

from domain.frozen import Frozen
from ocr.errors import UnreadableScan


class Format(StrEnum):
    TIFF = "TIFF"
    JPEG = "JPEG"
    PNG = "PNG"
    PDF = "PDF"


class Limits(Frozen):
    """Outside these a file is refused before it is decoded.

    `max_image_px` keeps below the decoder's own alarm (89.4 million) and lets A3 at 600 dpi pass
    (69.6 million). PDF pages that are no single image are drawn at `raster_dpi`.
    """

    max_file_bytes: int = Field(default=256 * 1024 * 1024, ge=1)
    max_image_px: int = Field(default=89_000_000, ge=1, le=89_000_000)
    max_side_px: int = Field(default=30_000, ge=1)
    min_side_px: int = Field(default=32, ge=1)
    max_images: int = Field(default=2_000, ge=1)
    raster_dpi: int = Field(default=300, ge=72, le=600)


def format_of(content: bytes, *, limits: Limits) -> Format:
    if not content:
        raise UnreadableScan("scan.empty")
    if len(content) > limits.max_file_bytes:
        raise UnreadableScan("scan.tooLarge", bytes=len(content), limitBytes=limits.max_file_bytes)
    if content[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return Format.TIFF
    if content[:3] == b"\xff\xd8\xff":
        return Format.JPEG
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return Format.PNG
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    raise UnreadableScan("scan.notAScan")


def looks_like_a_scan(head: bytes) -> bool:
    """Whether a file that begins with `head` (its first kilobyte) is of a format of scans."""
    try:
        format_of(head, limits=Limits())
    except UnreadableScan:
        return False
    return True


def check_count(images: int, *, limits: Limits) -> None:
    if images < 1:
        raise UnreadableScan("scan.noImages")
    if images > limits.max_images:
        raise UnreadableScan("scan.tooManyImages", images=images, limit=limits.max_images)


def check_number(image_no: int, images: int) -> None:
    if not 1 <= image_no <= images:
        raise UnreadableScan("scan.noSuchImage", imageNo=image_no, images=images)


def check_size(width_px: int, height_px: int, *, limits: Limits) -> None:
    if width_px < 1 or height_px < 1:
        raise UnreadableScan("scan.corrupt")
    if width_px * height_px > limits.max_image_px:
        raise UnreadableScan(
            "scan.bomb", widthPx=width_px, heightPx=height_px, limitPx=limits.max_image_px
        )
    if max(width_px, height_px) > limits.max_side_px:
        raise UnreadableScan(
            "scan.sideTooLong", widthPx=width_px, heightPx=height_px, limitSidePx=limits.max_side_px
        )
    if min(width_px, height_px) < limits.min_side_px:
        raise UnreadableScan("scan.tooSmall", widthPx=width_px, heightPx=height_px)
