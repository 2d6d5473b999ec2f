"""The archive's own key, and what is made with it: nothing that it makes can be made without it.

One secret of 32 bytes; a subkey per purpose comes from it by HKDF (RFC 5869), so that no two
purposes can be played against each other. Losing the secret loses the way from an identifier to
its person, and the digests of what still waits in the intake: back it up beside the ledger.
"""

import hmac
import re
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import HosoError
from domain.evidence import Digest
from domain.people import IdentifierKind

SECRET_BYTES = 32
_HASH_BYTES = 32
_SEAL_KEY_BYTES = 64
_DIGITS_OF_PERSONAL_NUMBER = 12
_BETWEEN = re.compile(r"[\s.\-]")


class KeysUnavailable(HosoError):
    """The archive's key cannot be used (exit 9); nothing was read or written.

    Codes: `keys.missing` (the ledger is there, its key is not: put the key file back),
    `keys.loose` (others may read it: chmod 600), `keys.notOurs` (another user's file, or no file),
    `keys.damaged` (not the form of a key file), `keys.foreign` (the key of another archive).
    """

    code = "keys.unavailable"


class SealBroken(HosoError):
    """A sealed digest that this key and this page did not seal: custody is broken (exit 8)."""

    code = "keys.sealBroken"


class Keys:
    """Keyed hashes and seals of one archive. Made once from its secret; holds no file."""

    def __init__(self, secret: bytes) -> None:
        """Raises: ValueError if the secret is not 32 bytes."""
        if len(secret) != SECRET_BYTES:
            raise ValueError("an archive's secret has 32 bytes")
        self._streams = _subkey(secret, "identifier-stream")
        self._hashes = _subkey(secret, "identifier-hash")
        self._samples = _subkey(secret, "second-look")
        self._lines = _subkey(secret, "line")
        self._checks = _subkey(secret, "check")
        self._seal = AESSIV(_subkey(secret, "sealed-digest", _SEAL_KEY_BYTES))

    def identifier_stream(self, kind: IdentifierKind, value: str) -> UUID:
        """The stream that says whose an identifier is. Writings of one number are one stream."""
        return UUID(bytes=_mac(self._streams, _number(kind, value))[:16], version=5)

    def identifier_hash(self, kind: IdentifierKind, value: str) -> str:
        """What a register may keep of an identifier: 64 hexadecimal digits."""
        return _mac(self._hashes, _number(kind, value)).hex()

    def line_stream(self, digest: str) -> UUID:
        """The stream that says whom a line of a list began, for one without any identifier."""
        return UUID(bytes=_mac(self._lines, b"stream:" + digest.encode())[:16], version=5)

    def line_event(self, person_id: UUID, key: str) -> UUID:
        """The id of what a keyed line did to a record of this person: the same line, the same id;
        nobody without the key foresees it."""
        message = b"event:" + person_id.bytes + key.encode()
        return UUID(bytes=_mac(self._lines, message)[:16], version=5)

    def draws(self, event_id: UUID, percent: int) -> bool:
        """Whether an event is drawn for the second look: nobody can steer or foresee it.

        Args:
            percent: 0 (never) to 100 (always). Source: domain.md 3.17.
        """
        if not 0 <= percent <= 100:
            raise ValueError("a percentage lies between 0 and 100")
        place = int.from_bytes(_mac(self._samples, event_id.bytes)[:8])
        return place * 100 < percent << 64

    def seal_digest(self, digest: Digest, *, page_id: UUID) -> str:
        """The digest of a page that may have to be forgotten, readable with the key alone.

        AES-SIV (RFC 5297) with the page's id as associated data: 96 hexadecimal digits, the same
        for the same digest and page, and not to be compared between pages.
        """
        return self._seal.encrypt(bytes.fromhex(digest), [page_id.bytes]).hex()

    def open_digest(self, sealed: str, *, page_id: UUID) -> Digest:
        """Raises: SealBroken: another key sealed it, or it is another page's."""
        try:
            return self._seal.decrypt(bytes.fromhex(sealed), [page_id.bytes]).hex()
        except (InvalidTag, ValueError) as error:
            raise SealBroken(page_id=page_id) from error

    def check_of(self, archive_id: UUID) -> str:
        """What an archive remembers of its key, to know it again: 32 hexadecimal digits."""
        return _mac(self._checks, archive_id.bytes)[:16].hex()


def _subkey(secret: bytes, purpose: str, length: int = _HASH_BYTES) -> bytes:
    return HKDF(
        algorithm=SHA256(), length=length, salt=None, info=f"hoso/1/{purpose}".encode()
    ).derive(secret)


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _number(kind: IdentifierKind, value: str) -> bytes:
    number = _BETWEEN.sub("", value).upper()
    if kind is IdentifierKind.CMND and len(number) == _DIGITS_OF_PERSONAL_NUMBER:
        # Cards from 2012 on carry the personal number that the CCCD goes on with (domain.md 4.7).
        kind = IdentifierKind.CCCD
    return f"{kind.value}:{number}".encode()
