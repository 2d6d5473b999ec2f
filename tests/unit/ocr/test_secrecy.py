"""The gate, with an engine that says what it is told: what is looked at, and what follows."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from domain.events.envelope import SecrecyLevel
from domain.evidence import Box
from ocr.errors import EngineFailed, UnreadableScan
from ocr.pages import Limits
from ocr.secrecy import SecrecyLook, Verdict, look, look_at
from ocr.sheet import WHITE, Sheet
from ocr.transcript import Engine, Line, Word
from tests.kit.drawn import BLACK, RED, VIOLET, decision, stamped, typed
from tests.kit.scans import picture, saved, tiff


class Teller:
    """Says one text for every row of ink that it is shown; counts how often and how much."""

    engine = Engine(name="told", version="1", model="", settings="", pipeline_version=1)

    def __init__(self, text: str, *, confidence: float = 0.9) -> None:
        self._text, self._confidence = text, confidence
        self.pixels_shown: list[int] = []

    def read(
        self, grey: NDArray[np.uint8], *, dpi: int, psm: int = 3, timeout_s: float = 180
    ) -> tuple[Line, ...]:
        self.pixels_shown.append(grey.size)
        return tuple(self._line(top) for top in _tops(grey))

    def orientation(self, grey: NDArray[np.uint8], *, dpi: int) -> tuple[int, float]:
        return 0, 0.0

    def _line(self, top: int) -> Line:
        box = Box(left=0, top=top, right=8, bottom=top + 8)
        texts = self._text.split()
        words = tuple(Word(text=one, box=box, confidence=self._confidence) for one in texts)
        return Line(words=words, block_no=1, paragraph_no=1)


def _tops(grey: NDArray[np.uint8]) -> list[int]:
    """Where ink begins after a stretch of white as it lies between two cuttings."""
    inked = np.flatnonzero((grey < 128).any(axis=1))
    begins = np.diff(inked, prepend=-100) > 45
    return [int(row) for row in inked[begins]]


class Speechless(Teller):
    """Shown anything, it has nothing to say."""

    def _line(self, top: int) -> Line:
        box = Box(left=0, top=top, right=8, bottom=top + 8)
        return Line(words=(Word(text="~", box=box, confidence=0.1),), block_no=1, paragraph_no=1)


class Failing(Teller):
    def read(self, grey: NDArray[np.uint8], **_: object) -> tuple[Line, ...]:
        raise EngineFailed("engine.timeout", timeoutS=60)


def seen(sheet: Sheet, engine: Teller) -> SecrecyLook:
    return look_at(sheet, image_no=1, engine=engine)


def as_file(*sheets: Sheet) -> bytes:
    out = io.BytesIO()
    images = [Image.fromarray(sheet.pixels) for sheet in sheets]
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:], dpi=(100, 100))
    return out.getvalue()


@pytest.mark.parametrize("colour", [RED, VIOLET, BLACK])
@pytest.mark.parametrize("strength", [0.9, 0.35])
def test_a_stamp_that_nobody_can_read_counts_as_found(
    colour: tuple[int, int, int], strength: float
) -> None:
    sheet = stamped(decision(dpi=150), "MẬT", colour=colour, lean=6, strength=strength)

    found = seen(sheet, Speechless(""))

    assert found.verdict is Verdict.UNSURE and found.suspected and found.level is None


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_box_is_where_the_stamp_stands_on_the_scan_whichever_way_it_lies(turn: int) -> None:
    sheet = stamped(decision(dpi=150), "TỐI MẬT", at_mm=(45, 52), lean=-4)

    found = seen(Sheet.of_scan(sheet.turned(turn).pixels, dpi=150), Teller("TỐI MẬT"))

    assert found.verdict is Verdict.FOUND and found.level is SecrecyLevel.TOI_MAT
    middle = Box(left=sheet.px(44), top=sheet.px(51), right=sheet.px(46), bottom=sheet.px(53))
    turned = Sheet.of_scan(np.zeros_like(sheet.turned(turn).pixels), dpi=150).turned(-turn)
    expected = turned.to_scan(middle)
    assert found.box is not None
    assert found.box.left < expected.left and found.box.right > expected.right
    assert found.box.top < expected.top and found.box.bottom > expected.bottom


@pytest.mark.parametrize("text", ["KHẨN", "HỎA TỐC", "SAO Y BẢN CHÍNH", "CÔNG VĂN ĐẾN"])
def test_other_stamps_pass(text: str) -> None:
    sheet = stamped(decision(dpi=150), text, at_mm=(60, 52))

    assert seen(sheet, Teller(text)).verdict is Verdict.CLEAR


def test_a_typed_mark_in_the_slot_is_found() -> None:
    sheet = typed(decision(dpi=150), "MẬT", at_mm=(55, 61))

    assert seen(sheet, Teller("MẬT")).level is SecrecyLevel.MAT


def test_an_ordinary_page_passes_on_one_small_look() -> None:
    sheet, engine = decision(dpi=150), Teller("QUYẾT ĐỊNH")

    found = seen(sheet, engine)

    assert found == SecrecyLook(image_no=1, verdict=Verdict.CLEAR)
    reading_px = sheet.width_px * sheet.height_px * 4  # a reading takes the page at 300 dpi
    assert len(engine.pixels_shown) <= 1 and sum(engine.pixels_shown) < 0.25 * reading_px


def test_a_blank_page_passes_without_a_call() -> None:
    engine = Failing("")

    assert not seen(
        Sheet.of_scan(np.full((1754, 1240), WHITE, np.uint8), dpi=150), engine
    ).suspected


def test_an_engine_that_fails_clears_nothing() -> None:
    with pytest.raises(EngineFailed):
        seen(stamped(decision(dpi=150), "MẬT"), Failing(""))


def test_every_image_of_a_file_is_looked_at_in_its_order() -> None:
    plain = decision(dpi=100)

    looks = look(as_file(plain, stamped(plain, "MẬT"), plain), engine=Speechless(""))

    assert [one.image_no for one in looks] == [1, 2, 3]
    assert [one.suspected for one in looks] == [False, True, False]


def test_a_file_that_cannot_be_opened_is_no_clear_file() -> None:
    with pytest.raises(UnreadableScan):
        look(saved(picture(), "JPEG")[:-300], engine=Teller(""))
    with pytest.raises(UnreadableScan):
        look(tiff(4), engine=Teller(""), limits=Limits(max_images=3))
