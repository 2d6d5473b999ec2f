"""Which form of discipline whom, and when. Source: domain.md 3.10, R-DIS-10."""

from dataclasses import dataclass
from datetime import date

from domain.events.discipline import DisciplineForm as Form
from domain.events.envelope import PersonnelClass
from domain.tables.marks import Mark


@dataclass(frozen=True, slots=True)
class FormRow:
    """The forms that a class may receive by decisions issued in `[valid_from, valid_to)`."""

    classes: frozenset[PersonnelClass]
    forms: frozenset[Form]
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    mark: Mark = Mark.V

    def holds_on(self, on: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


_LAW_2025 = date(2025, 7, 1)
_EMPLOYEES_2026 = date(2026, 7, 1)
_CADRE = frozenset({PersonnelClass.CAN_BO})
_CIVIL = frozenset({PersonnelClass.CONG_CHUC, PersonnelClass.CONG_CHUC_XA})
_EMPLOYEE = frozenset({PersonnelClass.VIEN_CHUC})
_LIGHT = frozenset({Form.KHIEN_TRACH, Form.CANH_CAO})

FORM_ROWS: tuple[FormRow, ...] = (
    FormRow(
        _CADRE,
        _LIGHT | {Form.CACH_CHUC, Form.BAI_NHIEM},
        "Luật 22/2008/QH12",
        None,
        _LAW_2025,
    ),
    FormRow(
        _CADRE, _LIGHT | {Form.CACH_CHUC, Form.BAI_NHIEM}, "Luật 80/2025/QH15 Điều 35", _LAW_2025
    ),
    FormRow(
        _CIVIL,
        _LIGHT | {Form.HA_BAC_LUONG, Form.GIANG_CHUC, Form.CACH_CHUC, Form.BUOC_THOI_VIEC},
        "Luật 22/2008/QH12 Điều 79",
        None,
        _LAW_2025,
    ),
    FormRow(
        _CIVIL,
        _LIGHT | {Form.CACH_CHUC, Form.BUOC_THOI_VIEC},
        "Luật 80/2025/QH15 Điều 35; NĐ 172/2025/NĐ-CP",
        _LAW_2025,
    ),
    FormRow(
        _EMPLOYEE, _LIGHT | {Form.CACH_CHUC, Form.BUOC_THOI_VIEC}, "Luật Viên chức 58/2010/QH12"
    ),
)

RETIRED_FORMS: frozenset[Form] = _LIGHT | {Form.XOA_TU_CACH}
"""What may be imposed on former staff. Source: domain.md 3.10, Law 80/2025 Art. 43(3)."""

LEADERS_ONLY: frozenset[Form] = frozenset({Form.GIANG_CHUC, Form.CACH_CHUC})
NOT_FOR_LEADERS: frozenset[Form] = frozenset({Form.HA_BAC_LUONG})

IN_FORCE_MONTHS = 12
"""R-DIS-04: verified for viên chức from 1/7/2026, for công chức [K]."""


def form_row(personnel_class: PersonnelClass, on: date) -> FormRow | None:
    """The row for the class on the issue date; None if the table says nothing of the class."""
    return next(
        (row for row in FORM_ROWS if personnel_class in row.classes and row.holds_on(on)), None
    )


def form_allowed(form: Form, personnel_class: PersonnelClass, on: date) -> bool | None:
    """Whether the form exists for the class on the issue date; None if nothing is known."""
    row = form_row(personnel_class, on)
    return None if row is None else form in row.forms
