"""What a field or an event is called in both languages, and how private it is."""

from dataclasses import dataclass
from enum import StrEnum


class Privacy(StrEnum):
    """PLAIN: no personal data. PERSONAL: basic data. SENSITIVE: domain.md 6.4."""

    PLAIN = "PLAIN"
    PERSONAL = "PERSONAL"
    SENSITIVE = "SENSITIVE"


@dataclass(frozen=True, slots=True)
class Label:
    """Stands in `Annotated[...]` beside a field's type; the review form is drawn from it."""

    vi: str
    en: str
    privacy: Privacy = Privacy.PLAIN

    def in_(self, lang: str) -> str:
        return self.en if lang == "en" else self.vi


def personal(vi: str, en: str) -> Label:
    return Label(vi, en, Privacy.PERSONAL)


def sensitive(vi: str, en: str) -> Label:
    return Label(vi, en, Privacy.SENSITIVE)
