"""Cleaning: what goes, what stays, and what is left alone."""

import numpy as np
import pytest

from ocr import clean
from ocr.sheet import WHITE, Sheet

RED, BLACK, PAPER = (200, 40, 50), (30, 30, 30), (236, 230, 205)


def page(*, dpi: int = 300, paper: tuple[int, int, int] = (255, 255, 255)) -> Sheet:
    return Sheet.of_scan(np.full((400, 300, 3), paper, np.uint8), dpi=dpi)


def painted(
    sheet: Sheet, colour: tuple[int, int, int], top: int, left: int, size: int = 20
) -> Sheet:
    pixels = sheet.pixels.copy()
    pixels[top : top + size, left : left + size] = colour
    return sheet.with_pixels(pixels)


def lines(*, angle: float = 0.0, dpi: int = 150) -> Sheet:
    pixels = np.full((600, 500), WHITE, np.uint8)
    for top in range(100, 500, 40):
        pixels[top : top + 8, 80:420] = 0
    return Sheet.of_scan(pixels, dpi=dpi).rotated(angle)


def test_yellowed_paper_becomes_white_and_print_stays_dark() -> None:
    level = clean.levelled(painted(page(paper=PAPER), BLACK, 100, 100))

    assert int(level.pixels[10, 10].min()) >= 250
    assert int(level.pixels[110, 110].max()) < 60


def test_a_shadow_over_half_the_page_goes() -> None:
    pixels = np.full((400, 300), 250, np.uint8)
    pixels[:, 150:] = 150

    level = clean.levelled(Sheet.of_scan(pixels, dpi=300))

    assert int(level.pixels[:, 40].min()) > 240 and int(level.pixels[:, 260].min()) > 240


def test_a_red_seal_goes_and_black_print_stays() -> None:
    sheet = painted(painted(page(), RED, 100, 100, size=60), BLACK, 120, 120)

    grey = clean.without_coloured_ink(sheet)

    assert not grey.is_colour
    assert int(grey.pixels[105, 105]) > 200
    assert int(grey.pixels[130, 130]) < 60


def test_a_grey_sheet_has_no_coloured_ink_to_take_off() -> None:
    grey = Sheet.of_scan(np.full((50, 50), 90, np.uint8), dpi=300)

    assert clean.without_coloured_ink(grey) is grey
    assert not clean.coloured_ink(grey).any()


def test_specks_go_and_dots_of_accents_stay() -> None:
    pixels = np.full((200, 200), WHITE, np.uint8)
    pixels[50:52, 50:52] = 0
    pixels[100:105, 100:105] = 0

    bare = clean.despeckled(Sheet.of_scan(pixels, dpi=300))

    assert int(bare.pixels[50, 50]) == WHITE
    assert int(bare.pixels[102, 102]) == 0


def test_a_page_without_specks_is_left_alone() -> None:
    bare = Sheet.of_scan(np.full((50, 50), WHITE, np.uint8), dpi=300)

    assert clean.despeckled(bare) is bare


@pytest.mark.parametrize(("dpi", "read_at"), [(150, 300), (249, 300), (250, 250), (450, 450)])
def test_coarse_scans_are_enlarged_and_usual_ones_left_alone(dpi: int, read_at: int) -> None:
    assert clean.at_reading_dpi(page(dpi=dpi)).dpi == read_at


def test_very_fine_scans_are_reduced() -> None:
    assert clean.at_reading_dpi(page(dpi=600)).dpi == 300


@pytest.mark.parametrize("angle", [-3.0, -1.4, 0.0, 0.8, 2.5])
def test_skew_is_measured_to_a_fifth_of_a_degree(angle: float) -> None:
    assert clean.skew_of(lines(angle=angle)) == pytest.approx(angle, abs=0.2)


def test_an_empty_page_has_no_skew() -> None:
    assert clean.skew_of(Sheet.of_scan(np.full((600, 500), WHITE, np.uint8), dpi=150)) == 0.0


def test_pale_print_is_stretched_to_black() -> None:
    pixels = np.full((400, 400), 240, np.uint8)
    for top in range(60, 340, 30):
        pixels[top : top + 10, 60:340] = 222

    bold = clean.stretched(Sheet.of_scan(pixels, dpi=150))

    assert int(bold.pixels[65, 200]) < 60 and int(bold.pixels[20, 20]) > 230
