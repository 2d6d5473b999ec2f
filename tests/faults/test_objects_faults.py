"""The folder of objects under a killed writer, a full disk and a link in the way."""

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.adapters.folder_objects import FolderObjects
from archive.objects import Area, ObjectsUnavailable

ROOT = Path(__file__).parents[2]
SCAN = random.Random(1).randbytes(3_000_000)
NAME = hashlib.sha256(SCAN).hexdigest()

# Puts scans into the intake, promotes and clears them; says what it may be held to.
WRITER = """
import random, sys
from pathlib import Path
from archive.adapters.folder_objects import FolderObjects
from archive.objects import Area
store = FolderObjects(Path(sys.argv[1]))
chance = random.Random(int(sys.argv[2]))
print("open", flush=True)
while True:
    name = store.put(chance.randbytes(1_500_000), area=Area.INTAKE)
    print(name, flush=True)
    store.promote(name)
    store.clear(name, area=Area.INTAKE)
"""


def everything(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_killed_writers_lose_no_scan_and_leave_none_in_part(tmp_path: Path):
    root = tmp_path / "objects"
    chance = random.Random(4)
    acknowledged: list[str] = []

    for seed in range(5):
        program = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), str(seed)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
        time.sleep(chance.uniform(0.02, 0.3))
        program.kill()
        acknowledged += [line for line in program.communicate()[0].splitlines() if len(line) == 64]

    store = FolderObjects(root)
    kept = {area: set(store.digests(area=area)) for area in Area}
    assert acknowledged
    for name in acknowledged:
        assert name in kept[Area.INTAKE] | kept[Area.MASTERS]
    for area, names in kept.items():
        for name in names:
            assert hashlib.sha256(store.get(name, area=area)).hexdigest() == name
    assert len(everything(root)) == sum(map(len, kept.values())), "nothing half-done remains"


# Dies inside `put`, before the rename: what lies in .incoming holds the bytes of the scan.
DIES = """
import os, signal, sys
from pathlib import Path
from archive.adapters.folder_objects import FolderObjects
from archive.objects import Area
store = FolderObjects(Path(sys.argv[1]))
os.rename = lambda *names, **folders: os.kill(os.getpid(), signal.SIGKILL)
store.put(b"MAT " * 1000, area=Area.INTAKE)
"""


def die_in_put(root: Path) -> None:
    program = subprocess.run([sys.executable, "-c", DIES, str(root)], cwd=ROOT, check=False)
    assert program.returncode == -9


def test_what_a_dead_writer_left_is_swept_when_the_store_is_opened(tmp_path: Path):
    die_in_put(tmp_path)
    assert len(everything(tmp_path)) == 1

    FolderObjects(tmp_path)

    assert everything(tmp_path) == []


def test_what_a_dead_writer_left_is_swept_when_an_object_is_cleared(tmp_path: Path):
    store = FolderObjects(tmp_path)
    store.put(SCAN, area=Area.INTAKE)
    die_in_put(tmp_path)

    store.clear(hashlib.sha256(b"MAT " * 1000).hexdigest(), area=Area.INTAKE)

    assert [path.name for path in everything(tmp_path)] == [NAME]


def test_what_a_living_writer_writes_is_not_swept(tmp_path: Path):
    store = FolderObjects(tmp_path)
    program = subprocess.Popen(
        [sys.executable, "-c", DIES.replace("SIGKILL", "SIGSTOP"), str(tmp_path)], cwd=ROOT
    )
    os.waitid(os.P_PID, program.pid, os.WSTOPPED)

    FolderObjects(tmp_path)
    store.clear(NAME, area=Area.INTAKE)

    assert len(everything(tmp_path)) == 1
    program.kill()
    program.wait()


LIMITED = """
import resource, sys
from pathlib import Path
from archive.adapters.folder_objects import FolderObjects
from archive.objects import Area, ObjectsUnavailable
store = FolderObjects(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    store.put(b"s" * 1_000_000, area=Area.MASTERS)
except ObjectsUnavailable as refused:
    print(refused.code)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.put(b"s" * 1_000_000, area=Area.MASTERS)
"""


def test_a_write_that_finds_no_room_leaves_nothing_and_succeeds_later(tmp_path: Path):
    program = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )

    assert program.stdout == "objects.diskFull\n"
    (only,) = everything(tmp_path)
    assert only.name == hashlib.sha256(b"s" * 1_000_000).hexdigest()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root: run this test as root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_refuses_a_scan_whole_and_keeps_the_others(small_disk: Path):
    store = FolderObjects(small_disk / "objects")
    first = store.put(SCAN[:600_000], area=Area.INTAKE)

    with pytest.raises(ObjectsUnavailable) as refused:
        store.put(SCAN[:700_000], area=Area.INTAKE)
    with pytest.raises(ObjectsUnavailable):
        store.promote(first)

    assert refused.value.code == "objects.diskFull"
    assert refused.value.values == {"area": "intake"}
    assert list(store.digests(area=Area.INTAKE)) == [first]
    assert list(store.digests(area=Area.MASTERS)) == []
    assert len(everything(small_disk)) == 1
    store.clear(first, area=Area.INTAKE)
    assert store.put(SCAN[:700_000], area=Area.INTAKE) in store.digests(area=Area.INTAKE)


def test_a_disk_that_is_read_only_says_so(small_disk: Path):
    store = FolderObjects(small_disk / "objects")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    with pytest.raises(ObjectsUnavailable) as refused:
        store.put(b"scan", area=Area.INTAKE)

    assert refused.value.code == "objects.notAllowed"
