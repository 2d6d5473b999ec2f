"""Who plays in the demo: simulated people, each with a right of his own and a key in a file."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from archive.actors import actor_of_id, add_actor, add_first_actor, grant, issue_key
from archive.desk import Archive
from domain.access import Actor, Role

_INSPECTION = timedelta(days=3 * 365)
"""How long the inspection of the demo lasts."""


@dataclass(frozen=True)
class Part:
    """A person of the demo: `file` is the name of his key's file."""

    file: str
    name: str
    office: str
    roles: tuple[Role, ...]
    simulated: bool = True


ADMIN = Part("admin", "Quản trị viên (mô phỏng)", "Phòng CNTT", (Role.SYS_ADMIN,))
ARCHIVIST = Part(
    "archivist",
    "Lê Thị Thu Lưu (mô phỏng)",
    "Trung tâm Lưu trữ",
    (Role.ARCHIVIST,),
)
COLLEAGUE = Part(
    "colleague",
    "Trần Minh Đối (mô phỏng)",
    "Trung tâm Lưu trữ",
    (Role.DOSSIER_CUSTODIAN,),
)
OFFICER = Part("officer", "Phạm Thu Nhân (mô phỏng)", "Phòng Tổ chức", (Role.HR_OFFICER,))
AUDITOR = Part("auditor", "Đinh Công Thanh (mô phỏng)", "Thanh tra", (Role.INSPECTOR_AUDITOR,))
VISITOR = Part(
    "you", "Bạn, người thứ nhất", "Khách", (Role.ARCHIVIST, Role.HR_OFFICER), simulated=False
)
SECOND_VISITOR = Part(
    "your-colleague", "Bạn, người thứ hai", "Khách", (Role.DOSSIER_CUSTODIAN,), simulated=False
)
PARTS = (ADMIN, ARCHIVIST, COLLEAGUE, OFFICER, AUDITOR, VISITOR, SECOND_VISITOR)


class Cast:
    """The parts as actors of one archive."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        """`folder`: where the keys' files go, each readable by its owner only."""
        self._archive = archive
        self._folder = folder
        self._ids: dict[Part, UUID] = {}

    def enter(self) -> None:
        """Add everybody but the auditor, whose right names persons that are not known yet."""
        archive = self._archive
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        added, key = add_first_actor(
            ADMIN.name,
            office=ADMIN.office,
            simulated=True,
            archive_id=archive.archive_id,
            now=archive.clock(),
            ledger=archive.ledger,
        )
        self._ids[ADMIN] = added.actor_id
        self._keep(ADMIN, key.secret)
        for part in PARTS:
            if part not in (ADMIN, AUDITOR):
                self._add(part)

    def recall(self) -> None:
        """Know everybody again in an archive that was played before."""
        ids = {row.name: row.actor_id for row in self._archive.registers.actors()}
        self._ids = {part: ids[part.name] for part in PARTS}

    def assign(self, batch_id: UUID) -> None:
        """Whoever works in a batch is assigned to it: the archivist, and the visitor after him."""
        assigned = (
            (ARCHIVIST, Role.ARCHIVIST),
            (ARCHIVIST, Role.VERIFIER),
            (VISITOR, Role.ARCHIVIST),
        )
        for part, role in assigned:
            grant(
                self._ids[part],
                role,
                by=self.actor(ADMIN),
                now=self._archive.clock(),
                ledger=self._archive.ledger,
                batches=(batch_id,),
            )

    def admit_auditor(self, persons: tuple[UUID, ...], *, paper_no: str) -> None:
        """The inspection decision names whom the auditor may replay."""
        until = (self._archive.clock() + _INSPECTION).date()
        self._add(AUDITOR, persons=persons, paper_no=paper_no, until=until)

    def actor(self, part: Part) -> Actor:
        """The part as it may act now."""
        archive = self._archive
        return actor_of_id(self._ids[part], now=archive.clock(), ledger=archive.ledger)

    def key_file(self, part: Part) -> Path:
        return self._folder / f"{part.file}.key"

    def _add(
        self,
        part: Part,
        *,
        persons: tuple[UUID, ...] = (),
        paper_no: str | None = None,
        until: date | None = None,
    ) -> None:
        archive = self._archive
        by = self.actor(ADMIN)
        added = add_actor(
            part.name,
            by=by,
            now=archive.clock(),
            ledger=archive.ledger,
            office=part.office,
            simulated=part.simulated,
        )
        self._ids[part] = added.actor_id
        for role in part.roles:
            grant(
                added.actor_id,
                role,
                by=by,
                now=archive.clock(),
                ledger=archive.ledger,
                persons=persons,
                paper_no=paper_no,
                until=until,
            )
        key = issue_key(added.actor_id, by=by, now=archive.clock(), ledger=archive.ledger)
        self._keep(part, key.secret)

    def _keep(self, part: Part, secret: str) -> None:
        path = self.key_file(part)
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(secret + "\n", encoding="utf-8")
