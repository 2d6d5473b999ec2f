"""The object store, on every adapter. A new adapter joins as one line in STORES."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from archive.adapters.folder_objects import FolderObjects
from archive.adapters.s3_objects import open_s3
from archive.objects import Area, ObjectCorrupt, ObjectMissing, ObjectStore, ObjectsUnavailable
from tests.kit.s3 import address_of
from tests.services.running import Service


def s3_of(server: Service) -> ObjectStore:
    """Three new buckets on that server."""
    return open_s3(*address_of(server))


STORES: dict[str, Callable[[pytest.FixtureRequest, Path], ObjectStore]] = {
    "folder": lambda _, folder: FolderObjects(folder / "objects"),
    "minio": lambda request, _: s3_of(request.getfixturevalue("minio_server")),
    "seaweedfs": lambda request, _: s3_of(request.getfixturevalue("seaweedfs_server")),
}

SCAN = b"\x00\x01 a scan \xff" * 1000
NAME = hashlib.sha256(SCAN).hexdigest()
NOTHING = hashlib.sha256(b"never put").hexdigest()


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    return STORES[request.param](request, tmp_path)


@pytest.mark.parametrize("area", Area)
def test_what_is_put_is_kept_under_its_digest(store: ObjectStore, area: Area):
    assert store.put(SCAN, area=area) == NAME

    assert store.has(NAME, area=area)
    assert store.get(NAME, area=area) == SCAN
    assert list(store.digests(area=area)) == [NAME]


def test_putting_twice_is_the_same_as_once(store: ObjectStore):
    store.put(SCAN, area=Area.INTAKE)
    store.put(SCAN, area=Area.INTAKE)

    assert list(store.digests(area=Area.INTAKE)) == [NAME]


def test_no_bytes_are_an_object_too(store: ObjectStore):
    empty = store.put(b"", area=Area.DERIVED)

    assert store.get(empty, area=Area.DERIVED) == b""


def test_areas_do_not_share_their_objects(store: ObjectStore):
    store.put(SCAN, area=Area.INTAKE)

    assert not store.has(NAME, area=Area.MASTERS)
    with pytest.raises(ObjectMissing):
        store.get(NAME, area=Area.MASTERS)


def test_what_was_never_put_is_missing_by_name(store: ObjectStore):
    with pytest.raises(ObjectMissing) as missing:
        store.get(NOTHING, area=Area.MASTERS)

    assert missing.value.values == {"digest": NOTHING, "area": "masters"}


def test_promotion_copies_and_keeps_the_intake_until_it_is_cleared(store: ObjectStore):
    store.put(SCAN, area=Area.INTAKE)

    store.promote(NAME)

    assert store.get(NAME, area=Area.MASTERS) == SCAN
    assert store.has(NAME, area=Area.INTAKE)


def test_promotion_twice_or_after_clearing_is_the_same_as_once(store: ObjectStore):
    store.put(SCAN, area=Area.INTAKE)

    store.promote(NAME)
    store.clear(NAME, area=Area.INTAKE)
    store.promote(NAME)

    assert list(store.digests(area=Area.MASTERS)) == [NAME]


def test_what_is_nowhere_cannot_be_promoted(store: ObjectStore):
    with pytest.raises(ObjectMissing):
        store.promote(NOTHING)


@pytest.mark.parametrize("area", [Area.INTAKE, Area.DERIVED])
def test_a_cleared_object_is_gone_and_clearing_again_is_fine(store: ObjectStore, area: Area):
    store.put(SCAN, area=area)

    store.clear(NAME, area=area)
    store.clear(NAME, area=area)

    assert not store.has(NAME, area=area)
    assert list(store.digests(area=area)) == []


def test_the_masters_cannot_forget(store: ObjectStore):
    store.put(SCAN, area=Area.MASTERS)

    with pytest.raises(ValueError, match="cannot forget"):
        store.clear(NAME, area=Area.MASTERS)

    assert store.get(NAME, area=Area.MASTERS) == SCAN


@pytest.mark.parametrize("name", ["", "../../etc/passwd", NAME[:63], NAME + "0", NAME.upper()])
def test_a_name_that_is_no_digest_is_refused(store: ObjectStore, name: str):
    for use in (store.get, store.has, store.clear):
        with pytest.raises(ValueError, match="64 hexadecimal"):
            use(name, area=Area.INTAKE)


def test_writers_at_the_same_time_keep_one_whole_object(store: ObjectStore):
    threads = [Thread(target=lambda: store.put(SCAN, area=Area.MASTERS)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.get(NAME, area=Area.MASTERS) == SCAN
    assert list(store.digests(area=Area.MASTERS)) == [NAME]


# What only a folder can show.


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
def folder(root: Path) -> FolderObjects:
    return FolderObjects(root)


def path_of(root: Path, area: str) -> Path:
    return root / area / NAME[:2] / NAME[2:4] / NAME


def flip(path: Path) -> None:
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[7] ^= 1
    path.write_bytes(content)


def test_an_object_lies_read_only_in_its_owners_folder(folder: FolderObjects, root: Path):
    folder.put(SCAN, area=Area.MASTERS)

    assert path_of(root, "masters").stat().st_mode & 0o777 == 0o444
    for above in (root, root / "masters", path_of(root, "masters").parent):
        assert above.stat().st_mode & 0o777 == 0o700
    assert list((root / "masters" / ".incoming").iterdir()) == []


def test_changed_bytes_are_found_on_reading_and_never_repaired_in_silence(
    folder: FolderObjects, root: Path
):
    folder.put(SCAN, area=Area.MASTERS)
    flip(path_of(root, "masters"))

    with pytest.raises(ObjectCorrupt) as corrupt:
        folder.get(NAME, area=Area.MASTERS)
    with pytest.raises(ObjectCorrupt):
        folder.put(SCAN, area=Area.MASTERS)
    with pytest.raises(ObjectCorrupt):
        folder.promote(NAME)

    assert corrupt.value.values == {"digest": NAME, "area": "masters"}


def test_a_damaged_scan_is_not_promoted(folder: FolderObjects, root: Path):
    folder.put(SCAN, area=Area.INTAKE)
    flip(path_of(root, "intake"))

    with pytest.raises(ObjectCorrupt):
        folder.promote(NAME)

    assert not folder.has(NAME, area=Area.MASTERS)


def test_a_link_in_place_of_an_object_is_refused(folder: FolderObjects, root: Path, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.write_bytes(SCAN)
    path_of(root, "intake").parent.mkdir(parents=True)
    path_of(root, "intake").symlink_to(outside)

    assert not folder.has(NAME, area=Area.INTAKE)
    assert list(folder.digests(area=Area.INTAKE)) == []
    for use in (folder.get, folder.put):
        with pytest.raises(ObjectsUnavailable) as refused:
            use(SCAN if use == folder.put else NAME, area=Area.INTAKE)  # type: ignore[arg-type]
        assert refused.value.code == "objects.notOurs"


def test_a_link_in_place_of_a_folder_is_refused(folder: FolderObjects, root: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (root / "intake" / NAME[:2]).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ObjectsUnavailable) as refused:
        folder.put(SCAN, area=Area.INTAKE)

    assert refused.value.code == "objects.notOurs"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_pipe_in_place_of_an_object_is_refused_without_waiting(folder: FolderObjects, root: Path):
    path_of(root, "intake").parent.mkdir(parents=True)
    os.mkfifo(path_of(root, "intake"))

    with pytest.raises(ObjectCorrupt) as refused:
        folder.get(NAME, area=Area.INTAKE)

    assert refused.value.code == "object.notAFile"


def test_a_store_that_is_unplugged_does_not_call_its_objects_missing(
    folder: FolderObjects, root: Path
):
    folder.put(SCAN, area=Area.MASTERS)
    root.rename(root.with_name("unplugged"))

    for use in (folder.get, folder.has):
        with pytest.raises(ObjectsUnavailable) as refused:
            use(NAME, area=Area.MASTERS)
        assert refused.value.code == "objects.gone"
    with pytest.raises(ObjectsUnavailable):
        list(folder.digests(area=Area.MASTERS))


def test_foreign_files_are_no_objects(folder: FolderObjects, root: Path):
    folder.put(SCAN, area=Area.DERIVED)
    (root / "derived" / "Thumbs.db").write_bytes(b"x")
    (root / "derived" / NAME[:2] / "notes").mkdir()
    (root / "derived" / "00").mkdir()
    (root / "derived" / "00" / "00").mkdir()
    (root / "derived" / "00" / "00" / NAME).write_bytes(SCAN)

    assert list(folder.digests(area=Area.DERIVED)) == [NAME]
