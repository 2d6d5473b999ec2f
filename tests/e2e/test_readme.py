"""The README's commands run, and print what it shows."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.played import HOSO, Played

pytestmark = pytest.mark.slow
README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
CHANGING = re.compile(r"\d{2}:\d{2}:\d{2}|position \S+")
"""What differs from run to run: times of the day, positions."""


def steps() -> Iterator[tuple[str, list[str]]]:
    """Commands in their order, each with the lines shown for it."""
    for block in BLOCK.findall(README.read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.rstrip("\n").split("\n")
            yield command, shown


def plain(line: str) -> str:
    return CHANGING.sub("*", " ".join(line.split()))


def test_the_readme_s_commands_run_and_print_what_it_shows(played: Played):
    environment = played.environment()
    for command, shown in steps():
        if command.startswith("make "):
            continue
        words = shlex.split(command)
        if words[0] == "export":
            environment |= dict(word.split("=", 1) for word in words[1:])
            continue
        here = dict(environment)
        while "=" in words[0]:
            name, value = words.pop(0).split("=", 1)
            here[name] = value
        assert words[0] == "hoso", command
        done = subprocess.run(
            [HOSO, *words[1:]],
            cwd=played.folder,
            env=here,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        printed = {plain(line) for line in done.stdout.splitlines()}
        missing = [line for line in shown if line != "…" and plain(line) not in printed]
        assert missing == [], f"{command} does not print these any more"
