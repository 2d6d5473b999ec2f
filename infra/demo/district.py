"""Papers of schools and of the district, which ended on 2025-07-01."""

from __future__ import annotations

from datetime import date

from domain.events.envelope import EffectiveBasis
from infra.demo.papers import Paper, short_day
from infra.demo.people import (
    CUONG,
    HANH,
    HLAN,
    HUONG_TEACHER,
    SCHOOL_LG,
    SCHOOL_ND,
    SGD_BG,
    SGD_BN,
    THANG,
    UB_BG,
    UB_LN,
)
from infra.demo.wording import Matter, act, born, carried_out_by, decision

# Teachers: Nông Thị Hạnh goes to the department; Nguyễn Thị Hương of the school is raised.


def hanh_recruited() -> Paper:
    return decision(
        "hanh-recruited",
        agency=SGD_BG,
        number=744,
        issued=date(2012, 8, 20),
        about="tuyển dụng viên chức",
        matter=Matter.TEACHER,
        doc_type="QD_TUYEN_DUNG",
        articles=(
            f"Tuyển dụng {born(HANH)}, Cử nhân Sư phạm Ngữ văn, vào làm viên chức tại {SCHOOL_LG}, "
            "kể từ ngày 01/9/2012.",
            f"Bà {HANH.name} được hưởng 85% mức lương trong thời gian tập sự 12 tháng.",
            carried_out_by(HANH, f"Chánh Văn phòng Sở, Hiệu trưởng {SCHOOL_LG}"),
        ),
        acts=(
            act(
                "recruitment.made",
                HANH,
                date(2012, 9, 1),
                unit=SCHOOL_LG,
                personnel_class="VIEN_CHUC",
                pay_percent=85,
                probation_months=12,
            ),
        ),
    )


def hanh_received() -> Paper:
    return decision(
        "hanh-received",
        agency=SGD_BN,
        number=91,
        issued=date(2025, 8, 11),
        about="tiếp nhận vào làm công chức",
        matter=Matter.STAFF,
        articles=(
            f"Tiếp nhận bà {HANH.name}, viên chức {SCHOOL_LG}, vào làm công chức tại {SGD_BN.unit} "
            "kể từ ngày 15 tháng 8 năm 2025.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(HANH, f"Chánh Văn phòng Sở, Hiệu trưởng {SCHOOL_LG}"),
        ),
        acts=(
            act(
                "reception.made",
                HANH,
                date(2025, 8, 15),
                unit=SGD_BN.unit,
                from_unit=SCHOOL_LG,
                from_class="VIEN_CHUC",
                to_class="CONG_CHUC",
            ),
        ),
    )


def huong_raised() -> Paper:
    return decision(
        "huong-raised",
        agency=SGD_BG,
        number=1187,
        issued=date(2022, 9, 26),
        about="nâng bậc lương thường xuyên đối với viên chức",
        matter=Matter.SALARY,
        doc_type="QD_LUONG",
        articles=(
            f"Nâng bậc lương cho bà: {HUONG_TEACHER.name}; Sinh ngày: "
            f"{short_day(HUONG_TEACHER.birth_date)}; Chức danh: Giáo viên THPT hạng III; Mã số: "
            "V.07.05.15; Bậc: 2; Hệ số: 2,67; Được nâng lên bậc: 3; Hệ số: 3,00; Hưởng từ ngày: "
            "01/10/2022.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(HUONG_TEACHER, f"Chánh Văn phòng Sở, Hiệu trưởng {SCHOOL_LG}"),
        ),
        acts=(
            act(
                "salary.stepRaised",
                HUONG_TEACHER,
                date(2022, 10, 1),
                grade_code="V.07.05.15",
                old_step=2,
                new_step=3,
                old_coefficient="2.67",
                new_coefficient="3.00",
            ),
        ),
    )


# The district: a discipline and a leaving of post, a headmaster, a transfer at the abolition.


def cuong_disciplined() -> Paper:
    return decision(
        "cuong-disciplined",
        agency=UB_LN,
        number=2216,
        issued=date(2022, 7, 4),
        about="thi hành kỷ luật đối với công chức",
        matter=Matter.DISCIPLINE,
        doc_type="QD_KY_LUAT",
        asked_by="Xét đề nghị của Hội đồng kỷ luật tại Biên bản họp ngày 28/6/2022.",
        articles=(
            f"Thi hành kỷ luật bằng hình thức Cảnh cáo đối với {born(CUONG)}, Phó Trưởng phòng Tài "
            "chính - Kế hoạch, do đã có vi phạm, khuyết điểm trong công tác.",
            "Thời gian thi hành kỷ luật 12 tháng, tính từ ngày công bố Quyết định số 596-QĐ/HU "
            "ngày 17/6/2022 của Ban Thường vụ Huyện ủy.",
            carried_out_by(CUONG, "Chánh Văn phòng HĐND-UBND huyện, Trưởng phòng Nội vụ"),
        ),
        acts=(
            act(
                "discipline.imposed",
                CUONG,
                date(2022, 6, 17),
                basis=EffectiveBasis.PARTY_DECISION,
                form="CANH_CAO",
                duration_months=12,
                party_decision_no="596-QĐ/HU",
            ),
        ),
    )


def cuong_relieved() -> Paper:
    post = "Phó Trưởng phòng Tài chính - Kế hoạch"
    return decision(
        "cuong-relieved",
        agency=UB_LN,
        number=1873,
        issued=date(2023, 5, 29),
        about="cho thôi giữ chức vụ",
        matter=Matter.STAFF,
        asked_by="Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 74/TTr-NV ngày 22/5/2023.",
        articles=(
            f"Cho ông {CUONG.name} thôi giữ chức vụ {post} theo nguyện vọng cá nhân kể từ ngày "
            "01/6/2023.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(CUONG, "Chánh Văn phòng HĐND-UBND huyện, Trưởng phòng Nội vụ"),
        ),
        acts=(act("post.relieved", CUONG, date(2023, 6, 1), post=post),),
    )


def thang_appointed() -> Paper:
    issued = date(2023, 8, 14)
    return decision(
        "thang-appointed",
        agency=UB_LN,
        number=2954,
        issued=issued,
        about="bổ nhiệm viên chức quản lý",
        matter=Matter.TEACHER,
        asked_by="Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 131/TTr-NV ngày 08/8/2023.",
        articles=(
            f"Bổ nhiệm có thời hạn 05 (năm) năm đối với đồng chí {THANG.name} giữ chức Hiệu trưởng "
            f"{SCHOOL_ND}.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(THANG, "Chánh Văn phòng HĐND-UBND huyện, Trưởng phòng Nội vụ"),
        ),
        acts=(
            act(
                "appointment.made",
                THANG,
                issued,
                basis=EffectiveBasis.SIGN_DATE,
                months=60,
                post=f"Hiệu trưởng {SCHOOL_ND}",
            ),
        ),
    )


def thang_honoured() -> Paper:
    issued = date(2024, 5, 17)
    return decision(
        "thang-honoured",
        agency=UB_BG,
        number=689,
        issued=issued,
        about="tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        matter=Matter.AWARD,
        doc_type="QD_KHEN_THUONG",
        asked_by="Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 154/TTr-SNV ngày 10/5/2024.",
        articles=(
            f"Tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh cho ông {THANG.name}, Hiệu trưởng "
            f"{SCHOOL_ND}, đã có thành tích xuất sắc trong thực hiện nhiệm vụ công tác năm 2023.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(THANG, "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ"),
        ),
        acts=(
            act(
                "award.granted",
                THANG,
                issued,
                basis=EffectiveBasis.SIGN_DATE,
                code="BANG_KHEN_TINH",
                full_name="Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
                achievement_period="2023",
            ),
        ),
    )


def hlan_transferred() -> Paper:
    return decision(
        "hlan-transferred",
        agency=UB_LN,
        number=1604,
        issued=date(2025, 6, 27),
        about="điều động công chức",
        matter=Matter.STAFF,
        asked_by="Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 112/TTr-NV ngày 20/6/2025.",
        articles=(
            f"Điều động bà {HLAN.name}, sinh ngày {short_day(HLAN.birth_date)}, Chuyên viên Phòng "
            "Nội vụ huyện Lục Nam, đến công tác tại Văn phòng HĐND-UBND xã Lục Nam; thời gian kể "
            "từ ngày 01 tháng 7 năm 2025.",
            f"Bà {HLAN.name} được giữ nguyên ngạch, bậc, hệ số lương hiện hưởng.",
            carried_out_by(HLAN, "Chánh Văn phòng HĐND-UBND huyện, Trưởng phòng Nội vụ"),
        ),
        acts=(
            act(
                "transfer.made",
                HLAN,
                date(2025, 7, 1),
                from_unit="Phòng Nội vụ huyện Lục Nam",
                to_unit="Văn phòng HĐND-UBND xã Lục Nam",
            ),
        ),
    )
