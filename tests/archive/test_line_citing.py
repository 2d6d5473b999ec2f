"""Lines that cite scanned pages by the names that people know: dossier, document, page numbers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from api.brought.reading import read_list
from api.brought.sheets import letters
from archive.folding import career_of
from archive.lines import Brought, Line
from domain.access import Role
from domain.evidence import Rank
from domain.standing import Standing
from tests.archive.test_bringing import CCCD, HEAD, codes, outcomes, record, take
from tests.kit import builders
from tests.kit.lists import a_csv, a_row, a_workbook
from tests.kit.reading_room import ARCHIVIST, Paper, ReadingRoom, an_actor


@pytest.fixture
def papers(place: ReadingRoom) -> Paper:
    """HS-001 of An: a decision on the pages 2 and 3, a letter of the same number on page 4."""
    an = place.person("Nguyễn Văn An", "1979-03-12", builders.cccd(CCCD))
    dossier_id = place.dossier("HS-001", pages=5, person_id=an)
    decision = place.paper(dossier_id, pages=(2, 3), full_no="127/QĐ-SNV")
    place.paper(dossier_id, pages=(4,), full_no="99/CV-SNV")
    place.catch_up()
    return decision


def cites(**source: Any) -> dict[str, Any]:
    return {**HEAD, "person": CCCD, "key": None, "source": source}


def standing_of(place: ReadingRoom, answer: Brought) -> Standing:
    (one,) = answer.answers
    assert one.person_id is not None and one.event_id is not None, one.faults
    return career_of(one.person_id, place.ledger).standing(one.event_id)


def as_sheet(line: dict[str, Any]) -> Iterator[Line]:
    return read_list(a_workbook([line]), name="x.xlsx")


def as_csv(line: dict[str, Any]) -> Iterator[Line]:
    return read_list(a_csv("appointment.made", [line]), name="appointment.made.csv")


@pytest.mark.parametrize("form", [as_sheet, as_csv])
@pytest.mark.parametrize(
    ("source", "pages"),
    [
        ({"dossier": "HS-001", "pages": [3]}, (1,)),
        ({"dossier": "HS-001", "pages": [2, 3]}, (0, 1)),
        ({"dossier": "HS-001", "document": "127/QĐ-SNV"}, (0, 1)),
        ({"dossier": "HS-001", "document": "127/QĐ-SNV", "pages": [2]}, (0,)),
    ],
)
def test_a_row_cites_dossier_document_and_page_by_the_names_that_people_know(
    place: ReadingRoom,
    papers: Paper,
    form: Callable[[dict[str, Any]], Iterator[Line]],
    source: dict[str, Any],
    pages: tuple[int, ...],
):
    answer = take(place, form(cites(**source)), by=ARCHIVIST)

    (cited,) = standing_of(place, answer).sources
    assert cited.document_id == papers.document_id
    assert [one.page_id for one in cited.citations] == [papers.page_ids[at] for at in pages]
    assert standing_of(place, answer).rank is Rank.ORIGINAL


def test_a_page_cited_by_number_and_by_id_is_one_line(place: ReadingRoom, papers: Paper):
    by_name = cites(dossier="HS-001", pages=[3])
    by_id = cites(documentId=str(papers.document_id), places=[{"pageId": str(papers.page_ids[1])}])

    assert outcomes(record(place, by_name, by_id, by=ARCHIVIST)) == ["RECORDED", "KNOWN"]
    assert outcomes(take(place, as_sheet(by_name), by=ARCHIVIST)) == ["KNOWN"]


def test_a_copy_is_told_by_its_rank_where_a_page_is_cited(place: ReadingRoom, papers: Paper):
    line = cites(dossier="HS-001", pages=[3]) | {"evidence": "CERTIFIED_COPY"}

    answer = take(place, as_sheet(line), by=ARCHIVIST)

    assert standing_of(place, answer).rank is Rank.CERTIFIED_COPY


DOSSIER, DOCUMENT, PAGES = "Hồ sơ dẫn chứng", "Tài liệu dẫn chứng", "Trang dẫn chứng"


@pytest.mark.parametrize(
    ("source", "code", "head"),
    [
        ({"dossier": "HS-002", "pages": [1]}, "brought.citedDossier", DOSSIER),
        ({"dossier": "HS-001", "pages": [6]}, "brought.citedPage", PAGES),
        ({"dossier": "HS-001", "pages": [1]}, "brought.citedLoose", PAGES),
        ({"dossier": "HS-001", "pages": [3, 4]}, "brought.citedSeveral", PAGES),
        ({"dossier": "HS-001", "document": "1/QĐ"}, "brought.citedDocument", DOCUMENT),
        ({"dossier": "HS-001"}, "brought.citedNothing", DOSSIER),
        ({"pages": [3]}, "brought.citedWhere", PAGES),
        ({"document": "127/QĐ-SNV"}, "brought.citedWhere", DOCUMENT),
        (
            {"dossier": "HS-001", "document": "127/QĐ-SNV", "pages": [4]},
            "document.pageNotInIt",
            DOSSIER,
        ),
    ],
)
def test_what_is_cited_and_not_there_is_named_by_its_cell(
    place: ReadingRoom, papers: Paper, source: dict[str, Any], code: str, head: str
):
    line = cites(**source)
    heads = list(a_row(line, "appointment.made"))

    answer = take(place, as_sheet(line), by=ARCHIVIST)

    (fault,) = answer.answers[0].faults
    assert (fault.code, fault.cell) == (code, f"{letters(heads.index(head))}2")


def test_a_number_that_two_documents_bear_is_asked_about(place: ReadingRoom, papers: Paper):
    place.paper(papers.dossier_id, pages=(5,), full_no="127/QĐ-SNV")
    place.catch_up()

    answer = record(place, cites(dossier="HS-001", document="127/QĐ-SNV"), by=ARCHIVIST)

    assert codes(answer) == [(1, "brought.citedTwice")]


def test_a_dossier_that_one_may_not_see_is_as_one_that_is_not_there(
    place: ReadingRoom, papers: Paper
):
    stranger = an_actor("Lan", Role.HR_OFFICER, persons=(place.person("Người khác", "1980"),))

    answer = record(place, cites(dossier="HS-001", pages=[3]), by=stranger)

    assert codes(answer) == [(1, "brought.citedDossier")]
