"""Which way up: Vietnamese print tells by its accents, most of which stand above the letters.

Counting small marks on each side of the letters costs a hundredth of a reading; the engine's own
orientation test is asked only when the count does not tell.
"""

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.clean import levelled, paper_of
from ocr.engine import OcrEngine
from ocr.sheet import WHITE, Sheet

_COUNT_DPI = 200
_ENGINE_DPI = 150
_INK_BELOW = 170
_FEWEST_MARKS, _LEAST_SHARE = 40, 0.08
"""Of the letters, upright pages have 0.09 to 0.25 such marks; grain on worn paper, 0.07."""
_LEAD, _LEAD_OF_TWO = 1.35, 1.2
"""How many times the winning side must outnumber the next; upright pages show 1.3 to 5."""
FEWEST_LETTERS = 12
_SURE_OF_ENGINE = 0.6
_LINES_DPI, _LINES_INK, _LINES_LEAD, _STRIPS = 50, 80, 1.5, 4


class Lie(Enum):
    """How the lines of a page lie on the scan, and the clockwise turns that may make it upright."""

    LEVEL = (0, 180)
    UPRIGHT = (90, 270)
    UNKNOWN = (0, 90, 180, 270)

    @property
    def turns(self) -> tuple[int, ...]:
        return tuple(self.value)


@dataclass(frozen=True)
class Uprightness:
    """`clockwise_degrees` that make the page upright; `sure` False when print is too scarce
    or too worn to tell.

    `letters` counts what has the size of a letter, `FEWEST_LETTERS` being the least that is print.
    """

    clockwise_degrees: int
    sure: bool
    letters: int


def find_upright(sheet: Sheet, *, engine: OcrEngine) -> Uprightness:
    """Say how a page has to be turned; a page without print stays as it is, unsure.

    Raises:
        EngineFailed: the engine was asked and did not answer.
    """
    counted = upright_by_marks(sheet)
    if counted.sure or counted.letters < FEWEST_LETTERS:
        return counted
    turn, confidence = engine.orientation(sheet.scaled_to(_ENGINE_DPI).grey, dpi=_ENGINE_DPI)
    agreed = confidence > 0 and turn == counted.clockwise_degrees
    return Uprightness(turn, sure=agreed or confidence >= _SURE_OF_ENGINE, letters=counted.letters)


def upright_by_marks(sheet: Sheet) -> Uprightness:
    """Say how a page has to be turned by its accents alone; without print 0, unsure."""
    letters, marks = count_marks(sheet.scaled_to(_COUNT_DPI))
    least = max(_FEWEST_MARKS, _LEAST_SHARE * letters)
    lie = lines_of(sheet)
    for turns, lead in (
        ((0, 90, 180, 270), _LEAD),
        (lie.turns, _LEAD if lie is Lie.UNKNOWN else _LEAD_OF_TWO),
    ):
        first, second = sorted(turns, key=lambda turn: -marks[turn])[:2]
        leads = marks[first] >= least and marks[first] >= lead * marks[second]
        if leads and first in lie.turns:
            return Uprightness(first, sure=True, letters=letters)
    first = max(marks, key=lambda turn: marks[turn])
    return Uprightness(first if letters >= FEWEST_LETTERS else 0, sure=False, letters=letters)


def lines_of(sheet: Sheet) -> Lie:
    """Whether lines of print lie level or stand upright, told by where ink and gaps alternate."""
    grey = levelled(sheet.scaled_to(_LINES_DPI)).grey.astype(np.float32)
    ink = np.minimum(WHITE - grey, _LINES_INK)  # rules and pictures weigh no more than print
    rim = max(1, min(ink.shape) // 12)  # the scanner's shadow is no line
    ink = ink[rim:-rim, rim:-rim]
    level, upright = _alternation(ink), _alternation(ink.T)
    if level > _LINES_LEAD * upright:
        return Lie.LEVEL
    return Lie.UPRIGHT if upright > _LINES_LEAD * level else Lie.UNKNOWN


def _alternation(ink: NDArray[np.float32]) -> float:
    """How much the rows differ from their neighbours; in strips, since pages lie askew."""
    strips = np.array_split(ink, _STRIPS, axis=1)
    return float(np.median([np.square(np.diff(strip.mean(axis=1))).mean() for strip in strips]))


def count_marks(sheet: Sheet) -> tuple[int, dict[int, int]]:
    """Count letters, and the marks standing on one side of a letter only.

    Returns:
        Letters; and for each clockwise turn the marks that would then stand above.
    """
    ink = (_flattened(sheet.grey) < _INK_BELOW).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = np.asarray(stats[1:], dtype=np.int64)
    widths, heights, areas = found[:, 2], found[:, 3], found[:, 4]
    mm = sheet.dpi / 25.4
    longer, shorter = np.maximum(widths, heights), np.minimum(widths, heights)
    is_letter = (longer >= 1.2 * mm) & (longer < 5 * mm) & (shorter >= 0.5 * mm)
    is_mark = (longer >= 0.25 * mm) & (longer <= 1.2 * mm) & (areas >= 3)
    letters = np.zeros(ink.shape, dtype=np.bool_)
    for left, top, width, height, _ in found[is_letter]:
        letters[top : top + height, left : left + width] = True
    return int(is_letter.sum()), _sides(found[is_mark], letters, reach=round(0.55 * mm))


def _sides(marks: NDArray[np.int64], letters: NDArray[np.bool_], *, reach: int) -> dict[int, int]:
    left, top = marks[:, 0], marks[:, 1]
    right, bottom = left + marks[:, 2], top + marks[:, 3]
    middle_x, middle_y = (left + right) // 2, (top + bottom) // 2
    height, width = letters.shape

    def at(xs: NDArray[np.int64], ys: NDArray[np.int64]) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = letters[np.clip(ys, 0, height - 1), np.clip(xs, 0, width - 1)]
        return inside

    apart = ~at(middle_x, middle_y)
    below, above = at(middle_x, bottom + reach), at(middle_x, top - 1 - reach)
    to_right, to_left = at(right + reach, middle_y), at(left - 1 - reach, middle_y)
    return {
        0: int((below & ~above & apart).sum()),
        90: int((to_right & ~to_left & apart).sum()),
        180: int((above & ~below & apart).sum()),
        270: int((to_left & ~to_right & apart).sum()),
    }


def _flattened(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.divide(grey, paper_of(grey), scale=255), dtype=np.uint8)
