"""The last papers of a working life, over the merger of the provinces."""

from __future__ import annotations

from datetime import date

from infra.demo import forms
from infra.demo.papers import Paper, short_day
from infra.demo.people import (
    LOC,
    SNV_BG,
    SNV_BN,
)
from infra.demo.wording import Matter, act, born, carried_out_by, decision

# Đỗ Hữu Lộc: the way to retirement, over the merger of the provinces.


def loc_beyond_scale() -> Paper:
    return decision(
        "loc-beyond-scale",
        agency=SNV_BG,
        number=8,
        issued=date(2025, 1, 7),
        about="thực hiện chế độ phụ cấp thâm niên vượt khung",
        matter=Matter.SALARY,
        doc_type="QD_LUONG",
        articles=(
            f"Thực hiện chế độ phụ cấp thâm niên vượt khung đối với ông {LOC.name}: Hệ số cũ: 4,98 "
            "+ VK 10%. Hệ số mới: 4,98 + VK 11% kể từ ngày 01/01/2025.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(LOC),
        ),
        acts=(act("salary.beyondScaleSet", LOC, date(2025, 1, 1), old_percent=10, new_percent=11),),
    )


def loc_extended() -> Paper:
    post = "Chi cục trưởng Chi cục Văn thư - Lưu trữ"
    return decision(
        "loc-extended",
        agency=SNV_BG,
        number=61,
        issued=date(2025, 2, 20),
        about="kéo dài thời gian giữ chức vụ",
        matter=Matter.STAFF,
        articles=(
            f"Kéo dài thời gian giữ chức vụ {post} đối với {born(LOC)}, từ ngày 01/3/2025 đến ngày "
            "31/8/2025.",
            f"Ông {LOC.name} được giữ nguyên phụ cấp chức vụ hiện hưởng.",
            carried_out_by(LOC),
        ),
        acts=(act("term.extended", LOC, date(2025, 3, 1), last_day=date(2025, 8, 31), post=post),),
    )


def loc_noticed() -> Paper:
    return forms.notice(
        "loc-noticed",
        agency=SNV_BG,
        number="33/TB-SNV",
        issued=date(2025, 2, 27),
        about="thời điểm nghỉ hưu đối với công chức",
        paragraphs=(
            "Căn cứ Luật Bảo hiểm xã hội ngày 20/11/2014;",
            "Căn cứ Nghị định số 135/2020/NĐ-CP ngày 18/11/2020 của Chính phủ quy định về tuổi "
            "nghỉ hưu;",
            f"Thông báo để {born(LOC)}, được biết thời điểm nghỉ hưu kể từ ngày 01/9/2025.",
            f"Sở Nội vụ thông báo để ông {LOC.name} và các đơn vị có liên quan biết, chuẩn bị các "
            "thủ tục cần thiết theo quy định./.",
        ),
        acts=(act("retirement.noticed", LOC, date(2025, 9, 1), pension_from="2025-09-01"),),
    )


def loc_retired() -> Paper:
    return decision(
        "loc-retired",
        agency=SNV_BN,
        number=57,
        issued=date(2025, 8, 18),
        about="nghỉ việc để hưởng chế độ bảo hiểm xã hội",
        matter=Matter.RETIREMENT,
        articles=(
            f"Ông {LOC.name}, sinh ngày {short_day(LOC.birth_date)}, Chi cục trưởng Chi cục Văn "
            f"thư - Lưu trữ, {SNV_BN.unit}, được nghỉ việc để hưởng chế độ bảo hiểm xã hội (hưu "
            "trí) kể từ ngày 01/9/2025.",
            "Nơi cư trú khi nghỉ hưu: phường Bắc Giang, tỉnh Bắc Ninh.",
            carried_out_by(LOC),
        ),
        acts=(
            act(
                "retirement.decided",
                LOC,
                date(2025, 9, 1),
                residence="phường Bắc Giang, tỉnh Bắc Ninh",
            ),
        ),
    )
