"""Where a mark may stand: found by colour, by its frame, or as a short line near the head."""

import cv2
import numpy as np
import pytest

from ocr.clean import levelled
from ocr.sheet import WHITE, Sheet
from ocr.stamps import LOOK_DPI, Place, Trace, find_places

RED, VIOLET, BLACK, BLUE, PALE = (
    (205, 44, 52),
    (120, 40, 150),
    (50, 46, 46),
    (44, 66, 165),
    (195,) * 3,
)
Colour = tuple[int, ...]


def mm(length: float) -> int:
    return round(length * LOOK_DPI / 25.4)


def page(*, paper: int = 250) -> np.ndarray:
    return np.full((mm(297), mm(210), 3), paper, np.uint8)


def stamp(
    pixels: np.ndarray,
    colour: Colour,
    *,
    at: tuple[float, float] = (45, 55),
    size: tuple[float, float] = (30, 10),
    lean: float = 0.0,
) -> np.ndarray:
    """A frame with three letters' bars in it; `at` its middle, in millimetres, leaning."""
    wide, high = mm(size[0]), mm(size[1])
    layer = np.zeros(pixels.shape[:2], np.uint8)
    x, y = mm(at[0]), mm(at[1])
    left, top = x - wide // 2, y - high // 2
    cv2.rectangle(layer, (left, top), (left + wide, top + high), 255, mm(0.7))
    for n in range(3):
        start = left + mm(5) + n * mm(7)
        cv2.rectangle(layer, (start, y - mm(2)), (start + mm(4), y + mm(2)), 255, mm(0.8))
    turn = cv2.getRotationMatrix2D((x, y), lean, 1.0)
    layer = cv2.warpAffine(layer, turn, (layer.shape[1], layer.shape[0]))
    out = pixels.copy()
    out[layer > 127] = colour[:3]
    return out


def text_over(pixels: np.ndarray) -> np.ndarray:
    out = pixels.copy()
    for row in range(mm(40), mm(250), mm(7)):
        for left in range(mm(30), mm(190), mm(4)):
            cv2.rectangle(out, (left, row), (left + mm(2), row + mm(2)), (40, 40, 40), 2)
    return out


def places(pixels: np.ndarray) -> list[Place]:
    return list(find_places(levelled(Sheet.of_scan(pixels, dpi=LOOK_DPI))))


def covers(place: Place, at: tuple[float, float]) -> bool:
    x, y = place.middle
    return abs(x - mm(at[0])) < mm(3) and abs(y - mm(at[1])) < mm(3)


@pytest.mark.parametrize("colour", [RED, VIOLET])
@pytest.mark.parametrize("lean", [-8.0, 0.0, 8.0])
def test_coloured_stamps_are_found_over_print_however_they_lean(
    colour: Colour, lean: float
) -> None:
    found = places(stamp(text_over(page()), colour, lean=lean))

    assert any(one.trace is Trace.COLOUR and covers(one, (45, 55)) for one in found)


@pytest.mark.parametrize("colour", [BLACK, PALE])
@pytest.mark.parametrize("lean", [-10.0, -3.0, 0.0, 6.0])
def test_black_and_pale_frames_are_found(colour: Colour, lean: float) -> None:
    found = places(stamp(page(), colour, lean=lean))

    frame = next(one for one in found if one.trace is Trace.FRAME and covers(one, (45, 55)))
    assert frame.lean == pytest.approx(lean, abs=2.0)
    assert frame.is_stamp_like(dpi=LOOK_DPI)


def test_a_pale_frame_over_dark_print_is_found() -> None:
    printed = text_over(page())
    stamped = np.minimum(printed, stamp(page(), PALE, lean=5))

    assert any(one.trace is Trace.FRAME and covers(one, (45, 55)) for one in places(stamped))


def test_blue_pens_and_round_seals_are_no_stamps() -> None:
    pixels = stamp(page(), BLUE, at=(150, 240))
    cv2.circle(pixels, (mm(120), mm(230)), mm(18), RED, mm(1))

    assert not [one for one in places(pixels) if one.trace is Trace.COLOUR]


def test_cells_of_a_table_do_not_look_stamped() -> None:
    pixels = page()
    for row in range(6):
        cv2.line(pixels, (mm(20), mm(120 + 10 * row)), (mm(190), mm(120 + 10 * row)), (0, 0, 0), 2)
    for column in range(5):
        x = mm(20 + 42.5 * column)
        cv2.line(pixels, (x, mm(120)), (x, mm(170)), (0, 0, 0), 2)

    assert not [one for one in places(pixels) if one.is_stamp_like(dpi=LOOK_DPI)]


def test_a_short_line_near_the_head_is_a_place_and_one_further_down_is_not() -> None:
    pixels = page()
    for top in (mm(60), mm(200)):
        for n in range(3):
            left = mm(50) + n * mm(4)
            cv2.rectangle(pixels, (left, top), (left + mm(3), top + mm(3)), (20, 20, 20), -1)

    found = [one for one in places(pixels) if one.trace is Trace.LINE]

    assert len(found) == 1 and found[0].top == pytest.approx(mm(60), abs=3)


def test_an_empty_page_has_no_place() -> None:
    assert not places(page())
    assert not places(np.full((mm(297), mm(210)), WHITE, np.uint8))


def test_a_place_keeps_its_millimetres_at_another_resolution() -> None:
    place = Place(Trace.FRAME, 100, 50, 300, 110, lean=3.0, strength=0.9)

    assert place.times(2).is_stamp_like(dpi=300) == place.is_stamp_like(dpi=150)
    assert place.times(2).middle == (400, 160)
