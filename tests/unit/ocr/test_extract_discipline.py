"""Phrase bank of domain.md 4.5: kỷ luật."""

from tests.kit.pages_text import decision, is_sure, proposals, says


def test_ky_luat_1_counted_from_the_party_decision():
    (imposed,) = proposals(
        *decision(
            "Thi hành kỷ luật bằng hình thức Cảnh cáo đối với ông Trịnh Văn Cường, Phó Trưởng "
            "phòng Tài chính, do đã có vi phạm, khuyết điểm trong công tác.",
            "Thời gian thi hành kỷ luật tính từ ngày công bố Quyết định số 596-QĐ/HU ngày "
            "17/6/2022 của Ban Thường vụ Huyện ủy.",
        )
    )

    says(
        imposed,
        type="discipline.imposed",
        name="Trịnh Văn Cường",
        form="CANH_CAO",
        effective_date="2022-06-17",
        effective_basis="PARTY_DECISION",
        party_decision_no="596-QĐ/HU",
        duration_months=12,
        violation="vi phạm, khuyết điểm trong công tác",
    )
    assert not is_sure(imposed, "duration_months")


def test_ky_luat_2_the_decree_that_is_cited_is_no_date():
    (imposed,) = proposals(
        *decision(
            "Kỷ luật khiển trách bà Lý Thị Hoa vì có hành vi vi phạm quy định về kê khai tài sản "
            "quy định tại khoản 1 Điều 8 Nghị định số 112/2020/NĐ-CP; thời hạn kỷ luật 12 tháng kể "
            "từ ngày 10/5/2024."
        )
    )

    says(
        imposed,
        type="discipline.imposed",
        form="KHIEN_TRACH",
        name="Lý Thị Hoa",
        duration_months=12,
        effective_date="2024-05-10",
        effective_basis="EXPLICIT",
    )


def test_ky_luat_3_forced_leaving_also_ends_service():
    imposed, ended = proposals(
        *decision(
            "Áp dụng hình thức kỷ luật buộc thôi việc đối với ông Trịnh Văn Cường kể từ ngày "
            "01/02/2024."
        )
    )

    says(
        imposed,
        type="discipline.imposed",
        form="BUOC_THOI_VIEC",
        effective_date="2024-02-01",
        duration_months=None,
    )
    says(ended, type="service.terminated", name="Trịnh Văn Cường", effective_date="2024-02-01")


def test_ky_luat_4_a_past_post_is_struck():
    (imposed,) = proposals(
        *decision(
            "Thi hành kỷ luật bằng hình thức xóa tư cách chức vụ Chủ tịch UBND huyện nhiệm kỳ 2011 "
            "- 2016 đối với ông Đàm Văn Khải, đã nghỉ hưu."
        )
    )

    says(
        imposed,
        form="XOA_TU_CACH",
        name="Đàm Văn Khải",
        stripped_posts=[{"post": "Chủ tịch UBND huyện", "from_": "2011", "to": "2016"}],
    )


def test_ky_luat_5_ha_bac_luong_and_cach_chuc():
    (lowered,) = proposals(
        *decision(
            "Hạ bậc lương từ bậc 5/9, hệ số 3,66 xuống bậc 4/9, hệ số 3,33 đối với ông Lê Đức Toại."
        )
    )
    (removed,) = proposals(
        *decision("Cách chức Trưởng phòng đối với bà Lý Thị Hoa kể từ ngày 01/3/2024.")
    )

    says(lowered, type="discipline.imposed", form="HA_BAC_LUONG", name="Lê Đức Toại")
    says(removed, form="CACH_CHUC", name="Lý Thị Hoa", effective_date="2024-03-01")


def test_ky_luat_6_suspension_with_its_pay():
    (suspended,) = proposals(
        *decision(
            "Tạm đình chỉ công tác đối với ông Lê Đức Toại trong thời hạn 15 ngày, kể từ ngày "
            "01/3/2024; trong thời gian tạm đình chỉ được hưởng 50% mức lương hiện hưởng."
        )
    )

    says(
        suspended,
        type="suspension.started",
        name="Lê Đức Toại",
        term_days=15,
        pay_percent=50,
        effective_date="2024-03-01",
    )


def test_ky_luat_7_the_revocation_names_the_decision_and_is_no_discipline():
    (revoked,) = proposals(
        *decision(
            "Hủy bỏ Quyết định số 45/QĐ-SNV ngày 05/3/2024 về việc kỷ luật công chức đối với bà Lý "
            "Thị Hoa.",
            number="88/QĐ-SNV",
        )
    )

    says(
        revoked,
        type="discipline.revoked",
        name="Lý Thị Hoa",
        revoked_no="45/QĐ-SNV",
    )
