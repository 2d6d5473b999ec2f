"""What becomes findable, for whom, and what is taken out again; and that an index made anew is the
same as one that grew with the ledger."""

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from archive.adapters.folder_objects import FolderObjects
from archive.cataloguing import Cataloguing, rebuild
from archive.folding import directory_of
from archive.following import Follower, catch_up
from archive.ledger import Ledger, Write, open_ledger
from archive.objects import Area
from domain.dates import PartialDate
from domain.events.acts import (
    EventDisputed,
    EventVerified,
    EvidenceAttached,
    FieldChange,
    RecordAnnulled,
    RecordCorrected,
)
from domain.events.appointment import AppointmentMade
from domain.events.discipline import DisciplineForm, DisciplineImposed
from domain.events.dossier import (
    Description,
    DocumentAssembled,
    DocumentJoined,
    DocumentProposed,
    DocumentSplit,
    DossierAccessioned,
    DossierBound,
    DossierDescribed,
    DossierOpened,
    ProposalConfirmed,
    ProposalMade,
    ProposalRejected,
)
from domain.events.entry import IdentityCorrected, IdentityRecorded
from domain.events.envelope import (
    CareerEvent,
    Decision,
    EffectiveBasis,
    Event,
    Extraction,
    Method,
    UnitRef,
)
from domain.events.merit import AwardGranted
from domain.events.organisation import UNITS_STREAM, OrgEstablished, OrgLevel
from domain.events.page import (
    PageAccessioned,
    PagePromoted,
    PageQuarantined,
    PageRefiled,
    PageReleased,
    PageRemoved,
    PageRescanned,
    PageTranscribed,
    PageUnread,
)
from domain.events.salary import StepRaised
from domain.evidence import Box, Citation, Digest, Rank, Source
from domain.page import Page, PageState
from domain.people import Identifier, IdentifierKind
from ocr.reading import DocumentReading, ProposedEvent, ProposedField, ProposedPerson
from ocr.transcript import Engine, Line, Transcript, Verdict, Word
from search.adapters.tantivy import TantivyIndex
from search.index import EVERYTHING, Answer, Kind
from search.query import Query, parse

BY = UUID("00000000-0000-4000-8000-00000000000a")
OTHER = UUID("00000000-0000-4000-8000-00000000000b")
BATCH = UUID("00000000-0000-4000-8000-0000000000b1")
SNV = UUID("00000000-0000-4000-8000-0000000000e1")
PROVINCE = UUID("00000000-0000-4000-8000-0000000000e0")
SCHOOL = UUID("00000000-0000-4000-8000-0000000000e2")
BOX = Box(left=10, top=10, right=90, bottom=30)
SEALED = "ab" * 48


class Office:
    """Records what a desk would, and asks the index."""

    def __init__(self, folder: Path) -> None:
        now = datetime(2026, 3, 1, tzinfo=UTC)
        self.ledger: Ledger = open_ledger(f"sqlite:{folder / 'ledger.sqlite'}", clock=lambda: now)
        self.objects = FolderObjects(folder / "objects")
        self.index = TantivyIndex(folder / "index", memory_bytes=15_000_000)
        self.follower = Cataloguing(self.index, ledger=self.ledger, objects=self.objects)
        self.digests: dict[UUID, Digest] = {}

    def close(self) -> None:
        self.index.close()
        self.ledger.close()

    def record(self, *writes: tuple[UUID, Event]) -> None:
        """Each pair in its stream, all in one transaction."""
        self.ledger.record(*(Write(stream_id, (event,), None) for stream_id, event in writes))

    def dossier(self, name: str = "HS-01", *, pages: int = 0, batch: UUID = BATCH) -> UUID:
        dossier_id = uuid4()
        self.record((dossier_id, DossierOpened(recorded_by=BY, dossier_id=dossier_id, name=name)))
        if pages:
            self.accession(dossier_id, pages, batch=batch)
        return dossier_id

    def accession(self, dossier_id: UUID, pages: int, *, batch: UUID = BATCH) -> list[UUID]:
        ids = [uuid4() for _ in range(pages)]
        event = DossierAccessioned(
            recorded_by=BY, dossier_id=dossier_id, batch_id=batch, images=pages, page_ids=tuple(ids)
        )
        accessioned = [
            PageAccessioned(
                recorded_by=BY,
                page_id=page_id,
                dossier_id=dossier_id,
                batch_id=batch,
                sealed_digest=SEALED,
                image_no=1,
                file_no=at,
                file_name=f"{at}.tif",
                file_images=1,
                ordinal=at,
                width_px=100,
                height_px=140,
                format="TIFF",
            )
            for at, page_id in enumerate(ids, 1)
        ]
        self.record(
            (dossier_id, event), (batch, event), *((one.page_id, one) for one in accessioned)
        )
        return ids

    def pages_of(self, dossier_id: UUID) -> list[UUID]:
        accessions = [
            one.event
            for one in self.ledger.events(dossier_id)
            if isinstance(one.event, DossierAccessioned)
        ]
        return [page_id for event in accessions for page_id in event.page_ids]

    def promote(self, page_id: UUID) -> None:
        digest = self.objects.put(uuid4().bytes, area=Area.INTAKE)
        self.digests[page_id] = digest
        event = PagePromoted(recorded_by=BY, page_id=page_id, digest=digest, image_no=1)
        self.record((page_id, event))

    def read(self, page_id: UUID, text: str) -> Digest:
        """The transcript's digest."""
        if page_id not in self.digests:
            self.promote(page_id)
        transcript = transcript_of(text, self.digests[page_id])
        kept = self.objects.put(transcript.model_dump_json().encode(), area=Area.DERIVED)
        event = PageTranscribed(
            recorded_by=BY,
            page_id=page_id,
            digest=self.digests[page_id],
            transcript=kept,
            engine="scripted",
            words=transcript.word_count,
            blank=not text,
        )
        self.record((page_id, event))
        return kept

    def propose(
        self, dossier_id: UUID, pages: list[UUID], description: Description, **more: object
    ) -> UUID:
        document_id = uuid4()
        reading = DocumentReading(
            page_ids=tuple(pages),
            description=description,
            described_by=(self.field("title", description.title, pages[0]),),
            proposals=(),
            confidence=0.9,
        )
        event = DocumentProposed(
            recorded_by=BY,
            dossier_id=dossier_id,
            document_id=document_id,
            page_ids=tuple(pages),
            doc_type=description.doc_type,
            reading=self.objects.put(reading.model_dump_json().encode(), area=Area.DERIVED),
            **more,
        )
        self.record((dossier_id, event))
        return document_id

    def field(self, name: str, value: object, page_id: UUID) -> ProposedField:
        return ProposedField(
            field=name, value=value, confidence=0.9, citation=self.citation(page_id)
        )

    def citation(self, page_id: UUID) -> Citation:
        return Citation(
            page_id=page_id,
            digest=self.digests[page_id],
            image_no=1,
            width_px=100,
            height_px=140,
            box=BOX,
        )

    def proposal(
        self, dossier_id: UUID, document_id: UUID, page_id: UUID, name: str, **fields: object
    ) -> UUID:
        given = {"post": "Trưởng phòng", "effective_date": "2018-05-01"} | fields
        proposed = ProposedEvent(
            event_type="appointment.made",
            person=ProposedPerson(
                name=name,
                identifiers=(Identifier(kind=IdentifierKind.CCCD, value="024085000123"),),
            ),
            fields=tuple(self.field(one, value, page_id) for one, value in given.items()),
            confidence=0.9,
        )
        proposal_id = uuid4()
        event = ProposalMade(
            recorded_by=BY,
            dossier_id=dossier_id,
            proposal_id=proposal_id,
            document_id=document_id,
            event_type="appointment.made",
            fields=self.objects.put(proposed.model_dump_json().encode(), area=Area.DERIVED),
            confidence=0.9,
            unsure=0,
        )
        self.record((dossier_id, event))
        return proposal_id

    def person(self, name: str = "Nguyễn Văn An", **fields: object) -> UUID:
        person_id = uuid4()
        self.record((person_id, identity(person_id, name, **fields)))
        return person_id

    def catch_up(self, *, batch: int = 2000) -> int:
        return catch_up(self.ledger, self.follower, batch=batch)

    def ask(self, text: str, *, acl: tuple[str, ...] = (EVERYTHING,), **filters: object) -> Answer:
        self.catch_up()
        return self.index.search(parse(text, acl=acl, identifiers_allowed=True, **filters))

    def kinds(self, text: str, **filters: object) -> list[Kind]:
        return [hit.kind for hit in self.ask(text, **filters).hits]


def transcript_of(text: str, digest: Digest) -> Transcript:
    lines = tuple(
        Line(
            words=tuple(Word(text=word, box=BOX, confidence=0.9) for word in line.split()),
            block_no=1,
            paragraph_no=1,
        )
        for line in text.splitlines()
        if line.strip()
    )
    return Transcript(
        digest=digest,
        image_no=1,
        width_px=100,
        height_px=140,
        engine=Engine(name="scripted", version="1", model="", settings="", pipeline_version=1),
        verdict=Verdict(
            blank=not lines,
            dpi=300,
            skew_degrees=0,
            rotated_degrees=0,
            sharpness=1,
            blurred=False,
            low_dpi=False,
            coloured=False,
            seal_not_removable=False,
            damaged=False,
        ),
        lines=lines,
    )


def envelope(person_id: UUID, **fields: object) -> dict[str, object]:
    given: dict[str, object] = {
        "recorded_by": BY,
        "event_id": uuid4(),
        "person_id": person_id,
        "effective_basis": EffectiveBasis.EXPLICIT,
        "evidence": Rank.IMPORTED,
        "extraction": Extraction(method=Method.MANUAL),
    }
    return given | fields


def identity(person_id: UUID, name: str, **fields: object) -> IdentityRecorded:
    given = {
        "birth_date": PartialDate(1979, 3, 12),
        "full_name": name,
        "effective_date": PartialDate(2001),
    } | fields
    return IdentityRecorded.model_validate(envelope(person_id, **given), by_name=True)


def appointed(person_id: UUID, **fields: object) -> AppointmentMade:
    given = {
        "post": "Trưởng phòng",
        "effective_date": PartialDate(2018, 5, 1),
        "unit": UnitRef(as_printed="Sở Nội vụ", unit_id=SNV),
        "decision": Decision(full_no="45/QĐ-SNV", doc_type="QUYET_DINH", signer_name="Lê Thị Bé"),
    } | fields
    return AppointmentMade.model_validate(envelope(person_id, **given), by_name=True)


DECISION = Description(
    doc_type="QUYET_DINH",
    number="45/QĐ-SNV",
    issue_date=PartialDate(2018, 4, 20),
    title="Về việc bổ nhiệm cán bộ",
    issuer="Sở Nội vụ",
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path)
    yield opened
    opened.close()


# People and their events


def test_a_person_is_found_by_every_name_without_marks(office: Office):
    office.person("Nguyễn Thị Ánh Tuyết", other_names=("Bảy Tuyết",))

    hits = office.ask("nguyen thi anh tuyet", kinds=[Kind.PERSON]).hits

    assert [hit.title for hit in hits] == ["Nguyễn Thị Ánh Tuyết"]
    assert hits[0].payload == {"birthDate": "1979-03-12"}
    assert office.kinds("bảy tuyết", kinds=[Kind.PERSON]) == [Kind.PERSON]
    assert office.kinds("12/3/1979", kinds=[Kind.PERSON]) == [Kind.PERSON]


def test_a_former_name_stays_findable(office: Office):
    person_id = office.person("Nguyễn Văn An")
    changed = IdentityCorrected.model_validate(
        envelope(
            person_id,
            field="fullName",
            old="Nguyễn Văn An",
            new="Nguyễn Hoàng Anh",
            effective_date=PartialDate(2020, 1, 1),
        ),
        by_name=True,
    )
    office.record((person_id, changed))

    (by_new,) = office.ask("Nguyễn Hoàng Anh", kinds=[Kind.PERSON]).hits
    (by_old,) = office.ask("Nguyễn Văn An", kinds=[Kind.PERSON]).hits
    assert by_new.title == by_old.title == "Nguyễn Hoàng Anh"


def test_what_is_sensitive_is_never_found(office: Office):
    person_id = office.person(ethnicity="Xtiêng", religion="Hòa Hảo")
    office.record(
        (
            person_id,
            IdentityCorrected.model_validate(
                envelope(person_id, field="ethnicity", old="Xtiêng", new="Chơro"), by_name=True
            ),
        )
    )

    for word in ("Xtiêng", "Hòa Hảo", "Chơro"):
        assert office.ask(word).hits == ()
    assert office.ask("Nguyễn Văn An").total == 3


def test_an_identifier_is_found_whole_only_and_never_shown(office: Office):
    number = Identifier(kind=IdentifierKind.CCCD, value="024079000123")
    office.person(identifiers=(number,))

    answer = office.ask("024079000123")
    assert [hit.kind for hit in answer.hits] == [Kind.PERSON, Kind.EVENT]
    assert "024079000123" not in answer.model_dump_json()
    assert office.ask("024079").hits == ()


def test_a_career_event_is_found_by_name_post_number_and_signer(office: Office):
    person_id = office.person()
    office.record((person_id, appointed(person_id)))

    for text in (
        "nguyen van an truong phong",
        "45/qd-snv",
        "bổ nhiệm",
        "lê thị bé",
        "sở nội vụ",
        "01/5/2018",
    ):
        (hit,) = office.ask(text, event_type="appointment.made").hits
        assert hit.title == "Bổ nhiệm: Trưởng phòng"
    assert (hit.state, hit.rank, hit.day) == ("RECORDED", "IMPORTED", date(2018, 5, 1))
    assert hit.unit == str(SNV)
    assert hit.payload == {"effectiveDate": "2018-05-01", "unit": "Sở Nội vụ"}


def test_the_words_of_a_code_are_found(office: Office):
    person_id = office.person()
    event = DisciplineImposed.model_validate(
        envelope(
            person_id,
            form=DisciplineForm.KHIEN_TRACH,
            duration_months=12,
            effective_date=PartialDate(2019, 4, 25),
        ),
        by_name=True,
    )
    office.record((person_id, event))

    assert [hit.title for hit in office.ask("Khiển trách").hits] == ["Kỷ luật: khiển trách"]


def state_of(office: Office) -> str | None:
    (hit,) = office.ask("", event_type="appointment.made").hits
    return hit.state


def test_the_second_look_changes_the_state(office: Office):
    person_id = office.person()
    event = appointed(person_id)
    office.record((person_id, event))
    look = {"recorded_by": OTHER, "person_id": person_id, "target": event.event_id}

    office.record((person_id, EventDisputed(event_id=uuid4(), why="sai ngày", **look)))
    assert state_of(office) == "DISPUTED"


def test_a_verified_event_says_so(office: Office):
    person_id = office.person()
    event = appointed(person_id)
    office.record((person_id, event))
    look = {"recorded_by": OTHER, "person_id": person_id, "target": event.event_id}

    office.record((person_id, EventVerified(event_id=uuid4(), **look)))
    assert state_of(office) == "VERIFIED"


def test_an_annulled_event_is_found_as_annulled_once_that_is_in_force(office: Office):
    person_id = office.person()
    event = appointed(person_id)
    annulled = RecordAnnulled(
        recorded_by=BY, event_id=uuid4(), person_id=person_id, target=event.event_id, why="nhầm"
    )
    office.record((person_id, event), (person_id, annulled))
    assert state_of(office) == "RECORDED"

    look = EventVerified(
        recorded_by=OTHER, event_id=uuid4(), person_id=person_id, target=annulled.event_id
    )
    office.record((person_id, look))
    assert state_of(office) == "ANNULLED"


def test_a_corrected_event_is_found_by_its_right_value_only(office: Office):
    person_id = office.person()
    event = appointed(person_id)
    corrected = RecordCorrected(
        recorded_by=BY,
        event_id=uuid4(),
        person_id=person_id,
        target=event.event_id,
        changes=(FieldChange(field="post", before="Trưởng phòng", after="Chánh Thanh tra"),),
        why="đọc nhầm",
    )
    look = EventVerified(
        recorded_by=OTHER, event_id=uuid4(), person_id=person_id, target=corrected.event_id
    )
    office.record((person_id, event), (person_id, corrected), (person_id, look))

    assert [hit.title for hit in office.ask("chánh thanh tra").hits] == [
        "Bổ nhiệm: Chánh Thanh tra"
    ]
    assert office.ask('"trưởng phòng"').hits == ()


# Pages


def test_a_page_is_found_by_the_words_printed_on_it(office: Office):
    dossier_id = office.dossier("HS-07", pages=2)
    first, second = office.pages_of(dossier_id)
    office.read(first, "QUYẾT ĐỊNH\nbổ nhiệm ông Trần Văn Cường")
    office.read(second, "Nơi nhận: như Điều 3")

    (hit,) = office.ask("tran van cuong").hits

    assert (hit.kind, hit.page_id, hit.dossier_id, hit.state) == (
        Kind.PAGE,
        first,
        dossier_id,
        "READ",
    )
    assert hit.payload == {"pageNo": "1", "dossierName": "HS-07"}
    assert hit.snippet == "QUYẾT ĐỊNH bổ nhiệm ông Trần Văn Cường"


def test_a_page_not_read_yet_or_blank_is_not_found(office: Office):
    dossier_id = office.dossier(pages=2)
    first, second = office.pages_of(dossier_id)
    office.promote(first)
    office.read(second, "")

    assert office.ask("", kinds=[Kind.PAGE]).hits == ()


def test_a_page_set_aside_is_found_by_its_state(office: Office):
    dossier_id = office.dossier(pages=1)
    (page_id,) = office.pages_of(dossier_id)
    office.promote(page_id)
    office.record((page_id, PageUnread(recorded_by=BY, page_id=page_id, code="ocr.x", tries=3)))

    assert [hit.page_id for hit in office.ask("", state="UNREAD").hits] == [page_id]


def test_a_page_scanned_again_is_found_by_the_new_words_only(office: Office):
    dossier_id = office.dossier(pages=1)
    (page_id,) = office.pages_of(dossier_id)
    office.read(page_id, "chữ mờ Quyết xyzđịnh")
    assert office.ask("mờ").total == 1

    rescanned = PageRescanned(
        recorded_by=BY,
        page_id=page_id,
        sealed_digest=SEALED,
        image_no=1,
        width_px=100,
        height_px=140,
        format="TIFF",
        batch_id=BATCH,
    )
    office.record((page_id, rescanned), (BATCH, rescanned))
    assert office.ask("", kinds=[Kind.PAGE]).hits == ()

    office.promote(page_id)
    office.read(page_id, "Quyết định nâng bậc lương")
    assert office.ask("mờ").hits == ()
    assert office.ask('"nâng bậc lương"').total == 1


def test_what_a_form_says_of_ethnicity_is_not_found_on_the_page(office: Office):
    dossier_id = office.dossier(pages=1)
    office.read(office.pages_of(dossier_id)[0], "7) Dân tộc: Xtiêng, 8) Tôn giáo: Không\nHọ tên An")

    assert office.ask("xtiêng").hits == ()
    assert "Xtiêng" not in office.ask("họ tên").model_dump_json()


def test_a_transcript_that_is_gone_does_not_stop_the_index(office: Office):
    dossier_id = office.dossier(pages=2)
    first, second = office.pages_of(dossier_id)
    office.objects.clear(office.read(first, "mất chữ"), area=Area.DERIVED)
    office.read(second, "còn chữ")

    assert [hit.page_id for hit in office.ask("còn chữ").hits] == [second]
    assert [hit.page_id for hit in office.ask("", state="TEXT_MISSING").hits] == [first]


# Dossiers, documents, proposals


def test_a_dossier_is_found_by_its_name_and_whose_it_is_said_to_be(office: Office):
    dossier_id = office.dossier("Hồ sơ số 12", pages=1)
    described = DossierDescribed(
        recorded_by=BY,
        dossier_id=dossier_id,
        person_name="Trần Thị Hoà",
        identifier="024085000456",
    )
    office.record((dossier_id, described))

    (hit,) = office.ask("tran thi hoa").hits
    assert (hit.kind, hit.title, hit.state) == (Kind.DOSSIER, "Hồ sơ số 12", "UNBOUND")
    assert office.kinds('"hồ sơ số 12"') == [Kind.DOSSIER]
    assert office.kinds("024085000456") == [Kind.DOSSIER]

    bound = DossierBound(recorded_by=BY, dossier_id=dossier_id, person_id=office.person())
    office.record((dossier_id, bound))
    assert [hit.state for hit in office.ask("tran thi hoa").hits] == ["BOUND"]


@pytest.fixture
def filed(office: Office) -> tuple[UUID, UUID, list[UUID]]:
    """A dossier, its proposed document, its two pages."""
    dossier_id = office.dossier(pages=2)
    pages = office.pages_of(dossier_id)
    office.read(pages[0], "QUYẾT ĐỊNH số 45/QĐ-SNV bổ nhiệm ông Trần Văn Cường")
    office.read(pages[1], "Nơi nhận")
    return dossier_id, office.propose(dossier_id, pages, DECISION), pages


def test_a_proposed_document_is_found_by_what_was_read(
    office: Office, filed: tuple[UUID, UUID, list[UUID]]
):
    _, document_id, pages = filed

    document, page = office.ask("45/QĐ-SNV").hits

    assert (document.kind, document.title, document.state) == (
        Kind.DOCUMENT,
        "Về việc bổ nhiệm cán bộ",
        "PROPOSED",
    )
    assert (document.day, document.page_id) == (date(2018, 4, 20), pages[0])
    assert (page.kind, page.document_id, page.day) == (Kind.PAGE, document_id, date(2018, 4, 20))
    assert page.payload["documentNo"] == "45/QĐ-SNV"


def test_a_confirmed_document_is_what_the_person_said(
    office: Office, filed: tuple[UUID, UUID, list[UUID]]
):
    dossier_id, document_id, pages = filed
    said = DECISION.model_copy(update={"title": "Điều động công chức", "number": "46/QĐ-SNV"})
    office.record(
        (
            dossier_id,
            DocumentAssembled(
                recorded_by=BY,
                dossier_id=dossier_id,
                document_id=document_id,
                page_ids=tuple(pages),
                description=said,
            ),
        )
    )

    assert [hit.state for hit in office.ask("46/QĐ-SNV", kinds=[Kind.DOCUMENT]).hits] == [
        "CONFIRMED"
    ]
    assert office.kinds("45/QĐ-SNV") == [Kind.PAGE]


def test_a_document_read_anew_takes_the_place_of_the_old_one(
    office: Office, filed: tuple[UUID, UUID, list[UUID]]
):
    dossier_id, document_id, pages = filed
    office.proposal(dossier_id, document_id, pages[0], "Trần Văn Cường")
    assert office.ask("", kinds=[Kind.DOCUMENT, Kind.PROPOSAL]).total == 2

    again = office.propose(dossier_id, pages, DECISION, replaces=(document_id,))

    found = office.ask("", kinds=[Kind.DOCUMENT, Kind.PROPOSAL]).hits
    assert [hit.record_id for hit in found] == [f"document:{again}"]


def test_split_and_joined_documents_are_found_as_they_are_now(
    office: Office, filed: tuple[UUID, UUID, list[UUID]]
):
    dossier_id, document_id, pages = filed
    new_id = uuid4()
    split = DocumentSplit(
        recorded_by=BY,
        dossier_id=dossier_id,
        document_id=document_id,
        new_document_id=new_id,
        page_ids=(pages[1],),
    )
    office.record((dossier_id, split))
    assert {hit.document_id for hit in office.ask("nơi nhận").hits} == {new_id}
    assert office.ask("", kinds=[Kind.DOCUMENT]).total == 2

    joined = DocumentJoined(
        recorded_by=BY,
        dossier_id=dossier_id,
        document_id=document_id,
        other_document_id=new_id,
    )
    office.record((dossier_id, joined))
    assert {hit.document_id for hit in office.ask("nơi nhận").hits} == {document_id}
    assert office.ask("", kinds=[Kind.DOCUMENT]).total == 1


def test_a_pending_proposal_is_found_by_what_was_read(
    office: Office, filed: tuple[UUID, UUID, list[UUID]]
):
    dossier_id, document_id, pages = filed
    office.proposal(
        dossier_id,
        document_id,
        pages[0],
        "Trần Văn Cường",
        unit={"asPrinted": "Phòng Nội vụ huyện Đông Sơn"},
        **{"decision.full_no": "45/QĐ-SNV", "subject_as_printed.name": "ông Trần Văn Cường"},
    )

    (hit,) = office.ask("tran van cuong truong phong dong son", kinds=[Kind.PROPOSAL]).hits
    assert (hit.title, hit.state) == ("Bổ nhiệm: Trưởng phòng", "PENDING")
    assert (hit.day, hit.unit) == (date(2018, 5, 1), "Phòng Nội vụ huyện Đông Sơn")
    assert hit.payload["documentNo"] == "45/QĐ-SNV"
    assert office.kinds("024085000123") == [Kind.PROPOSAL]


def test_a_decided_proposal_leaves_the_index(office: Office, filed: tuple[UUID, UUID, list[UUID]]):
    dossier_id, document_id, pages = filed
    confirmed = office.proposal(dossier_id, document_id, pages[0], "Trần Văn Cường")
    rejected = office.proposal(dossier_id, document_id, pages[0], "Trần Văn Cương")
    assert office.ask("", kinds=[Kind.PROPOSAL]).total == 2

    person_id = office.person("Trần Văn Cường")
    event = appointed(person_id)
    office.record(
        (
            dossier_id,
            ProposalConfirmed(
                recorded_by=BY,
                dossier_id=dossier_id,
                proposal_id=confirmed,
                person_id=person_id,
                event_id=event.event_id,
            ),
        ),
        (person_id, event),
        (
            dossier_id,
            ProposalRejected(
                recorded_by=BY, dossier_id=dossier_id, proposal_id=rejected, why="đọc nhầm tên"
            ),
        ),
    )

    assert office.ask("", kinds=[Kind.PROPOSAL]).hits == ()
    assert office.kinds("bổ nhiệm trưởng phòng", event_type="appointment.made") == [Kind.EVENT]


# What is closed


def sourced(office: Office, dossier_id: UUID, document_id: UUID, page_id: UUID) -> Source:
    return Source(
        dossier_id=dossier_id,
        document_id=document_id,
        citations=(office.citation(page_id),),
    )


def test_a_quarantined_page_was_never_there(office: Office):
    dossier_id = office.dossier(pages=2)
    first, second = office.pages_of(dossier_id)
    office.record(
        (first, PageQuarantined(recorded_by=BY, page_id=first, suspected=True, level="MAT"))
    )
    office.read(second, "Nơi nhận")

    assert [hit.page_id for hit in office.ask("", kinds=[Kind.PAGE]).hits] == [second]

    office.record((first, PageReleased(recorded_by=BY, page_id=first, why="nhầm dấu")))
    office.read(first, "Công văn thường")
    assert [hit.page_id for hit in office.ask("công văn").hits] == [first]


@pytest.fixture
def derived(office: Office, filed: tuple[UUID, UUID, list[UUID]]) -> tuple[UUID, UUID, UUID]:
    """From a page: document, proposal, event. Dossier, page, person."""
    dossier_id, document_id, pages = filed
    office.proposal(dossier_id, document_id, pages[0], "Trần Văn Cường")
    person_id = office.person("Trần Văn Cường")
    source = sourced(office, dossier_id, document_id, pages[0])
    event = appointed(person_id, source=source, evidence=Rank.ORIGINAL)
    bound = DossierBound(recorded_by=BY, dossier_id=dossier_id, person_id=person_id)
    office.record((person_id, event), (dossier_id, bound))
    return dossier_id, pages[0], person_id


def test_a_later_gate_takes_out_the_page_and_what_was_derived_from_it(
    office: Office, derived: tuple[UUID, UUID, UUID]
):
    _, page_id, _ = derived
    assert set(office.kinds("trưởng phòng")) >= {Kind.EVENT, Kind.PROPOSAL}

    office.record(
        (page_id, PageQuarantined(recorded_by=BY, page_id=page_id, suspected=True, level="MAT"))
    )

    assert office.ask("45/QĐ-SNV").hits == ()
    assert office.ask("trưởng phòng").hits == ()
    assert office.ask("", kinds=[Kind.DOCUMENT, Kind.PROPOSAL]).hits == ()
    assert all("45/QĐ-SNV" not in hit.model_dump_json() for hit in office.ask("nơi nhận").hits)

    office.record((page_id, PageReleased(recorded_by=BY, page_id=page_id, why="nhầm dấu")))
    office.record(
        (
            page_id,
            PagePromoted(
                recorded_by=BY, page_id=page_id, digest=office.digests[page_id], image_no=1
            ),
        )
    )
    assert set(office.kinds("trưởng phòng")) >= {Kind.EVENT, Kind.PROPOSAL}


def test_a_page_removed_stays_out_with_all_that_was_read_on_it(
    office: Office, derived: tuple[UUID, UUID, UUID]
):
    dossier_id, page_id, _ = derived
    removed = PageRemoved(recorded_by=OTHER, page_id=page_id, first_by=BY)
    office.record(
        (page_id, PageQuarantined(recorded_by=BY, page_id=page_id, suspected=True)),
        (page_id, removed),
        (dossier_id, removed),
    )

    for text in ("45/QĐ-SNV", "trưởng phòng", "trần văn cường trưởng phòng", "bổ nhiệm cán bộ"):
        assert office.ask(text).hits == ()
    assert office.kinds("nơi nhận") == [Kind.PAGE]


def test_an_event_with_other_evidence_stays(office: Office, derived: tuple[UUID, UUID, UUID]):
    _, page_id, person_id = derived
    other = office.dossier("HS-02", pages=1)
    (copy,) = office.pages_of(other)
    office.read(copy, "bản sao")
    event = next(
        one.event
        for one in office.ledger.events(person_id)
        if isinstance(one.event, AppointmentMade)
    )
    attached = EvidenceAttached(
        recorded_by=BY,
        event_id=uuid4(),
        person_id=person_id,
        target=event.event_id,
        rank=Rank.CERTIFIED_COPY,
        source=sourced(office, other, uuid4(), copy),
    )
    office.record((person_id, attached))
    office.record((page_id, PageQuarantined(recorded_by=BY, page_id=page_id, suspected=True)))

    assert office.kinds("trưởng phòng") == [Kind.EVENT]


# Who finds it


def test_a_paper_is_found_by_those_of_its_batch_and_its_person(office: Office):
    dossier_id = office.dossier(pages=1)
    office.read(office.pages_of(dossier_id)[0], "Nơi nhận")
    person_id = office.person()

    def found(label: str) -> int:
        return office.ask("nơi nhận", acl=(label,)).total

    assert found(f"paper/batch:{BATCH}") == found(f"paper/dossier:{dossier_id}") == 1
    assert found(f"paper/person:{person_id}") == found(f"paper/batch:{uuid4()}") == 0
    assert found("career/*") == 0

    office.record(
        (dossier_id, DossierBound(recorded_by=BY, dossier_id=dossier_id, person_id=person_id))
    )
    assert found(f"paper/person:{person_id}") == 1


def test_a_further_batch_opens_the_dossier_and_its_events_to_those_of_that_batch(
    office: Office, derived: tuple[UUID, UUID, UUID]
):
    dossier_id, _, _ = derived
    other = uuid4()
    acl = (f"career/batch:{other}", f"paper/batch:{other}")
    assert office.ask("", from_=date(1900, 1, 1), acl=acl).hits == ()

    office.accession(dossier_id, 1, batch=other)

    kinds = {hit.kind for hit in office.ask("", from_=date(1900, 1, 1), acl=acl).hits}
    assert kinds == {Kind.EVENT, Kind.DOCUMENT, Kind.PAGE, Kind.PROPOSAL}


def test_a_unit_finds_what_happened_while_the_person_was_there(office: Office):
    """R-ACC-02: after a person leaves, a unit keeps the papers of that time only."""
    person_id = office.person()
    school = UnitRef(as_printed="Trường A", unit_id=SCHOOL)

    def raised(year: int) -> CareerEvent:
        return StepRaised.model_validate(
            envelope(
                person_id,
                new_step=3,
                new_coefficient=Decimal("3.00"),
                effective_date=PartialDate(year, 1, 1),
            ),
            by_name=True,
        )

    moved = appointed(person_id, unit=school, effective_date=PartialDate(2020, 6, 1))
    office.record(
        (person_id, appointed(person_id)),
        (person_id, moved),
        (person_id, raised(2019)),
        (person_id, raised(2022)),
    )

    def years(unit_id: UUID) -> list[int]:
        hits = office.ask("", kinds=[Kind.EVENT], acl=(f"career/unit:{unit_id}",)).hits
        return sorted(hit.day.year for hit in hits if hit.day)

    assert years(SNV) == [2018, 2019]
    assert years(SCHOOL) == [2020, 2022]
    for unit_id in (SNV, SCHOOL):
        assert office.kinds("nguyen van an", kinds=[Kind.PERSON], acl=(f"career/unit:{unit_id}",))


def established(unit_id: UUID, name: str, parent: UUID | None) -> OrgEstablished:
    return OrgEstablished(
        recorded_by=BY,
        unit_id=unit_id,
        effective_date=PartialDate(2000),
        name=name,
        parent_id=parent,
        level=OrgLevel.PROVINCE,
    )


@pytest.mark.parametrize("order", ["before", "after"])
def test_those_above_a_unit_find_what_it_finds(office: Office, order: str):
    unit = (UNITS_STREAM, established(SNV, "Sở Nội vụ", PROVINCE))
    person_id = office.person()
    if order == "before":
        office.record(unit)
    office.record((person_id, appointed(person_id)))
    office.catch_up()
    if order == "after":
        office.record(unit)

    assert office.ask("trưởng phòng", acl=(f"career/unit:{PROVINCE}",)).total == 1


def test_a_unit_finds_the_paper_of_its_event(office: Office, derived: tuple[UUID, UUID, UUID]):
    acl = (f"paper/unit:{SNV}",)

    assert set(office.kinds("45/QĐ-SNV", acl=acl)) == {Kind.DOCUMENT, Kind.PAGE}
    assert office.ask("", kinds=[Kind.PROPOSAL, Kind.DOSSIER], acl=acl).hits == ()


def test_a_unit_loses_the_paper_with_the_event_annulled(
    office: Office, derived: tuple[UUID, UUID, UUID]
):
    _, _, person_id = derived
    office.catch_up()
    event = office.ledger.events(person_id)[-1].event
    assert isinstance(event, AppointmentMade)
    annulled = RecordAnnulled(
        recorded_by=BY, event_id=uuid4(), person_id=person_id, target=event.event_id, why="nhầm"
    )
    look = EventVerified(
        recorded_by=OTHER, event_id=uuid4(), person_id=person_id, target=annulled.event_id
    )
    office.record((person_id, annulled), (person_id, look))

    acl = (f"paper/unit:{SNV}", f"career/unit:{SNV}")
    assert office.ask("", from_=date(1900, 1, 1), acl=acl).hits == ()


def test_an_award_officer_finds_awards_and_nothing_else_of_a_career(office: Office):
    person_id = office.person()
    award = AwardGranted.model_validate(
        envelope(
            person_id,
            code="CSTDCS",
            full_name="Chiến sĩ thi đua cơ sở",
            effective_date=PartialDate(2019),
        ),
        by_name=True,
    )
    office.record((person_id, appointed(person_id)), (person_id, award))

    hits = office.ask("nguyen van an", acl=("merit/*",)).hits
    assert [hit.record_id for hit in hits] == [f"person:{person_id}", f"event:{award.event_id}"]


def test_a_refiled_page_goes_with_its_dossier(office: Office):
    one, other = office.dossier("HS-01", pages=1), office.dossier("HS-02", pages=1)
    (page_id,) = office.pages_of(one)
    office.read(page_id, "Nơi nhận")
    office.catch_up()
    refiled = PageRefiled(
        recorded_by=BY,
        page_id=page_id,
        from_dossier_id=one,
        to_dossier_id=other,
        why="nhầm hồ sơ",
    )
    office.record((page_id, refiled), (one, refiled), (other, refiled))

    (hit,) = office.ask("nơi nhận").hits
    assert (hit.dossier_id, hit.payload["dossierName"]) == (other, "HS-02")
    assert office.ask("nơi nhận", acl=(f"paper/dossier:{one}",)).hits == ()


# Keeping step


def test_it_is_a_follower(office: Office):
    follower: Follower = office.follower
    office.person()

    assert follower.name == "cataloguing"
    assert office.catch_up() == follower.position() == office.ledger.position()


def test_a_batch_taken_twice_is_the_same_as_once(office: Office):
    office.person()
    office.catch_up()
    before = office.ask("nguyen")
    recorded = office.ledger.after(0)

    office.follower.follow(recorded, position=recorded[-1].position)
    fresh = Cataloguing(office.index, ledger=office.ledger, objects=office.objects)
    fresh.follow(recorded, position=recorded[-1].position)

    assert office.ask("nguyen") == before


def test_two_followers_of_one_index_do_not_undo_each_other(office: Office):
    person_id = office.person()
    office.catch_up()
    other = Cataloguing(office.index, ledger=office.ledger, objects=office.objects)
    office.record((person_id, appointed(person_id)))
    catch_up(office.ledger, other)
    office.record((person_id, appointed(person_id, post="Chánh Văn phòng")))

    assert office.ask("trưởng phòng").total == 1
    assert office.ask("chánh văn phòng").total == 1


def everything(index: TantivyIndex, acl: str) -> list[Answer]:
    """All pages of everything that a reader may see."""
    answers, cursor = [], None
    while True:
        answer = index.search(Query(acl=(acl,), limit=200, cursor=cursor))
        answers.append(answer)
        cursor = answer.next_cursor
        if cursor is None:
            return answers


class Play:
    """A random but possible life of an archive."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.chance = office, random.Random(seed)
        self.people: list[UUID] = []
        self.dossiers: list[UUID] = []
        self.documents: list[tuple[UUID, UUID, list[UUID]]] = []
        self.proposals: list[tuple[UUID, UUID]] = []

    def go(self, steps: int) -> None:
        acts = (
            self.person,
            self.dossier,
            self.read,
            self.read,
            self.document,
            self.proposal,
            self.confirm,
            self.event,
            self.bind,
            self.close,
            self.annul,
            self.unit,
            self.accession,
            self.split,
            self.refile,
            self.remove,
            self.release,
        )
        self.person()
        self.dossier()
        for _ in range(steps):
            self.chance.choice(acts)()

    def person(self) -> None:
        name = self.chance.choice(("Nguyễn Văn An", "Trần Thị Hoà", "Lê Văn Bé"))
        self.people.append(self.office.person(name))

    def dossier(self) -> None:
        pages = self.chance.randint(1, 4)
        self.dossiers.append(self.office.dossier(f"HS-{len(self.dossiers)}", pages=pages))

    def accession(self) -> None:
        self.office.accession(self.chance.choice(self.dossiers), 1, batch=uuid4())

    def read(self) -> None:
        page_id = self.chance.choice(self.office.pages_of(self.chance.choice(self.dossiers)))
        text = self.chance.choice(("bổ nhiệm Nguyễn Văn An", "nâng bậc lương 45/QĐ-SNV", ""))
        page = Page.of(self.office.ledger.events(page_id))
        if page.state is not PageState.REMOVED:
            self.office.promote(page_id)
            self.office.read(page_id, text)

    def document(self) -> None:
        dossier_id = self.chance.choice(self.dossiers)
        pages = self.office.pages_of(dossier_id)
        if not any(dossier_id == one for one, _, _ in self.documents):
            for page_id in pages:
                self.office.read(page_id, "Quyết định 45/QĐ-SNV")
            document_id = self.office.propose(dossier_id, pages, DECISION)
            self.documents.append((dossier_id, document_id, pages))

    def proposal(self) -> None:
        if self.documents:
            dossier_id, document_id, pages = self.chance.choice(self.documents)
            made = self.office.proposal(dossier_id, document_id, pages[0], "Trần Thị Hoà")
            self.proposals.append((dossier_id, made))

    def confirm(self) -> None:
        if not self.proposals:
            return
        dossier_id, proposal_id = self.proposals.pop(self.chance.randrange(len(self.proposals)))
        document = next(one for one in self.documents if one[0] == dossier_id)
        person_id = self.chance.choice(self.people)
        source = sourced(self.office, dossier_id, document[1], document[2][0])
        event = appointed(person_id, source=source, evidence=Rank.ORIGINAL)
        confirmed = ProposalConfirmed(
            recorded_by=BY,
            dossier_id=dossier_id,
            proposal_id=proposal_id,
            person_id=person_id,
            event_id=event.event_id,
        )
        self.office.record((dossier_id, confirmed), (person_id, event))

    def event(self) -> None:
        person_id = self.chance.choice(self.people)
        unit_id = self.chance.choice((SNV, SCHOOL))
        unit = UnitRef(as_printed="Đơn vị", unit_id=unit_id)
        year = self.chance.randint(2001, 2025)
        event = appointed(person_id, unit=unit, effective_date=PartialDate(year))
        self.office.record((person_id, event))

    def bind(self) -> None:
        dossier_id = self.chance.choice(self.dossiers)
        person_id = self.chance.choice(self.people)
        bound = DossierBound(recorded_by=BY, dossier_id=dossier_id, person_id=person_id)
        self.office.record((dossier_id, bound))

    def close(self) -> None:
        page_id = self.chance.choice(self.office.pages_of(self.chance.choice(self.dossiers)))
        event = PageQuarantined(recorded_by=BY, page_id=page_id, suspected=True)
        self.office.record((page_id, event))

    def release(self) -> None:
        self.office.promote(self.page())

    def page(self) -> UUID:
        pages = [one for dossier in self.dossiers for one in self.office.pages_of(dossier)]
        return self.chance.choice(pages)

    def split(self) -> None:
        for at, (dossier_id, document_id, pages) in enumerate(self.documents):
            if len(pages) > 1:
                new_id = uuid4()
                event = DocumentSplit(
                    recorded_by=BY,
                    dossier_id=dossier_id,
                    document_id=document_id,
                    new_document_id=new_id,
                    page_ids=tuple(pages[1:]),
                )
                self.office.record((dossier_id, event))
                self.documents[at] = (dossier_id, document_id, pages[:1])
                return

    def refile(self) -> None:
        page_id, to_id = self.page(), self.chance.choice(self.dossiers)
        page = Page.of(self.office.ledger.events(page_id))
        if page.dossier_id != to_id and page.state is not PageState.REMOVED:
            event = PageRefiled(
                recorded_by=BY,
                page_id=page_id,
                from_dossier_id=page.dossier_id,
                to_dossier_id=to_id,
                why="nhầm hồ sơ",
            )
            self.office.record((page_id, event), (page.dossier_id, event), (to_id, event))

    def remove(self) -> None:
        page_id = self.page()
        page = Page.of(self.office.ledger.events(page_id))
        if page.state is PageState.QUARANTINED:
            event = PageRemoved(recorded_by=OTHER, page_id=page_id, first_by=BY)
            self.office.record((page_id, event), (page.dossier_id, event))

    def annul(self) -> None:
        person_id = self.chance.choice(self.people)
        events = [
            one.event.event_id
            for one in self.office.ledger.events(person_id)
            if isinstance(one.event, AppointmentMade)
        ]
        if events:
            annulled = RecordAnnulled(
                recorded_by=BY,
                event_id=uuid4(),
                person_id=person_id,
                target=self.chance.choice(events),
                why="nhầm",
            )
            look = EventVerified(
                recorded_by=OTHER,
                event_id=uuid4(),
                person_id=person_id,
                target=annulled.event_id,
            )
            self.office.record((person_id, annulled), (person_id, look))

    def unit(self) -> None:
        unit_id, parent = self.chance.choice(((SNV, PROVINCE), (SCHOOL, SNV)))
        if not directory_of(self.office.ledger).known(unit_id):
            self.office.record((UNITS_STREAM, established(unit_id, "Đơn vị", parent)))


@pytest.mark.parametrize("seed", range(3))
def test_an_index_made_anew_gives_the_same_answers(office: Office, tmp_path: Path, seed: int):
    Play(office, seed).go(60)
    office.catch_up(batch=9)
    acls = (
        EVERYTHING,
        f"paper/batch:{BATCH}",
        f"career/unit:{SNV}",
        f"paper/unit:{SNV}",
        f"career/unit:{PROVINCE}",
        "merit/*",
    )
    grown = [everything(office.index, acl) for acl in acls]

    told: list[int] = []
    position = rebuild(
        office.index,
        ledger=office.ledger,
        objects=office.objects,
        progress=told.append,
        batch=50,
    )

    assert position == office.ledger.position() == told[-1]
    assert [everything(office.index, acl) for acl in acls] == grown
    assert sum(answer.total for answer in grown[0]) > 20


def test_an_index_deleted_is_made_anew_by_catching_up(office: Office, tmp_path: Path):
    office.person()
    before = office.ask("nguyen van an")
    shutil.rmtree(tmp_path / "index")

    assert office.ask("nguyen van an") == before
