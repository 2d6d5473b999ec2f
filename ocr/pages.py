"""Bytes to sheets: what a file is, how many images it holds, and each image as pixels.

A file is known by its content, never by its name, and measured before it is decoded.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import pikepdf
from PIL import Image
from pydantic import Field

from domain.frozen import Frozen
from ocr import pdf as pdf_pages
from ocr import tiff
from ocr.heard import refusing_damaged
from ocr.limits import Format as Format
from ocr.limits import Limits as Limits
from ocr.limits import check_count, check_number, check_size, format_of
from ocr.preview import jpeg_preview as jpeg_preview
from ocr.preview import png_preview as png_preview
from ocr.raster import (
    is_plausible,
    jpeg_size,
    paper_dpi,
    picture_of,
    pixels_of,
    refuse_broken_jpeg,
    tagged_dpi,
)
from ocr.sheet import Sheet


class Mode(StrEnum):
    """What the samples can hold, not what they do hold."""

    BILEVEL = "BILEVEL"
    GREY = "GREY"
    COLOUR = "COLOUR"


class ImageFacts(Frozen):
    """One image of a file. `width_px` x `height_px` is the raster that boxes are measured in.

    `dpi` is None when neither the file nor a plausible paper size tells. `damaged`: it opens, but
    the file around it had to be repaired.
    """

    image_no: int = Field(ge=1)
    width_px: int
    height_px: int
    dpi: int | None
    mode: Mode
    damaged: bool = False


class FileFacts(Frozen):
    """`warnings` are stable codes: PDF_REPAIRED, PDF_RASTERISED, DPI_UNKNOWN."""

    format: Format
    images: tuple[ImageFacts, ...]
    warnings: tuple[str, ...] = ()


_DEFAULT = Limits()


def identify(content: bytes, *, limits: Limits = _DEFAULT) -> FileFacts:
    """Say what a file is, count its images and decode each once, so that none fails later.

    Raises:
        UnreadableScan: any of its codes but scan.noSuchImage.
    """
    kind = format_of(content, limits=limits)
    with refusing_damaged():
        if kind is Format.PDF:
            return _identify_pdf(content, limits=limits)
        return _identify_raster(content, kind, limits=limits)


def _identify_raster(content: bytes, kind: Format, *, limits: Limits) -> FileFacts:
    images = []
    if kind is Format.JPEG:
        check_size(*jpeg_size(content), limits=limits)
        refuse_broken_jpeg(content)
    if kind is Format.TIFF:
        for page in tiff.directories(content, max_images=limits.max_images):
            check_size(page.number(tiff.WIDTH), page.number(tiff.HEIGHT), limits=limits)
            for jpeg in tiff.jpegs(content, page):
                refuse_broken_jpeg(jpeg)
    for image_no in range(1, _count(content, kind, limits=limits) + 1):
        picture = picture_of(content, kind, image_no, limits=limits)
        images.append(_facts(picture, image_no, tagged_dpi(picture)))
    return _file_facts(kind, images, set())


def open_image(content: bytes, image_no: int, *, limits: Limits = _DEFAULT) -> Sheet:
    """Decode one image: turned as its EXIF tag says, on white paper, eight bits a channel.

    Args:
        image_no: from 1, as in `FileFacts`.

    Raises:
        UnreadableScan: any of its codes.
    """
    kind = format_of(content, limits=limits)
    if kind is not Format.PDF:
        return _raster_sheet(content, kind, image_no, limits=limits)
    with _opened_pdf(content) as pdf:
        check_number(image_no, len(pdf.pages))
        return _pdf_sheet(content, pdf, image_no, limits=limits)


def open_images(content: bytes, *, limits: Limits = _DEFAULT) -> Iterator[Sheet]:
    """Decode every image in the file's order, one at a time; each as `open_image` gives it.

    Raises:
        UnreadableScan: any of its codes but scan.noSuchImage.
    """
    kind = format_of(content, limits=limits)
    if kind is not Format.PDF:
        for image_no in range(1, _count(content, kind, limits=limits) + 1):
            yield _raster_sheet(content, kind, image_no, limits=limits)
        return
    with _opened_pdf(content) as pdf:
        check_count(len(pdf.pages), limits=limits)
        for image_no in range(1, len(pdf.pages) + 1):
            yield _pdf_sheet(content, pdf, image_no, limits=limits)


def extract_image(content: bytes, image_no: int, *, limits: Limits = _DEFAULT) -> bytes:
    """Take one image out as a file of its own, its compressed bytes unchanged.

    A TIFF with old-style JPEG is the one exception: its pixels are stored again, without loss.

    Raises:
        UnreadableScan: any of its codes.
    """
    match format_of(content, limits=limits):
        case Format.PDF:
            with pdf_pages.opened(content) as pdf:
                check_number(image_no, len(pdf.pages))
                return content if len(pdf.pages) == 1 else pdf_pages.alone(pdf, image_no)
        case Format.TIFF:
            found = tiff.directories(content, max_images=limits.max_images)
            check_number(image_no, len(found))
            if len(found) == 1:
                return content
            single = tiff.alone(content, found[image_no - 1])
            if single is None:
                target = io.BytesIO()
                picture = picture_of(content, Format.TIFF, image_no, limits=limits)
                picture.save(target, "TIFF", compression="tiff_deflate")
                return target.getvalue()
            return single
        case Format.JPEG | Format.PNG:
            check_number(image_no, 1)
            return content


def _identify_pdf(content: bytes, *, limits: Limits) -> FileFacts:
    flags: set[str] = set()
    with _opened_pdf(content) as pdf:
        check_count(len(pdf.pages), limits=limits)
        images = [
            _pdf_facts(content, pdf, page_no, limits=limits, flags=flags)
            for page_no in range(1, len(pdf.pages) + 1)
        ]
        if pdf_pages.is_repaired(pdf):
            flags.add("PDF_REPAIRED")
            images = [facts.model_copy(update={"damaged": True}) for facts in images]
    return _file_facts(Format.PDF, images, flags)


def _file_facts(kind: Format, images: list[ImageFacts], flags: set[str]) -> FileFacts:
    if any(facts.dpi is None for facts in images):
        flags.add("DPI_UNKNOWN")
    return FileFacts(format=kind, images=tuple(images), warnings=tuple(sorted(flags)))


@contextmanager
def _opened_pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pdf_pages.opened(content) as pdf:
        pdf_pages.refuse_active_content(pdf)
        yield pdf


def _raster_sheet(content: bytes, kind: Format, image_no: int, *, limits: Limits) -> Sheet:
    picture = picture_of(content, kind, image_no, limits=limits)
    pixels = pixels_of(picture)
    return Sheet.of_scan(pixels, dpi=tagged_dpi(picture) or paper_dpi(pixels))


def _pdf_sheet(content: bytes, pdf: pikepdf.Pdf, page_no: int, *, limits: Limits) -> Sheet:
    damaged = pdf_pages.is_repaired(pdf)
    own = _pdf_picture(pdf, page_no, limits=limits)
    if own is not None:
        picture, dpi = own
        pixels = pixels_of(picture)
        return Sheet.of_scan(pixels, dpi=dpi or paper_dpi(pixels), damaged=damaged)
    size = pdf_pages.page_size_px(pdf, page_no, dpi=limits.raster_dpi)
    check_size(*size, limits=limits)
    pixels = pdf_pages.rendered(content, page_no, dpi=limits.raster_dpi)
    return Sheet.of_scan(pixels, dpi=limits.raster_dpi, damaged=damaged)


def _count(content: bytes, kind: Format, *, limits: Limits) -> int:
    if kind is not Format.TIFF:
        return 1
    return len(tiff.directories(content, max_images=limits.max_images))


def _pdf_picture(
    pdf: pikepdf.Pdf, page_no: int, *, limits: Limits
) -> tuple[Image.Image, int] | None:
    """The page's own image, turned as the page is, and its dpi; None when it must be drawn."""
    found = pdf_pages.full_page_image(pdf, page_no)
    if found is None:
        return None
    check_size(int(found.image.Width), int(found.image.Height), limits=limits)
    picture = pdf_pages.decoded(found)
    if picture is None:
        return None
    turn = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180}
    turn |= {270: Image.Transpose.ROTATE_90}
    dpi = found.dpi if is_plausible(max(picture.size), found.dpi) else 0
    return (picture.transpose(turn[found.turn]) if found.turn in turn else picture), dpi


def _pdf_facts(
    content: bytes, pdf: pikepdf.Pdf, page_no: int, *, limits: Limits, flags: set[str]
) -> ImageFacts:
    own = _pdf_picture(pdf, page_no, limits=limits)
    if own is not None:
        if (jpeg := pdf_pages.own_jpeg(pdf, page_no)) is not None:
            refuse_broken_jpeg(jpeg)
        picture, dpi = own
        return _facts(picture, page_no, dpi or None)
    width_px, height_px = pdf_pages.page_size_px(pdf, page_no, dpi=limits.raster_dpi)
    check_size(width_px, height_px, limits=limits)
    flags.add("PDF_RASTERISED")
    pixels = pdf_pages.rendered(content, page_no, dpi=limits.raster_dpi)
    return ImageFacts(
        image_no=page_no,
        width_px=pixels.shape[1],
        height_px=pixels.shape[0],
        dpi=limits.raster_dpi,
        mode=Mode.COLOUR,
    )


def _facts(picture: Image.Image, image_no: int, dpi: int | None) -> ImageFacts:
    mode = Mode.BILEVEL if picture.mode == "1" else Mode.COLOUR
    if picture.mode in ("L", "LA", "F") or picture.mode.startswith("I"):
        mode = Mode.GREY
    return ImageFacts(
        image_no=image_no, width_px=picture.width, height_px=picture.height, dpi=dpi, mode=mode
    )
