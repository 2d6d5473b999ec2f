"""Numbers of decisions: every one that the domain reference prints, and what spoils them."""

import re
from pathlib import Path

import pytest

from domain.numbers import NumberForm, number_key, read_number, same_number
from search.printed import number_key as search_key

REFERENCE = Path(__file__).parents[4] / "shared" / "domain.md"


@pytest.mark.parametrize(
    ("printed", "number", "suffix", "symbol", "kind", "body"),
    [
        ("123/QĐ-UBND", "123", None, "QĐ-UBND", "QĐ", "UBND"),
        ("464/QĐ-TTg", "464", None, "QĐ-TTg", "QĐ", "TTg"),
        ("1234/QĐ-CTN", "1234", None, "QĐ-CTN", "QĐ", "CTN"),
        ("12/HĐLV", "12", None, "HĐLV", None, "HĐLV"),
        ("45/TCCQ", "45", None, "TCCQ", None, "TCCQ"),
        ("1234/SGDĐT-TCCB", "1234", None, "SGDĐT-TCCB", None, "SGDĐT-TCCB"),
        ("45/QĐ-SNV", "45", None, "QĐ-SNV", "QĐ", "SNV"),
        ("12/QĐ-SGDĐT", "12", None, "QĐ-SGDĐT", "QĐ", "SGDĐT"),
        ("08/QĐ-THCSND", "08", None, "QĐ-THCSND", "QĐ", "THCSND"),
        ("587 /QĐ-TNVN", "587", None, "QĐ-TNVN", "QĐ", "TNVN"),
        ("Số 113/QĐ-UBND", "113", None, "QĐ-UBND", "QĐ", "UBND"),
        ("Số: 45/QĐ-SNV", "45", None, "QĐ-SNV", "QĐ", "SNV"),
        ("Số\n113/QĐ-UBND", "113", None, "QĐ-UBND", "QĐ", "UBND"),
        ("Sô: 45 / QĐ - SNV", "45", None, "QĐ-SNV", "QĐ", "SNV"),
        ("S6: 45/QĐ-SNV", "45", None, "QĐ-SNV", "QĐ", "SNV"),
        ("Số: 45/QÐ–SNV", "45", None, "QĐ-SNV", "QĐ", "SNV"),
        ("230L/QĐ-UBND", "230", "L", "QĐ-UBND", "QĐ", "UBND"),
        ("15a/QĐ-UBND", "15", "a", "QĐ-UBND", "QĐ", "UBND"),
        ("07B/QĐ-SNV", "07", "B", "QĐ-SNV", "QĐ", "SNV"),
        ("346/TTr-TNMT", "346", None, "TTr-TNMT", "TTr", "TNMT"),
    ],
)
def test_a_number_with_a_slash_is_read(
    printed: str, number: str, suffix: str | None, symbol: str, kind: str | None, body: str
):
    read = read_number(printed)

    assert read is not None
    assert read.form is NumberForm.SLASH
    assert (read.number, read.suffix, read.symbol) == (number, suffix, symbol)
    assert (read.type_abbreviation, read.body) == (kind, body)
    assert not read.is_normative
    assert not read.is_party()


@pytest.mark.parametrize(
    ("printed", "symbol", "party"),
    [
        ("80-QĐ/TU", "QĐ/TU", True),
        ("Số 727-QĐ/TU", "QĐ/TU", True),
        ("1192-QĐ/UBKTTW", "QĐ/UBKTTW", True),
        ("596-QĐ/HU", "QĐ/HU", True),
        ("98-QĐ/TW", "QĐ/TW", True),
        ("105-QĐ/TW", "QĐ/TW", True),
        ("12-QĐ/ThU", "QĐ/ThU", True),
        ("12-QĐ/ĐUK", "QĐ/ĐUK", True),
        ("12-QĐ/BTCTU", "QĐ/BTCTU", True),
        ("80-QĐ/TNVN", "QĐ/TNVN", False),
        ("123-QĐ/UB", "QĐ/UB", False),
        ("45-QĐ/TC", "QĐ/TC", False),
    ],
)
def test_the_dash_does_not_make_a_paper_a_party_paper(printed: str, symbol: str, party: bool):
    read = read_number(printed)

    assert read is not None
    assert (read.form, read.symbol) == (NumberForm.DASH, symbol)
    assert read.is_party() is party


def test_the_heading_decides_and_the_issuer_settles_a_doubt():
    state, party = read_number("123-QĐ/UB"), read_number("80-QĐ/TU")
    assert state is not None and party is not None

    assert state.is_party(heading="ĐẢNG CỘNG SẢN VIỆT NAM")
    assert not party.is_party(heading="CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert state.is_party(issuer="HUYỆN UỶ LỤC NAM")
    assert not state.is_party(issuer="ỦY BAN NHÂN DÂN TỈNH")


def test_a_slash_number_of_a_ministry_is_no_party_number():
    read = read_number("12/QĐ-BTC")

    assert read is not None
    assert not read.is_party()


@pytest.mark.parametrize(
    ("printed", "year", "symbol"),
    [
        ("15/2019/QĐ-UBND", 2019, "QĐ-UBND"),
        ("02/2008/QĐ-BNV", 2008, "QĐ-BNV"),
        ("129/2025/QH15", 2025, "QH15"),
        ("08/2025/TT-BNV", 2025, "TT-BNV"),
        ("59/2019/NĐ-CP", 2019, "NĐ-CP"),
    ],
)
def test_a_year_inside_makes_a_number_normative(printed: str, year: int, symbol: str):
    read = read_number(printed)

    assert read is not None
    assert read.is_normative
    assert (read.year, read.symbol, read.full_no) == (year, symbol, printed)


@pytest.mark.parametrize(
    "printed",
    [
        "Số:      /QĐ-UBND",
        "Số: /TB-UBND",
        "Số: …/QĐ-SNV",
        "",
        "Số:",
        "113/",
        "ngày 04/9/2018",
        "4/9/2018",
        "Độc lập - Tự do - Hạnh phúc",
        "123456/QĐ-UBND",
    ],
)
def test_a_blank_or_spoiled_number_is_missing_and_never_guessed(printed: str):
    assert read_number(printed) is None


def test_a_lost_stroke_is_kept_as_printed_and_compared_with_care():
    read = read_number("45/QD-SNV")

    assert read is not None
    assert read.full_no == "45/QD-SNV"
    assert same_number("45/QD-SNV", "Số: 45/QĐ-SNV")


def test_zeros_spaces_and_capitals_do_not_make_another_number():
    assert same_number("08 / QÐ - SNV", "8/QĐ-SNV")
    assert not same_number("08/QĐ-SNV", "80/QĐ-SNV")
    assert not same_number("45/QĐ-SNV", "45L/QĐ-SNV")
    assert not same_number("15/2019/QĐ-UBND", "15/QĐ-UBND")
    assert not same_number(None, None)


def test_a_number_as_stored_has_the_spelling_of_the_rule_on_form():
    read = read_number("Số : 587 /QĐ - TNVN")

    assert read is not None
    assert read.full_no == "587/QĐ-TNVN"
    assert read.key == number_key("587/qđ-tnvn")


def printed_in_the_reference() -> list[str]:
    if not REFERENCE.exists():
        return []
    pattern = (
        r"(?<![\w/-])\d{1,5}\s?[A-Z]?\s?(?:/\d{4}/|/|-)(?:QĐ|NQ|TTr|TB|KH|TT|NĐ|QH)[-/]?[\wĐ]*"
    )
    return sorted(set(re.findall(pattern, REFERENCE.read_text(encoding="utf-8"))))


@pytest.mark.skipif(not REFERENCE.exists(), reason="the domain reference is not beside the house")
def test_every_number_of_the_reference_is_read_and_keyed_alike():
    printed = printed_in_the_reference()

    assert len(printed) > 30
    unread = [one for one in printed if read_number(one) is None]
    assert unread == []
    pairs = {one: (number_key(one), search_key(one)) for one in printed}
    by_ours = {ours for ours, _ in pairs.values()}
    by_index = {theirs for _, theirs in pairs.values()}
    assert len(by_ours) == len(by_index), "the archive and its index part the same numbers"
