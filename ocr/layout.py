"""The slots of a page: head, number, date, title, body, tables, signature, recipients.

Source: domain.md 4.1. Cues are matched without marks, on text of equal length, and the value is cut
out of the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ocr.cues import is_capital
from ocr.feet import Foot, foot_of
from ocr.flow import Cut, Flow, Placed
from ocr.heads import Head, head_of
from ocr.rows import PageRows, Row, rows_of
from ocr.tables import Table, tables_of
from ocr.transcript import Transcript

_LABEL_DEPTH = 0.085
TYPE_NAMES: dict[str, str] = {
    "quyet dinh": "QUYẾT ĐỊNH",
    "thong bao": "THÔNG BÁO",
    "to trinh": "TỜ TRÌNH",
    "bien ban": "BIÊN BẢN",
    "nghi quyet": "NGHỊ QUYẾT",
    "ket luan": "KẾT LUẬN",
    "bao cao": "BÁO CÁO",
    "ke hoach": "KẾ HOẠCH",
    "giay khen": "GIẤY KHEN",
    "bang khen": "BẰNG KHEN",
    "huan chuong": "HUÂN CHƯƠNG",
    "hop dong lam viec": "HỢP ĐỒNG LÀM VIỆC",
    "giay khai sinh": "GIẤY KHAI SINH",
    "phieu ly lich tu phap": "PHIẾU LÝ LỊCH TƯ PHÁP",
    "giay chung nhan suc khoe": "GIẤY CHỨNG NHẬN SỨC KHỎE",
    "giay kham suc khoe": "GIẤY KHÁM SỨC KHỎE",
    "giay chung nhan": "GIẤY CHỨNG NHẬN",
    "chung chi": "CHỨNG CHỈ",
    "ban tu kiem diem": "BẢN TỰ KIỂM ĐIỂM",
    "ban tu kiem diem ca nhan": "BẢN TỰ KIỂM ĐIỂM CÁ NHÂN",
    "ban kiem diem": "BẢN KIỂM ĐIỂM",
    "phieu danh gia": "PHIẾU ĐÁNH GIÁ",
    "phieu danh gia xep loai chat luong": "PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG",
    "ban ke khai tai san thu nhap": "BẢN KÊ KHAI TÀI SẢN, THU NHẬP",
    "so yeu ly lich": "SƠ YẾU LÝ LỊCH",
    "so yeu ly lich can bo cong chuc": "SƠ YẾU LÝ LỊCH CÁN BỘ, CÔNG CHỨC",
    "ly lich vien chuc": "LÝ LỊCH VIÊN CHỨC",
    "tieu su tom tat": "TIỂU SỬ TÓM TẮT",
    "phieu bo sung ly lich": "PHIẾU BỔ SUNG LÝ LỊCH",
    "muc luc van ban": "MỤC LỤC VĂN BẢN",
    "muc luc van ban trong ho so": "MỤC LỤC VĂN BẢN TRONG HỒ SƠ",
    "phieu giao nhan ho so": "PHIẾU GIAO NHẬN HỒ SƠ",
    "phieu chuyen ho so": "PHIẾU CHUYỂN HỒ SƠ",
    "chung tu ket thuc": "CHỨNG TỪ KẾT THÚC",
    "bang tot nghiep dai hoc": "BẰNG TỐT NGHIỆP ĐẠI HỌC",
    "bang tot nghiep": "BẰNG TỐT NGHIỆP",
    "bang tot nghiep trung hoc pho thong": "BẰNG TỐT NGHIỆP TRUNG HỌC PHỔ THÔNG",
    "don xin nghi viec": "ĐƠN XIN NGHỈ VIỆC",
    "don xin thoi viec": "ĐƠN XIN THÔI VIỆC",
}
"""Names that papers carry in capitals, without marks and stops -> as printed."""

_STOPS_TITLE = re.compile(
    r"^\W*(?:can cu|xet |theo de nghi|thuc hien|dieu 1|kinh gui|ho va ten|ho ten|chuc vu|i\.|1\.|"
    r"hoi dong |thong bao de|don vi cong tac|sinh ngay)"
)
_STOPS_SUBTITLE = re.compile(r"^\W*(?:cho|cap cho) (?:ong|ba)\b|^\W*(?:ho so|sinh ngay)")
_BEGINS_TITLE = re.compile(
    r"^\W*(?:ve\b|v\s?/\s?v|nam \d{4}|nganh\b|cua (?:ban|bo|chu)|thoi diem|doi voi|cong nhan|"
    r"ket qua)"
)
_COPY = re.compile(r"\b(?:sao y(?: ban chinh)?|trich sao|sao luc|da doi chieu|ban sao)\b")
_LEFT_EDGE, _COLUMN_EDGE = 0.40, 0.485


@dataclass(frozen=True, eq=False)
class PageLayout:
    """One page of a document. `body` leaves out head, title, tables, foot and page number."""

    page: int
    rows: PageRows
    label: int | None
    head: Head | None
    type_name: str | None
    type_cut: Cut | None
    title: Cut | None
    body: Flow
    tables: tuple[Table, ...]
    foot: Foot | None
    copy_mark: Cut | None

    @property
    def is_empty(self) -> bool:
        return not self.rows.rows


def read_layout(transcript: Transcript, *, page: int = 0) -> PageLayout:
    """Find the slots of one page; `page` is its place in its document, from 0."""
    seen = rows_of(transcript, page=page)
    label, rows = _label(seen)
    head, after = head_of(rows, seen)
    found = _type_name(rows, after, seen)
    title, start = _title(rows, found[0] + 1, seen) if found else (None, after)
    foot, end, below = foot_of(rows, start, seen)
    tables, rest = tables_of(rows[start:end], seen)
    return PageLayout(
        page=page,
        rows=seen,
        label=label,
        head=head,
        type_name=found[1] if found else None,
        type_cut=rows[found[0]].flow.cut() if found else None,
        title=title,
        body=Flow.of_rows(row.words for row in rest),
        tables=tables,
        foot=foot,
        copy_mark=_copy_mark(rows, below),
    )


def label_of(seen: PageRows) -> int | None:
    """The printed page number in the top margin; first pages carry none."""
    return _label(seen)[0]


def _label(seen: PageRows) -> tuple[int | None, tuple[Row, ...]]:
    """The number, and the rows without it."""
    for index, row in enumerate(seen.rows[:2]):
        if row.top > _LABEL_DEPTH * seen.height:
            break
        match = re.fullmatch(r"\W*(\d{1,3})\W*", row.flow.text)
        if match and abs(row.middle_x - seen.width / 2) < 0.12 * seen.width:
            number = int(match.group(1))
            if number >= 1:
                return number, seen.rows[:index] + seen.rows[index + 1 :]
    return None, seen.rows


# Title


def _type_name(rows: Sequence[Row], start: int, seen: PageRows) -> tuple[int, str] | None:
    """Index of the row that names the paper, and the name as papers print it."""
    for index, row in enumerate(rows[start : start + 12], start=start):
        if row.top > 0.6 * seen.height:
            return None
        low = re.sub(r"[\W\d]+", " ", row.flow.plain).strip()
        if not low or not is_capital(row.flow.text):
            continue
        named = TYPE_NAMES.get(low) or _nearly_named(low)
        if named:
            return index, named
    return None


def _nearly_named(low: str) -> str | None:
    for cue, name in TYPE_NAMES.items():
        if abs(len(cue) - len(low)) <= 3 and SequenceMatcher(None, cue, low).ratio() >= 0.86:
            return name
    return None


def _title(rows: Sequence[Row], start: int, seen: PageRows) -> tuple[Cut | None, int]:
    """The trích yếu: centred rows under the name, down to the authority line or the text."""
    taken: list[Row] = []
    for row in rows[start : start + 6]:
        low = row.flow.plain
        if not taken and not _BEGINS_TITLE.match(low):
            break
        if taken and _STOPS_SUBTITLE.match(low):
            break
        if _STOPS_TITLE.match(low) or (is_capital(row.flow.text) and len(row.words) > 1):
            break
        centred = abs(row.middle_x - 0.52 * seen.width) < 0.12 * seen.width
        if not centred or row.left < 0.13 * seen.width:
            break
        taken.append(row)
    if not taken:
        return None, start
    return Flow.of_rows(row.words for row in taken).cut(), start + len(taken)


# Copies


def _copy_mark(rows: Sequence[Row], below: int) -> Cut | None:
    """SAO Y, TRÍCH SAO, SAO LỤC: a stamp at the top, or a block under the signature."""
    for index, row in enumerate(rows):
        for piece in row.pieces:
            match = _COPY.search(piece.flow.plain)
            near_edge = index < 4 or index >= below
            if match and near_edge and is_capital(piece.flow.text) and len(piece.words) <= 8:
                return piece.flow.cut(*match.span())
    return None


def flow_of(layouts: Iterable[PageLayout]) -> Flow:
    """The body of several pages as one text."""
    words: list[Placed] = []
    begins: set[int] = set()
    for layout in layouts:
        begins.update(len(words) + index for index in layout.body.begins)
        words.extend(layout.body.words)
    return Flow(tuple(words), frozenset(begins))
