"""The search index, on every engine. A new engine joins as one line in tests/kit/indexes.py."""

import base64
import random
import threading
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from search.errors import IndexMoved, IndexUnavailable, QueryError
from search.index import Kind, SearchIndex, Tier
from search.query import FacetField, Sort
from tests.kit.indexes import ENGINES, Open, ask, found, record

PERSON = UUID("00000000-0000-4000-8000-000000000001")
DOSSIER = UUID("00000000-0000-4000-8000-0000000000d1")


@pytest.fixture(params=ENGINES)
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    return ENGINES[request.param](request, tmp_path)


@pytest.fixture
def index(open_again: Open) -> Iterator[SearchIndex]:
    opened = open_again()
    yield opened
    opened.close()


def everything(index: SearchIndex, text: str, **filters: object) -> list[str]:
    """Ids of all pages of the answer."""
    ids, cursor = [], None
    while True:
        answer = ask(index, text, cursor=cursor, **filters)
        ids += [hit.record_id for hit in answer.hits]
        cursor = answer.next_cursor
        if cursor is None:
            return ids


NAMES = ("Nguyễn Văn An", "Nguyễn Văn Ân", "Trần Thị Hoà", "Nguyễn Vân Anh", "Lê Thị Thuỷ Tiên")


@pytest.fixture
def people(index: SearchIndex) -> SearchIndex:
    records = [record(f"person:{at}", name, position=at) for at, name in enumerate(NAMES, 1)]
    index.write(records, position=len(NAMES))
    return index


# What is found, and in which order


def test_an_empty_index_answers_nothing(index: SearchIndex):
    answer = ask(index, "nguyen")

    assert (answer.hits, answer.total, answer.further, answer.position) == ((), 0, 0, 0)


def test_words_without_marks_find_the_accented(people: SearchIndex):
    assert found(people, "nguyen van an")[:2] == ["person:1", "person:2"]
    assert found(people, "tran thi hoa") == ["person:3"]


def test_words_with_marks_come_first(people: SearchIndex):
    answer = ask(people, "Nguyễn Văn Ân")

    assert [(hit.record_id, hit.tier) for hit in answer.hits[:2]] == [
        ("person:2", Tier.EXACT),
        ("person:1", Tier.FOLDED),
    ]
    assert answer.hits[0].score > answer.hits[1].score


def test_either_place_of_the_tone_is_exact(people: SearchIndex):
    assert [hit.tier for hit in ask(people, "Trần Thị Hòa").hits] == [Tier.EXACT]


def test_decomposed_questions_and_texts_are_as_composed_ones(index: SearchIndex):
    index.write([record("person:1", unicodedata.normalize("NFD", "Nguyễn Đắc Lộ"))], position=1)

    answer = ask(index, unicodedata.normalize("NFD", "Nguyễn Đắc Lộ"))

    assert [hit.tier for hit in answer.hits] == [Tier.EXACT]
    assert answer.hits[0].title == "Nguyễn Đắc Lộ"


def test_the_beginning_of_a_word_finds_a_name(people: SearchIndex):
    answer = ask(people, "le thi thuy ti")

    assert [(hit.record_id, hit.tier) for hit in answer.hits][:1] == [("person:5", Tier.BEGUN)]
    assert answer.total == 1


def test_a_beginning_in_running_text_is_not_found(index: SearchIndex):
    index.write([record("page:1", text="bổ nhiệm Trưởng phòng")], position=1)

    assert found(index, "truong ph") == []


def test_one_damaged_word_of_three_is_overlooked_and_said(people: SearchIndex):
    answer = ask(people, "tran thj hoa")

    assert [(hit.record_id, hit.tier) for hit in answer.hits] == [("person:3", Tier.PARTIAL)]
    assert (answer.total, answer.further) == (0, 1)


def test_no_word_of_two_may_be_missing(people: SearchIndex):
    assert found(people, "tran xyz") == []


def test_a_phrase_stands_together_and_in_order(index: SearchIndex):
    index.write(
        [
            record("page:1", text="được giữ chức vụ Trưởng phòng"),
            record("page:2", text="chức vụ được giữ là Trưởng phòng"),
            record("page:3", text="giu chuc vu cu"),
        ],
        position=1,
    )

    assert found(index, '"giữ chức vụ"') == ["page:1", "page:3"]
    assert [hit.tier for hit in ask(index, '"giữ chức vụ"').hits] == [Tier.EXACT, Tier.FOLDED]


def test_a_phrase_does_not_reach_from_one_text_into_the_next(index: SearchIndex):
    index.write([record("person:1", "Nguyễn Văn", names=("An Bình",))], position=1)

    assert found(index, '"văn an"') == []


def test_words_standing_together_come_before_words_apart(index: SearchIndex):
    index.write(
        [
            record("page:1", text="Nguyễn Thị Bé, Trần Văn Cường, Lê Thị An"),
            record("page:2", text="Ông Nguyễn Văn An"),
        ],
        position=1,
    )

    assert found(index, "nguyen van an") == ["page:2", "page:1"]


def test_a_decision_of_that_number_comes_before_papers_citing_it(index: SearchIndex):
    index.write(
        [
            record("page:1", text="Căn cứ Quyết định số 45/QĐ-SNV ngày 01/7/2019"),
            record("document:1", "Bổ nhiệm", numbers=("045/QÐ - SNV",)),
            record("document:2", "Khác", numbers=("46/QĐ-SNV",)),
        ],
        position=1,
    )

    assert found(index, "45/qd-snv") == ["document:1", "page:1"]


def test_a_day_is_the_records_own_or_printed_in_it(index: SearchIndex):
    index.write(
        [
            record("event:1", "Bổ nhiệm", day=date(2019, 7, 1)),
            record("page:1", text="ngày 01 tháng 7 năm 2019"),
            record("page:2", text="ngày 02 tháng 7 năm 2019"),
        ],
        position=1,
    )

    assert sorted(found(index, "01/7/2019")) == ["event:1", "page:1"]


def test_an_identifier_is_found_whole_and_never_by_a_part(index: SearchIndex):
    index.write(
        [
            record("person:1", "Nguyễn Văn An", identifiers=("024085000123",)),
            record("page:1", text="Số CCCD: 024 085 000 123"),
        ],
        position=1,
    )

    assert found(index, "024085000123") == ["person:1", "page:1"]
    assert found(index, "024085") == found(index, "085 000") == found(index, '"000 123"') == []
    assert "024085000123" not in ask(index, "cccd").model_dump_json()
    assert "024 085 000 123" not in ask(index, "cccd").model_dump_json()
    assert "024 ••• ••0 123" in ask(index, "cccd").hits[0].snippet


def test_every_filter_narrows(index: SearchIndex):
    index.write(
        [
            record(
                "event:1",
                "Bổ nhiệm",
                event_type="appointment.made",
                unit="u1",
                unit_name="Sở Nội vụ",
                doc_type="QUYET_DINH",
                state="VERIFIED",
                rank="ORIGINAL",
                day=date(2018, 5, 1),
                person_id=PERSON,
                dossier_id=DOSSIER,
            ),
            record(
                "event:2", "Bổ nhiệm", event_type="transfer.made", unit="u2", day=date(2020, 1, 1)
            ),
            record("page:1", "Bổ nhiệm"),
        ],
        position=1,
    )

    one = ["event:1"]
    assert found(index, "bổ nhiệm", event_type="appointment.made") == one
    assert found(index, "bổ nhiệm", units=("u1",)) == one
    assert found(index, "bổ nhiệm", units=("so noi vu",)) == one
    assert found(index, "bổ nhiệm", units=("u1", "u2")) == ["event:2", "event:1"]
    assert found(index, "bổ nhiệm", doc_type="QUYET_DINH") == one
    assert found(index, "bổ nhiệm", state="VERIFIED") == one
    assert found(index, "bổ nhiệm", ranks=("ORIGINAL", "CLAIM")) == one
    assert found(index, "bổ nhiệm", person_id=PERSON) == one
    assert found(index, "bổ nhiệm", dossier_id=DOSSIER) == one
    assert found(index, "bổ nhiệm", to=date(2018, 5, 1)) == one
    assert found(index, "bổ nhiệm", from_=date(2018, 5, 2)) == ["event:2"]
    assert found(index, "", kinds=(Kind.EVENT,)) == ["event:2", "event:1"]


def test_orders_are_newest_oldest_and_by_name(index: SearchIndex):
    days = {"event:1": date(1999, 1, 1), "event:2": date(2024, 6, 1), "event:3": date(2010, 3, 1)}
    names = {"event:1": "Trần Văn Ý", "event:2": "Lê Thị Ánh", "event:3": "Đỗ Văn Dũng"}
    index.write(
        [record(name, names[name], text="chung", day=day) for name, day in days.items()]
        + [record("event:4", "Vũ Văn Ba", text="chung")],
        position=1,
    )

    assert found(index, "chung", sort=Sort.NEWEST) == ["event:2", "event:3", "event:1", "event:4"]
    assert found(index, "chung", sort=Sort.OLDEST) == ["event:1", "event:3", "event:2", "event:4"]
    assert found(index, "chung", sort=Sort.NAME) == ["event:2", "event:4", "event:3", "event:1"]


def test_persons_come_before_events_dossiers_documents_proposals_and_pages(index: SearchIndex):
    kinds = ("page", "proposal", "document", "dossier", "event", "person")
    index.write([record(f"{kind}:1", "Nguyễn Văn An") for kind in kinds], position=1)

    assert [name.split(":")[0] for name in found(index, "nguyen van an")] == list(reversed(kinds))


def test_the_hit_points_to_what_it_is(index: SearchIndex):
    given = record(
        "event:1",
        "Bổ nhiệm: Trưởng phòng",
        names=("Nguyễn Văn An",),
        text="Bổ nhiệm ông Nguyễn Văn An giữ chức vụ Trưởng phòng",
        numbers=("45/QĐ-SNV",),
        person_id=PERSON,
        dossier_id=DOSSIER,
        document_id=PERSON,
        page_id=DOSSIER,
        payload={"effectiveDate": "2019-07"},
        day=date(2019, 7, 1),
    )
    index.write([given], position=1)

    (hit,) = ask(index, "nguyen van an").hits

    assert hit.snippet == given.text
    assert [hit.snippet[mark.start : mark.end] for mark in hit.marks] == ["Nguyễn", "Văn", "An"]
    assert (hit.person_id, hit.page_id, hit.numbers) == (PERSON, DOSSIER, ("45/QĐ-SNV",))
    assert (hit.payload, hit.day) == ({"effectiveDate": "2019-07"}, date(2019, 7, 1))


# Facets


def test_facets_count_the_whole_answer_largest_first(index: SearchIndex):
    index.write(
        [
            record(f"event:{at}", "Bổ nhiệm", unit="u1" if at % 3 else "u2", day=date(2018, 1, 1))
            for at in range(30)
        ],
        position=1,
    )

    answer = ask(index, "bổ nhiệm", limit=2, facets=(FacetField.UNIT, FacetField.YEAR))

    assert answer.total == 30
    unit, year = answer.facets
    assert [(one.value, one.count) for one in unit.counts] == [("u1", 20), ("u2", 10)]
    assert [(one.value, one.count) for one in year.counts] == [("2018", 30)]


def test_what_is_beyond_the_largest_is_counted_together(index: SearchIndex):
    index.write([record(f"event:{at}", "An", unit=f"u{at:02d}") for at in range(60)], position=1)

    (unit,) = ask(index, "an", facets=(FacetField.UNIT,)).facets

    assert (len(unit.counts), unit.others) == (50, 10)


# Rights


@pytest.fixture
def closed(index: SearchIndex) -> SearchIndex:
    index.write(
        [
            record("event:1", "Kỷ luật Nguyễn Văn An", restricted=("unit:1",), unit="u1"),
            record(
                "event:2", "Kỷ luật Nguyễn Văn An", restricted=("unit:2", "person:9"), unit="u2"
            ),
            record("event:3", "Kỷ luật Nguyễn Văn An", restricted=(), unit="u3"),
        ],
        position=1,
    )
    return index


QUESTIONS = ("nguyen van an", "Kỷ luật", '"văn an"', "nguyen van x", "kỷ luậ", "nguyen van xyz an")


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("sort", Sort)
def test_what_is_closed_is_neither_found_nor_counted(closed: SearchIndex, text: str, sort: Sort):
    answer = ask(closed, text, acl=("unit:1",), sort=sort)

    assert {hit.record_id for hit in answer.hits} <= {"event:1"}
    assert answer.total + answer.further <= 1
    assert all(one.count <= 1 for facet in answer.facets for one in facet.counts)
    units = next(facet for facet in answer.facets if facet.field is FacetField.UNIT)
    assert {one.value for one in units.counts} <= {"u1"}


def test_any_label_held_opens(closed: SearchIndex):
    assert found(closed, "an", acl=("person:9",)) == ["event:2"]
    assert found(closed, "an", acl=("unit:1", "unit:2")) == ["event:1", "event:2"]
    assert found(closed, "an", acl=("unit:3",)) == []


def test_without_labels_only_a_reader_of_everything_finds(closed: SearchIndex):
    assert "event:3" in found(closed, "an")
    assert "event:3" not in found(closed, "an", acl=("unit:1", "unit:2", "person:9"))


def test_many_labels_are_as_good_as_few(closed: SearchIndex):
    assert found(closed, "an", acl=tuple(f"unit:{at}" for at in range(2, 200))) == ["event:2"]


def test_nobody_finds_what_the_index_keeps_for_itself(closed: SearchIndex):
    closed.write([], deleted=["event:1"], position=2)

    answer = ask(closed, "", from_=date(1, 1, 1))
    assert (answer.total, found(closed, "checkpoint"), found(closed, "an")) == (
        0,
        [],
        ["event:2", "event:3"],
    )


def test_a_cursor_does_not_carry_rights(closed: SearchIndex):
    cursor = ask(closed, "an", limit=1).next_cursor

    assert cursor is not None
    assert found(closed, "an", acl=("unit:1",), cursor=cursor) == []


# Pages of an answer


@pytest.fixture
def many(index: SearchIndex) -> SearchIndex:
    chance = random.Random(3)
    records = [
        record(
            f"event:{at}",
            chance.choice(("Nguyễn Văn An", "Nguyễn Văn Ân", "Văn An", "An Nguyễn Văn", "Trần An")),
            text=chance.choice(("", "Nguyễn Văn An", "nguyen van an", "Nguyễn Văn")),
            day=date(2000 + at % 20, 1, 1) if at % 7 else None,
            position=at + 1,
        )
        for at in range(80)
    ]
    for start in range(0, 80, 16):  # several segments
        index.write(records[start : start + 16], position=start + 16)
    return index


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("limit", [1, 7, 80])
def test_following_the_cursor_gives_each_hit_once(many: SearchIndex, sort: Sort, limit: int):
    whole = found(many, "nguyen van an", sort=sort, limit=200)

    assert everything(many, "nguyen van an", sort=sort, limit=limit) == whole
    assert len(set(whole)) == len(whole) > 40
    assert ask(many, "nguyen van an", sort=sort, limit=1).total == len(whole)


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST, Sort.NAME])
def test_nothing_is_lost_or_repeated_while_others_write(many: SearchIndex, sort: Sort):
    whole = set(found(many, "nguyen van an", sort=sort, limit=200))
    seen: list[str] = []
    cursor, at = None, 100
    while True:
        answer = ask(many, "nguyen van an", sort=sort, limit=9, cursor=cursor)
        seen += [hit.record_id for hit in answer.hits]
        cursor = answer.next_cursor
        if cursor is None:
            break
        new = record(f"event:new{at}", "Nguyễn Văn An", day=date(2030, 1, 1), position=at)
        gone = next(iter(sorted(set(seen[:-1]) - {f"event:new{at}"})))
        many.write([new], deleted=[gone], position=at)
        at += 1

    old = [name for name in seen if "new" not in name]
    assert len(old) == len(set(old))
    assert set(old) == whole


def test_tiers_follow_each_other_over_pages(many: SearchIndex):
    tiers, cursor = [], None
    while True:
        answer = ask(many, "Nguyễn Văn An", limit=9, cursor=cursor)
        tiers += [hit.tier for hit in answer.hits]
        cursor = answer.next_cursor
        if cursor is None:
            break

    order = list(Tier)
    assert tiers == sorted(tiers, key=order.index)
    assert {Tier.EXACT, Tier.FOLDED} <= set(tiers)


def test_a_cursor_of_another_question_is_refused(many: SearchIndex):
    cursor = ask(many, "nguyen", limit=1).next_cursor

    with pytest.raises(QueryError) as refusal:
        ask(many, "van", cursor=cursor)
    assert refusal.value.code == "query.cursorForeign"


def test_a_cursor_whose_place_is_gone_says_so(many: SearchIndex):
    answer = ask(many, "nguyen van an", sort=Sort.NAME, limit=3)
    many.write([], deleted=[answer.hits[-1].record_id], position=200)

    with pytest.raises(QueryError) as refusal:
        ask(many, "nguyen van an", sort=Sort.NAME, cursor=answer.next_cursor)
    assert refusal.value.code == "query.cursorExpired"


def test_a_cursor_says_no_name(many: SearchIndex):
    cursor = ask(many, "nguyen", sort=Sort.NAME, limit=1).next_cursor or ""

    said = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    assert said.endswith("null]")


# Writing


def test_writing_twice_is_the_same_as_once(people: SearchIndex):
    before = ask(people, "nguyen")
    records = [record(f"person:{at}", name, position=at) for at, name in enumerate(NAMES, 1)]

    people.write(records, position=len(NAMES))

    assert ask(people, "nguyen") == before


def test_a_later_state_replaces_an_earlier_one(people: SearchIndex):
    people.write([record("person:1", "Nguyễn Văn Bình", position=6)], position=6)

    assert "person:1" not in found(people, '"van an"')
    assert found(people, "nguyen van binh")[0] == "person:1"


def test_an_older_state_loses(people: SearchIndex):
    people.write([record("person:1", "Nguyễn Văn Bình", position=6)], position=6)
    people.write([record("person:1", "Nguyễn Văn An", position=1)], position=6)

    assert found(people, '"van binh"') == ["person:1"]


def test_of_two_states_in_one_write_the_later_wins(index: SearchIndex):
    index.write(
        [
            record("person:1", "Sau", position=2),
            record("person:1", "Trước", position=1),
        ],
        position=2,
    )

    assert [hit.title for hit in ask(index, "sau").hits] == ["Sau"]
    assert found(index, "trước") == []


def test_what_is_deleted_is_gone_and_an_older_state_does_not_bring_it_back(people: SearchIndex):
    people.write([], deleted=["person:3"], position=9)
    assert found(people, "hoa") == []

    people.write([record("person:3", "Trần Thị Hoà", position=8)], position=9)
    assert found(people, "hoa") == []

    people.write([record("person:3", "Trần Thị Hoà", position=10)], position=10)
    assert found(people, "hoa") == ["person:3"]


def test_a_deletion_counts_after_the_records_of_its_write(index: SearchIndex):
    index.write([record("person:1", "An")], deleted=["person:1", "person:2"], position=1)

    assert found(index, "an") == []


def test_the_checkpoint_is_written_with_the_records_and_never_goes_back(index: SearchIndex):
    index.write([], position=7)
    index.write([record("person:1", "An", position=3)], position=3)

    assert index.position() == 7
    assert ask(index, "an").position == 7


def test_records_made_from_an_earlier_checkpoint_are_not_written(index: SearchIndex):
    index.write([], position=7)

    with pytest.raises(IndexMoved):
        index.write([record("person:1", "An", position=8)], position=8, after=5)
    assert (index.position(), found(index, "an")) == (7, [])

    index.write([record("person:1", "An", position=8)], position=8, after=7)
    assert found(index, "an") == ["person:1"]


def test_a_record_beyond_the_position_is_refused_whole(index: SearchIndex):
    with pytest.raises(ValueError):
        index.write([record("person:1", "An"), record("person:2", "An", position=9)], position=8)
    assert found(index, "an") == []


def test_cleared_is_empty(people: SearchIndex):
    people.clear()

    assert (people.position(), found(people, "nguyen")) == (0, [])
    people.write([record("person:1", "An")], position=1)
    assert found(people, "an") == ["person:1"]


def test_made_anew_it_holds_what_was_written_to_the_new_one(people: SearchIndex, open_again: Open):
    other = open_again()
    assert other.position() == 5

    with people.anew() as new:
        assert (new.position(), found(new, "nguyen")) == (0, [])
        new.write([record("person:7", "Lý Thị Hoà", position=7)], position=7)
        new.write([record("person:8", "Vũ Hoà", position=8)], deleted=["person:7"], position=8)

    for one in (people, other):
        assert (one.position(), found(one, "hoa"), found(one, "nguyen")) == (8, ["person:8"], [])
    other.write([record("person:9", "Lý Thị Hoà", position=9)], position=9, after=8)
    assert found(people, "hoa") == ["person:8", "person:9"]
    other.close()


def test_an_engine_that_is_closed_says_so(index: SearchIndex):
    index.close()
    index.close()

    with pytest.raises(IndexUnavailable):
        ask(index, "an")
    with pytest.raises(IndexUnavailable):
        index.write([], position=1)


def test_another_reader_sees_what_was_written(people: SearchIndex, open_again: Open):
    other = open_again()
    assert found(other, "hoa") == ["person:3"]
    people.write([record("person:9", "Lý Thị Hoà", position=9)], position=9)
    assert found(other, "hoa") == ["person:3", "person:9"]
    other.close()


def test_threads_may_share_an_index(people: SearchIndex):
    wrong: list[object] = []

    def read() -> None:
        for _ in range(20):
            answer = found(people, "hoa")
            if answer != ["person:3"]:
                wrong.append(answer)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for at in range(6, 10):
        people.write([record(f"person:{at}", "Vũ Thị Mai", position=at)], position=at)
    for thread in threads:
        thread.join()

    assert wrong == []
