"""Whether a discipline is being considered on a day (R-APT-09). Source: domain.md 3.4, 3.10."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from domain.standing import Standing

_OPENS: Final = "discipline.reviewOpened"
_CLOSES: Final = frozenset({"discipline.imposed", "discipline.reviewClosed"})


def open_review(standings: Iterable[Standing], on: date) -> Standing | None:
    """The review opened by `on` that no decision has closed; None: there is none."""
    found: Standing | None = None
    for standing in standings:
        if standing.effective_on is None or standing.effective_on > on:
            continue
        if standing.event.topic == _OPENS:
            found = standing
        elif standing.event.topic in _CLOSES:
            found = None
    return found
