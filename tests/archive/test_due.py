"""Lists of a unit: who is on them, who may see them, what is written down of that."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from archive.access_log import AnswerExported, AnswerGiven, AnswerRefused
from archive.due import DueAnswer, DueQuestion, list_due
from archive.ledger import LedgerDamaged
from archive.roster import Roster, list_staff
from archive.same_person import merge_people
from archive.verifying import verify_event
from domain.access import Actor, Role
from domain.career import EvidenceFilter
from domain.dates import local_day
from domain.due import DueReport, DueStatus, StepList
from domain.errors import NotAllowed, Unknown
from tests.kit.careers import named
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE, HR_OFFICER, ReadingRoom, an_actor
from tests.kit.staff import AN, BUDGET, HAI, HUONG, LIEN, NEW, OFFICE, OLD, OTHER, PANH, settle_in

ON = date(2026, 3, 20)
PORTS = ("ledger", "registers", "access", "now")


@pytest.fixture
def staffed(place: ReadingRoom) -> ReadingRoom:
    settle_in(place.ledger)
    return place


def due(
    place: ReadingRoom,
    report: DueReport,
    unit: str | None = NEW,
    *,
    by: Actor = HR_OFFICER,
    **more: Any,
) -> DueAnswer:
    asking = {name: more.pop(name) for name in ("limit", "offset", "exported_as") if name in more}
    given: dict[str, Any] = {"on": ON, "evidence": EvidenceFilter.ALL}
    question = DueQuestion(report=report, unit=unit, **(given | more))
    return list_due(question, by=by, **place.at_hand(*PORTS), **asking)


def staff(
    place: ReadingRoom, unit: str | None = NEW, *, by: Actor = HR_OFFICER, **more: Any
) -> Roster:
    given: dict[str, Any] = {"on": ON, "evidence": EvidenceFilter.ALL}
    return list_staff(unit, by=by, **(given | more), **place.at_hand(*PORTS))


def names(answer: DueAnswer | Roster) -> list[str | None]:
    return [row.person_name for row in answer.rows]


def over(*units: str) -> Actor:
    return an_actor("Lan", Role.HR_OFFICER, units=tuple(named(one) for one in units))


def looks(place: ReadingRoom, by: Actor) -> list[Any]:
    place.access.flush()
    return [one.event for one in place.access.looks_of(by.id, local_day(place.clock.now))]


def test_the_staff_of_a_unit_are_those_of_it_and_of_all_below_it(staffed: ReadingRoom):
    answer = staff(staffed)

    assert answer.unit is not None and answer.unit.unit_id == named(NEW)
    assert names(answer) == [HUONG, LIEN, PANH, AN]
    assert names(staff(staffed, OFFICE)) == [HUONG, AN]
    assert names(staff(staffed, OTHER)) == [HAI]


def test_a_row_says_class_post_grade_step_and_dates_with_the_papers_behind(staffed: ReadingRoom):
    row = staff(staffed, BUDGET).rows[0]

    assert (row.person_name, row.unit, row.placed_since) == (PANH, BUDGET, date(2021, 7, 15))
    assert (row.post, row.post_since, row.post_until) == (
        "Trưởng phòng",
        date(2021, 7, 15),
        date(2026, 7, 15),
    )
    assert (row.grade_code, row.step, row.next_step_due) == ("01.003", 1, date(2018, 1, 5))
    assert row.pension_from == date(2041, 4, 1)
    assert "45/QĐ-UBND" in [paper.full_no for paper in row.papers]


def test_whoever_was_left_in_a_unit_that_ended_is_presumed_in_its_successor(staffed: ReadingRoom):
    row = next(one for one in staff(staffed).rows if one.person_name == LIEN)

    assert (row.unit, row.unit_id, row.presumed) == (NEW, named(NEW), True)


def test_predecessors_come_when_they_are_asked_for(staffed: ReadingRoom):
    before = date(2020, 6, 1)

    assert names(staff(staffed, NEW, on=before)) == []
    assert names(staff(staffed, NEW, on=before, predecessors=True)) == [HUONG, LIEN, PANH, AN]
    assert names(staff(staffed, OLD, on=before)) == [HUONG, LIEN, PANH, AN]


def test_a_list_is_as_known_at_a_moment(staffed: ReadingRoom):
    assert staff(staffed, None, known_at=date(2026, 2, 1)).total == 0


def test_terms_that_end_with_notice_and_paper(staffed: ReadingRoom):
    (row,) = due(staffed, DueReport.TERMS).rows

    assert (row.person_name, row.item.due_on) == (PANH, date(2026, 7, 15))
    assert row.item.statuses == (DueStatus.NOTICE_DUE,)
    paper = row.papers[0]
    assert (paper.event_id, paper.full_no) == (named("head"), "45/QĐ-UBND")
    assert [place.page_id for place in paper.places] == [named("page head")]


def test_steps_of_the_quarter_and_who_is_put_off(staffed: ReadingRoom):
    quarter = {"start": date(2026, 4, 1), "end": date(2026, 6, 30)}

    assert names(due(staffed, DueReport.STEPS, **quarter)) == [HUONG]
    assert due(staffed, DueReport.STEPS, **quarter).payroll == 4
    blocked = due(staffed, DueReport.STEPS, steps=StepList.BLOCKED, end=date(2018, 1, 31))
    assert names(blocked) == []


def test_retirements_of_the_years_ahead(staffed: ReadingRoom):
    answer = due(staffed, DueReport.RETIREMENTS, end=date(2031, 3, 20))

    assert [(row.person_name, row.item.due_on) for row in answer.rows] == [(AN, date(2028, 1, 1))]


def test_rotations_of_listed_positions(staffed: ReadingRoom):
    answer = due(staffed, DueReport.ROTATIONS, end=date(2028, 12, 31))

    assert [row.person_name for row in answer.rows] == [AN]
    assert answer.rows[0].item.since == date(2025, 3, 1)


def test_rows_come_page_by_page_in_the_order_of_their_day(staffed: ReadingRoom):
    everything = due(staffed, DueReport.STEPS, None)
    second = due(staffed, DueReport.STEPS, None, offset=1, limit=2)

    assert everything.total == second.total == len(everything.rows)
    assert second.rows == everything.rows[1:3]
    days = [row.item.due_on for row in everything.rows]
    assert days == sorted(days)


def test_only_rows_of_a_status_if_one_is_asked_for(staffed: ReadingRoom):
    overdue = frozenset({DueStatus.OVERDUE})

    assert due(staffed, DueReport.TERMS, statuses=overdue).total == 0


def test_whoever_only_unproved_records_place_here_is_counted_apart(staffed: ReadingRoom):
    answer = staff(staffed, evidence=EvidenceFilter.PROVED)

    assert (answer.total, answer.outside) == (0, 4)


def test_an_officer_of_a_department_sees_its_divisions_and_nobody_else(staffed: ReadingRoom):
    officer = over(NEW)

    assert names(staff(staffed, NEW, by=officer)) == [HUONG, LIEN, PANH, AN]
    assert names(staff(staffed, None, by=officer)) == [HUONG, LIEN, PANH, AN]
    assert names(staff(staffed, None, by=over(OFFICE))) == [HUONG, AN]
    assert due(staffed, DueReport.STEPS, None, by=over(OFFICE)).payroll == 2


@pytest.mark.parametrize("asked", [OTHER, NEW])
def test_a_unit_outside_the_officers_reach_is_refused_and_written_down(
    staffed: ReadingRoom, asked: str
):
    officer = over(OFFICE)

    with pytest.raises(NotAllowed):
        staff(staffed, asked, by=officer)
    with pytest.raises(NotAllowed):
        due(staffed, DueReport.TERMS, asked, by=officer)

    assert [type(one) for one in looks(staffed, officer)] == [AnswerRefused, AnswerRefused]


def test_whoever_may_replay_nobody_is_refused(staffed: ReadingRoom):
    admin = an_actor("Admin", Role.SYS_ADMIN)

    with pytest.raises(NotAllowed):
        due(staffed, DueReport.TERMS, None, by=admin)

    assert [type(one) for one in looks(staffed, admin)] == [AnswerRefused]


def test_who_was_shown_is_written_down_and_a_file_as_an_export(staffed: ReadingRoom):
    due(staffed, DueReport.TERMS)
    due(staffed, DueReport.TERMS, exported_as="XLSX")

    exported, shown = looks(staffed, HR_OFFICER)  # an export is written before it is given
    assert isinstance(shown, AnswerGiven) and shown.persons == (named(PANH),)
    assert isinstance(exported, AnswerExported)
    assert (exported.form, exported.persons) == ("XLSX", (named(PANH),))
    assert named("head") in exported.events


def test_a_unit_that_nobody_knows_is_said(staffed: ReadingRoom):
    with pytest.raises(Unknown, match=r"org\.unknown"):
        staff(staffed, "Sở Không Có")


def test_people_whom_the_registers_have_not_met_are_on_the_list(staffed: ReadingRoom):
    ports = {name: getattr(staffed, name) for name in ("ledger", "registers", "access")}
    assert staffed.registers.position() < staffed.ledger.position()

    answer = list_staff(
        OTHER, on=ON, evidence=EvidenceFilter.ALL, by=HR_OFFICER, now=staffed.clock(), **ports
    )

    assert names(answer) == [HAI]


def test_two_records_of_one_human_are_one_row(staffed: ReadingRoom):
    common: dict[str, Any] = {"ledger": staffed.ledger, "now": staffed.clock()}
    done = merge_people(named(HUONG), named(LIEN), "một người", by=ARCHIVIST, **common)
    verify_event(named(HUONG), done.event_id, by=COLLEAGUE, **common)

    assert names(staff(staffed)) == [HUONG, PANH, AN]
    assert due(staffed, DueReport.STEPS).payroll == 3


def test_no_list_leaves_out_a_career_that_cannot_be_read(staffed: ReadingRoom, tmp_path: Path):
    staffed.catch_up()
    spoil(tmp_path, named(HUONG))

    with pytest.raises(LedgerDamaged):
        staff(staffed)


def spoil(folder: Path, person_id: UUID) -> None:
    """Somebody has been at the file: one row is no event any more."""
    with sqlite3.connect(folder / "ledger.sqlite") as book:
        book.execute("DROP TRIGGER no_update")
        book.execute(
            "UPDATE stored_events SET state = substr(state, 1, 40)"
            " WHERE originator_id = ? AND originator_version = 2",
            (person_id.hex,),
        )
