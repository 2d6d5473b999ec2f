"""Whom a paper names: never taken for another on a name alone; and which events it may prove."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from archive.folding import career_of, dossier_of
from archive.matching import MatchKind, PersonMatch, holder_of, match_events, match_person
from domain.dates import PartialDate
from domain.events.access import IdentifierReleased
from domain.events.appointment import AppointmentMade
from domain.events.envelope import UnitRef
from domain.events.salary import StepRaised
from domain.evidence import Rank
from domain.people import Identifier
from ocr.reading import ProposedPerson
from tests.kit import builders
from tests.kit.builders import cccd
from tests.kit.reading_room import ARCHIVIST, ReadingRoom


def match(
    place: ReadingRoom,
    dossier_id: UUID,
    name: str,
    birth_date: str | None = None,
    *identifiers: Identifier,
) -> PersonMatch:
    at_hand: dict[str, Any] = place.at_hand("ledger", "registers", "keys")
    printed = ProposedPerson(
        name=name,
        birth_date=PartialDate.parse(birth_date) if birth_date else None,
        identifiers=identifiers,
    )
    return match_person(printed, dossier_of(dossier_id, place.ledger), **at_hand)


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person("Nguyễn Văn An", "1979-03-12", cccd("024079000321"))


@pytest.fixture
def dossier_id(place: ReadingRoom, an: UUID) -> UUID:
    return place.dossier(person_id=an)


def test_the_dossiers_own_person_is_meant_when_the_name_agrees(
    place: ReadingRoom, an: UUID, dossier_id: UUID
):
    found = match(place, dossier_id, "NGUYỄN VĂN AN")

    assert (found.kind, found.person_id) == (MatchKind.OWN, an)
    assert not found.foreign


def test_marks_lost_by_the_reader_do_not_hide_the_own_person(
    place: ReadingRoom, an: UUID, dossier_id: UUID
):
    found = match(place, dossier_id, "Nguyên Van An")

    assert found.person_id == an
    assert found.chosen is not None and found.chosen.marks_differ


def test_another_name_is_another_person(place: ReadingRoom, dossier_id: UUID):
    found = match(place, dossier_id, "Nguyễn Văn Anh")

    assert (found.kind, found.person_id) == (MatchKind.NONE, None)
    assert found.foreign


def test_another_birth_date_under_the_same_name_is_not_decided_by_the_machine(
    place: ReadingRoom, an: UUID, dossier_id: UUID
):
    found = match(place, dossier_id, "Nguyễn Văn An", "1985-01-02")

    assert (found.kind, found.person_id) == (MatchKind.CANDIDATES, None)
    assert [one.person_id for one in found.candidates] == [an]


def test_an_identifier_finds_its_person(place: ReadingRoom, dossier_id: UUID):
    bich = place.person("Trần Thị Bích", "1982-07-01", cccd("024182000777"))

    found = match(place, dossier_id, "Trần Thị Bích", None, cccd("024182000777"))

    assert (found.kind, found.person_id) == (MatchKind.IDENTIFIER, bich)
    assert found.foreign


def test_an_identifier_of_somebody_with_another_name_decides_nothing(
    place: ReadingRoom, dossier_id: UUID
):
    place.person("Trần Thị Bích", "1982-07-01", cccd("024182000777"))

    found = match(place, dossier_id, "Lê Văn Cường", None, cccd("024182000777"))

    assert found.person_id is None


def test_name_and_birth_date_find_a_person(place: ReadingRoom, dossier_id: UUID):
    bich = place.person("Trần Thị Bích", "1982-07-01")

    found = match(place, dossier_id, "Trần Thị Bích", "1982-07-01")

    assert (found.kind, found.person_id) == (MatchKind.NAME_AND_BIRTH, bich)


def test_a_name_alone_only_shows_candidates(place: ReadingRoom, dossier_id: UUID):
    bich = place.person("Trần Thị Bích", "1982-07-01")

    found = match(place, dossier_id, "Trần Thị Bích")

    assert (found.kind, found.person_id) == (MatchKind.CANDIDATES, None)
    assert [one.person_id for one in found.candidates] == [bich]


def test_a_birth_year_beside_the_name_is_not_enough(place: ReadingRoom, dossier_id: UUID):
    place.person("Trần Thị Bích", "1982-07-01")

    assert match(place, dossier_id, "Trần Thị Bích", "1982").kind is MatchKind.CANDIDATES


def test_two_people_of_one_name_and_birth_date_are_left_to_a_person(
    place: ReadingRoom, dossier_id: UUID
):
    both = {place.person("Trần Thị Bích", "1982-07-01") for _ in range(2)}

    found = match(place, dossier_id, "Trần Thị Bích", "1982-07-01")

    assert found.person_id is None
    assert {one.person_id for one in found.candidates} == both


def test_a_namesake_elsewhere_does_not_disturb_the_dossiers_own(
    place: ReadingRoom, an: UUID, dossier_id: UUID
):
    place.person("Nguyễn Văn An", "1990-10-10")

    found = match(place, dossier_id, "Nguyễn Văn An")

    assert found.person_id == an


def test_in_an_unbound_dossier_nobody_is_foreign(place: ReadingRoom):
    found = match(place, place.dossier("HS-002"), "Nguyễn Văn An")

    assert not found.foreign
    assert found.person_id is None


def test_a_name_that_could_not_be_read_matches_nobody(place: ReadingRoom, dossier_id: UUID):
    assert match(place, dossier_id, "").kind is MatchKind.NONE


def test_an_identifier_that_was_released_belongs_to_nobody(place: ReadingRoom, an: UUID):
    number = cccd("024079000321")
    stream_id = place.keys.identifier_stream(number.kind, number.value)
    assert holder_of(stream_id, place.ledger) == an

    place.put(stream_id, IdentifierReleased(recorded_by=ARCHIVIST.id, person_id=an))

    assert holder_of(stream_id, place.ledger) is None


# Which events a paper may prove


def appointed(person_id: UUID, on: str = "2018-06-01", **fields: Any) -> AppointmentMade:
    given = {"decision": builders.paper("112/QĐ-SNV"), **fields}
    return builders.appointed(on, person_id=person_id, event_id=uuid4(), **given)


def test_the_same_paper_meets_the_event_recorded_from_it(place: ReadingRoom, an: UUID):
    recorded = appointed(an)
    place.put(an, recorded)

    (meeting,) = match_events(appointed(an), career_of(an, place.ledger))

    assert (meeting.event_id, meeting.exact, meeting.differences) == (recorded.event_id, True, ())


def test_differences_stand_side_by_side(place: ReadingRoom, an: UUID):
    place.put(an, appointed(an, post="Phó Trưởng phòng"))

    (meeting,) = match_events(appointed(an), career_of(an, place.ledger))

    assert [(one.field, one.existing, one.proposed) for one in meeting.differences] == [
        ("post", "Phó Trưởng phòng", "Trưởng phòng")
    ]


def test_a_unit_written_in_another_way_is_no_difference(place: ReadingRoom, an: UUID):
    place.put(an, appointed(an, unit=UnitRef(as_printed="PHÒNG TỔ CHỨC")))

    (meeting,) = match_events(appointed(an), career_of(an, place.ledger))

    assert meeting.differences == ()


def test_an_imported_event_is_met_by_its_effective_date(place: ReadingRoom, an: UUID):
    place.put(an, appointed(an, evidence=Rank.IMPORTED, decision=None, issue_date=None))

    (meeting,) = match_events(appointed(an), career_of(an, place.ledger))

    assert not meeting.exact


def test_two_papers_with_their_own_numbers_are_two_events(place: ReadingRoom, an: UUID):
    place.put(an, appointed(an, decision=builders.paper("99/QĐ-SNV")))

    assert match_events(appointed(an), career_of(an, place.ledger)) == ()


def test_another_kind_of_event_is_never_met(place: ReadingRoom, an: UUID):
    place.put(an, appointed(an))
    step = builders.career_event(
        StepRaised,
        "2018-06-01",
        person_id=an,
        decision=builders.paper("112/QĐ-SNV"),
        new_step=5,
        new_coefficient="3.66",
    )

    assert match_events(step, career_of(an, place.ledger)) == ()
