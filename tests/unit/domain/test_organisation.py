"""Units over time: how they begin, change and end, and which one a paper means."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from domain.dates import PartialDate
from domain.errors import RuleViolation, Unknown
from domain.events.envelope import Recorded
from domain.events.organisation import (
    MergeMode,
    OrgDissolved,
    OrgEstablished,
    OrgEvent,
    OrgLevel,
    OrgMerged,
    OrgRenamed,
)
from domain.organisation import How, Unit, Units
from domain.reorganising import NotLiving, dissolve, establish, merge, rename
from domain.unit_names import read_unit, unit_key

BY = UUID("00000000-0000-4000-8000-00000000000a")
AT = datetime(2026, 3, 1, tzinfo=UTC)


def unit_id(number: int) -> UUID:
    return UUID(int=number, version=4)


UB_BG, SNV_BG, UB_BN, SNV_OLD_BN, SNV_BN = (unit_id(number) for number in range(1, 6))
TCBC, SLDTBXH, PNV_LN, THCS, LG = (unit_id(number) for number in range(6, 11))
MERGER_DAY = date(2025, 7, 1)


def established(
    number: UUID,
    name: str,
    on: str,
    level: OrgLevel = OrgLevel.PROVINCE,
    *,
    parent: UUID | None = None,
    symbol: str | None = None,
) -> OrgEstablished:
    return OrgEstablished(
        recorded_by=BY,
        unit_id=number,
        effective_date=PartialDate.parse(on),
        name=name,
        symbol=symbol,
        parent_id=parent,
        level=level,
    )


def renamed(number: UUID, old: str, new: str, on: str) -> OrgRenamed:
    return OrgRenamed(
        recorded_by=BY,
        unit_id=number,
        effective_date=PartialDate.parse(on),
        old_name=old,
        new_name=new,
    )


def merged(target: UUID, sources: tuple[UUID, ...], on: str, mode: MergeMode) -> OrgMerged:
    return OrgMerged(
        recorded_by=BY,
        unit_id=target,
        effective_date=PartialDate.parse(on),
        source_ids=sources,
        mode=mode,
    )


def dissolved(number: UUID, on: str, successor: UUID | None = None) -> OrgDissolved:
    return OrgDissolved(
        recorded_by=BY,
        unit_id=number,
        effective_date=PartialDate.parse(on),
        successor_id=successor,
    )


def recorded(*events: OrgEvent) -> tuple[Recorded, ...]:
    versions: dict[UUID, int] = {}
    rows = []
    for position, event in enumerate(events, start=1):
        versions[event.unit_id] = versions.get(event.unit_id, 0) + 1
        rows.append(
            Recorded(
                event=event,
                stream_id=event.unit_id,
                version=versions[event.unit_id],
                position=position,
                recorded_at=AT,
            )
        )
    return tuple(rows)


def province(*more: OrgEvent) -> Units:
    """Bắc Giang and Bắc Ninh before and after the merger of July 2025."""
    return Units.of(
        recorded(
            established(UB_BG, "Ủy ban nhân dân tỉnh Bắc Giang", "1997-01-01"),
            established(SNV_BG, "Sở Nội vụ", "2003", parent=UB_BG, symbol="SNV"),
            established(UB_BN, "Ủy ban nhân dân tỉnh Bắc Ninh", "1997-01-01"),
            established(SNV_OLD_BN, "Sở Nội vụ tỉnh Bắc Ninh", "2003", symbol="SNV"),
            established(TCBC, "Phòng Tổ chức biên chế", "2008", OrgLevel.PHONG, parent=SNV_BG),
            established(PNV_LN, "Phòng Nội vụ huyện Lục Nam", "2008", OrgLevel.DISTRICT),
            dissolved(PNV_LN, "2025-07-01"),
            established(SNV_BN, "Sở Nội vụ", "2025-07-01", parent=UB_BN, symbol="SNV"),
            merged(SNV_BN, (SNV_BG, SNV_OLD_BN), "2025-07-01", MergeMode.NEW),
            *more,
        )
    )


def names(units: Units, printed: str, on: str, parent: str | None = None) -> list[UUID]:
    found = units.resolve(printed, date.fromisoformat(on), parent=parent)
    return [one.unit_id for one in found.candidates]


# What a printed name says


@pytest.mark.parametrize(
    ("printed", "base", "places", "under"),
    [
        ("Sở Nội vụ tỉnh Bắc Giang", "so noi vu", [("province", "bac giang")], ()),
        ("SỞ NỘI VỤ", "so noi vu", [], ()),
        ("UBND TỈNH BẮC GIANG", "uy ban nhan dan", [("province", "bac giang")], ()),
        ("Uỷ ban nhân dân TP. Đà Nẵng", "uy ban nhan dan", [("city", "da nang")], ()),
        (
            "Phòng Nội vụ huyện Lục Nam, tỉnh Bắc Giang",
            "phong noi vu",
            [("district", "luc nam"), ("province", "bac giang")],
            (),
        ),
        (
            "Phòng Tổ chức biên chế, Sở Nội vụ tỉnh Bắc Giang",
            "phong to chuc bien che",
            [("province", "bac giang")],
            ("so noi vu",),
        ),
        (
            "Phòng Tổ chức biên chế thuộc Sở Nội vụ",
            "phong to chuc bien che",
            [],
            ("so noi vu",),
        ),
        (
            "Sở Lao động - Thương binh và Xã hội",
            "so lao dong thuong binh va xa hoi",
            [],
            (),
        ),
        ("Bảo hiểm xã hội tỉnh Bắc Giang", "bao hiem xa hoi", [("province", "bac giang")], ()),
        ("Tỉnh ủy Bắc Giang", "tinh uy", [("province", "bac giang")], ()),
        ("Ban Tổ chức Tỉnh uỷ Bắc Giang", "ban to chuc tinh uy", [("province", "bac giang")], ()),
        (
            "Trường THCS Nguyễn Du, huyện Chư Sê",
            "truong thcs nguyen du",
            [("district", "chu se")],
            (),
        ),
        ("xã Tân Yên", "commune", [("commune", "tan yen")], ()),
        ("Sở GD&ĐT", "so giao duc va dao tao", [], ()),
        (
            "Văn phòng HĐND-UBND phường Đăk Bla",
            "van phong hoi dong nhan dan uy ban nhan dan",
            [("commune", "dak bla")],
            (),
        ),
    ],
)
def test_a_printed_name_is_taken_apart(
    printed: str, base: str, places: list[tuple[str, str]], under: tuple[str, ...]
):
    read = read_unit(printed)

    assert (read.base, [tuple(place) for place in read.places], read.under) == (
        base,
        places,
        under,
    )


def test_a_key_spells_abbreviations_out():
    assert unit_key("UBND TỈNH BẮC GIANG") == unit_key("Uỷ ban nhân dân tỉnh Bắc Giang")


# The fold


def test_a_unit_that_was_never_established_is_unknown():
    with pytest.raises(Unknown):
        Unit.of(SNV_BG, recorded(renamed(SNV_BG, "Sở Nội vụ", "Sở Tổ chức", "2010-01-01")))


def test_a_unit_is_called_by_the_name_of_the_day():
    unit = Unit.of(
        SNV_BG,
        recorded(
            established(SNV_BG, "Ban Tổ chức chính quyền", "1997-01-01", symbol="TCCQ"),
            renamed(SNV_BG, "Ban Tổ chức chính quyền", "Sở Nội vụ", "2003-09-01"),
        ),
    )

    assert unit.name_on(date(2003, 8, 31)) == "Ban Tổ chức chính quyền"
    assert unit.name_on(date(2003, 9, 1)) == "Sở Nội vụ"
    assert unit.name_on(date(1990, 1, 1)) == "Ban Tổ chức chính quyền"
    assert unit.symbol_on(date(2010, 1, 1)) == "TCCQ"


def test_renamings_recorded_late_are_put_in_order():
    unit = Unit.of(
        SNV_BG,
        recorded(
            established(SNV_BG, "A", "1997-01-01"),
            renamed(SNV_BG, "B", "C", "2010-01-01"),
            renamed(SNV_BG, "A", "B", "2003-01-01"),
        ),
    )

    assert [naming.name for naming in unit.namings] == ["A", "B", "C"]
    assert unit.name_on(date(2009, 12, 31)) == "B"


def test_the_day_of_dissolution_is_the_first_day_without_the_unit():
    unit = Unit.of(
        PNV_LN,
        recorded(
            established(PNV_LN, "Phòng Nội vụ huyện Lục Nam", "2008-01-01"),
            dissolved(PNV_LN, "2025-07-01"),
        ),
    )

    assert unit.lives_on(date(2025, 6, 30))
    assert not unit.lives_on(date(2025, 7, 1))
    assert not unit.lives_on(date(2007, 12, 31))


# R-ORG-01: by name or symbol, and date


@pytest.mark.parametrize(
    ("printed", "parent"),
    [
        ("Sở Nội vụ tỉnh Bắc Giang", None),
        ("SỞ NỘI VỤ", "UBND TỈNH BẮC GIANG"),
        ("UBND TỈNH BẮC GIANG\nSỞ NỘI VỤ", None),
        ("ỦY BAN NHÂN DÂN\nTỈNH BẮC GIANG\nSỞ NỘI VỤ", None),
        ("Sở Nội vụ, tỉnh Bắc Giang", None),
        ("so noi vu tinh Bắc Giang".replace("tinh", "tỉnh"), None),
    ],
)
def test_r_org_01_a_department_is_found_however_its_place_is_printed(
    printed: str, parent: str | None
):
    found = province().resolve(printed, date(2019, 5, 10), parent=parent)

    assert found.only == SNV_BG
    assert found.candidates[0].how is How.NAME


def test_r_org_01_a_name_without_its_place_leaves_the_choice_to_a_person():
    found = province().resolve("Sở Nội vụ", date(2019, 5, 10))

    assert {one.unit_id for one in found.candidates} == {SNV_BG, SNV_OLD_BN}
    assert {one.how for one in found.candidates} == {How.NAME_ONLY}
    assert found.only is None


def test_r_org_01_a_symbol_resolves_under_its_superior():
    units = province()

    assert names(units, "SNV", "2019-05-10", "UBND tỉnh Bắc Giang") == [SNV_BG]
    assert set(names(units, "snv", "2019-05-10")) == {SNV_BG, SNV_OLD_BN}


def test_r_org_01_the_date_decides_between_predecessor_and_successor():
    units = province()

    assert names(units, "Sở Nội vụ tỉnh Bắc Ninh", "2025-06-30") == [SNV_OLD_BN]
    assert names(units, "Sở Nội vụ tỉnh Bắc Ninh", "2025-07-01") == [SNV_BN]


def test_r_org_01_a_unit_outside_its_life_is_no_candidate_but_is_named():
    found = province().resolve("Phòng Nội vụ huyện Lục Nam, tỉnh Bắc Giang", date(2025, 7, 1))

    assert found.candidates == ()
    assert found.outside == (PNV_LN,)
    assert found.only is None


def test_r_org_01_a_name_given_up_is_outside_too():
    units = Units.of(
        recorded(
            established(LG, "Trường Trung học Lạng Giang", "1990"),
            renamed(LG, "Trường Trung học Lạng Giang", "Trường THPT Lạng Giang số 1", "2001"),
        )
    )

    assert names(units, "Trường Trung học Lạng Giang", "2000-06-01") == [LG]
    assert units.resolve("Trường Trung học Lạng Giang", date(2005, 1, 1)).outside == (LG,)


def test_r_org_01_an_unknown_unit_resolves_to_nothing():
    found = province().resolve("Sở Tài chính tỉnh Bắc Giang", date(2019, 5, 10))

    assert (found.candidates, found.outside) == ((), ())


def test_r_org_01_the_same_name_in_another_place_is_another_unit():
    units = province()

    assert names(units, "Sở Nội vụ tỉnh Hải Dương", "2019-05-10") == []
    assert names(units, "Phòng Nội vụ huyện Lục Ngạn", "2019-05-10") == []


def test_r_org_01_a_division_is_found_under_its_department():
    units = province()

    assert names(units, "Phòng Tổ chức biên chế, Sở Nội vụ tỉnh Bắc Giang", "2019-05-10") == [TCBC]
    assert names(units, "Phòng Tổ chức biên chế, Sở Tài chính", "2019-05-10") == []


# R-ORG-02


def test_r_org_02_predecessors_are_walked_all_the_way_back():
    units = province(
        established(SLDTBXH, "Ban Tổ chức tỉnh Hà Bắc", "1990"),
        dissolved(SLDTBXH, "2003-01-01", SNV_BG),
    )

    assert units.predecessors(SNV_BN) == (SNV_BG, SNV_OLD_BN, SLDTBXH)
    assert units.successors(SLDTBXH) == (SNV_BG, SNV_BN)
    assert units.predecessors(THCS) == ()


def test_the_sources_of_a_merger_end_on_its_day():
    units = province()

    assert units.unit(SNV_BG).ended_on == MERGER_DAY
    assert units.unit(SNV_BG).successor_id == SNV_BN
    assert units.unit(SNV_BN).ended_on is None


def test_a_circle_of_mergers_is_walked_once():
    units = Units.of(
        recorded(
            established(LG, "A", "1990"),
            established(THCS, "B", "1990"),
            merged(LG, (THCS,), "2000-01-01", MergeMode.ABSORB),
            merged(THCS, (LG,), "2001-01-01", MergeMode.ABSORB),
        )
    )

    assert units.predecessors(LG) == (THCS,)


# Decisions


def test_a_unit_begins_once():
    units = province()

    with pytest.raises(RuleViolation) as refused:
        establish(units, established(SNV_BG, "Sở Nội vụ", "2026-01-01"))

    assert refused.value.code == "org.exists"


def test_two_living_units_do_not_share_name_and_superior():
    units = province()

    with pytest.raises(RuleViolation) as refused:
        establish(units, established(THCS, "SỞ NỘI VỤ", "2019-01-01", parent=UB_BG))

    assert refused.value.code == "org.nameTaken"


def test_a_name_is_free_again_when_its_bearer_has_ended():
    founded = established(THCS, "Phòng Nội vụ huyện Lục Nam", "2026-01-01", OrgLevel.DISTRICT)

    assert establish(province(), founded) == founded


def test_a_unit_begins_under_a_living_superior():
    with pytest.raises(NotLiving):
        establish(
            province(),
            established(THCS, "Tổ Nội vụ", "2026-01-01", OrgLevel.PHONG, parent=PNV_LN),
        )


def test_a_living_unit_is_renamed_and_says_its_old_name():
    event = rename(province(), SNV_BG, new_name="Sở Tổ chức", on=PartialDate(2020, 1, 1), by=BY)

    assert (event.old_name, event.new_name) == ("Sở Nội vụ", "Sở Tổ chức")


def test_a_renaming_changes_the_name():
    with pytest.raises(RuleViolation) as refused:
        rename(province(), SNV_BG, new_name="SỞ NỘI VỤ", on=PartialDate(2020, 1, 1), by=BY)

    assert refused.value.code == "org.sameName"


def test_a_unit_that_has_ended_is_not_renamed():
    with pytest.raises(NotLiving):
        rename(province(), PNV_LN, new_name="Phòng Văn xã", on=PartialDate(2025, 7, 1), by=BY)


def test_a_merger_takes_living_units_and_not_itself():
    units = province()
    on = PartialDate(2020, 1, 1)

    event = merge(units, SNV_BG, (SNV_OLD_BN,), mode=MergeMode.ABSORB, on=on, by=BY)
    with pytest.raises(RuleViolation) as refused:
        merge(units, SNV_BG, (SNV_BG,), mode=MergeMode.ABSORB, on=on, by=BY)
    with pytest.raises(NotLiving):
        merge(units, UB_BN, (PNV_LN,), mode=MergeMode.ABSORB, on=PartialDate(2025, 7, 1), by=BY)

    assert event.source_ids == (SNV_OLD_BN,)
    assert refused.value.code == "org.mergesItself"


def test_a_merger_into_a_new_unit_needs_one_that_begins_that_day():
    with pytest.raises(RuleViolation) as refused:
        merge(
            province(),
            SNV_BG,
            (SNV_OLD_BN,),
            mode=MergeMode.NEW,
            on=PartialDate(2020, 1, 1),
            by=BY,
        )

    assert refused.value.code == "org.targetNotNew"


def test_a_unit_ends_while_it_lives_and_leaves_a_living_successor():
    units = province()

    event = dissolve(units, TCBC, on=PartialDate(2020, 1, 1), by=BY, successor_id=SNV_BG)
    with pytest.raises(NotLiving):
        dissolve(units, PNV_LN, on=PartialDate(2026, 1, 1), by=BY)
    with pytest.raises(NotLiving):
        dissolve(units, TCBC, on=PartialDate(2020, 1, 1), by=BY, successor_id=SNV_BN)

    assert event.successor_id == SNV_BG


def test_other_events_are_passed_over():
    none: Iterable[Recorded] = ()

    assert Units.of(none).resolve("Sở Nội vụ", date(2020, 1, 1)).candidates == ()
