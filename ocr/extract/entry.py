"""Entry: tuyển dụng, tiếp nhận. Source: domain.md 3.3, phrase bank 4.5."""

from __future__ import annotations

from collections.abc import Iterator

from domain.events.envelope import PersonnelClass
from ocr.extract.case import Act, Case, Said, effect_of
from ocr.extract.pay import fits_tables, grade_code, pays_in, said_grade, said_pay
from ocr.extract.places import end_of_place, unit_from
from ocr.extract.printed import term_after
from ocr.flow import Cut, Flow

_CLASSES = (("vien chuc", PersonnelClass.VIEN_CHUC), ("cong chuc", PersonnelClass.CONG_CHUC))


def propose_entry(case: Case) -> Iterator[Act]:
    """Yield the acts of this family that the case announces."""
    recruited = case.cue(r"\btuyen dung\b", within=60)
    received = case.cue(r"\btiep nhan\b(?! va bo nhiem|, bo nhiem)", within=60)
    if recruited and not case.cue(r"ket qua"):
        yield Act("recruitment.made", case.clause.cut(*recruited.span()), _recruitment(case))
    elif received and not case.cue(r"\bbo nhiem\b"):
        yield Act("reception.made", case.clause.cut(*received.span()), _reception(case))


def _recruitment(case: Case) -> tuple[Said, ...]:
    return (
        *_said_unit("unit", _unit(case)),
        *_personnel_class(case),
        *_method(case),
        *_job_position(case),
        *_grade_and_pay(case),
        *_probation(case),
        *effect_of(case),
    )


def _reception(case: Case) -> tuple[Said, ...]:
    subject = case.subject
    said = [*_said_unit("unit", _unit(case))]
    if subject is not None:
        said.extend(_said_unit("from_unit", subject.unit))
        if subject.described is not None:
            said.extend(_class_said("from_class", subject.described))
    into = case.words.find(r"\bvao lam\s+(?=(?:cong|vien) chuc)")
    if into:
        said.extend(_class_said("to_class", case.words.cut(into.end(), into.end() + 9)))
    return (*said, *_grade_and_pay(case), *effect_of(case))


def _said_unit(field: str, cut: Cut | None) -> tuple[Said, ...]:
    return (Said(field, {"asPrinted": cut.text}, cut),) if cut else ()


def _class_said(field: str, cut: Cut) -> tuple[Said, ...]:
    for cue, kind in _CLASSES:
        at = cut.plain.find(cue)
        if at >= 0:
            there = cut.flow.cut(cut.start + at, cut.start + at + len(cue))
            return (Said(field, kind.value, there),)
    return ()


def _unit(case: Case) -> Cut | None:
    """Where the person will work: behind "vào làm … tại", "về công tác tại", "thuộc"."""
    flow, start = case.words, case.subject.end if case.subject and case.row is None else 0
    for pattern in (
        r"\bvao (?:lam (?:cong chuc|vien chuc|viec)|cong tac|lam)[^,.;]*?\btai\s+",
        r"\b(?:ve|den) (?:nhan )?(?:cong tac|lam viec)(?: tai)?\s+",
        r"\bcong tac tai\s+",
        r"\bthuoc\s+",
        r"\btai\s+",
        r"\bve\s+(?=(?:so|phong|uy|ban|truong))",
    ):
        match = flow.find(pattern, max(0, start - 1))
        if match and flow.text[match.end() : match.end() + 1].isupper():
            return unit_from(flow, match.end())
    return None


def _personnel_class(case: Case) -> tuple[Said, ...]:
    into = case.words.find(r"\bvao lam\s+(?=(?:cong|vien) chuc)")
    if into:
        return _class_said("personnel_class", case.words.cut(into.end(), into.end() + 9))
    exam = case.words.find(r"(?:thi|xet) tuyen (?=(?:cong|vien) chuc)")
    if exam:
        return _class_said("personnel_class", case.words.cut(exam.end(), exam.end() + 9))
    title = case.paper.title
    if title is not None:
        return _class_said("personnel_class", title)
    return ()


def _method(case: Case) -> tuple[Said, ...]:
    match = case.words.find(r"\b(?:thi|xet) tuyen\b")
    if match is None:
        return ()
    cut = case.words.cut(*match.span())
    return (Said("method", cut.text, cut),)


def _job_position(case: Case) -> tuple[Said, ...]:
    match = case.words.find(r"\bvi tri(?: viec lam)?\s*:?\s+(?=[a-z])")
    if match is None:
        return ()
    end = end_of_place(case.words, match.end())
    of = case.words.find(r",?\s(?:thuoc|tai)\s", match.end(), end)
    cut = case.words.cut(match.end(), of.start() if of else end)
    return (Said("job_position", cut.text, cut),) if cut else ()


def _grade_and_pay(case: Case) -> tuple[Said, ...]:
    """Grade, step and coefficient, in the clause or in the article behind it."""
    on = case.paper.issued.value.first_day if case.paper.issued else None
    for flow in (case.words, case.rest):
        code, pays = grade_code(flow), pays_in(flow)
        if code or pays:
            pay = pays[0] if pays else None
            fits = fits_tables(pay, code, on)
            return (*said_grade("grade_code", code), *said_pay("step", "coefficient", pay, fits))
    return ()


def _probation(case: Case) -> Iterator[Said]:
    for flow in (case.words, case.rest):
        percent = flow.find(
            r"\bhuong\s+(\d{2,3})\s?% (?:muc |cua )?(?:muc )?(?:bac )?luong|\bhuong\s+(\d{2,3})\s?%"
        )
        if percent:
            span = percent.span(1) if percent[1] else percent.span(2)
            cut = flow.cut(*span)
            yield Said("pay_percent", int(cut.text), cut)
            break
    for flow in (case.words, case.rest):
        term = _months_of_probation(flow)
        if term:
            yield term
            break


def _months_of_probation(flow: Flow) -> Said | None:
    term = term_after(flow, r"tap su(?: la)?")
    return Said("probation_months", term.months, term.cut, sure=term.agrees) if term else None
