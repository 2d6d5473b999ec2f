"""Opening an archive: it begins once, knows itself again, and never goes on without its key."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest

from archive.desk import Archive
from archive.folding import played_clock
from archive.keys import KeysUnavailable
from archive.ledger import Write
from archive.opening import ArchiveMissing
from domain.access import Action, Role, may
from domain.errors import RuleViolation
from domain.events.access import ActorAdded, ActorKind, ArchiveOpened
from infra.bootstrap import open_archive
from infra.settings import Settings
from tests.kit import builders as b
from tests.kit.clock import PlayedClock
from tests.kit.scripted import ScriptedEngine

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.in_folder(tmp_path / "archive", workers=2)


def begin(settings: Settings) -> None:
    with open_archive(settings):
        pass


def test_a_new_archive_begins_with_its_opening_and_its_machine_worker(settings: Settings):
    with open_archive(settings) as archive:
        events = [one.event for one in archive.ledger.after(0)]

        assert isinstance(events[0], ArchiveOpened)
        assert not archive.played_clock
        assert archive.worker.machine
        assert archive.worker.roles == {Role.WORKER}
        assert not may(archive.worker, Action.CONFIRM, on=archive.clock())
        assert not may(archive.worker, Action.VERIFY, on=archive.clock())


def test_opened_again_it_is_the_same_archive(settings: Settings):
    with open_archive(settings) as first:
        known = (first.archive_id, first.worker.id, first.ledger.position())

    with open_archive(settings, create=False) as again:
        assert (again.archive_id, again.worker.id, again.ledger.position()) == known


def test_without_an_archive_there_is_a_clear_answer_and_nothing_is_made(settings: Settings):
    with pytest.raises(ArchiveMissing), open_archive(settings, create=False):
        pass

    assert not settings.data.exists()


def test_a_lost_key_is_a_clear_error_and_is_not_made_anew(settings: Settings):
    begin(settings)
    key = settings.data / "keys"
    key.rename(settings.data / "elsewhere")

    with pytest.raises(KeysUnavailable) as refused, open_archive(settings):
        pass

    assert refused.value.code == "keys.missing"
    assert not key.exists()


def test_the_key_of_another_archive_is_known_as_foreign(settings: Settings, tmp_path: Path):
    begin(settings)
    other = Settings.in_folder(tmp_path / "other")
    begin(other)
    (settings.data / "keys").write_bytes((other.data / "keys").read_bytes())

    with pytest.raises(KeysUnavailable) as refused, open_archive(settings):
        pass

    assert refused.value.code == "keys.foreign"


def test_a_played_clock_marks_the_archive_for_ever(settings: Settings):
    with open_archive(settings, clock=PlayedClock("2016-01-04T08:00:00+07:00")) as played:
        assert played.played_clock
        assert played.ledger.after(0)[0].recorded_at.year == 2016

    with open_archive(settings) as later:
        assert later.played_clock
        assert played_clock(later.ledger)


def test_an_archive_that_lives_in_real_time_takes_no_other_clock(settings: Settings):
    begin(settings)

    with pytest.raises(RuleViolation) as refused, open_archive(settings, clock=PlayedClock()):
        pass

    assert refused.value.code == "archive.clockNotPlayed"


def test_everything_lies_in_the_folder_and_is_its_owners_alone(settings: Settings):
    begin(settings)

    names = {path.name for path in settings.data.iterdir()}
    assert {"ledger.sqlite", "access.sqlite", "jobs.sqlite", "registers.sqlite", "keys"} <= names
    assert settings.data.stat().st_mode & 0o077 == 0


def test_programs_that_begin_an_archive_at_once_begin_one(settings: Settings):
    code = (
        "import sys; from pathlib import Path\n"
        "from infra.bootstrap import open_archive; from infra.settings import Settings\n"
        "with open_archive(Settings.in_folder(Path(sys.argv[1]))) as archive:\n"
        "    print(archive.archive_id, archive.worker.id)\n"
    )
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(settings.data)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    answers = [program.communicate(timeout=120) for program in programs]

    assert {program.returncode for program in programs} == {0}, [error for _, error in answers]
    assert len({said for said, _ in answers}) == 1


def tell(archive: Archive, count: int) -> None:
    for _ in range(count):
        actor = uuid4()
        added = ActorAdded(recorded_by=actor, actor_id=actor, name="Mai", kind=ActorKind.HUMAN)
        archive.ledger.record(Write(actor, (added,), 0))


def test_catching_up_brings_everything_derived_to_the_ledgers_end(archive: Archive):
    tell(archive, 3)

    position = archive.catch_up()

    assert position == archive.ledger.position()
    assert archive.registers.position() == position
    assert archive.index.position() == position
    assert archive.queue.dispatched() == position
    assert len(archive.registers.actors()) == 4


def test_two_that_catch_up_at_once_derive_nothing_twice(archive: Archive):
    tell(archive, 20)
    reached: list[int] = []

    both = [Thread(target=lambda: reached.append(archive.catch_up())) for _ in range(4)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert reached == [archive.ledger.position()] * 4
    assert len(archive.registers.actors()) == 21


def test_rebuilding_gives_the_same_answers(archive: Archive):
    archive.ledger.record(Write(b.PERSON, (b.identity(), b.appointed()), 0))
    archive.catch_up()
    before = (archive.registers.people(), archive.registers.events_of_person(b.PERSON))

    position = archive.rebuild()

    assert position == archive.ledger.position()
    assert (archive.registers.people(), archive.registers.events_of_person(b.PERSON)) == before


def test_a_ledger_that_was_put_back_is_noticed(settings: Settings):
    begin(settings)
    with open_archive(settings) as archive:
        archive.catch_up()
    with sqlite3.connect(settings.data / "registers.sqlite") as connection:
        connection.execute("UPDATE followed SET position = 999")
    connection.close()

    with open_archive(settings) as archive:
        with pytest.raises(Exception, match=r"follower\.ahead"):
            archive.catch_up()
        archive.rebuild()
        assert archive.catch_up() == archive.ledger.position()


def test_a_scripted_engine_is_told_what_to_say_in_this_process(settings: Settings):
    with open_archive(settings, engine=ScriptedEngine()) as archive:
        assert archive.engine.engine.name == "scripted"
        assert not archive.played_clock
