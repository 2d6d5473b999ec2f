"""Posts and discipline as the oracle tells them (domain.md 3.4, 3.10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.property.oracle_day import Day
from tests.property.oracle_facts import Fact, acts_on, is_void, months_later

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


# --- posts (3.2, 3.4) ---


def posts(t: Day) -> tuple[list[Post], list[Post]]:
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

    for fact in t.facts:
        felt = fact.topic in t.GIVING or not t.is_out_of_force(fact)
        if not felt:
            continue
        day: date = fact.day  # type: ignore[assignment]
        changing = fact.topic in POST_TOPICS or fact in t.leavings()
        if fact.topic == "discipline.imposed":
            changing = fact.form in ENDING_FORMS
        if not changing:
            continue
        cut(day)
        plain = [one for one in current if not one.concurrent]
        match fact.topic:
            case "appointment.made":
                new = given(t, fact, 60)
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
                new = given(t, fact, 60)
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
                current.append(given(t, fact, None))
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
                status = "ENDED_BY_TRANSFER" if fact.topic == "transfer.made" else "ENDED_BY_REORG"
                elsewhere = [one for one in plain if one.unit != fact.to_unit.as_printed]
                end([one for one in elsewhere if one.start < day], status, day)
            case "discipline.imposed":
                status, concurrent_too = ENDING_FORMS[fact.form]
                some = current if concurrent_too else plain
                end([one for one in some if one.start < day], status, day)
            case _:
                end([one for one in current if one.start < day], "ENDED_BY_LEAVING", day)
    cut(t.on)
    return current, sorted(former, key=lambda one: one.start)


def given(t: Day, fact: Fact, default: int | None) -> Post:
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
        cut=t.ended_by_act(fact),
    )


def shown(t: Day, one: Post, current: list[Post]) -> tuple[Any, ...]:
    status = one.status
    if is_suspended_post(t, one):
        status = "SUSPENDED"
    elif one.expires is not None and one.expires <= t.on:
        status = "EXPIRED"
    return (one.post, one.unit, one.start, one.expires, status, one is primary(current))


def is_suspended_post(t: Day, one: Post) -> bool:
    """The decision that gave it is suspended."""
    return any(
        fact.topic in t.GIVING
        and (fact.post, fact.unit.as_printed, fact.day) == (one.post, one.unit, one.start)
        and t.is_suspended(fact)
        for fact in t.facts
    )


def primary(current: list[Post]) -> Post | None:
    """Exactly one (R-POS-01): no concurrent and no acting one while there is another."""
    own = [one for one in current if not one.concurrent]
    real = [one for one in own if one.status not in ("ACTING", "IN_CHARGE")]
    return (real or own or current or [None])[-1]  # type: ignore[list-item]


# --- discipline (3.10) ---


def imposed(t: Day) -> list[Fact]:
    return [
        fact for fact in t.facts if fact.topic == "discipline.imposed" and not t.is_suspended(fact)
    ]


def discipline(t: Day) -> list[tuple[Any, ...]]:
    found = []
    void = [
        fact
        for fact in t.every
        if fact.topic == "discipline.imposed"
        and is_void(fact, t.every)
        and any(act.topic == "decision.revoked" for act in acts_on(fact, t.every))
        and not any(act.topic == "decision.replaced" for act in acts_on(fact, t.every))
    ]
    listed = sorted((*imposed(t), *(t.as_said(one) for one in void)), key=lambda one: one.place)
    for fact in listed:
        if fact.day is None or fact.day > t.on:
            continue
        expires = fact.until() or (
            months_later(fact.day, fact.duration_months) if fact.duration_months else None
        )
        void_or_ended = is_void(fact, t.every) or t.is_out_of_force(fact)
        later = [
            other.day
            for other in imposed(t)
            if other.place > fact.place and not t.is_out_of_force(other)
        ]
        if void_or_ended:
            status = "REVOKED"
        elif later and (expires is None or later[0] < expires):  # type: ignore[operator]
            status = "SUPERSEDED"
        else:
            status = "LAPSED" if expires is not None and expires <= t.on else "IN_FORCE"
        found.append((str(fact.form), fact.day, expires, status))
    return found
