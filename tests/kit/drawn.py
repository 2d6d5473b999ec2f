"""Pages with real letters, drawn by the demo's own pen; small enough for unit tests."""

import functools

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from infra.demo.fonts import Faces, NoVietnameseFont, Style, find_faces
from infra.demo.golden import golden_papers
from infra.demo.setting import draw_paper
from ocr.sheet import Sheet

RED, VIOLET, BLACK = (205, 44, 52), (120, 40, 150), (46, 46, 50)


def faces_or_skip() -> Faces:
    try:
        return find_faces()
    except NoVietnameseFont as missing:
        pytest.skip(str(missing))


@functools.lru_cache(maxsize=4)
def _first_page(dpi: int) -> NDArray[np.uint8]:
    pages = draw_paper(golden_papers()[0], dpi=dpi, faces=faces_or_skip())
    return np.asarray(pages[0].convert("RGB"))


def decision(*, dpi: int = 200) -> Sheet:
    """The first page of a decision, as clean as drawn."""
    return Sheet.of_scan(_first_page(dpi).copy(), dpi=dpi)


def stamped(
    sheet: Sheet,
    text: str,
    *,
    colour: tuple[int, int, int] = RED,
    at_mm: tuple[float, float] = (45.0, 52.0),
    high_mm: float = 10.0,
    lean: float = 0.0,
    strength: float = 0.9,
) -> Sheet:
    """Put a rubber stamp with its middle at `at_mm`, leaning counter-clockwise.

    Args:
        strength: share of the ink that arrives, 0 to 1.
    """
    layer = Image.new("L", (sheet.width_px, sheet.height_px), 0)
    draw = ImageDraw.Draw(layer)
    font = faces_or_skip().at(Style.BOLD, sheet.px(high_mm * 0.62))
    wide, high = font.getlength(text) + sheet.px(high_mm * 0.55), sheet.px(high_mm)
    x, y = sheet.px(at_mm[0]), sheet.px(at_mm[1])
    frame = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    draw.rectangle(frame, outline=255, width=sheet.px(0.6))
    draw.text((x, y), text, font=font, fill=255, anchor="mm")
    turn = cv2.getRotationMatrix2D((x, y), lean, 1.0)
    mask = cv2.warpAffine(np.asarray(layer), turn, (layer.width, layer.height))
    share = (mask.astype(np.float32) / 255 * strength)[..., None]
    inked = sheet.pixels * (1 - share) + np.asarray(colour, np.float32) * share
    return sheet.with_pixels(np.minimum(sheet.pixels, inked).astype(np.uint8))


def typed(sheet: Sheet, text: str, *, at_mm: tuple[float, float] = (45.0, 46.0)) -> Sheet:
    """Type a line, its middle at `at_mm`."""
    picture = Image.fromarray(sheet.pixels)
    font = faces_or_skip().at(Style.BOLD, sheet.px(4.9))
    at = (sheet.px(at_mm[0]), sheet.px(at_mm[1]))
    ImageDraw.Draw(picture).text(at, text, font=font, fill=(20, 20, 20), anchor="mm")
    return sheet.with_pixels(np.asarray(picture, np.uint8))
