"""Grades: hết tập sự, bổ nhiệm vào ngạch, nâng ngạch, xếp ngạch theo vị trí việc làm.

Source: domain.md 3.3, 3.6, phrase bank 4.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from ocr.extract.case import Act, Case, Said, effect_of
from ocr.extract.pay import (
    Pay,
    fits_tables,
    grade_code,
    grade_named,
    pays_in,
    row_grade,
    row_pays,
    said_clock,
    said_grade,
    said_pay,
)
from ocr.flow import Cut, plain

_PROBATION = (
    r"(?:\bhet|\bhoan thanh) (?:thoi gian |che do |thoi han )?tap su|"
    r"\bcong nhan [a-z ]{0,30}tap su"
)
_INTO = r"\bvao ngach\b|\bbo nhiem (?:vao )?(?:ngach|chuc danh nghe nghiep)\b|\bbo nhiem vao\b"
_SENIOR = r"\b(?:chinh|cao cap)\b"
_PROMOTED = r"nang ngach|thang hang|ky thi nang|xet nang ngach"


def propose_grade(case: Case) -> Iterator[Act]:
    """Yield the acts of this family that the case announces."""
    if case.cue(r"\btuyen dung\b|\btiep nhan\b|ket qua trung tuyen|tham gia|\bcu (?:ong|ba)\b"):
        return
    probation = case.cue(_PROBATION)
    if probation:
        yield Act("probation.ended", case.clause.cut(*probation.span()), effect_of(case))
    into = case.clause.find(_INTO)
    placed = case.cue(r"\b(?:xep|chuyen)(?: lai)? ngach\b")
    if into:
        cue = case.clause.cut(*into.span())
        if not probation and _is_promotion(case, into.end()):
            yield Act("grade.promoted", cue, _promotion(case))
        else:
            yield Act("grade.assigned", cue, _assignment(case))
    elif placed and not probation:
        cue = case.clause.cut(*placed.span())
        yield Act("grade.converted", cue, _conversion(case))


def _is_promotion(case: Case, after: int) -> bool:
    """To a higher grade: the paper says so, names the old one, or the new one is a senior one."""
    if "chuc danh nghe nghiep" in case.clause.plain:
        return False
    named = case.clause.find(r"\bngach\s+", max(0, after - 6))
    grade = case.clause.plain[named.end() : named.end() + 40] if named else ""
    said = plain(case.paper.title.text) if case.paper.title else ""
    codes = list(case.clause.find_all(r"\bma so\b|\(\d\d[.,]\d{3}"))
    return (
        bool(case.clause.find(_PROMOTED))
        or any(word in said for word in ("nang ngach", "thang hang"))
        or len(codes) > 1
        or any(
            word in grade.split("(")[0].split(",")[0].split(":")[0]
            for word in (" chinh", " cao cap")
        )
    )


def _new_pay(case: Case) -> tuple[Pay | None, Cut | None]:
    if case.row is not None:
        return row_pays(case.row)[1], row_grade(case.row)
    pays = pays_in(case.words) or pays_in(case.rest)
    return (pays[-1] if pays else None), _new_code(case)


def _new_code(case: Case) -> Cut | None:
    """The code behind the words that name the new grade; the old one may stand before them."""
    into = case.words.find(r"\bvao ngach\b|\bchuc danh nghe nghiep\b|\bngach\s*:")
    code = grade_code(case.words, into.end()) if into else None
    return code or grade_code(case.words) or grade_code(case.rest)


def _code_said(case: Case, field: str, code: Cut | None) -> tuple[Said, ...]:
    """The printed code, or the one that the named grade has on the day."""
    if code is not None:
        return said_grade(field, code)
    on = case.paper.issued.value.first_day if case.paper.issued else None
    found = grade_named(case, case.words, on)
    return (Said(field, found[0], found[1], sure=False),) if found else ()


def _assignment(case: Case) -> tuple[Said, ...]:
    pay, code = _new_pay(case)
    return (
        *_code_said(case, "grade_code", code),
        *said_pay("step", "coefficient", pay, _fits(case, pay, code)),
        *said_clock(case),
        *effect_of(case),
    )


def _promotion(case: Case) -> tuple[Said, ...]:
    pay, code = _new_pay(case)
    pays = pays_in(case.words) if case.row is None else ()
    old_code = grade_code(case.words)
    said: list[Said] = []
    if old_code is not None and code is not None and old_code.start < code.start:
        said.extend(said_grade("old_grade_code", old_code))
    if len(pays) > 1 and pays[0].factor is not None:
        said.append(Said("old_coefficient", str(pays[0].factor), pays[0].coefficient))
    return (
        *said,
        *_code_said(case, "new_grade_code", code),
        *said_pay("step", "new_coefficient", pay, _fits(case, pay, code)),
        *said_clock(case),
        *effect_of(case),
    )


def _conversion(case: Case) -> tuple[Said, ...]:
    pay, code = _new_pay(case)
    said: list[Said] = []
    why = case.clause.find(r"theo vi tri viec lam")
    if why:
        cut = case.clause.cut(*why.span())
        said.append(Said("reason", cut.text, cut))
    return (
        *said,
        *_code_said(case, "new_grade_code", code),
        *said_pay("step", "new_coefficient", pay, _fits(case, pay, code)),
        *said_clock(case),
        *effect_of(case),
    )


def _fits(case: Case, pay: Pay | None, code: Cut | None) -> bool:
    on = case.paper.issued.value.first_day if case.paper.issued else None
    return fits_tables(pay, code, on)
