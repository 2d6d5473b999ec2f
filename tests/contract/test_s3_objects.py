"""What only an S3 server can show: locks, versions, credentials, a server that goes away."""

import hashlib
import io
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from minio import Minio
from minio.commonconfig import ENABLED, GOVERNANCE
from minio.error import S3Error
from minio.retention import Retention
from minio.versioningconfig import VersioningConfig

from archive.adapters.s3_objects import (
    AddressWrong,
    Credentials,
    S3Address,
    S3Objects,
    client_of,
    open_s3,
    pool_of,
)
from archive.objects import Area, ObjectCorrupt, ObjectMissing, ObjectsUnavailable
from tests.kit.s3 import address_of
from tests.services import servers
from tests.services.fixtures import need_servers
from tests.services.running import Service

SCAN = b"\x00\x01 a scan \xff" * 1000
NAME = hashlib.sha256(SCAN).hexdigest()


@pytest.fixture(params=["minio", "seaweedfs"])
def server(request: pytest.FixtureRequest) -> Service:
    found: Service = request.getfixturevalue(f"{request.param}_server")
    return found


@pytest.fixture
def address(server: Service) -> S3Address:
    return address_of(server)[0]


@pytest.fixture
def client(server: Service, address: S3Address) -> Minio:
    return client_of(address, address_of(server)[1], pool_of(address))


@pytest.fixture
def store(client: Minio, address: S3Address) -> S3Objects:
    objects = S3Objects(client, address, pool_of(address))
    objects.prepare()
    return objects


def unprepared(address: S3Address, credentials: Credentials) -> S3Objects:
    """A store whose buckets nobody has made."""
    pool = pool_of(address)
    return S3Objects(client_of(address, credentials, pool), address, pool)


def test_a_promoted_scan_cannot_be_deleted_and_its_lock_cannot_be_shortened(
    store: S3Objects, client: Minio, address: S3Address
):
    store.put(SCAN, area=Area.INTAKE)
    store.promote(NAME)
    masters = address.bucket(Area.MASTERS)

    version = client.stat_object(masters, NAME).version_id
    held = client.get_object_retention(masters, NAME, version_id=version)
    with pytest.raises(S3Error):
        client.remove_object(masters, NAME, version_id=version)
    with pytest.raises(S3Error):
        sooner = datetime.now(UTC) + timedelta(days=1)
        client.set_object_retention(masters, NAME, Retention(GOVERNANCE, sooner), version)

    assert held is not None
    assert held.mode == GOVERNANCE
    assert held.retain_until_date > datetime.now(UTC) + timedelta(days=29)
    assert store.get(NAME, area=Area.MASTERS) == SCAN


def test_a_master_that_somebody_wrote_over_or_deleted_is_still_read(
    store: S3Objects, client: Minio, address: S3Address
):
    store.put(SCAN, area=Area.INTAKE)
    store.promote(NAME)
    masters = address.bucket(Area.MASTERS)

    client.put_object(masters, NAME, io.BytesIO(b"forged"), 6)
    assert store.get(NAME, area=Area.MASTERS) == SCAN
    client.remove_object(masters, NAME)

    assert store.get(NAME, area=Area.MASTERS) == SCAN
    assert store.has(NAME, area=Area.MASTERS)
    assert list(store.digests(area=Area.MASTERS)) == [NAME]


def test_changed_bytes_are_found_on_reading_and_are_not_promoted(
    store: S3Objects, client: Minio, address: S3Address
):
    client.put_object(address.bucket(Area.INTAKE), NAME, io.BytesIO(SCAN[:-1]), len(SCAN) - 1)

    with pytest.raises(ObjectCorrupt) as corrupt:
        store.get(NAME, area=Area.INTAKE)
    with pytest.raises(ObjectCorrupt):
        store.promote(NAME)

    assert corrupt.value.values == {"digest": NAME, "area": "intake"}
    assert not store.has(NAME, area=Area.MASTERS)


def test_a_large_object_goes_up_in_parts(store: S3Objects):
    large = bytes(range(256)) * (20 << 12)  # 20 MiB

    digest = store.put(large, area=Area.INTAKE)
    store.promote(digest)

    assert store.get(digest, area=Area.MASTERS) == large


def test_eight_writers_at_once(store: S3Objects):
    pages = [bytes([number]) * 100_000 for number in range(8)]
    kept: list[str] = []
    threads = [
        Thread(target=lambda page=page: kept.append(store.put(page, area=Area.DERIVED)))
        for page in pages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(kept) == sorted(store.digests(area=Area.DERIVED))
    assert {store.get(one, area=Area.DERIVED) for one in kept} == set(pages)


def test_buckets_that_cannot_do_what_their_area_promises_are_refused(
    client: Minio, address: S3Address
):
    client.make_bucket(address.bucket(Area.MASTERS))
    with pytest.raises(ObjectsUnavailable) as no_lock:
        S3Objects(client, address, pool_of(address)).prepare()
    assert no_lock.value.code == "objects.noLock"

    remembering = address.bucket(Area.INTAKE)
    client.set_bucket_versioning(remembering, VersioningConfig(ENABLED))
    with pytest.raises(ObjectsUnavailable) as remembers:
        S3Objects(client, address, pool_of(address)).prepare()
    assert remembers.value.code == "objects.remembers"
    assert remembers.value.values == {"bucket": remembering}


def test_wrong_credentials_and_a_missing_bucket_are_named_without_the_secret(
    server: Service, address: S3Address
):
    known = address_of(server)[1]
    wrong = Credentials(known.access_key, "not-the-secret-at-all")
    with pytest.raises(ObjectsUnavailable) as refused:
        open_s3(address, wrong)
    assert refused.value.code in ("objects.credentials", "objects.notAllowed")
    assert "not-the-secret" not in f"{refused.value!r}{refused.value.values}{wrong!r}"

    with pytest.raises(ObjectsUnavailable) as gone:
        unprepared(address, known).put(SCAN, area=Area.INTAKE)
    assert gone.value.code == "objects.noBucket"


def test_a_server_that_is_not_there_is_unavailable_never_empty():
    address = S3Address.parse("s3://nobody?endpoint=http://127.0.0.1:9")
    objects = unprepared(address, Credentials("a", "b" * 12))

    with pytest.raises(ObjectsUnavailable) as refused:
        objects.has(NAME, area=Area.MASTERS)
    with pytest.raises(ObjectsUnavailable):
        list(objects.digests(area=Area.MASTERS))

    assert refused.value.code == "objects.unreachable"


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_the_server_was_killed():
    need_servers()
    server = servers.minio()
    try:
        store = open_s3(*address_of(server))
        kept: list[str] = []

        def write() -> None:
            for number in range(60):
                kept.append(store.put(number.to_bytes(4) * 50_000, area=Area.INTAKE))

        writer = Thread(target=write)
        writer.start()
        while len(kept) < 20:
            pass
        server.kill()
        server.start()
        writer.join()

        assert len(kept) == 60  # the one in flight was tried again
        for digest in kept:
            assert hashlib.sha256(store.get(digest, area=Area.INTAKE)).hexdigest() == digest
        with pytest.raises(ObjectMissing):
            store.get(NAME, area=Area.INTAKE)
    finally:
        server.remove()


# The address


def test_an_address_with_everything(tmp_path):
    address = S3Address.parse(
        f"s3://dossiers?endpoint=https://minio:9000&region=vn&ca={tmp_path}/ca.pem"
        "&lock=compliance&days=90"
    )

    assert (address.endpoint, address.secure, address.region) == ("minio:9000", True, "vn")
    assert (address.ca, address.lock, address.days) == (tmp_path / "ca.pem", "COMPLIANCE", 90)
    assert [address.bucket(area) for area in Area] == [
        "dossiers-intake",
        "dossiers-masters",
        "dossiers-derived",
    ]


@pytest.mark.parametrize(
    ("url", "setting"),
    [
        ("s3://?endpoint=http://minio", "name"),
        ("s3://Dossiers?endpoint=http://minio", "name"),
        ("s3://dossiers/folder?endpoint=http://minio", "name"),
        ("s3://dossiers", "endpoint"),
        ("s3://dossiers?endpoint=minio:9000", "endpoint"),
        ("s3://dossiers?endpoint=http://key:secret@minio", "credentials"),
        ("s3://dossiers?endpoint=http://minio&lock=NONE", "lock"),
        ("s3://dossiers?endpoint=http://minio&days=0", "days"),
        ("s3://dossiers?endpoint=http://minio&dayz=3", "dayz"),
    ],
)
def test_an_address_that_cannot_be_used_says_which_part(url: str, setting: str):
    with pytest.raises(AddressWrong) as refused:
        S3Address.parse(url)

    assert refused.value.setting == setting


def test_certificates_that_are_none_are_named(tmp_path):
    address = S3Address.parse(f"s3://d12?endpoint=https://minio&ca={tmp_path}/none.pem")

    with pytest.raises(ObjectsUnavailable) as refused:
        pool_of(address)

    assert refused.value.code == "objects.noCertificates"
