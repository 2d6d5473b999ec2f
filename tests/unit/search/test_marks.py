"""Where a question's words stand in a hit."""

from search.entry import entry_of
from search.index import Hit, Kind, SearchRecord, Tier
from search.marks import SNIPPET_LENGTH, Wanted, hit_of
from search.query import parse


def shown(
    text: str, *, title: str = "", asked: str, tier: Tier = Tier.FOLDED, **more: object
) -> Hit:
    record = SearchRecord(
        record_id="page:1",
        kind=Kind.PAGE,
        position=1,
        title=title,
        text=text,
        restricted=(),
        **more,
    )
    query = parse(asked, acl=("*",), identifiers_allowed=True)
    return hit_of(entry_of(record).shown, Wanted(query), tier=tier, score=1.0)


def marked(hit: Hit, field: str = "snippet") -> list[str]:
    text = hit.title if field == "title" else hit.snippet
    return [text[mark.start : mark.end] for mark in hit.marks if mark.field == field]


def test_words_are_marked_as_printed_whatever_the_marks_asked():
    hit = shown("Ông Nguyễn Văn An giữ chức", asked="nguyen an")

    assert marked(hit) == ["Nguyễn", "An"]


def test_a_phrase_is_one_mark():
    assert marked(shown("được giữ  chức vụ mới", asked='"giu chuc vu"')) == ["giữ  chức vụ"]


def test_a_word_within_another_is_not_marked():
    assert marked(shown("Toàn Anh an", asked="an")) == ["an"]


def test_a_begun_word_is_marked_in_the_title():
    hit = shown("", title="Nguyễn Văn Thuỷ", asked="nguyen thu", tier=Tier.BEGUN)

    assert marked(hit, "title") == ["Nguyễn", "Thuỷ"]


def test_numbers_and_days_are_marked_in_every_form():
    hit = shown("Quyết định số 045/QÐ - SNV ngày 01 tháng 7 năm 2019", asked="45/QĐ-SNV 1/7/2019")

    assert marked(hit) == ["045/QÐ - SNV", "ngày 01 tháng 7 năm 2019"]


def test_a_name_with_an_apostrophe_is_marked_whole():
    assert marked(shown("Bà H’ Lan Êban", asked="H'Lan")) == ["H’ Lan"]


def test_the_snippet_holds_the_stretch_with_most_of_the_words():
    text = "an " + "chữ " * 100 + "Nguyễn Văn An được bổ nhiệm " + "chữ " * 100

    hit = shown(text, asked="nguyen van an")

    assert marked(hit) == ["Nguyễn", "Văn", "An"]
    assert hit.snippet.startswith("…") and hit.snippet.endswith("…")
    assert len(hit.snippet) <= SNIPPET_LENGTH + 2


def test_a_snippet_begins_at_a_word():
    hit = shown("nhân " * 40 + "Nguyễn Văn An", asked="van an")

    assert hit.snippet.lstrip("…").startswith("nhân ")


def test_line_ends_become_spaces_in_place():
    hit = shown("Ông\nNguyễn Văn\nAn", asked="nguyen van an")

    assert "\n" not in hit.snippet
    assert marked(hit) == ["Nguyễn", "Văn", "An"]


def test_an_identifier_is_masked_and_never_marked():
    hit = shown("CCCD 024085000123 của ông An", asked="024085000123 an")

    assert "024085000123" not in hit.model_dump_json()
    assert "024•••••0123" in hit.snippet
    assert marked(hit) == ["An"]


def test_what_was_found_in_names_is_shown_beside_an_empty_text():
    hit = shown("", title="Nguyễn Thị Bé", names=("Nguyễn Thị Bé", "Nguyễn Thị Bích"), asked="bích")

    assert hit.snippet == "Nguyễn Thị Bích"
    assert marked(hit) == ["Bích"]


def test_decomposed_text_is_marked_where_it_is_shown():
    hit = shown("Ông Nguyễn Văn An", asked="nguyen")

    assert marked(hit) == ["Nguyễn"]
