"""Folding, words and order of Vietnamese."""

import random
import unicodedata

import pytest

from search.words import (
    LONGEST_WORD,
    composed,
    fold,
    fold_keeping_length,
    name_key,
    normalise,
    tokens_of,
    words_of,
)

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
BOTH_CASES = LETTERS + [letter.upper() for letter in LETTERS]
PLAIN = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}


def plain(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter.lower())[0]
    return PLAIN.get(letter.lower(), base)


def test_there_are_146_letters():
    assert len(set(BOTH_CASES)) == 146


@pytest.mark.parametrize("letter", BOTH_CASES)
def test_every_letter_folds_to_its_plain_one(letter: str):
    assert fold(f"t{letter}n") == f"t{plain(letter)}n"
    assert fold(unicodedata.normalize("NFD", f"t{letter}n")) == f"t{plain(letter)}n"


def test_the_letter_d_has_three_disguises():
    assert fold("Đặng Ðặng Ɖặng đặng ðặng") == "dang dang dang dang dang"
    assert normalise("Ðặng Ɖặng ðặng") == "Đặng Đặng đặng"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("HOÁ", "HÓA"),
        ("thuý", "thúy"),
        ("Thuỷ", "Thủy"),
        ("uỷ ban", "ủy ban"),
        ("khoẻ", "khỏe"),
    ],
)
def test_a_tone_may_stand_on_either_vowel_at_the_end_of_a_syllable(one: str, other: str):
    assert normalise(one) == other
    assert [token.exact for token in tokens_of(one)] == [token.exact for token in tokens_of(other)]


@pytest.mark.parametrize("word", ["quý", "quỳ", "toàn", "hoàng", "thuyền", "khoản", "Nguyễn"])
def test_a_tone_in_its_only_place_stays(word: str):
    assert normalise(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lý", "Lí"), ("Kỳ", "Kì"), ("Mỹ", "Mĩ"), ("Quý", "Quí"), ("Sỹ", "Sĩ"), ("Vỹ", "Vĩ")],
)
def test_i_and_y_at_the_end_are_one_when_folded_only(one: str, other: str):
    assert fold(one) == fold(other)
    assert tokens_of(one)[0].exact != tokens_of(other)[0].exact


@pytest.mark.parametrize("word", ["thủy", "tay", "Y Blơi", "ayun"])
def test_y_after_a_vowel_or_alone_stays(word: str):
    assert "y" in fold(word)


@pytest.mark.parametrize("name", ["H'Lan", "H’Lan", "H‘Lan", "HʼLan", "H`Lan", "H´Lan", "H' Lan"])
def test_apostrophes_of_all_kinds_are_equal(name: str):
    assert [token.folded for token in tokens_of(name)] == ["hlan"]


def test_a_hyphen_parts_words_of_a_name():
    assert fold("Rơ-Ông") == fold("Rơ Ông") == fold("Rơ–Ông") == "ro ong"


def test_letters_of_other_peoples_fold_too():
    assert fold("Rơ̆ Čil ƀuôn Ñŭ H'Ĭn") == "ro cil buon nu hin"


def test_invisible_characters_vanish_and_composition_is_one():
    assert composed("Ngu\u200byễn\ufeff") == "Nguyễn"
    assert composed(unicodedata.normalize("NFD", "Nguyễn")) == "Nguyễn"


def test_folding_keeps_every_place():
    text = composed("Số: 45/QÐ–SNV, Uỷ ban H’Lan Lý Thuỷ, Đắk Lắk İ")

    assert len(fold_keeping_length(text)) == len(text)
    assert len(normalise(text)) == len(text)


def test_words_carry_their_places():
    text = "Bà Nguyễn Thị Ánh, 45/QĐ-SNV"

    assert [text[start:end] for _, start, end in words_of(text)] == [
        "Bà",
        "Nguyễn",
        "Thị",
        "Ánh",
        "45",
        "QĐ",
        "SNV",
    ]


def test_places_hold_in_text_of_any_letters():
    letters = [*BOTH_CASES, *"bcghklmnpqrstvx0123456789 .,;:-/'’()\n", "\u0323", "ß", "ſ", "中"]
    chance = random.Random(7)
    for _ in range(500):
        text = composed("".join(chance.choices(letters, k=40)))
        assert len(fold_keeping_length(text)) == len(text)
        for token in tokens_of(text):
            assert 0 <= token.start < token.end <= len(text)
            assert " " not in token.exact and " " not in token.folded and token.folded


def test_a_word_without_end_is_cut_the_same_everywhere():
    (token,) = tokens_of("a" * 500)

    assert len(token.exact) == len(token.folded) == LONGEST_WORD


def test_the_exact_word_decides_the_folded_one():
    """The level of exact words lies within that of folded ones."""
    seen: dict[str, str] = {}
    for letter in LETTERS:
        for word in (f"{letter}", f"b{letter}", f"qu{letter}", f"ng{letter}y", f"x{letter}n"):
            for token in tokens_of(word):
                assert seen.setdefault(token.exact, token.folded) == token.folded


def test_names_sort_by_given_name_then_family_then_middle():
    names = [
        "Trần Văn An",
        "Nguyễn Văn Ân",
        "Lê Thị Ánh",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Đỗ Văn Dũng",
        "Vũ Đức Đạt",
        "Hồ Xuân Ý",
    ]

    assert sorted(names, key=name_key) == [
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Trần Văn An",
        "Lê Thị Ánh",
        "Nguyễn Văn Ân",
        "Đỗ Văn Dũng",
        "Vũ Đức Đạt",
        "Hồ Xuân Ý",
    ]


def test_letters_sort_as_the_alphabet_says():
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")

    assert sorted(reversed(alphabet), key=name_key) == alphabet


def test_tones_break_ties_in_their_order():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]

    assert sorted(reversed(tones), key=name_key) == tones
    assert sorted(["mạ An", "ma Ân", "mạ Ân", "ma An"], key=name_key) == [
        "ma An",
        "mạ An",
        "ma Ân",
        "mạ Ân",
    ]


def test_a_sorting_key_is_printable_ascii():
    key = name_key("H’Hen Niê Kđăm 中 12")

    assert key.isascii() and key.isprintable()
    assert name_key("")
