"""Which way up a page lies, told by the accents of Vietnamese print."""

import numpy as np
import pytest

from ocr.engine import OcrEngine
from ocr.errors import EngineFailed
from ocr.sheet import WHITE, Sheet
from ocr.transcript import Engine, Line
from ocr.upright import Lie, count_marks, find_upright, lines_of, upright_by_marks
from tests.kit.drawn import decision


class Turner:
    """An engine that is asked for the orientation only, and answers as told."""

    engine = Engine(name="told", version="1", model="", settings="", pipeline_version=1)

    def __init__(self, turn: int | None = None, confidence: float = 0.0) -> None:
        self._turn, self._confidence = turn, confidence
        self.asked = 0

    def read(self, grey: object, **_: object) -> tuple[Line, ...]:
        raise EngineFailed("engine.crashed", exitCode=1)

    def orientation(self, grey: object, *, dpi: int) -> tuple[int, float]:
        self.asked += 1
        if self._turn is None:
            raise EngineFailed("engine.timeout", timeoutS=60)
        return self._turn, self._confidence


def bars(count: int) -> Sheet:
    """Shapes of a letter's size without an accent."""
    pixels = np.full((1200, 900), WHITE, np.uint8)
    for n in range(count):
        top, left = 60 + 50 * (n // 15), 60 + 50 * (n % 15)
        pixels[top : top + 20, left : left + 10] = 0
    return Sheet.of_scan(pixels, dpi=200)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_accents_tell_the_turn_without_asking_the_engine(turn: int) -> None:
    engine: OcrEngine = Turner()

    found = find_upright(decision().turned(turn), engine=engine)

    assert found.sure and found.clockwise_degrees == -turn % 360


def test_most_accents_stand_above_their_letters() -> None:
    letters, marks = count_marks(decision())

    assert letters > 200 and marks[0] == max(marks.values())


def test_the_engine_is_asked_when_accents_are_missing() -> None:
    engine = Turner(180, 2.0)

    found = find_upright(bars(60), engine=engine)

    assert engine.asked == 1 and (found.clockwise_degrees, found.sure) == (180, True)


def test_an_engine_without_confidence_leaves_it_unsure() -> None:
    found = find_upright(bars(60), engine=Turner(90, 0.1))

    assert not found.sure


def test_a_page_without_print_stays_as_it_is_and_nobody_is_asked() -> None:
    engine = Turner(90, 9.0)

    found = find_upright(bars(0), engine=engine)

    assert (found.clockwise_degrees, found.sure, found.letters, engine.asked) == (0, False, 0, 0)
    assert not upright_by_marks(bars(60)).sure


def test_an_engine_that_fails_is_not_taken_for_an_answer() -> None:
    with pytest.raises(EngineFailed):
        find_upright(bars(60), engine=Turner())


def test_lines_of_print_tell_level_from_sideways() -> None:
    assert lines_of(decision()) is Lie.LEVEL
    assert lines_of(decision().turned(90)) is Lie.UPRIGHT
    assert lines_of(bars(0)) is Lie.UNKNOWN
