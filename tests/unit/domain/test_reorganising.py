"""Domain.md 1.3: every happening of its table, the rules R-ORG-02 and R-ORG-03, and the reform of
2025."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import reorganising as decide
from domain.as_printed import with_units
from domain.career import Career
from domain.dates import PartialDate
from domain.errors import RuleViolation
from domain.events.entry import RecruitmentMade
from domain.events.envelope import PersonnelClass, Recorded, UnitRef
from domain.events.movement import TransferMade
from domain.events.organisation import (
    UNITS_STREAM,
    MergeMode,
    OrgDissolved,
    OrgEstablished,
    OrgEvent,
    OrgLevel,
    OrgLevelAbolished,
    OrgMerged,
    OrgMoved,
    OrgRanked,
    OrgRenamed,
    OrgSplit,
)
from domain.organisation import Units
from domain.presuming import presumed_placement
from domain.tables.marks import Mark
from domain.tables.provinces import (
    MERGES_2025,
    PROVINCES_FROM_2025,
    REGISTRATION_PROVINCES,
    TWO_LEVEL_FROM,
    province_codes,
    province_name,
    successor_province,
)
from tests.kit.builders import ARCHIVIST, PERSON, career_event

AT = datetime(2026, 3, 1, tzinfo=UTC)
A, B, C, D, E = (UUID(int=number, version=4) for number in range(1, 6))


def on(text: str) -> PartialDate:
    return PartialDate.parse(text)


def begun(
    unit_id: UUID,
    name: str,
    day: str = "1997",
    *,
    level: OrgLevel = OrgLevel.PROVINCE,
    parent: UUID | None = None,
) -> OrgEstablished:
    return OrgEstablished(
        recorded_by=ARCHIVIST,
        unit_id=unit_id,
        effective_date=on(day),
        name=name,
        parent_id=parent,
        level=level,
    )


def rows(*events: OrgEvent | OrgLevelAbolished, start: int = 1) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(event=event, stream_id=UNITS_STREAM, version=at, position=at, recorded_at=AT)
        for at, event in enumerate(events, start=start)
    )


def units(*events: OrgEvent | OrgLevelAbolished) -> Units:
    return Units.of(rows(*events))


BY = {"by": ARCHIVIST}
DISTRICT = OrgLevelAbolished(
    recorded_by=ARCHIVIST, level=OrgLevel.DISTRICT, effective_date=on("2025-07-01")
)


# The table of happenings


def test_org_split_chia_ends_the_unit_and_tach_lets_it_live():
    known = units(begun(A, "Sở A"), begun(B, "Sở B", "2010"), begun(C, "Sở C", "2010"))

    divided = decide.split(known, A, (B, C), on=on("2010"), **BY)
    parted = decide.split(known, A, (A, B), on=on("2010"), **BY)

    after, still = known.extended(*rows(divided, start=4)), known.extended(*rows(parted, start=4))
    assert after.unit(A).ended_on == date(2010, 1, 1)
    assert after.successors(A) == (B, C)
    assert after.predecessors(C) == (A,)
    assert still.unit(A).ended_on is None
    assert still.successors(A) == (B,)


def test_org_moved_changes_the_superior_from_its_day():
    known = units(
        begun(A, "Sở A"), begun(B, "Sở B"), begun(C, "Phòng C", level=OrgLevel.PHONG, parent=A)
    )

    moved = known.extended(*rows(decide.move(known, C, B, on=on("2015-03-01"), **BY), start=4))

    assert moved.above(C, date(2015, 2, 28)) == (A,)
    assert moved.above(C, date(2015, 3, 1)) == (B,)
    assert moved.resolve("Phòng C, Sở B", date(2015, 3, 1)).only == C
    assert moved.resolve("Phòng C, Sở B", date(2015, 2, 28)).only is None
    assert set(moved.below(A)) == set(moved.below(B)) == {C}


def test_org_ranked_is_dated_and_of_public_service_units():
    known = units(begun(A, "Trường A", level=OrgLevel.DVSN), begun(B, "Sở B"))

    first = decide.give_rank(known, A, rank="II", on=on("2010"), basis="TTLT 35/2006", **BY)
    then = decide.give_rank(known, A, rank="I", on=on("2018"), **BY)
    ranked = known.extended(*rows(then, first, start=3)).unit(A)

    held = [ranked.rank_on(date(year, 6, 1)) for year in (2005, 2015, 2020)]
    assert [one.rank if one else None for one in held] == [None, "II", "I"]
    with pytest.raises(RuleViolation) as refused:
        decide.give_rank(known, B, rank="I", on=on("2018"), **BY)
    assert refused.value.code == "org.notRanked"


def test_org_level_abolished_ends_the_districts_and_their_divisions_and_no_school():
    known = units(
        begun(A, "UBND huyện Lục Nam", level=OrgLevel.DISTRICT),
        begun(B, "Phòng Nội vụ", level=OrgLevel.PHONG, parent=A),
        begun(C, "Trường THCS Nguyễn Du", level=OrgLevel.DVSN, parent=A),
        begun(D, "UBND xã Tân Yên", level=OrgLevel.COMMUNE, parent=A),
        begun(E, "Văn phòng Sở", level=OrgLevel.PHONG),
        DISTRICT,
    )

    ended = {one.unit_id for one in known if one.ended_on == date(2025, 7, 1)}

    assert ended == {A, B}
    assert known.unit(A).lives_on(date(2025, 6, 30))
    assert known.resolve("Phòng Nội vụ huyện Lục Nam", date(2020, 1, 1)).only == B


def test_a_level_that_ended_gets_no_new_unit_and_ends_once():
    known = units(DISTRICT)

    for decided in (
        lambda: decide.establish(known, begun(A, "Huyện A", "2025-07-01", level=OrgLevel.DISTRICT)),
        lambda: decide.abolish_level(known, OrgLevel.DISTRICT, on=on("2026"), **BY),
    ):
        with pytest.raises(RuleViolation) as refused:
            decided()
        assert refused.value.code == "org.levelEnded"
    late = begun(A, "Huyện A", "1997", level=OrgLevel.DISTRICT)
    assert decide.establish(known, late) == late
    assert known.extended(*rows(late, start=2)).unit(A).ended_on == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("decided", "code"),
    [
        (lambda known: decide.move(known, A, A, on=on("2010"), **BY), "org.underItself"),
        (lambda known: decide.move(known, A, C, on=on("2010"), **BY), "org.underItself"),
        (lambda known: decide.move(known, C, A, on=on("2010"), **BY), "org.sameParent"),
        (lambda known: decide.split(known, A, (A,), on=on("2010"), **BY), "org.splitsNothing"),
        (lambda known: decide.split(known, A, (B, B), on=on("2010"), **BY), "org.splitsNothing"),
        (lambda known: decide.split(known, A, (D,), on=on("2010"), **BY), "org.unknown"),
        (
            lambda known: decide.rename(known, A, new_name="Sở B", on=on("2010"), **BY),
            "org.nameTaken",
        ),
    ],
)
def test_what_cannot_be_is_refused(decided: Callable[[Units], object], code: str):
    known = units(
        begun(A, "Sở A"), begun(B, "Sở B"), begun(C, "Phòng C", level=OrgLevel.PHONG, parent=A)
    )

    with pytest.raises(RuleViolation) as refused:
        decided(known)

    assert refused.value.code == code


def test_a_new_unit_takes_the_name_of_one_that_ends_that_day():
    known = units(begun(A, "Sở Nội vụ tỉnh Bắc Ninh"))
    new = begun(B, "Sở Nội vụ tỉnh Bắc Ninh", "2025-07-01")

    with pytest.raises(RuleViolation):
        decide.establish(known, new)

    assert decide.establish(known, new, ending=frozenset({A})) == new


# The reform of 2025: the merge map, and 4.7: codes are dated


def test_the_63_provinces_became_34():
    old = set(REGISTRATION_PROVINCES.values())
    gone = {name for one in MERGES_2025 for name in one.sources} - {one.new for one in MERGES_2025}

    assert len(old) == 63 and len(PROVINCES_FROM_2025) == 34
    assert {name for one in MERGES_2025 for name in one.sources} <= old
    assert len(gone) == 29
    assert {successor_province(name) for name in old} == set(PROVINCES_FROM_2025.values())
    assert {one.new for one in MERGES_2025 if one.mark is Mark.K} == {
        "TP. Hồ Chí Minh", "Tây Ninh", "Vĩnh Long",
    }  # fmt: skip
    assert all(one.source for one in MERGES_2025)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("15", "Yên Bái", "Lào Cai"),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
        ("01", "Hà Nội", "Hà Nội"),
        ("27", "Bắc Ninh", None),
    ],
)
def test_4_7_a_code_may_carry_another_name_from_july_2025(
    code: str, before: str, after: str | None
):
    assert province_name(code, date(2025, 6, 30)) == before
    assert province_name(code, TWO_LEVEL_FROM) == after
    names = {one.from_on: one.name for one in province_codes() if one.code == code}
    assert (names[None], names.get(TWO_LEVEL_FROM)) == (before, after)


# R-ORG-02 and R-ORG-03


def career(known: Units, *, transferred: bool = False) -> Career:
    recruited = career_event(
        RecruitmentMade,
        "2004-08-01",
        unit=UnitRef(as_printed="Sở A"),
        personnel_class=PersonnelClass.CONG_CHUC,
    )
    moved = career_event(TransferMade, "2026-02-01", to_unit=UnitRef(as_printed="Sở E"))
    events = [recruited, *([moved] if transferred else [])]
    recorded = tuple(
        Recorded(event=event, stream_id=PERSON, version=at, position=100 + at, recorded_at=AT)
        for at, event in enumerate(events, start=1)
    )
    return Career.of(PERSON, recorded, units=known)


def chain() -> Units:
    """A went into B in 2010, B into C in 2025."""
    return units(
        begun(A, "Sở A"),
        begun(B, "Sở B", "2010-01-01"),
        begun(C, "Sở C"),
        begun(E, "Sở E"),
        OrgMerged(
            recorded_by=ARCHIVIST, unit_id=B, effective_date=on("2010-01-01"), source_ids=(A,),
            mode=MergeMode.NEW,
        ),
        OrgDissolved(
            recorded_by=ARCHIVIST, unit_id=B, effective_date=on("2025-07-01"), successor_id=C
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "unit_id", "since"),
    [
        (date(2009, 12, 31), None, None),
        (date(2010, 1, 1), B, date(2010, 1, 1)),
        (date(2025, 6, 30), B, date(2010, 1, 1)),
        (date(2025, 7, 1), C, date(2025, 7, 1)),
        (date(2026, 2, 1), None, None),
    ],
)
def test_r_org_03_who_was_in_a_unit_is_presumed_in_what_it_became(
    day: date, unit_id: UUID | None, since: date | None
):
    known = chain()
    held = career(known, transferred=True)

    found = presumed_placement(held.state_as_of(day), known)

    assert (found.unit_id if found else None, found.since if found else None) == (unit_id, since)


def test_r_org_03_of_several_successors_none_is_guessed():
    known = units(
        begun(A, "Sở A"),
        begun(B, "Sở B", "2010"),
        begun(C, "Sở C", "2010"),
        OrgSplit(recorded_by=ARCHIVIST, unit_id=A, effective_date=on("2010"), target_ids=(B, C)),
    )

    assert presumed_placement(career(known).state_as_of(date(2012, 1, 1)), known) is None
    assert known.successors(A) == (B, C)


def test_r_org_03_what_went_round_in_a_circle_presumes_nothing():
    known = units(
        begun(A, "Sở A"),
        begun(B, "Sở B"),
        OrgDissolved(recorded_by=ARCHIVIST, unit_id=A, effective_date=on("2010"), successor_id=B),
        OrgDissolved(recorded_by=ARCHIVIST, unit_id=B, effective_date=on("2011"), successor_id=A),
    )

    assert presumed_placement(career(known).state_as_of(date(2012, 1, 1)), known) is None


def test_r_org_01_what_was_known_at_a_moment_is_resolved_by_what_was_known_then():
    known = units(begun(A, "Sở A"))
    later = known.extended(
        Recorded(
            event=begun(B, "Sở A"), stream_id=UNITS_STREAM, version=2, position=900, recorded_at=AT
        )
    )
    held = career(later)

    assert held.state_as_of(date(2010, 1, 1)).placement_unit_id is None
    assert held.state_as_of(date(2010, 1, 1), 500).placement_unit_id == A


def test_r_org_01_whom_one_comes_from_is_resolved_on_the_eve():
    known = chain()
    event = career_event(
        TransferMade,
        "2010-01-01",
        from_unit=UnitRef(as_printed="Sở A"),
        to_unit=UnitRef(as_printed="Sở B"),
    )

    found = with_units(event, known)

    assert found.from_unit is not None and found.from_unit.unit_id == A
    assert found.to_unit.unit_id == B
    assert found.to_unit.as_printed == "Sở B"


def test_a_division_ends_with_its_district_in_whatever_order_they_became_known():
    division = begun(B, "Phòng B", level=OrgLevel.PHONG, parent=A)
    known = units(DISTRICT, division)

    late = begun(A, "UBND huyện A", level=OrgLevel.DISTRICT)
    grown = known.extended(*rows(late, start=3))

    assert known.unit(B).ended_on is None
    assert grown.unit(B).ended_on == date(2025, 7, 1)


# A directory that grew is the one made at once


@st.composite
def histories(draw: st.DrawFn) -> tuple[OrgEvent | OrgLevelAbolished, ...]:
    ids = [UUID(int=number, version=4) for number in range(1, 6)]
    some = st.sampled_from(ids)
    dates = st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(PartialDate.of)
    common = {"recorded_by": ARCHIVIST}
    kinds: tuple[Callable[[], OrgEvent | OrgLevelAbolished], ...] = (
        lambda: begun(
            draw(some), draw(st.sampled_from(("Sở A", "Sở B"))), str(draw(dates)),
            level=draw(st.sampled_from(OrgLevel)), parent=draw(st.none() | some),
        ),
        lambda: OrgRenamed(
            **common, unit_id=draw(some), effective_date=draw(dates), old_name="x",
            new_name=draw(st.sampled_from(("Sở C", "Sở A tỉnh X"))),
        ),
        lambda: OrgMerged(
            **common, unit_id=draw(some), effective_date=draw(dates),
            source_ids=tuple(draw(st.sets(some, min_size=1, max_size=3))), mode=MergeMode.ABSORB,
        ),
        lambda: OrgSplit(
            **common, unit_id=draw(some), effective_date=draw(dates),
            target_ids=tuple(draw(st.sets(some, min_size=1, max_size=3))),
        ),
        lambda: OrgMoved(
            **common, unit_id=draw(some), effective_date=draw(dates),
            new_parent_id=draw(st.none() | some),
        ),
        lambda: OrgRanked(**common, unit_id=draw(some), effective_date=draw(dates), rank="I"),
        lambda: OrgDissolved(
            **common, unit_id=draw(some), effective_date=draw(dates),
            successor_id=draw(st.none() | some),
        ),
        lambda: OrgLevelAbolished(
            **common, level=OrgLevel.DISTRICT, effective_date=draw(dates)
        ),
    )  # fmt: skip
    picks = draw(st.lists(st.integers(0, len(kinds) - 1), max_size=14))
    return tuple(kinds[pick]() for pick in picks)


@settings(max_examples=40)
@given(histories())
def test_a_directory_that_grew_event_by_event_is_the_one_made_at_once(
    history: tuple[OrgEvent | OrgLevelAbolished, ...],
):
    recorded = rows(*history)
    grown = Units()
    for row in recorded:
        grown = grown.extended(row)
    whole = Units.of(recorded)

    assert {one.unit_id: one for one in grown} == {one.unit_id: one for one in whole}
    for day in (date(1995, 1, 1), date(2025, 12, 31)):
        for name in ("Sở A", "Sở C", "Sở A tỉnh X"):
            found = [set(one.resolve(name, day).candidates) for one in (grown, whole)]
            assert found[0] == found[1]
        for unit in whole:
            assert unit.unit_id not in whole.above(unit.unit_id, day)
            assert unit.unit_id not in whole.predecessors(unit.unit_id)
            presumed_placement(career(whole).state_as_of(day), whole)
