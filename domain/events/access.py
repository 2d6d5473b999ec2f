"""Who acts, what they may, and what the archive is. Source: domain.md 6.1; house.md 6."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.access import Grant, Role
from domain.events.envelope import Event, StreamKind
from domain.labels import Label, personal

ARCHIVE_STREAM = UUID("7a1f6f0e-0b7c-4d55-8b3f-5d0c1f2e9a41")
"""Where `archive.opened` stands, in every archive."""


class ActorKind(StrEnum):
    """A human is one person with any number of keys; a machine may neither confirm nor verify."""

    HUMAN = "HUMAN"
    MACHINE = "MACHINE"


class ActorEvent(Event):
    stream: ClassVar[StreamKind] = StreamKind.ACTOR
    actor_id: Annotated[UUID, Label("Người dùng", "Actor")]


class ActorAdded(ActorEvent):
    topic: ClassVar[str] = "actor.added"
    label: ClassVar[Label] = Label("Thêm người dùng", "Actor added")
    name: Annotated[str, Field(min_length=1), personal("Tên", "Name")]
    kind: Annotated[ActorKind, Label("Loại", "Kind")]
    office: Annotated[str | None, personal("Cơ quan", "Office")] = None
    simulated: Annotated[bool, Label("Mô phỏng", "Simulated")] = False


class ActorIdentified(ActorEvent):
    """Which person of the archive the actor is, so that nobody decides about their own dossier
    (R-ACC-01); None: nobody whose dossier is here."""

    topic: ClassVar[str] = "actor.identified"
    label: ClassVar[Label] = Label("Nhận diện người dùng", "Actor identified")
    person_id: Annotated[UUID | None, Label("Mã người", "Person")] = None


class KeyIssued(ActorEvent):
    """Only the key's hash is stored; `key_id` is the public part before the dot.

    With `roles`, the key carries the actor's grants of these roles only.
    """

    topic: ClassVar[str] = "key.issued"
    label: ClassVar[Label] = Label("Cấp khóa", "Key issued")
    key_id: Annotated[str, Label("Mã khóa", "Key id")]
    key_hash: Annotated[str, Label("Băm của khóa", "Hash of the key")]
    expires_at: Annotated[datetime | None, Label("Hết hạn", "Expires")] = None
    roles: Annotated[tuple[Role, ...], Label("Chỉ các vai trò", "These roles only")] = ()


class KeyRevoked(ActorEvent):
    topic: ClassVar[str] = "key.revoked"
    label: ClassVar[Label] = Label("Thu hồi khóa", "Key revoked")
    key_id: Annotated[str, Label("Mã khóa", "Key id")]


class AccessGranted(ActorEvent):
    """A role over persons, units or batches, until a day, by a deciding paper."""

    topic: ClassVar[str] = "access.granted"
    label: ClassVar[Label] = Label("Cấp quyền", "Access granted")
    grant: Annotated[Grant, Label("Quyền", "Grant")]


class AccessRevoked(ActorEvent):
    topic: ClassVar[str] = "access.revoked"
    label: ClassVar[Label] = Label("Thu hồi quyền", "Access revoked")
    grant_id: Annotated[UUID, Label("Quyền", "Grant")]


class ArchiveOpened(Event):
    """First event of every archive, recorded by its machine worker, an actor from then on.

    `played_clock` True: dates are played, not lived. `keys_check` knows the archive's key again.
    """

    topic: ClassVar[str] = "archive.opened"
    label: ClassVar[Label] = Label("Mở kho", "Archive opened")
    stream: ClassVar[StreamKind] = StreamKind.ARCHIVE
    archive_id: Annotated[UUID, Label("Kho", "Archive")]
    played_clock: Annotated[bool, Label("Đồng hồ mô phỏng", "Played clock")]
    keys_check: Annotated[str, Label("Dấu kiểm của khóa", "Check of the key")]


class IdentifierReserved(Event):
    """One identifier belongs to one person. The stream's id is a keyed hash of the identifier."""

    topic: ClassVar[str] = "identifier.reserved"
    label: ClassVar[Label] = Label("Giữ số định danh", "Identifier reserved")
    stream: ClassVar[StreamKind] = StreamKind.IDENTIFIER
    person_id: Annotated[UUID, Label("Mã người", "Person")]


class IdentifierReleased(Event):
    """The identifier was recorded by mistake and belongs to nobody again."""

    topic: ClassVar[str] = "identifier.released"
    label: ClassVar[Label] = Label("Nhả số định danh", "Identifier released")
    stream: ClassVar[StreamKind] = StreamKind.IDENTIFIER
    person_id: Annotated[UUID, Label("Mã người", "Person")]
