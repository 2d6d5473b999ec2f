"""TIFF, JPEG and PNG decoded: measured first, then turned, flattened and brought to eight bits."""

import io
import struct
import warnings
import zlib

import numpy as np
from PIL import Image, ImageOps
from simplejpeg import decode_jpeg

from ocr import tiff
from ocr.errors import UnreadableScan
from ocr.limits import Format, Limits, check_number, check_size
from ocr.sheet import Pixels

A4_LONG_MM = 297.0
_PAPER_MM = (90.0, 700.0)
"""Long sides that a resolution tag may imply; a tag that implies another is not believed."""
_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, OverflowError),
    *(TypeError, KeyError, IndexError, AttributeError, RuntimeError),
)
"""What the decoder is known to raise on damaged input."""


def picture_of(content: bytes, kind: Format, image_no: int, *, limits: Limits) -> Image.Image:
    """Decode one image of a TIFF, JPEG or PNG; its declared size is looked at first."""
    frame_no = 0
    match kind:
        case Format.TIFF:
            found = tiff.directories(content, max_images=limits.max_images)
            check_number(image_no, len(found))
            chosen = found[image_no - 1]
            frame_no = chosen.frame_no
            size = (chosen.number(tiff.WIDTH), chosen.number(tiff.HEIGHT))
        case Format.JPEG:
            check_number(image_no, 1)
            size = jpeg_size(content)
        case Format.PNG:
            check_number(image_no, 1)
            size = _png_size(content)
        case Format.PDF:
            raise ValueError("a PDF page is no picture")
    check_size(*size, limits=limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd tags are no reason to refuse a page
            picture = Image.open(io.BytesIO(content), formats=[kind.value])
            picture.seek(frame_no)
            picture.load()
            dpi = picture.info.get("dpi")
            upright = ImageOps.exif_transpose(picture)
    except MemoryError as error:
        raise UnreadableScan("scan.bomb", widthPx=size[0], heightPx=size[1]) from error
    except NotImplementedError as error:
        raise UnreadableScan("scan.unsupported") from error
    except _BROKEN as error:
        raise UnreadableScan(_decoding_code(str(error), content, kind)) from error
    upright.info["dpi"] = dpi
    if kind is Format.PNG and b"IEND" not in content[-64:]:
        raise UnreadableScan("scan.truncated")
    return upright


def refuse_broken_jpeg(content: bytes) -> None:
    """Refuse a JPEG whose compressed data contradicts itself, although a picture comes out.

    Pillow lets such files pass: from the broken byte on, the page is shifted, grey or washed out.
    A byte changed into another valid code cannot be told: JPEG carries no check sum.

    Raises:
        UnreadableScan: scan.corrupt, scan.truncated.

    Source: libjpeg-turbo's warnings, which `strict` makes errors; looked at in an eighth of the
    size, for all entropy-coded data is read all the same.
    """
    try:
        decode_jpeg(content, colorspace="GRAY", min_factor=8, min_width=1, min_height=1)
    except ValueError as error:
        said = str(error)
        if said.startswith("Premature end"):
            raise UnreadableScan("scan.truncated") from error
        if said.startswith("Corrupt JPEG data") and "extraneous bytes" not in said:
            raise UnreadableScan("scan.corrupt") from error


def _decoding_code(said: str, content: bytes, kind: Format) -> str:
    if kind is Format.JPEG and b"\xff\xd9" not in content[-64:]:
        return "scan.truncated"
    if kind is Format.PNG and b"IEND" not in content[-64:]:
        return "scan.truncated"
    if "truncated" in said.lower():
        return "scan.truncated"
    return "scan.unsupported" if "unsupported" in said.lower() else "scan.corrupt"


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height from the frame header. Source: ITU-T T.81, B.1.1.3 and B.2.2."""
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            raise UnreadableScan("scan.corrupt")
        marker = content[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD8 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, at + 5)
            return int(width), int(height)
        if marker in (0xD9, 0xDA):
            raise UnreadableScan("scan.corrupt")
        at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    raise UnreadableScan("scan.truncated")


def _png_size(content: bytes) -> tuple[int, int]:
    if len(content) < 33:
        raise UnreadableScan("scan.truncated")
    if content[12:16] != b"IHDR":
        raise UnreadableScan("scan.corrupt")
    width, height = struct.unpack_from(">II", content, 16)
    return int(width), int(height)


def tagged_dpi(picture: Image.Image) -> int | None:
    """The file's own resolution, if the paper it implies exists."""
    tagged = picture.info.get("dpi")
    if not tagged:
        return None
    try:
        dpi = round(max(float(tagged[0]), float(tagged[1])))
    except (ValueError, OverflowError, ZeroDivisionError, TypeError):
        return None
    return dpi if is_plausible(max(picture.size), dpi) else None


def is_plausible(long_side_px: int, dpi: int) -> bool:
    return dpi >= 50 and _PAPER_MM[0] <= long_side_px * 25.4 / dpi <= _PAPER_MM[1]


def paper_dpi(pixels: Pixels) -> int:
    """The resolution if the longer side is that of A4."""
    return max(50, round(float(max(pixels.shape[:2]) * 25.4 / A4_LONG_MM)))


def pixels_of(picture: Image.Image) -> Pixels:
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
