"""Demo papers drawn, scanned as an office scans, and read by Tesseract: most right, few wrong."""

import hashlib

import pytest
from pydantic import JsonValue

from infra.demo import department, district, lists, retirement
from infra.demo.golden import golden_papers
from infra.demo.papers import Paper
from infra.demo.scanner import Level, scan
from infra.demo.setting import draw_paper
from ocr.adapters.tesseract import Tesseract
from ocr.assemble import read_dossier
from ocr.errors import EngineFailed
from ocr.pages import Limits
from ocr.pipeline import read_page
from ocr.reading import DocumentReading
from ocr.transcript import Transcript
from tests.kit.pages_text import page_text

pytestmark = pytest.mark.slow

PAPERS = (
    golden_papers()[1],
    golden_papers()[4],
    golden_papers()[9],
    department.chinh_seconded(),
    district.thang_honoured(),
    lists.salary_list(),
    retirement.loc_beyond_scale(),
)


@pytest.fixture(scope="module")
def engine() -> Tesseract:
    engine = Tesseract()
    try:
        engine.preflight()
    except EngineFailed as failed:
        pytest.skip(f"Tesseract with Vietnamese is not installed: {failed.values}")
    return engine


def _scanned(paper: Paper, engine: Tesseract) -> tuple[Transcript, ...]:
    pages = []
    for place, image in enumerate(draw_paper(paper, dpi=300)):
        content = scan(image, seed=7 + place, level=Level.OFFICE)
        digest = hashlib.sha256(content).hexdigest()
        pages.append(read_page(content, 1, digest=digest, engine=engine, limits=Limits()))
    return tuple(pages)


def test_most_fields_of_scanned_papers_are_right_and_few_are_wrong(engine: Tesseract):
    pages = [page for paper in PAPERS for page in _scanned(paper, engine)]

    documents = read_dossier(page_text(*pages))

    assert [document.description.doc_type for document in documents] == [
        paper.doc_type for paper in PAPERS
    ]
    told = [
        outcome
        for paper, document in zip(PAPERS, documents, strict=True)
        for outcome in _outcomes(paper, document)
    ]
    assert told.count("right") >= 0.9 * len(told)
    assert told.count("wrong") <= 0.03 * len(told)


def _outcomes(paper: Paper, document: DocumentReading) -> list[str]:
    """right, wrong or blank for every value that the paper announces."""
    told = [_outcome(paper.number, document.description.number)]
    told.append(_outcome(str(paper.issued), str(document.description.issue_date)))
    for place, act in enumerate(paper.acts, start=1):
        found = [
            event
            for event in document.proposals
            if event.event_type == act.topic and event.list_row in (None, place)
        ]
        read = {field.field: _plain(field.value) for field in found[0].fields} if found else {}
        expected = {
            **act.values,
            "effective_date": act.effective_date.isoformat(),
            "subject_as_printed.name": act.person_name,
        }
        told.extend(_outcome(value, read.get(name)) for name, value in expected.items())
    return told


def _plain(value: JsonValue) -> JsonValue:
    return value["asPrinted"] if isinstance(value, dict) else value


def _outcome(expected: JsonValue, read: JsonValue) -> str:
    if read is None or read == "None":
        return "blank"
    return "right" if read == expected else "wrong"
