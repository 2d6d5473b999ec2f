"""The search indexes of the tests, by the names of their engines."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from search.adapters.elasticsearch import ElasticsearchIndex
from search.adapters.elasticsearch_client import Credentials, IndexAddress, client_of
from search.adapters.tantivy import TantivyIndex
from search.index import EVERYTHING, Answer, Kind, SearchIndex, SearchRecord
from search.query import parse
from tests.services.running import Service

Open = Callable[[], SearchIndex]
"""Opens the index of a place, again each time."""


def _tantivy(_request: pytest.FixtureRequest, folder: Path) -> Open:
    return lambda: TantivyIndex(folder / "index", lock_wait_s=0.2, memory_bytes=15_000_000)


def _elasticsearch(request: pytest.FixtureRequest, _folder: Path) -> Open:
    address = new_address(request.getfixturevalue("elasticsearch_server"))
    return lambda: elasticsearch_at(address)


ENGINES: dict[str, Callable[[pytest.FixtureRequest, Path], Open]] = {
    "tantivy": _tantivy,
    "elasticsearch": _elasticsearch,
}


def new_address(server: Service) -> IndexAddress:
    """Of an index that nobody has used yet."""
    return IndexAddress.parse(f"{server.facts['url']}/t{uuid4().hex[:12]}")


def elasticsearch_at(address: IndexAddress, *, asking_s: float = 30.0) -> ElasticsearchIndex:
    return ElasticsearchIndex(client_of(address, Credentials(), asking_s=asking_s), address.name)


def record(record_id: str, title: str = "", **fields: object) -> SearchRecord:
    given: dict[str, object] = {
        "record_id": record_id,
        "kind": Kind[record_id.split(":")[0].upper()],
        "position": 1,
        "title": title,
        "restricted": ("unit:1",),
    }
    return SearchRecord.model_validate(given | fields)


def ask(index: SearchIndex, text: str, **filters: object) -> Answer:
    given: dict[str, Any] = {"acl": (EVERYTHING,), "identifiers_allowed": True}
    return index.search(parse(text, **(given | filters)))


def found(index: SearchIndex, text: str, **filters: object) -> list[str]:
    return [hit.record_id for hit in ask(index, text, **filters).hits]
