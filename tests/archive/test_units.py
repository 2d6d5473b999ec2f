"""Lists of units: brought over whole or not at all, every line answered; units shown by date."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from archive.folding import directory_of
from archive.ledger import Ledger, open_ledger
from archive.unit_import import UnitsImported, import_reform, import_units
from archive.unit_lists import read_unit_list
from archive.units import list_units, show_unit, units_asked
from domain.access import Actor, Grant, Role
from domain.errors import NotAllowed, Unknown
from domain.events.organisation import UNITS_STREAM
from infra.demo import units as demo
from infra.demo.truth import truth_of

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
GRANT = UUID("00000000-0000-4000-8000-0000000000c1")
LAN = UUID("00000000-0000-4000-8000-0000000000c2")


def actor(role: Role, *, persons: tuple[UUID, ...] = ()) -> Actor:
    grant = Grant(grant_id=GRANT, role=role, persons=persons)
    return Actor(id=LAN, name="Lan", grants=(grant,))


OFFICER = actor(Role.HR_OFFICER)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(f"sqlite:{tmp_path / 'ledger.sqlite'}", clock=lambda: NOW) as opened:
        yield opened


def bring(
    ledger: Ledger, text: str, *, file: str = "don-vi.csv", by: Actor = OFFICER, dry: bool = False
) -> UnitsImported:
    read = read_unit_list(text.encode(), file=file)
    return import_units(read, file=file, by=by, ledger=ledger, now=NOW, dry_run=dry)


def codes(done: UnitsImported) -> dict[int | None, list[str]]:
    """What is wrong, by line."""
    found = {one.line: [why.code for why in one.problems] for one in done.lines if one.problems}
    whole = [one.code for one in done.problems]
    return {**found, **({None: whole} if whole else {})}


PROVINCE = """\
việc,mã,đơn vị,tên,ký hiệu,cấp,cấp trên,từ,kế thừa,ngày,số văn bản
thành lập,bg,,Ủy ban nhân dân tỉnh Bắc Giang,UBND,tỉnh,,,,01/01/1997,
thành lập,bn,,Ủy ban nhân dân tỉnh Bắc Ninh,UBND,tỉnh,,,,01/01/1997,
thành lập,snv-bg,,Ban Tổ chức chính quyền,TCCQ,sở,bg,,,01/01/1997,
đổi tên,snv-bg,,Sở Nội vụ,SNV,,,,,01/09/2003,
thành lập,snv-bn,,Sở Nội vụ,SNV,sở,bn,,,01/09/2003,
thành lập,pnv,,Phòng Nội vụ huyện Lục Nam,PNV,huyện,,,,2008,
thành lập,ub-moi,,Ủy ban nhân dân tỉnh Bắc Ninh,UBND,tỉnh,,,,01/07/2025,
hợp nhất,,ub-moi,,,,,bg;bn,,01/07/2025,202/2025/QH15
thành lập,snv-moi,,Sở Nội vụ,SNV,sở,ub-moi,,,01/07/2025,
hợp nhất,,snv-moi,,,,,"Sở Nội vụ tỉnh Bắc Giang; Sở Nội vụ tỉnh Bắc Ninh",,01/07/2025,
kết thúc cấp,,,,,huyện,,,,01/07/2025,
"""


def test_a_list_in_vietnamese_is_recorded_in_one_go(ledger: Ledger):
    done = bring(ledger, PROVINCE)

    assert codes(done) == {}
    assert (done.recorded, done.known, done.refused) == (11, 0, 0)
    assert len(ledger.events(UNITS_STREAM)) == 11
    units = directory_of(ledger)
    before = units.resolve("Sở Nội vụ tỉnh Bắc Ninh", date(2025, 6, 30)).only
    after = units.resolve("Sở Nội vụ tỉnh Bắc Ninh", date(2025, 7, 1)).only
    assert before is not None and after is not None and before != after
    assert before in units.predecessors(after)
    district = units.resolve("Phòng Nội vụ huyện Lục Nam", date(2025, 6, 30)).only
    assert district is not None
    assert units.unit(district).ended_on == date(2025, 7, 1)


def test_a_list_brought_again_changes_nothing(ledger: Ledger):
    bring(ledger, PROVINCE)
    before = ledger.position()

    again = bring(ledger, PROVINCE)

    assert (again.recorded, again.known, again.refused) == (0, 11, 0)
    assert ledger.position() == before


def test_a_longer_list_records_what_is_new(ledger: Ledger):
    bring(ledger, PROVINCE)

    longer = bring(ledger, PROVINCE + "thành lập,,,Văn phòng Sở,,phòng,snv-moi,,,01/07/2025,\n")

    assert (longer.recorded, longer.known) == (1, 11)


def test_a_dry_run_only_answers(ledger: Ledger):
    done = bring(ledger, PROVINCE, dry=True)

    assert (done.recorded, done.dry_run, ledger.position()) == (11, True, 0)
    assert all(one.position is None for one in done.lines)


def test_the_same_in_json_lines_with_english_names(ledger: Ledger):
    lines: list[dict[str, object]] = [
        {"code": "a", "name": "Trường A", "level": "DVSN", "date": "1990"},
        {"code": "b", "name": "Trường B", "level": "DVSN", "date": "1990", "shortName": "B"},
        {"event": "ranked", "unit": "Trường A", "rank": "I", "basis": "TTLT 35/2006",
         "date": "2010-01-01"},
        {"event": "absorbed", "unit": "a", "sources": ["b"], "date": "2015-08-01"},
        {"event": "parted", "unit": "a", "targets": ["c"], "date": "2020-08-01"},
        {"code": "c", "name": "Trường C", "level": "DVSN", "date": "2020-08-01"},
        {"event": "dissolved", "unit": "Trường C", "successor": "a", "date": "2024-08-01"},
    ]  # fmt: skip

    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in lines)
    done = bring(ledger, text, file="units.jsonl")

    assert codes(done) == {}
    shown = show_unit("Trường A", on=date(2022, 1, 1), by=OFFICER, ledger=ledger, now=NOW)
    assert (shown.rank, shown.living) == ("I", True)
    assert [one.name for one in shown.predecessors] == ["Trường B", "Trường C"]
    assert [one.event_type for one in shown.history] == [
        "org.established", "org.ranked", "org.merged", "org.split", "org.dissolved",
    ]  # fmt: skip


def test_one_line_refused_and_nothing_is_recorded(ledger: Ledger):
    done = bring(ledger, PROVINCE + "giải thể,,Sở Tài chính,,,,,,,01/01/2010,\n")

    assert codes(done) == {13: ["unitList.unknown"]}
    assert not done.taken
    assert ledger.position() == 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("lập ra,,,Sở Y,,sở,,,,2001,", "unitList.eventUnknown"),
        ("thành lập,,,Sở Y,,bộ,,,,2001,", "unitList.levelUnknown"),
        ("thành lập,,,,,sở,,,,2001,", "unitList.needed"),
        ("thành lập,,,Sở Y,,sở,,,,37622,", "list.dateSerial"),
        ("thành lập,,,Sở Y,,sở,,,,01/01/0202,", "list.date"),
        ("thành lập,,,=1+1,,sở,,,,2001,", "unitList.formula"),
        ("thành lập,bg,,Sở Y,,sở,,,,2001,", "unitList.codeTwice"),
        ("giải thể,,SNV,,,,,,,01/01/2010,", "unitList.several"),
        ("giải thể,,Phòng Nội vụ huyện Lục Nam,,,,,,,01/07/2027,", "unitList.outside"),
        ("đổi tên,,bg,Ủy ban nhân dân tỉnh Bắc Giang,UBND,,,,,2001,", "org.sameName"),
        ("thành lập,,,Sở Nội vụ,SNV,sở,bg,,,2004,", "org.nameTaken"),
        ("thành lập,,,Phòng Y,,huyện,,,,01/07/2025,", "org.levelEnded"),
        ("chuyển,,bg,,,,bg,,,2001,", "org.underItself"),
        ("xếp hạng,,bg,,,,,,,2001,", "unitList.needed"),
        ("hợp nhất,,bg,,,,,bn,,01/01/2010,", "org.targetNotNew"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(ledger: Ledger, line: str, code: str):
    if code == "org.levelEnded":
        bring(ledger, PROVINCE)

    done = bring(ledger, PROVINCE + line + "\n")

    assert codes(done)[13] == [code]
    assert all(one.values["line"] == 13 for one in done.lines[-1].problems)


def test_an_ambiguous_name_gives_candidates_and_never_a_guess(ledger: Ledger):
    done = bring(ledger, PROVINCE + "giải thể,,SNV,,,,,,,01/01/2010,\n")

    (why,) = done.lines[-1].problems
    assert why.column == "unit"
    shown = str(why.values["candidates"])
    assert "tỉnh Bắc Giang" in shown and "tỉnh Bắc Ninh" in shown


@pytest.mark.parametrize(
    ("content", "file", "code"),
    [
        (b"", "a.csv", "list.empty"),
        ("việc,tên\nthành lập,Sở Nội vụ\n".encode("utf-16"), "a.csv", "list.notUtf8"),
        (b'{"name": ' + b"[" * 5000, "a.jsonl", "unitList.notJson"),
        (b'{"name": "' + b"x" * 70_000 + b'"}', "a.jsonl", "unitList.lineTooLong"),
        (b"[1, 2]", "a.jsonl", "unitList.notJson"),
        (b'{"name": {"deep": 1}}', "a.jsonl", "unitList.notText"),
        (b'{"ten": "A", "name": "B"}', "a.jsonl", "list.columnTwice"),
        (b'{"colour": "A"}', "a.jsonl", "list.columnUnknown"),
    ],
)
def test_bad_files_are_told_and_nothing_is_raised(content: bytes, file: str, code: str):
    read = read_unit_list(content, file=file)

    assert code in [one.code for one in read.problems]


@pytest.mark.parametrize(
    "by",
    [
        actor(Role.VERIFIER),
        actor(Role.UNIT_HEAD, persons=(LAN,)),
        actor(Role.SYS_ADMIN),
        actor(Role.HR_OFFICER, persons=(LAN,)),
        Actor(id=LAN, name="Lan"),
    ],
)
def test_who_does_not_reach_the_whole_archive_records_no_units(ledger: Ledger, by: Actor):
    with pytest.raises(NotAllowed):
        bring(ledger, PROVINCE, by=by)

    assert ledger.position() == 0


def test_a_unit_is_shown_as_of_a_day(ledger: Ledger):
    bring(ledger, PROVINCE)

    early = show_unit(
        "Sở Nội vụ tỉnh Bắc Giang", on=date(2000, 1, 1), by=OFFICER, ledger=ledger, now=NOW
    )
    late = show_unit(str(early.unit_id), on=date(2026, 1, 1), by=OFFICER, ledger=ledger, now=NOW)

    assert (early.name, early.symbol, early.living) == ("Ban Tổ chức chính quyền", "TCCQ", True)
    assert [one.name for one in early.above] == ["Ủy ban nhân dân tỉnh Bắc Giang"]
    assert (late.name, late.living, late.ended_on) == ("Sở Nội vụ", False, date(2025, 7, 1))
    assert [one.name for one in late.successors] == ["Sở Nội vụ"]
    assert [one.event_type for one in late.history] == [
        "org.established", "org.renamed", "org.merged",
    ]  # fmt: skip


def test_what_was_not_known_yet_is_not_shown(ledger: Ledger):
    bring(ledger, PROVINCE)

    with pytest.raises(Unknown):
        show_unit(
            "Sở Nội vụ tỉnh Bắc Giang", on=date(2010, 1, 1), by=OFFICER, ledger=ledger, now=NOW,
            known_at=date(2026, 3, 1),
        )  # fmt: skip


def test_a_question_for_a_unit_takes_its_predecessors_along(ledger: Ledger):
    bring(ledger, PROVINCE)
    asked, day = "Sở Nội vụ tỉnh Bắc Ninh", date(2026, 1, 1)

    alone = units_asked((asked,), on=day, ledger=ledger)
    whole = units_asked((asked,), on=day, ledger=ledger, predecessors=True)

    assert len(alone) == 1
    assert len(whole) == 3
    assert whole[0] == alone[0]
    assert units_asked(("Sở Tài chính",), on=day, ledger=ledger) == ("Sở Tài chính",)
    with pytest.raises(Unknown) as refused:
        units_asked(("SNV",), on=date(2010, 1, 1), ledger=ledger)
    assert refused.value.values["count"] == 2


def test_units_are_listed_under_their_superiors(ledger: Ledger):
    bring(ledger, PROVINCE)

    rows = list_units(on=date(2026, 1, 1), by=OFFICER, ledger=ledger, now=NOW)
    ended = list_units(on=date(2026, 1, 1), by=OFFICER, ledger=ledger, now=NOW, ended=True)

    assert [(one.name, one.parent.name if one.parent else None) for one in rows] == [
        ("Ủy ban nhân dân tỉnh Bắc Ninh", None),
        ("Sở Nội vụ", "Ủy ban nhân dân tỉnh Bắc Ninh"),
    ]
    assert len(ended) == 7


def test_the_reform_of_2025_is_recorded_for_the_units_that_are_known(ledger: Ledger):
    bring(
        ledger,
        "tên,cấp,ngày\nỦy ban nhân dân tỉnh Bắc Giang,tỉnh,1997\n"
        "Ủy ban nhân dân tỉnh Long An,tỉnh,1997\nPhòng Nội vụ huyện Lục Nam,huyện,2008\n",
    )

    done = import_reform(by=OFFICER, ledger=ledger, now=NOW)
    again = import_reform(by=OFFICER, ledger=ledger, now=NOW)
    more = import_reform(by=OFFICER, ledger=ledger, now=NOW, unverified=True)

    assert codes(done) == codes(again) == codes(more) == {}
    assert (done.recorded, again.recorded, again.known, more.recorded) == (3, 0, 3, 2)
    new = show_unit(
        "Ủy ban nhân dân tỉnh Bắc Ninh", on=date(2025, 7, 1), by=OFFICER, ledger=ledger, now=NOW
    )
    assert [one.name for one in new.predecessors] == ["Ủy ban nhân dân tỉnh Bắc Giang"]


def test_the_demo_s_papers_name_units_that_its_lists_establish(ledger: Ledger):
    assert bring(ledger, demo.IN_2019).taken
    assert import_reform(by=OFFICER, ledger=ledger, now=NOW).taken
    assert codes(bring(ledger, demo.SINCE_2025)) == {}
    units = directory_of(ledger)

    named = {
        (str(act.values[field]), act.effective_date)
        for act in truth_of().values()
        for field in ("unit", "to_unit")
        if act.values.get(field)
    }
    resolved = {(text, day): units.resolve(text, day) for text, day in named}

    assert len(named) > 5
    assert {text for (text, _), found in resolved.items() if not found.candidates} == set()
