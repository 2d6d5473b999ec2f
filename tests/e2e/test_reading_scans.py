"""The gate and the reading on whole pages: drawn ones, and real public papers where they are."""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from domain.events.envelope import SecrecyLevel
from infra.demo.scanner import Level, scan
from ocr.adapters.tesseract import PACKAGES, Tesseract
from ocr.engine import OcrEngine
from ocr.errors import EngineFailed
from ocr.pages import Limits, identify
from ocr.pipeline import read_page
from ocr.secrecy import Verdict, look
from ocr.sheet import Sheet
from tests.kit.drawn import BLACK, RED, VIOLET, decision, stamped, typed

pytestmark = pytest.mark.slow

SCANS = Path(__file__).parents[3] / "shared" / "scans"
LIMITS = Limits()


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    tesseract = Tesseract()
    try:
        tesseract.preflight()
    except EngineFailed as missing:
        pytest.skip(f"{missing.code}: sudo apt-get install {PACKAGES}")
    return tesseract


def scanned(sheet: Sheet, *, level: Level = Level.OFFICE, turn: int = 0) -> bytes:
    image = Image.fromarray(sheet.pixels)
    image.info["dpi"] = (sheet.dpi, sheet.dpi)
    content = scan(image, seed=7, level=level)
    if not turn:
        return content
    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as upright:
        dpi = (sheet.dpi, sheet.dpi)
        upright.rotate(-turn, expand=True).save(out, "JPEG", quality=85, dpi=dpi)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "colour", "lean", "turn", "level"),
    [
        ("MẬT", RED, -7.0, 0, SecrecyLevel.MAT),
        ("TỐI MẬT", VIOLET, 5.0, 90, SecrecyLevel.TOI_MAT),
        ("TUYỆT MẬT", BLACK, 3.0, 180, SecrecyLevel.TUYET_MAT),
    ],
)
def test_a_stamp_is_found_on_a_scan_and_its_level_read(
    engine: OcrEngine,
    text: str,
    colour: tuple[int, int, int],
    lean: float,
    turn: int,
    level: SecrecyLevel,
) -> None:
    page = stamped(decision(), text, colour=colour, lean=lean)

    (seen,) = look(scanned(page, turn=turn), engine=engine)

    assert (seen.verdict, seen.level) == (Verdict.FOUND, level)


def test_a_typed_mark_is_found_on_a_scan(engine: OcrEngine) -> None:
    (seen,) = look(scanned(typed(decision(), "MẬT", at_mm=(55, 61))), engine=engine)

    assert seen.level is SecrecyLevel.MAT


@pytest.mark.parametrize("text", ["KHẨN", "THƯỢNG KHẨN", "SAO Y BẢN CHÍNH"])
def test_other_stamps_pass_on_a_scan(engine: OcrEngine, text: str) -> None:
    page = stamped(decision(), text, at_mm=(60, 52), lean=4)

    assert not look(scanned(page), engine=engine)[0].suspected


@pytest.mark.parametrize(
    "name", ["qn_ct11_2021_p1.png", "kg_tb2253_2017_p1.jpg", "kg_29_2018_landscape.pdf"]
)
def test_real_public_papers_pass_the_gate_and_are_read(engine: OcrEngine, name: str) -> None:
    path = SCANS / name
    if not path.exists():
        pytest.skip(f"real papers are not part of the repository; looked for {path}")
    content = path.read_bytes()

    assert not any(seen.suspected for seen in look(content, engine=engine))
    read = read_page(
        content, 1, digest=hashlib.sha256(content).hexdigest(), engine=engine, limits=LIMITS
    )
    facts = identify(content).images[0]
    assert (read.width_px, read.height_px) == (facts.width_px, facts.height_px)
    assert read.word_count > 80 and not read.verdict.blurred
