"""Where a secrecy mark may stand on a page: coloured ink, frames, short lines near the head.

Nothing is read here. A place too many costs a small crop for the engine, a place too few a secret.
Measured recall: ocr/README.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.evidence import Box
from ocr.clean import without_coloured_ink
from ocr.frames import Frame, find_frames
from ocr.sheet import Pixels, Sheet

LOOK_DPI = 150
_DARK_BELOW, _PALE_BELOW, _PRINT_BELOW = 185, 235, 130
"""Ink of any kind; pale ink too; what is printed over a pale stamp."""
_SOFT_MM = 0.13
_REDNESS_LEAST, _NOISE_TIMES = 9, 5.0
_JOIN_MM = 2.6
_STAMPED_MM = ((5.0, 30.0), (9.0, 120.0))
"""Height and width of stamped ink; two stamps side by side and leaning are the largest."""
STRONG, WEAK = 0.62, 0.5
_FRAME_HIGH_MM, _FRAME_SLIM = (6.5, 16.5), (1.5, 5.5)
_PATCH_HIGH_MM, _PATCH_SLIM = 24.0, (1.3, 7.0)
"""Stamps are 8 to 14 mm high and 1.8 to 4.5 times as wide; a patch of ink leans in its box."""
_STRONG_INK = 0.55
_FILLED = 0.6
_RIM_MM, _RULED_MM = 3.0, 15.0
_MOST_FRAMES = 8
_HEAD = 0.36
"""Share of the page's height in which a typed mark may stand."""
_LINE_INK_BELOW = 170
_WORD_GAP_MM = 4.2
_LINE_MM = ((1.8, 7.5), (4.0, 44.0))
"""Height and width of a typed mark: three capitals to nine, skewed by up to 3 degrees."""


class Trace(Enum):
    """What gave a place away."""

    COLOUR = "colour"
    FRAME = "frame"
    LINE = "line"


@dataclass(frozen=True)
class Place:
    """A rectangle leaning by `lean` degrees counter-clockwise about its middle.

    `left`, `top`, `right`, `bottom` in pixels of the sheet looked at, before it leans; `lean` None:
    not known, the rectangle is upright and holds the mark however it leans. `strength` is that of
    the frame, 0.0 without one.
    """

    trace: Trace
    left: float
    top: float
    right: float
    bottom: float
    lean: float | None = None
    strength: float = 0.0
    ruled: bool = False
    """Its lines go on far beyond it, as those of a table's cell do."""

    def is_stamp_like(self, *, dpi: int, least: float = STRONG) -> bool:
        """Whether its shape is that of a stamp with a word or two, readable or not.

        Args:
            least: strength below which a frame is no frame.
        """
        mm = dpi / 25.4
        wide, high = (self.right - self.left) / mm, (self.bottom - self.top) / mm
        if self.ruled:
            return False
        if self.strength:
            in_size = _FRAME_HIGH_MM[0] <= high <= _FRAME_HIGH_MM[1]
            slim = _FRAME_SLIM[0] <= wide / high <= _FRAME_SLIM[1]
            return self.strength >= least and in_size and slim
        slim = _PATCH_SLIM[0] <= wide / high <= _PATCH_SLIM[1]
        return self.trace is Trace.COLOUR and high <= _PATCH_HIGH_MM and slim

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def moved(self, x: float, y: float) -> "Place":
        edges = (self.left + x, self.top + y, self.right + x, self.bottom + y)
        return Place(self.trace, *edges, self.lean, self.strength, self.ruled)

    def fills(self, width: float, height: float) -> bool:
        """Whether a frame takes up most of a patch of ink, so that nothing else is in it."""
        wide, high = self._extent()
        return wide * high > _FILLED * width * height

    def is_part_of(self, other: "Place") -> bool:
        """Whether it is a stretch of another place, as high as that one."""
        y, wide = self.middle[1], self.right - self.left
        shared = min(self.right, other.right) - max(self.left, other.left)
        high, higher = self.bottom - self.top, other.bottom - other.top
        alike = 0.6 * higher < high < 1.5 * higher
        inside = shared > 0.7 * wide and other.top < y < other.bottom
        return other is not self and alike and inside

    def times(self, scale: float) -> "Place":
        edges = (self.left * scale, self.top * scale, self.right * scale, self.bottom * scale)
        return Place(self.trace, *edges, self.lean, self.strength, self.ruled)

    def box(self, sheet: Sheet) -> Box:
        """The upright rectangle round it, clipped to the sheet."""
        (x, y), (wide, high) = self.middle, self._extent()
        left = min(max(0, int(x - wide / 2)), sheet.width_px - 1)
        top = min(max(0, int(y - high / 2)), sheet.height_px - 1)
        right = min(sheet.width_px, int(np.ceil(x + wide / 2)))
        bottom = min(sheet.height_px, int(np.ceil(y + high / 2)))
        return Box(left=left, top=top, right=max(left + 1, right), bottom=max(top + 1, bottom))

    def _extent(self) -> tuple[float, float]:
        """Width and height of the upright rectangle round it."""
        lean, wide, high = (
            np.radians(self.lean or 0.0),
            self.right - self.left,
            self.bottom - self.top,
        )
        cos, sin = float(np.cos(lean)), abs(float(np.sin(lean)))
        return wide * cos + high * sin, high * cos + wide * sin


def find_places(level: Sheet) -> tuple[Place, ...]:
    """Places on an upright sheet, in its pixels.

    Args:
        level: levelled, at `LOOK_DPI`.
    """
    black = without_coloured_ink(level)
    return (*_coloured(level), *_framed(black), *_short_lines(black))


def redness(pixels: Pixels) -> Pixels:
    """How much redder than green: red and violet ink stand out; black, blue and paper do not.

    Args:
        pixels: shape (height, width, 3), RGB, levelled.

    Returns:
        Shape (height, width), 0 to 255.
    """
    red, green, _ = cv2.split(pixels)
    return np.asarray(cv2.subtract(red, green), dtype=np.uint8)


def _coloured(level: Sheet) -> Iterator[Place]:
    if not level.is_colour:
        return
    soft = np.asarray(cv2.blur(redness(level.pixels), (3, 3)), np.uint8)
    ink = _red_ink(soft)
    near = np.ones((level.px(_JOIN_MM), level.px(_JOIN_MM)), np.uint8)
    joined = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, near), np.uint8)
    (low, high), (narrow, wide) = _STAMPED_MM
    rim = level.px(_RIM_MM)
    for left, top, width, height in _boxes(joined):
        if not level.px(low) <= height <= level.px(high):
            continue
        if not level.px(narrow) <= width <= level.px(wide):
            continue
        start, above = max(0, left - rim), max(0, top - rim)
        part = np.s_[above : top + height + rim, start : left + width + rim]
        # fine lines close to letters run together unless only the strongest ink counts
        strong = float(np.percentile(soft[part][ink[part] > 0], 90)) * _STRONG_INK
        masks = [ink[part], (soft[part] > strong).astype(np.uint8)]
        frames = _frames(masks, level, Trace.COLOUR)
        yield from (frame.moved(start, above) for frame in frames)
        if not any(frame.fills(width, height) for frame in frames):
            yield Place(Trace.COLOUR, left, top, left + width, top + height)


def _red_ink(soft: Pixels) -> Pixels:
    """1 where there is red or violet ink, however faint, else 0; the paper's own tint left out."""
    paper = float(np.median(soft))
    noise = 1.4826 * float(np.median(np.abs(soft.astype(np.float32) - paper)))
    ink = (soft > paper + max(_REDNESS_LEAST, _NOISE_TIMES * noise)).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)


def _framed(black: Sheet) -> list[Place]:
    soft = cv2.GaussianBlur(black.grey, (0, 0), max(0.5, black.dpi / 25.4 * _SOFT_MM))
    dark, pale = [(soft < below).astype(np.uint8) for below in (_DARK_BELOW, _PALE_BELOW)]
    print_ = cv2.dilate((soft < _PRINT_BELOW).astype(np.uint8), np.ones((3, 3), np.uint8))
    beside = np.where(print_ > 0, 0, pale).astype(np.uint8)
    found = _frames([dark, pale, beside], black, Trace.FRAME)
    if not found:
        return []
    _, labels, stats, _ = cv2.connectedComponentsWithStats(pale, connectivity=8)
    patches, sizes = np.asarray(labels, np.int32), np.asarray(stats, np.int32)
    far = black.px(_RULED_MM)
    return [replace(place, ruled=_goes_on(place, patches, sizes, far=far)) for place in found]


def _goes_on(
    place: Place, labels: NDArray[np.int32], stats: NDArray[np.int32], *, far: int
) -> bool:
    """Whether the ink of the frame's lines is one with ink far outside it."""
    height, width = labels.shape
    across = np.linspace(place.left, place.right, 60)
    lean = np.radians(place.lean or 0.0)
    x, y = place.middle
    touched: list[int] = []
    for edge in (place.top, place.bottom):
        for shift in (-2, 0, 2):
            right, down = across - x, np.full_like(across, edge + shift - y)
            xs = np.clip(x + right * np.cos(lean) + down * np.sin(lean), 0, width - 1).astype(int)
            ys = np.clip(y - right * np.sin(lean) + down * np.cos(lean), 0, height - 1).astype(int)
            touched.extend(labels[ys, xs][labels[ys, xs] > 0].tolist())
    if not touched:
        return False
    left, top, wide, high, _ = stats[max(set(touched), key=touched.count)].tolist()
    beyond = (
        place.left - left,
        place.top - top,
        left + wide - place.right,
        top + high - place.bottom,
    )
    return bool(max(beyond) > far)


def _frames(masks: list[Pixels], sheet: Sheet, trace: Trace) -> list[Place]:
    """The strongest frames of some masks, one for each place."""
    found = [
        _placed(frame, ink.shape, trace)
        for ink in masks
        for frame in find_frames(ink, dpi=sheet.dpi)
    ]
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: -place.strength):
        if len(kept) < _MOST_FRAMES and not any(_same(place, other, sheet) for other in kept):
            kept.append(place)
    return kept


def _placed(frame: Frame, shape: tuple[int, ...], trace: Trace) -> Place:
    x, y = frame.middle(shape)
    wide, high = (frame.right - frame.left) / 2, (frame.bottom - frame.top) / 2
    # the mask was turned by `angle` to level the frame: on the sheet it leans the other way
    return Place(trace, x - wide, y - high, x + wide, y + high, -frame.angle, frame.strength)


def _same(place: Place, other: Place, sheet: Sheet) -> bool:
    """Whether two frames are one, found twice: middles and widths alike."""
    (x, y), (p, q) = place.middle, other.middle
    wider = abs((place.right - place.left) - (other.right - other.left))
    return abs(x - p) < sheet.px(3) and abs(y - q) < sheet.px(2.5) and wider < sheet.px(5)


def _short_lines(black: Sheet) -> Iterator[Place]:
    """Lines of a word or two standing alone near the head of the page."""
    head = black.grey[: round(_HEAD * black.height_px)]
    ink = (head < _LINE_INK_BELOW).astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, black.px(_WORD_GAP_MM)), np.uint8))
    (low, high), (narrow, wide) = _LINE_MM
    for left, top, width, height in _boxes(np.asarray(joined, np.uint8)):
        if black.px(low) <= height <= black.px(high) and black.px(narrow) <= width <= black.px(
            wide
        ):
            yield Place(Trace.LINE, left, top, left + width, top + height)


def _boxes(mask: Pixels) -> list[tuple[int, int, int, int]]:
    """(left, top, width, height) of every patch."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        left, top, width, height = cv2.boundingRect(outline)
        found.append((int(left), int(top), int(width), int(height)))
    return found
