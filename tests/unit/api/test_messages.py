"""How values stand in a sentence: as people of the language write them."""

from datetime import date
from decimal import Decimal

import pytest

from api.messages import Language, Messages
from domain.filing import BalanceState

VI, EN = Messages(Language.VI), Messages(Language.EN)


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (BalanceState.BALANCED, "cân đối", "balanced"),
        (date(2019, 6, 30), "30/06/2019", "2019-06-30"),
        ("2019-06-30", "30/06/2019", "2019-06-30"),
        ("2019-99-99", "2019-99-99", "2019-99-99"),
        (Decimal("4.74"), "4,74", "4.74"),
        (12345, "12.345", "12,345"),
        ("Nguyễn Văn An", "Nguyễn Văn An", "Nguyễn Văn An"),
    ],
)
def test_a_value_in_a_sentence_is_written_as_people_write_it(value: object, vi: str, en: str):
    said = {"page": 3, "pages": 2, "number": "58/QĐ-SNV", "dossier": "HS-003", "state": value}

    assert vi in VI.say("demo.inserted", **said)
    assert en in EN.say("demo.inserted", **said)


def test_a_sentence_whose_value_is_not_known_any_more_does_without_it():
    assert "40" in EN.say("scan.sideTooLong", widthPx=40_000, heightPx=500, limitSidePx=30_000)
    assert "…" not in EN.say("scan.sideTooLong")
    assert EN.say("scan.sideTooLong") == EN.say("scan.sideTooLong.plain")


@pytest.mark.parametrize("said", [VI, EN])
def test_a_year_is_no_quantity(said: Messages):
    assert "1999" in said.say("R-IDN-02.birthYear", kind="CCCD", year=1999)
    assert "20019" in said.say("brought.year", field="x", year=20019)
