"""The foot of a paper: recipients on the left, who signed and as what on the right.

Source: domain.md 4.1 (slots 7 and 9), 4.3 (who signs).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.events.envelope import SignerMode
from ocr.cues import is_capital, name_in
from ocr.flow import Cut, Flow, Placed, plain
from ocr.rows import PageRows, Row

_CAPACITY = re.compile(
    r"^\W*(?:(?:k\s?[./,]?\s?t|t\s?[./,]?\s?m|t\s?[./,]?\s?l|t\s?[./,]?\s?u\s?[./,]?\s?q|q)\s?[./,]+"
    r"|k\s?/\s?t |t\s?/\s?m |t\s?/\s?l |kt |tm |tl |tuq )?\W*(?:pho )?"
    r"(?:chu tich|giam doc|truong |chanh |bi thu|hieu truong|"
    r"chi cuc|bo truong|thu truong|thu tuong|pho chu|vien truong|uy ban|ban thuong vu|hoi dong|"
    r"nguoi khai|nguoi tu kiem diem|nguoi viet|dai dien|cuc truong|vu truong|tong giam doc|"
    r"xac nhan|tap the|ban chap hanh|so noi vu|bo noi vu|cuc pho|chi huy)"
)
_MODE = re.compile(
    r"^\W*(?:(k\s?[./,]?\s?t)|(t\s?[./,]?\s?m)|(t\s?[./,]?\s?l)|(t\s?[./,]?\s?u\s?[./,]?\s?q)|(q))"
    r"(?:\s?[./,]+|\s)"
)
_MODES = (SignerMode.KT, SignerMode.TM, SignerMode.TL, SignerMode.TUQ, SignerMode.Q)
_LEFT_EDGE, _COLUMN_EDGE = 0.40, 0.485


@dataclass(frozen=True, eq=False)
class Foot:
    """Slots 7 and 9b. `capacity`: lines as printed; `title`: the signer's own, the last one."""

    capacity: tuple[Cut, ...]
    mode: SignerMode | None
    title: Cut | None
    name: Cut | None
    recipients: Cut | None


def foot_of(rows: Sequence[Row], start: int, seen: PageRows) -> tuple[Foot | None, int, int]:
    """The foot, the index of its first row, and of the first row under it."""
    top = _recipients_at(rows, start, seen)
    if top is None:
        top = _capacity_at(rows, start, seen)
    if top is None:
        return None, len(rows), len(rows)
    while (
        top > start and _stands_right(rows[top - 1], seen) and is_capital(rows[top - 1].flow.text)
    ):
        top -= 1
    lefts: list[Sequence[Placed]] = []
    rights: list[Sequence[Placed]] = []
    for row in rows[top:]:
        left, right = _columns(row, seen)
        lefts.append(left)
        rights.append(right)
    capacity, name, used = _signature(rights, seen)
    recipients = Flow.of_rows(lefts[: _recipients_end(lefts)])
    foot = Foot(
        capacity=capacity,
        mode=_mode(capacity),
        title=_own_title(capacity),
        name=name,
        recipients=recipients.cut() if recipients.words else None,
    )
    if not foot.recipients and not foot.name:
        return None, len(rows), len(rows)
    return foot, top, top + max(used, _recipients_end(lefts))


def _recipients_at(rows: Sequence[Row], start: int, seen: PageRows) -> int | None:
    for index in range(len(rows) - 1, start - 1, -1):
        piece = rows[index].pieces[0]
        low = re.sub(r"[^a-z ]", "", piece.flow.plain).strip()[:8]
        near = low == "noi nhan" or SequenceMatcher(None, low, "noi nhan").ratio() >= 0.8
        if near and piece.left < _LEFT_EDGE * seen.width:
            return index
    return None


def _capacity_at(rows: Sequence[Row], start: int, seen: PageRows) -> int | None:
    """A title in capitals on the right half, and a name below it: for papers without recipients."""
    for index in range(len(rows) - 1, start - 1, -1):
        if (
            rows[index].right - rows[index].left > 0.66 * seen.width
            and len(rows[index].pieces) == 1
        ):
            return None  # running text: a signature has none below it
        for piece in rows[index].pieces:
            right = piece.middle_x > 0.57 * seen.width and piece.left > 0.4 * seen.width
            alone = len(rows[index].pieces) > 1 or piece.left > 0.2 * seen.width
            known = _CAPACITY.match(piece.flow.plain)
            capital = is_capital(piece.flow.text) or piece.flow.plain.startswith("nguoi khai")
            below = [_columns(row, seen)[1] if right else row.words for row in rows[index + 1 :]]
            if known and capital and alone and right and any(name_in(part) for part in below):
                return index
    return None


def _stands_right(row: Row, seen: PageRows) -> bool:
    return row.left > 0.42 * seen.width


def _columns(row: Row, seen: PageRows) -> tuple[tuple[Placed, ...], tuple[Placed, ...]]:
    """Left and right words of a row of the foot."""
    left: list[Placed] = []
    right: list[Placed] = []
    for piece in row.pieces:
        if piece.left < 0.35 * seen.width and piece.right < 0.62 * seen.width:
            left.extend(piece.words)
        elif piece.left >= 0.42 * seen.width:
            right.extend(piece.words)
        else:
            edge = _COLUMN_EDGE * seen.width
            left.extend(word for word in piece.words if word.middle_x < edge)
            right.extend(word for word in piece.words if word.middle_x >= edge)
    return tuple(left), tuple(right)


def _recipients_end(lefts: Sequence[Sequence[Placed]]) -> int:
    """Rows of the left column down to the copies in the files ("Lưu: VT")."""
    last = 0
    for index, words in enumerate(lefts):
        low = plain(" ".join(word.text for word in words))
        if re.search(r"\bluu\b", low):
            return index + 1
        if words:
            last = index + 1
        if index - last > 2:
            break
    return last


def _signature(
    rights: Sequence[Sequence[Placed]], seen: PageRows
) -> tuple[tuple[Cut, ...], Cut | None, int]:
    """Capacity lines, the name, and how many rows they took."""
    capacity: list[Cut] = []
    name: Cut | None = None
    used = 0
    for index, words in enumerate(rights):
        if not words:
            continue
        flow = Flow.of_rows([words])
        if capacity and words[0].top - capacity[-1].words[0].top > 0.2 * seen.height:
            break
        if name is None and _is_capacity(flow, bool(capacity)):
            capacity.append(flow.cut())
            used = index + 1
            continue
        found = name_in(words) if capacity else None
        if found is not None and (name is None or found.confidence >= name.confidence - 0.25):
            name, used = found, index + 1
    return tuple(capacity), name, used


def _is_capacity(flow: Flow, begun: bool) -> bool:
    if flow.plain.strip(" .:").startswith(("nguoi khai", "nguoi tu kiem diem")):
        return True
    if not is_capital(flow.text):
        return False
    return bool(_CAPACITY.match(flow.plain)) or (begun and len(flow.text) > 5)


def _mode(capacity: Sequence[Cut]) -> SignerMode | None:
    if not capacity:
        return None
    match = _MODE.match(capacity[0].plain + " ")
    if match is None:
        return SignerMode.SELF
    return next(mode for mode, part in zip(_MODES, match.groups(), strict=True) if part)


def _own_title(capacity: Sequence[Cut]) -> Cut | None:
    """The signer's own title: the last capacity line, without what goes before it."""
    if not capacity:
        return None
    last = capacity[-1]
    match = _MODE.match(last.plain + " ")
    if match is None:
        return last
    return last.trimmed(last.start + match.end(), last.end)
