"""Cleaning steps, Sheet to Sheet: what stands between a worn scan and the engine.

Each step keeps the way back to the scan. Measured gains: ocr/README.md.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.sheet import WHITE, Pixels, Sheet

_ENLARGE_BELOW_DPI, _REDUCE_ABOVE_DPI, READING_DPI = 250, 450, 300
_PAPER_SHRINK = 8
_SATURATED = 60
_NOT_BLACK = 100
_FAINT, _STRONG = 60, 145
"""Brightest channel under coloured ink: black print below it, clean paper above."""
_SPECK_PX_AT_300 = 7
_SPECK_INK_BELOW = 200
_SKEW_DPI = 75
_SOFTEN_DPI = 150
"""The smoothing of `stretched` is one pixel at this resolution."""


def at_reading_dpi(sheet: Sheet) -> Sheet:
    """Bring coarse scans up and very fine ones down to 300 dpi; others stay untouched."""
    if _ENLARGE_BELOW_DPI <= sheet.dpi <= _REDUCE_ABOVE_DPI:
        return sheet
    return sheet.scaled_to(READING_DPI)


def paper_of(pixels: Pixels) -> Pixels:
    """Brightness of the paper itself at every point, print left out; same shape as `pixels`."""
    height, width = pixels.shape[:2]
    size = (max(1, width // _PAPER_SHRINK), max(1, height // _PAPER_SHRINK))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    small = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 5)
    return np.asarray(cv2.resize(small, (width, height)), dtype=np.uint8)


def levelled(sheet: Sheet) -> Sheet:
    """Make the paper white everywhere: shadows, yellowing and stains go, print keeps contrast."""
    paper = np.maximum(paper_of(sheet.pixels), 1)
    return sheet.with_pixels(
        np.asarray(cv2.divide(sheet.pixels, paper, scale=WHITE), dtype=np.uint8)
    )


def coloured_ink(sheet: Sheet) -> NDArray[np.bool_]:
    """Where seals, stamps and pens are: shape (height, width); all False on a grey sheet."""
    if not sheet.is_colour:
        return np.zeros(sheet.pixels.shape, dtype=np.bool_)
    brightest, darkest = _extremes(sheet.pixels)
    saturation = cv2.divide(cv2.subtract(brightest, darkest), brightest, scale=WHITE)
    mask = (cv2.blur(saturation, (3, 3)) > _SATURATED) & (brightest > _NOT_BLACK)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def without_coloured_ink(sheet: Sheet) -> Sheet:
    """Take seals, stamps and pens off a levelled colour sheet; black print under them stays.

    Returns:
        A grey sheet.
    """
    if not sheet.is_colour:
        return sheet
    # under red or blue ink one channel still sees white paper, under black print none does
    ramp = np.clip((np.arange(256) - _FAINT) * WHITE / (_STRONG - _FAINT), 0, WHITE)
    brightest, _ = _extremes(sheet.pixels)
    bleached = cv2.LUT(brightest, ramp.astype(np.uint8))
    grey = np.where(coloured_ink(sheet), bleached, sheet.grey)
    return sheet.with_pixels(np.asarray(grey, dtype=np.uint8))


def despeckled(sheet: Sheet) -> Sheet:
    """Paint over lone specks too small to be an accent's dot. Expects a levelled grey sheet."""
    ink = (sheet.grey < _SPECK_INK_BELOW).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    limit = _SPECK_PX_AT_300 * (sheet.dpi / 300) ** 2
    is_speck = stats[:, cv2.CC_STAT_AREA] < limit
    is_speck[0] = False  # the paper
    if count < 2 or not is_speck.any():
        return sheet
    specks = cv2.dilate(is_speck[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    return sheet.with_pixels(
        np.where((specks > 0) & (labels == 0) | is_speck[labels], WHITE, sheet.grey).astype(
            np.uint8
        )
    )


def stretched(sheet: Sheet) -> Sheet:
    """Bring out the palest print: noise smoothed, what contrast there is spread to black and white.

    On bare paper this brings out its grain, and print showing through from the other side.
    """
    soft = cv2.GaussianBlur(levelled(sheet).grey, (0, 0), max(0.5, sheet.dpi / _SOFTEN_DPI))
    dark, light = np.percentile(soft, (0.3, 60))
    ramp = np.clip((np.arange(256) - dark) * WHITE / max(1.0, light - dark), 0, WHITE)
    return sheet.with_pixels(np.asarray(cv2.LUT(soft, ramp.astype(np.uint8)), dtype=np.uint8))


def skew_of(sheet: Sheet, *, most: float = 5.0) -> float:
    """Degrees by which the lines of print rise to the right: the counter-clockwise skew.

    The angle at which the rows' ink varies most, searched at 75 dpi, first by halves, then by
    tenths of a degree. 0.0 for a page without print.

    Args:
        most: largest angle looked for, to either side.
    """
    small = sheet.scaled_to(_SKEW_DPI).grey
    ink = (WHITE - np.minimum(small, WHITE)).astype(np.float32)
    ink[ink < 60] = 0
    if not ink.any():
        return 0.0
    coarse = np.arange(-most, most + 0.25, 0.5)
    rough = coarse[int(np.argmax([_row_contrast(ink, angle) for angle in coarse]))]
    fine = np.arange(rough - 0.4, rough + 0.45, 0.1)
    return round(float(fine[int(np.argmax([_row_contrast(ink, angle) for angle in fine]))]), 1)


def _row_contrast(ink: NDArray[np.float32], angle: float) -> float:
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    rows = cv2.warpAffine(ink, turn, (width, height)).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _extremes(pixels: Pixels) -> tuple[Pixels, Pixels]:
    red, green, blue = cv2.split(pixels)
    brightest = cv2.max(cv2.max(red, green), blue)
    darkest = cv2.min(cv2.min(red, green), blue)
    return np.asarray(brightest, dtype=np.uint8), np.asarray(darkest, dtype=np.uint8)
