"""Tesseract through pytesseract, without a file: neither picture nor text touches a disk.

A page that must be forgotten may not linger in a temporary folder after a kill. So the picture is
an anonymous file in memory and the answer comes through a pipe; both end with this program.
"""

import fcntl
import os
import re
import subprocess
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np
import pytesseract
from numpy.typing import NDArray

from domain.evidence import Box
from ocr.engine import PIPELINE_VERSION
from ocr.errors import EngineFailed
from ocr.transcript import Engine, Line, Word

PACKAGES = "tesseract-ocr tesseract-ocr-vie tesseract-ocr-script-viet"
MODELS = ("Vietnamese", "script/Vietnamese", "vie")
"""Best first: the script model, under either of its names, reads worn print better than `vie`."""
ORIENTATION_MODEL = "osd"
_COLUMNS = 12
_END = b"\0"
_THRESHOLDING = 2
"""Sauvola's local threshold; the default, one threshold for the page, loses yellowed paper."""
_ROTATE = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)
_TURN_CONFIDENCE = re.compile(r"^Orientation confidence: ([\d.]+)$", re.MULTILINE)
_TOO_LITTLE_PRINT = 1
"""Exit status when a picture holds too few letters to tell its orientation."""


class Tesseract:
    """OcrEngine on the installed `tesseract` program; needs Linux.

    Args:
        model: a model's name; None takes the best of `MODELS` that is installed.
    """

    def __init__(self, *, model: str | None = None) -> None:
        self._model = model
        # its threads cost 1.8 times the work and are slower even on an idle machine
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")

    @cached_property
    def engine(self) -> Engine:
        return Engine(
            name="tesseract",
            version=self._version,
            model=self.model,
            settings=f"oem=1 thresholding_method={_THRESHOLDING}",
            pipeline_version=PIPELINE_VERSION,
        )

    @cached_property
    def model(self) -> str:
        """Raises: EngineFailed: engine.missing or engine.modelMissing."""
        wanted = (self._model,) if self._model else MODELS
        for name in wanted:
            if name in self._models:
                return name
        raise EngineFailed("engine.modelMissing", model=" | ".join(wanted), install=PACKAGES)

    def preflight(self) -> None:
        """Check that program and models are there, before the first page.

        Raises:
            EngineFailed: engine.missing or engine.modelMissing, with the packages that bring them.
        """
        if self.model and ORIENTATION_MODEL not in self._models:
            raise EngineFailed("engine.modelMissing", model=ORIENTATION_MODEL, install=PACKAGES)

    def read(
        self, grey: NDArray[np.uint8], *, dpi: int, psm: int = 3, timeout_s: float = 180
    ) -> tuple[Line, ...]:
        settings = (
            f"--psm {psm} --oem 1 --dpi {dpi} -c thresholding_method={_THRESHOLDING}"
            " -c tessedit_create_tsv=1"
        )
        answer = self._run(
            grey, extension="tsv", model=self.model, settings=settings, timeout_s=timeout_s
        )
        return tuple(_lines(answer))

    def orientation(self, grey: NDArray[np.uint8], *, dpi: int) -> tuple[int, float]:
        try:
            answer = self._run(
                grey,
                extension="osd",
                model=ORIENTATION_MODEL,
                settings=f"--psm 0 --dpi {dpi}",
                timeout_s=60,
            )
        except EngineFailed as failed:
            if failed.values.get("exitCode") == _TOO_LITTLE_PRINT:
                return 0, 0.0
            raise
        turn, confidence = _ROTATE.search(answer), _TURN_CONFIDENCE.search(answer)
        if turn is None or confidence is None:
            return 0, 0.0
        return int(turn[1]) % 360, float(confidence[1])

    @cached_property
    def _version(self) -> str:
        try:
            return str(pytesseract.get_tesseract_version())
        except pytesseract.TesseractNotFoundError as error:
            raise EngineFailed("engine.missing", install=PACKAGES) from error

    @cached_property
    def _models(self) -> frozenset[str]:
        # pytesseract's own list leaves out every name with a capital letter
        program = pytesseract.pytesseract.tesseract_cmd
        try:
            listed = subprocess.run([program, "--list-langs"], capture_output=True, check=True)
        except FileNotFoundError as error:
            raise EngineFailed("engine.missing", install=PACKAGES) from error
        except subprocess.CalledProcessError as error:
            raise EngineFailed("engine.crashed", exitCode=error.returncode) from error
        return frozenset(listed.stdout.decode("utf-8", errors="replace").split("\n"))

    def _run(
        self,
        grey: NDArray[np.uint8],
        *,
        extension: str,
        model: str,
        settings: str,
        timeout_s: float,
    ) -> str:
        with _in_memory(grey) as picture, _Answer(extension) as answer:
            try:
                pytesseract.pytesseract.run_tesseract(
                    picture, answer.base, extension, model, settings, timeout=timeout_s
                )
            except pytesseract.TesseractNotFoundError as error:
                raise EngineFailed("engine.missing", install=PACKAGES) from error
            except pytesseract.TesseractError as error:
                # its message may quote the picture's name: the status alone goes on
                raise EngineFailed("engine.crashed", exitCode=int(error.status)) from None
            except RuntimeError as error:
                raise EngineFailed("engine.timeout", timeoutS=round(timeout_s)) from error
            return answer.text()


@contextmanager
def _in_memory(grey: NDArray[np.uint8]) -> Iterator[str]:
    """The picture as a PGM file without a place on any disk; gives its path."""
    height, width = grey.shape
    number = os.memfd_create("page", os.MFD_CLOEXEC)
    try:
        with os.fdopen(number, "wb", closefd=False) as file:
            file.write(b"P5\n%d %d\n255\n" % (width, height))
            file.write(np.ascontiguousarray(grey).data)
        yield f"/proc/{os.getpid()}/fd/{number}"
    finally:
        os.close(number)


class _Answer:
    """A named pipe where the program wants to write a file, and a thread that empties it."""

    def __init__(self, extension: str) -> None:
        self._extension = extension
        self._chunks: list[bytes] = []

    def __enter__(self) -> "_Answer":
        self._folder = tempfile.TemporaryDirectory(prefix="hoso-ocr-")
        self.base = str(Path(self._folder.name) / "page")
        self._pipe = f"{self.base}.{self._extension}"
        os.mkfifo(self._pipe, mode=0o600)
        # opened for reading at once, so that neither side ever waits for the other to open
        self._reading = os.open(self._pipe, os.O_RDONLY | os.O_NONBLOCK)
        self._writing = os.open(self._pipe, os.O_WRONLY)
        fcntl.fcntl(self._reading, fcntl.F_SETFL, 0)
        self._thread = threading.Thread(target=self._drain, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._finish()
        os.close(self._writing)
        os.close(self._reading)
        self._folder.cleanup()

    def text(self) -> str:
        """What the program wrote, once it has ended."""
        self._finish()
        return b"".join(self._chunks).decode("utf-8", errors="replace")

    def _finish(self) -> None:
        if self._thread.is_alive():
            # not by closing: a copy of this end in a forked neighbour would keep it open
            os.write(self._writing, _END)
            self._thread.join()

    def _drain(self) -> None:
        while not (chunk := os.read(self._reading, 1 << 16)).endswith(_END):
            self._chunks.append(chunk)
        self._chunks.append(chunk[:-1])


def _lines(answer: str) -> Iterator[Line]:
    """Lines of a TSV answer, in its order; empty words and shapes without text are left out."""
    words: list[Word] = []
    place: tuple[str, ...] = ()
    for row in answer.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < _COLUMNS or cells[0] != "5":
            continue
        here = tuple(cells[2:5])
        if here != place and words:
            yield _line(words, place)
            words = []
        place = here
        word = _word(cells)
        if word is not None:
            words.append(word)
    if words:
        yield _line(words, place)


def _line(words: list[Word], place: tuple[str, ...]) -> Line:
    return Line(words=tuple(words), block_no=int(place[0]), paragraph_no=int(place[1]))


def _word(cells: list[str]) -> Word | None:
    text = unicodedata.normalize("NFC", cells[11]).strip()
    left, top, width, height = (int(cell) for cell in cells[6:10])
    confidence = float(cells[10])
    if not text or confidence < 0 or width < 1 or height < 1:
        return None
    box = Box(left=max(0, left), top=max(0, top), right=left + width, bottom=top + height)
    return Word(text=text, box=box, confidence=min(1.0, confidence / 100))
