"""Acts on other decisions: đính chính, thu hồi, hủy bỏ, thay thế, sửa đổi.

Source: domain.md 3.12, phrase bank 4.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import JsonValue

from domain.events.acts import VoidMode
from ocr.extract.case import Act, Case, Said, effect_of
from ocr.extract.cited import cited_paper
from ocr.extract.printed import date_at, decimal_of
from ocr.flow import Cut, Flow

_FIELDS: tuple[tuple[str, str], ...] = (
    (r"(?:ngay,? (?:thang,? )?(?:nam )?sinh|nam sinh)", "birth_date"),
    (r"(?:ho va ten|ho ten|ten)", "full_name"),
    (r"(?:ma ngach|ma so)", "grade_code"),
    (r"he so(?: luong)?", "new_coefficient"),
    (r"bac luong", "new_step"),
    (r"(?:ngay huong|ngay hieu luc|thoi diem huong|ngay co hieu luc)", "effective_date"),
    (r"(?:chuc vu|chuc danh)", "post"),
    (r"(?:don vi|noi) cong tac", "unit"),
)
"""What is said to be wrong -> the Python field name that the target's event has for it."""
_CHANGE = re.compile(
    r"\btu\s*:?\s*\"(?P<before>[^\"]+)\"\s*(?:,\s*)?(?:sua )?(?:thanh|"
    r"la)\s*:?\s*\"(?P<after>[^\"]+)\""
    r"|\btu\s+(?P<b2>\S+)\s+thanh\s+(?P<a2>\S+)"
)


def propose_amending(case: Case) -> Iterator[Act]:
    """Yield the acts on other decisions that the case announces."""
    clause = case.clause
    corrected = clause.find(r"\bdinh chinh\b")
    revoked = case.cue(
        r"\b(?P<how>thu hoi|huy bo|bai bo)\s+(?=quyet dinh|toan bo quyet dinh)", within=60
    )
    amended = case.cue(r"\b(?:dieu chinh|sua doi,? bo sung|sua doi|bo sung)\s+", within=40)
    if corrected:
        yield from _correction(case, corrected)
    elif revoked:
        if clause.find(r"\bky luat\b|\bdanh hieu\b|\bbang khen\b|\bgiay khen\b|khen thuong"):
            return  # the families of discipline and award have events of their own
        yield _revocation(case, revoked)
    elif amended and cited_paper(clause):
        yield _amendment(case, amended)


def propose_replacing(case: Case) -> Iterator[Act]:
    """ "Quyết định này thay thế Quyết định số …", wherever it stands in the paper."""
    text = case.paper.text
    match = text.find(r"\bquyet dinh nay thay the\s+(?=quyet dinh so)") or text.find(
        r"\bva thay the\s+(?=quyet dinh so)"
    )
    paper = cited_paper(text, match.end()) if match else None
    if match is None or paper is None or case.row is not None or case.inline_no not in (None, 1):
        return
    said = (Said("target_no", paper.number.full_no, paper.cut), *effect_of(case))
    yield Act("decision.replaced", text.cut(*match.span()), said)


def _target(case: Case, start: int = 0) -> tuple[Said, ...]:
    paper = cited_paper(case.clause, start)
    return (Said("target_no", paper.number.full_no, paper.cut),) if paper else ()


def _correction(case: Case, cue: re.Match[str]) -> Iterator[Act]:
    clause = case.clause
    change = _change(clause, cue.end())
    said = (*_target(case, cue.end()), *(change or ()), *effect_of(case))
    if change or len(said) > 1:
        yield Act("decision.corrected", clause.cut(*cue.span()), said)


def _change(flow: Flow, start: int) -> tuple[Said, ...]:
    """The field that is corrected, and what it said before and says now."""
    match = _CHANGE.search(flow.plain, start)
    if match is None:
        return ()
    first, second = ("before", "after") if match["before"] else ("b2", "a2")
    named = _field(flow, start, match.start())
    if named is None:
        return ()
    before, after = flow.cut(*match.span(first)), flow.cut(*match.span(second))
    values = _stored(named, before), _stored(named, after)
    if None in values:
        return ()
    value: JsonValue = [{"field": named, "before": values[0], "after": values[1]}]
    return (Said("changes", value, flow.cut(before.start, after.end)),)


def _field(flow: Flow, start: int, end: int) -> str | None:
    for pattern, name in _FIELDS:
        if flow.find(rf"\b{pattern}\b", start, end):
            return name
    return None


def _stored(field: str, cut: Cut) -> JsonValue:
    """The printed value as the field stores it; None where it cannot be read."""
    if field in ("birth_date", "effective_date"):
        found = date_at(cut.flow, cut.start)
        return str(found.value) if found else None
    if field == "new_coefficient":
        value = decimal_of(cut.text)
        return str(value) if value is not None else None
    if field == "new_step":
        digits = re.match(r"\d{1,2}", cut.text)
        return int(digits.group()) if digits else None
    if field == "unit":
        return {"asPrinted": cut.text}
    return cut.text


def _revocation(case: Case, cue: re.Match[str]) -> Act:
    said = [*_target(case)]
    if cue["how"] == "huy bo":
        # void from the start; for "thu hồi" and "bãi bỏ" a person reads from when (3.12)
        said.append(Said("void_mode", VoidMode.EX_TUNC.value, case.clause.cut(*cue.span("how"))))
    return Act("decision.revoked", case.clause.cut(*cue.span("how")), (*said, *effect_of(case)))


def _amendment(case: Case, cue: re.Match[str]) -> Act:
    said = [*_target(case)]
    clause = case.clause.find(r"\b(?:(?:diem \w+ )?(?:khoan \d+ )?dieu \d+)\b", cue.end())
    if clause:
        cut = case.clause.cut(*clause.span())
        said.append(Said("clause", cut.text, cut))
    change = _change(case.clause, cue.end())
    return Act("decision.amended", case.clause.cut(*cue.span()), (*said, *change, *effect_of(case)))
