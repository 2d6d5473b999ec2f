"""Units over time: lists brought in, one as of a day, all of them. No personal data."""

from datetime import date

from fastapi import APIRouter, Query, Response

from api.brought.units import read_units
from api.here import Asking
from api.moments import moment_of, today
from api.uploads import A_FILE, Sent, described
from archive.unit_import import UnitsImported, import_reform, import_units
from archive.units import UnitAnswer, UnitListed, list_units, show_unit
from domain.frozen import Frozen

router = APIRouter(prefix="/v1/units", tags=["units"])


class Reform(Frozen):
    """`unverified`: also rows of the table of mergers that have no source."""

    unverified: bool = False
    dry_run: bool = False


@router.get("", response_model=tuple[UnitListed, ...])
def get_units(here: Asking, on: date | None = None, ended: bool = False) -> tuple[UnitListed, ...]:
    """The units living on a day; with `ended` all."""
    return list_units(
        on=on or today(here.now),
        ended=ended,
        by=here.by,
        ledger=here.archive.ledger,
        now=here.now,
    )


@router.get("/one", response_model=UnitAnswer)
def get_unit(
    here: Asking,
    name: str = Query(min_length=1, max_length=300),
    on: date | None = None,
    known_at: str = Query(default="", max_length=40, alias="knownAt"),
) -> UnitAnswer:
    """By id, name or symbol. Several that may be meant are named in the refusal."""
    return show_unit(
        name,
        on=on or today(here.now),
        known_at=moment_of(known_at),
        by=here.by,
        ledger=here.archive.ledger,
        now=here.now,
    )


@router.post(
    "/import",
    response_model=UnitsImported,
    openapi_extra=described(file=A_FILE, dryRun={"type": "boolean"}),
)
def post_units(here: Asking, sent: Sent, response: Response) -> UnitsImported:
    """A list, whole or not at all: 422 with every line's answer if one is refused."""
    name, content = sent.file("file")
    done = import_units(
        read_units(content, file=name),
        file=name,
        by=here.by,
        ledger=here.archive.ledger,
        now=here.now,
        dry_run=sent.text("dryRun").lower() in ("true", "1"),
    )
    response.status_code = 200 if done.taken else 422
    return done


@router.post("/reform-2025", response_model=UnitsImported)
def post_reform(here: Asking, asked: Reform, response: Response) -> UnitsImported:
    """The mergers of 2025 and the end of the district level, for the units that are known."""
    done = import_reform(
        by=here.by,
        ledger=here.archive.ledger,
        now=here.now,
        unverified=asked.unverified,
        dry_run=asked.dry_run,
    )
    response.status_code = 200 if done.taken else 422
    return done
