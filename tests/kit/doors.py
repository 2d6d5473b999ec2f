"""An archive as people find it who come to its doors: papers read by a scripted engine, actors with
keys, everything embedded in one folder. It is made once and copied for every test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from archive.accession import accession
from archive.actors import actor_of_id, add_actor, add_first_actor, grant, issue_key
from archive.binding import bind_dossier
from archive.desk import Archive
from archive.working import work
from domain.access import Actor, Role
from domain.page import PageState
from infra.bootstrap import open_archive, scans_in
from infra.demo import department, district, golden, lists, long_papers
from infra.demo.papers import Paper
from infra.settings import Settings
from ocr.transcript import Line, Transcript
from tests.kit.clock import PlayedClock
from tests.kit.pages import page_png
from tests.kit.pages_text import pages_of
from tests.kit.scripted import Said, ScriptedEngine

AN, HANH, LIEN, MAI = "Nguyễn Văn An", "Nông Thị Hạnh", "Ma Thị Liên", "Lương Thị Mai"
"""Whose dossiers they are: HS-001, HS-002, HS-003, and HS-004 that nobody has bound."""

_MANIFEST = (
    "dossier,person_name,identifier,birth_date,sheets,sides,blank_sides",
    f"HS-001,{AN},024079000321,12/03/1979,5,1,0",
    f"HS-002,{HANH},,30/07/1988,3,1,0",
    f"HS-003,{LIEN},,02/09/1982,,,",
    f"HS-004,{MAI},,14/01/1993,2,1,0",
)


def papers() -> dict[str, tuple[Paper, ...]]:
    """What lies in each dossier. HS-002 lacks a sheet, HS-003 has a stamped one besides."""
    career = {paper.key: paper for paper in golden.golden_papers()}
    return {
        "HS-001": (
            *(career[key] for key in ("an-01", "an-05", "an-09", "an-10")),
            lists.award_list(),
        ),
        "HS-002": (district.hanh_recruited(), district.hanh_received()),
        "HS-003": (long_papers.lien_appointed(), lists.award_list()),
        "HS-004": (department.mai_recruited(), department.mai_graded()),
    }


STAMPED = 900
"""The number of the page that waits in quarantine."""


def lines_of(page: Transcript) -> tuple[Said, ...]:
    """A typed page for the scripted engine: every line where it stands, as wide as it is."""
    return tuple(_said(line, page) for line in page.lines)


def _said(line: Line, page: Transcript) -> Said:
    first, last = line.words[0].box, line.words[-1].box
    letters = sum(len(word.text) for word in line.words) + 0.5 * (len(line.words) - 1)
    return Said(
        text=line.text,
        left=first.left / page.width_px,
        top=first.top / page.height_px,
        letter=(last.right - first.left) / page.width_px / letters,
    )


def script(engine: ScriptedEngine, folder: Path) -> None:
    """Lay the dossiers down as scans, and tell the engine what stands on them."""
    number = 100
    for name, held in papers().items():
        dossier = folder / name
        dossier.mkdir(parents=True, exist_ok=True)
        pages = [page for paper in held for page in pages_of(paper)]
        for place, page in enumerate(pages, start=1):
            number += 1
            engine.says(number, *lines_of(page))
            (dossier / f"{place:04d}.png").write_bytes(page_png(number))
    (folder / "HS-003" / "0099.png").write_bytes(page_png(STAMPED, stamped=True))
    (folder / "manifest.csv").write_text("\n".join(_MANIFEST) + "\n", encoding="utf-8")


@dataclass
class Doors:
    """An opened archive, and the keys of those who come to it."""

    archive: Archive
    engine: ScriptedEngine
    clock: PlayedClock
    keys: dict[str, str] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)

    def by(self, who: str) -> Actor:
        archive = self.archive
        return actor_of_id(self.ids[who], now=archive.clock(), ledger=archive.ledger)

    def admit(self, who: str, *roles: Role, **limits: Any) -> UUID:
        """Add somebody with roles and a key; `limits` are those of every grant."""
        archive = self.archive
        common: dict[str, Any] = {"by": self.by("admin"), "ledger": archive.ledger}
        added = add_actor(who.capitalize(), now=archive.clock(), **common)
        self.ids[who] = added.actor_id
        for role in roles:
            grant(added.actor_id, role, now=archive.clock(), **common, **limits)
        self.keys[who] = self.key(who)
        return added.actor_id

    def key(self, who: str, *, expires_at: datetime | None = None) -> str:
        """One more key."""
        archive = self.archive
        issued = issue_key(
            self.ids[who],
            by=self.by("admin"),
            now=archive.clock(),
            ledger=archive.ledger,
            expires_at=expires_at,
        )
        return issued.secret

    def take_in(self, folder: Path) -> UUID:
        """Accession and everything that follows it."""
        archive = self.archive
        answer = accession(
            scans_in(folder),
            by=self.by("custodian"),
            ledger=archive.ledger,
            objects=archive.objects,
            keys=archive.keys,
            registers=archive.registers,
            limits=archive.limits,
            now=archive.clock(),
        )
        work(archive)
        assert answer.batch_id is not None
        return answer.batch_id

    def work(self) -> None:
        work(self.archive)

    # What stands in it

    def dossier(self, name: str) -> UUID:
        found = self.archive.registers.dossier_named(name)
        assert found is not None
        return found

    def person(self, name: str) -> UUID:
        (found,) = self.archive.registers.find_people(name=name)
        return found.person.person_id

    def pages(self, name: str) -> tuple[UUID, ...]:
        rows = self.archive.registers.pages(dossier_id=self.dossier(name))
        return tuple(row.page_id for row in rows)

    def documents(self, name: str) -> tuple[UUID, ...]:
        rows = self.archive.registers.documents(self.dossier(name))
        return tuple(row.document_id for row in rows)

    def proposals(self, name: str, event_type: str | None = None) -> tuple[UUID, ...]:
        rows = self.archive.registers.work_list(dossier_id=self.dossier(name), limit=100)
        return tuple(
            row.proposal_id for row in rows if event_type is None or row.event_type == event_type
        )

    @property
    def quarantined(self) -> UUID:
        (row,) = self.archive.registers.pages(state=PageState.QUARANTINED)
        return row.page_id


def furnish(doors: Doors, folder: Path) -> None:
    """Everybody who comes, the dossiers read, those of An, Hạnh and Liên bound."""
    archive = doors.archive
    added, key = add_first_actor(
        "Quản trị", archive_id=archive.archive_id, ledger=archive.ledger, now=archive.clock()
    )
    doors.ids["admin"], doors.keys["admin"] = added.actor_id, key.secret
    for who, role in (
        ("custodian", Role.DOSSIER_CUSTODIAN),
        ("colleague", Role.DOSSIER_CUSTODIAN),
        ("officer", Role.HR_OFFICER),
        ("operator", Role.SCAN_OPERATOR),
    ):
        doors.admit(who, role)
    script(doors.engine, folder)
    doors.take_in(folder)
    for name in ("HS-001", "HS-002", "HS-003"):
        bind_dossier(
            doors.dossier(name),
            None,
            by=doors.by("custodian"),
            ledger=archive.ledger,
            keys=archive.keys,
            now=archive.clock(),
        )
    doors.work()
    until = date(2030, 12, 31)
    persons = (doors.person(AN),)
    doors.admit(
        "auditor", Role.INSPECTOR_AUDITOR, persons=persons, until=until, paper_no="15/QĐ-TTr"
    )
    archive.catch_up()


@dataclass(frozen=True)
class Furnished:
    """A furnished archive, closed: copied for every test."""

    folder: Path
    engine: ScriptedEngine
    until: datetime
    keys: dict[str, str]
    ids: dict[str, UUID]


def furnished(folder: Path) -> Furnished:
    clock, engine = PlayedClock(), ScriptedEngine()
    # One worker: a list that lies in two dossiers is then always proposed from the same one.
    settings = Settings.in_folder(folder / "archive", workers=1)
    with open_archive(settings, clock=clock, engine=engine) as archive:
        doors = Doors(archive, engine, clock)
        furnish(doors, folder / "in")
    return Furnished(settings.data, engine, clock.now, doors.keys, doors.ids)


@contextmanager
def opened_copy(made: Furnished, folder: Path) -> Iterator[Doors]:
    """The same archive, to do with as one likes."""
    shutil.copytree(made.folder, folder)
    clock = PlayedClock((made.until + timedelta(minutes=1)).isoformat())
    settings = Settings.in_folder(folder, workers=2)
    with open_archive(settings, clock=clock, engine=made.engine) as archive:
        yield Doors(archive, made.engine, clock, dict(made.keys), dict(made.ids))
