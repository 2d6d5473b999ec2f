"""The lock under which followers are caught up: one holder, and another when that one dies."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Thread

import pytest

from archive.adapters.file_lock import FileLock
from archive.adapters.postgres_lock import PostgresLock
from archive.ledger import LedgerUnavailable
from tests.kit.postgres import new_database
from tests.services import servers
from tests.services.fixtures import need_servers
from tests.services.running import Service

ROOT = Path(__file__).parents[2]


def writer_of(request: pytest.FixtureRequest) -> str:
    server: Service = request.getfixturevalue("postgresql_server")
    return new_database(server).writer


LOCKS: dict[str, Callable[[pytest.FixtureRequest, Path], str]] = {
    "file": lambda _, folder: f"FileLock(Path('{folder / 'following.lock'}'))",
    "postgresql": lambda request, _: f"PostgresLock('{writer_of(request)}', 'following')",
}
"""How a program makes it."""

IMPORTS = """
import sys
from pathlib import Path
from archive.adapters.file_lock import FileLock
from archive.adapters.postgres_lock import PostgresLock
"""
HOLDER = """
with lock.hold():
    print("mine", flush=True)
    sys.stdin.read()
print("let go", flush=True)
"""


@pytest.fixture(params=LOCKS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return LOCKS[request.param](request, tmp_path)


def program(made: str) -> subprocess.Popen[str]:
    """A program that takes the lock and keeps it until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{IMPORTS}lock = {made}{HOLDER}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def says(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def ours(made: str) -> Callable[[], AbstractContextManager[None]]:
    names = {"FileLock": FileLock, "PostgresLock": PostgresLock, "Path": Path}
    hold: Callable[[], AbstractContextManager[None]] = eval(made, names).hold  # noqa: S307
    return hold


def test_the_second_waits_until_the_first_lets_go(made: str):
    first, second = program(made), program(made)
    got = []

    def wait(one: subprocess.Popen[str]) -> None:
        got.append((says(one), one.pid))

    threads = [Thread(target=wait, args=(one,)) for one in (first, second)]
    for thread in threads:
        thread.start()
    threads[0].join(0.5)
    threads[1].join(1.5)
    while not got:  # whichever was quicker
        threads[0].join(0.1)
    assert [word for word, _ in got] == ["mine"]
    holder, waiter = (first, second) if got[0][1] == first.pid else (second, first)
    assert holder.communicate()[0] == "let go\n"
    for thread in threads:
        thread.join()

    assert got[1] == ("mine", waiter.pid)
    assert waiter.communicate()[0] == "let go\n"


def test_a_killed_holder_gives_its_place_to_another(made: str):
    holder = program(made)
    assert says(holder) == "mine"

    holder.kill()
    holder.communicate()
    with ours(made)():
        pass


def test_the_lock_is_taken_again_and_again(made: str):
    hold = ours(made)
    for _ in range(3):
        with hold():
            pass


def test_locks_of_other_names_or_databases_are_others(postgresql_server: Service):
    here, there = new_database(postgresql_server), new_database(postgresql_server)

    with (
        PostgresLock(here.writer, "following").hold(),
        PostgresLock(here.writer, "indexing").hold(),
        PostgresLock(there.writer, "following").hold(),
    ):
        pass


@pytest.mark.slow
def test_a_holder_whose_server_died_ends_in_peace_and_the_lock_is_there_again():
    need_servers()
    server = servers.postgresql()
    try:
        lock = PostgresLock(new_database(server).writer, "following")
        with lock.hold():
            server.kill()
        server.start()
        with lock.hold():
            pass
    finally:
        server.remove()


def test_a_server_that_lets_nobody_in_is_named(postgresql_server: Service):
    url = new_database(postgresql_server).writer.replace("test_writer", "nobody")

    with pytest.raises(LedgerUnavailable) as refused, PostgresLock(url, "following").hold():
        pass
    assert refused.value.code == "database.notLetIn"
    with pytest.raises(LedgerUnavailable) as refused:
        PostgresLock("postgresql://h:port/x", "following")
    assert refused.value.code == "database.address"
