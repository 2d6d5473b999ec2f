"""Objects in three buckets of an S3 server, through the `minio` client.

`<name>-intake`, `<name>-masters`, `<name>-derived`; the key of an object is its digest, so that
writing it twice writes the same. The masters' bucket is made with object lock: what is put there
carries a retention, and a later version over it, or a delete marker, hides the first one but does
not destroy it. The intake and what is derived have to forget: a bucket of theirs that keeps
versions is refused.

Every upload sends the SHA-256 of its bytes, which the server compares; every reading is compared
here. Calls are repeated within a budget when the server is busy or out of reach; all of them may
be repeated, for an object's name says what its bytes are.
"""

import base64
import hashlib
import io
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self
from urllib.parse import parse_qsl, urlsplit

import certifi
import urllib3
from minio import Minio
from minio.commonconfig import COMPLIANCE, DISABLED, GOVERNANCE, CopySource
from minio.error import InvalidResponseError, MinioException, S3Error, ServerError
from minio.retention import Retention
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from archive.adapters.s3_probe import probe
from archive.objects import Area, ObjectCorrupt, ObjectMissing, ObjectsUnavailable
from domain.events.storage import StoreChecked
from domain.evidence import Digest

IN_FLIGHT = 8
"""Connections that are kept open; more may be used, and are closed again."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,53}[a-z0-9]")
_PART = 16 << 20
"""Bytes from which an object goes up in parts."""

_AGAIN = Retry(
    total=5,
    connect=5,
    read=4,
    status=5,
    backoff_factor=0.3,
    backoff_max=5,
    status_forcelist=(429, 500, 502, 503, 504),
    allowed_methods=None,  # writing the same bytes under their digest twice is writing them once
    raise_on_status=False,
)
_READINGS = 3
_TIMES: Final = urllib3.Timeout(connect=5, read=60)

_MISSING = frozenset({"NoSuchKey", "NoSuchVersion", "NotFound", "MethodNotAllowed"})
"""What a server says of a key that is not there; the last of a delete marker asked for by id."""

_REASONS = {
    "NoSuchBucket": "objects.noBucket",
    "AccessDenied": "objects.notAllowed",
    "InvalidAccessKeyId": "objects.credentials",
    "SignatureDoesNotMatch": "objects.credentials",
    "ExpiredToken": "objects.credentials",
    "RequestTimeTooSkewed": "objects.clockSkew",
    "XMinioStorageFull": "objects.diskFull",
    "QuotaExceeded": "objects.diskFull",
    "InsufficientStorage": "objects.diskFull",
}
_NO_LOCK = frozenset(
    {"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration"},
)
_DIFFERS = frozenset({"XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch", "BadDigest"})


class AddressWrong(ValueError):
    """The address of an object store cannot be used; `setting` says which part of it."""

    def __init__(self, setting: str) -> None:
        super().__init__(setting)
        self.setting = setting


@dataclass(frozen=True, slots=True)
class S3Address:
    """`s3://NAME?endpoint=https://HOST:PORT` and, where the defaults do not do, `region`, `ca` (a
    file of certificates), `lock` (GOVERNANCE or COMPLIANCE) and `days` of the lock that an object
    gets with its promotion.
    """

    name: str
    endpoint: str
    secure: bool
    region: str = "us-east-1"
    ca: Path | None = None
    lock: str = GOVERNANCE
    days: int = 30

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raises: AddressWrong."""
        parts = urlsplit(url)
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        server = urlsplit(given.pop("endpoint", ""))
        if parts.scheme != "s3" or not _BUCKET.fullmatch(parts.netloc) or parts.path.strip("/"):
            raise AddressWrong("name")
        if server.scheme not in ("http", "https") or not server.netloc or server.path.strip("/"):
            raise AddressWrong("endpoint")
        if server.username is not None:
            raise AddressWrong("credentials")  # they belong into settings of their own
        lock, days = given.pop("lock", GOVERNANCE).upper(), given.pop("days", "30")
        if lock not in (GOVERNANCE, COMPLIANCE):
            raise AddressWrong("lock")
        if not days.isdecimal() or not 1 <= int(days) <= 36_500:
            raise AddressWrong("days")
        ca, region = given.pop("ca", ""), given.pop("region", "us-east-1")
        if given:
            raise AddressWrong(next(iter(given)))
        return cls(
            name=parts.netloc,
            endpoint=server.netloc,
            secure=server.scheme == "https",
            region=region,
            ca=Path(ca) if ca else None,
            lock=lock,
            days=int(days),
        )

    def bucket(self, area: Area) -> str:
        return f"{self.name}-{area.value}"

    def __str__(self) -> str:
        scheme = "https" if self.secure else "http"
        return f"s3://{self.name}?endpoint={scheme}://{self.endpoint}&lock={self.lock}"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Of the program: never those that could set a governance lock aside."""

    access_key: str
    secret_key: str

    def __repr__(self) -> str:
        return "Credentials(…)"


class S3Objects:
    """An ObjectStore on an S3 server. Safe between threads and processes."""

    def __init__(self, client: Minio, address: S3Address, pool: urllib3.PoolManager) -> None:
        self._client, self._address, self._pool = client, address, pool

    @property
    def address(self) -> str:
        return str(self._address)

    def probe(self) -> tuple[StoreChecked, ...]:
        """See `archive.adapters.s3_probe`. Raises: ObjectsUnavailable."""
        with _translated(Area.MASTERS):
            return probe(
                self._client,
                plain=self._pool,
                bucket=self._address.bucket(Area.MASTERS),
                lock=self._address.lock,
            )

    def put(self, content: bytes, *, area: Area) -> Digest:
        """Keep `content` durably, return its name.

        Raises: ObjectsUnavailable.
        """
        hashed = hashlib.sha256(content)
        digest = hashed.hexdigest()
        if area is Area.MASTERS and self.has(digest, area=area):
            return digest  # a further version would say nothing new
        single = len(content) < _PART
        with _translated(area):
            self._client.put_object(
                self._address.bucket(area),
                digest,
                io.BytesIO(content),
                len(content),
                part_size=0 if single else _PART,
                metadata=_checksum(hashed.digest()) if single else None,
                retention=self._retention() if area is Area.MASTERS else None,
            )
        return digest

    def get(self, digest: Digest, *, area: Area) -> bytes:
        """Return the bytes, checked against their name.

        Of the masters the locked version counts: what somebody has put over it since, a deletion
        too, is passed by.
        """
        _check(digest)
        content = self._read(digest, area)
        if content is not None and _is(content, digest):
            return content
        if area is Area.MASTERS:
            for version_id in self._versions(digest):
                earlier = self._read(digest, area, version_id)
                if earlier is not None and _is(earlier, digest):
                    return earlier
        if content is None:
            raise ObjectMissing(digest=digest, area=area.value)
        raise ObjectCorrupt(digest=digest, area=area.value)

    def has(self, digest: Digest, *, area: Area) -> bool:
        _check(digest)
        with _translated(area):
            try:
                self._client.stat_object(self._address.bucket(area), digest)
            except S3Error as error:
                if error.code in _MISSING:
                    return area is Area.MASTERS and bool(self._versions(digest))
                raise
        return True

    def promote(self, digest: Digest) -> None:
        """Copy within the server from the intake to the masters, locked, and read the copy back."""
        if not self.has(digest, area=Area.MASTERS):
            if not self.has(digest, area=Area.INTAKE):
                raise ObjectMissing(digest=digest, area=Area.INTAKE.value)
            self.get(digest, area=Area.INTAKE)  # nothing damaged goes where it cannot be removed
            source = CopySource(self._address.bucket(Area.INTAKE), digest)
            masters = self._address.bucket(Area.MASTERS)
            with _translated(Area.MASTERS):
                copied = self._client.copy_object(
                    masters, digest, source, retention=self._retention()
                )
                self._see_locked(masters, digest, copied.version_id)
        self.get(digest, area=Area.MASTERS)

    def _see_locked(self, masters: str, digest: Digest, version_id: str | None) -> None:
        """A copy is locked, by its own call where the server passed the lock of the copy by.

        Raises: ObjectsUnavailable `objects.noLock`.
        """
        if self._has_lock(masters, digest, version_id):
            return
        self._client.set_object_retention(masters, digest, self._retention(), version_id)
        if not self._has_lock(masters, digest, version_id):
            raise ObjectsUnavailable("objects.noLock", bucket=masters)

    def _has_lock(self, masters: str, digest: Digest, version_id: str | None) -> bool:
        try:
            return self._client.get_object_retention(masters, digest, version_id) is not None
        except S3Error as error:
            if error.code in _NO_LOCK:
                return False
            raise

    def clear(self, digest: Digest, *, area: Area) -> None:
        """Destroy an object of the intake or the derived area.

        Raises: ValueError for the masters: they cannot forget.
        """
        _check(digest)
        if area is Area.MASTERS:
            raise ValueError("the masters cannot forget")
        with _translated(area):
            self._client.remove_object(self._address.bucket(area), digest)

    def digests(self, *, area: Area) -> Iterator[Digest]:
        """Names of what is kept, in their order; of the masters also what somebody has hidden."""
        last = ""
        with _translated(area):
            found = self._client.list_objects(
                self._address.bucket(area), recursive=True, include_version=area is Area.MASTERS
            )
            for one in found:
                name = one.object_name or ""
                if name != last and not one.is_delete_marker and _DIGEST.fullmatch(name):
                    last = name
                    yield name

    def prepare(self) -> None:
        """Make the buckets that are missing, and see that each can do what its area promises.

        Raises: ObjectsUnavailable `objects.remembers` (the intake or the derived area keeps
            versions), `objects.noLock` (the masters' bucket has no object lock), and the rest.
        """
        for area in Area:
            bucket = self._address.bucket(area)
            with _translated(area):
                if not self._client.bucket_exists(bucket):
                    self._make(bucket, area)
                versions = self._client.get_bucket_versioning(bucket).status or DISABLED
            if area is Area.MASTERS:
                if not self._is_locked(bucket):
                    raise ObjectsUnavailable("objects.noLock", bucket=bucket)
            elif versions not in (DISABLED, "Off"):
                raise ObjectsUnavailable("objects.remembers", bucket=bucket)

    def _make(self, bucket: str, area: Area) -> None:
        try:
            self._client.make_bucket(bucket, object_lock=area is Area.MASTERS)
        except S3Error as error:
            if error.code != "BucketAlreadyOwnedByYou":  # another process was first
                raise

    def _is_locked(self, bucket: str) -> bool:
        with _translated(Area.MASTERS):
            try:
                self._client.get_object_lock_config(bucket)
            except S3Error as error:
                if error.code in _NO_LOCK:
                    return False
                raise
        return True

    def _retention(self) -> Retention:
        until = datetime.now(UTC) + timedelta(days=self._address.days)
        return Retention(self._address.lock, until)

    def _read(self, digest: Digest, area: Area, version_id: str | None = None) -> bytes | None:
        """The bytes as they are; None: there are none. A reading that breaks off begins again."""
        with _translated(area):
            for left in range(_READINGS - 1, -1, -1):
                try:
                    return self._read_once(self._address.bucket(area), digest, version_id)
                except HTTPError:
                    if left == 0:
                        raise
        raise AssertionError("unreachable")

    def _read_once(self, bucket: str, digest: Digest, version_id: str | None) -> bytes | None:
        try:
            answer = self._client.get_object(bucket, digest, version_id=version_id)
        except S3Error as error:
            if error.code in _MISSING:
                return None
            raise
        try:
            content: bytes = answer.read()
        finally:
            answer.close()
            answer.release_conn()
        return content

    def _versions(self, digest: Digest) -> list[str]:
        """Versions of a master, the latest first, deletions left out."""
        with _translated(Area.MASTERS):
            found = self._client.list_objects(
                self._address.bucket(Area.MASTERS), prefix=digest, include_version=True
            )
            return [
                one.version_id
                for one in found
                if one.object_name == digest and not one.is_delete_marker and one.version_id
            ]


def open_s3(address: S3Address, credentials: Credentials) -> S3Objects:
    """The store at the address, its buckets made where they are missing.

    Raises: ObjectsUnavailable, as `S3Objects.prepare`.
    """
    pool = pool_of(address)
    objects = S3Objects(client_of(address, credentials, pool), address, pool)
    objects.prepare()
    return objects


def pool_of(address: S3Address) -> urllib3.PoolManager:
    """Raises: ObjectsUnavailable `objects.noCertificates`: `ca` is no file of certificates."""
    try:
        authorities = ssl.create_default_context(cafile=str(address.ca or certifi.where()))
    except OSError as error:
        raise ObjectsUnavailable("objects.noCertificates") from error
    return urllib3.PoolManager(
        maxsize=IN_FLIGHT, timeout=_TIMES, retries=_AGAIN, ssl_context=authorities
    )


def client_of(address: S3Address, credentials: Credentials, pool: urllib3.PoolManager) -> Minio:
    return Minio(
        address.endpoint,
        access_key=credentials.access_key,
        secret_key=credentials.secret_key,
        secure=address.secure,
        region=address.region,
        http_client=pool,
    )


def _checksum(hashed: bytes) -> dict[str, str | list[str] | tuple[str]]:
    return {"x-amz-checksum-sha256": base64.b64encode(hashed).decode()}


def _check(digest: Digest) -> None:
    if not _DIGEST.fullmatch(digest):
        raise ValueError("an object is named by 64 hexadecimal digits")


def _is(content: bytes, digest: Digest) -> bool:
    return hashlib.sha256(content).hexdigest() == digest


@contextmanager
def _translated(area: Area) -> Iterator[None]:
    """Name what server and client say. Whether a missing key matters is for the caller."""
    try:
        yield
    except S3Error as error:
        if error.code in _DIFFERS:
            raise ObjectsUnavailable("objects.changedOnTheWay", area=area.value) from error
        code = _REASONS.get(error.code or "", "objects.unavailable")
        raise ObjectsUnavailable(code, area=area.value, said=error.code) from error
    except ServerError as error:
        raise ObjectsUnavailable(area=area.value, said=str(error.status_code)) from error
    except (InvalidResponseError, MinioException) as error:
        raise ObjectsUnavailable(area=area.value) from error
    except (HTTPError, OSError) as error:
        raise ObjectsUnavailable("objects.unreachable", area=area.value) from error
