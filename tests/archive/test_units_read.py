"""Units as printed, resolved when a career is read: R-ORG-01, R-ORG-03, R-ORG-04."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from archive.replay import CareerAnswer, replay_career
from domain.access import Actor, Role
from domain.dates import PartialDate
from domain.events.entry import RecruitmentMade
from domain.events.envelope import PersonnelClass
from domain.events.movement import PlacementChanged
from domain.events.organisation import UNITS_STREAM, MergeMode, OrgMerged
from domain.standing import EvidenceFilter
from tests.kit import builders
from tests.kit.reading_room import ARCHIVIST, HR_OFFICER, ReadingRoom, an_actor

SNV_BG, SNV_BN = "Sở Nội vụ tỉnh Bắc Giang", "Sở Nội vụ tỉnh Bắc Ninh"


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person()


def replay(
    place: ReadingRoom, person_id: UUID, on: str, by: Actor = HR_OFFICER, **asked: Any
) -> CareerAnswer:
    at_hand: dict[str, Any] = place.at_hand("ledger", "access", "now")
    return replay_career(person_id, valid_on=date.fromisoformat(on), by=by, **at_hand, **asked)


def recruited(place: ReadingRoom, an: UUID, unit: str = SNV_BG) -> None:
    event = builders.career_event(
        RecruitmentMade,
        "2004-08-01",
        person_id=an,
        unit=builders.UnitRef(as_printed=unit),
        personnel_class=PersonnelClass.CONG_CHUC,
    )
    place.put(an, event)


def merged(place: ReadingRoom, target: UUID, *sources: UUID) -> None:
    place.put(
        UNITS_STREAM,
        OrgMerged(
            recorded_by=ARCHIVIST.id,
            unit_id=target,
            effective_date=PartialDate(2025, 7, 1),
            source_ids=sources,
            mode=MergeMode.NEW,
        ),
    )


def test_r_org_01_a_unit_recorded_later_resolves_what_was_recorded_before(
    place: ReadingRoom, an: UUID
):
    recruited(place, an)
    stored = place.ledger.events(an)
    place.clock.at("2026-05-01")
    unit_id = place.unit(SNV_BG)
    officer = an_actor("Lan", Role.HR_OFFICER, units=(unit_id,))

    known = replay(place, an, "2019-06-30", by=officer, evidence=EvidenceFilter.ALL)
    before = replay(
        place, an, "2019-06-30", known_at=date(2026, 4, 30), evidence=EvidenceFilter.ALL
    )

    assert known.state.placement == before.state.placement == SNV_BG
    assert known.state.placement_unit_id == unit_id
    assert before.state.placement_unit_id is None
    assert place.ledger.events(an) == stored


def test_r_org_01_a_name_that_may_be_two_units_stays_as_printed(place: ReadingRoom, an: UUID):
    recruited(place, an, "Sở Nội vụ")
    place.unit(SNV_BG)
    place.unit(SNV_BN)

    answer = replay(place, an, "2019-06-30", evidence=EvidenceFilter.ALL)

    assert answer.state.placement == "Sở Nội vụ"
    assert answer.state.placement_unit_id is None
    told = [one.values for one in answer.findings if one.code == "R-ORG-01.several"]
    assert told == [{"unit": "Sở Nội vụ", "count": 2}]


def test_r_org_03_without_a_decision_the_placement_is_presumed_and_says_so(
    place: ReadingRoom, an: UUID
):
    recruited(place, an)
    old, new = place.unit(SNV_BG), place.unit(SNV_BN, "2025-07-01")
    merged(place, new, old)

    eve = replay(place, an, "2025-06-30", evidence=EvidenceFilter.ALL)
    after = replay(place, an, "2025-07-01", evidence=EvidenceFilter.ALL)

    assert eve.presumed is None
    assert after.state.placement == SNV_BG
    assert after.presumed is not None
    presumed = after.presumed
    assert (presumed.unit, presumed.unit_id, presumed.derived) == (SNV_BN, new, True)
    assert (presumed.since, presumed.path) == (date(2025, 7, 1), (old, new))


def test_r_org_03_a_decision_on_the_person_replaces_what_was_presumed(place: ReadingRoom, an: UUID):
    recruited(place, an)
    old, new = place.unit(SNV_BG), place.unit(SNV_BN, "2025-07-01")
    merged(place, new, old)
    place.clock.at("2026-05-01")
    placed = builders.career_event(
        PlacementChanged,
        "2025-07-01",
        person_id=an,
        to_unit=builders.UnitRef(as_printed=SNV_BN),
    )
    place.put(an, placed)

    now = replay(place, an, "2025-08-01", evidence=EvidenceFilter.ALL)
    believed = replay(
        place, an, "2025-08-01", known_at=date(2026, 4, 30), evidence=EvidenceFilter.ALL
    )

    assert (now.state.placement, now.presumed) == (SNV_BN, None)
    assert believed.presumed is not None
