"""What the doors say: every sentence that a page or a command asks for is there."""

import re
from enum import StrEnum
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from api.cli.main import build
from api.messages import Language, Messages, catalogue
from archive.judging import Risk
from archive.matching import MatchKind
from domain.access import Role
from domain.career import EvidenceFilter, Force, Look
from domain.due import DueReport, DueStatus, ExemptReason, StepList
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.evidence import Rank
from domain.filing import BalanceState, ProposalState
from domain.forms import form_of
from domain.likeness import Agreement
from domain.page import PageState, Reading
from domain.people import Gender
from domain.state import DisciplineStatus, Employment, PostStatus
from search.query import Kind

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "api" / "web" / "templates").glob("*.html"))
FIXED = re.compile(r"\bt\('([A-Za-z_.]+)'\s*[,)]")
IN_PYTHON = re.compile(
    r"""(?:\bsay|\bline|\bheading|\bnote|\bprogress|\bbar)\(\s*"([a-zA-Z_.]+)\""""
)
SHOWN: tuple[type[StrEnum], ...] = (
    Agreement,
    BalanceState,
    DisciplineStatus,
    DueReport,
    DueStatus,
    Employment,
    EvidenceFilter,
    ExemptReason,
    Force,
    Gender,
    Kind,
    Look,
    MatchKind,
    PageState,
    PostStatus,
    ProposalState,
    Rank,
    Reading,
    Risk,
    StepList,
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_sentence_of_a_page_is_there(template: Path):
    asked = set(FIXED.findall(template.read_text(encoding="utf-8")))

    assert asked - set(catalogue(Language.VI)) == set()


def test_every_sentence_of_a_command_is_there():
    asked: set[str] = set()
    for path in (ROOT / "api").rglob("*.py"):
        asked |= set(IN_PYTHON.findall(path.read_text(encoding="utf-8")))

    assert {code for code in asked if "." in code} - set(catalogue(Language.VI)) == set()


@pytest.mark.parametrize("choices", SHOWN, ids=lambda kind: kind.__name__)
def test_every_value_that_is_shown_has_words(choices: type[StrEnum]):
    codes = {f"value.{choices.__name__}.{one.name}" for one in choices}

    assert codes - set(catalogue(Language.VI)) == set()


@pytest.mark.parametrize("topic", sorted(CAREER_EVENT_TYPES))
def test_every_choice_of_a_form_has_words(topic: str):
    codes = {
        f"value.{field.choice_of}.{choice}"
        for field in form_of(topic)
        for choice in field.choices
        if field.choice_of
    }

    assert codes - set(catalogue(Language.VI)) == set()


def commands(group: TyperGroup, name: str = "hoso") -> list[tuple[str, TyperCommand]]:
    found: list[tuple[str, TyperCommand]] = []
    for part, command in group.commands.items():
        path = f"{name} {part}"
        if isinstance(command, TyperGroup):
            found += commands(command, path)
        else:
            found.append((path, command))
    return found


@pytest.mark.parametrize("language", list(Language))
def test_every_command_and_option_has_help(language: Language):
    group = typer.main.get_command(build(Messages(language)))
    assert isinstance(group, TyperGroup)

    silent = [
        f"{path} {parameter.name}"
        for path, command in commands(group)
        for parameter in command.params
        if not getattr(parameter, "help", None)
    ]
    silent += [path for path, command in commands(group) if not command.help]

    assert silent == []


def test_every_command_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    group = typer.main.get_command(build(Messages(Language.EN)))
    assert isinstance(group, TyperGroup)

    assert [path for path, _ in commands(group) if path not in readme] == []


def test_a_role_is_said_by_its_name_in_the_table_of_rights():
    assert all(role.value == role.name for role in Role)
