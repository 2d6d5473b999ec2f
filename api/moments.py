"""Days and moments as people give them at the doors."""

from datetime import date, datetime

from api.messages import VIETNAM
from domain.errors import RuleViolation


class BadMoment(RuleViolation):
    """A day or a moment that cannot be read: it says which forms can."""

    code = "moment.unreadable"


def today(now: datetime) -> date:
    """The calendar day in Việt Nam."""
    return now.astimezone(VIETNAM).date()


def day_of(text: str | None) -> date | None:
    """`2019-06-30` or `30/06/2019`. Raises: BadMoment."""
    if not text:
        return None
    text = text.strip()
    try:
        if "/" in text:
            day, month, year = text.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text)
    except ValueError:
        raise BadMoment() from None


def needed_moment(text: str) -> date | datetime:
    """As `moment_of`, but there must be one. Raises: BadMoment."""
    moment = moment_of(text)
    if moment is None:
        raise BadMoment()
    return moment


def moment_of(text: str | None) -> date | datetime | None:
    """A bare day (its end in Việt Nam is meant), or an instant; without a zone, Việt Nam's.

    Raises: BadMoment.
    """
    if not text:
        return None
    text = text.strip()
    if "T" not in text and ":" not in text:
        return day_of(text)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadMoment() from None
    return instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)
