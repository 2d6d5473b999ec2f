"""Phrase bank of domain.md 4.5: nghỉ hưu, thôi việc."""

from tests.kit.pages_text import decision, notice, proposals, says


def test_nghi_huu_1_the_notice_gives_the_pension_date():
    (noticed,) = proposals(
        *notice(
            "Căn cứ Luật Bảo hiểm xã hội ngày 20/11/2014;",
            "Thông báo để ông Đỗ Hữu Lộc, sinh ngày 20/5/1964, được biết thời điểm nghỉ hưu kể từ "
            "ngày 01/9/2025.",
        )
    )

    says(
        noticed,
        type="retirement.noticed",
        name="Đỗ Hữu Lộc",
        pension_from="2025-09-01",
        effective_date="2025-09-01",
    )
    says(noticed, **{"subject.dob": "1964-05-20"})


def test_nghi_huu_2_the_decision_with_the_place_of_residence():
    (decided,) = proposals(
        *decision(
            "Ông Đỗ Hữu Lộc, Chi cục trưởng Chi cục Văn thư - Lưu trữ, được nghỉ việc để hưởng chế "
            "độ bảo hiểm xã hội (hưu trí) kể từ ngày 01/9/2025. Nơi cư trú khi nghỉ hưu: phường "
            "Bắc Giang, tỉnh Bắc Ninh."
        )
    )

    says(
        decided,
        type="retirement.decided",
        name="Đỗ Hữu Lộc",
        effective_date="2025-09-01",
        residence="phường Bắc Giang, tỉnh Bắc Ninh",
    )


def test_nghi_huu_3_early_under_a_decree_keeps_the_reason():
    (decided,) = proposals(
        *decision(
            "Cho bà Lý Thị Hoa nghỉ hưu trước tuổi theo Nghị định số 154/2025/NĐ-CP kể từ ngày "
            "01/01/2026."
        )
    )

    says(
        decided,
        type="retirement.decided",
        name="Lý Thị Hoa",
        effective_date="2026-01-01",
        reason="nghỉ hưu trước tuổi theo Nghị định số 154/2025/NĐ-CP",
    )


def test_thoi_viec_4_on_own_wish():
    (left,) = proposals(
        *decision(
            "Giải quyết cho ông Lê Đức Toại thôi việc theo nguyện vọng kể từ ngày 01/6/2024; được "
            "hưởng trợ cấp thôi việc theo quy định."
        )
    )

    says(
        left,
        type="service.terminated",
        name="Lê Đức Toại",
        ground="thôi việc theo nguyện vọng",
        effective_date="2024-06-01",
    )


def test_thoi_viec_4_the_end_of_a_work_contract():
    (left,) = proposals(
        *decision(
            "Chấm dứt hợp đồng làm việc đối với bà Phan Thị Ngọc, chuyên viên Văn phòng Sở, kể từ "
            "ngày 01/5/2026."
        )
    )

    says(
        left,
        type="service.terminated",
        name="Phan Thị Ngọc",
        ground="Chấm dứt hợp đồng làm việc",
        effective_date="2026-05-01",
    )


def test_tinh_gian_4_an_approved_list_that_was_not_read_proposes_nothing():
    assert not proposals(
        *decision("Phê duyệt danh sách 17 người tinh giản biên chế đợt I năm 2026.")
    )
