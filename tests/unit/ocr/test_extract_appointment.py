"""Phrase bank of domain.md 4.5: bổ nhiệm; bổ nhiệm lại, kéo dài; thôi giữ, từ chức, miễn nhiệm."""

from tests.kit.pages_text import decision, proposals, says


def test_bo_nhiem_1_post_unit_date_term_and_allowance():
    (made,) = proposals(
        *decision(
            "Bổ nhiệm ông Nguyễn Văn A, sinh ngày 12/3/1979, Phó Trưởng phòng Tổ chức biên chế, "
            "giữ chức vụ Trưởng phòng Tổ chức biên chế, Sở Nội vụ, kể từ ngày 15/7/2021.",
            "Thời hạn giữ chức vụ là 05 năm. Ông Nguyễn Văn A được hưởng phụ cấp chức vụ hệ số "
            "0,50.",
        )
    )

    says(
        made,
        type="appointment.made",
        name="Nguyễn Văn A",
        post="Trưởng phòng Tổ chức biên chế",
        unit="Sở Nội vụ",
        effective_date="2021-07-15",
        effective_basis="EXPLICIT",
        term_months=60,
        post_allowance="0.50",
    )
    says(made, **{"subject.dob": "1979-03-12", "subject.honorific": "ông"})
    says(made, **{"subject.title": "Phó Trưởng phòng Tổ chức biên chế"})


def test_bo_nhiem_2_two_acts_in_one_article_are_two_proposals():
    moved, made = proposals(
        *decision(
            "Điều động và bổ nhiệm bà Trần Thị Bích, Trưởng phòng Nội vụ huyện Lục Nam, đến nhận "
            "công tác tại Sở Nội vụ và giữ chức vụ Phó Giám đốc Sở Nội vụ; thời hạn bổ nhiệm: 5 "
            "năm, kể từ ngày ký."
        )
    )

    says(moved, type="transfer.made", name="Trần Thị Bích", to_unit="Sở Nội vụ")
    says(moved, effective_date="2024-03-05", effective_basis="SIGN_DATE", term_months=None)
    says(made, type="appointment.made", post="Phó Giám đốc Sở Nội vụ", term_months=60)
    says(made, effective_date="2024-03-05", effective_basis="SIGN_DATE")


def test_bo_nhiem_3_number_words_agree_and_no_date_is_unstated():
    (made,) = proposals(
        *decision(
            "Bổ nhiệm có thời hạn 05 (năm) năm đối với đồng chí Vi Văn Thắng giữ chức Hiệu trưởng "
            "Trường THCS Nguyễn Du."
        )
    )

    says(
        made,
        type="appointment.made",
        name="Vi Văn Thắng",
        post="Hiệu trưởng Trường THCS Nguyễn Du",
        term_months=60,
        effective_date="2024-03-05",
        effective_basis="UNSTATED",
    )


def test_bo_nhiem_4_a_term_of_office_is_kept_as_printed():
    (made,) = proposals(
        *decision(
            "Tiếp nhận, bổ nhiệm ông Lò Văn Pâng, Phó Bí thư Huyện ủy, giữ chức vụ Giám đốc Sở Nội "
            "vụ nhiệm kỳ 2021 - 2026."
        )
    )

    says(
        made,
        type="appointment.made",
        name="Lò Văn Pâng",
        post="Giám đốc Sở Nội vụ",
        term_label="2021 - 2026",
        term_months=None,
    )


def test_bo_nhiem_5_in_charge_until_a_new_decision_has_no_end():
    (acting,) = proposals(
        *decision(
            "Giao ông Phạm Quốc Huy, Phó Giám đốc, phụ trách, điều hành Sở Nội vụ cho đến khi có "
            "quyết định mới."
        )
    )

    says(
        acting,
        type="acting.assigned",
        name="Phạm Quốc Huy",
        mode="IN_CHARGE",
        unit="Sở Nội vụ",
        end_date=None,
        last_day=None,
    )


def test_bo_nhiem_5_giao_quyen_is_acting_q():
    (acting,) = proposals(
        *decision("Giao quyền Giám đốc Sở Nội vụ đối với ông Phạm Quốc Huy kể từ ngày 01/4/2024.")
    )

    says(
        acting,
        type="acting.assigned",
        mode="ACTING_Q",
        post="Giám đốc Sở Nội vụ",
        effective_date="2024-04-01",
    )


def test_bo_nhiem_lai_1_the_date_stands_with_the_term():
    (again,) = proposals(
        *decision(
            "Bổ nhiệm lại ông Nguyễn Văn A tiếp tục giữ chức vụ Trưởng phòng Tổ chức biên chế, Sở "
            "Nội vụ. Thời hạn giữ chức vụ là 05 năm, kể từ ngày 15/7/2026."
        )
    )

    says(
        again,
        type="reappointment.made",
        name="Nguyễn Văn A",
        post="Trưởng phòng Tổ chức biên chế",
        unit="Sở Nội vụ",
        term_months=60,
        effective_date="2026-07-15",
    )


def test_bo_nhiem_lai_2_until_retirement():
    (again,) = proposals(
        *decision(
            "Bổ nhiệm lại bà Trần Thị Bích giữ chức vụ Phó Giám đốc Sở Nội vụ cho đến khi đủ tuổi "
            "nghỉ hưu theo quy định."
        )
    )

    says(
        again,
        type="reappointment.made",
        post="Phó Giám đốc Sở Nội vụ",
        until_retirement=True,
        term_months=None,
    )


def test_keo_dai_3_from_a_day_to_a_last_day():
    (extended,) = proposals(
        *decision(
            "Kéo dài thời gian giữ chức vụ Chi cục trưởng Chi cục Văn thư - Lưu trữ đối với ông Đỗ "
            "Hữu Lộc từ ngày 01/3/2025 đến ngày 31/10/2026."
        )
    )

    says(
        extended,
        type="term.extended",
        name="Đỗ Hữu Lộc",
        post="Chi cục trưởng Chi cục Văn thư - Lưu trữ",
        effective_date="2025-03-01",
        last_day="2026-10-31",
    )


def test_keo_dai_4_to_retirement_without_a_named_post():
    (extended,) = proposals(
        *decision(
            "Ông Đỗ Hữu Lộc được kéo dài thời gian giữ chức vụ lãnh đạo, quản lý đến thời điểm "
            "nghỉ hưu."
        )
    )

    says(extended, type="term.extended", name="Đỗ Hữu Lộc", until_retirement=True, post=None)


def test_thoi_giu_1_relieved_on_own_wish():
    (relieved,) = proposals(
        *decision(
            "Cho ông Trịnh Văn Cường thôi giữ chức vụ Phó Trưởng phòng Tài chính - Kế hoạch theo "
            "nguyện vọng cá nhân kể từ ngày 01/6/2023."
        )
    )

    says(
        relieved,
        type="post.relieved",
        name="Trịnh Văn Cường",
        post="Phó Trưởng phòng Tài chính - Kế hoạch",
        reason="theo nguyện vọng cá nhân",
        effective_date="2023-06-01",
    )


def test_tu_chuc_2_resignation_where_the_word_appears():
    (resigned,) = proposals(
        *decision(
            "Đồng ý để bà Lý Thị Hoa từ chức, thôi giữ chức vụ Hiệu trưởng Trường THCS Nguyễn Du "
            "kể từ ngày 01/9/2023."
        )
    )

    says(
        resigned,
        type="resignation.accepted",
        name="Lý Thị Hoa",
        post="Hiệu trưởng Trường THCS Nguyễn Du",
        effective_date="2023-09-01",
    )


def test_mien_nhiem_3_for_a_new_duty_is_no_sanction():
    (dismissed,) = proposals(
        *decision(
            "Miễn nhiệm chức vụ Phó Chủ tịch UBND huyện, nhiệm kỳ 2021-2026 đối với ông Đàm Văn "
            "Khải, để nhận nhiệm vụ mới."
        )
    )

    says(
        dismissed,
        type="dismissal.made",
        name="Đàm Văn Khải",
        post="Phó Chủ tịch UBND huyện",
        ground="NEW_DUTY",
    )


def test_mien_nhiem_4_the_approval_of_an_election_proposes_nothing():
    assert not proposals(
        *decision(
            "Phê chuẩn kết quả miễn nhiệm chức vụ Phó Chủ tịch UBND huyện đối với ông Đàm Văn Khải."
        )
    )


def test_two_persons_in_two_articles_are_two_proposals():
    first, second = proposals(
        *decision(
            "Bổ nhiệm ông Vi Văn Thắng giữ chức vụ Trưởng phòng Tổ chức, kể từ ngày 01/4/2024.",
            "Bổ nhiệm bà Lý Thị Hoa giữ chức vụ Phó Trưởng phòng Tổ chức, kể từ ngày 15/4/2024.",
        )
    )

    says(first, name="Vi Văn Thắng", post="Trưởng phòng Tổ chức", effective_date="2024-04-01")
    says(second, name="Lý Thị Hoa", post="Phó Trưởng phòng Tổ chức", effective_date="2024-04-15")


def test_persons_counted_inside_an_article_are_a_proposal_each():
    first, second = proposals(
        *decision(
            "Bổ nhiệm các ông, bà có tên sau: 1. Ông Vi Văn Thắng, giữ chức vụ Trưởng phòng Tổ "
            "chức; 2. Bà Lý Thị Hoa, giữ chức vụ Chánh Văn phòng Sở. Thời hạn 05 năm kể từ ngày "
            "01/4/2024."
        )
    )

    says(first, name="Vi Văn Thắng", post="Trưởng phòng Tổ chức")
    says(second, name="Lý Thị Hoa", post="Chánh Văn phòng Sở", effective_date="2024-04-01")
    assert [first.list_row, second.list_row] == [1, 2]
