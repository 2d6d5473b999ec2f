"""Whose career a grant over a unit reaches: the rule of the lists, for one person alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from api.brought.json_lines import lines_of
from archive.bringing import bring
from archive.differing import diff_careers
from archive.findings import Wanted, list_findings
from archive.gaps import gaps_of_person
from archive.lines import Outcome
from archive.listing import find_people, list_people
from archive.replay import CareerAnswer, replay_career
from archive.roster import list_staff
from archive.same_person import merge_people
from archive.verifying import verify_event
from domain.access import Actor, Role
from domain.career import EvidenceFilter
from domain.errors import NotAllowed, Unknown
from tests.kit.careers import fact, named
from tests.kit.lists import json_lines
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE, ReadingRoom, an_actor
from tests.kit.staff import (
    AN,
    BUDGET,
    HAI,
    HUONG,
    LIEN,
    NEW,
    OFFICE,
    OLD,
    OTHER,
    PANH,
    settle_in,
    unit,
)

ON = date(2026, 3, 20)
BEFORE = date(2024, 6, 1)
"""The forerunner still lives."""


@pytest.fixture
def staffed(place: ReadingRoom) -> ReadingRoom:
    settle_in(place.ledger)
    return place


def over(*units: str, **bounds: Any) -> Actor:
    return an_actor("Lan", Role.HR_OFFICER, units=tuple(named(one) for one in units), **bounds)


def replay(
    place: ReadingRoom, who: str, by: Actor, on: date = ON, form: str | None = None
) -> CareerAnswer:
    return replay_career(
        named(who),
        valid_on=on,
        evidence=EvidenceFilter.ALL,
        by=by,
        exported_as=form,
        **place.at_hand("ledger", "access", "now"),
    )


def show(place: ReadingRoom, who: str, by: Actor) -> object:
    return replay(place, who, by)


def print_out(place: ReadingRoom, who: str, by: Actor) -> object:
    return replay(place, who, by, form="PDF")


def gaps(place: ReadingRoom, who: str, by: Actor) -> object:
    ports = place.at_hand("ledger", "objects", "registers", "access", "now")
    return gaps_of_person(named(who), on=ON, by=by, **ports)


def compare(place: ReadingRoom, who: str, by: Actor) -> object:
    moments = (date(2026, 1, 1), None)
    ports = place.at_hand("ledger", "access", "now")
    return diff_careers(named(who), known_at=moments, valid_on=ON, by=by, **ports)


@pytest.mark.parametrize("look", [show, print_out, gaps, compare])
def test_a_grant_over_a_department_covers_its_divisions_and_no_other_department(
    staffed: ReadingRoom, look: Callable[[ReadingRoom, str, Actor], object]
):
    assert look(staffed, PANH, over(NEW))
    assert look(staffed, PANH, over(BUDGET))
    for elsewhere in (OTHER, OFFICE):
        with pytest.raises(NotAllowed):
            look(staffed, PANH, over(elsewhere))


def found(place: ReadingRoom, by: Actor) -> set[str]:
    answer = list_findings(
        Wanted(on=ON), by=by, **place.at_hand("ledger", "registers", "access", "now")
    )
    return {row.person_name for row in answer.rows}


def test_findings_are_told_of_the_same_people(staffed: ReadingRoom):
    for who in (PANH, HAI):
        odd = fact(
            "reappointment.made", f"odd {who}", "2026-01-01", post="Phó Giám đốc", unit=OTHER
        )
        staffed.put(named(who), odd.model_copy(update={"person_id": named(who), "unit": None}))

    assert PANH in found(staffed, over(NEW))
    assert HAI not in found(staffed, over(NEW))
    assert found(staffed, over(OTHER)) == {HAI}


def test_a_unit_that_has_ended_counts_as_what_it_has_become_from_that_day(staffed: ReadingRoom):
    assert replay(staffed, LIEN, over(NEW)).presumed is not None

    with pytest.raises(NotAllowed):
        replay(staffed, LIEN, over(NEW), on=BEFORE)
    assert replay(staffed, LIEN, over(OLD), on=BEFORE)


def days(answer: CareerAnswer) -> set[str]:
    """From when what is shown counts; an identity has no such day."""
    shown = (one for one in answer.events if one.event_id in answer.timeline)
    return {str(one.effective_date) for one in shown if one.effective_date is not None}


def test_the_dossier_goes_with_its_person_and_who_is_left_keeps_the_papers_of_their_time(
    staffed: ReadingRoom,
):
    later, earlier = replay(staffed, HUONG, over(NEW)), replay(staffed, HUONG, over(OLD), on=BEFORE)

    assert days(later) == {"2015-01-05", "2023-04-01", "2025-03-01"}
    assert not later.limited
    assert days(earlier) == {"2015-01-05", "2023-04-01"}
    assert earlier.limited


def test_what_a_reader_may_not_see_is_in_no_part_of_the_answer(staffed: ReadingRoom):
    """Raised and punished in another unit, after they had left: neither state nor findings know."""
    after = (
        fact("salary.stepRaised", "late", "2025-06-01", new_step=9, new_coefficient="2.67"),
        fact("discipline.imposed", "late d", "2025-07-01", form="CANH_CAO", duration_months=12),
    )
    staffed.put(
        named(HUONG), *(one.model_copy(update={"person_id": named(HUONG)}) for one in after)
    )
    whole = replay(staffed, HUONG, over(NEW))
    left = replay(staffed, HUONG, over(OLD), on=BEFORE)
    late = {named("late"), named("late d")}

    assert [one.form for one in whole.state.discipline] == ["CANH_CAO"]
    assert any(late & set(one.event_ids) for one in whole.findings)
    assert left.limited
    assert left.state.discipline == ()
    assert late.isdisjoint(one.event_id for one in left.events)
    assert not any(late & set(one.event_ids) for one in left.findings)


def test_nobody_is_told_whether_there_is_somebody_whom_they_may_not_see(staffed: ReadingRoom):
    officer = over(OTHER)

    with pytest.raises(NotAllowed) as known:
        replay(staffed, PANH, officer)
    with pytest.raises(NotAllowed) as unknown:
        replay(staffed, "nobody of this archive", officer)

    assert (known.value.code, known.value.values) == (unknown.value.code, unknown.value.values)
    with pytest.raises(Unknown):
        replay(staffed, "nobody of this archive", an_actor("Lan", Role.HR_OFFICER))


def test_a_grant_bounded_in_time_stays_bounded(staffed: ReadingRoom):
    officer = over(NEW, period_to=date(2025, 12, 31))

    assert replay(staffed, PANH, officer, on=date(2025, 6, 1))
    with pytest.raises(NotAllowed):
        replay(staffed, PANH, officer)


def test_the_unit_that_somebody_is_seconded_to_sees_the_career_and_lists_it_as_no_staff(
    staffed: ReadingRoom,
):
    lent = fact(
        "secondment.started", "lent", "2026-01-01", to_unit=BUDGET, term_months=12
    ).model_copy(update={"person_id": named(HAI), "to_unit": unit(BUDGET)})
    staffed.put(named(HAI), lent)

    assert replay(staffed, HAI, over(NEW))
    staff = list_staff(
        NEW,
        on=ON,
        evidence=EvidenceFilter.ALL,
        by=over(NEW),
        **staffed.at_hand("ledger", "registers", "access", "now"),
    )
    assert named(HAI) not in {row.person_id for row in staff.rows}


def test_the_officer_of_a_unit_brings_lists_over_for_its_people_alone(staffed: ReadingRoom):
    def bring_for(who: str, by: Actor) -> list[Outcome]:
        line = {
            "person": str(named(who)),
            "eventType": "evaluation.recorded",
            "effectiveDate": "2024-12-31",
            "payload": {"year": 2024, "rating": "TOT"},
        }
        ports = staffed.at_hand("ledger", "objects", "registers", "keys", "now")
        answer = bring(lines_of(json_lines(line)), by=by, dry_run=True, **ports)
        return [one.outcome for one in answer.answers]

    assert bring_for(PANH, over(NEW)) == [Outcome.WITHHELD]  # good: only asked
    assert bring_for(PANH, over(OTHER)) == [Outcome.REFUSED]


def listed(place: ReadingRoom, by: Actor) -> set[str]:
    return {row.name for row in list_people(by=by, **place.at_hand("ledger", "registers", "now"))}


def test_people_are_looked_up_by_whoever_may_see_anything_of_their_careers(staffed: ReadingRoom):
    assert listed(staffed, over(NEW)) == {PANH, HUONG, AN, LIEN}
    assert listed(staffed, over(BUDGET)) == {PANH}
    assert listed(staffed, over(OTHER)) == {HAI}
    assert listed(staffed, over(OLD)) == {PANH, HUONG, AN, LIEN}  # what they did there
    assert listed(staffed, over(OFFICE, period_to=date(2024, 12, 31))) == set()

    ports = staffed.at_hand("ledger", "registers", "keys", "now")
    (one,) = find_people("Lò Văn Pánh", by=over(NEW), **ports)
    assert one.person_id == named(PANH)
    assert find_people("Lò Văn Pánh", by=over(OTHER), **ports) == ()


def test_whoever_turned_out_to_be_another_is_looked_up_by_the_career_of_both(
    staffed: ReadingRoom,
):
    common: dict[str, Any] = {"ledger": staffed.ledger, "now": staffed.clock()}
    done = merge_people(named(HAI), named(HUONG), "một người", by=ARCHIVIST, **common)
    verify_event(named(HAI), done.event_id, by=COLLEAGUE, **common)

    assert len(listed(staffed, over(OTHER))) == 1
    assert replay(staffed, HAI, over(OFFICE))
