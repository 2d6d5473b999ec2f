"""Batches as an accession writes them: opened with its first fact, found again when it goes on."""

from typing import Self
from uuid import UUID, uuid4

from archive.delivery import Entry, Listing
from archive.folding import retried
from archive.ledger import Ledger, Write, Written
from domain.access import Actor
from domain.batch import Batch
from domain.events.dossier import BATCHES_STREAM, BatchClosed, BatchOpened
from domain.events.envelope import Event
from domain.evidence import Digest


def opened_batches(ledger: Ledger) -> tuple[BatchOpened, ...]:
    """Every batch that was ever opened, in the order of their numbers."""
    recorded = ledger.events(BATCHES_STREAM)
    return tuple(one.event for one in recorded if isinstance(one.event, BatchOpened))


def latest_batch(listing_digest: Digest, ledger: Ledger) -> Batch | None:
    """The newest batch of a folder with this listing, open or closed."""
    same = [one for one in opened_batches(ledger) if one.folder_digest == listing_digest]
    return Batch.of(ledger.events(same[-1].batch_id)) if same else None


class BatchBook:
    """The batch of one accession.

    `batch` is the one written to: None until there is something to record; one that an earlier run
    of the same folder left open is taken up. Every write carries its version, so two runs of one
    folder at the same time cannot record the same twice.
    """

    def __init__(self, listing: Listing, *, by: Actor, ledger: Ledger) -> None:
        self._listing, self._by, self._ledger = listing, by, ledger
        self._new_id = uuid4()
        self.batch: Batch | None = None
        self._before: Batch | None = None
        self._began_at: tuple[int, int] | None = None
        """Version and images of the batch when this run took it up."""
        self._written = 0
        self.counted = 0
        """Images of this run, counted file by file."""

    @classmethod
    def of(cls, listing: Listing, *, by: Actor, ledger: Ledger) -> Self:
        book = cls(listing, by=by, ledger=ledger)
        book.refresh()
        return book

    def refresh(self) -> None:
        """Read again how the batch stands."""
        latest = latest_batch(self._listing.digest, self._ledger)
        if latest is None:
            return
        if latest.closed and (self.batch is None or self.batch.batch_id != latest.batch_id):
            self._before = latest
            return
        self.batch = latest
        if self._began_at is None:
            began_here = latest.batch_id == self._new_id
            self._began_at = (0, 0) if began_here else (latest.version, latest.images_in)

    def was_refused(self, entry: Entry, code: str) -> bool:
        """This file of this very folder was recorded as rejected before."""
        return any(
            event.file_no == entry.file_no and event.code == code
            for batch in (self.batch, self._before)
            if batch is not None
            for event in batch.rejected
        )

    def was_duplicate(self, entry: Entry) -> bool:
        """This file of this very folder was recorded as a duplicate before."""
        return any(
            event.file_no == entry.file_no
            for batch in (self.batch, self._before)
            if batch is not None
            for event in batch.duplicated
        )

    @property
    def batch_id(self) -> UUID:
        return self.batch.batch_id if self.batch is not None else self._new_id

    def record(self, events: tuple[Event, ...], *writes: Write) -> Written:
        """Write events of the batch together with the others, opening the batch if need be.

        Raises: LedgerConflict: refresh, and decide again.
        """
        written = self._ledger.record(*self._writes(events), *writes)
        self._written += len(events) + (self.batch is None)
        self.refresh()
        return written

    def _writes(self, events: tuple[Event, ...]) -> tuple[Write, ...]:
        if self.batch is not None:
            return (Write(self.batch.batch_id, events, self.batch.version),)
        number = len(opened_batches(self._ledger)) + 1
        opened = BatchOpened(
            recorded_by=self._by.id,
            batch_id=self._new_id,
            number=number,
            folder_digest=self._listing.digest,
            files=len(self._listing.entries),
        )
        return (
            Write(BATCHES_STREAM, (opened,), number - 1),
            Write(self._new_id, (opened, *events), 0),
        )

    def close(self) -> None:
        """Every file was looked at: say how many images they were."""
        retried(self._close)

    def _close(self) -> None:
        self.refresh()
        if self.batch is None or self.batch.closed:
            return
        closed = BatchClosed(
            recorded_by=self._by.id, batch_id=self.batch.batch_id, images_in=self._images_in()
        )
        self._ledger.record(Write(self.batch.batch_id, (closed,), self.batch.version))
        self.refresh()

    def _images_in(self) -> int:
        assert self.batch is not None and self._began_at is not None  # noqa: S101
        version, images = self._began_at
        if self.batch.version == version + self._written:
            return images + self.counted
        # Another run of the same folder recorded beside this one: nobody counted the whole.
        return self.batch.images_in
