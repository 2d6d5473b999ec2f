"""The rules, asked: of an event before it is recorded, and of a career as it stands.

Both are pure: the same events give the same findings.

Source: domain.md 0.3, section 3.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from domain.career import Career, EvidenceFilter
from domain.errors import RuleViolation
from domain.events.envelope import CareerEvent
from domain.organisation import Units
from domain.rules.appointment import appointment_findings, terms_on
from domain.rules.case import Case, case_of, shared_of
from domain.rules.discipline import discipline_findings
from domain.rules.finding import Finding, Severity
from domain.rules.general import general_findings
from domain.rules.identity import identity_findings
from domain.rules.leaving import leaving_findings, retirement_on
from domain.rules.merit import merit_findings, missing_ratings
from domain.rules.movement import movement_findings, overdue_secondment, placements
from domain.rules.pay import pay_findings
from domain.rules.policies import NONE, Policies
from domain.rules.rotation import rotation_findings, rotation_on
from domain.rules.switches import DEFAULT, Switches
from domain.rules.transitions import entry_finding, transition_findings
from domain.rules.violations import review_on, violation_findings
from domain.standing import Force, Standing
from domain.state import State

Rule = Callable[[Case], Iterator[Finding]]

RULES: Final[tuple[Rule, ...]] = (
    general_findings,
    identity_findings,
    transition_findings,
    appointment_findings,
    pay_findings,
    discipline_findings,
    violation_findings,
    movement_findings,
    rotation_findings,
    merit_findings,
    leaving_findings,
)


class Blocked(RuleViolation):
    """A BLOCK rule refuses the event; `values["rules"]` are the codes of its findings."""

    code = "rule.blocked"


def check_event(
    event: CareerEvent,
    career: Career,
    *,
    scanned_on: date | None = None,
    units: Units | None = None,
    switches: Switches = DEFAULT,
    policies: Policies = NONE,
) -> tuple[Finding, ...]:
    """What the rules say of an event against a career, the gravest first; nothing is refused here.

    Whether the career holds the event already makes no difference. `scanned_on`: the day of the
    scan; `units`: the directory, without which no unit is judged; `policies`: what applies here in
    place of the national rule, by date.
    """
    (found,) = check_events(
        (event,),
        career,
        scanned_on=lambda _: scanned_on,
        units=units,
        switches=switches,
        policies=policies,
    )
    return found


def check_events(
    events: Sequence[CareerEvent],
    career: Career,
    *,
    scanned_on: Callable[[CareerEvent], date | None] = lambda _: None,
    units: Units | None = None,
    switches: Switches = DEFAULT,
    policies: Policies = NONE,
) -> Iterator[tuple[Finding, ...]]:
    """`check_event` for many events of one career, in their order; `scanned_on` asks for each."""
    shared = shared_of(career, events)
    for event in events:
        case = case_of(
            event,
            career,
            switches=switches,
            policies=policies,
            scanned_on=scanned_on(event),
            units=units,
            shared=shared,
        )
        yield _sorted(finding for rule in RULES for finding in rule(case))


def check_career(
    career: Career,
    *,
    on: date,
    units: Units | None = None,
    switches: Switches = DEFAULT,
    policies: Policies = NONE,
) -> tuple[Finding, ...]:
    """What the rules say of every event in force that the filter RECORDED admits, and of the career
    on the day `on`, whose law and policies judge the career. Two events that spoil each other are
    told of once.
    """
    admitted = career.timeline(evidence=EvidenceFilter.RECORDED)
    standings = tuple(one for one in admitted if one.force is Force.IN_FORCE)
    if not standings:
        return ()
    judged = check_events(
        [one.event for one in standings], career, units=units, switches=switches, policies=policies
    )
    found = [finding for findings in judged for finding in findings]
    state = career.state_as_of(on, evidence=EvidenceFilter.RECORDED)
    found += _on_the_day(career, standings, state, policies, policies.switches_on(on, switches))
    return _sorted(_told_once(found))


def _on_the_day(
    career: Career,
    standings: tuple[Standing, ...],
    state: State,
    policies: Policies,
    switches: Switches,
) -> Iterator[Finding]:
    """What a career says of itself on a day; the values never name that day, so that a finding
    is the same one tomorrow."""
    yield from terms_on(switches, state)
    yield from placements(standings, state)
    yield from overdue_secondment(standings, state.valid_on)
    yield from entry_finding(standings, state)
    yield from rotation_on(career, standings, state, policies)
    yield from review_on(standings, state, switches)
    yield from retirement_on(standings, state, switches)
    yield from missing_ratings(standings, state)


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that refuse."""
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCK)


def refuse_blocked(findings: Iterable[Finding]) -> None:
    """Raises: Blocked if any finding refuses the event."""
    refusing = blocking(findings)
    if refusing:
        raise Blocked(rules=tuple(finding.code for finding in refusing))


_ORDER: Final = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.severity]))


def _told_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    told: set[tuple[str, frozenset[object]]] = set()
    for finding in findings:
        key = (f"{finding.code} {finding.field}", frozenset(finding.event_ids))
        if len(finding.event_ids) < 2 or key not in told:
            told.add(key)
            yield finding
