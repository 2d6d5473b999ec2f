"""A server as a process of ours: started, waited for, killed, started again on the same data."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_READY_WITHIN = 90.0
_STOPPED_WITHIN = 45.0
_TOLD = 4_000
"""Characters of the log that a failure repeats."""


class ServiceFailed(RuntimeError):
    """A server did not come up, or could not be built; says how, with the end of its log."""


@dataclass
class Service:
    """A server on loopback.

    `folder` holds its data and `log`; `ready` asks whether it answers; `user` runs it, where it
    refuses root; `facts` are what a client needs besides the port (credentials, URLs).
    """

    name: str
    port: int
    folder: Path
    command: Sequence[str]
    ready: Callable[[], bool]
    env: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.folder / "log.txt"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start it and wait until it answers. Raises: ServiceFailed."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
            )
        until = time.monotonic() + _READY_WITHIN
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise ServiceFailed(f"{self.name} ended at its start:\n{self._end_of_log()}")
            if self.ready():
                return
            time.sleep(0.05)
        self.kill()
        raise ServiceFailed(f"{self.name} did not answer:\n{self._end_of_log()}")

    def kill(self) -> None:
        """kill -9, with all its processes."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end; kill it when it does not."""
        self._end(signal.SIGTERM)

    def pause(self) -> None:
        """It keeps its connections and answers nothing, until `resume`."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def remove(self) -> None:
        """Stop it and delete its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._signal(how)
        try:
            self._process.wait(_STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        until = time.monotonic() + _STOPPED_WITHIN
        while _lives(self._process.pid) and time.monotonic() < until:
            time.sleep(0.02)
        self._process = None

    def _signal(self, what: signal.Signals) -> None:
        if self._process is None:
            return
        try:
            if what is signal.SIGTERM:
                self._process.send_signal(what)  # its own children are its own affair
                return
            others = _children(self._process.pid)  # PostgreSQL's leave the group
            os.killpg(self._process.pid, what)
        except ProcessLookupError:
            return
        for pid in others:
            with suppress(ProcessLookupError):
                os.kill(pid, what)

    def _end_of_log(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-_TOLD:]


def _children(pid: int) -> list[int]:
    """The processes that it started, and theirs."""
    listed = subprocess.run(
        ("ps", "-e", "-o", "pid=,ppid="), capture_output=True, text=True, check=True
    )
    started: dict[int, list[int]] = {}
    for child, parent in (line.split() for line in listed.stdout.splitlines()):
        started.setdefault(int(parent), []).append(int(child))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        ours = started.get(waiting.pop(), [])
        found += ours
        waiting += ours
    return found


def _lives(group: int) -> bool:
    """True while a process of the group is there."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """True if something listens there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def new_folder(name: str, *, owner: str | None = None) -> Path:
    """A folder of its own below the temporary one, which another user can enter."""
    folder = Path(tempfile.mkdtemp(prefix=f"hoso-{name}-"))
    if owner is not None:
        shutil.chown(folder, owner, owner)
    return folder
