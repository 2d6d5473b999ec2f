"""Page verdicts from pixels alone: is there print, is it sharp, can a seal be told from ink."""

from collections.abc import Iterable

import cv2
import numpy as np

from ocr.clean import levelled
from ocr.sheet import Sheet
from ocr.transcript import Line, Verdict

LOW_DPI = 200
"""Below this small print loses its accents; domain.md 2.7 asks for 200 at least."""
_LOOK_DPI = 150
_EDGE_CONTRAST = 60
_FEWEST_EDGE_PX = 200
_SHARP_FROM = 0.33
"""Legible pages, real and drawn, measure 0.36 to 0.50; out of focus by 0.6 mm, 0.2."""
_STRUCTURE_DPI = 50
_PRINT_FROM = 3.5
"""Structure of a page with print, however blurred, measures 7 to 33; of a bare one under 2.6."""
_LEGIBLE_WORDS, _LEGIBLE_CONFIDENCE = 8, 0.7
_GREY_CHROMA = 8
_SKEWED_FROM_DEGREES = 1.2
"""From here on the pipeline straightens a page before reading it."""


def sharpness_of(sheet: Sheet) -> float:
    """Steepness of the edges of print: share of the local contrast crossed within one pixel.

    Measured at 150 dpi as the 90th percentile over all edges.

    Returns:
        0.5 for a perfect edge, about 0.36 for the softest legible print; 0.0 when there is none.
    """
    grey = levelled(sheet.scaled_to(_LOOK_DPI)).grey.astype(np.float32)
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0) / 8
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1) / 8
    around = np.ones((7, 7), np.uint8)
    contrast = cv2.dilate(grey, around) - cv2.erode(grey, around)
    edges = contrast > _EDGE_CONTRAST
    if int(edges.sum()) < _FEWEST_EDGE_PX:
        return 0.0
    steepness = cv2.magnitude(across, down)[edges] / contrast[edges]
    return round(float(np.percentile(steepness, 90)), 3)


def carries_colour(sheet: Sheet) -> bool:
    """Whether the scan tells colours apart; a grey scan stored as RGB does not."""
    if not sheet.is_colour:
        return False
    small = sheet.scaled_to(_LOOK_DPI).pixels
    chroma = small.max(axis=2).astype(np.int16) - small.min(axis=2)
    return float(np.percentile(chroma, 99)) > _GREY_CHROMA


def structure_of(sheet: Sheet) -> float:
    """How much stands on the paper, sharp or not: contrast left at 50 dpi, edges of the scan cut.

    Returns:
        Standard deviation in grey levels, 0 for bare paper.
    """
    grey = levelled(sheet.scaled_to(_STRUCTURE_DPI)).grey.astype(np.float32)
    local = grey - cv2.GaussianBlur(grey, (0, 0), 4)
    rim = min(20, min(local.shape) // 8)
    return float(local[rim : local.shape[0] - rim, rim : local.shape[1] - rim].std())


def is_legible(lines: Iterable[Line]) -> bool:
    """Whether the engine was at ease: enough words, of good confidence on the whole."""
    confidences = [word.confidence for line in lines for word in line.words]
    if len(confidences) < _LEGIBLE_WORDS:
        return False
    return sum(confidences) / len(confidences) >= _LEGIBLE_CONFIDENCE


def judge(
    upright: Sheet,
    lines: tuple[Line, ...],
    *,
    rotated_degrees: int,
    skew_degrees: float,
    faint: bool = False,
) -> Verdict:
    """Sum up a page.

    Args:
        upright: the scan, turned and otherwise as received.
        lines: what was read on it.
    """
    sharpness = sharpness_of(upright)
    printed = structure_of(upright) >= _PRINT_FROM
    colour = carries_colour(upright)
    blurred = printed and sharpness < _SHARP_FROM and not is_legible(lines)
    return Verdict(
        blank=not lines and not printed,
        dpi=upright.dpi,
        skew_degrees=skew_degrees,
        rotated_degrees=rotated_degrees,
        sharpness=sharpness,
        blurred=blurred,
        low_dpi=upright.dpi < LOW_DPI,
        coloured=colour,
        seal_not_removable=not colour and bool(lines),
        damaged=upright.damaged,
        faint=faint,
    )


def flags_of(verdict: Verdict, *, words: int) -> tuple[str, ...]:
    """What a person should know of a page's image, as `page.transcribed` names it.

    Args:
        words: how many were read; a blank page is not called poor in words.
    """
    found = (
        ("BLURRED", verdict.blurred),
        ("LOW_DPI", verdict.low_dpi),
        ("SKEWED", abs(verdict.skew_degrees) >= _SKEWED_FROM_DEGREES),
        ("ROTATED", verdict.rotated_degrees != 0),
        ("DAMAGED", verdict.damaged),
        ("FAINT", verdict.faint),
        ("FEW_WORDS", not verdict.blank and words < _LEGIBLE_WORDS),
    )
    return tuple(flag for flag, holds in found if holds)
