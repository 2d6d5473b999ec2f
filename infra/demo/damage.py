"""An archive that somebody tampered with, to see what the check says of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.objects import Area


@contextmanager
def damaged_copy(data: Path, to: Path, digest: str) -> Iterator[Path]:
    """A copy of the archive with one byte of one object flipped; gone afterwards."""
    shutil.copytree(data, to, symlinks=True)
    try:
        path = to / "objects" / Area.MASTERS.value / digest[:2] / digest[2:4] / digest
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0x01
        path.chmod(0o600)
        path.write_bytes(bytes(content))
        yield to
    finally:
        shutil.rmtree(to, ignore_errors=True)
