"""Phrase bank of domain.md 4.5: tuyển dụng, tiếp nhận; hết tập sự, bổ nhiệm ngạch, nâng ngạch."""

from tests.kit.pages_text import decision, proposals, says


def test_tuyen_dung_1_a_unit_with_a_comma_in_its_name():
    (recruited,) = proposals(
        *decision(
            "Tuyển dụng bà Lương Thị Mai, sinh ngày 14/11/1993, Thạc sĩ Luật, vào làm công chức "
            "tại Phòng Công chức, viên chức, Sở Nội vụ tỉnh Bắc Giang, kể từ ngày 01/5/2024."
        )
    )

    says(
        recruited,
        type="recruitment.made",
        name="Lương Thị Mai",
        personnel_class="CONG_CHUC",
        unit="Phòng Công chức, viên chức, Sở Nội vụ tỉnh Bắc Giang",
        effective_date="2024-05-01",
    )
    says(recruited, **{"subject.dob": "1993-11-14", "subject.title": None})


def test_tuyen_dung_2_position_grade_and_probation_stand_in_two_articles():
    (recruited,) = proposals(
        *decision(
            "Tuyển dụng ông Hà Văn Dũng (sinh năm 1998) trúng tuyển kỳ thi tuyển công chức năm "
            "2023 vào vị trí việc làm Chuyên viên về tổ chức bộ máy thuộc Sở Nội vụ.",
            "Ông Hà Văn Dũng được xếp ngạch Chuyên viên (mã số 01.003), bậc 1/9, hệ số lương 2,34; "
            "hưởng 85% mức lương trong thời gian tập sự 12 tháng.",
        )
    )

    says(
        recruited,
        type="recruitment.made",
        name="Hà Văn Dũng",
        method="thi tuyển",
        personnel_class="CONG_CHUC",
        job_position="Chuyên viên về tổ chức bộ máy",
        unit="Sở Nội vụ",
        grade_code="01.003",
        step=1,
        coefficient="2.34",
        pay_percent=85,
        probation_months=12,
    )
    says(recruited, **{"subject.dob": "1998"})


def test_tiep_nhan_3_from_vien_chuc_to_cong_chuc():
    (received,) = proposals(
        *decision(
            "Tiếp nhận bà Nông Thị Hạnh, viên chức Trường THPT Lạng Giang số 2, vào làm công chức "
            "tại Sở Giáo dục và Đào tạo kể từ ngày 15 tháng 8 năm 2025."
        )
    )

    says(
        received,
        type="reception.made",
        name="Nông Thị Hạnh",
        from_class="VIEN_CHUC",
        to_class="CONG_CHUC",
        from_unit="Trường THPT Lạng Giang số 2",
        unit="Sở Giáo dục và Đào tạo",
        effective_date="2025-08-15",
    )


def test_tiep_nhan_4_received_and_assigned_without_a_date():
    (received,) = proposals(
        *decision(
            "Đồng ý tiếp nhận và phân công công tác đối với ông Đinh Công Sơn, công chức Sở Tư "
            "pháp tỉnh Hải Dương, về công tác tại Sở Nội vụ tỉnh Bắc Ninh."
        )
    )

    says(
        received,
        type="reception.made",
        name="Đinh Công Sơn",
        from_unit="Sở Tư pháp tỉnh Hải Dương",
        unit="Sở Nội vụ tỉnh Bắc Ninh",
        from_class="CONG_CHUC",
        effective_basis="UNSTATED",
    )


def test_an_old_paper_names_no_class_and_none_is_guessed():
    (recruited,) = proposals(
        *decision(
            "Nay tuyển dụng bà Nguyễn Thị Bưởi, sinh ngày 3-5-1969, quê quán xã Ea Nuôl, huyện Mộ "
            "Đức, tỉnh Ninh Thuận, vào công tác tại Sở Kế hoạch và Đầu tư kể từ ngày 22 tháng 7 "
            "năm 1991.",
            number="283-QĐ/TC",
            title="Về việc tuyển dụng cán bộ",
            place_date="Ninh Thuận, ngày 11 tháng 7 năm 1991",
        )
    )

    says(
        recruited,
        type="recruitment.made",
        unit="Sở Kế hoạch và Đầu tư",
        effective_date="1991-07-22",
        personnel_class=None,
    )
    says(recruited, **{"subject.unit": None, "subject.dob": "1969-05-03"})


def test_het_tap_su_1_probation_ends_and_a_grade_begins():
    ended, graded = proposals(
        *decision(
            "Công nhận hết thời gian tập sự và bổ nhiệm bà Lương Thị Mai vào ngạch Chuyên viên, mã "
            "số 01.003, bậc 1/9, hệ số lương 2,34 kể từ ngày 01/5/2025; thời gian tính nâng bậc "
            "lương lần sau kể từ ngày 01/5/2025."
        )
    )

    says(ended, type="probation.ended", name="Lương Thị Mai", effective_date="2025-05-01")
    says(
        graded,
        type="grade.assigned",
        grade_code="01.003",
        step=1,
        coefficient="2.34",
        next_clock_start="2025-05-01",
        effective_date="2025-05-01",
    )


def test_bo_nhiem_ngach_2_colon_style():
    (graded,) = proposals(
        *decision(
            "Bổ nhiệm vào ngạch công chức đối với ông Hà Văn Dũng: Ngạch Chuyên viên; mã ngạch: "
            "01.003; bậc lương: 01; hệ số: 2,34."
        )
    )

    says(
        graded,
        type="grade.assigned",
        name="Hà Văn Dũng",
        grade_code="01.003",
        step=1,
        coefficient="2.34",
    )


def test_xep_ngach_3_by_job_position_is_a_conversion():
    (converted,) = proposals(
        *decision(
            "Xếp ngạch Chuyên viên chính theo vị trí việc làm đối với bà Ma Thị Liên kể từ ngày "
            "01/7/2025."
        )
    )

    says(
        converted,
        type="grade.converted",
        name="Ma Thị Liên",
        new_grade_code="01.002",
        reason="theo vị trí việc làm",
        effective_date="2025-07-01",
    )


def test_nang_ngach_1_signed_and_its_own_clock():
    (promoted,) = proposals(
        *decision(
            "Bổ nhiệm vào ngạch Chuyên viên chính (mã số 01.002) và xếp lương đối với ông Nguyễn "
            "Văn An: bậc 1/8, hệ số 4,40 kể từ ngày ký; thời gian xét nâng bậc lương lần sau tính "
            "từ ngày 01/01/2022."
        )
    )

    says(
        promoted,
        type="grade.promoted",
        name="Nguyễn Văn An",
        new_grade_code="01.002",
        step=1,
        new_coefficient="4.40",
        effective_basis="SIGN_DATE",
        effective_date="2024-03-05",
        next_clock_start="2022-01-01",
    )


def test_nang_ngach_with_the_old_grade_printed():
    (promoted,) = proposals(
        *decision(
            "Bổ nhiệm ông Nguyễn Văn An, sinh ngày 12/3/1979, ngạch Chuyên viên (mã số 01.003), "
            "vào ngạch Chuyên viên chính (mã số 01.002) và xếp lương: bậc 1/8, hệ số 4,40 kể từ "
            "ngày ký."
        )
    )

    says(promoted, type="grade.promoted", old_grade_code="01.003", new_grade_code="01.002", step=1)


def test_thang_hang_2_a_professional_title_with_coefficient_before_step():
    (graded,) = proposals(
        *decision(
            "Bổ nhiệm chức danh nghề nghiệp Giáo viên THCS hạng II (mã số V.07.04.31) đối với bà "
            "Khổng Thị Lan, xếp hệ số 4,00, bậc 1/8."
        )
    )

    says(
        graded,
        type="grade.assigned",
        name="Khổng Thị Lan",
        grade_code="V.07.04.31",
        step=1,
        coefficient="4.00",
    )


def test_nang_ngach_3_the_result_of_an_exam_gives_no_grade_yet():
    assert not proposals(
        *decision(
            "Công nhận kết quả trúng tuyển kỳ thi nâng ngạch công chức lên chuyên viên chính năm "
            "2021 đối với các ông (bà) có tên trong danh sách kèm theo."
        )
    )
