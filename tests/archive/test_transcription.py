"""Reading a page: recorded once, tried again, set aside by an event, forgotten when it must be."""

from uuid import UUID, uuid4

import pytest

from archive.desk import Archive
from archive.jobs import Postponed
from archive.ledger import Write
from archive.objects import Area, ObjectMissing
from archive.transcription import reading_name, set_page_aside, transcribe_page
from domain.errors import NotAllowed, Unknown
from domain.events.page import PageQuarantined, PageTranscribed, PageUnread
from domain.page import Page, Reading, page_id_of
from ocr.engine import OcrEngine
from ocr.errors import EngineFailed
from ocr.transcript import Engine, Transcript
from tests.kit import builders as b
from tests.kit.pages import page_png
from tests.kit.scripted import ScriptedEngine


def in_custody(archive: Archive, content: bytes) -> UUID:
    """A page that was taken in and promoted."""
    digest = archive.objects.put(content, area=Area.INTAKE)
    archive.objects.promote(digest)
    page_id = page_id_of(b.DOSSIER, digest, 1)
    sealed = archive.keys.seal_digest(digest, page_id=page_id)
    archive.ledger.record(
        Write(
            page_id,
            (
                b.page_accessioned(page_id, sealed_digest=sealed),
                b.page_promoted(page_id, digest),
            ),
            0,
        )
    )
    return page_id


def read(archive: Archive, page_id: UUID, engine: OcrEngine | None = None) -> int | None:
    return transcribe_page(
        page_id,
        by=archive.worker,
        ledger=archive.ledger,
        objects=archive.objects,
        engine=engine or archive.engine,
        limits=archive.limits,
        now=archive.clock(),
    )


def page_of(archive: Archive, page_id: UUID) -> Page:
    return Page.of(archive.ledger.events(page_id))


def test_what_was_read_is_an_object_that_the_event_cites(archive: Archive, engine: ScriptedEngine):
    engine.says(7, "QUYẾT ĐỊNH", "Về việc bổ nhiệm cán bộ quản lý cấp phòng thuộc Sở")
    page_id = in_custody(archive, page_png(7))

    position = read(archive, page_id)

    page = page_of(archive, page_id)
    assert position == archive.ledger.position()
    assert page.reading is Reading.READ
    assert page.transcribed is not None
    kept = archive.objects.get(page.transcribed.transcript, area=Area.DERIVED)
    transcript = Transcript.model_validate_json(kept)
    assert transcript.text.startswith("QUYẾT ĐỊNH\nVề việc bổ nhiệm")
    assert (transcript.digest, transcript.image_no) == (page.digest, 1)
    assert page.transcribed.words == transcript.word_count
    assert page.transcribed.engine == reading_name(engine.engine)
    assert page.transcribed.recorded_by == archive.worker.id
    inside = transcript.lines[0].box
    assert inside.right <= transcript.width_px


def test_the_same_reading_is_recorded_once_and_not_made_twice(
    archive: Archive, engine: ScriptedEngine
):
    page_id = in_custody(archive, page_png(7))
    read(archive, page_id)

    assert read(archive, page_id) is None

    assert engine.read_pages[7] == 1
    assert page_of(archive, page_id).version == 3


def test_a_better_engine_reads_the_page_again(archive: Archive):
    page_id = in_custody(archive, page_png(7))
    read(archive, page_id)

    assert read(archive, page_id, ScriptedEngine(version="2")) is not None

    events = archive.ledger.events(page_id)
    assert [type(one.event) for one in events[2:]] == [PageTranscribed, PageTranscribed]


def test_a_page_upside_down_is_read_upright_and_says_so(archive: Archive):
    page_id = in_custody(archive, page_png(9, turned=180))

    read(archive, page_id)

    assert "ROTATED" in page_of(archive, page_id).flags


def test_an_engine_that_fails_leaves_the_page_unread_for_another_try(
    archive: Archive, engine: ScriptedEngine
):
    engine.fails(7, "engine.timeout", times=1)
    page_id = in_custody(archive, page_png(7))

    with pytest.raises(EngineFailed) as failed:
        read(archive, page_id)

    assert failed.value.code == "engine.timeout"
    assert page_of(archive, page_id).reading is Reading.NOT_READ
    assert read(archive, page_id) is not None


def test_a_program_that_is_not_installed_is_no_fault_of_the_page(
    archive: Archive, engine: ScriptedEngine
):
    engine.fails(7, "engine.missing")
    page_id = in_custody(archive, page_png(7))

    with pytest.raises(Postponed) as postponed:
        read(archive, page_id)

    assert postponed.value.code == "engine.missing"


class NotInstalled(ScriptedEngine):
    @property
    def engine(self) -> Engine:
        raise EngineFailed("engine.missing", install="tesseract-ocr")


def test_without_its_program_the_cure_is_named(archive: Archive):
    page_id = in_custody(archive, page_png(7))

    with pytest.raises(Postponed) as postponed:
        read(archive, page_id, NotInstalled())

    assert postponed.value.values == {"install": "tesseract-ocr"}


def test_a_page_still_in_the_intake_is_not_read(archive: Archive):
    page_id = uuid4()
    archive.ledger.record(Write(page_id, (b.page_accessioned(page_id),), 0))

    assert read(archive, page_id) is None


def test_bytes_that_are_gone_are_no_empty_page(archive: Archive):
    page_id = uuid4()
    archive.ledger.record(
        Write(page_id, (b.page_accessioned(page_id), b.page_promoted(page_id)), 0)
    )

    with pytest.raises(ObjectMissing):
        read(archive, page_id)


class ClosesThePage(ScriptedEngine):
    """While it reads, a later gate closes the page."""

    def __init__(self, archive: Archive, page_id: UUID) -> None:
        super().__init__(version="closing")
        self._archive, self._page_id = archive, page_id

    def read(self, *args: object, **values: object) -> tuple[object, ...]:  # type: ignore[override]
        closed = PageQuarantined(recorded_by=b.MACHINE, page_id=self._page_id, suspected=True)
        if page_of(self._archive, self._page_id).version == 2:
            self._archive.ledger.record(Write(self._page_id, (closed,), None))
        return super().read(*args, **values)  # type: ignore[arg-type]


def test_nothing_is_kept_of_a_page_that_was_closed_while_it_was_read(archive: Archive):
    page_id = in_custody(archive, page_png(7))

    assert read(archive, page_id, ClosesThePage(archive, page_id)) is None

    assert list(archive.objects.digests(area=Area.DERIVED)) == []
    assert page_of(archive, page_id).reading is Reading.NOT_READ


def test_a_page_is_set_aside_once_with_its_reason(archive: Archive):
    page_id = in_custody(archive, page_png(7))

    def set_aside() -> int | None:
        return set_page_aside(
            page_id,
            "engine.timeout",
            3,
            by=archive.worker,
            ledger=archive.ledger,
            now=archive.clock(),
        )

    assert set_aside() is not None
    assert set_aside() is None

    unread = archive.ledger.events(page_id)[-1].event
    assert isinstance(unread, PageUnread)
    assert (unread.code, unread.tries) == ("engine.timeout", 3)
    assert page_of(archive, page_id).is_settled


def test_a_page_set_aside_can_be_read_after_all(archive: Archive):
    page_id = in_custody(archive, page_png(7))
    set_page_aside(
        page_id, "worker.died", 3, by=archive.worker, ledger=archive.ledger, now=archive.clock()
    )

    assert read(archive, page_id) is not None

    assert page_of(archive, page_id).reading is Reading.READ


def test_only_the_machine_reads_pages(archive: Archive):
    page_id = in_custody(archive, page_png(7))
    human = archive.worker.model_copy(update={"machine": False, "grants": ()})

    with pytest.raises(NotAllowed):
        transcribe_page(
            page_id,
            by=human,
            ledger=archive.ledger,
            objects=archive.objects,
            engine=archive.engine,
            limits=archive.limits,
            now=archive.clock(),
        )


def test_a_page_that_is_not_there_is_unknown(archive: Archive):
    with pytest.raises(Unknown):
        read(archive, uuid4())
