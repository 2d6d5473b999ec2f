"""The catalogue of events, so that programs and forms need no copy of it."""

from fastapi import APIRouter

from api.here import Asking
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.forms import FormField, form_of
from domain.frozen import Frozen

router = APIRouter(prefix="/v1/event-types", tags=["catalogue"])


class EventType(Frozen):
    """`topic` is stored for ever; `ndb_group` is that of the national database, 1 to 10."""

    topic: str
    label_vi: str
    label_en: str
    ndb_group: int | None


@router.get("", response_model=tuple[EventType, ...])
def get_event_types(here: Asking) -> tuple[EventType, ...]:
    return tuple(
        EventType(
            topic=topic, label_vi=kind.label.vi, label_en=kind.label.en, ndb_group=kind.ndb_group
        )
        for topic, kind in sorted(CAREER_EVENT_TYPES.items())
    )


@router.get("/{topic}", response_model=tuple[FormField, ...])
def get_form(here: Asking, topic: str) -> tuple[FormField, ...]:
    """The fields of one type, in the order of its form."""
    return form_of(topic)
