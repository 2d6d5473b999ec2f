"""Images in = custody + quarantine + pending + rejected + duplicate + removed (domain.md 2.10)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.batch import Balance, Batch
from domain.errors import Unknown
from domain.events.dossier import (
    BatchClosed,
    BatchOpened,
    DossierAccessioned,
    FileDuplicated,
    FileRejected,
)
from domain.events.envelope import Event, Recorded
from domain.events.page import PageAccessioned, PageRescanned
from domain.page import Page, PageImage, PageState

BATCH, OTHER, DOSSIER, AN = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
SEALED = "11" * 48
OPENED = BatchOpened(recorded_by=AN, batch_id=BATCH, number=7, folder_digest="ab" * 32, files=5)
REJECTED = FileRejected(
    recorded_by=AN, batch_id=BATCH, file_no=4, file_name="a.tif", code="scan.empty"
)
DUPLICATE = FileDuplicated(
    recorded_by=AN, batch_id=BATCH, dossier_id=DOSSIER, file_no=5, file_name="b.tif", images=2
)


def recorded(*events: Event) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(
            event=event,
            stream_id=BATCH,
            version=number,
            position=number,
            recorded_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
        for number, event in enumerate(events, start=1)
    )


def page(number: int, *states: PageState, batch_id: UUID = BATCH) -> Page:
    """A page with an image for each state, the last the present one."""
    images = [
        PageImage(
            batch_id=batch_id,
            sealed_digest=SEALED,
            image_no=1,
            width_px=10,
            height_px=10,
            dpi=None,
            format="PNG",
            state=state,
        )
        for state in states
    ]
    accessioned = PageAccessioned(
        recorded_by=AN,
        page_id=UUID(int=100 + number),
        dossier_id=DOSSIER,
        batch_id=batch_id,
        sealed_digest=SEALED,
        image_no=1,
        file_no=number,
        file_name="x",
        file_images=1,
        ordinal=number,
        width_px=10,
        height_px=10,
        format="PNG",
    )
    fresh = Page.of(recorded(accessioned))
    return fresh.model_copy(update={"image": images[-1], "earlier": tuple(images[:-1])})


def came(*numbers: int) -> Event:
    return DossierAccessioned(
        recorded_by=AN,
        dossier_id=DOSSIER,
        batch_id=BATCH,
        images=len(numbers),
        page_ids=tuple(UUID(int=100 + number) for number in numbers),
    )


def closed(images_in: int) -> Event:
    return BatchClosed(recorded_by=AN, batch_id=BATCH, images_in=images_in)


def pages(*all_pages: Page) -> dict[UUID, Page]:
    return {one.page_id: one for one in all_pages}


def test_every_image_is_somewhere():
    batch = Batch.of(recorded(OPENED, came(1, 2, 3), REJECTED, came(6), DUPLICATE, closed(7)))

    balance = batch.balance(
        pages(
            page(1, PageState.CUSTODY),
            page(2, PageState.QUARANTINED),
            page(3, PageState.PENDING),
            page(6, PageState.REMOVED),
        )
    )

    assert balance == Balance(
        images_in=7, custody=1, quarantine=1, pending=1, rejected=1, duplicate=2, removed=1
    )
    assert balance.holds
    assert (batch.number, batch.closed, batch.dossier_ids) == (7, True, (DOSSIER,))


def test_an_open_batch_balances_too():
    batch = Batch.of(recorded(OPENED, came(1)))

    assert batch.balance(pages(page(1, PageState.PENDING))).holds


def test_a_lost_page_unsets_the_balance():
    batch = Batch.of(recorded(OPENED, came(1, 2), closed(2)))

    assert not batch.balance(pages(page(1, PageState.CUSTODY))).holds


def test_an_image_that_was_counted_but_never_recorded_unsets_the_balance():
    batch = Batch.of(recorded(OPENED, came(1), closed(2)))

    assert not batch.balance(pages(page(1, PageState.CUSTODY))).holds


def test_a_rescan_is_one_image_more_of_its_batch():
    rescan = PageRescanned(
        recorded_by=AN,
        page_id=UUID(int=101),
        sealed_digest=SEALED,
        image_no=1,
        width_px=10,
        height_px=10,
        format="PNG",
        batch_id=BATCH,
    )
    batch = Batch.of(recorded(OPENED, came(1), closed(1), rescan))

    balance = batch.balance(pages(page(1, PageState.CUSTODY, PageState.PENDING)))

    assert balance == Balance(images_in=2, custody=1, pending=1)
    assert balance.holds


def test_there_is_no_batch_before_it_was_opened():
    with pytest.raises(Unknown):
        Batch.of(())
