"""Contracts of work and of employment. Source: domain.md 3.3, 2.3.

`from` and `to` of the tables are the envelope's `effective_date` and `last_day`.
"""

from enum import StrEnum
from typing import Annotated, ClassVar

from domain.events.entry import GradeCode, Step, Unit
from domain.events.envelope import CareerEvent, Coefficient, PersonnelClass
from domain.labels import Label, personal


class ContractKind(StrEnum):
    """FIXED_TERM, INDEFINITE: hợp đồng làm việc of viên chức; LABOUR: hợp đồng lao động;
    CIVIL_TASK: hợp đồng thực hiện nhiệm vụ của công chức [K]."""

    FIXED_TERM = "FIXED_TERM"
    INDEFINITE = "INDEFINITE"
    LABOUR = "LABOUR"
    CIVIL_TASK = "CIVIL_TASK"


ContractNo = Annotated[str, Label("Số hợp đồng", "Contract no.")]
Kind = Annotated[ContractKind, Label("Loại hợp đồng", "Kind of contract")]


class ContractSigned(CareerEvent):
    """Ký hợp đồng làm việc, hợp đồng lao động."""

    topic: ClassVar[str] = "contract.signed"
    label: ClassVar[Label] = Label("Ký hợp đồng", "Contract signed")
    ndb_group: ClassVar[int | None] = 4
    contract_no: ContractNo | None = None
    kind: Kind
    unit: Unit | None = None
    personnel_class: Annotated[PersonnelClass | None, Label("Loại", "Class")] = None
    job_position: Annotated[str | None, Label("Vị trí việc làm", "Job position")] = None
    grade_code: GradeCode | None = None
    step: Step | None = None
    coefficient: Annotated[Coefficient | None, Label("Hệ số", "Coefficient")] = None
    pay_percent: Annotated[int | None, Label("Hưởng % lương", "Pay percent")] = None


class ContractAmended(CareerEvent):
    """Sửa đổi, bổ sung hợp đồng; phụ lục hợp đồng."""

    topic: ClassVar[str] = "contract.amended"
    label: ClassVar[Label] = Label("Sửa đổi hợp đồng", "Contract amended")
    ndb_group: ClassVar[int | None] = 4
    contract_no: ContractNo | None = None
    annex_no: Annotated[str | None, Label("Số phụ lục", "Annex no.")] = None
    kind: Kind | None = None
    unit: Unit | None = None
    job_position: Annotated[str | None, Label("Vị trí việc làm", "Job position")] = None
    content: Annotated[str | None, Label("Nội dung sửa đổi", "What is amended")] = None


class ContractEnded(CareerEvent):
    """Chấm dứt hợp đồng: out of service from the effective date, unless another begins."""

    topic: ClassVar[str] = "contract.ended"
    label: ClassVar[Label] = Label("Chấm dứt hợp đồng", "Contract ended")
    ndb_group: ClassVar[int | None] = 4
    contract_no: ContractNo | None = None
    ground: Annotated[str | None, personal("Căn cứ chấm dứt", "Ground")] = None
