"""The answer to a list in words: where a line lies, what is wrong with it, and the cure."""

from api.brought.columns import TOPICS, columns_of
from api.messages import Messages
from archive.lines import Brought, Fault, LineAnswer, Outcome
from domain.rules.finding import Finding, Severity


class ToldLine(LineAnswer):
    """`told`: a sentence per fault and finding, in the language of whoever asked; none twice."""

    told: tuple[str, ...] = ()


class ToldList(Brought):
    answers: tuple[ToldLine, ...]


def told_list(brought: Brought, said: Messages) -> ToldList:
    plain = {name: getattr(brought, name) for name in Brought.model_fields if name != "answers"}
    answers = tuple(_told_line(answer, said) for answer in brought.answers)
    return ToldList.model_construct(**plain, answers=answers)


def _told_line(answer: LineAnswer, said: Messages) -> ToldLine:
    plain = {name: getattr(answer, name) for name in LineAnswer.model_fields}
    told = (
        *(fault_told(fault, answer, said) for fault in answer.faults),
        *(finding_told(finding, said) for finding in answer.findings),
    )
    return ToldLine.model_construct(**plain, told=tuple(dict.fromkeys(told)))


def place_told(answer: LineAnswer, said: Messages) -> str:
    """`dòng 12`, or `trang "Bổ nhiệm", dòng 12`."""
    if answer.sheet is None:
        return said.say("brought.at.line", line=answer.line)
    return said.say("brought.at.sheet", sheet=answer.sheet, line=answer.line)


def fault_told(fault: Fault, answer: LineAnswer, said: Messages) -> str:
    """What is wrong, with its cell, and what to do."""
    values: dict[str, object] = dict(fault.values)
    topic = answer.event_type
    if isinstance(topic, str):
        values["event_type"] = said.event(topic)
        field = values.get("field") or fault.field
        if isinstance(field, str):
            values["field"] = _called(topic, field, said)
    elif isinstance(values.get("event_type"), str):
        values["event_type"] = said.event(str(values["event_type"]))
    if fault.field is not None:
        values.setdefault("field", fault.field)
    if isinstance(action := values.get("action"), str):
        values["action"] = said.coded("Action", action)
    if isinstance(rules := values.get("rules"), list):
        values["rules"] = [str(rule).partition(".")[0] for rule in rules]
    if fault.code == "mending.unknownField":
        values.pop("field", None)  # made up by whoever sent the list
    sentence = said.say(fault.code, **values)
    if fault.cell is None:
        return sentence
    return said.say("brought.at.cell", cell=fault.cell, sentence=sentence)


def _called(topic: str, field: str, said: Messages) -> str:
    """`Chức vụ (payload.post)`: what people call a field, and its name in a line."""
    if topic not in TOPICS:
        return field
    for column in columns_of(topic):
        if column.name == field:
            return f"{said.label(column.label)} ({field})"
    return field


def finding_told(finding: Finding, said: Messages) -> str:
    base = f" ({finding.legal_base})" if finding.legal_base else ""
    sentence = said.say(finding.code, **finding.values)
    return f"{finding.severity.value} {finding.rule}: {sentence}{base}"


def worth_telling(answer: LineAnswer) -> bool:
    """A line that is refused, or that a rule warns of: an INFO is no work (domain.md 3.1)."""
    warned = any(finding.severity is not Severity.INFO for finding in answer.findings)
    return answer.outcome is Outcome.REFUSED or warned
