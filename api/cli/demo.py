"""`hoso demo`: the play in three acts, told on stdout; every number is computed."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from rich.rule import Rule

from api.cli.accession import balance_line, print_accession, print_status
from api.cli.careers import print_career, print_diff, print_hits
from api.cli.context import Context, Desk
from api.cli.dossiers import print_dossier
from api.cli.printing import Bar
from domain.errors import RuleViolation
from infra.bootstrap import check_reading_program, open_archive, scans_in
from infra.demo import dossiers, play, units
from infra.demo.cast import ADMIN, ARCHIVIST, AUDITOR, OFFICER, VISITOR, Cast, Part
from infra.demo.clock import PlayedClock
from infra.demo.damage import damaged_copy
from infra.demo.dossiers import Delivery, Scanner
from infra.demo.fonts import NoVietnameseFont, find_faces
from infra.demo.people import AN
from infra.demo.play import Play
from infra.logs import start_logging
from infra.settings import Settings

_GOLDEN, _HELD, _SECRET = "HS-001", "HS-003", "HS-004"
_BOUND = ("HS-002", "HS-003", "HS-005", "HS-006", "HS-007", "HS-009", "HS-010")
"""Dossiers that the archivist binds; the others wait for the visitor."""
_SCANS = "giay-quet"
_PLAYED = ".da-choi"
"""Stands in the folder when the play came to its end."""
_KEYS = "nguoi-dung"


class DemoThere(RuleViolation):
    """There is a demo archive in the folder already."""

    code = "demo.there"


class FontMissing(RuleViolation):
    """The demo draws Vietnamese papers and finds no serif font for them."""

    code = "demo.noFont"


def play_demo(context: Context, folder: Path, *, again: bool) -> None:
    """Play the whole job into `folder` and say what to try next.

    Where it was played already, the two acts that only look are played again on what is there.

    Raises: DemoThere, FontMissing, EngineFailed, and whatever a step refuses.
    """
    start_logging(form="plain", level="ERROR", stream=sys.stderr)
    settings = Settings.in_folder(folder)
    is_ours = (folder / _SCANS).is_dir()
    if folder.exists() and any(folder.iterdir()) and not is_ours:
        raise DemoThere(folder=str(folder))
    if (folder / _PLAYED).exists() and not again:
        _look_again(context, folder, settings)
        return
    if is_ours:
        shutil.rmtree(folder)
    try:
        find_faces()
    except NoVietnameseFont as error:
        raise FontMissing() from error
    check_reading_program(settings)
    with _acts(folder, settings, play.FIRST_DAY) as acts:
        acts.cast.enter()
        acts.archive.catch_up()
        _Show(context, acts, settings).run()
    (folder / _PLAYED).touch()


def _look_again(context: Context, folder: Path, settings: Settings) -> None:
    context.printer.note("demo.playedAlready", folder=str(folder))
    with _acts(folder, settings, play.INSPECTION) as acts:
        acts.archive.catch_up()
        acts.cast.recall()
        _Show(context, acts, settings).look()


@contextmanager
def _acts(folder: Path, settings: Settings, start: datetime) -> Iterator[Play]:
    clock = PlayedClock(start)
    scans = folder / _SCANS
    with open_archive(settings, clock=clock) as archive:
        cast = Cast(archive, folder / _KEYS)
        yield Play(archive, cast, clock, Scanner(), scans, scans_in=scans_in)


class _Show:
    """Tells the play act by act."""

    def __init__(self, context: Context, acts: Play, settings: Settings) -> None:
        self.said, self.printer = context.said, context.printer
        self.acts, self.settings = acts, settings

    def run(self) -> None:
        self.printer.line("demo.opening")
        self.printer.note("web.playedClock")
        self.archivist_2019()
        self.archivist_2026()
        self.officer()
        acts = self.acts
        acts.clock.play(play.INSPECTION)
        acts.cast.admit_auditor((self.golden,), paper_no="15/QĐ-TTr")
        acts.archive.catch_up()
        self.auditor()
        self.ending()

    def look(self) -> None:
        """What was played before, looked at again."""
        self.golden = self.acts.person_named(AN.name)
        self.printer.note("web.playedClock")
        print_status(self.desk(ARCHIVIST), self.acts.status())
        self.officer()
        self.auditor()
        self.ending()

    def desk(self, part: Part) -> Desk:
        by = self.acts.cast.actor(part)
        return Desk(
            archive=self.acts.archive, by=by, key_id="", said=self.said, printer=self.printer
        )

    def act(self, code: str) -> None:
        self.printer.out.print()
        self.printer.out.print(Rule(self.said.say(code), align="left", style="bold"))

    @contextmanager
    def bar(self, code: str, total: int | None = None) -> Iterator[Bar]:
        with self.printer.progress(code, total=total) as bar:
            yield bar

    def deliver(self, number: int, deliveries: tuple[Delivery, ...]) -> None:
        """Draw, take in and read one delivery."""
        acts = self.acts
        images = sum(1 for one in deliveries for _ in one.copies)
        with self.bar("demo.drawing", images) as bar:
            folder = acts.draw(number, deliveries, bar.step)
        answer = acts.take_in(folder)
        print_accession(self.desk(ARCHIVIST), answer)
        with self.bar("cli.work.reading", acts.pages_to_read()) as bar:
            acts.read_all(bar.step)

    def archivist_2019(self) -> None:
        """The worked career to 2018, confirmed and verified; then its reprimand."""
        acts = self.acts
        self.act("demo.act1.past")
        self.printer.line("demo.units", n=acts.bring_units(units.IN_2019))
        self.deliver(1, dossiers.first_delivery())
        persons = acts.bind([_GOLDEN])
        self.printer.line("demo.bound", name=AN.name)
        done = acts.confirm(_GOLDEN)
        self.printer.line("demo.confirmed", n=done.confirmed, corrected=done.corrected)
        if done.first is not None:
            self.own_work_refused(*done.first)
        self.printer.line("demo.verified", n=acts.verify_all(persons))
        acts.clock.play(play.SECOND_DAY)
        self.printer.line("demo.september")
        self.deliver(2, dossiers.second_delivery())
        done = acts.confirm(_GOLDEN)
        self.printer.line("demo.confirmed", n=done.confirmed, corrected=done.corrected)
        self.printer.line("demo.verified", n=acts.verify_all(persons))
        self.golden = persons[0]

    def own_work_refused(self, person_id: UUID, event_id: UUID) -> None:
        refusal = self.acts.verify_own(person_id, event_id)
        if refusal is None:
            raise AssertionError("one's own work must not be verified")
        self.printer.line("demo.ownRefused", why=self.said.error(refusal))

    def archivist_2026(self) -> None:
        """Everything else: the balance, a held dossier, quarantine, three pages, a rescan."""
        acts, printer = self.acts, self.printer
        acts.clock.play(play.THIRD_DAY)
        self.act("demo.act1")
        self.printer.line("demo.units", n=acts.bring_units(units.SINCE_2025, reform=True))
        self.deliver(3, dossiers.third_delivery())
        print_status(self.desk(ARCHIVIST), acts.status())
        printer.heading("demo.held")
        print_dossier(self.desk(ARCHIVIST), acts.dossier(_HELD))
        self.quarantined()
        acts.bind(_BOUND)
        printer.line("demo.boundMany", n=len(_BOUND))
        done = acts.confirm(_GOLDEN)
        printer.line("demo.confirmed", n=done.confirmed, corrected=done.corrected)
        printer.line("demo.verified", n=acts.verify_all([self.golden]))
        self.insert_missing()
        self.rescan()
        print_status(self.desk(ARCHIVIST), acts.status())

    def quarantined(self) -> None:
        rows = self.acts.dossier(_SECRET).pages
        waiting = [at for at, row in enumerate(rows, start=1) if row.state.value == "QUARANTINED"]
        self.printer.line("demo.quarantine", dossier=_SECRET, pages=waiting)

    def insert_missing(self) -> None:
        """The skipped page closes the balance; three pages are one decision."""
        acts = self.acts
        before = acts.dossier(_HELD)
        hint = next((one for one in before.hints if one.after_page is not None), None)
        numbers = {row.page_id: at for at, row in enumerate(before.pages, start=1)}
        after_no = numbers[hint.after_page] if hint and hint.after_page else 3
        acts.insert_missing(_HELD, after_no)
        after = acts.dossier(_HELD)
        longest = max(after.documents, key=lambda one: len(one.page_ids))
        self.printer.line(
            "demo.inserted",
            dossier=_HELD,
            page=after_no,
            state=after.row.state,
            pages=len(longest.page_ids),
            number=longest.number,
        )

    def rescan(self) -> None:
        flags = self.acts.rescan_blurred()
        if flags is not None:
            named = tuple(self.said.say(f"flag.{flag}.short") for flag in flags)
            self.printer.line("demo.rescanned", flags=named)

    def officer(self) -> None:
        """Search without marks; a career with its evidence."""
        acts = self.acts
        self.act("demo.act2")
        self.printer.heading("demo.searching", words="nguyen van an")
        print_hits(self.desk(OFFICER), acts.search("nguyen van an"))
        self.printer.out.print()
        print_career(self.desk(OFFICER), acts.career(self.golden, play.INSPECTION.date()))

    def auditor(self) -> None:
        """The state on a day as known before and after; a flipped byte; the index rebuilt."""
        acts = self.acts
        self.act("demo.act3")
        for known_at in (play.BEFORE, play.AFTER):
            answer = acts.career(self.golden, play.ASKED_ON, known_at=known_at, part=AUDITOR)
            self.printer.heading("demo.asked", day=play.ASKED_ON, known=known_at)
            state = answer.state
            due = state.grade.next_step_due if state.grade else None
            forms = tuple(self.said.show(one.form) for one in state.discipline)
            posts = tuple(one.post for one in state.posts)
            self.printer.line("demo.state", posts=posts, discipline=forms or None, due=due)
        self.printer.heading("demo.diff")
        print_diff(self.desk(AUDITOR), acts.difference(self.golden))
        self.flip_a_byte()
        self.rebuild()

    def flip_a_byte(self) -> None:
        """One byte of one page changed in a copy: `verify` names it."""
        acts, folder = self.acts, self.settings.data
        place = acts.career(self.golden, play.ASKED_ON, part=AUDITOR).events[0].places[0]
        copy = folder.with_name(folder.name + "-copy")
        with damaged_copy(folder, copy, place.digest) as damaged:
            settings = Settings.in_folder(damaged)
            with open_archive(settings, clock=acts.clock, create=False) as archive:
                report = acts.check(archive)
        for fault in report.faults:
            told = fault.model_dump(exclude={"code"}, exclude_none=True)
            where = self.said.say(
                "demo.place", dossier=fault.dossier_name, page=fault.page_no or "–"
            )
            found = f"{self.said.say(fault.code, **told)} ({where})"
            self.printer.line("demo.flipped", found=found)
        if report.sound:
            raise AssertionError("a flipped byte must be found")
        sound = acts.check()
        self.printer.line("demo.sound", events=sound.events, objects=sum(sound.objects.values()))
        self.printer.line("cli.verify.notSealed")

    def rebuild(self) -> None:
        acts = self.acts
        before = acts.search("nguyen van an")
        position = acts.rebuild_index()
        same = acts.search("nguyen van an").hits == before.hits
        code = "demo.rebuilt" if same else "demo.rebuiltOtherwise"
        self.printer.line(code, position=position, n=before.total)
        if not same:
            raise AssertionError("a rebuilt index must answer the same")

    def ending(self) -> None:
        status = self.acts.status(ADMIN)
        self.act("demo.ending")
        for batch in status.batches:
            self.printer.out.print(balance_line(batch.row.balance, self.said))
        waiting = sum(row.pending_proposals for row in self.acts.archive.registers.dossiers())
        self.printer.line("demo.pending", n=waiting)
        folder = self.settings.data
        key = self.acts.cast.key_file(VISITOR)
        self.printer.line("demo.tryDesk", folder=str(folder), key=str(key))
        self.printer.line("demo.tryMore", folder=str(folder), key=str(key))
