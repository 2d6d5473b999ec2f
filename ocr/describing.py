"""What a paper is: its type, title, date, number, issuer and signer.

Types are those of domain.md 2.2 and 2.3; a decision without a finer one is `QD`, a paper that
nobody knows `KHAC`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.numbers import DecisionNumber
from ocr.cues import is_capital, name_in
from ocr.extract.printed import ReadDate, first_date
from ocr.flow import Cut, Flow, plain
from ocr.layout import PageLayout

_FORMS: tuple[tuple[str, str], ...] = (
    (r"\bmuc luc van ban", "MUC_LUC_VAN_BAN"),
    (r"\bso yeu ly lich", "SO_YEU_LY_LICH"),
    (r"\bphieu bo sung ly lich", "PHIEU_BO_SUNG_LL"),
    (r"\btieu su tom tat", "TIEU_SU_TOM_TAT"),
    (r"\b(?:quyen )?ly lich (?:vien chuc|can bo)", "LY_LICH_BOOK"),
    (r"\bgiay khai sinh", "GIAY_KHAI_SINH"),
    (r"\bphieu ly lich tu phap|\bly lich tu phap so", "LY_LICH_TU_PHAP"),
    (r"\bgiay (?:chung nhan|kham) suc khoe", "GIAY_KSK"),
    (r"\bban (?:tu )?(?:kiem diem|nhan xet|danh gia)|\bphieu (?:tu )?danh gia", "PHIEU_DANH_GIA"),
    (r"\bban ke khai tai san", "BAN_KE_KHAI_TSTN"),
    (r"\bphu luc hop dong", "PL_HOP_DONG"),
    (r"\bhop dong lam viec", "HD_LAM_VIEC"),
    (r"\bphieu giao nhan", "PHIEU_GIAO_NHAN"),
    (r"\bphieu chuyen ho so", "PHIEU_CHUYEN_HS"),
    (r"\bchung tu ket thuc|\bto ket thuc", "CHUNG_TU_KET_THUC"),
    (r"\bket luan (?:kiem tra|thanh tra|xac minh)", "KET_LUAN_KIEM_TRA"),
    (r"\bgiay khen", "GIAY_KHEN"),
    (r"\bbang khen", "BANG_KHEN"),
    (r"\bhuan chuong", "HUAN_CHUONG"),
    (
        r"\bbang (?:tot nghiep|cu nhan|thac si|tien si|ky su|trung cap|cao dang)|\bchung chi\b|"
        r"\bgiay chung nhan\b|\bchung nhan\b",
        "VAN_BANG_CHUNG_CHI",
    ),
    (r"^\W*don (?:xin|de nghi)", "DON"),
)
_FURTHER_FORMS: tuple[tuple[str, str], ...] = (
    (
        r"\b2[78]\)\s*(?:dao tao|tom tat)|\b3[01]\)\s*(?:quan he gia|dien bien qua)",
        "SO_YEU_LY_LICH",
    ),
)
"""By items that stand on later pages of a form whose first page could not be read."""
"""By the words in capitals near the top of a paper that bears no number."""
_DECISIONS: tuple[tuple[str, str], ...] = (
    (r"\bdinh chinh\b", "VB_DINH_CHINH"),
    (r"\btuyen dung\b", "QD_TUYEN_DUNG"),
    (r"\bky luat\b|\bcach chuc\b|\bbuoc thoi viec\b|\btam dinh chi\b", "QD_KY_LUAT"),
    (
        r"\bkhen thuong\b|\bdanh hieu\b|\bbang khen\b|\bgiay khen\b|\bhuan chuong\b|ky niem chuong",
        "QD_KHEN_THUONG",
    ),
    (r"\bluong\b|\bvuot khung\b|\bnang bac\b|\bphu cap\b", "QD_LUONG"),
)
_TOP_ROWS = 14


@dataclass(frozen=True, eq=False)
class Description:
    """What was read of the paper itself; None where nothing was."""

    doc_type: str
    type_name: str | None
    number: DecisionNumber | None
    number_cut: Cut | None
    free_number: str | None
    """The serial of a degree: no decision number."""
    issued: ReadDate | None
    title: str | None
    title_cut: Cut | None
    issuer: Cut | None
    signer: Cut | None


def begins_a_paper(layout: PageLayout) -> bool:
    """A form, degree, cover or personal paper begins here, with no number or with none read."""
    if layout.head is not None:
        return True
    named = plain(layout.type_name or "")
    if named == "quyet dinh" or named in _ADMINISTRATIVE:
        return False  # "QUYẾT ĐỊNH:" once more, over Điều 1 on a further page
    return bool(named) or _form_of(layout) is not None or _is_cover(layout)


def doc_type_of(layouts: Sequence[PageLayout]) -> str:
    """The id of domain.md 2.2 and 2.3."""
    first = layouts[0]
    head, named = first.head, plain(first.type_name or "")
    numbered = head is not None and head.number_line is not None
    abbreviation = head.parsed.type_abbreviation if head and head.parsed else None
    if head is not None and head.party and "quyet dinh" in named:
        return "QD_DANG"
    if named == "quyet dinh" or (not named and abbreviation == "QĐ"):
        return _decision_type(layouts)
    if not numbered or (named and named not in _ADMINISTRATIVE):
        form = _form_of(first)
        if form:
            return form
        if _is_cover(first):
            return "BIA_HO_SO"
    if named in _ADMINISTRATIVE:
        return _administrative_type(named, first)
    if head is not None and (head.regarding or (not named and _addressed(first))):
        text = head.regarding.plain if head.regarding else ""
        return "VB_DINH_CHINH" if "dinh chinh" in text else "CONG_VAN"
    return next(
        (kind for cue, kind in _FURTHER_FORMS for page in layouts if page.body.find(cue)), "KHAC"
    )


_ADMINISTRATIVE = {
    "thong bao": "THONG_BAO",
    "to trinh": "TO_TRINH",
    "bien ban": "BIEN_BAN",
    "nghi quyet": "NQ_CAP_UY",
    "bao cao": "KHAC",
    "ke hoach": "KHAC",
    "ket luan": "KET_LUAN_KIEM_TRA",
}


def _administrative_type(named: str, first: PageLayout) -> str:
    if named == "bien ban" and first.body.find(r"ky luat", 0, 400):
        return "BIEN_BAN_HDKL"
    return _ADMINISTRATIVE[named]


def _decision_type(layouts: Sequence[PageLayout]) -> str:
    title = layouts[0].title
    said = title.plain if title else ""
    if not said:
        article = layouts[0].body.find(r"dieu 1\s*[.:,](.{0,120})")
        said = article[1] if article else ""
    for pattern, kind in _DECISIONS:
        if re.search(pattern, said):
            return kind
    return "QD"


def _top(layout: PageLayout) -> str:
    return " \n ".join(
        row.flow.plain for row in layout.rows.rows[:_TOP_ROWS] if is_capital(row.flow.text)
    )


def _form_of(layout: PageLayout) -> str | None:
    top = f"{_top(layout)} \n {plain(layout.type_name or '')}"
    for pattern, kind in _FORMS:
        if re.search(pattern, top):
            return kind
    return None


def _is_cover(layout: PageLayout) -> bool:
    text = " ".join(row.flow.plain for row in layout.rows.rows)
    alone = any(
        re.fullmatch(r"\W*ho so\W*", row.flow.plain) and is_capital(row.flow.text)
        for row in layout.rows.rows
    )
    cues = (r"thoi han bao quan", r"ho so so", r"so to\b|gom\s*:?\s*\d+ to", r"phong so")
    kept = sum(bool(re.search(cue, text)) for cue in cues)
    return (alone and kept > 0) or (kept > 1 and "ho va ten" in text)


def _addressed(layout: PageLayout) -> bool:
    return any(
        re.match(r"\W*kinh gui", row.flow.plain) for row in layout.rows.rows[: _TOP_ROWS + 4]
    )


def describe(layouts: Sequence[PageLayout]) -> Description:
    """Describe the document that these pages are, in reading order."""
    first = layouts[0]
    head, doc_type = first.head, doc_type_of(layouts)
    title, title_cut = _title(layouts, doc_type)
    serial = _serial(layouts) if doc_type == "VAN_BANG_CHUNG_CHI" else None
    return Description(
        doc_type=doc_type,
        type_name=first.type_name,
        number=head.parsed if head else None,
        number_cut=head.number if head and head.number else serial,
        free_number=serial.text if serial else None,
        issued=_issued(layouts),
        title=title,
        title_cut=title_cut,
        issuer=(head.issuer if head else None) or _body_at_top(first, doc_type),
        signer=_signer(layouts),
    )


def _title(layouts: Sequence[PageLayout], doc_type: str) -> tuple[str | None, Cut | None]:
    first = layouts[0]
    if first.head is not None and first.head.regarding is not None:
        return first.head.regarding.text, first.head.regarding
    cut = first.title
    if first.type_name in ("QUYẾT ĐỊNH", "THÔNG BÁO", "TỜ TRÌNH", "NGHỊ QUYẾT"):
        return (cut.text if cut else None), cut
    if doc_type == "BIA_HO_SO":
        return _cover_title(first)
    name = first.type_name
    if name is None:
        return None, None
    spoken = name.capitalize()
    cut = cut or _course(first)
    if cut is None:
        return spoken, first.type_cut
    rest = cut.text.replace(":", "")
    first_letter = rest[:1] if name == "CHỨNG CHỈ" else rest[:1].lower()
    return f"{spoken} {first_letter}{rest[1:]}", cut


def _cover_title(first: PageLayout) -> tuple[str | None, Cut | None]:
    """ "Hồ sơ" and whose."""
    for row in first.rows.rows:
        match = row.flow.find(r"\bho va ten\s*:?\s*(?=\S)")
        if match:
            cut = row.flow.cut(match.end())
            return f"Hồ sơ {cut.text}", cut
    return None, None


def _course(first: PageLayout) -> Cut | None:
    """What a certificate is for."""
    match = first.body.find(
        r"(?:chuong trinh|lop|khoa)\s+(?:dao tao,? )?(?:boi duong\s+|dao tao\s+|hoc\s+)?"
        r"(?P<c>[^.;]+?)(?=,? (?:tu ngay|tu thang|to chuc|tai |khoa )|[.;]|$)"
    )
    return first.body.cut(*match.span("c")) if match else None


def _issued(layouts: Sequence[PageLayout]) -> ReadDate | None:
    """Slot 4; on forms and degrees the date above the signature, at the end."""
    head = layouts[0].head
    if head is not None and head.place_date is not None:
        return first_date(head.place_date.flow)
    if head is not None and not head.centred:
        return None
    for layout in reversed(layouts):
        for row in reversed(layout.rows.rows):
            for piece in reversed(row.pieces):
                match = re.search(r"ngay\s+\S{1,3}\s+thang\s+\S{1,3}\s+nam\s+\d", piece.flow.plain)
                short = len(piece.words) <= 14
                if match and short:
                    return first_date(piece.flow, match.start())
    return None


def _serial(layouts: Sequence[PageLayout]) -> Cut | None:
    for layout in layouts:
        for row in layout.rows.rows:
            for piece in row.pieces:
                match = piece.flow.find(r"\bso hieu\s*:?\s*(?=\S)")
                if match and re.search(r"\d", piece.flow.text[match.end() :]):
                    return piece.flow.cut(match.end())
    return None


_WITH_BODY = frozenset({"VAN_BANG_CHUNG_CHI", "BIA_HO_SO", "MUC_LUC_VAN_BAN"})


def _body_at_top(first: PageLayout, doc_type: str) -> Cut | None:
    """The school of a degree, the body that keeps a file: in capitals near the top."""
    if doc_type not in _WITH_BODY:
        return None
    found: Cut | None = None
    for row in first.rows.rows[:_TOP_ROWS]:
        known = re.search(
            r"\b(?:truong|hoc vien|trung tam|vien|so|bo|ubnd|uy ban|ban|chi cuc) [a-z]",
            row.flow.plain,
        )
        if not known or not is_capital(row.flow.text) or "hieu truong" in row.flow.plain[:12]:
            continue
        if found is not None and row.flow.plain.startswith(("ho so", "muc luc")):
            break
        found = row.flow.cut(known.start())
        if doc_type == "VAN_BANG_CHUNG_CHI":
            return found
    return found


def _signer(layouts: Sequence[PageLayout]) -> Cut | None:
    for layout in reversed(layouts):
        if layout.foot is not None and layout.foot.name:
            return layout.foot.name
    for layout in reversed(layouts):
        found = _declarant(layout)
        if found is not None:
            return found
    return None


def _declarant(layout: PageLayout) -> Cut | None:
    """The name under "Người khai", in its own column, on whichever side."""
    for index, row in enumerate(layout.rows.rows):
        for piece in row.pieces:
            if not re.match(r"\W*nguoi (?:khai|tu kiem diem|viet)", piece.flow.plain):
                continue
            for below in layout.rows.rows[index + 1 :]:
                words = below.part(piece.left - 400, piece.right + 400)
                flow = Flow.of_rows([words])
                if words and not flow.plain.startswith("("):
                    name = name_in(words)
                    if name is not None:
                        return name
    return None
