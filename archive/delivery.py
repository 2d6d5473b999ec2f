"""Port of a delivery: the files of a folder or an upload, as they were handed in.

What the names say is settled here, the same for every adapter: which dossier a file belongs to, in
which order the files were scanned, what is no scan at all and passed by. What a file is, only its
content says.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue

from domain.errors import HosoError
from domain.evidence import Digest
from ocr.limits import looks_like_a_scan

MANIFEST, INVENTORY = "manifest.csv", "inventory.csv"
MOST_LIST_BYTES = 8 * 1024 * 1024
HEAD_BYTES = 1024
"""As much of a file as tells whether it is a scan."""
_LONGEST_NAME_BYTES = 255
_DEEPEST = 8
_BAD_NAMES = ("file.badName", "file.nameTwice")
_NUMBER = re.compile(r"([0-9]+)")
_PASSED_BY = frozenset(
    {"thumbs.db", "desktop.ini", "__macosx", "@eadir", "$recycle.bin", "system volume information"}
)
"""What operating systems and network drives leave in folders."""


class FileRefused(HosoError):
    """A file that cannot be taken in as it lies there, whatever its content.

    Codes: `file.symlink` (a symbolic link, never followed), `file.special` (no regular file),
    `file.badName` (a name that leads elsewhere), `file.tooDeep`, `file.unreadable`, `file.gone`,
    `file.nameTwice`, `file.changed` (it was written to while it was read), `file.readFailed`,
    `scan.tooLarge`.
    """

    code = "file.unreadable"


class DeliveryUnavailable(HosoError):
    """There is no such folder, or it may not be read (exit 9): `delivery.notAFolder`,
    `delivery.unreadable`."""

    code = "delivery.notAFolder"


@dataclass(frozen=True, slots=True)
class Found:
    """A file as an adapter found it. `path`: raw names below the root. `fault`: a refusal's code
    when it must not even be opened. `is_scan`: looked at where the name alone would pass it by."""

    path: tuple[str, ...]
    size_bytes: int
    fault: str | None = None
    is_scan: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that counts. `file_no` counts them from 1 in scanning order; `dossier` is the
    sub-folder, or the file's own name when it lies directly in the folder (`loose`); `name` is
    what people are shown and the ledger keeps, NFC, relative to its dossier."""

    file_no: int
    dossier: str
    loose: bool
    name: str
    path: tuple[str, ...]
    size_bytes: int
    fault: str | None


@dataclass(frozen=True, slots=True)
class ListFile:
    """A manifest (`dossier` None) or the inventory of a dossier. `fault`: why there is no text."""

    dossier: str | None
    content: bytes | None
    fault: str | None = None

    @property
    def name(self) -> str:
        return MANIFEST if self.dossier is None else f"{self.dossier}/{INVENTORY}"


@dataclass(frozen=True, slots=True)
class Listing:
    """`digest` is that of names and sizes: the same folder is known again, also half taken in.
    `empty` are sub-folders without a file."""

    entries: tuple[Entry, ...]
    lists: tuple[ListFile, ...]
    passed_by: tuple[str, ...]
    empty: tuple[str, ...]
    digest: Digest

    @property
    def dossiers(self) -> tuple[str, ...]:
        """Names in their order, each once."""
        return tuple(dict.fromkeys(entry.dossier for entry in self.entries))

    def of(self, dossier: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.dossier == dossier)


class Delivery(Protocol):
    """See tests/archive/test_delivery.py."""

    def listing(self) -> Listing:
        """Everything that was handed in. Raises: DeliveryUnavailable."""
        ...

    def read(self, entry: Entry, *, limit_bytes: int) -> bytes:
        """The whole content of a file that did not change meanwhile.

        Raises:
            FileRefused: also when the file is larger than `limit_bytes`, before it is read.
        """
        ...


def listed(
    found: Iterable[Found], lists: Sequence[ListFile], folders: Iterable[str] = ()
) -> Listing:
    """Put what was found in order: who belongs where, and what is passed by.

    Args:
        found: every file below the root but the lists.
        lists: the manifest and the inventories.
        folders: raw names of the sub-folders, to tell the empty ones.
    """
    counted: list[Found] = []
    passed_by: list[str] = []
    for one in sorted(found, key=lambda one: [*map(natural_key, one.path)]):
        if one.fault not in _BAD_NAMES and _passes_by(one):
            passed_by.append(shown("/".join(one.path)))
        else:
            counted.append(one)
    entries = tuple(_entry(number, one) for number, one in enumerate(counted, start=1))
    held = {entry.dossier for entry in entries}
    empty = {shown(name) for name in folders if not is_passed_by(name)} - held
    return Listing(
        entries=entries,
        lists=tuple(lists),
        passed_by=tuple(dict.fromkeys(passed_by)),
        empty=tuple(sorted(empty, key=natural_key)),
        digest=_digest(counted),
    )


def _passes_by(one: Found) -> bool:
    """What lies in a hidden or system folder, and hidden files that are no scans."""
    *folders, name = one.path
    if any(is_passed_by(folder) for folder in folders):
        return True
    return is_passed_by(name) and not one.is_scan


def is_list(path: tuple[str, ...]) -> bool:
    """Whether a path is that of the manifest or of a dossier's inventory."""
    name = path[-1].casefold()
    return (len(path) == 1 and name == MANIFEST) or (len(path) == 2 and name == INVENTORY)


def is_passed_by(name: str) -> bool:
    """Hidden files and what systems leave behind; no scan, no loss."""
    return name.startswith((".", "~$")) or name.casefold() in _PASSED_BY


def is_too_deep(path: tuple[str, ...]) -> bool:
    return len(path) > _DEEPEST


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts `2.tif` before `10.tif`, whatever form the letters are in.

    >>> sorted(["10.tif", "9.tif", "a.tif"], key=natural_key)
    ['9.tif', '10.tif', 'a.tif']
    """
    parts = _NUMBER.split(unicodedata.normalize("NFC", name).casefold())
    keyed = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
    return (*keyed, (2, 0, name))


def shown(name: str) -> str:
    """A name fit for screen and ledger: NFC; what cannot be written, or would turn or break the
    line, as a replacement character."""
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    composed = unicodedata.normalize("NFC", readable)
    return "".join(
        "\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in composed
    )


def _entry(file_no: int, found: Found) -> Entry:
    loose = len(found.path) == 1
    below = found.path if loose else found.path[1:]
    return Entry(
        file_no=file_no,
        dossier=shown(found.path[0]),
        loose=loose,
        name=shown("/".join(below)),
        path=found.path,
        size_bytes=found.size_bytes,
        fault=found.fault,
    )


def _digest(found: Iterable[Found]) -> Digest:
    lines = (f"{shown('/'.join(one.path))}\0{one.size_bytes}\0{one.fault or ''}" for one in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class UploadedFiles:
    """A Delivery in memory: files as a browser sends them, `folder/0001.tif` or `paper.pdf`."""

    def __init__(self, files: Sequence[tuple[str, bytes]]) -> None:
        self._content: dict[tuple[str, ...], bytes] = {}
        self._found: list[Found] = []
        self._lists: list[ListFile] = []
        for name, content in files:
            self._take(name, content)

    def _take(self, name: str, content: bytes) -> None:
        path = tuple(part for part in name.split("/"))
        if _leads_elsewhere(path) or path in self._content:
            # Never opened, so its name may be kept; a second file of a name would hide the first.
            fault = "file.badName" if path not in self._content else "file.nameTwice"
            safe = (shown(name.replace("/", "\u2215")) or "\ufffd",)
            self._found.append(Found(safe, len(content), fault))
        elif is_list(path):
            dossier = shown(path[0]) if len(path) == 2 else None
            self._lists.append(ListFile(dossier, content))
        else:
            self._content[path] = content
            too_deep = "file.tooDeep" if is_too_deep(path) else None
            is_scan = looks_like_a_scan(content[:HEAD_BYTES])
            self._found.append(Found(path, len(content), too_deep, is_scan))

    def listing(self) -> Listing:
        return listed(self._found, self._lists)

    def read(self, entry: Entry, *, limit_bytes: int) -> bytes:
        content = self._content[entry.path]
        check_size(len(content), limit_bytes=limit_bytes)
        return content


def check_size(size_bytes: int, *, limit_bytes: int) -> None:
    """Raises: FileRefused: `scan.tooLarge`."""
    if size_bytes > limit_bytes:
        values: dict[str, JsonValue] = {"bytes": size_bytes, "limitBytes": limit_bytes}
        raise FileRefused("scan.tooLarge", **values)


def _leads_elsewhere(path: tuple[str, ...]) -> bool:
    """Absolute, upwards, through a drive, or not one name per step."""
    return any(
        part in ("", ".", "..")
        or "\\" in part
        or re.match(r"^[A-Za-z]:", part) is not None
        or any(unicodedata.category(letter) == "Cc" for letter in part)
        or len(part.encode("utf-8", "surrogatepass")) > _LONGEST_NAME_BYTES
        for part in path
    )
