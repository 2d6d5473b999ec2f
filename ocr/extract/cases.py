"""From a paper to its cases: which article says an act, and of whom, row by row on a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ocr.extract.case import Article, Case, ListRow, Paper
from ocr.extract.printed import first_date, year_at
from ocr.extract.subject import Subject, subject_of
from ocr.flow import Cut, Flow, Placed
from ocr.tables import Role, Table

_ARTICLE = re.compile(r"(?<![\w/])di[eé]u\s+(?P<no>\d{1,2}|[il]\d?)\s*[.:,]\s*")
_DECIDES = re.compile(r"\bquyet dinh\s*:\s*")
_ACT_BEGINS = re.compile(
    r"\W*(?:nay |dong y |quyet dinh )*(?:bo nhiem|dieu dong|tiep nhan|tuyen dung|"
    r"nang (?:bac )?luong|"
    r"mien nhiem|cho (?:ong|ba|dong chi)|(?:thi hanh |xu ly )?ky luat|tang (?:thuong|bang|giay|"
    r"danh)|"
    r"cong nhan|huy bo quyet dinh|thu hoi quyet dinh|ket thuc|giao (?:ong|ba|quyen)|"
    r"phan cong (?:ong|ba)|"
    r"luan chuyen|(?:cu )?biet phai|chuyen doi vi tri|keo dai thoi gian|xep ngach|chi dinh|"
    r"bai bo quyet)\b"
)
_NOTICE_BEGINS = re.compile(
    r"(?:^|(?<=[.;:/] )|(?<=nhu sau: ))(?=(?:thong bao (?:de|cho|thoi)|phan cong (?:ong|ba|"
    r"dong chi)|dong y|"
    r"cho (?:ong|ba)|dieu dong|bo nhiem|giao (?:ong|ba)|dinh chinh|nay )\b)"
)
_NAME_WORD = re.compile(r"[^\w\s]?[^\W\d_](?:['’ʼ]?[^\W\d_]+)*[.,]?$|[YA]$")
_LISTED = re.compile(r"co ten (?:sau|duoi|trong|tai)|danh sach|sau day|gom")
_INLINE = re.compile(r"(?<!\S)(?P<no>\d{1,3})[.)]\s*(?=(?:ong|ba|dong chi|d/c)\b\s*[:.]?\s*\S)")


def articles_of(text: Flow) -> tuple[Article, ...]:
    """The body cut at "Điều 1." …, each at the beginning of a row; without any, one whole part."""
    starts: list[tuple[int, int, int]] = []
    for match in _ARTICLE.finditer(text.plain):
        number = int(match["no"]) if match["no"].isdigit() else 1
        if match.start() not in text.row_starts and not _follows_stop(text, match.start()):
            continue
        if starts and not 0 < number - starts[-1][0] <= 3:
            continue  # an article of a law that is cited
        if not starts and number > 2:
            continue
        starts.append((number, match.start(), match.end()))
    if not starts:
        return ()
    ends = [start for _, start, _ in starts[1:]] + [len(text.plain)]
    return tuple(
        Article(number, text.between(after, end))
        for (number, _, after), end in zip(starts, ends, strict=True)
    )


def _follows_stop(text: Flow, at: int) -> bool:
    before = text.plain[:at].rstrip()
    return before.endswith((".", ":", ";", "./."))


def preamble_end(text: Flow) -> int:
    """Where the căn cứ end and the deciding begins."""
    match = _ARTICLE.search(text.plain) or _DECIDES.search(text.plain)
    return match.start() if match else len(text.plain)


def cases_of(paper: Paper, tables: Sequence[Table]) -> Iterator[Case]:
    """Yield the cases of a paper, in the order in which it says them."""
    articles = paper.articles or _without_articles(paper)
    acting = [
        index
        for index, article in enumerate(articles)
        if index == 0 or (_ACT_BEGINS.match(article.flow.plain) and subject_of(article.flow))
    ]
    for place, index in enumerate(acting):
        end = acting[place + 1] if place + 1 < len(acting) else len(articles)
        rest = _joined([article.flow for article in articles[index + 1 : end]])
        yield from _cases_in(paper, articles[index].flow, rest, tables if place == 0 else ())


def _without_articles(paper: Paper) -> tuple[Article, ...]:
    """Notices and letters, and decisions whose "Điều 1" was not read."""
    text = paper.text
    if paper.is_letter:
        return (Article(None, text),)
    start = _NOTICE_BEGINS.search(text.plain)
    decides = _DECIDES.search(text.plain)
    if decides:
        return (Article(None, text.between(decides.end())),)
    if start:
        return (Article(None, text.between(start.start())),)
    return ()


def _joined(flows: Sequence[Flow]) -> Flow:
    words: list[Placed] = []
    begins: set[int] = set()
    for flow in flows:
        begins.update(len(words) + index for index in flow.begins)
        words.extend(flow.words)
    return Flow(tuple(words), frozenset(begins))


def _cases_in(paper: Paper, clause: Flow, rest: Flow, tables: Sequence[Table]) -> Iterator[Case]:
    subject = subject_of(clause, _subject_from(clause))
    inline = _inline_rows(clause)
    if inline and (subject is None or subject.honorific is None or _before(inline, subject)):
        head = clause.between(0, inline[0][1])
        for number, start, end in inline:
            own = clause.between(start, end)
            yield Case(paper, head, rest, subject_of(own), inline_no=number, own=own)
        return
    named = subject is not None and subject.name is not None
    rows = list(_list_rows(tables))
    if rows and (not named or _LISTED.search(clause.plain)):
        for row in rows:
            yield Case(paper, clause, rest, _row_subject(row), row=row)
        return
    if subject is None and _LISTED.search(clause.plain) and not _about_a_paper(clause):
        return  # a list is announced that was not read: nothing to propose, the paper stays
    yield Case(paper, clause, rest, subject)


def _subject_from(clause: Flow) -> int:
    """A letter speaks of others first: the subject is sought from the act on."""
    match = clause.find(r"\bdinh chinh\b")
    return match.start() if match else 0


def _before(inline: Sequence[tuple[int, int, int]], subject: Subject) -> bool:
    return subject.honorific is not None and subject.honorific.start >= inline[0][1] - 1


def _about_a_paper(clause: Flow) -> bool:
    return bool(clause.find(r"\b(?:thu hoi|huy bo|bai bo|dinh chinh|thay the)\b"))


def _inline_rows(clause: Flow) -> list[tuple[int, int, int]]:
    """ "1. Ông … 2. Bà …": number, begin and end of each."""
    found = [match for match in _INLINE.finditer(clause.plain)]
    if not found or int(found[0]["no"]) != 1:
        return []
    kept = [found[0]]
    for match in found[1:]:
        if int(match["no"]) == int(kept[-1]["no"]) + 1:
            kept.append(match)
    ends = [match.start() for match in kept[1:]] + [len(clause.plain)]
    return [(int(m["no"]), m.end(), end) for m, end in zip(kept, ends, strict=True)]


def _list_rows(tables: Sequence[Table]) -> Iterator[ListRow]:
    """Rows over all pages with a name in them, counted from 1 in their order."""
    count = 0
    for table in tables:
        if Role.NAME not in table.roles:
            continue
        for row in table.rows:
            cell = table.cell(row, Role.NAME)
            if cell and sum(map(str.isalpha, cell.text)) > 2:
                count += 1
                yield ListRow(count, table, row)


def _row_subject(row: ListRow) -> Subject:
    name = row.cell(Role.NAME)
    born_cell = row.cell(Role.BIRTH)
    born = None
    if born_cell:
        born = first_date(born_cell.flow, born_cell.start, born_cell.end) or year_at(
            born_cell.flow, born_cell.start
        )
    trimmed = _name_in_cell(name) if name else None
    honorific = None
    inside = subject_of(trimmed.flow) if trimmed else None
    if inside is not None and inside.name is not None:
        honorific, trimmed = inside.honorific, inside.name
    post = row.cell(Role.POST, Role.GRADE)
    unit = row.cell(Role.OLD_UNIT, Role.UNIT)
    return Subject(
        honorific=honorific,
        name=trimmed,
        born=born,
        title=_clean(post) if post else None,
        unit=_clean(unit) if unit else None,
        described=None,
        end=0,
    )


def _name_in_cell(cut: Cut) -> Cut:
    """Without the ordinal and the strokes of the ruling that were read before or behind it."""
    words = list(re.finditer(r"\S+", cut.text))
    while words and not _NAME_WORD.match(words[0].group()):
        words.pop(0)
    while words and not _NAME_WORD.match(words[-1].group()):
        words.pop()
    if not words:
        return _clean(cut)
    return _clean(cut.flow.cut(cut.start + words[0].start(), cut.start + words[-1].end()))


def _clean(cut: Cut) -> Cut:
    """Strokes of the ruling read as dashes and stops left off at both ends."""
    start, end = cut.start, cut.end
    while start < end and cut.flow.text[start] in " .-–—,;:'":
        start += 1
    while end > start and cut.flow.text[end - 1] in " .-–—,;:'":
        end -= 1
    return cut.flow.cut(start, end)
