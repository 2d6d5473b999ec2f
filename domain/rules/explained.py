"""Which findings a named person has explained, and whether the explanation still stands.

An explanation names rule, version and events. It stands as long as the career, as it was known when
it was given, leads to the very same finding: when a correction, an annulment or a further paper
changes what the finding says, it comes back.

Source: domain.md 3.12.
"""

from collections.abc import Iterable
from datetime import date

from pydantic import JsonValue

from domain.career import Career
from domain.events.acts import FindingExplained
from domain.organisation import Units
from domain.rules.check import check_career
from domain.rules.finding import Finding
from domain.rules.policies import NONE, Policies
from domain.rules.switches import DEFAULT, Switches

Said = tuple[str, int, frozenset[object], str, tuple[tuple[str, str], ...]]
"""Rule, version, events, code and values: what makes two findings the same."""


class Explanations:
    """The explanations of one career, held against what the rules said when each was given.

    `on`, `units`, `policies` and `switches` are those that the findings were found with.
    """

    def __init__(
        self,
        career: Career,
        *,
        on: date,
        units: Units | None = None,
        policies: Policies = NONE,
        switches: Switches = DEFAULT,
    ) -> None:
        self._career = career
        self._on, self._units = on, units
        self._policies, self._switches = policies, switches
        self._said_at: dict[int, frozenset[Said]] = {}

    def of(self, finding: Finding) -> FindingExplained | None:
        """Why a named person let this very finding stand, the latest first; None: nobody did, or
        what it rests on has changed since."""
        for position, explained in reversed(self._given()):
            same = (explained.rule, explained.rule_version) == (finding.rule, finding.version)
            if not same or set(finding.event_ids) != set(explained.event_ids):
                continue
            if said_of(finding) in self._said(position):
                return explained
        return None

    def _given(self) -> list[tuple[int, FindingExplained]]:
        return [
            (row.position, row.event)
            for row in self._career.recorded
            if isinstance(row.event, FindingExplained)
        ]

    def _said(self, position: int) -> frozenset[Said]:
        if position not in self._said_at:
            found = check_career(
                self._career.known_at(position),
                on=self._on,
                units=self._units,
                policies=self._policies,
                switches=self._switches,
            )
            self._said_at[position] = frozenset(said_of(one) for one in found)
        return self._said_at[position]


def said_of(finding: Finding) -> Said:
    values = tuple(sorted((name, _plain(value)) for name, value in finding.values.items()))
    return finding.rule, finding.version, frozenset(finding.event_ids), finding.code, values


def _plain(value: JsonValue) -> str:
    return repr(value)


def unexplained(findings: Iterable[Finding], explanations: Explanations) -> tuple[Finding, ...]:
    return tuple(one for one in findings if explanations.of(one) is None)
