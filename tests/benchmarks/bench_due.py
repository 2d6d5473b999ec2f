"""What falls due for ten thousand people, read and folded from the ledger.

    python tests/benchmarks/bench_due.py [PEOPLE]

Everybody is fictitious and has a career of 40 events with a full envelope, spread over departments
of 300 people with five divisions each. Page one of every list is asked for everybody and for one
department, as an opened archive answers (in processes side by side, `HOSO_WORKERS` of them), then
page two; a list and the roster also in this process alone, and whole. Beside them stands what any
answer must do at the least: fetch the same rows and parse their JSON. Registers are in step, index
and followers are not needed.
"""

import json
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid5

from archive.access_log import open_access_log
from archive.adapters.side_by_side import SideBySide
from archive.adapters.sql_registers import SqlRegisters
from archive.codec import HEAD_BYTES
from archive.due import DueQuestion, list_due
from archive.following import catch_up
from archive.ledger import Ledger, Write, open_ledger
from archive.registers import Registers
from archive.roster import list_staff
from archive.sifting import Lists
from domain.access import Actor, Grant, Role
from domain.career import EvidenceFilter
from domain.dates import PartialDate
from domain.due import DueReport
from domain.events.entry import IdentityRecorded
from domain.events.envelope import CareerEvent, Recorded, UnitRef
from domain.events.organisation import UNITS_STREAM, OrgEstablished, OrgLevel
from domain.intervals import plus_days
from domain.people import Gender
from infra.bootstrap import reading_ledger
from infra.memory import spare_the_collector
from infra.settings import Settings
from tests.benchmarks.careers import career_events

SPACE = UUID("2e9a5d0e-7b1c-4f0b-9b59-0c6f5f6f7a11")
OFFICER = Actor(
    id=uuid5(SPACE, "officer"),
    name="Officer",
    grants=(Grant(grant_id=uuid5(SPACE, "grant"), role=Role.HR_OFFICER),),
)
ON = date(2026, 1, 1)
DEPARTMENT, DIVISIONS, BATCH = 300, 5, 100
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vi", "Nông", "Lương", "Bùi", "Đỗ")
GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hạnh", "Khánh", "Lộc", "Mai", "Thuận")


def units(count: int) -> Iterator[tuple[UnitRef, OrgEstablished]]:
    """Departments, each followed by its divisions."""
    for number in range(count):
        above = uuid5(SPACE, f"department {number}")
        names = [(f"Sở số {number + 1} tỉnh Bắc Ninh", above, None)]
        names += [
            (f"Phòng {part + 1} Sở số {number + 1}", uuid5(above, str(part)), above)
            for part in range(DIVISIONS)
        ]
        for name, unit_id, parent_id in names:
            yield (
                UnitRef(as_printed=name, unit_id=unit_id),
                OrgEstablished(
                    recorded_by=OFFICER.id,
                    unit_id=unit_id,
                    effective_date=PartialDate(1997, 1, 1),
                    name=name,
                    level=OrgLevel.PROVINCE,
                    parent_id=parent_id,
                ),
            )


def person(number: int, pattern: Sequence[CareerEvent], refs: Sequence[UnitRef]) -> Write:
    """The pattern's career, moved by some days, in one of the department's units."""
    chance = random.Random(number)
    person_id = uuid5(SPACE, f"person {number}")
    moved = chance.randrange(0, 1500)
    group = number // DEPARTMENT * (DIVISIONS + 1)
    ref = refs[group + number % (DIVISIONS + 1)]
    events = [_moved(event, person_id, moved, ref) for event in pattern]
    return Write(person_id, tuple(_named(event, chance) for event in events), 0)


def _moved(event: CareerEvent, person_id: UUID, days: int, ref: UnitRef) -> CareerEvent:
    update: dict[str, object] = {
        "person_id": person_id,
        "event_id": uuid5(person_id, str(event.event_id)),
    }
    for name in ("effective_date", "issue_date"):
        day = getattr(event, name)
        if day is not None:
            update[name] = PartialDate.of(plus_days(day.first_day, days))
    for name in ("unit", "to_unit"):
        if getattr(event, name, None) is not None:
            update[name] = ref
    return event.model_copy(update=update)


def _named(event: CareerEvent, chance: random.Random) -> CareerEvent:
    if not isinstance(event, IdentityRecorded):
        return event
    born = PartialDate(chance.randrange(1964, 1995), chance.randrange(1, 13), 5)
    name = f"{chance.choice(FAMILY)} Văn {chance.choice(GIVEN)}"
    update = {"full_name": name, "birth_date": born, "identifiers": (), "gender": Gender.M}
    return event.model_copy(update=update)


def fill(ledger: Ledger, people: int) -> list[UnitRef]:
    departments = -(-people // DEPARTMENT)
    established = list(units(departments))
    ledger.record(Write(UNITS_STREAM, tuple(event for _, event in established), None))
    refs = [ref for ref, _ in established]
    pattern = career_events(uuid5(SPACE, "pattern"))
    for start in range(0, people, BATCH):
        some = range(start, min(start + BATCH, people))
        ledger.record(*(person(number, pattern, refs) for number in some))
    return refs


def bare(path: Path) -> None:
    """Fetch every row of a person and parse its JSON."""
    with sqlite3.connect(path) as connection:
        for (state,) in connection.execute("SELECT state FROM stored_events"):
            json.loads(state[HEAD_BYTES:])


def measure(ledger: Ledger, registers: Registers, folder: Path, unit: str) -> None:
    now = datetime(2026, 1, 1, 3, tzinfo=UTC)
    settings = Settings.in_folder(folder)
    spread = Lists(SideBySide(partial(reading_ledger, settings), workers=settings.workers))
    with open_access_log(f"sqlite:{folder / 'access.sqlite'}", clock=lambda: now) as access:
        parts = {
            "by": OFFICER,
            "ledger": ledger,
            "registers": registers,
            "access": access,
            "now": now,
        }
        recorded = EvidenceFilter.RECORDED

        def due(report: DueReport, asked: str | None, lists: Lists, **pages: int | None) -> int:
            question = DueQuestion(report=report, on=ON, unit=asked, evidence=recorded)
            return list_due(question, lists=lists, **parts, **pages).total  # type: ignore[arg-type]

        def roster(asked: str | None, lists: Lists, **pages: int | None) -> int:
            found = list_staff(asked, on=ON, evidence=recorded, lists=lists, **parts, **pages)  # type: ignore[arg-type]
            return found.total

        every = [(report.value.lower(), partial(due, report)) for report in DueReport]
        every.append(("roster", roster))
        for asked in (unit, None):
            scope = "one department" if asked else "everybody"
            for name, ask in every:
                told(f"{name}, {scope}", partial(ask, asked, spread, limit=50))
                told("  page two", partial(ask, asked, spread, limit=50, offset=50))
        for name, ask in (every[0], every[-1]):
            told(f"{name}, everybody, whole", partial(ask, None, spread))
            told("  page one, in this process alone", partial(ask, None, Lists(), limit=50))


def told(what: str, act: Callable[[], object]) -> None:
    wall, busy = time.perf_counter(), _busy()
    answer = act()
    wall, busy = time.perf_counter() - wall, _busy() - busy
    print(f"{what:36}{wall:8.2f} s, {busy:8.2f} s of the processor{answer or '':>8}", flush=True)


def _busy() -> float:
    """Seconds of the processor, in this process and in those that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main(people: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "ledger.sqlite"
        with open_ledger(f"sqlite:{path}", clock=lambda: datetime.now(UTC)) as ledger:
            started = time.perf_counter()
            refs = fill(ledger, people)

            def history(stream_id: UUID, upto: int) -> tuple[Recorded, ...]:
                return ledger.events(stream_id, upto=upto)

            registers = SqlRegisters(
                f"sqlite:{folder / 'registers.sqlite'}", history=history, hashed=str
            )
            catch_up(ledger, registers)
            made = time.perf_counter() - started
            size = path.stat().st_size / 1e6
            print(
                f"{people:,} people, {ledger.position():,} events, {size:,.0f} MB, made in "
                f"{made:.0f} s; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
            )
            told("bare: fetch and parse JSON", lambda: bare(path))
            measure(ledger, registers, folder, str(refs[0].unit_id))
            registers.close()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak of memory {peak:.0f} MB")


if __name__ == "__main__":
    spare_the_collector()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
