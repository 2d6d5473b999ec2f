"""Months that a salary step is put off. Source: domain.md 3.6 (TT 08/2013 Art. 2(3)) [V:S18]."""

from domain.events.envelope import PersonnelClass
from domain.events.salary import DelayCause

_CADRE = frozenset({PersonnelClass.CAN_BO})
_CIVIL = frozenset({PersonnelClass.CONG_CHUC, PersonnelClass.CONG_CHUC_XA})

_MONTHS: dict[DelayCause, tuple[int | None, int | None, int | None]] = {
    DelayCause.KHIEN_TRACH: (6, 6, 3),
    DelayCause.CANH_CAO: (6, 6, 6),
    DelayCause.GIANG_CHUC: (None, 12, None),
    DelayCause.CACH_CHUC: (12, 12, 12),
    DelayCause.NOT_COMPLETED: (6, 6, 6),
}
"""Cause to months for cán bộ, công chức, viên chức and contract staff; None: no such row."""


def delay_months(cause: DelayCause, personnel_class: PersonnelClass | None) -> int | None:
    """Months by the table; None where it has none. A class not known counts as công chức."""
    row = _MONTHS.get(cause)
    if row is None:
        return None
    cadre, civil, others = row
    if personnel_class in _CADRE:
        return cadre
    return civil if personnel_class is None or personnel_class in _CIVIL else others
