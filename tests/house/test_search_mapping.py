"""Each kind of event says what it makes findable: one line in search/mapping.py."""

import pytest

from domain.events.catalogue import CAREER_EVENT_TYPES, EVENT_TYPES
from domain.events.envelope import UnitRef
from domain.labels import Privacy
from search.mapping import MAPPING
from search.query import Kind


def test_every_event_type_has_a_mapping():
    missing = sorted(EVENT_TYPES.keys() - MAPPING.keys())

    assert missing == [], "add a line for each to search/mapping.py"


def test_no_mapping_is_of_a_type_that_is_not_there():
    assert sorted(MAPPING.keys() - EVENT_TYPES.keys()) == []


@pytest.mark.parametrize("topic", sorted(CAREER_EVENT_TYPES))
def test_a_career_event_is_findable_and_its_mapping_names_its_own_fields(topic: str):
    kind, mapping = CAREER_EVENT_TYPES[topic], MAPPING[topic]

    assert Kind.EVENT in mapping.makes
    assert set(mapping.title) <= set(kind.model_fields)
    assert not set(mapping.title) & kind.fields_of(Privacy.SENSITIVE)
    if mapping.unit:
        assert UnitRef.__name__ in str(kind.model_fields[mapping.unit].annotation)
    assert mapping.unit or not mapping.places


def test_only_career_events_have_titles_units_and_merit():
    for topic, mapping in MAPPING.items():
        if topic not in CAREER_EVENT_TYPES:
            assert not (mapping.title or mapping.unit or mapping.places or mapping.merit)
