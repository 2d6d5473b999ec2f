"""A sheet's pixels move; its boxes always find the way back to the scan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.evidence import Box
from ocr.sheet import WHITE, Sheet


def sheet(width: int = 120, height: int = 200, *, dpi: int = 200) -> Sheet:
    return Sheet.of_scan(np.full((height, width), WHITE, np.uint8), dpi=dpi)


def marked(box: Box, *, width: int = 120, height: int = 200) -> Sheet:
    pixels = np.full((height, width), WHITE, np.uint8)
    pixels[box.top : box.bottom, box.left : box.right] = 0
    return Sheet.of_scan(pixels, dpi=200)


def box_of_ink(page: Sheet, *, below: int = 128) -> Box:
    ys, xs = np.nonzero(page.grey < below)
    return Box(
        left=int(xs.min()), top=int(ys.min()), right=int(xs.max()) + 1, bottom=int(ys.max()) + 1
    )


MARK = Box(left=30, top=50, right=70, bottom=60)


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 360, -90])
def test_a_box_on_a_turned_sheet_is_the_same_place_on_the_scan(turn: int) -> None:
    turned = marked(MARK).turned(turn)

    assert turned.to_scan(box_of_ink(turned)) == MARK


def test_a_quarter_turn_moves_the_top_left_corner_to_the_right() -> None:
    corner = marked(Box(left=0, top=0, right=5, bottom=5)).turned(90)

    assert box_of_ink(corner) == Box(left=195, top=0, right=200, bottom=5)


def test_a_sheet_turns_by_quarters_only() -> None:
    with pytest.raises(ValueError, match="quarters"):
        sheet().turned(45)


def test_scaling_keeps_the_place_within_a_pixel() -> None:
    larger = marked(MARK).scaled_to(300)

    back = larger.to_scan(box_of_ink(larger))

    assert larger.dpi == 300
    assert abs(back.left - MARK.left) <= 1 and abs(back.bottom - MARK.bottom) <= 1


def test_cropping_shifts_the_origin() -> None:
    part = marked(MARK).cropped(Box(left=20, top=40, right=100, bottom=100))

    assert box_of_ink(part) == Box(left=10, top=10, right=50, bottom=20)
    assert part.to_scan(box_of_ink(part)) == MARK


def test_a_rotation_turns_counter_clockwise() -> None:
    right = marked(Box(left=100, top=95, right=110, bottom=105)).rotated(10)

    assert box_of_ink(right).top < 90


def test_a_box_on_paper_that_a_rotation_added_is_no_place_on_the_scan() -> None:
    tilted = sheet(100, 100).rotated(45)

    with pytest.raises(ValueError):
        tilted.to_scan(Box(left=0, top=0, right=2, bottom=2))


def test_pixels_of_another_size_would_break_the_way_back() -> None:
    with pytest.raises(ValueError, match="size"):
        sheet().with_pixels(np.zeros((10, 10), np.uint8))


def test_millimetres_become_pixels_and_never_none() -> None:
    assert sheet(dpi=254).px(10) == 100
    assert sheet(dpi=100).px(0.01) == 1


def test_colour_is_seen_in_luma_when_grey_is_wanted() -> None:
    red = Sheet.of_scan(np.full((4, 4, 3), (255, 0, 0), np.uint8), dpi=300)

    assert red.is_colour and red.grey.shape == (4, 4) and int(red.grey[0, 0]) == 76


steps = st.lists(
    st.one_of(
        st.sampled_from([90, 180, 270]).map(lambda turn: ("turned", turn)),
        st.sampled_from([100, 150, 300]).map(lambda dpi: ("scaled_to", dpi)),
        st.floats(-4, 4).map(lambda angle: ("rotated", angle)),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(
    steps=steps,
    left=st.integers(40, 130),
    top=st.integers(40, 190),
    width=st.integers(12, 40),
    height=st.integers(12, 40),
)
def test_whatever_was_done_to_a_sheet_its_ink_maps_back_to_where_it_was_scanned(
    steps: list[tuple[str, float]], left: int, top: int, width: int, height: int
) -> None:
    mark = Box(left=left, top=top, right=left + width, bottom=top + height)
    page = marked(mark, width=210, height=270)
    for name, value in steps:
        page = getattr(page, name)(value)

    back = page.to_scan(box_of_ink(page))

    # a box round a tilted box is a little larger; nothing of the mark lies outside
    slack = 4 + 0.3 * max(width, height)
    assert back.left <= mark.left + 4 and mark.left - back.left <= slack
    assert back.top <= mark.top + 4 and mark.top - back.top <= slack
    assert back.right >= mark.right - 4 and back.right - mark.right <= slack
    assert back.bottom >= mark.bottom - 4 and back.bottom - mark.bottom <= slack


@settings(deadline=None)
@given(
    box=st.tuples(st.integers(0, 99), st.integers(0, 149), st.integers(1, 60), st.integers(1, 60)),
    turn=st.sampled_from([0, 90, 180, 270]),
)
def test_turning_there_and_back_is_exact(box: tuple[int, int, int, int], turn: int) -> None:
    left, top, width, height = box
    here = Box(left=left, top=top, right=min(100, left + width), bottom=min(150, top + height))
    page = sheet(100, 150)

    there_and_back = page.turned(turn).turned(-turn)

    assert there_and_back.to_scan(here) == here
    assert np.allclose(there_and_back.way_back, page.way_back)
