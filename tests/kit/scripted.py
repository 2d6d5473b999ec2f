"""An OcrEngine told what to say: it knows a drawn page by its number and says what is scripted."""

from collections import Counter
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from domain.evidence import Box
from ocr.engine import PIPELINE_VERSION
from ocr.errors import EngineFailed
from ocr.transcript import Engine, Line, Word
from tests.kit.pages import number_on

_LINE_SHARE = 0.03
_LETTER_SHARE = 0.014
_DEFAULT = "Trang in thử số {number}, có đủ chữ để đọc được và tìm thấy"


@dataclass(frozen=True)
class Said:
    """A printed line: where it begins and how wide a letter is, in shares of the page's width; how
    far down it stands, in shares of its height."""

    text: str
    left: float = 0.1
    top: float | None = None
    letter: float = _LETTER_SHARE


class ScriptedEngine:
    """Reads the pages of tests/kit/pages.py. Safe between threads.

    A page that it was not told about has one line with its number in it.
    """

    def __init__(self, *, version: str = "1", confidence: float = 0.95) -> None:
        self._version, self._confidence = version, confidence
        self._script: dict[int, tuple[Said, ...]] = {}
        self._failures: dict[int, tuple[str, int]] = {}
        self._lock = Lock()
        self.read_pages: Counter[int] = Counter()
        """How often each page was read as a whole."""

    def says(self, number: int, *lines: str | Said) -> None:
        """Script a page, line by line."""
        self._script[number] = tuple(
            line if isinstance(line, Said) else Said(line) for line in lines
        )

    def fails(self, number: int, code: str = "engine.timeout", *, times: int = 1 << 30) -> None:
        """Fail so often at a page, then read it."""
        self._failures[number] = (code, times)

    @property
    def engine(self) -> Engine:
        return Engine(
            name="scripted",
            version=self._version,
            model="none",
            settings="",
            pipeline_version=PIPELINE_VERSION,
        )

    def read(
        self, grey: NDArray[np.uint8], *, dpi: int, psm: int = 3, timeout_s: float = 180
    ) -> tuple[Line, ...]:
        found = number_on(grey)
        if found is None or found[1] != 0:
            return ()
        number = found[0]
        with self._lock:
            self.read_pages[number] += 1
            code, left = self._failures.get(number, ("", 0))
            if left:
                self._failures[number] = (code, left - 1)
                raise EngineFailed(code)
        lines = self._script.get(number, (Said(_DEFAULT.format(number=number)),))
        return tuple(self._line(line, place, grey.shape) for place, line in enumerate(lines))

    def orientation(self, grey: NDArray[np.uint8], *, dpi: int) -> tuple[int, float]:
        found = number_on(grey)
        return (found[1], 9.0) if found else (0, 0.0)

    def _line(self, said: Said, place: int, shape: tuple[int, ...]) -> Line:
        height, width = shape[:2]
        share = said.top if said.top is not None else 0.05 + place * _LINE_SHARE
        top = round(share * height)
        left = said.left * width
        words = []
        letter = said.letter * width
        for text in said.text.split():
            right = left + max(1.0, len(text) * letter)
            box = Box(
                left=min(round(left), width - 2),
                top=min(top, height - 2),
                right=min(max(round(right), round(left) + 1), width - 1),
                bottom=min(top + round(0.02 * height), height - 1),
            )
            words.append(Word(text=text, box=box, confidence=self._confidence))
            left = right + 0.5 * letter
        return Line(words=tuple(words), block_no=1, paragraph_no=place + 1)
