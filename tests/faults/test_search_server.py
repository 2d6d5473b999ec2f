"""A search server killed while the follower writes, and a writer killed while it writes to one:
afterwards index and ledger agree, and nothing is half there."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.cataloguing import Cataloguing
from archive.following import catch_up
from search.adapters.elasticsearch import ElasticsearchIndex
from search.errors import IndexUnavailable
from search.index import EVERYTHING, SearchIndex
from tests.archive.test_cataloguing import SNV, Office, Play, everything
from tests.kit.indexes import ask, elasticsearch_at, new_address
from tests.services import servers
from tests.services.fixtures import need_servers
from tests.services.running import Service

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
READERS = (EVERYTHING, f"career/unit:{SNV}", f"paper/unit:{SNV}", "merit/*")
KILLS = 4


@pytest.fixture(scope="module")
def server() -> Iterator[Service]:
    """One of our own: it will not live long."""
    need_servers()
    service = servers.elasticsearch()
    yield service
    service.remove()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_the_follower_writes_it_agrees_with_the_ledger_afterwards(
    server: Service, office: Office, seed: int
):
    chance = random.Random(seed)
    Play(office, seed).go(120)
    office.catch_up()
    index = elasticsearch_at(new_address(server))
    done = threading.Event()

    def follow() -> None:
        """As a follower in production: refused, it looks again."""
        while not done.is_set():
            try:
                catch_up(office.ledger, followed(office, index), batch=chance.randint(2, 9))
                done.set()
            except IndexUnavailable:
                time.sleep(0.1)

    follower = threading.Thread(target=follow)
    follower.start()
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.1, 1.5))
        server.kill()
        time.sleep(chance.uniform(0, 0.5))
        server.start()
    follower.join(timeout=300)

    assert done.is_set()
    assert index.position() == office.ledger.position()
    grown = [everything(index, acl) for acl in READERS]
    assert grown == [everything(office.index, acl) for acl in READERS]
    with index.anew() as new:
        catch_up(office.ledger, followed(office, new))
    assert [everything(index, acl) for acl in READERS] == grown
    index.close()


def followed(office: Office, index: SearchIndex) -> Cataloguing:
    return Cataloguing(index, ledger=office.ledger, objects=office.objects)


WRITES_UNTIL_KILLED = """
import sys
from search.adapters import elasticsearch_writing
from search.adapters.elasticsearch import open_elasticsearch
from search.adapters.elasticsearch_client import Credentials, IndexAddress
from search.index import Kind, SearchRecord
elasticsearch_writing.PIECE = 5_000
index = open_elasticsearch(IndexAddress.parse(sys.argv[1]), Credentials())
at = index.position()
print(at, flush=True)
while True:
    records = [
        SearchRecord(record_id=f"person:{at + n}", kind=Kind.PERSON, position=at + 50,
                     title="Nguyễn Văn An", restricted=())
        for n in range(1, 51)
    ]
    index.write(records, deleted=[f"person:{at}"] if at else [], position=at + 50, after=at)
    at += 50
    print(at, flush=True)
"""


def test_a_writer_killed_at_any_moment_loses_nothing_and_half_writes_nothing(server: Service):
    address, chance, said = new_address(server), random.Random(5), 0
    index = elasticsearch_at(address)
    for _ in range(8):
        url = f"{address.nodes[0]}/{address.name}"
        with subprocess.Popen(
            [sys.executable, "-c", WRITES_UNTIL_KILLED, url],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        ) as program:
            assert program.stdout is not None
            said = max(said, int(program.stdout.readline()))
            time.sleep(chance.uniform(0.05, 0.6))
            program.send_signal(signal.SIGKILL)
            said = max([said, *(int(line) for line in program.stdout if line.endswith("\n"))])

        whole(index, said)
        finish(index)
        whole(index, said)
    index.close()


def finish(index: ElasticsearchIndex) -> None:
    """Whoever writes next finishes what the dead one had begun."""
    index.write([], position=0)


def whole(index: ElasticsearchIndex, said: int) -> None:
    """Fifty records for each step of the position, of which the next write deletes the last."""
    answer = ask(index, "nguyen van an", limit=1)
    position = answer.position
    assert position >= said
    assert position % 50 == 0
    assert answer.total == position - max(0, position // 50 - 1)
