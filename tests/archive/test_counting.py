"""Counting: the balance is told when it changes, with places to look at where there is a sign."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest

from archive.counting import balance_of, settle_dossier, state_count
from archive.hints import Signs, hints_of
from archive.ledger import Write
from archive.objects import Area
from domain.dates import PartialDate
from domain.dossier import BalanceState, Document, Dossier, StatedCount
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.events.dossier import (
    Description,
    DossierBalanced,
    DossierHeld,
    InventoryLine,
    MissingHint,
)
from domain.events.envelope import Decision
from domain.evidence import Box
from ocr.reading import DocumentReading, ProposedEvent, ProposedPerson
from ocr.transcript import Line, Transcript, Word
from tests.kit import builders
from tests.kit.custody import House
from tests.kit.pages import page_png
from tests.kit.reading_room import ARCHIVIST, HR_OFFICER, WORKER, transcript

DIGEST = "ab" * 32
PROSE = "Điều 1. Bổ nhiệm ông Nguyễn Văn An giữ chức vụ Phó Trưởng phòng kể từ ngày 01/6/2018"


def page(number: int) -> UUID:
    return UUID(int=100 + number)


def document(number: int, *pages: int) -> Document:
    return Document(
        document_id=UUID(int=200 + number),
        page_ids=tuple(map(page, pages)),
        doc_type="QUYET_DINH",
        reading=DIGEST,
    )


def reading(
    pages: Sequence[UUID], number: str | None, signer: str | None, names: Sequence[str] = ()
) -> DocumentReading:
    return DocumentReading(
        page_ids=tuple(pages),
        description=Description(
            doc_type="QUYET_DINH",
            number=number,
            issue_date=PartialDate(2018) if number else None,
            issuer="SỞ NỘI VỤ" if number else None,
            signer=signer,
            decision=Decision(full_no=number, doc_type="QUYET_DINH") if number else None,
        ),
        described_by=(),
        proposals=tuple(
            ProposedEvent(
                event_type="appointment.made",
                person=ProposedPerson(name=name),
                fields=(),
                confidence=0.9,
            )
            for name in names
        ),
        confidence=0.9,
    )


def dossier(
    *documents: Document,
    pages: int,
    sheets: int,
    inventory: Sequence[InventoryLine] | None = None,
    person_name: str | None = None,
) -> Dossier:
    return Dossier(
        dossier_id=UUID(int=1),
        name="HS1",
        stated=StatedCount(sheets=sheets, sides=1),
        page_ids=tuple(page(number) for number in range(1, pages + 1)),
        documents=documents,
        inventory=tuple(inventory) if inventory is not None else None,
        person_name=person_name,
        version=1,
    )


def signs(
    labels: Mapping[int, int | None],
    readings: Mapping[int, DocumentReading] | None = None,
    texts: Mapping[int, Sequence[str]] | None = None,
) -> Signs:
    """`labels`: printed page number by page; `readings` by document number; `texts` by page."""
    said = texts or {}
    transcripts = {
        page(number): transcript(f"{number:064x}", said.get(number, (f"trang {number}",)))
        for number in {*labels, *said}
    }
    known = {f"{number:064x}": label for number, label in labels.items()}

    def label_of(read: Transcript) -> int | None:
        return known.get(read.digest)

    by_document = {UUID(int=200 + number): one for number, one in (readings or {}).items()}
    return Signs(transcripts, by_document, label_of)


WHOLE = reading((), "12/QĐ-SNV", "Trần Văn Bình")


def test_printed_numbers_that_skip_one_show_the_gap():
    held = dossier(document(1, 1, 2), document(2, 3), pages=3, sheets=4)

    found = hints_of(held, signs({1: None, 2: 3, 3: None}, {1: WHOLE, 2: WHOLE}))

    assert found == (
        MissingHint(
            kind="PAGE_NUMBER", after_page=page(1), before_page=page(2), expected_label="2"
        ),
    )


def test_a_gap_between_two_numbered_pages_is_one_place():
    held = dossier(document(1, 1, 2, 3), pages=3, sheets=5)

    found = hints_of(held, signs({1: None, 2: 2, 3: 5}, {1: WHOLE}))

    assert [(one.after_page, one.expected_label) for one in found] == [(page(2), "3")]


def test_a_document_that_begins_with_page_two_lacks_its_head():
    held = dossier(document(1, 1), document(2, 2), pages=2, sheets=3)
    headless = reading((), None, "Trần Văn Bình")

    found = hints_of(held, signs({1: None, 2: 2}, {1: WHOLE, 2: headless}))

    assert [(one.kind, one.after_page, one.before_page) for one in found] == [
        ("PAGE_NUMBER", page(1), page(2))
    ]


def test_a_list_that_goes_on_with_a_row_too_far_lacks_a_page_between():
    held = dossier(document(1, 1, 2, 3), pages=3, sheets=4)
    rows = {
        1: ("Danh sách kèm theo", "1 | Lê Bá Dũng", "2 |Vũ Đình Vượng", "3. Lò Thanh Duệ"),
        2: (),
        3: ("28 | Lê Thị Mỹ Thúy", "Danh sách này có 28 người"),
    }

    found = hints_of(held, signs({1: None}, {1: WHOLE}, rows))

    assert [(one.kind, one.after_page, one.before_page) for one in found] == [
        ("LIST_ROWS", page(1), page(3))
    ]
    assert found[0].expected_label == "4"


def test_paragraphs_and_rows_that_go_on_show_nothing():
    held = dossier(document(1, 1, 2), pages=2, sheets=3)
    rows = {
        1: ("1 | Lê Bá Dũng", "2 |Vũ Đình Vượng", "3. Lò Thanh Duệ", "01/09/2011"),
        2: ("4 | Lê Thị Mỹ Thúy", "12 tháng kể từ ngày ký"),
    }

    assert hints_of(held, signs({1: None}, {1: WHOLE}, rows)) == ()


def test_a_form_has_a_head_of_its_own():
    held = dossier(document(1, 1), document(2, 2), pages=2, sheets=3)
    form = reading((), None, "Trần Văn Bình")
    described = form.description.model_copy(update={"doc_type": "SO_YEU_LY_LICH"})
    form = form.model_copy(update={"description": described})

    assert hints_of(held, signs({1: None, 2: None}, {1: WHOLE, 2: form})) == ()


def test_a_decision_without_its_signature_lacks_its_end():
    held = dossier(document(1, 1), document(2, 2), pages=2, sheets=3)
    unsigned = reading((), "12/QĐ-SNV", None)

    found = hints_of(held, signs({1: None, 2: None}, {1: unsigned, 2: WHOLE}))

    assert found == (
        MissingHint(
            kind="NO_END", after_page=page(1), before_page=page(2), expected_label="12/QĐ-SNV"
        ),
    )


def test_a_gap_in_the_numbers_that_explains_the_loss_asks_no_weaker_sign():
    held = dossier(document(1, 1, 2), document(2, 3), pages=3, sheets=4)
    unsigned = reading((), "12/QĐ-SNV", None)

    found = hints_of(held, signs({1: None, 2: 3, 3: None}, {1: unsigned, 2: WHOLE}))

    assert [one.kind for one in found] == ["PAGE_NUMBER"]


def test_pages_numbered_in_a_row_show_nothing():
    held = dossier(document(1, 1, 2, 3), document(2, 4), pages=4, sheets=5)

    assert hints_of(held, signs({1: None, 2: 2, 3: 3, 4: None}, {1: WHOLE, 2: WHOLE})) == ()


def test_a_paper_of_the_inventory_that_was_not_found_shows_its_place():
    lines = [InventoryLine(ordinal=n, number=f"{n}/QĐ-SNV", sheets=1) for n in (1, 2, 3)]
    held = dossier(document(1, 1), document(3, 2), pages=2, sheets=3, inventory=lines)
    found_papers = {
        1: reading((), "1/QĐ-SNV", "Trần Văn Bình"),
        3: reading((), "03/QĐ-SNV", "Trần Văn Bình"),
    }

    found = hints_of(held, signs({1: None, 2: None}, found_papers))

    assert found == (
        MissingHint(
            kind="INVENTORY", after_page=page(1), before_page=page(2), expected_label="2/QĐ-SNV"
        ),
    )


def test_a_paper_with_fewer_pages_than_sheets_shows_its_end():
    lines = [InventoryLine(number="12/QĐ-SNV", sheets=3)]
    held = dossier(document(1, 1, 2), pages=2, sheets=3, inventory=lines)

    found = hints_of(held, signs({1: None, 2: 2}, {1: WHOLE}))

    assert [(one.kind, one.after_page) for one in found] == [("INVENTORY", page(2))]


def test_an_inventory_of_which_little_was_recognised_blames_the_reading():
    lines = [InventoryLine(number=f"{n}/QĐ-SNV") for n in range(1, 9)]
    held = dossier(document(1, 1), pages=1, sheets=2, inventory=lines)

    assert hints_of(held, signs({1: None}, {1: WHOLE})) == ()


def test_neighbours_that_say_the_same_are_a_double_scan():
    held = dossier(pages=3, sheets=2)
    texts = {1: (PROSE, "Số 12"), 2: (PROSE.replace("ông", "6ng"), "Số 12"), 3: ("khác hẳn",)}

    found = hints_of(held, signs({}, texts=texts))

    assert found == (MissingHint(kind="DOUBLE_SCAN", after_page=page(1), before_page=page(2)),)


def test_two_forms_of_one_kind_with_other_numbers_are_none():
    held = dossier(pages=2, sheets=1)
    texts = {
        1: (PROSE, "Số 12 ngày 01/5/2018"),
        2: (PROSE.replace("01/6/2018", "01/6/2021"), "Số 77 ngày 03/5/2021"),
    }

    assert hints_of(held, signs({}, texts=texts)) == ()


def test_a_paper_that_names_only_somebody_else_may_be_foreign():
    held = dossier(document(1, 1), document(2, 2), pages=2, sheets=1, person_name="Nguyễn Văn An")
    own = reading((), "1/QĐ-SNV", "Bình", ("NGUYEN VAN AN", "Lý Thị Bình"))
    other = reading((), "2/QĐ-SNV", "Bình", ("Lý Thị Bình",))

    found = hints_of(held, signs({1: None, 2: None}, {1: own, 2: other}))

    assert found == (MissingHint(kind="FOREIGN_PAGE", after_page=page(1), before_page=page(2)),)


def test_a_met_count_asks_for_no_hints():
    assert hints_of(dossier(document(1, 1, 2), pages=2, sheets=2), signs({1: None, 2: 5})) == ()


# What is recorded


def counted(house: House, pages: int, sheets: int | None) -> UUID:
    head = "dossier,person_name,identifier,birth_date,sheets,sides,blank_sides\n"
    row = f"HS1,,,,{sheets},1,\n" if sheets is not None else ""
    files = {f"HS1/{number}.png": page_png(number) for number in range(1, pages + 1)}
    house.hand_in({**files, "manifest.csv": (head + row).encode()})
    return house.dossier("HS1").dossier_id


def settled(house: House, dossier_id: UUID) -> int | None:
    return settle_dossier(
        dossier_id, by=WORKER, ledger=house.ledger, objects=house.objects, now=house.clock()
    )


def told(house: House) -> list[str]:
    kinds = (DossierBalanced, DossierHeld)
    return [one.topic for one in house.events() if isinstance(one, kinds)]


def test_the_same_is_told_once(house: House):
    dossier_id = counted(house, 2, 3)

    assert settled(house, dossier_id) is None
    assert told(house) == ["dossier.held"]


def test_a_dossier_without_a_count_is_only_counted(house: House):
    dossier_id = counted(house, 2, None)

    assert settled(house, dossier_id) is None
    assert told(house) == []
    assert house.dossier("HS1").balance_state is BalanceState.COUNTED


def test_a_person_states_the_count_and_the_balance_follows(house: House):
    dossier_id = counted(house, 3, None)

    def stated(sheets: int, sides: int, blank_sides: int = 0, by: object = ARCHIVIST) -> int:
        return state_count(
            dossier_id,
            sheets=sheets,
            sides=sides,
            blank_sides=blank_sides,
            by=by,  # type: ignore[arg-type]
            ledger=house.ledger,
            objects=house.objects,
            now=house.clock(),
        )

    stated(4, 1)
    assert house.dossier("HS1").difference == -1
    position = stated(2, 2, 1)

    assert position == house.ledger.position()
    assert told(house) == ["dossier.held", "dossier.balanced"]
    assert stated(2, 2, 1) == position
    for impossible in ((-1, 1, 0), (2, 3, 0), (2, 1, 3)):
        with pytest.raises(RuleViolation, match=r"dossier\.countImpossible"):
            stated(*impossible)
    with pytest.raises(NotAllowed):
        stated(4, 1, by=HR_OFFICER)


def numbered(digest: str, label: int | None) -> Transcript:
    """A page as the reader sees it, its number in the middle of the top margin."""
    read = transcript(digest, ("", "Nơi nhận: như Điều 3", "Lưu: VT"))
    lines = read.lines[1:]
    if label is not None:
        box = Box(left=405, top=40, right=421, bottom=60)
        word = Word(text=str(label), box=box, confidence=0.95)
        lines = (Line(words=(word,), block_no=1, paragraph_no=1), *lines)
    return read.model_copy(update={"lines": lines})


def test_what_was_read_afterwards_adds_the_place_to_what_was_told(house: House):
    dossier_id = counted(house, 2, 3)
    house.gate_all()
    pages = house.pages("HS1")
    paper = reading([one.page_id for one in pages], "12/QĐ-SNV", "Trần Văn Bình")
    kept = house.objects.put(paper.model_dump_json().encode(), area=Area.DERIVED)
    proposed = builders.document_proposed(paper.page_ids, dossier_id=dossier_id, reading=kept)
    writes = [Write(dossier_id, (proposed,), None)]
    for one, label in zip(pages, (None, 3), strict=True):
        read = numbered(one.digest or "", label).model_dump_json().encode()
        stored = house.objects.put(read, area=Area.DERIVED)
        event = builders.page_transcribed(one.page_id, digest=one.digest, transcript=stored)
        writes.append(Write(one.page_id, (event,), None))
    house.ledger.record(*writes)

    assert settled(house, dossier_id) == house.ledger.position()
    first, second = (one.page_id for one in pages)
    assert house.dossier("HS1").hints == (
        MissingHint(kind="PAGE_NUMBER", after_page=first, before_page=second, expected_label="2"),
    )
    assert settled(house, dossier_id) is None


def test_a_batch_that_is_not_there_has_no_balance(house: House):
    with pytest.raises(Unknown):
        balance_of(UUID(int=5), ledger=house.ledger)


def test_settling_is_nobodys_who_only_reads(house: House):
    dossier_id = counted(house, 1, 2)

    with pytest.raises(NotAllowed):
        settle_dossier(
            dossier_id, by=HR_OFFICER, ledger=house.ledger, objects=house.objects, now=house.clock()
        )
