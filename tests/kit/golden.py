"""The worked career of domain.md 3.15: its sixteen rows as events, by their number."""

from datetime import UTC, datetime, timedelta

from domain.events.envelope import CareerEvent, EffectiveBasis
from domain.people import Identifier, IdentifierKind
from tests.kit.careers import Book, fact

SNV_BG = "Sở Nội vụ tỉnh Bắc Giang"
SNV_BN = "Sở Nội vụ tỉnh Bắc Ninh"
DEPUTY, HEAD, DEPUTY_DIRECTOR = "Phó Trưởng phòng", "Trưởng phòng", "Phó Giám đốc"


def _identity() -> CareerEvent:
    return fact(
        "identity.recorded",
        0,
        full_name="Nguyễn Văn An",
        birth_date="1979-03-12",
        gender="M",
        identifiers=(Identifier(kind=IdentifierKind.CCCD, value="024079000321"),),
    )


def _step(no: int, issued: str, effective: str, step: int, coefficient: str) -> CareerEvent:
    return fact(
        "salary.stepRaised",
        no,
        effective,
        issued=issued,
        new_step=step,
        new_coefficient=coefficient,
    )


def golden_rows() -> dict[int, tuple[CareerEvent, ...]]:
    """Row 0 is the identity; row 2 has two events. Event ids are `named(row)`, `named("2b")`."""
    term = {"term_months": 60}
    bg, bn = {"unit": SNV_BG}, {"unit": SNV_BN}
    return {
        0: (_identity(),),
        1: (
            fact(
                "recruitment.made",
                1,
                "2004-08-01",
                issued="2004-07-20",
                personnel_class="CONG_CHUC",
                pay_percent=85,
                probation_months=12,
                **bg,
            ),
        ),
        2: (
            fact("probation.ended", 2, "2005-08-01", issued="2005-08-05"),
            fact(
                "grade.assigned",
                "2b",
                "2005-08-01",
                issued="2005-08-05",
                grade_code="01.003",
                step=1,
                coefficient="2.34",
                next_clock_start="2005-08-01",
            ),
        ),
        3: (_step(3, "2008-07-25", "2008-08-01", 2, "2.67"),),
        4: (_step(4, "2011-07-20", "2011-08-01", 3, "3.00"),),
        5: (
            fact(
                "appointment.made", 5, "2012-03-01", issued="2012-02-28", post=DEPUTY, **term, **bg
            ),
        ),
        6: (
            fact(
                "salary.stepRaisedEarly",
                6,
                "2013-11-01",
                issued="2013-10-30",
                ground="EXCELLENT",
                months_early=9,
                new_step=4,
                new_coefficient="3.33",
            ),
        ),
        7: (_step(7, "2016-10-28", "2016-11-01", 5, "3.66"),),
        8: (
            fact(
                "reappointment.made",
                8,
                "2017-03-01",
                issued="2017-02-20",
                post=DEPUTY,
                **term,
                **bg,
            ),
        ),
        9: (
            fact("appointment.made", 9, "2018-06-01", issued="2018-05-28", post=HEAD, **term, **bg),
        ),
        10: (
            fact(
                "discipline.imposed",
                10,
                "2019-04-25",
                issued="2019-05-10",
                effective_basis=EffectiveBasis.PARTY_DECISION,
                form="KHIEN_TRACH",
                duration_months=12,
            ),
        ),
        11: (_step(11, "2020-04-28", "2020-05-01", 6, "3.99"),),
        12: (
            fact(
                "grade.promoted",
                12,
                "2021-12-20",
                issued="2021-12-20",
                effective_basis=EffectiveBasis.SIGN_DATE,
                new_grade_code="01.002",
                step=1,
                new_coefficient="4.40",
            ),
        ),
        13: (
            fact(
                "reappointment.made", 13, "2023-06-01", issued="2023-05-25", post=HEAD, **term, **bg
            ),
        ),
        14: (_step(14, "2024-12-18", "2024-12-20", 2, "4.74"),),
        15: (fact("placement.changed", 15, "2025-07-01", issued="2025-06-30", to_unit=SNV_BN),),
        16: (
            fact(
                "appointment.made",
                16,
                "2025-07-01",
                issued="2025-06-30",
                post=DEPUTY_DIRECTOR,
                **term,
                **bn,
            ),
        ),
    }


def golden_book(*, reprimand_recorded: datetime = datetime(2019, 9, 1, 3, tzinfo=UTC)) -> Book:
    """Each row recorded three days after its paper, but the reprimand on 2019-09-01."""
    told: list[tuple[datetime, tuple[CareerEvent, ...]]] = []
    for row, events in golden_rows().items():
        issued = events[0].issue_date
        day = issued.first_day if issued is not None else datetime(2004, 8, 2).date()  # noqa: DTZ001
        at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC) + timedelta(days=3)
        told.append((reprimand_recorded if row == 10 else at, events))
    book = Book()
    for at, events in sorted(told, key=lambda one: one[0]):
        book.tell(*events, at=at)
    return book
