"""Who serves, where, and what is in force on a day, for the oracle (domain.md 1.5, 3.2, 3.5)."""

from datetime import date, timedelta

from tests.property.oracle_facts import FAR, Fact, acts_on, months_later, with_changes


class Day:
    """Answers for one day from all decisions that are not void, in the order of the career."""

    def __init__(self, facts: list[Fact], every: list[Fact], on: date) -> None:
        self.on, self.every = on, every
        said = [self.as_said(fact) for fact in facts]
        self.facts = [fact for fact in said if fact.day is not None and fact.day <= on]
        self.announced = [
            fact
            for fact in said
            if fact.topic == "retirement.decided"
            and (fact.issued or fact.day or FAR) <= on
            and not self.is_out_of_force(fact)
        ]

    def as_said(self, fact: Fact) -> Fact:
        """Corrected from its start, amended from the act's own day."""
        for act in sorted(acts_on(fact, self.every), key=lambda act: act.place):
            if act.topic == "decision.corrected":
                fact = with_changes(fact, act.changes)
        for act in sorted(acts_on(fact, self.every), key=lambda act: act.place):
            if act.topic == "decision.amended" and act.day is not None and act.day <= self.on:
                fact = with_changes(fact, act.changes)
        return fact

    def ended_by_act(self, fact: Fact) -> date | None:
        days = [
            act.day
            for act in acts_on(fact, self.every)
            if act.topic == "decision.revoked" and act.void_mode == "EX_NUNC" and act.day
        ]
        return min(days, default=None)

    def is_suspended(self, fact: Fact) -> bool:
        return any(
            act.topic == "decision.suspended"
            and act.day is not None
            and act.day <= self.on
            and (act.until() is None or self.on < act.until())
            for act in acts_on(fact, self.every)
        )

    def is_out_of_force(self, fact: Fact) -> bool:
        ended = self.ended_by_act(fact)
        return self.is_suspended(fact) or (ended is not None and ended <= self.on)

    def standing(self, *topics: str) -> list[Fact]:
        """Those in force on the day."""
        return [
            fact
            for fact in self.facts
            if (not topics or fact.topic in topics) and not self.is_out_of_force(fact)
        ]

    # --- employment (3.2) ---

    LEAVING = ("retirement.decided", "service.terminated", "death.recorded")
    IMPLYING = (
        "grade.assigned", "appointment.made", "reappointment.made", "acting.assigned",
        "transfer.made", "placement.changed", "secondment.started", "salary.stepRaised",
        "grade.promoted", "salary.beyondScaleSet", "evaluation.recorded", "term.extended",
        "suspension.started", "unpaidLeave.started", "studyLeave.started",
    )  # fmt: skip
    GIVING = ("appointment.made", "reappointment.made", "acting.assigned")
    """What shows what became of it, so that it still has been decided."""

    def service(self, upto: Fact | None = None) -> str:
        """Before `upto`, or on the day."""
        status = "NONE"
        for fact in self.facts:
            if upto is not None and fact.place >= upto.place:
                break
            if self.is_out_of_force(fact) and fact.topic not in self.GIVING:
                continue
            if status == "NONE" and fact.topic in self.IMPLYING:
                status = "ACTIVE"
            match fact.topic:
                case "recruitment.made":
                    part = (fact.pay_percent or 100) < 100
                    status = "PROBATION" if fact.probation_months or part else "ACTIVE"
                case "reception.made":
                    status = "ACTIVE"
                case "probation.ended" if status in ("NONE", "PROBATION"):
                    status = "ACTIVE"
                case "grade.assigned" if status == "PROBATION":
                    status = "ACTIVE"
                case "retirement.decided" | "service.terminated" | "death.recorded":
                    status = "ENDED"
                case "discipline.imposed" if fact.form == "BUOC_THOI_VIEC":
                    status = "ENDED"
                case _:
                    pass
        return status

    def leavings(self) -> list[Fact]:
        return [
            fact
            for fact in self.standing()
            if fact.topic in self.LEAVING
            or (fact.topic == "discipline.imposed" and fact.form == "BUOC_THOI_VIEC")
        ]

    def entries(self) -> list[Fact]:
        return self.standing("recruitment.made", "reception.made")

    def left_on(self) -> date | None:
        """When service ended, if nobody entered again since."""
        turns = sorted((*self.leavings(), *self.entries()), key=lambda fact: fact.place)
        return turns[-1].day if turns and turns[-1] in self.leavings() else None

    def personnel_class(self) -> str | None:
        found = None
        for fact in self.standing("recruitment.made", "reception.made", "class.changed"):
            told = fact.values.get("personnel_class") or fact.values.get("to_class")
            found = str(told) if told else found
        return found

    AWAY = (
        ("SUSPENDED", "suspension"),
        ("UNPAID_LEAVE", "unpaidLeave"),
        ("STUDY_LEAVE", "studyLeave"),
        ("SECONDED_OUT", "secondment"),
    )

    def away(self, noun: str) -> list[tuple[Fact, date | None, date | None]]:
        """Each absence with its end by paper, and the day on which a further paper ended it."""
        found = []
        for start in self.standing(f"{noun}.started"):
            end = start.until()
            if noun == "suspension" and end is None and start.term_days is not None:
                end = start.day + timedelta(days=start.term_days)  # type: ignore[operator]
            over = None
            for fact in self.standing():
                if fact.place <= start.place:
                    continue
                if fact.topic == f"{noun}.extended":
                    if fact.values["end_date"] or fact.values["last_day"] or end is None:
                        end = fact.until()
                    elif fact.term_months is not None:
                        end = months_later(max(end, fact.day), fact.term_months)
                elif fact.topic == f"{noun}.ended":
                    over = fact.day
                elif fact.topic == f"{noun}.started" or fact in self.leavings():
                    # Another one begins, or service ends: no further paper of this one.
                    over = fact.day if end is None or fact.day < end else None  # type: ignore[operator]
                    end = end if over is None else over
                    over = None
                    found.append((start, end, over))
                    break
                if over is not None:
                    found.append((start, end, over))
                    break
            else:
                found.append((start, end, over))
        return found

    def absence(self) -> str | None:
        for status, noun in self.AWAY:
            for start, end, over in self.away(noun):
                last = end if over is None else over
                if over is None and (last is None or self.on < last) and self.is_open(start, noun):
                    return status
        return None

    def is_open(self, start: Fact, noun: str) -> bool:
        """Nothing later of its kind, and no leaving."""
        return not any(
            fact.place > start.place
            and (fact.topic in (f"{noun}.started", f"{noun}.ended") or fact in self.leavings())
            for fact in self.standing()
        )

    def placement(self) -> str | None:
        found = None
        for fact in self.facts:
            if fact in self.leavings():
                found = None
            if self.is_out_of_force(fact):
                continue
            match fact.topic:
                case "recruitment.made" | "reception.made" | "appointment.made":
                    if not fact.values.get("concurrent"):
                        found = fact.unit.as_printed
                case "transfer.made" | "placement.changed":
                    found = fact.to_unit.as_printed
                case _:
                    pass
        return found
