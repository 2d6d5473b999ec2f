"""A list brought over, line by line: what a reader of a file hands in, and what each is answered.

A reader (api/brought) makes `Line`s of JSON Lines, CSV or XLSX; `archive.bringing` records them.
The form is the same for all: `person`, `eventType`, the envelope of domain.md 3.1 and `payload`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from pydantic import Field, JsonValue

from domain.errors import HosoError, RuleViolation
from domain.frozen import Frozen
from domain.rules.finding import Finding
from domain.standing import Look

MOST_LINES = 120_000
"""Of one file: it is judged as a whole, in memory. A longer list is split."""


class Fault(Frozen):
    """Why a line is refused; `code` is the key of its sentence. `cell`: as `B7`, in a sheet.

    `field`: by its name in the line, `payload.post`. `values` hold no personal data.
    """

    code: str
    cell: str | None = None
    field: str | None = None
    values: dict[str, JsonValue] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """`number` counts from 1, in its sheet if there is one. `said` None: it could not be read.

    `cells`: in which cell a name of the line stands, for the answer; `verbatim`: what stood in a
    cell before it was converted from a legacy encoding, by the name of its field.
    """

    number: int
    said: Mapping[str, JsonValue] | None
    sheet: str | None = None
    faults: tuple[Fault, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    verbatim: Mapping[str, str] = field(default_factory=dict)


class Outcome(StrEnum):
    """What became of a line. WITHHELD: nothing is wrong with it, but nothing was recorded (another
    line of the file was refused, or it was only asked). KNOWN: it is recorded already."""

    RECORDED = "RECORDED"
    ATTACHED = "ATTACHED"
    KNOWN = "KNOWN"
    WITHHELD = "WITHHELD"
    REFUSED = "REFUSED"


class LineAnswer(Frozen):
    """`position`: in the ledger, where it was recorded. `faults` say why not, `findings` what the
    rules say of it all the same."""

    line: int
    sheet: str | None
    outcome: Outcome
    event_type: str | None = None
    person_id: UUID | None = None
    event_id: UUID | None = None
    position: int | None = None
    look: Look | None = None
    findings: tuple[Finding, ...] = ()
    faults: tuple[Fault, ...] = ()


class Brought(Frozen):
    """The answer to a file: counts, and every line in its order. `taken` False: nothing was
    recorded. `position`: of the ledger afterwards."""

    taken: bool
    dry_run: bool
    position: int
    lines: int
    recorded: int
    attached: int
    known: int
    refused: int
    withheld: int
    people: int
    new_people: int
    warned: int
    answers: tuple[LineAnswer, ...]


class ListRefused(RuleViolation):
    """A file that is no list at all, or too large: none of its lines is looked at (422)."""

    code = "brought.file"


class LineRefused(HosoError):
    """A line cannot be taken; carries its fault. Never leaves this procedure."""

    code = "brought.refused"

    def __init__(
        self,
        code: str,
        /,
        *,
        field: str | None = None,
        faults: tuple[Fault, ...] = (),
        **values: object,
    ) -> None:
        super().__init__(code, **values)
        plain = {name: _plain(value) for name, value in values.items()}
        self.faults = faults or (Fault(code=code, field=field, values=plain),)


def fault_of(error: HosoError) -> Fault:
    """A refusal of the domain as the fault of a line."""
    return Fault(code=error.code, values={n: _plain(value) for n, value in error.values.items()})


def _plain(value: object) -> JsonValue:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return str(value)
