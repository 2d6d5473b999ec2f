"""Replay: the state on a day as known at a moment, with its evidence; and what changed between."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import JsonValue

from archive.confirming import confirm_proposal
from archive.correction import correct_event
from archive.differing import CareerDiff, diff_careers
from archive.ledger import Write
from archive.replay import CareerAnswer, replay_career
from archive.verifying import verify_event
from domain.access import Actor, Role
from domain.errors import NotAllowed, Unknown
from domain.events.access import ARCHIVE_STREAM, ArchiveOpened
from domain.events.discipline import StrippedPost
from domain.evidence import Rank
from domain.standing import EvidenceFilter, Look
from tests.kit import builders
from tests.kit.careers import PERSON, fact, named
from tests.kit.clock import PlayedClock
from tests.kit.golden import golden_book
from tests.kit.reading_room import (
    ARCHIVIST,
    COLLEAGUE,
    HR_OFFICER,
    Act,
    Paper,
    ReadingRoom,
    a_reading_room,
    an_actor,
)

APPOINTED = Act("appointment.made", {"post": "Trưởng phòng", "effective_date": "2018-06-01"})


def replay(
    place: ReadingRoom, person_id: UUID, on: str, by: Actor = HR_OFFICER, **asked: Any
) -> CareerAnswer:
    at_hand: dict[str, Any] = place.at_hand("ledger", "access", "now")
    return replay_career(person_id, valid_on=date.fromisoformat(on), by=by, **at_hand, **asked)


def diff(place: ReadingRoom, person_id: UUID, *moments: Any, **asked: Any) -> CareerDiff:
    at_hand: dict[str, Any] = place.at_hand("ledger", "access", "now")
    return diff_careers(person_id, known_at=moments, by=HR_OFFICER, **at_hand, **asked)  # type: ignore[arg-type]


def state(answer: CareerAnswer) -> dict[str, Any]:
    return answer.state.model_dump(mode="json", by_alias=True)


# The worked career of domain.md 3.15


@pytest.fixture
def golden(tmp_path: Path) -> Iterator[ReadingRoom]:
    """The golden career, each event recorded when it was, the reprimand on 2019-09-01."""
    clock = PlayedClock("2004-01-01T08:00:00+07:00")
    with a_reading_room(tmp_path, clock) as place:
        for one in golden_book().recorded:
            clock.at(one.recorded_at.isoformat())
            place.put(PERSON, one.event)
        clock.at("2026-01-01")
        yield place


def test_the_golden_career_replays_on_any_day(golden: ReadingRoom):
    answer = replay(golden, PERSON, "2026-01-01", evidence=EvidenceFilter.ALL)

    found = state(answer)
    assert [(one["post"], one["expiresOn"]) for one in found["posts"]] == [
        ("Phó Giám đốc", "2030-07-01")
    ]
    assert (found["grade"]["step"], found["grade"]["coefficient"]) == (2, "4.74")
    assert found["grade"]["nextStepDue"] == "2027-12-20"
    assert found["retirement"]["pensionFrom"] == "2041-04-01"


def test_before_the_reprimand_was_recorded_it_was_not_known(golden: ReadingRoom):
    later = replay(golden, PERSON, "2019-06-30", evidence=EvidenceFilter.ALL)
    earlier = replay(
        golden, PERSON, "2019-06-30", known_at=date(2019, 8, 1), evidence=EvidenceFilter.ALL
    )

    assert state(later)["discipline"][0]["status"] == "IN_FORCE"
    assert state(later)["grade"]["nextStepDue"] == "2020-05-01"
    assert state(earlier)["discipline"] == []
    assert state(earlier)["grade"]["nextStepDue"] == "2019-11-01"
    assert earlier.position < later.position


def test_a_bare_day_is_known_to_its_end_in_viet_nam(golden: ReadingRoom):
    """The reprimand was recorded on 2019-09-01 at 10 o'clock."""
    asked = {"evidence": EvidenceFilter.ALL}
    on_the_day = replay(golden, PERSON, "2019-06-30", known_at=date(2019, 9, 1), **asked)
    the_day_before = replay(golden, PERSON, "2019-06-30", known_at=date(2019, 8, 31), **asked)

    assert len(state(on_the_day)["discipline"]) == 1
    assert state(the_day_before)["discipline"] == []
    assert on_the_day.known_at == datetime(2019, 9, 1, 16, 59, 59, 999999, tzinfo=UTC)


def test_the_difference_is_one_event_and_what_follows_from_it(golden: ReadingRoom):
    found = diff(
        golden,
        PERSON,
        date(2019, 8, 1),
        date(2019, 9, 1),
        valid_on=date(2019, 6, 30),
        evidence=EvidenceFilter.ALL,
    )

    (change,) = found.changes
    assert (change.kind, change.event_id) == ("discipline.imposed", named(10))
    assert change.places[0].page_id == named("page 10")
    paths = {one.path: (one.before, one.after) for one in found.state_changes}
    assert paths["grade.nextStepDue"] == ("2019-11-01", "2020-05-01")
    assert paths["discipline"][0] == []
    assert named(10) in next(
        one.event_ids for one in found.state_changes if one.path == "discipline"
    )


def test_what_was_once_known_is_never_less(golden: ReadingRoom):
    """A paper that comes later does not change an answer about an earlier moment."""
    before = replay(golden, PERSON, "2019-06-30", known_at=date(2019, 12, 31))
    golden.put(PERSON, builders.appointed("2019-01-01", person_id=PERSON, post="Kế toán"))
    after = replay(golden, PERSON, "2019-06-30", known_at=date(2019, 12, 31))

    assert before == after


def test_unverified_events_are_outside_of_what_is_proved(golden: ReadingRoom):
    proved = replay(golden, PERSON, "2026-01-01")

    assert proved.evidence is EvidenceFilter.PROVED
    assert proved.timeline == ()
    assert proved.outside == 18
    assert replay(golden, PERSON, "2026-01-01", evidence=EvidenceFilter.ALL).outside == 0


# Evidence


@pytest.fixture
def an(place: ReadingRoom) -> UUID:
    return place.person()


@pytest.fixture
def paper(place: ReadingRoom, an: UUID) -> Paper:
    return place.paper(place.dossier("HS-AN", pages=2, person_id=an), APPOINTED, pages=(2,))


def proved(place: ReadingRoom, person_id: UUID, paper: Paper) -> UUID:
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    event_id = confirm_proposal(paper.proposal_id, by=ARCHIVIST, **at_hand).event_id
    verify_event(person_id, event_id, by=COLLEAGUE, **place.at_hand("ledger", "now"))
    return event_id


def test_every_value_has_its_page_its_box_and_its_people(
    place: ReadingRoom, an: UUID, paper: Paper
):
    event_id = proved(place, an, paper)

    answer = replay(place, an, "2019-06-30")

    because = {one.path: one.event_ids for one in answer.values}
    assert event_id in because["posts.0"]
    (evidence,) = [one for one in answer.events if one.event_id == event_id]
    found = next(one for one in evidence.places if one.field == "post")
    assert (found.dossier_name, found.page_no, found.page_id) == (
        "HS-AN",
        2,
        paper.page_ids[0],
    )
    assert found.box is not None
    assert evidence.recorded_by.name == ARCHIVIST.name
    assert evidence.verified_by is not None and evidence.verified_by.name == COLLEAGUE.name
    assert (evidence.rank, evidence.look) == (Rank.ORIGINAL, Look.DONE)
    assert evidence.full_no == "112/QĐ-SNV"


def test_the_answer_states_the_ledger_position_it_knows(place: ReadingRoom, an: UUID, paper: Paper):
    proved(place, an, paper)

    answer = replay(place, an, "2019-06-30")

    assert answer.position == place.ledger.position()
    assert answer.known_at is None and answer.known_at_passed


def test_a_known_moment_that_lies_ahead_is_said_to(place: ReadingRoom, an: UUID):
    answer = replay(place, an, "2019-06-30", known_at=date(2099, 1, 1))

    assert not answer.known_at_passed


def test_before_anything_was_recorded_nothing_is_believed(
    place: ReadingRoom, an: UUID, paper: Paper
):
    proved(place, an, paper)

    answer = replay(place, an, "2019-06-30", known_at=date(2000, 1, 1))

    assert (answer.position, answer.timeline, answer.identity.full_name) == (0, (), None)


def test_findings_on_the_record_are_told(place: ReadingRoom, an: UUID):
    relieved: dict[str, JsonValue] = {"post": "Giám đốc", "effective_date": "2018-06-01"}
    never_held = place.paper(place.dossier(person_id=an), Act("post.relieved", relieved))
    proved(place, an, never_held)

    assert any(one.rule == "R-STM-01" for one in replay(place, an, "2019-06-30").findings)


def test_a_played_clock_is_said(place: ReadingRoom, an: UUID):
    assert not replay(place, an, "2019-06-30").played_clock

    opened = ArchiveOpened(
        recorded_by=ARCHIVIST.id, archive_id=UUID(int=3), played_clock=True, keys_check="x"
    )
    place.ledger.record(Write(ARCHIVE_STREAM, (opened,), 0))

    assert replay(place, an, "2019-06-30").played_clock


def test_no_register_no_index_and_no_object_takes_part(
    place: ReadingRoom, an: UUID, paper: Paper, tmp_path: Path
):
    proved(place, an, paper)
    before = replay(place, an, "2019-06-30")
    place.registers.clear()
    for path in (tmp_path / "objects" / "derived").rglob("*"):
        if path.is_file():
            path.chmod(0o600)
            path.unlink()

    assert replay(place, an, "2019-06-30") == before


# Who asks


def test_a_replay_is_noted(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = proved(place, an, paper)

    replay(place, an, "2019-06-30", purpose="Thanh tra 2024")

    place.access.flush()
    look: Any = place.access.ledger.after(0)[-1].event
    assert look.topic == "answer.given"
    assert (look.persons, look.events) == ((an,), (event_id,))
    assert (look.valid_on, look.purpose) == (date(2019, 6, 30), "Thanh tra 2024")
    assert look.position == place.ledger.position()


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.SYS_ADMIN, Role.SCAN_OPERATOR])
def test_who_may_not_replay_is_refused_and_the_refusal_written(
    place: ReadingRoom, an: UUID, role: Role
):
    with pytest.raises(NotAllowed):
        replay(place, an, "2019-06-30", by=an_actor("Ai đó", role))

    look: Any = place.access.ledger.after(0)[-1].event
    assert (look.topic, look.code) == ("answer.refused", "access.notAllowed")


def test_an_auditor_replays_the_persons_of_the_grant_in_its_period(place: ReadingRoom, an: UUID):
    bich = place.person("Trần Thị Bích", "1982-07-01")
    limited = an_actor(
        "Thanh tra",
        Role.INSPECTOR_AUDITOR,
        persons=(an,),
        period_from=date(2015, 1, 1),
        period_to=date(2020, 12, 31),
    )

    replay(place, an, "2019-06-30", by=limited)
    with pytest.raises(NotAllowed):
        replay(place, bich, "2019-06-30", by=limited)
    with pytest.raises(NotAllowed):
        replay(place, an, "2022-06-30", by=limited)


def test_the_timeline_of_a_limited_auditor_ends_with_the_period(place: ReadingRoom, an: UUID):
    for on in ("2016-01-01", "2024-01-01"):
        place.put(an, builders.appointed(on, person_id=an, decision=builders.paper(f"{on[:4]}/QĐ")))
    limited = an_actor(
        "Thanh tra", Role.INSPECTOR_AUDITOR, persons=(an,), period_to=date(2020, 12, 31)
    )

    answer = replay(place, an, "2019-06-30", by=limited, evidence=EvidenceFilter.ALL)

    days = [str(one.effective_date) for one in answer.events if one.event_id in answer.timeline]
    assert "2016-01-01" in days and "2024-01-01" not in days
    assert answer.limited


def test_hr_of_a_unit_replays_those_who_were_in_it_that_day(place: ReadingRoom, an: UUID):
    unit_id = place.unit("Sở Nội vụ tỉnh Bắc Giang")
    placed = builders.UnitRef(as_printed="Sở Nội vụ tỉnh Bắc Giang", unit_id=unit_id)
    place.put(an, builders.appointed("2016-01-01", person_id=an, unit=placed))
    officer = an_actor("Lan", Role.HR_OFFICER, units=(unit_id,))

    replay(place, an, "2018-01-01", by=officer)
    with pytest.raises(NotAllowed):
        replay(place, an, "2010-01-01", by=officer)


def test_a_person_who_is_not_there_is_unknown(place: ReadingRoom):
    with pytest.raises(Unknown):
        replay(place, UUID(int=1), "2019-06-30")


# Differences


def test_a_correction_tells_what_it_changed_and_why(place: ReadingRoom, an: UUID, paper: Paper):
    event_id = proved(place, an, paper)
    place.clock.at("2026-05-01")
    at_hand = place.at_hand("ledger", "registers", "now")
    mended = correct_event(
        an, event_id, {"post": "Phó Trưởng phòng"}, "đọc nhầm", by=ARCHIVIST, **at_hand
    )
    verify_event(an, mended.event_id, by=COLLEAGUE, **place.at_hand("ledger", "now"))

    found = diff(place, an, date(2026, 4, 30), None, valid_on=date(2019, 6, 30))

    assert [one.kind for one in found.changes] == ["record.corrected", "event.verified"]
    correction = found.changes[0]
    assert (correction.target, correction.why) == (event_id, "đọc nhầm")
    assert (correction.fields[0].before, correction.fields[0].after) == (
        "Trưởng phòng",
        "Phó Trưởng phòng",
    )
    assert correction.recorded_by.name == ARCHIVIST.name
    assert correction.places[0].page_id == paper.page_ids[0]
    assert found.changes[1].target == event_id
    assert "posts" in [one.path for one in found.state_changes]


def test_the_two_moments_may_come_in_either_order(place: ReadingRoom, an: UUID, paper: Paper):
    proved(place, an, paper)

    found = diff(place, an, date(2026, 12, 31), date(2020, 1, 1))

    assert found.earlier.position == 0 < found.later.position
    assert [one.kind for one in found.changes] == [
        "identity.recorded",
        "appointment.made",
        "event.verified",
    ]


def test_between_two_moments_without_a_record_nothing_changed(
    place: ReadingRoom, an: UUID, paper: Paper
):
    proved(place, an, paper)

    found = diff(place, an, date(2027, 1, 1), date(2028, 1, 1))

    assert (found.changes, found.state_changes) == ((), ())


def test_a_post_that_was_stripped_is_shown_so(place: ReadingRoom):
    an = place.person()
    told = (
        fact("appointment.made", "first", "2012-01-01", post="Chủ tịch", unit="UBND tỉnh"),
        fact("retirement.decided", "left", "2022-01-01"),
        fact(
            "discipline.imposed",
            "stripped",
            "2024-01-01",
            form="XOA_TU_CACH",
            duration_months=0,
            stripped_posts=(StrippedPost(post="Chủ tịch", from_="2012", to="2017"),),
        ),
    )
    place.put(an, *(one.model_copy(update={"person_id": an}) for one in told))

    def stripped(on: str) -> set[UUID]:
        answer = replay(place, an, on, evidence=EvidenceFilter.ALL)
        return {one.event_id for one in answer.events if one.stripped}

    assert stripped("2023-12-31") == set()
    assert stripped("2024-06-01") == {named("first")}
