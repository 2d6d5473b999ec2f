"""Search on Elasticsearch beside its bare client, in one run: the ratios above all.

    python tests/benchmarks/bench_search_server.py [RECORDS]

The bare client streams ready documents of the same mapping into an index of the same settings, and
asks the same request, of which it only takes the answer apart as JSON. Ours writes in batches as
the follower does, and makes hits with snippets and marks. Writing is told in
seconds of the clock, and of processor time of client and server together, which other work on the
machine disturbs less; asking in milliseconds of the clock, the two alternating.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from elasticsearch import Elasticsearch, helpers

from search.adapters.elasticsearch import ElasticsearchIndex
from search.adapters.elasticsearch_client import Credentials, client_of
from search.adapters.elasticsearch_reading import Page
from search.adapters.elasticsearch_terms import document_of, mapping, settings
from search.adapters.elasticsearch_writing import Action, _expanded, load, settled, write
from search.index import SearchIndex, SearchRecord
from search.plan import plan
from search.query import FacetField, Query, Sort, parse
from tests.benchmarks.bench_search import BATCH, FAMILY, GIVEN, MIDDLE, WORDS, records
from tests.kit.indexes import elasticsearch_at, new_address
from tests.services import servers
from tests.services.running import Service

ASKED = 150
ROUNDS = 3


class Clock:
    """Seconds of the clock, and of processor time of client and server."""

    def __init__(self, server: Service) -> None:
        self._server = server

    def took(self, act: Callable[[], object]) -> tuple[float, float]:
        started, busy = time.perf_counter(), self._busy()
        act()
        return time.perf_counter() - started, self._busy() - busy

    def _busy(self) -> float:
        fields = Path(f"/proc/{self._server.pid}/stat").read_text().rpartition(")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def bulk(client: Elasticsearch, name: str, actions: list[Action], *, loading: bool) -> None:
    """The bare client."""
    client.indices.create(index=name, settings=settings(loading=loading), mappings=mapping())
    for _ in helpers.streaming_bulk(
        client,
        actions,
        index=name,
        expand_action_callback=_expanded,
        chunk_size=1000,
        max_chunk_bytes=4 << 20,
    ):
        pass
    client.indices.refresh(index=name)


def written(index: SearchIndex, made: list[SearchRecord]) -> None:
    for start in range(0, len(made), BATCH):
        batch = made[start : start + BATCH]
        index.write(batch, position=batch[-1].position)


def sent(client: Elasticsearch, name: str, actions: list[Action], *, loading: bool) -> None:
    """Ours with the words made before."""
    for start in range(0, len(actions), BATCH):
        state, some = settled(client, name), actions[start : start + BATCH]
        (load if loading else write)(client, state, some, to=some[-1].position)


def questions(chance: random.Random, label: str) -> Query:
    given: dict[str, object] = {"acl": ("*",)}
    person = " ".join(chance.choice(part.split()) for part in (FAMILY, MIDDLE, GIVEN))
    two = " ".join(chance.sample(WORDS.split(), 2))
    match label:
        case "a name with marks":
            return parse(person, facets=(), **given)
        case "two words of text":
            return parse(two, facets=(), **given)
        case "  with all facets":
            return parse(two, facets=tuple(FacetField), **given)
        case "  of three units":
            acl = tuple(f"paper/unit:{at}" for at in chance.sample(range(30), 3))
            return parse(two, facets=(), acl=acl)
        case _:
            return parse(two, facets=(), sort=Sort.NEWEST, **given)


def p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def row(label: str, ours: float, bare: float, ratio: float) -> None:
    print(f"{label:34}{ours:10.1f}{bare:10.1f}{ratio:8.2f}", flush=True)


def told(label: str, ours: tuple[float, float], bare: tuple[float, float]) -> None:
    for what, mine, theirs in zip((", s", ", processor s"), ours, bare, strict=True):
        row(label + what, mine, theirs, mine / theirs)


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def compared(label: str, index: ElasticsearchIndex, client: Elasticsearch, name: str) -> None:
    chance = random.Random(7)
    ours, bare = [], []
    for _ in range(ASKED):
        query = questions(chance, label)
        request = Page(query, plan(query), 0).request(None)
        acts = [
            (ours, lambda q=query: index.search(q)),
            (bare, lambda r=request: client.search(index=name, **r)),
        ]
        chance.shuffle(acts)
        for took, act in acts:
            took.append(timed(act))
    row(f"{label}, p95 ms", p95(ours), p95(bare), p95(ours) / p95(bare))
    middle = statistics.median(ours), statistics.median(bare)
    row(f"{'':{len(label)}}  median ms", *middle, middle[0] / middle[1])


def main(count: int) -> None:
    made = records(count)
    server = servers.elasticsearch(heap_mb=1024)
    try:
        address = new_address(server)
        index = elasticsearch_at(address)
        client = client_of(address, Credentials(), asking_s=60)
        clock = Clock(server)
        for at in range(4):
            bulk(client, f"warm{at}", ready(made[:5000]), loading=True)
        print(f"{count} records, batches of {BATCH}")
        actions: list[Action] = []
        words = clock.took(lambda: actions.extend(ready(made)))
        print(f"{'making the words alone, s':34}{words[0]:10.1f}, processor {words[1]:.1f}")
        print(f"{'':34}{'ours':>10}{'bare':>10}{'ratio':>8}")
        for at in range(ROUNDS):
            bare = clock.took(lambda n=f"a{at}": bulk(client, n, actions, loading=True))
            with index.anew() as new:
                told(
                    "made anew",
                    clock.took(lambda n=new.name: sent(client, n, actions, loading=True)),
                    bare,
                )
            step = elasticsearch_at(new_address(server))
            step.position()
            bare = clock.took(lambda n=f"b{at}": bulk(client, n, actions, loading=False))
            told(
                "kept in step",
                clock.took(lambda n=step.name: sent(client, n, actions, loading=False)),
                bare,
            )
        started = time.perf_counter()
        with index.anew() as new:
            written(new, made)
        print(f"{'made anew with its words, s':34}{time.perf_counter() - started:10.1f}")
        one = made[0].model_copy(update={"position": count + 1})
        took = [timed(lambda: index.write([one], position=count + 1)) for _ in range(20)]
        print(f"{'one record, findable after':34}{statistics.median(took):10.1f} ms")
        size = client.indices.stats(index=address.name)["_all"]["primaries"]["store"]
        print(f"{'bytes a record':34}{size['size_in_bytes'] / count:10.0f}")
        for label in (
            "a name with marks",
            "two words of text",
            "  with all facets",
            "  of three units",
            "  newest first",
        ):
            compared(label, index, client, address.name)
    finally:
        server.remove()


def ready(made: list[SearchRecord]) -> list[Action]:
    return [Action(one.record_id, one.position, document_of(one)) for one in made]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
