"""Salary: nâng bậc thường xuyên, trước thời hạn, vượt khung, kéo dài thời gian nâng bậc.

Source: domain.md 3.6, phrase bank 4.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.events.salary import DelayCause, EarlyGround
from ocr.extract.case import Act, Case, Said, effect_of
from ocr.extract.pay import (
    Pay,
    fits_tables,
    grade_code,
    pays_in,
    row_grade,
    row_pays,
    said_clock,
    said_grade,
    said_pay,
)
from ocr.extract.printed import term_after
from ocr.flow import Cut, Flow
from ocr.tables import Role

_RAISED = r"(?<!xet )(?<!tinh )\bnang (?:mot |01 )?(?:bac )?luong\b(?! lan sau)"
_BEYOND = r"tham nien vuot khung|\bvuot khung\b"
_DELAYED = r"\bkeo dai thoi (?:gian|han) (?:xet )?nang (?:bac )?(?:luong|bac)\b"
_CAUSES = (
    (r"khien trach", DelayCause.KHIEN_TRACH),
    (r"canh cao", DelayCause.CANH_CAO),
    (r"giang chuc", DelayCause.GIANG_CHUC),
    (r"cach chuc", DelayCause.CACH_CHUC),
    (r"khong hoan thanh nhiem vu", DelayCause.NOT_COMPLETED),
)


def propose_salary(case: Case) -> Iterator[Act]:
    """Yield the acts of this family that the case announces."""
    if case.cue(r"ky luat|ha bac luong") and not case.cue(_DELAYED):
        return
    delayed = case.cue(_DELAYED)
    beyond = case.cue(_BEYOND)
    raised = case.cue(_RAISED)
    if delayed:
        yield Act("salary.raiseDelayed", case.clause.cut(*delayed.span()), _delay(case))
    elif beyond:
        yield Act("salary.beyondScaleSet", case.clause.cut(*beyond.span()), _percents(case))
    elif raised:
        cue = case.clause.cut(*raised.span())
        early = case.cue(r"truoc thoi han", within=200)
        if early:
            said = (*_early(case), *_step(case))
            yield Act("salary.stepRaisedEarly", case.clause.cut(raised.start(), early.end()), said)
        else:
            yield Act("salary.stepRaised", cue, _step(case))


def _step(case: Case) -> tuple[Said, ...]:
    old, new, code = _pays(case)
    on = case.paper.issued.value.first_day if case.paper.issued else None
    fits_old, fits_new = fits_tables(old, code, on), fits_tables(new, code, on)
    if old and new and old.step_no and new.step_no and new.step_no <= old.step_no:
        fits_old = fits_new = False  # a raise that does not raise: one of the two was misread
    return (
        *said_grade("grade_code", code),
        *said_pay("old_step", "old_coefficient", old, fits_old),
        *said_pay("new_step", "new_coefficient", new, fits_new),
        *said_clock(case),
        *effect_of(case),
    )


def _pays(case: Case) -> tuple[Pay | None, Pay | None, Cut | None]:
    """The old step, the new one, and the grade's code."""
    if case.row is not None:
        old, new = row_pays(case.row)
        return old, new, row_grade(case.row)
    pays = pays_in(case.words)
    code = grade_code(case.words)
    if len(pays) >= 2:
        return pays[0], pays[1], code
    if pays:
        return None, pays[0], code
    later = pays_in(case.rest)
    return (later[0] if len(later) > 1 else None), (later[-1] if later else None), code


def _early(case: Case) -> Iterator[Said]:
    flow = case.clause
    for pattern, ground in (
        (r"(?:lap )?thanh tich (?:xuat sac)?", EarlyGround.EXCELLENT),
        (r"(?:thong bao |de )?nghi huu|nghi che do", EarlyGround.PRE_RETIREMENT),
    ):
        match = flow.find(pattern)
        if match:
            yield Said("ground", ground.value, flow.cut(*match.span()))
            break
    term = term_after(flow, r"truoc thoi han(?: la)?")
    if term:
        yield Said("months_early", term.months, term.cut, sure=term.agrees)


def _percents(case: Case) -> tuple[Said, ...]:
    """ "VK 10% … VK 11%", "từ 5% lên 6%", or the columns of a list."""
    found = _row_percents(case) or _text_percents(case.words)
    old, new = (found[0], found[1]) if len(found) >= 2 else (None, found[0] if found else None)
    said: list[Said] = []
    if old:
        said.append(Said("old_percent", int(old.text), old))
    if new:
        rises = old is None or int(new.text) > int(old.text)
        said.append(Said("new_percent", int(new.text), new, sure=rises))
    return (*said, *effect_of(case))


def _row_percents(case: Case) -> list[Cut]:
    if case.row is None:
        return []
    cells = [*case.row.cells(Role.OLD), *case.row.cells(Role.NEW), *case.row.cells(Role.PERCENT)]
    return [cut for cell in cells for cut in _text_percents(cell.flow)]


def _text_percents(flow: Flow) -> list[Cut]:
    return [flow.cut(*match.span(1)) for match in flow.find_all(r"(?<!\d)(\d{1,2})\s?%")]


def _delay(case: Case) -> tuple[Said, ...]:
    flow = case.clause
    term = term_after(flow, _DELAYED + r"[a-z ]*?")
    said: list[Said] = []
    if term:
        said.append(Said("months", term.months, term.cut, sure=term.agrees))
    why = flow.find(r"\b(?:do|vi)\s+")
    for pattern, cause in _CAUSES:
        match = flow.find(pattern, why.end() if why else 0)
        if match:
            said.append(Said("cause", cause.value, flow.cut(*match.span())))
            break
    return (*said, *effect_of(case))
