"""The job queue, on every adapter. A new adapter joins as one line in QUEUES."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from archive.adapters.local_jobs import LocalJobs
from archive.jobs import Job, JobCounts, JobKind, JobQueue, JobState, NewJob, QueueUnavailable

QUEUES: dict[str, Callable[[Path, Callable[[], datetime]], JobQueue]] = {
    "local": lambda folder, clock: LocalJobs(folder / "jobs.sqlite", clock=clock),
}


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=QUEUES)
def make(request: pytest.FixtureRequest) -> Callable[[Path, Callable[[], datetime]], JobQueue]:
    return QUEUES[request.param]


@pytest.fixture
def queue(
    make: Callable[[Path, Callable[[], datetime]], JobQueue], tmp_path: Path, clock: Clock
) -> Iterator[JobQueue]:
    opened = make(tmp_path, clock)
    yield opened
    opened.close()


def claimed(queue: JobQueue, lease_s: float = 120) -> Job:
    job = queue.claim(lease_s=lease_s)
    assert job is not None
    return job


def states(queue: JobQueue) -> dict[JobState, int]:
    return {one.state: one.count for one in queue.counts()}


def test_a_job_is_claimed_with_what_was_put(queue: JobQueue, clock: Clock):
    queue.put("read:1", JobKind.READ, {"pageId": "p-1", "images": [1, 2]})

    job = claimed(queue)

    assert (job.key, job.kind, job.tries) == ("read:1", JobKind.READ, 1)
    assert job.payload == {"pageId": "p-1", "images": [1, 2]}
    assert job.lease_until == clock.now + timedelta(seconds=120)


def test_an_empty_queue_has_no_job(queue: JobQueue):
    assert queue.claim(lease_s=120) is None
    assert queue.counts() == ()


def test_the_oldest_job_comes_first(queue: JobQueue):
    for key in ("b", "a", "c"):
        queue.put(key, JobKind.READ, {})

    assert [claimed(queue).key for _ in range(3)] == ["b", "a", "c"]


def test_only_the_kinds_asked_for_are_claimed(queue: JobQueue):
    queue.put("read:1", JobKind.READ, {})
    queue.put("gate:1", JobKind.GATE, {})

    job = queue.claim(lease_s=120, kinds=frozenset({JobKind.GATE}))

    assert job is not None
    assert job.key == "gate:1"
    assert queue.claim(lease_s=120, kinds=frozenset({JobKind.GATE, JobKind.ASSEMBLE})) is None
    assert queue.claim(lease_s=120, kinds=frozenset()) is None


def test_a_claimed_job_is_nobody_elses(queue: JobQueue):
    queue.put("read:1", JobKind.READ, {})

    claimed(queue)

    assert queue.claim(lease_s=120) is None
    assert states(queue) == {JobState.RUNNING: 1}


@pytest.mark.parametrize("state", JobState)
def test_a_job_put_twice_is_one_job_whatever_became_of_it(queue: JobQueue, state: JobState):
    queue.put("read:1", JobKind.READ, {"first": True})
    if state is not JobState.WAITING:
        job = claimed(queue)
        if state is JobState.DONE:
            queue.done(job)
        if state is JobState.SET_ASIDE:
            queue.fail(job, code="engine.failed", retry_in_s=None)

    queue.put("read:1", JobKind.READ, {"first": False})

    assert queue.counts() == (JobCounts(kind=JobKind.READ, state=state, count=1),)


def test_a_lease_that_runs_out_gives_the_job_to_another(queue: JobQueue, clock: Clock):
    queue.put("read:1", JobKind.READ, {})
    first = claimed(queue)
    clock.later(119.999)
    assert queue.claim(lease_s=120) is None

    clock.later(0.001)
    second = claimed(queue)

    assert (second.key, second.tries) == (first.key, 2)


def test_a_heartbeat_keeps_the_lease(queue: JobQueue, clock: Clock):
    queue.put("read:1", JobKind.READ, {})
    job = claimed(queue)

    clock.later(100)
    assert queue.extend(job, lease_s=120)
    clock.later(100)

    assert queue.claim(lease_s=120) is None


def test_who_lost_the_lease_can_neither_prolong_nor_finish_nor_fail(queue: JobQueue, clock: Clock):
    queue.put("read:1", JobKind.READ, {})
    late = claimed(queue)
    clock.later(121)
    holder = claimed(queue)

    assert not queue.extend(late, lease_s=120)
    queue.done(late)
    queue.fail(late, code="engine.failed", retry_in_s=None)

    assert states(queue) == {JobState.RUNNING: 1}
    queue.done(holder)
    assert states(queue) == {JobState.DONE: 1}


def test_a_finished_job_does_not_come_back(queue: JobQueue, clock: Clock):
    queue.put("read:1", JobKind.READ, {})
    queue.done(claimed(queue))

    clock.later(10_000)

    assert queue.claim(lease_s=120) is None


def test_a_failed_job_comes_back_after_a_while_with_one_try_more(queue: JobQueue, clock: Clock):
    queue.put("read:1", JobKind.READ, {})
    queue.fail(claimed(queue), code="engine.failed", retry_in_s=30)
    clock.later(29)
    assert queue.claim(lease_s=120) is None

    clock.later(1)

    assert claimed(queue).tries == 2


def test_a_job_that_waits_for_its_retry_holds_nobody_up(queue: JobQueue):
    queue.put("read:1", JobKind.READ, {})
    queue.put("read:2", JobKind.READ, {})
    queue.fail(claimed(queue), code="engine.failed", retry_in_s=30)

    assert claimed(queue).key == "read:2"


def test_a_job_set_aside_stays_there_and_is_counted(queue: JobQueue, clock: Clock):
    queue.put("read:1", JobKind.READ, {})
    queue.put("gate:1", JobKind.GATE, {})
    queue.fail(claimed(queue), code="engine.failed", retry_in_s=None)

    clock.later(10_000)

    assert claimed(queue).key == "gate:1"
    assert set(queue.counts()) == {
        JobCounts(kind=JobKind.READ, state=JobState.SET_ASIDE, count=1),
        JobCounts(kind=JobKind.GATE, state=JobState.RUNNING, count=1),
    }


def test_jobs_survive_closing(
    make: Callable[[Path, Callable[[], datetime]], JobQueue], tmp_path: Path, clock: Clock
):
    queue = make(tmp_path, clock)
    queue.put("read:1", JobKind.READ, {"pageId": "p-1"})
    queue.close()

    again = make(tmp_path, clock)

    assert claimed(again).payload == {"pageId": "p-1"}
    again.close()


def test_threads_share_the_jobs_and_none_gets_one_twice(queue: JobQueue):
    for number in range(60):
        queue.put(f"read:{number}", JobKind.READ, {})
    taken: list[str] = []

    def work() -> None:
        while (job := queue.claim(lease_s=120)) is not None:
            taken.append(job.key)
            queue.done(job)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == sorted(f"read:{number}" for number in range(60))


# What only the SQLite file can show.

CLAIMER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from archive.adapters.local_jobs import LocalJobs
queue = LocalJobs(Path(sys.argv[1]), clock=lambda: datetime.now(UTC))
while (job := queue.claim(lease_s=3600)) is not None:
    print(job.key, flush=True)
    if sys.argv[2] == "hold":
        sys.stdin.read()
    queue.done(job)
queue.close()
"""


def claimer(file: Path, how: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CLAIMER, str(file), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def test_programs_share_the_jobs_and_none_gets_one_twice(tmp_path: Path):
    file = tmp_path / "jobs.sqlite"
    queue = LocalJobs(file, clock=lambda: datetime.now(UTC))
    for number in range(40):
        queue.put(f"read:{number}", JobKind.READ, {})

    programs = [claimer(file, "work"), claimer(file, "work")]
    taken = [key for program in programs for key in program.communicate()[0].split()]

    assert [program.returncode for program in programs] == [0, 0]
    assert sorted(taken) == sorted(f"read:{number}" for number in range(40))
    queue.close()


def test_the_jobs_of_a_killed_program_are_free_before_their_lease_ends(tmp_path: Path):
    file = tmp_path / "jobs.sqlite"
    queue = LocalJobs(file, clock=lambda: datetime.now(UTC))
    queue.put("read:1", JobKind.READ, {})
    program = claimer(file, "hold")
    assert program.stdout is not None
    assert program.stdout.readline() == "read:1\n"
    assert queue.claim(lease_s=120) is None

    program.kill()
    program.communicate()

    job = claimed(queue)
    assert (job.key, job.tries) == ("read:1", 2)
    queue.close()


def test_only_its_owner_reads_the_file(tmp_path: Path, clock: Clock):
    LocalJobs(tmp_path / "jobs.sqlite", clock=clock).close()

    assert (tmp_path / "jobs.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_no_queue_is_refused(tmp_path: Path, clock: Clock):
    connection = sqlite3.connect(tmp_path / "other.sqlite")
    connection.execute("CREATE TABLE payroll (salary INTEGER)")
    connection.close()
    (tmp_path / "noise").write_bytes(b"Danh sach can bo" * 100)

    with pytest.raises(QueueUnavailable) as other:
        LocalJobs(tmp_path / "other.sqlite", clock=clock)
    with pytest.raises(QueueUnavailable) as noise:
        LocalJobs(tmp_path / "noise", clock=clock)
    with pytest.raises(QueueUnavailable) as nowhere:
        LocalJobs(tmp_path / "noise" / "jobs.sqlite", clock=clock)

    assert other.value.code == "queue.notOurs"
    assert noise.value.code == "queue.fileDamaged"
    assert nowhere.value.code == "queue.cannotOpen"


def test_a_full_disk_refuses_the_job_and_the_queue_lives_on(tmp_path: Path, clock: Clock):
    queue = LocalJobs(tmp_path / "jobs.sqlite", clock=clock)
    queue.put("read:1", JobKind.READ, {})
    pages = queue._connection.execute("PRAGMA page_count").fetchone()[0]
    queue._connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(QueueUnavailable) as refused:
        queue.put("read:2", JobKind.READ, {"much": "x" * 20_000})

    assert refused.value.code == "queue.diskFull"
    queue._connection.execute("PRAGMA max_page_count = 100000")
    assert states(queue) == {JobState.WAITING: 1}
    queue.close()


def new(*keys: str) -> list[NewJob]:
    return [NewJob(key=key, kind=JobKind.READ, payload={"pageId": key}) for key in keys]


def test_jobs_are_put_together_with_the_position_they_come_from(queue: JobQueue):
    assert queue.dispatched() == 0

    queue.put_all(new("a", "b"), position=7)

    assert queue.dispatched() == 7
    assert states(queue) == {JobState.WAITING: 2}
    queue.put_all(new("b", "c"), position=9)
    assert states(queue) == {JobState.WAITING: 3}


def test_the_position_never_goes_back(queue: JobQueue):
    queue.put_all(new("a"), position=7)
    queue.put_all([], position=3)

    assert queue.dispatched() == 7


def test_a_job_given_back_costs_no_try(queue: JobQueue, clock: Clock):
    queue.put_all(new("a"), position=1)
    for _ in range(10):
        job = claimed(queue)
        assert job.tries == 1
        queue.give_back(job, code="objects.diskFull", retry_in_s=30)
        assert queue.claim(lease_s=60) is None
        clock.later(30)


def test_a_worker_that_lost_its_lease_gives_nothing_back(queue: JobQueue, clock: Clock):
    queue.put_all(new("a"), position=1)
    lost = claimed(queue, lease_s=1)
    clock.later(2)
    held = claimed(queue)

    queue.give_back(lost, code="objects.diskFull", retry_in_s=0)

    assert queue.claim(lease_s=60) is None
    queue.done(held)
    assert states(queue) == {JobState.DONE: 1}


def test_what_was_set_aside_is_listed_and_can_be_tried_anew(queue: JobQueue):
    queue.put_all(new("a", "b"), position=1)
    queue.fail(claimed(queue), code="engine.timeout", retry_in_s=None)

    (aside,) = queue.set_aside()

    assert (aside.key, aside.code, aside.tries) == ("a", "engine.timeout", 1)
    assert aside.payload == {"pageId": "a"}
    assert not queue.again("b")
    assert queue.again("a")
    assert queue.set_aside() == ()
    assert claimed(queue).key == "a"
