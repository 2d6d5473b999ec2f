"""JSON Lines as people send them: what cannot be read is answered by its line."""

import json
from typing import Any

import pytest

from api.brought.json_lines import MOST_LINE_BYTES, lines_of
from archive.line_forms import entry_of, event_of
from archive.lines import MOST_LINES, Line, LineRefused, ListRefused
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.synonyms import SYNONYMS
from tests.kit.careers import AN_ARCHIVIST, PERSON, named

HEAD: dict[str, Any] = {
    "person": "An",
    "eventType": "appointment.made",
    "effectiveDate": "2018-06-01",
    "payload": {"post": "Trưởng phòng", "unit": "Sở Nội vụ"},
}


def only(content: bytes, **how: Any) -> Line:
    (line,) = lines_of(content, **how)
    return line


def fault(content: bytes) -> tuple[str, dict[str, Any]]:
    (found,) = only(content).faults
    return found.code, found.values


def said(**changes: Any) -> bytes:
    return json.dumps({**HEAD, **changes}, ensure_ascii=False).encode()


def refused(**changes: Any) -> list[tuple[str, str | None]]:
    """Codes and fields of a line that is JSON and no event."""
    try:
        entry = entry_of(only(said(**changes)))
        event_of(entry, event_id=named(1), person_id=PERSON, recorded_by=AN_ARCHIVIST.id)
    except LineRefused as error:
        return [(one.code, one.field) for one in error.faults]
    return []


def test_lines_are_counted_as_an_editor_counts_them():
    content = b"\xef\xbb\xbf" + said() + b"\r\n\r\n" + said() + b"\n"

    assert [line.number for line in lines_of(content)] == [1, 3]


def test_a_line_of_fifty_megabytes_is_refused_without_reading_it():
    content = b'{"person": "' + b"x" * 50 * 1024 * 1024 + b'"}'

    code, values = fault(content)

    assert code == "brought.lineTooLong" and values["most"] == MOST_LINE_BYTES


@pytest.mark.parametrize("bracket", [b"[", b'{"a":'])
def test_a_deep_nest_is_refused_before_a_parser_goes_down_it(bracket: bytes):
    assert fault(b'{"payload": ' + bracket * 100_000)[0] == "brought.tooDeep"


def test_brackets_within_text_are_no_depth():
    assert only(said(reason="[" * 100)).faults == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "brought.notJson"),
        (b'{"person": NaN}', "brought.notJson"),
        (b"[1]", "brought.notAnObject"),
        (b'"text"', "brought.notAnObject"),
        (b'{"person": "\xff"}', "brought.notUtf8"),
        (b'{"person": "a", "person": "b"}', "brought.nameTwice"),
    ],
)
def test_what_is_no_object_is_refused_by_its_line(content: bytes, code: str):
    assert fault(content)[0] == code


@pytest.mark.parametrize("name", ["person", "key", "reason"])
@pytest.mark.parametrize("sign", [r"\ud800", r"\u0000", r"\\\udfff"])
def test_what_no_text_can_hold_is_refused_by_its_line(name: str, sign: str):
    assert fault(said(**{name: "@"}).replace(b"@", sign.encode()))[0] == "brought.noLetter"


def test_letters_told_by_their_number_and_a_backslash_before_one_are_text():
    line = only(said(reason="@").replace(b"@", rb"\u1ec7 \ud83d\ude00 \\u0000"))

    assert line.faults == ()
    assert line.said is not None and line.said["reason"] == "ệ 😀 \\u0000"


def test_a_file_of_wide_letters_is_refused_whole():
    with pytest.raises(ListRefused, match=r"brought\.notUtf8"):
        list(lines_of('{"person": "a"}'.encode("utf-16")))


def test_more_lines_than_a_file_may_have_are_refused_whole():
    with pytest.raises(ListRefused, match=r"brought\.tooManyLines"):
        for _ in lines_of(b"{}\n" * (MOST_LINES + 1)):
            pass


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"eventType": "appointment.unmade"}, "brought.typeUnknown", "eventType"),
        ({"eventType": None}, "brought.noType", "eventType"),
        ({"eventType": "identity.merged"}, "brought.typeNotHere", "eventType"),
        ({"schemaVersion": 99}, "brought.version", "schemaVersion"),
        ({"schemaVersion": True}, "brought.version", "schemaVersion"),
        ({"person": ""}, "brought.noPerson", "person"),
        ({"person": 24079000321}, "brought.noPerson", "person"),
        ({"key": "k" * 201}, "brought.key", "key"),
        ({"evidence": "PRESUMED"}, "brought.evidence", "evidence"),
        ({"evidence": "ORIGINAL"}, "event.needsPaper", "evidence"),
        ({"recordedAt": "2019-01-01"}, "brought.oursAlone", "recordedAt"),
        ({"extraction": {}}, "brought.oursAlone", "extraction"),
        ({"effective": "2018"}, "brought.namesUnknown", None),
        ({"payload": []}, "brought.notAnObject", "payload"),
        ({"payload": {"post": "x", "unit": "y", "z": 1}}, "brought.fieldsUnknown", None),
        ({"payload": {"unit": "y"}}, "brought.fieldMissing", "payload.post"),
        ({"payload": {"post": "x", "unit": 3}}, "brought.fieldWrong", "payload.unit"),
        ({"effectiveDate": "20019-01-01"}, "brought.fieldWrong", "effectiveDate"),
        ({"effectiveDate": "0202-01-01"}, "brought.year", "effectiveDate"),
        ({"effectiveDate": "2018-02-30"}, "brought.fieldWrong", "effectiveDate"),
        ({"endDate": "9999-12-31"}, "brought.year", "endDate"),
        ({"sourceRecordedOn": "0016-01-15"}, "brought.year", "sourceRecordedOn"),
        ({"decision": {"fullNo": 1, "docType": "QD"}}, "brought.fieldWrong", "decision.fullNo"),
        (
            {"termMonths": 60, "payload": {"post": "x", "termMonths": 12}},
            "brought.saidTwice",
            "termMonths",
        ),
        ({"reason": "đảo\u202echữ"}, "brought.hiddenSign", "reason"),
        ({"payload": {"post": "Trưởng\u0007phòng"}}, "brought.hiddenSign", "payload.post"),
        ({"payload": {"post": "x", "zz": 1}, "reason": None}, "brought.fieldsUnknown", None),
        ({"source": {"documentId": "x"}}, "brought.source", "source"),
    ],
)
def test_what_is_no_event_is_refused_by_its_field(
    changes: dict[str, Any], code: str, field: str | None
):
    assert refused(**changes) == [(code, field)]


def test_every_wrong_field_of_a_line_is_named_and_none_is_repeated():
    found = refused(effectiveDate="?", issueDate="Nguyễn Văn An", payload={"unit": "y"})

    assert sorted(found, key=str) == [
        ("brought.fieldMissing", "payload.post"),
        ("brought.fieldWrong", "effectiveDate"),
        ("brought.fieldWrong", "issueDate"),
    ]


def test_a_name_that_somebody_made_up_is_not_repeated():
    line = only(said(decision={"docType": "QUYET_DINH", "Nguyễn Văn An": 1}))
    with pytest.raises(LineRefused) as refusal:
        event_of(entry_of(line), event_id=named(1), person_id=PERSON, recorded_by=AN_ARCHIVIST.id)

    assert "An" not in str(refusal.value.faults)


def test_text_in_an_old_encoding_is_named_by_its_field():
    (found,) = only(said(payload={"post": "Tr­ëng phßng", "unit": "Së Néi vô"})).faults

    assert (found.code, found.field) == ("brought.legacyText", "payload.post")
    assert found.values["encoding"] == "TCVN3"


def test_text_in_an_old_encoding_is_converted_where_that_is_asked_and_kept_beside():
    line = only(said(payload={"post": "Tr­ëng phßng", "unit": "Sở Nội vụ"}), convert_legacy=True)

    event = event_of(
        entry_of(line), event_id=named(1), person_id=PERSON, recorded_by=AN_ARCHIVIST.id
    )

    assert event.payload["post"] == "Trưởng phòng"
    assert [(one.field, one.text) for one in event.printed] == [("post", "Tr­ëng phßng")]


def test_an_unknown_field_is_named_where_it_is_a_name_of_a_program():
    with pytest.raises(LineRefused) as refused_by:
        entry = entry_of(only(said(payload={"post": "x", "salary": 1, "Lò Văn Pánh": 2})))
        event_of(entry, event_id=named(1), person_id=PERSON, recorded_by=AN_ARCHIVIST.id)

    (found,) = refused_by.value.faults
    assert (found.code, found.values["names"]) == ("brought.fieldsUnknown", ["…", "salary"])


# The reference's own names (domain.md 3.1 to 3.13)


def event(**changes: Any) -> Any:
    entry = entry_of(only(said(**changes)))
    return event_of(entry, event_id=named(1), person_id=PERSON, recorded_by=AN_ARCHIVIST.id)


@pytest.mark.parametrize("topic", sorted(SYNONYMS.keys() & CAREER_EVENT_TYPES.keys()))
def test_a_line_may_use_the_reference_s_name_of_every_field(topic: str):
    """No name of the reference is strange; what it holds goes to the field of the catalogue."""
    for called, name in SYNONYMS[topic].items():
        head, _, part = called.partition(".")
        payload = {head: {part: "@"}} if part else {head: "@"}

        entry = entry_of(only(said(eventType=topic, payload=payload, effectiveDate=None)))

        assert {**entry.envelope, **entry.payload} == {name: "@"}, called


def test_parts_of_the_reference_s_from_and_to_may_stand_beside_the_payload():
    found = event(
        eventType="transfer.made",
        payload={"to": {"unit": "Sở Nội vụ"}, "reason": "theo nguyện vọng"},
        **{"from": {"unit": "Sở Tài chính"}},
    )

    assert (found.from_unit.as_printed, found.to_unit.as_printed) == ("Sở Tài chính", "Sở Nội vụ")
    assert found.reason == "theo nguyện vọng"


@pytest.mark.parametrize(
    ("full_no", "doc_type"),
    [
        ("127/QĐ-SNV", "QUYET_DINH"),
        ("15/TB-SNV", "THONG_BAO"),
        ("33/HD-SNV", "KHAC"),
        (None, "KHAC"),
    ],
)
def test_a_decision_whose_type_is_not_said_has_that_of_its_number(
    full_no: str | None, doc_type: str
):
    found = event(decision={"fullNo": full_no, "signerName": "A"}, legalBases=["Luật 22/2008/QH12"])

    assert found.decision.doc_type == doc_type
    assert found.decision.legal_bases == ("Luật 22/2008/QH12",)
