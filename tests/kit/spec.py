"""given(events).when(decision).then(event) | .refused(kind): rules read like sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from domain.career import Career
from domain.errors import HosoError
from domain.events.envelope import Event
from tests.kit.builders import PERSON, recorded


def given(*events: Event) -> Given:
    """A career in which these events are recorded, in this order."""
    return Given(Career.of(PERSON, recorded(*events, stream_id=PERSON)))


class Given:
    def __init__(self, career: Career) -> None:
        self.career = career

    def when(self, decision: Callable[[Career], Event]) -> When:
        return When(lambda: decision(self.career))


class When:
    def __init__(self, decide: Callable[[], Event]) -> None:
        self._decide = decide

    def then(self, kind: type[Event], **fields: Any) -> Event:
        """It is an event of this kind, with these values."""
        event = self._decide()
        assert type(event) is kind
        for name, value in fields.items():
            assert getattr(event, name) == value, name
        return event

    def refused(self, kind: type[HosoError], code: str | None = None) -> HosoError:
        """The rules say no, by this name."""
        with pytest.raises(kind) as refusal:
            self._decide()
        if code is not None:
            assert refusal.value.code == code
        return refusal.value
