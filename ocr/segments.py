"""Which pages of a dossier are one document.

A new head begins one; signature and recipients end it; printed page numbers, annexes and blank
reverse sides hold it together. Source: domain.md 2.10, 4.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.numbers import read_number, same_number
from ocr.describing import begins_a_paper, doc_type_of
from ocr.flow import plain
from ocr.layout import PageLayout, read_layout
from ocr.reading import PageText

_FEWEST_WORDS = 8
_ALIKE = 0.75
_LOOK_BACK = 3
_SINGLE = frozenset({"BIA_HO_SO", "VAN_BANG_CHUNG_CHI"})
_WHOLE = frozenset({*_SINGLE, "MUC_LUC_VAN_BAN", "SO_YEU_LY_LICH", "PHIEU_DANH_GIA", "CONG_VAN"})
"""Once these are closed, no further page is theirs."""
_ANNEX = re.compile(r"\b(?:danh sach|phu luc|bieu)\b")
_NUMBERED_ANNEX = re.compile(r"\bphu luc\s+(?:so\s+)?(?:\d{1,2}|[ivx]{1,4})\b")
"""`Phụ lục 1`, `Phụ lục số II`: an annex with no head of its own, unlike one of a contract."""
_ATTACHED = re.compile(r"kem theo (?:quyet dinh|thong bao|cong van|to trinh|qd)")
_ATTACHED_NO = re.compile(r"kem theo [a-z ]+ so\s*:?\s*(\S+(?:\s?[-/]\s?\S+)?)")


class Kind(StrEnum):
    HEAD = "HEAD"
    ANNEX = "ANNEX"
    FURTHER = "FURTHER"
    BLANK = "BLANK"
    UNREAD = "UNREAD"


@dataclass(frozen=True, eq=False)
class SeenPage:
    """A page of the dossier and what it looks like. `place` counts the dossier's pages from 0."""

    place: int
    text: PageText
    layout: PageLayout | None
    kind: Kind

    @property
    def label(self) -> int | None:
        return self.layout.label if self.layout else None


@dataclass(eq=False)
class Segment:
    """A document under way: its pages as scanned. `twins`: scanned twice, not read again."""

    pages: list[SeenPage] = field(default_factory=list)
    twins: set[int] = field(default_factory=set)
    closed: bool = False
    doc_type: str = "KHAC"

    @property
    def head(self) -> SeenPage | None:
        return next((page for page in self.pages if page.kind is Kind.HEAD), None)

    @property
    def expected(self) -> int:
        """The page number that would come next."""
        labels = [page.label for page in self.pages if page.label]
        printed = sum(
            page.kind is not Kind.BLANK and page.place not in self.twins for page in self.pages
        )
        return max([*labels, printed]) + 1

    @property
    def number(self) -> str | None:
        head = self.head
        if head is None or head.layout is None or head.layout.head is None:
            return None
        parsed = head.layout.head.parsed
        return parsed.full_no if parsed else None

    def lacks(self, label: int) -> bool:
        """A hole in the page numbers that this one fills."""
        labels = [page.label for page in self.pages if page.label]
        return label > 1 and label not in labels and any(label < other for other in labels)

    @property
    def last_label(self) -> int | None:
        """A sheet scanned twice shows the same number again."""
        return next((page.label for page in reversed(self.pages) if page.label), None)

    def has_label(self, label: int) -> bool:
        return any(page.label == label for page in self.pages)


def segments_of(pages: Sequence[PageText]) -> tuple[Segment, ...]:
    """Divide the pages; every page stands in exactly one segment."""
    seen = [_seen(place, page) for place, page in enumerate(pages)]
    numbers = frozenset(filter(None, map(_number_of, seen)))
    segments: list[Segment] = []
    for page in seen:
        _place(page, segments, numbers)
    return tuple(_ordered(segment) for segment in _reunited(segments))


def as_one(pages: Sequence[PageText]) -> Segment:
    """Pages of which a person said that they are one document, in this order."""
    return Segment([_seen(place, page) for place, page in enumerate(pages)])


def _seen(place: int, page: PageText) -> SeenPage:
    transcript = page.transcript
    if transcript is None:
        return SeenPage(place, page, None, Kind.UNREAD)
    if transcript.verdict.blank:
        return SeenPage(place, page, None, Kind.BLANK)
    layout = read_layout(transcript)
    if transcript.word_count < _FEWEST_WORDS:
        return SeenPage(place, page, layout, Kind.UNREAD)
    return SeenPage(place, page, layout, _kind(layout))


def _kind(layout: PageLayout) -> Kind:
    numbered = layout.label is not None and layout.label > 1
    head = layout.head
    if head is not None and not head.centred and (head.number_line or head.place_date):
        return Kind.HEAD
    top = " ".join(row.flow.plain for row in layout.rows.rows[:7])
    if _ANNEX.search(top[:160]) and _ATTACHED.search(top):
        return Kind.ANNEX
    if _NUMBERED_ANNEX.search(top[:120]):
        return Kind.ANNEX
    if not numbered and begins_a_paper(layout):
        return Kind.HEAD
    return Kind.FURTHER


def _place(page: SeenPage, segments: list[Segment], numbers: frozenset[str]) -> None:
    """Put a page where it belongs, or begin a segment with it."""
    current = _latest(segments)
    match page.kind:
        case Kind.HEAD:
            if current is not None and _is_twin(page, current):
                current.twins.add(page.place)
                current.pages.append(page)
            else:
                segments.append(_begun(page))
        case Kind.ANNEX:
            _add(page, _owner_of_annex(page, segments, numbers), segments)
        case Kind.BLANK:
            _add(page, current, segments)
        case Kind.UNREAD:
            _add(page, current if current is not None and not current.closed else None, segments)
        case Kind.FURTHER:
            _add(page, _owner_of_further(page, segments), segments)


def _latest(segments: Sequence[Segment]) -> Segment | None:
    """The segment that the page before went to."""
    return max(segments, key=lambda segment: segment.pages[-1].place, default=None)


def _begun(page: SeenPage) -> Segment:
    segment = Segment([page])
    if page.layout is not None:
        segment.doc_type = doc_type_of([page.layout])
    segment.closed = segment.doc_type in _SINGLE or _signs_off(page)
    return segment


def _add(page: SeenPage, owner: Segment | None, segments: list[Segment]) -> None:
    if owner is None:
        segments.append(Segment([page], closed=_signs_off(page)))
        return
    twin = page.label is not None and owner.has_label(page.label) and _alike_any(page, owner)
    if twin:
        owner.twins.add(page.place)
    owner.pages.append(page)
    owner.closed = owner.closed or _signs_off(page)


def _signs_off(page: SeenPage) -> bool:
    """Signature, or recipients: nothing but annexes comes after."""
    layout = page.layout
    if layout is None:
        return False
    if layout.foot is not None and (layout.foot.recipients or layout.foot.name):
        return True
    return bool(
        layout.body.find(r"\bnguoi khai\b.{0,80}ghi ro ho|\bmuc luc nay (?:co|gom) \d+ van ban")
    )


def _owner_of_annex(
    page: SeenPage, segments: Sequence[Segment], numbers: frozenset[str]
) -> Segment | None:
    """The decision whose number the annex names; else the one before it, for a digit may be
    misread. None: a paper of that number stands elsewhere in the dossier."""
    top = " ".join(row.flow.text for row in page.layout.rows.rows[:8]) if page.layout else ""
    named = _ATTACHED_NO.search(plain(top))
    number = read_number(top[named.start(1) : named.end(1)]) if named else None
    if number is not None:
        for segment in reversed(segments[-_LOOK_BACK:]):
            if same_number(segment.number, number.full_no):
                return segment
        if number.key in numbers:
            return None
    return _latest(segments)


def _owner_of_further(page: SeenPage, segments: Sequence[Segment]) -> Segment | None:
    current, label = _latest(segments), page.label
    if current is None:
        return None
    if label is not None and label > 1:
        goes_on = not current.closed or _continues_annex(page, current)
        if current.lacks(label) or (goes_on and label in (current.expected, current.last_label)):
            return current
        for segment in reversed(segments[-_LOOK_BACK:]):
            if segment is current:
                continue
            if segment.lacks(label) or (segment.expected == label and not segment.closed):
                return segment
    if not current.closed or _continues_annex(page, current):
        return current
    return None


def _continues_annex(page: SeenPage, segment: Segment) -> bool:
    """An annex runs over pages: it, or its list, stands on the page before."""
    before = next((p for p in reversed(segment.pages) if p.layout is not None), None)
    if before is None or before.layout is None or page.layout is None:
        return False
    if segment.doc_type in _WHOLE:
        return False
    if before.kind is Kind.ANNEX:
        return page.label is not None or bool(page.layout.tables)
    listed = bool(before.layout.tables) or (page.label is not None and _announces_list(segment))
    return listed and bool(page.layout.tables)


def _announces_list(segment: Segment) -> bool:
    """ "… có tên trong danh sách kèm theo": its first page may be the one that was not read."""
    return any(
        page.layout.body.find(r"danh sach (?:kem|dinh kem)|trong danh sach")
        for page in segment.pages
        if page.layout is not None
    )


def _words_of(page: SeenPage) -> frozenset[str]:
    if page.layout is None:
        return frozenset()
    return frozenset(word.text for row in page.layout.rows.rows for word in row.words)


def _alike(one: SeenPage, other: SeenPage) -> bool:
    first, second = _words_of(one), _words_of(other)
    both = len(first & second)
    return both > _ALIKE * min(len(first), len(second)) and both > 0.6 * max(
        len(first), len(second)
    )


def _alike_any(page: SeenPage, segment: Segment) -> bool:
    return any(_alike(page, other) for other in segment.pages if other.kind is not Kind.BLANK)


def _is_twin(page: SeenPage, segment: Segment) -> bool:
    """The same head again: the sheet was scanned twice. Papers of one office are alike, so where
    a number or a date was read it must be the same."""
    head = segment.head
    if head is None or not _alike(page, head):
        return False
    told = [(_number_of(page), _number_of(head)), (_date_of(page), _date_of(head))]
    read = [one == other for one, other in told if one and other]
    return bool(read) and all(read)


def _number_of(page: SeenPage) -> str | None:
    head = page.layout.head if page.layout else None
    return head.parsed.key if head and head.parsed else None


def _date_of(page: SeenPage) -> str | None:
    head = page.layout.head if page.layout else None
    return head.place_date.plain if head and head.place_date else None


def _reunited(segments: Sequence[Segment]) -> list[Segment]:
    """A further page scanned before its own head goes to the paper that lacks it."""
    kept: list[Segment] = []
    for index, segment in enumerate(segments):
        following = segments[index + 1] if index + 1 < len(segments) else None
        early = following is not None and (
            _precedes(segment, following) or _is_annex_of(segment, following)
        )
        if early and following is not None:
            following.pages[:0] = segment.pages
            following.closed = following.closed or segment.closed
        else:
            kept.append(segment)
    return kept


def _is_annex_of(segment: Segment, following: Segment) -> bool:
    """An annex that names the number of the paper behind it."""
    first = segment.pages[0]
    if first.kind is not Kind.ANNEX or first.layout is None or following.number is None:
        return False
    top = " ".join(row.flow.text for row in first.layout.rows.rows[:8])
    named = _ATTACHED_NO.search(plain(top))
    return named is not None and same_number(following.number, top[named.start(1) : named.end(1)])


def _precedes(segment: Segment, following: Segment) -> bool:
    labels = [page.label for page in segment.pages if page.kind is not Kind.BLANK]
    if segment.head is not None or following.head is None or not labels or None in labels:
        return False
    return all(label and label > 1 and not following.has_label(label) for label in labels) and (
        not following.closed or following.has_label(max(label or 0 for label in labels) + 1)
    )


def _ordered(segment: Segment) -> Segment:
    """Pages by their printed numbers where every printed page but the first carries one."""
    groups: list[list[SeenPage]] = []
    for page in segment.pages:
        if page.kind is Kind.BLANK and groups:
            groups[-1].append(page)
        else:
            groups.append([page])
    keys = [_order_key(group[0]) for group in groups]
    if None not in keys:
        order = sorted(range(len(groups)), key=lambda index: (keys[index] or 0, index))
        segment.pages = [page for index in order for page in groups[index]]
    return segment


def _order_key(page: SeenPage) -> int | None:
    if page.label is not None:
        return page.label
    return 1 if page.kind is Kind.HEAD else None
