"""What an index keeps of a record."""

from datetime import date

import pytest
from pydantic import ValidationError

from search.entry import entry_of, order_key
from search.index import EVERYTHING, Kind, SearchRecord
from search.plan import Code, Words
from search.query import Sort


def record(**fields: object) -> SearchRecord:
    given: dict[str, object] = {
        "record_id": "event:1",
        "kind": Kind.EVENT,
        "position": 1,
        "title": "Bổ nhiệm",
        "restricted": ("unit:1",),
    }
    return SearchRecord.model_validate(given | fields)


def test_identifiers_are_codes_and_no_words():
    entry = entry_of(record(text="CCCD 024085000123 cấp", identifiers=("121234567",)))

    assert entry.codes[Code.IDENTIFIER] == ("121234567", "024085000123")
    assert entry.words[Words.ALL][-1] == "cccd cap"


def test_what_is_shown_has_no_identifier():
    entry = entry_of(
        record(
            title="024085000123",
            names=("024085000123",),
            numbers=("024085000123",),
            text="024085000123",
            identifiers=("024085000123",),
            payload={"note": "024085000123"},
        )
    )

    assert "024085000123" not in entry.shown.model_dump_json()
    assert "024085000123" not in " ".join(entry.order.values())


def test_every_record_can_be_seen_by_a_reader_of_everything():
    assert entry_of(record()).codes[Code.ACL] == (EVERYTHING, "unit:1")


def test_names_are_words_of_names_and_of_all():
    entry = entry_of(record(names=("Nguyễn Văn An",), text="giữ chức"))

    assert entry.words[Words.NAME] == ("bo nhiem", "nguyen van an")
    assert entry.words[Words.ALL] == ("bo nhiem", "nguyen van an", "giu chuc")
    assert entry.words[Words.NAME_EXACT] == ("bổ nhiệm", "nguyễn văn an")


def test_numbers_own_and_cited_are_apart():
    entry = entry_of(record(numbers=("45/QĐ-SNV",), text="căn cứ 113/QĐ-UBND ngày 4/9/2018"))

    assert entry.codes[Code.NUMBER] == ("45/qdsnv",)
    assert entry.codes[Code.CITED] == ("113/qdubnd",)
    assert entry.codes[Code.CITED_DAY] == ("2018-09-04",)


def test_orders_are_those_of_kind_day_and_name():
    person = record(record_id="person:1", kind=Kind.PERSON, title="Trần Văn Ý")
    older = record(record_id="event:1", day=date(2018, 1, 1), title="Nguyễn Văn An")
    newer = record(record_id="event:2", day=date(2020, 1, 1), title="Lê Thị Bé")

    def by(sort: Sort) -> list[str]:
        records = sorted((older, newer, person), key=lambda one: order_key(one, sort))
        return [one.record_id for one in records]

    assert by(Sort.RELEVANCE) == ["person:1", "event:2", "event:1"]
    assert by(Sort.NEWEST) == ["event:2", "event:1", "person:1"]
    assert by(Sort.OLDEST) == ["event:1", "event:2", "person:1"]
    assert by(Sort.NAME) == ["event:1", "event:2", "person:1"]


@pytest.mark.parametrize("record_id", ["", ":checkpoint:", "a b", "Nguyễn", "x" * 201])
def test_an_id_is_made_of_ids_and_counts(record_id: str):
    with pytest.raises(ValidationError):
        record(record_id=record_id)
