"""Sentences of personnel decisions. Source: domain.md 4.4 (skeleton), 4.5 (phrase bank), 0.4."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import JsonValue

from domain.events.envelope import EffectiveBasis
from infra.demo.papers import (
    Act,
    Block,
    Centre,
    Close,
    Head,
    Paper,
    Person,
    Prose,
    Signature,
    Table,
    day_words,
    number_line,
    short_day,
)
from infra.demo.people import UB_BG, UB_BN, UB_LN, Agency, signature_of


class Matter(StrEnum):
    """What a decision is about: chooses its legal bases."""

    STAFF = "STAFF"
    TEACHER = "TEACHER"
    SALARY = "SALARY"
    AWARD = "AWARD"
    DISCIPLINE = "DISCIPLINE"
    RETIREMENT = "RETIREMENT"


_BEFORE = tuple[date, tuple[str, ...]]

_STAFF: tuple[_BEFORE, ...] = (
    (
        date(2010, 1, 1),
        (
            "Pháp lệnh Cán bộ, công chức ngày 26/02/1998; Pháp lệnh sửa đổi, bổ sung một số điều "
            "của Pháp lệnh Cán bộ, công chức ngày 29/4/2003",
            "Nghị định số 117/2003/NĐ-CP ngày 10/10/2003 của Chính phủ về việc tuyển dụng, sử dụng "
            "và quản lý cán bộ, công chức trong các cơ quan nhà nước",
        ),
    ),
    (
        date(2020, 12, 1),
        (
            "Luật Cán bộ, công chức ngày 13/11/2008",
            "Nghị định số 24/2010/NĐ-CP ngày 15/3/2010 của Chính phủ quy định về tuyển dụng, sử "
            "dụng và quản lý công chức",
        ),
    ),
    (
        date(2025, 7, 1),
        (
            "Luật Cán bộ, công chức ngày 13/11/2008; Luật sửa đổi, bổ sung một số điều của Luật "
            "Cán bộ, công chức và Luật Viên chức ngày 25/11/2019",
            "Nghị định số 138/2020/NĐ-CP ngày 27/11/2020 của Chính phủ quy định về tuyển dụng, sử "
            "dụng và quản lý công chức",
        ),
    ),
    (
        date.max,
        (
            "Luật Cán bộ, công chức ngày 24/6/2025",
            "Nghị định số 170/2025/NĐ-CP ngày 30/6/2025 của Chính phủ quy định về tuyển dụng, sử "
            "dụng và quản lý công chức",
        ),
    ),
)
_TEACHER: tuple[_BEFORE, ...] = (
    (
        date(2020, 9, 29),
        (
            "Luật Viên chức ngày 15/11/2010",
            "Nghị định số 29/2012/NĐ-CP ngày 12/4/2012 của Chính phủ về tuyển dụng, sử dụng và "
            "quản lý viên chức",
        ),
    ),
    (
        date.max,
        (
            "Luật Viên chức ngày 15/11/2010",
            "Nghị định số 115/2020/NĐ-CP ngày 25/9/2020 của Chính phủ quy định về tuyển dụng, sử "
            "dụng và quản lý viên chức",
        ),
    ),
)
_PAY = (
    "Nghị định số 204/2004/NĐ-CP ngày 14/12/2004 của Chính phủ về chế độ tiền lương đối với cán "
    "bộ, công chức, viên chức và lực lượng vũ trang"
)
_SALARY: tuple[_BEFORE, ...] = (
    (
        date(2013, 9, 15),
        (
            _PAY,
            "Thông tư số 03/2005/TT-BNV ngày 05/01/2005 của Bộ Nội vụ hướng dẫn thực hiện chế độ "
            "nâng bậc lương thường xuyên và chế độ phụ cấp thâm niên vượt khung",
        ),
    ),
    (
        date.max,
        (
            _PAY,
            "Thông tư số 08/2013/TT-BNV ngày 31/7/2013 của Bộ Nội vụ hướng dẫn thực hiện chế độ "
            "nâng bậc lương thường xuyên và nâng bậc lương trước thời hạn",
        ),
    ),
)
_AWARD: tuple[_BEFORE, ...] = (
    (
        date(2024, 1, 1),
        (
            "Luật Thi đua, khen thưởng ngày 26/11/2003",
            "Nghị định số 91/2017/NĐ-CP ngày 31/7/2017 của Chính phủ",
        ),
    ),
    (
        date.max,
        (
            "Luật Thi đua, khen thưởng ngày 15/6/2022",
            "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ quy định chi tiết thi hành "
            "một số điều của Luật Thi đua, khen thưởng",
        ),
    ),
)
_DISCIPLINE: tuple[_BEFORE, ...] = (
    (
        date(2020, 9, 20),
        (
            "Luật Cán bộ, công chức ngày 13/11/2008",
            "Nghị định số 34/2011/NĐ-CP ngày 17/5/2011 của Chính phủ quy định về xử lý kỷ luật đối "
            "với công chức",
        ),
    ),
    (
        date.max,
        (
            "Luật Cán bộ, công chức ngày 13/11/2008",
            "Nghị định số 112/2020/NĐ-CP ngày 18/9/2020 của Chính phủ về xử lý kỷ luật cán bộ, "
            "công chức, viên chức",
        ),
    ),
)
_RETIREMENT: tuple[_BEFORE, ...] = (
    (date(2025, 7, 1), ("Luật Bảo hiểm xã hội ngày 20/11/2014",)),
    (date.max, ("Luật Bảo hiểm xã hội ngày 29/6/2024",)),
)
_TABLES = {
    Matter.STAFF: _STAFF,
    Matter.TEACHER: _TEACHER,
    Matter.SALARY: _SALARY,
    Matter.AWARD: _AWARD,
    Matter.DISCIPLINE: _DISCIPLINE,
    Matter.RETIREMENT: _RETIREMENT,
}


def _founding(agency: Agency, day: date) -> str:
    """The first base: what gives the agency its powers."""
    if agency in (UB_BG, UB_BN, UB_LN):
        if day < date(2016, 1, 1):
            return "Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26/11/2003"
        if day < date(2025, 3, 1):
            return "Luật Tổ chức chính quyền địa phương ngày 19/6/2015"
        return "Luật Tổ chức chính quyền địa phương ngày 16/6/2025"
    province = agency.unit.rsplit("tỉnh ", 1)[1]
    name = agency.unit.split(" tỉnh ")[0]
    number, on = ("18/2016", "20/01/2016") if day >= date(2016, 2, 1) else ("74/2003", "16/10/2003")
    if day >= date(2025, 7, 1):
        number, on = "05/2025", "01/7/2025"
    return (
        f"Quyết định số {number}/QĐ-UBND ngày {on} của Ủy ban nhân dân tỉnh {province} quy định "
        f"chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của {name}"
    )


def bases_of(agency: Agency, day: date, matter: Matter) -> tuple[str, ...]:
    """The Căn cứ lines that stood on such a paper on `day`."""
    fitting = next(bases for until, bases in _TABLES[matter] if day < until)
    return tuple(f"Căn cứ {base};" for base in (_founding(agency, day), *fitting))


def article(number: int, text: str, *, keep: bool = False) -> Prose:
    return Prose(text=f"**Điều {number}.** {text}", keep=keep)


def decision(
    key: str,
    *,
    agency: Agency,
    number: int,
    issued: date,
    about: str,
    matter: Matter,
    articles: tuple[str | Table | Prose, ...],
    acts: tuple[Act, ...],
    doc_type: str = "QD",
    asked_by: str = "Theo đề nghị của Chánh Văn phòng Sở.",
    recipients: tuple[str, ...] = ("- Như Điều 3;", "- Lưu: VT, HS."),
    signature: Signature | None = None,
) -> Paper:
    """Build an individual or list decision; strings in `articles` become Điều 1, 2, 3 in turn.

    `about` goes on after "Về việc"; a line break in it is kept.
    """
    full_no = f"{number:02d}/QĐ-{agency.symbol}"
    signed = signature or signature_of(agency, issued)
    head = Head(
        parent=agency.parent,
        body=agency.body,
        number_line=number_line(full_no),
        place_date=f"{agency.place}, {day_words(issued)}",
    )
    blocks: list[Block] = [
        head,
        Centre(text="QUYẾT ĐỊNH", pt=14, before_mm=1),
        Centre(text=f"Về việc {about}", rule=True),
        Centre(text=agency.by_whom, before_mm=0.5),
    ]
    blocks += [Prose(text=base, italic=True) for base in bases_of(agency, issued, matter)]
    blocks += [Prose(text=asked_by, italic=True), Centre(text="QUYẾT ĐỊNH:", before_mm=1)]
    blocks += _numbered(articles)
    blocks.append(Close(recipients=recipients, signature=signed))
    return Paper(
        key=key,
        doc_type=doc_type,
        type_name="Quyết định",
        title=f"Về việc {about}".replace("\n", " "),
        number=full_no,
        issued=issued,
        issuer=agency.body.replace("\n", " "),
        signature=signed,
        acts=acts,
        body=tuple(blocks),
    )


def _numbered(articles: tuple[str | Table | Prose, ...]) -> list[Block]:
    blocks: list[Block] = []
    count = 0
    for position, part in enumerate(articles):
        if isinstance(part, str):
            count += 1
            blocks.append(article(count, part, keep=position == len(articles) - 1))
        else:
            blocks.append(part)
    return blocks


def carried_out_by(person: Person, units: str = "Chánh Văn phòng Sở, Trưởng các phòng") -> str:
    return (
        f"{units} và {person.honorific} {person.name} chịu trách nhiệm thi hành Quyết định này./."
    )


def born(person: Person) -> str:
    return f"{person.honorific} {person.name}, sinh ngày {short_day(person.birth_date)}"


def act(
    topic: str,
    person: Person,
    effective: date,
    *,
    basis: EffectiveBasis = EffectiveBasis.EXPLICIT,
    months: int | None = None,
    last_day: date | None = None,
    birth_date: date | None = None,
    **values: JsonValue,
) -> Act:
    return Act(
        topic=topic,
        person_name=person.name,
        birth_date=birth_date or person.birth_date,
        effective_date=effective,
        effective_basis=basis,
        term_months=months,
        last_day=last_day,
        values=values,
    )
