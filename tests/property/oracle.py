"""A career told a second time, slowly: written from domain.md 1, 3 and 5 alone.

It shares no code with the fold, and asks other questions: the fold lets events go by and keeps what
is true; this asks of one day which decisions stand on it, and then tells from all of them, again
and again from the start, what holds. It understands the events of `KINDS`, acts that name their
target, and mendings that somebody has looked at. Nothing in it is meant to be fast.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain.events.envelope import Recorded

A1 = [Decimal(text) for text in ["2.34", "2.67", "3.00", "3.33", "3.66", "3.99", "4.32", "4.65", "4.98"]]
A21 = [Decimal(text) for text in ["4.40", "4.74", "5.08", "5.42", "5.76", "6.10", "6.44", "6.78"]]
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

FAR = date.max
TT_03_2021 = date(2021, 8, 15)


def months_later(day: date, months: int) -> date:
    """The same-numbered day, or the last of a shorter month (3.1)."""
    month, year = day.month + months, day.year
    while month > 12:
        month, year = month - 12, year + 1
    while month < 1:
        month, year = month + 12, year - 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Fact:
    """One event with the archive's corrections, as an open dictionary of its values."""

    topic: str
    id: Any
    values: dict[str, Any]
    position: int

    @property
    def day(self) -> date | None:
        said = self.values.get("effective_date") or self.values.get("issue_date")
        return said.first_day if said else None

    @property
    def issued(self) -> date | None:
        said = self.values.get("issue_date")
        return said.first_day if said else None

    @property
    def place(self) -> tuple[Any, ...]:
        """R-GEN-08: effective date, issue date, decision number, seq."""
        decision = self.values.get("decision")
        full_no = (decision.full_no if decision else None) or ""
        number = re.match(r"\d*", full_no).group() or "0"  # type: ignore[union-attr]
        day = self.day or FAR
        return (day, self.issued or day, int(number), full_no, self.position)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    def until(self, default: int | None = None) -> date | None:
        """First day out (3.1)."""
        if self.values["end_date"]:
            return self.values["end_date"]  # type: ignore[no-any-return]
        if self.values["last_day"]:
            return self.values["last_day"] + timedelta(days=1)  # type: ignore[no-any-return]
        months = self.values["term_months"] if self.values["term_months"] is not None else default
        return months_later(self.day, months) if months is not None and self.day else None


@dataclass
class Post:
    post: str
    unit: str
    start: date
    expires: date | None
    status: str = "HELD"
    concurrent: bool = False
    cut: date | None = None
    ended: date | None = None


@dataclass
class Told:
    """What is true on the day, in plain values."""

    employment: str = "NONE"
    personnel_class: str | None = None
    placement: str | None = None
    posts: list[tuple[Any, ...]] = field(default_factory=list)
    former: list[tuple[Any, ...]] = field(default_factory=list)
    grade: tuple[Any, ...] | None = None
    due: date | None = None
    discipline: list[tuple[Any, ...]] = field(default_factory=list)
    ratings: list[tuple[int, str]] = field(default_factory=list)
    pension: date | None = None


def tell(rows: Iterable[Recorded], on: date, known: int | None = None) -> Told:
    """The career on a day as known when the ledger had reached `known`."""
    stream = sorted(
        (row for row in rows if known is None or row.position <= known),
        key=lambda row: row.position,
    )
    facts = mended(stream)
    standing = [fact for fact in facts if not is_void(fact, facts)]
    return Teller(sorted(standing, key=lambda fact: fact.place), facts, on).told()


# --- what the archive did to its records (3.12, 3.17) ---


def mended(stream: Sequence[Recorded]) -> list[Fact]:
    events = [row.event for row in stream]
    looked = [
        (row.position, row.event.recorded_by, row.event.target)  # type: ignore[attr-defined]
        for row in stream
        if row.event.topic == "event.verified"
    ]
    agreed = [
        row
        for row in stream
        if row.event.topic in ("record.corrected", "record.annulled", "record.reinstated")
        and any(
            position > row.position and by != row.event.recorded_by and target == row.event.event_id  # type: ignore[attr-defined]
            for position, by, target in looked
        )
    ]
    mendings = {event.event_id: event for event in events if event.topic.startswith("record.")}  # type: ignore[attr-defined]

    def original(target: Any) -> Any:
        """A correction of a correction is one of what that corrects."""
        for _ in range(len(mendings)):
            if target in mendings:
                target = mendings[target].target  # type: ignore[attr-defined]
        return target

    facts: dict[Any, Fact] = {}
    for row in stream:
        event = row.event
        if hasattr(event, "effective_basis") and event.event_id not in facts:  # type: ignore[attr-defined]
            values = {name: getattr(event, name) for name in type(event).model_fields}
            facts[event.event_id] = Fact(event.topic, event.event_id, values, row.position)  # type: ignore[attr-defined]
    gone: set[Any] = set()
    for row in agreed:
        act: Any = row.event
        target = original(act.target)
        if target not in facts:
            continue
        match act.topic:
            case "record.annulled":
                gone.add(target)
            case "record.reinstated":
                gone.discard(target)
            case "record.corrected":
                facts[target] = with_changes(facts[target], act.changes)
    return [fact for id_, fact in facts.items() if id_ not in gone]


def with_changes(fact: Fact, changes: Iterable[Any]) -> Fact:
    """Only the changes that the histories make: dates as text, numbers, amounts as text."""
    values = dict(fact.values)
    for change in changes:
        before = values[change.field]
        if change.field in ("effective_date", "issue_date"):
            values[change.field] = type(values["effective_date"]).parse(change.after)
        elif isinstance(before, Decimal):
            values[change.field] = Decimal(str(change.after))
        else:
            values[change.field] = change.after
    return replace(fact, values=values)


# --- what the authority did to its decisions (3.12) ---


def acts_on(fact: Fact, facts: Iterable[Fact]) -> list[Fact]:
    return [
        act
        for act in facts
        if act.topic.startswith("decision.")
        and act.values["target"] == fact.id
        and act.id != fact.id
        and not is_void(act, facts)
    ]


def is_void(fact: Fact, facts: Iterable[Fact]) -> bool:
    """Revoked from its start, or replaced, by an act that stands itself."""
    return any(
        act.topic == "decision.replaced"
        or (act.topic == "decision.revoked" and act.void_mode == "EX_TUNC")
        for act in acts_on(fact, facts)
    )


class Teller:
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

    def told(self) -> Told:
        told = Told()
        left = self.left_on()
        serves = self.service()
        told.personnel_class = self.personnel_class()
        told.employment = self.absence() or serves if serves == "ACTIVE" else serves
        told.placement = self.placement() if serves != "ENDED" else None
        current, former = self.posts()
        told.posts = [self.shown(one, current) for one in current]
        told.former = [(one.post, one.unit, one.start, one.status, one.ended) for one in former]
        told.discipline = self.discipline()
        told.ratings = [(fact.year, fact.rating) for fact in self.standing("evaluation.recorded")]
        if self.announced:
            told.pension = self.announced[-1].day
        grade, due = self.pay()
        told.grade = grade
        told.due = due if left is None else None
        return told

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

    # --- posts (3.2, 3.4) ---

    def posts(self) -> tuple[list[Post], list[Post]]:
        current: list[Post] = []
        former: list[Post] = []

        def sweep() -> None:
            for one in [one for one in current if one.ended is not None]:
                current.remove(one)
                former.append(one)

        def cut(day: date) -> None:
            for one in current:
                if one.cut is not None and one.cut <= day:
                    one.status, one.ended = "REVOKED", one.cut
            sweep()

        def end(some: Iterable[Post], status: str, day: date) -> None:
            for one in some:
                one.status, one.ended = status, day
            sweep()

        for fact in self.facts:
            felt = fact.topic in self.GIVING or not self.is_out_of_force(fact)
            if not felt:
                continue
            day: date = fact.day  # type: ignore[assignment]
            changing = fact.topic in POST_TOPICS or fact in self.leavings()
            if fact.topic == "discipline.imposed":
                changing = fact.form in ENDING_FORMS
            if not changing:
                continue
            cut(day)
            plain = [one for one in current if not one.concurrent]
            match fact.topic:
                case "appointment.made":
                    new = self.given(fact, 60)
                    for one in list(current):
                        same = (one.post, one.unit) == (new.post, new.unit)
                        acting = one.status in ("ACTING", "IN_CHARGE")
                        if acting and one.post == new.post:
                            end([one], "RENEWED", day)
                        elif acting:
                            pass
                        elif same:
                            end([one], "RENEWED", day)
                        elif not new.concurrent and not one.concurrent:
                            end([one], "ENDED_BY_TRANSFER", day)
                    current.append(new)
                case "reappointment.made":
                    new = self.given(fact, 60)
                    named = [one for one in current if one.post == new.post]
                    there = [one for one in named if one.unit == new.unit]
                    if there or named:
                        new.concurrent = all(one.concurrent for one in there or named)
                        end(there or named, "RENEWED", day)
                    else:
                        for one in list(current):
                            if one.status not in ("ACTING", "IN_CHARGE") and not one.concurrent:
                                end([one], "ENDED_BY_TRANSFER", day)
                    current.append(new)
                case "acting.assigned":
                    current.append(self.given(fact, None))
                case "term.extended":
                    named = [one for one in current if one.post == fact.post]
                    there = [one for one in named if one.unit == fact.unit.as_printed]
                    for one in there or named:
                        one.status, one.expires = "EXTENDED", fact.until()
                case "post.relieved" | "resignation.accepted" | "dismissal.made":
                    named = [one for one in current if one.post == fact.post]
                    there = [one for one in named if one.unit == fact.unit.as_printed]
                    end(there or named, LEAVING_A_POST[fact.topic], day)
                case "transfer.made" | "placement.changed":
                    status = (
                        "ENDED_BY_TRANSFER" if fact.topic == "transfer.made" else "ENDED_BY_REORG"
                    )
                    elsewhere = [one for one in plain if one.unit != fact.to_unit.as_printed]
                    end([one for one in elsewhere if one.start < day], status, day)
                case "discipline.imposed":
                    status, concurrent_too = ENDING_FORMS[fact.form]
                    some = current if concurrent_too else plain
                    end([one for one in some if one.start < day], status, day)
                case _:
                    end([one for one in current if one.start < day], "ENDED_BY_LEAVING", day)
        cut(self.on)
        return current, sorted(former, key=lambda one: one.start)

    def given(self, fact: Fact, default: int | None) -> Post:
        status = "HELD"
        if fact.topic == "acting.assigned":
            status = "ACTING" if fact.mode == "ACTING_Q" else "IN_CHARGE"
        return Post(
            fact.post,
            fact.unit.as_printed,
            fact.day,  # type: ignore[arg-type]
            fact.until(default),
            status,
            concurrent=bool(fact.values.get("concurrent")),
            cut=self.ended_by_act(fact),
        )

    def shown(self, one: Post, current: list[Post]) -> tuple[Any, ...]:
        status = one.status
        if self.is_suspended_post(one):
            status = "SUSPENDED"
        elif one.expires is not None and one.expires <= self.on:
            status = "EXPIRED"
        return (one.post, one.unit, one.start, one.expires, status, one is self.primary(current))

    def is_suspended_post(self, one: Post) -> bool:
        """The decision that gave it is suspended."""
        return any(
            fact.topic in self.GIVING
            and (fact.post, fact.unit.as_printed, fact.day) == (one.post, one.unit, one.start)
            and self.is_suspended(fact)
            for fact in self.facts
        )

    @staticmethod
    def primary(current: list[Post]) -> Post | None:
        """Exactly one (R-POS-01): no concurrent and no acting one while there is another."""
        own = [one for one in current if not one.concurrent]
        real = [one for one in own if one.status not in ("ACTING", "IN_CHARGE")]
        return (real or own or current or [None])[-1]  # type: ignore[list-item]

    # --- discipline (3.10) ---

    def imposed(self) -> list[Fact]:
        return [
            fact
            for fact in self.facts
            if fact.topic == "discipline.imposed" and not self.is_suspended(fact)
        ]

    def discipline(self) -> list[tuple[Any, ...]]:
        found = []
        void = [
            fact
            for fact in self.every
            if fact.topic == "discipline.imposed"
            and is_void(fact, self.every)
            and any(act.topic == "decision.revoked" for act in acts_on(fact, self.every))
            and not any(act.topic == "decision.replaced" for act in acts_on(fact, self.every))
        ]
        listed = sorted(
            (*self.imposed(), *(self.as_said(one) for one in void)), key=lambda one: one.place
        )
        for fact in listed:
            if fact.day is None or fact.day > self.on:
                continue
            expires = fact.until() or (
                months_later(fact.day, fact.duration_months) if fact.duration_months else None
            )
            void_or_ended = is_void(fact, self.every) or self.is_out_of_force(fact)
            later = [
                other.day
                for other in self.imposed()
                if other.place > fact.place and not self.is_out_of_force(other)
            ]
            if void_or_ended:
                status = "REVOKED"
            elif later and (expires is None or later[0] < expires):  # type: ignore[operator]
                status = "SUPERSEDED"
            else:
                status = "LAPSED" if expires is not None and expires <= self.on else "IN_FORCE"
            found.append((str(fact.form), fact.day, expires, status))
        return found

    # --- pay (1.4, 3.6) ---

    def pay(self) -> tuple[tuple[Any, ...] | None, date | None]:
        code = table = step = coefficient = percent = None
        start: date | None = None
        for fact in self.standing():
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
                    on_trial = self.service(fact) in ("NONE", "PROBATION")
                    if on_trial and start is None and (code or coefficient):
                        start = day
                case "grade.assigned":
                    if (
                        self.service(fact) == "PROBATION"
                        and start is None
                        and (code or coefficient)
                    ):
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
                    start = self.clock_of_promotion(
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
        return grade, self.due(start, period)

    @staticmethod
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

    def causes(self) -> list[tuple[date, str, int, bool]]:
        """Day, cause, months, and whether a decision of its own says so (3.6)."""
        found: list[tuple[date, str, int, bool]] = []
        rated: set[int] = set()
        klass = "CONG_CHUC"
        for fact in self.standing():
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

    def due(self, start: date, period: int) -> date:
        """Widened by every cause that falls into it, until none does any more (5.3)."""
        due = months_later(start, period)
        while True:
            within = [one for one in self.causes() if start <= one[0] < due]
            months = sum(one[2] for one in within)
            computed = sorted(one for one in within if not one[3])
            for one in within:
                if one[3]:
                    same = next((two for two in computed if two[1] == one[1]), None)
                    if same is not None:
                        computed.remove(same)
                        months -= same[2]
            later = months_later(start, period + months + self.months_idle(start, due))
            if later == due:
                return due
            due = later

    def idle(self) -> list[tuple[date, date]]:
        """Stretches that are no time at the step (3.6), as far as the day."""
        found: list[tuple[date, date]] = []
        for noun in ("suspension", "unpaidLeave", "studyLeave"):
            for start, end, over in self.away(noun):
                begin: date = start.day  # type: ignore[assignment]
                unpaid = noun == "studyLeave" and start.on_payroll is False
                known = self.on if over is None else min(over, self.on)
                decided = known if end is None else min(known, max(begin, end))
                if noun != "studyLeave" or unpaid:
                    found.append((begin, decided))
                if noun != "suspension" and over is not None:
                    found.append((decided, known))
        found.extend(self.trials())
        return [(begin, end) for begin, end in found if begin < end]

    def trials(self) -> list[tuple[date, date]]:
        """Probation: at a part of the pay always, at full pay since TT 03/2021."""
        found = []
        for fact in self.standing("recruitment.made"):
            full = fact.pay_percent is not None and fact.pay_percent >= 100
            part = (fact.pay_percent or 100) < 100
            if not fact.probation_months and not part:
                continue
            end = self.on
            for other in self.standing():
                if other.place > fact.place and (
                    other.topic in ("probation.ended", "grade.assigned", "recruitment.made")
                    or other.topic == "reception.made"
                    or other in self.leavings()
                ):
                    end = other.day  # type: ignore[assignment]
                    counts = other.topic in ("probation.ended", "grade.assigned")
                    if not counts:
                        end = fact.day  # another paper of entry, or leaving: nothing to discount
                    break
            begin = max(fact.day, TT_03_2021) if full else fact.day  # type: ignore[type-var]
            found.append((begin, end))
        return found  # type: ignore[return-value]

    def months_idle(self, start: date, due: date) -> int:
        """Whole months a stretch; the days left over are summed and rounded once."""
        total, days, covered = 0, 0, start
        for begin, end in sorted(self.idle()):
            begin, end = max(begin, covered), min(end, due)
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


POST_TOPICS = (
    "appointment.made", "reappointment.made", "acting.assigned", "term.extended",
    "post.relieved", "resignation.accepted", "dismissal.made", "transfer.made",
    "placement.changed",
)  # fmt: skip
LEAVING_A_POST = {
    "post.relieved": "RELIEVED",
    "resignation.accepted": "RESIGNED",
    "dismissal.made": "DISMISSED",
}
ENDING_FORMS = {
    "GIANG_CHUC": ("REMOVED", False),
    "CACH_CHUC": ("REMOVED", True),
    "BAI_NHIEM": ("RECALLED", True),
    "BUOC_THOI_VIEC": ("ENDED_BY_LEAVING", True),
}
