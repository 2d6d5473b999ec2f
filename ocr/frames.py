"""Frames: the rectangles that rubber stamps print round their words, at small angles.

A frame is four straight sides. A table's cell has them too, but its lines run on past its corners.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
_Segment = tuple[int, int, int]
"""(left, y, right) of a straight line."""

ANGLES = tuple(np.arange(-10.0, 10.1, 2.5).tolist())
"""Stamps lean up to 8 degrees, pages up to 3; a side of 14 mm stays whole within 1.3 degrees."""
_HEIGHT_MM, _WIDTH_MM = (5.5, 18.0), (11.0, 65.0)
_LINE_MM, _POST_MM = 5.0, 3.6
_THIN_MM, _GAP_MM = 1.7, 0.7
_SIDE, _EDGE = 0.4, 0.5
"""Least share of a side, and of an edge above or below, that must be inked."""
_FULL = 0.62
_SHADE_MM, _SHADED = 10.0, 0.55
_MOST_SEGMENTS = 250
_RUNS_ON = 0.75
_BEYOND_MM = 12.0
"""How far beyond its edges a frame's sides are looked at, and a stroke must be seen to be whole."""
_TABLE_FROM = 3


@dataclass(frozen=True)
class Frame:
    """A rectangle in a mask turned by `angle` degrees counter-clockwise about its middle.

    `left`, `top`, `right`, `bottom` in pixels of the turned mask; `strength` is the inked share of
    its weakest side, 0 to 1.
    """

    angle: float
    left: int
    top: int
    right: int
    bottom: int
    strength: float

    def middle(self, shape: tuple[int, ...]) -> tuple[float, float]:
        """The middle in pixels of the mask before it was turned."""
        back = cv2.getRotationMatrix2D((shape[1] / 2, shape[0] / 2), -self.angle, 1.0)
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        return float(back[0] @ (x, y, 1)), float(back[1] @ (x, y, 1))


def turned(mask: Mask, angle: float, *, outside: int = 0) -> Mask:
    """Rotate counter-clockwise about the middle; the size stays."""
    height, width = mask.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    how = cv2.INTER_NEAREST if mask.max(initial=0) <= 1 else cv2.INTER_LINEAR
    border = (outside, outside, outside)
    return np.asarray(
        cv2.warpAffine(mask, turn, (width, height), flags=how, borderValue=border), np.uint8
    )


def find_frames(ink: Mask, *, dpi: int) -> list[Frame]:
    """Find stamp-sized frames, the strongest first, one for each place.

    Args:
        ink: 1 where there is ink, else 0.
    """
    mm = dpi / 25.4
    ink = _without_shade(ink, mm)
    found = [frame for angle in ANGLES for frame in _level_frames(turned(ink, angle), angle, mm)]
    found.sort(key=lambda frame: -frame.strength)
    kept: list[tuple[Frame, tuple[float, float]]] = []
    for frame in found:
        x, y = frame.middle(ink.shape)
        if all(abs(x - p) > 5 * mm or abs(y - q) > 4 * mm for _, (p, q) in kept):
            kept.append((frame, (x, y)))
    return [frame for frame, _ in kept]


def _level_frames(ink: Mask, angle: float, mm: float) -> Iterator[Frame]:
    lines = _strokes(ink, mm, length_mm=_LINE_MM, across=True)
    segments = _segments(lines, mm)
    if len(segments) > _MOST_SEGMENTS:
        return  # grain, not lines: every pair of them would be tried
    pairs = _pairs(segments, mm)
    if not pairs:
        return
    # sides are looked for only where there are edges: most of a page, at most angles, has none
    rim = round(_BEYOND_MM * mm)
    band = slice(
        max(0, min(upper[1] for upper, _ in pairs) - rim),
        max(lower[1] for _, lower in pairs) + rim,
    )
    thick, wide = np.zeros_like(ink), np.zeros_like(ink)
    thick[band] = cv2.dilate(lines[band], np.ones((round(1.2 * mm), 1), np.uint8))
    posts = _strokes(ink[band], mm, length_mm=_POST_MM, across=False)
    wide[band] = cv2.dilate(posts, np.ones((1, max(1, round(0.6 * mm))), np.uint8))
    for upper, lower in pairs:
        edges = (min(upper[0], lower[0]), max(upper[2], lower[2]))
        for frame in _between(thick, wide, (upper[1], lower[1]), edges, angle, mm):
            if _is_open(ink, frame, mm):
                yield frame


def _pairs(segments: list[_Segment], mm: float) -> list[tuple[_Segment, _Segment]]:
    """Lines that may be the upper and the lower edge of one frame."""
    found = []
    for upper in segments:
        for lower in segments:
            gap = lower[1] - upper[1]
            if not _HEIGHT_MM[0] * mm <= gap <= _HEIGHT_MM[1] * mm:
                continue
            left, right = max(upper[0], lower[0]), min(upper[2], lower[2])
            if right - left >= 0.5 * _WIDTH_MM[0] * mm:
                found.append((upper, lower))
    return found


def _without_shade(ink: Mask, mm: float) -> Mask:
    """The mask without areas that are dark all over: shadows of the scanner, dithered stains."""
    side = round(_SHADE_MM * mm)
    share = cv2.blur(ink * np.uint8(200), (side, side))
    return np.where(share > _SHADED * 200, 0, ink).astype(np.uint8)


def _is_open(ink: Mask, frame: Frame, mm: float) -> bool:
    """Whether paper shows inside; the grain of a dithered shadow is full of chance frames."""
    rim = round(_GAP_MM * mm) + 1
    inside = ink[frame.top + rim : frame.bottom - rim, frame.left + rim : frame.right - rim]
    return bool(inside.size) and float(inside.mean()) < _FULL


def _strokes(ink: Mask, mm: float, *, length_mm: float, across: bool) -> Mask:
    """Thin straight strokes of at least a length, lying (`across`) or standing; letters go."""

    def bar(length: float) -> Mask:
        size = max(1, round(length * mm))
        return np.ones((1, size) if across else (size, 1), np.uint8)

    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, bar(_THIN_MM).T)
    thin = cv2.morphologyEx(cv2.subtract(ink, thick), cv2.MORPH_CLOSE, bar(_GAP_MM))
    return np.asarray(cv2.morphologyEx(thin, cv2.MORPH_OPEN, bar(length_mm)), np.uint8)


def _segments(lines: Mask, mm: float) -> list[_Segment]:
    """(left, y, right) of straight lines, pieces on one height joined over small gaps."""
    # outlines of a sparse mask: six times faster than labelling all of it
    outlines, _ = cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [cv2.boundingRect(outline) for outline in outlines]
    pieces = sorted((x, y + h // 2, x + w) for x, y, w, h in boxes if h <= 2.5 * mm)
    joined: list[tuple[int, int, int, int]] = []  # left, first y, last y, right
    for left, y, right in pieces:
        for at, (other_left, first_y, last_y, other_right) in enumerate(joined):
            if abs(y - last_y) <= 0.8 * mm and left - other_right <= 4 * mm:
                end_y = y if right > other_right else last_y
                joined[at] = (other_left, first_y, end_y, max(right, other_right))
                break
        else:
            joined.append((left, y, y, right))
    return [(left, (first_y + last_y) // 2, right) for left, first_y, last_y, right in joined]


def _between(
    lines: Mask,
    ink: Mask,
    rows: tuple[int, int],
    edges: tuple[int, int],
    angle: float,
    mm: float,
) -> Iterator[Frame]:
    """Frames whose upper and lower edges lie on two given rows."""
    top, bottom = rows
    start, end = max(0, round(edges[0] - 2 * mm)), min(ink.shape[1], round(edges[1] + 2 * mm))
    filled = ink[top:bottom, start:end].mean(axis=0)
    sides = _peaks(filled, mm)
    for at, left in enumerate(sides):
        for right in sides[at + 1 :]:
            width = right - left
            if not max(_WIDTH_MM[0] * mm, 1.15 * (bottom - top)) <= width <= _WIDTH_MM[1] * mm:
                continue
            upper = float(lines[top, start + left : start + right].mean())
            lower = float(lines[bottom, start + left : start + right].mean())
            if min(upper, lower) < _EDGE:
                continue
            box = (start + left, top, start + right, bottom)
            if _runs_on(lines, ink, box, mm) < _TABLE_FROM:
                strength = min(upper, lower, float(filled[left]), float(filled[right]))
                yield Frame(angle, *box, strength)


def _peaks(filled: NDArray[np.float64], mm: float) -> list[int]:
    """Columns that are inked almost from top to bottom, the best of each neighbourhood."""
    chosen: list[int] = []
    for column in np.argsort(-filled):
        if filled[column] < _SIDE or len(chosen) >= 12:
            break
        if all(abs(column - other) > 1.5 * mm for other in chosen):
            chosen.append(int(column))
    return sorted(chosen)


def _runs_on(lines: Mask, ink: Mask, box: tuple[int, int, int, int], mm: float) -> int:
    """How many of the eight ends of the four sides run on past their corner."""
    left, top, right, bottom = box
    near, far = round(1.0 * mm), round(4.0 * mm)
    stretches = []
    for row in (top, bottom):
        stretches.append(lines[row, max(0, left - far) : max(0, left - near)])
        stretches.append(lines[row, right + near : right + far])
    for column in (left, right):
        stretches.append(ink[max(0, top - far) : max(0, top - near), column])
        stretches.append(ink[bottom + near : bottom + far, column])
    return sum(bool(part.size) and float(part.mean()) >= _RUNS_ON for part in stretches)
