"""Rating levels by class and period, as papers name them. Source: domain.md 3.8.

To 19/8/2020 the old names; NĐ 90/2020 from 20/8/2020; NĐ 335/2025 (công chức from 1/1/2026) and NĐ
233/2026 (viên chức from 1/7/2026) by score. New decrees are new rows.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.events.envelope import PersonnelClass
from domain.events.merit import Rating
from domain.tables.dated import Dated, on_day
from domain.tables.marks import Mark

_ND90 = date(2020, 8, 20)
_ND335 = date(2026, 1, 1)
_ND233 = date(2026, 7, 1)
_CADRE = frozenset({PersonnelClass.CAN_BO})
_CIVIL = frozenset({PersonnelClass.CONG_CHUC, PersonnelClass.CONG_CHUC_XA})
_EMPLOYEE = frozenset({PersonnelClass.VIEN_CHUC})


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow(Dated):
    """A level of the classes. `from_score`: the least score of 100; None: not rated by score."""

    rating: Rating
    classes: frozenset[PersonnelClass]
    name: str
    short: str
    from_score: Decimal | None = None


_EXCELLENT = "Hoàn thành xuất sắc nhiệm vụ"
_GOOD = "Hoàn thành tốt nhiệm vụ"
_DONE = "Hoàn thành nhiệm vụ"
_NOT = "Không hoàn thành nhiệm vụ"
_LIMITED = "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực"

_NAMES = {
    Rating.XUAT_SAC: (_EXCELLENT, "HTXSNV"),
    Rating.TOT: (_GOOD, "HTTNV"),
    Rating.HOAN_THANH: (_DONE, "HTNV"),
    Rating.KHONG: (_NOT, "KHTNV"),
    Rating.HAN_CHE: (_LIMITED, "HTNV còn hạn chế"),
}
_SCORES = {
    Rating.XUAT_SAC: Decimal(90),
    Rating.TOT: Decimal(70),
    Rating.HOAN_THANH: Decimal(50),
    Rating.KHONG: Decimal(0),
}


def _rows(
    ratings: tuple[Rating, ...],
    classes: frozenset[PersonnelClass],
    source: str,
    since: date | None,
    until: date | None,
    *,
    scored: bool = False,
    mark: Mark = Mark.V,
) -> tuple[RatingRow, ...]:
    return tuple(
        RatingRow(
            rating=one,
            classes=classes,
            name=_NAMES[one][0],
            short=_NAMES[one][1],
            from_score=_SCORES[one] if scored else None,
            source=source,
            mark=mark,
            valid_from=since,
            valid_to=until,
        )
        for one in ratings
    )


_FOUR = (Rating.XUAT_SAC, Rating.TOT, Rating.HOAN_THANH, Rating.KHONG)

RATING_ROWS: tuple[RatingRow, ...] = (
    *_rows(
        (Rating.XUAT_SAC, Rating.TOT, Rating.HAN_CHE, Rating.KHONG),
        _CIVIL,
        "TT 08/2013/TT-BNV",
        None,
        _ND90,
    ),
    *_rows(_FOUR, _EMPLOYEE, "TT 08/2013/TT-BNV", None, _ND90),
    *_rows(_FOUR, _CADRE, "NĐ 90/2020/NĐ-CP", _ND90, None, mark=Mark.K),
    *_rows(_FOUR, _CIVIL, "NĐ 90/2020/NĐ-CP", _ND90, _ND335),
    *_rows(_FOUR, _EMPLOYEE, "NĐ 90/2020/NĐ-CP", _ND90, _ND233),
    *_rows(_FOUR, _CIVIL, "NĐ 335/2025/NĐ-CP", _ND335, None, scored=True),
    *_rows(_FOUR, _EMPLOYEE, "NĐ 233/2026/NĐ-CP", _ND233, None, scored=True),
)


def ratings_on(on: date, personnel_class: PersonnelClass) -> tuple[RatingRow, ...]:
    """The levels of a class on a day; none for a class that is not rated here."""
    return tuple(row for row in on_day(RATING_ROWS, on) if personnel_class in row.classes)


def rating_of_score(score: Decimal, on: date, personnel_class: PersonnelClass) -> Rating | None:
    """The level that a score of 100 means, special grounds apart; None where none is rated so."""
    scored = [row for row in ratings_on(on, personnel_class) if row.from_score is not None]
    reached = [row for row in scored if row.from_score is not None and score >= row.from_score]
    return max(reached, key=lambda row: row.from_score or Decimal(0)).rating if reached else None
