"""How a cue looks although a letter was misread: near words, capitals, names of persons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from ocr.flow import Cut, Flow, Placed

_NAME_WORD = re.compile(r"^[^\W\d_](?:['’ʼ‘`]?[^\W\d_]+)*[.,]?$")


def is_near(one: str, other: str) -> bool:
    one = re.sub(r"\W", "", one)
    if one == other:
        return True
    return len(one) > 2 and SequenceMatcher(None, one, other).ratio() >= 0.7


def is_capital(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and sum(map(str.isupper, letters)) > 0.75 * len(letters)


def name_in(words: Sequence[Placed]) -> Cut | None:
    """The longest run of two to six capitalised words: a name under a signature."""
    best: tuple[int, int] = (0, 0)
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and _is_name_word(words[end].text):
            end += 1
        if end - start > best[1] - best[0]:
            best = (start, end)
        start = max(end, start) + 1
    size = best[1] - best[0]
    if not 2 <= size <= 6 or len(words) > size + 4:
        return None
    part = words[best[0] : best[1]]
    letters = sum(len(word.text) for word in part)
    if letters < 5 or all(len(word.text) <= 2 for word in part):
        return None
    return Flow.of_rows([part]).cut()


def _is_name_word(text: str) -> bool:
    return (
        bool(_NAME_WORD.match(text))
        and text[0].isupper()
        and not (len(text) > 2 and text.isupper())
    )
