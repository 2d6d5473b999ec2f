"""The form of an event type: flat names, labels, kinds, and the way back to the event."""

from uuid import UUID

import pytest
from pydantic import JsonValue

from domain.errors import RuleViolation, Unknown
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.envelope import CareerEvent, Extraction, Method
from domain.evidence import Rank
from domain.forms import FieldKind, build, flat, form_of
from domain.labels import Privacy

PERSON = UUID("00000000-0000-4000-8000-000000000001")
EVENT = UUID("00000000-0000-4000-8000-000000000002")
ACTOR = UUID("00000000-0000-4000-8000-000000000003")

APPOINTMENT: dict[str, JsonValue] = {
    "post": "Trưởng phòng",
    "unit": {"asPrinted": "Sở Nội vụ", "unitId": None},
    "post_allowance": "0.50",
    "concurrent": False,
    "effective_date": "2018-06-01",
    "effective_basis": "EXPLICIT",
    "issue_date": "2018-05-28",
    "term_months": 60,
    "decision.full_no": "112/QĐ-SNV",
    "decision.doc_type": "QD",
    "subject_as_printed.name": "Nguyễn Văn An",
    "subject_as_printed.dob": "1979-03-12",
}


def built(topic: str, fields: dict[str, JsonValue]) -> CareerEvent:
    return build(
        topic,
        fields,
        event_id=EVENT,
        person_id=PERSON,
        recorded_by=ACTOR,
        evidence=Rank.ORIGINAL,
        source=None,
        extraction=Extraction(method=Method.MANUAL),
    )


def test_every_career_event_has_a_form_with_labels_in_both_languages():
    for topic in CAREER_EVENT_TYPES:
        for line in form_of(topic):
            assert line.label_vi and line.label_en, (topic, line.name)


def test_a_form_begins_with_what_is_particular_to_the_type():
    names = [line.name for line in form_of("appointment.made")]

    assert names[:2] == ["post", "unit"]
    assert "decision.full_no" in names
    assert "recorded_by" not in names


def test_a_field_says_how_it_is_keyed():
    lines = {line.name: line for line in form_of("salary.stepRaised")}

    assert lines["new_coefficient"].kind is FieldKind.DECIMAL
    assert lines["new_step"].kind is FieldKind.INTEGER
    assert lines["effective_date"].kind is FieldKind.DATE
    assert lines["end_date"].kind is FieldKind.DAY
    assert lines["effective_basis"].choices[0] == "EXPLICIT"
    assert lines["effective_basis"].choice_of == "EffectiveBasis"


def test_the_label_of_a_coefficient_is_that_of_its_role():
    lines = {line.name: line for line in form_of("salary.stepRaised")}

    assert lines["old_coefficient"].label_vi == "Hệ số cũ"
    assert lines["new_coefficient"].label_vi == "Hệ số mới"


def test_a_sensitive_field_is_marked():
    lines = {line.name: line for line in form_of("identity.recorded")}

    assert lines["religion"].privacy is Privacy.SENSITIVE


def test_what_is_built_from_flat_fields_is_flat_again():
    assert flat(built("appointment.made", APPOINTMENT)) == APPOINTMENT


def test_nested_values_keep_their_stored_form():
    identifiers: JsonValue = [
        {"kind": "CCCD", "value": "024079000321", "validFrom": "2021-05-01", "validTo": None}
    ]
    event = built(
        "identity.recorded",
        {"full_name": "Nguyễn Văn An", "identifiers": identifiers, "effective_basis": "UNSTATED"},
    )

    assert flat(event)["identifiers"] == identifiers


def test_a_unit_may_be_keyed_as_it_is_printed():
    event = built("appointment.made", {**APPOINTMENT, "unit": "Sở Nội vụ Bắc Giang"})

    assert flat(event)["unit"] == {"asPrinted": "Sở Nội vụ Bắc Giang", "unitId": None}


def test_an_empty_value_is_a_field_left_empty():
    event = built("appointment.made", {**APPOINTMENT, "unit": None, "issue_date": ""})

    assert "unit" not in flat(event)
    assert event.issue_date is None


def test_a_refusal_names_fields_and_never_values():
    wrong = {**APPOINTMENT, "effective_date": "giữa tháng Sáu", "decision.signer_mode": "XX"}
    del wrong["post"]

    with pytest.raises(RuleViolation) as refusal:
        built("appointment.made", wrong)

    assert refusal.value.values["fields"] == ("decision.signer_mode", "effective_date", "post")
    assert "Sáu" not in str(refusal.value.values)


def test_a_field_that_the_form_does_not_know_is_refused():
    with pytest.raises(RuleViolation) as refusal:
        built("appointment.made", {**APPOINTMENT, "recorded_by": str(ACTOR)})

    assert refusal.value.values["fields"] == ("recorded_by",)


def test_a_paper_without_its_type_is_refused_by_that_field():
    fields = {name: v for name, v in APPOINTMENT.items() if name != "decision.doc_type"}

    with pytest.raises(RuleViolation) as refusal:
        built("appointment.made", fields)

    assert refusal.value.values["fields"] == ("decision.doc_type",)


def test_an_unknown_type_has_no_form():
    with pytest.raises(Unknown):
        form_of("page.transcribed")
