"""The head of a page: issuing body and motto side by side, number, place and date.

Source: domain.md 4.1 (slots 1 to 5b), 4.2 (numbers).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.numbers import DecisionNumber, read_number
from ocr.cues import is_capital, is_near
from ocr.flow import Cut, Flow, Placed, plain
from ocr.rows import PageRows, Row

_MOTTO = ("cong", "hoa", "xa", "hoi", "chu", "nghia", "viet", "nam")
_OLD_MOTTO = ("nuoc", "viet", "nam", "dan", "chu", "cong", "hoa")
_PARTY = ("dang", "cong", "san", "viet", "nam")
_HEAD_DEPTH = 0.42
"""Motto, number and date stand in this upper part of the page."""
_HEAD_ROWS = 9
_MOST_NUMBER_WORDS = 6


@dataclass(frozen=True, eq=False)
class Head:
    """Slots 1 to 4 and 5b. `number` is what stands after "Số:"; None where it cannot be read."""

    issuer: Cut | None
    number_line: Cut | None
    number: Cut | None
    parsed: DecisionNumber | None
    symbol: str | None
    """Of a number whose digits were left blank."""
    place_date: Cut | None
    regarding: Cut | None
    centred: bool
    """Motto in the middle, nothing beside it: a form, a degree, a personal paper."""
    party: bool


def head_of(rows: Sequence[Row], seen: PageRows) -> tuple[Head | None, int]:
    """The head, and the index of the first row under it."""
    found = _motto(rows, seen)
    if found is None:
        return _head_without_motto(rows, seen)
    at, left, party, centred = found
    first = at
    while first > 0 and rows[at].top - rows[first - 1].top < 3 * seen.letter:
        first -= 1
    split = 0.0 if centred else left - 0.4 * seen.letter
    upper = [row for row in rows[first : first + _HEAD_ROWS] if row.top < _HEAD_DEPTH * seen.height]
    return _read_head(upper, first, split, seen, party=party, centred=centred)


def _motto(rows: Sequence[Row], seen: PageRows) -> tuple[int, float, bool, bool] | None:
    """Row, left edge, Party or State, alone in the middle or not."""
    for index, row in enumerate(rows):
        if row.top > _HEAD_DEPTH * seen.height:
            return None
        for cue, party in ((_MOTTO, False), (_PARTY, True), (_OLD_MOTTO, False)):
            words = _run_of(cue, row.words)
            if words is None:
                continue
            left, right = words[0].left, words[-1].right
            middle = abs((left + right) / 2 - seen.width / 2) < 0.09 * seen.width
            alone = not row.part(0, left - seen.letter)
            return index, left, party, middle and alone and not _has_left(rows, index, left)
    return None


def _has_left(rows: Sequence[Row], index: int, left: float) -> bool:
    """Something stands left of the motto, beside it or beside the row below."""
    return any(row.part(0, left) for row in rows[index : index + 2])


def _run_of(cue: Sequence[str], words: Sequence[Placed]) -> Sequence[Placed] | None:
    """The words that read as `cue`, with a few misread; in capitals, as a motto is."""
    size = len(cue)
    for start in range(len(words) - min(size, len(words)) + 1):
        part = words[start : start + size]
        same = sum(
            is_near(plain(word.text), cue_word) for word, cue_word in zip(part, cue, strict=False)
        )
        if same >= size - size // 3 and is_capital(" ".join(word.text for word in part)):
            return part
    return None


def _head_without_motto(rows: Sequence[Row], seen: PageRows) -> tuple[Head | None, int]:
    """Number and date stand there although the motto could not be read."""
    upper = [row for row in rows[:_HEAD_ROWS] if row.top < 0.25 * seen.height]
    head, after = _read_head(upper, 0, 0.44 * seen.width, seen, party=False, centred=False)
    if head is None or head.parsed is None or head.place_date is None or head.number_line is None:
        return None, 0
    # rows of an inventory hold numbers and dates too, but neither "Số:" nor a place
    if not re.match(r"\W*s[o06]\W", head.number_line.plain):
        return None, 0
    return (head, after) if "thang" in head.place_date.plain else (None, 0)


def _read_head(
    upper: Sequence[Row], first: int, split: float, seen: PageRows, *, party: bool, centred: bool
) -> tuple[Head | None, int]:
    upper = _above_the_text(upper)
    edge = seen.width + 1
    lefts = [row.part(0, split) for row in upper]
    rights = [row.part(split, edge) for row in upper]
    number_at = next((i for i, words in enumerate(lefts) if _is_number_line(words)), None)
    date_at = next((i for i, words in enumerate(rights) if _has_date(words, spelled=centred)), None)
    if date_at is not None and date_at + 1 < len(rights) and _is_broken_date(rights[date_at]):
        rights[date_at] = (*rights[date_at], *rights[date_at + 1])
        rights[date_at + 1] = ()
    if date_at is None and not centred:
        date_at = next((i for i, row in enumerate(upper) if _has_date(row.words)), None)
        if date_at is not None:
            rights[date_at] = upper[date_at].words
    last = max([index for index in (number_at, date_at) if index is not None], default=1)
    if date_at is not None and _was_broken(rights, date_at):
        last = max(last, date_at + 1)
    number = _number(lefts[number_at]) if number_at is not None else None
    issuer = _issuing_body(lefts[: number_at if number_at is not None else last + 1])
    regarding, last = _regarding(lefts, rights, last, number_at)
    head = Head(
        issuer=issuer.cut() if issuer.words else None,
        number_line=Flow.of_rows([lefts[number_at]]).cut() if number_at is not None else None,
        number=number[0] if number else None,
        parsed=number[1] if number else None,
        symbol=_blank_symbol(lefts[number_at]) if number_at is not None and not number else None,
        place_date=Flow.of_rows([rights[date_at]]).cut() if date_at is not None else None,
        regarding=regarding,
        centred=centred,
        party=party,
    )
    return head, first + last + 1


def _above_the_text(rows: Sequence[Row]) -> Sequence[Row]:
    """Down to whom it is addressed or on what it rests: dates below are those of other papers."""
    for index, row in enumerate(rows):
        if re.match(r"\W*(?:kinh gui|can cu|thuc hien|theo |xet )", row.flow.plain):
            return rows[:index]
    return rows


def _issuing_body(rows: Sequence[Sequence[Placed]]) -> Flow:
    """The first rows in capitals; what follows is a number that was not read, or a stamp."""
    kept: list[list[Placed]] = []
    for words in rows:
        print_ = [word for word in words if any(map(str.isalnum, word.text))]
        if print_ and is_capital(" ".join(word.text for word in print_)):
            kept.append(print_)
        elif kept and print_:
            break
    return Flow.of_rows(kept)


_NUMBER_CUE = re.compile(r"^\W*s[o06]\s*[:.;,]?\s*(?=\S)|^\W*s[o06]\s*[:.;,]?$")
_MISREAD_NUMBER = re.compile(r"^\W*s\S{0,2}\s?[:;]\s*\S*\d")
_BARE_NUMBER = re.compile(r"^\W*\d{1,5}\s?[a-z]?\s?[/-]\s?[a-zđ]{1,4}[-/][a-z.&-]{1,12}\b")


def _is_number_line(words: Sequence[Placed]) -> bool:
    low = plain(" ".join(word.text for word in words))
    if _BARE_NUMBER.match(low) or _MISREAD_NUMBER.match(low):
        return True
    cue = _NUMBER_CUE.match(low)
    if cue is None:
        return False
    rest = low[cue.end() :]
    # "SỞ NỘI VỤ" begins like "Số": a number line has a stroke, a digit or a colon
    return bool(re.search(r"[\d/]", rest)) or bool(re.match(r"^\W*s[o06]\s*:", low))


def _number(words: Sequence[Placed]) -> tuple[Cut, DecisionNumber] | None:
    """The shortest run of words that reads as a number; later words are noise of stamp and pen."""
    flow = Flow.of_rows([words])
    cue = _NUMBER_CUE.match(flow.plain)
    start = cue.end() if cue and not _BARE_NUMBER.match(flow.plain) else 0
    ends = [m.start() for m in re.finditer(r"\s|$", flow.text) if m.start() > start]
    for end in ends[:_MOST_NUMBER_WORDS]:
        cut = flow.cut(start, end)
        if re.match(r"\s*[-/]\s*\w", flow.text[end:]):
            continue  # "587 /QĐ-TNVN", "45/QĐ - SNV"
        parsed = read_number(cut.text)
        if parsed is not None:
            return cut, parsed
    return None


def _blank_symbol(words: Sequence[Placed]) -> str | None:
    """`TB-UBND` of "Số:      /TB-UBND"."""
    text = " ".join(word.text for word in words)
    match = re.search(r"[:.…\s]/\s*([A-ZĐ][A-Za-zĐđ&.]*(?:-[A-Za-zĐđ&.]+)*)\s*$", text)
    return match.group(1) if match else None


def _was_broken(rights: Sequence[Sequence[Placed]], date_at: int) -> bool:
    """The date runs over two rows: the second one is part of the head too."""
    words = rights[date_at]
    return max(w.middle_y for w in words) - min(w.middle_y for w in words) > 0.6 * (
        words[0].bottom - words[0].top
    )


def _is_broken_date(words: Sequence[Placed]) -> bool:
    """The line was too short for the year."""
    low = plain(" ".join(word.text for word in words))
    return bool(re.search(r"\b(?:nam|thang|thang \d{1,2})\W*$", low))


def _has_date(words: Sequence[Placed], *, spelled: bool = False) -> bool:
    """A date line; `spelled`: only "ngày … tháng … năm …", for forms print others in figures."""
    low = plain(" ".join(word.text for word in words))
    if re.search(r"\bsinh\b|\btu ngay\b|\bden ngay\b", low):
        return False
    return bool(
        re.search(r"\bngay\b.*\bthang\b|\bthang\b.*\bnam\b\s*\S*\d", low)
        or (not spelled and len(words) <= 8 and re.search(r"\bngay \S+ ?[/.-]", low))
    )


def _regarding(
    lefts: Sequence[Sequence[Placed]],
    rights: Sequence[Sequence[Placed]],
    last: int,
    number_at: int | None,
) -> tuple[Cut | None, int]:
    """V/v under the number: the left words of the rows down to where the columns end."""
    if number_at is None:
        return None, last
    for index in range(number_at + 1, len(lefts)):
        low = plain(" ".join(word.text for word in lefts[index]))
        if re.match(r"^\W*v\s?[/.]\s?v\b", low):
            end = index
            while end + 1 < len(lefts) and lefts[end + 1] and not _breaks(lefts, rights, end + 1):
                end += 1
            return Flow.of_rows(lefts[index : end + 1]).cut(), max(last, end)
    return None, last


def _breaks(
    lefts: Sequence[Sequence[Placed]], rights: Sequence[Sequence[Placed]], index: int
) -> bool:
    low = plain(" ".join(word.text for word in (*lefts[index], *rights[index])))
    return bool(re.match(r"^\W*(?:kinh gui|can cu|thuc hien|theo )", low)) or (
        bool(rights[index]) and not _has_date(rights[index])
    )
