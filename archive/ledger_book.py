"""What the ledger asks of a store that keeps its book, and what the stores share.

The rows of a write are ready before the writer's lock is taken; under it the book gives versions,
positions and the instant. See tests/contract/test_ledger.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from eventsourcing.persistence import (
    IntegrityError,
    Notification,
    PersistenceError,
    StoredEvent,
)

RIGHTS = "writerRights"
"""Among the guards: the program's own role could change rows or take them away."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Rows for one stream, numbered from 1 among themselves; the book gives the real versions."""

    stream_id: UUID
    expected_version: int | None
    rows: tuple[StoredEvent, ...]


Appended = tuple[tuple[tuple[UUID, int], ...], tuple[int, ...], datetime]
"""Stream and version of every row, their positions, and the instant that they share."""


class StreamMoved(IntegrityError):
    """The stream is not at the version that the decision was taken on."""

    def __init__(self, stream_id: UUID, expected: int, found: int) -> None:
        super().__init__("stream moved")
        self.stream_id, self.expected, self.found = stream_id, expected, found


class BookFailed(PersistenceError):
    """The store cannot do what it was asked to; `code` is our error's, its last word the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def reason(self) -> str:
        return self.code.rpartition(".")[2]


class Book(Protocol):
    """What a store brings beyond the library's recorder."""

    def append(self, drafts: Sequence[Draft]) -> Appended: ...

    def stream(self, stream_id: UUID, *, upto: int | None) -> list[Notification]: ...

    def streams(self, stream_ids: Sequence[UUID], *, upto: int | None) -> list[Notification]: ...

    def version(self, stream_id: UUID) -> int: ...

    def header(self, position: int) -> tuple[int, datetime] | None: ...

    def highest_given(self) -> int: ...

    def missing_guards(self) -> frozenset[str]: ...

    def select_notifications(
        self, start: int | None, limit: int, *, inclusive_of_start: bool
    ) -> Sequence[Notification]: ...

    def max_notification_id(self) -> int | None: ...


def placed(drafts: Sequence[Draft], versions: Mapping[UUID, int]) -> Iterator[tuple[Draft, int]]:
    """The drafts with the version of their first row, each behind those before it.

    Args:
        versions: the last version of every stream that is named, 0 if there is none.

    Raises:
        StreamMoved: a stream is not at its expected version.
    """
    last = dict(versions)
    for draft in drafts:
        found = last[draft.stream_id]
        if draft.expected_version is not None and draft.expected_version != found:
            raise StreamMoved(draft.stream_id, draft.expected_version, found)
        yield draft, found + 1
        last[draft.stream_id] = found + len(draft.rows)
