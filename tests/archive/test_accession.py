"""Accession: everything handed in is somewhere afterwards, and twice is the same as once."""

import unicodedata
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from archive.delivery import UploadedFiles
from archive.ledger import Write
from archive.objects import Area
from archive.pages import rescan_page
from domain.access import Grant, Role
from domain.batch import Balance
from domain.dossier import BalanceState, StatedCount
from domain.errors import NotAllowed
from domain.events.access import IdentifierReserved
from domain.events.dossier import BatchClosed, DossierDescribed, InventoryLine
from domain.page import PageState
from domain.people import IdentifierKind
from tests.kit import builders
from tests.kit.custody import LIMITS, House
from tests.kit.pages import blank_image, page_image, page_png, png, tiff, write_dossier
from tests.kit.reading_room import ARCHIVIST, HR_OFFICER, WORKER, an_actor

HEAD = "dossier,person_name,identifier,birth_date,sheets,sides,blank_sides\n"
COLUMNS = "ordinal,number,date,type,title,sheets"
CCCD = "001079012345"


def two_pages(name: str = "HS1") -> dict[str, bytes]:
    return {f"{name}/1.png": page_png(1), f"{name}/2.png": page_png(2)}


def manifest(*rows: str) -> dict[str, bytes]:
    return {"manifest.csv": (HEAD + "\n".join(rows) + "\n").encode()}


def known_person(house: House, name: str = "Nguyễn Văn An", identifier: str = CCCD) -> UUID:
    person_id = uuid4()
    stream = house.keys.identifier_stream(IdentifierKind.CCCD, identifier)
    house.ledger.record(
        Write(person_id, (builders.identity(name, person_id=person_id),), 0),
        Write(stream, (IdentifierReserved(recorded_by=ARCHIVIST.id, person_id=person_id),), 0),
    )
    return person_id


def test_a_sub_folder_is_a_dossier_with_its_pages_in_the_order_of_their_names(
    house: House, tmp_path: Path
):
    write_dossier(tmp_path / "in", "HS1", *range(1, 12))

    answer = house.take_folder(tmp_path / "in")

    (taken,) = answer.dossiers
    assert (taken.name, taken.opened, taken.images, answer.images_in) == ("HS1", True, 11, 11)
    pages = house.pages("HS1")
    assert [page.file_no for page in pages] == list(range(1, 12))
    assert [page.ordinal for page in pages] == list(range(1, 12))
    assert {page.state for page in pages} == {PageState.PENDING}
    assert house.balances() == (Balance(images_in=11, pending=11),)


def test_every_page_lies_in_the_intake_under_its_digest_which_is_sealed_in_the_book(house: House):
    house.hand_in(two_pages())

    for page in house.pages("HS1"):
        digest = house.digest_of(page)
        assert house.objects.has(digest, area=Area.INTAKE)
        assert digest not in (house.folder / "ledger.sqlite").read_bytes().decode("latin-1")
    assert list(house.objects.digests(area=Area.MASTERS)) == []


def test_a_file_of_several_images_is_several_pages_and_loose_files_are_dossiers(house: House):
    house.hand_in({"An.tif": tiff(page_image(1), page_image(2)), "Bình.png": page_png(3)})

    assert [(page.image_no, page.file_images) for page in house.pages("An.tif")] == [(1, 2), (2, 2)]
    assert len(house.pages("Bình.png")) == 1


def test_the_same_folder_again_records_nothing(house: House):
    files = {
        **two_pages(),
        "HS1/3.png": page_png(1),
        "HS1/4.tif": b"",
        "note.txt": b"no scan",
        **manifest("HS1,Nguyễn Văn An,,1979,3,1,"),
    }
    first = house.hand_in(files)
    position = house.ledger.position()

    again = house.hand_in(files)

    assert house.ledger.position() == position == again.position
    assert (again.batch_id, again.images_in) == (None, 0)
    assert (again.dossiers[0].known, again.dossiers[0].images) == (2, 0)
    assert [(one.name, one.again) for one in again.rejected] == [
        ("4.tif", True),
        ("note.txt", True),
    ]
    assert house.balances() == (Balance(images_in=5, pending=2, duplicate=1, rejected=2),)
    assert first.images_in == 5


def test_a_folder_that_grew_takes_in_what_is_new_at_its_place(house: House):
    house.hand_in({"HS1/1.png": page_png(1), "HS1/3.png": page_png(3)})

    answer = house.hand_in(
        {f"HS1/{n}.png": page_png(n) for n in (1, 2, 3, 4)} | {"HS1/5.txt": b"no scan"}
    )

    assert (answer.dossiers[0].images, answer.dossiers[0].known) == (2, 2)
    pages = house.pages("HS1")
    files = [house.ledger.events(page.page_id)[0].event.file_name for page in pages]  # type: ignore[attr-defined]
    assert files == ["1.png", "2.png", "3.png", "4.png"]
    assert house.balances() == (
        Balance(images_in=2, pending=2),
        Balance(images_in=3, pending=2, rejected=1),
    )
    assert len(house.dossier("HS1").batch_ids) == 2


def test_a_later_delivery_of_the_same_name_appends(house: House):
    house.hand_in(two_pages())

    house.hand_in({"HS1/1.png": page_png(11)})

    dossier = house.dossier("HS1")
    assert len(dossier.page_ids) == 3
    assert house.pages("HS1")[-1].ordinal == 3


def test_a_later_delivery_of_another_person_opens_another_dossier_and_says_so(house: House):
    house.hand_in({**two_pages(), **manifest(f"HS1,Nguyễn Văn An,{CCCD},,,,")})

    answer = house.hand_in(
        {"HS1/9.png": page_png(9), **manifest("HS1,Lý Thị Bình,024085000123,,,,")}
    )

    assert len(house.dossiers("HS1")) == 2
    assert "dossier.nameOfOther" in [one.code for one in answer.problems]


def test_a_corrected_list_does_not_make_another_dossier_of_the_same_pages(house: House):
    house.hand_in({**two_pages(), **manifest("HS1,Nguyễn Văn An,,1978,2,1,")})

    house.hand_in({**two_pages(), **manifest("HS1,Nguyễn Văn Ân,,1979,3,1,")})

    dossier = house.dossier("HS1")
    assert (dossier.person_name, str(dossier.birth_date)) == ("Nguyễn Văn Ân", "1979")
    assert dossier.stated == StatedCount(sheets=3, sides=1, blank_sides=0)


def test_names_of_loose_files_alone_put_nothing_together(house: House):
    house.hand_in({"scan0001.png": page_png(1)})

    house.hand_in({"scan0001.png": page_png(2)})
    house.hand_in({"scan0001.png": page_png(1)})

    assert [len(one.page_ids) for one in house.dossiers("scan0001.png")] == [1, 1]


def test_a_loose_file_of_the_same_person_appends(house: House):
    row = manifest(f"scan0001.png,Nguyễn Văn An,{CCCD},,,,")
    house.hand_in({"scan0001.png": page_png(1), **row})

    house.hand_in({"scan0001.png": page_png(2), **row})

    assert len(house.dossier("scan0001.png").page_ids) == 2


def test_the_same_bytes_twice_in_a_dossier_are_a_duplicate(house: House):
    answer = house.hand_in({**two_pages(), "HS1/3.png": page_png(1)})

    assert answer.dossiers[0].duplicates == ("3.png",)
    assert len(house.dossier("HS1").page_ids) == 2
    assert house.balances() == (Balance(images_in=3, pending=2, duplicate=1),)


def test_a_duplicate_in_a_later_delivery_is_recorded_once(house: House):
    house.hand_in(two_pages())
    later = {"HS1/copy.png": page_png(2)}

    house.hand_in(later)
    position = house.ledger.position()
    house.hand_in(later)

    assert house.ledger.position() == position
    assert house.balances()[1] == Balance(images_in=1, duplicate=1)


def test_the_same_bytes_in_two_dossiers_are_one_object_and_two_pages(house: House):
    house.hand_in({"HS1/1.png": page_png(7), "HS2/1.png": page_png(7)})

    (one,), (other,) = house.pages("HS1"), house.pages("HS2")
    assert one.page_id != other.page_id
    assert one.sealed_digest != other.sealed_digest
    assert house.digest_of(one) == house.digest_of(other)
    assert len(list(house.objects.digests(area=Area.INTAKE))) == 1


def test_blank_pages_are_never_duplicates(house: House):
    blank = png(blank_image())
    files = {"HS1/1.png": page_png(1), "HS1/2.png": blank, "HS1/3.png": blank, "HS1/4.png": blank}

    answer = house.hand_in(files)
    position = house.ledger.position()
    house.hand_in(files)

    assert answer.dossiers[0].duplicates == ()
    assert len(set(house.dossier("HS1").page_ids)) == 4
    assert house.ledger.position() == position
    assert house.balances() == (Balance(images_in=4, pending=4),)


def test_an_accession_that_stopped_half_way_goes_on_in_its_batch(house: House):
    files = {f"HS{d}/{n}.png": page_png(10 * d + n) for d in (1, 2, 3) for n in (1, 2)}

    class Stopped(Exception):
        pass

    def stop_in_the_second(progress: object) -> None:
        if getattr(progress, "dossier", "") == "HS2":
            raise Stopped

    with pytest.raises(Stopped):
        house.take(UploadedFiles(tuple(files.items())), progress=stop_in_the_second)
    assert not any(isinstance(one, BatchClosed) for one in house.events())

    answer = house.hand_in(files)

    assert (answer.number, answer.images_in) == (1, 4)
    assert house.balances() == (Balance(images_in=6, pending=6),)
    assert [one.known for one in answer.dossiers] == [2, 0, 0]
    assert sum(isinstance(one, BatchClosed) for one in house.events()) == 1


def test_the_list_says_whose_dossier_it_is_and_what_it_should_hold(house: House):
    house.hand_in(
        {
            **two_pages(),
            **manifest(f"HS1,Nguyễn Văn An,{CCCD},1979-03-12,2,2,1"),
            "HS1/inventory.csv": f"{COLUMNS}\n1,12/QĐ-SNV,2012,,,1\n".encode(),
        }
    )

    dossier = house.dossier("HS1")
    assert (dossier.person_name, dossier.identifier) == ("Nguyễn Văn An", CCCD)
    assert dossier.inventory is not None
    assert dossier.inventory[0] == InventoryLine(
        ordinal=1, number="12/QĐ-SNV", date=dossier.inventory[0].date, sheets=1
    )
    assert (dossier.expected, dossier.images) == (3, 2)
    assert dossier.held is not None
    assert (dossier.held.difference, dossier.held.recorded_by) == (-1, ARCHIVIST.id)


def test_a_dossier_without_a_count_is_counted_and_one_that_fits_is_balanced(house: House):
    house.hand_in({**two_pages(), **two_pages("HS2"), **manifest("HS2,,,,2,1,")})

    assert house.dossier("HS1").balance_state is BalanceState.COUNTED
    assert house.dossier("HS1").told is None
    assert house.dossier("HS2").balance_state is BalanceState.BALANCED


def test_counts_of_two_deliveries_add_up(house: House):
    house.hand_in({**two_pages(), **manifest("HS1,,,,2,1,")})

    house.hand_in({"HS1/9.png": page_png(9), **manifest("HS1,,,,1,1,")})

    assert house.dossier("HS1").stated.images == 3
    assert house.dossier("HS1").balance_state is BalanceState.BALANCED
    house.hand_in({"HS1/9.png": page_png(9), **manifest("HS1,,,,1,1,")})
    assert house.dossier("HS1").stated.images == 3


def test_a_count_that_cannot_be_compared_is_left_out_and_said(house: House):
    house.hand_in({**two_pages(), **manifest("HS1,,,,2,1,")})

    answer = house.hand_in(
        {"HS1/2.png": page_png(2), "HS1/9.png": page_png(9), **manifest("HS1,,,,2,1,")}
    )

    assert "manifest.countNotComparable" in [one.code for one in answer.problems]
    assert house.dossier("HS1").difference == 1


def test_a_known_identifier_binds_the_dossier(house: House):
    person_id = known_person(house)

    answer = house.hand_in(
        {
            **two_pages(),
            **two_pages("HS2"),
            **manifest(f"HS1,NGUYỄN VĂN AN,{CCCD},,,,", "HS2,X,,,,,"),
        }
    )

    assert [(one.person_id, one.bound_now) for one in answer.dossiers] == [
        (person_id, True),
        (None, False),
    ]
    assert house.dossier("HS1").person_id == person_id
    assert house.dossier("HS2").person_id is None


def test_an_identifier_of_somebody_with_another_name_binds_nothing(house: House):
    known_person(house, "Trần Văn Cường")

    answer = house.hand_in({**two_pages(), **manifest(f"HS1,Nguyễn Văn An,{CCCD},,,,")})

    assert house.dossier("HS1").person_id is None
    assert "dossier.identifierOfOther" in [one.code for one in answer.problems]


def test_a_row_for_nothing_and_a_folder_without_a_file_are_said(house: House, tmp_path: Path):
    write_dossier(tmp_path / "in", "0001", 1)
    (tmp_path / "in" / "HS9").mkdir()
    (tmp_path / "in" / "manifest.csv").write_text(HEAD + "1,Nguyễn Văn An,,,,,\n")

    answer = house.take_folder(tmp_path / "in")

    told = {(one.code, one.values.get("suggestion")) for one in answer.problems}
    assert told == {
        ("manifest.noSuchDossierNear", "0001"),
        ("manifest.notListed", None),
        ("dossier.empty", None),
    }


def test_names_are_kept_composed(house: House):
    name = "Lý Thị Bình"
    house.hand_in(two_pages(unicodedata.normalize("NFD", name)))
    house.hand_in({**two_pages(name), **manifest(f"{name},{name},,,,,")})

    assert house.dossier(name).person_name == name
    assert len(house.dossier(name).page_ids) == 2


def test_a_rescanned_image_that_comes_again_as_a_file_is_no_new_page(house: House):
    house.hand_in(two_pages())
    house.gate_all()
    page = house.pages("HS1")[0]
    rescan_page(
        page.page_id,
        page_png(100),
        by=ARCHIVIST,
        limits=LIMITS,
        now=house.clock(),
        **house.ports,
    )

    answer = house.hand_in({**two_pages(), "HS1/1b.png": page_png(100)})

    assert answer.dossiers[0].images == 0
    assert len(house.dossier("HS1").page_ids) == 2


def test_who_may_not_take_in_is_refused_before_anything_is_read(house: House):
    for actor in (HR_OFFICER, WORKER, an_actor("Kim", Role.VERIFIER)):
        with pytest.raises(NotAllowed):
            house.hand_in(two_pages(), by=actor)
    assert house.ledger.position() == 0


def test_a_grant_for_one_batch_reaches_that_batch_alone(house: House):
    bounded = an_actor("Sáu", Role.SCAN_OPERATOR, batches=(uuid4(),))

    with pytest.raises(NotAllowed):
        house.hand_in(two_pages(), by=bounded)
    assert isinstance(bounded.grants[0], Grant)


def test_what_the_list_says_anew_is_recorded_without_a_new_batch(house: House):
    house.hand_in(two_pages())

    answer = house.hand_in({**two_pages(), **manifest("HS1,Nguyễn Văn An,,,2,1,")})

    assert answer.batch_id is None
    assert len(house.balances()) == 1
    assert house.dossier("HS1").balance_state is BalanceState.BALANCED
    assert sum(isinstance(one, DossierDescribed) for one in house.events()) == 1
