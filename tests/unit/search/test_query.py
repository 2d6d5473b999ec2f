"""A question as typed becomes a query, or is refused with a cure."""

from datetime import date
from uuid import UUID

import pytest

from search.errors import QueryError
from search.query import (
    LONGEST_QUESTION,
    Kind,
    Place,
    Query,
    Sort,
    cursor_of,
    parse,
    place_of,
)

ACL = ("unit:1",)


def refused(text: str, **filters: object) -> QueryError:
    with pytest.raises(QueryError) as refusal:
        parse(text, acl=ACL, **filters)
    return refusal.value


def test_words_phrases_numbers_and_days_are_told_apart():
    query = parse('bổ nhiệm "Trưởng phòng" 45/QĐ-SNV ngày 1 tháng 7 năm 2019', acl=ACL)

    assert query.words == "bổ nhiệm"
    assert query.phrases == ("Trưởng phòng",)
    assert query.numbers == ("45/qdsnv",)
    assert query.dates == (date(2019, 7, 1),)


@pytest.mark.parametrize(
    "quoted", ["“Trưởng phòng”", "«Trưởng phòng»", '"Trưởng phòng"', "„Trưởng phòng“"]
)
def test_quotation_marks_of_all_kinds_make_a_phrase(quoted: str):
    assert parse(quoted, acl=ACL).phrases == ("Trưởng phòng",)


def test_an_identifier_is_asked_for_by_those_who_may_only():
    assert refused("024085000123").code == "query.identifierNotAllowed"

    query = parse("024 085 000 123", acl=ACL, identifiers_allowed=True)

    assert query.identifiers == ("024085000123",)
    assert query.words == ""


def test_a_refusal_repeats_nothing_of_the_question():
    refusal = refused("024085000123")

    assert refusal.values == {}
    assert "024085000123" not in str(refusal)


def test_filters_alone_are_a_question():
    query = parse("", acl=ACL, event_type="appointment.made", kinds=["EVENT"], from_="2018-01-01")

    assert query.kinds == (Kind.EVENT,)
    assert query.from_ == date(2018, 1, 1)


@pytest.mark.parametrize("text", ["", "   ", "...", "“”", "?!"])
def test_nothing_to_look_for_is_refused(text: str):
    assert refused(text).code == "query.empty"


def test_signs_beside_a_filter_are_refused_too():
    assert refused("...", event_type="appointment.made").code == "query.empty"


def test_a_limit_or_an_order_alone_is_no_question():
    assert refused("", limit=5, sort=Sort.NEWEST).code == "query.empty"


def test_too_long_a_question_is_refused():
    assert refused("a" * (LONGEST_QUESTION + 1)).code == "query.tooLong"
    assert refused(" ".join("abcdefghijklmnopqrstuvwxy")).code == "query.tooLong"


def test_reversed_dates_are_refused():
    assert refused("an", from_="2020-01-02", to="2020-01-01").code == "query.datesReversed"


@pytest.mark.parametrize(
    ("filters", "code", "field"),
    [
        ({"limit": 0}, "query.limit", "limit"),
        ({"limit": 201}, "query.limit", "limit"),
        ({"kinds": ["NOBODY"]}, "query.filter", "kinds"),
        ({"person_id": "not an id"}, "query.filter", "person_id"),
        ({"colour": "red"}, "query.filter", "colour"),
    ],
)
def test_a_wrong_filter_is_named(filters: dict[str, object], code: str, field: str):
    refusal = refused("an", **filters)

    assert (refusal.code, refusal.values["field"]) == (code, field)


def test_a_reader_without_labels_cannot_ask():
    with pytest.raises(QueryError):
        parse("an", acl=())


PLACE = Place(breadth=0, level=1, at=20, record_id="person:1", key="k")


def test_a_cursor_is_read_back_for_its_own_question():
    query = parse("nguyen", acl=ACL)
    again = parse("nguyen", acl=ACL, cursor=cursor_of(query, PLACE), limit=5)

    assert place_of(query) is None
    assert place_of(again) == PLACE


def test_a_cursor_fits_into_an_address():
    assert cursor_of(parse("nguyễn", acl=ACL), PLACE).replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("cursor", ["", "x", "....", "AAAA", "bnVsbA", "W10", "é"])
def test_a_cursor_of_nobody_is_refused(cursor: str):
    query = parse("nguyen", acl=ACL, cursor=cursor)

    with pytest.raises(QueryError) as refusal:
        place_of(query)
    assert refusal.value.code == "query.cursorForeign"


def test_a_cursor_of_another_question_is_refused():
    cursor = cursor_of(parse("nguyen", acl=ACL), PLACE)

    with pytest.raises(QueryError) as refusal:
        place_of(parse("tran", acl=ACL, cursor=cursor))
    assert refusal.value.code == "query.cursorForeign"


def test_a_filter_is_part_of_the_question():
    person = UUID("00000000-0000-4000-8000-000000000001")
    cursor = cursor_of(parse("nguyen", acl=ACL, person_id=person), PLACE)

    with pytest.raises(QueryError):
        place_of(parse("nguyen", acl=ACL, cursor=cursor))
    assert isinstance(parse("nguyen", acl=ACL), Query)
