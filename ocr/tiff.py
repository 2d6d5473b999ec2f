"""TIFF directories: counting the images of a file, and taking one out without decoding it.

Source: TIFF 6.0, sections 2, 8 and 15; BigTIFF as in libtiff 4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ocr.errors import UnreadableScan

NEW_SUBFILE_TYPE, WIDTH, HEIGHT, COMPRESSION = 254, 256, 257, 259
STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES = 273, 279, 324, 325
OLD_JPEG, NEW_JPEG = 6, 7
JPEG_TABLES = 347
# pointers into the source file that would dangle in a copy: sub-directories, EXIF, GPS, old JPEG
_POINTERS = frozenset({330, 34665, 34853, 40965, 513, 514, 519, 520, 521})
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SIZES |= {16: 8, 17: 8, 18: 8}
_LETTERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_REDUCED_OR_MASK = 0b101


@dataclass(frozen=True)
class Flavour:
    """Byte order ("<" or ">") and whether offsets have eight bytes."""

    order: str
    big: bool

    @property
    def offset(self) -> str:
        return "Q" if self.big else "I"

    @property
    def entry_bytes(self) -> int:
        return 20 if self.big else 12

    def unpack(self, letters: str, content: bytes, at: int) -> tuple[int, ...]:
        try:
            return struct.unpack_from(self.order + letters, content, at)
        except struct.error as error:
            raise UnreadableScan("scan.truncated") from error

    def pack(self, letters: str, *values: int) -> bytes:
        return struct.pack(self.order + letters, *values)


@dataclass(frozen=True)
class Entry:
    tag: int
    kind: int
    count: int
    payload: bytes


@dataclass(frozen=True)
class Directory:
    """One image of the file. `frame_no` is its place among all directories, from 0."""

    flavour: Flavour
    frame_no: int
    entries: tuple[Entry, ...]

    def numbers(self, tag: int) -> tuple[int, ...]:
        """The whole numbers under `tag`; empty when the tag is absent or of another kind."""
        for entry in self.entries:
            if entry.tag == tag and entry.kind in _LETTERS:
                letters = f"{entry.count}{_LETTERS[entry.kind]}"
                return struct.unpack(self.flavour.order + letters, entry.payload)
        return ()

    def number(self, tag: int, *, default: int = 0) -> int:
        return next(iter(self.numbers(tag)), default)

    @property
    def chunks(self) -> tuple[tuple[int, int], ...]:
        """(offset, length) of every strip or tile."""
        offsets = self.numbers(STRIP_OFFSETS) or self.numbers(TILE_OFFSETS)
        lengths = self.numbers(STRIP_BYTES) or self.numbers(TILE_BYTES)
        return tuple(zip(offsets, lengths, strict=False))

    @property
    def is_page(self) -> bool:
        """False for thumbnails and transparency masks."""
        return not self.number(NEW_SUBFILE_TYPE) & _REDUCED_OR_MASK


def directories(content: bytes, *, max_images: int) -> tuple[Directory, ...]:
    """The images of a TIFF in order, thumbnails and masks left out.

    Raises:
        UnreadableScan: scan.truncated, scan.corrupt, scan.noImages or scan.tooManyImages.
    """
    flavour, at = _opening(content)
    found: list[Directory] = []
    seen: set[int] = set()
    while at:
        if at in seen:
            raise UnreadableScan("scan.corrupt")
        if len(seen) > 2 * max_images:
            raise UnreadableScan("scan.tooManyImages", limit=max_images)
        seen.add(at)
        directory, at = _directory(content, at, flavour=flavour, frame_no=len(seen) - 1)
        if directory.is_page:
            _check_extent(content, directory)
            found.append(directory)
    if not found:
        raise UnreadableScan("scan.noImages")
    if len(found) > max_images:
        raise UnreadableScan("scan.tooManyImages", images=len(found), limit=max_images)
    return tuple(found)


def jpegs(content: bytes, directory: Directory) -> Iterator[bytes]:
    """The strips or tiles of a JPEG-compressed image, each a whole JPEG with the shared tables.

    Source: TIFF Technical Note 2: abbreviated streams and `JPEGTables`.
    """
    if directory.number(COMPRESSION, default=1) != NEW_JPEG:
        return
    tables = next((one.payload for one in directory.entries if one.tag == JPEG_TABLES), b"")
    shared = tables[2:-2] if len(tables) > 4 else b""
    for offset, length in directory.chunks:
        yield content[offset : offset + 2] + shared + content[offset + 2 : offset + length]


def alone(content: bytes, directory: Directory) -> bytes | None:
    """A file with this image only, its compressed bytes unchanged.

    Returns:
        The new file; None for old-style JPEG, whose parts lie scattered over the file.
    """
    if directory.number(COMPRESSION, default=1) == OLD_JPEG:
        return None
    flavour = directory.flavour
    head_bytes = 16 if flavour.big else 8
    chunks = [content[start : start + length] for start, length in directory.chunks]
    offsets: list[int] = []
    at = head_bytes
    for chunk in chunks:
        offsets.append(at)
        at += len(chunk) + len(chunk) % 2
    body = b"".join(chunk + b"\0" * (len(chunk) % 2) for chunk in chunks)
    entries = [_moved(e, offsets, flavour) for e in directory.entries if e.tag not in _POINTERS]
    mark = b"II" if flavour.order == "<" else b"MM"
    head = mark + (
        flavour.pack("HHHQ", 43, 8, 0, at) if flavour.big else flavour.pack("HI", 42, at)
    )
    return head + body + _written(entries, at, flavour)


def _opening(content: bytes) -> tuple[Flavour, int]:
    order = "<" if content[:2] == b"II" else ">"
    big = Flavour(order, False).unpack("H", content, 2)[0] == 43
    flavour = Flavour(order, big)
    (at,) = flavour.unpack(flavour.offset, content, 8 if big else 4)
    return flavour, at


def _directory(
    content: bytes, at: int, *, flavour: Flavour, frame_no: int
) -> tuple[Directory, int]:
    counter = "Q" if flavour.big else "H"
    (count,) = flavour.unpack(counter, content, at)
    at += struct.calcsize("=" + counter)
    if at + count * flavour.entry_bytes > len(content):
        raise UnreadableScan("scan.truncated")
    entries = tuple(
        _entry(content, at + n * flavour.entry_bytes, flavour=flavour) for n in range(count)
    )
    (following,) = flavour.unpack(flavour.offset, content, at + count * flavour.entry_bytes)
    return Directory(flavour, frame_no, entries), following


def _entry(content: bytes, at: int, *, flavour: Flavour) -> Entry:
    tag, kind = flavour.unpack("HH", content, at)
    (count,) = flavour.unpack(flavour.offset, content, at + 4)
    inline = struct.calcsize("=" + flavour.offset)
    where = at + 4 + inline
    size = count * _SIZES.get(kind, 1)
    if size > inline:
        (where,) = flavour.unpack(flavour.offset, content, where)
    if where + size > len(content):
        raise UnreadableScan("scan.truncated")
    return Entry(tag, kind, count, content[where : where + size])


def _check_extent(content: bytes, directory: Directory) -> None:
    if not directory.number(WIDTH) or not directory.number(HEIGHT):
        raise UnreadableScan("scan.corrupt")
    if any(start + length > len(content) for start, length in directory.chunks):
        raise UnreadableScan("scan.truncated")


def _moved(entry: Entry, offsets: list[int], flavour: Flavour) -> Entry:
    if entry.tag not in (STRIP_OFFSETS, TILE_OFFSETS):
        return entry
    kind = 16 if flavour.big else 4
    return replace(
        entry, kind=kind, payload=flavour.pack(f"{len(offsets)}{flavour.offset}", *offsets)
    )


def _written(entries: list[Entry], at: int, flavour: Flavour) -> bytes:
    inline = struct.calcsize("=" + flavour.offset)
    counter = "Q" if flavour.big else "H"
    table_bytes = struct.calcsize("=" + counter) + len(entries) * flavour.entry_bytes + inline
    table = flavour.pack(counter, len(entries))
    beyond = b""
    for entry in entries:
        table += flavour.pack("HH" + flavour.offset, entry.tag, entry.kind, entry.count)
        if len(entry.payload) <= inline:
            table += entry.payload.ljust(inline, b"\0")
        else:
            table += flavour.pack(flavour.offset, at + table_bytes + len(beyond))
            beyond += entry.payload + b"\0" * (len(entry.payload) % 2)
    return table + flavour.pack(flavour.offset, 0) + beyond
