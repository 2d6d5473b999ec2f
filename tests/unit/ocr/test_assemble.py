"""Which pages are one document, and what each is."""

from uuid import UUID

from domain.dates import PartialDate
from domain.people import Gender
from infra.demo import department, district, forms, lists, long_papers
from infra.demo.people import HANH, LIEN, SNV_BG
from ocr.assemble import inventory_rows, page_label, read_document, read_dossier
from ocr.reading import DocumentReading, ProposedPerson
from ocr.transcript import Transcript
from tests.kit.pages_text import (
    Typist,
    blank,
    decision,
    is_sure,
    misread,
    page_id,
    page_text,
    pages_of,
    says,
)

ONE = pages_of(district.hanh_received())
LONG = pages_of(long_papers.lien_appointed())


def _read(*pages: Transcript | None) -> tuple[DocumentReading, ...]:
    return read_dossier(page_text(*pages))


def _places(documents: tuple[DocumentReading, ...]) -> list[list[int]]:
    names: dict[UUID, int] = {page_id(place): place for place in range(1, 60)}
    return [[names[page] for page in document.page_ids] for document in documents]


def _types(documents: tuple[DocumentReading, ...]) -> list[str]:
    return [document.description.doc_type for document in documents]


def test_a_new_head_begins_a_document_and_numbered_pages_go_on_with_it():
    documents = _read(*ONE, *LONG, *ONE[:1])

    assert len(LONG) == 3
    assert _places(documents) == [[1], [2, 3, 4], [5]]


def test_an_empty_dossier_has_no_documents():
    assert _read() == ()


def test_every_page_stands_in_exactly_one_document():
    pages = (*ONE, blank(), None, *LONG, None, blank(), *pages_of(lists.award_list()))

    places = sorted(place for document in _places(_read(*pages)) for place in document)

    assert places == list(range(1, len(pages) + 1))


def test_a_blank_reverse_side_stays_with_the_sheet_before():
    assert _places(_read(*ONE, blank(), *LONG)) == [[1, 2], [3, 4, 5]]


def test_a_page_set_aside_between_the_pages_of_a_paper_is_part_of_it():
    documents = _read(LONG[0], None, LONG[2], *ONE)

    assert _places(documents) == [[1, 2, 3], [4]]
    says(documents[0].proposals[0], type="appointment.made", effective_date="2022-03-15")


def test_a_page_set_aside_after_a_signature_is_unknown():
    documents = _read(*ONE, None, *LONG)

    assert _places(documents) == [[1], [2], [3, 4, 5]]
    assert _types(documents)[1] == "KHAC"


def test_pages_scanned_in_the_wrong_order_are_put_right_by_their_numbers():
    assert _places(_read(LONG[0], LONG[2], LONG[1], *ONE)) == [[1, 3, 2], [4]]


def test_a_second_page_scanned_before_its_head_joins_it():
    assert _places(_read(*ONE, LONG[1], LONG[0], LONG[2])) == [[1], [3, 2, 4]]


def test_a_page_scanned_twice_stands_once_in_the_text():
    documents = _read(LONG[0], LONG[0], LONG[1], LONG[2])

    assert _places(documents) == [[1, 2, 3, 4]]
    assert len(documents[0].proposals) == 1


def test_two_papers_of_one_office_are_two_though_alike():
    first = decision("Điều động ông Vi Văn Thắng đến Sở Tài chính.", number="12/QĐ-SNV")
    second = decision("Điều động ông Lê Văn Khải đến Sở Tài chính.", number="13/QĐ-SNV")

    assert _places(_read(*first, *second)) == [[1], [2]]


def test_an_annexed_list_stays_with_its_decision():
    typist = Typist()
    typist.centre("DANH SÁCH")
    typist.centre("(Kèm theo Quyết định số 12/QĐ-SNV ngày 05 tháng 3 năm 2024)")
    typist.table(
        (10, 50, 40),
        ("TT", "Họ và tên", "Đơn vị"),
        (("1", "Ma Thị Liên", "Văn phòng Sở"), ("2", "Vi Văn Thắng", "Thanh tra Sở")),
    )
    listed = decision(
        "Tặng Giấy khen cho 02 cá nhân có tên trong danh sách kèm theo.", number="12/QĐ-SNV"
    )

    documents = _read(*listed, *typist.transcripts(), *ONE)

    assert _places(documents) == [[1, 2], [3]]
    assert [event.person.name for event in documents[0].proposals] == [
        "Ma Thị Liên",
        "Vi Văn Thắng",
    ]


def test_a_numbered_annex_without_a_head_stays_with_the_letter_before_it():
    typist = Typist()
    typist.centre("Phụ lục 1: Mẫu báo cáo kết quả rà soát hồ sơ công chức, viên chức")
    typist.table((10, 50, 40), ("TT", "Nội dung", "Ghi chú"), (("1", "Hồ sơ gốc", "Đủ"),))
    letter = pages_of(department.mai_corrected())

    assert _places(_read(*letter, *typist.transcripts(), *ONE)) == [[1, 2], [3]]


def test_papers_that_are_no_decisions_are_typed_and_propose_nothing():
    papers = (
        forms.cover("cover", LIEN, agency=SNV_BG, opened=2005, sheets=12),
        forms.inventory("inventory", (("1", "45/QĐ-SNV", "05/3/2024", "Quyết định", "1"),)),
        forms.self_review("review", LIEN, year=2020, post="Chuyên viên", agency=SNV_BG),
        forms.degree(
            "degree",
            LIEN,
            school="Luật Hà Nội",
            subject="Luật",
            rank="Khá",
            given=LIEN.birth_date.replace(year=2004),
            serial="B 123456",
        ),
        forms.letter(
            "letter",
            agency=SNV_BG,
            number="840/SNV-VP",
            issued=LIEN.birth_date.replace(year=2015),
            regarding="bổ sung thành phần hồ sơ",
            to="Văn phòng Sở",
            paragraphs=("Đề nghị nộp bổ sung hồ sơ theo quy định./.",),
        ),
    )

    documents = _read(*(page for paper in papers for page in pages_of(paper)))

    assert _types(documents) == [
        "BIA_HO_SO",
        "MUC_LUC_VAN_BAN",
        "PHIEU_DANH_GIA",
        "VAN_BANG_CHUNG_CHI",
        "CONG_VAN",
    ]
    assert not any(document.proposals for document in documents)
    assert documents[2].description.title == "Bản tự kiểm điểm cá nhân năm 2020"
    assert documents[2].description.signer == LIEN.name
    assert documents[3].description.number == "B 123456"
    assert documents[4].description.number == "840/SNV-VP"


def test_a_cv_form_of_two_pages_is_one_document():
    form = forms.cv_form(
        "cv",
        HANH,
        signed=HANH.birth_date.replace(year=2020),
        studied=(("Đại học Sư phạm", "Ngữ văn", "2006 - 2010", "Cử nhân"),),
        worked=(("09/2012 - nay", "Giáo viên Trường THPT Lạng Giang số 2"),),
        paid=(("09/2013", "V.07.05.15", "1", "2,34"),),
        agency=SNV_BG,
    )

    documents = _read(*pages_of(form), *ONE)

    assert _places(documents) == [[1, 2], [3]]
    assert _types(documents)[0] == "SO_YEU_LY_LICH"
    assert str(documents[0].description.issue_date) == "2020-07-30"


def test_an_unknown_paper_is_kept_as_khac():
    typist = Typist()
    typist.prose("Ghi chép trong cuộc họp của tổ công tác về việc chuẩn bị hồ sơ lưu trữ.")

    documents = _read(*ONE, *typist.transcripts())

    assert _types(documents)[1] == "KHAC"
    assert _places(documents) == [[1], [2]]


def test_a_copy_is_certified_and_keeps_the_number_of_the_decision():
    typist = Typist()
    typist.put("SAO Y BẢN CHÍNH", 1900, 120)
    (page,) = ONE
    marked = page.model_copy(update={"lines": (*typist.transcripts()[0].lines, *page.lines)})

    (document,) = _read(marked)

    says(document.proposals[0], evidence="CERTIFIED_COPY")
    assert document.description.number == "91/QĐ-SGDĐT"


def test_what_is_cited_is_never_taken_for_the_paper_itself():
    (document,) = _read(*pages_of(department.bich_appointed()))

    assert document.description.number == "1532/QĐ-UBND"
    assert document.description.signer == "Đào Trọng Nghĩa"
    assert {event.person.name for event in document.proposals} == {"Trần Thị Bích"}


def test_a_date_with_a_corrupted_digit_is_left_out_and_no_other_stands_in_for_it():
    (page,) = ONE
    (document,) = _read(misread(page, "15", "1y"))

    says(document.proposals[0], effective_date=None, effective_basis="EXPLICIT")
    assert not is_sure(document.proposals[0], "effective_basis")


def test_a_word_of_little_confidence_asks_for_a_look():
    (page,) = ONE
    (document,) = _read(misread(page, "Hạnh,", "Hạnh,", confidence=0.5))

    says(document.proposals[0], name="Nông Thị Hạnh")
    assert not is_sure(document.proposals[0], "subject_as_printed.name")
    assert document.proposals[0].confidence <= 0.5


def test_a_name_that_differs_from_the_dossiers_own_in_a_mark_is_not_sure():
    person = ProposedPerson(name="Nông Thị Hành", gender=Gender.F)

    (document,) = read_dossier(page_text(*ONE), person=person)

    says(document.proposals[0], name="Nông Thị Hạnh")
    assert not is_sure(document.proposals[0], "subject_as_printed.name")


def test_the_same_pages_give_the_same_reading():
    pages = page_text(*ONE, *LONG)

    assert read_dossier(pages) == read_dossier(pages)


def test_page_labels_are_read_from_the_second_page_on():
    assert [page_label(page) for page in LONG] == [None, 2, 3]


def test_an_inventory_is_read_row_by_row():
    rows = (
        ("1", "45/QĐ-SNV", "05/3/2024", "Quyết định về việc tuyển dụng công chức", "1"),
        ("2", "", "02/11/2018", "Sơ yếu lý lịch", "3"),
        ("3", "521/SNV-CCVC", "12/6/2024", "Công văn đính chính ngày sinh", "1"),
    )

    found = inventory_rows(pages_of(forms.inventory("inventory", rows)))

    assert [(line.ordinal, line.number, str(line.date), line.sheets) for line in found] == [
        (1, "45/QĐ-SNV", "2024-03-05", 1),
        (2, None, "2018-11-02", 3),
        (3, "521/SNV-CCVC", "2024-06-12", 1),
    ]
    assert found[0].title == "Quyết định về việc tuyển dụng công chức"


def test_pages_that_a_person_joined_are_read_as_one_paper():
    document = read_document(page_text(LONG[0], LONG[2], *ONE))

    assert len(document.page_ids) == 3
    assert document.description.number == "58/QĐ-SNV"


def test_a_birth_date_that_is_not_the_dossiers_own_is_not_sure():
    (page,) = pages_of(district.hlan_transferred())
    person = ProposedPerson(name="H'Lan Êban", birth_date=PartialDate(1991, 5, 18))

    (document,) = read_dossier(page_text(page), person=person)

    says(document.proposals[0], **{"subject.dob": "1991-05-17"})
    assert not is_sure(document.proposals[0], "subject_as_printed.dob")


def test_an_annex_that_names_another_number_makes_it_unsure_and_stays():
    typist = Typist()
    typist.centre("DANH SÁCH")
    typist.centre("(Kèm theo Quyết định số 19/QĐ-SNV ngày 05 tháng 3 năm 2024)")
    typist.table((10, 50, 40), ("TT", "Họ và tên", "Đơn vị"), (("1", "Ma Thị Liên", "Sở"),))
    listed = decision(
        "Tặng Giấy khen cho 01 cá nhân có tên trong danh sách kèm theo.", number="12/QĐ-SNV"
    )

    (document,) = _read(*listed, *typist.transcripts())

    assert document.description.number == "12/QĐ-SNV"
    assert not is_sure(document.proposals[0], "decision.full_no")


def test_an_inventory_whose_rows_hold_numbers_and_dates_is_no_decision():
    rows = tuple(
        (str(n), f"{n}5/QĐ-SNV", f"0{n}/3/2024", "Quyết định về việc nâng bậc lương", "1")
        for n in range(1, 8)
    )

    (document,) = _read(*pages_of(forms.inventory("inventory", rows)))

    assert document.description.doc_type == "MUC_LUC_VAN_BAN"
    assert document.description.number is None
