"""The papers of the worked career: one per row of domain.md 3.15, with its numbers and dates."""

from __future__ import annotations

from datetime import date

from domain.events.envelope import EffectiveBasis
from infra.demo.lists import reorganisation
from infra.demo.papers import Act, Paper, comma, short_day
from infra.demo.people import (
    AN,
    SNV_BG,
    SNV_BN,
    UB_BN,
)
from infra.demo.wording import Matter, born, carried_out_by, decision

DIVISION = "Tổ chức biên chế"
_SALARY_RECIPIENTS = ("- Như Điều 3;", "- Kho bạc Nhà nước tỉnh;", "- Lưu: VT, TCBC.")
_STAFF_RECIPIENTS = ("- Như Điều 3;", "- Ban Tổ chức Tỉnh ủy (b/c);", "- Lưu: VT, TCBC.")


def _act(topic: str, effective: date, **values: str | int) -> Act:
    return Act(
        topic=topic,
        person_name=AN.name,
        birth_date=AN.birth_date,
        effective_date=effective,
        values=values,
    )


def step_raise(
    key: str,
    number: int,
    issued: date,
    effective: date,
    *,
    grade: tuple[str, str, int],
    old: tuple[int, str],
    new: tuple[int, str],
) -> Paper:
    """Nâng bậc lương thường xuyên. `grade`: name, code, steps; `old`, `new`: step, coefficient."""
    name, code, steps = grade
    since = short_day(effective)
    return decision(
        key,
        agency=SNV_BG,
        number=number,
        issued=issued,
        about="nâng bậc lương thường xuyên đối với công chức",
        matter=Matter.SALARY,
        doc_type="QD_LUONG",
        articles=(
            f"Nâng bậc lương thường xuyên cho {AN.honorific} {AN.name}, ngạch {name} ({code}), từ "
            f"bậc {old[0]}/{steps}, hệ số {comma(old[1])} lên bậc {new[0]}/{steps}, hệ số "
            f"{comma(new[1])}, kể từ ngày {since}; thời gian tính nâng bậc lương lần sau kể từ "
            f"ngày {since}.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(AN),
        ),
        acts=(
            _act(
                "salary.stepRaised",
                effective,
                grade_code=code,
                old_step=old[0],
                new_step=new[0],
                old_coefficient=old[1],
                new_coefficient=new[1],
                next_clock_start=effective.isoformat(),
            ),
        ),
        recipients=_SALARY_RECIPIENTS,
    )


_CV = ("Chuyên viên", "01.003", 9)
_CVC = ("Chuyên viên chính", "01.002", 8)


def recruitment() -> Paper:
    return decision(
        "an-01",
        agency=SNV_BG,
        number=187,
        issued=date(2004, 7, 20),
        about="tuyển dụng công chức",
        matter=Matter.STAFF,
        doc_type="QD_TUYEN_DUNG",
        articles=(
            f"Tuyển dụng {born(AN)}, Cử nhân Hành chính, vào làm công chức tại {SNV_BG.unit}, kể "
            "từ ngày 01/8/2004.",
            f"Ông {AN.name} được hưởng 85% mức lương trong thời gian tập sự 12 tháng.",
            carried_out_by(AN, "Chánh Văn phòng Sở, Trưởng phòng Tổ chức biên chế"),
        ),
        acts=(
            _act(
                "recruitment.made",
                date(2004, 8, 1),
                unit=SNV_BG.unit,
                personnel_class="CONG_CHUC",
                pay_percent=85,
                probation_months=12,
            ),
        ),
        recipients=_STAFF_RECIPIENTS,
    )


def grade() -> Paper:
    return decision(
        "an-02",
        agency=SNV_BG,
        number=213,
        issued=date(2005, 8, 5),
        about="công nhận hết thời gian tập sự\nvà bổ nhiệm vào ngạch công chức",
        matter=Matter.STAFF,
        articles=(
            f"Công nhận hết thời gian tập sự và bổ nhiệm {born(AN)}, vào ngạch Chuyên viên, mã số "
            "01.003, bậc 1/9, hệ số lương 2,34 kể từ ngày 01/8/2005; thời gian tính nâng bậc lương "
            "lần sau kể từ ngày 01/8/2005.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(AN),
        ),
        acts=(
            _act("probation.ended", date(2005, 8, 1)),
            _act(
                "grade.assigned",
                date(2005, 8, 1),
                grade_code="01.003",
                step=1,
                coefficient="2.34",
                next_clock_start="2005-08-01",
            ),
        ),
        recipients=_SALARY_RECIPIENTS,
    )


def early_raise() -> Paper:
    return decision(
        "an-06",
        agency=SNV_BG,
        number=312,
        issued=date(2013, 10, 30),
        about="nâng bậc lương trước thời hạn đối với công chức\n"
        "lập thành tích xuất sắc trong thực hiện nhiệm vụ",
        matter=Matter.SALARY,
        doc_type="QD_LUONG",
        articles=(
            "Nâng bậc lương trước thời hạn 09 tháng do lập thành tích xuất sắc trong thực hiện "
            f"nhiệm vụ đối với ông {AN.name}, ngạch Chuyên viên (01.003), từ bậc 3/9, hệ số 3,00 "
            "lên bậc 4/9, hệ số 3,33, kể từ ngày 01/11/2013; thời gian tính nâng bậc lương lần sau "
            "kể từ ngày 01/11/2013.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(AN),
        ),
        acts=(
            _act(
                "salary.stepRaisedEarly",
                date(2013, 11, 1),
                ground="EXCELLENT",
                months_early=9,
                grade_code="01.003",
                old_step=3,
                new_step=4,
                old_coefficient="3.00",
                new_coefficient="3.33",
                next_clock_start="2013-11-01",
            ),
        ),
        recipients=_SALARY_RECIPIENTS,
    )


def appointment(
    key: str, number: int, issued: date, effective: date, *, held: str, post: str, pay: str
) -> Paper:
    """Bổ nhiệm to a post of the division, for five years."""
    return decision(
        key,
        agency=SNV_BG,
        number=number,
        issued=issued,
        about="bổ nhiệm công chức lãnh đạo, quản lý",
        matter=Matter.STAFF,
        articles=(
            f"Bổ nhiệm {born(AN)}, {held}, giữ chức vụ {post}, {SNV_BG.unit}, kể từ ngày "
            f"{short_day(effective)}.",
            f"Thời hạn giữ chức vụ là 05 năm. Ông {AN.name} được hưởng phụ cấp chức vụ hệ số "
            f"{comma(pay)}.",
            carried_out_by(AN),
        ),
        acts=(
            Act(
                topic="appointment.made",
                person_name=AN.name,
                birth_date=AN.birth_date,
                effective_date=effective,
                term_months=60,
                values={"post": post, "unit": SNV_BG.unit, "post_allowance": pay},
            ),
        ),
        recipients=_STAFF_RECIPIENTS,
    )


def reappointment(key: str, number: int, issued: date, effective: date, post: str) -> Paper:
    return decision(
        key,
        agency=SNV_BG,
        number=number,
        issued=issued,
        about="bổ nhiệm lại công chức lãnh đạo, quản lý",
        matter=Matter.STAFF,
        articles=(
            f"Bổ nhiệm lại {born(AN)}, tiếp tục giữ chức vụ {post}, {SNV_BG.unit}. Thời hạn giữ "
            f"chức vụ là 05 năm, kể từ ngày {short_day(effective)}.",
            f"Ông {AN.name} tiếp tục được hưởng phụ cấp chức vụ theo quy định hiện hành.",
            carried_out_by(AN),
        ),
        acts=(
            Act(
                topic="reappointment.made",
                person_name=AN.name,
                birth_date=AN.birth_date,
                effective_date=effective,
                term_months=60,
                values={"post": post, "unit": SNV_BG.unit},
            ),
        ),
        recipients=_STAFF_RECIPIENTS,
    )


def reprimand() -> Paper:
    return decision(
        "an-10",
        agency=SNV_BG,
        number=112,
        issued=date(2019, 5, 10),
        about="thi hành kỷ luật đối với công chức",
        matter=Matter.DISCIPLINE,
        doc_type="QD_KY_LUAT",
        articles=(
            f"Thi hành kỷ luật bằng hình thức Khiển trách đối với {born(AN)}, Trưởng phòng "
            f"{DIVISION}, do đã có vi phạm, khuyết điểm trong công tác.",
            "Thời gian thi hành kỷ luật 12 tháng, tính từ ngày công bố Quyết định số 215-QĐ/ĐUK "
            "ngày 25/4/2019 của Ban Thường vụ Đảng ủy Khối các cơ quan tỉnh.",
            carried_out_by(AN),
        ),
        acts=(
            Act(
                topic="discipline.imposed",
                person_name=AN.name,
                birth_date=AN.birth_date,
                effective_date=date(2019, 4, 25),
                effective_basis=EffectiveBasis.PARTY_DECISION,
                values={
                    "form": "KHIEN_TRACH",
                    "duration_months": 12,
                    "party_decision_no": "215-QĐ/ĐUK",
                },
            ),
        ),
        asked_by="Xét đề nghị của Hội đồng kỷ luật tại Biên bản họp ngày 03/5/2019.",
        recipients=("- Như Điều 3;", "- Đảng ủy Khối các cơ quan tỉnh;", "- Lưu: VT, HS."),
    )


def promotion() -> Paper:
    return decision(
        "an-12",
        agency=SNV_BG,
        number=458,
        issued=date(2021, 12, 20),
        about="bổ nhiệm vào ngạch và xếp lương đối với công chức\n"
        "trúng tuyển kỳ thi nâng ngạch năm 2021",
        matter=Matter.STAFF,
        doc_type="QD_LUONG",
        articles=(
            "Bổ nhiệm vào ngạch Chuyên viên chính (mã số 01.002) và xếp lương đối với "
            f"{born(AN)}: bậc 1/8, hệ số 4,40 kể từ ngày ký; thời gian xét nâng bậc lương lần sau "
            "tính từ ngày 20/12/2021.",
            "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
            carried_out_by(AN),
        ),
        acts=(
            Act(
                topic="grade.promoted",
                person_name=AN.name,
                birth_date=AN.birth_date,
                effective_date=date(2021, 12, 20),
                effective_basis=EffectiveBasis.SIGN_DATE,
                values={
                    "new_grade_code": "01.002",
                    "step": 1,
                    "new_coefficient": "4.40",
                    "next_clock_start": "2021-12-20",
                },
            ),
        ),
        recipients=_SALARY_RECIPIENTS,
    )


def deputy_director() -> Paper:
    return decision(
        "an-16",
        agency=UB_BN,
        number=845,
        issued=date(2025, 6, 30),
        about="bổ nhiệm Phó Giám đốc Sở Nội vụ",
        matter=Matter.STAFF,
        asked_by="Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 351/TTr-SNV ngày 28/6/2025.",
        articles=(
            f"Bổ nhiệm {born(AN)}, Trưởng phòng {DIVISION}, {SNV_BG.unit}, giữ chức vụ Phó Giám "
            f"đốc, {SNV_BN.unit}, kể từ ngày 01/7/2025.",
            f"Thời hạn giữ chức vụ là 05 năm. Ông {AN.name} được hưởng phụ cấp chức vụ hệ số 0,70.",
            "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ, Thủ trưởng các cơ quan, đơn "
            f"vị có liên quan và ông {AN.name} chịu trách nhiệm thi hành Quyết định này./.",
        ),
        acts=(
            Act(
                topic="appointment.made",
                person_name=AN.name,
                birth_date=AN.birth_date,
                effective_date=date(2025, 7, 1),
                term_months=60,
                values={"post": "Phó Giám đốc", "unit": SNV_BN.unit, "post_allowance": "0.70"},
            ),
        ),
        recipients=("- Như Điều 3;", "- Ban Thường vụ Tỉnh ủy (b/c);", "- Lưu: VT, NC."),
    )


_STEPS = (
    ("an-03", 246, date(2008, 7, 25), date(2008, 8, 1), _CV, (1, "2.34"), (2, "2.67")),
    ("an-04", 198, date(2011, 7, 20), date(2011, 8, 1), _CV, (2, "2.67"), (3, "3.00")),
    ("an-07", 305, date(2016, 10, 28), date(2016, 11, 1), _CV, (4, "3.33"), (5, "3.66")),
    ("an-11", 96, date(2020, 4, 28), date(2020, 5, 1), _CV, (5, "3.66"), (6, "3.99")),
    ("an-14", 503, date(2024, 12, 18), date(2024, 12, 20), _CVC, (1, "4.40"), (2, "4.74")),
)


def golden_papers() -> tuple[Paper, ...]:
    """Rows 1 to 16 in order, one paper each."""
    deputy, head = f"Phó Trưởng phòng {DIVISION}", f"Trưởng phòng {DIVISION}"
    officer = f"Chuyên viên Phòng {DIVISION}"
    raises = {
        key: step_raise(key, number, issued, effective, grade=grade_, old=old, new=new)
        for key, number, issued, effective, grade_, old, new in _STEPS
    }
    first, second = date(2012, 2, 28), date(2018, 5, 28)
    since = date(2012, 3, 1), date(2018, 6, 1)
    return (
        recruitment(),
        grade(),
        raises["an-03"],
        raises["an-04"],
        appointment("an-05", 41, first, since[0], held=officer, post=deputy, pay="0.30"),
        early_raise(),
        raises["an-07"],
        reappointment("an-08", 36, date(2017, 2, 20), date(2017, 3, 1), deputy),
        appointment("an-09", 127, second, since[1], held=deputy, post=head, pay="0.50"),
        reprimand(),
        raises["an-11"],
        promotion(),
        reappointment("an-13", 171, date(2023, 5, 25), date(2023, 6, 1), head),
        raises["an-14"],
        reorganisation(),
        deputy_director(),
    )
