"""One demo, played once for every test that looks at it: real Tesseract, real papers."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HOSO = Path(sys.executable).parent / "hoso"
SAID = "said.txt"
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PLAYWRIGHT_BROWSERS_PATH")


@dataclass(frozen=True)
class Played:
    """A played demo: the folder that it ran in, and what it said."""

    folder: Path
    said: str

    @property
    def data(self) -> Path:
        return self.folder / "hoso-demo"

    def key(self, part: str) -> Path:
        return self.data / "nguoi-dung" / f"{part}.key"

    def environment(self, **more: str) -> dict[str, str]:
        return {name: os.environ[name] for name in KEPT if name in os.environ} | more

    def hoso(self, *arguments: str, part: str = "you", lang: str = "en") -> str:
        """Run a command on the demo's archive; what it printed."""
        done = subprocess.run(
            [HOSO, *arguments],
            cwd=self.folder,
            env=self.environment(
                HOSO_DATA=str(self.data), HOSO_ACTOR_KEY=str(self.key(part)), HOSO_LANG=lang
            ),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A copy of the demo, which the first worker that asks plays for all."""
    folder = tmp_path_factory.mktemp("demo")
    kept = os.environ.get("HOSO_TEST_DEMO")  # a folder where it was played, to save time
    shutil.copytree(kept or _played_once(tmp_path_factory), folder, dirs_exist_ok=True)
    yield Played(folder, (folder / SAID).read_text(encoding="utf-8"))


def _played_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "demo-of-all"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / SAID).exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            done = subprocess.run(
                [HOSO, "--lang", "en", "demo"],
                cwd=folder,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            (folder / SAID).write_text(done.stdout, encoding="utf-8")
    return folder
