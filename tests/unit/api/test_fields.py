"""A form as it is typed and read: a list of items with parts, in both directions."""

import pytest

from api.fields import BadEntry, entered, parts_said, shown
from api.messages import Language, Messages
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.forms import FormField, form_of

SAID = Messages(Language.VI)


def field(topic: str, name: str) -> FormField:
    return next(line for line in form_of(topic) if line.name == name)


def test_members_of_a_family_are_typed_part_by_part():
    members = field("family.declared", "members")

    value = entered(members, "vợ | OWN | Lê Thị Bé | 1980 | giáo viên; con | | Nam", None, SAID)

    assert value == [
        {
            "relation": "vợ",
            "side": "OWN",
            "name": "Lê Thị Bé",
            "birthYear": "1980",
            "details": "giáo viên",
        },
        {"relation": "con", "name": "Nam"},
    ]


def test_what_is_shown_is_read_back_as_it_stood():
    stripped = field("discipline.imposed", "stripped_posts")
    stored = [{"post": "Chủ tịch UBND huyện", "from": "2011", "to": None}]

    text = shown(stripped, stored, SAID)

    assert text == "Chủ tịch UBND huyện | 2011"
    assert entered(stripped, text, stored, SAID) is stored


def test_a_text_that_holds_the_marks_is_shown_whole():
    stripped = field("discipline.imposed", "stripped_posts")
    stored = [{"post": "Trưởng phòng; Phó Giám đốc", "from": None, "to": None}]

    assert shown(stripped, stored, SAID).startswith("[{")
    assert entered(stripped, shown(stripped, stored, SAID), stored, SAID) is stored


def test_too_many_parts_are_refused_with_the_parts_in_words():
    stripped = field("discipline.imposed", "stripped_posts")

    with pytest.raises(BadEntry) as refused:
        entered(stripped, "a | b | c | d", None, SAID)

    assert SAID.error(refused.value).count("chức vụ | từ | đến") == 1


@pytest.mark.parametrize("language", list(Language))
def test_every_part_has_words(language: Language):
    said = Messages(language)
    parted = [line for topic in CAREER_EVENT_TYPES for line in form_of(topic) if line.parts]

    assert parted
    assert not [line.name for line in parted if "part." in parts_said(line, said)]
