"""The main job on the demo's papers: scans in, a replayed career out."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest

from archive.folding import career_of, known_position
from domain.career import EvidenceFilter
from domain.state import DisciplineStatus
from infra.bootstrap import open_archive
from infra.settings import Settings
from tests.kit.played import Played

pytestmark = pytest.mark.slow


def test_the_play_runs_through_its_three_acts(played: Played):
    for act in ("ACT 1", "ACT 2", "ACT 3", "DONE"):
        assert act in played.said


def test_every_balance_that_it_prints_holds(played: Played):
    lines = [line for line in played.said.splitlines() if " images in = " in line]

    assert len(lines) >= 4
    for line in lines:
        whole, *parts = (int(number) for number in re.findall(r"(\d+) [a-z]", line))
        assert whole == sum(parts)
        assert line.endswith("✓")


def test_ones_own_work_is_refused_and_a_colleagues_look_accepted(played: Played):
    assert "Verifying one's own work: refused." in played.said
    assert re.search(r"The colleague verified [1-9]\d* events", played.said)


def test_a_skipped_page_holds_its_dossier_until_it_is_inserted(played: Played):
    assert "Dossier HS-003: held" in played.said
    assert re.search(
        r"inserted into HS-003 .*balanced; 3 pages are one decision 58/QĐ-SNV", played.said
    )


def test_a_stamped_page_waits_in_quarantine_and_is_found_nowhere(played: Played):
    assert "Dossier HS-004: page 3 bears a secrecy stamp" in played.said
    assert "0 hits" in played.hoso("search", "xác minh tiêu chuẩn chính trị", part="colleague")


def test_a_blurred_page_is_scanned_again(played: Played):
    assert "is scanned again; the earlier scan stays in custody" in played.said


def test_a_flipped_byte_is_named_and_the_archive_itself_is_sound(played: Played):
    assert "verify names it" in played.said
    assert "Nothing is wrong." in played.hoso("verify", part="colleague")


def test_a_rebuilt_index_answers_the_same(played: Played):
    before = json.loads(played.hoso("search", "nguyen van an", "--json"))
    played.hoso("rebuild", part="colleague")
    after = json.loads(played.hoso("search", "nguyen van an", "--json"))

    assert before["hits"] == after["hits"]
    assert before["hits"][0]["title"] == "Nguyễn Văn An"


def test_a_second_run_looks_again_and_is_quick(played: Played):
    again = played.hoso("demo", "--folder", str(played.data))

    assert "ACT 1" not in again
    assert "ACT 2" in again and "ACT 3" in again


GOLDEN = [
    # day, known at, post, table, step, coefficient, next step due, discipline in force
    (date(2019, 6, 30), None, "Trưởng phòng", "A1", 5, "3.66", date(2020, 5, 1), True),
    (date(2019, 6, 30), date(2019, 8, 1), "Trưởng phòng", "A1", 5, "3.66", date(2019, 11, 1), None),
    (date(2019, 6, 30), date(2019, 9, 1), "Trưởng phòng", "A1", 5, "3.66", date(2020, 5, 1), True),
    (date(2020, 4, 24), None, "Trưởng phòng", "A1", 5, "3.66", date(2020, 5, 1), True),
    (date(2020, 4, 25), None, "Trưởng phòng", "A1", 5, "3.66", date(2020, 5, 1), False),
    (date(2026, 1, 1), None, "Phó Giám đốc", "A2.1", 2, "4.74", date(2027, 12, 20), False),
]


@pytest.mark.parametrize(("day", "known", "post", "table", "step", "coef", "due", "force"), GOLDEN)
def test_the_worked_career_replays_from_its_papers(
    played: Played, day, known, post, table, step, coef, due, force
):
    with open_archive(Settings.in_folder(played.data), create=False) as archive:
        person = archive.registers.find_people(name="Nguyễn Văn An")[0].person
        career = career_of(person.person_id, archive.ledger)
        moment = known_position(known, archive.ledger, now=archive.clock())
        state = career.state_as_of(day, moment.position, evidence=EvidenceFilter.RECORDED)

    assert state.posts[0].post.startswith(post)
    assert (state.grade.salary_table, state.grade.step) == (table, step)
    assert state.grade.coefficient == Decimal(coef)
    assert state.grade.next_step_due == due
    if force is None:
        assert state.discipline == ()
    else:
        in_force = DisciplineStatus.IN_FORCE if force else DisciplineStatus.LAPSED
        assert state.discipline[0].status is in_force


def test_the_worked_career_says_when_the_term_ends_and_the_pension_begins(played: Played):
    with open_archive(Settings.in_folder(played.data), create=False) as archive:
        person = archive.registers.find_people(name="Nguyễn Văn An")[0].person
        state = career_of(person.person_id, archive.ledger).state_as_of(
            date(2026, 1, 1), evidence=EvidenceFilter.RECORDED
        )

    assert state.posts[0].expires_on == date(2030, 7, 1)
    assert state.posts[0].notice_by == date(2030, 4, 2)
    assert state.retirement.pension_from == date(2041, 4, 1)
    assert state.placement == "Sở Nội vụ tỉnh Bắc Ninh"


def test_all_sixteen_rows_of_the_worked_career_are_recorded_once(played: Played):
    with open_archive(Settings.in_folder(played.data), create=False) as archive:
        person = archive.registers.find_people(name="Nguyễn Văn An")[0].person
        career = career_of(person.person_id, archive.ledger)
        topics = [one.event.topic for one in career.timeline(evidence=EvidenceFilter.RECORDED)]

    assert sorted(topic for topic in topics if topic != "identity.recorded") == sorted(
        [
            "recruitment.made",
            "probation.ended",
            "grade.assigned",
            *["salary.stepRaised"] * 5,
            "salary.stepRaisedEarly",
            *["appointment.made"] * 3,
            *["reappointment.made"] * 2,
            "discipline.imposed",
            "grade.promoted",
            "placement.changed",
        ]
    )
