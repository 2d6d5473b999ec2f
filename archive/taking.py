"""One dossier of a delivery is taken in: file by file, object before event.

A file is a page, or several, by its content: the same bytes in the same dossier are the same page.
Under the name that they came in with before, they are known and nothing is recorded; under another
name they are a duplicate, unless nothing is printed on them: blank pages are no duplicates.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID, uuid4

from pydantic import JsonValue

from archive.batches import BatchBook
from archive.delivery import MANIFEST, Delivery, Entry, FileRefused
from archive.describing import count_of, description_of
from archive.dossier_choice import Choice
from archive.files import is_blank
from archive.folding import dossier_of, retried
from archive.keys import Keys
from archive.ledger import Ledger, LedgerConflict, Write
from archive.lists import Problem, problem
from archive.manifest import ManifestRow
from archive.objects import Area, ObjectStore, ObjectsUnavailable
from domain.access import Actor
from domain.batch import Batch
from domain.dossier import Dossier
from domain.events.dossier import (
    DossierAccessioned,
    DossierOpened,
    FileDuplicated,
    FileRejected,
    InventoryLine,
)
from domain.events.envelope import Event
from domain.events.page import PageAccessioned
from domain.evidence import Digest
from domain.page import Page, page_id_of
from ocr.errors import UnreadableScan
from ocr.limits import Limits
from ocr.pages import FileFacts, identify

_MOST_IMAGES_A_WRITE = 100


@dataclass(frozen=True, slots=True)
class Refusal:
    """`again`: recorded by an earlier run, not counted twice."""

    entry: Entry
    code: str
    values: Mapping[str, JsonValue]
    again: bool


@dataclass(frozen=True, slots=True)
class _Scan:
    """A new file, in the intake already."""

    entry: Entry
    digest: Digest
    facts: FileFacts
    copy_no: int

    def page_ids(self, dossier_id: UUID) -> tuple[UUID, ...]:
        return tuple(
            page_id_of(dossier_id, self.digest, image.image_no, copy_no=self.copy_no)
            for image in self.facts.images
        )


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a file's bytes would be in the dossier: `held` is the page that is there, if any."""

    copy_no: int
    held: PageAccessioned | None
    known: bool


class Taking:
    """One dossier while it is taken in. `images` are new ones, `known` were in before."""

    def __init__(
        self,
        name: str,
        entries: tuple[Entry, ...],
        *,
        delivery: Delivery,
        book: BatchBook,
        by: Actor,
        ledger: Ledger,
        objects: ObjectStore,
        keys: Keys,
        limits: Limits,
    ) -> None:
        self.name, self._entries = name, entries
        self.loose = all(entry.loose for entry in entries)
        self._delivery, self._book, self._by = delivery, book, by
        self._ledger, self._objects, self._keys, self._limits = ledger, objects, keys, limits
        self.dossier_id: UUID = uuid4()
        self.is_there = self.opened = False
        self.images = self.known = 0
        self.duplicates: list[str] = []
        self.refused: list[Refusal] = []
        self.problems: list[Problem] = []
        self._dossier: Dossier | None = None
        self._row: ManifestRow | None = None
        self._inventory: tuple[InventoryLine, ...] | None = None
        self._rescanned: frozenset[Digest] = frozenset()
        self._places: dict[str, UUID] = {}
        self._told: frozenset[tuple[str, str]] = frozenset()
        self._used: dict[tuple[Digest, int], str] = {}
        self._held_here: set[UUID] = set()
        self._scans: list[_Scan] = []
        self._facts: list[Event] = []
        self._waiting = 0
        """Images taken, refused or duplicate that wait to be recorded, counted file by file."""

    def digests(self) -> Iterator[Digest]:
        """Of the files that can be read, in their order: to know the dossier again."""
        for entry in self._entries:
            if entry.fault is None:
                try:
                    yield hashlib.sha256(self._content(entry)).hexdigest()
                except FileRefused:
                    continue  # named when its turn comes

    def begin(
        self,
        choice: Choice,
        row: ManifestRow | None,
        inventory: tuple[InventoryLine, ...] | None,
    ) -> None:
        self._row, self._inventory = row, inventory
        self.problems += choice.problems
        self._dossier = choice.dossier
        if choice.dossier is None:
            return
        self.dossier_id = choice.dossier.dossier_id
        self.is_there = True
        self._look_around(choice.dossier, overlaps=choice.overlaps)

    def _look_around(self, dossier: Dossier, *, overlaps: bool) -> None:
        """What the dossier holds: names in their places, rescans, and what was told before."""
        rescanned: set[Digest] = set()
        for page_id in dossier.page_ids:
            recorded = self._ledger.events(page_id)
            page, first = Page.of(recorded), recorded[0].event
            if overlaps and isinstance(first, PageAccessioned):
                self._places.setdefault(first.file_name, page_id)
            images = page.images if page.earlier or not page.whole_file else ()
            rescanned |= {
                self._keys.open_digest(image.sealed_digest, page_id=page_id) for image in images
            }
        batches = [Batch.of(self._ledger.events(batch_id)) for batch_id in dossier.batch_ids]
        here = dossier.dossier_id
        rejected = [one for batch in batches for one in batch.rejected if one.dossier_id == here]
        twice = [one for batch in batches for one in batch.duplicated if one.dossier_id == here]
        told = [(one.file_name, one.code) for one in rejected]
        told += [(one.file_name, "") for one in twice]
        self._rescanned, self._told = frozenset(rescanned), frozenset(told)

    # File by file

    def take(self, entry: Entry) -> None:
        """Take one file in, or refuse it.

        Raises: ObjectsUnavailable, naming the file.
        """
        try:
            if entry.fault is not None:
                raise FileRefused(entry.fault)
            self._take(entry, self._content(entry))
        except (FileRefused, UnreadableScan) as error:
            said = {
                name: value for name, value in error.values.items() if isinstance(value, int | str)
            }
            self._refuse(entry, error.code, said)
        if sum(len(scan.facts.images) for scan in self._scans) >= _MOST_IMAGES_A_WRITE:
            self._flush()

    def _content(self, entry: Entry) -> bytes:
        return self._delivery.read(entry, limit_bytes=self._limits.max_file_bytes)

    def _take(self, entry: Entry, content: bytes) -> None:
        digest = hashlib.sha256(content).hexdigest()
        slot = self._slot(entry, digest)
        if slot.known:
            self._used[digest, slot.copy_no] = entry.name
            self._know(slot, digest)
            return
        facts = identify(content, limits=self._limits)
        if slot.copy_no > 1 and not is_blank(content, facts, limits=self._limits):
            self._duplicate(entry, len(facts.images))
            return
        self._put(entry, content)
        self._used[digest, slot.copy_no] = entry.name
        self._scans.append(_Scan(entry, digest, facts, slot.copy_no))
        self.images += len(facts.images)
        self._waiting += len(facts.images)

    def _slot(self, entry: Entry, digest: Digest) -> _Slot:
        """Go through the pages with these bytes: to the one known by this name, or the next."""
        if digest in self._rescanned:
            return _Slot(1, None, known=True)
        copy_no = 1
        while True:
            if (digest, copy_no) not in self._used:
                held = self._held(digest, copy_no)
                if held is None or held.file_name == entry.name:
                    return _Slot(copy_no, held, known=held is not None)
            copy_no += 1

    def _held(self, digest: Digest, copy_no: int) -> PageAccessioned | None:
        recorded = self._ledger.events(page_id_of(self.dossier_id, digest, 1, copy_no=copy_no))
        first = recorded[0].event if recorded else None
        return first if isinstance(first, PageAccessioned) else None

    def _know(self, slot: _Slot, digest: Digest) -> None:
        if slot.held is None:
            self.known += 1  # a rescan: its page is there under its first file's name
            return
        self.known += slot.held.file_images
        self._held_here |= {
            page_id_of(self.dossier_id, digest, image_no, copy_no=slot.copy_no)
            for image_no in range(1, slot.held.file_images + 1)
        }

    def _put(self, entry: Entry, content: bytes) -> None:
        try:
            self._objects.put(content, area=Area.INTAKE)
        except ObjectsUnavailable as error:
            where = {"dossier": entry.dossier, "file": entry.name}
            raise ObjectsUnavailable(error.code, **{**error.values, **where}) from error

    def _duplicate(self, entry: Entry, images: int) -> None:
        self.duplicates.append(entry.name)
        if (entry.name, "") in self._told or self._book.was_duplicate(entry):
            return
        self._waiting += images
        self._facts.append(
            FileDuplicated(
                recorded_by=self._by.id,
                batch_id=self._book.batch_id,
                dossier_id=self.dossier_id,
                file_no=entry.file_no,
                file_name=entry.name,
                images=images,
            )
        )

    def _refuse(self, entry: Entry, code: str, values: Mapping[str, JsonValue]) -> None:
        again = (entry.name, code) in self._told or self._book.was_refused(entry, code)
        self.refused.append(Refusal(entry, code, values, again))
        if again:
            return
        self._waiting += 1
        self._facts.append(
            FileRejected(
                recorded_by=self._by.id,
                batch_id=self._book.batch_id,
                dossier_id=None if self.loose else self.dossier_id,
                file_no=entry.file_no,
                file_name=entry.name,
                code=code,
            )
        )

    # What is recorded

    def finish(self) -> None:
        """Record what is left, and what the lists say."""
        self._flush()
        if self.is_there and not self.opened:
            retried(self._describe)

    def _flush(self) -> None:
        """Record what waits, in one transaction.

        Raises: LedgerConflict, when the dossier was not opened yet: choose it again.
        """
        if not self._scans and not self._facts:
            return
        if not self.is_there and (self._scans or not self.loose):
            self._record()
            self.is_there = self.opened = True
        else:
            retried(self._record_again)
        self._book.counted += self._waiting
        self._scans, self._facts, self._waiting = [], [], 0

    def _record_again(self) -> None:
        try:
            self._record()
        except LedgerConflict:
            self._book.refresh()
            self._forget_known()
            raise

    def _forget_known(self) -> None:
        """Another run of the same folder was first with some of the files."""
        left = [scan for scan in self._scans if self._held(scan.digest, scan.copy_no) is None]
        lost = sum(len(scan.facts.images) for scan in self._scans)
        lost -= sum(len(scan.facts.images) for scan in left)
        self._scans = left
        self.images, self.known = self.images - lost, self.known + lost
        self._waiting -= lost

    def _record(self) -> None:
        if not self._scans and not self._facts:
            return
        opening = self._opening() if not self.is_there and (self._scans or not self.loose) else ()
        accessioned = self._accessioned()
        if opening and not accessioned:
            accessioned = (self._came((), None),)  # a dossier of which nothing could be read
        writes = []
        if opening or accessioned:
            expected = 0 if opening else None
            writes.append(Write(self.dossier_id, (*opening, *accessioned), expected))
        count = self._dossier.images if self._dossier is not None else 0
        ordinal = count + self.images - sum(len(scan.facts.images) for scan in self._scans)
        for scan in self._scans:
            for page in self._pages(scan, ordinal):
                writes.append(Write(page.page_id, (page,), 0))
            ordinal += len(scan.facts.images)
        self._book.record((*accessioned, *self._facts), *writes)
        for scan in self._scans:
            self._held_here |= set(scan.page_ids(self.dossier_id))

    def _opening(self) -> tuple[Event, ...]:
        opened = DossierOpened(recorded_by=self._by.id, dossier_id=self.dossier_id, name=self.name)
        stated = self._row.stated if self._row is not None else None
        described = description_of(
            self.dossier_id, None, self._row, self._inventory, stated, by=self._by
        )
        return (opened,) if described is None else (opened, described)

    def _accessioned(self) -> tuple[DossierAccessioned, ...]:
        """One fact for each run of files that go to one place."""
        runs = groupby(self._scans, key=lambda scan: self._before(scan.entry))
        return tuple(
            self._came(tuple(p for scan in scans for p in scan.page_ids(self.dossier_id)), before)
            for before, scans in runs
        )

    def _came(self, page_ids: tuple[UUID, ...], before: UUID | None) -> DossierAccessioned:
        return DossierAccessioned(
            recorded_by=self._by.id,
            dossier_id=self.dossier_id,
            batch_id=self._book.batch_id,
            images=len(page_ids),
            page_ids=page_ids,
            before_page=before,
        )

    def _before(self, entry: Entry) -> UUID | None:
        """The page of the next file, by the order of names, that was in the dossier before."""
        behind = (one for one in self._entries if one.file_no > entry.file_no)
        return next((self._places[one.name] for one in behind if one.name in self._places), None)

    def _pages(self, scan: _Scan, ordinal: int) -> Iterator[PageAccessioned]:
        page_ids = scan.page_ids(self.dossier_id)
        for number, (page_id, image) in enumerate(zip(page_ids, scan.facts.images, strict=True), 1):
            yield PageAccessioned(
                recorded_by=self._by.id,
                page_id=page_id,
                dossier_id=self.dossier_id,
                batch_id=self._book.batch_id,
                sealed_digest=self._keys.seal_digest(scan.digest, page_id=page_id),
                image_no=image.image_no,
                copy_no=scan.copy_no,
                file_no=scan.entry.file_no,
                file_name=scan.entry.name,
                file_images=len(page_ids),
                ordinal=ordinal + number,
                width_px=image.width_px,
                height_px=image.height_px,
                dpi=image.dpi,
                format=scan.facts.format.value,
            )

    # What the lists say

    def _describe(self) -> None:
        """Record what a list says anew of a dossier that was there already."""
        dossier = dossier_of(self.dossier_id, self._ledger)
        stated = count_of(
            self._row, dossier, here=self._held_here, fresh=self.images, known=self.known
        )
        if stated is None:
            self._say("manifest.countNotComparable")
        described = description_of(
            self.dossier_id, dossier, self._row, self._inventory, stated, by=self._by
        )
        if described is not None:
            self._ledger.record(Write(self.dossier_id, (described,), dossier.version))

    def _say(self, code: str) -> None:
        line = self._row.line if self._row is not None else None
        said = problem(code, file=MANIFEST, line=line, dossier=self.name)
        if said not in self.problems:
            self.problems.append(said)
