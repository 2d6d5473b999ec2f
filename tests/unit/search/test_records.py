"""What a record holds of what it is made of."""

from datetime import date
from uuid import UUID

from domain.dates import PartialDate
from domain.events.dossier import Description
from domain.people import Identifier, IdentifierKind
from domain.state import Identity
from search.reach import Reach
from search.records import (
    Filed,
    ReadField,
    ReadPerson,
    document_record,
    names_of,
    page_record,
    person_record,
    proposal_record,
)

ONE = UUID("00000000-0000-4000-8000-000000000001")
TWO = UUID("00000000-0000-4000-8000-000000000002")
FILED = Filed(TWO, "HS-01", None, (ONE,))


def test_a_person_bears_all_names_and_nothing_sensitive():
    identity = Identity(
        full_name="Nguyễn Hoàng Anh",
        other_names=("Bảy",),
        former_names=("Nguyễn Văn An", "Bảy"),
        birth_date=PartialDate(1979, 3, 12),
        native_place="Bắc Ninh",
        ethnicity="Xtiêng",
        religion="Hòa Hảo",
        identifiers=(Identifier(kind=IdentifierKind.CCCD, value="024085000123"),),
    )

    record = person_record(ONE, identity, reach=Reach(), position=1)

    assert record is not None
    assert record.names == names_of(identity) == ("Nguyễn Hoàng Anh", "Bảy", "Nguyễn Văn An")
    assert record.text == "12/03/1979\nBắc Ninh"
    assert record.identifiers == ("024085000123",)
    assert "Xtiêng" not in record.model_dump_json() and "Hòa Hảo" not in record.model_dump_json()


def test_a_person_without_a_name_is_no_record():
    assert person_record(ONE, Identity(), reach=Reach(), position=1) is None


def test_a_person_is_seen_by_award_officers_too_and_pages_are_nobodys_label():
    reach = Reach(persons=frozenset({ONE}), pages=frozenset({TWO}))

    record = person_record(ONE, Identity(full_name="An"), reach=reach, position=1)

    assert record is not None
    assert record.restricted == (
        "career/*",
        f"career/person:{ONE}",
        f"career/page:{TWO}",
        "merit/*",
        f"merit/person:{ONE}",
    )


def test_a_document_nobody_described_is_found_by_its_type_and_place():
    record = document_record(
        ONE,
        filed=FILED,
        doc_type="KHAC",
        description=None,
        page_ids=(TWO,),
        confirmed=False,
        units=frozenset(),
        position=1,
    )

    assert (record.title, record.doc_type, record.state) == ("", "KHAC", "PROPOSED")
    assert record.payload == {"pages": "1", "dossierName": "HS-01"}


def test_a_page_shows_where_it_stands():
    record = page_record(
        ONE,
        filed=FILED,
        page_no=3,
        text="Dân tộc: Tày, họ tên",
        state="READ",
        document_id=TWO,
        doc_type="QUYET_DINH",
        description=Description(
            doc_type="QUYET_DINH",
            number="45/QĐ-SNV",
            title="Bổ nhiệm",
            issue_date=PartialDate(2018, 4),
        ),
        units=frozenset(),
        position=1,
    )

    assert "Tày" not in record.text
    assert record.title == ""
    assert record.day == date(2018, 4, 1)
    assert record.payload == {
        "pageNo": "3",
        "dossierName": "HS-01",
        "documentNo": "45/QĐ-SNV",
        "documentTitle": "Bổ nhiệm",
    }


def proposed(event_type: str, *read: ReadField) -> object:
    return proposal_record(
        ONE,
        filed=FILED,
        document_id=TWO,
        page_ids=(),
        event_type=event_type,
        person=ReadPerson("", ()),
        read=read,
        position=1,
    )


def test_a_proposal_of_an_unknown_type_is_no_record():
    assert proposed("nobody.knows") is None
    assert proposed("page.promoted") is None


def test_a_proposal_with_little_read_is_a_record_all_the_same():
    assert proposed("appointment.made", ReadField("effective_date", "0y/9")) is not None


def test_a_page_of_a_sensitive_paper_is_not_found_by_its_words():
    record = page_record(
        ONE,
        filed=FILED,
        page_no=1,
        text="Sức khỏe loại II, huyết áp cao",
        state="READ",
        document_id=TWO,
        doc_type="GIAY_KSK",
        description=None,
        units=frozenset(),
        position=1,
    )

    assert record.text == ""
