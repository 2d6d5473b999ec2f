"""The demo's dossiers: whose papers lie in which folder, in which scan, with which fault.

Three deliveries: the worked career to 2018, its reprimand a little later, everything else at last.
What the scanner did wrong is here on purpose, and what cures it is in `handing_in.supplement`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from PIL import Image

from infra.demo import department, district, forms, golden, lists, long_papers, retirement
from infra.demo.papers import Paper, Person
from infra.demo.people import (
    AN,
    BICH,
    CHINH,
    CUONG,
    HANH,
    HLAN,
    HUONG_OFFICE,
    HUONG_TEACHER,
    LIEN,
    LOC,
    MAI,
    SGD_BG,
    SNV_BG,
    THANG,
    THUAN,
    UB_LN,
    Agency,
)
from infra.demo.scanner import Level, scan
from infra.demo.setting import draw_paper

SEED = 2026


class Carrier(StrEnum):
    """How a dossier is handed in: a folder of pictures, or one file of several pages."""

    FOLDER = "FOLDER"
    TIFF = "TIFF"
    PDF = "PDF"


@dataclass(frozen=True)
class Copy:
    """A paper in a dossier. Copies with one `scan_no` are the same bytes wherever they lie.

    `skipped`: page numbers, from 1, that the scanner missed; `blurred`: pages it spoilt; `again`:
    the first page was fed twice as a file.
    """

    paper: Paper
    scan_no: int = 0
    skipped: tuple[int, ...] = ()
    blurred: tuple[int, ...] = ()
    again: bool = False


@dataclass(frozen=True)
class Delivery:
    """One dossier as handed in once; `listed`: an inventory.csv lies beside the pages."""

    folder: str
    person: Person
    copies: tuple[Copy, ...]
    carrier: Carrier = Carrier.FOLDER
    listed: bool = False


@dataclass(frozen=True)
class Scan:
    """One picture that the scanner made: `page_no` from 1 in `paper`."""

    paper: Paper
    page_no: int
    content: bytes


@dataclass(frozen=True)
class Scanner:
    """Draws and scans each paper once for each scan number; keeps scans, and one drawn paper."""

    seed: int = SEED
    _drawn: dict[str, list[Image.Image]] = field(default_factory=dict)
    _counted: dict[str, int] = field(default_factory=dict)
    _scanned: dict[tuple[str, int, int, Level], bytes] = field(default_factory=dict)

    def pages(self, paper: Paper) -> int:
        if paper.key not in self._counted:
            self._counted[paper.key] = len(self._pictures(paper))
        return self._counted[paper.key]

    def page(
        self, paper: Paper, page_no: int, *, scan_no: int = 0, level: Level = Level.OFFICE
    ) -> bytes:
        """JPEG bytes of one page, from 1; the same arguments give the same bytes."""
        key = (paper.key, page_no, scan_no, level)
        if key not in self._scanned:
            picture = self._pictures(paper)[page_no - 1]
            seed = hash_free_seed(self.seed, paper.key, page_no, scan_no)
            self._scanned[key] = scan(picture, seed=seed, level=level)
        return self._scanned[key]

    def _pictures(self, paper: Paper) -> list[Image.Image]:
        if paper.key not in self._drawn:
            self._drawn.clear()
            self._drawn[paper.key] = draw_paper(paper, seed=self.seed)
        return self._drawn[paper.key]


def hash_free_seed(seed: int, *parts: str | int) -> int:
    """A seed from words, the same in every run of Python."""
    return seed + sum(ord(letter) * (at + 7) for at, letter in enumerate("/".join(map(str, parts))))


def sheets_of(scanner: Scanner, copies: Iterable[Copy]) -> int:
    return sum(scanner.pages(copy.paper) for copy in copies)


def _copies(*papers: Paper) -> tuple[Copy, ...]:
    return tuple(Copy(paper) for paper in papers)


def _cv(person: Person, agency: Agency, *, signed: date, since: int, post: str) -> Paper:
    return forms.cv_form(
        f"cv-{person.name}",
        person,
        signed=signed,
        studied=(("Trường Đại học", "Hành chính", f"{since - 4} - {since}", "Cử nhân"),),
        worked=((f"8/{since} - nay", f"{post}, {agency.unit}"),),
        paid=((f"8/{since}", "01.003", "1/9", "2,34"), (f"8/{since + 3}", "01.003", "2/9", "2,67")),
        agency=agency,
    )


def _review(person: Person, year: int, post: str, agency: Agency = SNV_BG) -> Paper:
    return forms.self_review(
        f"review-{person.name}-{year}", person, year=year, post=post, agency=agency
    )


def _inventory_rows(papers: Iterable[Paper]) -> tuple[tuple[str, str, str, str, str], ...]:
    rows = []
    for ordinal, paper in enumerate(papers, start=1):
        day = paper.issued.strftime("%d/%m/%Y") if paper.issued else ""
        rows.append(
            (str(ordinal), paper.number or "", day, f"{paper.type_name}. {paper.title}", "")
        )
    return tuple((a, b, c, d.replace("\n", " "), e or "01") for a, b, c, d, e in rows)


def _degree(person: Person, given: date, subject: str = "Hành chính học") -> Paper:
    return forms.degree(
        f"degree-{person.name}",
        person,
        school="Hành chính Kinh Bắc",
        subject=subject,
        rank="Khá",
        given=given,
        serial=f"{given.year % 100:02d}{len(person.name):04d}",
    )


def first_delivery() -> tuple[Delivery, ...]:
    """June 2019: the worked career to its ninth row, with cover and inventory."""
    rows = golden.golden_papers()[:9]
    cover = forms.cover("cover-an", AN, agency=SNV_BG, opened=2004, sheets=13)
    listed = forms.inventory("inventory-an", _inventory_rows(rows))
    cv = _cv(AN, SNV_BG, signed=date(2018, 12, 3), since=2004, post="Trưởng phòng")
    return (Delivery("HS-001", AN, _copies(cover, listed, *rows, cv), listed=True),)


def second_delivery() -> tuple[Delivery, ...]:
    """September 2019: the reprimand, filed four months after it was signed."""
    return (Delivery("HS-001", AN, _copies(golden.golden_papers()[9])),)


def third_delivery() -> tuple[Delivery, ...]:
    """2026: everything else."""
    return (_an_later(), *_department(), *_district())


def _an_later() -> Delivery:
    rows = golden.golden_papers()[10:]
    review = _review(AN, 2024, "Trưởng phòng Tổ chức biên chế")
    return Delivery("HS-001", AN, _copies(*rows, review))


def _cover(person: Person, agency: Agency = SNV_BG, *, opened: int, sheets: int) -> Paper:
    return forms.cover(f"cover-{person.name}", person, agency=agency, opened=opened, sheets=sheets)


def _department() -> tuple[Delivery, ...]:
    reorganised, raised, honoured = lists.reorganisation(), lists.salary_list(), lists.award_list()
    mai = _copies(
        _cover(MAI, opened=2024, sheets=9),
        _cv(MAI, SNV_BG, signed=date(2024, 5, 20), since=2024, post="Chuyên viên"),
        _degree(MAI, date(2015, 6, 30), "Luật"),
        department.mai_recruited(),
        department.mai_corrected(),
        department.mai_graded(),
    )
    lien_papers = (
        long_papers.lien_appointed(),
        raised,
        honoured,
        _review(LIEN, 2024, "Giám đốc Trung tâm Lưu trữ lịch sử"),
        reorganised,
    )
    lien = (
        Copy(_cover(LIEN, opened=2008, sheets=11)),
        Copy(forms.inventory("inventory-lien", _inventory_rows(lien_papers))),
        Copy(lien_papers[0], skipped=(2,)),
        *(Copy(paper, scan_no=1) for paper in lien_papers[1:]),
    )
    bich = (
        Copy(_cover(BICH, opened=2001, sheets=6)),
        Copy(department.bich_appointed()),
        Copy(department.bich_secret()),
        Copy(raised),
        Copy(_review(BICH, 2023, "Phó Giám đốc Sở Nội vụ")),
    )
    thuan = _copies(
        _cover(THUAN, opened=2005, sheets=7),
        department.thuan_raised(),
        long_papers.thuan_rotated(),
        _cv(THUAN, SNV_BG, signed=date(2023, 11, 6), since=2005, post="Trưởng phòng"),
    )
    loc = (
        Copy(_cover(LOC, opened=1988, sheets=7)),
        *_copies(retirement.loc_beyond_scale(), retirement.loc_extended()),
        *_copies(retirement.loc_noticed(), retirement.loc_retired()),
        Copy(reorganised, scan_no=1),
    )
    huong = (
        *_copies(_cover(HUONG_OFFICE, opened=2009, sheets=8), department.huong_rotated()),
        Copy(raised, scan_no=1),
        Copy(honoured, scan_no=1),
        Copy(reorganised, scan_no=1),
        Copy(forms.blank_side("blank-huong")),
    )
    chinh = _copies(
        department.chinh_recruited(),
        department.chinh_seconded(),
        _degree(CHINH, date(2019, 7, 5)),
        _review(CHINH, 2024, "Chuyên viên"),
    )
    return (
        Delivery("HS-002", MAI, (*mai, Copy(reorganised, scan_no=1))),
        Delivery("HS-003", LIEN, lien, listed=True),
        Delivery("HS-004", BICH, bich),
        Delivery("HS-005", THUAN, thuan),
        Delivery("HS-006", LOC, loc),
        Delivery("HS-007", HUONG_OFFICE, huong),
        Delivery("HS-008", CHINH, chinh),
    )


def _district() -> tuple[Delivery, ...]:
    hanh = _copies(
        _cover(HANH, SGD_BG, opened=2012, sheets=5),
        district.hanh_recruited(),
        district.hanh_received(),
        _degree(HANH, date(2011, 6, 24), "Sư phạm Ngữ văn"),
        _review(HANH, 2024, "Giáo viên", SGD_BG),
    )
    cuong = (
        Copy(_cover(CUONG, UB_LN, opened=2002, sheets=4)),
        *_copies(district.cuong_disciplined(), district.cuong_relieved()),
        Copy(_review(CUONG, 2022, "Phó Trưởng phòng", UB_LN), blurred=(1,)),
    )
    thang = (
        Copy(district.thang_appointed(), again=True),
        Copy(district.thang_honoured()),
        Copy(_review(THANG, 2023, "Hiệu trưởng", UB_LN)),
    )
    huong = _copies(
        district.huong_raised(), _degree(HUONG_TEACHER, date(2012, 7, 2), "Sư phạm Toán")
    )
    hlan = _copies(
        district.hlan_transferred(),
        _degree(HLAN, date(2013, 6, 28), "Quản trị văn phòng"),
        _review(HLAN, 2024, "Chuyên viên", UB_LN),
    )
    return (
        Delivery("HS-009", HANH, hanh),
        Delivery("HS-010", CUONG, cuong),
        Delivery("HS-011", THANG, thang),
        Delivery("HS-012", HUONG_TEACHER, huong, carrier=Carrier.TIFF),
        Delivery("HS-013", HLAN, hlan, carrier=Carrier.PDF),
    )
