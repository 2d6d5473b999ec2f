"""Papers of the department's own people: entry, a correction, two acts, a secret, a secondment."""

from __future__ import annotations

from datetime import date

from domain.events.envelope import EffectiveBasis, SignerMode
from infra.demo import forms
from infra.demo.papers import Paper, Signature, short_day
from infra.demo.people import (
    BICH,
    CHINH,
    HUONG_OFFICE,
    MAI,
    SNV_BG,
    THUAN,
    UB_BG,
)
from infra.demo.wording import Matter, act, born, carried_out_by, decision

# Lương Thị Mai: recruited, her birth date misprinted and corrected, placed in the grade.


def mai_recruited() -> Paper:
    misprinted = date(1993, 11, 14)
    return decision(
        "mai-recruited",
        agency=SNV_BG,
        number=109,
        issued=date(2024, 5, 5),
        about="tuyển dụng công chức",
        matter=Matter.STAFF,
        doc_type="QD_TUYEN_DUNG",
        articles=(
            f"Tuyển dụng bà {MAI.name}, sinh ngày {short_day(misprinted)}, Cử nhân Luật, vào làm "
            f"công chức tại Phòng Công chức, viên chức, {SNV_BG.unit}, kể từ ngày 01/5/2024.",
            f"Bà {MAI.name} được xếp ngạch Chuyên viên (mã số 01.003), bậc 1/9, hệ số lương 2,34; "
            "hưởng 85% mức lương trong thời gian tập sự 12 tháng.",
            carried_out_by(MAI),
        ),
        acts=(
            act(
                "recruitment.made",
                MAI,
                date(2024, 5, 1),
                birth_date=misprinted,
                unit=f"Phòng Công chức, viên chức, {SNV_BG.unit}",
                personnel_class="CONG_CHUC",
                grade_code="01.003",
                step=1,
                coefficient="2.34",
                pay_percent=85,
                probation_months=12,
            ),
        ),
    )


def mai_corrected() -> Paper:
    issued = date(2024, 6, 12)
    return forms.letter(
        "mai-corrected",
        agency=SNV_BG,
        number="521/SNV-CCVC",
        issued=issued,
        regarding="đính chính ngày sinh tại Quyết định tuyển dụng công chức",
        to="Phòng Công chức, viên chức",
        doc_type="VB_DINH_CHINH",
        paragraphs=(
            "Ngày 05/5/2024, Giám đốc Sở Nội vụ ban hành Quyết định số 109/QĐ-SNV về việc tuyển "
            "dụng công chức. Do sơ suất trong khâu soạn thảo, ngày sinh ghi trong Quyết định chưa "
            "đúng với giấy khai sinh.",
            f"Đính chính ngày sinh của bà {MAI.name} tại Quyết định số 109/QĐ-SNV ngày 05/5/2024: "
            "từ “14/11/1993” thành “14/01/1993”.",
            "Các nội dung khác của Quyết định số 109/QĐ-SNV không thay đổi. Sở Nội vụ thông báo để "
            "các phòng, cá nhân có liên quan biết và thực hiện./.",
        ),
        acts=(
            act(
                "decision.corrected",
                MAI,
                issued,
                basis=EffectiveBasis.UNSTATED,
                target_no="109/QĐ-SNV",
                changes=[{"field": "birth_date", "before": "1993-11-14", "after": "1993-01-14"}],
            ),
        ),
    )


def mai_graded() -> Paper:
    return decision(
        "mai-graded",
        agency=SNV_BG,
        number=142,
        issued=date(2025, 5, 6),
        about="công nhận hết thời gian tập sự\nvà bổ nhiệm vào ngạch công chức",
        matter=Matter.STAFF,
        articles=(
            f"Công nhận hết thời gian tập sự và bổ nhiệm {born(MAI)}, vào ngạch Chuyên viên, mã số "
            "01.003, bậc 1/9, hệ số lương 2,34 kể từ ngày 01/5/2025; thời gian tính nâng bậc lương "
            "lần sau kể từ ngày 01/5/2025.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(MAI),
        ),
        acts=(
            act("probation.ended", MAI, date(2025, 5, 1)),
            act(
                "grade.assigned",
                MAI,
                date(2025, 5, 1),
                grade_code="01.003",
                step=1,
                coefficient="2.34",
                next_clock_start="2025-05-01",
            ),
        ),
    )


# Trần Thị Bích: two acts in one article; a letter that must not stay in the archive.


def bich_appointed() -> Paper:
    issued = date(2021, 8, 16)
    return decision(
        "bich-appointed",
        agency=UB_BG,
        number=1532,
        issued=issued,
        about="điều động và bổ nhiệm Phó Giám đốc Sở Nội vụ",
        matter=Matter.STAFF,
        asked_by="Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 288/TTr-SNV ngày 10/8/2021.",
        articles=(
            f"Điều động và bổ nhiệm {born(BICH)}, Trưởng phòng Nội vụ huyện Lục Nam, đến nhận công "
            f"tác tại {SNV_BG.unit} và giữ chức vụ Phó Giám đốc Sở Nội vụ; thời hạn bổ nhiệm: 5 "
            "năm, kể từ ngày ký.",
            f"Bà {BICH.name} được hưởng phụ cấp chức vụ hệ số 0,70 và các chế độ, chính sách khác "
            "theo quy định của pháp luật.",
            "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ, Chủ tịch Ủy ban nhân dân "
            f"huyện Lục Nam và bà {BICH.name} chịu trách nhiệm thi hành Quyết định này./.",
        ),
        acts=(
            act("transfer.made", BICH, issued, basis=EffectiveBasis.SIGN_DATE, to_unit=SNV_BG.unit),
            act(
                "appointment.made",
                BICH,
                issued,
                basis=EffectiveBasis.SIGN_DATE,
                months=60,
                post="Phó Giám đốc Sở Nội vụ",
                post_allowance="0.70",
            ),
        ),
    )


def bich_secret() -> Paper:
    """A letter stamped MẬT; what it says is harmless here, as nothing real may be."""
    return forms.letter(
        "bich-secret",
        agency=SNV_BG,
        number="17/SNV-TCBC",
        issued=date(2022, 2, 18),
        regarding="xác minh tiêu chuẩn chính trị đối với cán bộ",
        to="Trưởng phòng Tổ chức biên chế",
        secrecy="MẬT",
        paragraphs=(
            "Thực hiện kế hoạch công tác năm 2022, Giám đốc Sở Nội vụ đề nghị Trưởng phòng Tổ chức "
            "biên chế rà soát, xác minh tiêu chuẩn chính trị đối với cán bộ thuộc diện quản lý "
            "trong hồ sơ kèm theo văn bản này.",
            "Kết quả xác minh gửi trực tiếp Giám đốc Sở trước ngày 15/3/2022. Văn bản này chỉ lưu "
            "hành theo danh sách nơi nhận, không sao chụp, không trích dẫn./.",
        ),
    )


# Giàng A Chinh: recruited by examination on two pages, seconded; signed by a deputy.


def chinh_recruited() -> Paper:
    issued = date(2023, 12, 11)
    return decision(
        "chinh-recruited",
        agency=SNV_BG,
        number=498,
        issued=issued,
        about="tuyển dụng công chức trúng tuyển\nkỳ thi tuyển công chức năm 2023",
        matter=Matter.STAFF,
        doc_type="QD_TUYEN_DUNG",
        articles=(
            f"Tuyển dụng ông {CHINH.name} (sinh năm 1997) trúng tuyển kỳ thi tuyển công chức năm "
            "2023 vào vị trí việc làm Chuyên viên về tổ chức bộ máy thuộc Sở Nội vụ.",
            f"Ông {CHINH.name} được xếp ngạch Chuyên viên (mã số 01.003), bậc 1/9, hệ số lương "
            "2,34; hưởng 85% mức lương trong thời gian tập sự 12 tháng.",
            f"Trong thời gian tập sự, ông {CHINH.name} có trách nhiệm nắm vững quy định của pháp "
            "luật về quyền, nghĩa vụ của công chức; cơ cấu tổ chức, chức năng, nhiệm vụ của cơ "
            "quan; nội quy, quy chế làm việc và công việc của vị trí việc làm được tuyển dụng. "
            "Trưởng phòng Tổ chức biên chế phân công công chức có năng lực, kinh nghiệm hướng dẫn "
            "người tập sự, theo dõi và nhận xét kết quả tập sự bằng văn bản.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký. Trong thời hạn 30 ngày kể từ ngày "
            f"nhận được Quyết định, ông {CHINH.name} phải đến cơ quan nhận việc và hoàn thiện hồ "
            "sơ theo quy định.",
            carried_out_by(CHINH, "Chánh Văn phòng Sở, Trưởng phòng Tổ chức biên chế"),
        ),
        acts=(
            act(
                "recruitment.made",
                CHINH,
                issued,
                basis=EffectiveBasis.SIGN_DATE,
                unit="Sở Nội vụ",
                personnel_class="CONG_CHUC",
                method="thi tuyển",
                job_position="Chuyên viên về tổ chức bộ máy",
                grade_code="01.003",
                step=1,
                coefficient="2.34",
                pay_percent=85,
                probation_months=12,
            ),
        ),
        recipients=("- Như Điều 5;", "- Lưu: VT, TCBC."),
    )


def chinh_seconded() -> Paper:
    signature = Signature(
        capacity=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        name=BICH.name,
        mode=SignerMode.KT,
        seal=SNV_BG.seal,
    )
    return decision(
        "chinh-seconded",
        agency=SNV_BG,
        number=72,
        issued=date(2025, 2, 26),
        about="cử công chức biệt phái",
        matter=Matter.STAFF,
        articles=(
            f"Cử biệt phái ông {CHINH.name}, Chuyên viên Sở Nội vụ, đến làm việc tại Ban Chỉ đạo "
            "sắp xếp đơn vị hành chính tỉnh. Thời hạn biệt phái: 12 tháng, từ ngày 01/3/2025 đến "
            "hết ngày 28/02/2026.",
            f"Ông {CHINH.name} tiếp tục hưởng lương và các chế độ tại Sở Nội vụ.",
            carried_out_by(CHINH),
        ),
        acts=(
            act(
                "secondment.started",
                CHINH,
                date(2025, 3, 1),
                last_day=date(2026, 2, 28),
                months=12,
                from_unit="Sở Nội vụ",
                to_unit="Ban Chỉ đạo sắp xếp đơn vị hành chính tỉnh",
            ),
        ),
        signature=signature,
    )


def huong_rotated() -> Paper:
    return decision(
        "huong-rotated",
        agency=SNV_BG,
        number=88,
        issued=date(2024, 3, 25),
        about="chuyển đổi vị trí công tác đối với công chức",
        matter=Matter.STAFF,
        articles=(
            f"Chuyển đổi vị trí công tác đối với {born(HUONG_OFFICE)}, Chuyên viên Phòng Xây dựng "
            "chính quyền, sang vị trí Chuyên viên Văn phòng Sở từ ngày 01/4/2024.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(HUONG_OFFICE),
        ),
        acts=(
            act(
                "positionRotation.made",
                HUONG_OFFICE,
                date(2024, 4, 1),
                job_position="Chuyên viên Văn phòng Sở",
            ),
        ),
    )


def thuan_raised() -> Paper:
    since = date(2022, 9, 1)
    return decision(
        "thuan-raised",
        agency=SNV_BG,
        number=337,
        issued=date(2022, 8, 24),
        about="nâng bậc lương thường xuyên đối với công chức",
        matter=Matter.SALARY,
        doc_type="QD_LUONG",
        articles=(
            f"Nâng bậc lương thường xuyên cho ông {THUAN.name}, ngạch Chuyên viên (01.003), từ bậc "
            "6/9, hệ số 3,99 lên bậc 7/9, hệ số 4,32, kể từ ngày 01/9/2022; thời gian tính nâng "
            "bậc lương lần sau kể từ ngày 01/9/2022.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(THUAN),
        ),
        acts=(
            act(
                "salary.stepRaised",
                THUAN,
                since,
                grade_code="01.003",
                old_step=6,
                new_step=7,
                old_coefficient="3.99",
                new_coefficient="4.32",
                next_clock_start=since.isoformat(),
            ),
        ),
    )
