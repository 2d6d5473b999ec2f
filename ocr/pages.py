"""Bytes to sheets: what a file is, how many images it holds, and each image as pixels.

A file is known by its content, never by its name, and measured before it is decoded.
"""

import io
import struct
import warnings
import zlib
from enum import StrEnum

import cv2
import numpy as np
import pikepdf
from PIL import Image, ImageDraw, ImageFont, ImageOps
from pydantic import Field

from domain.evidence import Box
from domain.frozen import Frozen
from ocr import pdf as pdf_pages
from ocr import tiff
from ocr.errors import UnreadableScan
from ocr.sheet import Pixels, Sheet

A4_LONG_MM = 297.0
_PAPER_MM = (90.0, 700.0)
"""Long sides that a resolution tag may imply; a tag that implies another is not believed."""
_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, OverflowError),
    *(TypeError, KeyError, IndexError, AttributeError, RuntimeError),
)
"""What the decoder is known to raise on damaged input."""


class Format(StrEnum):
    TIFF = "TIFF"
    JPEG = "JPEG"
    PNG = "PNG"
    PDF = "PDF"


class Mode(StrEnum):
    """What the samples can hold, not what they do hold."""

    BILEVEL = "BILEVEL"
    GREY = "GREY"
    COLOUR = "COLOUR"


class Limits(Frozen):
    """Above these a file is refused before it is decoded.

    `max_image_px` keeps below the decoder's own alarm (89.4 million) and lets A3 at 600 dpi pass
    (69.6 million). PDF pages that are no single image are drawn at `raster_dpi`.
    """

    max_file_bytes: int = Field(default=256 * 1024 * 1024, ge=1)
    max_image_px: int = Field(default=89_000_000, ge=1, le=89_000_000)
    max_side_px: int = Field(default=30_000, ge=1)
    max_images: int = Field(default=2_000, ge=1)
    raster_dpi: int = Field(default=300, ge=72, le=600)


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
        UnreadableScan: any of its codes but NO_SUCH_IMAGE.
    """
    kind = _format_of(content, limits=limits)
    flags: set[str] = set()
    images: list[ImageFacts] = []
    if kind is Format.PDF:
        with pdf_pages.opened(content) as pdf:
            pdf_pages.refuse_active_content(pdf)
            _check_count(len(pdf.pages), limits=limits)
            for page_no in range(1, len(pdf.pages) + 1):
                images.append(_pdf_facts(content, pdf, page_no, limits=limits, flags=flags))
            if pdf_pages.is_repaired(pdf):
                flags.add("PDF_REPAIRED")
        if "PDF_REPAIRED" in flags:
            images = [facts.model_copy(update={"damaged": True}) for facts in images]
    else:
        for image_no in range(1, _count(content, kind, limits=limits) + 1):
            picture = _picture(content, kind, image_no, limits=limits)
            images.append(_facts(picture, image_no, _tagged_dpi(picture)))
    if any(facts.dpi is None for facts in images):
        flags.add("DPI_UNKNOWN")
    return FileFacts(format=kind, images=tuple(images), warnings=tuple(sorted(flags)))


def open_image(content: bytes, image_no: int, *, limits: Limits = _DEFAULT) -> Sheet:
    """Decode one image: turned as its EXIF tag says, on white paper, eight bits a channel.

    Args:
        image_no: from 1, as in `FileFacts`.

    Raises:
        UnreadableScan: any of its codes.
    """
    kind = _format_of(content, limits=limits)
    if kind is not Format.PDF:
        picture = _picture(content, kind, image_no, limits=limits)
        pixels = _pixels(picture)
        return Sheet.of_scan(pixels, dpi=_tagged_dpi(picture) or _paper_dpi(pixels))
    with pdf_pages.opened(content) as pdf:
        pdf_pages.refuse_active_content(pdf)
        _check_number(image_no, len(pdf.pages))
        own = _pdf_picture(pdf, image_no, limits=limits)
        damaged = pdf_pages.is_repaired(pdf)
        if own is None:
            size = pdf_pages.page_size_px(pdf, image_no, dpi=limits.raster_dpi)
            _check_size(*size, limits=limits)
    if own is None:
        pixels = pdf_pages.rendered(content, image_no, dpi=limits.raster_dpi)
        return Sheet.of_scan(pixels, dpi=limits.raster_dpi, damaged=damaged)
    picture, dpi = own
    pixels = _pixels(picture)
    return Sheet.of_scan(pixels, dpi=dpi or _paper_dpi(pixels), damaged=damaged)


def extract_image(content: bytes, image_no: int, *, limits: Limits = _DEFAULT) -> bytes:
    """Take one image out as a file of its own, its compressed bytes unchanged.

    A TIFF with old-style JPEG is the one exception: its pixels are stored again, without loss.

    Raises:
        UnreadableScan: any of its codes.
    """
    match _format_of(content, limits=limits):
        case Format.PDF:
            with pdf_pages.opened(content) as pdf:
                _check_number(image_no, len(pdf.pages))
                return content if len(pdf.pages) == 1 else pdf_pages.alone(pdf, image_no)
        case Format.TIFF:
            found = tiff.directories(content, max_images=limits.max_images)
            _check_number(image_no, len(found))
            if len(found) == 1:
                return content
            single = tiff.alone(content, found[image_no - 1])
            if single is None:
                target = io.BytesIO()
                picture = _picture(content, Format.TIFF, image_no, limits=limits)
                picture.save(target, "TIFF", compression="tiff_deflate")
                return target.getvalue()
            return single
        case Format.JPEG | Format.PNG:
            _check_number(image_no, 1)
            return content


def png_preview(
    sheet: Sheet, *, max_side_px: int, crop: Box | None = None, watermark: tuple[str, ...] = ()
) -> bytes:
    """A PNG for the screen, at most `max_side_px` on its longer side; see `jpeg_preview`."""
    target = io.BytesIO()
    _preview(sheet, max_side_px, crop, watermark).save(target, "PNG")
    return target.getvalue()


def jpeg_preview(
    sheet: Sheet,
    *,
    max_side_px: int,
    crop: Box | None = None,
    watermark: tuple[str, ...] = (),
    quality: int = 80,
) -> bytes:
    """A JPEG for the screen; never enlarged.

    Args:
        crop: in pixels of the sheet; clipped to it.
        watermark: lines repeated over the whole picture, so that no crop escapes them.
        quality: 1 to 95.

    Raises:
        ValueError: the crop lies outside the sheet.
    """
    target = io.BytesIO()
    _preview(sheet, max_side_px, crop, watermark).save(target, "JPEG", quality=quality)
    return target.getvalue()


def _format_of(content: bytes, *, limits: Limits) -> Format:
    if not content:
        raise UnreadableScan("EMPTY")
    if len(content) > limits.max_file_bytes:
        raise UnreadableScan("TOO_LARGE", bytes=len(content), limitBytes=limits.max_file_bytes)
    if content[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return Format.TIFF
    if content[:3] == b"\xff\xd8\xff":
        return Format.JPEG
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return Format.PNG
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    raise UnreadableScan("NOT_A_SCAN")


def _count(content: bytes, kind: Format, *, limits: Limits) -> int:
    if kind is not Format.TIFF:
        return 1
    return len(tiff.directories(content, max_images=limits.max_images))


def _check_count(images: int, *, limits: Limits) -> None:
    if images < 1:
        raise UnreadableScan("NO_IMAGES")
    if images > limits.max_images:
        raise UnreadableScan("TOO_MANY_IMAGES", images=images, limit=limits.max_images)


def _check_number(image_no: int, images: int) -> None:
    if not 1 <= image_no <= images:
        raise UnreadableScan("NO_SUCH_IMAGE", imageNo=image_no, images=images)


def _check_size(width_px: int, height_px: int, *, limits: Limits) -> None:
    if width_px < 1 or height_px < 1:
        raise UnreadableScan("CORRUPT")
    if width_px * height_px > limits.max_image_px:
        raise UnreadableScan(
            "BOMB", widthPx=width_px, heightPx=height_px, limitPx=limits.max_image_px
        )
    if max(width_px, height_px) > limits.max_side_px:
        raise UnreadableScan(
            "TOO_LARGE", widthPx=width_px, heightPx=height_px, limitSidePx=limits.max_side_px
        )


def _picture(content: bytes, kind: Format, image_no: int, *, limits: Limits) -> Image.Image:
    """Decode one image of a TIFF, JPEG or PNG; its declared size is looked at first."""
    frame_no = 0
    match kind:
        case Format.TIFF:
            found = tiff.directories(content, max_images=limits.max_images)
            _check_number(image_no, len(found))
            chosen = found[image_no - 1]
            frame_no = chosen.frame_no
            size = (chosen.number(tiff.WIDTH), chosen.number(tiff.HEIGHT))
        case Format.JPEG:
            _check_number(image_no, 1)
            size = _jpeg_size(content)
        case Format.PNG:
            _check_number(image_no, 1)
            size = _png_size(content)
        case Format.PDF:
            raise ValueError("a PDF page is no picture")
    _check_size(*size, limits=limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd tags are no reason to refuse a page
            picture = Image.open(io.BytesIO(content), formats=[kind.value])
            picture.seek(frame_no)
            picture.load()
            dpi = picture.info.get("dpi")
            upright = ImageOps.exif_transpose(picture)
    except MemoryError as error:
        raise UnreadableScan("BOMB", widthPx=size[0], heightPx=size[1]) from error
    except NotImplementedError as error:
        raise UnreadableScan("UNSUPPORTED") from error
    except _BROKEN as error:
        raise UnreadableScan(_decoding_code(str(error), content, kind)) from error
    upright.info["dpi"] = dpi
    if kind is Format.PNG and b"IEND" not in content[-64:]:
        raise UnreadableScan("TRUNCATED")
    return upright


def _decoding_code(said: str, content: bytes, kind: Format) -> str:
    if kind is Format.JPEG and b"\xff\xd9" not in content[-64:]:
        return "TRUNCATED"
    if kind is Format.PNG and b"IEND" not in content[-64:]:
        return "TRUNCATED"
    if "truncated" in said.lower():
        return "TRUNCATED"
    return "UNSUPPORTED" if "unsupported" in said.lower() else "CORRUPT"


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height from the frame header. Source: ITU-T T.81, B.1.1.3 and B.2.2."""
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            raise UnreadableScan("CORRUPT")
        marker = content[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD8 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, at + 5)
            return int(width), int(height)
        if marker in (0xD9, 0xDA):
            raise UnreadableScan("CORRUPT")
        at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    raise UnreadableScan("TRUNCATED")


def _png_size(content: bytes) -> tuple[int, int]:
    if len(content) < 33:
        raise UnreadableScan("TRUNCATED")
    if content[12:16] != b"IHDR":
        raise UnreadableScan("CORRUPT")
    width, height = struct.unpack_from(">II", content, 16)
    return int(width), int(height)


def _pdf_picture(
    pdf: pikepdf.Pdf, page_no: int, *, limits: Limits
) -> tuple[Image.Image, int] | None:
    """The page's own image, turned as the page is, and its dpi; None when it must be drawn."""
    found = pdf_pages.full_page_image(pdf, page_no)
    if found is None:
        return None
    _check_size(int(found.image.Width), int(found.image.Height), limits=limits)
    picture = pdf_pages.decoded(found)
    if picture is None:
        return None
    turn = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180}
    turn |= {270: Image.Transpose.ROTATE_90}
    dpi = found.dpi if _is_plausible(max(picture.size), found.dpi) else 0
    return (picture.transpose(turn[found.turn]) if found.turn in turn else picture), dpi


def _pdf_facts(
    content: bytes, pdf: pikepdf.Pdf, page_no: int, *, limits: Limits, flags: set[str]
) -> ImageFacts:
    own = _pdf_picture(pdf, page_no, limits=limits)
    if own is not None:
        picture, dpi = own
        return _facts(picture, page_no, dpi or None)
    width_px, height_px = pdf_pages.page_size_px(pdf, page_no, dpi=limits.raster_dpi)
    _check_size(width_px, height_px, limits=limits)
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


def _tagged_dpi(picture: Image.Image) -> int | None:
    """The file's own resolution, if the paper it implies exists."""
    tagged = picture.info.get("dpi")
    if not tagged:
        return None
    try:
        dpi = round(max(float(tagged[0]), float(tagged[1])))
    except (ValueError, OverflowError, ZeroDivisionError, TypeError):
        return None
    return dpi if _is_plausible(max(picture.size), dpi) else None


def _is_plausible(long_side_px: int, dpi: int) -> bool:
    return dpi >= 50 and _PAPER_MM[0] <= long_side_px * 25.4 / dpi <= _PAPER_MM[1]


def _paper_dpi(pixels: Pixels) -> int:
    """The resolution if the longer side is that of A4."""
    return max(50, round(max(pixels.shape[:2]) * 25.4 / A4_LONG_MM))


def _pixels(picture: Image.Image) -> Pixels:
    """Eight bits a channel, grey or RGB, transparency laid on white."""
    mode = picture.mode
    if mode in ("1", "L"):
        return np.array(picture.convert("L"), dtype=np.uint8)
    if mode == "F" or mode.startswith("I"):
        return _scaled_to_eight_bits(np.asarray(picture).astype(np.float64))
    if mode in ("RGBA", "RGBa", "LA", "La", "PA") or "transparency" in picture.info:
        top = picture.convert("RGBA")
        paper = Image.new("RGBA", top.size, "white")
        picture = Image.alpha_composite(paper, top)
    return np.array(picture.convert("RGB"), dtype=np.uint8)


def _scaled_to_eight_bits(samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Pixels:
    highest = float(samples.max(initial=0.0))
    # 16-bit scanners fill the range; a plain conversion would clip all of it to white
    white = 1.0 if highest <= 1.0 else 255.0 if highest <= 255.0 else max(65535.0, highest)
    return np.clip(samples * (255.0 / white), 0, 255).round().astype(np.uint8)


def _preview(
    sheet: Sheet, max_side_px: int, crop: Box | None, watermark: tuple[str, ...]
) -> Image.Image:
    pixels = sheet.pixels
    if crop is not None:
        pixels = pixels[crop.top : crop.bottom, crop.left : crop.right]
        if not pixels.size:
            raise ValueError("the crop lies outside the sheet")
    shrink = min(1.0, max_side_px / max(pixels.shape[:2]))
    if shrink < 1:
        size = (max(1, round(pixels.shape[1] * shrink)), max(1, round(pixels.shape[0] * shrink)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    picture = Image.fromarray(pixels)
    return _watermarked(picture, watermark) if watermark else picture


def _watermarked(picture: Image.Image, lines: tuple[str, ...]) -> Image.Image:
    """Faint slanted lines over the whole picture, readable and not in the way of the text."""
    size = max(14, min(picture.size) // 32)
    font = ImageFont.load_default(size)
    text = "\n".join(lines)
    box = ImageDraw.Draw(picture).multiline_textbbox((0, 0), text, font=font)
    width, height = int(box[2]) + 2 * size, int(box[3]) + 3 * size
    side = int(1.5 * max(picture.size))
    layer = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(layer)
    for row, top in enumerate(range(0, side, height)):
        for left in range(-(row % 2) * width // 2, side, width):
            draw.multiline_text((left, top), text, font=font, fill=70)
    layer = layer.rotate(30, resample=Image.Resampling.BILINEAR)
    corner = ((side - picture.width) // 2, (side - picture.height) // 2)
    mask = layer.crop((*corner, corner[0] + picture.width, corner[1] + picture.height))
    ink = Image.new("RGB", picture.size, (110, 30, 30))
    return Image.composite(ink, picture.convert("RGB"), mask)
