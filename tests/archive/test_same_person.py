"""Two streams are one human after all: by two people, answered as one everywhere, and put back."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import JsonValue

from archive.actors import reaching
from archive.binding import add_identifiers
from archive.cataloguing import Cataloguing, rebuild
from archive.correction import annul_event
from archive.fixity import verify
from archive.folding import career_of, dossier_of, people_of
from archive.following import catch_up
from archive.matching import person_by_identifier
from archive.recording import EventDraft, record_unproved
from archive.replay import replay_career
from archive.same_person import SamePerson, merge_people, separate_people
from archive.verifying import verify_event
from domain.access import Action, Actor, Role, Scope, may
from domain.errors import RuleViolation
from domain.people import IdentifierKind
from domain.rules.check import check_career
from domain.standing import EvidenceFilter, Look
from search.adapters.tantivy import TantivyIndex
from search.index import EVERYTHING, Kind
from search.query import parse
from tests.kit.builders import cccd
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE, HR_OFFICER, ReadingRoom, an_actor

ON = date(2020, 1, 1)
NUMBER = "16/QĐ-SNV"
OLD, NEW = cccd("024079000321"), cccd("024079000999")


@pytest.fixture
def two(place: ReadingRoom) -> tuple[UUID, UUID]:
    """An, as the department knows him, and as a list of another office wrote him down."""
    an = place.person("Nguyễn Văn An", "1979-03-12", OLD)
    ann = place.person("Nguyễn Văn Ân", "1979-03-12", NEW)
    keyed(place, an, "appointment.made", "2012-03-01", post="Phó Trưởng phòng", unit="Sở Nội vụ")
    keyed(place, ann, "appointment.made", "2018-06-01", post="Trưởng phòng", unit="Sở Nội vụ")
    return an, ann


@pytest.fixture
def index(place: ReadingRoom, tmp_path: Path) -> Iterator[TantivyIndex]:
    opened = TantivyIndex(tmp_path / "index", memory_bytes=15_000_000)
    yield opened
    opened.close()


def keyed(
    place: ReadingRoom, person: UUID, topic: str, effective: str, **fields: JsonValue
) -> UUID:
    draft = EventDraft(
        event_type=topic,
        person_id=person,
        fields={**fields, "effective_date": effective, "effective_basis": "EXPLICIT"},
    )
    at_hand: dict[str, Any] = place.at_hand("ledger", "registers", "keys", "now")
    recorded = record_unproved(draft, by=HR_OFFICER, **at_hand)
    return recorded.event_id


def merged(place: ReadingRoom, one: UUID, other: UUID, *, agreed: bool = True) -> SamePerson:
    at_hand: dict[str, Any] = place.at_hand("ledger", "now")
    answer = merge_people(one, other, "cùng một người, hai số CCCD", by=ARCHIVIST, **at_hand)
    if agreed:
        agree(place, answer)
    return answer


def separated(place: ReadingRoom, one: UUID, other: UUID) -> SamePerson:
    at_hand: dict[str, Any] = place.at_hand("ledger", "now")
    answer = separate_people(one, other, "hai anh em họ", by=ARCHIVIST, **at_hand)
    agree(place, answer)
    return answer


def agree(place: ReadingRoom, answer: SamePerson) -> None:
    at_hand: dict[str, Any] = place.at_hand("ledger", "now")
    verify_event(answer.person_id, answer.event_id, by=COLLEAGUE, **at_hand)


def posts(place: ReadingRoom, person: UUID) -> list[str | None]:
    state = career_of(person, place.ledger).state_as_of(ON)
    return [held.post for held in (*state.posts, *state.former_posts)]


def found(place: ReadingRoom, index: TantivyIndex, text: str) -> list[UUID | None]:
    follower = Cataloguing(index, ledger=place.ledger, objects=place.objects)
    catch_up(place.ledger, follower)
    query = parse(text, identifiers_allowed=True, acl=(EVERYTHING,), kinds=(Kind.PERSON,))
    return [hit.person_id for hit in index.search(query).hits]


def test_nobody_makes_two_people_one_alone(place: ReadingRoom, two: tuple[UUID, UUID]):
    an, ann = two

    answer = merged(place, an, ann, agreed=False)

    assert answer.look is Look.REQUIRED
    assert people_of(an, place.ledger) == (an,)
    with pytest.raises(RuleViolation):
        verify_event(an, answer.event_id, by=ARCHIVIST, **place.at_hand("ledger", "now"))
    assert posts(place, an) == ["Phó Trưởng phòng"]


def test_both_streams_are_one_career_and_each_event_counts_once(
    place: ReadingRoom, two: tuple[UUID, UUID]
):
    an, ann = two

    merged(place, an, ann)

    for asked in two:
        career = career_of(asked, place.ledger)
        assert career.person_id == an
        assert len({one.event_id for one in career.standings}) == len(career.standings) == 5
        assert posts(place, asked) == ["Trưởng phòng", "Phó Trưởng phòng"]
    identity = career_of(an, place.ledger).identity()
    assert identity.full_name == "Nguyễn Văn An"
    assert identity.former_names == ("Nguyễn Văn Ân",)
    assert {one.value for one in identity.identifiers} == {OLD.value, NEW.value}


def test_what_both_streams_say_counts_once(place: ReadingRoom, two: tuple[UUID, UUID]):
    """Both lists held the same reprimand: one reprimand, one delay; the record of each stays."""
    an, ann = two
    graded = {"grade_code": "01.003", "step": 1, "coefficient": "2.34"}
    reprimand = {
        "form": "KHIEN_TRACH",
        "duration_months": 12,
        "decision.full_no": NUMBER,
        "decision.doc_type": "QD",
    }
    event_ids = [
        keyed(place, who, topic, day, **fields)
        for who in two
        for topic, day, fields in (
            ("grade.assigned", "2015-01-01", graded),
            ("discipline.imposed", "2016-05-01", reprimand),
            ("evaluation.recorded", "2016-12-31", {"year": 2016, "rating": "HOAN_THANH"}),
        )
    ]
    alone = career_of(an, place.ledger).state_as_of(ON)

    merged(place, an, ann)

    career = career_of(ann, place.ledger)
    both = career.state_as_of(ON)
    assert len(both.discipline) == len(alone.discipline) == 1
    assert len(both.evaluations) == 1
    assert both.grade is not None and alone.grade is not None
    assert both.grade.next_step_due == alone.grade.next_step_due
    assert all(career.has(one) for one in event_ids)
    codes = {one.code for one in check_career(career, on=ON)}
    assert not any(code.startswith("R-GEN-04") for code in codes)


def test_what_was_done_to_the_one_that_is_not_counted_counts_all_the_same(
    place: ReadingRoom, two: tuple[UUID, UUID]
):
    """Only the other stream knows that the reprimand was revoked from its start."""
    an, ann = two
    paper = {"form": "KHIEN_TRACH", "duration_months": 12, "decision.doc_type": "QD"}
    for who in two:
        twin = keyed(
            place, who, "discipline.imposed", "2016-05-01", **paper, **{"decision.full_no": NUMBER}
        )
    keyed(place, ann, "decision.revoked", "2017-01-01", target=str(twin), void_mode="EX_TUNC")
    assert career_of(an, place.ledger).state_as_of(ON).discipline[0].status == "LAPSED"

    merged(place, an, ann)

    (held,) = career_of(an, place.ledger).state_as_of(ON).discipline
    assert held.status == "REVOKED"


def test_what_the_streams_say_otherwise_stays_twice_and_is_a_finding(
    place: ReadingRoom, two: tuple[UUID, UUID]
):
    an, ann = two
    for who, form in ((an, "KHIEN_TRACH"), (ann, "CANH_CAO")):
        paper = {
            "form": form,
            "duration_months": 12,
            "decision.full_no": NUMBER,
            "decision.doc_type": "QD",
        }
        keyed(place, who, "discipline.imposed", "2016-05-01", issue_date="2016-04-25", **paper)

    merged(place, an, ann)

    career = career_of(an, place.ledger)
    assert len(career.state_as_of(ON).discipline) == 2
    assert any(one.rule == "R-GEN-04" for one in check_career(career, on=ON))


def test_before_it_was_agreed_to_they_are_two(place: ReadingRoom, two: tuple[UUID, UUID]):
    an, ann = two
    before = place.ledger.position()

    merged(place, an, ann)

    then = career_of(ann, place.ledger).known_at(before)
    assert then.person_id == ann
    assert [held.post for held in then.state_as_of(ON).posts] == ["Trưởng phòng"]
    assert then.identity().full_name == "Nguyễn Văn Ân"
    assert len(career_of(an, place.ledger).known_at(before).standings) == 2


def test_an_auditor_is_answered_by_either_id(place: ReadingRoom, two: tuple[UUID, UUID]):
    an, ann = two
    merged(place, an, ann)

    answer = replay_career(
        ann,
        valid_on=ON,
        evidence=EvidenceFilter.ALL,
        by=HR_OFFICER,
        **place.at_hand("ledger", "access", "now"),
    )

    assert answer.person_id == an
    assert [held.post for held in answer.state.posts] == ["Trưởng phòng"]


def test_new_events_go_to_the_stream_that_goes_on(place: ReadingRoom, two: tuple[UUID, UUID]):
    an, ann = two
    merged(place, an, ann)
    streams = {one: len(place.ledger.events(one)) for one in two}

    event_id = keyed(place, ann, "award.granted", "2019-01-01", code="GIAY_KHEN", full_name="Giấy")

    assert len(place.ledger.events(ann)) == streams[ann]
    assert len(place.ledger.events(an)) == streams[an] + 1
    assert career_of(ann, place.ledger).standing(event_id).event.person_id == an


def test_identifiers_lists_and_dossiers_are_one_persons(place: ReadingRoom, two: tuple[UUID, UUID]):
    an, ann = two
    dossiers = {place.dossier("HS-1", person_id=an), place.dossier("HS-2", person_id=ann)}

    merged(place, an, ann)
    place.catch_up()

    ledger, keys, registers = place.ledger, place.keys, place.registers
    assert person_by_identifier(NEW, ledger=ledger, keys=keys) == an
    assert registers.owner_of(keys.identifier_stream(IdentifierKind.CCCD, NEW.value)) == an
    assert [row.person_id for row in registers.people()] == [an]
    assert registers.person(ann) == registers.person(an)
    by_name = registers.find_people(name="Nguyễn Văn Ân")
    assert [one.person.person_id for one in by_name if one.by_name] == [an]
    for asked in two:
        assert {row.dossier_id for row in registers.dossiers(person_id=asked)} == dossiers
        assert len(registers.events_of_person(asked)) == 5
    assert {row.person_id for row in registers.dossiers()} == {an}
    assert {dossier_of(one, ledger).person_id for one in dossiers} == {an}
    with pytest.raises(RuleViolation) as refused:
        add_identifiers(ann, (NEW,), by=ARCHIVIST, **place.at_hand("ledger", "keys", "now"))
    assert refused.value.code == "binding.nothingNew"


def test_search_finds_one_person_by_either_name_and_number(
    place: ReadingRoom, index: TantivyIndex, two: tuple[UUID, UUID]
):
    an, ann = two
    place.dossier("HS-2", person_id=ann)
    assert found(place, index, NEW.value) == [ann]

    merged(place, an, ann)

    for asked in ("Nguyễn Văn Ân", "nguyen van an", OLD.value, NEW.value):
        assert found(place, index, asked) == [an]
    events = parse("Trưởng phòng", acl=(EVERYTHING,), kinds=(Kind.EVENT,))
    assert {hit.person_id for hit in index.search(events).hits} == {an}
    papers = parse("HS-2", acl=(EVERYTHING,), kinds=(Kind.DOSSIER,))
    assert [hit.person_id for hit in index.search(papers).hits] == [an]


def test_an_index_and_registers_made_anew_say_the_same(
    place: ReadingRoom, index: TantivyIndex, two: tuple[UUID, UUID]
):
    an, ann = two
    place.dossier("HS-2", person_id=ann)
    merged(place, an, ann)
    grown = [found(place, index, text) for text in (NEW.value, "Nguyễn Văn Ân")]
    place.catch_up()
    rows = (place.registers.people(), place.registers.dossiers())

    rebuild(index, ledger=place.ledger, objects=place.objects)
    place.registers.clear()
    place.catch_up()

    assert [found(place, index, text) for text in (NEW.value, "Nguyễn Văn Ân")] == grown
    assert (place.registers.people(), place.registers.dossiers()) == rows


def test_a_grant_on_either_reaches_the_human(place: ReadingRoom, two: tuple[UUID, UUID]):
    an, ann = two
    auditor = an_actor("Thanh tra", Role.INSPECTOR_AUDITOR, persons=(ann,))

    def sees(actor: Actor) -> bool:
        knowing = reaching(actor, place.ledger)
        return may(knowing, Action.REPLAY, Scope(person_id=an), on=place.clock())

    assert not sees(auditor)

    merged(place, an, ann)
    assert sees(auditor)

    separated(place, an, ann)
    assert not sees(auditor)


def test_separating_puts_everything_back(
    place: ReadingRoom, index: TantivyIndex, two: tuple[UUID, UUID]
):
    an, ann = two
    dossier_id = place.dossier("HS-2", person_id=ann)
    merged(place, an, ann)
    while_one = keyed(
        place, ann, "award.granted", "2019-01-01", code="GIAY_KHEN", full_name="Giấy khen"
    )
    found(place, index, "An")

    parted = separated(place, an, ann)
    place.catch_up()

    assert parted.recorded_since == (while_one,)
    assert posts(place, an) == ["Phó Trưởng phòng"]
    assert posts(place, ann) == ["Trưởng phòng"]
    assert dossier_of(dossier_id, place.ledger).person_id == ann
    assert [row.person_id for row in place.registers.dossiers()] == [ann]
    assert {row.person_id for row in place.registers.people()} == {an, ann}
    assert person_by_identifier(NEW, ledger=place.ledger, keys=place.keys) == ann
    assert found(place, index, NEW.value) == [ann]
    assert found(place, index, OLD.value) == [an]


def test_what_was_done_to_an_event_goes_with_it(place: ReadingRoom, two: tuple[UUID, UUID]):
    an, ann = two
    theirs = keyed(place, ann, "appointment.made", "2019-06-01", post="Phó Giám đốc")
    merged(place, an, ann)
    annulled = annul_event(ann, theirs, "nhầm", by=ARCHIVIST, **place.at_hand("ledger", "now"))
    verify_event(an, annulled.event_id, by=COLLEAGUE, **place.at_hand("ledger", "now"))

    separated(place, an, ann)

    assert posts(place, ann) == ["Trưởng phòng"]
    assert not career_of(an, place.ledger).mendings


def test_three_may_be_one_and_the_last_who_came_is_parted_alone(
    place: ReadingRoom, two: tuple[UUID, UUID]
):
    an, ann = two
    third = place.person("Nguyen Van An", "1979-03-12")
    merged(place, ann, third)
    merged(place, an, ann)

    assert career_of(third, place.ledger).person_id == an
    assert people_of(third, place.ledger)[0] == an

    separated(place, an, third)
    assert career_of(third, place.ledger).person_id == third
    assert career_of(ann, place.ledger).person_id == an


def test_what_cannot_be_is_refused(place: ReadingRoom, two: tuple[UUID, UUID]):
    an, ann = two

    def refused(act: Any, *given: Any) -> str:
        with pytest.raises(RuleViolation) as error:
            act(*given, by=ARCHIVIST, **place.at_hand("ledger", "now"))
        return error.value.code

    assert refused(merge_people, an, an, "một") == "identity.samePerson"
    assert refused(separate_people, an, ann, "hai người") == "identity.notMerged"
    assert refused(merge_people, an, ann, " . ") == "mending.reasonMissing"
    first = merged(place, an, ann, agreed=False)
    assert refused(merge_people, ann, an, "lần nữa") == "identity.mergePending"
    agree(place, first)
    assert refused(merge_people, ann, an, "lần nữa") == "identity.samePerson"
    with pytest.raises(RuleViolation) as form:
        keyed(place, an, "identity.merged", "2020-01-01", other_person_id=str(ann))
    assert form.value.code == "identity.ownDoor"


def test_a_check_of_the_whole_archive_finds_no_fault_in_it(
    place: ReadingRoom, two: tuple[UUID, UUID]
):
    an, ann = two
    theirs = keyed(place, ann, "appointment.made", "2019-06-01", post="Phó Giám đốc")
    merged(place, an, ann)
    annul_event(an, theirs, "nhầm", by=ARCHIVIST, **place.at_hand("ledger", "now"))
    separated(place, an, ann)

    report = verify(by=ARCHIVIST, **place.at_hand("ledger", "objects", "keys", "now"))

    assert report.faults == ()
