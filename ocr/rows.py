"""The words of a page as the eye sees them: upright, skew taken out, in rows from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from ocr.flow import Flow, Placed
from ocr.transcript import Line, Transcript, Word

_RULES_AND_SPECKS = re.compile(r"^[\W_]+$")
_MEANT = re.compile(r"^(?:[-–—:;.,\"“”()…☐☑✓+/&%]|\./\.|\.\.+|-/-)+$")
_BARS = "|[]{}¦_"
_SLASHES = str.maketrans({"\u2044": "/", "\u2215": "/"})
_FIT_WORDS = 5
_FIT_SHARE = 0.25
_OVERLAP = 0.5
_GAP_HEIGHTS = 2.2
"""A gap this many letter heights wide parts two columns; justified lines stay under it."""
_GHOST = 0.35


@dataclass(frozen=True)
class Piece:
    """Words side by side without a wide gap."""

    words: tuple[Placed, ...]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def middle_x(self) -> float:
        return (self.left + self.right) / 2

    @cached_property
    def flow(self) -> Flow:
        return Flow.of_rows([self.words])


@dataclass(frozen=True)
class Row:
    """Pieces on one height, from left to right."""

    pieces: tuple[Piece, ...]

    @cached_property
    def words(self) -> tuple[Placed, ...]:
        return tuple(word for piece in self.pieces for word in piece.words)

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return max(piece.right for piece in self.pieces)

    @property
    def middle_x(self) -> float:
        return (self.left + self.right) / 2

    @cached_property
    def flow(self) -> Flow:
        return Flow.of_rows([self.words])

    def part(self, left: float, right: float) -> tuple[Placed, ...]:
        """The words whose middle lies between two edges."""
        return tuple(word for word in self.words if left <= word.middle_x < right)


@dataclass(frozen=True)
class PageRows:
    """A page: its rows, and its size in upright pixels. `letter` is a usual word's height."""

    rows: tuple[Row, ...]
    width: float
    height: float
    letter: float


def rows_of(transcript: Transcript, *, page: int = 0) -> PageRows:
    """Lay the words of `transcript` out; `page` is the page's place in its document."""
    turn = transcript.verdict.rotated_degrees % 360
    lines = [line for line in (_upright(line, transcript, turn, page) for line in transcript.lines)]
    width, height = transcript.width_px, transcript.height_px
    if turn in (90, 270):
        width, height = height, width
    slope = _slope(lines, width)
    level = [[_levelled(word, slope, width, height) for word in line] for line in lines if line]
    letter = median([word.bottom - word.top for line in level for word in line] or [30.0])
    pieces = [piece for line in level for piece in _pieces(line, letter) if not _is_ghost(piece)]
    return PageRows(_in_rows(pieces), float(width), float(height), letter)


def _upright(line: Line, transcript: Transcript, turn: int, page: int) -> list[Placed]:
    return [_placed(word, transcript, turn, page) for word in line.words if _is_print(word.text)]


def _is_print(text: str) -> bool:
    """Ruled lines of tables and specks are read as bars and strokes; dashes and stops are meant."""
    return not _RULES_AND_SPECKS.match(text) or bool(_MEANT.match(text))


def _placed(word: Word, transcript: Transcript, turn: int, page: int) -> Placed:
    box, width, height = word.box, transcript.width_px, transcript.height_px
    match turn:
        case 90:
            edges = (height - box.bottom, box.left, height - box.top, box.right)
        case 180:
            edges = (width - box.right, height - box.bottom, width - box.left, height - box.top)
        case 270:
            edges = (box.top, width - box.right, box.bottom, width - box.left)
        case _:
            edges = (box.left, box.top, box.right, box.bottom)
    left, top, right, bottom = map(float, edges)
    text = word.text.translate(_SLASHES).strip(_BARS) or word.text
    return Placed(word, text, page, left, top, right, bottom)


def _slope(lines: Iterable[Sequence[Placed]], width: float) -> float:
    """Rise of the print per pixel to the right, from its long lines."""
    slopes = []
    for line in lines:
        if len(line) < _FIT_WORDS or line[-1].right - line[0].left < _FIT_SHARE * width:
            continue
        middle = sum(word.middle_x for word in line) / len(line)
        spread = sum((word.middle_x - middle) ** 2 for word in line)
        lean = sum((word.middle_x - middle) * word.middle_y for word in line)
        if spread:
            slopes.append(lean / spread)
    return median(slopes) if slopes else 0.0


def _levelled(word: Placed, slope: float, width: float, height: float) -> Placed:
    """Turned back about the middle of the page: rows become level and columns upright."""
    shift = slope * (word.middle_x - width / 2)
    aside = slope * (word.middle_y - height / 2)
    # a leaning word's box is taller than the word by its own rise
    rise = min(abs(slope) * (word.right - word.left), 0.5 * (word.bottom - word.top)) / 2
    top, bottom = word.top - shift + rise, word.bottom - shift - rise
    left, right = word.left + aside, word.right + aside
    return replace(word, left=left, top=top, right=right, bottom=bottom)


def _pieces(line: Sequence[Placed], letter: float) -> list[Piece]:
    pieces: list[list[Placed]] = []
    for word in sorted(line, key=lambda word: word.left):
        if pieces and word.left - pieces[-1][-1].right <= _GAP_HEIGHTS * letter:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [Piece(tuple(words)) for words in pieces]


def _is_ghost(piece: Piece) -> bool:
    """Specks, seals and pen strokes read as a few letters that the engine itself doubts."""
    sure = max(word.word.confidence for word in piece.words)
    letters = sum(character.isalnum() for word in piece.words for character in word.text)
    return letters == 0 or (sure < _GHOST and letters <= 12)


def _in_rows(pieces: list[Piece]) -> tuple[Row, ...]:
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: _middle(piece)):
        for group in groups[-3:]:
            if _on_one_height(group, piece):
                group.append(piece)
                break
        else:
            groups.append([piece])
    rows = [Row(tuple(sorted(group, key=lambda piece: piece.left))) for group in groups]
    return tuple(sorted(rows, key=lambda row: row.top))


def _middle(piece: Piece) -> float:
    return median([word.middle_y for word in piece.words])


def _on_one_height(group: Sequence[Piece], piece: Piece) -> bool:
    top, bottom = _edges(piece)
    for other in group:
        if other.left < piece.right and piece.left < other.right:
            return False  # one above the other, however close
    other_top, other_bottom = _edges(group[0])
    shared = min(bottom, other_bottom) - max(top, other_top)
    return shared > _OVERLAP * min(bottom - top, other_bottom - other_top)


def _edges(piece: Piece) -> tuple[float, float]:
    return median([w.top for w in piece.words]), median([w.bottom for w in piece.words])
