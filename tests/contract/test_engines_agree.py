"""The same question to both engines, on the same records: the very same answer, hit by hit.

Sets, order, tiers, scores, snippets, marks, counts and facets are compared, page by page, for
readers with and without rights to everything; also after changes, deletions and a making anew.
"""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from search.errors import QueryError
from search.index import EVERYTHING, Answer, SearchIndex, SearchRecord
from search.query import Kind, Sort, parse
from tests.kit.indexes import ENGINES, record

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Lý H’ Y"
MIDDLE = "Văn Thị Đức Thuỳ Hoà Quang Xuân Ngọc"
GIVEN = "An Ân Ánh Hoà Hòa Thuý Thúy Thuỷ Lan Êban Đạt Dat Ý Quý Niê Rơ̆k Anh"
TEXT = (
    "quyết định bổ nhiệm ông bà giữ chức vụ trưởng phòng kể từ ngày căn cứ luật cán bộ công chức "
    "nâng bậc lương hệ số nghị quyet dinh bo nhiem ky luat kỷ luật Sở Nội vụ"
)
UNITS = {"u1": "Sở Nội vụ", "u2": "UBND huyện Krông Ana", "u3": "Sở Y tế"}
EVENTS = ("appointment.made", "salary.raised", "discipline.imposed")
PERSONS = tuple(UUID(int=at) for at in range(1, 9))
COUNT = 260


def name(chance: random.Random) -> str:
    return " ".join(chance.choice(part.split()) for part in (FAMILY, MIDDLE, GIVEN))


def number(chance: random.Random) -> str:
    form = chance.choice(("{}/QĐ-SNV", "0{}/QÐ - SNV", "{}/qd-UBND"))
    return form.format(chance.randrange(1, 40))


def day(chance: random.Random) -> date:
    return date(chance.randrange(2016, 2021), chance.randrange(1, 4), chance.randrange(1, 4))


def text(chance: random.Random) -> str:
    words = chance.choices(TEXT.split(), k=chance.randrange(0, 30))
    when = day(chance)
    printed = (
        name(chance),
        f"số {number(chance)}",
        f"ngày {when.day:02d} tháng {when.month} năm {when.year}",
        f"{when.day}/{when.month:02d}/{when.year}",
        "CCCD 024 085 000 123",
        "Krông-Ana, TP. Buôn Ma Thuột",
    )
    for said in chance.sample(printed, k=chance.randrange(0, 4)):
        words.insert(chance.randrange(len(words) + 1), said)
    return " ".join(words)


def made(at: int, chance: random.Random, *, position: int) -> SearchRecord:
    kind = chance.choice(list(Kind))
    unit = chance.choice((None, *UNITS))
    return record(
        f"{kind.value.lower()}:{at}",
        chance.choice((name(chance), "Bổ nhiệm Trưởng phòng", "Kỷ luật", "")),
        position=position,
        restricted=tuple(chance.sample(("unit:1", "unit:2", "person:9"), k=chance.randrange(3))),
        names=(name(chance),) if chance.random() < 0.5 else (),
        text=text(chance),
        numbers=(number(chance),) if chance.random() < 0.3 else (),
        identifiers=("024085000123",) if chance.random() < 0.05 else (),
        person_id=chance.choice((None, *PERSONS)),
        event_type=chance.choice((None, *EVENTS)),
        unit=unit,
        unit_name=UNITS[unit] if unit else None,
        doc_type=chance.choice((None, "QUYET_DINH", "LY_LICH")),
        day=day(chance) if chance.random() < 0.7 else None,
        state=chance.choice((None, "VERIFIED", "PENDING")),
        rank=chance.choice((None, "ORIGINAL", "CLAIM")),
        payload={"effectiveDate": "2019-07"},
    )


@pytest.fixture(scope="module")
def engines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[SearchIndex]]:
    """Both after the same life: records in several writes, later states, deletions."""
    folder = tmp_path_factory.mktemp("engines")
    opened = [engine(request, folder)() for engine in ENGINES.values()]
    for index in opened:
        live(index)
    yield opened
    for index in opened:
        index.close()


def live(index: SearchIndex) -> None:
    chance = random.Random(20)
    kept: list[str] = []
    for start in range(1, COUNT, 65):
        position = start + 64
        batch = [made(at, chance, position=at) for at in range(start, start + 65)]
        later = [made(at, chance, position=position) for at in range(start, start + 65, 9)]
        gone = chance.sample(kept, k=min(6, len(kept)))
        index.write([*batch, *later], deleted=gone, position=position)
        kept += [one.record_id for one in (*batch, *later)]


def asked(chance: random.Random) -> str:
    """A question as people type it."""
    whole = name(chance)
    some = " ".join(chance.choices(TEXT.split(), k=chance.randrange(1, 5)))
    when = day(chance)
    return chance.choice(
        (
            whole,
            whole.lower(),
            whole[:-1],
            whole.split()[-1][:1],
            f"{whole} {some}",
            some,
            f'"{some}"',
            f'"{" ".join(whole.split()[:2])}" {whole.split()[-1]}',
            f"{whole.split()[0]} xyz {whole.split()[-1]}",
            f"{some} xyz",
            number(chance),
            f"{number(chance)} {some}",
            f"{when.day}/{when.month}/{when.year}",
            f"ngày {when.day} tháng {when.month} năm {when.year} {some}",
            "024085000123",
            "nguyen van an",
            "li thuy",
            "krong ana",
            "tran hoa",
        )
    )


def filters(chance: random.Random) -> dict[str, object]:
    given: dict[str, object] = {
        "kinds": (chance.choice(list(Kind)),),
        "units": (chance.choice(("u1", "so noi vu", "Sở Y tế", "u2")),),
        "event_type": chance.choice(EVENTS),
        "doc_type": "QUYET_DINH",
        "state": "VERIFIED",
        "ranks": ("ORIGINAL", "CLAIM"),
        "person_id": chance.choice(PERSONS),
        "from_": date(2017, 2, 2),
        "to": date(2019, 1, 3),
    }
    few = chance.choices((0, 1, 2), weights=(6, 3, 1))[0]
    return dict(chance.sample(sorted(given.items(), key=lambda one: one[0]), k=few))


def pages(index: SearchIndex, words: str, most: int, **given: object) -> list[Answer]:
    answers: list[Answer] = []
    cursor: str | None = None
    while len(answers) < most:
        query = parse(words, identifiers_allowed=True, cursor=cursor, **given)
        answers.append(index.search(query))
        cursor = answers[-1].next_cursor
        if cursor is None:
            break
    return answers


def told(answers: list[Answer]) -> list[object]:
    """An answer without its cursor, which each engine may make as it likes."""
    return [one.model_copy(update={"next_cursor": one.next_cursor is not None}) for one in answers]


@pytest.mark.parametrize("seed", range(8))
def test_both_engines_answer_alike(engines: list[SearchIndex], seed: int):
    chance = random.Random(seed)
    found = 0
    for _ in range(25):
        words, given = asked(chance), filters(chance)
        given |= {
            "acl": chance.choice(((EVERYTHING,), ("unit:1",), ("unit:2", "person:9"))),
            "sort": chance.choice(list(Sort)),
            "limit": chance.choice((1, 7, 200)),
        }
        try:
            first, *others = [told(pages(index, words, 5, **given)) for index in engines]
        except QueryError:
            continue
        found += len(first[0].hits)
        for other in others:
            assert other == first, (words, given)
    assert found > 20


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("sort", Sort)
def test_lists_without_words_are_alike(engines: list[SearchIndex], kind: Kind, sort: Sort):
    given = {"acl": (EVERYTHING,), "kinds": (kind,), "sort": sort, "limit": 10}

    first, *others = [told(pages(index, "", 50, **given)) for index in engines]

    assert len(first) > 1
    for other in others:
        assert other == first


def test_made_anew_they_answer_as_before(engines: list[SearchIndex], tmp_path: Path):
    given = {"acl": (EVERYTHING,), "limit": 50}
    before = [told(pages(index, "nguyen van an", 9, **given)) for index in engines]

    for index in engines:
        with index.anew() as new:
            live(new)

    after = [told(pages(index, "nguyen van an", 9, **given)) for index in engines]
    assert before == after
    assert after[0] == after[1]
