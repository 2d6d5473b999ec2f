"""Grade and professional title codes, dated: even the name of a code is.

Source: domain.md 1.4. A span is half-open; None in `valid_from` means that the beginning is not
known, None in `valid_to` that no end is known.
"""

from dataclasses import dataclass
from datetime import date

from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True)
class Grade:
    """`table` None: not known for that time. `source`: where title and table were read."""

    code: str
    name: str
    table: str | None
    valid_from: date | None = None
    valid_to: date | None = None
    mark: Mark = Mark.V
    source: str = "NĐ 204/2004/NĐ-CP; TT 02/2021/TT-BNV; Bộ pháp điển"

    def holds_on(self, on: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


_TT02_2021 = date(2021, 8, 1)
"""TT 02/2021/TT-BNV: cán sự to A0, nhân viên to B."""
_LECTURERS = date(2020, 12, 12)
_THCS = date(2021, 3, 20)
_ARCHIVES = date(2022, 10, 15)

_CIVIL = (
    Grade("01.001", "Chuyên viên cao cấp", "A3.1"),
    Grade("01.002", "Chuyên viên chính", "A2.1"),
    Grade("01.003", "Chuyên viên", "A1"),
    Grade("01.004", "Cán sự", "B", None, _TT02_2021, Mark.K),
    Grade("01.004", "Cán sự", "A0", _TT02_2021, None, Mark.K),
    Grade("01.005", "Kỹ thuật viên đánh máy", None, None, _TT02_2021, Mark.K),
    Grade("01.005", "Nhân viên", "B", _TT02_2021, None, Mark.K),
    Grade("02.006", "Văn thư viên chính", "A2.1", None, None, Mark.WEAK),
    Grade("02.007", "Văn thư viên", "A1", None, None, Mark.WEAK),
    Grade("02.008", "Văn thư viên trung cấp", "B", None, None, Mark.WEAK),
    Grade("02.012", "Lưu trữ viên cao cấp", None, None, _ARCHIVES, Mark.WEAK),
    Grade("02.013", "Lưu trữ viên chính", None, None, _ARCHIVES, Mark.WEAK),
    Grade("02.014", "Lưu trữ viên", None, None, _ARCHIVES, Mark.WEAK),
    Grade("06.029", "Kế toán viên cao cấp", None, None, None, Mark.WEAK),
    Grade("06.030", "Kế toán viên chính", "A2.2"),
    Grade("06.031", "Kế toán viên", "A1"),
    Grade("06.032", "Kế toán viên trung cấp", None, None, None, Mark.WEAK),
)
_TEACHING = (
    Grade("V.07.01.01", "Giảng viên cao cấp", "A3.1", _LECTURERS),
    Grade("V.07.01.02", "Giảng viên chính", "A2.1", _LECTURERS),
    Grade("V.07.01.03", "Giảng viên", "A1", _LECTURERS),
    Grade("V.07.01.23", "Trợ giảng", "A1", _LECTURERS),
    Grade("V.07.02.24", "Giáo viên mầm non hạng I", "A2.2"),
    Grade("V.07.02.25", "Giáo viên mầm non hạng II", "A1"),
    Grade("V.07.02.26", "Giáo viên mầm non hạng III", "A0"),
    Grade("V.07.03.27", "Giáo viên tiểu học hạng I", "A2.1"),
    Grade("V.07.03.28", "Giáo viên tiểu học hạng II", "A2.2"),
    Grade("V.07.03.29", "Giáo viên tiểu học hạng III", "A1"),
    Grade("V.07.05.13", "Giáo viên trung học phổ thông hạng I", "A2.1"),
    Grade("V.07.05.14", "Giáo viên trung học phổ thông hạng II", "A2.2"),
    Grade("V.07.05.15", "Giáo viên trung học phổ thông hạng III", "A1"),
    Grade("V.07.04.30", "Giáo viên trung học cơ sở hạng I", "A2.1", _THCS),
    Grade("V.07.04.31", "Giáo viên trung học cơ sở hạng II", "A2.2", _THCS),
    Grade("V.07.04.32", "Giáo viên trung học cơ sở hạng III", "A1", _THCS),
    # Those not yet qualified keep the old code after 19/3/2021: no end.
    Grade("V.07.04.10", "Giáo viên trung học cơ sở hạng I", "A2.2", None, None, Mark.K),
    Grade("V.07.04.11", "Giáo viên trung học cơ sở hạng II", "A1", None, None, Mark.K),
    Grade("V.07.04.12", "Giáo viên trung học cơ sở hạng III", "A0", None, None, Mark.K),
)
_HEALTH = (
    Grade("V.08.01.01", "Bác sĩ cao cấp", "A3.1"),
    Grade("V.08.01.02", "Bác sĩ chính", "A2.1"),
    Grade("V.08.01.03", "Bác sĩ", "A1"),
    Grade("V.08.03.07", "Y sĩ", "B"),
    Grade("V.08.05.11", "Điều dưỡng hạng II", "A2.1"),
    Grade("V.08.05.12", "Điều dưỡng hạng III", "A1"),
    Grade("V.08.05.13", "Điều dưỡng hạng IV", "B"),
    Grade("V.08.06.14", "Hộ sinh hạng II", "A2.1"),
    Grade("V.08.06.15", "Hộ sinh hạng III", "A1"),
    Grade("V.08.06.16", "Hộ sinh hạng IV", "B"),
    Grade("V.08.07.17", "Kỹ thuật y hạng II", "A2.1"),
    Grade("V.08.07.18", "Kỹ thuật y hạng III", "A1"),
    Grade("V.08.07.19", "Kỹ thuật y hạng IV", "B"),
    Grade("V.08.08.20", "Dược sĩ cao cấp", "A3.1"),
    Grade("V.08.08.21", "Dược sĩ chính", "A2.1"),
    Grade("V.08.08.22", "Dược sĩ", "A1"),
)
_CULTURE = (
    Grade("V.01.02.01", "Lưu trữ viên chính", "A2.2", _ARCHIVES),
    Grade("V.01.02.02", "Lưu trữ viên", "A1", _ARCHIVES),
    Grade("V.01.02.03", "Lưu trữ viên trung cấp", "B", _ARCHIVES),
    Grade("V.10.02.30", "Thư viện viên hạng I", "A3.2"),
    Grade("V.10.02.05", "Thư viện viên hạng II", "A2.2"),
    Grade("V.10.02.06", "Thư viện viên hạng III", "A1"),
    Grade("V.10.02.07", "Thư viện viên hạng IV", "B"),
)

GRADES: tuple[Grade, ...] = (*_CIVIL, *_TEACHING, *_HEALTH, *_CULTURE)


def _by_code() -> dict[str, tuple[Grade, ...]]:
    rows: dict[str, tuple[Grade, ...]] = {}
    for grade in GRADES:
        rows[grade.code] = (*rows.get(grade.code, ()), grade)
    return rows


_ROWS = _by_code()


def grades_of(code: str) -> tuple[Grade, ...]:
    """Every row of the code, the earliest first; none if the code is not known."""
    return _ROWS.get(code.strip().upper(), ())


def grade_on(code: str, on: date) -> Grade | None:
    """The row that holds on that day; None if there is none."""
    return next((grade for grade in grades_of(code) if grade.holds_on(on)), None)


def table_of(code: str | None, on: date | None) -> str | None:
    """The salary table of the code on that day, or of its nearest row if none holds then.

    A paper may name a code before our row begins; the nearest row is the best that we know, and
    the rules say so by `grade_on`.
    """
    rows = grades_of(code) if code else ()
    if len(rows) == 1:
        return rows[0].table
    for grade in rows:
        if on is not None and grade.holds_on(on):
            return grade.table
    return rows[-1].table if rows else None
