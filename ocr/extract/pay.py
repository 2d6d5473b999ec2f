"""Grades, steps and coefficients as printed, held against the salary tables.

A figure that the tables contradict stays as printed and asks for a person (R-SAL-01).
Source: domain.md 1.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.tables.grades import GRADES, grades_of, table_of
from domain.tables.salary import SALARY_TABLES, coefficient_of, steps_of
from ocr.extract.case import Case, ListRow, Said
from ocr.extract.printed import clock_start, decimal_of
from ocr.flow import Cut, Flow, plain
from ocr.tables import Role

_CODE = r"(?:\d{2}[.,]\d{3}|v[.,]\s?\d{2}[.,]\s?\d{2}[.,]\s?\d{2})(?!\d)"
_CODE_SAID = re.compile(
    rf"(?:ma so|ma ngach|ma)\s*:?\s*({_CODE})|\(\s*({_CODE})\s*\)|[,;]\s*({_CODE})\b"
)
_PAIR = re.compile(
    r"\bbac(?: luong)?(?: cu| moi)?\s*:?\s*(?P<step>\d{1,2})(?:\s?/\s?(?P<of>\d{1,2}))?(?!\d)"
    r"|(?:\bhe so(?: luong)?(?: cu| moi)?\s*:?\s*|(?<=\d)\s*-\s*)(?P<coef>\d{1,2}[.,]\d{2})(?!\d)"
)
_CELL_STEP = re.compile(r"(?<![\d,.])(\d{1,2})(?:\s?/\s?(\d{1,2}))?(?![\d,.])")
_CELL_COEFFICIENT = re.compile(r"(?<!\d)(\d{1,2}[.,]\d{2})(?!\d)")


@dataclass(frozen=True, eq=False)
class Pay:
    """One step: its number, of how many, and the coefficient; each as far as it was read."""

    step: Cut | None
    of: Cut | None
    coefficient: Cut | None

    @property
    def step_no(self) -> int | None:
        return int(self.step.text) if self.step else None

    @property
    def factor(self) -> Decimal | None:
        return decimal_of(self.coefficient.text) if self.coefficient else None


def grade_code(flow: Flow, start: int = 0, end: int | None = None) -> Cut | None:
    """`01.003`, `V.07.04.11` behind "mã số" or in brackets."""
    match = _CODE_SAID.search(flow.plain, start, len(flow.plain) if end is None else end)
    if match is None:
        return None
    group = next(index for index in (1, 2, 3) if match[index])
    return flow.cut(*match.span(group))


def said_grade(field: str, cut: Cut | None) -> tuple[Said, ...]:
    """A comma for a point is the engine's, and is mended; it asks for a look all the same.

    So does a code that the table lacks though it knows others of its series: 01.008 for 01.003.
    """
    if cut is None:
        return ()
    code = re.sub(r"\s", "", cut.text.upper()).replace(",", ".")
    series = code.rsplit(".", 1)[0] + "."
    strange = not grades_of(code) and any(grade.code.startswith(series) for grade in GRADES)
    return (Said(field, code, cut, sure="," not in cut.text and not strange),)


def grade_named(case: Case, flow: Flow, on: date | None) -> tuple[str, Cut] | None:
    """The code of a grade that is only named, if just one bears that name on the day."""
    match = flow.find(r"\bngach (?:cong chuc )?(?=[a-z])")
    if match is None or on is None:
        return None
    text = flow.plain[match.end() :]
    for grade in sorted(GRADES, key=lambda grade: -len(grade.name)):
        if text.startswith(plain(grade.name)):
            codes = {g.code for g in GRADES if g.name == grade.name and g.holds_on(on)}
            if len(codes) == 1:
                return codes.pop(), flow.cut(match.end(), match.end() + len(grade.name))
            return None
    return None


def pays_in(flow: Flow, start: int = 0) -> tuple[Pay, ...]:
    """Steps with their coefficients, in order: "từ bậc 3/9, hệ số 3,00 lên bậc 4/9, hệ số 3,33"."""
    pays: list[Pay] = []
    for match in _PAIR.finditer(flow.plain, start):
        if match["step"]:
            of = flow.cut(*match.span("of")) if match["of"] else None
            if pays and pays[-1].step is None:
                pays[-1] = Pay(flow.cut(*match.span("step")), of, pays[-1].coefficient)
            else:
                pays.append(Pay(flow.cut(*match.span("step")), of, None))
        elif pays and pays[-1].coefficient is None:
            pays[-1] = Pay(pays[-1].step, pays[-1].of, flow.cut(*match.span("coef")))
        elif not pays or pays[-1].step is not None:
            pays.append(Pay(None, None, flow.cut(*match.span("coef"))))
    return tuple(pay for pay in pays if pay.step or pay.coefficient)


def pay_of_cells(cells: Sequence[Cut]) -> Pay | None:
    """ "2/9 – 2,67" in one cell, or step and coefficient in two."""
    step = of = coefficient = None
    for cell in cells:
        found = _CELL_COEFFICIENT.search(cell.plain)
        if found and coefficient is None:
            coefficient = cell.flow.cut(cell.start + found.start(1), cell.start + found.end(1))
        counted = _CELL_STEP.search(cell.plain)
        if counted and step is None and not _is_inside(counted, found):
            step = cell.flow.cut(cell.start + counted.start(1), cell.start + counted.end(1))
            if counted[2]:
                of = cell.flow.cut(cell.start + counted.start(2), cell.start + counted.end(2))
    return Pay(step, of, coefficient) if step or coefficient else None


def _is_inside(one: re.Match[str], other: re.Match[str] | None) -> bool:
    return other is not None and one.start() < other.end() and other.start() < one.end()


def said_pay(step_field: str, factor_field: str, pay: Pay | None, fits: bool) -> tuple[Said, ...]:
    """Step and coefficient; not sure where the tables say otherwise or one of them is missing."""
    if pay is None:
        return ()
    said: list[Said] = []
    if pay.step and pay.step_no and 1 <= pay.step_no <= 12:
        said.append(Said(step_field, pay.step_no, pay.step, sure=fits))
    if pay.coefficient and pay.factor is not None:
        said.append(Said(factor_field, str(pay.factor), pay.coefficient, sure=fits))
    return tuple(said)


def fits_tables(pay: Pay | None, code: Cut | None, on: date | None) -> bool:
    """Step and coefficient agree with the grade's table; with some table where that is unknown."""
    if pay is None or pay.step_no is None or pay.factor is None:
        return False
    spelled = code.text.upper().replace(",", ".") if code else None
    known = table_of(spelled, on) if spelled and on else None
    names = (known,) if known else tuple(SALARY_TABLES)
    return any(_fits(pay, name) for name in names)


def _fits(pay: Pay, table: str) -> bool:
    of = int(pay.of.text) if pay.of else None
    if of is not None and steps_of(table) != of:
        return False
    return pay.step_no is not None and coefficient_of(table, pay.step_no) == pay.factor


def row_pays(row: ListRow) -> tuple[Pay | None, Pay | None]:
    return pay_of_cells(row.cells(Role.OLD)), pay_of_cells(row.cells(Role.NEW))


def row_grade(row: ListRow) -> Cut | None:
    """The code in the column of the grade, with or without its name."""
    for role in (Role.CODE, Role.GRADE, Role.POST):
        for cell in row.cells(role):
            match = re.search(_CODE, cell.plain)
            if match:
                return cell.flow.cut(cell.start + match.start(), cell.start + match.end())
    return None


def said_clock(case: Case) -> Iterator[Said]:
    """Mốc tính nâng bậc lần sau: in the clause, or in a later article."""
    for flow in (case.words, case.clause, case.rest):
        found = clock_start(flow)
        if found is None:
            continue
        if found.date is not None:
            yield Said("next_clock_start", str(found.date.value), found.date.cut)
        elif case.paper.issued is not None:
            issued = case.paper.issued
            yield Said("next_clock_start", str(issued.value), issued.cut, sure=issued.certain)
        return
