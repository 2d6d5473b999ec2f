"""PostgreSQL killed, full, or a copy that may only be read: what was acknowledged is there, nothing
is there twice or in part, and the writers go on by themselves."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from uuid import UUID, uuid4

import psycopg
import pytest

import archive.postgres
from archive.ledger import Ledger, LedgerUnavailable, Write, open_ledger
from domain.events.access import ActorAdded, ActorKind
from tests.kit.postgres import Database, new_database
from tests.services import building, servers
from tests.services.fixtures import need_servers
from tests.services.running import Service, free_port

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SHARED = UUID(int=2)
FULL = str((16 << 20) + 4096)
"""Bytes of a file: those of one of the log, and half a block, as a full disk would leave it."""


def now() -> datetime:
    return datetime.now(UTC)


def named(name: str) -> ActorAdded:
    return ActorAdded(recorded_by=UUID(int=1), actor_id=SHARED, name=name, kind=ActorKind.MACHINE)


@pytest.fixture
def server() -> Iterator[Service]:
    """One that forces its writes to disk, and that a test may kill."""
    need_servers()
    service = servers.postgresql(durable=True)
    yield service
    service.remove()


# Each write has a name of its own: one event in a stream of its own, two in a stream that all
# share, or now and then as many as go by COPY. It says what was acknowledged and what was not.
WRITER = """
import sys
from datetime import UTC, datetime
from uuid import UUID, uuid4
from archive.ledger import LedgerUnavailable, Write, open_ledger
from archive.ledger_postgres import COPY_FROM
from domain.events.access import ActorAdded, ActorKind
by, shared = UUID(int=1), UUID(int=2)
def named(name):
    return ActorAdded(recorded_by=by, actor_id=shared, name=name, kind=ActorKind.MACHINE)
with open_ledger(sys.argv[1], clock=lambda: datetime.now(UTC)) as ledger:
    print("open", flush=True)
    number = 0
    while True:
        number += 1
        name = f"{sys.argv[2]}-{number}"
        many = COPY_FROM if number % 50 == 0 else 2
        try:
            ledger.record(Write(uuid4(), (named(name),), 0),
                          Write(shared, (named(name),) * many, None))
            print(f"written {name} {many}", flush=True)
        except LedgerUnavailable as refused:
            print(f"{refused.code} {name} {many}", flush=True)
"""


def writer(url: str, name: str) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", WRITER, url, name], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "open\n"
    return started


def holds(ledger: Ledger, said: list[tuple[str, str, int]]) -> dict[str, int]:
    """Check the book against what the writers were told; return how often each name stands."""
    book = ledger.after(0, limit=1_000_000)
    assert [one.position for one in book] == list(range(1, len(book) + 1))
    assert ledger.highest_given() == len(book)
    assert [one.recorded_at for one in book] == sorted(one.recorded_at for one in book)
    assert len(ledger.events(SHARED)) == sum(one.stream_id == SHARED for one in book)
    found: dict[str, int] = {}
    for one in book:
        assert isinstance(one.event, ActorAdded)
        found[one.event.name] = found.get(one.event.name, 0) + 1
    for word, name, many in said:
        if word == "written":
            assert found.get(name) == many + 1, name
        elif word == "ledger.uncertain":
            assert found.get(name) in (None, many + 1), name
        else:
            assert name not in found, (word, name)
    return found


def test_a_server_killed_while_two_programs_write_loses_nothing_and_writes_nothing_twice(
    server: Service,
):
    database = new_database(server)
    chance = random.Random(7)
    programs = [writer(database.writer, name) for name in ("a", "b")]

    for _ in range(6):
        time.sleep(chance.uniform(0.1, 1.2))
        server.kill()
        time.sleep(chance.uniform(0.0, 0.5))
        server.start()
    time.sleep(1)
    for program in programs:
        program.kill()

    lines = [line for one in programs for line in one.communicate()[0].split("\n")[:-1]]
    said = [(word, name, int(many)) for word, name, many in (line.split() for line in lines)]
    with open_ledger(database.writer, clock=now) as ledger:
        found = holds(ledger, said)
    last = {one.partition("-")[0]: one for _, one, _ in said}
    assert set(last) == {"a", "b"}
    told = {name for _, name, _ in said}
    # What was written and not told of was under way when the program was killed: one for each.
    assert len(set(found) - told) <= 2
    assert len(told) > 20


def test_a_killed_program_leaves_nothing_in_part_and_no_lock_behind(server: Service):
    database = new_database(server)
    said = []
    for round_no in range(3):
        program = writer(database.writer, f"r{round_no}")
        time.sleep(0.3)
        program.kill()
        lines = [line.split() for line in program.communicate()[0].split("\n")[:-1]]
        said += [(word, name, int(many)) for word, name, many in lines]

    with open_ledger(database.writer, clock=now) as ledger:
        holds(ledger, said)
        ledger.record(Write(uuid4(), (named("after"),), 0))


def test_a_writer_waits_for_a_server_that_comes_back_and_readers_do_too(server: Service):
    with open_ledger(new_database(server).writer, clock=now) as ledger:
        ledger.record(Write(SHARED, (named("before"),), 0))
        server.kill()
        answers: list[object] = []
        threads = [
            Thread(target=lambda: answers.append(ledger.record(Write(uuid4(), (named("x"),), 0)))),
            Thread(target=lambda: answers.append(ledger.events(SHARED))),
        ]
        for thread in threads:
            thread.start()
        time.sleep(1)
        assert answers == []
        server.start()
        for thread in threads:
            thread.join()

        assert len(answers) == 2
        assert ledger.position() == 2


def test_a_server_that_does_not_come_back_is_named_and_nothing_was_recorded(
    server: Service, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(archive.postgres, "BACK_WITHIN_S", 0.5)
    with open_ledger(new_database(server).writer, clock=now) as ledger:
        server.kill()

        for ask in (
            lambda: ledger.record(Write(SHARED, (named("x"),), 0)),
            lambda: ledger.events(SHARED),
            ledger.position,
        ):
            with pytest.raises(LedgerUnavailable) as refused:
                ask()
            assert refused.value.code == "database.unreachable"

        server.start()
        assert ledger.position() == 0


def test_a_stopped_server_is_waited_for(server: Service):
    with open_ledger(new_database(server).writer, clock=now) as ledger:
        done = Event()

        def record() -> None:
            ledger.record(Write(SHARED, (named("x"),), 0))
            done.set()

        server.pause()
        thread = Thread(target=record)
        thread.start()
        assert not done.wait(0.5)
        server.resume()
        thread.join()
        assert ledger.position() == 1


def test_a_full_disk_refuses_the_whole_write_and_the_ledger_goes_on(server: Service):
    database = new_database(server)
    with open_ledger(database.writer, clock=now) as ledger:
        ledger.record(Write(SHARED, (named("first"),), 0))
        limit_files(server, database, FULL)
        with pytest.raises(LedgerUnavailable) as refused:
            for number in range(100):
                big = named(f"{number}" + "x" * 3000)
                ledger.record(Write(uuid4(), tuple(random_names(big, 400)), 0))
        before = ledger.position()

        assert refused.value.code == "ledger.diskFull"
        assert before % 400 == 1
        limit_files(server, database, "unlimited")
        assert ledger.record(Write(SHARED, (named("last"),), 1)).position == before + 1
        assert ledger.highest_given() == before + 1


def random_names(event: ActorAdded, count: int) -> Iterator[ActorAdded]:
    """Events that the server cannot make smaller."""
    chance = random.Random(count)
    for _ in range(count):
        yield event.model_copy(update={"name": f"{chance.getrandbits(12_000):x}"})


def limit_files(server: Service, database: Database, size: str) -> None:
    """No file of the processes that serve this database may grow beyond that."""
    for (pid,) in database.ask(
        f"SELECT pid FROM pg_stat_activity WHERE datname = '{database.name}'"  # noqa: S608
    ):
        limit = ("prlimit", "--pid", str(pid), f"--fsize={size}:")
        subprocess.run(limit, check=False, user=server.user, group=server.user)


def test_a_copy_that_follows_is_read_and_refuses_to_be_written(server: Service):
    database = new_database(server)
    with open_ledger(database.writer, clock=now) as ledger:
        ledger.record(Write(SHARED, (named("An"),), 0))
        copy = standby_of(server)
        try:
            url = database.writer.replace(f":{server.port}/", f":{copy.port}/")
            with open_ledger(url, clock=now) as reading:
                assert reading.events(SHARED) == ledger.events(SHARED)
                ledger.record(Write(SHARED, (named("Bình"),), 1))
                until = time.monotonic() + 30
                while reading.position() < 2 and time.monotonic() < until:
                    time.sleep(0.05)
                assert reading.after(0) == ledger.after(0)
                with pytest.raises(LedgerUnavailable) as refused:
                    reading.record(Write(uuid4(), (named("Chi"),), 0))
            assert refused.value.code == "ledger.readOnly"
            both = database.writer.replace(
                f"127.0.0.1:{server.port}", f"127.0.0.1:{copy.port},127.0.0.1:{server.port}"
            )
            with open_ledger(f"{both}?target_session_attrs=read-write", clock=now) as either:
                assert either.record(Write(uuid4(), (named("Dung"),), 0)).position == 3
        finally:
            copy.remove()


def standby_of(server: Service) -> Service:
    """A copy of the server that follows it."""
    port, folder = free_port(), server.folder.with_name(f"{server.folder.name}-copy")
    programs = building.postgresql()
    own = {"user": server.user, "group": server.user} if server.user else {}
    folder.mkdir()
    if server.user:
        shutil.chown(folder, server.user, server.user)
    subprocess.run(
        (
            *(str(programs / "pg_basebackup"), "-D", str(folder / "data"), "-R", "-X", "stream"),
            *("-c", "fast", "-d", server.facts["url"].removesuffix("/postgres")),
        ),
        check=True,
        cwd=folder,
        **own,  # type: ignore[call-overload]
    )
    command = [
        str(part).replace(str(server.folder), str(folder)).replace(f"{server.port}", f"{port}")
        for part in server.command
    ]
    copy = Service(
        name="PostgreSQL's copy",
        port=port,
        folder=folder,
        command=command,
        user=server.user,
        ready=lambda: answers(server, port),
    )
    copy.start()
    return copy


def answers(server: Service, port: int) -> bool:
    url = server.facts["url"].replace(f":{server.port}/", f":{port}/")
    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def test_two_programs_decide_on_what_they_read_while_the_server_dies(server: Service):
    database = new_database(server)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", COUNTING, database.writer],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(2)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
    for _ in range(3):
        time.sleep(0.7)
        server.kill()
        server.start()
    answers = [json.loads(program.communicate()[0]) for program in programs]

    with open_ledger(database.writer, clock=now) as ledger:
        names = [one.event.name for one in ledger.events(SHARED)]  # type: ignore[attr-defined]
    # Each wrote the number that followed the one it had read: none is missing, none is twice.
    assert names == [str(number) for number in range(1, len(names) + 1)]
    assert sum(answers) == len(names)


COUNTING = """
import sys
from datetime import UTC, datetime
from uuid import UUID
from archive.ledger import LedgerConflict, Write, open_ledger
from domain.events.access import ActorAdded, ActorKind
shared, won = UUID(int=2), 0
with open_ledger(sys.argv[1], clock=lambda: datetime.now(UTC)) as ledger:
    print("open", flush=True)
    while won < 150:
        read = ledger.events(shared)
        event = ActorAdded(recorded_by=shared, actor_id=shared, name=str(len(read) + 1),
                           kind=ActorKind.MACHINE)
        try:
            ledger.record(Write(shared, (event,), len(read)))
            won += 1
        except LedgerConflict:
            pass
print(won)
"""
