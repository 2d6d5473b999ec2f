"""What the pixels say of a scan: blank, blurred, coarse, grey; and the flags that follow."""

import cv2
import numpy as np
import pytest

from domain.evidence import Box
from ocr.quality import carries_colour, flags_of, is_legible, judge, sharpness_of, structure_of
from ocr.sheet import WHITE, Sheet
from ocr.transcript import Line, Verdict, Word
from tests.kit.drawn import decision

BOX = Box(left=1, top=1, right=9, bottom=9)
LINES = (
    Line(
        words=tuple(Word(text="chữ", box=BOX, confidence=0.9) for _ in range(12)),
        block_no=1,
        paragraph_no=1,
    ),
)


def blank(dpi: int = 200) -> Sheet:
    return Sheet.of_scan(np.full((1200, 850), WHITE, np.uint8), dpi=dpi)


def blurred(sheet: Sheet, *, by_mm: float) -> Sheet:
    return sheet.with_pixels(
        np.asarray(cv2.GaussianBlur(sheet.pixels, (0, 0), sheet.dpi / 25.4 * by_mm), np.uint8)
    )


def verdict(sheet: Sheet, lines: tuple[Line, ...] = (), **given: float) -> Verdict:
    return judge(sheet, lines, rotated_degrees=0, skew_degrees=given.get("skew", 0.0))


def test_sharp_print_is_sharp_and_blur_lowers_it() -> None:
    sharp, soft = sharpness_of(decision()), sharpness_of(blurred(decision(), by_mm=1.0))

    assert sharp > 0.36 and soft < 0.3


def test_a_page_out_of_focus_that_nobody_can_read_is_blurred_not_blank() -> None:
    seen = verdict(blurred(decision(), by_mm=1.2))

    assert seen.blurred and not seen.blank


def test_a_page_that_was_read_with_ease_is_not_called_blurred() -> None:
    assert not verdict(blurred(decision(), by_mm=1.2), LINES).blurred


def test_an_empty_page_is_blank_and_not_blurred() -> None:
    seen = verdict(blank())

    assert seen.blank and not seen.blurred and structure_of(blank()) == 0.0


def test_a_page_with_words_is_not_blank() -> None:
    assert not verdict(decision(), LINES).blank


@pytest.mark.parametrize(("dpi", "low"), [(150, True), (199, True), (200, False), (300, False)])
def test_below_two_hundred_dpi_is_low(dpi: int, low: bool) -> None:
    assert verdict(blank(dpi)).low_dpi is low


def test_a_grey_scan_stored_as_colour_carries_none() -> None:
    grey = np.repeat(decision().grey[..., None], 3, axis=2)

    assert not carries_colour(Sheet.of_scan(grey, dpi=200))


def test_seals_cannot_be_taken_off_a_grey_scan() -> None:
    grey = Sheet.of_scan(decision().grey, dpi=200)

    assert verdict(grey, LINES).seal_not_removable
    assert not verdict(blank()).seal_not_removable


def test_few_or_doubtful_words_are_not_legible() -> None:
    doubtful = Line(
        words=tuple(Word(text="x", box=BOX, confidence=0.3) for _ in range(20)),
        block_no=1,
        paragraph_no=1,
    )

    assert is_legible(LINES)
    assert not is_legible([doubtful]) and not is_legible([])


def test_flags_name_what_a_person_should_know() -> None:
    plain = verdict(decision(), LINES)
    bad = plain.model_copy(
        update={"blurred": True, "low_dpi": True, "rotated_degrees": 180, "skew_degrees": -1.5}
        | {"damaged": True, "faint": True, "seal_not_removable": True}
    )

    assert "FEW_WORDS" in flags_of(plain, words=3)
    assert flags_of(plain.model_copy(update={"seal_not_removable": False}), words=50) == ()
    assert flags_of(bad, words=50) == (
        *("BLURRED", "LOW_DPI", "SKEWED", "ROTATED", "DAMAGED", "FAINT"),
    )


def test_a_blank_page_is_not_poor_in_words() -> None:
    assert flags_of(verdict(blank()), words=0) == ()


def test_a_page_with_print_of_which_nothing_was_read_is_not_called_blank() -> None:
    assert not verdict(decision()).blank
