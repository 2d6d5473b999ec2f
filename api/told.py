"""A career's state in words, for screens and terminals: made from the state's public JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import JsonValue

from api import fields
from api.messages import Messages
from domain.events.catalogue import CAREER_EVENT_TYPES
from domain.forms import FieldKind, form_of
from domain.state import State

ROWS = (
    "employment",
    "personnelClass",
    "placement",
    "posts",
    "grade.gradeCode",
    "grade.salaryTable",
    "grade.step",
    "grade.coefficient",
    "grade.beyondScalePercent",
    "grade.nextStepDue",
    "discipline",
    "awards",
    "evaluations",
    "education",
    "retirement.pensionFrom",
    "retirement.noticeBy",
)
"""What a state says, in the order in which it is told."""

_ALWAYS = frozenset({"employment", "placement", "posts", "grade.gradeCode", "discipline"})
"""Said also where there is nothing: it matters that there is nothing."""

_CODES = {"employment": "Employment", "personnelClass": "PersonnelClass"}
_DAYS = frozenset(
    {
        "grade.nextStepDue",
        "retirement.pensionFrom",
        "retirement.noticeBy",
        "retirement.decisionBy",
    }
)
_NOT_SPOKEN = frozenset({FieldKind.JSON, FieldKind.BOOLEAN, FieldKind.DATE, FieldKind.DAY})
_GIST_PARTS = 3
_STATUS = {
    "posts": "PostStatus",
    "discipline": "DisciplineStatus",
    "awards": "AwardStatus",
    "education": "DiplomaStatus",
}
_UNREMARKABLE = frozenset({"GRANTED", "UNVERIFIED"})


_WHO_DID = {"event.verified": "web.verified"}


@dataclass(frozen=True)
class Told:
    """A value: `path` names its row, `at` its evidence, `span` its days."""

    path: str
    at: str
    text: str
    status: str | None = None
    span: str | None = None
    alarming: bool = False

    @property
    def line(self) -> str:
        """`Trưởng phòng, Phòng Tổ chức (đang giữ, 01/06/2018 → 01/06/2023)`."""
        beside = ", ".join(part for part in (self.status, self.span) if part)
        return f"{self.text} ({beside})" if beside else self.text


def state_rows(state: State, said: Messages) -> Iterator[Told]:
    """Every value that the state has, a list item by item."""
    stored = state.model_dump(mode="json", by_alias=True)
    for path in ROWS:
        value = _at(stored, path)
        if isinstance(value, list):
            for place, one in enumerate(value):
                yield told(path, one, said, at=f"{path}.{place}")
        if value not in (None, []) and not isinstance(value, list):
            yield told(path, value, said)
        elif value in (None, []) and path in _ALWAYS:
            yield Told(path, path, said.show(None))


def told(path: str, value: JsonValue, said: Messages, *, at: str | None = None) -> Told:
    """One value of the state, or one item of a list in it."""
    where = at or path
    match value:
        case None:
            return Told(path, where, said.show(None))
        case dict():
            return _item(path, where, value, said)
        case str() if path in _CODES:
            return Told(path, where, said.coded(_CODES[path], value))
        case str() if path in _DAYS:
            return Told(path, where, said.day(date.fromisoformat(value)))
        case str() if path == "grade.coefficient":
            return Told(path, where, said.show(Decimal(value)))
        case int() if path == "grade.beyondScalePercent":
            return Told(path, where, f"{value} %")
        case _:
            return Told(path, where, said.show(value))


def gist(topic: str, values: Mapping[str, JsonValue], said: Messages) -> str:
    """What an event says in a few words, from its own fields: `Trưởng phòng, Phòng Tổ chức`."""
    kind = CAREER_EVENT_TYPES.get(topic)
    if kind is None:
        return ""
    own, parts = set(kind.payload_fields()), []
    for field in form_of(topic):
        value = values.get(field.name)
        if field.name not in own or value is None or field.kind in _NOT_SPOKEN:
            continue
        words = fields.read(field, value, said)
        counted = field.kind in (FieldKind.INTEGER, FieldKind.DECIMAL)
        parts.append(f"{said.label_of(field).lower()} {words}" if counted else words)
    return ", ".join(parts[:_GIST_PARTS])


def _item(path: str, at: str, item: Mapping[str, JsonValue], said: Messages) -> Told:
    match path:
        case "posts":
            text = ", ".join(str(item[name]) for name in ("post", "unit") if item.get(name))
        case "discipline":
            # Under review there is no form yet; the status says so beside it.
            text = said.coded("DisciplineForm", str(item["form"])) if item["form"] else "–"
        case "awards":
            period = item.get("achievementPeriod")
            text = f"{item['fullName']} ({period})" if period else str(item["fullName"])
        case "evaluations":
            text = f"{item['year']}: {said.coded('Rating', str(item['rating']))}"
        case "education":
            parts = (_learned(item, said), item.get("major"), item.get("school"))
            text = ", ".join(str(part) for part in parts if part)
        case _:
            text = ", ".join(f"{name} {said.show(value)}" for name, value in item.items())
    status = str(item["status"]) if item.get("status") else None
    coded = said.coded(_STATUS[path], status) if status and path in _STATUS else None
    return Told(
        path,
        at,
        text,
        status=None if status in _UNREMARKABLE else coded,
        span=_span(item, said),
        alarming=path == "discipline" and status == "IN_FORCE",
    )


def _learned(item: Mapping[str, JsonValue], said: Messages) -> str:
    """The degree; or the kind of a training with its level: `Lý luận chính trị, cao cấp`."""
    kind, level, title = (str(item.get(name) or "") for name in ("kind", "level", "title"))
    if kind == "EDUCATION":
        return title or said.coded("Degree", level)
    return ", ".join(part for part in (said.coded("TrainingKind", kind), level or title) if part)


def _span(item: Mapping[str, JsonValue], said: Messages) -> str | None:
    start, end = item.get("effectiveDate"), item.get("expiresOn")
    if not isinstance(start, str):
        return None
    since = said.day(date.fromisoformat(start))
    return f"{since} → {said.day(date.fromisoformat(end))}" if isinstance(end, str) else since


def _at(stored: Mapping[str, JsonValue], path: str) -> JsonValue:
    value: JsonValue = dict(stored)
    for part in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value


def who_did(topic: str) -> str:
    """The sentence that says who recorded a fact: a career event is keyed, a look verifies."""
    if topic in CAREER_EVENT_TYPES:
        return "web.keyed"
    return _WHO_DID.get(topic, "web.recorded")
