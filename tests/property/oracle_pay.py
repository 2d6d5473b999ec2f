"""Grade, step and the next one as the oracle tells them (domain.md 1.4, 3.6, 5.3)."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.property.oracle_day import Day
from tests.property.oracle_facts import Fact, months_later

TT_03_2021 = date(2021, 8, 15)

A1 = [Decimal(f"{hundredths / 100:.2f}") for hundredths in range(234, 499, 33)]
A21 = [Decimal(f"{hundredths / 100:.2f}") for hundredths in range(440, 679, 34)]
TABLES = {"A1": A1, "A2.1": A21}
TABLE_OF = {"01.003": "A1", "01.002": "A2.1"}
DELAYS = {
    "KHIEN_TRACH": {"CAN_BO": 6, "CONG_CHUC": 6, "VIEN_CHUC": 3},
    "CANH_CAO": {"CAN_BO": 6, "CONG_CHUC": 6, "VIEN_CHUC": 6},
    "GIANG_CHUC": {"CONG_CHUC": 12},
    "CACH_CHUC": {"CAN_BO": 12, "CONG_CHUC": 12, "VIEN_CHUC": 12},
    "NOT_COMPLETED": {"CAN_BO": 6, "CONG_CHUC": 6, "VIEN_CHUC": 6},
}
"""domain.md 3.6."""


# --- pay (1.4, 3.6) ---


def pay(t: Day) -> tuple[tuple[Any, ...] | None, date | None]:
    code = table = step = coefficient = percent = None
    start: date | None = None
    for fact in t.standing():
        day: date = fact.day  # type: ignore[assignment]
        match fact.topic:
            case "recruitment.made" | "reception.made":
                told = fact.values
                kept = (told["coefficient"], told["grade_code"]) == (coefficient, code)
                if fact.topic == "reception.made" and kept:
                    continue
                if told["grade_code"] is None and told["coefficient"] is None:
                    continue
                code = told["grade_code"] or code
                table = TABLE_OF.get(code or "")
                step, coefficient, percent = told["step"], told["coefficient"], None
                part = (told.get("pay_percent") or 100) < 100
                months = told.get("probation_months")
                waits = part or (bool(months) and told.get("pay_percent") is None)
                start = None if waits else day
            case "probation.ended":
                on_trial = t.service(fact) in ("NONE", "PROBATION")
                if on_trial and start is None and (code or coefficient):
                    start = day
            case "grade.assigned":
                if t.service(fact) == "PROBATION" and start is None and (code or coefficient):
                    start = day
                same = fact.coefficient == coefficient and start is not None
                unchanged = same and (code, step) == (fact.grade_code, fact.step)
                code, table = fact.grade_code, TABLE_OF[fact.grade_code]
                step, coefficient = fact.step, fact.coefficient
                percent = percent if unchanged else None
                start = start if same else day
            case "salary.stepRaised":
                new = fact.grade_code or code
                if new != code or table is None:
                    code, table = new, TABLE_OF.get(new or "")
                step, coefficient, percent = fact.new_step, fact.new_coefficient, None
                start = day
            case "grade.promoted":
                start = clock_of_promotion(
                    fact, table, step, fact.old_coefficient or coefficient, percent, start
                )
                code, table = fact.new_grade_code, TABLE_OF[fact.new_grade_code]
                step, coefficient, percent = fact.step, fact.new_coefficient, None
            case "salary.beyondScaleSet":
                percent, start = fact.new_percent, day
            case "discipline.imposed" if fact.form == "HA_BAC_LUONG" and step and step > 1:
                step = step - 1
                known = TABLES.get(table or "", [])
                coefficient = known[step - 1] if step <= len(known) else None
                percent = None
            case _:
                pass
    if code is None and coefficient is None:
        return None, None
    grade = (code, table, step, coefficient, percent)
    if table is None or start is None:
        return grade, None
    at_last = step is not None and step >= len(TABLES[table])
    period = 12 if percent and at_last else 12 if percent else 36
    return grade, due(t, start, period)


def clock_of_promotion(
    fact: Fact,
    table: str | None,
    step: int | None,
    old: Decimal | None,
    percent: int | None,
    start: date | None,
) -> date:
    """TT 02/2007: from the signing if it grows by a step of the old grade at least."""
    signed: date = fact.issued or fact.day  # type: ignore[assignment]
    known = TABLES.get(TABLE_OF.get(fact.old_grade_code or "", table or ""), [])
    if start is None or old is None or not known:
        return signed
    lower = min(max(step or 1, 1), len(known) - 1)
    difference = known[lower] - known[lower - 1]
    held = old + old * (percent or 0) / 100
    return signed if fact.new_coefficient - held >= difference else start


def causes(t: Day) -> list[tuple[date, str, int, bool]]:
    """Day, cause, months, and whether a decision of its own says so (3.6)."""
    found: list[tuple[date, str, int, bool]] = []
    rated: set[int] = set()
    klass = "CONG_CHUC"
    for fact in t.standing():
        day: date = fact.day  # type: ignore[assignment]
        match fact.topic:
            case "recruitment.made" | "reception.made" | "class.changed":
                told = fact.values.get("personnel_class") or fact.values.get("to_class")
                klass = str(told) if told else klass
            case "discipline.imposed":
                months = DELAYS.get(str(fact.form), {}).get(klass)
                if months:
                    found.append((day, str(fact.form), months, False))
            case "evaluation.recorded" if fact.rating == "KHONG" and fact.year not in rated:
                rated.add(fact.year)
                found.append((day, "NOT_COMPLETED", DELAYS["NOT_COMPLETED"][klass], False))
            case "salary.raiseDelayed":
                found.append((day, str(fact.cause), fact.months, True))
            case _:
                pass
    return found


def due(t: Day, start: date, period: int) -> date:
    """Widened by every cause that falls into it, until none does any more (5.3)."""
    due = months_later(start, period)
    while True:
        within = [one for one in causes(t) if start <= one[0] < due]
        months = sum(one[2] for one in within)
        computed = sorted(one for one in within if not one[3])
        for one in within:
            if one[3]:
                same = next((two for two in computed if two[1] == one[1]), None)
                if same is not None:
                    computed.remove(same)
                    months -= same[2]
        later = months_later(start, period + months + months_idle(t, start, due))
        if later == due:
            return due
        due = later


def idle(t: Day) -> list[tuple[date, date]]:
    """Stretches that are no time at the step (3.6), as far as the day."""
    found: list[tuple[date, date]] = []
    for noun in ("suspension", "unpaidLeave", "studyLeave"):
        for start, end, over in t.away(noun):
            begin: date = start.day  # type: ignore[assignment]
            unpaid = noun == "studyLeave" and start.on_payroll is False
            known = t.on if over is None else min(over, t.on)
            decided = known if end is None else min(known, max(begin, end))
            if noun != "studyLeave" or unpaid:
                found.append((begin, decided))
            if noun != "suspension" and over is not None:
                found.append((decided, known))
    found.extend(trials(t))
    return [(begin, end) for begin, end in found if begin < end]


def trials(t: Day) -> list[tuple[date, date]]:
    """Probation: at a part of the pay always, at full pay since TT 03/2021."""
    found = []
    for fact in t.standing("recruitment.made"):
        full = fact.pay_percent is not None and fact.pay_percent >= 100
        part = (fact.pay_percent or 100) < 100
        if not fact.probation_months and not part:
            continue
        end = t.on
        for other in t.standing():
            if other.place > fact.place and (
                other.topic in ("probation.ended", "grade.assigned", "recruitment.made")
                or other.topic == "reception.made"
                or other in t.leavings()
            ):
                end = other.day  # type: ignore[assignment]
                break
        begin = max(fact.day, TT_03_2021) if full else fact.day  # type: ignore[type-var]
        found.append((begin, end))
    return found  # type: ignore[return-value]


def months_idle(t: Day, start: date, due: date) -> int:
    """Whole months a stretch that began before the step was due: time stands still in it. The
    days left over are summed and rounded once."""
    total, days, covered = 0, 0, start
    for begin, end in sorted(one for one in idle(t) if one[0] < due):
        begin = max(begin, covered)
        if end <= begin:
            continue
        covered = end
        months = 0
        while months_later(begin, months + 1) <= end:
            months += 1
        total += months
        days += (end - months_later(begin, months)).days
    months, left = divmod(days, 30)
    return total + months + (1 if left >= 15 else 0)
