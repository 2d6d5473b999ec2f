"""Normalising, folding and sorting of Vietnamese: the same for every index.

Offsets count characters of `composed(text)`: NFC without invisible characters. `normalise` and
`fold_keeping_length` keep its length, so that a place found in the folded text is the same place
in the accented one.

Source: domain.md 4.6 (names, search keys); Unicode Standard Annex 15 (NFC).
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

LONGEST_WORD = 64
"""Characters of a word that count; what is longer is cut, in the index and in the question."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_MARK = re.compile("[\u0300-\u036f]")
_ETH = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
_APOSTROPHES = "’‘ʼ`´‛ʻʽ′＇"
_DASHES = "‐‑‒–—―−－"
_WORD_RUN = "[\\w\u0300-\u036f]+"
_WORD = re.compile(rf"(?:\b[hky]' )?{_WORD_RUN}(?:'{_WORD_RUN})*")
_FINAL_Y = re.compile(r"\b([bcdghklmnprstvx]{1,3}|qu)y\b")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"


class Token(NamedTuple):
    """A word: `exact` with its marks, `folded` without; both lower-case, without apostrophes.

    It stands at characters [start, end) of the composed text.
    """

    exact: str
    folded: str
    start: int
    end: int


def composed(text: str) -> str:
    """NFC, invisible characters out; otherwise as written."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def normalise(text: str) -> str:
    """Composed text, Ð and Ɖ as Đ, the tone at the end of a syllable on its first vowel.

    >>> normalise("HOÀ, thuý, quý, toàn")
    'HÒA, thúy, quý, toàn'
    """
    text = composed(text)
    if text.isascii():
        return text
    text = text.translate(_eth())
    return _tone_places().sub(lambda match: _moved(match.group()), text)


def fold_keeping_length(text: str) -> str:
    """Search form with one character for each of `composed(text)`.

    Lower-case, marks removed, đ as d, i for a final y after a consonant; apostrophes and dashes of
    all kinds as ' and -. A mark without a letter of its own (the breve of ơ̆) stays where it is.
    """
    folded = _lower(normalise(text)).translate(_without_marks()).replace("_", " ")
    return _FINAL_Y.sub(lambda match: match.group(1) + "i", folded)


def fold(text: str) -> str:
    """Search key: as `fold_keeping_length`, apostrophes and loose marks out, dashes as spaces,
    spaces collapsed.

    >>> fold("H’Lan  Êban, Rơ-Ông, Lý Thuỷ")
    'hlan eban, ro ong, li thuy'
    """
    folded = _MARK.sub("", fold_keeping_length(text)).replace("'", "").replace("-", " ")
    folded = unicodedata.normalize("NFC", folded)
    return " ".join(_FINAL_Y.sub(lambda match: match.group(1) + "i", folded).split())


def tokens_of(text: str) -> list[Token]:
    """The words of the text in both forms; digits are words, signs and dashes part them."""
    exact = _lower(normalise(text)).replace("_", " ")
    plain = exact.translate(_without_marks())
    found = []
    for match in _WORD.finditer(plain):
        start, end = match.span()
        written, folded = exact[start:end], plain[start:end]
        if "'" in folded:
            written = written.replace("'", "").replace(" ", "")
            folded = folded.replace("'", "").replace(" ", "")
        if not folded.isascii():
            folded = _MARK.sub("", folded)
        if folded.endswith("y"):
            folded = _FINAL_Y.sub(lambda found: found.group(1) + "i", folded)
        if folded:
            found.append(Token(written[:LONGEST_WORD], folded[:LONGEST_WORD], start, end))
    return found


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The words with their marks, lower-case, and their places in `composed(text)`.

    >>> words_of("Nguyễn Văn An")
    [('nguyễn', 0, 6), ('văn', 7, 10), ('an', 11, 13)]
    """
    return [(token.exact, token.start, token.end) for token in tokens_of(text)]


def name_key(name: str) -> str:
    """Printable text that sorts as Vietnamese lists do: given name, family name, middle names.

    Letters in the order a ă â b c d đ ..., then tones ngang, huyền, hỏi, ngã, sắc, nặng.
    Source: domain.md 4.6.
    """
    syllables = [syllable for syllable in re.split(r"[\s\-]+", _spelled(name)) if syllable]
    if len(syllables) > 1:
        syllables = [syllables[-1], syllables[0], *syllables[1:-1]]
    letters, tones = [], []
    for syllable in syllables:
        places, tone = _collated(syllable)
        letters.append(places)
        tones.append(tone)
    return "!".join(letters) + " " + "".join(tones)


def _spelled(name: str) -> str:
    lowered = _lower(normalise(name)).replace("'", "")
    return lowered.translate({ord(dash): "-" for dash in _DASHES})


@cache
def _letter_places() -> dict[str, str]:
    return {letter: _PLACES[at] for at, letter in enumerate(_ALPHABET)}


def _collated(syllable: str) -> tuple[str, str]:
    """The places of its letters in the alphabet, and its tone from 0 to 5."""
    out, tone = [], "0"
    for cluster in re.findall("[^\u0300-\u036f][\u0300-\u036f]*", _decomposed(syllable)):
        letter, marks = cluster[0], cluster[1:]
        if letter in "aeiouy":
            tone = next((_TONES[mark] for mark in marks if mark in _TONES), tone)
        if letter in "aeou":
            shape = "".join(mark for mark in "\u0306\u0302\u031b" if mark in marks)
            widest = [unicodedata.normalize("NFC", letter + mark) for mark in shape]
            letter = next((one for one in widest if one in _ALPHABET), letter)
        letter = {"ƀ": "b"}.get(letter, letter)
        out.append(_letter_places().get(letter) or _stranger(letter))
    return "".join(out), tone


def _decomposed(syllable: str) -> str:
    return unicodedata.normalize("NFD", syllable)


def _stranger(letter: str) -> str:
    """Digits before all letters, everything else after them."""
    return letter if letter.isascii() and letter.isdigit() else f"~{ord(letter):06x}"


def _lower(text: str) -> str:
    return text.translate(_signs()).lower()


@cache
def _eth() -> dict[int, str]:
    return {ord(sign): letter for sign, letter in _ETH.items()}


@cache
def _signs() -> dict[int, str]:
    """Apostrophes of all kinds as one; İ, the one capital whose small letter is two characters."""
    return {ord(sign): "'" for sign in _APOSTROPHES} | {0x0130: "i"}


@cache
def _without_marks() -> dict[int, str]:
    """Latin letters without their marks, one for one; dashes of all kinds as one."""
    table = {ord(dash): "-" for dash in _DASHES} | {ord("đ"): "d", ord("ƀ"): "b"}
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        plain = _MARK.sub("", unicodedata.normalize("NFD", chr(code)))
        if plain != chr(code) and len(plain) == 1:
            table[code] = plain
    return table


@cache
def _tone_moves() -> dict[str, str]:
    """oà as òa, oè as òe, uỳ as ùy, for all tones and both cases."""
    moves = {}
    for first, last in ("oa", "oe", "uy"):
        for tone in _TONES:
            for one in (first, first.upper()):
                for other in (last, last.upper()):
                    late = one + unicodedata.normalize("NFC", other + tone)
                    moves[late] = unicodedata.normalize("NFC", one + tone) + other
    return moves


@cache
def _tone_places() -> re.Pattern[str]:
    late = sorted(_tone_moves())
    after_q = "|".join(pair for pair in late if pair[0] in "uU")
    others = "|".join(pair for pair in late if pair[0] in "oO")
    return re.compile(f"(?:{others}|(?<![qQ])(?:{after_q}))(?![\\w\u0300-\u036f])")


def _moved(pair: str) -> str:
    return _tone_moves()[pair]
