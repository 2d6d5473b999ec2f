"""The law that a list of 5.1 to 5.4 goes by, of the day that it keys on. Source: domain.md 0.4.

A term goes by the law of the day that it ends, a step by that of the day it is due, a pension by
the schedule of its first day and the rules of notice of the last day for the notice.
"""

from datetime import date
from typing import Final

from domain.events.envelope import PersonnelClass
from domain.rules.finding import RuleSet, rule_set_on

_ND170: Final = date(2025, 7, 1)
_EMPLOYEES_2026: Final = date(2026, 7, 1)
_TT03: Final = date(2021, 8, 15)

_TERMS: Final = (
    RuleSet(None, "Luật 22/2008/QH12", date(2010, 1, 1), date(2020, 12, 1)),
    RuleSet(None, "NĐ 138/2020/NĐ-CP", date(2020, 12, 1), _ND170),
    RuleSet(None, "NĐ 170/2025/NĐ-CP Điều 28; QĐ 727/QĐ-BNV; QĐ 105-QĐ/TW", _ND170),
)
_TERMS_OF_EMPLOYEES: Final = (
    RuleSet(None, "Luật Viên chức 58/2010/QH12", date(2012, 1, 1), date(2020, 9, 29)),
    RuleSet(None, "NĐ 115/2020/NĐ-CP", date(2020, 9, 29), _EMPLOYEES_2026),
    RuleSet(None, "NĐ 259/2026/NĐ-CP", _EMPLOYEES_2026),
)
_AGE: Final = (RuleSet(None, "NĐ 135/2020/NĐ-CP Điều 4", date(2021, 1, 1)),)
_NOTICE: Final = (RuleSet(None, "NĐ 170/2025/NĐ-CP", _ND170),)
"""Of cán bộ and công chức: six months for the notice, three for the decision."""

_REGULAR: Final = (
    RuleSet(None, "NĐ 204/2004/NĐ-CP; TT 08/2013/TT-BNV Điều 2", None, _TT03),
    RuleSet(None, "NĐ 204/2004/NĐ-CP; TT 08/2013/TT-BNV Điều 2; TT 03/2021/TT-BNV", _TT03),
)
_EARLY: Final = (
    RuleSet(None, "TT 08/2013/TT-BNV Điều 3", None, _TT03),
    RuleSet(None, "TT 08/2013/TT-BNV Điều 3; TT 03/2021/TT-BNV", _TT03),
)
_BEYOND: Final = (RuleSet(None, "NĐ 204/2004/NĐ-CP Điều 8; TT 04/2005/TT-BNV"),)


def of_term(expires: date, kind: PersonnelClass | None) -> str | None:
    """None: the law of that day has not been read."""
    employee = kind is PersonnelClass.VIEN_CHUC
    return _on(_TERMS_OF_EMPLOYEES if employee else _TERMS, expires)


def of_pension(start: date, notice_by: date, kind: PersonnelClass | None) -> str | None:
    notice = None if kind is PersonnelClass.VIEN_CHUC else _on(_NOTICE, notice_by)
    return "; ".join(one for one in (_on(_AGE, start), notice) if one) or None


def of_step(due: date, *, early: bool, beyond: bool) -> str | None:
    return _on(_EARLY if early else _BEYOND if beyond else _REGULAR, due)


def _on(rows: tuple[RuleSet[None], ...], day: date) -> str | None:
    row = rule_set_on(rows, day)
    return row.legal_base if row is not None else None
