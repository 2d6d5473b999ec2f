"""The words behind what can be found: transcripts and readings from the objects.

A derived object that is missing or damaged does not stop the index: it can be made again from the
scan. It is logged, what lacks its words says so, and `hoso verify` names it.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from archive.objects import Area, ObjectCorrupt, ObjectMissing, ObjectStore
from domain.events.dossier import Description
from domain.evidence import Digest
from ocr.reading import DocumentReading, ProposedEvent, ProposedField
from ocr.transcript import Transcript
from search.records import ReadField, ReadPerson

log = logging.getLogger(__name__)

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class ReadProposal:
    event_type: str
    person: ReadPerson
    fields: tuple[ReadField, ...]


class Texts:
    """Reads each object at most once; made anew for each batch."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._readings: dict[Digest, DocumentReading | None] = {}

    def page(self, transcript: Digest) -> str | None:
        """The text of a page, a line for each printed one; None if its transcript is gone."""
        read = self._model(Transcript, transcript)
        return read.text if read is not None else None

    def description(self, reading: Digest, *, closed: frozenset[UUID]) -> Description | None:
        """What the machine says that a document is; None if it is gone, or was read from a page
        that is closed now."""
        if reading not in self._readings:
            self._readings[reading] = self._model(DocumentReading, reading)
        read = self._readings[reading]
        if read is None or _cites(read.described_by, closed):
            return None
        return read.description

    def proposed(self, fields: Digest, *, closed: frozenset[UUID]) -> ReadProposal | None:
        """What the machine proposes; None as for `description`."""
        read = self._model(ProposedEvent, fields)
        if read is None or _cites(read.fields, closed):
            return None
        return ReadProposal(
            event_type=read.event_type,
            person=ReadPerson(
                name=read.person.name,
                identifiers=tuple(one.value for one in read.person.identifiers),
            ),
            fields=tuple(ReadField(one.field, one.value, one.as_printed) for one in read.fields),
        )

    def _model(self, kind: type[ModelT], digest: Digest) -> ModelT | None:
        try:
            return kind.model_validate_json(self._objects.get(digest, area=Area.DERIVED))
        except (ObjectMissing, ObjectCorrupt) as error:
            log.warning("derived object not read", extra={"digest": digest, "code": error.code})
        except ValidationError:
            log.warning("derived object not understood", extra={"digest": digest})
        return None


def _cites(fields: Iterable[ProposedField], closed: frozenset[UUID]) -> bool:
    return any(one.citation is not None and one.citation.page_id in closed for one in fields)
