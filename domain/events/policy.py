"""Local policies: what a province, or a unit, applies in place of the national rule, from when.

Each is a fact of the archive with the deciding paper's number: dated, sourced, never edited. All of
them stand in one stream. Source: domain.md 0.3, 0.5, 3.5, R-APT-05; decision record 0004.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.events.envelope import Decision, Event, PersonnelClass, StreamKind
from domain.frozen import Frozen
from domain.labels import Label, personal

POLICY_STREAM = UUID("3f0d7c52-5b1e-4f0a-9a64-0c8e5b7d2a10")
"""Where the policies stand, in every archive."""


class PolicyEvent(Event):
    stream: ClassVar[StreamKind] = StreamKind.ARCHIVE
    policy_id: Annotated[UUID, Label("Chính sách", "Policy")]


class PolicyAdopted(PolicyEvent):
    """In force for what keys on a day in `[valid_from, valid_to)`; None is open.

    `units` empty: the whole archive. `basis`: the instrument or text that it applies, as a person
    would cite it. `decision` names the paper by its number.
    """

    valid_from: Annotated[date, Label("Áp dụng từ", "Applies from")]
    valid_to: Annotated[date | None, Label("Hết áp dụng từ", "No longer applies from")] = None
    units: Annotated[tuple[UUID, ...], Label("Đơn vị áp dụng", "Units concerned")] = ()
    basis: Annotated[str | None, Label("Căn cứ", "Basis")] = None
    decision: Annotated[Decision, personal("Văn bản quyết định", "Deciding paper")]
    decided_on: Annotated[date, Label("Ngày quyết định", "Decided on")]


class RotationPosition(Frozen):
    """A listed position, and the months after which its holder is due and overdue."""

    code: str = Field(min_length=1, max_length=60)
    name: str = Field(min_length=1, max_length=200)
    min_months: int = Field(ge=1, le=240)
    max_months: int = Field(ge=1, le=240)


class RotationListed(PolicyAdopted):
    """Danh mục, thời hạn chuyển đổi vị trí công tác: overrides the national periods."""

    topic: ClassVar[str] = "policy.rotationListed"
    label: ClassVar[Label] = Label(
        "Danh mục chuyển đổi vị trí công tác", "Positions listed for rotation"
    )
    positions: Annotated[
        tuple[RotationPosition, ...], Field(min_length=1), Label("Vị trí", "Positions")
    ]


class ReceptionFrozen(PolicyAdopted):
    """Dừng tiếp nhận: nobody is received into these classes meanwhile; empty: into none."""

    topic: ClassVar[str] = "policy.receptionFrozen"
    label: ClassVar[Label] = Label("Dừng tiếp nhận", "Reception frozen")
    classes: Annotated[tuple[PersonnelClass, ...], Label("Loại", "Classes")] = ()


class RuleSwitched(PolicyAdopted):
    """A named switch of the rules takes another value; `value` as people write it."""

    topic: ClassVar[str] = "policy.ruleSwitched"
    label: ClassVar[Label] = Label("Chọn cách áp dụng quy tắc", "Rule switched")
    switch: Annotated[str, Label("Khóa chọn", "Switch")]
    value: Annotated[str, Label("Giá trị", "Value")]


class PolicyEnded(PolicyEvent):
    """A policy ends on a day by a later paper; before that day it stays what it was."""

    topic: ClassVar[str] = "policy.ended"
    label: ClassVar[Label] = Label("Chấm dứt chính sách", "Policy ended")
    valid_to: Annotated[date, Label("Hết áp dụng từ", "No longer applies from")]
    decision: Annotated[Decision, personal("Văn bản quyết định", "Deciding paper")]


class PolicyWithdrawn(PolicyEvent):
    """A policy that should never have been recorded counts on no day."""

    topic: ClassVar[str] = "policy.withdrawn"
    label: ClassVar[Label] = Label("Rút chính sách ghi nhầm", "Policy withdrawn")
    why: Annotated[str, Field(min_length=3), personal("Lý do", "Reason")]
