"""One write to Elasticsearch: all or nothing, on a server that knows only single documents.

What a write consists of is first said in the checkpoint's document (`begun`), with what it changes;
then done; then the checkpoint moves on, and the one refresh of the write shows everything at once.
Whoever comes after a writer that died in between finishes what it had begun. Two who write at once
cannot spoil each other's work: the checkpoint's document changes hands by its sequence number, and
every entry carries the ledger position of its state as its version, of which the later wins.

A large write is said in several documents; the last piece stands in the checkpoint's.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, cast

from elasticsearch import ConflictError, Elasticsearch, NotFoundError, helpers

from search.adapters.elasticsearch_errors import named
from search.adapters.elasticsearch_terms import Json, checkpoint
from search.errors import IndexDamaged, IndexMoved, IndexOutdated
from search.plan import CHECKPOINT, FORM

PIECE = 4 << 20
"""Bytes that are sent, or said to be done, in one request."""

_DOCUMENTS = 1000
_BUSY = (429, 502, 503, 504)
_TRIES_TO_SETTLE = 3


def write_alias(index: str) -> str:
    """By this name alone an index is written: it goes when the index goes, so that a late write
    cannot make an index of that name again, nor reach the one that came after it."""
    return f"{index}-write"


@dataclass(frozen=True)
class Action:
    """A state of an entry: `document` is JSON, `position` its version."""

    name: str
    position: int
    document: bytes

    def said(self) -> bytes:
        head = json.dumps([self.name, self.position]).encode()
        return head[:-1] + b"," + self.document + b"]"


@dataclass(frozen=True)
class State:
    """The checkpoint's document as it was last written, refreshed or not.

    `begun`: `to`, the position of a write that was not finished, `by` whom, `parts`, ids of the
    documents that say a part of it, and `last`, the last piece.
    """

    index: str
    position: int
    seq_no: int
    term: int
    begun: Json | None


def state_of(client: Elasticsearch, index: str) -> State:
    """Raises: IndexOutdated; IndexDamaged: there is no checkpoint."""
    try:
        found = client.get(index=index, id=CHECKPOINT)
    except NotFoundError as error:
        if "found" in error.body:
            raise IndexDamaged() from None
        raise
    said = found["_source"]
    if said["form"] != FORM:
        raise IndexOutdated()
    return State(
        found["_index"], said["pos"], found["_seq_no"], found["_primary_term"], said.get("begun")
    )


def settled(client: Elasticsearch, index: str) -> State:
    """The state with nothing left to finish; finishes what another had begun."""
    for _ in range(_TRIES_TO_SETTLE):
        state = state_of(client, index)
        if state.begun is None:
            return state
        try:
            _finish(client, state, state.begun)
        except IndexMoved:
            continue  # somebody else has finished it
    raise IndexMoved()


def load(client: Elasticsearch, state: State, actions: Iterable[Action], *, to: int) -> None:
    """Write to an index that is nobody's yet: what is left half done will be thrown away with it.

    The next documents are made while the server takes those before.
    """
    with ThreadPoolExecutor(max_workers=1) as sender:
        sent: Future[None] | None = None
        left = iter(actions)
        while some := tuple(islice(left, _DOCUMENTS // 2)):
            if sent is not None:
                sent.result()
            sent = sender.submit(_apply, client, state.index, some)
        if sent is not None:
            sent.result()
    _end(client, state, to)


def write(client: Elasticsearch, state: State, actions: Sequence[Action], *, to: int) -> None:
    """Say it, do it, and set the checkpoint.

    Raises: IndexMoved: another was first.
    """
    parts: list[str] = []
    if actions:
        state, parts = _begin(client, state, actions, to)
    _apply(client, state.index, actions)
    _end(client, state, to)
    _forget(client, state.index, parts)


def _begin(
    client: Elasticsearch, state: State, actions: Sequence[Action], to: int
) -> tuple[State, list[str]]:
    by = secrets.token_hex(8)
    *others, last = _pieces(actions)
    parts = [f":part:{by}:{at}" for at in range(len(others))]
    alias = write_alias(state.index)
    for name, piece in zip(parts, others, strict=True):
        document = b'{"begun":{"part":' + piece + b"}}"
        client.index(index=alias, id=name, document=_raw(document), require_alias=True)
    head = json.dumps({"to": to, "by": by, "parts": parts}).encode()
    begun = head[:-1] + b',"last":' + last + b"}"
    document = json.dumps(checkpoint(state.position)).encode()[:-1] + b',"begun":' + begun + b"}"
    try:
        said = client.index(
            index=alias,
            id=CHECKPOINT,
            document=_raw(document),
            if_seq_no=state.seq_no,
            if_primary_term=state.term,
            require_alias=True,
        )
    except ConflictError:
        now = state_of(client, state.index)  # an answer may have been lost: then it was ours
        if now.begun is not None and now.begun["by"] == by:
            return now, parts
        _forget(client, state.index, parts)
        raise IndexMoved() from None
    return replace(state, seq_no=said["_seq_no"], term=said["_primary_term"]), parts


def _finish(client: Elasticsearch, state: State, begun: Json) -> None:
    for name in begun["parts"]:
        try:
            part = client.get(index=state.index, id=name)["_source"]["begun"]["part"]
        except NotFoundError:
            if _is_still(client, state):
                raise IndexDamaged() from None
            raise IndexMoved() from None
        _apply(client, state.index, _read(part))
    _apply(client, state.index, _read(begun["last"]))
    _end(client, state, max(state.position, begun["to"]))
    _forget(client, state.index, begun["parts"])


def _is_still(client: Elasticsearch, state: State) -> bool:
    return state_of(client, state.index).seq_no == state.seq_no


def _end(client: Elasticsearch, state: State, to: int) -> None:
    try:
        client.index(
            index=write_alias(state.index),
            id=CHECKPOINT,
            document=checkpoint(to),
            if_seq_no=state.seq_no,
            if_primary_term=state.term,
            require_alias=True,
            refresh=True,
        )
    except ConflictError:
        # The answer to ours was lost, or somebody thought us dead and finished it.
        if state_of(client, state.index).position < to:
            raise IndexMoved() from None
        client.indices.refresh(index=state.index)


def _apply(client: Elasticsearch, index: str, actions: Iterable[Action]) -> None:
    """Every answer is read. A later state that is there already is no error."""
    refused = [
        one["index"]
        for _, one in helpers.streaming_bulk(
            client,
            cast(Any, actions),  # whatever the callback takes
            index=write_alias(index),
            require_alias=True,
            expand_action_callback=cast(Any, _expanded),
            chunk_size=_DOCUMENTS,
            max_chunk_bytes=PIECE,
            max_retries=4,
            initial_backoff=0.2,
            max_backoff=5,
            retry_on_status=_BUSY,
            raise_on_error=False,
            yield_ok=False,
        )
    ]
    wrong = [one for one in refused if one["status"] != 409]
    if wrong:
        error = wrong[0].get("error")
        kind = str(error.get("type")) if isinstance(error, dict) else ""
        raise named(kind, wrong[0]["status"])


def _expanded(action: Action) -> tuple[Json, bytes]:
    version = {"version": action.position, "version_type": "external_gte"}
    return {"index": {"_id": action.name, **version}}, action.document


def _forget(client: Elasticsearch, index: str, parts: Sequence[str]) -> None:
    for name in parts:
        client.options(ignore_status=404).delete(index=index, id=name)


def _pieces(actions: Sequence[Action]) -> Iterator[bytes]:
    """JSON arrays of `PIECE` bytes and the rest of the last action in each."""
    said: list[bytes] = []
    size = 0
    for action in actions:
        if size >= PIECE:
            yield b"[" + b",".join(said) + b"]"
            said, size = [], 0
        said.append(action.said())
        size += len(said[-1])
    yield b"[" + b",".join(said) + b"]"


def _read(piece: Iterable[tuple[str, int, Json]]) -> Iterator[Action]:
    for name, position, document in piece:
        yield Action(name, position, json.dumps(document, ensure_ascii=False).encode())


def _raw(document: bytes) -> Json:
    """The client sends bytes as they are, which its types do not say."""
    return cast(Json, document)
