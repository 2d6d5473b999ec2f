"""The gate, release and removal: a secret never reaches a store that cannot forget."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from archive.custody import (
    gate_gave_up,
    quarantine_page,
    release_page,
    remove_page,
    request_removal,
)
from archive.ledger import Write
from archive.objects import Area, ObjectMissing
from domain.access import Role
from domain.batch import Balance
from domain.errors import NotAllowed, RuleViolation
from domain.events.dossier import SecretStubRegistered
from domain.events.envelope import SecrecyLevel
from domain.events.page import PagePromoted, PageQuarantined
from domain.evidence import Digest
from domain.page import Page, PageState
from ocr.engine import OcrEngine
from ocr.errors import EngineFailed
from ocr.limits import Limits
from ocr.pages import extract_image
from ocr.secrecy import SecrecyLook
from ocr.secrecy import look as real_look
from tests.kit import builders
from tests.kit.custody import LIMITS, House, seeing
from tests.kit.pages import page_image, page_png, png, tiff
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE, HR_OFFICER, WORKER, an_actor

FILE = tiff(page_image(1), page_image(2), page_image(3))
SECRET = 2


def states(pages: Sequence[Page]) -> list[PageState]:
    return [page.state for page in pages]


def held(house: House, area: Area) -> set[Digest]:
    return set(house.objects.digests(area=area))


def quarantined(house: House) -> tuple[Page, ...]:
    """A file of three images, the second of which bears a stamp."""
    house.hand_in({"HS1/a.tif": FILE})
    house.gate_all(seeing(SECRET))
    return house.pages("HS1")


def removed(house: House, page_id: UUID) -> int:
    request_removal(page_id, "dấu MẬT thật", by=ARCHIVIST, ledger=house.ledger, now=house.clock())
    return remove_page(
        page_id,
        SecrecyLevel.MAT,
        "Kho tài liệu mật",
        by=COLLEAGUE,
        limits=LIMITS,
        now=house.clock(),
        **house.ports,
    )


def test_a_clear_file_is_promoted_as_a_whole_and_leaves_the_intake(house: House):
    house.hand_in({"HS1/a.tif": FILE})

    house.gate_all()

    pages = house.pages("HS1")
    assert states(pages) == [PageState.CUSTODY] * 3
    assert {page.digest for page in pages} == held(house, Area.MASTERS)
    assert [page.image_no for page in pages] == [1, 2, 3]
    assert held(house, Area.INTAKE) == set()
    assert house.balances() == (Balance(images_in=3, custody=3),)


def test_one_suspected_image_keeps_the_whole_file_in_quarantine(house: House):
    pages = quarantined(house)

    assert states(pages) == [PageState.QUARANTINED] * 3
    assert [(page.suspected, page.level) for page in pages] == [
        (False, None),
        (True, "MAT"),
        (False, None),
    ]
    assert held(house, Area.MASTERS) == set()
    assert held(house, Area.INTAKE) == {house.digest_of(pages[0])}
    assert house.balances() == (Balance(images_in=3, quarantine=3),)


def test_what_the_gate_is_not_sure_of_waits_too(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})

    house.gate_all(seeing(1, level=None))

    (page,) = house.pages("HS1")
    assert (page.state, page.level) == (PageState.QUARANTINED, None)


def test_the_gate_of_the_reading_room_sees_a_drawn_stamp(house: House):
    house.hand_in({"HS1/1.png": page_png(1), "HS1/2.png": page_png(2, stamped=True)})

    house.gate_all(real_look)

    assert states(house.pages("HS1")) == [PageState.CUSTODY, PageState.QUARANTINED]


def test_a_gate_job_may_come_again_and_by_any_page_of_the_file(house: House):
    quarantined(house)
    house.hand_in({"HS2/1.png": page_png(9)})
    house.gate_all()
    position = house.ledger.position()

    for page in (*house.pages("HS1"), *house.pages("HS2")):
        assert house.gate(page.page_id, look=seeing(SECRET)) is None

    assert house.ledger.position() == position


def test_the_same_bytes_in_two_dossiers_pass_the_gate_apart(house: House):
    house.hand_in({"HS1/1.png": page_png(7), "HS2/1.png": page_png(7)})

    (one,), (other,) = house.pages("HS1"), house.pages("HS2")
    house.gate(one.page_id)
    assert states(house.pages("HS2")) == [PageState.PENDING]
    house.gate(other.page_id)

    assert states(house.pages("HS2")) == [PageState.CUSTODY]
    assert len(held(house, Area.MASTERS)) == 1
    assert held(house, Area.INTAKE) == set()


def test_an_engine_that_fails_promotes_nothing(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})
    (page,) = house.pages("HS1")

    def broken(content: bytes, *, engine: OcrEngine, limits: Limits) -> tuple[SecrecyLook, ...]:
        raise EngineFailed("engine.crashed")

    with pytest.raises(EngineFailed):
        house.gate(page.page_id, look=broken)

    assert states(house.pages("HS1")) == [PageState.PENDING]
    position = gate_gave_up(
        (page.page_id,), by=WORKER, ledger=house.ledger, keys=house.keys, now=house.clock()
    )
    assert position == house.ledger.position()
    (page,) = house.pages("HS1")
    assert (page.state, page.suspected, page.level) == (PageState.QUARANTINED, True, None)


def test_a_gate_that_gave_up_too_late_changes_nothing(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})
    house.gate_all()
    (page,) = house.pages("HS1")

    told = gate_gave_up(
        (page.page_id,), by=WORKER, ledger=house.ledger, keys=house.keys, now=house.clock()
    )

    assert told is None


def test_lost_bytes_are_an_alarm_and_never_a_promotion(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})
    (page,) = house.pages("HS1")
    house.objects.clear(house.digest_of(page), area=Area.INTAKE)

    with pytest.raises(ObjectMissing):
        house.gate(page.page_id)


# Release


def test_a_released_file_is_promoted(house: House):
    pages = quarantined(house)

    position = release_page(
        pages[1].page_id, "dấu đến", by=ARCHIVIST, now=house.clock(), **house.ports
    )

    assert position == house.ledger.position()
    assert states(house.pages("HS1")) == [PageState.CUSTODY] * 3
    assert held(house, Area.INTAKE) == set()


def test_a_file_waits_until_its_last_suspicion_is_released(house: House):
    house.hand_in({"HS1/a.tif": FILE})
    house.gate_all(seeing(1, 3))
    first, _, third = house.pages("HS1")

    release_page(first.page_id, "báo nhầm", by=ARCHIVIST, now=house.clock(), **house.ports)
    assert PageState.CUSTODY not in states(house.pages("HS1"))
    assert held(house, Area.MASTERS) == set()
    release_page(third.page_id, "báo nhầm", by=ARCHIVIST, now=house.clock(), **house.ports)

    assert states(house.pages("HS1")) == [PageState.CUSTODY] * 3


def test_only_a_holder_of_the_right_releases_or_removes(house: House):
    page = quarantined(house)[1]

    for actor in (WORKER, HR_OFFICER, an_actor("Tám", Role.ARCHIVIST)):
        with pytest.raises(NotAllowed):
            release_page(page.page_id, "báo nhầm", by=actor, now=house.clock(), **house.ports)
        with pytest.raises(NotAllowed):
            request_removal(page.page_id, "mật", by=actor, ledger=house.ledger, now=house.clock())
    with pytest.raises(NotAllowed):
        gate_gave_up(
            (page.page_id,), by=ARCHIVIST, ledger=house.ledger, keys=house.keys, now=house.clock()
        )


# Removal


def test_two_people_remove_a_secret_and_the_rest_of_the_file_lives_on(house: House):
    pages = quarantined(house)
    whole = house.digest_of(pages[0])

    removed(house, pages[1].page_id)

    dossier = house.dossier("HS1")
    assert (dossier.page_ids, dossier.removed) == (
        (pages[0].page_id, pages[2].page_id),
        (pages[1].page_id,),
    )
    assert [(one.level, one.holder) for one in dossier.secrets] == [("MAT", "Kho tài liệu mật")]
    own = {sha256(extract_image(FILE, image_no)).hexdigest() for image_no in (1, 3)}
    assert held(house, Area.INTAKE) == own
    assert whole not in own
    assert house.balances() == (Balance(images_in=3, pending=2, removed=1),)


def test_what_was_taken_out_of_the_file_passes_the_gate_as_its_own(house: House):
    pages = quarantined(house)
    removed(house, pages[1].page_id)

    for page in house.pages("HS1"):
        house.gate(page.page_id)

    kept = house.pages("HS1")
    assert states(kept) == [PageState.CUSTODY] * 2
    assert [page.image_no for page in kept] == [1, 1]
    assert house.objects.get(kept[0].digest or "", area=Area.MASTERS) == extract_image(FILE, 1)
    assert house.balances() == (Balance(images_in=3, custody=2, removed=1),)


def test_a_second_secret_of_the_file_is_found_again_when_it_stands_alone(house: House):
    house.hand_in({"HS1/a.tif": FILE})
    house.gate_all(seeing(1, 2))
    first, second, third = house.pages("HS1")

    removed(house, first.page_id)
    house.gate(second.page_id, look=seeing(1, 2))
    house.gate(third.page_id, look=seeing(1, 2))

    assert states(house.pages("HS1")) == [PageState.QUARANTINED, PageState.CUSTODY]


def test_nobody_removes_alone(house: House):
    page = quarantined(house)[1]
    request_removal(
        page.page_id, "dấu MẬT thật", by=ARCHIVIST, ledger=house.ledger, now=house.clock()
    )

    with pytest.raises(RuleViolation, match=r"page\.secondPerson"):
        remove_page(
            page.page_id,
            SecrecyLevel.MAT,
            "Kho tài liệu mật",
            by=ARCHIVIST,
            limits=LIMITS,
            now=house.clock(),
            **house.ports,
        )

    assert states(house.pages("HS1")) == [PageState.QUARANTINED] * 3


def test_a_removal_that_was_interrupted_is_finished_by_the_next_job(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})
    house.gate_all(seeing(1))
    (page,) = house.pages("HS1")
    digest, content = house.digest_of(page), page_png(1)
    removed(house, page.page_id)
    house.objects.put(content, area=Area.INTAKE)  # as if killed before it was destroyed

    house.gate(page.page_id)

    assert not house.objects.has(digest, area=Area.INTAKE)


def test_the_same_secret_in_another_dossier_keeps_its_bytes_until_it_is_removed_too(house: House):
    house.hand_in({"HS1/1.png": page_png(1), "HS2/1.png": page_png(1)})
    house.gate_all(seeing(1))
    (one,), (other,) = house.pages("HS1"), house.pages("HS2")

    removed(house, one.page_id)
    assert len(held(house, Area.INTAKE)) == 1
    removed(house, other.page_id)

    assert held(house, Area.INTAKE) == set()


def test_a_removed_file_that_is_handed_in_again_is_not_taken_in_again(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})
    house.gate_all(seeing(1))
    removed(house, house.pages("HS1")[0].page_id)

    answer = house.hand_in({"HS1/1.png": page_png(1)})

    assert (answer.dossiers[0].images, answer.dossiers[0].known) == (0, 1)
    assert held(house, Area.INTAKE) == set()


def test_the_act_names_neither_content_nor_person(house: House):
    page = quarantined(house)[1]
    removed(house, page.page_id)

    stub = next(one for one in house.events() if isinstance(one, SecretStubRegistered))

    assert set(stub.model_dump()) == {
        "recordedBy",
        "dossierId",
        "level",
        "sheetNo",
        "holder",
        "fileCode",
        "sheetTo",
    }


# A later gate


def read(house: House, page: Page) -> list[Digest]:
    """As if the page had been read and a document proposed; returns what is derived."""
    derived = [house.objects.put(word, area=Area.DERIVED) for word in (b"text", b"doc", b"fields")]
    proposed = builders.document_proposed(
        (page.page_id,), dossier_id=page.dossier_id, reading=derived[1]
    )
    made = builders.proposal_made(
        proposed.document_id, dossier_id=page.dossier_id, fields=derived[2]
    )
    transcribed = builders.page_transcribed(page.page_id, digest=page.digest, transcript=derived[0])
    house.ledger.record(
        Write(page.page_id, (transcribed,), None), Write(page.dossier_id, (proposed, made), None)
    )
    return derived


def test_a_later_gate_closes_a_page_and_purges_what_was_read_of_it(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})
    house.gate_all()
    (page,) = house.pages("HS1")
    read(house, page)

    quarantine_page(
        page.page_id,
        SecrecyLevel.MAT,
        by=WORKER,
        ledger=house.ledger,
        objects=house.objects,
        now=house.clock(),
    )

    (closed,) = house.pages("HS1")
    assert (closed.state, closed.shown, closed.transcript) == (PageState.QUARANTINED, None, None)
    assert held(house, Area.DERIVED) == set()
    assert len(held(house, Area.MASTERS)) == 1
    assert house.balances() == (Balance(images_in=1, quarantine=1),)


def test_a_closing_that_was_interrupted_is_finished_by_the_next_job(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})
    house.gate_all()
    (page,) = house.pages("HS1")
    read(house, page)
    closing = PageQuarantined(recorded_by=WORKER.id, page_id=page.page_id, suspected=True)
    house.ledger.record(Write(page.page_id, (closing,), None))

    house.gate(page.page_id)

    assert held(house, Area.DERIVED) == set()


def test_a_late_job_leaves_the_document_of_a_page_that_was_never_read(house: House):
    (_, page, _) = quarantined(house)
    reading = house.objects.put(b"page ids alone", area=Area.DERIVED)
    proposed = builders.document_proposed(
        (page.page_id,), dossier_id=page.dossier_id, reading=reading
    )
    house.ledger.record(Write(page.dossier_id, (proposed,), None))

    house.gate(page.page_id)

    assert held(house, Area.DERIVED) == {reading}


def test_a_closed_page_that_was_a_false_alarm_is_open_again(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})
    house.gate_all()
    (page,) = house.pages("HS1")
    quarantine_page(
        page.page_id, None, by=WORKER, ledger=house.ledger, objects=house.objects, now=house.clock()
    )

    release_page(page.page_id, "báo nhầm", by=ARCHIVIST, now=house.clock(), **house.ports)

    assert states(house.pages("HS1")) == [PageState.CUSTODY]
    assert sum(isinstance(one, PagePromoted) for one in house.events()) == 2


# Nothing of it anywhere


def traces(folder: Path, *needles: bytes) -> list[str]:
    """Files outside the intake that hold one of the needles."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "intake" not in path.parts
        if any(needle in path.read_bytes() for needle in needles)
    ]


@pytest.mark.parametrize("ends", ["quarantined", "removed"])
def test_nothing_of_a_secret_is_found_outside_the_intake(house: House, ends: str):
    planted = page_image(SECRET, stamped=True)
    content = png(planted)
    house.hand_in({"HS1/1.png": page_png(1), "HS1/2.png": content})
    house.gate_all(real_look)
    page = house.pages("HS1")[1]
    digest = house.digest_of(page)
    if ends == "removed":
        removed(house, page.page_id)
    blocks = [content[at : at + 64] for at in range(0, len(content) - 64, 512)]

    found = traces(house.folder, digest.encode(), bytes.fromhex(digest), *blocks[1:])

    assert found == []
    assert traces(house.folder, house.digest_of(house.pages("HS1")[0]).encode()) != []
    if ends == "removed":
        assert list(house.objects.digests(area=Area.INTAKE)) == []
