"""What the program says to people: one catalogue, Vietnamese by default, English on request.

A message is named by a stable code (an error's, a finding's, a page's phrase); its sentence stands
in `locale/<language>/LC_MESSAGES/hoso.po` with `{value}` places. Labels of events and fields
stand with their classes, in both languages.
"""

import re
import string
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Protocol

from babel.messages.pofile import read_po

from domain.dates import PartialDate, Precision
from domain.errors import HosoError
from domain.events.catalogue import CAREER_EVENT_TYPES, EVENT_TYPES
from domain.forms import form_of
from domain.labels import Label

LOCALE = Path(__file__).parent / "locale"
VIETNAM = timezone(timedelta(hours=7))


_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_CODES = (
    "DiplomaStatus",
    "DisciplineForm",
    "DisciplineStatus",
    "PostStatus",
    "Employment",
    "PersonnelClass",
    "Rating",
)
"""Enumerations whose values stand in a state."""


_NO_VALUE = "…"
"""Where a value is missing, or must not be shown."""


class Language(StrEnum):
    VI = "vi"
    EN = "en"


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Code to sentence, as the file has it; a code without a sentence is left out."""
    path = LOCALE / language.value / "LC_MESSAGES" / "hoso.po"
    with path.open("rb") as file:
        found = read_po(file, locale=language.value)
    return {
        str(message.id): str(message.string) for message in found if message.id and message.string
    }


class HasLabels(Protocol):
    """An answer that carries its label in both languages."""

    @property
    def label_vi(self) -> str: ...

    @property
    def label_en(self) -> str: ...


class _Places(string.Formatter):
    """Fills places; one without a value stays visible instead of hiding the sentence."""

    def get_value(
        self,
        key: int | str,
        args: object,
        kwargs: Mapping[str, object],
    ) -> object:
        return kwargs.get(str(key), _NO_VALUE)


class Messages:
    """The sentences of one language."""

    def __init__(self, language: Language = Language.VI) -> None:
        self.language = language

    def say(self, code: str, /, **values: object) -> str:
        """The sentence of a code; its `.plain` one where a value is not known (any more).

        A code without a sentence is shown as it is, with its values.
        """
        sentence = catalogue(self.language).get(code)
        shown = {name: self._shown(name, value) for name, value in values.items()}
        if sentence is None:
            told = ", ".join(f"{name}={value}" for name, value in shown.items())
            return f"{code} ({told})" if told else code
        if any(name and name not in shown for _, name, _, _ in _Places().parse(sentence)):
            sentence = catalogue(self.language).get(f"{code}.plain", sentence)
        return _Places().vformat(sentence, (), shown)

    def _shown(self, name: str, value: object) -> str:
        """A value in a sentence: a stored day or code as people write it, a year undivided."""
        if name == "year" and isinstance(value, int):
            return str(value)
        if not isinstance(value, str) or isinstance(value, StrEnum):
            return self.show(value)
        try:
            return self.day_or_code(value)
        except ValueError:  # it only looks like a day
            return value

    def has(self, code: str) -> bool:
        return code in catalogue(self.language)

    def error(self, error: HosoError, *, names: bool = False) -> str:
        """The sentence of an error; that of its kind where its own code has none.

        Args:
            names: fields are named as programs call them, beside what people call them.
        """
        code = error.code if self.has(error.code) else type(error).code
        values = dict(error.values)
        topic, fields = values.get("event_type"), values.get("fields")
        if isinstance(topic, str):
            values["event_type"] = self.event(topic)
            if isinstance(fields, tuple):
                values["fields"] = [self._called(topic, str(one), names) for one in fields]
        if code == "mending.unknownField":
            values.pop("field", None)  # made up by whoever asked
        if isinstance(action := values.get("action"), str):
            values["action"] = self.coded("Action", action)
        return self.say(code, **values)

    def _called(self, topic: str, name: str, names: bool) -> str:
        """A field of an event, by what people call it. A name that no field has was made up by
        whoever asked, and is not repeated."""
        called = self.field(topic, name)
        if called == name:
            return _NO_VALUE
        return f"{called} ({name})" if names else called

    def label(self, label: Label) -> str:
        return label.in_(self.language.value)

    def label_of(self, field: "HasLabels") -> str:
        """The label of an answer that carries both languages."""
        return field.label_en if self.language is Language.EN else field.label_vi

    def field(self, topic: str, name: str) -> str:
        """What a field of a career event is called; its own name if the type has none like it."""
        if topic not in CAREER_EVENT_TYPES:
            return name
        return next((self.label_of(one) for one in form_of(topic) if one.name == name), name)

    def event(self, topic: str) -> str:
        """What a kind of event is called; its topic if there is no such kind."""
        kind = EVENT_TYPES.get(topic)
        return self.label(kind.label) if kind else topic

    def show(self, value: object) -> str:
        """A value as people of the language write it: days dd/mm/yyyy, decimal comma."""
        match value:
            case None:
                return "–"
            case bool():
                return self.say("value.yes" if value else "value.no")
            case datetime():
                return self.instant(value)
            case date() | PartialDate():
                return self.day(value)
            case Decimal() | float():
                text = f"{value:.2f}" if isinstance(value, Decimal) else f"{value:g}"
                return text.replace(".", ",") if self.language is Language.VI else text
            case int():
                grouped = f"{value:,}"
                return grouped.replace(",", ".") if self.language is Language.VI else grouped
            case tuple() | list():
                return ", ".join(self.show(part) for part in value)
            case StrEnum():
                return self.choice(value)
            case _:
                return str(value)

    def choice(self, value: StrEnum) -> str:
        """A value of an enumeration, by `value.<Enumeration>.<VALUE>` where there is one."""
        code = f"value.{type(value).__name__}.{value.name}"
        return self.say(code) if self.has(code) else value.value

    def coded(self, vocabulary: str, value: str) -> str:
        """A stored code of a vocabulary, by `value.<Vocabulary>.<CODE>` where there is one."""
        code = f"value.{vocabulary}.{value}"
        return self.say(code) if self.has(code) else value

    def document_type(self, code: str) -> str:
        """What a type of document is called; its code where the vocabulary has no word."""
        return self.say(f"docType.{code}") if self.has(f"docType.{code}") else code

    def beginning(self, prefix: str) -> tuple[str, ...]:
        """The codes with this beginning, sorted by what they say."""
        found = (code for code in catalogue(self.language) if code.startswith(prefix))
        return tuple(sorted(found, key=self.say))

    def day_or_code(self, value: str) -> str:
        """A stored value in words: a day, a code that has a sentence, or the text itself."""
        if _DAY.match(value):
            return self.day(PartialDate.parse(value))
        for known in _CODES:
            if self.has(f"value.{known}.{value}"):
                return self.say(f"value.{known}.{value}")
        return value

    def day(self, value: date | PartialDate) -> str:
        """`12/03/1979`, `03/1979` or `1979`; ISO 8601 in English."""
        partial = value if isinstance(value, PartialDate) else PartialDate.of(value)
        if self.language is Language.EN:
            return str(partial)
        match partial.precision:
            case Precision.DAY:
                return f"{partial.day:02d}/{partial.month:02d}/{partial.year:04d}"
            case Precision.MONTH:
                return f"{partial.month:02d}/{partial.year:04d}"
            case Precision.YEAR:
                return f"{partial.year:04d}"

    def instant(self, value: datetime) -> str:
        """Wall time of Việt Nam, to the second."""
        local = value.astimezone(VIETNAM)
        form = "%d/%m/%Y %H:%M:%S" if self.language is Language.VI else "%Y-%m-%d %H:%M:%S %z"
        return local.strftime(form)


def utc(instant: datetime) -> datetime:
    """An instant for machines: aware, UTC."""
    return instant.astimezone(UTC)
