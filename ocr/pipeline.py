"""The recipes, top to bottom: look for secrecy marks in a file, and read one page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.evidence import Box, Digest
from ocr import clean, quality
from ocr.engine import PIPELINE_VERSION as PIPELINE_VERSION
from ocr.engine import OcrEngine
from ocr.pages import Limits, open_image
from ocr.sheet import Sheet
from ocr.transcript import Line, Transcript
from ocr.upright import FEWEST_LETTERS, Uprightness, find_upright

STRAIGHTEN_FROM_DEGREES = 1.2
"""Smaller skews the engine follows better than a resampled page."""
_FAINT_LETTERS = 60
_FAINT_LOOK_DPI, _FAINT_DPI = 150, 200
"""Averaging over coarser pixels is what lifts pale print out of the grain."""
_SURE = 0.6


def read_page(
    content: bytes, image_no: int, *, digest: Digest, engine: OcrEngine, limits: Limits
) -> Transcript:
    """Read one image of a file.

    Args:
        image_no: from 1, as in `FileFacts`.
        digest: of `content`; cited by the transcript, not checked here.

    Returns:
        Words in reading order with boxes in pixels of the scan; no lines for a blank page.

    Raises:
        UnreadableScan: the bytes are no scan.
        EngineFailed: the engine did not answer.
    """
    scan = open_image(content, image_no, limits=limits)
    reading = _read(scan, engine=engine)
    if reading.is_bare:
        reading = _read_faint(scan, engine=engine) or reading
    upright = scan.turned(reading.turn)
    return Transcript(
        digest=digest,
        image_no=image_no,
        width_px=scan.width_px,
        height_px=scan.height_px,
        engine=engine.engine,
        verdict=quality.judge(
            upright,
            reading.lines,
            rotated_degrees=reading.turn,
            skew_degrees=reading.skew,
            faint=reading.faint,
        ),
        lines=reading.lines,
    )


@dataclass(frozen=True)
class _Reading:
    """Lines in scan pixels; `is_bare`: hardly a letter stands out from the paper."""

    lines: tuple[Line, ...]
    turn: int
    skew: float
    is_bare: bool
    faint: bool = False


def _read(scan: Sheet, *, engine: OcrEngine) -> _Reading:
    found = find_upright(scan, engine=engine)
    first = _read_turned(scan, found, engine=engine)
    if first.is_bare or quality.is_legible(first.lines):
        return first
    # badly worn print may have hidden which way is up: believe the turn that reads best
    others = [turn for turn in (0, 90, 180, 270) if turn != found.clockwise_degrees]
    readings = [
        _read_turned(scan, replace(found, clockwise_degrees=turn), engine=engine) for turn in others
    ]
    return max([first, *readings], key=lambda reading: _sure_letters(reading.lines))


def _read_turned(scan: Sheet, found: Uprightness, *, engine: OcrEngine) -> _Reading:
    turn = found.clockwise_degrees
    if not found.letters:
        return _Reading((), turn, 0.0, is_bare=True)
    level = clean.levelled(clean.at_reading_dpi(scan.turned(turn)))
    grey = clean.without_coloured_ink(level)
    skew = clean.skew_of(grey)
    if abs(skew) >= STRAIGHTEN_FROM_DEGREES:
        grey = grey.rotated(-skew)
    ready = clean.despeckled(grey)
    lines = tuple(_in_scan_pixels(engine.read(ready.pixels, dpi=ready.dpi), ready))
    is_bare = found.letters < FEWEST_LETTERS
    if is_bare:  # dirt and shadows read as words of no confidence
        lines = tuple(_sure_words(lines))
    return _Reading(lines, turn, skew, is_bare=is_bare)


def _sure_letters(lines: tuple[Line, ...]) -> int:
    return sum(len(word.text) for line in _sure_words(lines) for word in line.words)


def _read_faint(scan: Sheet, *, engine: OcrEngine) -> _Reading | None:
    """Read print too pale to count as ink; None when there is none.

    The other side showing through is brought out just as well, but mirrored: nobody reads that
    with confidence.
    """
    found = find_upright(clean.stretched(scan.scaled_to(_FAINT_LOOK_DPI)), engine=engine)
    if found.letters < _FAINT_LETTERS:
        return None
    bold = clean.stretched(scan.scaled_to(_FAINT_DPI)).scaled_to(clean.READING_DPI)
    upright = bold.turned(found.clockwise_degrees)
    skew = clean.skew_of(upright)
    if abs(skew) >= STRAIGHTEN_FROM_DEGREES:
        upright = upright.rotated(-skew)
    ready = clean.despeckled(upright)
    height = ready.height_px
    probe = ready.pixels[round(0.12 * height) : round(0.34 * height)]
    if not quality.is_legible(engine.read(probe, dpi=ready.dpi, psm=6)):
        return None  # a whole page of nonsense would take the engine ten times as long
    lines = tuple(_in_scan_pixels(engine.read(ready.pixels, dpi=ready.dpi), ready))
    if not quality.is_legible(lines):
        return None
    return _Reading(lines, found.clockwise_degrees, skew, is_bare=False, faint=True)


def _sure_words(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        words = tuple(word for word in line.words if word.confidence >= _SURE)
        if words:
            yield line.model_copy(update={"words": words})


def _in_scan_pixels(lines: tuple[Line, ...], sheet: Sheet) -> Iterator[Line]:
    for line in lines:
        words = tuple(
            word.model_copy(update={"box": box})
            for word in line.words
            if (box := _on_scan(word.box, sheet)) is not None
        )
        if words:
            yield line.model_copy(update={"words": words})


def _on_scan(box: Box, sheet: Sheet) -> Box | None:
    try:
        return sheet.to_scan(box)
    except ValueError:
        return None  # on a corner that straightening added: nothing was printed there
