"""Port of the object store: write-once bytes named by their SHA-256 digest."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from domain.errors import HosoError
from domain.events.storage import StoreChecked
from domain.evidence import Digest


class Area(StrEnum):
    """intake: durable, can forget; masters: write-once; derived: can be made again."""

    INTAKE = "intake"
    MASTERS = "masters"
    DERIVED = "derived"


class ObjectMissing(HosoError):
    """Nothing is kept under that digest: custody is broken (exit 8, HTTP 500)."""

    code = "object.missing"


class ObjectCorrupt(HosoError):
    """The bytes have changed: custody is broken (exit 8, HTTP 500)."""

    code = "object.corrupt"


class ObjectsUnavailable(HosoError):
    """The store cannot be reached, or its disk is full (exit 9, HTTP 503)."""

    code = "objects.unavailable"


class ObjectStore(Protocol):
    """Three areas of objects; see tests/contract/test_object_store.py."""

    @property
    def address(self) -> str:
        """Where it is and how it locks, without credentials: what a proof is about."""
        ...

    def probe(self) -> tuple[StoreChecked, ...]:
        """Try, on objects of its own, what the store promises of its masters.

        Raises: ObjectsUnavailable: nothing is known then.
        """
        ...

    def put(self, content: bytes, *, area: Area) -> Digest:
        """Keep `content` durably, return its name. Putting it twice is the same as once."""
        ...

    def get(self, digest: Digest, *, area: Area) -> bytes:
        """Return the bytes, checked against their name.

        Raises:
            ObjectMissing: nothing is kept under that name in the area.
            ObjectCorrupt: the bytes have changed.
        """
        ...

    def has(self, digest: Digest, *, area: Area) -> bool: ...

    def promote(self, digest: Digest) -> None:
        """Copy from intake to masters and check the copy; the intake keeps its own until cleared.

        Raises: ObjectMissing if it is in neither, ObjectCorrupt.
        """
        ...

    def clear(self, digest: Digest, *, area: Area) -> None:
        """Destroy an object of the intake or the derived area; absent already is fine.

        Raises: ValueError for the masters: they cannot forget.
        """
        ...

    def digests(self, *, area: Area) -> Iterator[Digest]: ...
