"""What units cost: a list brought in, careers read with a directory, index and registers after a
change of units.

    python tests/benchmarks/bench_units.py [PEOPLE] [UNITS]

Seconds are of the processor. People work in one of the units, by a recruitment that prints its
name; the list comes after them, so that every record changes once: the worst case.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from archive.adapters.folder_objects import FolderObjects
from archive.cataloguing import Cataloguing
from archive.folding import career_of, directory_of
from archive.following import catch_up
from archive.ledger import Ledger, Write, open_ledger
from archive.unit_import import import_units
from archive.unit_lists import read_unit_list
from domain.access import Actor, Grant, Role
from domain.career import Career
from domain.events.entry import RecruitmentMade
from domain.events.envelope import PersonnelClass, UnitRef
from infra.memory import spare_the_collector
from search.adapters.tantivy import TantivyIndex
from tests.kit.builders import career_event, identity

NOW = datetime(2026, 3, 2, tzinfo=UTC)
BY = Actor(id=uuid4(), name="Lan", grants=(Grant(grant_id=uuid4(), role=Role.HR_OFFICER),))


def timed(what: str, do: Callable[[], Any]) -> Any:
    begun = time.process_time()
    found = do()
    print(f"{what:<58} {time.process_time() - begun:8.2f} s")
    return found


def units_list(count: int) -> str:
    lines = ["việc,đơn vị,tên,cấp,ngày"]
    lines += [f"thành lập,,Trường THCS số {at},đơn vị sự nghiệp,1990" for at in range(count)]
    return "\n".join(lines) + "\n"


def people(ledger: Ledger, count: int, units: int) -> list[UUID]:
    ids = [uuid4() for _ in range(count)]
    for at, person_id in enumerate(ids):
        unit = UnitRef(as_printed=f"Trường THCS số {at % units}")
        events = (
            identity(f"Nguyễn Văn {at}", person_id=person_id, identifiers=()),
            career_event(
                RecruitmentMade, "2004-08-01", person_id=person_id, unit=unit,
                personnel_class=PersonnelClass.VIEN_CHUC,
            ),
        )  # fmt: skip
        ledger.record(Write(person_id, events, 0))
    return ids


def read_cold(ledger: Ledger, ids: list[UUID], *, plain: bool) -> float:
    """Milliseconds a career, median."""
    took = []
    for person_id in ids:
        begun = time.perf_counter()
        if plain:
            Career.of(person_id, ledger.events(person_id)).state_as_of(date(2026, 1, 1))
        else:
            career_of(person_id, ledger).state_as_of(date(2026, 1, 1))
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def bring(ledger: Ledger, text: str) -> None:
    done = import_units(
        read_unit_list(text.encode(), file="u.csv"), file="u.csv", by=BY, ledger=ledger, now=NOW
    )
    assert done.taken, done.lines[-1]


def main(count: int, units: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = open_ledger(f"sqlite:{folder / 'ledger.sqlite'}", clock=lambda: NOW)
        index = TantivyIndex(folder / "index", memory_bytes=15_000_000)
        follower = Cataloguing(index, ledger=ledger, objects=FolderObjects(folder / "objects"))
        print(f"{count} people, {units} units")
        ids = timed("record the people", lambda: people(ledger, count, units))
        timed("catalogue them", lambda: catch_up(ledger, follower))
        timed("bring the list of units", lambda: bring(ledger, units_list(units)))
        timed("index after it: every record changes", lambda: catch_up(ledger, follower))
        again = "việc,đơn vị,tên,ngày\nđổi tên,Trường THCS số 1,Trường TH và THCS số 1,2020\n"
        timed("rename one", lambda: bring(ledger, again))
        timed("index after the renaming", lambda: catch_up(ledger, follower))
        timed("directory, first time", lambda: directory_of(ledger))
        some = ids[:500]
        print(f"a career without a directory {read_cold(ledger, some, plain=True):8.2f} ms")
        print(f"a career with the directory  {read_cold(ledger, some, plain=False):8.2f} ms")
        index.close()
        ledger.close()


if __name__ == "__main__":
    spare_the_collector()
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [1000, 500][len(given) :]))
