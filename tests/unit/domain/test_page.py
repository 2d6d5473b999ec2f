"""A page on its way through the intake into custody. Source: domain.md 2.9, 2.10."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain.access import Actor
from domain.errors import RuleViolation, Unknown
from domain.events.envelope import Event, Recorded
from domain.events.page import (
    PageAccessioned,
    PageExtracted,
    PageJudged,
    PagePromoted,
    PageQuarantined,
    PageRefiled,
    PageReleased,
    PageRemovalRequested,
    PageRemoved,
    PageRescanned,
    PageTranscribed,
    PageUnread,
)
from domain.evidence import Box
from domain.page import (
    Page,
    PageState,
    Reading,
    judge,
    page_id_of,
    release,
    remove,
    request_removal,
)

DOSSIER, OTHER, BATCH = UUID(int=1), UUID(int=2), UUID(int=3)
AN, BINH, WORKER = UUID(int=11), UUID(int=12), UUID(int=13)
DIGEST, SECOND, TRANSCRIPT = "ab" * 32, "cd" * 32, "ef" * 32
SEALED, SEALED_AGAIN = "11" * 48, "22" * 48
PAGE = page_id_of(DOSSIER, DIGEST, 1)

ACCESSIONED = PageAccessioned(
    recorded_by=AN,
    page_id=PAGE,
    dossier_id=DOSSIER,
    batch_id=BATCH,
    sealed_digest=SEALED,
    image_no=1,
    file_no=4,
    file_name="0001.tif",
    file_images=2,
    ordinal=1,
    width_px=2480,
    height_px=3508,
    dpi=300,
    format="TIFF",
)
PROMOTED = PagePromoted(recorded_by=WORKER, page_id=PAGE, digest=DIGEST, image_no=1)
SUSPECTED = PageQuarantined(recorded_by=WORKER, page_id=PAGE, suspected=True, level="MAT")
RELEASED = PageReleased(recorded_by=AN, page_id=PAGE, why="Dấu CÔNG VĂN ĐẾN")
ASKED = PageRemovalRequested(recorded_by=AN, page_id=PAGE, why="Dấu MẬT thật")
REMOVED = PageRemoved(recorded_by=BINH, page_id=PAGE, first_by=AN)
READ = PageTranscribed(
    recorded_by=WORKER,
    page_id=PAGE,
    digest=DIGEST,
    transcript=TRANSCRIPT,
    engine="scripted",
    words=12,
    blank=False,
    flags=("BLURRED",),
)
UNREAD = PageUnread(recorded_by=WORKER, page_id=PAGE, code="engine.crashed", tries=3)
RESCANNED = PageRescanned(
    recorded_by=BINH,
    page_id=PAGE,
    sealed_digest=SEALED_AGAIN,
    image_no=1,
    width_px=2500,
    height_px=3500,
    dpi=300,
    format="PNG",
    batch_id=BATCH,
)
EXTRACTED = PageExtracted(
    recorded_by=BINH,
    page_id=PAGE,
    sealed_digest=SEALED_AGAIN,
    image_no=1,
    width_px=2480,
    height_px=3508,
    dpi=300,
    format="TIFF",
)


def recorded(*events: Event) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(
            event=event,
            stream_id=PAGE,
            version=number,
            position=number,
            recorded_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
        for number, event in enumerate(events, start=1)
    )


def page(*events: Event) -> Page:
    return Page.of(recorded(ACCESSIONED, *events))


def human(actor_id: UUID) -> Actor:
    return Actor(id=actor_id, name="người")


def test_a_page_taken_in_again_is_the_same_page():
    assert page_id_of(DOSSIER, DIGEST, 1) == page_id_of(DOSSIER, DIGEST, 1)
    assert (
        len(
            {
                page_id_of(d, g, n)
                for d in (DOSSIER, OTHER)
                for g in (DIGEST, SECOND)
                for n in (1, 2)
            }
        )
        == 8
    )
    assert page_id_of(DOSSIER, DIGEST, 1, copy_no=2) != PAGE


def test_a_page_waits_in_the_intake_and_its_digest_is_sealed():
    waiting = page()

    assert waiting.state is PageState.PENDING
    assert waiting.digest is None
    assert waiting.sealed_digest == SEALED
    assert waiting.scanned_by == {AN}
    assert not waiting.is_settled


def test_there_is_no_page_without_its_beginning():
    with pytest.raises(Unknown):
        Page.of(())


def test_a_promoted_page_can_be_cited():
    kept = page(PROMOTED)

    assert kept.state is PageState.CUSTODY
    cited = kept.citation(Box(left=1, top=2, right=3, bottom=4), "full_name")
    assert (cited.digest, cited.image_no, cited.width_px, cited.field) == (
        DIGEST,
        1,
        2480,
        "full_name",
    )


@pytest.mark.parametrize("events", [(), (SUSPECTED,), (PROMOTED, SUSPECTED), (SUSPECTED, REMOVED)])
def test_a_page_that_is_not_in_custody_is_no_evidence(events: tuple[Event, ...]):
    with pytest.raises(RuleViolation, match=r"page\.notInCustody"):
        page(*events).citation()


def test_a_page_is_read_or_set_aside_and_then_settled():
    assert page(PROMOTED).reading is Reading.NOT_READ
    assert page(PROMOTED, READ).transcript == TRANSCRIPT
    assert page(PROMOTED, READ).flags == ("BLURRED",)
    assert page(PROMOTED, UNREAD).reading is Reading.UNREAD
    assert all(page(PROMOTED, last).is_settled for last in (READ, UNREAD))
    assert page(SUSPECTED).is_settled


def test_a_rescan_takes_the_place_of_the_image_and_is_read_anew():
    again = page(PROMOTED, READ, RESCANNED)

    assert again.state is PageState.PENDING
    assert again.reading is Reading.NOT_READ
    assert [image.state for image in again.images] == [PageState.CUSTODY, PageState.PENDING]
    assert again.scanned_by == {AN, BINH}
    assert again.shown is not None
    assert again.shown.digest == DIGEST


def test_a_late_reading_of_the_earlier_image_changes_nothing():
    promoted_again = PagePromoted(recorded_by=WORKER, page_id=PAGE, digest=SECOND, image_no=1)

    assert page(PROMOTED, RESCANNED, promoted_again, READ).reading is Reading.NOT_READ


def test_an_image_taken_out_of_a_destroyed_file_passes_the_gate_anew():
    own = page(SUSPECTED, EXTRACTED)

    assert own.state is PageState.PENDING
    assert own.images == (own.image,)
    assert own.image.batch_id == BATCH
    assert own.sealed_digest == SEALED_AGAIN
    assert not own.whole_file


def test_a_later_gate_closes_a_page_in_custody():
    closed = page(PROMOTED, READ, SUSPECTED)

    assert closed.state is PageState.QUARANTINED
    assert closed.shown is None
    assert closed.transcript is None


def test_a_refiled_page_keeps_its_history():
    moved = page(
        PROMOTED,
        PageRefiled(
            recorded_by=AN,
            page_id=PAGE,
            from_dossier_id=DOSSIER,
            to_dossier_id=OTHER,
            why="của người khác",
        ),
    )

    assert (moved.dossier_id, moved.first_dossier_id) == (OTHER, DOSSIER)
    assert moved.digest == DIGEST


def test_only_a_suspected_page_is_released():
    assert release(page(SUSPECTED), "báo nhầm", by=human(AN)).page_id == PAGE
    for events in ((), (PROMOTED,), (SUSPECTED, RELEASED)):
        with pytest.raises(RuleViolation, match=r"page\.notSuspected"):
            release(page(*events), "báo nhầm", by=human(AN))


def test_a_removal_needs_two_people():
    asked = page(SUSPECTED, ASKED)

    assert remove(asked, (), by=human(BINH)).first_by == AN
    with pytest.raises(RuleViolation, match=r"page\.secondPerson"):
        remove(asked, (), by=human(AN))
    with pytest.raises(RuleViolation, match=r"page\.removalNotRequested"):
        remove(page(SUSPECTED), (), by=human(BINH))
    with pytest.raises(RuleViolation, match=r"page\.removalRequested"):
        request_removal(asked, "mật", by=human(BINH))


def test_what_is_in_the_masters_is_closed_but_cannot_be_removed():
    with pytest.raises(RuleViolation, match=r"page\.inMasters"):
        request_removal(page(PROMOTED, SUSPECTED), "mật", by=human(AN))
    with pytest.raises(RuleViolation, match=r"page\.notInQuarantine"):
        request_removal(page(PROMOTED), "mật", by=human(AN))


def test_a_release_withdraws_the_request_to_remove():
    assert page(SUSPECTED, ASKED, RELEASED).removal_by is None


def test_a_wanted_rescan_needs_a_reason():
    verdict = judge(page(PROMOTED), accepted=False, why="mờ", by=human(AN))

    assert page(PROMOTED, verdict).judged == verdict
    assert page(PROMOTED, verdict, RESCANNED).judged is None
    with pytest.raises(RuleViolation, match=r"page\.reasonMissing"):
        judge(page(PROMOTED), accepted=False, why=None, by=human(AN))
    with pytest.raises(RuleViolation, match=r"page\.notInCustody"):
        judge(page(), accepted=True, why=None, by=human(AN))
    assert isinstance(verdict, PageJudged)
