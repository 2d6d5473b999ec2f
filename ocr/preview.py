"""Pictures of a sheet for the screen, watermarked when asked."""

import io
import unicodedata
from functools import cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

from domain.evidence import Box
from ocr.sheet import Sheet

_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial.ttf")
"""Have the letters of Vietnamese names; Pillow looks where the system keeps its fonts."""


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
    text = "\n".join(lines)
    known = _font(size)
    font = known or ImageFont.load_default(size)
    text = text if known else _plain(text)
    box = ImageDraw.Draw(picture).multiline_textbbox((0, 0), text, font=font)
    width, height = int(box[2]) + 2 * size, int(box[3]) + 3 * size
    side = int(1.5 * max(picture.size))
    layer = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(layer)
    for row, top in enumerate(range(0, side, height)):
        for left in range(-(row % 2) * width // 2, side, width):
            draw.multiline_text((left, top), text, font=font, fill=52)
    layer = layer.rotate(30, resample=Image.Resampling.BILINEAR)
    corner = ((side - picture.width) // 2, (side - picture.height) // 2)
    mask = layer.crop((*corner, corner[0] + picture.width, corner[1] + picture.height))
    ink = Image.new("RGB", picture.size, (110, 30, 30))
    return Image.composite(ink, picture.convert("RGB"), mask)


@cache
def _font(size_px: int) -> FreeTypeFont | None:
    """A font that can write Vietnamese names; None: this machine has none of those known."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size_px)
        except OSError:
            continue
    return None


def _plain(text: str) -> str:
    """Without marks: what Pillow's own font can write."""
    parted = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))
