"""What was read on one page: words with boxes and confidence, in reading order."""

from functools import cached_property

from domain.evidence import Box, Confidence, Digest
from domain.frozen import Frozen


class Word(Frozen):
    """`text` in NFC; `box` in pixels of the scan as received; `confidence` as the engine says,
    0 to 1, not calibrated."""

    text: str
    box: Box
    confidence: Confidence


class Line(Frozen):
    words: tuple[Word, ...]
    block_no: int
    paragraph_no: int

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> Box:
        box = self.words[0].box
        for word in self.words[1:]:
            box = box.joined(word.box)
        return box


class Engine(Frozen):
    """Which program read the page, and how: part of a job's identity."""

    name: str
    version: str
    model: str
    settings: str
    pipeline_version: int


class Verdict(Frozen):
    """What the pixels say of the scan: see ocr/quality.py. `skew_degrees` counter-clockwise."""

    blank: bool
    dpi: int
    skew_degrees: float
    rotated_degrees: int
    """Clockwise turn that made the page upright: 0, 90, 180 or 270."""
    sharpness: float
    blurred: bool
    low_dpi: bool
    coloured: bool
    seal_not_removable: bool
    damaged: bool
    faint: bool = False
    """The print is too pale to be seen as ink; it was read with its contrast stretched."""


class Transcript(Frozen):
    """Stored as JSON in the derived area; a blank page has no lines."""

    digest: Digest
    image_no: int
    width_px: int
    height_px: int
    engine: Engine
    verdict: Verdict
    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def word_count(self) -> int:
        return sum(len(line.words) for line in self.lines)
