"""Which streams a batch of events moved, and whose they are."""

from collections.abc import Sequence
from uuid import UUID

from domain.events.access import ActorEvent, IdentifierReleased, IdentifierReserved
from domain.events.dossier import BatchEvent, DossierEvent
from domain.events.entry import SAME_PERSON_STREAM
from domain.events.envelope import Event, PersonEvent, Recorded, StreamKind
from domain.events.organisation import UNITS_STREAM, OrgEvent, OrgLevelAbolished
from domain.events.page import PageEvent


def moved_streams(recorded: Sequence[Recorded]) -> dict[StreamKind, list[UUID]]:
    """The streams that moved, by kind, each once."""
    moved: dict[StreamKind, dict[UUID, None]] = {}
    for one in recorded:
        kind = _kind_of(one.event, one.stream_id)
        if kind is not StreamKind.ARCHIVE:
            moved.setdefault(kind, {})[one.stream_id] = None
    return {kind: list(streams) for kind, streams in moved.items()}


def _kind_of(event_: Event, stream_id: UUID) -> StreamKind:
    """Whose stream it is: some events stand in a page's stream and its dossier's, too."""
    match event_:
        case PageEvent(page_id=page_id):
            if stream_id == page_id:
                return StreamKind.PAGE
            in_batch = getattr(event_, "batch_id", None) == stream_id
            return StreamKind.BATCH if in_batch else StreamKind.DOSSIER
        case DossierEvent(dossier_id=dossier_id):
            return StreamKind.DOSSIER if stream_id == dossier_id else StreamKind.BATCH
        case BatchEvent(batch_id=batch_id):  # the list of all batches is nobody's
            return StreamKind.BATCH if stream_id == batch_id else StreamKind.ARCHIVE
        case PersonEvent():  # the list of merges is nobody's
            return StreamKind.ARCHIVE if stream_id == SAME_PERSON_STREAM else StreamKind.PERSON
        case OrgEvent() | OrgLevelAbolished():
            return StreamKind.UNIT if stream_id == UNITS_STREAM else StreamKind.ARCHIVE
        case ActorEvent():
            return StreamKind.ACTOR
        case IdentifierReserved() | IdentifierReleased():
            return StreamKind.IDENTIFIER
        case _:
            return StreamKind.ARCHIVE
