"""What the demo's papers announce, as whoever drew them knows it.

The robots type from here what the machine could not read.
"""

from pydantic import JsonValue

from infra.demo import dossiers
from infra.demo.papers import Act


def truth_of() -> dict[tuple[str, str, str], Act]:
    """What the papers announce: by number, kind of event and person; "" where there is only one."""
    found: dict[tuple[str, str, str], Act] = {}
    deliveries = (
        *dossiers.first_delivery(),
        *dossiers.second_delivery(),
        *dossiers.third_delivery(),
    )
    for delivery in deliveries:
        for copy in delivery.copies:
            paper = copy.paper
            for act in paper.acts:
                found[str(paper.number), act.topic, act.person_name] = act
                if len({one.person_name for one in paper.acts}) == 1:
                    found[str(paper.number), act.topic, ""] = act
    return found


def values_of(act: Act) -> dict[str, JsonValue]:
    """An act's facts by the fields of its event's form."""
    values: dict[str, JsonValue] = {
        "effective_date": act.effective_date.isoformat(),
        "effective_basis": act.effective_basis.value,
        **act.values,
    }
    if act.last_day is not None:
        values["last_day"] = act.last_day.isoformat()
    if act.term_months is not None:
        values["term_months"] = act.term_months
    return values


def differs(read: JsonValue, true: JsonValue) -> bool:
    if isinstance(read, dict) and isinstance(true, str):
        return read.get("asPrinted") != true
    return read is None or str(read) != str(true)
