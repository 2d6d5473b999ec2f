"""Every code that can reach a person has its sentence in both languages, with the same places."""

import ast
import importlib
import pkgutil
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.messages import Language, Messages, catalogue
from domain.errors import HosoError

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "ocr", "search", "archive", "infra", "api")


def every_module() -> Iterator[str]:
    for room in ROOMS:
        for found in pkgutil.walk_packages([str(ROOT / room)], prefix=f"{room}."):
            yield found.name


def kinds(of: type[HosoError]) -> Iterator[type[HosoError]]:
    yield of
    for kind in of.__subclasses__():
        yield from kinds(kind)


def error_kinds() -> dict[str, type[HosoError]]:
    for name in every_module():
        importlib.import_module(name)
    return {kind.__name__: kind for kind in kinds(HosoError)}


def raised_codes() -> set[str]:
    """Codes of the kinds, and codes given where an error is made."""
    known = error_kinds()
    codes = {kind.code for kind in known.values()}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *_]):
                        if name in known:
                            codes.add(code)
    return codes


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", list(Language))
def test_every_error_has_a_sentence(language: Language):
    missing = sorted(raised_codes() - set(catalogue(language)))

    assert missing == []


def test_both_languages_say_the_same_things():
    vietnamese, english = catalogue(Language.VI), catalogue(Language.EN)

    assert set(vietnamese) == set(english)
    differing = [code for code in vietnamese if places(vietnamese[code]) != places(english[code])]
    assert differing == []


def test_a_sentence_shows_days_and_numbers_as_its_language_writes_them():
    from datetime import date
    from decimal import Decimal

    assert Messages(Language.VI).show(date(2019, 6, 30)) == "30/06/2019"
    assert Messages(Language.EN).show(date(2019, 6, 30)) == "2019-06-30"
    assert Messages(Language.VI).show(Decimal("3.66")) == "3,66"
    assert Messages(Language.VI).show(30000) == "30.000"


def test_a_code_without_a_sentence_is_shown_and_not_hidden():
    assert Messages().say("no.such", place=3) == "no.such (place=3)"
