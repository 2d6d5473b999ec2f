"""`hoso record` of many lines: events per second with everything, and how long the lock is held.

    python -m tests.benchmarks.bench_record [LINES] [LINES A PERSON]

Careers like the worked one of domain.md 3.15, of fictitious people with identifiers of their own;
read from JSON Lines, judged, encoded and recorded in one transaction. Wall time and processor time
are both told: on a shared machine the first says little. The lock is held from BEGIN IMMEDIATE to
the end of COMMIT.
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, ClassVar

from api.brought.json_lines import lines_of
from archive import ledger_sqlite
from archive.bringing import bring
from infra.memory import spare_the_collector
from tests.kit.clock import PlayedClock
from tests.kit.golden_lines import golden_lines
from tests.kit.reading_room import HR_OFFICER, a_reading_room


def file_of(lines: int, each: int) -> bytes:
    """JSON Lines of careers with `each` lines a person."""
    golden = list(golden_lines().values())[:each]
    made: list[str] = []
    for person in range(-(-lines // each)):
        for number, line in enumerate(golden):
            said: dict[str, Any] = {**line, "person": f"p{person}", "key": f"{person}-{number}"}
            if number == 0:
                cccd = {"kind": "CCCD", "value": f"024079{person:06d}"}
                name = f"Nguyễn Văn An {_name(person)}"
                said["payload"] = {**said["payload"], "fullName": name, "identifiers": [cccd]}
            made.append(json.dumps(said, ensure_ascii=False))
    return "\n".join(made[:lines]).encode()


def _name(person: int) -> str:
    letters = "abcdeghiklmnopqrstuvxy"
    text = ""
    while True:
        person, rest = divmod(person, len(letters))
        text = letters[rest] + text
        if person == 0:
            return text.capitalize()


class _Timed(ledger_sqlite._Transaction):
    """A transaction that tells how long it held the writer's lock."""

    held: ClassVar[list[tuple[float, float]]] = []

    def __enter__(self) -> Any:
        cursor = super().__enter__()
        self._since = time.perf_counter(), time.process_time()
        return cursor

    def __exit__(self, *error: Any) -> None:
        try:
            super().__exit__(*error)
        finally:
            if self.commit:
                wall, used = self._since
                self.held.append((time.perf_counter() - wall, time.process_time() - used))


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    each = int(sys.argv[2]) if len(sys.argv) > 2 else 18
    content = file_of(lines, each)
    ledger_sqlite._Transaction = _Timed  # type: ignore[misc]
    with (
        tempfile.TemporaryDirectory() as folder,
        a_reading_room(Path(folder), PlayedClock()) as room,
    ):
        at_hand = room.at_hand("ledger", "objects", "registers", "keys", "now")
        wall, used = time.perf_counter(), time.process_time()
        answer = bring(lines_of(content), by=HR_OFFICER, **at_hand)
        wall, used = time.perf_counter() - wall, time.process_time() - used
        print(
            f"{answer.lines} lines, {answer.people} people: {answer.recorded} recorded, "
            f"{answer.refused} refused\n"
            f"wall {wall:.1f} s = {answer.recorded / wall:.0f} events/s; "
            f"processor {used:.1f} s = {answer.recorded / used:.0f} events/s\n"
            f"lock held {max(_Timed.held)[0]:.2f} s, processor {max(_Timed.held)[1]:.2f} s"
        )
        wall, used = time.perf_counter(), time.process_time()
        again = bring(lines_of(content), by=HR_OFFICER, **at_hand)
        wall, used = time.perf_counter() - wall, time.process_time() - used
        print(
            f"again: {again.known} known, {again.recorded} recorded; "
            f"wall {wall:.1f} s, processor {used:.1f} s"
        )


if __name__ == "__main__":
    spare_the_collector()
    main()
