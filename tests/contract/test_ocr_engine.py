"""What every OcrEngine promises, asked of Tesseract on drawn lines."""

import os
import tempfile
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from infra.demo.fonts import Style
from ocr.adapters.tesseract import PACKAGES, Tesseract
from ocr.engine import OcrEngine
from ocr.errors import EngineFailed
from tests.kit.drawn import decision, faces_or_skip

pytestmark = pytest.mark.slow

LINES = ("QUYẾT ĐỊNH", "Bổ nhiệm ông Nguyễn Văn Thử giữ chức vụ", "kể từ ngày 01 tháng 3 năm 2019")


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    tesseract = Tesseract()
    try:
        tesseract.preflight()
    except EngineFailed as missing:
        if os.environ.get("HOSO_TEST_SERVICES") == "1":
            raise
        pytest.skip(f"{missing.code}: sudo apt-get install {PACKAGES}")
    return tesseract


def page(*lines: str, dpi: int = 300) -> NDArray[np.uint8]:
    picture = Image.new("L", (1700, 200 + 120 * len(lines)), 255)
    font = faces_or_skip().at(Style.REGULAR, 58)
    for n, line in enumerate(lines):
        ImageDraw.Draw(picture).text((120, 80 + 120 * n), line, font=font, fill=0)
    return np.asarray(picture, np.uint8)


def test_print_is_read_line_by_line_in_nfc(engine: OcrEngine) -> None:
    lines = engine.read(page(*LINES), dpi=300)

    assert [line.text for line in lines] == list(LINES)
    assert all(unicodedata.is_normalized("NFC", line.text) for line in lines)


def test_every_box_lies_on_its_own_ink(engine: OcrEngine) -> None:
    grey = page(*LINES)

    for line in engine.read(grey, dpi=300):
        for word in line.words:
            box = word.box
            assert 0 <= box.left < box.right <= grey.shape[1]
            assert 0 <= box.top < box.bottom <= grey.shape[0]
            assert (grey[box.top : box.bottom, box.left : box.right] < 128).any()
            assert 0.0 <= word.confidence <= 1.0


def test_the_boxes_of_a_line_go_from_left_to_right(engine: OcrEngine) -> None:
    for line in engine.read(page(*LINES), dpi=300):
        lefts = [word.box.left for word in line.words]
        assert lefts == sorted(lefts)


def test_an_empty_picture_is_an_empty_reading_not_an_error(engine: OcrEngine) -> None:
    assert engine.read(np.full((400, 600), 255, np.uint8), dpi=300) == ()


def test_one_line_can_be_asked_for(engine: OcrEngine) -> None:
    (line,) = engine.read(page("TUYỆT MẬT"), dpi=300, psm=7)

    assert line.text == "TUYỆT MẬT"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_turn_that_makes_a_page_upright_is_told(engine: OcrEngine, turn: int) -> None:
    told, confidence = engine.orientation(decision().turned(turn).grey, dpi=200)

    assert told == -turn % 360 and confidence > 0


def test_a_page_without_print_has_no_orientation(engine: OcrEngine) -> None:
    assert engine.orientation(np.full((600, 400), 255, np.uint8), dpi=150) == (0, 0.0)


def test_a_reading_that_takes_too_long_is_a_failure(engine: OcrEngine) -> None:
    with pytest.raises(EngineFailed) as failed:
        engine.read(decision(dpi=300).grey, dpi=300, timeout_s=0.05)

    assert failed.value.code == "engine.timeout"


def test_the_engine_says_which_program_and_model_it_is(engine: OcrEngine) -> None:
    described = engine.engine

    assert described.name == "tesseract" and described.version[0].isdigit()
    assert described.model and described.pipeline_version >= 1


def test_a_model_that_is_not_installed_is_named_with_its_cure() -> None:
    with pytest.raises(EngineFailed) as failed:
        Tesseract(model="klingon").read(page("x"), dpi=300)

    assert failed.value.code in ("engine.modelMissing", "engine.missing")
    assert failed.value.values["install"] == PACKAGES


def test_neither_picture_nor_text_ever_lies_in_a_temporary_folder(
    engine: OcrEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept: list[Path] = []

    engine.read(page(*LINES), dpi=300)
    kept.extend(path for path in tmp_path.rglob("*") if path.is_file())

    assert not kept and not list(tmp_path.iterdir())
