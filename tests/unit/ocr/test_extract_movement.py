"""Phrase bank of domain.md 4.5: điều động, luân chuyển, biệt phái, chuyển đổi vị trí, phân công."""

from tests.kit.pages_text import decision, notice, proposals, says


def test_dieu_dong_1_between_two_units_before_the_paper_was_signed():
    (moved,) = proposals(
        *decision(
            "Điều động ông Mạc Đình Khôi, Giáo viên THCS Trường THCS Kpă Klơng, đến nhận công tác "
            "tại Trường THCS Nguyễn Du, huyện Chư Sê, kể từ ngày 01/8/2018.",
            place_date="Chư Sê, ngày 04 tháng 9 năm 2018",
        )
    )

    says(
        moved,
        type="transfer.made",
        name="Mạc Đình Khôi",
        from_unit="Trường THCS Kpă Klơng",
        to_unit="Trường THCS Nguyễn Du, huyện Chư Sê",
        effective_date="2018-08-01",
        issue_date="2018-09-04",
    )


def test_dieu_dong_2_a_name_of_two_syllables_and_a_long_date():
    (moved,) = proposals(
        *decision(
            "Điều động bà Y Blơi, Chuyên viên Phòng Nội vụ thành phố Kon Tum, đến công tác tại Văn "
            "phòng HĐND-UBND phường Đăk Bla; thời gian kể từ ngày 01 tháng 7 năm 2025."
        )
    )

    says(
        moved,
        type="transfer.made",
        name="Y Blơi",
        from_unit="Phòng Nội vụ thành phố Kon Tum",
        to_unit="Văn phòng HĐND-UBND phường Đăk Bla",
        effective_date="2025-07-01",
    )


def test_dieu_dong_3_inside_the_unit_with_a_printed_term():
    (moved,) = proposals(
        *decision(
            "Điều động ông Lê Đức Toại từ Phòng Cải cách hành chính sang Phòng Thanh tra thuộc Sở "
            "kể từ ngày ký Quyết định này, có thời hạn 5 năm."
        )
    )

    says(
        moved,
        type="transfer.made",
        name="Lê Đức Toại",
        from_unit="Phòng Cải cách hành chính",
        to_unit="Phòng Thanh tra thuộc Sở",
        effective_basis="SIGN_DATE",
        effective_date="2024-03-05",
        term_months=60,
    )


def test_chuyen_cong_tac_4_the_old_wording_is_a_transfer():
    for words in ("Chuyển công tác", "Thuyên chuyển"):
        (moved,) = proposals(
            *decision(f"{words} bà Ngô Thị Hòa, kế toán Văn phòng Sở, về Sở Tài chính.")
        )

        says(
            moved,
            type="transfer.made",
            name="Ngô Thị Hòa",
            to_unit="Sở Tài chính",
            from_unit="Văn phòng Sở",
        )


def test_luan_chuyen_1_term_and_the_post_that_is_designated():
    (rotated,) = proposals(
        *decision(
            "Luân chuyển ông Bùi Quang Thuận, Trưởng phòng Sở Nội vụ, đến công tác tại xã Tân Yên; "
            "chỉ định giữ chức Phó Bí thư Đảng ủy, giới thiệu để bầu giữ chức Chủ tịch UBND xã; "
            "thời gian luân chuyển 36 tháng."
        )
    )

    says(
        rotated,
        type="rotation.leader",
        name="Bùi Quang Thuận",
        to_unit="xã Tân Yên",
        post="Phó Bí thư Đảng ủy",
        term_months=36,
    )


def test_luan_chuyen_2_a_transfer_and_rotation_is_one_rotation():
    (rotated,) = proposals(
        *decision(
            "Điều động, luân chuyển có thời hạn (03 năm) đồng chí Hoàng Thị Sen, Trưởng phòng Sở "
            "Nội vụ, giữ chức vụ Phó Chủ tịch UBND huyện Lục Nam, kể từ ngày 01/9/2023."
        )
    )

    says(
        rotated,
        type="rotation.leader",
        name="Hoàng Thị Sen",
        post="Phó Chủ tịch UBND huyện Lục Nam",
        term_months=36,
        effective_date="2023-09-01",
    )


def test_luan_chuyen_3_its_end_is_a_transfer_back():
    (moved,) = proposals(
        *decision(
            "Kết thúc thời gian luân chuyển, điều động ông Bùi Quang Thuận trở lại Sở Nội vụ."
        )
    )

    says(moved, type="transfer.made", name="Bùi Quang Thuận", to_unit="Sở Nội vụ")


def test_biet_phai_1_term_from_a_day_to_an_inclusive_last_day():
    (sent,) = proposals(
        *decision(
            "Cử biệt phái ông Vũ Minh Tuấn, Chuyên viên Sở Nội vụ, đến làm việc tại Ban Chỉ đạo "
            "sắp xếp đơn vị hành chính tỉnh. Thời hạn biệt phái: 12 tháng, từ ngày 01/3/2025 đến "
            "hết ngày 28/02/2026."
        )
    )

    says(
        sent,
        type="secondment.started",
        name="Vũ Minh Tuấn",
        from_unit="Sở Nội vụ",
        to_unit="Ban Chỉ đạo sắp xếp đơn vị hành chính tỉnh",
        term_months=12,
        effective_date="2025-03-01",
        last_day="2026-02-28",
    )


def test_biet_phai_2_years_are_counted_in_months():
    (sent,) = proposals(
        *decision(
            "Biệt phái bà Tẩn Tả Mẩy đến công tác tại UBND xã Y Tý, thời gian 03 năm kể từ ngày "
            "01/01/2023; hết thời hạn trở về đơn vị cũ."
        )
    )

    says(
        sent,
        type="secondment.started",
        name="Tẩn Tả Mẩy",
        to_unit="UBND xã Y Tý",
        term_months=36,
        effective_date="2023-01-01",
    )


def test_biet_phai_3_extension_by_further_months():
    (extended,) = proposals(
        *decision(
            "Gia hạn thời gian biệt phái đối với ông Vũ Minh Tuấn thêm 06 tháng kể từ ngày "
            "01/3/2026."
        )
    )

    says(
        extended,
        type="secondment.extended",
        name="Vũ Minh Tuấn",
        term_months=6,
        effective_date="2026-03-01",
    )


def test_biet_phai_3_end():
    (ended,) = proposals(
        *decision(
            "Kết thúc thời gian biệt phái đối với ông Vũ Minh Tuấn, trở lại Sở Nội vụ kể từ ngày "
            "01/9/2026."
        )
    )

    says(ended, type="secondment.ended", name="Vũ Minh Tuấn", effective_date="2026-09-01")


def test_chuyen_doi_vi_tri_1_the_new_position():
    (rotated,) = proposals(
        *decision(
            "Chuyển đổi vị trí công tác đối với bà Phan Thị Ngọc, kế toán Văn phòng Sở, sang vị "
            "trí Chuyên viên Phòng Xây dựng chính quyền từ ngày 01/4/2024."
        )
    )

    says(
        rotated,
        type="positionRotation.made",
        name="Phan Thị Ngọc",
        from_unit="Văn phòng Sở",
        job_position="Chuyên viên Phòng Xây dựng chính quyền",
        effective_date="2024-04-01",
    )


def test_chuyen_doi_vi_tri_2_a_transfer_is_a_rotation_by_its_reason():
    (rotated,) = proposals(
        *decision(
            "Điều động ông Lê Đức Toại, Chuyên viên Phòng Tổ chức, đến Phòng Thanh tra (thực hiện "
            "định kỳ chuyển đổi vị trí công tác theo quy định tại Nghị định số 59/2019/NĐ-CP)."
        )
    )

    says(
        rotated,
        type="positionRotation.made",
        name="Lê Đức Toại",
        from_unit="Phòng Tổ chức",
        to_unit="Phòng Thanh tra",
    )


def test_phan_cong_3_a_notice_assigns_a_duty():
    (assigned,) = proposals(
        *notice(
            "Giám đốc Sở Nội vụ thông báo như sau:",
            "Phân công bà Phan Thị Ngọc phụ trách lĩnh vực thi đua, khen thưởng thay ông Lê Đức "
            "Toại kể từ ngày 15/5/2024.",
            title="Phân công nhiệm vụ",
        )
    )

    says(
        assigned,
        type="assignment.made",
        name="Phan Thị Ngọc",
        duty="lĩnh vực thi đua, khen thưởng",
        effective_date="2024-05-15",
    )
