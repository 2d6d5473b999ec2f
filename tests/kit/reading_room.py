"""An archive in which pages are read already: what a person finds on the desk in the morning.

Ledger, objects, registers and access ledger are the embedded ones; pages and readings are put in
directly, so that a test of a decision needs no picture and no engine.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from pydantic import JsonValue

from archive.access_log import AccessLog, open_access_log
from archive.adapters.folder_objects import FolderObjects
from archive.adapters.sql_registers import SqlRegisters
from archive.assembly import paper_id
from archive.following import catch_up
from archive.keys import Keys
from archive.ledger import Ledger, Write, open_ledger
from archive.objects import Area
from domain.access import Actor, Grant, Role
from domain.dates import PartialDate
from domain.dossier import Dossier
from domain.events.access import ActorAdded, ActorKind, IdentifierReserved
from domain.events.dossier import Description, DossierBound, DossierDescribed, DossierOpened
from domain.events.envelope import Decision, Event
from domain.events.organisation import UNITS_STREAM, OrgEstablished, OrgLevel
from domain.evidence import Box, Citation
from domain.page import page_id_of
from domain.people import Identifier
from ocr.reading import DocumentReading, ProposedEvent, ProposedField, ProposedPerson
from ocr.transcript import Engine, Line, Transcript, Verdict, Word
from tests.kit import builders
from tests.kit.clock import PlayedClock

ISSUER = "SỞ NỘI VỤ TỈNH BẮC GIANG"
WIDTH, HEIGHT = 827, 1165


def an_actor(name: str, *roles: Role, **limits: Any) -> Actor:
    """A person with these roles, everywhere unless limited."""
    actor_id = uuid5(UUID(int=7), name)
    grants = tuple(
        Grant(grant_id=uuid5(actor_id, role.value), role=role, **limits) for role in roles
    )
    return Actor(id=actor_id, name=name, grants=grants)


ARCHIVIST = an_actor("Hoa", Role.ARCHIVIST, Role.DOSSIER_CUSTODIAN)
COLLEAGUE = an_actor("Bình", Role.VERIFIER, Role.DOSSIER_CUSTODIAN)
SCANNER = an_actor("Tú", Role.SCAN_OPERATOR)
HR_OFFICER = an_actor("Lan", Role.HR_OFFICER)
WORKER = Actor(
    id=uuid5(UUID(int=7), "worker"),
    name="worker",
    machine=True,
    grants=(Grant(grant_id=UUID(int=9), role=Role.WORKER),),
)
EVERYBODY = (ARCHIVIST, COLLEAGUE, SCANNER, HR_OFFICER, WORKER)


@dataclass(frozen=True)
class Act:
    """An act as the reader proposes it. `fields` by the form's names; `unsure` names doubted."""

    event_type: str
    fields: Mapping[str, JsonValue]
    name: str = "Nguyễn Văn An"
    birth_date: str | None = "1979-03-12"
    list_row: int | None = None
    unsure: Sequence[str] = ()
    confidence: float = 0.9


@dataclass(frozen=True)
class Paper:
    """A document on the desk, and what was proposed from it."""

    dossier_id: UUID
    document_id: UUID
    page_ids: tuple[UUID, ...]
    proposal_ids: tuple[UUID, ...]
    batch_id: UUID | None

    @property
    def proposal_id(self) -> UUID:
        return self.proposal_ids[0]


@dataclass
class ReadingRoom:
    """Everything that a procedure asks for; `at_hand` picks what it takes."""

    ledger: Ledger
    objects: FolderObjects
    registers: SqlRegisters
    access: AccessLog
    keys: Keys
    clock: PlayedClock

    def at_hand(self, *names: str) -> dict[str, Any]:
        """Ports by name, `now` among them, with the registers up to date."""
        self.catch_up()
        return {name: self.clock() if name == "now" else getattr(self, name) for name in names}

    def catch_up(self) -> None:
        catch_up(self.ledger, self.registers)

    def put(self, stream_id: UUID, *events: Event) -> int:
        return self.ledger.record(Write(stream_id, events, None)).position

    # People and units

    def person(
        self,
        full_name: str = "Nguyễn Văn An",
        birth_date: str = "1979-03-12",
        *identifiers: Identifier,
    ) -> UUID:
        """Somebody whom the archive knows."""
        person_id = uuid4()
        known = builders.identity(
            full_name,
            person_id=person_id,
            birth_date=PartialDate.parse(birth_date),
            identifiers=identifiers,
        )
        self.put(person_id, known)
        for one in identifiers:
            reserved = IdentifierReserved(recorded_by=ARCHIVIST.id, person_id=person_id)
            self.put(self.keys.identifier_stream(one.kind, one.value), reserved)
        return person_id

    def unit(self, name: str, on: str = "1997-01-01") -> UUID:
        unit_id = uuid4()
        self.put(
            UNITS_STREAM,
            OrgEstablished(
                recorded_by=ARCHIVIST.id,
                unit_id=unit_id,
                effective_date=PartialDate.parse(on),
                name=name,
                level=OrgLevel.PROVINCE,
            ),
        )
        return unit_id

    # Dossiers and pages

    def dossier(
        self,
        name: str = "HS-001",
        *,
        pages: int = 1,
        person_id: UUID | None = None,
        sheets: int | None = None,
        described: Mapping[str, Any] | None = None,
        texts: Sequence[Sequence[str]] = (),
    ) -> UUID:
        """A dossier whose pages were scanned by SCANNER and read. `texts`: the lines per page."""
        dossier_id, batch_id = uuid4(), builders.BATCH
        count = len(texts) or pages
        pages_in = [
            self._page(dossier_id, name, number, texts[number - 1] if texts else ())
            for number in range(1, count + 1)
        ]
        page_ids = tuple(one.stream_id for one in pages_in)
        events: list[Event] = [
            DossierOpened(recorded_by=SCANNER.id, dossier_id=dossier_id, name=name),
            builders.dossier_accessioned(page_ids, dossier_id=dossier_id, batch_id=batch_id),
        ]
        said = {**(described or {}), **({"sheets": sheets, "sides": 1} if sheets else {})}
        if said:
            events.append(DossierDescribed(recorded_by=SCANNER.id, dossier_id=dossier_id, **said))
        if person_id is not None:
            events.append(self._bound(dossier_id, person_id))
        self.ledger.record(*pages_in, Write(dossier_id, tuple(events), 0))
        return dossier_id

    def bind(self, dossier_id: UUID, person_id: UUID) -> None:
        self.put(dossier_id, self._bound(dossier_id, person_id))

    def _bound(self, dossier_id: UUID, person_id: UUID) -> DossierBound:
        return DossierBound(recorded_by=ARCHIVIST.id, dossier_id=dossier_id, person_id=person_id)

    def _page(self, dossier_id: UUID, name: str, number: int, lines: Sequence[str]) -> Write:
        content = f"{name} {number} {dossier_id}".encode()
        digest = self.objects.put(content, area=Area.INTAKE)
        self.objects.promote(digest)
        self.objects.clear(digest, area=Area.INTAKE)
        page_id = page_id_of(dossier_id, digest, 1)
        text = transcript(digest, lines)
        stored = self.objects.put(text.model_dump_json().encode(), area=Area.DERIVED)
        taken_in = builders.page_accessioned(
            page_id,
            number,
            dossier_id=dossier_id,
            recorded_by=SCANNER.id,
            sealed_digest=self.keys.seal_digest(digest, page_id=page_id),
        )
        promoted = builders.page_promoted(page_id, digest)
        read = builders.page_transcribed(page_id, digest=digest, transcript=stored)
        return Write(page_id, (taken_in, promoted, read), 0)

    def pages_of(self, dossier_id: UUID) -> tuple[UUID, ...]:
        return Dossier.of(self.ledger.events(dossier_id)).page_ids

    # Papers

    def paper(
        self,
        dossier_id: UUID,
        *acts: Act,
        pages: Sequence[int] = (1,),
        full_no: str = "112/QĐ-SNV",
        issued: str = "2018-05-28",
        doc_type: str = "QUYET_DINH",
    ) -> Paper:
        """A document that the machine proposed, with its acts; `pages` from 1 in the dossier."""
        all_pages = self.pages_of(dossier_id)
        page_ids = tuple(all_pages[number - 1] for number in pages)
        day = PartialDate.parse(issued)
        events = tuple(self._act(act, page_ids[0], full_no, issued, doc_type) for act in acts)
        reading = DocumentReading(
            page_ids=page_ids,
            description=Description(
                doc_type=doc_type,
                number=full_no,
                issue_date=day,
                title="Về việc cán bộ",
                issuer=ISSUER,
                decision=Decision(full_no=full_no, doc_type=doc_type, issuer_as_printed=ISSUER),
            ),
            described_by=(),
            proposals=events,
            confidence=0.9,
        )
        batch_id = paper_id(ISSUER, full_no, day)
        proposed = builders.document_proposed(
            page_ids,
            dossier_id=dossier_id,
            doc_type=doc_type,
            reading=self.objects.put(reading.model_dump_json().encode(), area=Area.DERIVED),
        )
        made = tuple(
            builders.proposal_made(
                proposed.document_id,
                dossier_id=dossier_id,
                event_type=one.event_type,
                fields=self.objects.put(one.model_dump_json().encode(), area=Area.DERIVED),
                batch_id=batch_id,
                list_row=one.list_row,
                confidence=one.confidence,
                unsure=sum(not field.sure for field in one.fields),
            )
            for one in events
        )
        self.put(dossier_id, proposed, *made)
        return Paper(
            dossier_id,
            proposed.document_id,
            page_ids,
            tuple(one.proposal_id for one in made),
            batch_id,
        )

    def _act(
        self, act: Act, page_id: UUID, full_no: str, issued: str, doc_type: str
    ) -> ProposedEvent:
        whole: dict[str, JsonValue] = {
            "decision.full_no": full_no,
            "decision.doc_type": doc_type,
            "decision.issuer_as_printed": ISSUER,
            "issue_date": issued,
            "effective_basis": "EXPLICIT",
            "subject_as_printed.name": act.name,
            **act.fields,
        }
        fields = tuple(
            ProposedField(
                field=name,
                value=value,
                as_printed=str(value) if isinstance(value, str) else None,
                confidence=act.confidence,
                sure=name not in act.unsure,
                citation=self.cited(page_id, top=100 + 30 * place),
            )
            for place, (name, value) in enumerate(whole.items())
        )
        return ProposedEvent(
            event_type=act.event_type,
            person=ProposedPerson(
                name=act.name,
                birth_date=PartialDate.parse(act.birth_date) if act.birth_date else None,
            ),
            fields=fields,
            confidence=act.confidence,
            list_row=act.list_row,
        )

    def cited(self, page_id: UUID, *, top: int = 100) -> Citation:
        digest = next(
            one.event.digest
            for one in self.ledger.events(page_id)
            if one.event.topic == "page.promoted"  # type: ignore[attr-defined]
        )
        box = Box(left=100, top=top, right=500, bottom=top + 24)
        return Citation(
            page_id=page_id,
            digest=digest,
            image_no=1,
            width_px=WIDTH,
            height_px=HEIGHT,
            box=box,
        )


def transcript(digest: str, lines: Sequence[str]) -> Transcript:
    """A transcript of one page, line by line; what stands behind a tab begins in the middle."""
    return Transcript(
        digest=digest,
        image_no=1,
        width_px=WIDTH,
        height_px=HEIGHT,
        engine=Engine(name="scripted", version="1", model="none", settings="", pipeline_version=1),
        verdict=Verdict(
            blank=not lines,
            dpi=200,
            skew_degrees=0.0,
            rotated_degrees=0,
            sharpness=1.0,
            blurred=False,
            low_dpi=False,
            coloured=False,
            seal_not_removable=False,
            damaged=False,
        ),
        lines=tuple(
            _line(part, place, left=60 if side == 0 else 430)
            for place, text in enumerate(lines)
            for side, part in enumerate(text.split("\t"))
            if part
        ),
    )


def _line(text: str, place: int, *, left: int) -> Line:
    words, top = [], 60 + 34 * place
    for word in text.split():
        right = left + 7 * len(word)
        box = Box(left=left, top=top, right=right, bottom=top + 22)
        words.append(Word(text=word, box=box, confidence=0.95))
        left = right + 7
    return Line(words=tuple(words), block_no=1, paragraph_no=place + 1)


def _added(actor: Actor) -> Write:
    kind = ActorKind.MACHINE if actor.machine else ActorKind.HUMAN
    added = ActorAdded(recorded_by=actor.id, actor_id=actor.id, name=actor.name, kind=kind)
    return Write(actor.id, (added,), 0)


@contextmanager
def a_reading_room(folder: Path, clock: PlayedClock) -> Iterator[ReadingRoom]:
    """An empty archive in a folder, with its actors."""
    keys = Keys(b"k" * 32)
    with open_ledger(f"sqlite:{folder / 'ledger.sqlite'}", clock=clock) as ledger:
        registers = SqlRegisters(
            f"sqlite:{folder / 'registers.sqlite'}",
            history=lambda stream_id, upto: ledger.events(stream_id, upto=upto),
            hashed=lambda one: keys.identifier_hash(one.kind, one.value),
        )
        access = open_access_log(f"sqlite:{folder / 'access.sqlite'}", clock=clock, every_s=3600)
        try:
            place = ReadingRoom(
                ledger, FolderObjects(folder / "objects"), registers, access, keys, clock
            )
            opened = Write(builders.BATCH, (builders.batch_opened(),), 0)
            ledger.record(opened, *(_added(actor) for actor in EVERYBODY))
            yield place
        finally:
            access.close()
            registers.close()
