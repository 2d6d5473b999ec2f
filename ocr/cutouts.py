"""A suspected place cut out for reading: levelled, straight, without its frame."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.clean import levelled, without_coloured_ink
from ocr.sheet import WHITE, Pixels, Sheet
from ocr.stamps import Place, Trace, redness

CUTOUT_DPI = 300
_AROUND_MM = 8.0
"""Paper taken along, so that levelling sees some."""
_MOST_LEAN = 12.0
_INSIDE_MM, _OUTSIDE_MM = 0.4, 1.2
_EDGE_MM, _GAP_MM = 2.6, 0.35
_SHARE = 0.45
"""Of a frame's side, the least that is still in one stroke."""
_PALE, _DARKER, _SOME = 135, 45, 0.02
_RING_MM = 1.2
_INK_BELOW = 225


def cut_out(sheet: Sheet, place: Place) -> tuple[Pixels, ...]:
    """Return what stands in a place: grey, dark on white, level, at `CUTOUT_DPI`.

    Where print darker than the stamp may lie over it, a second picture shows it without that.

    Args:
        sheet: upright, as received.
        place: in pixels of `sheet`.
    """
    around = place.box(sheet)
    rim = sheet.px(_AROUND_MM)
    around = around.model_copy(
        update={
            "left": max(0, around.left - rim),
            "top": max(0, around.top - rim),
            "right": min(sheet.width_px, around.right + rim),
            "bottom": min(sheet.height_px, around.bottom + rim),
        }
    )
    part = levelled(sheet.cropped(around).scaled_to(CUTOUT_DPI))
    inked = _inked(part, place.trace)
    mm, scale = CUTOUT_DPI / 25.4, CUTOUT_DPI / sheet.dpi
    edges = np.array([place.left, place.top, place.right, place.bottom]) * scale
    edges -= np.array([around.left, around.top, around.left, around.top]) * scale
    lean = _lean(inked, edges) if place.lean is None else place.lean
    if place.strength:
        level = _straight(inked, edges, lean, rim=-round(_INSIDE_MM * mm))
        bare = _without_print_over(level, mm) if place.trace is Trace.FRAME else None
        shown = [level] if bare is None else [level, bare]
        return tuple(_stretched(_without_frame(one, mm)) for one in shown)
    level = _straight(inked, edges, lean, rim=round(_OUTSIDE_MM * mm))
    return (_stretched(_without_frame(level, mm) if place.trace is Trace.COLOUR else level),)


def _inked(part: Sheet, trace: Trace) -> Pixels:
    if trace is not Trace.COLOUR:
        return without_coloured_ink(part).grey
    red = redness(part.pixels)
    paper, strong = float(np.median(red)), float(np.percentile(red, 98))
    ramp = np.clip((np.arange(256) - paper) * WHITE / max(12.0, strong - paper), 0, WHITE)
    return np.asarray(WHITE - cv2.LUT(red, ramp.astype(np.uint8)), np.uint8)


def _lean(inked: Pixels, edges: NDArray[np.float64]) -> float:
    """Counter-clockwise degrees by which rows of ink in a rectangle rise to the right."""
    left, top, right, bottom = np.maximum(0, np.round(edges)).astype(int)
    ink = (WHITE - inked[top:bottom, left:right]).astype(np.float32)
    small = cv2.resize(ink, None, fx=0.34, fy=0.34, interpolation=cv2.INTER_AREA)
    height, width = small.shape[:2]

    def contrast(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
        rows = cv2.warpAffine(small, turn, (width, height)).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    angles = np.arange(-_MOST_LEAN, _MOST_LEAN + 0.5, 1.0)
    return float(max(angles.tolist(), key=contrast))


def _straight(inked: Pixels, edges: NDArray[np.float64], lean: float, *, rim: int) -> Pixels:
    """The rectangle turned level about its middle, widened by `rim` pixels."""
    left, top, right, bottom = edges
    turn = cv2.getRotationMatrix2D(((left + right) / 2, (top + bottom) / 2), -lean, 1.0)
    turn[:, 2] -= (left - rim, top - rim)
    size = (max(8, round(right - left) + 2 * rim), max(8, round(bottom - top) + 2 * rim))
    return np.asarray(
        cv2.warpAffine(inked, turn, size, flags=cv2.INTER_LINEAR, borderValue=WHITE), np.uint8
    )


def _without_print_over(level: Pixels, mm: float) -> Pixels | None:
    """Where the frame is paler than print, print that is darker lies over the stamp: it goes."""
    ring = round(_RING_MM * mm)
    rims = (level[:ring], level[-ring:], level[:, :ring], level[:, -ring:])
    rim = np.concatenate([side.ravel() for side in rims])
    inked = rim[rim < _INK_BELOW]
    line = float(np.median(inked)) if inked.size else 0.0
    over = (level < line - _DARKER).astype(np.uint8)
    if line < _PALE or float(over.mean()) < _SOME:
        return None
    around = cv2.dilate(over, np.ones((3, 3), np.uint8))
    return np.where(around > 0, WHITE, level).astype(np.uint8)


def _without_frame(level: Pixels, mm: float) -> Pixels:
    """Long straight strokes near the edges go: the frame's, and a second frame's inside it."""
    ink = (level < _INK_BELOW).astype(np.uint8)
    height, width = ink.shape
    near, gap = round(_EDGE_MM * mm), max(1, round(_GAP_MM * mm))
    gone = np.zeros_like(ink)
    for along, across in ((width, 1), (height, 0)):
        bar = max(3, round(_SHARE * along))
        shape, close = ((1, bar), (1, gap)) if across else ((bar, 1), (gap, 1))
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(close, np.uint8))
        strokes = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        if across:
            strokes[near : max(near, height - near)] = 0
        else:
            strokes[:, near : max(near, width - near)] = 0
        gone = np.maximum(gone, np.asarray(strokes, np.uint8))
    return np.where(cv2.dilate(gone, np.ones((3, 3), np.uint8)) > 0, WHITE, level).astype(np.uint8)


def _stretched(level: Pixels) -> Pixels:
    dark = float(np.percentile(level, 3))
    ramp = np.clip((np.arange(256) - dark) * WHITE / max(20.0, 240 - dark), 0, WHITE)
    return np.asarray(cv2.LUT(level, ramp.astype(np.uint8)), np.uint8)
