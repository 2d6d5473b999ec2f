"""Rescan, insert, refile, judge: nothing is overwritten, and the count goes along."""

from uuid import UUID, uuid4

import pytest

from archive.custody import release_page
from archive.ledger import Write
from archive.objects import Area
from archive.pages import insert_page, judge_page, refile_page, rescan_page
from domain.batch import Balance
from domain.dossier import BalanceState
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.events.acts import (
    EventVerified,
    EvidenceAttached,
    EvidenceWithdrawn,
    RecordAnnulled,
)
from domain.evidence import Rank, Source
from domain.page import PageState, Reading
from ocr.errors import UnreadableScan
from ocr.pages import extract_image
from tests.kit import builders
from tests.kit.custody import LIMITS, House, seeing
from tests.kit.pages import blank_image, page_image, page_png, png, tiff
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE, HR_OFFICER

HEAD = "dossier,person_name,identifier,birth_date,sheets,sides,blank_sides\n"


def kept(house: House, *numbers: int, name: str = "HS1", sheets: int | None = None) -> list[UUID]:
    """A dossier in custody; returns its pages."""
    row = f"{HEAD}{name},,,,{sheets},1,\n" if sheets is not None else HEAD
    files = {f"{name}/{number}.png": page_png(number) for number in numbers}
    house.hand_in({**files, "manifest.csv": row.encode()})
    house.gate_all()
    return list(house.dossier(name).page_ids)


def rescanned(house: House, page_id: UUID, content: bytes, **more: int) -> tuple[UUID, ...]:
    written = rescan_page(
        page_id, content, by=COLLEAGUE, limits=LIMITS, now=house.clock(), **house.ports, **more
    )
    assert written.position == house.ledger.position()
    return written.page_ids


def inserted(
    house: House, content: bytes, after: UUID | None, name: str = "HS1"
) -> tuple[UUID, ...]:
    written = insert_page(
        house.dossier(name).dossier_id,
        content,
        after_page=after,
        file_name="thiếu.png",
        by=ARCHIVIST,
        limits=LIMITS,
        now=house.clock(),
        **house.ports,
    )
    assert written.position == house.ledger.position()
    return written.page_ids


def refiled(house: House, page_id: UUID, to: str, after: UUID | None = None) -> int:
    return refile_page(
        page_id,
        house.dossier(to).dossier_id,
        "của người khác",
        after_page=after,
        by=ARCHIVIST,
        ledger=house.ledger,
        now=house.clock(),
    )


# Rescan


def test_a_rescan_takes_the_place_of_the_image_through_the_same_gate(house: House):
    page_id = kept(house, 1, 2, sheets=2)[0]
    first = house.page(page_id).digest

    assert rescanned(house, page_id, page_png(101)) == (page_id,)
    waiting = house.page(page_id)
    assert (waiting.state, waiting.reading) == (PageState.PENDING, Reading.NOT_READ)
    assert waiting.shown is not None
    assert waiting.shown.digest == first
    house.gate(page_id)

    page = house.page(page_id)
    assert (page.state, page.scanned_by) == (PageState.CUSTODY, {ARCHIVIST.id, COLLEAGUE.id})
    assert page.digest not in (None, first)
    assert len(list(house.objects.digests(area=Area.MASTERS))) == 3
    assert list(house.objects.digests(area=Area.INTAKE)) == []


def test_a_rescan_is_one_more_image_of_the_batch_and_none_of_the_dossier(house: House):
    page_id = kept(house, 1, 2, sheets=2)[0]

    rescanned(house, page_id, page_png(101))

    assert house.balances() == (Balance(images_in=3, custody=2, pending=1),)
    assert house.dossier("HS1").balance_state is BalanceState.BALANCED


def test_a_rescan_with_a_stamp_waits_and_the_earlier_image_stays(house: House):
    page_id = kept(house, 1)[0]
    rescanned(house, page_id, page_png(101))

    house.gate(page_id, look=seeing(101))

    page = house.page(page_id)
    assert (page.state, page.suspected) == (PageState.QUARANTINED, True)
    assert page.shown is not None
    release_page(page_id, "báo nhầm", by=ARCHIVIST, now=house.clock(), **house.ports)
    assert house.page(page_id).state is PageState.CUSTODY


def test_a_rescan_of_many_images_needs_its_number_and_takes_that_one_alone(house: House):
    page_id = kept(house, 1)[0]
    several = tiff(page_image(101), page_image(102))

    with pytest.raises(RuleViolation, match=r"page\.manyImages"):
        rescanned(house, page_id, several)
    rescanned(house, page_id, several, image_no=2)
    house.gate(page_id, look=seeing(101))

    page = house.page(page_id)
    assert (page.state, page.image_no) == (PageState.CUSTODY, 1)
    assert house.objects.get(page.digest or "", area=Area.MASTERS) == extract_image(several, 2)


def test_the_same_image_or_that_of_another_page_is_no_rescan(house: House):
    first, _ = kept(house, 1, 2)

    for number in (1, 2):
        with pytest.raises(RuleViolation, match=r"page\.imageIsPage"):
            rescanned(house, first, page_png(number))


def test_a_rescan_that_is_no_scan_changes_nothing(house: House):
    page_id = kept(house, 1)[0]
    position = house.ledger.position()

    with pytest.raises(UnreadableScan, match=r"scan\.notAScan"):
        rescanned(house, page_id, b"no scan")

    assert house.ledger.position() == position
    assert list(house.objects.digests(area=Area.INTAKE)) == []


def test_a_page_that_is_not_in_custody_is_not_scanned_again(house: House):
    house.hand_in({"HS1/1.png": page_png(1)})
    (page,) = house.pages("HS1")

    with pytest.raises(RuleViolation, match=r"page\.notInCustody"):
        rescanned(house, page.page_id, page_png(101))
    with pytest.raises(Unknown):
        rescanned(house, uuid4(), page_png(101))


# Insert


def test_an_inserted_page_fills_the_gap_and_closes_the_balance(house: House):
    first, third = kept(house, 1, 3, sheets=3)
    assert house.dossier("HS1").held is not None

    (second,) = inserted(house, page_png(2), first)

    dossier = house.dossier("HS1")
    assert dossier.page_ids == (first, second, third)
    assert dossier.balance_state is BalanceState.BALANCED
    assert dossier.told is not None
    assert dossier.told.topic == "dossier.balanced"
    assert house.balances() == (Balance(images_in=3, custody=2, pending=1),)
    house.gate(second)
    assert house.page(second).state is PageState.CUSTODY


def test_a_sheet_that_nobody_counted_adds_itself(house: House):
    (first,) = kept(house, 1, sheets=1)

    both = inserted(house, tiff(page_image(8), page_image(9)), None)

    dossier = house.dossier("HS1")
    assert dossier.page_ids == (*both, first)
    assert (dossier.expected, dossier.images) == (3, 3)


def test_a_page_that_is_there_already_is_not_inserted_unless_it_is_blank(house: House):
    (first,) = kept(house, 1)
    blank = png(blank_image())

    with pytest.raises(RuleViolation, match=r"page\.imageIsPage"):
        inserted(house, page_png(1), first)
    one, other = inserted(house, blank, first), inserted(house, blank, first)

    assert one != other
    assert len(house.dossier("HS1").page_ids) == 3


def test_a_place_in_another_dossier_is_no_place(house: House):
    kept(house, 1)
    (elsewhere,) = kept(house, 2, name="HS2")

    with pytest.raises(RuleViolation, match=r"dossier\.pageNotHere"):
        inserted(house, page_png(5), elsewhere)


def test_an_inserted_file_taken_in_again_by_its_folder_is_known(house: House):
    first, _ = kept(house, 1, 3)
    inserted(house, page_png(2), first)

    answer = house.hand_in({f"HS1/{n}.png": page_png(n) for n in (1, 2, 3)})

    assert answer.dossiers[0].images == 0
    assert answer.dossiers[0].duplicates == ("2.png",)
    assert len(house.dossier("HS1").page_ids) == 3


# Refile


def test_a_misfiled_page_goes_home_with_its_history(house: House):
    first, stranger = kept(house, 1, 2, sheets=1)
    (own,) = kept(house, 5, name="HS2", sheets=2)

    position = refiled(house, stranger, "HS2", own)

    assert position == house.ledger.position()
    assert house.dossier("HS1").page_ids == (first,)
    assert house.dossier("HS2").page_ids == (own, stranger)
    assert house.page(stranger).dossier_id == house.dossier("HS2").dossier_id
    assert {house.dossier(name).balance_state for name in ("HS1", "HS2")} == {BalanceState.BALANCED}
    assert all(balance.holds for balance in house.balances())


def test_a_refiled_page_is_not_taken_in_again_with_its_old_folder(house: House):
    kept(house, 1, 2)
    (own,) = kept(house, 5, name="HS2")
    refiled(house, house.dossier("HS1").page_ids[1], "HS2", own)

    answer = house.hand_in({"HS1/1.png": page_png(1), "HS1/2.png": page_png(2)})

    assert (answer.dossiers[0].images, answer.batch_id) == (0, None)


def cited(house: House, page_id: UUID) -> tuple[UUID, UUID]:
    """Somebody's career event that has the page as evidence: person and event."""
    person_id = uuid4()
    page = house.page(page_id)
    event = builders.appointed(
        person_id=person_id,
        source=Source(
            dossier_id=page.dossier_id, document_id=uuid4(), citations=(page.citation(),)
        ),
    )
    identity = builders.identity(person_id=person_id)
    house.ledger.record(Write(person_id, (identity, event), 0))
    return person_id, event.event_id


def test_a_page_that_an_event_in_force_cites_stays_where_it_is(house: House):
    _, page_id = kept(house, 1, 2)
    kept(house, 5, name="HS2")
    _, event_id = cited(house, page_id)

    with pytest.raises(RuleViolation) as refused:
        refiled(house, page_id, "HS2")

    assert (refused.value.code, refused.value.values["events"]) == ("page.cited", (event_id,))


def test_an_annulled_event_lets_its_page_go(house: House):
    _, page_id = kept(house, 1, 2)
    kept(house, 5, name="HS2")
    person_id, event_id = cited(house, page_id)
    annulled = RecordAnnulled(
        recorded_by=ARCHIVIST.id,
        event_id=uuid4(),
        person_id=person_id,
        target=event_id,
        why="nhầm người",
    )
    verified = EventVerified(
        recorded_by=COLLEAGUE.id,
        event_id=uuid4(),
        person_id=person_id,
        target=annulled.event_id,
    )
    house.ledger.record(Write(person_id, (annulled, verified), None))

    refiled(house, page_id, "HS2")

    assert page_id in house.dossier("HS2").page_ids


def test_withdrawn_evidence_lets_its_page_go(house: House):
    first, page_id = kept(house, 1, 2)
    kept(house, 5, name="HS2")
    person_id, event_id = cited(house, first)
    page = house.page(page_id)
    attached = EvidenceAttached(
        recorded_by=ARCHIVIST.id,
        event_id=uuid4(),
        person_id=person_id,
        target=event_id,
        rank=Rank.PLAIN_COPY,
        source=Source(
            dossier_id=page.dossier_id, document_id=uuid4(), citations=(page.citation(),)
        ),
    )
    house.ledger.record(Write(person_id, (attached,), None))

    with pytest.raises(RuleViolation, match=r"page\.cited"):
        refiled(house, page_id, "HS2")
    withdrawn = EvidenceWithdrawn(
        recorded_by=ARCHIVIST.id,
        event_id=uuid4(),
        person_id=person_id,
        attachment=attached.event_id,
        why="nhầm trang",
    )
    house.ledger.record(Write(person_id, (withdrawn,), None))
    refiled(house, page_id, "HS2")

    assert page_id in house.dossier("HS2").page_ids


def test_a_page_is_refiled_to_another_dossier_at_a_place_there(house: House):
    first, second = kept(house, 1, 2)
    kept(house, 5, name="HS2")

    with pytest.raises(RuleViolation, match=r"page\.hereAlready"):
        refiled(house, second, "HS1", first)
    with pytest.raises(RuleViolation, match=r"dossier\.pageNotHere"):
        refiled(house, second, "HS2", first)


# Judge


def test_a_person_wants_a_rescan_or_accepts_the_image(house: House):
    page_id = kept(house, 1)[0]

    def judged(accepted: bool, why: str | None) -> None:
        judge_page(page_id, accepted, why, by=ARCHIVIST, ledger=house.ledger, now=house.clock())

    judged(False, "mờ")
    verdict = house.page(page_id).judged
    assert verdict is not None
    assert (verdict.accepted, verdict.why) == (False, "mờ")
    judged(True, None)
    verdict = house.page(page_id).judged
    assert verdict is not None
    assert verdict.accepted
    with pytest.raises(RuleViolation, match=r"page\.reasonMissing"):
        judged(False, " ")


def test_who_may_not_describe_may_do_none_of_it(house: House):
    first, _ = kept(house, 1, 2)
    kept(house, 5, name="HS2")

    with pytest.raises(NotAllowed):
        judge_page(first, True, None, by=HR_OFFICER, ledger=house.ledger, now=house.clock())
    with pytest.raises(NotAllowed):
        rescan_page(
            first, page_png(9), by=HR_OFFICER, limits=LIMITS, now=house.clock(), **house.ports
        )
    with pytest.raises(NotAllowed):
        refile_page(
            first,
            house.dossier("HS2").dossier_id,
            "của người khác",
            after_page=None,
            by=HR_OFFICER,
            ledger=house.ledger,
            now=house.clock(),
        )
