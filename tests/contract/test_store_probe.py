"""What is said of an object store is what was seen of it: on real servers, and on a folder."""

from pathlib import Path
from uuid import UUID

import pytest
from minio import MinioAdmin
from minio.credentials import StaticProvider

from archive.adapters.folder_objects import FolderObjects
from archive.adapters.s3_objects import (
    Credentials,
    S3Address,
    S3Objects,
    client_of,
    open_s3,
    pool_of,
)
from archive.objects import Area
from domain.events.storage import WORM, ObjectsProbed, StoreCheck, StoreChecked
from tests.kit.s3 import address_of
from tests.services.running import Service

ALL = set(StoreCheck)


@pytest.fixture(params=["minio", "seaweedfs"])
def server(request: pytest.FixtureRequest) -> Service:
    found: Service = request.getfixturevalue(f"{request.param}_server")
    return found


def proved(checks: tuple[StoreChecked, ...]) -> set[StoreCheck]:
    assert [one.check for one in checks if one.check not in WORM] == [
        StoreCheck.CHECKSUM_COMPARED,
        StoreCheck.CONDITIONAL_PUT,
        StoreCheck.LINKS_EXPIRE,
    ]
    return {one.check for one in checks if one.proved}


def is_worm(checks: tuple[StoreChecked, ...]) -> bool:
    return ObjectsProbed(recorded_by=UUID(int=1), address="s3://x", checks=checks).worm


def test_a_lock_that_nobody_can_set_aside_is_proved(server: Service):
    store = open_s3(*address_of(server, lock="COMPLIANCE"))

    checks = store.probe()

    assert proved(checks) == ALL
    assert is_worm(checks)


def test_an_administrators_credentials_prove_no_governance_lock(server: Service):
    store = open_s3(*address_of(server, lock="GOVERNANCE"))

    checks = store.probe()

    assert proved(checks) == ALL - {StoreCheck.SETTING_ASIDE_REFUSED}
    assert not is_worm(checks)


def test_credentials_that_cannot_set_it_aside_prove_a_governance_lock(minio_server: Service):
    address, admin = address_of(minio_server, lock="GOVERNANCE")
    open_s3(address, admin)
    ours = Credentials("archive", "a-secret-of-ours")
    give(minio_server, ours)

    checks = open_s3(address, ours).probe()

    assert proved(checks) == ALL
    assert is_worm(checks)


def give(server: Service, keys: Credentials) -> None:
    """A user with every right but to set a lock aside."""
    administration = MinioAdmin(
        endpoint=server.facts["endpoint"].removeprefix("http://"),
        credentials=StaticProvider(server.facts["access_key"], server.facts["secret_key"]),
        secure=False,
    )
    everything = {"Action": ["s3:*"], "Resource": ["arn:aws:s3:::*"], "Effect": "Allow"}
    but = {**everything, "Action": ["s3:BypassGovernanceRetention"], "Effect": "Deny"}
    policy = {"Version": "2012-10-17", "Statement": [everything, but]}
    administration.policy_add("archive", policy=policy)
    administration.user_add(keys.access_key, keys.secret_key)
    administration.attach_policy(["archive"], user=keys.access_key)


def test_a_bucket_without_lock_proves_nothing_and_says_why(server: Service):
    address, keys = address_of(server)
    pool = pool_of(address)
    client = client_of(address, keys, pool)
    client.make_bucket(address.bucket(Area.MASTERS))

    checks = S3Objects(client, address, pool).probe()

    assert not is_worm(checks)
    assert proved(checks).isdisjoint(WORM)
    assert all(one.said for one in checks if one.check in WORM)


def test_a_second_probe_removes_what_the_first_left_once_its_lock_has_ended(server: Service):
    store = open_s3(*address_of(server, lock="COMPLIANCE"))

    store.probe()
    store.probe()  # the first one's object is still locked: it stays, and is no hindrance

    assert list(store.digests(area=Area.MASTERS)) == []


def test_a_folder_promises_nothing_of_the_kind(tmp_path: Path):
    checks = FolderObjects(tmp_path).probe()

    assert proved(checks) == set()
    assert not is_worm(checks)


def test_the_address_that_is_recorded_holds_no_credentials():
    address = S3Address.parse("s3://dossiers?endpoint=https://minio:9000&lock=COMPLIANCE")

    assert str(address) == "s3://dossiers?endpoint=https://minio:9000&lock=COMPLIANCE"
