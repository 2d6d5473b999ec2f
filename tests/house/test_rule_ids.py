"""Each rule has a test that bears its id, each finding a sentence, each cited law its days."""

import re
from pathlib import Path

import pytest

from api.messages import Language, catalogue
from domain.tables.instruments import INSTRUMENTS, legal_bases

ROOT = Path(__file__).parents[2]
RULES = "".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "domain" / "rules").glob("*.py"))
)
CODES = sorted(set(re.findall(r'"(R-[A-Z]{3}(?:-\d\d)?\.\w+)"', RULES)))
LAWS = sorted(set(re.findall(r'"((?:Luật|NĐ|TT|QĐ|Trả lời)[^"]* [^"]*\d[^"]*)"', RULES)))


def test_every_rule_has_a_test_that_bears_its_id():
    tests = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "tests" / "unit" / "domain").glob("test_rules_*.py"))
    )
    named = {code.partition(".")[0] for code in CODES}
    missing = sorted(
        rule for rule in named if f"test_{rule.lower().replace('-', '_')}" not in tests
    )

    assert len(named) > 60
    assert missing == []


@pytest.mark.parametrize("language", list(Language))
def test_every_finding_has_its_sentence(language: Language):
    assert sorted(set(CODES) - set(catalogue(language))) == []


def test_every_law_that_a_rule_cites_stands_in_the_table_of_instruments():
    known = {one.name for one in INSTRUMENTS}
    unknown = sorted(
        base.instrument for law in LAWS for base in legal_bases(law) if base.instrument not in known
    )

    assert len(LAWS) > 20
    assert unknown == []
