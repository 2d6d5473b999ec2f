"""What a career lacks: domain.md 5.10."""

from datetime import date
from typing import Any
from uuid import UUID

from domain.dates import PartialDate
from domain.events.envelope import Decision, Recorded, UnitRef
from domain.events.organisation import OrgDissolved, OrgEstablished, OrgLevel
from domain.evidence import Rank
from domain.gaps import Gap, GapKind, cited, gaps_of
from domain.organisation import Units
from tests.kit.careers import START, Book, named
from tests.kit.verdicts import paper, person, recruited

TODAY = date(2026, 1, 1)
PNV = named("unit PNV")
NOBODY = Units.of(())


def directory() -> Units:
    """Phòng Nội vụ, until the district level ended on 1/7/2025."""
    founded = OrgEstablished(
        recorded_by=named("archivist"),
        unit_id=PNV,
        effective_date=PartialDate(2000, 1, 1),
        name="Phòng Nội vụ huyện Lục Nam",
        level=OrgLevel.DISTRICT,
    )
    ended = OrgDissolved(
        recorded_by=named("archivist"), unit_id=PNV, effective_date=PartialDate(2025, 7, 1)
    )
    return Units.of(
        Recorded(event=event, stream_id=PNV, version=no, position=no, recorded_at=START)
        for no, event in enumerate((founded, ended), start=1)
    )


def gaps(*events: Any, kind: GapKind | None = None, units: Units = NOBODY) -> list[Gap]:
    found = gaps_of(Book(*events).career, TODAY, units)
    return [one for one in found if kind is None or one.kind is kind]


def claimed(name: str, since: str, until: str, unit: str = "Sở Nội vụ") -> Any:
    return paper(
        "claim.workPeriod",
        name,
        since,
        until=until,
        unit=unit,
        number=None,
        evidence=Rank.CLAIM,
    )


def test_what_no_paper_proves_what_is_claimed_and_what_nobody_looked_at():
    listed = paper("transfer.made", "listed", "2015-01-01", to_unit="Sở", evidence=Rank.IMPORTED)
    book = Book(person(), recruited(), listed, claimed("c", "2008-01", "2009-12"))
    book.verified("hired")
    found = gaps_of(book.career, TODAY, NOBODY)

    def of(kind: GapKind) -> list[UUID]:
        return [event_id for one in found if one.kind is kind for event_id in one.event_ids]

    assert of(GapKind.UNPROVED) == [named("listed")]
    assert of(GapKind.CLAIM_WITHOUT_DECISION) == [named("c")]
    assert of(GapKind.UNVERIFIED) == [named("who")]


def test_a_disputed_event_waits_for_its_correction():
    book = Book(person(), recruited())
    book.disputed("hired")

    (gap,) = [one for one in gaps_of(book.career, TODAY, NOBODY) if named("hired") in one.event_ids
              and one.kind is GapKind.UNVERIFIED]  # fmt: skip

    assert gap.code == "gap.DISPUTED"


def test_more_than_a_month_without_a_place_is_a_gap():
    early = claimed("c", "2008-01-01", "2009-10-31")
    near = claimed("c", "2008-01-01", "2009-11-30")

    (gap,) = gaps(person(), early, recruited("2010-01-01"), kind=GapKind.NO_PLACEMENT)

    assert (gap.since, gap.until) == (date(2009, 11, 1), date(2010, 1, 1))
    assert gaps(person(), near, recruited("2010-01-01"), kind=GapKind.NO_PLACEMENT) == []


def test_a_unit_that_was_abolished_places_nobody_any_more():
    unit = UnitRef(as_printed="Phòng Nội vụ huyện Lục Nam", unit_id=PNV)
    hired = recruited("2010-01-01").model_copy(update={"unit": unit})
    told = (person(), hired)

    (gap,) = gaps(*told, kind=GapKind.NO_PLACEMENT, units=directory())

    assert (gap.since, gap.until) == (date(2025, 7, 1), None)
    after = paper("placement.changed", "p", "2025-07-01", to_unit="UBND xã")
    assert gaps(*told, after, kind=GapKind.NO_PLACEMENT, units=directory()) == []


def test_out_of_service_nobody_needs_a_place():
    left = paper("service.terminated", "left", "2012-01-01", ground="thôi việc")
    back = paper("recruitment.made", "b", "2014-01-01", personnel_class="CONG_CHUC", unit="Sở")

    assert gaps(person(), recruited(), left, back, kind=GapKind.NO_PLACEMENT) == []


def test_periods_that_overlap_in_two_units_are_told_with_both_papers():
    one = claimed("one", "2005-01-01", "2007-12-31", "Sở Y tế")
    other = claimed("other", "2007-06-01", "2009-12-31", "Sở Tài chính")

    (gap,) = gaps(person(), one, other, kind=GapKind.OVERLAP)

    assert set(gap.event_ids) == {named("one"), named("other")}
    assert (gap.since, gap.until) == (date(2007, 6, 1), date(2008, 1, 1))


def test_a_printed_name_that_nobody_resolved_is_told_once():
    moved = paper("transfer.made", "m", "2012-01-01", to_unit="SỞ NỘI VỤ")

    (gap,) = gaps(person(), recruited(), moved, kind=GapKind.UNIT_UNRESOLVED)

    assert gap.values["count"] == 2
    known = paper("transfer.made", "m", "2012-01-01", to_unit="Phòng Nội vụ huyện Lục Nam")
    assert gaps(person(), known, kind=GapKind.UNIT_UNRESOLVED, units=directory()) == []


def test_a_decision_that_others_cite_and_that_is_not_there():
    bases = (
        "Căn cứ Nghị định số 24/2014/NĐ-CP ngày 04/4/2014;",
        "Căn cứ Quyết định số 45/QĐ-SNV ngày 12/3/2012 về việc bổ nhiệm;",
        "Xét đề nghị của Chánh Văn phòng.",
    )
    again = paper("reappointment.made", "again", "2017-03-01", post="Trưởng phòng")
    decision = Decision(full_no="77/QĐ-SNV", doc_type="QD", legal_bases=bases)
    again = again.model_copy(update={"decision": decision})
    fined = paper(
        "discipline.imposed",
        "d",
        "2019-05-10",
        form="KHIEN_TRACH",
        duration_months=12,
        party_decision_no="727-QĐ/TU",
    )

    found = cited(Book(person(), again, fined).career)

    assert [(one.number, one.event_ids) for one in found] == [
        ("45/QĐ-SNV", (named("again"),)),
        ("727-QĐ/TU", (named("d"),)),
    ]
    first = paper(
        "appointment.made", "first", "2012-03-12", number="45/QĐ-SNV", post="Trưởng phòng"
    )
    there = cited(Book(person(), first, again).career)
    assert there == ()
