"""Units over time: the list on a day, and one with its history. No personal data stands there, so
names may stand in addresses."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.answers import status_of
from api.here import SignedIn
from api.moments import day_of, today
from api.web.render import page
from archive.units import list_units, show_unit
from domain.errors import HosoError

router = APIRouter(include_in_schema=False)


@router.get("/units")
def get_units(request: Request, here: SignedIn, name: str = "", on: str = "") -> Response:
    """The units living on a day; with a name, that unit. What cannot be read is said."""
    fault, unit, status = None, None, 200
    day, ledger = today(here.now), here.archive.ledger
    try:
        day = day_of(on) or day
        if name.strip():
            unit = show_unit(name[:300], on=day, by=here.by, ledger=ledger, now=here.now)
    except HosoError as error:
        status = status_of(error)
        if status >= 500:
            raise
        fault = here.messages.error(error)
    rows = list_units(on=day, by=here.by, ledger=ledger, now=here.now) if unit is None else ()
    return page(
        request,
        "units.html",
        here,
        status=status,
        unit=unit,
        rows=rows,
        asked=name,
        on=on,
        day=day,
        fault=fault,
    )
