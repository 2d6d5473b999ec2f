"""Lists over many people: spread over processes, page by page, the same answer each time."""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest

from archive.access_log import AnswerExported, AnswerGiven
from archive.adapters.side_by_side import LEAST, SideBySide
from archive.adapters.worker_processes import WorkerDied
from archive.due import DueAnswer, DueQuestion, list_due
from archive.ledger import Ledger, LedgerDamaged, open_ledger
from archive.roster import Roster, list_staff
from archive.same_person import merge_people
from archive.scope import People
from archive.sifting import Lists, Sieve, Sifted, alone
from archive.verifying import verify_event
from domain.access import Actor, Grant, Role
from domain.career import EvidenceFilter
from domain.dates import local_day
from domain.due import DueReport, StepList
from tests.archive.test_due import spoil
from tests.kit.careers import named
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE, HR_OFFICER, ReadingRoom, an_actor
from tests.kit.spread import Killed, ProcessIds, never_asked, side_by_side
from tests.kit.staff import AN, HAI, HUONG, LIEN, NEW, OFFICE, OTHER, newcomers, settle_in

ON = date(2026, 3, 20)
PORTS = ("ledger", "registers", "access", "now")


@pytest.fixture
def staffed(place: ReadingRoom) -> ReadingRoom:
    settle_in(place.ledger)
    return place


class Counted:
    """A spread in this process that remembers how many people it was asked about."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, sieve: Sieve[Any], people: People, ledger: Ledger) -> Sequence[Sifted[Any]]:
        self.asked.append(len(people))
        return alone(sieve, people, ledger)


def steps(
    place: ReadingRoom, lists: Lists | None, *, by: Actor = HR_OFFICER, **more: Any
) -> DueAnswer:
    asking = {name: more.pop(name) for name in ("limit", "offset", "exported_as") if name in more}
    given: dict[str, Any] = {"on": ON, "evidence": EvidenceFilter.ALL, "unit": None}
    question = DueQuestion(report=DueReport.STEPS, **(given | more))
    return list_due(question, by=by, lists=lists, **place.at_hand(*PORTS), **asking)


def staff(
    place: ReadingRoom, lists: Lists | None, *, by: Actor = HR_OFFICER, **more: Any
) -> Roster:
    given: dict[str, Any] = {"unit": None, "on": ON, "evidence": EvidenceFilter.ALL}
    return list_staff(**(given | more), by=by, lists=lists, **place.at_hand(*PORTS))


def names(answer: DueAnswer | Roster) -> list[str | None]:
    return [row.person_name for row in answer.rows]


# Spread over processes


def test_a_list_made_side_by_side_is_the_list_made_alone(staffed: ReadingRoom, tmp_path: Path):
    staffed.ledger.record(*newcomers(210))
    common: dict[str, Any] = {"ledger": staffed.ledger, "now": staffed.clock()}
    done = merge_people(named(HUONG), named(LIEN), "một người", by=ARCHIVIST, **common)
    verify_event(named(HUONG), done.event_id, by=COLLEAGUE, **common)
    spread = Lists(side_by_side(tmp_path))

    assert steps(staffed, spread) == steps(staffed, None)
    assert staff(staffed, spread, limit=20) == staff(staffed, None, limit=20)
    assert staff(staffed, spread, limit=20, offset=200).rows == staff(staffed, None).rows[200:]
    in_unit = staff(staffed, spread, unit=NEW, evidence=EvidenceFilter.PROVED)
    assert (in_unit.total, in_unit.outside) == (0, 3)


def test_a_damaged_career_is_the_same_error_side_by_side(staffed: ReadingRoom, tmp_path: Path):
    staffed.catch_up()
    spoil(tmp_path, named(HUONG))

    with pytest.raises(LedgerDamaged) as here:
        staff(staffed, None)
    with pytest.raises(LedgerDamaged) as there:
        staff(staffed, Lists(side_by_side(tmp_path)), limit=10)

    assert there.value.code == here.value.code
    assert there.value.values == here.value.values
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_leaves_nobody_out_of_a_list(staffed: ReadingRoom, tmp_path: Path):
    people = People((), (named(AN), named(HAI)))
    spread = side_by_side(tmp_path)

    with pytest.raises(WorkerDied, match=r"worker\.diedOverList"):
        spread(Killed(survivor=os.getpid()), people, staffed.ledger)

    assert multiprocessing.active_children() == []
    assert staff(staffed, Lists(spread)).total == staff(staffed, None).total


def test_where_no_process_can_be_started_the_list_is_made_here(
    staffed: ReadingRoom, caplog: pytest.LogCaptureFixture
):
    nowhere = partial(open_ledger, "nowhere:", clock=never_asked)

    answer = staff(staffed, Lists(SideBySide(nowhere, workers=2, least=1)))

    assert answer == staff(staffed, None)
    assert "no process can be started" in caplog.messages


@pytest.mark.parametrize(
    ("people", "narrow", "workers"), [(LEAST - 1, False, 2), (LEAST, True, 2), (LEAST, False, 1)]
)
def test_few_people_or_one_worker_need_no_process(
    staffed: ReadingRoom, tmp_path: Path, people: int, narrow: bool, workers: int
):
    many = People((), tuple(UUID(int=one) for one in range(people)))
    spread = side_by_side(tmp_path, workers=workers, least=LEAST)

    (sifted,) = spread(ProcessIds(narrow=narrow), many, staffed.ledger)

    assert sifted.payroll == os.getpid()


def test_many_people_are_looked_through_by_several_processes(staffed: ReadingRoom, tmp_path: Path):
    many = People((named(AN),), tuple(UUID(int=one) for one in range(LEAST)))

    sifted = side_by_side(tmp_path, least=LEAST)(ProcessIds(), many, staffed.ledger)

    assert os.getpid() not in {one.payroll for one in sifted}
    assert len({one.payroll for one in sifted}) == 2
    assert multiprocessing.active_children() == []


# Page by page


def test_a_further_page_looks_only_at_its_own_people(staffed: ReadingRoom):
    counted = Counted()
    lists = Lists(counted)

    first = staff(staffed, lists, limit=2)
    second = staff(staffed, lists, limit=2, offset=2)

    assert [*first.rows, *second.rows] == list(staff(staffed, None).rows[:4])
    assert counted.asked == [5, 2, 2]


def test_pages_stay_the_same_list_while_somebody_records(staffed: ReadingRoom):
    lists = Lists()
    before = staff(staffed, None)
    first = staff(staffed, lists, limit=2)
    staffed.ledger.record(*newcomers(3))

    further = staff(staffed, lists, limit=9, offset=2, position=first.position)
    afresh = staff(staffed, lists, limit=9)

    assert [*first.rows, *further.rows] == list(before.rows)
    assert (further.total, further.position) == (5, first.position)
    assert (afresh.total, afresh.position) == (8, staffed.ledger.position())
    falling_due = steps(staffed, lists, limit=9, position=first.position)
    assert not any("Người" in (name or "") for name in names(falling_due))


def test_a_page_shows_no_more_than_was_known_at_the_moment_asked_about(staffed: ReadingRoom):
    asked = {"known_at": date(2026, 2, 1), "position": staffed.ledger.position()}

    assert staff(staffed, Lists(), **asked).total == 0


def test_a_kept_list_is_shown_to_nobody_with_other_rights(staffed: ReadingRoom):
    lists = Lists()
    officer = an_actor("Lan", Role.HR_OFFICER, units=(named(OFFICE),))
    assert officer.id == HR_OFFICER.id

    assert staff(staffed, lists, limit=9).total == 5
    assert names(staff(staffed, lists, limit=9, by=officer)) == [HUONG, AN]


def test_a_kept_list_ends_with_the_grant_by_which_it_was_made(staffed: ReadingRoom):
    lists = Lists()
    today = local_day(staffed.clock())
    grants = (
        Grant(grant_id=uuid4(), role=Role.HR_OFFICER, until=today),
        Grant(grant_id=uuid4(), role=Role.HR_OFFICER, units=(named(OTHER),)),
    )
    officer = Actor(id=uuid4(), name="Lan", grants=grants)
    assert staff(staffed, lists, limit=1, by=officer).total == 5

    staffed.clock.at("2026-03-02")

    assert names(staff(staffed, lists, limit=9, by=officer)) == [HAI]


@pytest.mark.parametrize(
    "other",
    [
        {"on": date(2020, 1, 1)},
        {"evidence": EvidenceFilter.PROVED},
        {"unit": NEW},
        {"steps": StepList.REGULAR},
        {"start": date(2020, 1, 1)},
        {"end": date(2030, 1, 1)},
    ],
)
def test_another_question_is_another_list(staffed: ReadingRoom, other: dict[str, Any]):
    lists = Lists()
    steps(staffed, lists, limit=9)

    assert steps(staffed, lists, limit=9, **other) == steps(staffed, None, **other)


def test_every_page_is_written_down_with_whom_it_showed(staffed: ReadingRoom):
    lists = Lists()
    rows = staff(staffed, lists, limit=2).rows + staff(staffed, lists, limit=2, offset=2).rows
    steps(staffed, lists, exported_as="CSV")
    staffed.access.flush()

    today = local_day(staffed.clock.now)
    looks = [one.event for one in staffed.access.looks_of(HR_OFFICER.id, today)]
    shown = [one.persons for one in looks if isinstance(one, AnswerGiven)]
    assert shown == [tuple(row.person_id for row in rows[at : at + 2]) for at in (0, 2)]
    assert [one.form for one in looks if isinstance(one, AnswerExported)] == ["CSV"]


def test_those_who_ask_the_same_at_once_wait_for_one_answer(staffed: ReadingRoom):
    staffed.catch_up()
    at_once, counted = Barrier(3), Counted()
    lists = Lists(counted)

    def ask(_: int) -> list[str | None]:
        at_once.wait()
        return names(staff(staffed, lists, limit=9))

    with ThreadPoolExecutor(3) as people:
        first, *others = people.map(ask, range(3))

    assert all(one == first for one in others)
    assert counted.asked == [5, 5, 5, 5]


def test_of_many_lists_the_oldest_is_looked_for_again(staffed: ReadingRoom):
    counted = Counted()
    lists = Lists(counted, most_kept=9)
    staff(staffed, lists, limit=1)
    staff(staffed, lists, limit=1, unit=NEW)
    staff(staffed, lists, limit=1)
    assert counted.asked == [5, 1, 5, 1, 1]

    staff(staffed, lists, limit=1, on=ON + timedelta(days=1))

    staff(staffed, lists, limit=1)
    staff(staffed, lists, limit=1, unit=NEW)
    assert counted.asked[5:] == [5, 1, 5, 1, 5, 1]
