"""What the rules say, for tests: events told short, findings as codes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from domain.career import Career
from domain.events.envelope import CareerEvent, Decision
from domain.organisation import Units
from domain.rules.check import check_event
from domain.rules.finding import Finding, Severity
from domain.rules.switches import DEFAULT, Switches
from tests.kit.careers import PERSON, Book, fact


def paper(
    topic: str,
    name: str | int,
    effective: str | None = None,
    *,
    issued: str | None = None,
    number: str | None = "",
    issuer: str | None = None,
    doc_type: str = "QD",
    **more: Any,
) -> CareerEvent:
    """A complete paper: issued on the day of its effect, its number made from its name.

    `number` None leaves the paper without one.
    """
    event = fact(topic, name, effective, issued=issued or effective, **more)
    if number is None:
        return event.model_copy(update={"decision": Decision(doc_type=doc_type)})
    full_no = number or f"{sum(map(ord, str(name))) % 900 + 10}/QĐ-SNV"
    decision = Decision(full_no=full_no, doc_type=doc_type, issuer_as_printed=issuer)
    return event.model_copy(update={"decision": decision})


def person(born: str | None = "1980-05-20", gender: str | None = "M", **more: Any) -> CareerEvent:
    return paper(
        "identity.recorded",
        "who",
        issued="2009-12-01",
        number=None,
        doc_type="SO_YEU_LY_LICH",
        full_name="Nguyễn Văn An",
        birth_date=born,
        gender=gender,
        **more,
    )


def recruited(
    on: str = "2010-01-01", kind: str = "CONG_CHUC", unit: str = "Sở Nội vụ"
) -> CareerEvent:
    return paper("recruitment.made", "hired", on, personnel_class=kind, unit=unit)


def career(*events: CareerEvent) -> Career:
    return Book(*events).career


def findings(
    event: CareerEvent,
    *before: CareerEvent,
    scanned: str | None = None,
    units: Units | None = None,
    switches: Switches = DEFAULT,
) -> tuple[Finding, ...]:
    """Of an event that comes to a career of the events `before`, which are already recorded."""
    return check_event(
        event,
        Career.of(PERSON, Book(*before).recorded),
        scanned_on=date.fromisoformat(scanned) if scanned else None,
        units=units,
        switches=switches,
    )


def codes(found: Iterable[Finding], *, rule: str = "") -> list[str]:
    """Codes in the order of the findings, those of one rule if asked."""
    return [finding.code for finding in found if finding.code.startswith(rule)]


def one(found: Iterable[Finding], code: str) -> Finding:
    """The only finding of that code."""
    (finding,) = [finding for finding in found if finding.code == code]
    return finding


def severity_of(found: Iterable[Finding], code: str) -> Severity | None:
    return next((finding.severity for finding in found if finding.code == code), None)
