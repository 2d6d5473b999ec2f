"""The play of the demo: what each act does, with the procedures that everybody uses.

The robots know what the papers say, as a person who looks at them would: where the machine read
otherwise, they type what stands on the paper.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import JsonValue

from archive.accession import AccessionAnswer, accession
from archive.binding import bind_dossier
from archive.cataloguing import rebuild
from archive.confirming import Choice, confirm_proposal
from archive.delivery import Delivery as HandedIn
from archive.desk import Archive
from archive.differing import CareerDiff, diff_careers
from archive.finding import find
from archive.fixity import FixityReport, verify
from archive.jobs import JobKind, Progress
from archive.listing import DossierAnswer, show_dossier
from archive.pages import insert_page, rescan_page
from archive.replay import CareerAnswer, replay_career
from archive.review import ProposalView, show_proposal, work_list
from archive.second_looks import second_looks
from archive.status import StatusAnswer, show_status
from archive.unit_import import import_reform, import_units
from archive.unit_lists import read_unit_list
from archive.verifying import verify_event
from archive.working import work
from domain.career import EvidenceFilter
from domain.errors import HosoError
from infra.demo import handing_in, units
from infra.demo.cast import ARCHIVIST, AUDITOR, COLLEAGUE, OFFICER, Cast, Part
from infra.demo.clock import PlayedClock
from infra.demo.dossiers import Delivery, Scanner
from infra.demo.papers import Act
from infra.demo.truth import differs, truth_of, values_of
from search.index import Answer

FIRST_DAY = datetime(2019, 6, 3, 1, 0, tzinfo=UTC)
SECOND_DAY = datetime(2019, 9, 1, 2, 0, tzinfo=UTC)
THIRD_DAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
INSPECTION = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
"""When the three deliveries come in and the auditor arrives; midnight in Việt Nam is 17:00 UTC."""

ASKED_ON = date(2019, 6, 30)
BEFORE, AFTER = date(2019, 8, 1), date(2019, 9, 2)
"""The auditor's question: the state on a day, as known before and after the reprimand came in."""


@dataclass(frozen=True)
class Decided:
    """What a robot confirmed of a dossier: `corrected` fields were typed otherwise than read."""

    confirmed: int
    corrected: int
    left: int
    first: tuple[UUID, UUID] | None
    """Person and event of the first: for the attempt to verify one's own work."""


class Play:
    """The acts, step by step; each answers with what it computed."""

    def __init__(
        self,
        archive: Archive,
        cast: Cast,
        clock: PlayedClock,
        scanner: Scanner,
        folder: Path,
        *,
        scans_in: Callable[[Path], HandedIn],
    ) -> None:
        """`folder`: where the scans are laid down; `scans_in`: how a folder is handed in."""
        self._scans_in = scans_in
        self.archive, self.cast, self.clock = archive, cast, clock
        self.scanner, self._folder = scanner, folder
        self._truth = truth_of()

    def draw(self, number: int, deliveries: tuple[Delivery, ...], told: Callable[[], None]) -> Path:
        """Lay a delivery's scans down as a scanning room would; the folder."""
        folder = self._folder / f"{number}"
        handing_in.write_delivery(deliveries, folder, scanner=self.scanner, progress=told)
        return folder

    def take_in(self, folder: Path) -> AccessionAnswer:
        archive = self.archive
        answer = accession(
            self._scans_in(folder),
            by=self.cast.actor(ARCHIVIST),
            ledger=archive.ledger,
            objects=archive.objects,
            keys=archive.keys,
            registers=archive.registers,
            limits=archive.limits,
            now=archive.clock(),
        )
        if answer.batch_id is not None:
            self.cast.assign(answer.batch_id)
        archive.catch_up()
        return answer

    def bring_units(self, text: str, *, reform: bool = False) -> int:
        """Bring a list of units; with `reform` what the reform of 2025 means for those that are
        known comes before it. How many happenings were recorded."""
        archive, by = self.archive, self.cast.actor(ARCHIVIST)
        common: dict[str, Any] = {"by": by, "ledger": archive.ledger, "now": archive.clock()}
        done = [import_reform(**common)] if reform else []
        read = read_unit_list(text.encode(), file=units.FILE)
        done.append(import_units(read, file=units.FILE, **common))
        if not all(one.taken for one in done):
            raise LookupError("the demo's list of units is refused")
        archive.catch_up()
        return sum(one.recorded for one in done)

    def read_all(self, told: Callable[[], None]) -> None:
        """Gate, read and assemble all that waits; `told` after every page that is over."""

        def progress(one: Progress) -> None:
            if one.job.kind is JobKind.READ and (one.code is None or one.last):
                told()

        work(self.archive, until_idle=True, progress=progress)

    def pages_to_read(self) -> int:
        rows = self.archive.registers.batches()
        return sum(row.balance.pending + row.unseen for row in rows)

    def status(self, part: Part = ARCHIVIST) -> StatusAnswer:
        archive = self.archive
        return show_status(
            by=self.cast.actor(part),
            registers=archive.registers,
            queue=archive.queue,
            ledger=archive.ledger,
            objects=archive.objects,
            now=archive.clock(),
            played_clock=archive.played_clock,
        )

    def dossier(self, name: str) -> DossierAnswer:
        archive = self.archive
        return show_dossier(
            self.dossier_id(name),
            by=self.cast.actor(ARCHIVIST),
            ledger=archive.ledger,
            objects=archive.objects,
            registers=archive.registers,
            access=archive.access,
            now=archive.clock(),
        )

    def dossier_id(self, name: str) -> UUID:
        found = self.archive.registers.dossier_named(name)
        if found is None:
            raise LookupError("the demo's dossier is not in the registers")
        return found

    def person_named(self, name: str) -> UUID:
        """The one person of that name. Raises: LookupError."""
        found = [one for one in self.archive.registers.find_people(name=name) if one.by_name]
        if len(found) != 1:
            raise LookupError("the demo's person is not in the registers")
        return found[0].person.person_id

    def bind(self, names: Iterable[str]) -> tuple[UUID, ...]:
        """Bind dossiers to new people, as their manifest says."""
        archive = self.archive
        bound = [
            bind_dossier(
                self.dossier_id(name),
                None,
                by=self.cast.actor(ARCHIVIST),
                ledger=archive.ledger,
                keys=archive.keys,
                now=archive.clock(),
            )
            for name in names
        ]
        # Reading goes on: what a list proposes depends on whose dossier it is.
        work(archive, until_idle=True)
        return tuple(one.person_id for one in bound)

    def confirm(self, name: str) -> Decided:
        """Confirm what a dossier proposes of its own person, mending what was misread."""
        archive, by = self.archive, self.cast.actor(ARCHIVIST)
        dossier_id = self.dossier_id(name)
        found = work_list(
            by=by,
            ledger=archive.ledger,
            objects=archive.objects,
            registers=archive.registers,
            keys=archive.keys,
            now=archive.clock(),
            dossier_id=dossier_id,
            limit=200,
        )
        confirmed, corrected, first, left = 0, 0, None, 0
        for item in sorted(found.items, key=lambda one: str(one.issue_date)):
            view = self._proposal(item.proposal_id)
            changes = self._mended(view)
            if changes is None:
                left += 1
                continue
            meeting = next((one for one in view.meetings if one.exact), None)
            choice = Choice(changes=changes, attach_to=meeting.event_id if meeting else None)
            done = confirm_proposal(
                view.proposal_id,
                choice,
                by=by,
                ledger=archive.ledger,
                objects=archive.objects,
                registers=archive.registers,
                keys=archive.keys,
                now=archive.clock(),
            )
            first = first or (done.person_id, done.event_id)
            confirmed, corrected = confirmed + 1, corrected + len(changes)
        archive.catch_up()
        return Decided(confirmed=confirmed, corrected=corrected, left=left, first=first)

    def verify_own(self, person_id: UUID, event_id: UUID) -> HosoError | None:
        """The archivist tries to verify what he confirmed; the refusal, None if there was none."""
        archive = self.archive
        try:
            verify_event(
                person_id,
                event_id,
                by=self.cast.actor(ARCHIVIST),
                ledger=archive.ledger,
                now=archive.clock(),
            )
        except HosoError as error:
            return error
        return None

    def verify_all(self, persons: Iterable[UUID]) -> int:
        """The colleague looks at what waits for a second look; how many he verified."""
        archive, by, wanted = self.archive, self.cast.actor(COLLEAGUE), set(persons)
        verified = 0
        events = second_looks(
            by=by,
            ledger=archive.ledger,
            registers=archive.registers,
            now=archive.clock(),
            limit=500,
        )
        for one in events:
            if one.person_id in wanted:
                verify_event(
                    one.person_id,
                    one.event_id,
                    by=by,
                    ledger=archive.ledger,
                    now=archive.clock(),
                )
                verified += 1
        archive.catch_up()
        return verified

    def insert_missing(self, name: str, after_no: int) -> None:
        """Put the page that the scanner skipped behind page `after_no`, counted from 1."""
        archive = self.archive
        missing = handing_in.supplement(self.scanner).missing
        pages = archive.registers.pages(dossier_id=self.dossier_id(name))
        insert_page(
            self.dossier_id(name),
            missing,
            after_page=pages[after_no - 1].page_id,
            file_name="bo-sung.jpg",
            by=self.cast.actor(ARCHIVIST),
            ledger=archive.ledger,
            objects=archive.objects,
            keys=archive.keys,
            limits=archive.limits,
            now=archive.clock(),
        )
        work(archive, until_idle=True)

    def rescan_blurred(self) -> tuple[str, ...] | None:
        """Scan the blurred page again; its flags before, None if no page was flagged."""
        archive = self.archive
        blurred = [row for row in archive.registers.pages(flagged=True) if "BLURRED" in row.flags]
        if not blurred:
            return None
        rescan_page(
            blurred[0].page_id,
            handing_in.supplement(self.scanner).rescanned,
            by=self.cast.actor(ARCHIVIST),
            ledger=archive.ledger,
            objects=archive.objects,
            keys=archive.keys,
            limits=archive.limits,
            now=archive.clock(),
        )
        work(archive, until_idle=True)
        return blurred[0].flags

    def flags_now(self, page_id: UUID) -> tuple[str, ...]:
        row = self.archive.registers.page(page_id)
        return row.flags if row else ()

    def search(self, words: str, part: Part = OFFICER) -> Answer:
        archive = self.archive
        return find(
            words,
            by=self.cast.actor(part),
            index=archive.index,
            access=archive.access,
            now=archive.clock(),
            limit=5,
        )

    def career(
        self,
        person_id: UUID,
        on: date,
        *,
        known_at: date | None = None,
        part: Part = OFFICER,
        evidence: EvidenceFilter = EvidenceFilter.PROVED,
    ) -> CareerAnswer:
        archive = self.archive
        return replay_career(
            person_id,
            valid_on=on,
            known_at=known_at,
            evidence=evidence,
            by=self.cast.actor(part),
            ledger=archive.ledger,
            access=archive.access,
            now=archive.clock(),
        )

    def difference(self, person_id: UUID) -> CareerDiff:
        archive = self.archive
        return diff_careers(
            person_id,
            valid_on=ASKED_ON,
            known_at=(BEFORE, AFTER),
            by=self.cast.actor(AUDITOR),
            ledger=archive.ledger,
            access=archive.access,
            now=archive.clock(),
        )

    def check(self, archive: Archive | None = None) -> FixityReport:
        """Re-hash and walk everything, of this archive or of a copy."""
        checked = archive or self.archive
        return verify(
            by=self.cast.actor(COLLEAGUE),
            ledger=checked.ledger,
            objects=checked.objects,
            keys=checked.keys,
            now=self.archive.clock(),
        )

    def rebuild_index(self) -> int:
        archive = self.archive
        return rebuild(archive.index, ledger=archive.ledger, objects=archive.objects)

    def _proposal(self, proposal_id: UUID) -> ProposalView:
        archive = self.archive
        return show_proposal(
            proposal_id,
            by=self.cast.actor(ARCHIVIST),
            ledger=archive.ledger,
            objects=archive.objects,
            registers=archive.registers,
            keys=archive.keys,
            access=archive.access,
            now=archive.clock(),
        )

    def _mended(self, view: ProposalView) -> dict[str, JsonValue] | None:
        """What the paper says otherwise than the machine; None: not this dossier's person, or the
        machine saw an act that no paper has."""
        if view.person.person_id is None or view.person.foreign or not view.confirmable:
            return None
        read = {field.name: field.value for field in view.fields}
        number, title = read.get("decision.full_no"), view.event_type
        name = view.person.printed_name
        act = self._truth.get((str(number), title, name)) or self._truth.get(
            (str(number), title, "")
        )
        paper_no: str | None = None
        if act is None and number is None:
            paper_no, act = self._truth_by_day(title, name, str(read.get("effective_date")))
        if act is None:
            return None
        changes: dict[str, JsonValue] = {} if paper_no is None else {"decision.full_no": paper_no}
        for field, value in values_of(act).items():
            if field in read and differs(read[field], value):
                changes[field] = value
        return changes

    def _truth_by_day(self, topic: str, name: str, day: str) -> tuple[str | None, Act | None]:
        """The paper's number and act where the machine could not read the number."""
        for (number, kind, person), act in self._truth.items():
            if (kind, person, act.effective_date.isoformat()) == (topic, name, day):
                return number, act
        return None, None
