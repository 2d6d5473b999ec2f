"""The index of production: a server of Elasticsearch, through its own client.

`NAME` is an alias for the index that answers, `NAME-v<form>-<time>`. An index made anew stands
beside it until it is whole; then the alias changes hands in one step, and the older one goes.

See `elasticsearch_terms` for what is kept, `elasticsearch_reading` for an answer,
`elasticsearch_writing` for a write.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from elasticsearch import BadRequestError, ConflictError, Elasticsearch, NotFoundError

from search.adapters.elasticsearch_client import (
    Credentials,
    IndexAddress,
    check_version,
    client_of,
)
from search.adapters.elasticsearch_errors import MISSING, errors_named, kind_of
from search.adapters.elasticsearch_reading import answered
from search.adapters.elasticsearch_terms import (
    checkpoint,
    document_of,
    durability,
    mapping,
    settings,
    tombstone,
)
from search.adapters.elasticsearch_writing import (
    Action,
    load,
    settled,
    state_of,
    write,
    write_alias,
)
from search.entry import latest
from search.errors import IndexDamaged, IndexMoved, IndexOutdated, IndexUnavailable
from search.index import Answer, SearchIndex, SearchRecord
from search.plan import CHECKPOINT, FORM
from search.query import Query

_FIRST = "first"
_STAMP = "%Y%m%dt%H%M%S%f"
_LONG_S = 120.0
"""For requests that no person waits for."""


def open_elasticsearch(address: IndexAddress, credentials: Credentials) -> "ElasticsearchIndex":
    """Raises: IndexUnavailable `index.noCertificates`; nothing is asked of the server yet."""
    return ElasticsearchIndex(client_of(address, credentials), address.name)


class ElasticsearchIndex:
    """A search index on a server; see `search.index.SearchIndex`. Safe between threads and
    processes. Nothing is asked of the server before it is needed."""

    def __init__(self, client: Elasticsearch, name: str, *, loading: bool = False) -> None:
        """`loading`: `name` is an index that is being made, and nobody's yet."""
        self._client, self.name, self._loading = client, name, loading
        self._patient = client.options(request_timeout=_LONG_S)
        self._guard = threading.Lock()
        self._known = loading
        self._closed = False

    def write(
        self,
        records: Iterable[SearchRecord],
        *,
        deleted: Iterable[str] = (),
        position: int,
        after: int | None = None,
    ) -> None:
        states = latest(records, deleted, position=position)
        actions = (
            Action(name, record.position, document_of(record))
            if record is not None
            else Action(name, position, tombstone(name, position))
            for name, record in states.items()
        )
        with self._asking():
            state = settled(self._patient, self.name)
            if after is not None and state.position != after:
                # What a writer wrote last may not be shown yet, if it died before its refresh.
                self._patient.indices.refresh(index=state.index)
                raise IndexMoved()
            to = max(state.position, position)
            if self._loading:
                load(self._patient, state, actions, to=to)
            else:
                write(self._patient, state, tuple(actions), to=to)

    def position(self) -> int:
        with self._asking():
            return self._shown()

    def search(self, query: Query) -> Answer:
        with self._asking():
            try:
                return answered(self._client, self.name, query)
            except BadRequestError:
                self._shown()  # another layout asks otherwise, and says so itself
                raise
            except NotFoundError as error:
                if kind_of(error) not in MISSING:
                    raise
                # Made anew at this moment: the name stands for another index now.
                return answered(self._client, self.name, query)

    def clear(self) -> None:
        with self.anew():
            pass

    @contextmanager
    def anew(self) -> Iterator[SearchIndex]:
        with self._asking(known=True):
            self._remove_unfinished()
            new = f"{self.name}-v{FORM}-{datetime.now(UTC).strftime(_STAMP)}"
            self._create(new, loading=True)
        try:
            yield ElasticsearchIndex(self._client, new, loading=True)
        except BaseException:
            with suppress(IndexUnavailable), self._asking(known=True):
                self._remove_unfinished()
            raise
        with self._asking(known=True):
            self._put_in_place(new)
            self._known = True

    def close(self) -> None:
        self._closed = True
        self._client.close()

    @contextmanager
    def _asking(self, *, known: bool = False) -> Iterator[None]:
        """Errors by our names. `known`: the index need not be there."""
        if self._closed:
            raise IndexUnavailable("index.closed")
        with errors_named():
            with self._guard:
                if not self._known:
                    check_version(self._client)
                    if not known:
                        self._make_first()
                        self._known = True
            yield

    def _shown(self) -> int:
        """The checkpoint as a search would find it."""
        try:
            found = self._client.get(index=self.name, id=CHECKPOINT, realtime=False)
        except NotFoundError as error:
            if "found" in error.body:
                raise IndexDamaged() from None
            raise
        if found["_source"]["form"] != FORM:
            raise IndexOutdated()
        return int(found["_source"]["pos"])

    def _make_first(self) -> None:
        """Where there is no index yet, an empty one."""
        standing = self._standing()
        if not standing:
            first = f"{self.name}-v{FORM}-{_FIRST}"
            self._create(first, loading=False)
            self._patient.indices.put_alias(index=first, name=self.name)
        if len(standing) > 1:
            raise IndexDamaged()

    def _standing(self) -> list[str]:
        """The indices that the name stands for: one, as long as nobody meddles."""
        try:
            return list(self._client.indices.get_alias(name=self.name))
        except NotFoundError:
            return []

    def _create(self, index: str, *, loading: bool) -> None:
        """An empty index with its checkpoint; goes on where another was broken off."""
        try:
            self._patient.indices.create(
                index=index,
                settings=settings(loading=loading),
                mappings=mapping(),
                aliases={write_alias(index): {}},
            )
        except BadRequestError as error:
            if kind_of(error) != "resource_already_exists_exception":
                raise
        with suppress(ConflictError):
            self._patient.index(
                index=write_alias(index),
                id=CHECKPOINT,
                document=checkpoint(0),
                op_type="create",
                require_alias=True,
                refresh=True,
            )

    def _remove_unfinished(self) -> None:
        """What a making that was broken off left behind."""
        ours = re.compile(re.escape(self.name) + rf"-v\d+-({_FIRST}|\d+t\d+)")
        found = self._patient.indices.get_alias(index=f"{self.name}-v*")
        for index, said in dict(found).items():
            if ours.fullmatch(index) and self.name not in said["aliases"]:
                self._patient.options(ignore_status=404).indices.delete(index=index)

    def _put_in_place(self, new: str) -> None:
        state_of(self._patient, new)
        self._patient.indices.put_settings(index=new, settings=durability(loading=False))
        self._patient.indices.flush(index=new)
        older = [index for index in self._standing() if index != new]
        self._patient.indices.update_aliases(
            actions=[
                {"add": {"index": new, "alias": self.name}},
                *({"remove_index": {"index": index}} for index in older),
            ]
        )
