"""What was tried on the object store, and what it really does. Source: domain.md 2.9, 6.7."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.events.envelope import Event, StreamKind
from domain.frozen import Frozen
from domain.labels import Label


class StoreCheck(StrEnum):
    """What a store of masters has to do; each is tried, not read off a configuration."""

    VERSIONS = "VERSIONS"
    """What is written over stays readable."""
    LOCK_KEPT = "LOCK_KEPT"
    """A lock that is asked for is there when it is read back."""
    DELETE_REFUSED = "DELETE_REFUSED"
    SHORTENING_REFUSED = "SHORTENING_REFUSED"
    SETTING_ASIDE_REFUSED = "SETTING_ASIDE_REFUSED"
    """Our own credentials cannot set the lock aside."""
    OVERWRITE_KEEPS = "OVERWRITE_KEEPS"
    """A further version does not change the locked one."""
    CHECKSUM_COMPARED = "CHECKSUM_COMPARED"
    """Bytes that do not fit their checksum are refused."""
    CONDITIONAL_PUT = "CONDITIONAL_PUT"
    """A key that is there is not written again when that is asked."""
    LINKS_EXPIRE = "LINKS_EXPIRE"
    """A signed link ends at its time."""


WORM = frozenset(
    {
        StoreCheck.VERSIONS,
        StoreCheck.LOCK_KEPT,
        StoreCheck.DELETE_REFUSED,
        StoreCheck.SHORTENING_REFUSED,
        StoreCheck.SETTING_ASIDE_REFUSED,
        StoreCheck.OVERWRITE_KEEPS,
    }
)
"""Write once, read many: proved only when every one of these was seen."""


class StoreChecked(Frozen):
    """One check and its outcome. `said`: the server's own word (an error code) for it."""

    check: StoreCheck
    proved: bool
    said: str | None = None


class ObjectsProbed(Event):
    """The store at an address was tried. `address` holds no credentials."""

    topic: ClassVar[str] = "objects.probed"
    label: ClassVar[Label] = Label("Kiểm tra kho đối tượng", "Object store probed")
    stream: ClassVar[StreamKind] = StreamKind.ARCHIVE
    address: Annotated[str, Label("Địa chỉ", "Address")]
    checks: Annotated[tuple[StoreChecked, ...], Field(min_length=1), Label("Kết quả", "Checks")]

    @property
    def worm(self) -> bool:
        """True if write once, read many was proved."""
        return {one.check for one in self.checks if one.proved} >= WORM

    @property
    def failed(self) -> tuple[StoreChecked, ...]:
        return tuple(one for one in self.checks if not one.proved)
