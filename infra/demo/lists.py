"""Decisions on several people: their pages go into the dossier of everyone named."""

from __future__ import annotations

from datetime import date

from domain.events.envelope import EffectiveBasis
from infra.demo.papers import Act, Paper, Person, Table, short_day
from infra.demo.people import (
    AN,
    BICH,
    HUONG_OFFICE,
    LIEN,
    LOC,
    LONG,
    MAI,
    NGOC,
    SNV_BG,
    SNV_BN,
    TUAN,
    UB_BG,
)
from infra.demo.wording import Matter, act, decision

_RAISED: tuple[tuple[Person, str, str, str, tuple[int, int, str, str]], ...] = (
    (LIEN, "Chuyên viên", "01.003", "Trung tâm Lưu trữ lịch sử", (5, 6, "3.66", "3.99")),
    (HUONG_OFFICE, "Chuyên viên", "01.003", "Văn phòng Sở", (4, 5, "3.33", "3.66")),
    (NGOC, "Kế toán viên", "06.031", "Văn phòng Sở", (3, 4, "3.00", "3.33")),
    (BICH, "Chuyên viên chính", "01.002", "Lãnh đạo Sở", (3, 4, "5.08", "5.42")),
    (LONG, "Cán sự", "01.004", "Văn phòng Sở", (6, 7, "3.65", "3.96")),
)
_STEPS = {"01.003": 9, "06.031": 9, "01.002": 8, "01.004": 10}


def salary_list() -> Paper:
    """Step raises of five people on one page: the table of the phrase bank."""
    rows = []
    for row, (person, grade, code, unit, (old, new, was, now)) in enumerate(_RAISED, start=1):
        before = f"{old}/{_STEPS[code]} – {was.replace('.', ',')}"
        after = f"{new}/{_STEPS[code]} – {now.replace('.', ',')}"
        rows.append((str(row), person.name, f"{grade} ({code})", unit, before, after))
    return decision(
        "list-salary",
        agency=SNV_BG,
        number=476,
        issued=date(2023, 11, 28),
        about="nâng bậc lương thường xuyên đối với công chức, viên chức",
        matter=Matter.SALARY,
        doc_type="QD_LUONG",
        articles=(
            "Nâng bậc lương thường xuyên cho 05 công chức, viên chức có tên sau, thời điểm hưởng "
            "lương mới từ ngày 01/12/2023:",
            Table(
                shares=(9, 36, 40, 34, 25, 25),
                header=(
                    "TT",
                    "Họ và tên",
                    "Chức danh, mã ngạch",
                    "Đơn vị",
                    "Bậc, hệ số cũ",
                    "Bậc, hệ số mới",
                ),
                rows=tuple(rows),
            ),
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            "Chánh Văn phòng Sở, Trưởng các phòng và các ông, bà có tên tại Điều 1 chịu trách "
            "nhiệm thi hành Quyết định này./.",
        ),
        acts=tuple(
            Act(
                topic="salary.stepRaised",
                person_name=person.name,
                effective_date=date(2023, 12, 1),
                values={
                    "grade_code": code,
                    "old_step": old,
                    "new_step": new,
                    "old_coefficient": was,
                    "new_coefficient": now,
                },
            )
            for person, _, code, _, (old, new, was, now) in _RAISED
        ),
    )


def award_list() -> Paper:
    """The title of emulation for four people."""
    issued = date(2025, 1, 15)
    honoured = (
        (LIEN, "Giám đốc Trung tâm Lưu trữ lịch sử"),
        (HUONG_OFFICE, "Chuyên viên Văn phòng Sở"),
        (LONG, "Cán sự Văn phòng Sở"),
        (NGOC, "Kế toán viên Văn phòng Sở"),
    )
    return decision(
        "list-award",
        agency=SNV_BG,
        number=22,
        issued=issued,
        about="công nhận danh hiệu Chiến sĩ thi đua cơ sở năm 2024",
        matter=Matter.AWARD,
        doc_type="QD_KHEN_THUONG",
        articles=(
            "Công nhận danh hiệu “Chiến sĩ thi đua cơ sở” năm 2024 cho 04 cá nhân có tên sau:",
            Table(
                shares=(10, 45, 30, 80),
                header=("TT", "Họ và tên", "Ngày sinh", "Chức vụ, đơn vị công tác"),
                rows=tuple(
                    (str(row), person.name, short_day(person.birth_date), post)
                    for row, (person, post) in enumerate(honoured, start=1)
                ),
            ),
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            "Chánh Văn phòng Sở, Trưởng các phòng và các ông, bà có tên tại Điều 1 chịu trách "
            "nhiệm thi hành Quyết định này./.",
        ),
        acts=tuple(
            act(
                "award.granted",
                person,
                issued,
                basis=EffectiveBasis.SIGN_DATE,
                code="CSTDCS",
                full_name="Chiến sĩ thi đua cơ sở",
                achievement_period="2024",
            )
            for person, _ in honoured
        ),
    )


REORGANISED = (
    (AN, f"Trưởng phòng {'Tổ chức biên chế'}"),
    (MAI, "Chuyên viên"),
    (LIEN, "Giám đốc Trung tâm Lưu trữ lịch sử"),
    (HUONG_OFFICE, "Chuyên viên Văn phòng Sở"),
    (LOC, "Chi cục trưởng Chi cục Văn thư - Lưu trữ"),
    (NGOC, "Kế toán viên Văn phòng Sở"),
    (LONG, "Cán sự Văn phòng Sở"),
    (TUAN, "Chuyên viên Phòng Cải cách hành chính"),
)


def reorganisation() -> Paper:
    """The list decision of the merger: its pages go into the dossier of everyone named."""
    rows = tuple(
        (str(row), person.name, short_day(person.birth_date), held, SNV_BN.unit)
        for row, (person, held) in enumerate(REORGANISED, start=1)
    )
    return decision(
        "list-reorganisation",
        agency=UB_BG,
        number=712,
        issued=date(2025, 6, 30),
        about=f"sắp xếp, bố trí công chức, viên chức {SNV_BG.unit}\n"
        "khi thực hiện sắp xếp đơn vị hành chính cấp tỉnh",
        matter=Matter.STAFF,
        asked_by="Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 346/TTr-SNV ngày 27/6/2025.",
        articles=(
            f"Sắp xếp, bố trí {len(rows):02d} công chức, viên chức của {SNV_BG.unit} có tên sau "
            f"đến công tác tại {SNV_BN.unit}, kể từ ngày 01/7/2025:",
            Table(
                shares=(9, 38, 24, 48, 43),
                header=("TT", "Họ và tên", "Ngày sinh", "Chức vụ, chức danh", "Đơn vị mới"),
                rows=rows,
            ),
            "Công chức, viên chức có tên tại Điều 1 được giữ nguyên ngạch, bậc, hệ số lương và các "
            "chế độ, chính sách đang hưởng theo quy định của pháp luật.",
            "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ, Thủ trưởng các cơ quan, đơn "
            "vị có liên quan và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định "
            "này./.",
        ),
        acts=tuple(
            Act(
                topic="placement.changed",
                person_name=person.name,
                birth_date=person.birth_date,
                effective_date=date(2025, 7, 1),
                values={"from_unit": SNV_BG.unit, "to_unit": SNV_BN.unit, "ground": "REORG"},
            )
            for person, _ in REORGANISED
        ),
        recipients=("- Như Điều 3;", "- Ban Tổ chức Tỉnh ủy;", "- Lưu: VT, NC."),
    )
