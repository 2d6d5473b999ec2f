"""The access ledger, on every store that it runs on: who looked at what, written soon, refusals and
exports before the answer."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from archive.access_log import (
    AccessLog,
    AnswerExported,
    AnswerGiven,
    AnswerRefused,
    Look,
    open_access_log,
)
from archive.ledger import LedgerUnavailable, open_ledger
from domain.access import Action
from domain.events.access import ActorAdded
from domain.events.catalogue import EVENT_TYPES
from tests.kit.postgres import WRITER, new_database
from tests.services.running import Service

AUDITOR = UUID("00000000-0000-4000-8000-00000000000a")
OFFICER = UUID("00000000-0000-4000-8000-00000000000b")
PERSON = UUID("00000000-0000-4000-8000-000000000001")
NEVER_S = 3600.0


def now() -> datetime:
    return datetime(2026, 3, 1, 9, tzinfo=UTC)


STORES: dict[str, Callable[[pytest.FixtureRequest, Path], str]] = {
    "sqlite": lambda _, folder: f"sqlite:{folder / 'access.sqlite'}",
    "postgresql": lambda request, _: (
        new_database(request.getfixturevalue("postgresql_server")).writer
    ),
}


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return STORES[request.param](request, tmp_path)


@pytest.fixture
def log(url: str) -> Iterator[AccessLog]:
    with open_access_log(url, clock=now, every_s=NEVER_S) as opened:
        yield opened


def given(at: str = "2026-03-01T09:00:00+00:00", by: UUID = AUDITOR) -> AnswerGiven:
    return AnswerGiven(
        recorded_by=by,
        action=Action.REPLAY,
        answered_at=datetime.fromisoformat(at),
        persons=(PERSON,),
        position=41,
        valid_on=date(2019, 6, 30),
    )


def looks(log: AccessLog, day: date = date(2026, 3, 1), by: UUID = AUDITOR) -> list[Look]:
    return [one.event for one in log.looks_of(by, day)]  # type: ignore[misc]


def test_an_ordinary_look_is_written_by_itself_within_a_moment(url: str):
    with open_access_log(url, clock=now, every_s=0.01) as log:
        log.note(given())

        for _ in range(600):
            if looks(log):
                break
            time.sleep(0.01)
        assert looks(log) == [given()]


def test_many_looks_are_one_batch_with_one_stream_per_actor(log: AccessLog):
    for by in (AUDITOR, OFFICER, AUDITOR):
        log.note(given(by=by))
    assert log.ledger.position() == 0

    log.flush()

    assert log.ledger.position() == 3
    assert (len(looks(log)), len(looks(log, by=OFFICER))) == (2, 1)


def test_a_day_ends_at_midnight_in_viet_nam(log: AccessLog):
    late, next_day = given("2026-03-01T16:59:59+00:00"), given("2026-03-01T17:00:00+00:00")
    log.note(late)
    log.note(next_day)
    log.flush()

    assert looks(log, date(2026, 3, 1)) == [late]
    assert looks(log, date(2026, 3, 2)) == [next_day]


def test_a_refusal_and_an_export_are_on_disk_before_the_answer(log: AccessLog, url: str):
    refused = AnswerRefused(
        recorded_by=AUDITOR, action=Action.REPLAY, answered_at=now(), code="access.notAllowed"
    )
    exported = AnswerExported(
        recorded_by=AUDITOR, action=Action.REPLAY, answered_at=now(), form="2C", persons=(PERSON,)
    )

    log.write(refused)
    log.write(exported)

    with open_access_log(url, clock=now) as another:
        assert looks(another) == [refused, exported]


def test_closing_writes_what_still_waits(url: str):
    log = open_access_log(url, clock=now, every_s=NEVER_S)
    log.note(given())
    log.close()
    log.close()

    with open_access_log(url, clock=now) as again:
        assert looks(again) == [given()]
    with pytest.raises(LedgerUnavailable):
        log.note(given())


def test_looks_that_cannot_be_written_wait_and_stop_further_answers(tmp_path: Path):
    with open_access_log(f"sqlite:{tmp_path / 'access.sqlite'}", clock=now, every_s=NEVER_S) as log:
        with log.ledger._application.recorder.datastore.get_connection(commit=True) as connection:
            plain = connection._sqlite_conn
        wait_and_go_on(
            log,
            stop=lambda: plain.execute("PRAGMA query_only = ON"),
            go_on=lambda: plain.execute("PRAGMA query_only = OFF"),
        )


def test_looks_that_a_server_does_not_take_wait_and_stop_further_answers(
    postgresql_server: Service,
):
    database = new_database(postgresql_server)
    table = f"hoso_access.stored_events {{}} {WRITER}"
    with open_access_log(database.writer, clock=now, every_s=NEVER_S) as log:
        wait_and_go_on(
            log,
            stop=lambda: database.touch(f"REVOKE INSERT ON {table.format('FROM')}"),
            go_on=lambda: database.touch(f"GRANT INSERT ON {table.format('TO')}"),
        )


def wait_and_go_on(
    log: AccessLog, *, stop: Callable[[], object], go_on: Callable[[], object]
) -> None:
    stop()
    log.note(given("2026-03-01T09:00:01+00:00"))
    with pytest.raises(LedgerUnavailable):
        log.flush()

    with pytest.raises(LedgerUnavailable):
        log.note(given("2026-03-01T09:00:02+00:00"))

    go_on()
    log.note(given("2026-03-01T09:00:03+00:00"))
    assert [look.answered_at.second for look in looks(log)] == [1, 2, 3]


def test_threads_note_at_the_same_time_and_nothing_is_lost(url: str):
    with open_access_log(url, clock=now, every_s=0.001) as log:
        threads = [
            threading.Thread(target=lambda: [log.note(given()) for _ in range(50)])
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        log.flush()

        assert len(looks(log)) == 200


def test_looks_and_careers_are_two_books(url: str, log: AccessLog, tmp_path: Path):
    assert not {"answer.given", "answer.refused", "answer.exported"} & set(EVENT_TYPES)
    log.note(given())
    log.flush()

    careers = url if url.startswith("postgresql:") else f"sqlite:{tmp_path / 'ledger.sqlite'}"
    with open_ledger(careers, clock=now) as ledger:
        assert ledger.position() == 0


def test_every_field_of_a_look_has_a_label():
    for kind in (AnswerGiven, AnswerRefused, AnswerExported, ActorAdded):
        assert set(kind.field_labels()) == set(kind.model_fields)
