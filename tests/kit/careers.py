"""A person's stream for tests: events with short arguments, recorded in the order they are told."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from pydantic import JsonValue

from domain.access import Actor
from domain.career import Career
from domain.dates import PartialDate
from domain.events.acts import (
    EventDisputed,
    EventVerified,
    EvidenceAttached,
    EvidenceWithdrawn,
    FieldChange,
    RecordAnnulled,
    RecordCorrected,
    RecordReinstated,
    SampleDrawn,
)
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.events.envelope import (
    CareerEvent,
    Decision,
    EffectiveBasis,
    Extraction,
    Method,
    PersonEvent,
    Recorded,
    UnitRef,
)
from domain.evidence import Citation, Rank, Source

SPACE = UUID("6f0f0f64-2b0e-4c7b-8f3e-2f3a5a1c9d10")
PERSON = uuid5(SPACE, "person")
AN_ARCHIVIST = Actor(id=uuid5(SPACE, "archivist"), name="Archivist")
A_COLLEAGUE = Actor(id=uuid5(SPACE, "colleague"), name="Colleague")
A_THIRD = Actor(id=uuid5(SPACE, "third"), name="Third")
A_MACHINE = Actor(id=uuid5(SPACE, "machine"), name="Machine", machine=True)
START = datetime(2026, 1, 5, 2, tzinfo=UTC)


def named(name: str | int) -> UUID:
    """The id that goes by this name in a test."""
    return uuid5(SPACE, str(name))


def source(name: str | int) -> Source:
    """A page of evidence named so."""
    citation = Citation(
        page_id=named(f"page {name}"),
        digest=f"{named(name).hex * 2}",
        image_no=1,
        width_px=2480,
        height_px=3508,
    )
    return Source(
        dossier_id=named("dossier"), document_id=named(f"document {name}"), citations=(citation,)
    )


def fact(
    topic: str,
    name: str | int,
    effective: str | None = None,
    *,
    issued: str | None = None,
    number: str | None = None,
    unit: str | None = None,
    to_unit: str | None = None,
    by: Actor = AN_ARCHIVIST,
    evidence: Rank = Rank.ORIGINAL,
    **payload: Any,
) -> CareerEvent:
    """A career event with what its type needs in `payload`; dates as EDTF text."""
    for field, printed in (("unit", unit), ("to_unit", to_unit)):
        if printed is not None:
            payload[field] = UnitRef(as_printed=printed)
    for field in ("coefficient", "old_coefficient", "new_coefficient"):
        if isinstance(payload.get(field), str):
            payload[field] = Decimal(payload[field])
    decision = Decision(full_no=number, doc_type="QUYET_DINH") if number is not None else None
    return CAREER_EVENT_TYPES[topic](
        event_id=named(name),
        person_id=PERSON,
        recorded_by=by.id,
        effective_date=PartialDate.parse(effective) if effective else None,
        effective_basis=payload.pop("effective_basis", EffectiveBasis.EXPLICIT),
        issue_date=PartialDate.parse(issued) if issued else None,
        decision=decision,
        evidence=evidence,
        source=source(name) if evidence.is_paper else None,
        extraction=Extraction(method=Method.MANUAL),
        **payload,
    )


class Book:
    """Holds a person's stream; each telling is recorded a minute after the one before."""

    def __init__(self, *events: PersonEvent) -> None:
        self.recorded: list[Recorded] = []
        self.tell(*events)

    def tell(self, *events: PersonEvent, at: datetime | None = None) -> int:
        """Record; return the position of the last event."""
        for event in events:
            place = len(self.recorded) + 1
            last = self.recorded[-1].recorded_at if self.recorded else START
            self.recorded.append(
                Recorded(
                    event=event,
                    stream_id=PERSON,
                    version=place,
                    position=place,
                    recorded_at=at or last + timedelta(minutes=1),
                )
            )
        return len(self.recorded)

    @property
    def career(self) -> Career:
        return Career.of(PERSON, self.recorded)

    def position_at(self, day: date) -> int:
        """The last position recorded by the end of the day, Asia/Ho_Chi_Minh."""
        end = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
        return max((row.position for row in self.recorded if row.recorded_at < end), default=0)

    def verified(self, *targets: str | int, by: Actor = A_COLLEAGUE) -> int:
        return self.tell(
            *(
                EventVerified(
                    event_id=named(f"verified {target} {len(self.recorded)}"),
                    person_id=PERSON,
                    recorded_by=by.id,
                    target=named(target),
                )
                for target in targets
            )
        )

    def disputed(self, target: str | int, *, by: Actor = A_COLLEAGUE) -> int:
        return self.tell(
            EventDisputed(
                event_id=named(f"disputed {target} {len(self.recorded)}"),
                person_id=PERSON,
                recorded_by=by.id,
                target=named(target),
                why="the paper says otherwise",
            )
        )

    def drawn(self, target: str | int, drawn: bool) -> int:
        return self.tell(
            SampleDrawn(
                event_id=named(f"drawn {target}"),
                person_id=PERSON,
                recorded_by=AN_ARCHIVIST.id,
                target=named(target),
                drawn=drawn,
                percent=10,
            )
        )

    def corrected(
        self,
        name: str | int,
        target: str | int,
        field: str,
        after: JsonValue,
        *,
        by: Actor = AN_ARCHIVIST,
    ) -> int:
        return self.tell(
            RecordCorrected(
                event_id=named(name),
                person_id=PERSON,
                recorded_by=by.id,
                target=named(target),
                changes=(FieldChange(field=field, before=None, after=after),),
                why="misread",
            )
        )

    def annulled(self, name: str | int, target: str | int, *, by: Actor = AN_ARCHIVIST) -> int:
        return self.tell(
            RecordAnnulled(
                event_id=named(name),
                person_id=PERSON,
                recorded_by=by.id,
                target=named(target),
                why="another person's paper",
            )
        )

    def reinstated(self, name: str | int, target: str | int, *, by: Actor = AN_ARCHIVIST) -> int:
        return self.tell(
            RecordReinstated(
                event_id=named(name),
                person_id=PERSON,
                recorded_by=by.id,
                target=named(target),
                why="hers after all",
            )
        )

    def attached(
        self, name: str | int, target: str | int, rank: Rank, *, by: Actor = AN_ARCHIVIST
    ) -> int:
        return self.tell(
            EvidenceAttached(
                event_id=named(name),
                person_id=PERSON,
                recorded_by=by.id,
                target=named(target),
                rank=rank,
                source=source(name),
            )
        )

    def withdrawn(self, attachment: str | int, *, by: Actor = AN_ARCHIVIST) -> int:
        return self.tell(
            EvidenceWithdrawn(
                event_id=named(f"withdrawn {attachment}"),
                person_id=PERSON,
                recorded_by=by.id,
                attachment=named(attachment),
                why="another event's paper",
            )
        )
