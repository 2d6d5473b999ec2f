"""A kind of event is one class: its topic, its labels in both languages, what of it is personal."""

import re

import pytest

from archive.access_log import ACCESS_TYPES
from domain.events.catalogue import CAREER_EVENT_TYPES, EVENT_TYPES, PERSON_EVENT_TYPES
from domain.events.envelope import CareerEvent, Event
from domain.labels import Privacy

ALL = {**EVENT_TYPES, **ACCESS_TYPES}
TOPIC = re.compile(r"^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$")
PERSONAL = {
    "full_name",
    "other_names",
    "birth_date",
    "person_name",
    "identifier",
    "identifiers",
    "name",
    "subject_as_printed",
    "decision",
    "why",
    "reason",
    "changes",
    "file_name",
}
"""Fields that hold personal data wherever they stand, except a unit's own name."""
SENSITIVE = {"ethnicity", "religion"}


@pytest.mark.parametrize("kind", list(ALL.values()), ids=lambda kind: kind.topic)
def test_a_topic_is_dotted_and_an_event_past(kind: type[Event]):
    assert TOPIC.match(kind.topic)
    assert ALL[kind.topic] is kind


@pytest.mark.parametrize("kind", list(ALL.values()), ids=lambda kind: kind.topic)
def test_an_event_and_each_of_its_fields_has_a_label_in_both_languages(kind: type[Event]):
    labels = {"": kind.label, **kind.field_labels()}

    assert set(labels) - {""} == set(kind.model_fields)
    assert all(label.vi and label.en for label in labels.values())


@pytest.mark.parametrize("kind", list(EVENT_TYPES.values()), ids=lambda kind: kind.topic)
def test_personal_fields_are_declared(kind: type[Event]):
    if kind.topic.startswith(("org.", "quota.")):
        return
    declared = kind.fields_of(Privacy.PERSONAL, Privacy.SENSITIVE)
    # An award's `full_name` is that of the award.
    wanted = (PERSONAL | SENSITIVE) - ({"full_name"} if kind.topic == "award.granted" else set())

    assert {name for name in kind.model_fields if name in wanted} <= declared
    assert {name for name in kind.model_fields if name in SENSITIVE} <= kind.fields_of(
        Privacy.SENSITIVE
    )


@pytest.mark.parametrize("kind", list(CAREER_EVENT_TYPES.values()), ids=lambda kind: kind.topic)
def test_a_career_event_says_its_group_of_the_national_database(kind: type[CareerEvent]):
    if kind.topic.startswith("decision."):
        assert kind.ndb_group is None  # an act has the group of the event that it concerns
    else:
        assert kind.ndb_group in range(1, 11)


def test_the_catalogue_holds_what_a_person_can_have():
    assert set(CAREER_EVENT_TYPES) <= set(PERSON_EVENT_TYPES) <= set(EVENT_TYPES)


@pytest.mark.parametrize("kind", list(ALL.values()), ids=lambda kind: kind.topic)
def test_an_event_is_frozen_and_closed(kind: type[Event]):
    assert kind.model_config["frozen"] is True
    assert kind.model_config["extra"] == "forbid"
