"""The house stands as it is drawn: imports go down, rooms have one owner, the domain is pure."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "ocr", "search", "archive", "infra", "api")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def modules(room: str) -> Iterator[Path]:
    yield from sorted((ROOT / room).rglob("*.py"))


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
            case ast.ImportFrom():
                yield f"relative import in {path.name}"


def test_the_import_contract_holds():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", list(modules("domain")), ids=lambda path: path.stem)
def test_the_domain_imports_only_itself_the_standard_library_and_pydantic(path: Path):
    allowed = {"domain", "pydantic", "pydantic_core", *sys.stdlib_module_names}
    outside = {"os", "io", "pathlib", "sqlite3", "socket", "subprocess", "tempfile", "time"}

    tops = {name.split(".")[0] for name in imports_of(path)}

    assert tops <= allowed
    assert not tops & outside


@pytest.mark.parametrize("room", ROOMS)
def test_imports_are_absolute_and_packages_are_empty(room: str):
    for path in modules(room):
        assert not any(name.startswith("relative") for name in imports_of(path)), path
        if path.name == "__init__.py":
            assert path.read_text() == "", path


@pytest.mark.parametrize("room", ROOMS)
def test_one_distribution_owns_each_room(room: str):
    assert set(packages_distributions().get(room, ["hoso"])) == {"hoso"}


def test_the_wheel_lists_the_rooms_and_nothing_else():
    packages = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    assert sorted(packages) == sorted(ROOMS)


def test_the_lock_pins_every_dependency_by_hash_and_names_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    names = {line.split("==")[0].lower() for line in lock.splitlines() if "==" in line[:60]}
    wanted = PYPROJECT["project"]["dependencies"]

    assert "://" not in lock
    assert all(re.split(r"[>\[]", name)[0].lower() in names for name in wanted)
    assert all("--hash=sha256:" in block for block in lock.split("\n\n") if "==" in block)


@pytest.mark.parametrize("room", ROOMS)
def test_only_the_settings_read_the_environment(room: str):
    for path in modules(room):
        if path.match("infra/settings.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            reads = (
                isinstance(node, ast.Attribute)
                and node.attr in ("environ", "getenv")
                and isinstance(node.value, ast.Name)
                and node.value.id == "os"
            )
            # Tesseract's threads are switched off where it is started.
            assert not reads or path.match("ocr/adapters/tesseract.py"), path
