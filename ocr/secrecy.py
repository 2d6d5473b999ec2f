"""The gate: is there a secrecy mark on an image? Asked before anything of it is kept.

R-SEC-01, R-SEC-02 (domain.md 2.9): MẬT, TỐI MẬT, TUYỆT MẬT, stamped or typed. Places that may bear
a mark are looked for in the pixels; only they are read, all in one call of the engine on a small
picture. What looks like a stamp and cannot be read counts as found. Nothing touches a disk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from domain.events.envelope import SecrecyLevel
from domain.evidence import Box
from domain.frozen import Frozen
from ocr.clean import levelled
from ocr.cutouts import CUTOUT_DPI, cut_out
from ocr.engine import OcrEngine
from ocr.marks import Reading, judge_line, judge_stamp
from ocr.pages import Limits, open_images
from ocr.sheet import WHITE, Pixels, Sheet
from ocr.stamps import LOOK_DPI, STRONG, WEAK, Place, Trace, find_places
from ocr.transcript import Word
from ocr.upright import lines_of, upright_by_marks

_BLOCK, _LINE = 6, 7
_GAP_PX = 50
_READ_S = 60.0
_INK_BELOW, _EMPTY, _SOLID = 128, 0.03, 0.6
_HIGHEST_MM = 17.0
_DITHERED, _GRAIN_PX = 0.01, 5


class Verdict(StrEnum):
    CLEAR = "CLEAR"
    FOUND = "FOUND"
    UNSURE = "UNSURE"


class SecrecyLook(Frozen):
    """What the gate saw on one image. `level` and `box` None when clear; `level` None when it
    could not be read. `box` in pixels of the scan."""

    image_no: int
    verdict: Verdict
    level: SecrecyLevel | None = None
    box: Box | None = None

    @property
    def suspected(self) -> bool:
        return self.verdict is not Verdict.CLEAR


_LIMITS = Limits()


def look(content: bytes, *, engine: OcrEngine, limits: Limits = _LIMITS) -> tuple[SecrecyLook, ...]:
    """Look at every image of a file.

    Returns:
        One look for each image, in the file's order.

    Raises:
        UnreadableScan: the bytes are no scan.
        EngineFailed: the engine did not answer; nothing is known, the file is not clear.
    """
    scans = open_images(content, limits=limits)
    return tuple(
        look_at(scan, image_no=image_no, engine=engine)
        for image_no, scan in enumerate(scans, start=1)
    )


def look_at(scan: Sheet, *, image_no: int, engine: OcrEngine) -> SecrecyLook:
    """Look at one image, whichever way up it lies.

    Raises:
        EngineFailed: as for `look`.
    """
    seen = [
        one for turn in _turns(scan) for one in _read_together(_suspects(scan, turn), engine=engine)
    ]
    seen = [(suspect, _settled(suspect, reading, seen, engine=engine)) for suspect, reading in seen]
    best = max(seen, key=lambda one: one[1].weight, default=None)
    if best is None or best[1] is Reading.OTHER:
        return SecrecyLook(image_no=image_no, verdict=Verdict.CLEAR)
    suspect, reading = best
    verdict = Verdict.UNSURE if reading.level is None else Verdict.FOUND
    return SecrecyLook(
        image_no=image_no, verdict=verdict, level=reading.level, box=suspect.box_on_scan
    )


@dataclass(frozen=True)
class _Suspect:
    """A place and its pictures, cut out for reading."""

    place: Place
    cutouts: tuple[Pixels, ...]
    box_on_scan: Box
    dpi: int
    turn: int

    def is_told_by(self, other: "_Suspect") -> bool:
        """Whether what was read in another place says what stands in this one."""
        if self.turn == other.turn:
            return self.place.is_part_of(other.place)
        return other.place.trace is not Trace.LINE and _overlap(self.box_on_scan, other.box_on_scan)

    @property
    def _inked_mm(self) -> float:
        """Height of what stands in it, straightened; specks do not count."""
        inked = (self.cutouts[0] < _INK_BELOW).sum(axis=1)
        rows = np.flatnonzero(inked > 0.02 * self.cutouts[0].shape[1])
        return float(rows[-1] - rows[0]) * 25.4 / CUTOUT_DPI if rows.size else 0.0

    @property
    def looks_stamped(self) -> bool:
        """Whether it must be taken for a stamp although nothing was read in it."""
        if not self.place.strength and self._inked_mm > _HIGHEST_MM:
            return False  # a registry's block of three lines
        # a pale frame over print is no table's: the second picture says that there is print over it
        least = WEAK if len(self.cutouts) > 1 else STRONG
        return self.place.is_stamp_like(dpi=self.dpi, least=least)


def _without_dither(scan: Sheet) -> Sheet:
    """A scan of black and white dots, its shadows' grain smoothed away; others as they are."""
    if scan.is_colour or float(((scan.grey > 10) & (scan.grey < 245)).mean()) > _DITHERED:
        return scan
    side = _GRAIN_PX if scan.dpi >= CUTOUT_DPI else 3
    return scan.with_pixels(np.asarray(cv2.medianBlur(scan.grey, side), np.uint8))


_Seen = tuple[_Suspect, Reading]


def _overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share most of the smaller one."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    areas = ((box.right - box.left) * (box.bottom - box.top) for box in (one, other))
    return wide > 0 and high > 0 and wide * high > 0.6 * min(areas)


def _turns(scan: Sheet) -> tuple[int, ...]:
    """The ways up that must be looked at: one, if the print tells."""
    upright = upright_by_marks(scan)
    if upright.sure:
        return (upright.clockwise_degrees,)
    return lines_of(scan).turns


def _suspects(scan: Sheet, turn: int) -> list[_Suspect]:
    upright = scan.turned(turn)
    level = levelled(upright.scaled_to(LOOK_DPI))
    places = [place.times(upright.dpi / LOOK_DPI) for place in find_places(level)]
    found = [(place, cut_out(upright, place)) for place in places]
    return [
        _Suspect(place, cutouts, upright.to_scan(place.box(upright)), upright.dpi, turn)
        for place, cutouts in found
        if any(_EMPTY < float((cutout < _INK_BELOW).mean()) < _SOLID for cutout in cutouts)
    ]


def _settled(
    suspect: _Suspect, reading: Reading, seen: list[_Seen], *, engine: OcrEngine
) -> Reading:
    """What an unread place is, seen beside the others of the image.

    It is nothing when it is half of a frame whose whole was read (a letter's stem for its side),
    a table's cell, or the same place upside down, read the other way up.
    """
    if reading is not Reading.UNREAD:
        return reading
    harmless = [other for other, what in seen if what is Reading.OTHER]
    if suspect.place.ruled or any(suspect.is_told_by(other) for other in harmless):
        return Reading.OTHER
    return _read_alone(suspect, engine=engine)


def _read_together(suspects: list[_Suspect], *, engine: OcrEngine) -> list[_Seen]:
    cutouts = [cutout for suspect in suspects for cutout in suspect.cutouts]
    if not cutouts:
        return []
    picture, rows = _one_below_another(cutouts)
    lines = engine.read(picture, dpi=CUTOUT_DPI, psm=_BLOCK, timeout_s=_READ_S)
    words = [word for line in lines for word in line.words]
    own = iter(
        [word for word in words if top <= (word.box.top + word.box.bottom) / 2 < bottom]
        for top, bottom in rows
    )
    return [
        (suspect, _of_all([_judge(suspect, next(own)) for _ in suspect.cutouts]))
        for suspect in suspects
    ]


def _judge(suspect: _Suspect, words: Iterable[Word]) -> Reading:
    if suspect.place.trace is Trace.LINE:
        return judge_line(words)
    return judge_stamp(words, likely=suspect.looks_stamped)


def _of_all(readings: list[Reading]) -> Reading:
    """A mark seen in one picture counts; else it is enough that one shows another text."""
    worst = max(readings, key=lambda reading: reading.weight)
    if worst is Reading.UNREAD and Reading.OTHER in readings:
        return Reading.OTHER
    return worst


def _read_alone(suspect: _Suspect, *, engine: OcrEngine) -> Reading:
    """Read one place by itself: better, but a call for each; few pages have such a place."""
    if not suspect.place.is_stamp_like(dpi=suspect.dpi, least=WEAK):
        return Reading.OTHER
    readings = []
    for cutout in suspect.cutouts:
        picture, _ = _one_below_another([cutout])
        lines = engine.read(picture, dpi=CUTOUT_DPI, psm=_LINE, timeout_s=_READ_S)
        readings.append(_judge(suspect, (word for line in lines for word in line.words)))
    reading = _of_all(readings)
    if reading is Reading.UNREAD and not suspect.looks_stamped:
        return Reading.OTHER
    return reading


def _one_below_another(cutouts: list[Pixels]) -> tuple[Pixels, list[tuple[int, int]]]:
    """One white picture with all cutouts, and the rows that belong to each."""
    width = max(cutout.shape[1] for cutout in cutouts) + 2 * _GAP_PX
    height = sum(cutout.shape[0] + _GAP_PX for cutout in cutouts) + _GAP_PX
    picture = np.full((height, width), WHITE, np.uint8)
    rows, top = [], _GAP_PX
    for cutout in cutouts:
        bottom = top + cutout.shape[0]
        picture[top:bottom, _GAP_PX : _GAP_PX + cutout.shape[1]] = cutout
        rows.append((top - _GAP_PX // 2, bottom + _GAP_PX // 2))
        top = bottom + _GAP_PX
    return picture, rows
