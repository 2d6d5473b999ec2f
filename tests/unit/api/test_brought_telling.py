"""Answers in words: every code of a list has its sentence, and names cell and field."""

import re
from pathlib import Path

import pytest

from api.brought.telling import fault_told, place_told
from api.messages import Language, Messages, catalogue
from archive.lines import Fault, LineAnswer, Outcome
from domain.errors import RuleViolation
from domain.forms import FieldKind

ROOT = Path(__file__).parents[3]
SOURCES = (*(ROOT / "api" / "brought").glob("*.py"), *(ROOT / "archive").glob("*.py"))
CODES = sorted(
    {
        code
        for path in SOURCES
        for code in re.findall(r'"(brought\.[a-zA-Z.]+)"', path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("language", list(Language))
def test_every_code_has_a_sentence(language: Language):
    hints = [f"brought.{what}.{kind.value}" for what in ("hint", "form") for kind in FieldKind]

    assert [code for code in (*CODES, *hints) if code not in catalogue(language)] == []
    assert len(CODES) > 50


def test_a_fault_is_told_with_cell_field_and_cure():
    fault = Fault(
        code="brought.cellSerial",
        cell="D2",
        field="effectiveDate",
        values={"suggestion": "2018-06-01", "field": "effectiveDate"},
    )
    answer = LineAnswer(
        line=2, sheet="Bổ nhiệm", outcome=Outcome.REFUSED, event_type="appointment.made"
    )

    said = Messages(Language.VI)
    assert place_told(answer, said) == "trang tính “Bổ nhiệm”, dòng 2"
    told = fault_told(fault, answer, said)
    assert told.startswith("Ô D2: Ngày hiệu lực (effectiveDate): ") and "01/06/2018" in told


@pytest.mark.parametrize("language", list(Language))
def test_a_field_that_no_event_has_is_not_repeated(language: Language):
    """It was made up by whoever sent the list, and may be anything."""
    fault = Fault(
        code="mending.unknownField",
        field="payload.changes",
        values={"field": "Lò Văn Pánh"},
    )
    answer = LineAnswer(line=3, sheet=None, outcome=Outcome.REFUSED, event_type="record.corrected")

    told = fault_told(fault, answer, Messages(language))

    assert told == catalogue(language)["mending.unknownField.plain"]
    assert Messages(language).error(RuleViolation("mending.unknownField", field="Pánh")) == told
