"""What a list says of itself: its name, of which unit, as of when and as known when."""

from api.messages import Messages
from archive.due import DueAnswer
from archive.roster import Roster
from domain.due import DueReport


def due_title(answer: DueAnswer, said: Messages) -> tuple[str, ...]:
    """The heading and the lines below it."""
    lines = [said.say(f"due.title.{answer.report.value}"), *_common(answer, said)]
    if answer.start is not None:
        lines.append(said.say("due.window", start=answer.start, end=answer.end))
    else:
        lines.append(said.say("due.windowUntil", end=answer.end))
    if answer.report is DueReport.STEPS:
        lines.append(said.say("due.ceiling", payroll=answer.payroll, ceiling=answer.early_ceiling))
    return tuple(lines)


def roster_title(answer: Roster, said: Messages) -> tuple[str, ...]:
    return (said.say("due.title.ROSTER"), *_common(answer, said))


def _common(answer: DueAnswer | Roster, said: Messages) -> list[str]:
    name = answer.unit.name if answer.unit is not None else said.say("due.everybody")
    lines = [said.say("due.unit", unit=name)]
    lines.append(said.say("due.asOf", on=answer.on, position=answer.position))
    if answer.known_at is not None:
        lines.append(said.say("web.answer.knownAt", at=answer.known_at))
    lines.append(said.say("due.evidence", evidence=answer.evidence_filter))
    if answer.outside:
        lines.append(said.say("due.outside", count=answer.outside))
    if answer.played_clock:
        lines.append(said.say("web.playedClock"))
    return lines
