"""A clock that is played: it stands where it is put and goes on a second each time it is asked."""

from datetime import UTC, datetime, timedelta
from threading import Lock


class PlayedClock:
    def __init__(self, start: str = "2026-03-01T08:00:00+07:00") -> None:
        self._now = datetime.fromisoformat(start).astimezone(UTC)
        self._lock = Lock()

    @property
    def now(self) -> datetime:
        """Where it stands, without moving it."""
        return self._now

    def __call__(self) -> datetime:
        with self._lock:
            self._now += timedelta(seconds=1)
            return self._now

    def at(self, text: str) -> datetime:
        """Put it to a day (its first moment in Việt Nam) or to an instant."""
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            instant = datetime.fromisoformat(f"{instant.isoformat()}+07:00")
        self._now = instant.astimezone(UTC)
        return self._now
