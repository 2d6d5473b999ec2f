"""Two people side by side, before they are made one and before they are parted again."""

from typing import Any
from uuid import UUID

import pytest

from archive.comparing import Comparison, compare_people
from archive.recording import EventDraft, record_unproved
from archive.same_person import SamePerson, merge_people, separate_people
from archive.verifying import verify_event
from domain.access import Actor, Role
from domain.errors import NotAllowed, RuleViolation
from domain.likeness import Agreement
from tests.kit.builders import cccd
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE, HR_OFFICER, ReadingRoom, an_actor


@pytest.fixture
def two(place: ReadingRoom) -> tuple[UUID, UUID]:
    """An, as the department knows him, and as a list of another office wrote him down."""
    an = place.person("Nguyễn Văn An", "1979-03-12", cccd("024079000321"))
    ann = place.person("Nguyễn Văn Ân", "1979", cccd("024079000999"))
    keyed(place, an, "2012-03-01", "15/QĐ-SNV", "Phó Trưởng phòng")
    keyed(place, an, "2018-06-01", "127/QĐ-SNV", "Trưởng phòng")
    keyed(place, ann, "2018-06-05", "127/QĐ-SNV", "Trưởng phòng")
    return an, ann


def keyed(place: ReadingRoom, person: UUID, on: str, number: str, post: str) -> UUID:
    draft = EventDraft(
        event_type="appointment.made",
        person_id=person,
        fields={
            "effective_date": on,
            "effective_basis": "EXPLICIT",
            "decision.full_no": number,
            "decision.doc_type": "QUYET_DINH",
            "post": post,
            "unit": {"asPrinted": "Sở Nội vụ"},
        },
    )
    ports = place.at_hand("ledger", "registers", "keys", "now")
    return record_unproved(draft, by=HR_OFFICER, **ports).event_id


def compare(place: ReadingRoom, one: UUID, other: UUID, by: Actor = ARCHIVIST) -> Comparison:
    return compare_people(one, other, by=by, **place.at_hand("ledger", "access", "now"))


def merged(place: ReadingRoom, one: UUID, other: UUID) -> SamePerson:
    common: dict[str, Any] = place.at_hand("ledger", "now")
    done = merge_people(one, other, "cùng một người", by=ARCHIVIST, **common)
    verify_event(one, done.event_id, by=COLLEAGUE, **common)
    return done


def test_what_agrees_and_what_differs_is_told(place: ReadingRoom, two: tuple[UUID, UUID]):
    found = compare(place, *two)

    agreement = {pair.fact: pair.agreement for pair in found.facts}
    assert agreement == {
        "full_name": Agreement.ALIKE,
        "birth_date": Agreement.ALIKE,
        "identifiers.CCCD": Agreement.DIFFERENT,
    }
    first, later = (one for one in found.one.events if one.event_type == "appointment.made")
    (theirs,) = (one for one in found.other.events if one.event_type == "appointment.made")
    assert (first.twin, later.twin, theirs.twin) == (None, theirs.event_id, later.event_id)
    assert (found.merged, found.waiting) == (False, None)


def test_a_merge_that_waits_is_told_to_whoever_looks_from_either_side(
    place: ReadingRoom, two: tuple[UUID, UUID]
):
    an, ann = two
    done = merge_people(an, ann, "cùng một người", by=ARCHIVIST, **place.at_hand("ledger", "now"))

    for found in (compare(place, an, ann), compare(place, ann, an)):
        assert (found.merged, found.waiting, found.waiting_in) == (False, done.event_id, an)


def test_of_two_who_are_one_each_side_shows_what_the_separation_would_give_back(
    place: ReadingRoom, two: tuple[UUID, UUID]
):
    an, ann = two
    apart = compare(place, an, ann)
    merged(place, an, ann)
    new = keyed(place, ann, "2020-01-01", "3/QĐ-SNV", "Phó Giám đốc")

    for found in (compare(place, an, ann), compare(place, ann, an)):
        assert found.merged
        assert (found.one.person_id, found.other.person_id) == two
        assert found.facts == apart.facts
        assert [one.event_id for one in found.other.events] == [
            one.event_id for one in apart.other.events
        ]
        assert [one.event_id for one in found.one.events if one.while_one] == [new]


def test_a_separation_that_waits_is_told(place: ReadingRoom, two: tuple[UUID, UUID]):
    an, ann = two
    merged(place, an, ann)
    done = separate_people(an, ann, "hai người", by=ARCHIVIST, **place.at_hand("ledger", "now"))

    found = compare(place, an, ann)

    assert (found.merged, found.waiting, found.waiting_in) == (True, done.event_id, an)


def test_who_may_see_both_sees_them_and_it_is_written_down(
    place: ReadingRoom, two: tuple[UUID, UUID]
):
    of_one = an_actor("Thanh tra", Role.INSPECTOR_AUDITOR, persons=two[:1])
    verifier = an_actor("Hùng", Role.VERIFIER, persons=two)

    with pytest.raises(NotAllowed):
        compare(place, *two, by=of_one)
    with pytest.raises(NotAllowed):
        compare(place, *two, by=an_actor("Tú", Role.SCAN_OPERATOR))
    assert compare(place, *two, by=verifier).other.events

    place.access.flush()
    refused, *_, shown = [
        one.event for one in place.access.ledger.after(0) if set(two) <= set(one.event.persons)
    ]
    assert (refused.topic, shown.topic) == ("answer.refused", "answer.given")


def test_nobody_is_compared_with_himself(place: ReadingRoom, two: tuple[UUID, UUID]):
    with pytest.raises(RuleViolation, match=r"identity\.samePerson"):
        compare(place, two[0], two[0])
