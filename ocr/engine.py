"""Port OcrEngine: a grey picture in, words with boxes out."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ocr.transcript import Engine, Line

PIPELINE_VERSION = 1
"""Counts up when a step between scan and engine changes: part of a reading's identity."""


class OcrEngine(Protocol):
    """A program that reads print; see tests/contract/test_ocr_engine.py."""

    @property
    def engine(self) -> Engine:
        """Which program, version, model and settings: part of a reading's identity."""
        ...

    def read(
        self, grey: NDArray[np.uint8], *, dpi: int, psm: int = 3, timeout_s: float = 180
    ) -> tuple[Line, ...]:
        """Return the lines in reading order; nothing legible is an empty tuple.

        Args:
            grey: shape (height, width), 0 black to 255 white, upright.
            dpi: pixels per inch of `grey`.
            psm: how the picture is divided: 3 a page, 6 one block, 7 one line, 11 scattered words.
            timeout_s: seconds after which the reading is given up.

        Returns:
            Words in NFC, their boxes in pixels of `grey`.

        Raises:
            EngineFailed: it timed out, crashed or is not installed.
        """
        ...

    def orientation(self, grey: NDArray[np.uint8], *, dpi: int) -> tuple[int, float]:
        """Return (clockwise degrees that make it upright: 0, 90, 180 or 270; confidence).

        Confidence is the engine's own, 0 upwards; 0.0 when there is too little print to tell.

        Raises:
            EngineFailed: as for `read`.
        """
        ...
