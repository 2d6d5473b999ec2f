"""Tries on an S3 server what a store of masters promises, with objects of its own.

They lie under `probe/` in the bucket of the masters, locked for a minute, since only that bucket
shows what it does; the next probe removes those whose lock has ended. A check passes when the
server refused, and what was to be kept is still there.
"""

import base64
import hashlib
import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import urllib3
from minio import Minio
from minio.commonconfig import ENABLED
from minio.deleteobjects import DeleteObject
from minio.error import S3Error
from minio.retention import Retention

from domain.events.storage import StoreCheck, StoreChecked

PREFIX = "probe/"
_LOCKED_FOR = timedelta(minutes=1)
_FIRST, _SECOND = b"written first", b"written over it"
_REFUSED = frozenset({412, 409, 403})


@dataclass(frozen=True, slots=True)
class _Probe:
    """A locked object, and the means to try it. `expected`: the lock that was asked for."""

    client: Minio
    plain: urllib3.PoolManager
    bucket: str
    key: str
    version_id: str
    lock: str
    until: datetime

    def kept(self) -> bool:
        """True if the locked version is still there, unchanged."""
        answer = None
        try:
            answer = self.client.get_object(self.bucket, self.key, version_id=self.version_id)
            return bool(answer.read() == _FIRST)
        except S3Error:
            return False
        finally:
            if answer is not None:
                answer.close()
                answer.release_conn()


def probe(
    client: Minio, *, plain: urllib3.PoolManager, bucket: str, lock: str
) -> tuple[StoreChecked, ...]:
    """Every check, in the order of `StoreCheck`.

    Args:
        plain: for requests that are signed beforehand.
        bucket: of the masters. lock: the mode that they get.

    Raises: minio's and urllib3's errors, where the server cannot be spoken to.
    """
    _sweep(client, bucket)
    key, until = f"{PREFIX}{secrets.token_hex(8)}", datetime.now(UTC) + _LOCKED_FOR
    try:
        put = client.put_object(
            bucket, key, io.BytesIO(_FIRST), len(_FIRST), retention=Retention(lock, until)
        )
    except S3Error as error:
        said = error.code
        locked = tuple(
            StoreChecked(check=one, proved=False, said=said) for one in StoreCheck if one in _LOCKED
        )
        return (*locked, *_of_plain_objects(client, plain, bucket))
    made = _Probe(client, plain, bucket, key, put.version_id or "", lock, until)
    checks = tuple(_checked(check, act, made) for check, act in _LOCKED.items())
    return (*checks, *_of_plain_objects(client, plain, bucket))


def _checked(
    check: StoreCheck, act: Callable[[_Probe], tuple[bool, str | None]], made: _Probe
) -> StoreChecked:
    proved, said = act(made)
    return StoreChecked(check=check, proved=proved and made.kept(), said=said)


def _versions(made: _Probe) -> tuple[bool, str | None]:
    status = made.client.get_bucket_versioning(made.bucket).status
    return status == ENABLED and bool(made.version_id), status


def _lock_kept(made: _Probe) -> tuple[bool, str | None]:
    try:
        held = made.client.get_object_retention(made.bucket, made.key, made.version_id)
    except S3Error as error:
        return False, error.code
    if held is None:
        return False, None
    late = abs(held.retain_until_date - made.until) < timedelta(seconds=2)
    return held.mode == made.lock and late, held.mode


def _delete(made: _Probe) -> tuple[bool, str | None]:
    return _refuses(
        lambda: made.client.remove_object(made.bucket, made.key, version_id=made.version_id)
    )


def _shorten(made: _Probe) -> tuple[bool, str | None]:
    sooner = Retention(made.lock, datetime.now(UTC) + timedelta(seconds=5))
    return _refuses(
        lambda: made.client.set_object_retention(made.bucket, made.key, sooner, made.version_id)
    )


def _set_aside(made: _Probe) -> tuple[bool, str | None]:
    """Delete it with the header that asks to pass a governance lock by."""
    errors = list(
        made.client.remove_objects(
            made.bucket,
            [DeleteObject(made.key, made.version_id)],
            bypass_governance_mode=True,
        )
    )
    return bool(errors), errors[0].code if errors else None


def _overwrite(made: _Probe) -> tuple[bool, str | None]:
    """A further version may be written; the locked one stays what it is."""
    try:
        made.client.put_object(made.bucket, made.key, io.BytesIO(_SECOND), len(_SECOND))
    except S3Error as error:
        return True, error.code
    return True, None


_LOCKED: dict[StoreCheck, Callable[[_Probe], tuple[bool, str | None]]] = {
    StoreCheck.VERSIONS: _versions,
    StoreCheck.LOCK_KEPT: _lock_kept,
    StoreCheck.DELETE_REFUSED: _delete,
    StoreCheck.SHORTENING_REFUSED: _shorten,
    StoreCheck.OVERWRITE_KEEPS: _overwrite,
    StoreCheck.SETTING_ASIDE_REFUSED: _set_aside,  # last: where it succeeds, the object is gone
}


def _of_plain_objects(
    client: Minio, plain: urllib3.PoolManager, bucket: str
) -> Iterator[StoreChecked]:
    yield _checksum(client, bucket)
    yield _conditional(client, plain, bucket)
    yield _link(client, plain, bucket)


def _checksum(client: Minio, bucket: str) -> StoreChecked:
    wrong = base64.b64encode(hashlib.sha256(_SECOND).digest()).decode()
    key = f"{PREFIX}{secrets.token_hex(8)}"
    refused, said = _refuses(
        lambda: client.put_object(
            bucket,
            key,
            io.BytesIO(_FIRST),
            len(_FIRST),
            metadata={"x-amz-checksum-sha256": wrong},
        )
    )
    return StoreChecked(check=StoreCheck.CHECKSUM_COMPARED, proved=refused, said=said)


def _conditional(client: Minio, plain: urllib3.PoolManager, bucket: str) -> StoreChecked:
    key = f"{PREFIX}{secrets.token_hex(8)}"
    client.put_object(bucket, key, io.BytesIO(_FIRST), len(_FIRST))
    link = client.presigned_put_object(bucket, key, expires=timedelta(minutes=1))
    status = plain.request("PUT", link, body=_SECOND, headers={"If-None-Match": "*"}).status
    return StoreChecked(
        check=StoreCheck.CONDITIONAL_PUT, proved=status in _REFUSED, said=str(status)
    )


def _link(client: Minio, plain: urllib3.PoolManager, bucket: str) -> StoreChecked:
    key = f"{PREFIX}{secrets.token_hex(8)}"
    client.put_object(bucket, key, io.BytesIO(_FIRST), len(_FIRST))
    minute, now = timedelta(minutes=1), datetime.now(UTC)
    good = client.presigned_get_object(bucket, key, expires=minute)
    ended = client.presigned_get_object(
        bucket, key, expires=minute, request_date=now - timedelta(hours=1)
    )
    opened, closed = plain.request("GET", good).status, plain.request("GET", ended).status
    return StoreChecked(
        check=StoreCheck.LINKS_EXPIRE, proved=opened == 200 and closed == 403, said=str(closed)
    )


def _refuses(act: Callable[[], object]) -> tuple[bool, str | None]:
    try:
        act()
    except S3Error as error:
        return True, error.code
    return False, None


def _sweep(client: Minio, bucket: str) -> None:
    """Remove what earlier probes left; what is still locked stays."""
    found = client.list_objects(bucket, prefix=PREFIX, recursive=True, include_version=True)
    left = [DeleteObject(one.object_name or "", one.version_id) for one in found]
    for _ in client.remove_objects(bucket, left):
        continue  # each a version that is locked yet


__all__ = ["PREFIX", "probe"]
