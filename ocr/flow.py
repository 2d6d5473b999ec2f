"""Running text whose every character knows the word, page and place it was read from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from domain.evidence import Box
from ocr.transcript import Word

_SAME_AS = {
    "đ": "d",
    "ð": "d",
    "ɖ": "d",
    "–": "-",
    "—": "-",
    "−": "-",
    "‐": "-",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "\u00a0": " ",
    "…": ".",
    "\u2044": "/",
    "\u2215": "/",
}


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    low = letter.lower()
    if low in _SAME_AS:
        return _SAME_AS[low]
    bare = unicodedata.normalize("NFD", low)[:1]
    bare = _SAME_AS.get(bare, bare)
    return bare if len(bare) == 1 else letter


def plain(text: str) -> str:
    """Lower case without marks, dashes and quotes alike; exactly as long as `text` (NFC).

    >>> plain("Quyết định số 45/QĐ–SNV")
    'quyet dinh so 45/qd-snv'
    """
    return "".join(map(_plain_letter, text))


@dataclass(frozen=True, slots=True)
class Placed:
    """A word on a page of the document; the edges are in upright pixels, the skew taken out.

    `page` counts the document's pages from 0. `word.box` stays in pixels of the scan; `text` is
    the word without the rule of a table that was read as a bar.
    """

    word: Word
    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle_y(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, eq=False)
class Flow:
    """Words joined by single spaces. `begins` are the words that stand first on their row."""

    words: tuple[Placed, ...]
    begins: frozenset[int] = field(default=frozenset())

    @classmethod
    def of_rows(cls, rows: Iterable[Sequence[Placed]]) -> Flow:
        words: list[Placed] = []
        begins: set[int] = set()
        for row in rows:
            if row:
                begins.add(len(words))
                words.extend(row)
        return cls(tuple(words), frozenset(begins))

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def plain(self) -> str:
        return plain(self.text)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word.text) + 1
        return tuple(starts)

    @cached_property
    def row_starts(self) -> frozenset[int]:
        """Character positions at which a row of the page begins."""
        return frozenset(self._starts[index] for index in self.begins)

    def words_within(self, start: int, end: int) -> tuple[Placed, ...]:
        """The words of which a character lies in `[start, end)`."""
        return tuple(
            word
            for word, at in zip(self.words, self._starts, strict=True)
            if at < end and at + len(word.text) > start
        )

    def cut(self, start: int = 0, end: int | None = None) -> Cut:
        """The part `[start, end)`, with spaces and stray punctuation at its ends left off."""
        end = len(self.text) if end is None else end
        text = self.text
        while start < end and text[start] in " ,;:.":
            start += 1
        while end > start and text[end - 1] in " ,;:.":
            end -= 1
        return Cut(self, start, max(start, end))

    def find(self, pattern: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Search the plain text within `[start, end)`; spans fit the original too."""
        return re.compile(pattern).search(
            self.plain, start, len(self.plain) if end is None else end
        )

    def find_all(
        self, pattern: str, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        return re.compile(pattern).finditer(
            self.plain, start, len(self.plain) if end is None else end
        )

    def between(self, start: int, end: int | None = None) -> Flow:
        """The words of `[start, end)` as a flow of its own."""
        end = len(self.text) if end is None else end
        kept = [
            index
            for index, (word, at) in enumerate(zip(self.words, self._starts, strict=True))
            if at < end and at + len(word.text) > start
        ]
        begins = frozenset(place for place, index in enumerate(kept) if index in self.begins)
        return Flow(tuple(self.words[index] for index in kept), begins)


@dataclass(frozen=True, eq=False)
class Cut:
    """A part of a flow: what was printed there, how sure, and where."""

    flow: Flow
    start: int
    end: int

    def __bool__(self) -> bool:
        return self.end > self.start

    @cached_property
    def text(self) -> str:
        return self.flow.text[self.start : self.end]

    @cached_property
    def plain(self) -> str:
        return self.flow.plain[self.start : self.end]

    @cached_property
    def words(self) -> tuple[Placed, ...]:
        return self.flow.words_within(self.start, self.end)

    @property
    def confidence(self) -> float:
        """Of the least certain word that carries a letter or digit; 0 for nothing."""
        told = [w.word.confidence for w in self.words if any(map(str.isalnum, w.text))]
        return min(told, default=0.0)

    @property
    def page(self) -> int | None:
        return self.words[0].page if self.words else None

    @property
    def box(self) -> Box | None:
        """Around the words on the page where the part begins, in pixels of the scan."""
        here = [word.word.box for word in self.words if word.page == self.page]
        if not here:
            return None
        box = here[0]
        for other in here[1:]:
            box = box.joined(other)
        return box

    def trimmed(self, start: int, end: int) -> Cut:
        """A part of this part, by positions in the flow."""
        return self.flow.cut(max(start, self.start), min(end, self.end))
