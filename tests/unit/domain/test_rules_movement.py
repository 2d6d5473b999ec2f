"""R-MOV: time away; R-ORG-01: units by name and date; R-POS-01: one placement at a time."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.dates import PartialDate
from domain.events.envelope import Recorded, UnitRef
from domain.events.organisation import OrgDissolved, OrgEstablished, OrgLevel
from domain.organisation import Units
from domain.rules.check import check_career
from domain.rules.finding import Severity
from domain.rules.switches import Switches
from tests.kit.careers import START, named
from tests.kit.verdicts import career, codes, findings, one, paper, person, recruited, severity_of

CIVIL = (person(), recruited())
EMPLOYEE = (person(), recruited(kind="VIEN_CHUC"))


PLANNED = paper("planning.approved", "plan", "2020-05-01", post="Trưởng phòng")


def seconded(on: str = "2022-03-01", term: int | None = 12, *, name: str = "s", **more: Any):
    return paper("secondment.started", name, on, to_unit="Ban Chỉ đạo", term_months=term, **more)


def mov(found: Any, rule: str = "R-MOV") -> list[str]:
    return codes(found, rule=rule)


# R-MOV-01


@pytest.mark.parametrize(("term", "warned"), [(12, False), (36, False), (37, True)])
def test_r_mov_01_a_secondment_lasts_at_most_thirty_six_months(term: int, warned: bool):
    found = findings(seconded(term=term), *CIVIL)

    assert mov(found) == (["R-MOV-01.long"] if warned else [])


def test_r_mov_01_a_printed_last_day_counts_in():
    to_the_day = findings(seconded(term=None, last_day=date(2025, 2, 28)), *CIVIL)
    one_more = findings(seconded(term=None, last_day=date(2025, 3, 1)), *CIVIL)

    assert mov(to_the_day) == []
    assert mov(one_more) == ["R-MOV-01.long"]


def test_r_mov_01_extensions_count_in():
    first = seconded(term=30)
    short = paper("secondment.extended", "x", "2024-09-01", term_months=6)
    long = paper("secondment.extended", "x", "2024-09-01", term_months=7)

    assert mov(findings(short, *CIVIL, first)) == []
    found = findings(long, *CIVIL, first)
    assert mov(found) == ["R-MOV-01.long"]
    assert one(found, "R-MOV-01.long").event_ids == (named("x"), named("s"))


@pytest.mark.parametrize(
    ("before", "on", "law"),
    [
        (CIVIL, "2020-11-30", None),
        (CIVIL, "2020-12-01", "NĐ 138/2020/NĐ-CP Điều 27"),
        (CIVIL, "2025-07-01", "NĐ 170/2025/NĐ-CP Điều 26"),
        (EMPLOYEE, "2026-06-30", None),
        (EMPLOYEE, "2026-07-01", "NĐ 259/2026/NĐ-CP"),
    ],
)
def test_r_mov_01_is_judged_by_the_law_of_its_day(before: Any, on: str, law: str | None):
    off = Switches(secondment_limit_before_2020=False)

    found = findings(seconded(on, 48), *before)

    assert one(found, "R-MOV-01.long").legal_base == law
    assert bool(mov(findings(seconded(on, 48), *before, switches=off))) is (law is not None)


def test_r_mov_01_a_secondment_without_a_term_is_said():
    found = findings(seconded(term=None), *CIVIL)

    assert severity_of(found, "R-MOV-01.noTerm") is Severity.INFO


# R-MOV-02


@pytest.mark.parametrize(("on", "overdue"), [(date(2023, 2, 28), False), (date(2023, 3, 1), True)])
def test_r_mov_02_when_its_time_is_over_somebody_decides(on: date, overdue: bool):
    found = check_career(career(*CIVIL, seconded()), on=on)

    assert mov(found, "R-MOV-02") == (["R-MOV-02.undecided"] if overdue else [])


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("secondment.ended", {}),
        ("secondment.extended", {"term_months": 12}),
        ("transfer.made", {"to_unit": "Sở Y tế"}),
        ("retirement.decided", {}),
    ],
)
def test_r_mov_02_a_decision_in_time_is_one(topic: str, payload: dict[str, Any]):
    decided = paper(topic, "x", "2023-03-01", **payload)

    found = check_career(career(*CIVIL, seconded(), decided), on=date(2023, 6, 1))

    assert mov(found, "R-MOV-02") == []


# R-MOV-03


@pytest.mark.parametrize(
    ("term", "code"),
    [(36, None), (35, "R-MOV-03.short"), (None, "R-MOV-03.noTerm")],
)
def test_r_mov_03_a_leader_is_rotated_for_three_years(term: int | None, code: str | None):
    event = paper("rotation.leader", "x", "2022-09-01", to_unit="UBND xã", term_months=term)

    assert mov(findings(event, *CIVIL, PLANNED)) == ([code] if code else [])


def test_r_mov_03_the_months_are_a_switch():
    event = paper("rotation.leader", "x", "2022-09-01", to_unit="UBND xã", term_months=12)

    before = (*CIVIL, PLANNED)
    assert mov(findings(event, *before, switches=Switches(rotation_months=None))) == []
    assert mov(findings(event, *before, switches=Switches(rotation_months=12))) == []


@pytest.mark.parametrize(("issued", "said"), [("2022-04-27", False), ("2022-04-28", True)])
def test_r_mov_03_who_is_rotated_stands_in_the_planning(issued: str, said: bool):
    event = paper("rotation.leader", "x", issued, to_unit="UBND xã", term_months=36)

    found = findings(event, *CIVIL)

    assert severity_of(found, "R-MOV-03.notPlanned") is (Severity.INFO if said else None)


# R-ORG-01

SNV, PNV = named("unit SNV"), named("unit PNV")


def directory() -> Units:
    def founded(unit_id: UUID, name: str) -> OrgEstablished:
        return OrgEstablished(
            recorded_by=named("archivist"),
            unit_id=unit_id,
            effective_date=PartialDate(2003),
            name=name,
            level=OrgLevel.PROVINCE,
        )

    abolished = OrgDissolved(
        recorded_by=named("archivist"), unit_id=PNV, effective_date=PartialDate(2025, 7, 1)
    )
    events = (founded(SNV, "Sở Nội vụ"), founded(PNV, "Phòng Nội vụ huyện Lục Nam"), abolished)
    return Units.of(
        Recorded(event=event, stream_id=event.unit_id, version=no, position=no, recorded_at=START)
        for no, event in enumerate(events, start=1)
    )


@pytest.mark.parametrize(
    ("printed", "on", "code"),
    [
        ("SỞ NỘI VỤ", "2020-01-01", None),
        ("Phòng Nội vụ huyện Lục Nam", "2025-06-30", None),
        ("Phòng Nội vụ huyện Lục Nam", "2025-07-01", "R-ORG-01.outside"),
        ("Sở Tài chính", "2020-01-01", "R-ORG-01.unknown"),
        ("Sở Nội vụ", "2002-12-31", "R-ORG-01.outside"),
    ],
)
def test_r_org_01_a_unit_is_known_and_lives_on_the_day(printed: str, on: str, code: str | None):
    event = paper("transfer.made", "x", on, to_unit=printed)

    found = findings(event, person(), units=directory())

    assert codes(found, rule="R-ORG-01") == ([code] if code else [])
    if code:
        assert one(found, code).values == {"unit": printed}
        assert one(found, code).severity is Severity.WARN


def of_two_provinces() -> Units:
    """Two departments of one name until mid-2025, when one of them goes."""
    kept, gone = named("SNV kept"), named("SNV gone")
    founded = (
        OrgEstablished(
            recorded_by=named("archivist"),
            unit_id=unit_id,
            effective_date=PartialDate(1997),
            name=name,
            level=OrgLevel.PROVINCE,
        )
        for unit_id, name in (
            (kept, "Sở Nội vụ tỉnh Bắc Ninh"),
            (gone, "Sở Nội vụ tỉnh Bắc Giang"),
        )
    )
    ended = OrgDissolved(
        recorded_by=named("archivist"), unit_id=gone, effective_date=PartialDate(2025, 7, 1)
    )
    return Units.of(
        Recorded(event=event, stream_id=event.unit_id, version=no, position=no, recorded_at=START)
        for no, event in enumerate((*founded, ended), start=1)
    )


def test_r_org_01_a_name_of_several_units_on_the_day_says_how_many():
    def told(printed: str, on: str) -> Any:
        event = paper("transfer.made", "x", on, to_unit=printed)
        return findings(event, person(), units=of_two_provinces())

    both = one(told("Sở Nội vụ", "2025-06-30"), "R-ORG-01.several")

    assert (both.severity, both.field) == (Severity.WARN, "to_unit")
    assert both.values == {"unit": "Sở Nội vụ", "count": 2}
    assert codes(told("Sở Nội vụ", "2025-07-01"), rule="R-ORG") == []  # one is left
    assert codes(told("Sở Nội vụ tỉnh Bắc Giang", "2025-06-30"), rule="R-ORG") == []


def test_r_org_01_a_resolved_unit_is_judged_by_itself_whatever_was_printed():
    event = paper("transfer.made", "x", "2025-07-01", to_unit="PNV").model_copy(
        update={"to_unit": UnitRef(as_printed="PNV", unit_id=PNV)}
    )
    stranger = event.model_copy(
        update={"to_unit": UnitRef(as_printed="PNV", unit_id=named("nobody's"))}
    )

    assert codes(findings(event, person(), units=directory()), rule="R-ORG") == ["R-ORG-01.outside"]
    assert codes(findings(stranger, person(), units=directory()), rule="R-ORG") == [
        "R-ORG-01.unknown"
    ]


def test_r_org_01_the_unit_that_one_leaves_may_end_that_day():
    event = paper(
        "placement.changed",
        "x",
        "2025-07-01",
        to_unit="Sở Nội vụ",
        from_unit=UnitRef(as_printed="Phòng Nội vụ huyện Lục Nam"),
    )

    assert codes(findings(event, person(), units=directory()), rule="R-ORG") == []


def test_r_org_01_without_a_directory_no_unit_is_judged():
    event = paper("transfer.made", "x", "2020-01-01", to_unit="Sở Tài chính")

    assert codes(findings(event, person()), rule="R-ORG") == []


# R-POS-01


def test_r_pos_01_who_serves_is_placed_somewhere():
    acts = paper("salary.stepRaised", "s", "2020-01-01", new_step=2, new_coefficient="2.67")

    nowhere = check_career(career(person(), acts), on=date(2021, 1, 1))
    somewhere = check_career(career(*CIVIL), on=date(2021, 1, 1))

    assert severity_of(nowhere, "R-POS-01.none") is Severity.WARN
    assert codes(somewhere, rule="R-POS") == []


def test_r_pos_01_concurrent_posts_leave_one_primary():
    first = paper("appointment.made", "a", "2020-01-01", post="Trưởng phòng", term_months=60)
    beside = paper(
        "appointment.made",
        "b",
        "2020-06-01",
        post="Phó Chánh Thanh tra",
        term_months=60,
        concurrent=True,
    )

    found = check_career(career(*CIVIL, first, beside), on=date(2021, 1, 1))

    assert codes(found, rule="R-POS") == []
