"""Is it a secrecy mark? Judged from what the engine made of a stamp or of a short line.

A stamp that is read badly still resembles one of the few texts that stamps bear; so each reading is
compared with the secrecy marks and with the harmless stamps, accents left aside.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum

from domain.events.envelope import SecrecyLevel
from ocr.transcript import Word

MARKS = {
    "MAT": SecrecyLevel.MAT,
    "TOIMAT": SecrecyLevel.TOI_MAT,
    "TUYETMAT": SecrecyLevel.TUYET_MAT,
}
_HALVES = {"TOI": SecrecyLevel.TOI_MAT, "TUYET": SecrecyLevel.TUYET_MAT}
"""What is left of a mark when a frame is found round its first word only."""
_HARMLESS = (
    *("KHAN", "THUONGKHAN", "HOATOC", "HOATOCHENGIO"),
    *("CONGVANDEN", "CONGVANDI", "VANBANDEN", "DEN", "SO", "NGAY", "CHUYEN"),
    *("SAOY", "SAOYBANCHINH", "SAOLUC", "TRICHSAO", "BANSAO", "DADOICHIEU", "CHUNGTHUC"),
    *("CHUNGTHUCBANSAO", "DUNGVOIBANCHINH", "DATHU", "DALUU", "DANHAP", "DAKIEMTRA"),
    *("LUUHANHNOIBO", "XEMXONGTRALAI", "THUHOI", "DAHUY", "GIAMDOC", "PHOGIAMDOC"),
)
_WHOLE, _SURE, _LIKELY = 0.9, 0.8, 0.6
_LIKE_HARMLESS = 0.55
_SHORT = 14
"""Letters; in a longer text chance brings something like a mark sooner."""
_OTHER_LETTERS, _OTHER_IN_STAMP, _OTHER_CONFIDENCE = 5, 8, 0.6
"""Letters read with confidence that make another text; print across a stamp is some too."""
_FEWEST_DIGITS = 2
_MISREAD = str.maketrans("014568|!][()}{€$", "OIASBBIIIIIICCES")
_CONFUSED = frozenset(
    {
        "TI",
        "TL",
        "TY",
        "TJ",
        "TF",
        "T1",
        "MN",
        "MH",
        "MW",
        "AX",
        "AR",
        "OC",
        "OU",
        "OD",
        "EF",
        "EB",
        "UV",
        "UO",
        "YV",
        "YI",
    }
)
"""Capitals that a worn stamp makes alike: mistaking them counts half."""


class Reading(Enum):
    """What stands in a place, the worse the greater `weight`."""

    OTHER = (0, None)
    UNREAD = (1, None)
    MAT = (2, SecrecyLevel.MAT)
    TOI_MAT = (3, SecrecyLevel.TOI_MAT)
    TUYET_MAT = (4, SecrecyLevel.TUYET_MAT)

    def __init__(self, weight: int, level: SecrecyLevel | None) -> None:
        self.weight = weight
        self.level = level


def judge_stamp(words: Iterable[Word], *, likely: bool = True) -> Reading:
    """Judge what was read in a frame or in coloured ink.

    Args:
        likely: whether the place has the shape of a stamp, so that a bad reading is enough.

    Returns:
        UNREAD when it is like no text that a stamp bears, nor plainly another.
    """
    given = tuple(words)
    whole = "".join(folded(word.text) for word in given)
    needed = _LIKELY if likely and len(whole) <= _SHORT else _SURE
    capitals = tuple(word for word in given if _in_capitals(word.text))
    marks = {mark for text in _stretches(capitals) for mark in _marks_in(text, needed)}
    if marks:
        levels = [(MARKS | _HALVES)[mark] for mark in marks]
        return max((Reading[level.name] for level in levels), key=lambda one: one.weight)
    texts = [whole, *(folded(word.text) for word in given)]
    if max(_harmless(text) for text in texts) >= _LIKE_HARMLESS or _is_plainly_other(
        given, least=_OTHER_IN_STAMP if likely else _OTHER_LETTERS
    ):
        return Reading.OTHER
    return Reading.UNREAD


def judge_line(words: Iterable[Word]) -> Reading:
    """Judge a short line of print: it must be a mark in capitals, and nothing else."""
    given = tuple(words)
    if not _in_capitals("".join(word.text for word in given)):
        return Reading.OTHER
    level, likeness = _best("".join(folded(word.text) for word in given), MARKS)
    return Reading[MARKS[level].name] if likeness >= _SURE else Reading.OTHER


def folded(text: str) -> str:
    """Capitals without accents; digits and strokes as the letters they are mistaken for."""
    plain = unicodedata.normalize("NFD", text.upper().replace("Đ", "D").replace("Ð", "D"))
    return "".join(letter for letter in plain.translate(_MISREAD) if "A" <= letter <= "Z")


def likeness_of(text: str, wanted: str) -> float:
    """1.0 for the same letters, 0.0 for none in common: edits, related to the longer length."""
    if not text or not wanted:
        return 0.0
    row = [float(n) for n in range(len(wanted) + 1)]
    for at, letter in enumerate(text, start=1):
        before, row[0] = row[0], float(at)
        for n, other in enumerate(wanted, start=1):
            swap = before + _cost(letter, other)
            before, row[n] = row[n], min(swap, row[n] + 1, row[n - 1] + 1)
    return max(0.0, 1 - row[-1] / max(len(text), len(wanted)))


def _cost(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    return 0.5 if letter + other in _CONFUSED or other + letter in _CONFUSED else 1.0


def _marks_in(text: str, needed: float) -> Iterator[str]:
    """The marks that a stretch resembles enough, and more than any harmless text."""
    likeliest, likeness = _best(text, MARKS)
    if likeness >= needed and likeness > _harmless(text):
        yield likeliest
    half, likeness = _best(text, _HALVES)
    if likeness >= _WHOLE:
        yield half


def _harmless(text: str) -> float:
    return max(likeness_of(text, other) for other in _HARMLESS)


def _best(text: str, wanted: Iterable[str]) -> tuple[str, float]:
    return max(((one, likeness_of(text, one)) for one in wanted), key=lambda one: one[1])


def _stretches(words: tuple[Word, ...]) -> Iterator[str]:
    """Every run of up to four neighbouring words, as one string: stamps may stand together."""
    texts = [text for word in words if (text := folded(word.text))]
    for start in range(len(texts)):
        for end in range(start + 1, min(len(texts), start + 4) + 1):
            yield "".join(texts[start:end])


def _in_capitals(text: str) -> bool:
    """Whether most letters are capitals; worn capitals are read as small letters now and then."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.5 * len(letters)


def _is_plainly_other(words: tuple[Word, ...], *, least: int) -> bool:
    """Whether enough of it was read with confidence."""
    if _is_number("".join(word.text for word in words)):
        return True
    sure = [word for word in words if word.confidence >= _OTHER_CONFIDENCE]
    return sum(sum(mark.isalnum() for mark in word.text) for word in sure) >= least


def _is_number(text: str) -> bool:
    """A page number, a date: more digits than a worn letter or two is mistaken for."""
    digits = sum(mark.isdigit() for mark in text)
    return digits >= _FEWEST_DIGITS and digits >= sum(mark.isalpha() for mark in text)
