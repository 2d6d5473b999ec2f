"""Where the columns and rows of a table run, from the places of its words alone.

Columns are the stretches between gutters that no row crosses; rows hang on what counts them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from statistics import median

from ocr.flow import Flow, Placed
from ocr.rows import PageRows, Row

Edge = tuple[float, float]
"""Left and right of a column, in upright pixels."""

_GUTTER = 0.45
"""Width of a gutter in letter heights, at least."""
_BELIEVED = 0.5
_STRAY = 0.08
"""Share of the rows that may cross a gutter all the same: misread boxes."""
_DAY = re.compile(r"\W*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\W*")
_COUNT = re.compile(r"\W*[\dIl]{1,3}\W*")


def columns_of(words: Sequence[Placed], rows: Sequence[Row], seen: PageRows) -> list[Edge]:
    """Left and right edges of the columns: where hardly a row has print is a gutter."""
    size = int(seen.width) + 2
    cover = [0] * size
    for word in words:
        if not _is_plain_print(word):
            continue
        for x in range(max(0, int(word.left)), min(size, int(word.right) + 1)):
            cover[x] += 1
    allowed = int(_STRAY * len(rows))
    edges: list[Edge] = []
    begin: int | None = None
    last = 0
    for x in range(size):
        if cover[x] > allowed:
            if begin is None:
                begin = x
            elif x - last > max(6.0, _GUTTER * seen.letter):
                edges.append((float(begin), float(last)))
                begin = x
            last = x
    if begin is not None:
        edges.append((float(begin), float(last)))
    return edges


def _is_plain_print(word: Placed) -> bool:
    """Ruled lines come out as doubtful single letters: they must not bridge a gutter."""
    letters = [character for character in word.text if character.isalnum()]
    if not letters:
        return False
    return word.word.confidence >= _BELIEVED and (len(letters) > 1 or letters[0].isdigit())


def column_of(word: Placed, edges: Sequence[Edge]) -> int:
    """The column that holds most of the word."""

    def apart(place: int) -> float:
        left, right = edges[place]
        return max(left - word.middle_x, word.middle_x - right, 0.0)

    return min(range(len(edges)), key=apart)


def cells_of(
    columns: Sequence[Sequence[Placed]],
    *,
    counter: int | None,
    dated: Collection[int],
    seen: PageRows,
) -> list[tuple[Flow, ...]]:
    """The cells of every row.

    Args:
        columns: the words of each column, without the heading.
        counter: the column of ordinals; None if there is none.
        dated: columns of dates, which count rows whose ordinal was not read.
        seen: the page.
    """
    anchors = _anchors(columns, counter, dated, seen)
    if not anchors:
        return []
    aligned = {*dated, *(() if counter is None else (counter,))}
    centred = _is_centred(columns, anchors, aligned, seen)
    bands: list[list[list[Placed]]] = [[[] for _ in columns] for _ in anchors]
    for place, column in enumerate(columns):
        for word in column:
            at = _band(word.middle_y, anchors, centred, seen)
            if at is not None:
                bands[at][place].append(word)
    return [tuple(_cell(words, seen) for words in band) for band in bands]


def _anchors(
    columns: Sequence[Sequence[Placed]],
    counter: int | None,
    dated: Collection[int],
    seen: PageRows,
) -> list[float]:
    """Heights at which rows hang: every ordinal, and dates that have none beside them."""
    found: list[float] = []
    if counter is not None:
        found = [w.middle_y for w in columns[counter] if _COUNT.fullmatch(w.text)]
    for place in dated:
        for word in columns[place]:
            alone = all(abs(word.middle_y - y) > 0.7 * seen.letter for y in found)
            if alone and _DAY.fullmatch(word.text):
                found.append(word.middle_y)
    return _apart(sorted(found), seen)


def _apart(heights: list[float], seen: PageRows) -> list[float]:
    kept: list[float] = []
    for height in heights:
        if not kept or height - kept[-1] > 0.7 * seen.letter:
            kept.append(height)
    return kept


def _is_centred(
    columns: Sequence[Sequence[Placed]],
    anchors: Sequence[float],
    aligned: Collection[int],
    seen: PageRows,
) -> bool:
    """Cells stand in the middle of their row: print also above the first line of the counter."""
    halves = lines = 0
    leading = 1.25 * seen.letter
    for place, column in enumerate(columns):
        if place in aligned:
            continue
        for word in column:
            nearest = min(anchors, key=lambda y: abs(word.middle_y - y))
            off = abs(word.middle_y - nearest) / leading
            lines += off > 0.3
            halves += 0.3 < off < 0.7
    return halves > 0.4 * lines > 0


def _band(y: float, anchors: Sequence[float], centred: bool, seen: PageRows) -> int | None:
    if centred:
        return min(range(len(anchors)), key=lambda index: abs(y - anchors[index]))
    above = [index for index, anchor in enumerate(anchors) if anchor <= y + 0.55 * seen.letter]
    return above[-1] if above else None


def _cell(words: Sequence[Placed], seen: PageRows) -> Flow:
    """The words of a cell, line by line."""
    lines: list[list[Placed]] = []
    for word in sorted(words, key=lambda word: word.middle_y):
        if lines and word.middle_y - median([w.middle_y for w in lines[-1]]) < 0.55 * seen.letter:
            lines[-1].append(word)
        else:
            lines.append([word])
    return Flow.of_rows([sorted(line, key=lambda word: word.left) for line in lines])
