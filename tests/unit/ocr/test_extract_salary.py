"""Phrase bank of domain.md 4.5: nâng bậc lương, trước thời hạn, vượt khung, kéo dài."""

from ocr.transcript import Transcript
from tests.kit.pages_text import Typist, decision, is_sure, proposals, says, values


def test_nang_bac_1_from_step_to_step_and_the_next_clock():
    (raised,) = proposals(
        *decision(
            "Nâng bậc lương thường xuyên cho ông Nguyễn Văn A, ngạch Chuyên viên (01.003), từ bậc "
            "3/9, hệ số 3,00 lên bậc 4/9, hệ số 3,33, kể từ ngày 01/4/2026; thời gian tính nâng "
            "bậc lương lần sau kể từ ngày 01/4/2026."
        )
    )

    says(
        raised,
        type="salary.stepRaised",
        name="Nguyễn Văn A",
        grade_code="01.003",
        old_step=3,
        old_coefficient="3.00",
        new_step=4,
        new_coefficient="3.33",
        effective_date="2026-04-01",
        next_clock_start="2026-04-01",
    )
    assert is_sure(raised, "new_coefficient")


def test_nang_bac_2_colon_style():
    (raised,) = proposals(
        *decision(
            "Nâng bậc lương cho bà: Khổng Thị Lan; Chức danh: Giáo viên THCS hạng II; Mã số: "
            "V.07.04.11; Bậc: 5; Hệ số: 3,66; Được nâng lên bậc: 6; Hệ số: 3,99; Hưởng từ ngày: "
            "01/10/2018."
        )
    )

    says(
        raised,
        type="salary.stepRaised",
        name="Khổng Thị Lan",
        grade_code="V.07.04.11",
        old_step=5,
        old_coefficient="3.66",
        new_step=6,
        new_coefficient="3.99",
        effective_date="2018-10-01",
    )


def _list(*rows: tuple[str, ...]) -> tuple[Transcript, ...]:
    typist = Typist()
    typist.head(
        ("UBND TỈNH BẮC GIANG", "SỞ NỘI VỤ"),
        number="Số: 476/QĐ-SNV",
        place_date="Bắc Giang, ngày 28 tháng 12 năm 2026",
    )
    typist.centre("QUYẾT ĐỊNH")
    typist.centre("Về việc nâng bậc lương thường xuyên")
    typist.centre("QUYẾT ĐỊNH:")
    typist.prose(
        "Điều 1. Nâng bậc lương thường xuyên cho 03 viên chức có tên sau, thời điểm hưởng lương "
        "mới từ ngày 01/01/2027:"
    )
    typist.table(
        (9, 36, 40, 34, 25, 25),
        ("TT", "Họ và tên", "Chức danh, mã ngạch", "Đơn vị", "Bậc, hệ số cũ", "Bậc, hệ số mới"),
        rows,
    )
    typist.prose("Điều 2. Quyết định này có hiệu lực kể từ ngày ký.")
    typist.close(("- Như Điều 1;", "- Lưu: VT."), ("GIÁM ĐỐC",), "Đoàn Khắc Việt")
    return typist.transcripts()


def test_nang_bac_3_a_list_is_one_proposal_for_each_row():
    rows = (
        ("1", "Ma Thị Liên", "Chuyên viên (01.003)", "Văn phòng Sở", "2/9 – 2,67", "3/9 – 3,00"),
        ("2", "Vi Văn Thắng", "Kế toán viên (06.031)", "Văn phòng Sở", "3/9 – 3,00", "4/9 – 3,33"),
        ("3", "Trần Thị Bích", "Chuyên viên (01.003)", "Thanh tra Sở", "5/9 – 3,66", "6/9 – 3,99"),
    )

    found = proposals(*_list(*rows))

    assert [event.list_row for event in found] == [1, 2, 3]
    assert [event.person.name for event in found] == [
        "Ma Thị Liên",
        "Vi Văn Thắng",
        "Trần Thị Bích",
    ]
    says(
        found[1],
        type="salary.stepRaised",
        grade_code="06.031",
        old_step=3,
        old_coefficient="3.00",
        new_step=4,
        new_coefficient="3.33",
        effective_date="2027-01-01",
    )
    says(found[1], **{"subject.unit": "Văn phòng Sở"})


def test_a_list_runs_over_pages_under_repeated_headings():
    names = ("Ma Thị Liên", "Vi Văn Thắng", "Trần Thị Bích", "Đỗ Hữu Lộc", "Nông Thị Hạnh")
    rows = tuple(
        (str(n), names[n % 5], "Chuyên viên (01.003)", "Văn phòng Sở", "2/9 – 2,67", "3/9 – 3,00")
        for n in range(1, 41)
    )

    pages = _list(*rows)
    found = proposals(*pages)

    assert len(pages) > 1
    assert [event.list_row for event in found] == list(range(1, 41))
    assert {values(event)["new_coefficient"] for event in found} == {"3.00"}
    assert (
        len({event.fields[0].citation.page_id for event in found if event.fields[0].citation}) > 1
    )


def test_nang_bac_4_early_for_excellence():
    (raised,) = proposals(
        *decision(
            "Nâng bậc lương trước thời hạn 09 tháng do lập thành tích xuất sắc trong thực hiện "
            "nhiệm vụ đối với ông Nguyễn Văn An, ngạch Chuyên viên (01.003), từ bậc 3/9, hệ số "
            "3,00 lên bậc 4/9, hệ số 3,33, kể từ ngày 01/11/2013."
        )
    )

    says(
        raised,
        type="salary.stepRaisedEarly",
        ground="EXCELLENT",
        months_early=9,
        new_step=4,
        new_coefficient="3.33",
    )


def test_nang_bac_4_early_before_retirement():
    (raised,) = proposals(
        *decision(
            "Nâng bậc lương trước thời hạn khi có thông báo nghỉ hưu 12 tháng đối với ông Đỗ Hữu "
            "Lộc, từ bậc 8/9, hệ số 4,65 lên bậc 9/9, hệ số 4,98 kể từ ngày 01/6/2024."
        )
    )

    says(
        raised,
        type="salary.stepRaisedEarly",
        name="Đỗ Hữu Lộc",
        ground="PRE_RETIREMENT",
        new_step=9,
        new_coefficient="4.98",
    )


def test_vuot_khung_5_percent_and_percent():
    (beyond,) = proposals(
        *decision(
            "Thực hiện chế độ phụ cấp thâm niên vượt khung đối với ông Đỗ Hữu Lộc: Hệ số cũ: 4,98 "
            "+ VK 10%. Hệ số mới: 4,98 + VK 11% kể từ ngày 01/01/2026."
        )
    )

    says(
        beyond,
        type="salary.beyondScaleSet",
        name="Đỗ Hữu Lộc",
        old_percent=10,
        new_percent=11,
        effective_date="2026-01-01",
    )


def test_keo_dai_6_months_and_cause():
    (delayed,) = proposals(
        *decision(
            "Kéo dài thời gian nâng bậc lương thường xuyên 06 (sáu) tháng đối với bà Lý Thị Hoa do "
            "bị kỷ luật cảnh cáo."
        )
    )

    says(delayed, type="salary.raiseDelayed", name="Lý Thị Hoa", months=6, cause="CANH_CAO")


def test_a_coefficient_that_the_table_contradicts_stays_and_is_not_sure():
    (raised,) = proposals(
        *decision(
            "Nâng bậc lương thường xuyên cho bà Ma Thị Liên, ngạch Chuyên viên chính (01.002), từ "
            "bậc 2/8, hệ số 4,74 lên bậc 3/8, hệ số 4,40, kể từ ngày 01/4/2024."
        )
    )

    says(raised, new_step=3, new_coefficient="4.40")
    assert not is_sure(raised, "new_step")
    assert not is_sure(raised, "new_coefficient")
    assert is_sure(raised, "old_coefficient")


def test_a_list_goes_on_under_a_heading_that_was_not_read():
    rows = tuple(
        (
            str(n),
            "Ma Thị Liên",
            f"02/9/{1950 + n}",
            "Chuyên viên (01.003)",
            "2/9 – 2,67",
            "3/9 – 3,00",
        )
        for n in range(1, 41)
    )
    typist = Typist()
    typist.centre("DANH SÁCH")
    typist.centre("(Kèm theo Quyết định số 45/QĐ-SNV ngày 05 tháng 3 năm 2024)")
    typist.table(
        (9, 36, 30, 40, 25, 25),
        ("TT", "Họ và tên", "Ngày sinh", "Mã ngạch", "Bậc, hệ số cũ", "Bậc, hệ số mới"),
        rows,
    )
    first, second, *_ = typist.transcripts()
    unread = [line for line in second.lines if "ngạch" not in line.text and "Họ" not in line.text]
    listed = decision("Nâng bậc lương thường xuyên cho 40 công chức có danh sách kèm theo.")

    found = proposals(*listed, first, second.model_copy(update={"lines": tuple(unread)}))

    assert [event.list_row for event in found] == list(range(1, 41))
    says(found[-1], name="Ma Thị Liên", new_step=3, new_coefficient="3.00", grade_code="01.003")
