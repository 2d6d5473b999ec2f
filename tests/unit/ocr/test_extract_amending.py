"""Phrase bank of domain.md 4.5: đính chính, thu hồi, thay thế."""

from tests.kit.pages_text import decision, letter, proposals, says


def test_dinh_chinh_1_a_letter_corrects_a_birth_date():
    (corrected,) = proposals(
        *letter(
            "Ngày 05/5/2024, Giám đốc Sở Nội vụ ban hành Quyết định số 109/QĐ-SNV về việc tuyển "
            "dụng công chức.",
            "Đính chính ngày sinh của bà Lương Thị Mai tại Quyết định số 109/QĐ-SNV ngày "
            "05/5/2024: "
            "từ “14/11/1993” thành “14/01/1993”.",
        )
    )

    says(
        corrected,
        type="decision.corrected",
        name="Lương Thị Mai",
        target_no="109/QĐ-SNV",
        changes=[{"field": "birth_date", "before": "1993-11-14", "after": "1993-01-14"}],
        effective_basis="UNSTATED",
        effective_date="2024-06-12",
    )


def test_thu_hoi_2_names_its_target_and_asks_a_person_from_when():
    (revoked,) = proposals(
        *decision(
            "Thu hồi Quyết định số 27/QĐ-UBND ngày 15/10/2020 về việc bổ nhiệm viên chức quản lý."
        )
    )

    says(revoked, type="decision.revoked", target_no="27/QĐ-UBND", void_mode=None, name="")


def test_huy_bo_is_void_from_the_start():
    (revoked,) = proposals(
        *decision(
            "Hủy bỏ Quyết định số 27/QĐ-UBND ngày 15/10/2020 về việc bổ nhiệm ông Vi Văn Thắng "
            "giữ chức vụ Hiệu trưởng Trường THCS Nguyễn Du."
        )
    )

    says(
        revoked,
        type="decision.revoked",
        target_no="27/QĐ-UBND",
        void_mode="EX_TUNC",
        name="Vi Văn Thắng",
    )


def test_thay_the_3_a_later_article_replaces_an_earlier_decision():
    made, replaced = proposals(
        *decision(
            "Bổ nhiệm ông Vi Văn Thắng giữ chức vụ Trưởng phòng Tổ chức, kể từ ngày 01/4/2024.",
            "Quyết định này thay thế Quyết định số 12/QĐ-SNV ngày 10/02/2024.",
        )
    )

    says(made, type="appointment.made")
    says(
        replaced,
        type="decision.replaced",
        target_no="12/QĐ-SNV",
        name="Vi Văn Thắng",
    )


def test_dieu_chinh_3_names_the_clause():
    (amended,) = proposals(
        *decision(
            "Điều chỉnh Điều 1 Quyết định số 12/QĐ-SNV ngày 10/02/2024 như sau: ông Vi Văn Thắng "
            "giữ chức vụ Trưởng phòng Tổ chức kể từ ngày 01/5/2024."
        )
    )

    says(
        amended,
        type="decision.amended",
        target_no="12/QĐ-SNV",
        clause="Điều 1",
        effective_date="2024-05-01",
    )


def test_bai_bo_3_is_a_revocation():
    (revoked,) = proposals(
        *decision("Bãi bỏ Quyết định số 12/QĐ-SNV ngày 10/02/2024 của Giám đốc Sở Nội vụ.")
    )

    says(revoked, type="decision.revoked", target_no="12/QĐ-SNV", void_mode=None)


def test_another_letter_proposes_nothing_though_it_names_an_act():
    assert not proposals(
        *letter(
            "Sở Nội vụ đề nghị bổ nhiệm ông Vi Văn Thắng giữ chức vụ Trưởng phòng Tổ chức.",
            regarding="V/v đề nghị bổ nhiệm",
        )
    )
