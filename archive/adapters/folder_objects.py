"""Objects in a folder: `{intake,masters,derived}/ab/cd/<digest>`, each written once.

A write goes to `<area>/.incoming/`, is forced to disk, made read-only and renamed to its digest;
then the folders on the way are forced to disk. So a crash leaves an object whole or not at all,
and at worst a file in `.incoming`, locked by its writer while that lives. Opening the store and
clearing an object sweep away what dead writers left. `promote` keeps the intake's object until it
is cleared, so a crash between leaves two copies, never none.

Clearing unlinks; it does not overwrite the disk's blocks. Symbolic links below the root are
refused: everything is opened step by step from the root without following any.
"""

import errno
import fcntl
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.objects import Area, ObjectCorrupt, ObjectMissing, ObjectsUnavailable
from domain.events.storage import StoreCheck, StoreChecked
from domain.evidence import Digest

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PREFIX = re.compile(r"[0-9a-f]{2}")
_INCOMING = ".incoming"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_STRANGE = frozenset({errno.ELOOP, errno.ENOTDIR})
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_CHUNK = 1 << 20


class FolderObjects:
    """An ObjectStore in one folder of this machine, its owner's alone. Safe between processes."""

    def __init__(self, root: Path) -> None:
        """Open or create the folder. Raises: ObjectsUnavailable."""
        self._root = root.absolute()
        with _translated():
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._root = self._root.resolve()
            with self._folder() as root_fd:
                for area in Area:
                    with suppress(FileExistsError):
                        os.mkdir(area.value, 0o700, dir_fd=root_fd)
                os.fsync(root_fd)
        for area in Area:
            self._sweep(area)

    @property
    def address(self) -> str:
        return f"folder:{self._root}"

    def probe(self) -> tuple[StoreChecked, ...]:
        """A folder promises none of it: whoever owns the disk may change what lies there."""
        return tuple(StoreChecked(check=one, proved=False, said="FOLDER") for one in StoreCheck)

    def put(self, content: bytes, *, area: Area) -> Digest:
        """Keep `content` durably, return its name.

        Raises:
            ObjectCorrupt: something else is kept under that name; it is left as it is.
            ObjectsUnavailable: code `objects.diskFull` if there is no room; nothing is left behind.
        """
        digest = hashlib.sha256(content).hexdigest()
        with _translated(area):
            self._keep(digest, content, area)
        return digest

    def get(self, digest: Digest, *, area: Area) -> bytes:
        with _translated(area):
            content = self._read(digest, area)
        if content is None:
            raise ObjectMissing(digest=digest, area=area.value)
        if hashlib.sha256(content).hexdigest() != digest:
            raise ObjectCorrupt(digest=digest, area=area.value)
        return content

    def has(self, digest: Digest, *, area: Area) -> bool:
        first, second = _parts(digest)
        try:
            with _translated(area), self._folder(area.value, first, second) as folder:
                found = os.stat(digest, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return stat.S_ISREG(found.st_mode)

    def promote(self, digest: Digest) -> None:
        """Copy from the intake to the masters, force to disk, and read the copy back."""
        if self.has(digest, area=Area.MASTERS):
            self.get(digest, area=Area.MASTERS)
            return
        content = self.get(digest, area=Area.INTAKE)
        with _translated(Area.MASTERS):
            self._keep(digest, content, Area.MASTERS)
        self.get(digest, area=Area.MASTERS)

    def clear(self, digest: Digest, *, area: Area) -> None:
        """Unlink an object of the intake or the derived area, and leftovers of dead writers there.

        Raises: ValueError for the masters: they cannot forget.
        """
        first, second = _parts(digest)
        if area is Area.MASTERS:
            raise ValueError("the masters cannot forget")
        self._sweep(area)
        with (
            suppress(FileNotFoundError),
            _translated(area),
            self._folder(area.value, first, second) as folder,
        ):
            os.unlink(digest, dir_fd=folder)
            os.fsync(folder)

    def digests(self, *, area: Area) -> Iterator[Digest]:
        """Names of what is kept, in their order. A file that is no object of ours is passed by."""
        for first in self._names(_PREFIX, area.value):
            for second in self._names(_PREFIX, area.value, first):
                for name in self._names(_DIGEST, area.value, first, second):
                    if name[:4] == first + second and self.has(name, area=area):
                        yield name

    def _names(self, pattern: re.Pattern[str], *parts: str) -> list[str]:
        try:
            with _translated(), self._folder(*parts) as folder:
                return sorted(name for name in _listed(folder) if pattern.fullmatch(name))
        except FileNotFoundError:
            return []

    @contextmanager
    def _folder(self, *parts: str, create: bool = False) -> Iterator[int]:
        """A descriptor of the folder, opened step by step; what is created is forced to disk.

        Root and areas are there since the store was opened: without them it is unplugged, and
        what is kept must not be called missing.
        """
        fd = _open_folder(str(self._root))
        try:
            for depth, part in enumerate(parts):
                if create and depth:
                    with suppress(FileExistsError):
                        os.mkdir(part, 0o700, dir_fd=fd)
                    os.fsync(fd)  # also when it was there: its maker may not have come so far
                below = os.open(part, _FOLDER, dir_fd=fd) if depth else _open_folder(part, fd)
                os.close(fd)
                fd = below
            yield fd
        finally:
            os.close(fd)

    def _read(self, digest: Digest, area: Area) -> bytes | None:
        first, second = _parts(digest)
        try:
            with self._folder(area.value, first, second) as folder:
                fd = os.open(digest, _READ, dir_fd=folder)
        except FileNotFoundError:
            return None
        with os.fdopen(fd, "rb") as file:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise ObjectCorrupt("object.notAFile", digest=digest, area=area.value)
            return file.read()

    def _keep(self, digest: Digest, content: bytes, area: Area) -> None:
        first, second = _parts(digest)
        kept = self._read(digest, area)
        if kept is not None and kept != content:
            raise ObjectCorrupt(digest=digest, area=area.value)
        with (
            self._folder(area.value, _INCOMING, create=True) as incoming,
            self._folder(area.value, first, second, create=True) as folder,
        ):
            if kept is None:
                _write(digest, content, incoming=incoming, folder=folder)
            os.fsync(folder)

    def _sweep(self, area: Area) -> None:
        """Remove what writers left that live no more; a living one holds its file's lock."""
        try:
            with _translated(area), self._folder(area.value, _INCOMING) as incoming:
                for name in _listed(incoming):
                    with suppress(FileNotFoundError):
                        _sweep_one(name, incoming)
                os.fsync(incoming)
        except FileNotFoundError:
            return


def _write(digest: Digest, content: bytes, *, incoming: int, folder: int) -> None:
    """Write, force to disk, make read-only, rename. Leaves nothing behind when it fails."""
    while True:
        name = secrets.token_hex(16)
        fd = os.open(name, _NEW, 0o600, dir_fd=incoming)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            if os.fstat(fd).st_nlink == 0:
                continue  # swept between its creation and its lock: once more
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(fd, rest[:_CHUNK]) :]
                os.fchmod(fd, 0o444)
                os.fsync(fd)
                # So that the next reading comes from the disk, not from memory.
                os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
                os.rename(name, digest, src_dir_fd=incoming, dst_dir_fd=folder)
            except BaseException:
                with suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=incoming)
                raise
            return
        finally:
            os.close(fd)


def _listed(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def _sweep_one(name: str, incoming: int) -> None:
    if not stat.S_ISREG(os.stat(name, dir_fd=incoming, follow_symlinks=False).st_mode):
        return
    fd = os.open(name, _READ, dir_fd=incoming)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(name, dir_fd=incoming)
    except BlockingIOError:
        pass  # its writer lives
    finally:
        os.close(fd)


def _open_folder(name: str, above: int | None = None) -> int:
    try:
        return os.open(name, _FOLDER, dir_fd=above)
    except FileNotFoundError as error:
        raise ObjectsUnavailable("objects.gone") from error


def _parts(digest: Digest) -> tuple[str, str]:
    if not _DIGEST.fullmatch(digest):
        raise ValueError("an object is named by 64 hexadecimal digits")
    return digest[:2], digest[2:4]


@contextmanager
def _translated(area: Area | None = None) -> Iterator[None]:
    """Name what the file system says; that a file is not there is for the caller to judge."""
    where = {} if area is None else {"area": area.value}
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise ObjectsUnavailable("objects.diskFull", **where) from error
        if error.errno in _STRANGE:
            raise ObjectsUnavailable("objects.notOurs", **where) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ObjectsUnavailable("objects.notAllowed", **where) from error
        raise ObjectsUnavailable(errno=error.errno, **where) from error
