"""The embedded index: a folder of tantivy segments, many readers, one writer at a time.

Source: reference of tantivy-py 0.27. Its terms are not analysed, `order_by_field` sorts descending
unless told, deleting works on text fields only, and analysers are not saved with the index: all
fields here are split at spaces or not at all, which tantivy knows by itself.
"""

import json
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search.adapters.tantivy_reading import Pages, Snapshot, breadth_of, everything
from search.adapters.tantivy_terms import (
    checkpoint_document,
    document_of,
    schema,
    tombstone,
)
from search.entry import entry_of, latest
from search.errors import IndexBusy, IndexDamaged, IndexMoved, IndexOutdated, IndexUnavailable
from search.index import Answer, SearchRecord
from search.plan import CHECKPOINT, Code, plan
from search.query import Query, cursor_of, place_of

_RETRY_S = 0.05


class TantivyIndex:
    """A search index in a folder; see `search.index.SearchIndex`.

    Any number of processes may read while one writes. The lock is taken for each `write` and let
    go after it, and the operating system lets go of it when the process dies.
    """

    def __init__(
        self, folder: Path, *, lock_wait_s: float = 10.0, memory_bytes: int = 64_000_000
    ) -> None:
        """`memory_bytes`: what a write may hold before it goes to disk, at least 15 MB."""
        self._folder = folder
        self._lock_wait_s = lock_wait_s
        self._memory_bytes = memory_bytes
        self._schema = schema()
        self._guard = threading.Lock()
        self._index: tantivy.Index | None = None
        self._closed = False

    def write(
        self,
        records: Iterable[SearchRecord],
        *,
        deleted: Iterable[str] = (),
        position: int,
        after: int | None = None,
    ) -> None:
        documents = _documents(records, deleted, position)
        with self._writing() as writer:
            snapshot = self._snapshot()
            reached = snapshot.reached()
            if after is not None and reached != after:
                raise IndexMoved()
            # What lies beyond the checkpoint is newer than all that is kept; only a repeated or
            # late write must be compared.
            late = [name for name, (at, _) in documents.items() if at <= reached]
            kept = snapshot.positions(late)
            for name, (at, document) in documents.items():
                if at >= kept.get(name, 0):
                    writer.delete_documents_by_term(Code.KEY, name)
                    writer.add_document(document)
            self._set_checkpoint(writer, max(reached, position))
            writer.commit()

    def position(self) -> int:
        with _errors_named():
            return self._snapshot().reached()

    def clear(self) -> None:
        try:
            with self._writing() as writer:
                writer.delete_all_documents()
                self._set_checkpoint(writer, 0)
                writer.commit()
        except (IndexOutdated, IndexDamaged):
            with _errors_named():
                self._index = None
                shutil.rmtree(self._folder)
                self._snapshot()

    @contextmanager
    def anew(self) -> Iterator["TantivyIndex"]:
        self.clear()
        yield self

    def close(self) -> None:
        self._closed = True
        self._index = None

    def search(self, query: Query) -> Answer:
        with _errors_named():
            snapshot = self._snapshot()
            asked, place = plan(query), place_of(query)
            breadth, total, further = breadth_of(snapshot, asked, place)
            hits, last = Pages(snapshot, query, asked, breadth).after(place)
            return Answer(
                hits=tuple(hits),
                total=total,
                further=further,
                facets=snapshot.facets(everything(asked, breadth), query.facets),
                position=snapshot.reached(),
                next_cursor=cursor_of(query, last) if last else None,
            )

    def _set_checkpoint(self, writer: tantivy.IndexWriter, position: int) -> None:
        writer.delete_documents_by_term(Code.KEY, CHECKPOINT)
        writer.add_document(checkpoint_document(position))

    def _snapshot(self) -> Snapshot:
        """The state last committed by any process."""
        with self._guard:
            try:
                index = self._opened()
                index.reload()
            except ValueError:
                self._index = None  # the folder was taken away, and perhaps made again
                index = self._opened()
                index.reload()
            return Snapshot(index.searcher(), self._schema)

    def _opened(self) -> tantivy.Index:
        if self._closed:
            raise IndexUnavailable("index.closed")
        if self._index is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, str(self._folder))
            self._index.config_reader("manual")
        return self._index

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        """Hold the lock of the one writer; what is not committed inside never happened."""
        with _errors_named():
            self._snapshot()
            writer = self._writer()
            try:
                self._forget_unfinished()
                yield writer
            except BaseException:
                writer.rollback()
                raise
            finally:
                writer.wait_merging_threads()  # lets go of the lock

    def _forget_unfinished(self) -> None:
        """Remove the lists of deletions that a killed writer left behind.

        The engine counts on from its last commit and would stumble over a file of the same name.
        No reader knows a file that is newer than the commit.
        """
        meta = self._folder / "meta.json"
        committed = json.loads(meta.read_text(encoding="utf-8"))["opstamp"]
        for left in self._folder.glob("*.*.del"):
            if int(left.name.split(".")[1]) > committed:
                left.unlink(missing_ok=True)

    def _writer(self) -> tantivy.IndexWriter:
        until = time.monotonic() + self._lock_wait_s
        while True:
            try:
                return self._opened().writer(self._memory_bytes, 1)
            except ValueError as error:
                if "LockBusy" not in str(error):
                    raise
                if time.monotonic() >= until:
                    raise IndexBusy() from error
            time.sleep(_RETRY_S)


def _documents(
    records: Iterable[SearchRecord], deleted: Iterable[str], position: int
) -> dict[str, tuple[int, tantivy.Document]]:
    """The last state of each id, with the position that it is of."""
    return {
        name: (record.position, document_of(entry_of(record)))
        if record is not None
        else (position, tombstone(name, position))
        for name, record in latest(records, deleted, position=position).items()
    }


@contextmanager
def _errors_named() -> Iterator[None]:
    """The engine's errors by our names."""
    try:
        yield
    except (ValueError, OSError) as error:
        said = str(error)
        if "LockBusy" in said:
            raise IndexBusy() from error
        if "schema does not match" in said:
            raise IndexOutdated() from error
        if "corrupt" in said or "Failed to open file" in said:
            raise IndexDamaged() from error
        raise IndexUnavailable() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexDamaged() from error
