"""What the machine makes of a dossier's transcripts: documents, and proposals with evidence."""

from uuid import UUID

from pydantic import JsonValue

from domain.dates import PartialDate
from domain.events.dossier import Description
from domain.evidence import Citation, Confidence
from domain.frozen import Frozen
from domain.people import Gender, Identifier
from ocr.transcript import Transcript


class PageText(Frozen):
    """A page of a dossier, in the dossier's order. `transcript` None: set aside or quarantined."""

    page_id: UUID
    transcript: Transcript | None


class ProposedField(Frozen):
    """One value read. `field` is a Python field name of the event class; a part of the paper is
    written `decision.full_no`, of the subject `subject_as_printed.dob`.

    `value` is the stored JSON of the field; `as_printed` the words on the paper; `confidence` is
    0 to 1; `sure` False asks a person to look (domain.md 4.9).
    """

    field: str
    value: JsonValue
    as_printed: str | None = None
    confidence: Confidence
    sure: bool = False
    citation: Citation | None = None


class ProposedPerson(Frozen):
    """Whom the paper names, for matching: never merged on a name alone (R-IDN-01)."""

    name: str
    birth_date: PartialDate | None = None
    gender: Gender | None = None
    identifiers: tuple[Identifier, ...] = ()
    unit: str | None = None
    title: str | None = None


class ProposedEvent(Frozen):
    """A career event as read: its type (a topic of the catalogue), whom, and the fields.

    `list_row` is the row in a batch list, from 1; None where the paper names one person.
    """

    event_type: str
    person: ProposedPerson
    fields: tuple[ProposedField, ...]
    confidence: Confidence
    list_row: int | None = None


class DocumentReading(Frozen):
    """One document: its pages in reading order, what it is, and what it proposes.

    Stored as JSON in the derived area; events cite its digest, for it holds other people's data.
    """

    page_ids: tuple[UUID, ...]
    description: Description
    described_by: tuple[ProposedField, ...]
    """Where number, date, type, title, issuer and signer were read."""
    proposals: tuple[ProposedEvent, ...]
    confidence: Confidence
