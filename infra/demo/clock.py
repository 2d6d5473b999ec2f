"""A clock that plays the past: set to a moment, it moves on a little at every reading."""

from datetime import datetime, timedelta
from threading import Lock

_STEP = timedelta(milliseconds=400)


class PlayedClock:
    """Give it to `open_archive`: the archive is then marked as played, wherever a date is shown."""

    def __init__(self, start: datetime) -> None:
        self._now = start
        self._lock = Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self._now += _STEP
            return self._now

    def play(self, moment: datetime) -> None:
        """Go on to a later moment; an earlier one is refused, as the ledger would.

        Raises: ValueError.
        """
        with self._lock:
            if moment < self._now:
                raise ValueError("a played clock goes on, never back")
            self._now = moment
