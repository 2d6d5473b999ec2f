"""A delivery in a folder of this machine. Links are never followed, not even between two looks."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.delivery import (
    HEAD_BYTES,
    INVENTORY,
    MOST_LIST_BYTES,
    DeliveryUnavailable,
    Entry,
    FileRefused,
    Found,
    ListFile,
    Listing,
    check_size,
    is_list,
    is_passed_by,
    is_too_deep,
    listed,
    shown,
)
from ocr.limits import looks_like_a_scan

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CHUNK = 1 << 20
_FAULTS = {
    errno.ENOENT: "file.gone",
    errno.ELOOP: "file.symlink",
    errno.ENOTDIR: "file.symlink",
    errno.EACCES: "file.unreadable",
    errno.EPERM: "file.unreadable",
    errno.ENXIO: "file.special",
}


class FolderDelivery:
    """The folder itself may be reached through links: the person named it. Nothing below it may."""

    def __init__(self, folder: Path) -> None:
        self._root = folder

    def listing(self) -> Listing:
        found: list[Found] = []
        lists: list[ListFile] = []
        folders: list[str] = []
        with self._opened(()) as root:
            for path, kind, size in _walk(root, ()):
                if kind == "folder":
                    folders.append(path[0])
                elif is_list(path):
                    lists.append(self._list(path, kind, size))
                else:
                    fault = None if kind in ("file", "system") else kind
                    hidden = kind == "file" and is_passed_by(path[-1])
                    found.append(Found(path, size, fault, hidden and self._is_scan(path)))
        return listed(found, lists, folders)

    def read(self, entry: Entry, *, limit_bytes: int) -> bytes:
        return self._read(entry.path, limit_bytes=limit_bytes)

    def _is_scan(self, path: tuple[str, ...]) -> bool:
        """Whether a hidden file is a scan all the same; one that cannot be opened is taken for one
        and refused by its name, so that nothing is passed by unseen."""
        try:
            with self._opened(path[:-1]) as folder:
                fd = os.open(path[-1], _READ, dir_fd=folder)
            with os.fdopen(fd, "rb", buffering=0) as file:
                return looks_like_a_scan(file.read(HEAD_BYTES))
        except OSError:
            return True

    def _list(self, path: tuple[str, ...], kind: str, size: int) -> ListFile:
        dossier = shown(path[0]) if path[-1].casefold() == INVENTORY else None
        if kind != "file":
            return ListFile(dossier, None, kind)
        try:
            return ListFile(dossier, self._read(path, limit_bytes=MOST_LIST_BYTES))
        except FileRefused as error:
            return ListFile(dossier, None, error.code)

    def _read(self, path: tuple[str, ...], *, limit_bytes: int) -> bytes:
        try:
            with self._opened(path[:-1]) as folder:
                fd = os.open(path[-1], _READ, dir_fd=folder)
            with os.fdopen(fd, "rb", buffering=0) as file:
                before = os.fstat(fd)
                if not stat.S_ISREG(before.st_mode):
                    raise FileRefused("file.special")
                check_size(before.st_size, limit_bytes=limit_bytes)
                content = _content(file.fileno(), before.st_size)
                if len(content) != before.st_size or _moved(before, os.fstat(fd)):
                    raise FileRefused("file.changed")
                return content
        except OSError as error:
            raise FileRefused(_FAULTS.get(error.errno or 0, "file.readFailed")) from error

    @contextmanager
    def _opened(self, below: tuple[str, ...]) -> Iterator[int]:
        """A descriptor of a folder, opened step by step from the root."""
        try:
            fd = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except PermissionError as error:
            raise DeliveryUnavailable("delivery.unreadable", folder=str(self._root)) from error
        except OSError as error:
            raise DeliveryUnavailable(folder=str(self._root)) from error
        try:
            for part in below:
                deeper = os.open(part, _FOLDER, dir_fd=fd)
                os.close(fd)
                fd = deeper
            yield fd
        finally:
            os.close(fd)


def _walk(folder: int, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, int]]:
    """(path, "file" | "folder" | "system" | a refusal's code, bytes) of everything below."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries)
    for name in names:
        path = (*above, name)
        try:
            known = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            continue  # taken away between two looks: it was never handed in
        if stat.S_ISDIR(known.st_mode):
            yield from _within(folder, path)
        elif stat.S_ISREG(known.st_mode):
            yield path, "file", known.st_size
        elif stat.S_ISLNK(known.st_mode):
            yield path, "file.symlink", 0
        else:
            yield path, "file.special", 0


def _within(folder: int, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, int]]:
    if is_passed_by(path[-1]):
        yield path, "system", 0  # named among what was passed by, never looked into
        return
    if is_too_deep(path):
        yield path, "file.tooDeep", 0
        return
    if len(path) == 1:
        yield path, "folder", 0
    try:
        fd = os.open(path[-1], _FOLDER, dir_fd=folder)
    except OSError as error:
        yield path, _FAULTS.get(error.errno or 0, "file.readFailed"), 0
        return
    try:
        yield from _walk(fd, path)
    finally:
        os.close(fd)


def _content(fd: int, size: int) -> bytes:
    """At most one byte more than `size`, which tells that the file has grown."""
    parts = []
    left = size + 1
    while left > 0 and (part := os.read(fd, min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _moved(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_size, before.st_mtime_ns, before.st_ctime_ns) != (
        after.st_size,
        after.st_mtime_ns,
        after.st_ctime_ns,
    )
