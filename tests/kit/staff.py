"""A department with two divisions, its forerunner, and the careers of five people in them."""

from typing import Any

from archive.ledger import Ledger, Write
from domain.events.envelope import CareerEvent, UnitRef
from domain.events.organisation import (
    UNITS_STREAM,
    MergeMode,
    OrgEstablished,
    OrgLevel,
    OrgMerged,
)
from tests.kit.careers import AN_ARCHIVIST, fact, named

OLD = "Sở Kế hoạch tỉnh Bắc Giang"
NEW = "Sở Tài chính tỉnh Bắc Giang"
OFFICE = "Văn phòng Sở Tài chính tỉnh Bắc Giang"
BUDGET = "Phòng Ngân sách Sở Tài chính tỉnh Bắc Giang"
OTHER = "Sở Y tế tỉnh Bắc Giang"
CLERK = "Tổ chức cán bộ"


def unit(name: str) -> UnitRef:
    return UnitRef(as_printed=name, unit_id=named(name))


def _established(name: str, on: str, above: str | None = None) -> OrgEstablished:
    return OrgEstablished(
        recorded_by=AN_ARCHIVIST.id,
        unit_id=named(name),
        effective_date=on,
        name=name,
        level=OrgLevel.PHONG if above else OrgLevel.PROVINCE,
        parent_id=named(above) if above else None,
    )


UNITS = (
    _established(OLD, "1997-01-01"),
    _established(OTHER, "1997-01-01"),
    _established(NEW, "2025-03-01"),
    _established(OFFICE, "2025-03-01", NEW),
    _established(BUDGET, "2025-03-01", NEW),
    OrgMerged(
        recorded_by=AN_ARCHIVIST.id,
        unit_id=named(NEW),
        effective_date="2025-03-01",
        source_ids=(named(OLD),),
        mode=MergeMode.NEW,
    ),
)


def _person(who: str, birth: str, gender: str, where: str, *events: CareerEvent) -> Write:
    first = (
        fact("identity.recorded", f"{who} 0", full_name=who, birth_date=birth, gender=gender),
        fact(
            "recruitment.made",
            f"{who} 1",
            "2015-01-05",
            number="12/QĐ-STC",
            issued="2015-01-02",
            personnel_class="CONG_CHUC",
            grade_code="01.003",
            step=1,
            coefficient="2.34",
            unit=where,
        ).model_copy(update={"unit": unit(where)}),
    )
    person_id = named(who)
    whole = (one.model_copy(update={"person_id": person_id}) for one in (*first, *events))
    return Write(person_id, tuple(whole), 0)


def _in(where: str, event: CareerEvent) -> CareerEvent:
    field = "to_unit" if "to_unit" in type(event).model_fields else "unit"
    return event.model_copy(update={field: unit(where)})


def _moved(who: str, where: str, **more: Any) -> CareerEvent:
    return _in(where, fact("transfer.made", f"{who} moved", "2025-03-01", to_unit=where, **more))


PANH, HUONG, AN, LIEN, HAI = (
    "Lò Văn Pánh",
    "Nguyễn Thị Hương",
    "=HYPERLINK(An)",
    "Ma Thị Liên",
    "Bùi Quang Hải",
)
"""The third name is what a spreadsheet would take for a formula."""


def _people() -> tuple[Write, ...]:
    head = fact(
        "appointment.made",
        "head",
        "2021-07-15",
        number="45/QĐ-UBND",
        issued="2021-07-10",
        post="Trưởng phòng",
        unit=BUDGET,
        term_months=60,
    )
    step = fact("salary.stepRaised", "step", "2023-04-01", new_step=3, new_coefficient="3.00")
    reprimand = fact(
        "discipline.imposed", "d", "2024-05-01", form="KHIEN_TRACH", duration_months=12
    )
    return (
        _person(PANH, "1979-03-12", "M", OLD, _moved(PANH, BUDGET), _in(BUDGET, head)),
        _person(HUONG, "1985-04-11", "F", OLD, _moved(HUONG, OFFICE), step),
        _person(AN, "1966-03-10", "M", OLD, _moved(AN, OFFICE, job_position=CLERK)),
        _person(LIEN, "1990-09-02", "F", OLD, reprimand),
        _person(HAI, "1988-01-01", "M", OTHER),
    )


def settle_in(ledger: Ledger) -> int:
    """Record them all; the ledger's position afterwards. Liên is still placed in the forerunner."""
    ledger.record(Write(UNITS_STREAM, UNITS, None))
    return ledger.record(*_people()).position


def newcomers(count: int, where: str = OTHER) -> tuple[Write, ...]:
    """People with no career but a recruitment, named by their number."""
    return tuple(_person(f"Người {one:03d}", "1990-01-01", "M", where) for one in range(count))
