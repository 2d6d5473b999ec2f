"""Posts held over time: what begins, renews and ends a holding. Source: domain.md 3.2, 3.4."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from domain.events.appointment import TermExtended
from domain.events.discipline import StrippedPost
from domain.events.envelope import UnitRef
from domain.intervals import expires_on
from domain.state import PostHeld, PostStatus

DEFAULT_TERM_MONTHS = 60
"""Where none is printed. Source: domain.md 3.4, R-APT-01."""

_ACTING = frozenset({PostStatus.ACTING, PostStatus.IN_CHARGE})


def folded(text: str | None) -> str:
    """Letters as compared: NFC, without case and superfluous spaces."""
    return " ".join(unicodedata.normalize("NFC", text or "").casefold().split())


def same_post(one: str | None, other: str | None) -> bool:
    """Equal, or one is the beginning of the other: papers add the division, or leave it out."""
    if one == other:
        return one is not None
    short, long = sorted((folded(one), folded(other)), key=len)
    return bool(short) and (short == long or long.startswith((f"{short} ", f"{short},")))


def same_unit(one: UnitRef | None, other: UnitRef | None) -> bool:
    """By id where both are resolved, else as printed. Not known counts as not the same."""
    if one is None or other is None:
        return False
    if one.as_printed == other.as_printed and one.unit_id == other.unit_id:
        return True
    if one.unit_id is not None and other.unit_id is not None:
        return one.unit_id == other.unit_id
    return folded(one.as_printed) == folded(other.as_printed)


@dataclass(slots=True)
class Holding:
    """`[start, expires_on)` by paper; `cut_on`: its decision was revoked from that day on."""

    post: str | None
    unit: UnitRef | None
    start: date
    expires_on: date | None
    event_ids: list[UUID]
    status: PostStatus = PostStatus.HELD
    concurrent: bool = False
    until_retirement: bool = False
    cut_on: date | None = None
    suspended: bool = False
    ended_on: date | None = None
    struck: bool = False
    by_transfer: bool = False

    @property
    def is_acting(self) -> bool:
        return self.status in _ACTING

    def end(self, status: PostStatus, on: date, by: UUID | None = None) -> None:
        self.status, self.ended_on = status, on
        if by is not None:
            self.event_ids.append(by)


@dataclass(slots=True)
class Posts:
    """Holdings while a career is folded: `current`, and `former` in the order they ended."""

    current: list[Holding] = field(default_factory=list)
    former: list[Holding] = field(default_factory=list)

    def appoint(self, new: Holding) -> None:
        """A further post of the same kind ends the earlier holding; a concurrent one does not."""
        self._cut(new.start)
        self.current = [held for held in self.current if not _given_again(held, new)]
        for held in self.current:
            carried_on = same_post(held.post, new.post) and (
                new.unit is None or held.unit is None or same_unit(held.unit, new.unit)
            )
            if held.is_acting:
                if held.post is None or same_post(held.post, new.post):
                    held.end(PostStatus.RENEWED, new.start)
            elif carried_on:
                held.end(PostStatus.RENEWED, new.start)
            elif not new.concurrent and not held.concurrent:
                held.end(PostStatus.ENDED_BY_TRANSFER, new.start)
        self._sweep()
        self.current.append(new)

    def reappoint(self, new: Holding) -> None:
        """A further term in the post held; without one (a paper is missing) it begins here."""
        self._cut(new.start)
        earlier = self._matching(new.post, new.unit)
        if not earlier:
            self.appoint(new)
            return
        new.concurrent = all(held.concurrent for held in earlier)
        new.unit = new.unit or earlier[0].unit
        for held in earlier:
            held.end(PostStatus.RENEWED, new.start)
        self._sweep()
        self.current.append(new)

    def extend(self, event: TermExtended, day: date) -> None:
        self._cut(day)
        if event.post is not None:
            concerned = self._matching(event.post, event.unit)
        else:
            primary = self._primary()
            concerned = [primary] if primary is not None else []
        for held in concerned:
            held.status = PostStatus.EXTENDED
            held.until_retirement = event.until_retirement
            held.expires_on = expires_on(event) if not event.until_retirement else None
            held.event_ids.append(event.event_id)

    def act(self, new: Holding) -> None:
        """Quyền, phụ trách: beside whatever is held."""
        self._cut(new.start)
        self.current.append(new)

    def given_on(self, day: date, post: str) -> bool:
        """True if the post begins on that day already, by another event of the paper."""
        return any(held.start == day and same_post(held.post, post) for held in self.current)

    def leave(
        self,
        post: str,
        unit: UnitRef | None,
        day: date,
        *,
        status: PostStatus,
        by: UUID,
        concurrent_only: bool = False,
    ) -> None:
        """Relieved, resigned, dismissed: of the post named, and of no other."""
        self._cut(day)
        meant = self._matching(post, unit)
        if concurrent_only:
            meant = [held for held in meant if held.concurrent]
        for held in meant:
            held.end(status, day, by)
        self._sweep()

    def move(self, to_unit: UnitRef, day: date, *, status: PostStatus, by: UUID) -> None:
        """A transfer or reorganisation ends what was held elsewhere, not what begins that day."""
        self._cut(day)
        for held in self.current:
            if not held.concurrent and held.start < day and not same_unit(held.unit, to_unit):
                held.end(status, day, by)
        self._sweep()

    def end_all(
        self, day: date, *, status: PostStatus, by: UUID, concurrent_too: bool = True
    ) -> None:
        """Leaving service, removal, recall: all that began before that day."""
        self._cut(day)
        for held in self.current:
            if held.start < day and (concurrent_too or not held.concurrent):
                held.end(status, day, by)
        self._sweep()

    def strip(self, stripped: Iterable[StrippedPost], by: UUID) -> None:
        """Xóa tư cách: the past holdings stay, and are shown struck (domain.md 3.10)."""
        for one in stripped:
            for held in (*self.former, *self.current):
                if same_post(held.post, one.post) and _within_years(held, one):
                    held.struck = True
                    held.event_ids.append(by)

    def shown(
        self, valid_on: date, pension_from: date | None
    ) -> tuple[tuple[PostHeld, ...], tuple[PostHeld, ...]]:
        """The posts held on `valid_on`, the primary one first, and the former ones."""
        if not self.current and not self.former:
            return (), ()
        self._cut(valid_on)
        primary = self._primary()
        current = sorted(self.current, key=lambda held: (held is not primary, held.start))
        former = sorted(self.former, key=lambda held: held.start)
        return (
            tuple(_shown(held, valid_on, pension_from, held is primary) for held in current),
            tuple(_shown(held, valid_on, pension_from, False) for held in former),
        )

    def _primary(self) -> Holding | None:
        """The last post that is neither concurrent nor acting, else the last of what there is."""
        for wanted in (
            [held for held in self.current if not held.concurrent and not held.is_acting],
            [held for held in self.current if not held.concurrent],
            self.current,
        ):
            if wanted:
                return wanted[-1]
        return None

    def _matching(self, post: str | None, unit: UnitRef | None) -> list[Holding]:
        named = [held for held in self.current if same_post(held.post, post)]
        there = [held for held in named if same_unit(held.unit, unit)]
        return there or named

    def _cut(self, day: date) -> None:
        revoked = False
        for held in self.current:
            if held.cut_on is not None and held.cut_on <= day:
                held.end(PostStatus.REVOKED, held.cut_on)
                revoked = True
        if revoked:
            self._sweep()

    def _sweep(self) -> None:
        ended = [held for held in self.current if held.ended_on is not None]
        if ended:
            self.former.extend(ended)
            self.current = [held for held in self.current if held.ended_on is None]


def _given_again(held: Holding, new: Holding) -> bool:
    """A transfer named the post, and a paper of that day gives it: one holding, of that paper."""
    return held.by_transfer and held.start == new.start and same_post(held.post, new.post)


def _within_years(held: Holding, stripped: StrippedPost) -> bool:
    first, last = _year(stripped.from_), _year(stripped.to)
    end = held.ended_on or held.expires_on
    begun_in_time = last is None or held.start.year <= last
    return begun_in_time and (first is None or end is None or end.year >= first)


def _year(text: str | None) -> int | None:
    digits = next((part for part in (text or "").split("-") if len(part) == 4), "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _shown(held: Holding, valid_on: date, pension_from: date | None, primary: bool) -> PostHeld:
    expires = pension_from if held.until_retirement and held.expires_on is None else held.expires_on
    status = held.status
    if held.ended_on is None:
        if held.suspended:
            status = PostStatus.SUSPENDED
        elif expires is not None and expires <= valid_on:
            status = PostStatus.EXPIRED
    return PostHeld(
        post=held.post,
        unit=held.unit.as_printed if held.unit is not None else None,
        effective_date=held.start,
        expires_on=expires,
        status=status,
        primary=primary,
        unit_id=held.unit.unit_id if held.unit is not None else None,
        concurrent=held.concurrent,
        ended_on=held.ended_on,
        struck=held.struck,
        event_ids=tuple(held.event_ids),
    )
