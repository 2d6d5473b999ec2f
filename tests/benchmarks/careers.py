"""Careers in figures, all in one run on one machine: read the ratios first.

    python tests/benchmarks/careers.py [CAREERS]

A career has 40 events with a full envelope: decision, signer, bases, subject as printed, page,
boxes, words as printed. *Fold* is `Career.of(...).state_as_of(...)` of events that are decoded,
in seconds of the processor; beside it stands what any answer must do at the least: sort the same
events by their effective date. *Cold* is a career from the ledger in a SQLite file, nothing of it
kept in this program; beside it the same rows fetched by a bare cursor and their JSON parsed.
"""

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from archive.codec import HEAD_BYTES
from archive.ledger import Ledger, Write, open_ledger
from domain.career import Career, EvidenceFilter
from domain.dates import PartialDate
from domain.events.acts import EventVerified
from domain.events.envelope import CareerEvent, Decision, Printed, Recorded, SignerMode, Subject
from domain.evidence import Box, Citation, Source
from infra.memory import spare_the_collector
from tests.kit.careers import A_COLLEAGUE, Book, fact
from tests.kit.golden import SNV_BG, golden_book

DAY = date(2026, 1, 1)
EVENTS = 40
LEGAL = ("Luật Cán bộ, công chức số 22/2008/QH12", "Nghị định số 204/2004/NĐ-CP")


def small_facts() -> Iterator[CareerEvent]:
    """The ratings, awards and allowances that fill the golden career up to forty events."""
    for year in range(2006, 2025):
        yield fact("evaluation.recorded", f"rated {year}", f"{year}-12-10", year=year, rating="TOT")
    yield fact("award.granted", "award", "2013-02-01", code="CSTDCS", full_name="Chiến sĩ thi đua")
    for name, day in (("first", "2012-03-01"), ("second", "2018-06-01")):
        yield fact("salary.allowanceSet", name, day, kind="POST", coefficient="0.30")


def full(event: CareerEvent, no: int) -> CareerEvent:
    """The event with everything that a paper says around it."""
    issued = event.issue_date or event.effective_date or PartialDate(2004, 6, 1)
    digest = f"{event.event_id.hex * 2}"
    return event.model_copy(
        update={
            "issue_date": issued,
            "decision": Decision(
                full_no=f"{no + 100}/QĐ-SNV",
                number=str(no + 100),
                symbol="QĐ-SNV",
                doc_type="QUYET_DINH",
                issuer_as_printed="SỞ NỘI VỤ TỈNH BẮC GIANG",
                signer_name="Trần Văn Bảy",
                signer_title="Giám đốc",
                signer_mode=SignerMode.SELF,
                legal_bases=LEGAL,
                abstract="Về việc nâng bậc lương đối với công chức",
            ),
            "subject_as_printed": Subject(
                honorific="Ông",
                name="Nguyễn Văn An",
                dob=PartialDate(1979, 3, 12),
                title="Chuyên viên",
                unit=SNV_BG,
            ),
            "reason": "Theo quy định",
            "printed": (Printed(field="unit", text=SNV_BG),),
            "source": Source(
                dossier_id=uuid5(event.event_id, "dossier"),
                document_id=uuid5(event.event_id, "document"),
                citations=tuple(
                    Citation(
                        page_id=uuid5(event.event_id, field),
                        digest=digest,
                        image_no=1,
                        width_px=2480,
                        height_px=3508,
                        field=field,
                        box=Box(left=300, top=900, right=1800, bottom=960),
                    )
                    for field in ("effective_date", "decision", "issue_date")
                ),
            ),
        }
    )


def career_events(person_id: UUID) -> tuple[CareerEvent, ...]:
    told = [row.event for row in golden_book().recorded if isinstance(row.event, CareerEvent)]
    told += small_facts()
    whole = [full(event, no) for no, event in enumerate(told)]
    return tuple(
        event.model_copy(
            update={"event_id": uuid5(person_id, str(event.event_id)), "person_id": person_id}
        )
        for event in whole
    )


def best(act: Callable[[], object], *, rounds: int = 7) -> float:
    """Seconds of the fastest round: the machine has other work, which only ever slows."""
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        act()
        taken.append(time.process_time() - started)
    return min(taken)


def in_order(rows: Sequence[Recorded]) -> list[tuple[date, int]]:
    return sorted(
        (event.effective_date.first_day if event.effective_date else date.max, row.position)
        for row in rows
        if isinstance(event := row.event, CareerEvent)
    )


def folding(careers: Sequence[tuple[UUID, tuple[Recorded, ...]]], evidence: EvidenceFilter) -> None:
    events = sum(len(rows) for _, rows in careers)

    def fold() -> None:
        for person_id, rows in careers:
            Career.of(person_id, rows).state_as_of(DAY, evidence=evidence)

    def sort() -> None:
        for _, rows in careers:
            in_order(rows)

    ours, bare = best(fold), best(sort)
    print(
        f"fold, {evidence.value:24}{events / ours:12,.0f} events/s"
        f"{ours / len(careers) * 1e6:10.0f} µs a career{ours / bare:8.1f} x a bare sort"
    )


def looked_at(rows: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """The same, and each event verified by a colleague: twice as many events."""
    last = rows[-1]
    return (
        *rows,
        *(
            Recorded(
                event=EventVerified(
                    event_id=uuid4(),
                    person_id=last.stream_id,
                    recorded_by=A_COLLEAGUE.id,
                    target=row.event.event_id,
                ),
                stream_id=last.stream_id,
                version=last.version + no,
                position=last.position + no,
                recorded_at=last.recorded_at,
            )
            for no, row in enumerate(rows, start=1)
            if isinstance(row.event, CareerEvent)
        ),
    )


def cold(path: Path, ledger: Ledger, people: Sequence[UUID]) -> None:
    connection = sqlite3.connect(path)
    table = next(
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if "event" in name
    )
    query = f"SELECT state FROM {table} WHERE originator_id = ?"  # noqa: S608

    def bare(person_id: UUID) -> None:
        for (state,) in connection.execute(query, (person_id.hex,)):
            json.loads(state[HEAD_BYTES:])

    def ours(person_id: UUID) -> None:
        Career.of(person_id, ledger.events(person_id)).state_as_of(DAY)

    def each(act: Callable[[UUID], None]) -> tuple[list[float], float]:
        """Milliseconds by the clock, sorted; and of the processor, a career."""
        taken = []
        at_work = time.process_time()
        for person_id in people:
            started = time.perf_counter()
            act(person_id)
            taken.append((time.perf_counter() - started) * 1000)
        return sorted(taken), (time.process_time() - at_work) * 1000 / len(people)

    (raw, _), (mine, at_work) = each(bare), each(ours)
    print(
        f"cold career of {EVENTS} events  {statistics.median(mine):11.2f} ms in the median, "
        f"{mine[0]:.2f} ms at best, {mine[int(len(mine) * 0.95)]:.2f} ms at the 95th of a hundred, "
        f"{at_work:.2f} ms of the processor; "
        f"{statistics.median(mine) / statistics.median(raw):.1f} x bare rows and JSON"
    )
    connection.close()


def main(count: int) -> None:
    people = [uuid4() for _ in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        with open_ledger(f"sqlite:{path}", clock=lambda: datetime.now(UTC)) as ledger:
            for person_id in people:
                events = career_events(person_id)
                assert len(events) == EVENTS, len(events)
                ledger.record(Write(person_id, events, 0))
        with open_ledger(f"sqlite:{path}", clock=lambda: datetime.now(UTC)) as ledger:
            cold(path, ledger, people)
            careers = [(person_id, ledger.events(person_id)) for person_id in people]
            folding(careers, EvidenceFilter.ALL)
            proved = [(person_id, looked_at(rows)) for person_id, rows in careers]
            folding(proved, EvidenceFilter.PROVED)
    size = len(Book(*career_events(people[0])).recorded[0].event.model_dump_json().encode())
    print(f"{count} careers; the first event has {size:,} bytes of JSON")


if __name__ == "__main__":
    spare_the_collector()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
