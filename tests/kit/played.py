"""One demo, played once for every test that looks at it: real Tesseract, real papers."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HOSO = Path(sys.executable).parent / "hoso"
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
    folder = tmp_path_factory.mktemp("demo")
    kept = os.environ.get("HOSO_TEST_DEMO")
    if kept:  # a folder where the demo was played with `--lang en demo > said.txt`, to save time
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield Played(folder, (folder / "said.txt").read_text(encoding="utf-8"))
        return
    done = subprocess.run(
        [HOSO, "--lang", "en", "demo"],
        cwd=folder,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    yield Played(folder, done.stdout)
