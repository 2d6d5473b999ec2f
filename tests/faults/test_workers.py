"""Workers that fail, crash, are killed or told to stop: every job ends done or set aside."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Event

import pytest

from archive.adapters.local_jobs import LocalJobs
from archive.adapters.local_workers import LocalWorkers, Progress, stopping_on_signals
from archive.jobs import Job, JobKind, JobState
from archive.objects import ObjectsUnavailable
from domain.errors import HosoError

ROOT = Path(__file__).parents[2]
WORKERS = LocalWorkers(retry_s=0.0)


class EngineFailed(HosoError):
    code = "engine.failed"


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[LocalJobs]:
    opened = LocalJobs(tmp_path / "jobs.sqlite", clock=lambda: datetime.now(UTC))
    yield opened
    opened.close()


def put(queue: LocalJobs, *keys: str) -> None:
    for key in keys:
        queue.put(key, JobKind.READ, {})


def states(queue: LocalJobs) -> dict[JobState, int]:
    return {one.state: one.count for one in queue.counts()}


def test_all_jobs_are_done_and_told(queue: LocalJobs):
    put(queue, *"abcdefgh")
    done: list[str] = []
    told: list[Progress] = []

    WORKERS.run(
        queue,
        lambda job: done.append(job.key),
        workers=3,
        until_idle=True,
        stop=Event(),
        progress=told.append,
    )

    assert sorted(done) == list("abcdefgh")
    assert sorted(one.job.key for one in told) == list("abcdefgh")
    assert {(one.code, one.last) for one in told} == {(None, False)}
    assert states(queue) == {JobState.DONE: 8}


def test_lanes_work_at_the_same_time(queue: LocalJobs):
    put(queue, "a", "b", "c")
    all_three = Barrier(3, timeout=30)

    WORKERS.run(queue, lambda _: all_three.wait(), workers=3, until_idle=True, stop=Event())  # type: ignore[arg-type,return-value]

    assert states(queue) == {JobState.DONE: 3}


def test_what_the_jobs_bring_up_is_done_before_the_queue_counts_as_idle(queue: LocalJobs):
    put(queue, "gate")
    follows = {"gate": ["read:1", "read:2"], "read:2": ["assemble"]}
    done: list[str] = []

    WORKERS.run(
        queue,
        lambda job: done.append(job.key),
        workers=2,
        until_idle=True,
        stop=Event(),
        progress=lambda one: put(queue, *follows.get(one.job.key, ())),
    )

    assert sorted(done) == ["assemble", "gate", "read:1", "read:2"]


def test_an_empty_queue_asks_for_more_before_it_ends(queue: LocalJobs):
    put(queue, "a")
    rest = ["b", "c"]
    done: list[str] = []

    def more() -> bool:
        if not rest:
            return False
        put(queue, rest.pop(0))
        return True

    WORKERS.run(
        queue,
        lambda job: done.append(job.key),
        workers=2,
        until_idle=True,
        stop=Event(),
        more=more,
    )

    assert done == ["a", "b", "c"]


def test_a_job_that_fails_is_tried_three_times_then_given_up_and_set_aside(queue: LocalJobs):
    put(queue, "bad", "good")
    tried: list[int] = []
    given_up: list[tuple[str, str, int]] = []

    def do(job: Job) -> None:
        if job.key == "bad":
            tried.append(job.tries)
            raise EngineFailed()

    WORKERS.run(
        queue,
        do,
        workers=1,
        until_idle=True,
        stop=Event(),
        give_up=lambda job, code: given_up.append((job.key, code, job.tries)),
    )

    assert tried == [1, 2, 3]
    assert given_up == [("bad", "engine.failed", 3)]
    assert states(queue) == {JobState.DONE: 1, JobState.SET_ASIDE: 1}


def test_a_mistake_of_the_program_costs_one_job_and_its_text_is_not_logged(
    queue: LocalJobs, caplog: pytest.LogCaptureFixture
):
    put(queue, "bad", "good")

    def do(job: Job) -> None:
        if job.key == "bad":
            raise KeyError("Nguyễn Văn An")

    with caplog.at_level(logging.DEBUG):
        WORKERS.run(queue, do, workers=1, until_idle=True, stop=Event())

    assert states(queue) == {JobState.DONE: 1, JobState.SET_ASIDE: 1}
    record = caplog.records[0]
    assert (record.getMessage(), record.__dict__["error"]) == ("job failed", "KeyError")
    assert record.__dict__["place"].startswith("test_workers.py:")
    assert "Nguyễn" not in caplog.text + "".join(str(one.__dict__) for one in caplog.records)


def test_a_full_disk_is_no_fault_of_the_page(queue: LocalJobs):
    put(queue, "a", "b")

    def full(job: Job) -> None:
        raise ObjectsUnavailable("objects.diskFull")

    given_up: list[Job] = []
    for _ in range(4):
        with pytest.raises(ObjectsUnavailable):
            WORKERS.run(
                queue,
                full,
                workers=1,
                until_idle=True,
                stop=Event(),
                give_up=lambda job, _: given_up.append(job),
            )

    assert given_up == []
    assert states(queue) == {JobState.WAITING: 2}
    WORKERS.run(queue, lambda job: None, workers=1, until_idle=True, stop=Event())
    assert states(queue) == {JobState.DONE: 2}


def test_a_server_works_on_when_a_neighbour_is_down(queue: LocalJobs):
    put(queue, "a", "b")
    stop = Event()

    def do(job: Job) -> None:
        if job.key == "a":
            raise ObjectsUnavailable()
        stop.set()

    WORKERS.run(queue, do, workers=1, until_idle=False, stop=stop)

    assert states(queue) == {JobState.WAITING: 1, JobState.DONE: 1}


def test_a_job_that_takes_the_program_down_each_time_is_given_up_untried(queue: LocalJobs):
    put(queue, "bomb")
    for _ in range(6):
        assert queue.claim(lease_s=0.0) is not None
    given_up: list[tuple[str, str]] = []

    WORKERS.run(
        queue,
        lambda _: pytest.fail("it must not run again"),
        workers=1,
        until_idle=True,
        stop=Event(),
        give_up=lambda job, code: given_up.append((job.key, code)),
    )

    assert given_up == [("bomb", "worker.lost")]


def test_stopping_finishes_what_is_under_way_and_takes_nothing_new(queue: LocalJobs):
    put(queue, *"abcd")
    stop = Event()

    WORKERS.run(queue, lambda _: stop.set(), workers=1, until_idle=True, stop=stop)

    assert states(queue) == {JobState.DONE: 1, JobState.WAITING: 3}


def test_the_lease_of_a_long_job_is_prolonged(queue: LocalJobs):
    put(queue, "long")
    other: list[Job | None] = []

    def do(job: Job) -> None:
        wanted = datetime.now(UTC)
        while datetime.now(UTC) <= job.lease_until:  # three leases' worth of heartbeats
            time.sleep(0.05)
        assert wanted <= job.lease_until
        other.append(queue.claim(lease_s=60))

    LocalWorkers(lease_s=0.6).run(queue, do, workers=1, until_idle=True, stop=Event())

    assert other == [None]
    assert states(queue) == {JobState.DONE: 1}


def test_a_signal_asks_to_stop_and_leaves_the_signals_as_they_were():
    before = signal.getsignal(signal.SIGTERM)

    with stopping_on_signals() as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(30)

    assert signal.getsignal(signal.SIGTERM) is before
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(30)


# A program with workers in processes of their own. Its jobs say what becomes of them.
PROGRAM = """
import os, signal, sys, time
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from archive.adapters.local_jobs import LocalJobs
from archive.adapters.local_workers import LocalWorkers, stopping_on_signals
from archive.adapters.worker_processes import WorkerProcesses, WorkersUnavailable
from archive.jobs import JobKind
from domain.errors import HosoError

@contextmanager
def opening(folder):
    if (folder / "cannot-open").exists():
        raise PermissionError("Nguyen Van An")
    def do(job):
        with (folder / "seen").open("a") as seen:
            print(job.key, job.tries, file=seen)
        if job.key.startswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        if job.key.startswith("fail"):
            raise HosoError("engine.failed", faults=3)
        if job.key.startswith("crash"):
            raise ValueError("Nguyen Van An")
        if job.key.startswith("slow"):
            time.sleep(1.5)
    yield do
    with (folder / "seen").open("a") as seen:
        print("closed", file=seen)

def main(folder, *keys):
    queue = LocalJobs(folder / "jobs.sqlite", clock=lambda: datetime.now(UTC))
    for key in keys:
        queue.put(key, JobKind.READ, {})
    print("open", flush=True)
    with stopping_on_signals() as stop, WorkerProcesses(partial(opening, folder), count=2) as do:
        try:
            LocalWorkers(retry_s=0.0).run(
                queue, do, workers=2, until_idle=True, stop=stop,
                progress=lambda one: print(one.job.key, one.code, one.last, flush=True),
            )
        except WorkersUnavailable as error:
            print(error.code, error.values)
    print(sorted((one.state.value, one.count) for one in queue.counts()), flush=True)
    queue.close()

if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "program.py").write_text(PROGRAM)
    return tmp_path


def start(folder: Path, *keys: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(folder / "program.py"), str(folder), *keys],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def seen(folder: Path) -> list[str]:
    return sorted((folder / "seen").read_text().splitlines())


def test_a_killed_worker_process_costs_a_try_of_its_job_and_nothing_else(folder: Path):
    said, errors = start(folder, "kill", "a", "b", "c").communicate(timeout=120)

    assert said.splitlines()[-1] == "[('done', 3), ('setAside', 1)]", errors
    assert [line for line in seen(folder) if line.startswith("kill")] == [
        "kill 1",
        "kill 2",
        "kill 3",
    ]
    assert "kill worker.died True" in said


def test_a_failure_in_a_worker_process_comes_back_by_its_code_without_its_text(folder: Path):
    said, errors = start(folder, "fail", "crash").communicate(timeout=120)

    assert "fail engine.failed True" in said
    assert "crash job.crashed True" in said
    assert "Nguyen" not in said + errors
    assert seen(folder).count("closed") == 2


def test_workers_that_cannot_start_set_no_job_aside(folder: Path):
    (folder / "cannot-open").touch()

    said, errors = start(folder, "a", "b").communicate(timeout=120)

    assert "worker.cannotStart {'error': 'PermissionError'}" in said, errors
    assert said.splitlines()[-1] == "[('waiting', 2)]"


def wait_for(path: Path, line: str) -> None:
    for _ in range(600):
        if path.exists() and line in path.read_text().splitlines():
            return
        time.sleep(0.05)
    pytest.fail(f"{line} was not seen")


def test_a_program_told_to_stop_finishes_the_job_under_way(folder: Path):
    program = start(folder, "slow-1", "slow-2", "slow-3", "slow-4")
    wait_for(folder / "seen", "slow-1 1")
    wait_for(folder / "seen", "slow-2 1")

    program.send_signal(signal.SIGTERM)
    said, errors = program.communicate(timeout=120)

    assert said.splitlines()[-1] == "[('done', 2), ('waiting', 2)]", errors
    assert program.returncode == 0


def test_a_killed_program_takes_up_its_jobs_again_at_once(folder: Path):
    program = start(folder, "slow-1", "a")
    wait_for(folder / "seen", "slow-1 1")
    program.kill()
    program.communicate()

    said, errors = start(folder).communicate(timeout=120)

    assert said.splitlines()[-1] == "[('done', 2)]", errors
    assert "slow-1 2" in seen(folder)
