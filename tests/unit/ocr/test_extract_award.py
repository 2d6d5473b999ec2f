"""Phrase bank of domain.md 4.5: khen thưởng."""

from tests.kit.pages_text import Typist, decision, proposals, says, values


def test_khen_thuong_1_bang_khen_of_the_chairman():
    (award,) = proposals(
        *decision(
            "Tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh cho ông Nguyễn Văn A, Trưởng phòng "
            "Tổ chức biên chế, đã có thành tích xuất sắc trong thực hiện nhiệm vụ công tác năm "
            "2023.",
            issuer=("ỦY BAN NHÂN DÂN", "TỈNH BẮC GIANG"),
            number="689/QĐ-UBND",
        )
    )

    says(
        award,
        type="award.granted",
        name="Nguyễn Văn A",
        code="BANG_KHEN_TINH",
        full_name="Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        achievement_period="2023",
        granted_to="PERSON",
    )


def test_khen_thuong_2_collectives_and_individuals_of_a_list_that_is_attached():
    typist = Typist()
    typist.head(
        ("UBND TỈNH BẮC GIANG", "SỞ NỘI VỤ"),
        number="Số: 22/QĐ-SNV",
        place_date="Bắc Giang, ngày 15 tháng 01 năm 2021",
    )
    typist.centre("QUYẾT ĐỊNH")
    typist.centre("Về việc khen thưởng")
    typist.centre("QUYẾT ĐỊNH:")
    typist.prose(
        "Điều 1. Tặng Giấy khen cho 02 tập thể và 02 cá nhân có thành tích xuất sắc trong thực "
        "hiện Chương trình tổng thể CCHC giai đoạn 2011 - 2020 (có danh sách kèm theo)."
    )
    typist.prose("Điều 2. Quyết định này có hiệu lực kể từ ngày ký.")
    typist.close(("- Như Điều 1;", "- Lưu: VT."), ("GIÁM ĐỐC",), "Đoàn Khắc Việt")
    typist.turn()
    typist.centre("DANH SÁCH")
    typist.centre("(Kèm theo Quyết định số 22/QĐ-SNV ngày 15 tháng 01 năm 2021)")
    typist.table(
        (10, 60, 90),
        ("TT", "Họ và tên", "Chức vụ, đơn vị công tác"),
        (
            ("1", "Phòng Cải cách hành chính", "Sở Nội vụ"),
            ("2", "Văn phòng Sở", "Sở Nội vụ"),
            ("3", "Đoàn Thị Hoa", "Chuyên viên Văn phòng Sở"),
            ("4", "Trương Văn Khải", "Cán sự Văn phòng Sở"),
        ),
    )

    found = proposals(*typist.transcripts())

    assert [(event.person.name, values(event)["granted_to"]) for event in found] == [
        ("Phòng Cải cách hành chính", "COLLECTIVE"),
        ("Văn phòng Sở", "COLLECTIVE"),
        ("Đoàn Thị Hoa", "PERSON"),
        ("Trương Văn Khải", "PERSON"),
    ]
    says(found[2], code="GIAY_KHEN", achievement_period="2011-2020")


def test_khen_thuong_3_a_title_for_persons_counted_in_the_article():
    first, second = proposals(
        *decision(
            "Công nhận danh hiệu “Chiến sĩ thi đua cơ sở” năm 2024 cho các cá nhân có tên sau: 1. "
            "Ông Hoàng Đức Long, Cán sự Văn phòng Sở; 2. Bà Phan Thị Ngọc, Kế toán viên Văn phòng "
            "Sở."
        )
    )

    says(first, name="Hoàng Đức Long", code="CSTDCS", full_name="Chiến sĩ thi đua cơ sở")
    says(second, name="Phan Thị Ngọc", code="CSTDCS", achievement_period="2024")


def test_khen_thuong_3_lao_dong_tien_tien():
    (award,) = proposals(
        *decision("Tặng danh hiệu “Lao động tiên tiến” năm 2022 cho bà Phan Thị Ngọc.")
    )

    says(award, code="LDTT", full_name="Lao động tiên tiến", name="Phan Thị Ngọc")


def test_khen_thuong_4_an_order_of_the_state_president():
    (award,) = proposals(
        *decision(
            "Tặng thưởng Huân chương Lao động hạng Ba cho bà Trần Thị Bích, Giám đốc Sở Nội vụ, đã "
            "có thành tích xuất sắc trong công tác từ năm 2018 đến năm 2022, góp phần vào sự "
            "nghiệp xây dựng chủ nghĩa xã hội và bảo vệ Tổ quốc.",
            number="1234/QĐ-CTN",
            issuer=("CHỦ TỊCH NƯỚC",),
        )
    )

    says(
        award,
        code="HCLD3",
        full_name="Huân chương Lao động hạng Ba",
        achievement_period="2018-2022",
        name="Trần Thị Bích",
    )


def test_khen_thuong_5_a_revoked_award_voids_the_decision_named():
    (revoked,) = proposals(
        *decision(
            "Hủy bỏ Quyết định số 22/QĐ-SNV ngày 15/01/2021 về việc tặng danh hiệu Chiến sĩ thi "
            "đua cơ sở đối với ông Nguyễn Văn A; thu hồi Bằng khen và tiền thưởng."
        )
    )

    says(
        revoked,
        type="award.revoked",
        code="CSTDCS",
        revoked_no="22/QĐ-SNV",
        name="Nguyễn Văn A",
    )
