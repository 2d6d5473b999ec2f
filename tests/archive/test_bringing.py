"""Lists brought over (domain.md 3.15, 3.16): taken whole or not at all, answered line by line, and
never twice."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from api.brought.json_lines import lines_of
from api.brought.reading import read_list
from archive.binding import add_identifiers
from archive.bringing import bring
from archive.fixity import verify
from archive.folding import career_of
from archive.lines import Brought, Line, Outcome
from archive.policies import FreezeDraft, PolicyPaper, adopt_policy
from archive.verifying import verify_event
from domain.access import Actor, Role
from domain.career import Career, EvidenceFilter
from domain.errors import NotAllowed
from domain.events.envelope import PersonnelClass
from domain.evidence import Rank
from domain.people import Identifier, IdentifierKind
from domain.standing import Look
from domain.state import State
from tests.kit import builders
from tests.kit.clock import PlayedClock
from tests.kit.golden_lines import golden_book, golden_days, golden_lines
from tests.kit.lists import a_csv, a_workbook, by_type, json_lines
from tests.kit.reading_room import (
    ARCHIVIST,
    COLLEAGUE,
    HR_OFFICER,
    SCANNER,
    ReadingRoom,
    a_reading_room,
    an_actor,
)

CCCD = "024079000321"
AN: dict[str, Any] = {
    "person": "An",
    "eventType": "identity.recorded",
    "payload": {
        "fullName": "Nguyễn Văn An",
        "birthDate": "1979-03-12",
        "identifiers": [{"kind": "CCCD", "value": CCCD}],
    },
}
HEAD: dict[str, Any] = {
    "person": "An",
    "eventType": "appointment.made",
    "key": "bn-9",
    "effectiveDate": "2018-06-01",
    "issueDate": "2018-05-28",
    "termMonths": 60,
    "decision": {"fullNo": "127/QĐ-SNV", "docType": "QUYET_DINH"},
    "payload": {"post": "Trưởng phòng", "unit": "Sở Nội vụ tỉnh Bắc Giang"},
}
CUSTODIAN = COLLEAGUE
"""May correct as well."""

Brings = Callable[..., Brought]


def record(place: ReadingRoom, *lines: Any, by: Actor = HR_OFFICER, **how: Any) -> Brought:
    return take(place, lines_of(json_lines(*lines)), by=by, **how)


def take(place: ReadingRoom, lines: Iterator[Line], by: Actor = HR_OFFICER, **how: Any) -> Brought:
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    return bring(lines, by=by, **how, **at_hand)


def codes(answer: Brought) -> list[tuple[int, str]]:
    """Line and code of every fault."""
    return [(one.line, fault.code) for one in answer.answers for fault in one.faults]


def outcomes(answer: Brought) -> list[str]:
    return [one.outcome.value for one in answer.answers]


# The worked career


def files_of(form: str, keys: list[str]) -> list[tuple[str, bytes]]:
    """The lines of one day as files of a form; later lists know him by his number."""
    lines = [golden_lines()[key] for key in keys]
    said = [line if line["key"] == "row-0" else {**line, "person": CCCD} for line in lines]
    match form:
        case "jsonl":
            return [("an.jsonl", json_lines(*said))]
        case "csv":
            return [(f"{topic}.csv", a_csv(topic, own)) for topic, own in by_type(said).items()]
        case _:
            return [("an.xlsx", a_workbook(said))]


def played(place: ReadingRoom, form: str) -> tuple[Career, list[int]]:
    """Everything recorded on its day; the ledger's position after each."""
    positions = []
    person_id: UUID | None = None
    for day, keys in golden_days():
        place.clock.at(day)
        for name, content in files_of(form, keys):
            answer = take(place, read_list(content, name=name))
            assert outcomes(answer) == ["RECORDED"] * answer.lines, codes(answer)
            person_id = answer.answers[0].person_id
        positions.append(answer.position)
    assert person_id is not None
    return career_of(person_id, place.ledger), positions


def plain(state: State) -> dict[str, Any]:
    """A state without the ids of events, which differ from archive to archive."""

    def bare(value: Any) -> Any:
        match value:
            case dict():
                hidden = ("because", "eventIds", "eventId", "unitId")
                return {name: bare(one) for name, one in value.items() if name not in hidden}
            case list():
                return [bare(one) for one in value]
            case _:
                return value

    stored: dict[str, Any] = bare(state.model_dump(mode="json", by_alias=True))
    return stored


DAYS = [date(2004, 7, 31), date(2005, 8, 1), date(2012, 3, 1), date(2013, 11, 1), date(2017, 3, 1),
        date(2018, 6, 1), date(2019, 4, 24), date(2019, 6, 30), date(2020, 4, 24),
        date(2020, 4, 25), date(2020, 5, 1), date(2021, 12, 20), date(2023, 6, 1),
        date(2024, 12, 20), date(2025, 7, 1), date(2026, 1, 1), date(2031, 1, 1)]  # fmt: skip


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_3_15_the_worked_career_is_the_same_from_every_form_at_every_moment(
    form: str, tmp_path: Path
):
    book = golden_book()
    keyed = book.career

    with a_reading_room(tmp_path, PlayedClock("2004-03-01T08:00:00+07:00")) as place:
        career, positions = played(place, form)

        for (day, _), position in zip(golden_days(), positions, strict=True):
            known = book.position_at(date.fromisoformat(day))
            for on in DAYS:
                believed = career.state_as_of(on, position, evidence=EvidenceFilter.RECORDED)
                assert plain(believed) == plain(keyed.state_as_of(on, known)), (day, on)

        before = place.ledger.position()
        for _, keys in golden_days():
            for name, content in files_of(form, keys):
                again = take(place, read_list(content, name=name))
                assert set(outcomes(again)) == {"KNOWN"}
        assert place.ledger.position() == before


def test_the_three_forms_say_the_same_lines():
    said = list(golden_lines().values())
    from_json = {line.said["key"]: line.said for line in lines_of(json_lines(*said)) if line.said}
    from_book = {
        line.said["key"]: line.said
        for line in read_list(a_workbook(said), name="an.xlsx")
        if line.said
    }

    assert from_book == from_json


def test_without_keys_the_same_lines_in_another_form_are_known_too(place: ReadingRoom):
    lines = [{k: v for k, v in line.items() if k != "key"} for line in golden_lines().values()]
    record(place, *lines)

    again = take(place, read_list(a_workbook(lines), name="an.xlsx"))

    assert set(outcomes(again)) == {"KNOWN"}


def test_every_line_is_answered_with_its_position(place: ReadingRoom):
    answer = record(place, AN, HEAD)

    first, second = answer.answers
    assert (first.position, second.position) == (answer.position - 2, answer.position - 1)
    assert [f.rule for f in second.findings] == ["R-ORG-01"]
    assert first.look is Look.REQUIRED and second.look is Look.NOT_NEEDED
    assert (answer.people, answer.new_people, answer.recorded) == (1, 1, 2)


def test_what_a_list_says_is_imported_or_claimed(place: ReadingRoom):
    claimed = {**HEAD, "key": "2", "effectiveDate": "2012-03-01", "evidence": "CLAIM"}
    answer = record(place, AN, {**HEAD, "sourceRecordedOn": "2016-01-15"}, claimed)

    career = career_of(person(answer), place.ledger)
    events = [standing.event for standing in career.standings]
    assert [event.evidence for event in events] == [Rank.IMPORTED, Rank.IMPORTED, Rank.CLAIM]
    assert {event.extraction.method for event in events} == {"IMPORT"}
    assert events[1].source_recorded_on == date(2016, 1, 15)


def person(answer: Brought) -> UUID:
    found = answer.answers[-1].person_id
    assert found is not None
    return found


# Whole or not at all


def test_one_bad_line_and_nothing_is_recorded(place: ReadingRoom):
    before = place.ledger.position()

    answer = record(place, AN, HEAD, {**HEAD, "key": "x", "effectiveDate": "hôm qua"})

    assert codes(answer) == [(3, "brought.fieldWrong")]
    assert outcomes(answer) == ["WITHHELD", "WITHHELD", "REFUSED"]
    assert not answer.taken and place.ledger.position() == before


def test_partial_takes_what_is_in_order(place: ReadingRoom):
    answer = record(place, AN, {**HEAD, "effectiveDate": "?"}, HEAD | {"key": "b"}, partial=True)

    assert outcomes(answer) == ["RECORDED", "REFUSED", "RECORDED"]
    assert answer.taken


def test_a_dry_run_only_answers(place: ReadingRoom):
    before = place.ledger.position()

    answer = record(place, AN, HEAD, dry_run=True)

    assert outcomes(answer) == ["WITHHELD", "WITHHELD"]
    assert [f.rule for f in answer.answers[1].findings] == ["R-ORG-01"]
    assert place.ledger.position() == before


def test_what_a_rule_blocks_is_refused_and_what_depends_on_it_falls(place: ReadingRoom):
    left = {
        "person": "An",
        "eventType": "death.recorded",
        "effectiveDate": "2017-01-01",
    }
    annuls = mending("record.annulled", "bn-9")

    answer = record(place, AN, left, HEAD, annuls, by=CUSTODIAN, partial=True)

    assert outcomes(answer) == ["RECORDED", "RECORDED", "REFUSED", "REFUSED"]
    assert codes(answer) == [(3, "rule.blocked"), (4, "brought.targetRefused")]


def test_the_order_of_lines_decides_nothing(place: ReadingRoom):
    lines = list(golden_lines().values())

    answer = record(place, *reversed(lines))

    assert not [f for one in answer.answers for f in one.findings if f.rule == "R-STM-01"]
    career = career_of(person(answer), place.ledger)
    assert career.standings[0].event.topic == "identity.recorded"
    state = career.state_as_of(date(2026, 1, 1))
    assert [held.post for held in state.posts] == ["Phó Giám đốc"]


def test_who_may_not_record_may_not_bring(place: ReadingRoom):
    with pytest.raises(NotAllowed):
        record(place, AN, HEAD, by=SCANNER)


def test_a_line_of_somebody_whom_a_grant_does_not_name_is_refused(place: ReadingRoom):
    known, other = place.person("Lò Thị Hoa", "1980-01-01"), place.person()
    by = an_actor("Hoa hạn chế", Role.ARCHIVIST, persons=(known,))

    answer = record(
        place,
        {**HEAD, "person": str(known)},
        {**HEAD, "person": str(other)},
        by=by,
        partial=True,
    )

    assert codes(answer) == [(2, "brought.mayNot")]


# Recorded twice is one event


def test_a_line_twice_in_one_file_is_one_event(place: ReadingRoom):
    bare = {name: value for name, value in HEAD.items() if name != "key"}

    answer = record(place, AN, bare, bare)

    assert outcomes(answer) == ["RECORDED", "RECORDED", "KNOWN"]
    assert answer.answers[1].event_id == answer.answers[2].event_id
    assert answer.answers[1].position == answer.answers[2].position


def test_a_key_of_another_event_is_taken(place: ReadingRoom):
    record(place, AN, HEAD)
    other = {**HEAD, "person": CCCD, "payload": {**HEAD["payload"], "post": "Phó Trưởng phòng"}}

    assert codes(record(place, other)) == [(1, "event.keyTaken")]
    twice = record(place, AN, {**HEAD, "key": "n"}, {**other, "key": "n", "person": "An"})
    assert codes(twice) == [(3, "brought.keyTwice")]


def test_an_event_that_is_there_is_not_recorded_again_under_another_key(place: ReadingRoom):
    record(place, AN, HEAD)
    same = {**HEAD, "person": CCCD, "key": "of another office"}
    other = {**same, "termMonths": 36}

    assert outcomes(record(place, same)) == ["KNOWN"]
    assert codes(record(place, other)) == [(1, "brought.likeRecorded")]
    assert outcomes(record(place, {**other, "asNew": True})) == ["RECORDED"]


def test_somebody_without_number_or_birth_date_is_known_again_by_the_line(place: ReadingRoom):
    nameless = {"person": "x1", "eventType": "identity.recorded", "payload": {"fullName": "Y Blơi"}}

    first, again = record(place, nameless), record(place, nameless)

    assert outcomes(again) == ["KNOWN"]
    assert person(first) == person(again)
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "keys", "now")
    assert verify(by=CUSTODIAN, **at_hand).faults == ()


# Whom a line means


def test_a_known_person_is_found_by_the_number(place: ReadingRoom):
    known = place.person("Nguyễn Văn An", "1979-03-12", builders.cccd(CCCD))

    assert person(record(place, {**HEAD, "person": CCCD})) == known
    assert person(record(place, AN, {**HEAD, "key": "2", "asNew": True})) == known


def test_name_and_whole_birth_date_find_a_known_person(place: ReadingRoom):
    known = place.person("Nguyễn Văn An", "1979-03-12")

    answer = record(place, AN, HEAD)

    assert person(answer) == known
    number = Identifier(kind=IdentifierKind.CCCD, value=CCCD)
    held = career_of(known, place.ledger).identity().identifiers
    assert number in held


def test_a_name_alone_finds_nobody(place: ReadingRoom):
    place.person("Nguyễn Văn An", "1979-03-12")
    nameless = {**AN, "payload": {"fullName": "Nguyễn Văn An"}}

    answer = record(place, nameless, HEAD)

    assert codes(answer) == [(1, "brought.personUnsure"), (2, "brought.personRefused")]
    assert outcomes(record(place, {**nameless, "asNew": True}, HEAD)) == ["RECORDED", "RECORDED"]


def test_a_namesake_born_on_another_day_is_somebody_else(place: ReadingRoom):
    known = place.person("Nguyễn Văn An", "1985-03-12")

    answer = record(place, AN, HEAD)

    assert person(answer) != known and answer.new_people == 1


def test_a_person_who_is_two_people_is_refused(place: ReadingRoom):
    place.person("Nguyễn Văn An", "1979-03-12", builders.cccd(CCCD))
    other = place.person("Nguyễn Văn An", "1985-03-12")
    staff_no = Identifier(kind=IdentifierKind.SO_HIEU, value="BG1234")
    at_hand: dict[str, Any] = place.at_hand("ledger", "keys", "now")
    add_identifiers(other, (staff_no,), by=COLLEAGUE, **at_hand)
    both = [*AN["payload"]["identifiers"], {"kind": "SO_HIEU", "value": "BG1234"}]

    answer = record(place, {**AN, "payload": {**AN["payload"], "identifiers": both}}, HEAD)

    assert codes(answer) == [(1, "brought.personTwo"), (2, "brought.personRefused")]


def test_one_label_for_two_humans_is_refused(place: ReadingRoom):
    other = {**AN, "payload": {"fullName": "Trần Thị Bình", "birthDate": "1990-05-05"}}

    assert {code for _, code in codes(record(place, AN, other))} == {"brought.personTwo"}


def test_two_labels_for_one_human_are_refused(place: ReadingRoom):
    payload = {"fullName": "Nguyễn Văn An", "birthDate": "1979-03-12"}

    answer = record(place, {**AN, "payload": payload}, {**AN, "person": "A2", "payload": payload})

    assert codes(answer) == [(2, "brought.personTwice")]


def test_the_number_of_somebody_of_another_name_is_refused(place: ReadingRoom):
    place.person("Trần Thị Bình", "1979-03-12", builders.cccd(CCCD))

    assert codes(record(place, AN)) == [(1, "brought.personOther")]


def test_a_label_that_nothing_defines_is_nobody(place: ReadingRoom):
    answer = record(place, HEAD, {**HEAD, "person": "024079000999"})

    assert codes(answer) == [(1, "brought.personUnknown"), (2, "brought.personUnknown")]


def test_an_identity_that_is_refused_takes_its_lines_with_it(place: ReadingRoom):
    nobody = {**AN, "payload": {"birthDate": "1979-03-12"}}

    answer = record(place, nobody, HEAD, partial=True)

    assert codes(answer) == [(1, "brought.fieldMissing"), (2, "brought.personRefused")]


# Corrected, annulled, by key


def mending(topic: str, target: str, **more: Any) -> dict[str, Any]:
    line = {k: more.pop(k) for k in ("key",) if k in more}
    payload = {"target": target, "why": "nhập nhầm dòng", **more}
    return {"person": "An", "eventType": topic, **line, "payload": payload}


def test_a_line_is_corrected_by_its_key_and_again_changes_nothing(place: ReadingRoom):
    fix = mending("record.corrected", "bn-9", changes={"post": "Phó Trưởng phòng"}, key="sửa-1")
    answer = record(place, AN, HEAD, fix, by=CUSTODIAN)

    assert outcomes(answer) == ["RECORDED"] * 3
    assert answer.answers[2].look is Look.REQUIRED
    again = record(place, AN, HEAD, fix, by=CUSTODIAN)
    assert outcomes(again) == ["KNOWN"] * 3
    assert again.answers[2].position == answer.answers[2].position

    mended = answer.answers[2].event_id
    assert mended is not None
    at_hand: dict[str, Any] = place.at_hand("ledger", "now")
    verify_event(person(answer), mended, by=an_actor("Kiểm", Role.DOSSIER_CUSTODIAN), **at_hand)
    state = career_of(person(answer), place.ledger).state_as_of(date(2019, 1, 1))
    assert [held.post for held in state.posts] == ["Phó Trưởng phòng"]


def test_what_a_former_file_brought_is_annulled_by_key(place: ReadingRoom):
    record(place, AN, HEAD)

    answer = record(place, {**mending("record.annulled", "bn-9"), "person": CCCD}, by=CUSTODIAN)

    assert outcomes(answer) == ["RECORDED"]


def test_a_correction_of_a_correction_concerns_the_event_itself(place: ReadingRoom):
    fix = mending("record.corrected", "bn-9", changes={"post": "Phó Trưởng phòng"}, key="s1")
    further = mending("record.corrected", "s1", changes={"termMonths": 36}, key="s2")
    same_field = mending("record.corrected", "s1", changes={"post": "Chánh Văn phòng"}, key="s3")

    answer = record(place, AN, HEAD, fix, further, same_field, by=CUSTODIAN, partial=True)

    assert outcomes(answer)[2:] == ["RECORDED", "RECORDED", "REFUSED"]
    assert codes(answer) == [(5, "mending.correctionPending")]


def test_a_circle_of_corrections_is_refused(place: ReadingRoom):
    one = mending("record.corrected", "s2", changes={"post": "A"}, key="s1")
    two = mending("record.corrected", "s1", changes={"post": "B"}, key="s2")
    self_made = mending("record.corrected", "s3", changes={"post": "B"}, key="s3")

    answer = record(place, AN, HEAD, one, two, self_made, by=CUSTODIAN)

    assert [one for one in codes(answer) if one[1] == "brought.circle"] == [
        (3, "brought.circle"),
        (4, "brought.circle"),
        (5, "brought.circle"),
    ]


def test_an_annulment_before_what_it_annuls_is_refused_with_its_line(place: ReadingRoom):
    answer = record(place, AN, mending("record.annulled", "bn-9"), HEAD, by=CUSTODIAN)

    assert codes(answer) == [(2, "brought.targetLater")]
    assert answer.answers[1].faults[0].values == {"line": 3}


def test_a_key_that_nothing_bears_is_refused(place: ReadingRoom):
    answer = record(place, AN, mending("record.annulled", "không có"), by=CUSTODIAN)

    assert codes(answer) == [(2, "brought.targetUnknown")]


def test_an_act_names_the_decision_by_the_key_of_its_line(place: ReadingRoom):
    revoked = {
        "person": "An",
        "eventType": "decision.revoked",
        "effectiveDate": "2018-09-01",
        "issueDate": "2018-09-01",
        "decision": {"fullNo": "301/QĐ-SNV", "docType": "QUYET_DINH"},
        "payload": {"target": "bn-9", "voidMode": "EX_TUNC"},
    }

    answer = record(place, AN, revoked, HEAD)

    assert outcomes(answer) == ["RECORDED"] * 3
    assert outcomes(record(place, AN, revoked, HEAD)) == ["KNOWN"] * 3
    assert career_of(person(answer), place.ledger).state_as_of(date(2019, 1, 1)).posts == ()


# Pages cited


def test_a_line_that_cites_a_page_is_evidenced_by_it(place: ReadingRoom):
    an = place.person("Nguyễn Văn An", "1979-03-12", builders.cccd(CCCD))
    paper = place.paper(place.dossier(person_id=an))
    place.catch_up()
    cited = {**HEAD, "person": CCCD, "source": {"documentId": str(paper.document_id)}}

    answer = record(place, cited, by=ARCHIVIST)

    standing = career_of(an, place.ledger).standing(event(answer))
    assert (standing.rank, standing.look) == (Rank.ORIGINAL, Look.REQUIRED)
    assert [one.page_id for one in standing.sources[0].citations] == list(paper.page_ids)
    assert outcomes(record(place, cited, by=ARCHIVIST)) == ["KNOWN"]


def event(answer: Brought) -> UUID:
    found = answer.answers[-1].event_id
    assert found is not None
    return found


def test_a_page_for_what_a_list_brought_proves_it_and_is_no_second_event(place: ReadingRoom):
    brought = record(place, AN, HEAD)
    an = person(brought)
    paper = place.paper(place.dossier(person_id=an))
    place.catch_up()
    cited = {**HEAD, "person": CCCD, "key": "with its page"}
    cited["source"] = {"documentId": str(paper.document_id)}

    answer = record(place, cited, by=ARCHIVIST)

    assert outcomes(answer) == ["ATTACHED"]
    assert event(answer) == brought.answers[1].event_id
    assert career_of(an, place.ledger).standing(event(answer)).rank is Rank.ORIGINAL
    assert outcomes(record(place, cited, by=ARCHIVIST)) == ["KNOWN"]


def test_a_rank_of_paper_needs_its_page(place: ReadingRoom):
    answer = record(place, AN, {**HEAD, "evidence": "ORIGINAL"})

    assert codes(answer) == [(2, "event.needsPaper")]
    assert Outcome.REFUSED in {one.outcome for one in answer.answers}


# Local policies


def test_a_list_is_judged_by_the_policies_of_the_province(place: ReadingRoom):
    freeze = FreezeDraft(
        classes=(PersonnelClass.CONG_CHUC,),
        valid_from=date(2021, 9, 20),
        paper=PolicyPaper(number="2345/TB-UBND", decided_on=date(2021, 9, 17), issuer="UBND tỉnh"),
    )
    received = {
        "person": "An",
        "eventType": "reception.made",
        "effectiveDate": "2021-10-01",
        "issueDate": "2021-09-25",
        "payload": {"unit": "Sở Nội vụ", "toClass": "CONG_CHUC"},
    }

    def judged() -> list[str]:
        answer = record(place, AN, received, dry_run=True)
        return [one.rule for line in answer.answers for one in line.findings]

    assert "R-ENT-03" not in judged()
    approver = an_actor("Chánh", Role.APPROVER)
    adopt_policy(freeze, by=approver, **place.at_hand("ledger", "now"))

    assert "R-ENT-03" in judged()
