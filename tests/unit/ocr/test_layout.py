"""Slots of a page (domain.md 4.1), read through noise and through either order of columns."""

from domain.events.envelope import SignerMode
from ocr.flow import plain
from ocr.layout import PageLayout, read_layout
from ocr.tables import Role
from ocr.transcript import Transcript, Word
from tests.kit.pages_text import (
    Typist,
    blank,
    decision,
    interleaved,
    letter,
    misread,
    turned,
)

PAGE = decision(
    "Bổ nhiệm ông Vi Văn Thắng giữ chức vụ Trưởng phòng Tổ chức, kể từ ngày 01/4/2024.",
    title="Về việc bổ nhiệm công chức",
    capacity=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
)[0]


def _head(page: Transcript) -> PageLayout:
    return read_layout(page)


def _assert_is_the_page(layout: PageLayout) -> None:
    assert layout.head is not None
    assert layout.head.issuer is not None
    assert layout.head.issuer.text == "UBND TỈNH BẮC GIANG SỞ NỘI VỤ"
    assert layout.head.parsed is not None
    assert layout.head.parsed.full_no == "45/QĐ-SNV"
    assert layout.head.place_date is not None
    assert layout.head.place_date.text == "Bắc Giang, ngày 05 tháng 3 năm 2024"
    assert layout.type_name == "QUYẾT ĐỊNH"
    assert layout.title is not None
    assert layout.title.text == "Về việc bổ nhiệm công chức"
    assert layout.foot is not None
    assert layout.foot.name is not None
    assert layout.foot.name.text == "Đoàn Khắc Việt"
    assert layout.foot.mode is SignerMode.KT
    assert layout.foot.title is not None
    assert layout.foot.title.text == "PHÓ GIÁM ĐỐC"
    assert layout.foot.recipients is not None
    assert layout.foot.recipients.text.startswith("Nơi nhận: - Như Điều 3")
    assert layout.body.text.startswith("GIÁM ĐỐC SỞ NỘI VỤ Căn cứ Luật")
    assert layout.body.text.endswith("chịu trách nhiệm thi hành Quyết định này./.")


def test_the_slots_of_a_decision():
    _assert_is_the_page(read_layout(PAGE))


def test_columns_that_the_engine_joined_into_lines_are_told_apart():
    _assert_is_the_page(read_layout(interleaved(PAGE)))


def test_a_page_scanned_upside_down_has_the_same_slots():
    _assert_is_the_page(read_layout(turned(PAGE, 180)))


def test_a_skewed_page_has_the_same_slots():
    lines = []
    for line in PAGE.lines:
        words = tuple(_shifted(word, round(0.03 * (word.box.left - 1240))) for word in line.words)
        lines.append(line.model_copy(update={"words": words}))

    _assert_is_the_page(read_layout(PAGE.model_copy(update={"lines": tuple(lines)})))


def _shifted(word: Word, down: int) -> Word:
    box = word.box
    moved = box.model_copy(update={"top": box.top + down + 60, "bottom": box.bottom + down + 60})
    return word.model_copy(update={"box": moved})


def test_the_box_of_a_slot_is_in_pixels_of_the_scan():
    layout = read_layout(turned(PAGE, 180))

    assert layout.head is not None
    assert layout.head.number is not None
    assert layout.head.number.box is not None
    assert layout.head.number.box.top > 2500


def test_the_value_keeps_the_marks_that_the_cue_does_without():
    page = misread(misread(PAGE, "QUYẾT", "QUYÉT"), "Số:", "Sô:")

    layout = read_layout(page)

    assert layout.type_name == "QUYẾT ĐỊNH"
    assert layout.head is not None
    assert layout.head.parsed is not None
    assert layout.head.parsed.full_no == "45/QĐ-SNV"


def test_a_number_whose_stroke_was_lost_is_none_and_nothing_is_mended():
    layout = read_layout(misread(PAGE, "45/QĐ-SNV", "45QĐ-SNV"))

    assert layout.head is not None
    assert layout.head.number is None
    assert layout.head.issuer is not None
    assert layout.head.issuer.text == "UBND TỈNH BẮC GIANG SỞ NỘI VỤ"


def test_a_blank_number_leaves_its_symbol():
    layout = read_layout(decision("Thôi việc.", number="       /QĐ-SNV")[0])

    assert layout.head is not None
    assert layout.head.parsed is None
    assert layout.head.symbol == "QĐ-SNV"


def test_numbers_in_both_forms_and_with_spaces():
    for printed, stored in (
        ("727-QĐ/TU", "727-QĐ/TU"),
        ("587 /QĐ-TNVN", "587/QĐ-TNVN"),
        ("230L/QĐ-UBND", "230L/QĐ-UBND"),
        ("464/QĐ-TTg", "464/QĐ-TTg"),
        ("712/QĐ-UBND -.", "712/QĐ-UBND"),
        ("123-QĐ/UB", "123-QĐ/UB"),
    ):
        layout = read_layout(decision("Thôi việc.", number=printed)[0])

        assert layout.head is not None
        assert layout.head.parsed is not None
        assert layout.head.parsed.full_no == stored


def test_a_letter_has_its_subject_under_the_number():
    layout = read_layout(
        letter("Nội dung.", regarding="V/v đính chính ngày sinh tại Quyết định tuyển dụng")[0]
    )

    assert layout.head is not None
    assert layout.head.regarding is not None
    assert layout.head.regarding.text == "V/v đính chính ngày sinh tại Quyết định tuyển dụng"
    assert layout.type_name is None


def test_the_page_number_is_a_label_and_no_text():
    typist = Typist()
    typist.turn()
    typist.prose("Điều 4. Nội dung tiếp theo của quyết định này.")

    layout = read_layout(typist.transcripts()[1])

    assert layout.label == 2
    assert layout.body.text.startswith("Điều 4.")


def test_strokes_of_the_ruling_are_no_words():
    typist = Typist()
    typist.table(
        (10, 45, 30), ("TT", "Họ và tên", "Ngày sinh"), (("1", "Ma Thị Liên", "02/9/1982"),)
    )
    page = misread(typist.transcripts()[0], "Liên", "Liên|", confidence=0.9)

    (table,) = read_layout(page).tables

    assert table.roles == (Role.ORDINAL, Role.NAME, Role.BIRTH)
    assert [cell.text for cell in table.rows[0].cells] == ["1", "Ma Thị Liên", "02/9/1982"]


def test_cells_of_several_lines_stay_in_their_row():
    typist = Typist()
    typist.table(
        (10, 40, 30, 60),
        ("TT", "Họ và tên", "Ngày sinh", "Chức vụ, đơn vị công tác"),
        (
            ("1", "Ma Thị Liên", "02/9/1982", "Giám đốc Trung tâm Lưu trữ lịch sử tỉnh Bắc Giang"),
            ("2", "Vi Văn Thắng", "08/3/1975", "Hiệu trưởng"),
            ("3", "Đỗ Hữu Lộc", "20/5/1964", "Chi cục trưởng Chi cục Văn thư - Lưu trữ thuộc Sở"),
        ),
    )

    (table,) = read_layout(typist.transcripts()[0]).tables

    assert [row.cells[3].text for row in table.rows] == [
        "Giám đốc Trung tâm Lưu trữ lịch sử tỉnh Bắc Giang",
        "Hiệu trưởng",
        "Chi cục trưởng Chi cục Văn thư - Lưu trữ thuộc Sở",
    ]


def test_a_blank_page_has_no_slots():
    layout = read_layout(blank())

    assert layout.is_empty
    assert layout.head is None


def test_plain_text_is_as_long_as_what_was_printed():
    printed = "Đ/c Ðặng H’Lan – “Ê Đê” số 1⁄9"

    assert len(plain(printed)) == len(printed)
    assert plain(printed) == 'd/c dang h\'lan - "e de" so 1/9'
