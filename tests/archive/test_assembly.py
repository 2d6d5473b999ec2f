"""From transcripts to documents and proposals, touching only what nobody has confirmed."""

from typing import Any
from uuid import UUID

import pytest

from archive.assembly import assemble_dossier, paper_id
from archive.confirming import confirm_proposal, reject_proposal
from archive.documents import assemble_document, split_document
from archive.folding import dossier_of
from archive.objects import Area
from domain.access import Actor
from domain.dates import PartialDate
from domain.dossier import Document, Dossier, Proposal, ProposalState
from domain.errors import NotAllowed
from domain.events.dossier import Description, DocumentProposed
from domain.events.page import PageRescanned, PageUnread
from ocr.reading import DocumentReading, ProposedEvent
from tests.kit import builders
from tests.kit.reading_room import ARCHIVIST, WORKER, ReadingRoom, transcript

AN, BICH = "Nguyễn Văn An", "Trần Thị Bích"


def decision(no: str, issued: str, about: str, *articles: str) -> tuple[str, ...]:
    """The lines of a decision of one page."""
    return (
        "UBND TỈNH BẮC GIANG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc",
        f"Số: {no}\tBắc Giang, ngày {issued}",
        "\tQUYẾT ĐỊNH",
        f"\tVề việc {about}",
        "\tGIÁM ĐỐC SỞ NỘI VỤ",
        "Căn cứ Luật Cán bộ, công chức ngày 13 tháng 11 năm 2008;",
        "\tQUYẾT ĐỊNH:",
        *articles,
        "Nơi nhận:\tGIÁM ĐỐC",
        "- Như Điều 3;",
        "\tTrần Văn Bảy",
    )


APPOINTMENT = decision(
    "112/QĐ-SNV",
    "28 tháng 5 năm 2018",
    "bổ nhiệm cán bộ",
    "Điều 1. Bổ nhiệm ông Nguyễn Văn An, sinh ngày 12/3/1979, giữ chức vụ Trưởng phòng,",
    "Sở Nội vụ, kể từ ngày 01/6/2018.",
    "Điều 2. Thời hạn giữ chức vụ là 05 năm.",
    "Điều 3. Chánh Văn phòng và ông Nguyễn Văn An chịu trách nhiệm thi hành Quyết định này./.",
)
REPRIMAND = decision(
    "98/QĐ-SNV",
    "10 tháng 5 năm 2019",
    "kỷ luật công chức",
    "Điều 1. Thi hành kỷ luật bằng hình thức Khiển trách đối với ông Nguyễn Văn An,",
    "sinh ngày 12/3/1979, kể từ ngày 10/5/2019.",
    "Điều 3. Chánh Văn phòng và ông Nguyễn Văn An chịu trách nhiệm thi hành Quyết định này./.",
)
LETTER = (
    "Ghi chép cá nhân về việc sắp xếp lại phòng làm việc và tài liệu lưu trữ trong năm",
    "không có số hiệu và không có người ký tên ở dưới trang này",
)
STEPS = decision(
    "300/QĐ-SNV",
    "28 tháng 10 năm 2016",
    "nâng bậc lương thường xuyên",
    "Điều 1. Nâng bậc lương thường xuyên cho các công chức có tên sau:",
    "1. Ông Nguyễn Văn An, ngạch Chuyên viên (01.003), từ bậc 4/9, hệ số 3,33 lên bậc 5/9,",
    "hệ số 3,66, kể từ ngày 01/11/2016;",
    "2. Bà Trần Thị Bích, ngạch Chuyên viên (01.003), từ bậc 2/9, hệ số 2,67 lên bậc 3/9,",
    "hệ số 3,00, kể từ ngày 01/11/2016.",
    "Điều 2. Chánh Văn phòng và các ông (bà) có tên chịu trách nhiệm thi hành./.",
)


def assemble(place: ReadingRoom, dossier_id: UUID, by: Actor = WORKER) -> int | None:
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "now")
    return assemble_dossier(dossier_id, by=by, **at_hand)


def dossier(place: ReadingRoom, dossier_id: UUID) -> Dossier:
    return dossier_of(dossier_id, place.ledger)


def documents(place: ReadingRoom, dossier_id: UUID) -> tuple[Document, ...]:
    return dossier(place, dossier_id).documents


def pending(place: ReadingRoom, dossier_id: UUID) -> list[Proposal]:
    found = dossier(place, dossier_id).proposals
    return [one for one in found if one.state is ProposalState.PENDING]


def read(place: ReadingRoom, proposal: Proposal) -> ProposedEvent:
    stored = place.objects.get(proposal.fields, area=Area.DERIVED)
    return ProposedEvent.model_validate_json(stored)


def named(place: ReadingRoom, dossier_id: UUID) -> list[str]:
    return [read(place, one).person.name for one in pending(place, dossier_id)]


def read_again(place: ReadingRoom, page_id: UUID, lines: tuple[str, ...]) -> None:
    """A better engine reads the page: the same picture, another transcript."""
    digest = next(
        one.event.digest  # type: ignore[attr-defined]
        for one in place.ledger.events(page_id)
        if one.event.topic == "page.promoted"
    )
    stored = place.objects.put(
        transcript(digest, lines).model_dump_json().encode(), area=Area.DERIVED
    )
    place.put(page_id, builders.page_transcribed(page_id, digest=digest, transcript=stored))


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person(AN, "1979-03-12")


def test_pages_become_documents_and_acts_become_proposals(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT, LETTER, REPRIMAND))

    assemble(place, dossier_id)

    pages = place.pages_of(dossier_id)
    assert [one.page_ids for one in documents(place, dossier_id)] == [(one,) for one in pages]
    assert [one.event_type for one in pending(place, dossier_id)] == [
        "appointment.made",
        "discipline.imposed",
    ]


def test_events_cite_objects_and_hold_no_names(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT,))

    assemble(place, dossier_id)

    (document,) = documents(place, dossier_id)
    assert document.reading is not None
    stored = place.objects.get(document.reading, area=Area.DERIVED)
    reading = DocumentReading.model_validate_json(stored)
    assert reading.description.number == "112/QĐ-SNV"
    recorded = [one.event.model_dump_json() for one in place.ledger.events(dossier_id)]
    assert not any(AN in one or "Trưởng phòng" in one for one in recorded)


def test_a_proposal_says_how_sure_it_is(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT,))

    assemble(place, dossier_id)

    (proposal,) = pending(place, dossier_id)
    assert proposal.unsure == 0
    assert proposal.confidence > 0.9
    assert proposal.list_row is None


def test_the_same_reading_is_recorded_once(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT, LETTER, REPRIMAND))
    assert assemble(place, dossier_id) is not None
    before = place.ledger.position()

    assert assemble(place, dossier_id) is None
    assert place.ledger.position() == before


def test_nothing_is_assembled_while_a_page_waits(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT, LETTER))
    page_id = place.pages_of(dossier_id)[1]
    scanned_again = PageRescanned(
        recorded_by=WORKER.id,
        page_id=page_id,
        batch_id=builders.BATCH,
        sealed_digest=builders.SEALED,
        image_no=1,
        width_px=827,
        height_px=1165,
        format="PNG",
    )
    place.put(page_id, scanned_again)

    assert assemble(place, dossier_id) is None
    assert documents(place, dossier_id) == ()


def test_a_better_reading_takes_the_place_of_an_unconfirmed_one(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(LETTER, REPRIMAND))
    assemble(place, dossier_id)
    old = documents(place, dossier_id)
    read_again(place, place.pages_of(dossier_id)[0], APPOINTMENT)

    assemble(place, dossier_id)

    new = documents(place, dossier_id)
    assert new[0].document_id != old[0].document_id
    assert new[1].document_id == old[1].document_id
    proposed = [
        one.event
        for one in place.ledger.events(dossier_id)
        if isinstance(one.event, DocumentProposed)
    ]
    assert proposed[-1].replaces == (old[0].document_id,)
    assert [one.event_type for one in pending(place, dossier_id)] == [
        "discipline.imposed",
        "appointment.made",
    ]


def test_what_a_person_confirmed_stands_whatever_is_read_later(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT, REPRIMAND))
    assemble(place, dossier_id)
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    confirm_proposal(pending(place, dossier_id)[0].proposal_id, by=ARCHIVIST, **at_hand)
    confirmed = documents(place, dossier_id)[0]
    read_again(place, confirmed.page_ids[0], LETTER)

    assemble(place, dossier_id)

    assert documents(place, dossier_id)[0] == confirmed
    states = [one.state for one in dossier(place, dossier_id).proposals]
    assert states == [ProposalState.CONFIRMED, ProposalState.PENDING]


def test_what_a_person_rejected_is_not_proposed_again(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT,))
    assemble(place, dossier_id)
    at_hand: dict[str, Any] = place.at_hand("ledger", "registers", "now")
    (proposal,) = pending(place, dossier_id)
    reject_proposal(proposal.proposal_id, "chỉ là bản nháp", by=ARCHIVIST, **at_hand)

    assert assemble(place, dossier_id) is None
    assert pending(place, dossier_id) == []


def test_the_pages_between_confirmed_documents_are_read_by_themselves(place: ReadingRoom, an: UUID):
    """Page 3 is not taken for a further page of page 1's paper: page 2 lies between."""
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT, REPRIMAND, LETTER))
    pages = place.pages_of(dossier_id)
    at_hand = place.at_hand("ledger", "now")
    said = Description(doc_type="QD")
    assemble_document(dossier_id, (pages[1],), said, by=ARCHIVIST, **at_hand)

    assemble(place, dossier_id)

    assert [one.page_ids for one in documents(place, dossier_id)] == [(one,) for one in pages]


def test_a_document_that_a_person_made_gets_its_proposals(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT, REPRIMAND))
    pages = place.pages_of(dossier_id)
    at_hand = place.at_hand("ledger", "now")
    said = Description(doc_type="QD")
    whole = assemble_document(dossier_id, pages, said, by=ARCHIVIST, **at_hand).document_id
    at_hand = place.at_hand("ledger", "registers", "now")
    second = split_document(whole, pages[1], by=ARCHIVIST, **at_hand).document_id

    assemble(place, dossier_id)

    assert {(one.document_id, one.event_type) for one in pending(place, dossier_id)} == {
        (whole, "appointment.made"),
        (second, "discipline.imposed"),
    }
    assert assemble(place, dossier_id) is None


def test_a_page_that_could_not_be_read_has_its_place_in_a_document(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(APPOINTMENT, LETTER))
    page_id = place.pages_of(dossier_id)[1]
    place.put(
        page_id,
        builders.page_promoted(page_id, "cc" * 32),
        PageUnread(recorded_by=WORKER.id, page_id=page_id, code="engine.timeout", tries=3),
    )

    assemble(place, dossier_id)

    assert {page for one in documents(place, dossier_id) for page in one.page_ids} == set(
        place.pages_of(dossier_id)
    )


# Lists


def test_a_list_is_proposed_whole_from_its_first_copy(place: ReadingRoom, an: UUID):
    dossier_id = place.dossier(person_id=an, texts=(STEPS,))

    assemble(place, dossier_id)

    assert named(place, dossier_id) == [AN, BICH]
    assert [one.list_row for one in pending(place, dossier_id)] == [1, 2]
    papers = {one.batch_id for one in pending(place, dossier_id)}
    issuer, day = "UBND TỈNH BẮC GIANG SỞ NỘI VỤ", PartialDate.parse("2016-10-28")
    assert papers == {paper_id(issuer, "300/QĐ-SNV", day)}


@pytest.mark.parametrize("followed", [True, False])
def test_a_later_copy_proposes_the_row_of_its_own_person(
    place: ReadingRoom, an: UUID, followed: bool
):
    """Also while the register has not yet followed the ledger to the first copy."""
    first = place.dossier("HS-AN", person_id=an, texts=(STEPS,))
    bich = place.person(BICH, "1982-07-01")
    second = place.dossier("HS-BICH", person_id=bich, texts=(STEPS,))
    assemble(place, first)
    if followed:
        place.catch_up()

    assemble_dossier(
        second,
        by=WORKER,
        ledger=place.ledger,
        objects=place.objects,
        registers=place.registers,
        now=place.clock(),
    )

    assert named(place, second) == [BICH]
    assert named(place, first) == [AN, BICH]


def test_a_copy_in_an_unbound_dossier_proposes_its_row_once_it_is_bound(
    place: ReadingRoom, an: UUID
):
    assemble(place, place.dossier("HS-AN", person_id=an, texts=(STEPS,)))
    second = place.dossier("HS-BICH", texts=(STEPS,))
    assemble(place, second)
    assert named(place, second) == []

    place.bind(second, place.person(BICH, "1982-07-01"))
    assemble(place, second)

    assert named(place, second) == [BICH]


def test_the_manifest_says_whose_row_it_is_before_the_dossier_is_bound(
    place: ReadingRoom, an: UUID
):
    assemble(place, place.dossier("HS-AN", person_id=an, texts=(STEPS,)))
    second = place.dossier("HS-BICH", texts=(STEPS,), described={"person_name": BICH})

    assemble(place, second)

    assert named(place, second) == [BICH]


def test_the_copy_that_proposed_the_list_first_keeps_it(place: ReadingRoom, an: UUID):
    """Read again by a better engine, it still proposes every row."""
    first = place.dossier("HS-AN", person_id=an, texts=(STEPS,))
    assemble(place, first)
    bich = place.person(BICH, "1982-07-01")
    assemble(place, place.dossier("HS-BICH", person_id=bich, texts=(STEPS,)))
    read_again(place, place.pages_of(first)[0], (*STEPS, "Trang 1"))

    assemble(place, first)

    assert named(place, first) == [AN, BICH]


def test_a_paper_is_the_same_however_its_number_and_issuer_are_written():
    day = PartialDate.parse("2016-10-28")

    written = paper_id("UBND tỉnh Bắc Giang", "05/QĐ-UBND", day)

    assert written == paper_id("ỦY BAN NHÂN DÂN TỈNH BẮC GIANG", "5/QD-UBND", day)
    assert written != paper_id("UBND tỉnh Bắc Ninh", "05/QĐ-UBND", day)
    assert written != paper_id("UBND tỉnh Bắc Giang", "05/QĐ-UBND", PartialDate.parse("2017"))


def test_a_paper_without_number_issuer_or_day_has_no_identity():
    day = PartialDate.parse("2016-10-28")

    assert paper_id(None, "05/QĐ-UBND", day) is None
    assert paper_id("UBND tỉnh Bắc Giang", None, day) is None
    assert paper_id("UBND tỉnh Bắc Giang", "05/QĐ-UBND", None) is None


def test_people_do_not_do_the_machines_work(place: ReadingRoom, an: UUID):
    with pytest.raises(NotAllowed):
        assemble(place, place.dossier(person_id=an, texts=(LETTER,)), by=ARCHIVIST)
